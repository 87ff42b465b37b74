// layout's own form: a table for people, with a map of the bytes below it.
#include "forms/layout.h"

#include "base/escape.h"
#include "views/element.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CACHE_LINE = 64, MAP_ROW = 64, MAP_MAX = 16 * MAP_ROW, NO_FIELD = ELEMENT_COLORS };

// The n-th field's colour, or that of what no field uses (NO_FIELD); the text stays what it was.
static void start_color(struct sink *to, bool color, unsigned n)
{
    if (color)
        sink_text(to, n == NO_FIELD ? "\033[90m" : element_color(n));
}

static void end_color(struct sink *to, bool color)
{
    if (color)
        sink_text(to, COLOR_END);
}

// Widths of the columns; the field's name carries its dimensions, as in `s[3]`.
struct columns {
    int offset, size, name;
};

// ---- columns

// An array that shows its bounds: no typedef, no vector.
static bool is_array(const struct type *type)
{
    return type->kind == TYPE_ARRAY && type->name == NULL && !type->vector;
}

static const struct type *element(const struct type *type)
{
    while (is_array(type))
        type = type->target;
    return type;
}

static void write_name(struct sink *to, const struct place *place)
{
    const struct type *type = place->type;

    escape_write(to, place->name, strlen(place->name), ESCAPE_BARE);
    for (; is_array(type); type = type->target) {
        if (type->flexible)
            sink_text(to, "[]");
        else
            sink_printf(to, "[%llu]", (unsigned long long)type->count);
    }
}

static int digits(uint64_t value)
{
    char text[NUMBER_TEXT];

    return (int)u64_print(text, value);
}

static int widest(int a, int b)
{
    return a > b ? a : b;
}

static struct columns measure(struct sink *to, const struct type *type, const struct holes *holes)
{
    struct columns columns = {
        .offset = widest(3, digits(type->size)), .size = widest(4, digits(type->size)), .name = 5};
    struct sink name;

    sink_open(&name, -1);
    for (size_t i = 0; i < holes->count; i++) {
        name.used = 0;
        if (holes->places[i].kind == PLACE_FIELD)
            write_name(&name, &holes->places[i]);
        if (name.used < 40)
            columns.name = widest(columns.name, (int)name.used);
    }
    sink_fail(to, name.failed);
    sink_close(&name);
    return columns;
}

// ---- rows

static bool in_bits(const struct place *place)
{
    return place->start % 8 != 0 || place->bits % 8 != 0 ||
           (place->kind == PLACE_FIELD && place->type->kind == TYPE_BITS);
}

static void write_start(struct sink *to, const struct place *place, const struct columns *columns)
{
    char bit[8] = "";
    char size[NUMBER_TEXT];

    if (in_bits(place)) {
        snprintf(bit, sizeof bit, ":%u", (unsigned)(place->start % 8));
        snprintf(size, sizeof size, "%llub", (unsigned long long)place->bits);
    } else {
        snprintf(size, sizeof size, "%llu", (unsigned long long)place->bits / 8);
    }
    sink_printf(to, "%*llu%-2s%*s ", columns->offset, (unsigned long long)place->start / 8, bit,
                columns->size, size);
}

static void write_field(struct sink *to, const struct place *place, const struct columns *columns)
{
    struct sink name;

    sink_open(&name, -1);
    write_name(&name, place);
    sink_write(to, name.text, name.used);
    if ((int)name.used < columns->name)
        sink_repeat(to, ' ', (size_t)columns->name - name.used);
    sink_fail(to, name.failed);
    sink_close(&name);
    sink_text(to, "  ");
    layout_type(to, element(place->type));
}

static void write_gap(struct sink *to, const struct place *place)
{
    sink_text(to, place->kind == PLACE_HOLE ? "-- hole (" : "-- padding (");
    escape_write(to, place->why, strlen(place->why), ESCAPE_BARE);
    sink_byte(to, ')');
}

// Says where a cache line begins, once for each.
static void write_line(struct sink *to, const struct place *place, uint64_t *line)
{
    uint64_t here = place->start / 8;
    uint64_t next = here / CACHE_LINE;

    if (next <= *line)
        return;
    *line = next;
    sink_printf(to, "-- cache line %llu", (unsigned long long)next);
    if (here % CACHE_LINE != 0)
        sink_printf(to, " begins %llu bytes before", (unsigned long long)here % CACHE_LINE);
    sink_byte(to, '\n');
}

static void write_table(struct sink *to, const struct type *type, const struct holes *holes,
                        bool color)
{
    const struct columns columns = measure(to, type, holes);
    uint64_t line = 0;
    unsigned fields = 0;

    sink_printf(to, "%*s  %*s %-*s  type\n", columns.offset, "off", columns.size, "size",
                columns.name, "field");
    for (size_t i = 0; i < holes->count && sink_ok(to); i++) {
        const struct place *place = &holes->places[i];

        write_line(to, place, &line);
        bool is_field = place->kind == PLACE_FIELD;
        start_color(to, color, is_field ? fields++ % ELEMENT_COLORS : NO_FIELD);
        write_start(to, place, &columns);
        if (is_field)
            write_field(to, place, &columns);
        else
            write_gap(to, place);
        end_color(to, color);
        sink_byte(to, '\n');
    }
}

// ---- below the table

// A field's letter: the first one of its own name; b where bits share bytes.
static char letter(const struct place *place)
{
    const char *dot = strrchr(place->name, '.');
    unsigned char first = (unsigned char)*(dot == NULL ? place->name : dot + 1);

    if (place->type->kind == TYPE_BITS)
        return 'b';
    return first < 0x80 && isalnum(first) ? (char)toupper(first) : '#';
}

// A byte of the map: its letter, and the colour of its field.
struct cell {
    char letter;
    unsigned char color;
};

// False for a byte that is padding wherever it lies in the type: inside the records of an array,
// too.
static bool is_held(const struct type *type, uint64_t at)
{
    if (type->kind == TYPE_ARRAY && type->target->size > 0)
        return is_held(type->target, at % type->target->size);
    if (!type_is_record(type) || type->member_count == 0)
        return true;
    for (size_t i = 0; i < type->member_count; i++) {
        const struct member *member = &type->members[i];
        bool is_bits = member->type->kind == TYPE_BITS;
        uint64_t start = 8 * member->offset + member->type->bit_offset;
        uint64_t bits = is_bits ? member->type->bits : 8 * member->type->size;

        if (at >= start / 8 && 8 * at < start + bits && is_held(member->type, at - start / 8))
            return true;
    }
    return false;
}

static void fill_map(struct cell *map, size_t size, const struct holes *holes)
{
    size_t fields = 0;

    for (size_t at = 0; at < size; at++)
        map[at] = (struct cell){'.', NO_FIELD};
    for (size_t i = 0; i < holes->count; i++)
        fields += holes->places[i].kind == PLACE_FIELD;
    // Of several fields at a byte the first one is shown.
    for (size_t i = holes->count; i-- > 0;) {
        const struct place *place = &holes->places[i];

        if (place->kind != PLACE_FIELD)
            continue;
        unsigned char color = (unsigned char)(--fields % ELEMENT_COLORS);
        if (place->bits == 0)
            continue;
        for (uint64_t at = place->start / 8; at <= (place->start + place->bits - 1) / 8; at++)
            if (at < size && is_held(place->type, at - place->start / 8))
                map[at] = (struct cell){letter(place), color};
    }
}

static void write_map(struct sink *to, const struct type *type, const struct holes *holes,
                      bool color)
{
    struct cell map[MAP_MAX];
    size_t size = (size_t)type->size;

    if (type->size > MAP_MAX || type->size == 0 || !type_is_record(type))
        return;
    fill_map(map, size, holes);
    for (size_t at = 0; at < size; at++) {
        if (at % MAP_ROW == 0)
            sink_text(to, at == 0 ? "map " : "    ");
        bool row_ends = at + 1 == size || (at + 1) % MAP_ROW == 0;
        if (at % MAP_ROW == 0 || map[at].color != map[at - 1].color)
            start_color(to, color, map[at].color);
        sink_byte(to, map[at].letter);
        if (row_ends || map[at].color != map[at + 1].color)
            end_color(to, color);
        if (row_ends)
            sink_byte(to, '\n');
    }
}

static void write_better(struct sink *to, const struct type *type, const struct type *better)
{
    unsigned long long saved = type->size - better->size;

    sink_text(to, "better order:");
    for (size_t i = 0; i < better->member_count; i++) {
        const struct member *member = &better->members[i];

        sink_byte(to, ' ');
        if (member->name == NULL)
            sink_text(to, member->type->kind == TYPE_UNION ? "(union)" : "(struct)");
        else
            escape_write(to, member->name, strlen(member->name), ESCAPE_BARE);
    }
    sink_printf(to, " (size %llu, saves %llu byte%s)\n", (unsigned long long)better->size, saved,
                saved == 1 ? "" : "s");
}

static void write_spellings(struct sink *to, const struct type *type)
{
    sink_text(to, "C       ");
    if (type_is_bytes(type))
        sink_text(to, scalar_info(type->scalar)->c);
    else
        type_c(to, type, NULL, true);
    sink_text(to, "\nformat  ");
    type_format(to, type);
    if (type_has_short(type)) {
        sink_text(to, "\nshort   ");
        type_short(to, type);
    }
    sink_byte(to, '\n');
}

bool layout_text(struct sink *to, const struct type *const *types, const struct holes *holes,
                 size_t count, bool color, struct error *error)
{
    (void)error;
    for (size_t i = 0; i < count && sink_ok(to); i++) {
        const struct type *type = types[i];

        if (i > 0)
            sink_byte(to, '\n');
        write_table(to, type, &holes[i], color);
        sink_printf(to, "size %llu align %llu padding %llu\n", (unsigned long long)type->size,
                    (unsigned long long)type->align, (unsigned long long)holes[i].padding);
        write_map(to, type, &holes[i], color);
        if (holes[i].better != NULL)
            write_better(to, type, holes[i].better);
        write_spellings(to, type);
    }
    return true;
}
