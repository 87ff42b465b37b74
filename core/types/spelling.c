// The choice between the spellings of a type, and the short names. What is none of them gets the
// nearest name as a suggestion.
#include "types/spelling.h"

#include "base/near.h"
#include "types/cdecl.h"
#include "types/codes.h"
#include "types/format.h"

#include <string.h>

// ---- short names

static enum order order_of_prefix(char byte)
{
    return byte == '<' ? ORDER_LITTLE : byte == '>' ? ORDER_BIG : ORDER_NATIVE;
}

// Takes the byte order le or be off the end of a name.
static enum order order_of_suffix(const char *name, size_t *length)
{
    if (*length <= 2)
        return ORDER_NATIVE;
    const char *end = name + *length - 2;
    if (end[1] != 'e' || (end[0] != 'l' && end[0] != 'b'))
        return ORDER_NATIVE;
    *length -= 2;
    return end[0] == 'l' ? ORDER_LITTLE : ORDER_BIG;
}

// short = [ "<" | ">" | "=" ] { blank } name | name ( "le" | "be" )
bool short_name_read(const struct cursor *cursor, enum scalar *scalar, enum order *order)
{
    const char *name = cursor->at;
    size_t length = (size_t)(cursor->end - name);
    bool prefixed = length > 0 && (*name == '<' || *name == '>' || *name == '=');
    enum order found = prefixed ? order_of_prefix(*name) : order_of_suffix(name, &length);

    while (prefixed && length > 1 && is_blank((unsigned char)name[1])) {
        name++;
        length--;
    }
    if (prefixed) {
        name++;
        length--;
    }
    enum scalar kind = short_scalar(name, length);
    if (kind == SCALAR_COUNT)
        return false;
    *scalar = kind;
    *order = found;
    return true;
}

// <u16be: as a format it would be a record of 18 items.
static bool has_two_orders(const struct cursor *cursor)
{
    struct cursor behind = *cursor;
    enum scalar scalar;
    enum order order;
    int byte = cursor_peek(&behind);

    if (byte != '<' && byte != '>' && byte != '=')
        return false;
    behind.at++;
    return short_name_read(&behind, &scalar, &order) && order != ORDER_NATIVE;
}

// dimensions = { "[" number "]" }: how many there are, or -1 where the text is no such list.
static int read_dimensions(struct cursor cursor, uint64_t dims[], int room)
{
    int n = 0;

    while (cursor_take(&cursor, '[')) {
        uint64_t value = 0;

        if (n == room || !is_digit(cursor_peek(&cursor)))
            return -1;
        while (is_digit(cursor_peek(&cursor)))
            if (!mul_u64(value, 10, &value) ||
                !add_u64(value, (uint64_t)(*cursor.at++ - '0'), &value))
                return -1;
        if (!cursor_take(&cursor, ']'))
            return -1;
        dims[n++] = value;
    }
    return cursor_done(&cursor) ? n : -1;
}

static const struct type *make_short(struct type_pool *pool, enum scalar scalar, enum order order,
                                     const uint64_t dims[], int ndim, struct error *error)
{
    const struct type *type = type_scalar(pool, scalar, order, error);

    while (ndim > 0 && type != NULL)
        type = type_array(pool, type, dims[--ndim], error);
    return type;
}

// element = short dimensions; *out stays NULL where the text is something else.
static bool read_short(const struct cursor *cursor, const struct type **out, struct error *error)
{
    enum { ROOM = 64 };
    uint64_t dims[ROOM];
    enum scalar scalar;
    enum order order;
    const char *bracket = cursor->at;

    while (bracket < cursor->end && *bracket != '[')
        bracket++;
    struct cursor name = cursor_part(cursor, cursor->at, bracket);
    int ndim = read_dimensions(cursor_part(cursor, bracket, cursor->end), dims, ROOM);
    if (ndim < 0 || !short_name_read(&name, &scalar, &order))
        return !has_two_orders(&name) || fail_at(error, STATUS_USAGE, cursor_rest(cursor),
                                                 "a byte order in front and behind");
    if (ndim == 0 && order == ORDER_NATIVE) {
        *out = type_native(scalar);
        return true;
    }
    struct type_pool *pool = pool_new(error);
    if (pool == NULL)
        return false;
    *out = type_ref(make_short(pool, scalar, order, dims, ndim, error));
    pool_unref(pool);
    return *out != NULL || error_place(error, cursor_rest(cursor));
}

// ---- suggestions

static const char *const well_known[] = {
    "int",       "unsigned",  "long",     "short",   "double",    "float",    "void",
    "struct",    "union",     "enum",     "signed",  "const",     "_Bool",    "int8_t",
    "uint8_t",   "int16_t",   "uint16_t", "int32_t", "uint32_t",  "int64_t",  "uint64_t",
    "intptr_t",  "uintptr_t", "size_t",   "ssize_t", "ptrdiff_t", "time_t",   "off_t",
    "wchar_t",   "char16_t",  "char32_t", "pid_t",   "mode_t",    "_Float16", "__int128",
    "_Float128", "__bf16",
};

static bool offer_name(void *context, const char *name)
{
    near_offer(context, name);
    return true;
}

// What numpy and assemblers call types, and how they are spelled here.
static const struct {
    const char *theirs, *ours;
} foreign[] = {
    {"float16", "f16"},   {"float32", "f32"},   {"float64", "f64"},   {"float80", "f80"},
    {"float128", "f128"}, {"bfloat16", "bf16"}, {"half", "f16"},      {"complex64", "Zf"},
    {"int128", "i128"},   {"uint128", "u128"},  {"complex128", "Zd"}, {"byte", "u8"},
    {"dword", "u32"},     {"qword", "u64"},     {"boolean", "bool"},
};

// Offers a name with and without the _t at its end.
static void offer_known(struct near *near, const char *name)
{
    size_t length = strlen(name);
    char bare[32];

    near_offer(near, name);
    if (length < 3 || length >= sizeof bare || strcmp(name + length - 2, "_t") != 0)
        return;
    memcpy(bare, name, length - 2);
    bare[length - 2] = '\0';
    near_offer_as(near, bare, name);
}

static void offer_short(struct near *near, enum scalar scalar)
{
    const char *name = scalar_info(scalar)->name;
    char ordered[32];

    if (short_scalar(name, strlen(name)) == SCALAR_COUNT)
        return;
    near_offer(near, name);
    for (size_t i = 0; i < 2 && scalar_info(scalar)->size > 1; i++) {
        size_t n = strlen(name);

        memcpy(ordered, name, n);
        memcpy(ordered + n, i == 0 ? "le" : "be", 3);
        near_offer(near, ordered);
    }
}

static struct near near_type(const struct book *book, const char *name, size_t length)
{
    struct near near = near_to(name, length);

    for (size_t i = 0; i < sizeof well_known / sizeof well_known[0]; i++)
        offer_known(&near, well_known[i]);
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        near_offer_as(&near, foreign[i].theirs, foreign[i].ours);
    for (int i = 0; i < SCALAR_COUNT; i++)
        offer_short(&near, (enum scalar)i);
    book_list(book, NAME_TYPEDEF, offer_name, &near);
    return near;
}

// ---- the choice

// The text that is left, without blanks around it.
static struct cursor trimmed(const struct cursor *cursor)
{
    struct cursor part = *cursor;

    cursor_skip_blanks(&part);
    while (part.end > part.at && is_blank((unsigned char)part.end[-1]))
        part.end--;
    return part;
}

// The identifier behind the byte order, if there is one.
static bool first_name(const struct cursor *cursor, const char **name, size_t *length)
{
    struct cursor at = *cursor;

    if (is_mode(cursor_peek(&at)))
        at.at++;
    cursor_skip_blanks(&at);
    return cursor_identifier(&at, name, length);
}

// C may also start with a comment or #pragma pack.
static bool is_c(const struct cursor *cursor)
{
    const char *name;
    size_t length;
    int byte = cursor_peek(cursor);

    if (byte == '#' || byte == '/')
        return true;
    return first_name(cursor, &name, &length) && c_type_word(name, length);
}

static bool fail_prefix(const struct cursor *cursor, struct error *error)
{
    return fail_at(error, STATUS_USAGE, cursor_span(cursor, cursor->at),
                   "%c is a prefix of formats; before C and short names the byte order is < > or =",
                   cursor_peek(cursor));
}

static bool read_c(struct cursor *cursor, const struct book *book, const struct type **out,
                   struct error *error)
{
    int byte = cursor_peek(cursor);

    if (byte == '@' || byte == '!' || byte == '^')
        return fail_prefix(cursor, error);
    return c_type_read(cursor, book, out, error);
}

// True where a name is followed by what only C has behind a type, or holds what no code is.
static bool is_name(const struct cursor *cursor, const char *name, size_t length)
{
    struct cursor behind = cursor_part(cursor, name + length, cursor->end);
    bool blank = is_blank(cursor_peek(&behind));

    if (memchr(name, '_', length) != NULL)
        return true;
    cursor_skip_blanks(&behind);
    int byte = cursor_peek(&behind);
    return byte == '*' || byte == '[' || (byte == '{' && length > 1) || (blank && is_letter(byte));
}

// True for @, ! or ^ in front of a short name: those are prefixes of formats.
static bool is_format_mode(const struct cursor *cursor, const char *name, size_t length)
{
    int byte = cursor_peek(cursor);

    return (byte == '@' || byte == '!' || byte == '^') &&
           short_scalar(name, length) != SCALAR_COUNT;
}

static bool is_text(const char *text, const char *name, size_t length)
{
    return strncmp(text, name, length) == 0 && text[length] == '\0';
}

// Says of a word that is no format what it may have been meant for.
static bool fail_unknown(const struct cursor *cursor, const struct book *book,
                         const struct error *as_format, struct error *error)
{
    const char *name;
    size_t length;

    if (!first_name(cursor, &name, &length) || length < 2) {
        *error = *as_format;
        return false;
    }
    if (is_format_mode(cursor, name, length))
        return fail_prefix(cursor, error) ||
               error_hint(error, "did you mean %.*s%s?", (int)length, name,
                          cursor_peek(cursor) == '!' ? "be" : "");
    struct near near = near_type(book, name, length);
    if (near_best(&near) == NULL && !is_name(cursor, name, length)) {
        *error = *as_format;
        return false;
    }
    struct cursor behind = cursor_part(cursor, name + length, cursor->end);
    if (near_best(&near) != NULL && is_text(near_best(&near), name, length))
        return fail_at(error, STATUS_USAGE, cursor_rest(&behind),
                       "%.*s is a type, but not with this behind it", (int)length, name);
    fail_at(error, STATUS_USAGE, cursor_span(&behind, name), "unknown type %.*s", (int)length,
            name);
    if (near_best(&near) != NULL)
        return error_hint(error, "did you mean %s?", near_best(&near));
    return error_hint(error, "--types FILE makes the types of a C header or an ELF file known");
}

static bool read_format(struct cursor *cursor, const struct book *book, const struct type **out,
                        struct error *error)
{
    const struct cursor whole = *cursor;
    struct error as_format = {0};

    if (format_read(cursor, out, &as_format))
        return true;
    if (as_format.status == STATUS_USAGE)
        return fail_unknown(&whole, book, &as_format, error);
    *error = as_format;
    return false;
}

// True where the book declares the first name of the text as a typedef.
static bool is_declared(const struct cursor *cursor, const struct book *book, bool *answer,
                        struct error *error)
{
    const char *name;
    size_t length;
    const struct type *found = NULL;

    *answer = false;
    if (book == NULL || !first_name(cursor, &name, &length))
        return true;
    if (!book_find(book, NAME_TYPEDEF, name, length, &found, error))
        return false;
    *answer = found != NULL;
    type_unref(found);
    return true;
}

// The name that a format is nearly: u32be for u32b, unsigned for unsignd; NULL for none.
static const char *near_format(const char *code, struct near *near)
{
    enum { ROOM = 16, WORD = 5 };
    size_t length = strlen(code);
    char name[ROOM];
    enum scalar scalar;
    enum order order;

    if (length + 2 > sizeof name)
        return NULL;
    memcpy(name, code, length);
    memcpy(name + length, "e", 2);
    struct cursor whole = cursor_of(name);
    if (short_name_read(&whole, &scalar, &order)) {
        *near = near_to(code, length);
        near_offer(near, name);
        return near_best(near);
    }
    if (length < WORD)
        return NULL;
    *near = near_type(NULL, code, length);
    return near->distance <= NEAR_EDIT ? near_best(near) : NULL;
}

bool type_hint(const struct type *type, struct error *error)
{
    bool written = type->code != NULL && type_is_record(type);
    struct near near;
    const char *name = written ? near_format(type->code, &near) : NULL;

    return name != NULL &&
           error_hint(error, "%s is a record of %llu byte%s; did you mean %s?", type->code,
                      (unsigned long long)type->size, plural(type->size), name);
}

bool type_read(struct cursor *cursor, const struct book *book, const struct type **out,
               struct error *error)
{
    struct cursor part = trimmed(cursor);
    const struct type *type = NULL;
    bool declared;

    if (cursor_done(&part))
        return fail_at(error, STATUS_USAGE, cursor_rest(cursor), "the type is empty");
    if (is_c(&part)) {
        if (!read_c(&part, book, &type, error))
            return false;
    } else {
        if (!read_short(&part, &type, error))
            return false;
        if (type == NULL && !is_declared(&part, book, &declared, error))
            return false;
        if (type == NULL && !(declared ? read_c(&part, book, &type, error)
                                       : read_format(&part, book, &type, error)))
            return false;
    }
    cursor->at = cursor->end;
    *out = type;
    return true;
}
