// Elements to text: one walk over types, written in the notation that a table row describes.
#include "types/cdecl.h"
#include "views/element_inner.h"

#include <string.h>

static const struct notation_row rows[] = {
    [NOTATION_VALUES] = {.record = {"{", "}"},
                         .array = {"{", "}"},
                         .name = {".", " = "},
                         .lone = "",
                         .words = {"false", "true"},
                         .nonfinite = {"", ""},
                         .text = {"\"", "\""},
                         .character = {"'", "'"},
                         .text_style = ESCAPE_DOUBLE,
                         .char_style = ESCAPE_SINGLE,
                         .bare = true,
                         .radix = true,
                         .enum_names = true,
                         .pointer_hex = true},
    [NOTATION_LIST] = {.record = {"(", ")"},
                       .array = {"[", "]"},
                       .lone = ",",
                       .words = {"False", "True"},
                       .nonfinite = {"", ""},
                       .text = {"", ""},
                       .character = {"", ""},
                       .text_style = ESCAPE_PYTHON,
                       .char_style = ESCAPE_PYTHON,
                       .radix = true,
                       .widen = true,
                       .whole_text = true},
    [NOTATION_JSON] = {.record = {"{", "}"},
                       .array = {"[", "]"},
                       .name = {"\"", "\": "},
                       .lone = "",
                       .words = {"false", "true"},
                       .nonfinite = {"\"", "\""},
                       .text = {"\"", "\""},
                       .character = {"\"", "\""},
                       .text_style = ESCAPE_JSON,
                       .char_style = ESCAPE_JSON,
                       .enum_names = true},
    [NOTATION_C] = {.record = {"{", "}"},
                    .array = {"{", "}"},
                    .name = {".", " = "},
                    .lone = "",
                    .words = {"0", "1"},
                    .nonfinite = {"", ""},
                    .text = {"\"", "\""},
                    .character = {"'", "'"},
                    .text_style = ESCAPE_C,
                    .char_style = ESCAPE_C,
                    .one_of_union = true,
                    .pointer_hex = true},
};

const struct notation_row *notation_row(enum notation notation)
{
    return &rows[notation];
}

struct printer {
    struct sink *to;
    const struct style *style;
    const struct notation_row *row;
    unsigned fields; // colored so far
};

// ---- leaves

static void print_character(struct printer *p, const unsigned char *byte, bool inside)
{
    const struct notation_row *row = p->row;
    bool bare = row->bare && !inside;

    if (p->style->notation == NOTATION_LIST) {
        escape_python(p->to, byte, 1);
        return;
    }
    put(p->to, bare ? "" : row->character[0]);
    if (p->style->notation == NOTATION_C && (*byte == '\'' || *byte == '"')) {
        put(p->to, *byte == '"' ? "\"" : "\\'");
    } else {
        escape_write(p->to, byte, 1, bare ? ESCAPE_BARE : row->char_style);
    }
    put(p->to, bare ? "" : row->character[1]);
}

static void print_text(struct printer *p, const struct type *type, const unsigned char *bytes,
                       bool inside)
{
    const struct notation_row *row = p->row;
    bool bare = row->bare && !inside;
    size_t length = (size_t)type->size;

    if (type->kind == TYPE_PASCAL || !row->whole_text)
        bytes = element_text(type, bytes, &length);
    if (p->style->notation == NOTATION_LIST) {
        escape_python(p->to, bytes, length);
        return;
    }
    put(p->to, bare ? "" : row->text[0]);
    escape_write(p->to, bytes, length, bare ? ESCAPE_BARE : row->text_style);
    put(p->to, bare ? "" : row->text[1]);
}

// C has no pascal strings: the array of bytes that it is, length byte and all.
static void print_pascal_c(struct printer *p, const struct type *type, const unsigned char *bytes)
{
    size_t n = (size_t)type->size;

    while (n > 0 && bytes[n - 1] == 0)
        n--;
    put(p->to, p->row->text[0]);
    escape_write(p->to, bytes, n, p->row->text_style);
    put(p->to, p->row->text[1]);
}

static void print_number(struct printer *p, const struct type *type, const unsigned char *bytes)
{
    const char *name = p->row->enum_names ? enum_name(type, bytes) : NULL;

    if (name != NULL) {
        bool quoted = p->style->notation == NOTATION_JSON;

        put(p->to, quoted ? "\"" : "");
        put(p->to, name);
        put(p->to, quoted ? "\"" : "");
        return;
    }
    char *to = sink_reserve(p->to, SCALAR_TEXT);
    sink_advance(p->to, number_print(to, type, bytes, p->style));
}

// ---- records and arrays

static void print(struct printer *p, const struct type *type, const unsigned char *bytes,
                  unsigned depth);

// Names of C are written as they are; a format may have any other.
static void print_plain_name(struct sink *to, const char *name)
{
    size_t n = 0;

    while (is_word_byte((unsigned char)name[n]))
        n++;
    if (name[n] == '\0')
        sink_write(to, name, n);
    else
        escape_write(to, name, strlen(name), ESCAPE_BARE);
}

static void print_name(struct printer *p, const char *name)
{
    if (p->row->name[0] == NULL)
        return;
    put(p->to, p->row->name[0]);
    if (p->style->notation == NOTATION_JSON)
        escape_json_name(p->to, name, strlen(name));
    else if (p->style->notation == NOTATION_C)
        c_identifier(p->to, name);
    else
        print_plain_name(p->to, name);
    put(p->to, p->row->name[1]);
}

// The member that stands for a union in C: the first of the largest.
static const struct member *largest(const struct type *type)
{
    const struct member *best = NULL;

    for (size_t i = 0; i < type->member_count; i++)
        if (best == NULL || type->members[i].type->size > best->type->size)
            best = &type->members[i];
    return best;
}

static bool is_printed(const struct printer *p, const struct type *type,
                       const struct member *member)
{
    if (p->row->one_of_union && type->kind == TYPE_UNION && member != largest(type))
        return false;
    if (p->style->notation == NOTATION_C && member->type->size == 0)
        return false;
    return member->name != NULL || type_is_record(member->type);
}

// The colour of a record's next field; they go round.
static const char *field_color(struct printer *p)
{
    return element_color(p->fields++);
}

// Members of anonymous records stand among those of the record around them, as C names them.
static size_t print_members(struct printer *p, const struct type *type, const unsigned char *bytes,
                            unsigned depth, size_t printed)
{
    for (size_t i = 0; i < type->member_count && sink_ok(p->to); i++) {
        const struct member *member = &type->members[i];
        bool color = p->style->color && depth == 0;

        if (!is_printed(p, type, member))
            continue;
        if (member->name == NULL) {
            printed = print_members(p, member->type, bytes + member->offset, depth, printed);
            continue;
        }
        if (printed++ > 0)
            put(p->to, ", ");
        if (color)
            put(p->to, field_color(p));
        print_name(p, member->name);
        print(p, member->type, bytes + member->offset, depth + 1);
        if (color)
            put(p->to, COLOR_END);
    }
    return printed;
}

static void print_record(struct printer *p, const struct type *type, const unsigned char *bytes,
                         unsigned depth)
{
    p->fields = depth == 0 ? 0 : p->fields;
    put(p->to, p->row->record[0]);
    if (print_members(p, type, bytes, depth, 0) == 1)
        put(p->to, p->row->lone);
    put(p->to, p->row->record[1]);
}

static void print_array(struct printer *p, const struct type *type, const unsigned char *bytes,
                        unsigned depth)
{
    put(p->to, p->row->array[0]);
    if (type_is_number(type->target) && type->target->kind == TYPE_SCALAR) {
        elements_print(p->to, type->target, bytes, type->count, ", ", p->style);
    } else {
        for (uint64_t i = 0; i < type->count && sink_ok(p->to); i++) {
            if (i > 0)
                put(p->to, ", ");
            print(p, type->target, bytes + i * type->target->size, depth + 1);
        }
    }
    put(p->to, p->row->array[1]);
}

static void print(struct printer *p, const struct type *type, const unsigned char *bytes,
                  unsigned depth)
{
    bool inside = depth > 0;

    if (type_is_number(type))
        print_number(p, type, bytes);
    else if (type->kind == TYPE_SCALAR && type_class(type) == CLASS_CHAR)
        print_character(p, bytes, inside);
    else if (type->kind == TYPE_SCALAR)
        wide_print(p->to, type, bytes, 1, p->style, inside, false);
    else if (type->kind == TYPE_PASCAL && p->style->notation == NOTATION_C)
        print_pascal_c(p, type, bytes);
    else if (type->kind == TYPE_PASCAL || type_is_text(type))
        print_text(p, type, bytes, inside);
    else if (type_is_wide_text(type))
        wide_print(p->to, type->target, bytes, type->count, p->style, inside, true);
    else if (type->kind == TYPE_ARRAY)
        print_array(p, type, bytes, depth);
    else if (type_is_record(type))
        print_record(p, type, bytes, depth);
}

void element_print(struct sink *to, const struct type *type, const unsigned char *bytes,
                   const struct style *style)
{
    struct printer p = {.to = to, .style = style, .row = notation_row(style->notation)};

    print(&p, type, bytes, 0);
}

const char *element_color(unsigned field)
{
    static const char *const palette[ELEMENT_COLORS] = {"\033[36m", "\033[33m", "\033[35m",
                                                        "\033[32m", "\033[34m", "\033[31m"};

    return palette[field % ELEMENT_COLORS];
}
