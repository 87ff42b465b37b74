// The arithmetic of integer constants, in the types and widths that C gives them on the host.
// What overflows or divides by zero is an error, unless it lies in a branch that does not count.
#include "types/cparse.h"

#include "base/escape.h"

#include <stdlib.h>
#include <string.h>

static const struct type *integer_type(size_t size, bool is_signed)
{
    return type_native(scalar_integer((unsigned)size, is_signed));
}

struct c_value c_int(int64_t value)
{
    return (struct c_value){.type = integer_type(sizeof(int), true), .bits = (uint64_t)value};
}

struct c_value c_size(uint64_t value)
{
    return (struct c_value){.type = integer_type(sizeof(size_t), false), .bits = value};
}

struct integer c_integer(const struct c_value *value)
{
    return type_is_signed(value->type) ? integer_of_i64((int64_t)value->bits)
                                       : integer_of_u64(value->bits);
}

static bool is_integer(const struct type *type)
{
    if (type->kind != TYPE_SCALAR && type->kind != TYPE_ENUM)
        return false;
    enum scalar_class class = scalar_info(type->scalar)->class;
    return class == CLASS_BOOL || class == CLASS_CHAR || class == CLASS_UINT ||
           class == CLASS_INT || class == CLASS_UNICODE;
}

// The low `size` bytes of bits, extended by their sign.
static uint64_t extended(uint64_t bits, uint64_t size, bool is_signed)
{
    if (size >= 8)
        return bits;
    uint64_t mask = ((uint64_t)1 << 8 * size) - 1;
    uint64_t sign = (uint64_t)1 << (8 * size - 1);
    bits &= mask;
    return is_signed && (bits & sign) != 0 ? bits | ~mask : bits;
}

static bool fail_since(struct c_parser *parser, const char *from, const char *message)
{
    size_t length = parser->before > from ? (size_t)(parser->before - from) : 1;

    return c_fail(parser, from, length, "%s", message);
}

bool c_convert(struct c_parser *parser, struct c_value *value, const struct type *type,
               const char *from)
{
    bool is_pointer = type->kind == TYPE_POINTER;

    if (value->place || !(is_integer(value->type) || value->type->kind == TYPE_POINTER))
        return fail_since(parser, from, "this is not an integer constant");
    if (!is_integer(type) && !is_pointer)
        return fail_since(parser, from, "a constant of this type is not an integer");
    if (type->size > 8)
        return fail_since(parser, from, "constants of 128 bits are not supported");
    value->bits = type->scalar == SCALAR_BOOL
                      ? value->bits != 0
                      : extended(value->bits, type->size, !is_pointer && type_is_signed(type));
    value->type = type;
    return true;
}

// ---- literals

// suffix = [uU]? ("l" | "L" | "ll" | "LL")? in either order
static bool read_suffix(const char *at, const char *end, bool *is_unsigned, size_t *least)
{
    *is_unsigned = false;
    *least = sizeof(int);
    while (at < end) {
        if ((*at == 'u' || *at == 'U') && !*is_unsigned) {
            *is_unsigned = true;
            at++;
        } else if ((*at == 'l' || *at == 'L') && *least == sizeof(int)) {
            bool twice = at + 1 < end && at[1] == at[0];

            *least = twice ? sizeof(long long) : sizeof(long);
            at += twice ? 2 : 1;
            if (at < end && (*at | 0x20) == 'l')
                return false;
        } else {
            return false;
        }
    }
    return true;
}

// number = ("0x" | "0b" | "0")? digits suffix
bool c_number(struct c_parser *parser, struct c_value *out)
{
    const struct c_token token = parser->token;
    const char *at = token.at;
    const char *end = at + token.length;
    unsigned radix = 10;
    uint64_t value = 0;
    bool is_unsigned;
    size_t size;

    if (*at == '0' && token.length > 1) {
        int mark = at[1] | 0x20;

        radix = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
        at += radix == 8 ? 1 : 2;
    }
    const char *digits = at;
    for (; at < end && hex_digit(*at) >= 0 && hex_digit(*at) < (int)radix; at++)
        if (!mul_u64(value, radix, &value) || !add_u64(value, (uint64_t)hex_digit(*at), &value))
            return c_fail_here(parser, "the number is above 64 bits");
    if ((at == digits && radix != 8) || !read_suffix(at, end, &is_unsigned, &size))
        return c_fail_here(parser, "this is not an integer constant");
    // The first of int, long, long long that holds it; with a radix prefix, unsigned ones too.
    for (; size <= 8; size *= 2) {
        if (!is_unsigned && value >> (8 * size - 1) == 0)
            break;
        if ((is_unsigned || radix != 10 || size == 8) && (size == 8 || value >> 8 * size == 0)) {
            is_unsigned = true;
            break;
        }
    }
    *out = (struct c_value){.type = integer_type(size, !is_unsigned), .bits = value};
    return c_advance(parser);
}

// The value of a character constant's bytes: as gcc's int, or one code point with a prefix.
static bool character_value(struct c_parser *parser, const struct bytes *bytes, char prefix,
                            struct c_value *out)
{
    uint32_t value = 0;

    if (prefix == '\'') {
        if (bytes->used > sizeof(int))
            return c_fail_here(parser, "more than %zu characters", sizeof(int));
        for (size_t i = 0; i < bytes->used; i++)
            value = value << 8 | bytes->bytes[i];
        *out = c_int(bytes->used == 1 ? (char)value : (int32_t)value);
        return true;
    }
    if (bytes->used > 1 && utf8_decode(bytes->bytes, bytes->used, &value) != bytes->used)
        return c_fail_here(parser, "one character expected");
    *out = c_int(bytes->used == 1 ? bytes->bytes[0] : (int64_t)value);
    return true;
}

// character = ("L" | "u" | "U")? "'" (escape | byte)+ "'"
bool c_character(struct c_parser *parser, struct c_value *out)
{
    const char *open = memchr(parser->token.at, '\'', parser->token.length);
    const char *close = parser->token.at + parser->token.length - 1;
    struct bytes bytes = {0};
    struct error *error = parser->error;

    if (close == open + 1)
        return c_fail_here(parser, "a character expected between the quotes");
    struct cursor cursor = cursor_part(&parser->lexer.cursor, open + 1, close);
    bool good = escape_read(&cursor, 0, &bytes, error) &&
                character_value(parser, &bytes, *parser->token.at, out);
    free(bytes.bytes);
    return good && c_advance(parser);
}

// ---- operators

static void promote(struct c_value *value)
{
    if (value->type->kind == TYPE_SCALAR && value->type->size >= sizeof(int) &&
        scalar_info(value->type->scalar)->class != CLASS_UNICODE)
        return;
    bool is_signed = value->type->size < sizeof(int) || type_is_signed(value->type);
    size_t size = value->type->size < sizeof(int) ? sizeof(int) : (size_t)value->type->size;
    value->type = integer_type(size, is_signed);
}

static bool check_integer(struct c_parser *parser, const struct c_value *value, const char *from)
{
    if (value->place || !is_integer(value->type))
        return fail_since(parser, from, "this is not an integer constant");
    if (value->type->size > 8)
        return fail_since(parser, from, "constants of 128 bits are not supported");
    return true;
}

bool c_common_type(struct c_parser *parser, struct c_value *left, struct c_value *right,
                   const char *from)
{
    if (!check_integer(parser, left, from) || !check_integer(parser, right, from))
        return false;
    promote(left);
    promote(right);
    size_t size =
        (size_t)(left->type->size > right->type->size ? left->type->size : right->type->size);
    bool is_signed = !((left->type->size == size && !type_is_signed(left->type)) ||
                       (right->type->size == size && !type_is_signed(right->type)));
    const struct type *type = integer_type(size, is_signed);
    return c_convert(parser, left, type, from) && c_convert(parser, right, type, from);
}

static bool overflow(struct c_parser *parser, const char *from)
{
    return parser->unevaluated > 0 || fail_since(parser, from, "the constant overflows its type");
}

bool c_unary_operator(struct c_parser *parser, int kind, struct c_value *value, const char *from)
{
    if (kind == '!' && !value->place && value->type->kind == TYPE_POINTER) {
        *value = c_int(value->bits == 0);
        return true;
    }
    if (!check_integer(parser, value, from))
        return false;
    promote(value);
    bool is_signed = type_is_signed(value->type);
    if (kind == '!') {
        *value = c_int(value->bits == 0);
    } else if (kind == '~') {
        value->bits = extended(~value->bits, value->type->size, is_signed);
    } else if (kind == '-') {
        uint64_t lowest = (uint64_t)1 << (8 * value->type->size - 1);

        if (is_signed && value->bits == extended(lowest, value->type->size, true))
            return overflow(parser, from);
        value->bits = extended(~value->bits + 1, value->type->size, is_signed);
    }
    return true;
}

static bool shift(struct c_parser *parser, int kind, struct c_value *left, struct c_value right,
                  const char *from)
{
    promote(left);
    promote(&right);
    uint64_t bits = 8 * left->type->size;
    bool is_signed = type_is_signed(left->type);
    if (right.bits >= bits) // a negative count too
        return parser->unevaluated > 0 ||
               fail_since(parser, from, "a shift by more than the type is wide");
    if (kind == TOKEN_SHIFT_RIGHT) {
        uint64_t sign = is_signed && (int64_t)left->bits < 0 ? ~(~(uint64_t)0 >> right.bits) : 0;

        left->bits = left->bits >> right.bits | sign;
        return true;
    }
    // Into the sign bit is what gcc allows, and headers do: 1 << 31.
    uint64_t shifted = extended(left->bits << right.bits, left->type->size, is_signed);
    uint64_t back = extended(shifted, left->type->size, false) >> right.bits;
    if (is_signed && back != (uint64_t)extended(left->bits, left->type->size, false) &&
        (int64_t)left->bits >= 0)
        return overflow(parser, from);
    left->bits = shifted;
    return true;
}

static bool divide(struct c_parser *parser, int kind, struct c_value *left,
                   const struct c_value *right, const char *from)
{
    bool is_signed = type_is_signed(left->type);

    if (right->bits == 0)
        return parser->unevaluated > 0 || fail_since(parser, from, "a division by zero");
    if (!is_signed) {
        left->bits = kind == '/' ? left->bits / right->bits : left->bits % right->bits;
        return true;
    }
    int64_t a = (int64_t)left->bits;
    int64_t b = (int64_t)right->bits;
    if (b == -1) {
        left->bits = kind == '/' ? ~left->bits + 1 : 0;
        if (kind == '/' && a != 0 && (int64_t)left->bits == a)
            return overflow(parser, from);
    } else {
        left->bits = (uint64_t)(kind == '/' ? a / b : a % b);
    }
    return left->bits == extended(left->bits, left->type->size, true) || overflow(parser, from);
}

static bool add_up(struct c_parser *parser, int kind, struct c_value *left,
                   const struct c_value *right, const char *from)
{
    bool is_signed = type_is_signed(left->type);
    int64_t a = (int64_t)left->bits;
    int64_t b = (int64_t)right->bits;
    int64_t signed_result;
    bool lost;

    if (!is_signed) {
        uint64_t result = kind == '+'   ? left->bits + right->bits
                          : kind == '-' ? left->bits - right->bits
                                        : left->bits * right->bits;
        left->bits = extended(result, left->type->size, false);
        return true;
    }
    lost = kind == '+'   ? __builtin_add_overflow(a, b, &signed_result)
           : kind == '-' ? __builtin_sub_overflow(a, b, &signed_result)
                         : __builtin_mul_overflow(a, b, &signed_result);
    left->bits = extended((uint64_t)signed_result, left->type->size, true);
    return (!lost && left->bits == (uint64_t)signed_result) || overflow(parser, from);
}

static bool compare(int kind, const struct c_value *left, const struct c_value *right)
{
    int order = integer_compare(c_integer(left), c_integer(right));

    switch (kind) {
    case '<':
        return order < 0;
    case '>':
        return order > 0;
    case TOKEN_NOT_ABOVE:
        return order <= 0;
    case TOKEN_NOT_BELOW:
        return order >= 0;
    case TOKEN_EQUAL:
        return order == 0;
    default:
        return order != 0;
    }
}

bool c_binary_operator(struct c_parser *parser, int kind, struct c_value *left,
                       struct c_value right, const char *from)
{
    if (kind == TOKEN_SHIFT_LEFT || kind == TOKEN_SHIFT_RIGHT)
        return check_integer(parser, left, from) && check_integer(parser, &right, from) &&
               shift(parser, kind, left, right, from);
    if (!c_common_type(parser, left, &right, from))
        return false;
    switch (kind) {
    case '*':
    case '+':
    case '-':
        return add_up(parser, kind, left, &right, from);
    case '/':
    case '%':
        return divide(parser, kind, left, &right, from);
    case '&':
        left->bits &= right.bits;
        return true;
    case '|':
        left->bits |= right.bits;
        return true;
    case '^':
        left->bits ^= right.bits;
        return true;
    default:
        *left = c_int(compare(kind, left, &right));
        return true;
    }
}
