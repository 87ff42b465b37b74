// Floats there and back: the table of powers of ten, and whole ranges of values against exact
// arithmetic.
#include "base/bignum.h"
#include "base/float_digits.h"
#include "base/integer.h"
#include "base/powers.h"
#include "unit.h"

#include <string.h>
#include <time.h>

// That a row is its power of ten, rounded up where it is not exact.
static bool row_is_right(int k)
{
    struct bignum power, row, below;
    struct wide value = *power_of_ten(k);

    bignum_set(&power, (struct wide){0, 1});
    bignum_set(&row, value);
    bignum_set(&below, wide_minus(value, (struct wide){0, 1}));
    if (k >= 0) { // row * 2^shift is just above 5^k, or it
        int shift = power_binary(k) - 127 - k;

        bignum_times_fives(&power, (unsigned)k);
        bignum_shift(shift < 0 ? &power : &row, (unsigned)(shift < 0 ? -shift : shift));
        bignum_shift(shift < 0 ? &power : &below, shift < 0 ? 0 : (unsigned)shift);
    } else { // row * 5^-k is just above a power of two
        bignum_shift(&power, (unsigned)(127 - power_binary(k) + k));
        bignum_times_fives(&row, (unsigned)-k);
        bignum_times_fives(&below, (unsigned)-k);
    }
    int order = bignum_compare(&row, &power);
    bool exact = k >= 0 && k <= POWER_EXACT;
    return value.high >> 63 == 1 && (exact ? order == 0 : order > 0) &&
           bignum_compare(&below, &power) < 0;
}

static bool table_is_right(void)
{
    for (int k = POWER_MIN; k <= POWER_MAX; k++)
        if (!row_is_right(k))
            return false;
    return true;
}

// Prints and reads the value again, and, with exact, prints it by exact arithmetic too.
static bool survives(enum float_format format, const void *bytes, bool exact)
{
    unsigned char again[16];
    char text[NUMBER_TEXT], wanted[NUMBER_TEXT];
    size_t length = float_print(text, format, bytes);
    struct cursor cursor = cursor_over(text, length);
    struct error error = {0};
    struct float_value value = float_unpack(format, bytes);

    if (value.class == FLOAT_NAN)
        return length == 3 && memcmp(text, "nan", 3) == 0;
    if (!float_read(&cursor, format, again, &error) || !cursor_done(&cursor) ||
        memcmp(again, bytes, float_parts(format)->size) != 0)
        return false;
    if (!exact || value.class == FLOAT_ZERO || value.class == FLOAT_INFINITE)
        return true;
    char *end = float_put_exactly(wanted, format, &value);
    return (size_t)(end - wanted) == length - value.negative &&
           memcmp(wanted, text + value.negative, (size_t)(end - wanted)) == 0;
}

static bool all_survive(enum float_format format)
{
    for (uint32_t bits = 0; bits <= UINT16_MAX; bits++)
        if (!survives(format, &(uint16_t){(uint16_t)bits}, bits % 2 == 0 || bits < 2048))
            return false;
    return true;
}

static bool random_survive(enum float_format format, unsigned count, unsigned exact_each)
{
    for (unsigned i = 0; i < count; i++) {
        unsigned char bytes[16];
        uint64_t high = unit_random(), low = unit_random();

        if (format == FLOAT_F80)
            low = low >> 1 | (uint64_t)((high & 0x7fff) != 0) << 63;
        if (i % 4 == 1) // few digits set
            low &= ~UINT64_C(0) << unit_random() % 53;
        integer_to_bytes((struct integer){.high = high, .low = low}, bytes,
                         float_parts(format)->size);
        if (!survives(format, bytes, i % exact_each == 0))
            return false;
    }
    return true;
}

// Whole numbers between 2^53 and 2^77: limits that are decimals themselves.
static bool whole_survive(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        double value = (double)(unit_random() >> 11 | UINT64_C(1) << 52);

        for (unsigned shift = i % 24; shift > 0; shift--)
            value *= 2;
        if (!survives(FLOAT_F64, &value, true))
            return false;
    }
    return true;
}

static bool powers_survive(void)
{
    for (uint64_t biased = 0; biased < 2047; biased++)
        for (uint64_t beside = 0; beside < 3; beside++)
            if (!survives(FLOAT_F64, &(uint64_t){(biased << 52) + beside}, true) ||
                !survives(FLOAT_F64, &(uint64_t){(biased << 52) + ~beside}, true))
                return false;
    for (uint32_t biased = 0; biased < 255; biased++)
        for (uint32_t beside = 0; beside < 200; beside++)
            if (!survives(FLOAT_F32, &(uint32_t){(biased << 23) + beside}, true))
                return false;
    return true;
}

// Numbers that are short decimals, or lie next to some, in a format of 80 or 128 bits.
static bool decimals_survive(enum float_format format)
{
    for (int i = 0; i < 4000; i++) {
        struct error error = {0};
        unsigned char bytes[16] = {0};
        char text[NUMBER_TEXT];

        snprintf(text, sizeof text, "%llue%d", (unsigned long long)(unit_random() % 2000),
                 (int)(unit_random() % (i % 3 == 0 ? 9800 : 120)) - (i % 3 == 0 ? 4900 : 60));
        struct cursor cursor = cursor_over(text, strlen(text));
        if (!float_read(&cursor, format, bytes, &error))
            continue;
        bytes[0] = (unsigned char)(bytes[0] ^ (i % 5 == 0));
        if (!survives(format, bytes, true))
            return false;
    }
    return true;
}

static bool random_print_soon(enum float_format format)
{
    clock_t start = clock();
    unsigned char bytes[16];
    char text[NUMBER_TEXT];

    for (int i = 0; i < 50000; i++) {
        integer_to_bytes((struct integer){.high = unit_random(), .low = unit_random() | 1ULL << 63},
                         bytes, float_parts(format)->size);
        float_print(text, format, bytes);
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC < 2 * unit_slowness();
}

int main(void)
{
    UNIT("the table of powers of ten is right", table_is_right());
    UNIT("every f16 survives its shortest text", all_survive(FLOAT_F16));
    UNIT("every bf16 survives its shortest text", all_survive(FLOAT_BF16));
    UNIT("random f32 survive", random_survive(FLOAT_F32, 500000, 20));
    UNIT("random f64 survive", random_survive(FLOAT_F64, 500000, 50));
    UNIT("powers of two survive, and what is next to them", powers_survive());
    UNIT("whole numbers survive", whole_survive(10000));
    UNIT("random f80 survive", random_survive(FLOAT_F80, 3000, 1));
    UNIT("random f128 survive", random_survive(FLOAT_F128, 500, 1));
    UNIT("short decimals survive in f80 and f128",
         decimals_survive(FLOAT_F80) && decimals_survive(FLOAT_F128));
    UNIT("f80 and f128 are printed in microseconds",
         random_print_soon(FLOAT_F80) && random_print_soon(FLOAT_F128));
    return unit_end();
}
