// Elements that equal a value, many at once: where only one or two bit patterns do, they are what
// is looked for.
#include "views/element_inner.h"

#include <string.h>

enum { VECTOR = 16, LEAP = 4096 };

// The bytes that equal a value, as integers in the host's order.
struct patterns {
    uint64_t one, other; // the same where there is but one
    bool none;           // a NaN
    bool others;         // all but these: a true bool
};

// True where values of the type are equal just where their bytes are, but for zeroes and NaN.
static bool is_plain(const struct type *type)
{
    bool is_width = type->size == 1 || type->size == 2 || type->size == 4 || type->size == 8;

    if (!is_width)
        return false;
    if (type->kind == TYPE_POINTER || type->kind == TYPE_ENUM)
        return true;
    if (type->kind != TYPE_SCALAR)
        return false;
    switch (type_class(type)) {
    case CLASS_BOOL:
    case CLASS_INT:
    case CLASS_UINT:
    case CLASS_CHAR:
    case CLASS_FLOAT:
        return true;
    default:
        return false;
    }
}

// A float's zero has two patterns, which differ in the sign.
static struct patterns patterns_of(const struct type *type, const unsigned char *value)
{
    unsigned char bytes[sizeof(uint64_t)] = {0};
    size_t size = (size_t)type->size;
    struct patterns patterns = {.one = element_word(value, size, false)};

    patterns.other = patterns.one;
    if (type_class(type) == CLASS_BOOL) {
        patterns.others = patterns.one != 0;
        patterns.one = patterns.other = 0;
    }
    if (!type_is_float(type))
        return patterns;
    patterns.none = !element_equal(type, value, type, value);
    if (element_equal(type, bytes, type, value)) {
        bytes[type_is_big(type) ? 0 : size - 1] = 0x80;
        patterns.one = 0;
        patterns.other = element_word(bytes, size, false);
    }
    return patterns;
}

// How many of n integers are one or the other: a sum in each lane of a vector, taken out before it
// could overflow.
#define COUNT(LANE)                                                                                \
    static uint64_t count_##LANE(const unsigned char *at, uint64_t n, struct patterns patterns)    \
    {                                                                                              \
        typedef LANE vector __attribute__((vector_size(VECTOR)));                                  \
        enum { LANES = VECTOR / sizeof(LANE) };                                                    \
        const vector one = (vector){0} + (LANE)patterns.one;                                       \
        const vector other = (vector){0} + (LANE)patterns.other;                                   \
        uint64_t total = 0;                                                                        \
                                                                                                   \
        while (n >= LANES) {                                                                       \
            uint64_t batch = n / LANES < UINT8_MAX ? n / LANES : UINT8_MAX;                        \
            vector sum = {0}, now;                                                                 \
                                                                                                   \
            for (uint64_t i = 0; i < batch; i++, at += VECTOR) {                                   \
                memcpy(&now, at, VECTOR);                                                          \
                sum -= (vector)((now == one) | (now == other));                                    \
            }                                                                                      \
            for (size_t i = 0; i < LANES; i++)                                                     \
                total += sum[i];                                                                   \
            n -= batch * LANES;                                                                    \
        }                                                                                          \
        for (; n > 0; n--, at += sizeof(LANE)) {                                                   \
            uint64_t last = element_word(at, sizeof(LANE), false);                                 \
            total += last == patterns.one || last == patterns.other;                               \
        }                                                                                          \
        return total;                                                                              \
    }

COUNT(uint8_t)
COUNT(uint16_t)
COUNT(uint32_t)
COUNT(uint64_t)

static uint64_t count_patterns(const struct type *type, const unsigned char *bytes, uint64_t count,
                               struct patterns patterns)
{
    switch (type->size) {
    case 1:
        return count_uint8_t(bytes, count, patterns);
    case 2:
        return count_uint16_t(bytes, count, patterns);
    case 4:
        return count_uint32_t(bytes, count, patterns);
    default:
        return count_uint64_t(bytes, count, patterns);
    }
}

static uint64_t count_plain(const struct type *type, const unsigned char *bytes, uint64_t count,
                            struct patterns patterns)
{
    if (patterns.none)
        return 0;
    uint64_t found = count_patterns(type, bytes, count, patterns);
    return patterns.others ? count - found : found;
}

uint64_t elements_count(const struct type *type, const unsigned char *bytes, uint64_t count,
                        const unsigned char *value)
{
    uint64_t found = 0;

    if (is_plain(type))
        return count_plain(type, bytes, count, patterns_of(type, value));
    for (uint64_t i = 0; i < count; i++, bytes += type->size)
        found += element_equal(type, bytes, type, value);
    return found;
}

uint64_t elements_index(const struct type *type, const unsigned char *bytes, uint64_t count,
                        const unsigned char *value)
{
    uint64_t at = 0;

    if (is_plain(type)) {
        struct patterns patterns = patterns_of(type, value);

        for (; at + LEAP <= count; at += LEAP)
            if (count_plain(type, bytes + at * type->size, LEAP, patterns) > 0)
                break;
    }
    while (at < count && !element_equal(type, bytes + at * type->size, type, value))
        at++;
    return at;
}

// ---- many beside many

// True where n floats in the host's order are equal, pair by pair: zeroes whatever their sign, NaN
// to none. sign and infinity are those bits of the format.
#define EQUAL(LANE)                                                                                \
    static bool equal_##LANE(const unsigned char *x, const unsigned char *y, uint64_t n,           \
                             LANE infinity)                                                        \
    {                                                                                              \
        const LANE magnitude = (LANE)-1 >> 1;                                                      \
        LANE wrong = 0;                                                                            \
                                                                                                   \
        for (; n > 0 && wrong == 0; n -= n < LEAP ? n : LEAP)                                      \
            for (uint64_t i = 0; i < (n < LEAP ? n : LEAP);                                        \
                 i++, x += sizeof(LANE), y += sizeof(LANE)) {                                      \
                LANE a, b;                                                                         \
                                                                                                   \
                memcpy(&a, x, sizeof a);                                                           \
                memcpy(&b, y, sizeof b);                                                           \
                wrong |= (LANE)((a != b) & (((a | b) & magnitude) != 0));                          \
                wrong |= (a & magnitude) > infinity;                                               \
            }                                                                                      \
        return wrong == 0;                                                                         \
    }

EQUAL(uint16_t)
EQUAL(uint32_t)
EQUAL(uint64_t)

static bool floats_equal(const struct type *type, const unsigned char *x, const unsigned char *y,
                         uint64_t count)
{
    const struct float_parts *parts = float_parts(scalar_info(type->scalar)->format);
    uint64_t infinity = (((uint64_t)1 << parts->exponent_bits) - 1) << parts->fraction_bits;

    switch (type->size) {
    case 2:
        return equal_uint16_t(x, y, count, (uint16_t)infinity);
    case 4:
        return equal_uint32_t(x, y, count, (uint32_t)infinity);
    default:
        return equal_uint64_t(x, y, count, infinity);
    }
}

bool elements_equal(const struct type *a, const unsigned char *x, const struct type *b,
                    const unsigned char *y, uint64_t count)
{
    if (is_plain(a) && is_plain(b) && type_same(a, b) && type_class(a) != CLASS_BOOL) {
        if (!type_is_float(a))
            return memcmp(x, y, (size_t)(count * a->size)) == 0;
        if (!type_swapped(a))
            return floats_equal(a, x, y, count);
    }
    for (uint64_t i = 0; i < count; i++, x += a->size, y += b->size)
        if (!element_equal(a, x, b, y))
            return false;
    return true;
}
