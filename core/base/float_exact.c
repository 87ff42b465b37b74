// Floats to decimal by exact arithmetic: the shortest digits of the formats that no table covers,
// and all digits of any.
#include "base/bignum.h"
#include "base/float_digits.h"
#include "base/integer.h"

bool float_closer_below(enum float_format format, const struct float_value *value)
{
    const struct float_parts *parts = float_parts(format);
    struct wide significand = {value->high, value->low};
    bool power_of_two = wide_compare(significand, wide_bit(parts->fraction_bits)) == 0;

    return power_of_two && value->exponent > 1 - parts->bias - (int)parts->fraction_bits;
}

// A value and half the distances to its neighbours, as fractions of one unit, which is the place
// value of the next digit.
struct scaled {
    struct bignum value, below, above, unit;
};

static void times_ten(struct scaled *s)
{
    bignum_multiply(&s->value, 10, 0);
    bignum_multiply(&s->below, 10, 0);
    bignum_multiply(&s->above, 10, 0);
}

// Multiplies all but the unit by 2^n, or, for n < 0, the unit.
static void times_two(struct scaled *s, int n)
{
    if (n < 0) {
        bignum_shift(&s->unit, (unsigned)-n);
        return;
    }
    bignum_shift(&s->value, (unsigned)n);
    bignum_shift(&s->below, (unsigned)n);
    bignum_shift(&s->above, (unsigned)n);
}

// Divides by 10^n, or, for n < 0, multiplies.
static void over_ten(struct scaled *s, int n)
{
    unsigned fives = (unsigned)(n < 0 ? -n : n);

    if (n >= 0) {
        bignum_times_fives(&s->unit, fives);
    } else {
        bignum_times_fives(&s->value, fives);
        bignum_times_fives(&s->below, fives);
        bignum_times_fives(&s->above, fives);
    }
    times_two(s, -n);
}

// True where value + above is more than a unit, or, inclusive, just one.
static bool reaches_unit(const struct scaled *s, bool inclusive)
{
    struct bignum sum;

    bignum_copy(&sum, &s->value);
    bignum_add(&sum, &s->above);
    int order = bignum_compare(&sum, &s->unit);
    return inclusive ? order >= 0 : order > 0;
}

// Generates digits until what is left lies inside the distances (Steele and White, "How to print
// floating-point numbers accurately").
static size_t generate(char *to, struct scaled *s, bool inclusive)
{
    for (size_t count = 0;;) {
        unsigned digit = bignum_digit(&s->value, &s->unit);
        int order = bignum_compare(&s->value, &s->below);
        bool down = inclusive ? order <= 0 : order < 0, up = reaches_unit(s, inclusive);

        if (down && up) {
            bignum_shift(&s->value, 1);
            order = bignum_compare(&s->value, &s->unit);
            up = order > 0 || (order == 0 && digit % 2 == 1);
        }
        to[count++] = (char)('0' + digit + up);
        if (down || up)
            return count;
        times_ten(s);
    }
}

// Where 9 was rounded up, it is the only digit.
static size_t settle_first(char *to, size_t count, int *point)
{
    if (to[0] > '9') {
        to[0] = '1';
        ++*point;
    }
    return count;
}

// The shortest digits, without zeros at either end, and where their point is.
static size_t shortest_digits(char *to, enum float_format format, const struct float_value *value,
                              int *point)
{
    struct wide significand = {value->high, value->low};
    bool closer = float_closer_below(format, value), inclusive = value->low % 2 == 0;
    int binary = value->exponent + (int)wide_bits(significand) - 1;
    struct scaled s;

    // Twice the value, and 1 for half a distance; four times where the one below is closer.
    bignum_set(&s.value, significand);
    bignum_shift(&s.value, closer ? 2 : 1);
    bignum_set(&s.unit, (struct wide){0, closer ? 4 : 2});
    bignum_set(&s.below, (struct wide){0, 1});
    bignum_set(&s.above, (struct wide){0, closer ? 2 : 1});
    times_two(&s, value->exponent);
    *point = float_places(binary); // may be one too low
    over_ten(&s, *point);
    if (bignum_compare(&s.value, &s.unit) >= 0)
        ++*point;
    else
        times_ten(&s);
    return settle_first(to, generate(to, &s, inclusive), point);
}

// Digits with the point behind `point` of them, which may be before the first or behind the last.
static char *put_plain(char *to, const char *digits, size_t count, int point)
{
    size_t whole = point > 0 ? (size_t)point : 0, given = whole < count ? whole : count;

    memcpy(to, digits, given);
    memset(to + given, '0', whole - given);
    to += whole;
    if (whole == 0)
        *to++ = '0';
    if (whole >= count)
        return to;
    *to++ = '.';
    for (; point < 0; point++)
        *to++ = '0';
    memcpy(to, digits + whole, count - whole);
    return to + (count - whole);
}

// The first digit before the point, and an exponent of at least two digits.
static char *put_scientific(char *to, const char *digits, size_t count, int point)
{
    int exponent = point - 1;
    uint64_t magnitude = (uint64_t)(exponent < 0 ? -exponent : exponent);

    to = put_plain(to, digits, count, 1);
    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    if (magnitude < 10)
        *to++ = '0';
    return to + u64_print(to, magnitude);
}

static char *lay_out(char *to, const char *digits, size_t count, int point)
{
    if (point < PLAIN_LOW || point > PLAIN_HIGH)
        return put_scientific(to, digits, count, point);
    to = put_plain(to, digits, count, point);
    if (point < (int)count)
        return to;
    memcpy(to, ".0", 2);
    return to + 2;
}

char *float_put_exactly(char *to, enum float_format format, const struct float_value *value)
{
    char digits[FLOAT_DIGITS_MOST];
    int point;
    size_t count = shortest_digits(digits, format, value, &point);

    return lay_out(to, digits, count, point);
}

char *float_put_wide(char *to, enum float_format format, const struct float_value *value)
{
    char digits[FLOAT_DIGITS_MOST];
    size_t count;
    int point;

    if (!float_digits_fixed(digits, value, float_closer_below(format, value), &count, &point))
        return float_put_exactly(to, format, value);
    count = settle_first(digits, count, &point);
    return lay_out(to, digits, count, point);
}

// The digits of a finite value but zero; all of them, and no zeros at the end but of a whole
// number.
static size_t all_digits(char *to, const struct float_value *value, int *point)
{
    struct wide significand = {value->high, value->low};
    struct bignum number;
    int exponent = value->exponent, places;

    for (; significand.low % 2 == 0; exponent++)
        significand = wide_right(significand, 1);
    bignum_set(&number, significand);
    places = exponent < 0 ? -exponent : 0;
    if (exponent < 0)
        bignum_times_fives(&number, (unsigned)places);
    else
        bignum_shift(&number, (unsigned)exponent);
    size_t count = bignum_print(to, &number);
    *point = (int)count - places;
    return count;
}

size_t float_exact(char *to, enum float_format format, const void *bytes)
{
    static const char *const words[] = {
        [FLOAT_ZERO] = "0", [FLOAT_INFINITE] = "inf", [FLOAT_NAN] = "nan"};
    struct float_value value = float_unpack(format, bytes);
    char digits[FLOAT_TEXT], *at = to;
    int point;

    if (value.negative && value.class != FLOAT_NAN)
        *at++ = '-';
    if (value.class != FLOAT_NORMAL && value.class != FLOAT_SUBNORMAL) {
        size_t length = strlen(words[value.class]);

        memcpy(at, words[value.class], length);
        return (size_t)(at + length - to);
    }
    size_t count = all_digits(digits, &value, &point);
    at =
        point < -5 ? put_scientific(at, digits, count, point) : put_plain(at, digits, count, point);
    return (size_t)(at - to);
}
