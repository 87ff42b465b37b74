// Shortest digits by one table of powers of ten.
//
// A value c * 2^q is scaled by a power of ten to x, so that the distance to its neighbours is 1 to
// 10 (up to 40/3 where the lower one is closer): then some whole number reads back as the value,
// but at most one multiple of ten does. That one is shorter than all others, and else the nearest
// whole number is the answer. One product of 64 by 128 bits tells; where it is too near to a limit
// to tell, three products as in Raffaello Giulietti's "The Schubfach way to render doubles", each
// with two bits below the point and a sticky one, are proven to be enough.
#include "base/digits.h"
#include "base/float_digits.h"
#include "base/powers.h"

// digits * 10^exponent; digits is below 10^17 and may end in zeros.
struct decimal {
    uint64_t digits;
    int exponent;
};

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
__attribute__((noinline, cold)) static struct decimal shortest_near_limit(uint64_t c, int q,
                                                                          bool closer)
{
    int k = decimal_scale(q, closer), shift = q + power_binary(-k) + 1;
    const struct wide *power = power_of_ten(-k);
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

static inline struct decimal shortest(uint64_t c, int q, bool closer)
{
    const uint64_t ten = UINT64_C(10) << 60; // fixed point: 4 bits before it, 60 behind
    int k = decimal_scale(q, closer), shift = q + power_binary(-k) + 1;
    const struct wide *power = power_of_ten(-k);
    uint64_t fraction, whole = scale(c << shift, power, &fraction);
    uint64_t tens = whole / 10 * 10, over = (whole - tens) << 60 | fraction >> 4;
    uint64_t half = power->high >> (5 - shift), half_below = closer ? half / 2 : half;

    // No branches but one: which of the three it is cannot be foretold. Each may be wrong by 2.
    bool down = over < half_below, up = ten - over < half, rounder = down | up;
    bool near = (over - half_below + 2 <= 4) | (ten - over - half + 2 <= 4) |
                (fraction + 1 - (UINT64_C(1) << 63) <= 2) | (whole < 10) | (closer & !rounder);

    if (__builtin_expect(near, 0))
        return shortest_near_limit(c, q, closer);
    whole += fraction >> 63;
    tens += 10 & -(uint64_t)up;
    return (struct decimal){whole ^ ((whole ^ tens) & -(uint64_t)rounder), k};
}

enum { SHORT_DIGITS = 17 }; // the most that f64 needs

// Seventeen digits as characters, in registers: the first, and two words of eight, of which the
// lowest byte comes first.
struct digits {
    char first;
    uint64_t high, low;
    unsigned count; // without zeros at the end, but at least 1
    int point;      // behind that many digits
};

// Moves a decimal up to seventeen digits, which most doubles have anyway.
static inline void fill(struct decimal *decimal)
{
    const uint64_t full = UINT64_C(10000000000000000);

    while (__builtin_expect(decimal->digits < full / 10, 0)) {
        decimal->digits *= 10;
        decimal->exponent--;
    }
    bool short_of_one = decimal->digits < full;
    decimal->exponent -= short_of_one;
    decimal->digits *= short_of_one ? 10 : 1;
}

static inline struct digits split(struct decimal decimal)
{
    const uint32_t group = 100000000;

    fill(&decimal);
    uint64_t upper = decimal.digits / group;
    uint32_t first = (uint32_t)(upper / group);
    uint64_t high = digits_split((uint32_t)(upper - (uint64_t)first * group));
    uint64_t low = digits_split((uint32_t)(decimal.digits - upper * group));

    return (struct digits){
        .first = (char)('0' + first),
        .high = high | DIGITS_ZEROS,
        .low = low | DIGITS_ZEROS,
        .count = low != 0    ? 17 - (unsigned)__builtin_clzll(low) / 8
                 : high != 0 ? 9 - (unsigned)__builtin_clzll(high) / 8
                             : 1,
        .point = decimal.exponent + SHORT_DIGITS,
    };
}

static inline void put_digits(char *to, const struct digits *digits)
{
    to[0] = digits->first;
    store_little(to + 1, digits->high);
    store_little(to + 9, digits->low);
}

// Writes e and an exponent of at least two digits, below 1000.
static inline char *put_exponent(char *to, int exponent)
{
    unsigned magnitude = (unsigned)(exponent < 0 ? -exponent : exponent);

    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    *to = (char)('0' + magnitude / 100);
    to += magnitude >= 100;
    digits_put_pair(to, magnitude % 100);
    return to + 2;
}

static inline char *lay_out(char *to, const struct digits *digits)
{
    unsigned count = digits->count;
    int point = digits->point;

    if (point > PLAIN_HIGH || point < PLAIN_LOW) {
        put_digits(to + 1, digits);
        to[0] = digits->first;
        to[1] = '.';
        return put_exponent(to + (count > 1 ? count + 1 : 1), point - 1);
    }
    if (point <= 0) {
        memcpy(to, "0.000", 5);
        to += 2 - point;
        put_digits(to, digits);
        return to + count;
    }
    struct wide behind =
        wide_right((struct wide){digits->low, digits->high}, 8 * (unsigned)(point - 1));
    put_digits(to, digits);
    to += point;
    *to++ = '.';
    store_little(to, behind.low);
    store_little(to + 8, behind.high);
    return to + ((int)count > point ? (int)count - point : 1);
}

char *float_put_shortest(char *to, uint64_t significand, int exponent, bool closer)
{
    struct digits digits = split(shortest(significand, exponent, closer));

    return lay_out(to, &digits);
}
