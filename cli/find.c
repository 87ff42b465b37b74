// Bytes inside bytes, over packed blocks, each of which may hold only a part of a place.
#include "compare.h"

#include "base/number.h"
#include "views/blocks.h"

#include <stdlib.h>
#include <string.h>

enum { ZEROES = 64 * 1024 }; // of a hole, looked at at once

struct finder {
    struct sink *to; // NULL: the first place is enough
    unsigned radix;
    const unsigned char *needle;
    size_t n;
    uint64_t end; // of the block before
    bool found;
    struct bytes zeroes; // what a hole holds, as much of it as is looked at
};

static void report_place(struct finder *finder, uint64_t offset)
{
    finder->found = true;
    if (finder->to == NULL)
        return;
    char *to = sink_reserve(finder->to, NUMBER_TEXT + 1);
    size_t n = integer_print(to, integer_of_u64(offset), finder->radix);

    to[n] = '\n';
    sink_advance(finder->to, n + 1);
}

// False where looking on would tell nothing more.
static bool goes_on(const struct finder *finder)
{
    return finder->to == NULL ? !finder->found : sink_ok(finder->to);
}

// All places that start and end in these bytes, which stand at offset.
static void find_in(struct finder *finder, const unsigned char *bytes, size_t n, uint64_t offset)
{
    const unsigned char *at = bytes;
    const unsigned char *end = bytes + n;

    while ((size_t)(end - at) >= finder->n && goes_on(finder)) {
        const unsigned char *place = memmem(at, (size_t)(end - at), finder->needle, finder->n);

        if (place == NULL)
            return;
        report_place(finder, offset + (uint64_t)(place - bytes));
        at = place + 1;
    }
}

// The places that start in the block before and end in this one, and then those inside it. seam
// holds the last bytes of the blocks before, at most n - 1.
static bool find_next(struct finder *finder, struct bytes *seam, const unsigned char *bytes,
                      size_t count, uint64_t offset, struct error *error)
{
    size_t keep = finder->n - 1;
    size_t head = count < keep ? count : keep;

    if (offset != finder->end)
        seam->used = 0; // a gap between two mappings
    finder->end = offset + count;
    size_t before = seam->used;
    if (!bytes_append(seam, bytes, head, error))
        return false;
    if (before > 0)
        find_in(finder, seam->bytes, seam->used, offset - before);
    find_in(finder, bytes, count, offset);
    if (count >= keep) {
        seam->used = 0;
        return bytes_append(seam, bytes + count - keep, keep, error);
    }
    if (seam->used > keep) {
        memmove(seam->bytes, seam->bytes + seam->used - keep, keep);
        seam->used = keep;
    }
    return true;
}

static bool is_zero(const unsigned char *bytes, size_t n)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, n - 1) == 0;
}

static bool find_zeroes(struct finder *finder, struct bytes *seam, uint64_t count, uint64_t offset,
                        struct error *error)
{
    for (uint64_t done = 0; done < count && goes_on(finder);) {
        uint64_t piece = count - done;

        if (piece > finder->zeroes.used)
            piece = finder->zeroes.used;
        if (!find_next(finder, seam, finder->zeroes.bytes, (size_t)piece, offset + done, error))
            return false;
        done += piece;
    }
    return true;
}

// Count bytes of zeroes that nobody reads: but for a needle of zeroes, only what lies at their ends
// can be a part of a place.
static bool find_in_hole(struct finder *finder, struct bytes *seam, uint64_t count, uint64_t offset,
                         struct error *error)
{
    uint64_t keep = finder->n - 1;
    size_t room = finder->n > ZEROES ? finder->n : ZEROES;

    if (finder->zeroes.used == 0 && !bytes_append(&finder->zeroes, NULL, room, error))
        return false;
    if (count <= 2 * keep || is_zero(finder->needle, finder->n))
        return find_zeroes(finder, seam, count, offset, error);
    if (!find_zeroes(finder, seam, keep, offset, error))
        return false;
    seam->used = 0;
    finder->end = offset + count - keep;
    return find_zeroes(finder, seam, keep, offset + count - keep, error);
}

static bool find_all(struct finder *finder, const struct view *view, struct error *error)
{
    struct blocks blocks;
    struct block block;
    struct bytes seam = {0};
    bool good = blocks_open(&blocks, view, BLOCKS_GAPS | BLOCKS_HOLES, 1, error);

    while (good && goes_on(finder) && (good = blocks_next(&blocks, &block, error)) &&
           block.count > 0)
        good = block.bytes == NULL ? find_in_hole(finder, &seam, block.count, block.offset, error)
                                   : find_next(finder, &seam, block.bytes, (size_t)block.count,
                                               block.offset, error);
    blocks_close(&blocks);
    free(seam.bytes);
    return good;
}

bool find_show(struct sink *to, const struct view *view, const struct view *needle, unsigned radix,
               bool *found, struct error *error)
{
    size_t n = (size_t)view_nbytes(needle);
    struct finder finder = {.to = to, .radix = radix, .n = n};
    struct bytes bytes = {0};

    if (n == 0)
        return fail(error, STATUS_USAGE, "nothing to find: it has no bytes");
    if (!view_c_contiguous(view))
        return fail(error, STATUS_DATA, "--find needs bytes in one row");
    bool good = view_pack(needle, &bytes, error);
    finder.needle = bytes.bytes;
    good = good && find_all(&finder, view, error);
    free(bytes.bytes);
    free(finder.zeroes.bytes);
    *found = finder.found;
    return good;
}
