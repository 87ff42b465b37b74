#include "types/format_item.h"

#include "types/codes.h"
#include "types/host.h"

#include <string.h>

bool fail_here(struct reader *in, const char *from, const char *message)
{
    return fail_at(in->error, STATUS_USAGE, cursor_span(in->cursor, from), "%s", message);
}

bool fail_item(struct reader *in, const char *start)
{
    return error_place(in->error, cursor_span(in->cursor, start));
}

bool item_deeper(struct reader *in, const char *start)
{
    if (++in->depth <= TYPE_MAX_DEPTH)
        return true;
    return fail_at(in->error, STATUS_USAGE, cursor_span(in->cursor, start),
                   "the format is nested more than %d deep", TYPE_MAX_DEPTH);
}

// ---- in front of a code: shape, prefix, count

// number = digit { digit }
static bool read_number(struct reader *in, uint64_t *out)
{
    const char *start = in->cursor->at;
    uint64_t value = 0;
    bool fits = true;

    while (is_digit(cursor_peek(in->cursor))) {
        uint64_t digit = (uint64_t)(*in->cursor->at++ - '0');

        fits = fits && mul_u64(value, 10, &value) && add_u64(value, digit, &value);
    }
    if (in->cursor->at == start)
        return fail_here(in, start, "expected a number");
    if (!fits || value > TYPE_MAX_SIZE)
        return fail_here(in, start, "the number is too large");
    *out = value;
    return true;
}

// shape = "(" number { "," number } ")", with blanks around numbers
static bool read_shape(struct reader *in, struct item *item)
{
    const char *start = in->cursor->at++;

    do {
        cursor_skip_blanks(in->cursor);
        if (item->ndim == FORMAT_MAX_DIMENSIONS)
            return fail_here(in, start, "a shape has 64 dimensions at most");
        if (!read_number(in, &item->dims[item->ndim]))
            return false;
        item->ndim++;
        cursor_skip_blanks(in->cursor);
    } while (cursor_take(in->cursor, ','));
    if (!cursor_take(in->cursor, ')'))
        return fail_here(in, in->cursor->at, "expected , or ) in the shape");
    return true;
}

// front = { shape | prefix } [ number ]
static bool read_front(struct reader *in, struct item *item)
{
    for (;;) {
        int byte = cursor_peek(in->cursor);

        if (byte == '(') {
            if (!read_shape(in, item))
                return false;
        } else if (is_mode(byte)) {
            in->mode = *in->cursor->at++;
        } else {
            break;
        }
    }
    item->count = 1;
    item->counted = is_digit(cursor_peek(in->cursor));
    return !item->counted || read_number(in, &item->count);
}

// ---- codes

uint64_t item_align(const struct reader *in, uint64_t align)
{
    return in->mode == '@' ? align : 1;
}

static bool make_scalar(struct reader *in, struct item *item, enum scalar scalar, const char *code)
{
    struct type *type = type_scalar(in->pool, scalar, mode_order(in->mode), in->error);

    if (type == NULL)
        return false;
    item->align = type->align = item_align(in, type->align);
    type->code = code;
    item->type = type;
    return true;
}

// text = [ number ] ( "s" | "p" ): the count is its size
static bool read_text(struct reader *in, struct item *item)
{
    bool pascal = *in->cursor->at++ == 'p';
    struct type *type =
        pascal ? pool_type(in->pool, TYPE_PASCAL, in->error)
               : type_array(in->pool, type_native(SCALAR_CHAR), item->count, in->error);

    if (type == NULL)
        return fail_item(in, item->start);
    type->code = pascal ? "p" : "s";
    type->size = item->count;
    item->align = type->align = 1;
    item->type = type;
    item->meaning = COUNT_IS_SIZE;
    return true;
}

// padding = [ number ] "x"
static bool read_padding(struct reader *in, struct item *item)
{
    in->cursor->at++;
    item->kind = ITEM_PADDING;
    item->meaning = COUNT_IS_SIZE;
    item->align = 1;
    return true;
}

// The machine type that a bit-field of n bits has where its format does not say.
static enum scalar scalar_of_bits(uint64_t n)
{
    unsigned size = 1;

    while (8 * size < n)
        size *= 2;
    return scalar_integer(size, false);
}

// own = "[" short name "]": memtool's own spelling of machine types that have no code
static bool read_short(struct reader *in, enum scalar *out)
{
    const char *start = in->cursor->at++;
    const char *name = in->cursor->at;

    while (is_word_byte(cursor_peek(in->cursor)))
        in->cursor->at++;
    *out = short_scalar(name, (size_t)(in->cursor->at - name));
    if (!cursor_take(in->cursor, ']'))
        return fail_here(in, start, "the ] of this short name is missing");
    return *out != SCALAR_COUNT || fail_here(in, start, "no such short name");
}

// The code in the braces of bits.
static bool read_bits_code(struct reader *in, enum scalar *out)
{
    struct cursor *at = in->cursor;
    const char *start = at->at;

    if (cursor_peek(at) == '[') {
        if (!read_short(in, out))
            return false;
    } else {
        const struct code *code = code_find(start, (size_t)(at->end - start));

        if (code == NULL || code->native_only)
            return fail_here(in, start, "expected the code of an integer and }");
        *out = code->standard;
        at->at += strlen(code->text);
    }
    return cursor_take(at, '}') || fail_here(in, start, "expected the code of an integer and }");
}

// bits = [ number ] "t" [ "{" code "}" ]: the code of the type that the bits are declared with
static bool read_bits(struct reader *in, struct item *item)
{
    struct cursor *at = in->cursor;
    enum scalar scalar;

    at->at++;
    item->kind = ITEM_BITS;
    item->meaning = COUNT_IS_SIZE;
    item->order = mode_order(in->mode);
    if (item->ndim > 0)
        return fail_here(in, item->start, "bits have no shape");
    if (item->count > 128)
        return fail_here(in, item->start, "a bit-field has 128 bits at most");
    scalar = scalar_of_bits(item->count);
    if (cursor_take(at, '{') && !read_bits_code(in, &scalar))
        return false;
    const struct scalar_info *info = scalar_info(scalar);
    bool fits = info->class == CLASS_UINT || info->class == CLASS_INT || info->class == CLASS_BOOL;
    if (!fits || item->count > (scalar == SCALAR_BOOL ? 1 : 8 * info->size))
        return fail_here(in, item->start, "the bits do not fit that type");
    return make_scalar(in, item, scalar, NULL);
}

// record = ( "T{" | "U{" ) items "}"
static bool read_record(struct reader *in, struct item *item)
{
    const char *start = in->cursor->at;
    struct type *type;

    in->cursor->at += 2;
    if (!item_deeper(in, start) ||
        !record_read(in, *start == 'U' ? TYPE_UNION : TYPE_STRUCT, &type, NULL))
        return false;
    if (!cursor_take(in->cursor, '}'))
        return fail_here(in, start, "the } of this record is missing");
    in->depth--;
    item->align = type->align;
    item->type = item->record = type;
    return true;
}

bool item_pointer(struct reader *in, struct item *item, const struct type *target, enum order order,
                  uint64_t align, const char *code)
{
    struct type *type = type_pointer(in->pool, target, order, in->error);

    if (type == NULL)
        return fail_item(in, item->start);
    type->code = code;
    item->align = type->align = align;
    item->type = type;
    return true;
}

// pointer = "&" pointee
static bool read_pointer(struct reader *in, struct item *item)
{
    enum order order = mode_order(in->mode);
    uint64_t align = item_align(in, scalar_info(SCALAR_POINTER)->align);
    const struct type *target;
    const char *start = in->cursor->at++;

    if (!item_deeper(in, start) || !pointee_read(in, &target))
        return false;
    in->depth--;
    return item_pointer(in, item, target, order, align, NULL);
}

// "P" | "z" | "Z" | "O": void *, char *, wchar_t * and PyObject *
static bool read_known_pointer(struct reader *in, struct item *item)
{
    char byte = *in->cursor->at++;
    const struct type *target = byte == 'z'   ? type_native(SCALAR_CHAR)
                                : byte == 'Z' ? type_native(SCALAR_WCHAR)
                                              : type_void();
    const char *code = byte == 'z' ? "z" : byte == 'Z' ? "Z" : byte == 'O' ? "O" : "P";

    return item_pointer(in, item, target, mode_order(in->mode),
                        item_align(in, scalar_info(SCALAR_POINTER)->align), code);
}

// ---- the choice

static bool read_own(struct reader *in, struct item *item)
{
    enum scalar scalar;

    return read_short(in, &scalar) && make_scalar(in, item, scalar, NULL);
}

static bool fail_unknown(struct reader *in, struct item *item)
{
    const char *start = in->cursor->at;
    int byte = cursor_peek(in->cursor);

    if (item->counted && (byte == -1 || is_blank(byte)))
        return fail_here(in, item->start, "a count without a code behind it");
    if (byte == -1 || is_blank(byte) || byte == '}')
        return fail_here(in, item->start, "no code behind this");
    if (byte == ':')
        return fail_here(in, start, "a name stands right behind its item");
    fail_at(in->error, STATUS_USAGE, cursor_span(in->cursor, start), "unknown code in a format");
    return error_hint(in->error,
                      "codes are x c b B ? h H i I l L q Q n N e f d g s p P F D Zf Zd Zg u w t O "
                      "& T{} U{} X{}");
}

static bool read_coded(struct reader *in, struct item *item)
{
    struct cursor *at = in->cursor;
    const struct code *code = code_find(at->at, (size_t)(at->end - at->at));

    if (code == NULL)
        return fail_unknown(in, item);
    const char *start = at->at;
    at->at += strlen(code->text);
    if (code->native_only && !mode_is_native(in->mode)) {
        fail_at(in->error, STATUS_USAGE, cursor_span(at, start),
                "%s has no standard size, so it does not go with %c", code->text, in->mode);
        return error_hint(in->error, "leave the %c out, or write q or Q", in->mode);
    }
    if (code->text[0] == 'u' || code->text[0] == 'w')
        item->meaning = COUNT_IS_ARRAY;
    return make_scalar(in, item, code_scalar(code, in->mode), code->text);
}

// What reads an item that starts with a byte; all other bytes are codes of scalars. `follow` must
// come next (0: anything).
static const struct {
    char byte, follow;
    bool (*read)(struct reader *in, struct item *item);
} readers[] = {
    {'s', 0, read_text},          {'p', 0, read_text},          {'x', 0, read_padding},
    {'t', 0, read_bits},          {'T', '{', read_record},      {'U', '{', read_record},
    {'X', '{', function_read},    {'&', 0, read_pointer},       {'P', 0, read_known_pointer},
    {'z', 0, read_known_pointer}, {'O', 0, read_known_pointer}, {'[', 0, read_own},
};

// item = front code
bool item_read(struct reader *in, struct item *item)
{
    item->kind = ITEM_VALUE;
    item->meaning = COUNT_REPEATS;
    item->start = in->cursor->at;
    item->ndim = 0;
    item->type = NULL;
    item->record = NULL;
    if (!read_front(in, item))
        return false;
    int byte = cursor_peek(in->cursor), follow = cursor_peek_at(in->cursor, 1);
    // Z is ctypes' wchar_t *, but for the complex numbers of PEP 3118.
    if (byte == 'Z' && follow != 'f' && follow != 'd' && follow != 'g')
        return read_known_pointer(in, item);
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (readers[i].byte == byte && (readers[i].follow == 0 || readers[i].follow == follow))
            return readers[i].read(in, item);
    return read_coded(in, item);
}

bool item_shape(struct reader *in, struct item *item, bool count_too)
{
    bool array = item->meaning == COUNT_IS_ARRAY || (item->meaning == COUNT_REPEATS && count_too);

    if (array && item->counted)
        item->type = type_array(in->pool, item->type, item->count, in->error);
    for (size_t i = item->ndim; i > 0 && item->type != NULL; i--)
        item->type = type_array(in->pool, item->type, item->dims[i - 1], in->error);
    return item->type != NULL || fail_item(in, item->start);
}

bool pointee_read(struct reader *in, const struct type **out)
{
    struct item item;

    if (!item_read(in, &item))
        return false;
    if (item.kind != ITEM_VALUE)
        return fail_here(in, item.start, "bits and padding are no type of their own");
    if (!item_shape(in, &item, true))
        return false;
    *out = item.type;
    return true;
}
