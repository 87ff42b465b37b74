// Lists of values in text, whole or in pieces.
#include "views/literal.h"

#include "base/column.h"
#include "views/element_inner.h"

#include <string.h>

enum {
    TORN_MOST = 1 << 20, // a value that is longer than that is not waited for
    PLAIN_PIECE = 4096,  // plain numbers read at once
};

// Whether Python's [ ] are passed: not where they may be text.
static bool has_text(const struct type *type)
{
    while (type->kind == TYPE_ARRAY)
        type = type->target;
    if (type->kind == TYPE_SCALAR)
        return type_class(type) == CLASS_CHAR || type_class(type) == CLASS_UNICODE;
    return type->kind == TYPE_PASCAL || type_is_record(type);
}

static bool read_one(struct reader *reader, const struct type *type, struct bytes *to)
{
    size_t before = to->used;
    const char *from = reader->cursor->at;

    if (!bytes_append(to, NULL, (size_t)type->size, reader->error))
        return false;
    bool good = read_value(reader, type, to->bytes + before);
    if (good && reader->cursor->at == from) // nothing but padding
        good = fail_at(reader->error, STATUS_USAGE, cursor_rest(reader->cursor),
                       "the type has nothing that takes a value");
    if (!good)
        to->used = before;
    return good;
}

static bool check_brackets(const struct reader *reader, struct span where)
{
    if (reader->brackets == 0)
        return true;
    return fail_at(reader->error, STATUS_USAGE, where, "%c is missing",
                   reader->brackets > 0 ? ']' : '[');
}

static bool no_size(const struct type *type, struct error *error)
{
    return type->size != 0 || fail(error, STATUS_USAGE, "a type without a size takes no values");
}

bool literal_read(struct cursor *cursor, const struct type *type, const struct scope *scope,
                  struct bytes *to, uint64_t *count, struct error *error)
{
    struct reader reader = {
        .cursor = cursor, .scope = scope, .error = error, .lists = !has_text(type)};
    struct span whole = cursor_rest(cursor);
    size_t before = to->used;
    uint64_t read = 0;
    bool good = true;

    read_gap(&reader);
    if (!cursor_done(cursor))
        good = no_size(type, error);
    while (good && !cursor_done(cursor)) {
        good = read_one(&reader, type, to);
        read++;
        read_separator(&reader);
    }
    good = good && check_brackets(&reader, whole);
    if (good)
        *count = read;
    else
        to->used = before;
    return good;
}

// ---- pieces of a stream

// Plain numbers of up to 64 bits are read as a column.
struct plain {
    size_t (*read)(struct cursor *cursor, const struct column *column, unsigned char *to,
                   size_t count); // NULL: the type has none
    struct column column;
};

static struct plain plain_of(const struct type *type)
{
    enum scalar_class class = type_class(type);
    struct plain plain = {0};
    struct integer low, high;

    if (type->kind != TYPE_SCALAR || type->size > 8)
        return plain;
    if (class == CLASS_FLOAT)
        plain.read = column_floats;
    else if (class == CLASS_INT || class == CLASS_UINT)
        plain.read = column_integers;
    integer_limits((unsigned)type->size * 8, class == CLASS_INT, &low, &high);
    plain.column = (struct column){.size = (unsigned)type->size,
                                   .swapped = type_swapped(type),
                                   .most = {high.low, low.low},
                                   .format = scalar_info(type->scalar)->format};
    return plain;
}

// Appends plain numbers, as many as come next.
static bool append_plain(struct cursor *cursor, const struct plain *plain, struct bytes *to,
                         uint64_t *count, struct error *error)
{
    size_t size = plain->column.size, read;

    do {
        if (!memory_grow(&to->bytes, &to->capacity, to->used + PLAIN_PIECE * size, 1, error))
            return false;
        read = plain->read(cursor, &plain->column, to->bytes + to->used, PLAIN_PIECE);
        to->used += read * size;
        *count += read;
    } while (read == PLAIN_PIECE);
    return true;
}

// True where a value that could not be read may go on in the next piece.
static bool may_be_torn(const struct type *type, const struct cursor *piece, const char *from)
{
    for (const char *at = from; type_is_number(type) && at < piece->end; at++)
        if (*at == ',' || is_blank((unsigned char)*at))
            return false;
    return piece->end - from < TORN_MOST;
}

// Reads the values of a piece; *kept is where the next piece must start.
static bool read_piece(struct reader *reader, bool last, const struct type *type, struct bytes *to,
                       uint64_t *count, const char **kept)
{
    struct cursor *cursor = reader->cursor;
    struct plain plain = plain_of(type);

    for (;;) {
        const char *gap = cursor->at;
        uint64_t before = *count;

        *kept = gap;
        bool comma = read_separator(reader);
        if (cursor_done(cursor)) {
            *kept = comma ? gap : cursor->at;
            return true;
        }
        if (plain.read != NULL && !append_plain(cursor, &plain, to, count, reader->error))
            return false;
        if (*count > before)
            continue;
        const char *from = cursor->at;
        bool good = read_one(reader, type, to);
        if (!last && (good ? cursor_done(cursor) : may_be_torn(type, cursor, from))) {
            to->used -= good ? (size_t)type->size : 0;
            error_clear(reader->error);
            return true;
        }
        if (!good)
            return false;
        ++*count;
    }
}

bool literal_text(const char *text, size_t n, bool last, const struct type *type,
                  const struct scope *scope, struct bytes *to, uint64_t *count, size_t *used,
                  struct error *error)
{
    struct cursor cursor = cursor_over(text, n);
    struct error own = {0};
    struct reader reader = {
        .cursor = &cursor, .scope = scope, .error = &own, .lists = !has_text(type)};
    const char *kept = text;
    size_t before = to->used;
    uint64_t read = 0;

    if (!no_size(type, error))
        return false;
    if (!read_piece(&reader, last, type, to, &read, &kept)) {
        to->used = before;
        if (error->status == STATUS_OK)
            *error = own;
        return false;
    }
    *count = read;
    *used = last ? n : (size_t)(kept - text);
    return true;
}
