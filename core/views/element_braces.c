// Text to records and arrays, as C's initializers have it: braces, designators, and braces left
// out.
//
//     value      = scalar | text | '{' [item {separator item} [',']] '}' | flat values
//     item       = [designator {designator} '='] value
//     designator = '.' name | '[' index ']'
//     separator  = a comma, blanks, or both
#include "views/element_inner.h"

#include <string.h>

static bool is_text(const struct type *type)
{
    return type_is_text(type) || type->kind == TYPE_PASCAL || type_is_wide_text(type);
}

static bool is_aggregate(const struct type *type)
{
    return type->kind == TYPE_ARRAY || type_is_record(type);
}

// How many places a type has for values, one behind the other.
static uint64_t place_count(const struct type *type)
{
    if (type->kind == TYPE_ARRAY)
        return type->count;
    return type->kind == TYPE_UNION && type->member_count > 1 ? 1 : type->member_count;
}

// The type at a place, and its offset.
static const struct type *place(const struct type *type, uint64_t i, uint64_t *offset)
{
    bool array = type->kind == TYPE_ARRAY;

    *offset = array ? i * type->target->size : type->members[i].offset;
    return array ? type->target : type->members[i].type;
}

// Passes places that take no value: unnamed bit-fields, flexible arrays, empty records.
static uint64_t next_place(const struct type *type, uint64_t i)
{
    uint64_t count = place_count(type);

    if (type->kind == TYPE_ARRAY)
        return type->target->size == 0 ? count : i;
    while (i < count &&
           (type->members[i].type->size == 0 ||
            (type->members[i].name == NULL && type->members[i].type->kind == TYPE_BITS)))
        i++;
    return i;
}

// ---- designators

// A name of C may have characters of UTF-8.
static bool starts_name(int byte)
{
    return is_letter(byte) || byte >= 0x80;
}

static bool at_designator(const struct reader *reader)
{
    int byte = cursor_peek(reader->cursor);

    if (reader->braces == 0)
        return false;
    return byte == '[' || (byte == '.' && starts_name(cursor_peek_at(reader->cursor, 1)));
}

static bool read_index(struct reader *reader, const struct type *type, uint64_t *index)
{
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at++;
    struct integer value;

    if (type->kind != TYPE_ARRAY)
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, from),
                       "an index needs an array");
    cursor_skip_blanks(cursor);
    const char *number = cursor->at;
    if (!integer_read(cursor, &value, reader->error))
        return false;
    struct span where = cursor_span(cursor, number);
    cursor_skip_blanks(cursor);
    if (!cursor_take(cursor, ']'))
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, from), "] is missing");
    if (!integer_to_u64(value, index) || *index >= type->count)
        return fail_at(reader->error, STATUS_USAGE, where, "the array has %llu element%s",
                       (unsigned long long)type->count, plural(type->count));
    return true;
}

// The place of the member with that name: its own, or that of the anonymous record that holds it.
static bool find_place(const struct type *type, const char *name, size_t length, uint64_t *index)
{
    uint64_t offset;

    for (size_t i = 0; i < type->member_count; i++) {
        const struct member *member = &type->members[i];
        bool own = member->name != NULL && strlen(member->name) == length &&
                   memcmp(member->name, name, length) == 0;

        if (own || (member->name == NULL && type_is_record(member->type) &&
                    type_member(member->type, name, length, &offset) != NULL)) {
            *index = i;
            return true;
        }
    }
    return false;
}

// Reads one designator and gives the place it names. Where that is an anonymous record, the
// designator is left for it to read.
static bool read_designator(struct reader *reader, const struct type *type, uint64_t *index)
{
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at;

    if (cursor_peek(cursor) == '[')
        return read_index(reader, type, index);
    const char *name = ++cursor->at;
    while (starts_name(cursor_peek(cursor)) || is_digit(cursor_peek(cursor)))
        cursor->at++;
    if (!type_is_record(type) || !find_place(type, name, (size_t)(cursor->at - name), index))
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, from), "no such field");
    if (type->members[*index].name == NULL)
        cursor->at = from;
    return true;
}

static bool read_places(struct reader *reader, const struct type *type, unsigned char *bytes,
                        bool designated);

// The value behind a designator: further designators, then = and the value.
static bool read_designated(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    struct cursor *cursor = reader->cursor;
    const char *from = cursor->at;

    cursor_skip_blanks(cursor);
    if (cursor_take(cursor, '=')) {
        cursor_skip_blanks(cursor);
        return read_value(reader, type, bytes);
    }
    if (is_aggregate(type) && at_designator(reader))
        return read_places(reader, type, bytes, true);
    cursor->at = from;
    return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, from), "= is missing");
}

// ---- values without braces

// True where no further value is to be had for places that are left: they stay zero.
static bool at_end_of_values(const struct reader *reader)
{
    int byte = cursor_peek(reader->cursor);

    return reader->braces > 0 && (byte < 0 || byte == '}' || at_designator(reader));
}

// Values for the places of a record or array, one behind the other. designated: starts at the place
// that the designator at the cursor names. Inside braces, places that get no value stay zero; on
// the top they are an error.
static bool read_places(struct reader *reader, const struct type *type, unsigned char *bytes,
                        bool designated)
{
    struct cursor *cursor = reader->cursor;
    uint64_t count = place_count(type), i = 0, offset;
    bool first = true;

    if (designated && !read_designator(reader, type, &i))
        return false;
    if (!designated)
        i = next_place(type, 0);
    for (; i < count || designated; i = next_place(type, i + 1)) {
        const struct type *at = place(type, i, &offset);
        const char *before = cursor->at;

        if (!first) {
            read_separator(reader);
            if (at_end_of_values(reader)) {
                cursor->at = before;
                return true;
            }
        }
        if (!first && cursor_done(cursor)) {
            cursor->at = before;
            return fail_at(reader->error, STATUS_USAGE, cursor_rest(cursor),
                           "the values do not fill the last record");
        }
        if (!(designated ? read_designated : read_value)(reader, at, bytes + offset))
            return false;
        first = designated = false;
    }
    return true;
}

// ---- values in braces

static bool open_brace(struct reader *reader)
{
    struct cursor *cursor = reader->cursor;

    if (reader->braces == TYPE_MAX_DEPTH)
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, cursor->at),
                       "braces nest deeper than %d", (int)TYPE_MAX_DEPTH);
    reader->braces++;
    cursor->at++;
    cursor_skip_blanks(cursor);
    return true;
}

static bool close_brace(struct reader *reader, const char *open)
{
    struct cursor *cursor = reader->cursor;

    read_separator(reader);
    if (cursor_peek(cursor) != '}') {
        struct span where = cursor_span(cursor, cursor->at);

        if (!cursor_done(cursor))
            return fail_at(reader->error, STATUS_USAGE, where, "too many values in braces");
        cursor->at = open + 1;
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, open), "} is missing");
    }
    cursor->at++;
    reader->braces--;
    if (!read_ended(reader))
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, cursor->at),
                       "a comma or blank is missing behind }");
    return true;
}

// One item of a record or array in braces; *next is the place behind it.
static bool read_item(struct reader *reader, const struct type *type, unsigned char *bytes,
                      uint64_t *next)
{
    struct cursor *cursor = reader->cursor;
    uint64_t index = *next, offset;
    bool designated = at_designator(reader);

    if (designated && !read_designator(reader, type, &index))
        return false;
    if (!designated)
        index = next_place(type, index);
    if (!designated && index >= place_count(type))
        return fail_at(reader->error, STATUS_USAGE, cursor_span(cursor, cursor->at),
                       "too many values in braces");
    const struct type *at = place(type, index, &offset);
    *next = index + 1;
    if (!designated)
        return read_value(reader, at, bytes + offset);
    return read_designated(reader, at, bytes + offset);
}

static bool read_braced(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    struct cursor *cursor = reader->cursor;
    const char *open = cursor->at;
    uint64_t next = 0;

    if (!open_brace(reader))
        return false;
    if (!is_aggregate(type) || (is_text(type) && cursor_peek(cursor) == '"')) {
        // C allows braces around one scalar or text.
        return read_value(reader, type, bytes) && close_brace(reader, open);
    }
    while (!cursor_done(cursor) && cursor_peek(cursor) != '}') {
        if (!read_item(reader, type, bytes, &next))
            return false;
        read_separator(reader);
    }
    return close_brace(reader, open);
}

// A record or array (not text).
static bool read_aggregate(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    if (place_count(type) == 0)
        return true;
    return read_places(reader, type, bytes, false);
}

bool read_value(struct reader *reader, const struct type *type, unsigned char *bytes)
{
    if (cursor_peek(reader->cursor) == '{')
        return read_braced(reader, type, bytes);
    if (is_text(type))
        return read_text(reader, type, bytes);
    if (is_aggregate(type))
        return read_aggregate(reader, type, bytes);
    return read_scalar(reader, type, bytes);
}
