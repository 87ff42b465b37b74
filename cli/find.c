// Bytes inside bytes, over packed blocks, each of which may hold only a part of a place.
#include "compare.h"

#include "base/pattern.h"
#include "views/blocks.h"

#include <stdlib.h>
#include <string.h>

enum {
    ZEROES = 64 * 1024, // of a hole, looked at at once
    PROMPT = 4 * 1024   // longer patterns may wait for more bytes of a stream
};

// Places are indices into the view's bytes, as they follow each other in C order, until they are
// reported.
struct finder {
    const struct view *view;
    struct sink *to; // NULL: the first place is enough
    unsigned radix;
    struct pattern pattern;
    struct bytes seam; // the last bytes of the blocks before, which were not looked at as a whole
    uint64_t end;      // of the block before
    bool found;
    struct bytes zeroes; // what a hole holds, as much of it as is looked at
};

static void report_place(struct finder *finder, uint64_t index)
{
    finder->found = true;
    if (finder->to != NULL)
        print_place(finder->to, view_offset_of(finder->view, index), finder->radix);
}

// False where looking on would tell nothing more.
static bool goes_on(const struct finder *finder)
{
    return finder->to == NULL ? !finder->found : sink_ok(finder->to);
}

// All places that start and end in these bytes, which stand at that index.
static void find_in(struct finder *finder, const unsigned char *bytes, size_t n, uint64_t index)
{
    const unsigned char *place = NULL;

    while (goes_on(finder) &&
           (place = pattern_next(&finder->pattern, bytes, bytes + n, place)) != NULL)
        report_place(finder, index + (uint64_t)(place - bytes));
}

// Looks at the seam, which ends at that index, and keeps what a place may start in.
static void find_in_seam(struct finder *finder, uint64_t index)
{
    struct bytes *seam = &finder->seam;
    size_t keep = finder->pattern.n - 1;

    if (seam->used <= keep)
        return;
    find_in(finder, seam->bytes, seam->used, index - seam->used);
    memmove(seam->bytes, seam->bytes + seam->used - keep, keep);
    seam->used = keep;
}

// The places that start in the blocks before and end in this one, and then those inside it. Of
// short blocks there must come as many bytes as the pattern has to pay for a look at them.
static bool find_next(struct finder *finder, const unsigned char *bytes, size_t count,
                      uint64_t index, struct error *error)
{
    struct bytes *seam = &finder->seam;
    size_t n = finder->pattern.n, head = count < n - 1 ? count : n - 1;

    if (index != finder->end) { // a gap between two mappings
        find_in_seam(finder, finder->end);
        seam->used = 0;
    }
    if (!bytes_append(seam, bytes, head, error))
        return false;
    finder->end = index + count;
    if (count < n) {
        if (n <= PROMPT || seam->used / 2 >= n)
            find_in_seam(finder, index + head);
        return true;
    }
    find_in_seam(finder, index + head);
    find_in(finder, bytes, count, index);
    seam->used = 0;
    return bytes_append(seam, bytes + count - head, head, error);
}

static bool is_zero(const unsigned char *bytes, size_t n)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, n - 1) == 0;
}

static bool find_zeroes(struct finder *finder, uint64_t count, uint64_t index, struct error *error)
{
    for (uint64_t done = 0; done < count && goes_on(finder);) {
        uint64_t piece = count - done;

        if (piece > finder->zeroes.used)
            piece = finder->zeroes.used;
        if (!find_next(finder, finder->zeroes.bytes, (size_t)piece, index + done, error))
            return false;
        done += piece;
    }
    return true;
}

// Count bytes of zeroes that nobody reads: but for a needle of zeroes, only what lies at their ends
// can be a part of a place.
static bool find_in_hole(struct finder *finder, uint64_t count, uint64_t index, struct error *error)
{
    uint64_t keep = finder->pattern.n - 1;
    size_t room = finder->pattern.n > ZEROES ? finder->pattern.n : ZEROES;

    if (finder->zeroes.used == 0 && !bytes_append(&finder->zeroes, NULL, room, error))
        return false;
    if (count <= 2 * keep || is_zero(finder->pattern.bytes, finder->pattern.n))
        return find_zeroes(finder, count, index, error);
    if (!find_zeroes(finder, keep, index, error))
        return false;
    find_in_seam(finder, finder->end);
    finder->seam.used = 0;
    finder->end = index + count - keep;
    return find_zeroes(finder, keep, index + count - keep, error);
}

static bool find_all(struct finder *finder, struct error *error)
{
    struct blocks blocks;
    struct block block;
    bool good = true;

    blocks_open(&blocks, finder->view, BLOCKS_GAPS | BLOCKS_HOLES, 1);
    while (good && goes_on(finder) && (good = blocks_next(&blocks, &block, error)) &&
           block.count > 0)
        good = block.bytes == NULL
                   ? find_in_hole(finder, block.count, block.index, error)
                   : find_next(finder, block.bytes, (size_t)block.count, block.index, error);
    find_in_seam(finder, finder->end);
    blocks_close(&blocks);
    return good;
}

bool find_show(struct sink *to, const struct view *view, const struct view *needle, unsigned radix,
               bool *found, struct error *error)
{
    size_t n = (size_t)view_nbytes(needle);
    struct finder finder = {.view = view, .to = to, .radix = radix};
    struct bytes bytes = {0};

    bool good = view_pack(needle, &bytes, error);
    if (good)
        finder.pattern = pattern_of(bytes.bytes, n);
    good = good && find_all(&finder, error);
    free(bytes.bytes);
    free(finder.seam.bytes);
    free(finder.zeroes.bytes);
    *found = finder.found;
    return good;
}
