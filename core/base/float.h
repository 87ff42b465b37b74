// Floats of six formats, to and from text: the shortest decimal when printed, rounded once when
// read.
//
// Values travel as their bytes in the host's order, so that formats the host lacks work as well;
// all is done on bits, with neither the C library nor the processor's floating point.
#ifndef MEMTOOL_BASE_FLOAT_H
#define MEMTOOL_BASE_FLOAT_H

#include "base/lex.h"

// The float formats. f80 is x87's 80 bits in the first 10 bytes; f128 is IEEE binary128.
enum float_format { FLOAT_F16, FLOAT_BF16, FLOAT_F32, FLOAT_F64, FLOAT_F80, FLOAT_F128 };

enum { FLOAT_TEXT = 12000 }; // room for any float's exact decimal value (f128's are the longest)

// Prints the shortest decimal that reads back as the same value in its own format, in the style
// of Python's repr: 1.0, 0.1, 1e+16, 1e-05, nan, inf, -inf, -0.0; of several that are shortest, the
// one nearest to the value. bytes are the value's in the host's order (2, 2, 4, 8, 10 or 16 of
// them). The length; to has room for NUMBER_TEXT.
size_t float_print(char *to, enum float_format format, const void *bytes);

// Reads a decimal or hexadecimal float, inf, infinity or nan (any case), with an optional sign, or
// an integer in any of integer_read's spellings; rounds to nearest, ties to even, once. Writes the
// value's bytes in the host's order. A finite value above the format's range is an error
// (STATUS_USAGE), one below it becomes a subnormal or zero. Passes just the number.
bool float_read(struct cursor *cursor, enum float_format format, void *bytes, struct error *error);

// Widens a value to a double: exact, but for f80 and f128, which are rounded to the nearest.
double float_widen(enum float_format format, const void *bytes);

// The exact value in decimal, as `bits` shows it: all its digits, with an exponent only where the
// value is below 1e-6. The length; to has room for FLOAT_TEXT.
size_t float_exact(char *to, enum float_format format, const void *bytes);

// The widths of the parts of a format, and where it is special: explicit_bit tells that the integer
// bit is stored (f80). exponent_bits and fraction_bits leave sign and integer bit out. The value of
// a normal number is 1.fraction * 2^(exponent - bias).
struct float_parts {
    unsigned size, exponent_bits, fraction_bits;
    bool explicit_bit;
    int bias;
    const char *name;
};
const struct float_parts *float_parts(enum float_format format);

enum float_class { FLOAT_ZERO, FLOAT_SUBNORMAL, FLOAT_NORMAL, FLOAT_INFINITE, FLOAT_NAN };

// A value taken apart: a finite one is (high * 2^64 + low) * 2^exponent. x87 knows encodings that
// its own arithmetic refuses (an integer bit that does not go with the exponent): they are NaN.
struct float_value {
    enum float_class class;
    bool negative;
    int exponent;
    uint64_t high, low;
};
struct float_value float_unpack(enum float_format format, const void *bytes);

#endif
