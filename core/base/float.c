// Floats in memory: taken apart, put together, rounded.
#include "base/float.h"

#include "base/float_round.h"
#include "base/integer.h"

#include <string.h>

static const struct float_parts parts_of[] = {
    [FLOAT_F16] = {2, 5, 10, false, 15, "f16"},
    [FLOAT_BF16] = {2, 8, 7, false, 127, "bf16"},
    [FLOAT_F32] = {4, 8, 23, false, 127, "f32"},
    [FLOAT_F64] = {8, 11, 52, false, 1023, "f64"},
    [FLOAT_F80] = {10, 15, 63, true, 16383, "f80"},
    [FLOAT_F128] = {16, 15, 112, false, 16383, "f128"},
};

const struct float_parts *float_parts(enum float_format format)
{
    return &parts_of[format];
}

// How many bits of the significand are in memory, below the exponent.
static unsigned stored_bits(const struct float_parts *parts)
{
    return parts->fraction_bits + parts->explicit_bit;
}

static enum float_class classify(const struct float_parts *parts, unsigned biased,
                                 struct wide stored)
{
    struct wide fraction = wide_and(stored, wide_mask(parts->fraction_bits));
    bool integer_bit = !parts->explicit_bit || wide_bits(stored) > parts->fraction_bits;

    if (biased == 0)
        return wide_is_zero(stored) ? FLOAT_ZERO : FLOAT_SUBNORMAL;
    if (!integer_bit)
        return FLOAT_NAN;
    if (biased == float_exponent_mask(parts))
        return wide_is_zero(fraction) ? FLOAT_INFINITE : FLOAT_NAN;
    return FLOAT_NORMAL;
}

struct float_value float_unpack(enum float_format format, const void *bytes)
{
    const struct float_parts *parts = &parts_of[format];
    struct integer raw = integer_of_bytes(bytes, parts->size, false);
    struct wide bits = {raw.high, raw.low};
    struct wide significand = wide_and(bits, wide_mask(stored_bits(parts)));
    unsigned top = (unsigned)wide_right(bits, stored_bits(parts)).low;
    unsigned biased = top & float_exponent_mask(parts);
    struct float_value value = {
        .class = classify(parts, biased, significand),
        .negative = top >> parts->exponent_bits & 1,
        .exponent = (int)(biased ? biased : 1) - parts->bias - (int)parts->fraction_bits,
    };

    if (biased != 0)
        significand = wide_or(significand, wide_bit(parts->fraction_bits));
    value.high = significand.high;
    value.low = significand.low;
    return value;
}

static void store(const struct float_parts *parts, bool negative, unsigned biased,
                  struct wide significand, void *bytes)
{
    struct wide top = {0, (uint64_t)negative << parts->exponent_bits | biased};
    struct wide all = wide_or(wide_left(top, stored_bits(parts)),
                              wide_and(significand, wide_mask(stored_bits(parts))));

    integer_to_bytes((struct integer){.high = all.high, .low = all.low}, bytes, parts->size);
}

void float_pack_infinity(enum float_format format, bool negative, void *bytes)
{
    const struct float_parts *parts = &parts_of[format];

    store(parts, negative, float_exponent_mask(parts), wide_bit(parts->fraction_bits), bytes);
}

void float_pack_nan(enum float_format format, bool negative, void *bytes)
{
    const struct float_parts *parts = &parts_of[format];
    struct wide quiet = wide_or(wide_bit(parts->fraction_bits), wide_bit(parts->fraction_bits - 1));

    store(parts, negative, float_exponent_mask(parts), quiet, bytes);
}

// What is lost below `drop` bits (1 to 128), against one half of a unit.
static enum rounding round_at(struct wide *significand, unsigned drop, bool more, unsigned slack)
{
    struct wide half = wide_bit(drop - 1), kept = {0, 0}, rest = *significand;
    bool up;

    if (drop < 128) {
        kept = wide_right(*significand, drop);
        rest = wide_and(*significand, wide_mask(drop));
    }
    if (slack > 0) {
        struct wide distance = wide_minus(wide_plus(rest, slack), half);

        if (distance.high == 0 && distance.low <= 2 * slack)
            return ROUNDING_UNSURE;
    }
    int side = wide_compare(rest, half);
    up = side > 0 || (side == 0 && (more || kept.low % 2 == 1));
    *significand = wide_plus(kept, up);
    return ROUNDING_DONE;
}

// Any number: a subnormal one loses more bits than the format says.
static enum rounding round_any(const struct float_parts *parts, const struct unrounded *number,
                               struct wide significand, int biased, void *bytes)
{
    unsigned precision = parts->fraction_bits + 1, drop = 128 - precision;

    if (biased < 1) {
        drop = biased < -128 ? 129 : drop + (unsigned)(1 - biased);
        biased = 1;
    }
    if (drop > 128)
        significand = (struct wide){0, 0};
    else if (round_at(&significand, drop, number->more, number->slack) == ROUNDING_UNSURE)
        return ROUNDING_UNSURE;
    if (wide_bits(significand) > precision) {
        significand = wide_right(significand, 1);
        biased++;
    }
    if (biased >= (int)float_exponent_mask(parts))
        return ROUNDING_OVERFLOW;
    if (wide_bits(significand) < precision)
        biased = 0;
    store(parts, number->negative, (unsigned)biased, significand, bytes);
    return ROUNDING_DONE;
}

enum rounding float_round(enum float_format format, const struct unrounded *number, void *bytes)
{
    const struct float_parts *parts = &parts_of[format];
    unsigned shift = 128 - wide_bits(number->significand);

    if (shift == 128) {
        store(parts, number->negative, 0, (struct wide){0, 0}, bytes);
        return ROUNDING_DONE;
    }
    struct wide significand = wide_left(number->significand, shift);
    int biased = number->exponent - (int)shift + 127 + parts->bias;

    if (biased > (int)float_exponent_mask(parts))
        return ROUNDING_OVERFLOW;
    if (biased < 1 || format > FLOAT_F64)
        return round_any(parts, number, significand, biased, bytes);
    uint64_t word;
    enum rounding rounding = float_round_word(parts, number, significand, biased, &word);
    if (rounding == ROUNDING_DONE)
        wide_store(bytes, parts->size, word);
    return rounding;
}

// A format of the host's own.
static inline double widen_host(enum float_format format, const void *bytes)
{
    double wide;
    float narrow;

    if (format == FLOAT_F64) {
        memcpy(&wide, bytes, sizeof wide);
        return wide;
    }
    memcpy(&narrow, bytes, sizeof narrow);
    return (double)narrow;
}

double float_widen(enum float_format format, const void *bytes)
{
    if (format == FLOAT_F64 || format == FLOAT_F32)
        return widen_host(format, bytes);
    struct float_value value = float_unpack(format, bytes);
    double wide = 0;
    switch (value.class) {
    case FLOAT_NAN:
        float_pack_nan(FLOAT_F64, value.negative, &wide);
        break;
    case FLOAT_INFINITE:
        float_pack_infinity(FLOAT_F64, value.negative, &wide);
        break;
    default:
        if (float_round(FLOAT_F64,
                        &(struct unrounded){.negative = value.negative,
                                            .exponent = value.exponent,
                                            .significand = {value.high, value.low}},
                        &wide) == ROUNDING_OVERFLOW)
            float_pack_infinity(FLOAT_F64, value.negative, &wide);
    }
    return wide;
}
