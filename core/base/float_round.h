// Rounding to a float format: the one place where bits are lost.
#ifndef MEMTOOL_BASE_FLOAT_ROUND_H
#define MEMTOOL_BASE_FLOAT_ROUND_H

#include "base/float.h"
#include "base/wide.h"

enum rounding {
    ROUNDING_DONE,
    ROUNDING_OVERFLOW, // the rounded value is above the format's range
    ROUNDING_UNSURE    // within the slack of half a unit
};

// A number to be rounded: significand * 2^exponent, and, with more, something above it that is less
// than one unit of the significand (of which at least 115 bits must then be significant). With a
// slack, the significand may be wrong by that many units after it was shifted up to 128 bits.
struct unrounded {
    bool negative, more;
    unsigned slack;
    int exponent;
    struct wide significand;
};

// Rounds to nearest, ties to even, and stores the bytes in the host's order.
enum rounding float_round(enum float_format format, const struct unrounded *number, void *bytes);

// Stores a signed infinity, or a quiet NaN.
void float_pack_infinity(enum float_format format, bool negative, void *bytes);
void float_pack_nan(enum float_format format, bool negative, void *bytes);

// The exponent, as it is stored, of infinities and nan.
static inline unsigned float_exponent_mask(const struct float_parts *parts)
{
    return (1U << parts->exponent_bits) - 1;
}

// float_round for what most numbers are: a normal one of a format of 64 bits at most. significand
// is number's, shifted up to 128 bits, and biased its exponent as it is stored (1 or more); a carry
// out of the fraction moves it. *out are the value's bits.
static inline enum rounding float_round_word(const struct float_parts *parts,
                                             const struct unrounded *number,
                                             struct wide significand, int biased, uint64_t *out)
{
    unsigned drop = 63 - parts->fraction_bits;
    uint64_t half = UINT64_C(1) << (drop - 1), rest = significand.high & (2 * half - 1);
    uint64_t kept = significand.high >> drop, low = significand.low;
    bool near =
        (rest == half && low <= number->slack) || (rest == half - 1 && -low <= number->slack);

    if (number->slack > 0 && near)
        return ROUNDING_UNSURE;
    kept += rest > half || (rest == half && ((low != 0) | number->more | (kept & 1)));
    uint64_t bits = ((uint64_t)(unsigned)(biased - 1) << parts->fraction_bits) + kept;
    if (bits >> parts->fraction_bits >= float_exponent_mask(parts))
        return ROUNDING_OVERFLOW;
    *out = bits | (uint64_t)number->negative << (parts->fraction_bits + parts->exponent_bits);
    return ROUNDING_DONE;
}

#endif
