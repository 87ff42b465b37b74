// What was written to a file but not committed yet: pages of bytes, each with a map of which of
// them were written. Memory grows with the bytes written, not with the file.
#ifndef MEMTOOL_BYTES_OVERLAY_H
#define MEMTOOL_BYTES_OVERLAY_H

#include "base/memory.h"

enum { OVERLAY_PAGE = 4096 };

struct overlay_page {
    uint64_t number; // offset / OVERLAY_PAGE
    unsigned char bytes[OVERLAY_PAGE];
    uint64_t written[OVERLAY_PAGE / 64]; // a bit a byte
};

// Start from {0}; overlay_clear ends it. Pages are sorted by number.
struct overlay {
    struct overlay_page **pages;
    size_t count, capacity;
};

bool overlay_write(struct overlay *overlay, uint64_t offset, const void *from, size_t n,
                   struct error *error);

// Puts what was written in offset .. offset + n over the bytes there.
void overlay_patch(const struct overlay *overlay, uint64_t offset, unsigned char *bytes, size_t n);

// The first run of written bytes at or behind offset, within one page: true with its place, or
// false where nothing more was written.
bool overlay_run(const struct overlay *overlay, uint64_t offset, uint64_t *start,
                 const unsigned char **bytes, size_t *n);

void overlay_clear(struct overlay *overlay);

#endif
