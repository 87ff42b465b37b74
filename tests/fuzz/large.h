// What a fuzzer must not ask for: types and texts that are as large as a number in them says.
#ifndef MEMTOOL_TESTS_FUZZ_LARGE_H
#define MEMTOOL_TESTS_FUZZ_LARGE_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>

// True where the text has a number of more than `most` decimal or hex digits, not counting the
// zeros in front.
static inline bool has_large_number(const void *text, size_t n, size_t most, bool hex)
{
    const unsigned char *at = text;
    size_t digits = 0;

    for (size_t i = 0; i < n && digits <= most; i++) {
        bool digit = hex ? isxdigit(at[i]) : isdigit(at[i]);

        digits = digit ? digits + (at[i] != '0' || digits > 0) : 0;
    }
    return digits > most;
}

#endif
