// Integers to text: pairs of digits from a table, split off by multiplication alone. A value is
// scaled to a fixed point number with 32 bits behind the point: what is before it is the first
// pair, and what is behind it, times 100, starts with the next one.
#include "base/digits.h"
#include "base/integer.h"

const char digit_pairs[200] = "00010203040506070809101112131415161718192021222324252627282930313233"
                              "34353637383940414243444546474849505152535455565758596061626364656667"
                              "6869707172737475767778798081828384858687888990919293949596979899";

// Writes the pair before the point and those behind it.
static inline char *put_pairs(char *to, uint64_t fixed, unsigned behind)
{
    digits_put_pair(to, (unsigned)(fixed >> 32));
    for (unsigned i = 0; i < behind; i++) {
        to += 2;
        fixed = (uint32_t)fixed * UINT64_C(100);
        digits_put_pair(to, (unsigned)(fixed >> 32));
    }
    return to + 2;
}

// The same without a zero in front.
static inline char *put_first_pairs(char *to, uint64_t fixed, unsigned behind)
{
    unsigned first = (unsigned)(fixed >> 32), zero = first < 10;
    char *rest = to + 2 - zero;

    memcpy(to, digit_pairs + 2 * (size_t)first + zero, 2);
    return behind == 0 ? rest : put_pairs(rest, (uint32_t)fixed * UINT64_C(100), behind - 1);
}

// value / 10^n as a fixed point number, a little too high but never by a digit (each was tried for
// all values that it is used for).
static inline uint64_t fixed_2(uint32_t value)
{
    return value * UINT64_C(42949673);
}

static inline uint64_t fixed_4(uint32_t value)
{
    return value * UINT64_C(429497);
}

static inline uint64_t fixed_6(uint32_t value)
{
    return (value * UINT64_C(281474977) >> 16) + 1;
}

static inline uint64_t fixed_8(uint32_t value)
{
    return (value * UINT64_C(1441151881) >> 25) + 1;
}

static inline char *put_u32(char *to, uint32_t value)
{
    if (value < 100)
        return put_first_pairs(to, (uint64_t)value << 32, 0);
    if (value < 10000)
        return put_first_pairs(to, fixed_2(value), 1);
    if (value < 1000000)
        return put_first_pairs(to, fixed_4(value), 2);
    if (value < 100000000)
        return put_first_pairs(to, fixed_6(value), 3);
    return put_first_pairs(to, fixed_8(value), 4);
}

static inline char *put_u64(char *to, uint64_t value)
{
    const uint32_t group = 100000000;

    if (value <= UINT32_MAX)
        return put_u32(to, (uint32_t)value);
    uint64_t rest = value / group;
    if (rest <= UINT32_MAX) {
        to = put_u32(to, (uint32_t)rest);
    } else {
        to = put_u32(to, (uint32_t)(rest / group));
        to = put_pairs(to, fixed_6((uint32_t)(rest % group)), 3);
    }
    return put_pairs(to, fixed_6((uint32_t)(value % group)), 3);
}

size_t u64_print(char *to, uint64_t value)
{
    return (size_t)(put_u64(to, value) - to);
}

size_t i64_print(char *to, int64_t value)
{
    uint64_t magnitude = value < 0 ? ~(uint64_t)value + 1 : (uint64_t)value;

    *to = '-';
    return (size_t)(put_u64(to + (value < 0), magnitude) - to);
}

// Writes a magnitude of 128 bits: *high and *low are divided by 10^9, a half word at a time.
static uint32_t divide(uint64_t *high, uint64_t *low)
{
    const uint64_t group = 1000000000;
    uint64_t rest = *high % group, top = rest << 32 | *low >> 32;

    *high /= group;
    rest = top % group << 32 | (uint32_t)*low;
    *low = top / group << 32 | rest / group;
    return (uint32_t)(rest % group);
}

static char *put_decimal(char *to, struct integer value)
{
    char text[48], *end = text + sizeof text, *at = end;

    if (value.high == 0)
        return put_u64(to, value.low);
    while ((value.high | value.low) != 0) {
        uint32_t group = divide(&value.high, &value.low);

        for (int i = 0; i < 9; i++, group /= 10)
            *--at = (char)('0' + group % 10);
    }
    while (*at == '0')
        at++;
    memcpy(to, at, (size_t)(end - at));
    return to + (end - at);
}

// Writes in a radix of 2^bits.
static char *put_bits(char *to, struct integer value, unsigned bits)
{
    struct wide magnitude = {value.high, value.low};
    unsigned used = wide_bits(magnitude), count = used ? (used + bits - 1) / bits : 1;

    for (unsigned i = count; i-- > 0;) {
        uint64_t digit = wide_right(magnitude, i * bits).low & ((1U << bits) - 1);

        *to++ = "0123456789abcdef"[digit];
    }
    return to;
}

size_t integer_print(char *to, struct integer value, unsigned radix)
{
    char *at = to;

    if (value.negative)
        *at++ = '-';
    if (radix == 10)
        return (size_t)(put_decimal(at, value) - to);
    *at++ = '0';
    *at++ = radix == 2 ? 'b' : radix == 8 ? 'o' : 'x';
    return (size_t)(put_bits(at, value, radix == 2 ? 1 : radix == 8 ? 3 : 4) - to);
}
