// Rows of a dump: cut from blocks, repeated ones squeezed.
#include "forms/rows.h"

#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

enum {
    ZERO_BYTES = 64 * 1024, // what a hole is written from, at least two rows
    RUN_ROWS = 512          // rows compared at once, and still in the nearest cache when written
};

bool rows_elements(const struct form_options *options, uint64_t usual, uint64_t itemsize,
                   uint64_t *elements, struct error *error)
{
    uint64_t width = options->width ? options->width : usual;

    if (width > FORM_WIDTH)
        return fail(error, STATUS_USAGE, "a row of %llu bytes is too wide: at most %d",
                    (unsigned long long)width, (int)FORM_WIDTH);
    *elements = itemsize == 0 || itemsize > width ? 1 : width / itemsize;
    return true;
}

static size_t itemsize(const struct rows *rows)
{
    return (size_t)view_itemsize(rows->view);
}

static bool is_last(const struct rows *rows, const unsigned char *bytes, uint64_t count)
{
    return rows->last_count == count &&
           memcmp(rows->last, bytes, (size_t)count * itemsize(rows)) == 0;
}

static void keep(struct rows *rows, const unsigned char *bytes, uint64_t count)
{
    rows->starred = false;
    rows->last_count = count;
    memcpy(rows->last, bytes, (size_t)count * itemsize(rows));
}

static void star(struct rows *rows)
{
    if (!rows->starred)
        sink_text(rows->to, "*\n");
    rows->starred = true;
}

static void whole_rows(struct rows *rows, const unsigned char *bytes, uint64_t count,
                       uint64_t offset, uint64_t step)
{
    size_t size = (size_t)rows->elements * itemsize(rows);
    uint64_t done = 0;

    while (done < count && sink_ok(rows->to)) {
        const unsigned char *at = bytes + done * size;
        uint64_t n = count - done;

        if (rows->squeeze && is_last(rows, at, rows->elements)) {
            star(rows);
            n = hex_same_rows(at, (size_t)n, rows->last, size);
        } else {
            if (rows->squeeze)
                n = hex_different_rows(at, (size_t)(n < RUN_ROWS ? n : RUN_ROWS), size);
            rows->write_rows(rows, at, n, offset + done * step, step);
            if (rows->squeeze)
                keep(rows, at + (n - 1) * size, rows->elements);
        }
        done += n;
        rows->index += n * rows->elements;
    }
}

static void short_row(struct rows *rows, const unsigned char *bytes, uint64_t count,
                      uint64_t offset)
{
    if (rows->squeeze && is_last(rows, bytes, count)) {
        star(rows);
    } else {
        rows->write_row(rows, bytes, count, offset);
        if (rows->squeeze)
            keep(rows, bytes, count);
    }
    rows->index += count;
}

static void data_block(struct rows *rows, const struct block *block)
{
    uint64_t whole = block->count / rows->elements, rest = block->count % rows->elements;
    uint64_t step = rows->elements * (uint64_t)block->stride;

    whole_rows(rows, block->bytes, whole, block->offset, step);
    if (rest > 0)
        short_row(rows, block->bytes + whole * rows->elements * itemsize(rows), rest,
                  block->offset + whole * step);
}

// Zeroes without end: squeezed, all rows behind the second are passed at once.
static bool hole_block(struct rows *rows, const struct block *block, struct error *error)
{
    size_t size = (size_t)rows->elements * itemsize(rows);
    uint64_t most = size < ZERO_BYTES / 2 ? ZERO_BYTES / size : 2;
    uint64_t whole = block->count / rows->elements, done = 0;
    uint64_t step = rows->elements * (uint64_t)block->stride;
    unsigned char *zeroes = memory_new((size_t)most, size, error);

    if (zeroes == NULL)
        return false;
    while (done < whole && sink_ok(rows->to)) {
        uint64_t n = whole - done < most ? whole - done : most;

        whole_rows(rows, zeroes, n, block->offset + done * step, step);
        done += n;
        if (rows->squeeze) {
            rows->index += (whole - done) * rows->elements;
            done = whole;
        }
    }
    if (block->count % rows->elements > 0)
        short_row(rows, zeroes, block->count % rows->elements, block->offset + whole * step);
    free(zeroes);
    return true;
}

static bool all_blocks(struct rows *rows, struct error *error)
{
    struct blocks blocks;
    struct block block;
    bool good;

    blocks_open(&blocks, rows->view, BLOCKS_BY_RUN | BLOCKS_HOLES, rows->elements);
    while ((good = blocks_next(&blocks, &block, error)) && block.count > 0 && sink_ok(rows->to)) {
        rows->end = block.offset + (block.count - 1) * (uint64_t)block.stride + itemsize(rows);
        rows->index = block.index;
        if (block.bytes != NULL)
            data_block(rows, &block);
        else if (!(good = hole_block(rows, &block, error)))
            break;
    }
    blocks_close(&blocks);
    return good;
}

bool rows_write(struct rows *rows, struct error *error)
{
    rows->index = 0;
    rows->end = rows->view->offset;
    rows->starred = false;
    rows->last_count = 0;
    rows->last = NULL;
    if (rows->squeeze) {
        rows->last = memory_new((size_t)rows->elements, itemsize(rows), error);
        if (rows->last == NULL)
            return false;
    }
    bool good = all_blocks(rows, error);
    // A stream may have ended before the view began.
    if (rows->view->open && rows->end > rows->view->store->size)
        rows->end = rows->view->store->size;
    free(rows->last);
    return good;
}
