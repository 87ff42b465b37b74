// What was written to a file but not committed yet: pages of bytes, each with a map of which of
// them were written. Memory grows with the bytes written, not with the file.
#ifndef MEMTOOL_BYTES_OVERLAY_H
#define MEMTOOL_BYTES_OVERLAY_H

#include "base/memory.h"

enum { OVERLAY_PAGE = 512 };

struct overlay_node;
struct overlay_page;

// Start from {0}; overlay_clear ends it. Pages are the leaves of a tree by their number, which is
// as high as the highest number asks for: a page is found in the same few steps in whatever order
// they come.
struct overlay {
    struct overlay_node *root;
    unsigned levels;           // of nodes above the pages; 0: nothing was written
    size_t count;              // of pages
    struct overlay_page *last; // the one written last: the next write is mostly there
};

// Lays n bytes over those at an offset, however many pages they touch. False and an error without
// memory, when some of them may be there.
bool overlay_write(struct overlay *overlay, uint64_t offset, const void *from, size_t n,
                   struct error *error);

// Takes back what was written in offset .. offset + n, on one page.
void overlay_forget(struct overlay *overlay, uint64_t offset, size_t n);

// Puts what was written in offset .. offset + n over the bytes there.
void overlay_patch(const struct overlay *overlay, uint64_t offset, unsigned char *bytes, size_t n);

// The first run of written bytes at or behind offset, within one page: true with its place, or
// false where nothing more was written.
bool overlay_run(const struct overlay *overlay, uint64_t offset, uint64_t *start,
                 const unsigned char **bytes, size_t *n);

// The first written byte at or behind offset, and the end of the last one on the same page: true,
// or false where nothing more was written.
bool overlay_span(const struct overlay *overlay, uint64_t offset, uint64_t *start, uint64_t *end);

void overlay_clear(struct overlay *overlay);

#endif
