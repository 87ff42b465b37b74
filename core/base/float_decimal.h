// Decimal digits, as many as somebody wrote, to the nearest float.
#ifndef MEMTOOL_BASE_FLOAT_DECIMAL_H
#define MEMTOOL_BASE_FLOAT_DECIMAL_H

#include "base/float_round.h"

// A decimal number that was read: digits * 10^exponent. With more, there were further digits behind
// these; then text, decimal digits with at most one point, has all of them, and its last digit
// counts 10^last_exponent.
struct decimal_text {
    bool negative, more;
    uint64_t digits;
    int64_t exponent, last_exponent;
    const char *text, *end;
};

// Rounds to nearest, ties to even: ROUNDING_DONE, or ROUNDING_OVERFLOW and anything in bytes.
enum rounding decimal_round(enum float_format format, const struct decimal_text *decimal,
                            void *bytes);

#endif
