// Text to characters and texts: quoted, bare, in bytes or in wide units.
#include "views/element_inner.h"

#include <stdlib.h>
#include <string.h>

// The code point above the units of two bytes, and the first of each half of a surrogate pair.
enum { UNIT_TOP = 0xffff, SURROGATE_HIGH = 0xd800, SURROGATE_LOW = 0xdc00 };

// Reads a text in quotes, or a bare word (escapes count there where bare_escapes), into `to`.
static bool read_words(struct reader *reader, bool single, bool bare_escapes, struct bytes *to)
{
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at;
    int quote = cursor_peek(cursor);

    if (quote != '"' && !(quote == '\'' && single)) {
        struct cursor word = read_word(reader);

        if (word.at == word.end)
            return read_fail_word(reader, "");
        if (bare_escapes ? !escape_read(&word, 0, to, reader->error)
                         : !bytes_append(to, word.at, (size_t)(word.end - word.at), reader->error))
            return false;
        cursor->at = word.end;
        return true;
    }
    cursor->at++;
    if (!escape_read(cursor, (char)quote, to, reader->error))
        return false;
    if (!cursor_take(cursor, (char)quote)) {
        cursor->at = from + 1;
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, from),
                       "the closing %c is missing", quote);
    }
    if (!read_ended(reader)) {
        const char *end = cursor->at;
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, end),
                       "a comma or blank is missing behind the text");
    }
    return true;
}

// The code point that the text is, or false: not one character.
static bool one_point(const struct type *type, const struct bytes *text, uint32_t *point)
{
    if (type_class(type) == CLASS_CHAR) {
        *point = text->used == 1 ? text->bytes[0] : 0;
        return text->used == 1;
    }
    return text->used > 0 && utf8_decode(text->bytes, text->used, point) == text->used;
}

// An integer, or one character: quoted, an escape, or as it is if it is no digit.
bool read_character(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at;
    struct bytes text = {0};
    uint32_t point = 0;

    if (cursor_peek(cursor) != '\'' && read_starts_number(reader))
        return read_integer(reader, type, bytes);
    bool good = read_words(reader, true, true, &text);
    if (good && !one_point(type, &text, &point)) {
        const char *unit =
            type_class(type) == CLASS_CHAR ? "is not one byte" : "is not one character";

        cursor->at = from;
        good = read_fail_word(reader, unit);
        error_hint(reader->error, "text is str:TEXT, or of a type such as char[%zu]", text.used);
    }
    free(text.bytes);
    return good && element_set_integer(type, bytes, integer_of_u64(point),
                                       cursor_span(cursor, from), reader->error);
}

static bool fail_long(struct reader *reader, const char *from, size_t length, uint64_t room,
                      const char *unit)
{
    struct span where = cursor_span(reader->cursor, from);

    reader->cursor->at = from;
    return fail_at(reader->error, STATUS_USAGE, where, "text of %zu %s%s does not fit in %llu",
                   length, unit, plural(length), (unsigned long long)room);
}

// Stores UTF-8 as code units, padded with NULs. False (and no error) where it does not fit or is
// not valid; *units tells how many there are.
static bool store_wide(const struct type *type, const struct bytes *text, unsigned char *bytes,
                       size_t *units)
{
    const struct type *unit = type->target;
    struct error ignored = {0};
    struct span nowhere = {0};
    size_t at = 0;
    uint32_t point;

    *units = 0;
    while (at < text->used) {
        size_t n = utf8_decode(text->bytes + at, text->used - at, &point);
        bool pair = unit->size == 2 && point > UNIT_TOP;

        if (n == 0)
            return false;
        uint32_t parts[2] = {pair ? SURROGATE_HIGH + ((point - UNIT_TOP - 1) >> 10) : point,
                             SURROGATE_LOW + (point & 0x3ff)};
        for (size_t i = 0; i < (pair ? 2u : 1u); i++, ++*units)
            if (*units < type->count)
                element_set_integer(unit, bytes + *units * unit->size, integer_of_u64(parts[i]),
                                    nowhere, &ignored);
        at += n;
    }
    return *units <= type->count;
}

static bool read_wide_text(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    const char *from = reader->cursor->at;
    struct bytes text = {0};
    size_t units;

    bool good = read_words(reader, false, false, &text);
    if (good && !store_wide(type, &text, bytes, &units)) {
        good = false;
        if (units > type->count)
            fail_long(reader, from, units, type->count, "unit");
        else
            fail_at(reader->error, STATUS_USAGE, cursor_span(reader->cursor, from),
                    "the text is not valid UTF-8");
    }
    free(text.bytes);
    return good;
}

bool read_text(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    const char *from = reader->cursor->at;
    struct bytes text = {0};
    bool pascal = type->kind == TYPE_PASCAL;
    uint64_t room = pascal && type->size > 0 ? type->size - 1 : type->size;

    if (type_is_wide_text(type))
        return read_wide_text(reader, type, bytes);
    if (pascal && room > 255)
        room = 255;
    bool good = read_words(reader, false, false, &text);
    if (good && text.used > room)
        good = fail_long(reader, from, text.used, room, "byte");
    if (good && pascal && type->size > 0)
        *bytes++ = (unsigned char)text.used;
    if (good && text.used > 0)
        memcpy(bytes, text.bytes, text.used);
    free(text.bytes);
    return good;
}
