// The rows of bytes that a write changes, before and after.
#ifndef MEMTOOL_CLI_DIFF_H
#define MEMTOOL_CLI_DIFF_H

#include "bytes/overlay.h"
#include "views/view.h"

// Start from {0}; diff_clear ends it.
struct diff {
    struct store *store; // held
    uint64_t width;      // bytes a row
    struct overlay before;
    uint64_t from, to; // the rows that were kept last
};

// Keeps a copy of the rows (width bytes each, 16 where 0) that a write into the view can change,
// and of no others.
bool diff_before(struct diff *diff, const struct view *view, uint64_t width, struct error *error);

// Writes each row that has changed since: `- ` and the old row, `+ ` and the new one, `? ` and ^^
// under each byte that differs.
bool diff_after(const struct diff *diff, struct sink *to, struct error *error);

void diff_clear(struct diff *diff);

#endif
