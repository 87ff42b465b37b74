// Rows before and after a write.
#include "diff.h"

#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

enum {
    DIFF_WIDTH = 16,
    PIECE = 16 * 1024, // bytes read at once
};

// Where the row of an offset starts, and where it ends: in the store.
static uint64_t row_start(const struct diff *diff, uint64_t offset)
{
    uint64_t start = offset - offset % diff->width;

    return start < diff->store->start ? diff->store->start : start;
}

static uint64_t row_end(const struct diff *diff, uint64_t offset)
{
    uint64_t left = diff->width - offset % diff->width;
    uint64_t there = diff->store->start + diff->store->size - offset;

    return offset + (left < there ? left : there);
}

// Keeps the rows that hold the bytes low .. high.
static bool keep_rows(struct diff *diff, uint64_t low, uint64_t high, struct error *error)
{
    unsigned char piece[PIECE];

    if (low >= diff->from && high <= diff->to)
        return true;
    diff->from = row_start(diff, low);
    diff->to = row_end(diff, high - 1);
    for (uint64_t at = diff->from; at < diff->to;) {
        size_t n = diff->to - at < PIECE ? (size_t)(diff->to - at) : PIECE;

        if (!store_read(diff->store, at, piece, n, error) ||
            !overlay_write(&diff->before, at, piece, n, error))
            return false;
        at += n;
    }
    return true;
}

bool diff_before(struct diff *diff, const struct view *view, uint64_t width, struct error *error)
{
    uint64_t count = view_count(view);
    uint64_t itemsize = view_itemsize(view);
    uint64_t low, high;

    diff->width = width ? width : DIFF_WIDTH;
    diff->store = store_ref(view->store);
    if (!view_range(view, &low, &high))
        return true;
    if (view_c_contiguous(view))
        return keep_rows(diff, low, high, error);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t offset = view_offset_of(view, i);

        if (!keep_rows(diff, offset, offset + itemsize, error))
            return false;
    }
    return true;
}

static void write_row(struct sink *to, const char *mark, const unsigned char *row, size_t n,
                      const struct diff *diff, uint64_t offset)
{
    sink_text(to, mark);
    char *line = sink_reserve(to, hex_line_room((size_t)diff->width));
    sink_advance(to, (size_t)(hex_dump_line(line, row, n, (size_t)diff->width, offset) - line));
}

// A line with ^^ under each byte that has changed, in the columns of hexdump's rows.
static void write_marks(struct sink *to, const unsigned char *old, const unsigned char *row,
                        size_t n, uint64_t offset)
{
    char digits[32];
    size_t column = (size_t)(hex_offset(digits, offset) - digits) + 2;
    size_t at = 0;

    sink_text(to, "? ");
    for (size_t i = 0; i < n; i++) {
        size_t place = column + 3 * i + i / 8;

        if (old[i] == row[i])
            continue;
        sink_repeat(to, ' ', place - at);
        sink_text(to, "^^");
        at = place + 2;
    }
    sink_byte(to, '\n');
}

static bool compare_row(const struct diff *diff, uint64_t offset, size_t n, unsigned char *old,
                        struct sink *to, struct error *error)
{
    unsigned char *row = old + n;

    overlay_patch(&diff->before, offset, old, n);
    if (!store_read(diff->store, offset, row, n, error))
        return false;
    if (memcmp(row, old, n) != 0) {
        write_row(to, "- ", old, n, diff, offset);
        write_row(to, "+ ", row, n, diff, offset);
        write_marks(to, old, row, n, offset);
    }
    return true;
}

bool diff_after(const struct diff *diff, struct sink *to, struct error *error)
{
    unsigned char *rows = memory_new((size_t)diff->width, 2, error);
    const unsigned char *bytes;
    uint64_t offset = 0;
    bool good = rows != NULL;
    size_t n;

    while (good && overlay_run(&diff->before, offset, &offset, &bytes, &n)) {
        uint64_t end = row_end(diff, offset);

        good = compare_row(diff, offset, (size_t)(end - offset), rows, to, error);
        offset = end;
    }
    free(rows);
    return good;
}

void diff_clear(struct diff *diff)
{
    store_unref(diff->store);
    overlay_clear(&diff->before);
}
