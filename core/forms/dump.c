// dump: bytes as `hexdump -C` prints them, elements in columns behind the same offset; and xxd.
//
// A row of elements is the offset, two blanks, and the elements right-aligned to the width of their
// type with a blank between two, as od -t has them. Records stand one a row.
#include "base/hex.h"
#include "forms/rows.h"

#include <stdlib.h>
#include <string.h>

// ---- bytes

// A layout of hex lines; the rows of the table are hexdump's and xxd's.
struct layout {
    char *(*rows)(char *to, const unsigned char *from, size_t rows, uint64_t offset);
    char *(*line)(char *to, const unsigned char *from, size_t n, size_t width, uint64_t offset);
    unsigned per_byte, group; // as in color_line
    unsigned behind;          // characters behind the text
};

enum form_bytes { BYTES_DUMP, BYTES_XXD };

static const struct layout layouts[] = {
    [BYTES_DUMP] = {hex_dump_rows, hex_dump_line, 3, 8, 2},
    [BYTES_XXD] = {hex_xxd_rows, hex_xxd_line, 2, 2, 1},
};

// Rows of bytes and how they are laid out.
struct byte_rows {
    struct rows rows;
    const struct layout *layout;
};

// One line; whole rows of the usual width by the kernel.
static char *put_line(struct rows *rows, char *to, const unsigned char *bytes, uint64_t n,
                      uint64_t offset)
{
    const struct layout *layout = ((struct byte_rows *)rows)->layout;

    if (n == 16 && rows->elements == 16)
        return layout->rows(to, bytes, 1, offset);
    return layout->line(to, bytes, (size_t)n, (size_t)rows->elements, offset);
}

static void write_byte_row(struct rows *rows, const unsigned char *bytes, uint64_t n,
                           uint64_t offset)
{
    const struct layout *layout = ((struct byte_rows *)rows)->layout;
    char text[4 * FORM_WIDTH + FORM_WIDTH / 8 + HEX_DUMP_LINE];

    if (!rows->options->color) {
        char *to = sink_reserve(rows->to, hex_line_room((size_t)rows->elements));
        sink_advance(rows->to, (size_t)(put_line(rows, to, bytes, n, offset) - to));
        return;
    }
    size_t length = (size_t)(put_line(rows, text, bytes, n, offset) - text);
    struct color_line line = {.text = text,
                              .length = length,
                              .bytes = bytes,
                              .n = (size_t)n,
                              .first = hex_offset_digits(offset) + 2,
                              .per_byte = layout->per_byte,
                              .group = layout->group,
                              .chars = length - layout->behind - (size_t)n};
    color_write(rows, &line);
}

static void write_byte_rows(struct rows *rows, const unsigned char *bytes, uint64_t count,
                            uint64_t offset, uint64_t step)
{
    const struct layout *layout = ((struct byte_rows *)rows)->layout;
    bool kernel = rows->elements == 16 && step == 16 && !rows->options->color;
    uint64_t first = rows->index;

    for (uint64_t done = 0; done < count && sink_ok(rows->to);) {
        const unsigned char *at = bytes + done * rows->elements;
        uint64_t n = kernel ? SINK_RESERVE / HEX_DUMP_LINE : 1;

        if (n > count - done)
            n = count - done;
        if (kernel) {
            char *to = sink_reserve(rows->to, (size_t)n * HEX_DUMP_LINE);
            char *end = layout->rows(to, at, (size_t)n, offset + done * step);
            sink_advance(rows->to, (size_t)(end - to));
        } else {
            rows->index = first + done * rows->elements;
            write_byte_row(rows, at, rows->elements, offset + done * step);
        }
        done += n;
    }
    rows->index = first;
}

// ---- elements

enum { TEXTS_LEAST = 1024 }; // elements that pay for making the texts

// Rows of elements, and the texts of those of one byte once there are many.
struct element_rows {
    struct rows rows;
    bool asked, aligned; // whether the texts were asked for, and are there
    struct aligned_texts texts;
};

static struct style style_of(const struct rows *rows)
{
    return (struct style){
        .notation = NOTATION_VALUES, .radix = rows->options->radix, .color = rows->options->color};
}

static void write_element_row(struct rows *rows, const unsigned char *bytes, uint64_t n,
                              uint64_t offset)
{
    const struct style style = style_of(rows);
    char *to = sink_reserve(rows->to, 32), *end = hex_offset(to, offset);

    memcpy(end, "  ", 2);
    sink_advance(rows->to, (size_t)(end + 2 - to));
    elements_print_aligned(rows->to, rows->view->type, bytes, n, rows->width, &style);
    sink_byte(rows->to, '\n');
}

// False where a row is too long for it.
static bool write_row_of_texts(struct rows *rows, const struct aligned_texts *texts,
                               const unsigned char *bytes, uint64_t offset)
{
    if (rows->elements > SINK_RESERVE / ALIGNED_ROOM - ALIGNED_ROOM)
        return false;
    char *start = sink_reserve(rows->to, SINK_RESERVE), *to = hex_offset(start, offset);

    *to++ = ' ';
    for (uint64_t i = 0; i < rows->elements; i++, to += texts->length)
        memcpy(to, texts->texts[bytes[i]], ALIGNED_ROOM);
    *to++ = '\n';
    sink_advance(rows->to, (size_t)(to - start));
    return true;
}

static void write_element_rows(struct rows *rows, const unsigned char *bytes, uint64_t count,
                               uint64_t offset, uint64_t step)
{
    struct element_rows *own = (struct element_rows *)rows;
    uint64_t size = rows->elements * view_itemsize(rows->view);

    if (!own->asked && count >= TEXTS_LEAST / rows->elements) {
        const struct style style = style_of(rows);

        own->asked = true;
        own->aligned = element_align_texts(&own->texts, rows->view->type, rows->width, &style);
    }
    for (uint64_t i = 0; i < count && sink_ok(rows->to); i++) {
        const unsigned char *row = bytes + i * size;

        if (!own->aligned || !write_row_of_texts(rows, &own->texts, row, offset + i * step))
            write_element_row(rows, row, rows->elements, offset + i * step);
    }
}

// ---- forms

// hexdump's last line: where the last element ends. Nothing for nothing at offset 0.
static void write_end(struct rows *rows)
{
    char digits[16];

    if (rows->end == 0)
        return;
    sink_write(rows->to, digits, (size_t)(hex_offset(digits, rows->end) - digits));
    sink_byte(rows->to, '\n');
}

static bool write_bytes(struct sink *to, const struct view *view,
                        const struct form_options *options, enum form_bytes kind,
                        struct error *error)
{
    struct byte_rows own = {.rows = {.to = to,
                                     .view = view,
                                     .options = options,
                                     .squeeze = kind == BYTES_DUMP && !options->verbose,
                                     .write_rows = write_byte_rows,
                                     .write_row = write_byte_row},
                            .layout = &layouts[kind]};
    struct rows *rows = &own.rows;

    if (!rows_elements(options, 16, 1, &rows->elements, error))
        return false;
    bool good = (!options->color || color_open(rows, error)) && rows_write(rows, error);
    if (good && kind == BYTES_DUMP)
        write_end(rows);
    free(rows->colors);
    return good;
}

static bool is_sequence(const struct type *type)
{
    return type->kind == TYPE_ARRAY || type->kind == TYPE_PASCAL;
}

bool form_dump(struct sink *to, const struct view *view, const struct form_options *options,
               struct error *error)
{
    struct element_rows own = {.rows = {.to = to,
                                        .view = view,
                                        .options = options,
                                        .squeeze = !options->verbose,
                                        .write_rows = write_element_rows,
                                        .write_row = write_element_row,
                                        .width = element_width(view->type, options->radix)}};
    struct rows *rows = &own.rows;

    if (type_is_bytes(view->type))
        return write_bytes(to, view, options, BYTES_DUMP, error);
    if (!rows_elements(options, 16, view_itemsize(view), &rows->elements, error))
        return false;
    if (rows->width == 0)
        rows->elements = 1;
    if ((rows->elements == 1 || view_count(view) == 1) && is_sequence(view->type))
        rows->width = 0; // alone in its row, it starts it
    if (!rows_write(rows, error))
        return false;
    write_end(rows);
    return true;
}

bool form_xxd(struct sink *to, const struct view *view, const struct form_options *options,
              struct error *error)
{
    struct view bytes;

    if (!view_as_bytes(&bytes, view, error))
        return false;
    bool good = write_bytes(to, &bytes, options, BYTES_XXD, error);
    view_drop(&bytes);
    return good;
}
