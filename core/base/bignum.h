// Whole numbers of thousands of bits: the exact arithmetic behind floats where a table will not do.
//
// Numbers have a fixed capacity, which the caller's range of exponents must respect: all that f128
// needs, in printing and in reading BIGNUM_DIGITS digits.
#ifndef MEMTOOL_BASE_BIGNUM_H
#define MEMTOOL_BASE_BIGNUM_H

#include "base/wide.h"

#include <stddef.h>

enum {
    BIGNUM_LIMBS = 1300,  // 41600 bits
    BIGNUM_DIGITS = 11600 // no f128, nor a point half-way between two, has more digits
};

// limbs[0 .. used) in 32 bits each, the lowest first, the highest not zero.
struct bignum {
    unsigned used;
    uint32_t limbs[BIGNUM_LIMBS];
};

void bignum_set(struct bignum *a, struct wide value);
void bignum_copy(struct bignum *to, const struct bignum *from);
unsigned bignum_bits(const struct bignum *a);
int bignum_compare(const struct bignum *a, const struct bignum *b);

// a = a * factor + more.
void bignum_multiply(struct bignum *a, uint32_t factor, uint32_t more);

// a *= 5^n; a *= 2^n.
void bignum_times_fives(struct bignum *a, unsigned n);
void bignum_shift(struct bignum *a, unsigned n);

// a += b; a -= b, where b <= a.
void bignum_add(struct bignum *a, const struct bignum *b);
void bignum_subtract(struct bignum *a, const struct bignum *b);

// a %= b; the quotient, which must be below 10.
unsigned bignum_digit(struct bignum *a, const struct bignum *b);

// The highest 128 bits of a, and whether one below them is set; a = that * 2^*exponent.
struct wide bignum_top(const struct bignum *a, int *exponent, bool *more);

// The decimal digits, without leading zeros (0 has none); the count.
size_t bignum_print(char *to, struct bignum *a);

#endif
