// Most decimals are decided by one product with a power of ten from the table, whose error is
// known; what lies too near to the middle between two floats is divided out exactly.
#include "base/float_decimal.h"

#include "base/bignum.h"

static enum rounding round_by_table(enum float_format format, const struct decimal_text *decimal,
                                    uint64_t digits, void *bytes)
{
    const struct float_parts *parts = float_parts(format);
    int64_t k = decimal->exponent;
    uint64_t word;

    if (format <= FLOAT_F64 && decimal_word(parts, decimal->negative, digits, k, &word)) {
        wide_store(bytes, parts->size, word);
        return ROUNDING_DONE;
    }
    if (k < POWER_MIN || k > POWER_MAX)
        return ROUNDING_UNSURE;
    struct unrounded product = decimal_product(decimal->negative, digits, (int)k);
    return float_round(format, &product, bytes);
}

// Collects the digits; those that cannot matter but for not being zero go to *more. The exponent of
// the last one collected.
static int64_t collect(struct bignum *number, const struct decimal_text *decimal, size_t *count,
                       bool *more)
{
    const uint32_t full = 1000000000; // digits go in nine at a time
    int64_t exponent = decimal->last_exponent;
    uint32_t group = 0, factor = 1;

    *count = 0;
    *more = false;
    bignum_set(number, (struct wide){0, 0});
    for (const char *at = decimal->text; at < decimal->end; at++) {
        if (*at == '.' || (*at == '0' && *count == 0))
            continue;
        if (*count == BIGNUM_DIGITS) {
            *more |= *at != '0';
            exponent++;
            continue;
        }
        group = group * 10 + (uint32_t)(*at - '0');
        factor *= 10;
        ++*count;
        if (factor == full) {
            bignum_multiply(number, factor, group);
            group = 0;
            factor = 1;
        }
    }
    bignum_multiply(number, factor, group);
    return exponent;
}

// 128 bits of a / b, the first one before the point, and whether anything is left. a < 2 * b.
static struct wide divide(struct bignum *a, const struct bignum *b, bool *more)
{
    struct wide quotient = {0, 0};

    for (int i = 0; i < 128; i++) {
        bool bit = bignum_compare(a, b) >= 0;

        if (bit)
            bignum_subtract(a, b);
        quotient = wide_plus(wide_left(quotient, 1), bit);
        bignum_shift(a, 1);
    }
    *more |= a->used > 0;
    return quotient;
}

static enum rounding round_exactly(enum float_format format, const struct decimal_text *decimal,
                                   void *bytes)
{
    enum { HIGHEST = 4933, LOWEST = -4970 }; // 10^HIGHEST is above all, 10^LOWEST rounds to zero
    struct unrounded number = {.negative = decimal->negative};
    struct bignum digits, fives;
    size_t count;
    bool below = false;
    int64_t exponent = collect(&digits, decimal, &count, &number.more);

    if ((int64_t)count + exponent < LOWEST)
        return float_round(format, &(struct unrounded){.negative = decimal->negative}, bytes);
    if ((int64_t)count + exponent > HIGHEST)
        return ROUNDING_OVERFLOW;
    if (exponent >= 0) {
        bignum_times_fives(&digits, (unsigned)exponent);
        number.significand = bignum_top(&digits, &number.exponent, &below);
    } else {
        bignum_set(&fives, (struct wide){0, 1});
        bignum_times_fives(&fives, (unsigned)-exponent);
        int shift = (int)bignum_bits(&fives) - (int)bignum_bits(&digits);

        bignum_shift(shift > 0 ? &digits : &fives, (unsigned)(shift > 0 ? shift : -shift));
        number.significand = divide(&digits, &fives, &below);
        number.exponent = -127 - shift;
    }
    number.more |= below;
    number.exponent += (int)exponent;
    return float_round(format, &number, bytes);
}

// Digits of which only the first are known: both ends of what they may mean must say the same.
static enum rounding round_first_digits(enum float_format format,
                                        const struct decimal_text *decimal, void *bytes)
{
    unsigned char low[16], high[16];
    size_t size = float_parts(format)->size;
    enum rounding rounding = round_by_table(format, decimal, decimal->digits, low);

    if (round_by_table(format, decimal, decimal->digits + 1, high) != rounding)
        return ROUNDING_UNSURE;
    if (rounding != ROUNDING_DONE)
        return rounding;
    if (memcmp(low, high, size) != 0)
        return ROUNDING_UNSURE;
    memcpy(bytes, low, size);
    return ROUNDING_DONE;
}

enum rounding decimal_round(enum float_format format, const struct decimal_text *decimal,
                            void *bytes)
{
    enum rounding rounding;

    if (decimal->digits == 0)
        return float_round(format, &(struct unrounded){.negative = decimal->negative}, bytes);
    if (decimal->more)
        rounding = round_first_digits(format, decimal, bytes);
    else
        rounding = round_by_table(format, decimal, decimal->digits, bytes);
    return rounding == ROUNDING_UNSURE ? round_exactly(format, decimal, bytes) : rounding;
}
