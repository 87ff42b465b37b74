// Decimal digits, as many as somebody wrote, to the nearest float.
#ifndef MEMTOOL_BASE_FLOAT_DECIMAL_H
#define MEMTOOL_BASE_FLOAT_DECIMAL_H

#include "base/float_round.h"
#include "base/powers.h"

// A decimal number that was read: digits * 10^exponent. With more, there were further digits behind
// these; then text, decimal digits with at most one point, has all of them, and its last digit
// counts 10^last_exponent.
struct decimal_text {
    bool negative, more;
    uint64_t digits;
    int64_t exponent, last_exponent;
    const char *text, *end;
};

// Rounds to nearest, ties to even: ROUNDING_DONE, or ROUNDING_OVERFLOW and anything in bytes.
enum rounding decimal_round(enum float_format format, const struct decimal_text *decimal,
                            void *bytes);

// digits * 10^k as one product with a power of ten from the table, not yet rounded (after Daniel
// Lemire, "Number Parsing at a Gigabyte per Second"): digits is not 0, and k within the table.
static inline struct unrounded decimal_product(bool negative, uint64_t digits, int k)
{
    const struct wide *power = power_of_ten(k);
    unsigned shift = (unsigned)__builtin_clzll(digits);
    uint64_t rest, low, below = wide_multiply(digits << shift, power->low, &rest);
    uint64_t high = wide_multiply(digits << shift, power->high, &low);
    bool exact = k >= 0 && k <= POWER_EXACT;

    return (struct unrounded){
        .negative = negative,
        .more = exact && rest != 0,
        .slack = exact ? 0 : 4, // of the product less than 1, twice if it is shifted up
        .exponent = power_binary(k) - 63 - (int)shift,
        .significand = {high + (low + below < below), low + below},
    };
}

// The bits of the float nearest to digits * 10^k, in a format of 64 bits at most. False where it is
// no normal number, or the table does not decide.
static inline bool decimal_word(const struct float_parts *parts, bool negative, uint64_t digits,
                                int64_t k, uint64_t *out)
{
    if (digits == 0)
        *out = (uint64_t)negative << (parts->fraction_bits + parts->exponent_bits);
    if (digits == 0 || k < POWER_MIN || k > POWER_MAX)
        return digits == 0;
    struct unrounded product = decimal_product(negative, digits, (int)k);
    uint64_t high = product.significand.high, low = product.significand.low;
    unsigned up = high >> 63 ? 0 : 1;
    int biased = product.exponent + 127 - (int)up + parts->bias;

    high = high << up | (low >> 63 & up); // without a branch, which nobody could foresee
    low <<= up;
    return biased >= 1 && biased < (int)float_exponent_mask(parts) &&
           float_round_word(parts, &product, (struct wide){high, low}, biased, out) ==
               ROUNDING_DONE;
}

#endif
