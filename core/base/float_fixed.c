// The shortest digits of what no table covers, by arithmetic of 256 bits: it costs the same for any
// exponent, and what it cannot tell for sure, as of values that are decimals themselves, is left to
// exact arithmetic.
#include "base/float_digits.h"
#include "base/wide.h"

enum {
    LIMBS = 8,
    BITS = 32 * LIMBS,
    FRACTION = BITS - 8, // bits behind the point of fixed-point numbers
    // What a number may be wrong by, as a power of two: a scaled value below 10 has a relative
    // error below 10000 units of its 256 bits, from up to 4970 factors. Each digit adds 4.
    SLACK = 24,
    SLACK_DIGIT = 4
};

// limbs * 2^exponent, the lowest limb first, the highest bit set.
struct scale {
    uint32_t limbs[LIMBS];
    int exponent;
};

struct fixed {
    uint32_t limbs[LIMBS];
};

static struct scale scale_of(struct wide whole)
{
    unsigned bits = wide_bits(whole);
    struct wide top = wide_left(whole, 128 - bits);

    return (struct scale){
        .limbs = {[LIMBS - 4] = (uint32_t)top.low,
                  [LIMBS - 3] = (uint32_t)(top.low >> 32),
                  [LIMBS - 2] = (uint32_t)top.high,
                  [LIMBS - 1] = (uint32_t)(top.high >> 32)},
        .exponent = (int)bits - BITS,
    };
}

static void multiply(struct scale *a, const struct scale *b)
{
    uint32_t product[2 * LIMBS] = {0};

    for (unsigned i = 0; i < LIMBS; i++) {
        uint64_t carry = 0;

        for (unsigned j = 0; j < LIMBS; j++) {
            carry += (uint64_t)a->limbs[i] * b->limbs[j] + product[i + j];
            product[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        product[i + LIMBS] = (uint32_t)carry;
    }
    unsigned up = product[2 * LIMBS - 1] >> 31 ? 0 : 1;
    for (unsigned i = 0; i < LIMBS; i++)
        a->limbs[i] =
            product[i + LIMBS] << up | (uint32_t)((uint64_t)product[i + LIMBS - 1] << up >> 32);
    a->exponent += b->exponent + BITS - (int)up;
}

// 10^k, by squares of 5 or of a fifth.
static struct scale power(int k)
{
    struct scale result = scale_of((struct wide){0, 1}), base = scale_of((struct wide){0, 5});
    struct scale square;

    if (k < 0) {
        for (unsigned i = 0; i < LIMBS; i++)
            base.limbs[i] = 0xcccccccc;
        base.exponent = -2 - BITS;
    }
    for (unsigned left = (unsigned)(k < 0 ? -k : k); left > 0; left /= 2) {
        if (left % 2 == 1)
            multiply(&result, &base);
        square = base;
        multiply(&base, &square);
    }
    result.exponent += k;
    return result;
}

// The number times 2^exponent, which must be below 2^8.
static struct fixed fix(const struct scale *number, int exponent)
{
    unsigned down = (unsigned)-(number->exponent + exponent + FRACTION);
    unsigned limbs = down / 32, bits = down % 32;
    struct fixed fixed = {{0}};

    for (unsigned i = 0; i + limbs < LIMBS; i++) {
        uint64_t above = i + limbs + 1 < LIMBS ? number->limbs[i + limbs + 1] : 0;

        fixed.limbs[i] = (uint32_t)((above << 32 | number->limbs[i + limbs]) >> bits);
    }
    return fixed;
}

static void times(struct fixed *a, uint32_t factor)
{
    uint64_t carry = 0;

    for (unsigned i = 0; i < LIMBS; i++) {
        carry += (uint64_t)a->limbs[i] * factor;
        a->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static struct fixed sum(const struct fixed *a, const struct fixed *b)
{
    struct fixed result;
    uint64_t carry = 0;

    for (unsigned i = 0; i < LIMBS; i++) {
        carry += (uint64_t)a->limbs[i] + b->limbs[i];
        result.limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return result;
}

static struct fixed whole_of(unsigned whole)
{
    return (struct fixed){{[LIMBS - 1] = whole << 24}};
}

// -1 or 1, or 0 where a and b are not further apart than 2^slack units.
static int order_of(const struct fixed *a, const struct fixed *b, unsigned slack)
{
    uint32_t apart[LIMBS];
    uint64_t borrow = 0;

    for (unsigned i = 0; i < LIMBS; i++) {
        uint64_t difference = (uint64_t)a->limbs[i] - b->limbs[i] - borrow;

        apart[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    // What is all sign from bit `slack` on is near.
    uint32_t sign = borrow ? UINT32_MAX : 0;
    bool near = ((apart[slack / 32] ^ sign) >> slack % 32) == 0;
    for (unsigned i = slack / 32 + 1; i < LIMBS; i++)
        near = near && apart[i] == sign;
    return near ? 0 : borrow ? -1 : 1;
}

// The first digit, which is taken away. False where it is not sure.
static bool take_digit(struct fixed *value, unsigned slack, unsigned *digit)
{
    const struct fixed zero = whole_of(0), one = whole_of(1);

    *digit = value->limbs[LIMBS - 1] >> 24;
    value->limbs[LIMBS - 1] &= 0xffffff;
    return order_of(value, &zero, slack) != 0 && order_of(&one, value, slack) != 0;
}

// The same digits as those of exact arithmetic.
static bool generate(char *to, struct fixed value, struct fixed below, struct fixed above,
                     size_t *count)
{
    const struct fixed one = whole_of(1);
    unsigned slack = SLACK, digit;

    for (*count = 0; *count < FLOAT_DIGITS_MOST; slack += SLACK_DIGIT) {
        if (!take_digit(&value, slack, &digit))
            return false;
        struct fixed high = sum(&value, &above), twice = sum(&value, &value);
        int down = order_of(&value, &below, slack), up = order_of(&high, &one, slack);
        int middle = order_of(&twice, &one, slack);

        if (down == 0 || up == 0)
            return false;
        bool both = down < 0 && up > 0;
        if (both && middle == 0)
            return false;
        to[(*count)++] = (char)('0' + digit + (both ? middle > 0 : up > 0));
        if (down < 0 || up > 0)
            return true;
        times(&value, 10);
        times(&below, 10);
        times(&above, 10);
    }
    return false;
}

bool float_digits_fixed(char *to, const struct float_value *value, bool closer, size_t *count,
                        int *point)
{
    struct wide significand = {value->high, value->low};
    int binary = value->exponent + (int)wide_bits(significand) - 1;
    int places = float_places(binary);
    struct scale unit = power(-places), scaled = scale_of(significand);
    const struct fixed one = whole_of(1);

    multiply(&scaled, &unit);
    struct fixed fixed = fix(&scaled, value->exponent);
    struct fixed above = fix(&unit, value->exponent - 1);
    struct fixed below = closer ? fix(&unit, value->exponent - 2) : above;
    int order = order_of(&fixed, &one, SLACK);
    if (order == 0)
        return false;
    if (order < 0) {
        times(&fixed, 10);
        times(&below, 10);
        times(&above, 10);
    }
    *point = places + (order > 0);
    return generate(to, fixed, below, above, count);
}
