// Floats to text as Python's repr has it.
#include "base/float_digits.h"

#include <string.h>

static char *put_word(char *to, const char *word)
{
    memcpy(to, word, 3);
    return to + 3;
}

// The formats of 64 bits at most, by their bits; the widths are constants wherever this is inlined.
static inline char *put_bits(char *to, uint64_t bits, unsigned exponent_bits,
                             unsigned fraction_bits)
{
    uint64_t one = UINT64_C(1) << fraction_bits, fraction = bits & (one - 1);
    int most = (1 << exponent_bits) - 1, biased = (int)(bits >> fraction_bits) & most;
    int lowest = 2 - most / 2 - (int)fraction_bits - 1;
    bool negative = bits >> (fraction_bits + exponent_bits) & 1;

    *to = '-';
    if (biased == most)
        return fraction ? put_word(to, "nan") : put_word(to + negative, "inf");
    to += negative;
    if (biased != 0)
        return float_put_shortest(to, fraction | one, lowest + biased - 1,
                                  fraction == 0 && biased > 1);
    return fraction ? float_put_shortest(to, fraction, lowest, false) : put_word(to, "0.0");
}

static char *put_value(char *to, enum float_format format, const void *bytes)
{
    static const char *const words[] = {
        [FLOAT_ZERO] = "0.0", [FLOAT_INFINITE] = "inf", [FLOAT_NAN] = "nan"};
    struct float_value value = float_unpack(format, bytes);

    if (value.negative && value.class != FLOAT_NAN)
        *to++ = '-';
    if (value.class == FLOAT_NORMAL || value.class == FLOAT_SUBNORMAL)
        return float_put_wide(to, format, &value);
    return put_word(to, words[value.class]);
}

size_t float_print(char *to, enum float_format format, const void *bytes)
{
    uint64_t eight;
    uint32_t four;
    uint16_t two;
    char *end = to;

    switch (format) {
    case FLOAT_F64:
        memcpy(&eight, bytes, sizeof eight);
        end = put_bits(to, eight, 11, 52);
        break;
    case FLOAT_F32:
        memcpy(&four, bytes, sizeof four);
        end = put_bits(to, four, 8, 23);
        break;
    case FLOAT_F16:
        memcpy(&two, bytes, sizeof two);
        end = put_bits(to, two, 5, 10);
        break;
    case FLOAT_BF16:
        memcpy(&two, bytes, sizeof two);
        end = put_bits(to, two, 8, 7);
        break;
    case FLOAT_F80:
    case FLOAT_F128:
        end = put_value(to, format, bytes);
        break;
    }
    return (size_t)(end - to);
}
