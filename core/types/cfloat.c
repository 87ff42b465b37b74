// Floating constants, which integer constant expressions may hold as the immediate operands of
// casts (C17 6.6p6): (int)1.5.
#include "types/cparse.h"

#include "base/float.h"

#include <string.h>

bool c_at_float(const struct c_parser *parser)
{
    const char *at = parser->token.at;
    size_t n = parser->token.length;
    bool hex = n > 1 && at[0] == '0' && (at[1] | 0x20) == 'x';

    if (parser->token.kind != TOKEN_NUMBER)
        return false;
    if (memchr(at, '.', n) != NULL)
        return true;
    return hex ? memchr(at, 'p', n) != NULL || memchr(at, 'P', n) != NULL
               : memchr(at, 'e', n) != NULL || memchr(at, 'E', n) != NULL;
}

// The format that a suffix gives: none is double's.
static enum float_format format_of(char suffix, bool *suffixed)
{
    *suffixed = true;
    if (suffix == 'f' || suffix == 'F')
        return FLOAT_F32;
    if (suffix == 'l' || suffix == 'L')
        return scalar_info(scalar_long_double())->format;
    *suffixed = false;
    return FLOAT_F64;
}

// The whole part of a finite value; false above 64 bits.
static bool whole_part(const struct float_value *value, uint64_t *out)
{
    uint64_t high = value->high, low = value->low;
    int exponent = value->exponent;

    if (value->class == FLOAT_ZERO || exponent <= -128) {
        *out = 0;
        return true;
    }
    for (; exponent < 0; exponent++) {
        low = low >> 1 | high << 63;
        high >>= 1;
    }
    for (; exponent > 0 && high == 0 && low >> 63 == 0; exponent--)
        low <<= 1;
    *out = low;
    return exponent == 0 && high == 0;
}

bool c_float_cast(struct c_parser *parser, const struct type *type, struct c_value *out)
{
    const struct c_token token = parser->token;
    unsigned char bytes[16] = {0};
    bool suffixed;
    uint64_t whole;
    enum float_format format = format_of(token.at[token.length - 1], &suffixed);
    struct error ignored = {0};

    struct cursor text = cursor_over(token.at, token.length - suffixed);
    if (!float_read(&text, format, bytes, &ignored) || !cursor_done(&text))
        return c_fail_here(parser, "this is not a constant");
    struct float_value value = float_unpack(format, bytes);
    bool is_zero = value.class == FLOAT_ZERO;
    if (!c_advance(parser))
        return false;
    if (type->kind == TYPE_SCALAR && type->scalar == SCALAR_BOOL)
        whole = !is_zero;
    else if (!whole_part(&value, &whole))
        return c_fail(parser, token.at, token.length, "the number is above 64 bits");
    *out = c_size(whole);
    out->type = type_native(scalar_integer(8, false));
    if (!c_convert(parser, out, type, token.at))
        return false;
    if (type->scalar == SCALAR_BOOL || (out->bits == whole && !c_integer(out).negative))
        return true;
    return c_fail(parser, token.at, token.length, "the number does not fit in the type");
}
