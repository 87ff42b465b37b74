// Powers of ten in 128 bits: the one table behind printing and reading of floats.
#ifndef MEMTOOL_BASE_POWERS_H
#define MEMTOOL_BASE_POWERS_H

#include "base/wide.h"

enum {
    POWER_MIN = -342, // 1e19 times less is below half of the lowest f64
    POWER_MAX = 324,  // what brings the lowest f64 to an integer
    POWER_EXACT = 55  // 1e0 to 1e55 are exact: 5^55 is the last that has 128 bits
};

// 10^k = row k * 2^(power_binary(k) - 127); the top bit of a row is set. Rounded up where it is not
// exact.
extern const struct wide powers_of_ten[POWER_MAX - POWER_MIN + 1];

static inline const struct wide *power_of_ten(int k)
{
    return &powers_of_ten[k - POWER_MIN];
}

// floor(log2(10^k)), for |k| up to 1233.
static inline int power_binary(int k)
{
    return (k * 1741647) >> 19;
}

#endif
