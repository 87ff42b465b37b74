#include "base/float_digits.h"
#include "base/powers.h"

// Shortest digits by one table of powers of ten.
//
// A value c * 2^q is scaled by a power of ten to x, so that the distance to its neighbours is 1 to
// 10 (up to 40/3 where the lower one is closer): then some whole number reads back as the value,
// but at most one multiple of ten does. That one is shorter than all others, and else the nearest
// whole number is the answer. One product of 64 by 128 bits tells; where it is too near to a limit
// to tell, three products as in Raffaello Giulietti's "The Schubfach way to render doubles", each
// with two bits below the point and a sticky one, are proven to be enough.

// floor(log10(2^q)) and floor(log10(3/4 * 2^q)), for |q| up to 1100.
static int decimal_scale(int q, bool closer)
{
    return (q * 315653 - (closer ? 131008 : 0)) >> 20;
}

// c * power / 2^128, and the first 64 bits of its fraction.
static inline uint64_t scale(uint64_t c, const struct wide *power, uint64_t *fraction)
{
    uint64_t unused, low, below = wide_multiply(c, power->low, &unused);
    uint64_t high = wide_multiply(c, power->high, &low);

    *fraction = low + below;
    return high + (*fraction < low);
}

// The same to a whole number, odd where it is not exact.
static uint64_t scale_to_odd(uint64_t c, const struct wide *power)
{
    uint64_t fraction, whole = scale(c, power, &fraction);

    return whole | (fraction > 1);
}

// All in quarters of a unit, because half the distance to a closer neighbour is one.
static struct decimal shortest_near_limit(uint64_t c, int shift, const struct wide *power, int k,
                                          bool closer)
{
    uint64_t value = scale_to_odd((4 * c) << shift, power), odd = c & 1;
    uint64_t low = scale_to_odd((4 * c - (closer ? 1 : 2)) << shift, power) + odd;
    uint64_t high = scale_to_odd((4 * c + 2) << shift, power) - odd;

    for (uint64_t step = value < 40 ? 1 : 10;; step = 1) {
        uint64_t below = value / 4 / step * step, above = below + step;
        bool below_in = low <= 4 * below, above_in = 4 * above <= high;

        if (below_in != above_in)
            return (struct decimal){below_in ? below : above, k};
        if (step == 1) {
            uint64_t middle = 4 * below + 2;
            bool up = value > middle || (value == middle && below % 2 == 1);

            return (struct decimal){up ? above : below, k};
        }
    }
}

struct decimal decimal_shortest(uint64_t c, int q, bool closer)
{
    const uint64_t ten = UINT64_C(10) << 60; // fixed point: 4 bits before it, 60 behind
    int k = decimal_scale(q, closer), shift = q + power_binary(-k) + 1;
    const struct wide *power = power_of_ten(-k);
    uint64_t fraction, whole = scale(c << shift, power, &fraction);
    uint64_t tens = whole / 10 * 10, over = (whole - tens) << 60 | fraction >> 4;
    uint64_t half = power->high >> (5 - shift), half_below = closer ? half / 2 : half;

    // Each of these may be wrong by 2.
    bool sure = over - half_below + 2 > 4 && ten - over - half + 2 > 4 && whole >= 10;
    if (sure && over < half_below)
        return (struct decimal){tens, k};
    if (sure && ten - over < half)
        return (struct decimal){tens + 10, k};
    if (sure && !closer && fraction + 1 - (UINT64_C(1) << 63) > 2)
        return (struct decimal){whole + (fraction >> 63), k};
    return shortest_near_limit(c, shift, power, k, closer);
}
