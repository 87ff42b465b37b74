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
};

void pages_open(struct pages *pages, uint64_t wanted)
{
    *pages = (struct pages){.count = 1};
    while (pages->count < wanted && pages->count < SLOTS_MOST)
        pages->count *= 2;
}

void pages_close(struct pages *pages)
{
    free(pages->slots);
    free(pages->bytes);
    *pages = (struct pages){0};
}

static bool make_slots(struct pages *pages, struct error *error)
{
    if (pages->slots != NULL)
        return true;
    if (pages->bytes == NULL && (pages->bytes = memory_pages(pages->count * PAGE)) == NULL)
        return fail_memory(error);
    pages->slots = memory_new(pages->count, sizeof *pages->slots, error);
    return pages->slots != NULL;
}

// The slot of a page. Rows of a table are often a power of two apart, which the factor, of random
// digits, scatters.
static size_t slot_of(const struct pages *pages, uint64_t start)
{
    uint64_t mixed = start / PAGE * UINT64_C(0x9e3779b97f4a7c15);

    return (size_t)(mixed >> 32) & (pages->count - 1);
}

// Reads the page that starts there. False where that cannot be: parts of it may be missing.
static bool load(struct page *page, unsigned char *bytes, struct store *store, uint64_t start)
{
    struct error ignored = {0};
    uint64_t end = store->start + store->size;

    page->end = 0; // until it was read
    page->start = start > store->start ? start : store->start;
    if (end - page->start > PAGE - (page->start - start))
        end = start + PAGE;
    if (!store_read(store, page->start, bytes, (size_t)(end - page->start), &ignored))
        return false;
    page->end = end;
    return true;
}

bool pages_read(struct pages *pages, struct store *store, uint64_t offset, void *to, size_t n,
                struct error *error)
{
    uint64_t start = offset - offset % PAGE;

    if (!make_slots(pages, error))
        return false;
    size_t slot = slot_of(pages, start);
    struct page *page = &pages->slots[slot];
    unsigned char *bytes = pages->bytes + slot * PAGE;
    bool there = offset >= page->start && offset < page->end;
    if (!there && store_holds(store, offset, n))
        there = load(page, bytes, store, start);
    if (!there || n > page->end - offset)
        return store_read(store, offset, to, n, error);
    memcpy(to, bytes + (offset - page->start), n);
    return true;
}
