// Colour between the characters of a dump line; the text stays what it was.
#include "forms/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
    COLOR_RECORD = 1 << 20, // a larger record is not coloured by fields
    COLOR_NONE = 255,       // padding
    COLOR_FIELDS = 240      // fields are counted modulo that
};

// By class, as hexyl has them: NUL, printable, blank, other ASCII, above ASCII.
static const char *class_color(unsigned char byte)
{
    if (byte == 0)
        return "\033[90m";
    if (byte > ' ' && byte < 0x7f)
        return "\033[36m";
    if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
        return "\033[32m";
    return byte < 0x80 ? "\033[35m" : "\033[33m";
}

static const char *color_of(const struct rows *rows, unsigned char byte, uint64_t index)
{
    if (rows->colors == NULL)
        return class_color(byte);
    unsigned char field = rows->colors[index % rows->options->record->size];
    return field == COLOR_NONE ? NULL : element_color(field);
}

// A pen over a line: writes its text up to a place, in the colour that was chosen there.
struct pen {
    struct sink *to;
    const char *text;
    size_t at;
    const char *color; // NULL: none
};

static void pen_to(struct pen *pen, size_t place)
{
    sink_write(pen->to, pen->text + pen->at, place - pen->at);
    pen->at = place;
}

static void pen_color(struct pen *pen, const char *color)
{
    if (pen->color == color)
        return;
    sink_text(pen->to, color != NULL ? color : COLOR_END);
    pen->color = color;
}

void color_write(struct rows *rows, const struct color_line *line)
{
    struct pen pen = {.to = rows->to, .text = line->text};

    for (size_t i = 0; i < line->n; i++) {
        size_t place = line->first + i * line->per_byte + i / line->group;

        if (pen.color != color_of(rows, line->bytes[i], rows->index + i)) {
            pen_to(&pen, place);
            pen_color(&pen, color_of(rows, line->bytes[i], rows->index + i));
        }
        pen_to(&pen, place + 2);
    }
    pen_color(&pen, NULL);
    for (size_t i = 0; i < line->n; i++) {
        pen_to(&pen, line->chars + i);
        pen_color(&pen, color_of(rows, line->bytes[i], rows->index + i));
        pen_to(&pen, line->chars + i + 1);
    }
    pen_color(&pen, NULL);
    pen_to(&pen, line->length);
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
                table[at] = (unsigned char)field;
        field = (field + 1) % COLOR_FIELDS;
    }
    return field;
}

unsigned char *color_table(const struct type *record, struct error *error)
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
