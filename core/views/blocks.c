// Packed blocks: borrowed where the view is contiguous, gathered where it is not.
#include "views/blocks.h"

#include <stdlib.h>
#include <string.h>

// What a gathered block holds, if an element is not larger: enough to be written without a copy.
enum {
    BLOCK_BYTES = 2 * SINK_DIRECT,
    FAR_APART = 4096 // elements of which a window would hold too few
};

static bool is_run_contiguous(const struct view *view)
{
    return view->ndim == 0 || view->strides[view->ndim - 1] == (int64_t)view_itemsize(view);
}

void blocks_open(struct blocks *blocks, const struct view *view, unsigned flags, uint64_t granule)
{
    *blocks = (struct blocks){
        .view = view,
        .flags = flags,
        .granule = granule ? granule : 1,
        .count = view_count(view),
        .contiguous = view_c_contiguous(view),
    };
    if (view_itemsize(view) == 0)
        blocks->count = 0;
    blocks->boxed = box_pays(view);
}

void blocks_close(struct blocks *blocks)
{
    free(blocks->scratch.bytes);
    blocks->scratch = (struct bytes){0};
    box_close(&blocks->box);
}

// How many elements from the next one on lie in one run of the last dimension.
static uint64_t left_in_run(const struct blocks *blocks)
{
    const struct view *view = blocks->view;

    if (view->ndim == 0)
        return 1;
    uint64_t length = view->shape[view->ndim - 1];
    return length - blocks->index % length;
}

static int64_t run_stride(const struct blocks *blocks)
{
    const struct view *view = blocks->view;

    return view->ndim == 0 ? (int64_t)view_itemsize(view) : view->strides[view->ndim - 1];
}

// Rounds a number of elements down to whole granules, unless it is all that is left.
static uint64_t whole_granules(const struct blocks *blocks, uint64_t count, uint64_t left)
{
    if (count >= left)
        return left;
    return count < blocks->granule ? count : count - count % blocks->granule;
}

// Where the last of `count` elements ends, or UINT64_MAX where that is beyond all offsets.
static uint64_t end_of(uint64_t offset, uint64_t count, uint64_t stride, uint64_t itemsize)
{
    uint64_t span;

    if (count == 0)
        return offset;
    if (!mul_u64(count - 1, stride, &span) || !add_u64(span, itemsize, &span) ||
        !add_u64(span, offset, &span))
        return UINT64_MAX;
    return span;
}

// Waits for one granule of an open stream, and shortens what is left to what has come with it;
// false and an error where it ends inside an element.
static bool reach_stream(struct blocks *blocks, uint64_t offset, uint64_t *left,
                         struct error *error)
{
    const struct view *view = blocks->view;
    uint64_t itemsize = view_itemsize(view);
    uint64_t stride = (uint64_t)view->strides[0];
    uint64_t least = blocks->granule < *left ? blocks->granule : *left;

    store_forget(view->store, offset);
    if (!store_reach(view->store, end_of(offset, least, stride, itemsize),
                     end_of(offset, *left, stride, itemsize), error))
        return false;
    struct error torn = {0};
    uint64_t end = view->store->size;
    if (!view->store->open)
        view_ends_whole(view, &end, &torn);
    uint64_t there = end > offset ? end - offset : 0;
    uint64_t whole = there < itemsize ? 0 : (there - itemsize) / stride + 1;
    if (!view->store->open && whole < *left) {
        if (whole == 0 && torn.status != STATUS_OK) {
            *error = torn;
            return false;
        }
        *left = whole;
        blocks->count = whole == 0 ? blocks->index : blocks->count;
    } else if (whole < *left) {
        uint64_t rounded = whole - whole % blocks->granule;
        *left = rounded ? rounded : whole;
    }
    return true;
}

// A hole at the next element, as a block without bytes. *found is false where there is data.
static bool next_hole(struct blocks *blocks, uint64_t offset, uint64_t left, struct block *block,
                      bool *found, struct error *error)
{
    enum extent_kind kind;
    uint64_t end;
    uint64_t itemsize = view_itemsize(blocks->view);

    *found = false;
    if (offset >= blocks->data_from && offset < blocks->data_to)
        return true;
    if (!store_extent(blocks->view->store, offset, &kind, &end, error))
        return false;
    if (kind != EXTENT_HOLE) {
        blocks->data_from = offset;
        blocks->data_to = end;
        return true;
    }
    uint64_t count = whole_granules(blocks, (end - offset) / itemsize, left);
    if (count == 0 || count % blocks->granule != 0)
        return true;
    *found = true;
    *block = (struct block){.bytes = NULL, .count = count};
    return true;
}

// Passes over gaps, and shortens what is left to the mapping that the next element lies in.
static bool pass_gaps(struct blocks *blocks, uint64_t *offset, uint64_t *left, struct error *error)
{
    enum extent_kind kind = EXTENT_DATA;
    uint64_t itemsize = view_itemsize(blocks->view);

    while (*left > 0 && *offset >= blocks->mapped_to) {
        uint64_t end;

        if (!store_extent(blocks->view->store, *offset, &kind, &end, error))
            return false;
        if (kind != EXTENT_GAP) {
            blocks->mapped_to = end;
            break;
        }
        uint64_t passed = (end - *offset - 1) / itemsize + 1;
        if (passed > *left)
            passed = *left;
        blocks->index += passed;
        *left -= passed;
        *offset += passed * itemsize;
    }
    uint64_t mapped = (blocks->mapped_to - *offset) / itemsize;
    if (*left > 0 && mapped > 0 && mapped < *left)
        *left = mapped;
    return true;
}

// Borrows from the store, again and again where an element is larger than what it lends at once.
static bool borrow_block(struct blocks *blocks, uint64_t offset, uint64_t left, struct block *block,
                         struct error *error)
{
    uint64_t itemsize = view_itemsize(blocks->view);
    uint64_t least;
    uint64_t most;
    size_t lent;

    if (!mul_u64(left, itemsize, &most) || most > SIZE_MAX)
        most = SIZE_MAX;
    const unsigned char *bytes =
        store_borrow(blocks->view->store, offset, (size_t)most, &lent, error);
    if (bytes == NULL)
        return false;
    uint64_t count = whole_granules(blocks, lent / itemsize, left);
    least = blocks->granule < left ? blocks->granule : left;
    if (count >= least) {
        *block = (struct block){.bytes = bytes, .count = count};
        return true;
    }
    if (!mul_u64(least, itemsize, &most) || most > SIZE_MAX)
        return fail_memory(error);
    blocks->scratch.used = 0;
    if (!memory_grow(&blocks->scratch.bytes, &blocks->scratch.capacity, (size_t)most, 1, error) ||
        !store_read(blocks->view->store, offset, blocks->scratch.bytes, (size_t)most, error))
        return false;
    *block = (struct block){.bytes = blocks->scratch.bytes, .count = least};
    return true;
}

// Copies count elements that lie stride bytes apart, by width so that the compiler knows the size;
// four at a time, so that they are all on their way before the first is stored.
struct pair {
    uint64_t words[2];
};
#define GATHER(name, word)                                                                         \
    static void gather_##name(unsigned char *to, const unsigned char *from, int64_t stride,        \
                              uint64_t count)                                                      \
    {                                                                                              \
        int64_t at = 0;                                                                            \
        word a, b, c, d;                                                                           \
        for (; count >= 4; count -= 4, at += 4 * stride, to += 4 * sizeof a) {                     \
            memcpy(&a, from + at, sizeof a);                                                       \
            memcpy(&b, from + (at + stride), sizeof a);                                            \
            memcpy(&c, from + (at + 2 * stride), sizeof a);                                        \
            memcpy(&d, from + (at + 3 * stride), sizeof a);                                        \
            memcpy(to, &a, sizeof a);                                                              \
            memcpy(to + sizeof a, &b, sizeof a);                                                   \
            memcpy(to + 2 * sizeof a, &c, sizeof a);                                               \
            memcpy(to + 3 * sizeof a, &d, sizeof a);                                               \
        }                                                                                          \
        for (; count > 0; count--, at += stride, to += sizeof a)                                   \
            memcpy(to, from + at, sizeof a);                                                       \
    }
GATHER(1, uint8_t)
GATHER(2, uint16_t)
GATHER(4, uint32_t)
GATHER(8, uint64_t)
GATHER(16, struct pair)
#undef GATHER

static void gather(unsigned char *to, const unsigned char *from, int64_t stride, uint64_t count,
                   size_t itemsize)
{
    switch (itemsize) {
    case 1:
        gather_1(to, from, stride, count);
        break;
    case 2:
        gather_2(to, from, stride, count);
        break;
    case 4:
        gather_4(to, from, stride, count);
        break;
    case 8:
        gather_8(to, from, stride, count);
        break;
    case 16:
        gather_16(to, from, stride, count);
        break;
    default:
        for (int64_t at = 0; count > 0; count--, at += stride, to += itemsize)
            memcpy(to, from + at, itemsize);
    }
}

// Gathers count elements of one run, through windows of the store.
static bool gather_run(struct blocks *blocks, uint64_t offset, int64_t stride, uint64_t count,
                       unsigned char *to, struct error *error)
{
    struct store *store = blocks->view->store;
    size_t itemsize = (size_t)view_itemsize(blocks->view);
    uint64_t step = stride < 0 ? (uint64_t)0 - (uint64_t)stride : (uint64_t)stride;

    bool far = step > FAR_APART && !store_lends_all(store);

    while (count > 0) {
        // As many elements as one window may hold, from the lowest of them on.
        uint64_t piece = step == 0 ? count : far ? 1 : (STORE_WINDOW - 1) / step + 1;
        struct error ignored = {0};
        size_t lent = 0;

        if (piece > count)
            piece = count;
        uint64_t width = (piece - 1) * step + itemsize;
        uint64_t low = stride < 0 ? offset - (piece - 1) * step : offset;
        const unsigned char *bytes =
            far ? NULL : store_borrow(store, low, (size_t)width, &lent, &ignored);
        if (bytes == NULL || lent < width) {
            // A window that is too short, or has a gap: one element at a time always works.
            piece = 1;
            if (!store_read(store, offset, to, itemsize, error))
                return false;
        } else {
            gather(to, bytes + (offset - low), stride, piece, itemsize);
        }
        to += piece * itemsize;
        offset += piece * (uint64_t)stride;
        count -= piece;
    }
    return true;
}

// Gathers elements up to a block's size, over as many runs as the flags allow.
static bool gather_block(struct blocks *blocks, uint64_t left, struct block *block,
                         struct error *error)
{
    const struct view *view = blocks->view;
    uint64_t itemsize = view_itemsize(view);
    uint64_t wanted = BLOCK_BYTES / itemsize;
    uint64_t bytes;

    if (wanted < blocks->granule)
        wanted = blocks->granule;
    wanted = whole_granules(blocks, wanted ? wanted : 1, left);
    if (!mul_u64(wanted, itemsize, &bytes) || bytes > SIZE_MAX)
        return fail_memory(error);
    if (!memory_grow(&blocks->scratch.bytes, &blocks->scratch.capacity, (size_t)bytes, 1, error))
        return false;
    uint64_t first = blocks->index;
    uint64_t done = 0;
    while (done < wanted) {
        uint64_t run = left_in_run(blocks);
        uint64_t piece = run < wanted - done ? run : wanted - done;
        unsigned char *to = blocks->scratch.bytes + done * itemsize;

        if (!(blocks->boxed
                  ? box_read(&blocks->box, view, blocks->index, wanted - done, to, &piece, error)
                  : gather_run(blocks, view_offset_of(view, blocks->index), run_stride(blocks),
                               piece, to, error)))
            return false;
        done += piece;
        blocks->index += piece;
    }
    blocks->index = first;
    *block = (struct block){.bytes = blocks->scratch.bytes, .count = wanted};
    return true;
}

void (*blocks_watch)(const struct blocks *blocks);

bool blocks_next(struct blocks *blocks, struct block *block, struct error *error)
{
    const struct view *view = blocks->view;
    uint64_t left = blocks->count - blocks->index;
    bool found = false;

    *block = (struct block){.index = blocks->index};
    if (left == 0)
        return true;
    if (blocks_watch != NULL)
        blocks_watch(blocks);
    uint64_t offset = view_offset_of(view, blocks->index);
    if (view->open && !reach_stream(blocks, offset, &left, error))
        return false;
    if (left == 0)
        return true;
    if ((blocks->flags & BLOCKS_BY_RUN) && left > left_in_run(blocks))
        left = left_in_run(blocks);

    if ((blocks->flags & BLOCKS_GAPS) && blocks->contiguous) {
        if (!pass_gaps(blocks, &offset, &left, error))
            return false;
        block->index = blocks->index;
        if (left == 0)
            return true;
    }
    bool direct =
        blocks->contiguous || ((blocks->flags & BLOCKS_BY_RUN) && is_run_contiguous(view));
    if (direct && (blocks->flags & BLOCKS_HOLES) &&
        !next_hole(blocks, offset, left, block, &found, error))
        return false;
    if (!found && !(direct ? borrow_block(blocks, offset, left, block, error)
                           : gather_block(blocks, left, block, error)))
        return false;
    block->index = blocks->index;
    block->offset = offset;
    block->stride = run_stride(blocks);
    blocks->index += block->count;
    return true;
}

bool view_pack(const struct view *view, struct bytes *to, struct error *error)
{
    struct blocks blocks;
    struct block block;
    bool good = true;

    blocks_open(&blocks, view, 0, 1);
    while (good && (good = blocks_next(&blocks, &block, error)) && block.count > 0)
        good = bytes_append(to, block.bytes, (size_t)(block.count * view_itemsize(view)), error);
    blocks_close(&blocks);
    return good;
}
