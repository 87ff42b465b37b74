#include "base/digits.h"
#include "base/float_digits.h"
#include "base/integer.h"

// Floats to text as Python's repr lays them out.

enum {
    TABLE_DIGITS = 17, // what decimal_shortest gives
    PLAIN_LOW = -3,    // the point of 0.0001 and of 1234567890123456.0: beyond, with an exponent
    PLAIN_HIGH = 16
};

// Digits, with room before them for a group of eight of which one is used, and zeros behind.
struct digits {
    char before[7], text[DIGITS_MOST + PLAIN_HIGH + 1];
    unsigned count; // without zeros at the end
    int point;      // behind that many digits
};

// Writes e and an exponent of at least two digits.
static inline char *put_exponent(char *to, int exponent)
{
    unsigned magnitude = (unsigned)(exponent < 0 ? -exponent : exponent);

    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    if (magnitude >= 1000) {
        digits_put_pair(to, magnitude / 100);
        to += 2;
    } else if (magnitude >= 100) {
        *to++ = (char)('0' + magnitude / 100);
    }
    digits_put_pair(to, magnitude % 100);
    return to + 2;
}

// room: how many digits are moved in one go, at least the most that there are.
static inline char *lay_out(char *to, const struct digits *digits, size_t room)
{
    const char *text = digits->text;
    unsigned count = digits->count;
    int point = digits->point;

    if (point > PLAIN_HIGH || point < PLAIN_LOW) {
        to[0] = text[0];
        to[1] = '.';
        memcpy(to + 2, text + 1, room - 1);
        return put_exponent(to + (count > 1 ? count + 1 : 1), point - 1);
    }
    if (point <= 0) {
        memcpy(to, "0.000", 5);
        memcpy(to + 2 - point, text, room);
        return to + 2 - point + count;
    }
    memcpy(to, text, PLAIN_HIGH);
    to[point] = '.';
    memcpy(to + point + 1, text + point, room - 1);
    return to + 1 + ((int)count > point ? count : (unsigned)point + 1);
}

// Splits into digits; they are moved up until there are 17, as most doubles have anyway.
static inline void split(struct digits *out, struct decimal decimal)
{
    const uint64_t full = UINT64_C(10000000000000000);
    uint64_t high, low;

    while (decimal.digits < full) {
        decimal.digits *= 10;
        decimal.exponent--;
    }
    uint32_t top = (uint32_t)(decimal.digits / 100000000 / 100000000);
    high = digits_split((uint32_t)(decimal.digits / 100000000 % 100000000));
    low = digits_split((uint32_t)(decimal.digits % 100000000));
    out->text[0] = (char)('0' + top);
    store_little(out->text + 1, high | DIGITS_ZEROS);
    store_little(out->text + 9, low | DIGITS_ZEROS);
    memset(out->text + TABLE_DIGITS, '0', PLAIN_HIGH);
    out->count = low != 0    ? 17 - (unsigned)__builtin_clzll(low) / 8
                 : high != 0 ? 9 - (unsigned)__builtin_clzll(high) / 8
                             : 1;
    out->point = decimal.exponent + TABLE_DIGITS;
}

// A finite value but zero: significand * 2^exponent.
static inline char *put_shortest(char *to, uint64_t significand, int exponent, bool closer)
{
    struct digits digits;

    split(&digits, decimal_shortest(significand, exponent, closer));
    return lay_out(to, &digits, TABLE_DIGITS);
}

static char *put_word(char *to, const char *word)
{
    memcpy(to, word, 3);
    return to + 3;
}

size_t f64_print(char *to, double value)
{
    uint64_t bits, fraction;
    char *at = to;

    memcpy(&bits, &value, sizeof bits);
    fraction = bits & ((UINT64_C(1) << 52) - 1);
    int biased = bits >> 52 & 0x7ff;
    *at = '-';
    at += bits >> 63;
    if (biased == 0x7ff)
        at = fraction ? put_word(to, "nan") : put_word(at, "inf");
    else if (biased != 0)
        at = put_shortest(at, fraction | UINT64_C(1) << 52, biased - 1075,
                          fraction == 0 && biased > 1);
    else if (fraction != 0)
        at = put_shortest(at, fraction, -1074, false);
    else
        at = put_word(at, "0.0");
    return (size_t)(at - to);
}

size_t f32_print(char *to, float value)
{
    uint32_t bits, fraction;
    char *at = to;

    memcpy(&bits, &value, sizeof bits);
    fraction = bits & ((UINT32_C(1) << 23) - 1);
    int biased = bits >> 23 & 0xff;
    *at = '-';
    at += bits >> 31;
    if (biased == 0xff)
        at = fraction ? put_word(to, "nan") : put_word(at, "inf");
    else if (biased != 0)
        at = put_shortest(at, fraction | UINT32_C(1) << 23, biased - 150,
                          fraction == 0 && biased > 1);
    else if (fraction != 0)
        at = put_shortest(at, fraction, -149, false);
    else
        at = put_word(at, "0.0");
    return (size_t)(at - to);
}

static char *put_value(char *to, enum float_format format, const struct float_value *value)
{
    struct digits digits;

    if (format < FLOAT_F80)
        return put_shortest(to, value->low, value->exponent, float_closer_below(format, value));
    memset(digits.text, '0', sizeof digits.text);
    digits.count = (unsigned)digits_exact(digits.text, format, value, &digits.point);
    return lay_out(to, &digits, DIGITS_MOST);
}

size_t float_print(char *to, enum float_format format, const void *bytes)
{
    static const char *const words[] = {
        [FLOAT_ZERO] = "0.0", [FLOAT_INFINITE] = "inf", [FLOAT_NAN] = "nan"};
    struct float_value value = float_unpack(format, bytes);
    char *at = to;

    if (value.negative && value.class != FLOAT_NAN)
        *at++ = '-';
    if (value.class == FLOAT_NORMAL || value.class == FLOAT_SUBNORMAL)
        at = put_value(at, format, &value);
    else
        at = put_word(at, words[value.class]);
    return (size_t)(at - to);
}
