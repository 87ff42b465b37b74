// layout -o json: what programs want to know of a type.
#include "forms/layout.h"

#include "base/escape.h"

#include <string.h>

void layout_type(struct sink *to, const struct type *type)
{
    type_c(to, type->kind == TYPE_BITS ? type->target : type, NULL, false);
}

static void write_string(struct sink *to, const char *text, size_t length)
{
    sink_byte(to, '"');
    escape_json_name(to, text, length);
    sink_byte(to, '"');
}

// A type's C spelling as a string.
static void write_type(struct sink *to, const struct type *type, bool whole)
{
    struct sink text;

    sink_open(&text, -1);
    if (whole)
        type_c(&text, type, NULL, true);
    else
        layout_type(&text, type);
    write_string(to, text.text, text.used);
    sink_fail(to, text.failed);
    sink_close(&text);
}

static void write_field(struct sink *to, const struct place *place)
{
    unsigned long long offset = place->start / 8;

    sink_text(to, "{\"name\": ");
    write_string(to, place->name, strlen(place->name));
    sink_text(to, ", \"type\": ");
    write_type(to, place->type, false);
    sink_printf(to, ", \"offset\": %llu, \"size\": %llu", offset,
                (unsigned long long)place->type->size);
    if (place->type->kind == TYPE_BITS)
        sink_printf(to, ", \"bit_offset\": %llu, \"bits\": %llu", (unsigned long long)place->start,
                    (unsigned long long)place->bits);
    sink_byte(to, '}');
}

static void write_layout(struct sink *to, const struct type *type, const struct holes *holes)
{
    const char *comma = "";

    sink_text(to, "{\"type\": ");
    write_type(to, type, true);
    sink_printf(to, ", \"size\": %llu, \"align\": %llu, \"padding\": %llu, \"fields\": [",
                (unsigned long long)type->size, (unsigned long long)type->align,
                (unsigned long long)holes->padding);
    for (size_t i = 0; i < holes->count && type_is_record(type); i++) {
        if (holes->places[i].kind != PLACE_FIELD)
            continue;
        sink_text(to, comma);
        write_field(to, &holes->places[i]);
        comma = ", ";
    }
    sink_text(to, "]}\n");
}

bool layout_json(struct sink *to, const struct type *const *types, const struct holes *holes,
                 size_t count, bool color, struct error *error)
{
    (void)color;
    (void)error;
    for (size_t i = 0; i < count && sink_ok(to); i++)
        write_layout(to, types[i], &holes[i]);
    return true;
}
