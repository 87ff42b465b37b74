// Text to floats.
#include "base/float_decimal.h"
#include "base/integer.h"
#include "base/scan.h"

#include <stdio.h>

// Passes a word, in any case.
static bool take_word(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);

    for (size_t i = 0; i < length; i++)
        if ((cursor_peek_at(cursor, i) | 0x20) != word[i])
            return false;
    cursor->at += length;
    return true;
}

// Passes an exponent, if one comes next: a letter, perhaps a sign, and digits. Far beyond the range
// of any format it may be wrong, but not in sign.
static int64_t take_exponent(struct cursor *cursor, char letter)
{
    const int64_t most = INT64_C(1) << 48;
    int64_t exponent = 0;

    if ((cursor_peek(cursor) | 0x20) != letter)
        return 0;
    struct cursor at = *cursor;
    at.at++;
    bool negative = cursor_take(&at, '-');
    if (!negative)
        cursor_take(&at, '+');
    if (!is_digit(cursor_peek(&at)))
        return 0;
    for (; is_digit(cursor_peek(&at)); at.at++)
        if (exponent < most)
            exponent = exponent * 10 + (*at.at - '0');
    *cursor = at;
    return negative ? -exponent : exponent;
}

// Takes the first 19 significant digits of more than that, which 64 bits hold, and counts the rest.
static void keep_first_digits(struct decimal_text *decimal, size_t count)
{
    enum { KEPT = 19 };
    const char *at = decimal->text;
    size_t kept = 0;

    for (; at < decimal->end && (*at == '0' || *at == '.'); at++)
        count -= *at == '0';
    if (count <= KEPT)
        return;
    decimal->digits = 0;
    for (; kept < KEPT; at++) {
        if (*at == '.')
            continue;
        decimal->digits = decimal->digits * 10 + (uint64_t)(*at - '0');
        kept++;
    }
    decimal->more = true;
    decimal->exponent += (int64_t)(count - KEPT);
}

static bool take_decimal(struct cursor *cursor, struct decimal_text *out)
{
    enum { SAFE = 19 };
    const char *start = cursor->at, *end = cursor->end, *point;
    size_t count, behind = 0;

    out->digits = 0;
    out->more = false;
    point = scan_digits(start, end, &out->digits);
    count = (size_t)(point - start);
    out->end = point;
    if (point < end && *point == '.') {
        out->end = scan_digits(point + 1, end, &out->digits);
        behind = (size_t)(out->end - point - 1);
    }
    if (count + behind == 0)
        return false;
    out->text = start;
    cursor->at = out->end;
    out->exponent = out->last_exponent = take_exponent(cursor, 'e') - (int64_t)behind;
    if (count + behind > SAFE)
        keep_first_digits(out, count + behind);
    return true;
}

// Hexadecimal digits with at most one point, and an exponent of two, behind 0x.
static bool take_hex(struct cursor *cursor, struct unrounded *out)
{
    const int64_t far = 1 << 20; // beyond all formats, with 128 bits to spare
    bool point = false, any = false;
    int64_t exponent = 0;

    for (;; cursor->at++) {
        int digit = hex_digit(cursor_peek(cursor));

        if (cursor_peek(cursor) == '.' && !point) {
            point = true;
            continue;
        }
        if (digit < 0)
            break;
        any = true;
        exponent -= point ? 4 : 0;
        if (scan_append(&out->significand, 16, (unsigned)digit))
            continue;
        out->more |= digit != 0;
        exponent += 4;
    }
    exponent += take_exponent(cursor, 'p');
    out->exponent = (int)(exponent > far ? far : exponent < -far ? -far : exponent);
    return any;
}

static bool take_special(struct cursor *cursor, enum float_format format, bool negative,
                         void *bytes)
{
    if (take_word(cursor, "infinity") || take_word(cursor, "inf"))
        float_pack_infinity(format, negative, bytes);
    else if (take_word(cursor, "nan"))
        float_pack_nan(format, negative, bytes);
    else
        return false;
    return true;
}

// An integer in a spelling that only integers have: 0o, 0b, 'a'.
static bool read_integer(struct cursor *cursor, const char *from, struct unrounded *out,
                         struct error *error)
{
    struct integer value;

    if (!integer_read(cursor, &value, error))
        return false;
    if (value.beyond)
        return scan_refuse(cursor, from, "does not fit in 128 bits", error);
    out->significand = (struct wide){value.high, value.low};
    return true;
}

// The letter, in lower case, of a prefix such as 0x; 0 without one.
static int prefix_letter(const struct cursor *cursor)
{
    int letter = cursor_peek(cursor) == '0' ? cursor_peek_at(cursor, 1) | 0x20 : 0;

    return letter == 'x' || letter == 'o' || letter == 'b' ? letter : 0;
}

// What is no decimal, behind its sign; from is where the number starts.
static bool read_other(struct cursor *cursor, const char *from, enum float_format format,
                       bool negative, void *bytes, enum rounding *rounding, struct error *error)
{
    struct unrounded number = {.negative = negative};
    int letter = prefix_letter(cursor);

    *rounding = ROUNDING_DONE;
    if (take_special(cursor, format, negative, bytes))
        return true;
    if (letter == 'x') {
        cursor->at += 2;
        if (!take_hex(cursor, &number))
            return scan_refuse(cursor, from, "is not a number", error);
    } else if (letter != 0 || cursor_peek(cursor) == '\'') {
        if (!read_integer(cursor, from, &number, error))
            return false;
    } else {
        return scan_refuse(cursor, from, "is not a number", error);
    }
    *rounding = float_round(format, &number, bytes);
    return true;
}

static bool refuse_overflow(const struct cursor *cursor, const char *from, enum float_format format,
                            struct error *error)
{
    static const char *const greatest[] = {
        [FLOAT_F16] = "65504",    [FLOAT_BF16] = "3.38e38",  [FLOAT_F32] = "3.4e38",
        [FLOAT_F64] = "1.79e308", [FLOAT_F80] = "1.18e4932", [FLOAT_F128] = "1.18e4932",
    };
    struct cursor number = cursor_part(cursor, from, cursor->at);
    const char *name = float_parts(format)->name;
    char why[32];

    snprintf(why, sizeof why, "does not fit in %s", name);
    return scan_refuse(&number, from, why, error) ||
           error_hint(error, "%s holds up to %s", name, greatest[format]);
}

// At the first byte of the number, which may be a sign.
static bool read_signed(struct cursor *cursor, enum float_format format, void *bytes,
                        struct error *error)
{
    const char *from = cursor->at;
    bool negative = cursor_take(cursor, '-');
    struct decimal_text decimal = {.negative = negative};
    enum rounding rounding;

    if (!negative)
        cursor_take(cursor, '+');
    if (prefix_letter(cursor) == 0 && take_decimal(cursor, &decimal))
        rounding = decimal_round(format, &decimal, bytes);
    else if (!read_other(cursor, from, format, negative, bytes, &rounding, error))
        return false;
    return rounding == ROUNDING_DONE || refuse_overflow(cursor, from, format, error);
}

bool float_read(struct cursor *cursor, enum float_format format, void *bytes, struct error *error)
{
    const char *from = cursor->at;

    if (read_signed(cursor, format, bytes, error))
        return true;
    cursor->at = from;
    return false;
}
