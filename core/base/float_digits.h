// Floats to text: the printers behind float_print.
#ifndef MEMTOOL_BASE_FLOAT_DIGITS_H
#define MEMTOOL_BASE_FLOAT_DIGITS_H

#include "base/float.h"

enum {
    PLAIN_LOW = -3, // where the point of 0.0001 is, and of 1234567890123456.0: numbers beyond these
    PLAIN_HIGH = 16 // have an exponent, as in Python's repr
};

// Prints the shortest decimal between the half-way points around significand * 2^exponent, the
// nearest of several. For what f16, bf16, f32 and f64 hold, but zero. closer: the neighbour below
// is only half as far as the one above. The end; up to 40 bytes are written.
char *float_put_shortest(char *to, uint64_t significand, int exponent, bool closer);

// The same by exact arithmetic, for a finite value of any format, but zero.
char *float_put_exactly(char *to, enum float_format format, const struct float_value *value);

// True where the neighbour below the value is only half as far as the one above.
bool float_closer_below(enum float_format format, const struct float_value *value);

#endif
