#!/usr/bin/env python3
"""Makes powers.c, the table of powers of ten: core/base/powers.py > core/base/powers.c

Each power is 128 bits, scaled so that the top bit is set and rounded up where it is not exact.
The unit test test_number verifies the checked-in table against exact arithmetic of its own.
"""

LOWEST, HIGHEST = -342, 324


def significand(exponent):
    if exponent >= 0:
        power = 10**exponent
        shift = 128 - power.bit_length()
        return power << shift if shift >= 0 else -(-power >> -shift)
    power = 10**-exponent
    return -(-(1 << 127 + power.bit_length()) // power)


def main():
    print("// Made by core/base/powers.py; do not edit.")
    print("// Powers of ten from 1e%d to 1e%d, see powers.h.\n" % (LOWEST, HIGHEST))
    print('#include "base/powers.h"\n')
    print("// clang-format off")
    print("const struct wide powers_of_ten[POWER_MAX - POWER_MIN + 1] = {")
    rows = []
    for exponent in range(LOWEST, HIGHEST + 1):
        value = significand(exponent)
        assert 1 << 127 <= value < 1 << 128
        rows.append("{0x%016x, 0x%016x}," % (value >> 64, value & (1 << 64) - 1))
    for i in range(0, len(rows), 2):
        print("    " + " ".join(rows[i : i + 2]))
    print("};")


main()
