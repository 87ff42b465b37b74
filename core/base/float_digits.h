// The shortest digits of a float, before they are laid out as text.
#ifndef MEMTOOL_BASE_FLOAT_DIGITS_H
#define MEMTOOL_BASE_FLOAT_DIGITS_H

#include "base/float.h"

// digits * 10^exponent; digits is below 10^17 and may end in zeros.
struct decimal {
    uint64_t digits;
    int exponent;
};

// The shortest decimal that lies between the half-way points around significand * 2^exponent, the
// nearest one if there are several. For what f16, bf16, f32 and f64 hold, but zero. closer: the
// neighbour below is only half as far as the one above.
struct decimal decimal_shortest(uint64_t significand, int exponent, bool closer);

// The same for any format, by exact arithmetic: writes the digits (DIGITS_MOST at most) without
// zeros at either end, returns their count, and puts the point behind that many of them.
enum { DIGITS_MOST = 36 };
size_t digits_exact(char *to, enum float_format format, const struct float_value *value,
                    int *point);

// True where the neighbour below the value is only half as far as the one above.
bool float_closer_below(enum float_format format, const struct float_value *value);

#endif
