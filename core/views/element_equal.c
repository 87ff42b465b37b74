// Value equality across types: exact, without a detour through a wider float.
#include "views/element_inner.h"

#include <string.h>

// A number as it is: ± (high * 2^64 + low) * 2^exponent with an odd magnitude, or zero.
struct exact {
    enum { EXACT_NAN, EXACT_INFINITE, EXACT_FINITE } kind;
    bool negative;
    uint64_t high, low;
    int exponent;
};

static void normalize(struct exact *number)
{
    if (number->high == 0 && number->low == 0) {
        number->negative = false;
        number->exponent = 0;
        return;
    }
    if (number->low == 0) {
        number->low = number->high;
        number->high = 0;
        number->exponent += 64;
    }
    int zeros = __builtin_ctzll(number->low);
    if (zeros > 0) {
        number->low = number->low >> zeros | number->high << (64 - zeros);
        number->high >>= zeros;
    }
    number->exponent += zeros;
}

static struct exact exact_of_integer(struct integer value)
{
    struct exact number = {
        .kind = EXACT_FINITE, .negative = value.negative, .high = value.high, .low = value.low};

    normalize(&number);
    return number;
}

// Takes the lowest bits off a 128-bit number.
static uint64_t take_bits(struct integer *bits, unsigned n)
{
    uint64_t taken = bits->low & (((uint64_t)1 << n) - 1);

    bits->low = bits->low >> n | bits->high << (64 - n);
    bits->high >>= n;
    return taken;
}

// The float whose host-order bytes those are.
static struct exact exact_of_float(enum float_format format, const unsigned char *bytes)
{
    const struct float_parts *parts = float_parts(format);
    struct integer bits = integer_of_bytes(bytes, parts->size, false);
    struct exact number = {.kind = EXACT_FINITE, .low = bits.low};
    unsigned fraction = parts->fraction_bits;

    if (fraction >= 64) { // f128
        bits.low = bits.high;
        bits.high = 0;
        number.high = take_bits(&bits, fraction - 64);
    } else {
        number.low = take_bits(&bits, fraction);
    }
    bool stored = parts->explicit_bit && take_bits(&bits, 1);
    unsigned exponent = (unsigned)take_bits(&bits, parts->exponent_bits);
    unsigned greatest = (1u << parts->exponent_bits) - 1;
    number.negative = take_bits(&bits, 1);
    if (exponent == greatest) {
        number.kind = number.high == 0 && number.low == 0 ? EXACT_INFINITE : EXACT_NAN;
        number.high = number.low = 0;
        return number;
    }
    if (parts->explicit_bit ? stored : exponent != 0) {
        if (fraction >= 64)
            number.high |= (uint64_t)1 << (fraction - 64);
        else
            number.low |= (uint64_t)1 << fraction;
    }
    number.exponent = (int)(exponent == 0 ? 1 : exponent) - (int)(greatest / 2) - (int)fraction;
    normalize(&number);
    return number;
}

// Both parts of a number; that of a real one is zero.
static bool exact_of(const struct type *type, const unsigned char *bytes, struct exact parts[2])
{
    unsigned char host[SCALAR_BYTES];
    struct integer value;

    parts[1] = exact_of_integer(integer_of_u64(0));
    if (!type_is_number(type))
        return false;
    if (element_integer(type, bytes, &value)) {
        parts[0] = exact_of_integer(value);
        return true;
    }
    enum float_format format = scalar_info(type->scalar)->format;
    size_t size = (size_t)type->size;
    bool complex = type_class(type) == CLASS_COMPLEX;
    size_t half = complex ? size / 2 : size;
    element_host_order(type, bytes, host);
    parts[0] = exact_of_float(format, host + float_place(format, half));
    if (complex)
        parts[1] = exact_of_float(format, host + half + float_place(format, half));
    return true;
}

static bool exact_equal(const struct exact *a, const struct exact *b)
{
    return a->kind != EXACT_NAN && a->kind == b->kind && a->negative == b->negative &&
           a->high == b->high && a->low == b->low && a->exponent == b->exponent;
}

static bool numbers_equal(const struct type *a, const unsigned char *x, const struct type *b,
                          const unsigned char *y)
{
    struct exact left[2], right[2];

    return exact_of(a, x, left) && exact_of(b, y, right) && exact_equal(&left[0], &right[0]) &&
           exact_equal(&left[1], &right[1]);
}

// ---- characters and text

static bool is_text(const struct type *type)
{
    return type_is_text(type) || type->kind == TYPE_PASCAL ||
           (type->kind == TYPE_SCALAR && type_class(type) == CLASS_CHAR);
}

// The bytes that Python's struct gives: all of `s` and `c`, those that `p` counts.
static const unsigned char *text_bytes(const struct type *type, const unsigned char *bytes,
                                       size_t *length)
{
    *length = (size_t)type->size;
    return type->kind == TYPE_PASCAL ? element_text(type, bytes, length) : bytes;
}

static bool texts_equal(const struct type *a, const unsigned char *x, const struct type *b,
                        const unsigned char *y)
{
    size_t m, n;

    x = text_bytes(a, x, &m);
    y = text_bytes(b, y, &n);
    return m == n && memcmp(x, y, n) == 0;
}

// The units of wide text, or one wide character itself.
static const struct type *wide_unit(const struct type *type)
{
    return type_is_wide_text(type) ? type->target : type;
}

static bool is_wide(const struct type *type)
{
    const struct type *unit = wide_unit(type);

    return unit->kind == TYPE_SCALAR && type_class(unit) == CLASS_UNICODE;
}

// Character by character; what one text has more must be NUL.
static bool wide_equal(const struct type *a, const unsigned char *x, const struct type *b,
                       const unsigned char *y)
{
    const struct type *s = wide_unit(a), *t = wide_unit(b);
    uint64_t m = a->size / s->size, n = b->size / t->size, i = 0, j = 0;

    while (i < m || j < n) {
        uint32_t left = i < m ? wide_next(s, x, m, &i) : 0;
        uint32_t right = j < n ? wide_next(t, y, n, &j) : 0;

        if (left != right)
            return false;
    }
    return true;
}

// ---- records and arrays

static bool records_equal(const struct type *a, const unsigned char *x, const struct type *b,
                          const unsigned char *y)
{
    if (a->member_count != b->member_count)
        return false;
    for (size_t i = 0; i < a->member_count; i++) {
        const struct member *left = &a->members[i], *right = &b->members[i];

        if (left->name == NULL && right->name == NULL && left->type->kind == TYPE_BITS &&
            right->type->kind == TYPE_BITS)
            continue;
        if (!element_equal(left->type, x + left->offset, right->type, y + right->offset))
            return false;
    }
    return true;
}

static bool arrays_equal(const struct type *a, const unsigned char *x, const struct type *b,
                         const unsigned char *y)
{
    if (a->count != b->count)
        return false;
    for (uint64_t i = 0; i < a->count; i++)
        if (!element_equal(a->target, x + i * a->target->size, b->target, y + i * b->target->size))
            return false;
    return true;
}

bool element_equal(const struct type *a, const unsigned char *x, const struct type *b,
                   const unsigned char *y)
{
    if (is_text(a) && is_text(b))
        return texts_equal(a, x, b, y);
    if (is_wide(a) && is_wide(b))
        return wide_equal(a, x, b, y);
    if (type_is_number(a) && type_is_number(b))
        return numbers_equal(a, x, b, y);
    if (type_is_record(a) && type_is_record(b))
        return records_equal(a, x, b, y);
    if (a->kind == TYPE_ARRAY && b->kind == TYPE_ARRAY && !is_text(a) && !is_text(b))
        return arrays_equal(a, x, b, y);
    return false;
}
