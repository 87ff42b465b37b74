// Writes into views: everything is checked, then packed blocks are scattered.
#include "views/assign.h"

#include "views/blocks.h"
#include "views/element.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SCATTER_BYTES = 64 * 1024,
    BITS_MAX_BYTES = 17 // the most bytes that a bit-field of 128 bits touches
};

static bool same_shape(const struct view *a, const struct view *b)
{
    return a->ndim == b->ndim &&
           memcmp(a->shape, b->shape, (size_t)a->ndim * sizeof a->shape[0]) == 0;
}

// A 0-d view takes a literal of one element, which comes with a dimension. A byte view takes the
// bytes of any literal of its length, and chars take those of a text.
static bool fits(const struct view *left, const struct view *right, bool literal)
{
    if (literal &&
        (type_is_bytes(left->type) || (type_is_char(left->type) && type_is_bytes(right->type))))
        return view_nbytes(left) == view_nbytes(right);
    if (!type_same(left->type, right->type))
        return false;
    return same_shape(left, right) || (literal && left->ndim == 0 && view_count(right) == 1);
}

// Why right does not fit, and what would.
static bool hint_structures(const struct view *left, const struct view *right, struct error *error)
{
    bool same = type_same(left->type, right->type);

    if (!same && !type_is_bytes(left->type) && !type_is_bytes(right->type))
        return error_hint(error, "plain values (without a type) are read as the slice's own type");
    if (view_count(left) != view_count(right) && view_nbytes(left) != view_nbytes(right))
        return error_hint(error,
                          "slice assignment never resizes; give as many elements as the slice has");
    if (same && left->ndim == 0)
        return error_hint(error, "slice 0 of a view is its element, without a dimension");
    if (same)
        return error_hint(error, "cast --shape lays the value out as the slice is");
    return error_hint(error, "cast gives one of them the type of the other");
}

// The structure in words for what stands alone, too.
static void describe(const struct view *view, char *to, size_t size)
{
    size_t used = 0;

    if (view->ndim == 0 && type_is_bytes(view->type)) {
        snprintf(to, size, "one byte");
        return;
    }
    if (view->ndim == 0)
        used = (size_t)snprintf(to, size, "one ");
    view_describe(view, to + used, size - used);
}

bool fail_structures(const struct view *left, const struct view *right, struct error *error)
{
    char lvalue[160];
    char rvalue[160];

    describe(left, lvalue, sizeof lvalue);
    describe(right, rvalue, sizeof rvalue);
    fail(error, STATUS_DATA,
         "lvalue and rvalue have different structures: the slice has %s, the value %s", lvalue,
         rvalue);
    return hint_structures(left, right, error);
}

static bool check_writable(const struct view *view, struct error *error)
{
    if (!view->readonly && !view->store->readonly && view->store->ops->write_at != NULL)
        return true;
    fail(error, STATUS_DATA, "cannot modify read-only memory");
    if (view->store->why_readonly != NULL)
        return error_hint(error, "%s is %s", view->store->name, view->store->why_readonly);
    if (view->readonly && !view->store->readonly)
        return error_hint(error,
                          "--readonly made this view; one that was labelled before it can write");
    return false;
}

// A bit-field shares its bytes with its neighbours, which keep their values.
static bool write_bits(const struct view *view, uint64_t offset, const unsigned char *from,
                       struct error *error)
{
    unsigned char bytes[BITS_MAX_BYTES];
    size_t n = (size_t)view_itemsize(view);
    struct integer value;

    return store_read(view->store, offset, bytes, n, error) &&
           element_integer(view->type, from, &value) &&
           element_set_integer(view->type, bytes, value, (struct span){0}, error) &&
           store_write(view->store, offset, bytes, n, error);
}

static bool write_one(const struct view *view, uint64_t offset, const unsigned char *from,
                      struct error *error)
{
    if (view->type->kind == TYPE_BITS)
        return write_bits(view, offset, from, error);
    return store_write(view->store, offset, from, (size_t)view_itemsize(view), error);
}

// Writes count packed elements from `index` on, where the view says that they lie.
static bool scatter(const struct view *view, uint64_t index, const unsigned char *from,
                    uint64_t count, struct error *error)
{
    size_t itemsize = (size_t)view_itemsize(view);

    if (view_c_contiguous(view) && view->type->kind != TYPE_BITS)
        return store_write(view->store, view->offset + index * itemsize, from,
                           (size_t)count * itemsize, error);
    for (uint64_t i = 0; i < count; i++, from += itemsize) {
        if (!write_one(view, view_offset_of(view, index + i), from, error))
            return false;
    }
    return true;
}

static bool overlap(const struct view *a, const struct view *b)
{
    uint64_t a_low, a_high, b_low, b_high;

    // Two stores may lie over the same memory: an address and the buffer that is there.
    if (a->store != b->store && (a->store->address == NULL || b->store->address == NULL))
        return false;
    if (!view_range(a, &a_low, &a_high) || !view_range(b, &b_low, &b_high))
        return false;
    if (a->store != b->store) {
        uint64_t shift_a = (uint64_t)(uintptr_t)a->store->address - a->store->start;
        uint64_t shift_b = (uint64_t)(uintptr_t)b->store->address - b->store->start;
        a_low += shift_a, a_high += shift_a, b_low += shift_b, b_high += shift_b;
    }
    return a_low < b_high && b_low < a_high;
}

static bool copy_blocks(const struct view *left, const struct view *right, struct error *error)
{
    struct blocks blocks;
    struct block block;
    uint64_t index = 0;
    uint64_t unit = view_itemsize(left);
    bool good = true;

    blocks_open(&blocks, right, 0, 1);
    while (good && (good = blocks_next(&blocks, &block, error)) && block.count > 0) {
        uint64_t count = block.count * view_itemsize(right) / unit;

        good = scatter(left, index, block.bytes, count, error);
        index += count;
    }
    blocks_close(&blocks);
    return good;
}

bool view_assign(const struct view *left, const struct view *right, bool literal,
                 struct error *error)
{
    struct bytes packed = {0};

    if (!fits(left, right, literal))
        return fail_structures(left, right, error);
    if (!check_writable(left, error))
        return false;
    if (view_nbytes(left) == 0)
        return true;
    if (!overlap(left, right))
        return copy_blocks(left, right, error);
    bool good =
        view_pack(right, &packed, error) && scatter(left, 0, packed.bytes, view_count(left), error);
    free(packed.bytes);
    return good;
}

bool view_fill(const struct view *left, const unsigned char *element, struct error *error)
{
    uint64_t itemsize = view_itemsize(left);
    uint64_t count = view_count(left);

    if (!check_writable(left, error))
        return false;
    if (count == 0 || itemsize == 0)
        return true;
    uint64_t piece = itemsize > SCATTER_BYTES ? 1 : SCATTER_BYTES / itemsize;
    if (piece > count)
        piece = count;
    unsigned char *packed = memory_new((size_t)piece, (size_t)itemsize, error);
    if (packed == NULL)
        return false;
    for (uint64_t i = 0; i < piece; i++)
        memcpy(packed + i * itemsize, element, (size_t)itemsize);
    bool good = true;
    for (uint64_t done = 0; good && done < count; done += piece) {
        if (piece > count - done)
            piece = count - done;
        good = scatter(left, done, packed, piece, error);
    }
    free(packed);
    return good;
}
