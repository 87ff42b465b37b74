#include "bytes/pages.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAGE = 4096,
    SLOTS_MOST = 16 * 1024 // 64 MiB of pages
};

struct page {
    uint64_t start; // of the page, in the store
    uint64_t end;   // of what was read; 0: nothing
    unsigned char *bytes;
};

void pages_open(struct pages *pages, uint64_t wanted)
{
    *pages = (struct pages){.count = 1};
    while (pages->count < wanted && pages->count < SLOTS_MOST)
        pages->count *= 2;
}

void pages_close(struct pages *pages)
{
    for (size_t i = 0; pages->slots != NULL && i < pages->count; i++)
        free(pages->slots[i].bytes);
    free(pages->slots);
    *pages = (struct pages){0};
}

// The slot of a page. Rows of a table are often a power of two apart, which the factor, of random
// digits, scatters.
static struct page *slot_of(const struct pages *pages, uint64_t start)
{
    uint64_t mixed = start / PAGE * UINT64_C(0x9e3779b97f4a7c15);

    return &pages->slots[(mixed >> 32) & (pages->count - 1)];
}

// Reads the page into its slot. False where that cannot be: parts of it may be missing.
static bool load(struct page *page, struct store *store, uint64_t start)
{
    struct error ignored = {0};
    uint64_t end = store->start + store->size;

    page->end = 0;
    page->start = start > store->start ? start : store->start;
    if (end - page->start > PAGE - (page->start - start))
        end = start + PAGE;
    if (page->bytes == NULL)
        page->bytes = malloc(PAGE);
    if (page->bytes == NULL ||
        !store_read(store, page->start, page->bytes, (size_t)(end - page->start), &ignored))
        return false;
    page->end = end;
    return true;
}

bool pages_read(struct pages *pages, struct store *store, uint64_t offset, void *to, size_t n,
                struct error *error)
{
    uint64_t start = offset - offset % PAGE;

    if (pages->slots == NULL &&
        (pages->slots = memory_new(pages->count, sizeof *pages->slots, error)) == NULL)
        return false;
    struct page *page = slot_of(pages, start);
    bool there = offset >= page->start && offset < page->end;
    if (!there && store_holds(store, offset, n))
        there = load(page, store, start);
    if (!there || n > page->end - offset)
        return store_read(store, offset, to, n, error);
    memcpy(to, page->bytes + (offset - page->start), n);
    return true;
}
