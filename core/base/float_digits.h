// Floats to text: the printers behind float_print.
#ifndef MEMTOOL_BASE_FLOAT_DIGITS_H
#define MEMTOOL_BASE_FLOAT_DIGITS_H

#include "base/float.h"

enum {
    PLAIN_LOW = -3, // where the point of 0.0001 is, and of 1234567890123456.0: numbers beyond these
    PLAIN_HIGH = 16,       // have an exponent, as in Python's repr
    FLOAT_DIGITS_MOST = 36 // of the shortest decimals of f128
};

// Prints the shortest decimal between the half-way points around significand * 2^exponent, the
// nearest of several. For what f16, bf16, f32 and f64 hold, but zero. closer: the neighbour below
// is only half as far as the one above. The end; up to 40 bytes are written.
char *float_put_shortest(char *to, uint64_t significand, int exponent, bool closer);

// The same by exact arithmetic, for a finite value of any format, but zero.
char *float_put_exactly(char *to, enum float_format format, const struct float_value *value);

// The same, by exact arithmetic only where less is not sure to do: for f80 and f128.
char *float_put_wide(char *to, enum float_format format, const struct float_value *value);

// The shortest digits of a value of any format, without zeros at either end, and where their point
// is, at the same cost for any exponent. False where they would have to be exact to be sure.
bool float_digits_fixed(char *to, const struct float_value *value, bool closer, size_t *count,
                        int *point);

// 2^binary and all up to twice that have as many digits before the point, or one more; 0 and less:
// zeros behind it.
static inline int float_places(int binary)
{
    return (int)(((int64_t)binary * 1292913986) >> 32) + 1; // log10(2)
}

// True where the neighbour below the value is only half as far as the one above.
bool float_closer_below(enum float_format format, const struct float_value *value);

#endif
