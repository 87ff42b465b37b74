// Hex kernels for x86 with SSSE3: a row, or 16 bytes, at a time. hex_lines.c says what the five
// stores of a line hold.
#include "base/hex_kernel.h"

#if defined(__x86_64__) || defined(__i386__)

#include "base/hex_x86.h"

#include <string.h>

static bool runs(void)
{
    return HEX_HAS(SSSE3, "ssse3");
}

#define SSSE3 __attribute__((target("ssse3")))

SSSE3 static inline __m128i load(const void *from)
{
    return _mm_loadu_si128(from);
}

SSSE3 static inline void store(char *to, __m128i text)
{
    _mm_storeu_si128((__m128i *)to, text);
}

// Both digits of each byte: bytes 0 to 7 in *front, 8 to 15 in *back.
SSSE3 static inline void split(__m128i bytes, __m128i digits, __m128i *front, __m128i *back)
{
    __m128i mask = _mm_set1_epi8(15);
    __m128i high = _mm_shuffle_epi8(digits, _mm_and_si128(_mm_srli_epi16(bytes, 4), mask));
    __m128i low = _mm_shuffle_epi8(digits, _mm_and_si128(bytes, mask));

    *front = _mm_unpacklo_epi8(high, low);
    *back = _mm_unpackhi_epi8(high, low);
}

// A byte of 0x20 to 0x7e as it is, all others as a dot.
SSSE3 static inline __m128i shown(__m128i bytes)
{
    __m128i good = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x1f)),
                                 _mm_cmpgt_epi8(_mm_set1_epi8(0x7f), bytes));

    return _mm_or_si128(_mm_and_si128(good, bytes), _mm_andnot_si128(good, _mm_set1_epi8('.')));
}

// The eight digits of an offset in the lowest 32 bits, then zeroes.
SSSE3 static inline __m128i offset_digits(__m128i offset)
{
    __m128i twice = _mm_shuffle_epi8(offset, load(hex_offset_order));
    __m128i high = _mm_and_si128(_mm_srli_epi16(twice, 4), _mm_set1_epi16(0x000f));
    __m128i low = _mm_and_si128(twice, _mm_set1_epi16(0x0f00));
    __m128i nibbles = _mm_or_si128(_mm_or_si128(high, low), load(hex_offset_unused));

    return _mm_shuffle_epi8(load(hex_digits[0]), nibbles);
}

SSSE3 static inline __m128i place(__m128i from, const hex_lanes order, const hex_lanes set)
{
    return _mm_or_si128(_mm_shuffle_epi8(from, load(order)), load(set));
}

SSSE3 static char *dump_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                             struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_dump_stores;
    __m128i front, back, offset = _mm_cvtsi32_si128((int)low);

    for (; rows > 0; rows--, from += HEX_ROW, to += HEX_DUMP_ROW) {
        __m128i bytes = load(from), text = shown(bytes);

        memcpy(to, prefix.digits, sizeof prefix.digits);
        to += prefix.length;
        split(bytes, load(hex_digits[0]), &front, &back);
        store(to, _mm_or_si128(offset_digits(offset), place(front, line->first, line->first_set)));
        store(to + 16, place(front, line->second, line->second_set));
        store(to + 32, place(_mm_alignr_epi8(back, front, 15), line->third, line->third_set));
        store(to + 48, place(_mm_alignr_epi8(text, back, 9), line->fourth, line->fourth_set));
        store(to + 63, _mm_alignr_epi8(load(line->end), text, 2));
        offset = _mm_add_epi32(offset, _mm_cvtsi32_si128(HEX_ROW));
    }
    return to;
}

SSSE3 static char *xxd_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                            struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_xxd_stores;
    __m128i front, back, offset = _mm_cvtsi32_si128((int)low);

    for (; rows > 0; rows--, from += HEX_ROW, to += HEX_XXD_ROW) {
        __m128i bytes = load(from), text = shown(bytes);

        memcpy(to, prefix.digits, sizeof prefix.digits);
        to += prefix.length;
        split(bytes, load(hex_digits[0]), &front, &back);
        store(to, _mm_or_si128(offset_digits(offset), place(front, line->first, line->first_set)));
        store(to + 16, place(_mm_alignr_epi8(back, front, 5), line->second, line->second_set));
        store(to + 32, place(back, line->third, line->third_set));
        store(to + 48, place(_mm_alignr_epi8(text, back, 15), line->fourth, line->fourth_set));
        store(to + 52, _mm_alignr_epi8(load(line->end), text, 1));
        offset = _mm_add_epi32(offset, _mm_cvtsi32_si128(HEX_ROW));
    }
    return to;
}

SSSE3 static void encode(char *to, const unsigned char *from, size_t n, bool capital)
{
    __m128i front, back, digits = load(hex_digits[capital]);

    for (; n >= 16; n -= 16, from += 16, to += 32) {
        split(load(from), digits, &front, &back);
        store(to, front);
        store(to + 16, back);
    }
    hex_plain.encode(to, from, n, capital);
}

// The values of 16 digits; above 15 where one is none. A decimal digit is 0 to 9 away from '0', and
// what is further away, or before it, is made all ones; a letter is 0 to 5 away from 'a', and ten
// more is a value that no other byte gives. The lesser of both is the digit's value.
SSSE3 static inline __m128i values(__m128i text)
{
    __m128i decimal = _mm_sub_epi8(text, _mm_set1_epi8('0'));
    __m128i letter = _mm_sub_epi8(_mm_or_si128(text, _mm_set1_epi8('a' - 'A')), _mm_set1_epi8('a'));

    decimal = _mm_or_si128(decimal, _mm_cmpgt_epi8(decimal, _mm_set1_epi8(9)));
    return _mm_min_epu8(decimal, _mm_adds_epu8(letter, _mm_set1_epi8(10)));
}

SSSE3 static size_t decode(unsigned char *to, const char *from, size_t n)
{
    const __m128i weights = _mm_set1_epi16(0x0110), high = _mm_set1_epi8((char)0xf0);
    size_t done = 0;

    for (; n - done >= 16; done += 16) {
        __m128i front = values(load(from + 2 * done)), back = values(load(from + 2 * done + 16));
        __m128i bad = _mm_and_si128(_mm_or_si128(front, back), high);

        if (_mm_movemask_epi8(_mm_cmpeq_epi8(bad, _mm_setzero_si128())) != 0xffff)
            break;
        store((char *)to + done, _mm_packus_epi16(_mm_maddubs_epi16(front, weights),
                                                  _mm_maddubs_epi16(back, weights)));
    }
    return 2 * done + hex_plain.decode(to + done, from + 2 * done, n - done);
}

SSSE3 static size_t same_rows(const unsigned char *from, size_t rows, const unsigned char *row)
{
    const __m128i sought = load(row);
    size_t same = 0;

    for (; rows - same >= 4; same += 4) {
        const unsigned char *at = from + same * HEX_ROW;
        __m128i first =
            _mm_and_si128(_mm_cmpeq_epi8(load(at), sought), _mm_cmpeq_epi8(load(at + 16), sought));
        __m128i second = _mm_and_si128(_mm_cmpeq_epi8(load(at + 32), sought),
                                       _mm_cmpeq_epi8(load(at + 48), sought));

        if (_mm_movemask_epi8(_mm_and_si128(first, second)) != 0xffff)
            break;
    }
    return same + hex_plain.same_rows(from + same * HEX_ROW, rows - same, row);
}

SSSE3 static size_t different_rows(const unsigned char *from, size_t rows)
{
    size_t n = 1;

    for (; n < rows; n++) {
        const unsigned char *at = from + n * HEX_ROW;

        if (_mm_movemask_epi8(_mm_cmpeq_epi8(load(at), load(at - HEX_ROW))) == 0xffff)
            break;
    }
    return n;
}

const struct hex_kernel hex_ssse3 = {"ssse3",   runs,     encode,    decode,
                                     dump_rows, xxd_rows, same_rows, different_rows};

#endif
