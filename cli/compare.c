// Two views row by row.
#include "compare.h"

#include "base/hex.h"
#include "views/blocks.h"
#include "views/element.h"

#include <string.h>

enum { ROW_BYTES = 16, MOST_BYTES = 64, ZEROES = 1 << 16 };

static const unsigned char zeroes[ZEROES]; // what a hole holds

// Rows of a view, one after the other.
struct rows {
    struct blocks blocks;
    struct block block;
    uint64_t used; // elements of the block
};

static void rows_open(struct rows *rows, const struct view *view, unsigned flags, uint64_t granule)
{
    if (granule <= ZEROES / view_itemsize(view))
        flags |= BLOCKS_HOLES;
    *rows = (struct rows){0};
    blocks_open(&rows->blocks, view, flags, granule);
}

static uint64_t rows_left(const struct rows *rows)
{
    return rows->block.count - rows->used;
}

// Makes sure that elements are there, if any are left in the view.
static bool rows_fill(struct rows *rows, struct error *error)
{
    if (rows_left(rows) > 0)
        return true;
    rows->used = 0;
    return blocks_next(&rows->blocks, &rows->block, error);
}

static bool is_hole(const struct rows *rows)
{
    return rows->block.bytes == NULL;
}

static const unsigned char *rows_at(const struct rows *rows)
{
    if (is_hole(rows))
        return zeroes;
    return rows->block.bytes + rows->used * view_itemsize(rows->blocks.view);
}

// Elements that can be compared with those of the other: of a hole beside data as many as there
// are zeroes for.
static uint64_t rows_common(const struct rows *rows, const struct rows *other)
{
    uint64_t left = rows_left(rows), room = ZEROES / view_itemsize(rows->blocks.view);

    return is_hole(rows) && !is_hole(other) && left > room ? room : left;
}

static uint64_t rows_index(const struct rows *rows)
{
    return rows->block.index + rows->used;
}

struct comparison {
    struct sink *to;
    struct rows left, right;
    uint64_t per_row;
    uint64_t line; // elements of the last dimension, which no row crosses
    struct style style;
    struct sink texts[2]; // of the rows that differ
};

// Whether count elements are equal, from that one on of both blocks.
static bool are_equal(const struct comparison *comparison, uint64_t from, uint64_t count)
{
    const struct type *a = comparison->left.blocks.view->type;
    const struct type *b = comparison->right.blocks.view->type;

    return elements_equal(a, rows_at(&comparison->left) + from * a->size, b,
                          rows_at(&comparison->right) + from * b->size, count);
}

// Of elements from here on, those of whole rows.
static uint64_t whole_rows(const struct comparison *comparison, uint64_t count)
{
    uint64_t end = rows_index(&comparison->left) + count;
    uint64_t torn = end % comparison->line % comparison->per_row;

    return torn < count ? count - torn : 0;
}

// Elements of whole rows that are equal from here on, perhaps not all of them: in strides that
// double, so that each element is looked at a few times at most.
static uint64_t count_equal(const struct comparison *comparison, uint64_t common)
{
    uint64_t stride = comparison->per_row, done = 0;

    if (is_hole(&comparison->left) && is_hole(&comparison->right) && are_equal(comparison, 0, 1))
        return whole_rows(comparison, common);
    for (; stride <= common - done && are_equal(comparison, done, stride); stride *= 2)
        done += stride;
    return whole_rows(comparison, done);
}

// How much of the row that starts here is there.
static uint64_t row_length(const struct comparison *comparison, const struct rows *rows)
{
    uint64_t left = rows_left(rows), row = comparison->per_row;
    uint64_t line = comparison->line - rows_index(rows) % comparison->line;

    if (row > line)
        row = line;
    return left < row ? left : row;
}

// The row as it is printed, without its mark.
static void row_text(struct sink *to, const struct comparison *comparison, const struct rows *rows,
                     uint64_t count)
{
    const struct view *view = rows->blocks.view;
    uint64_t offset = view_offset_of(view, rows_index(rows));
    size_t width = (size_t)comparison->per_row;

    if (type_is_bytes(view->type)) {
        char *line = sink_reserve(to, hex_line_room(width));
        size_t n =
            (size_t)(hex_dump_line(line, rows_at(rows), (size_t)count, width, offset) - line);

        sink_advance(to, line[n - 1] == '\n' ? n - 1 : n);
        return;
    }
    char *digits = sink_reserve(to, 32);
    sink_advance(to, (size_t)(hex_offset(digits, offset) - digits));
    sink_text(to, "  ");
    elements_print(to, view->type, rows_at(rows), count, " ", &comparison->style);
}

// The type and, where there are not many, the bytes: what differs in rows that read alike.
static void row_bytes(struct sink *to, const struct rows *rows, uint64_t count)
{
    const struct type *type = rows->blocks.view->type;
    const unsigned char *bytes = rows_at(rows);
    uint64_t n = count * type->size;

    sink_text(to, "  (");
    type_short(to, type);
    for (uint64_t i = 0; i < n && n <= MOST_BYTES; i++)
        sink_printf(to, i == 0 ? ": %02x" : "%02x", bytes[i]);
    sink_byte(to, ')');
}

static void write_row(struct sink *to, const char *mark, const struct sink *text,
                      const struct rows *rows, uint64_t count, bool alike)
{
    if (count == 0)
        return;
    sink_text(to, mark);
    sink_write(to, text->text, text->used);
    if (alike)
        row_bytes(to, rows, count);
    sink_byte(to, '\n');
}

// The row on the left and that on the right; where they read alike, with their types and bytes.
static void write_rows(struct comparison *comparison, uint64_t a, uint64_t b)
{
    struct sink *to = comparison->to, *left = &comparison->texts[0], *right = &comparison->texts[1];

    left->used = right->used = 0;
    if (a > 0)
        row_text(left, comparison, &comparison->left, a);
    if (b > 0)
        row_text(right, comparison, &comparison->right, b);
    bool alike = a > 0 && b > 0 && left->used == right->used && sink_ok(left) && sink_ok(right) &&
                 memcmp(left->text, right->text, left->used) == 0;
    write_row(to, "- ", left, &comparison->left, a, alike);
    write_row(to, "+ ", right, &comparison->right, b, alike);
    sink_fail(to, left->failed != 0 ? left->failed : right->failed);
}

// Compares as many rows as both blocks hold; the last row of a view may be short.
static void compare_row(struct comparison *comparison, bool *equal)
{
    uint64_t a = rows_common(&comparison->left, &comparison->right);
    uint64_t b = rows_common(&comparison->right, &comparison->left);
    uint64_t common = a < b ? a : b;

    uint64_t equal_ones = count_equal(comparison, common);
    if (equal_ones > 0) {
        comparison->left.used += equal_ones;
        comparison->right.used += equal_ones;
        return;
    }
    a = row_length(comparison, &comparison->left);
    b = row_length(comparison, &comparison->right);
    if (a != b || !are_equal(comparison, 0, a)) {
        write_rows(comparison, a, b);
        *equal = false;
    }
    comparison->left.used += a;
    comparison->right.used += b;
}

static bool same_shape(const struct view *left, const struct view *right)
{
    bool same = left->ndim == right->ndim;

    for (int d = 0; same && d < left->ndim; d++)
        same = left->shape[d] == right->shape[d];
    return same;
}

static bool check_shapes(const struct view *left, const struct view *right, struct error *error)
{
    if ((type_is_bytes(left->type) && type_is_bytes(right->type)) || same_shape(left, right))
        return true;
    char a[160];
    char b[160];
    view_describe(left, a, sizeof a);
    view_describe(right, b, sizeof b);
    return fail(error, STATUS_DATA, "the shapes differ: %s, and %s", a, b);
}

// Rows cross the last dimension of neither view, as in a dump; bytes of other shapes are compared
// as one sequence. Blocks hold whole lines, where a line is not too long for that.
static void open_both(struct comparison *comparison, const struct view *left,
                      const struct view *right)
{
    uint64_t granule = comparison->per_row;
    unsigned flags = 0;

    comparison->line = UINT64_MAX;
    if (left->ndim > 1 && same_shape(left, right))
        comparison->line = left->shape[left->ndim - 1];
    if (comparison->line != UINT64_MAX && comparison->line % granule != 0) {
        if (comparison->line <= ZEROES / view_itemsize(left))
            granule = comparison->line;
        else
            flags = BLOCKS_BY_RUN;
    }
    rows_open(&comparison->left, left, flags, granule);
    rows_open(&comparison->right, right, flags, granule);
}

bool compare_show(struct sink *to, const struct view *left, const struct view *right,
                  uint64_t width, unsigned radix, bool *equal, struct error *error)
{
    uint64_t per_row = (width ? width : ROW_BYTES) / view_itemsize(left);
    struct comparison comparison = {
        .to = to,
        .per_row = per_row ? per_row : 1,
        .style = {.notation = NOTATION_VALUES, .radix = radix},
    };

    if (!check_shapes(left, right, error))
        return false;
    *equal = true;
    for (size_t i = 0; i < 2; i++)
        sink_open(&comparison.texts[i], -1);
    open_both(&comparison, left, right);
    bool good = true;
    while (good && sink_ok(to)) {
        good = rows_fill(&comparison.left, error) && rows_fill(&comparison.right, error);
        if (!good || (rows_left(&comparison.left) == 0 && rows_left(&comparison.right) == 0))
            break;
        compare_row(&comparison, equal);
    }
    blocks_close(&comparison.left.blocks);
    blocks_close(&comparison.right.blocks);
    for (size_t i = 0; i < 2; i++)
        sink_close(&comparison.texts[i]);
    return good;
}
