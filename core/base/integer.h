// Integers of up to 128 bits, to and from text and memory: strict when read, nothing wraps unasked.
//
// 128-bit arithmetic is done on two words of 64 bits, because some hosts have no wider type.
#ifndef MEMTOOL_BASE_INTEGER_H
#define MEMTOOL_BASE_INTEGER_H

#include "base/lex.h"

// Sign and magnitude: (negative ? -1 : 1) * (high * 2^64 + low). Zero is never negative in what
// these functions give. What text says may be beyond: more than 128 bits hold, so it fits nowhere,
// and compares as larger than all that is not.
struct integer {
    bool negative;
    bool beyond;
    uint64_t high, low; // beyond: all bits set
};

enum { NUMBER_TEXT = 140 }; // room for any integer in any radix with its prefix and sign

struct integer integer_of_u64(uint64_t value);
struct integer integer_of_i64(int64_t value);

// The machine integer whose bytes these are, in the host's order; size is 1 to 16.
struct integer integer_of_bytes(const void *bytes, size_t size, bool is_signed);

// Stores the integer in two's complement as size bytes (1 to 16) in the host's order; what does not
// fit is cut off at the top, so ask integer_fits before.
void integer_to_bytes(struct integer value, void *bytes, size_t size);

bool integer_is_zero(struct integer value);
struct integer integer_negate(struct integer value);

// Below 0, 0 or above 0 as a is less than, equal to or greater than b.
int integer_compare(struct integer a, struct integer b);

// *out = value; false (and *out untouched) where it does not fit.
bool integer_to_u64(struct integer value, uint64_t *out);
bool integer_to_i64(struct integer value, int64_t *out);

// The lowest and the highest machine integer with that many bits (1 to 128), and whether a value is
// in low..high.
void integer_limits(unsigned bits, bool is_signed, struct integer *low, struct integer *high);
bool integer_fits(struct integer value, unsigned bits, bool is_signed);

// Reads an integer: an optional sign, then decimal (leading zeros allowed), 0x, 0o, 0b, or a
// character in single quotes: 'a', '\n' (one byte is its value, a UTF-8 sequence its code point).
// Passes just the number, be it beyond 128 bits: whoever knows what it is for says that it does not
// fit. False and an error (STATUS_USAGE) at the place where none comes next.
bool integer_read(struct cursor *cursor, struct integer *out, struct error *error);

// Reads a size or offset: an integer (decimal or 0x…, sign only if negative is not NULL), then an
// optional unit: k K KiB M MiB G GiB T TiB (powers of 1024) or kB MB GB TB (of 1000). Passes just
// that. Gives the magnitude, and in *negative the sign.
bool size_read(struct cursor *cursor, uint64_t *out, bool *negative, struct error *error);

// Writes an integer in radix 2, 8, 10 or 16, with the prefix 0b, 0o, 0x (10: none); lower-case, a
// minus first. It is not beyond. The length; to has room for NUMBER_TEXT.
size_t integer_print(char *to, struct integer value, unsigned radix);
size_t u64_print(char *to, uint64_t value);
size_t i64_print(char *to, int64_t value);

#endif
