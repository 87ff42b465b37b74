// Pages of a store that were read: for elements that lie far apart and near others that are read
// soon, as in a table that is read column by column.
#ifndef MEMTOOL_BYTES_PAGES_H
#define MEMTOOL_BYTES_PAGES_H

#include "bytes/store.h"

struct pages {
    struct page *slots;   // a power of two of them; NULL before the first read
    unsigned char *bytes; // a page for each slot
    size_t count;
};

// For elements on about `wanted` pages at a time.
void pages_open(struct pages *pages, uint64_t wanted);

// Copies n bytes of the store, through the page that they lie in. What was written to the store
// since may not be seen.
bool pages_read(struct pages *pages, struct store *store, uint64_t offset, void *to, size_t n,
                struct error *error);

void pages_close(struct pages *pages);

#endif
