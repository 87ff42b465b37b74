// Ranges of an overlay, what they held, and how far each was written.
#include "bytes/rewrite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RANGE_MOST = 256 * 1024 }; // bytes of one write

struct rewrite_range {
    uint64_t start;
    size_t length;
    size_t written; // bytes from the start that hold new values
};

// The next written range at or behind offset, joined over page borders into piece; empty at the
// end.
static bool next_range(const struct overlay *overlay, uint64_t offset, struct bytes *piece,
                       uint64_t *start, struct error *error)
{
    const unsigned char *bytes;
    size_t n;
    uint64_t next;

    piece->used = 0;
    if (!overlay_run(overlay, offset, start, &bytes, &n))
        return true;
    do {
        if (!bytes_append(piece, bytes, n, error))
            return false;
        next = *start + piece->used;
    } while (piece->used < RANGE_MOST && overlay_run(overlay, next, &offset, &bytes, &n) &&
             offset == next);
    return true;
}

static bool remember(struct rewrite *rewrite, const struct rewrite_place *place, uint64_t start,
                     size_t n, struct error *error)
{
    size_t at = rewrite->old.used;

    if (!memory_grow(&rewrite->ranges, &rewrite->capacity, rewrite->count + 1,
                     sizeof *rewrite->ranges, error) ||
        !bytes_append(&rewrite->old, NULL, n, error) ||
        !place->read(place->context, start, rewrite->old.bytes + at, n, error))
        return false;
    rewrite->ranges[rewrite->count++] = (struct rewrite_range){.start = start, .length = n};
    return true;
}

bool rewrite_begin(struct rewrite *rewrite, const struct rewrite_place *place,
                   const struct overlay *overlay, struct error *error)
{
    struct bytes piece = {0};
    uint64_t offset = 0;
    uint64_t start = 0;
    bool good;

    while ((good = next_range(overlay, offset, &piece, &start, error)) && piece.used > 0 &&
           (good = remember(rewrite, place, start, piece.used, error)))
        offset = start + piece.used;
    free(piece.bytes);
    return good;
}

bool rewrite_write(struct rewrite *rewrite, const struct rewrite_place *place,
                   const struct overlay *overlay, struct error *error)
{
    struct bytes piece = {0};
    uint64_t start = 0;
    bool good = true;

    for (size_t i = 0; good && i < rewrite->count; i++) {
        struct rewrite_range *range = &rewrite->ranges[i];

        good = next_range(overlay, range->start, &piece, &start, error) &&
               place->write(place->context, start, piece.bytes, piece.used, &range->written, error);
    }
    free(piece.bytes);
    return good;
}

// Adds a range to the message, or counts it where there is no more room.
static void tell_range(char *text, size_t size, uint64_t first, uint64_t last, size_t *untold)
{
    size_t used = strlen(text);
    int n = snprintf(text + used, size - used, "%s%llu to %llu", used ? ", " : "",
                     (unsigned long long)first, (unsigned long long)last);

    if (n < 0 || (size_t)n >= size - used) {
        text[used] = '\0';
        ++*untold;
    }
}

bool rewrite_undo(struct rewrite *rewrite, const struct rewrite_place *place, struct error *error)
{
    char told[ERROR_TEXT / 2] = "";
    size_t untold = 0;
    size_t at = 0;

    for (size_t i = 0; i < rewrite->count; i++) {
        struct rewrite_range *range = &rewrite->ranges[i];
        struct error ignored = {0};
        size_t done = 0;

        if (range->written > 0 &&
            !place->write(place->context, range->start, rewrite->old.bytes + at, range->written,
                          &done, &ignored))
            tell_range(told, sizeof told, range->start + done, range->start + range->written - 1,
                       &untold);
        range->written = 0;
        at += range->length;
    }
    if (told[0] == '\0')
        return true;
    if (untold > 0)
        return fail(error, STATUS_DATA, "%s: bytes %s and %zu ranges behind hold new values",
                    place->name, told, untold);
    return fail(error, STATUS_DATA, "%s: bytes %s hold new values, all others old ones",
                place->name, told);
}

void rewrite_clear(struct rewrite *rewrite)
{
    free(rewrite->ranges);
    free(rewrite->old.bytes);
    *rewrite = (struct rewrite){0};
}
