// What the readers of integers and floats share: runs of digits, and words for what is refused.
#ifndef MEMTOOL_BASE_SCAN_H
#define MEMTOOL_BASE_SCAN_H

#include "base/digits.h"
#include "base/lex.h"

// Passes decimal digits and appends them to *value, modulo 2^64.
static inline const char *scan_digits(const char *at, const char *end, uint64_t *value)
{
    static const uint32_t powers[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    uint64_t sum = *value;

    while (end - at >= 8) {
        uint64_t text = load_little(at);
        unsigned count = digits_count(text);

        if (count == 0)
            break;
        if (count < 8) // moved to the end, with zeros in front
            text = text << (64 - 8 * count) | DIGITS_ZEROS >> 8 * count;
        sum = sum * powers[count] + digits_value(text);
        at += count;
        if (count < 8)
            break;
    }
    for (; at < end && is_digit(*at); at++)
        sum = sum * 10 + (uint64_t)(*at - '0');
    *value = sum;
    return at;
}

// The radix that a prefix 0x, 0o, 0b (any case) announces, which is passed; 10 without one.
unsigned scan_prefix(struct cursor *cursor);

// Appends a digit to a magnitude; false, and nothing done, where it would not fit into 128 bits.
bool scan_append(struct wide *value, unsigned radix, unsigned digit);

// Records (STATUS_USAGE) that the word which starts at `from` is what it should not be: `WORD WHY`,
// or `a number is missing` where there is no word. Always false.
bool scan_refuse(const struct cursor *cursor, const char *from, const char *why,
                 struct error *error);

#endif
