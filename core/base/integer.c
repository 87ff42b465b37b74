// Integers in memory: sign and magnitude from and to two's complement.
#include "base/integer.h"

#include "base/swap.h"
#include "base/wide.h"

// The place in memory of the byte of that weight (0: the least significant).
static size_t place_of(size_t weight, size_t size)
{
    return HOST_IS_BIG ? size - 1 - weight : weight;
}

// Two's complement of the 128 bits.
static void complement(uint64_t *high, uint64_t *low)
{
    *low = ~*low + 1;
    *high = ~*high + (*low == 0);
}

struct integer integer_of_u64(uint64_t value)
{
    return (struct integer){.low = value};
}

struct integer integer_of_i64(int64_t value)
{
    if (value < 0)
        return (struct integer){.negative = true, .low = ~(uint64_t)value + 1};
    return integer_of_u64((uint64_t)value);
}

struct integer integer_of_bytes(const void *bytes, size_t size, bool is_signed)
{
    const unsigned char *from = bytes;
    uint64_t words[2] = {0, 0};

    if (wide_load(bytes, size, &words[0])) {
        unsigned spare = 64 - 8 * (unsigned)size;

        if (!is_signed)
            return integer_of_u64(words[0]);
        return integer_of_i64((int64_t)(words[0] << spare) >> spare);
    }
    bool negative = is_signed && from[place_of(size - 1, size)] & 0x80;
    for (size_t i = 0; i < 16; i++) {
        uint64_t byte = i < size ? from[place_of(i, size)] : negative ? 0xff : 0;

        words[i / 8] |= byte << i % 8 * 8;
    }
    if (negative)
        complement(&words[1], &words[0]);
    return (struct integer){.negative = negative, .high = words[1], .low = words[0]};
}

void integer_to_bytes(struct integer value, void *bytes, size_t size)
{
    unsigned char *to = bytes;

    if (value.negative)
        complement(&value.high, &value.low);
    if (wide_store(bytes, size, value.low))
        return;
    for (size_t i = 0; i < size; i++)
        to[place_of(i, size)] = (unsigned char)((i < 8 ? value.low : value.high) >> i % 8 * 8);
}

bool integer_is_zero(struct integer value)
{
    return value.high == 0 && value.low == 0;
}

struct integer integer_negate(struct integer value)
{
    value.negative = !value.negative && !integer_is_zero(value);
    return value;
}

static int compare_magnitudes(struct integer a, struct integer b)
{
    if (a.beyond != b.beyond)
        return a.beyond ? 1 : -1;
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return a.low < b.low ? -1 : a.low > b.low;
}

int integer_compare(struct integer a, struct integer b)
{
    bool a_below = a.negative && !integer_is_zero(a), b_below = b.negative && !integer_is_zero(b);

    if (a_below != b_below)
        return a_below ? -1 : 1;
    return a_below ? compare_magnitudes(b, a) : compare_magnitudes(a, b);
}

bool integer_to_u64(struct integer value, uint64_t *out)
{
    if (!integer_fits(value, 64, false))
        return false;
    *out = value.low;
    return true;
}

bool integer_to_i64(struct integer value, int64_t *out)
{
    if (!integer_fits(value, 64, true))
        return false;
    *out = (int64_t)(value.negative ? ~value.low + 1 : value.low);
    return true;
}

// 2^bits, for bits 0 to 127.
static struct integer power_of_two(unsigned bits)
{
    if (bits < 64)
        return (struct integer){.low = UINT64_C(1) << bits};
    return (struct integer){.high = UINT64_C(1) << (bits - 64)};
}

void integer_limits(unsigned bits, bool is_signed, struct integer *low, struct integer *high)
{
    unsigned magnitude_bits = is_signed ? bits - 1 : bits;

    *high = (struct integer){.high = UINT64_MAX, .low = UINT64_MAX};
    if (magnitude_bits < 128) {
        struct integer above = power_of_two(magnitude_bits);

        *high = (struct integer){.high = above.high - (above.low == 0), .low = above.low - 1};
    }
    *low = is_signed ? integer_negate(power_of_two(bits - 1)) : integer_of_u64(0);
}

bool integer_fits(struct integer value, unsigned bits, bool is_signed)
{
    struct integer low, high;

    if (bits <= 64) { // as most are, and soon told
        uint64_t most = UINT64_MAX >> (64 - bits);

        if (is_signed)
            most = (most >> 1) + value.negative;
        else if (value.negative)
            most = 0;
        return value.high == 0 && value.low <= most;
    }
    integer_limits(bits, is_signed, &low, &high);
    return integer_compare(low, value) <= 0 && integer_compare(value, high) <= 0;
}
