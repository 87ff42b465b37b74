// Rows before and after a write.
#include "diff.h"

#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

enum { DIFF_WIDTH = 16 };

bool diff_before(struct diff *diff, const struct view *view, uint64_t width, struct error *error)
{
    struct store *store = view->store;
    uint64_t low, high;

    diff->width = width ? width : DIFF_WIDTH;
    if (!view_range(view, &low, &high))
        return true;
    low -= low % diff->width;
    if (low < store->start)
        low = store->start;
    uint64_t tail = high % diff->width;
    uint64_t end = store->start + store->size;
    high = tail == 0 || end - high < diff->width - tail ? (tail == 0 ? high : end)
                                                        : high + diff->width - tail;
    if (high - low > SIZE_MAX)
        return fail_memory(error);
    diff->start = low;
    diff->store = store_ref(store);
    return bytes_append(&diff->before, NULL, (size_t)(high - low), error) &&
           store_read(store, low, diff->before.bytes, (size_t)(high - low), error);
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

bool diff_after(const struct diff *diff, struct sink *to, struct error *error)
{
    size_t n = diff->before.used;
    size_t width = (size_t)diff->width;

    if (n == 0)
        return true;
    unsigned char *row = memory_new(width, 1, error);
    if (row == NULL)
        return false;
    bool good = true;
    for (size_t at = 0; good && at < n; at += width) {
        size_t piece = n - at < width ? n - at : width;
        const unsigned char *old = diff->before.bytes + at;

        good = store_read(diff->store, diff->start + at, row, piece, error);
        if (good && memcmp(row, old, piece) != 0) {
            write_row(to, "- ", old, piece, diff, diff->start + at);
            write_row(to, "+ ", row, piece, diff, diff->start + at);
            write_marks(to, old, row, piece, diff->start + at);
        }
    }
    free(row);
    return good;
}

void diff_clear(struct diff *diff)
{
    store_unref(diff->store);
    free(diff->before.bytes);
}
