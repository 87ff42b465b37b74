// Written bytes over a file: a sorted array of pages.
#include "bytes/overlay.h"

#include <stdlib.h>
#include <string.h>

// The index of the first page whose number is not below number.
static size_t lower_bound(const struct overlay *overlay, uint64_t number)
{
    size_t low = 0;
    size_t high = overlay->count;

    if (high > 0 && overlay->pages[high - 1]->number < number)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (overlay->pages[middle]->number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct overlay_page *page_for(struct overlay *overlay, uint64_t number, struct error *error)
{
    size_t at = lower_bound(overlay, number);

    if (at < overlay->count && overlay->pages[at]->number == number)
        return overlay->pages[at];
    if (!memory_grow(&overlay->pages, &overlay->capacity, overlay->count + 1,
                     sizeof(struct overlay_page *), error))
        return NULL;
    struct overlay_page *page = memory_new(1, sizeof *page, error);
    if (page == NULL)
        return NULL;
    page->number = number;
    memmove(overlay->pages + at + 1, overlay->pages + at,
            (overlay->count - at) * sizeof(struct overlay_page *));
    overlay->pages[at] = page;
    overlay->count++;
    return page;
}

static bool is_written(const struct overlay_page *page, size_t at)
{
    return page->written[at / 64] >> (at % 64) & 1;
}

bool overlay_write(struct overlay *overlay, uint64_t offset, const void *from, size_t n,
                   struct error *error)
{
    const unsigned char *bytes = from;

    while (n > 0) {
        size_t at = (size_t)(offset % OVERLAY_PAGE);
        size_t piece = OVERLAY_PAGE - at < n ? OVERLAY_PAGE - at : n;
        struct overlay_page *page = page_for(overlay, offset / OVERLAY_PAGE, error);

        if (page == NULL)
            return false;
        memcpy(page->bytes + at, bytes, piece);
        for (size_t i = at; i < at + piece; i++)
            page->written[i / 64] |= (uint64_t)1 << (i % 64);
        bytes += piece;
        offset += piece;
        n -= piece;
    }
    return true;
}

bool overlay_run(const struct overlay *overlay, uint64_t offset, uint64_t *start,
                 const unsigned char **bytes, size_t *n)
{
    for (size_t i = lower_bound(overlay, offset / OVERLAY_PAGE); i < overlay->count; i++) {
        const struct overlay_page *page = overlay->pages[i];
        uint64_t base = page->number * OVERLAY_PAGE;
        size_t at = offset > base ? (size_t)(offset - base) : 0;

        while (at < OVERLAY_PAGE && !is_written(page, at))
            at++;
        size_t end = at;
        while (end < OVERLAY_PAGE && is_written(page, end))
            end++;
        if (end > at) {
            *start = base + at;
            *bytes = page->bytes + at;
            *n = end - at;
            return true;
        }
    }
    return false;
}

void overlay_patch(const struct overlay *overlay, uint64_t offset, unsigned char *bytes, size_t n)
{
    uint64_t end = offset + n;
    uint64_t at = offset;
    uint64_t start;
    const unsigned char *from;
    size_t length;

    while (at < end && overlay_run(overlay, at, &start, &from, &length) && start < end) {
        size_t piece = end - start < length ? (size_t)(end - start) : length;

        memcpy(bytes + (start - offset), from, piece);
        at = start + piece;
    }
}

void overlay_clear(struct overlay *overlay)
{
    for (size_t i = 0; i < overlay->count; i++)
        free(overlay->pages[i]);
    free(overlay->pages);
    *overlay = (struct overlay){0};
}
