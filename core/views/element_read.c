// Text to elements: numbers and pointers. Characters and text are read in element_read_text.c,
// records and arrays in element_braces.c.
#include "base/near.h"
#include "views/element_inner.h"

#include <stdlib.h>
#include <string.h>

// ---- what stands around values

void read_gap(struct reader *reader)
{
    struct cursor *cursor = reader->cursor;

    for (;;) {
        cursor_skip_blanks(cursor);
        if (!reader->lists || reader->braces > 0)
            return;
        if (cursor_take(cursor, '['))
            reader->brackets++;
        else if (cursor_take(cursor, ']'))
            reader->brackets--;
        else
            return;
    }
}

bool read_separator(struct reader *reader)
{
    read_gap(reader);
    if (!cursor_take(reader->cursor, ','))
        return false;
    read_gap(reader);
    return true;
}

static bool ends_value(const struct reader *reader, int byte)
{
    return byte < 0 || byte == ',' || is_blank(byte) || (byte == '}' && reader->braces > 0) ||
           (byte == ']' && reader->lists && reader->braces == 0);
}

bool read_ended(const struct reader *reader)
{
    return ends_value(reader, cursor_peek(reader->cursor));
}

struct cursor read_word(const struct reader *reader)
{
    struct cursor end = *reader->cursor;

    while (!ends_value(reader, cursor_peek(&end)))
        end.at++;
    return cursor_part(reader->cursor, reader->cursor->at, end.at);
}

static bool word_is(struct cursor word, const char *text)
{
    return cursor_take_text(&word, text) && cursor_done(&word);
}

bool read_fail_word(struct reader *reader, const char *problem)
{
    struct cursor word = read_word(reader);
    size_t n = (size_t)(word.end - word.at);

    if (n == 0)
        return fail_at(reader->error, STATUS_USAGE, cursor_rest(&word), "a value is missing");
    word.at = memchr(word.at, '\0', n);
    if (word.at != NULL)
        return fail_at(reader->error, STATUS_USAGE, cursor_rest(&word), "a NUL byte %s", problem);
    word.at = reader->cursor->at;
    return fail_at(reader->error, STATUS_USAGE, cursor_rest(&word), "%.*s%s %s",
                   (int)(n < 60 ? n : 60), word.at, n < 60 ? "" : "…", problem);
}

// ---- integers

bool read_starts_number(const struct reader *reader)
{
    int byte = cursor_peek(reader->cursor);

    if (byte == '+' || byte == '-')
        byte = cursor_peek_at(reader->cursor, 1);
    return is_digit(byte) || byte == '\'';
}

// True for what a float reads and an integer does not: 1.5, 1e3, -inf, nan.
static bool is_fraction(struct cursor word)
{
    struct error ignored = {0};
    unsigned char bytes[SCALAR_BYTES];

    return float_read(&word, FLOAT_F64, bytes, &ignored) && cursor_done(&word);
}

static bool fail_not_bool(struct reader *reader)
{
    struct cursor word = read_word(reader);
    struct near near = near_to(word.at, (size_t)(word.end - word.at));

    near_offer(&near, "true");
    near_offer(&near, "false");
    read_fail_word(reader, "is not true or false");
    return near_best(&near) != NULL &&
           error_hint(reader->error, "did you mean %s?", near_best(&near));
}

static bool fail_not_integer(struct reader *reader, const struct type *type)
{
    struct cursor word = read_word(reader);

    if (type_class(type) == CLASS_BOOL && !cursor_done(&word))
        return fail_not_bool(reader);
    read_fail_word(reader, "is not an integer");
    if (!cursor_done(&word) && is_fraction(word))
        error_hint(reader->error, "f64 or double takes fractions");
    return false;
}

// true, false, and Python's True, False.
static bool read_bool_word(struct reader *reader, struct integer *out)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true}, {"false", false}, {"True", true}, {"False", false}};
    struct cursor word = read_word(reader);

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (word_is(word, words[i].word)) {
            *out = integer_of_u64(words[i].value);
            reader->cursor->at = word.end;
            return true;
        }
    }
    return false;
}

bool read_integer(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at;
    struct integer value;

    if (!read_bool_word(reader, &value)) {
        if (!read_starts_number(reader))
            return fail_not_integer(reader, type);
        if (!integer_read(cursor, &value, reader->error))
            return false;
        if (!read_ended(reader)) {
            cursor->at = from;
            return fail_not_integer(reader, type);
        }
    }
    if (element_set_integer(type, bytes, value, cursor_span(cursor, from), reader->error))
        return true;
    cursor->at = from;
    return false;
}

static bool fail_enumerator(struct reader *reader, const struct type *type)
{
    struct cursor word = read_word(reader);
    struct near near = near_to(word.at, (size_t)(word.end - word.at));

    for (size_t i = 0; i < type->enumerator_count; i++)
        near_offer(&near, type->enumerators[i].name);
    read_fail_word(reader, "is not a constant of the enum");
    if (near_best(&near) != NULL)
        error_hint(reader->error, "did you mean %s?", near_best(&near));
    return false;
}

// A constant by name (of the enum, whatever type holds it), or an integer.
static bool read_enum(struct reader *reader, const struct type *type, const struct type *named,
                      unsigned char *bytes)
{
    struct cursor word = read_word(reader), rest = word;

    for (size_t i = 0; i < named->enumerator_count; i++) {
        if (word_is(word, named->enumerators[i].name)) {
            reader->cursor->at = word.end;
            return element_set_integer(type, bytes, named->enumerators[i].value, cursor_rest(&rest),
                                       reader->error);
        }
    }
    if (is_letter(cursor_peek(reader->cursor)))
        return fail_enumerator(reader, named);
    return read_integer(reader, type, bytes);
}

// ---- floats

// A number, or true or false for 1 and 0; not yet that nothing follows it.
static bool read_real(struct reader *reader, enum float_format format, unsigned char *to)
{
    struct integer truth;

    if (read_ended(reader))
        return read_fail_word(reader, "is not a number");
    bool is_word = is_letter(cursor_peek(reader->cursor)) && read_bool_word(reader, &truth);
    struct cursor digit = cursor_of(is_word && !integer_is_zero(truth) ? "1" : "0");
    return float_read(is_word ? &digit : reader->cursor, format, to, reader->error);
}

static bool read_float(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    enum float_format format = scalar_info(type->scalar)->format;
    unsigned char host[SCALAR_BYTES] = {0};
    const char *from = reader->cursor->at;

    if (!read_real(reader, format, host + float_place(format, (size_t)type->size)))
        return false;
    if (!read_ended(reader)) {
        reader->cursor->at = from;
        return read_fail_word(reader, "is not a number");
    }
    element_store_order(type, host, bytes);
    return true;
}

static bool take_imaginary_unit(struct cursor *cursor)
{
    return cursor_take(cursor, 'j') || cursor_take(cursor, 'i') || cursor_take(cursor, 'J');
}

// 1+2j, 2j, 1, and each of them in parentheses, as Python prints it; i is j.
static bool read_complex(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    enum float_format format = scalar_info(type->scalar)->format;
    size_t half = (size_t)type->size / 2, place = float_place(format, half);
    unsigned char host[SCALAR_BYTES] = {0}, part[SCALAR_BYTES] = {0};
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at;

    bool open = cursor_take(cursor, '(');
    if (!read_real(reader, format, part + place))
        return false;
    bool real = !take_imaginary_unit(cursor);
    memcpy(real ? host : host + half, part, half);
    int sign = cursor_peek(cursor);
    bool good = true;
    if (real && (sign == '+' || sign == '-')) {
        if (!float_read(cursor, format, host + half + place, reader->error))
            return false;
        good = take_imaginary_unit(cursor);
    }
    if (!good || (open && !cursor_take(cursor, ')')) || !read_ended(reader)) {
        cursor->at = from;
        read_fail_word(reader, "is not a complex number");
        return error_hint(reader->error, "complex numbers are written 1+2j");
    }
    element_store_order(type, host, bytes);
    return true;
}

// ---- pointers

static bool read_label(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at++, *name = cursor->at;
    size_t length = 0;

    if (!cursor_identifier(cursor, &name, &length))
        length = 0;
    struct span where = cursor_span(cursor, from);
    if (!read_ended(reader)) {
        cursor->at = from;
        return read_fail_word(reader, "is not a label");
    }
    if (reader->scope == NULL)
        return fail_at(reader->error, STATUS_USAGE, where, "no labels are known here");
    const struct view *view = scope_find(reader->scope, name, length);
    if (view == NULL)
        return scope_unknown(reader->scope, where, name, length, reader->error);
    const unsigned char *address = view_address(view);
    if (address == NULL) {
        fail_at(reader->error, STATUS_USAGE, where,
                "@%.*s has no address: its bytes are not in memory", (int)length, name);
        return error_hint(reader->error, "`array B --from @%.*s` copies them there", (int)length,
                          name);
    }
    return element_set_integer(type, bytes, integer_of_u64((uint64_t)(uintptr_t)address), where,
                               reader->error);
}

// An address, NULL, or @NAME: the address of that view.
static bool read_pointer(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    struct cursor word = read_word(reader);

    if (cursor_peek(reader->cursor) == '@')
        return read_label(reader, type, bytes);
    if (word_is(word, "NULL")) {
        reader->cursor->at = word.end;
        memset(bytes, 0, (size_t)type->size);
        return true;
    }
    if (!read_starts_number(reader)) {
        read_fail_word(reader, "is not an address");
        return error_hint(reader->error, "pointers take an address, NULL or @NAME");
    }
    return read_integer(reader, type, bytes);
}

bool read_scalar(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    static bool (*const readers[])(struct reader *, const struct type *, unsigned char *) = {
        [CLASS_BOOL] = read_integer,    [CLASS_CHAR] = read_character,
        [CLASS_UINT] = read_integer,    [CLASS_INT] = read_integer,
        [CLASS_FLOAT] = read_float,     [CLASS_COMPLEX] = read_complex,
        [CLASS_POINTER] = read_pointer, [CLASS_UNICODE] = read_character,
    };

    if (type->kind == TYPE_ENUM)
        return read_enum(reader, type, type, bytes);
    if (type->kind == TYPE_BITS && type->target != NULL && type->target->kind == TYPE_ENUM)
        return read_enum(reader, type, type->target, bytes);
    return readers[type_class(type)](reader, type, bytes);
}

bool element_read(struct cursor *cursor, const struct type *type, unsigned char *bytes,
                  const struct scope *scope, struct error *error)
{
    struct reader reader = {.cursor = cursor, .scope = scope, .error = error};
    const char *from = cursor->at;
    unsigned char few[256];
    size_t size = (size_t)type->size;
    unsigned char *scratch = size <= sizeof few ? few : malloc(size);

    if (scratch == NULL)
        return fail_memory(error);
    memset(scratch, 0, size);
    if (type->kind == TYPE_BITS) // its neighbours stay
        memcpy(scratch, bytes, size);
    read_gap(&reader);
    bool good = read_value(&reader, type, scratch);
    if (good)
        memcpy(bytes, scratch, size);
    else
        cursor->at = from;
    if (scratch != few)
        free(scratch);
    return good;
}
