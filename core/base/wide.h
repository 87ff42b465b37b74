// Words wider than the host may have: 128 bits in two words, and words in little-endian order.
#ifndef MEMTOOL_BASE_WIDE_H
#define MEMTOOL_BASE_WIDE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// The high word of a * b; the low one goes to *low.
static inline uint64_t wide_multiply(uint64_t a, uint64_t b, uint64_t *low)
{
#ifdef __SIZEOF_INT128__
    unsigned __int128 product = (unsigned __int128)a * b;

    *low = (uint64_t)product;
    return (uint64_t)(product >> 64);
#else
    uint64_t a_low = (uint32_t)a, a_high = a >> 32, b_low = (uint32_t)b, b_high = b >> 32;
    uint64_t bottom = a_low * b_low, middle = a_high * b_low + (bottom >> 32);
    uint64_t cross = a_low * b_high + (uint32_t)middle;

    *low = cross << 32 | (uint32_t)bottom;
    return a_high * b_high + (middle >> 32) + (cross >> 32);
#endif
}

// 128 bits.
struct wide {
    uint64_t high, low;
};

// Shifts by 0 to 127 bits.
static inline struct wide wide_left(struct wide a, unsigned n)
{
    if (n >= 64)
        return (struct wide){a.low << n % 64, 0};
    if (n == 0)
        return a;
    return (struct wide){a.high << n | a.low >> (64 - n), a.low << n};
}

static inline struct wide wide_right(struct wide a, unsigned n)
{
    if (n >= 64)
        return (struct wide){0, a.high >> n % 64};
    if (n == 0)
        return a;
    return (struct wide){a.high >> n, a.low >> n | a.high << (64 - n)};
}

static inline struct wide wide_plus(struct wide a, uint64_t b)
{
    return (struct wide){a.high + (a.low + b < b), a.low + b};
}

static inline struct wide wide_minus(struct wide a, struct wide b)
{
    return (struct wide){a.high - b.high - (a.low < b.low), a.low - b.low};
}

static inline struct wide wide_and(struct wide a, struct wide b)
{
    return (struct wide){a.high & b.high, a.low & b.low};
}

static inline struct wide wide_or(struct wide a, struct wide b)
{
    return (struct wide){a.high | b.high, a.low | b.low};
}

static inline bool wide_is_zero(struct wide a)
{
    return (a.high | a.low) == 0;
}

// Below 0, 0 or above 0 as a is less than, equal to or greater than b.
static inline int wide_compare(struct wide a, struct wide b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return a.low < b.low ? -1 : a.low > b.low;
}

// 2^n - 1 and 2^n, for n 0 to 127.
static inline struct wide wide_mask(unsigned n)
{
    if (n == 0)
        return (struct wide){0, 0};
    return wide_right((struct wide){UINT64_MAX, UINT64_MAX}, 128 - n);
}

static inline struct wide wide_bit(unsigned n)
{
    return wide_left((struct wide){0, 1}, n);
}

// How many bits the value takes: the place of the highest bit that is set, plus one.
static inline unsigned wide_bits(struct wide a)
{
    if (a.high != 0)
        return 128 - (unsigned)__builtin_clzll(a.high);
    return a.low == 0 ? 0 : 64 - (unsigned)__builtin_clzll(a.low);
}

static inline uint64_t little_endian(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return word;
#else
    return __builtin_bswap64(word);
#endif
}

// The eight bytes at from, the first in the lowest bits, whatever the host's order is; and back.
static inline uint64_t load_little(const void *from)
{
    uint64_t word;

    memcpy(&word, from, sizeof word);
    return little_endian(word);
}

static inline void store_little(void *to, uint64_t word)
{
    word = little_endian(word);
    memcpy(to, &word, sizeof word);
}

// Words of 1, 2, 4 or 8 bytes in the host's order; false, and nothing done, for other sizes.
static inline bool wide_load(const void *from, size_t size, uint64_t *out)
{
    uint16_t two;
    uint32_t four;

    switch (size) {
    case 1:
        *out = *(const unsigned char *)from;
        return true;
    case 2:
        memcpy(&two, from, 2);
        *out = two;
        return true;
    case 4:
        memcpy(&four, from, 4);
        *out = four;
        return true;
    case 8:
        memcpy(out, from, 8);
        return true;
    default:
        return false;
    }
}

static inline bool wide_store(void *to, size_t size, uint64_t word)
{
    switch (size) {
    case 1:
        *(unsigned char *)to = (unsigned char)word;
        return true;
    case 2:
        memcpy(to, &(uint16_t){(uint16_t)word}, 2);
        return true;
    case 4:
        memcpy(to, &(uint32_t){(uint32_t)word}, 4);
        return true;
    case 8:
        memcpy(to, &word, 8);
        return true;
    default:
        return false;
    }
}

#endif
