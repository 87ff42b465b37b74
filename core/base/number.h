// Numbers to and from text: strict when read, shortest when printed, exact always.
//
// Text is never NUL-terminated here: printers give a length, readers take a cursor. Floats travel
// as their bytes in host order, so that formats the host lacks work as well.
#ifndef MEMTOOL_BASE_NUMBER_H
#define MEMTOOL_BASE_NUMBER_H

#include "base/lex.h"

// An integer of up to 128 bits: its sign and magnitude.
struct integer {
    bool negative;
    unsigned __int128 magnitude;
};

enum {
    NUMBER_TEXT = 140,  // room for any integer in any radix with its prefix and sign
    FLOAT_TEXT = 12000, // room for any float's exact decimal value (f128's are the longest)
};

// Reads an integer: an optional sign, then decimal (leading zeros allowed), 0x, 0o, 0b, or a
// character in single quotes ('a', '\n'). Passes just the number. False and an error (STATUS_USAGE)
// at the place where none comes next, or the magnitude is above 128 bits.
bool integer_read(struct cursor *cursor, struct integer *out, struct error *error);

// True where the integer is in low..high of a machine integer with that many bits (1 to 128).
bool integer_fits(struct integer value, unsigned bits, bool is_signed);

// Reads a size or offset: an integer (decimal or 0x…, sign only if negative is not NULL), then an
// optional unit: k K KiB M MiB G GiB T TiB (powers of 1024) or kB MB GB TB (of 1000). Passes just
// that. Gives the magnitude, and in *negative the sign.
bool size_read(struct cursor *cursor, uint64_t *out, bool *negative, struct error *error);

// Writes a magnitude in radix 2, 8, 10 or 16, with the prefix 0b, 0o, 0x (10: none); lower-case.
// The length; to has room for NUMBER_TEXT.
size_t integer_print(char *to, struct integer value, unsigned radix);
size_t u64_print(char *to, uint64_t value);
size_t i64_print(char *to, int64_t value);

// The float formats. f80 is x87's 80 bits in the first 10 bytes; f128 is IEEE binary128.
enum float_format { FLOAT_F16, FLOAT_BF16, FLOAT_F32, FLOAT_F64, FLOAT_F80, FLOAT_F128 };

// Prints the shortest decimal that reads back as the same value in its own format, in the style
// of Python's repr: 1.0, 0.1, 1e+16, 1e-05, nan, inf, -inf, -0.0. bytes are the value's in the
// host's order (2, 2, 4, 8, 10 or 16 of them). The length; to has room for NUMBER_TEXT.
size_t float_print(char *to, enum float_format format, const void *bytes);

// Reads a decimal or hexadecimal float, inf, infinity or nan (any case), with an optional sign, or
// an integer in any of integer_read's prefixes; rounds to nearest, ties to even, once. Writes the
// value's bytes in the host's order. A finite decimal above the format's range is an error. Passes
// just the number.
bool float_read(struct cursor *cursor, enum float_format format, void *bytes, struct error *error);

// Widens a value of any format but f80 and f128 to a double (exact).
double float_widen(enum float_format format, const void *bytes);

// The exact value in decimal, as `bits` shows it; the length; to has room for FLOAT_TEXT.
size_t float_exact(char *to, enum float_format format, const void *bytes);

// The widths of the parts of a format, and where it is special: explicit_bit tells that the integer
// bit is stored (f80). exponent_bits and fraction_bits leave sign and integer bit out.
struct float_parts {
    unsigned size, exponent_bits, fraction_bits;
    bool explicit_bit;
};
const struct float_parts *float_parts(enum float_format format);

#endif
