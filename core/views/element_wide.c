// Wide characters (u, w, char16_t, wchar_t) as text in each notation.
#include "base/printable.h"
#include "views/element_inner.h"

#include <string.h>

#define MOST_POINT 0x10ffffu

static uint32_t unit_at(const struct type *type, const unsigned char *bytes, uint64_t i)
{
    unsigned char host[SCALAR_BYTES];

    element_host_order(type, bytes + i * type->size, host);
    return (uint32_t)integer_of_bytes(host, (size_t)type->size, false).low;
}

uint32_t wide_next(const struct type *type, const unsigned char *bytes, uint64_t count, uint64_t *i)
{
    uint32_t point = unit_at(type, bytes, (*i)++);

    if (type->size != 2 || point >> 10 != 0x36 || *i == count)
        return point;
    uint32_t low = unit_at(type, bytes, *i);
    if (low >> 10 != 0x37)
        return point;
    ++*i;
    return 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff);
}

static void write_python(struct sink *to, uint32_t point, char quote)
{
    static const char named[] = "\nn\rr\tt\\\\";
    const char *name = point != 0 && point < 0x80 ? strchr(named, (int)point) : NULL;
    char text[4];

    if (point == (unsigned char)quote || (name != NULL && (point < ' ' || point == '\\'))) {
        sink_byte(to, '\\');
        sink_byte(to, point == (unsigned char)quote ? quote : point == '\\' ? '\\' : name[1]);
    } else if (point_printable(point)) {
        sink_write(to, text, utf8_encode(point, text));
    } else {
        sink_printf(to, point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
    }
}

// Python's repr of a str: single quotes, or double ones where the text holds ' and no ".
static void print_python(struct sink *to, const struct type *type, const unsigned char *bytes,
                         uint64_t count)
{
    bool single = false, twice = false;

    for (uint64_t i = 0; i < count; i++) {
        uint32_t unit = unit_at(type, bytes, i);

        single = single || unit == '\'';
        twice = twice || unit == '"';
    }
    char quote = single && !twice ? '"' : '\'';
    sink_byte(to, quote);
    for (uint64_t i = 0; i < count && sink_ok(to);)
        write_python(to, wide_next(type, bytes, count, &i), quote);
    sink_byte(to, quote);
}

static void write_json(struct sink *to, uint32_t point)
{
    if (point > MOST_POINT)
        point = 0xfffd;
    if (point >= ' ' && point < 0x7f && point != '"' && point != '\\')
        sink_byte(to, (char)point);
    else if (point < 0x10000)
        sink_printf(to, "\\u%04x", point);
    else
        sink_printf(to, "\\u%04x\\u%04x", 0xd800 + ((point - 0x10000) >> 10),
                    0xdc00 + (point & 0x3ff));
}

// Inside L"…", U"…" or u"…". Octal and universal names end by themselves; a \x would go on with the
// digits behind it, so the literal is closed and opened again.
static void write_c(struct sink *to, uint32_t point, const char *prefix)
{
    if (point >= ' ' && point < 0x7f && point != '"' && point != '\\' && point != '?')
        sink_byte(to, (char)point);
    else if (point < 0x200)
        sink_printf(to, "\\%03o", point);
    else if (point <= MOST_POINT && (point < 0xd800 || point > 0xdfff))
        sink_printf(to, point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
    else
        sink_printf(to, "\\x%x\" %s\"", point, prefix);
}

static void write_values(struct sink *to, uint32_t point, enum escape_style style)
{
    char text[4];
    size_t n = utf8_encode(point, text);

    if (n > 0)
        escape_write(to, text, n, style);
    else
        sink_printf(to, point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
}

// Values between the quotes that the notation has for text or for a character.
static void print_values(struct sink *to, const struct type *type, const unsigned char *bytes,
                         uint64_t count, bool inside, bool is_text)
{
    const struct notation_row *row = notation_row(NOTATION_VALUES);
    const char *const *quotes = is_text ? row->text : row->character;
    enum escape_style style = !inside ? ESCAPE_BARE : is_text ? row->text_style : row->char_style;

    sink_text(to, inside ? quotes[0] : "");
    for (uint64_t i = 0; i < count && sink_ok(to);)
        write_values(to, wide_next(type, bytes, count, &i), style);
    sink_text(to, inside ? quotes[1] : "");
}

// What stands in front of a C literal of that element type.
static const char *literal_prefix(const struct type *type)
{
    if (type->size == 2)
        return "u";
    return type->name != NULL && strcmp(type->name, "char32_t") == 0 ? "U" : "L";
}

void wide_print(struct sink *to, const struct type *type, const unsigned char *bytes,
                uint64_t count, const struct style *style, bool inside, bool is_text)
{
    const char *prefix = literal_prefix(type);

    while (is_text && count > 0 && unit_at(type, bytes, count - 1) == 0)
        count--;
    switch (style->notation) {
    case NOTATION_VALUES:
        print_values(to, type, bytes, count, inside, is_text);
        return;
    case NOTATION_LIST:
        print_python(to, type, bytes, count);
        return;
    case NOTATION_JSON:
        if (!is_text && unit_at(type, bytes, 0) > MOST_POINT) { // no character: its number
            sink_printf(to, "%u", unit_at(type, bytes, 0));
            return;
        }
        sink_byte(to, '"');
        for (uint64_t i = 0; i < count && sink_ok(to);)
            write_json(to, wide_next(type, bytes, count, &i));
        sink_byte(to, '"');
        return;
    case NOTATION_C:
        if (!is_text) {
            sink_printf(to, "%#x", unit_at(type, bytes, 0));
            return;
        }
        sink_printf(to, "%s\"", prefix);
        for (uint64_t i = 0; i < count && sink_ok(to);)
            write_c(to, wide_next(type, bytes, count, &i), prefix);
        sink_byte(to, '"');
        return;
    }
}
