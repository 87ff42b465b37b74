// Hex kernels in plain C: the twin that all others are compared with, and what runs where there
// are no vectors.
#include "base/hex_kernel.h"

#include <string.h>

#define SIXTEEN(h)                                                                                 \
    h "0" h "1" h "2" h "3" h "4" h "5" h "6" h "7" h "8" h "9" h "a" h "b" h "c" h "d" h "e" h "f"
#define SIXTEEN_UPPER(h)                                                                           \
    h "0" h "1" h "2" h "3" h "4" h "5" h "6" h "7" h "8" h "9" h "A" h "B" h "C" h "D" h "E" h "F"

const char hex_pairs[2][513] = {
    SIXTEEN("0") SIXTEEN("1") SIXTEEN("2") SIXTEEN("3") SIXTEEN("4") SIXTEEN("5") SIXTEEN("6")
        SIXTEEN("7") SIXTEEN("8") SIXTEEN("9") SIXTEEN("a") SIXTEEN("b") SIXTEEN("c") SIXTEEN("d")
            SIXTEEN("e") SIXTEEN("f"),
    SIXTEEN_UPPER("0") SIXTEEN_UPPER("1") SIXTEEN_UPPER("2") SIXTEEN_UPPER("3") SIXTEEN_UPPER("4")
        SIXTEEN_UPPER("5") SIXTEEN_UPPER("6") SIXTEEN_UPPER("7") SIXTEEN_UPPER("8")
            SIXTEEN_UPPER("9") SIXTEEN_UPPER("A") SIXTEEN_UPPER("B") SIXTEEN_UPPER("C")
                SIXTEEN_UPPER("D") SIXTEEN_UPPER("E") SIXTEEN_UPPER("F"),
};

static bool always(void)
{
    return true;
}

static void encode(char *to, const unsigned char *from, size_t n, bool upper)
{
    const char *pairs = hex_pairs[upper];

    for (size_t i = 0; i < n; i++)
        memcpy(to + 2 * i, pairs + 2 * from[i], 2);
}

const unsigned char hex_values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

static size_t decode(unsigned char *to, const char *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned high = hex_values[(unsigned char)from[2 * i]];
        unsigned low = hex_values[(unsigned char)from[2 * i + 1]];

        if (high == 0 || low == 0)
            return 2 * i + (high != 0);
        to[i] = (unsigned char)((high - 1) << 4 | (low - 1));
    }
    return 2 * n;
}

static char *put_low(char *to, uint32_t low)
{
    for (int shift = 24; shift >= 0; shift -= 8, to += 2)
        memcpy(to, hex_pairs[0] + 2 * (low >> shift & 0xff), 2);
    return to;
}

static char *put_text(char *to, const unsigned char *from)
{
    for (int i = 0; i < HEX_ROW; i++)
        *to++ = hex_text(from[i]);
    return to;
}

static char *dump_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                       struct hex_prefix prefix)
{
    for (; rows > 0; rows--, from += HEX_ROW, low += HEX_ROW) {
        memcpy(to, prefix.digits, sizeof prefix.digits);
        to = put_low(to + prefix.length, low);
        memset(to, ' ', 2 + 3 * HEX_ROW + 2);
        to += 2;
        for (int i = 0; i < HEX_ROW; i++)
            memcpy(to + 3 * i + i / 8, hex_pairs[0] + 2 * from[i], 2);
        to += 3 * HEX_ROW + 2;
        *to++ = '|';
        to = put_text(to, from);
        *to++ = '|';
        *to++ = '\n';
    }
    return to;
}

static char *xxd_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                      struct hex_prefix prefix)
{
    for (; rows > 0; rows--, from += HEX_ROW, low += HEX_ROW) {
        memcpy(to, prefix.digits, sizeof prefix.digits);
        to = put_low(to + prefix.length, low);
        *to++ = ':';
        for (int i = 0; i < HEX_ROW; i += 2, to += 5) {
            to[0] = ' ';
            memcpy(to + 1, hex_pairs[0] + 2 * from[i], 2);
            memcpy(to + 3, hex_pairs[0] + 2 * from[i + 1], 2);
        }
        memset(to, ' ', 2);
        to = put_text(to + 2, from);
        *to++ = '\n';
    }
    return to;
}

static size_t same_rows(const unsigned char *from, size_t rows, const unsigned char *row)
{
    size_t same = 0;

    while (same < rows && memcmp(from + same * HEX_ROW, row, HEX_ROW) == 0)
        same++;
    return same;
}

static size_t different_rows(const unsigned char *from, size_t rows)
{
    uint64_t last[2], row[2];
    size_t n = 1;

    memcpy(last, from, HEX_ROW);
    for (; n < rows; n++) {
        memcpy(row, from + n * HEX_ROW, HEX_ROW);
        if (((row[0] ^ last[0]) | (row[1] ^ last[1])) == 0)
            break;
        memcpy(last, row, HEX_ROW);
    }
    return n;
}

const struct hex_kernel hex_plain = {"plain",   always,   encode,    decode,
                                     dump_rows, xxd_rows, same_rows, different_rows};
