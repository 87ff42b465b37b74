// Colour between the characters of a dump line; the text stays what it was.
#include "base/hex.h"
#include "forms/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
    COLOR_RECORD = 1 << 20, // a larger record is not coloured by fields
    ESCAPE_LONGEST = 5,     // of those below and of element_color
    ESCAPE_STORED = sizeof((struct color *)0)->escape
};

// The longest line of bytes, with an escape at every digit and character.
_Static_assert(4 * FORM_WIDTH + FORM_WIDTH / 8 + HEX_DUMP_LINE +
                       ESCAPE_LONGEST * (2 * FORM_WIDTH + 4) + ESCAPE_STORED <=
                   SINK_RESERVE,
               "a coloured line fits in what a sink reserves");

// By class, as hexyl has them: NUL, printable, blank, other ASCII, above ASCII.
static const char *const class_colors[COLOR_CLASSES] = {"\033[90m", "\033[36m", "\033[32m",
                                                        "\033[35m", "\033[33m"};
static const unsigned char classes[256] = {
    [0x01 ... 0x08] = 3, [0x09 ... 0x0d] = 2, [0x0e ... 0x1f] = 3, [0x20] = 2,
    [0x21 ... 0x7e] = 1, [0x7f] = 3,          [0x80 ... 0xff] = 4,
};

static const char *escape_of(unsigned color)
{
    if (color == COLOR_NONE)
        return COLOR_END;
    return color < COLOR_CLASSES ? class_colors[color] : element_color(color - COLOR_CLASSES);
}

// The colours of a row's bytes.
static void choose_colors(const struct rows *rows, const struct color_line *line,
                          unsigned char *colors)
{
    if (rows->colors == NULL) {
        for (size_t i = 0; i < line->n; i++)
            colors[i] = classes[line->bytes[i]];
        return;
    }
    uint64_t size = rows->options->record->size, at = rows->index % size;
    for (size_t i = 0; i < line->n; i++) {
        colors[i] = rows->colors[at];
        at = at + 1 == size ? 0 : at + 1;
    }
}

// Where the next character goes, and the colour there.
struct pen {
    char *to;
    unsigned char color;
};

// Changes the colour. The escape is always stored, and counted only where it is another one: what
// the bytes of a file are is hard to foretell, for a processor too.
static inline struct pen pen_color(struct pen pen, const struct color *palette, unsigned char color)
{
    memcpy(pen.to, palette[color].escape, sizeof palette[color].escape);
    pen.to += palette[color].length & -(size_t)(color != pen.color);
    pen.color = color;
    return pen;
}

static inline struct pen pen_text(struct pen pen, const char *text, size_t n)
{
    memcpy(pen.to, text, n);
    pen.to += n;
    return pen;
}

// The digits, from the first ones to the last: what stands behind a byte's has its colour, too.
static struct pen pen_digits(struct pen pen, const struct color_line *line,
                             const struct color *palette, const unsigned char *colors)
{
    const char *at = line->text + line->first;
    size_t n = line->n, per_byte = line->per_byte, mask = line->group - 1;

    for (size_t i = 1; i < n; i++) {
        size_t step = per_byte + ((i & mask) == 0);

        pen = pen_color(pen, palette, colors[i - 1]);
        memcpy(pen.to, at, 4); // more follows: the text
        pen.to += step;
        at += step;
    }
    return pen_text(pen_color(pen, palette, colors[n - 1]), at, 2);
}

static struct pen pen_characters(struct pen pen, const char *text, size_t n,
                                 const struct color *palette, const unsigned char *colors)
{
    for (size_t i = 0; i < n; i++) {
        pen = pen_color(pen, palette, colors[i]);
        *pen.to++ = text[i];
    }
    return pen_color(pen, palette, COLOR_NONE);
}

void color_write(struct rows *rows, const struct color_line *line)
{
    unsigned char colors[FORM_WIDTH];
    size_t n = line->n, digits = n * line->per_byte + (n - 1) / line->group - line->per_byte + 2;
    size_t room = line->length + ESCAPE_LONGEST * (2 * n + 4) + ESCAPE_STORED;
    char *start = sink_reserve(rows->to, room);
    struct pen pen = {.to = start, .color = COLOR_NONE};
    const char *text = line->text, *behind = text + line->first + digits;

    choose_colors(rows, line, colors);
    pen = pen_text(pen, text, line->first);
    pen = pen_digits(pen, line, rows->palette, colors);
    pen = pen_color(pen, rows->palette, COLOR_NONE);
    pen = pen_text(pen, behind, (size_t)(text + line->chars - behind));
    pen = pen_characters(pen, text + line->chars, n, rows->palette, colors);
    pen = pen_text(pen, text + line->chars + n, line->length - line->chars - n);
    sink_advance(rows->to, (size_t)(pen.to - start));
}

// Gives each field's bytes its number; those of anonymous records count as fields of the record
// around them. Returns the number of the next field.
static unsigned number_fields(const struct type *type, unsigned char *table, uint64_t size,
                              unsigned field)
{
    for (size_t i = 0; i < type->member_count; i++) {
        const struct member *member = &type->members[i];
        uint64_t from = member->offset;

        if (member->name == NULL && type_is_record(member->type)) {
            field = number_fields(member->type, table + from, size - from, field);
            continue;
        }
        if (member->name == NULL)
            continue;
        for (uint64_t at = from; at < size && at - from < member->type->size; at++)
            if (table[at] == COLOR_NONE)
                table[at] = (unsigned char)(COLOR_CLASSES + field);
        field = (field + 1) % ELEMENT_COLORS;
    }
    return field;
}

// The colours of a record's bytes; NULL without an error where it is none to colour.
static unsigned char *color_table(const struct type *record, struct error *error)
{
    if (record == NULL || !type_is_record(record) || record->size == 0 ||
        record->size > COLOR_RECORD)
        return NULL;
    unsigned char *table = memory_new((size_t)record->size, 1, error);
    if (table == NULL)
        return NULL;
    memset(table, COLOR_NONE, (size_t)record->size);
    number_fields(record, table, record->size, 0);
    return table;
}

bool color_open(struct rows *rows, struct error *error)
{
    for (unsigned i = 0; i < COLOR_COUNT; i++) {
        const char *escape = escape_of(i);

        rows->palette[i].length = strlen(escape);
        memcpy(rows->palette[i].escape, escape, rows->palette[i].length);
    }
    rows->colors = color_table(rows->options->record, error);
    return error->status == STATUS_OK;
}
