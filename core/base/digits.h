// Decimal digits, eight at a time in one word, and two at a time from a table.
#ifndef MEMTOOL_BASE_DIGITS_H
#define MEMTOOL_BASE_DIGITS_H

#include "base/wide.h"

// 00 to 99, two characters each.
extern const char digit_pairs[200];

static inline void digits_put_pair(char *to, unsigned value)
{
    memcpy(to, digit_pairs + (size_t)2 * value, 2);
}

#define DIGITS_ZEROS UINT64_C(0x3030303030303030) // eight characters '0'

// The eight digits of value, below 10^8, one a byte: the first digit in the lowest byte. Each step
// splits every lane into quotient and remainder: by 10^4, by 100 and by 10.
static inline uint64_t digits_split(uint32_t value)
{
    uint64_t fours = value / 10000, pairs, ones;

    fours |= (uint64_t)(value % 10000) << 32;
    pairs = (fours * 10486 >> 20) & UINT64_C(0x7f0000007f);
    pairs |= (fours - pairs * 100) << 16;
    ones = (pairs * 103 >> 10) & UINT64_C(0x000f000f000f000f);
    return ones | (pairs - ones * 10) << 8;
}

// How many of eight characters, the first in the lowest byte, are digits before one that is not.
static inline unsigned digits_count(uint64_t text)
{
    uint64_t value = text ^ DIGITS_ZEROS;
    uint64_t others =
        (value | (value + UINT64_C(0x7676767676767676))) & UINT64_C(0x8080808080808080);

    return others == 0 ? 8 : (unsigned)__builtin_ctzll(others) / 8;
}

// The value of eight digits.
static inline uint32_t digits_value(uint64_t text)
{
    text -= DIGITS_ZEROS;
    text = text * 10 + (text >> 8);
    text = ((text & UINT64_C(0x000000ff000000ff)) * UINT64_C(0x000f424000000064) +
            (text >> 16 & UINT64_C(0x000000ff000000ff)) * UINT64_C(0x0000271000000001)) >>
           32;
    return (uint32_t)text;
}

#endif
