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

#endif
