// Hex kernels for x86 with AVX2: two rows, one in each half of a vector, or 32 bytes, at a time.
// hex_lines.c says what the five stores of a line hold.
#include "base/hex_kernel.h"

#if defined(__x86_64__) || defined(__i386__)

#include "base/hex_x86.h"

#include <string.h>

static bool runs(void)
{
    return HEX_HAS(AVX2, "avx2");
}

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i load_wide(const void *from)
{
    return _mm256_loadu_si256(from);
}

// The same 16 bytes in both halves.
AVX2 static inline __m256i load_both(const hex_lanes from)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)from));
}

// The text of two rows, one in each half.
struct text {
    __m256i first, second, third, fourth, last;
};

// Stores one half as a row; a row is stored whole before the next, so that neighbouring stores
// merge on their way out.
AVX2 static inline void store_low(char *to, size_t last, const struct text *text)
{
    _mm_storeu_si128((__m128i *)to, _mm256_castsi256_si128(text->first));
    _mm_storeu_si128((__m128i *)(to + 16), _mm256_castsi256_si128(text->second));
    _mm_storeu_si128((__m128i *)(to + 32), _mm256_castsi256_si128(text->third));
    _mm_storeu_si128((__m128i *)(to + 48), _mm256_castsi256_si128(text->fourth));
    _mm_storeu_si128((__m128i *)(to + last), _mm256_castsi256_si128(text->last));
}

AVX2 static inline void store_high(char *to, size_t last, const struct text *text)
{
    _mm_storeu_si128((__m128i *)to, _mm256_extracti128_si256(text->first, 1));
    _mm_storeu_si128((__m128i *)(to + 16), _mm256_extracti128_si256(text->second, 1));
    _mm_storeu_si128((__m128i *)(to + 32), _mm256_extracti128_si256(text->third, 1));
    _mm_storeu_si128((__m128i *)(to + 48), _mm256_extracti128_si256(text->fourth, 1));
    _mm_storeu_si128((__m128i *)(to + last), _mm256_extracti128_si256(text->last, 1));
}

// Stores both rows, `length` characters each behind the prefix. Returns their end.
AVX2 static inline char *store_rows(char *to, size_t length, struct hex_prefix prefix,
                                    const struct text *text)
{
    memcpy(to, prefix.digits, sizeof prefix.digits);
    to += prefix.length;
    store_low(to, length - 16, text);
    to += length;
    memcpy(to, prefix.digits, sizeof prefix.digits);
    to += prefix.length;
    store_high(to, length - 16, text);
    return to + length;
}

AVX2 static inline void split(__m256i bytes, __m256i digits, __m256i *front, __m256i *back)
{
    __m256i mask = _mm256_set1_epi8(15);
    __m256i high = _mm256_shuffle_epi8(digits, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), mask));
    __m256i low = _mm256_shuffle_epi8(digits, _mm256_and_si256(bytes, mask));

    *front = _mm256_unpacklo_epi8(high, low);
    *back = _mm256_unpackhi_epi8(high, low);
}

AVX2 static inline __m256i shown(__m256i bytes)
{
    __m256i good = _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(0x1f)),
                                    _mm256_cmpgt_epi8(_mm256_set1_epi8(0x7f), bytes));

    return _mm256_blendv_epi8(_mm256_set1_epi8('.'), bytes, good);
}

AVX2 static inline __m256i offset_digits(__m256i offset)
{
    __m256i twice = _mm256_shuffle_epi8(offset, load_both(hex_offset_order));
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(twice, 4), _mm256_set1_epi16(0x000f));
    __m256i low = _mm256_and_si256(twice, _mm256_set1_epi16(0x0f00));
    __m256i nibbles = _mm256_or_si256(_mm256_or_si256(high, low), load_both(hex_offset_unused));

    return _mm256_shuffle_epi8(load_both(hex_digits[0]), nibbles);
}

AVX2 static inline __m256i place(__m256i from, const hex_lanes order, const hex_lanes set)
{
    return _mm256_or_si256(_mm256_shuffle_epi8(from, load_both(order)), load_both(set));
}

AVX2 static inline __m256i offsets_wide(uint32_t low)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_cvtsi32_si128((int)low)),
                                   _mm_cvtsi32_si128((int)(low + HEX_ROW)), 1);
}

AVX2 static char *dump_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                            struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_dump_stores;
    const __m256i step = _mm256_set1_epi32(2 * HEX_ROW);
    __m256i front, back, offset = offsets_wide(low);

    for (; rows >= 2; rows -= 2, from += 32, low += 32) {
        __m256i bytes = load_wide(from), text = shown(bytes);

        split(bytes, load_both(hex_digits[0]), &front, &back);
        const struct text stores = {
            _mm256_or_si256(offset_digits(offset), place(front, line->first, line->first_set)),
            place(front, line->second, line->second_set),
            place(_mm256_alignr_epi8(back, front, 15), line->third, line->third_set),
            place(_mm256_alignr_epi8(text, back, 9), line->fourth, line->fourth_set),
            _mm256_alignr_epi8(load_both(line->end), text, 2),
        };
        to = store_rows(to, HEX_DUMP_ROW, prefix, &stores);
        offset = _mm256_add_epi32(offset, step);
    }
    return hex_ssse3.dump_rows(to, from, rows, low, prefix);
}

AVX2 static char *xxd_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                           struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_xxd_stores;
    const __m256i step = _mm256_set1_epi32(2 * HEX_ROW);
    __m256i front, back, offset = offsets_wide(low);

    for (; rows >= 2; rows -= 2, from += 32, low += 32) {
        __m256i bytes = load_wide(from), text = shown(bytes);

        split(bytes, load_both(hex_digits[0]), &front, &back);
        const struct text stores = {
            _mm256_or_si256(offset_digits(offset), place(front, line->first, line->first_set)),
            place(_mm256_alignr_epi8(back, front, 5), line->second, line->second_set),
            place(back, line->third, line->third_set),
            place(_mm256_alignr_epi8(text, back, 15), line->fourth, line->fourth_set),
            _mm256_alignr_epi8(load_both(line->end), text, 1),
        };
        to = store_rows(to, HEX_XXD_ROW, prefix, &stores);
        offset = _mm256_add_epi32(offset, step);
    }
    return hex_ssse3.xxd_rows(to, from, rows, low, prefix);
}

AVX2 static void encode(char *to, const unsigned char *from, size_t n, bool capital)
{
    __m256i front, back, digits = load_both(hex_digits[capital]);

    for (; n >= 32; n -= 32, from += 32, to += 64) {
        // The middle quarters change places, so that each half's digits come out in order.
        split(_mm256_permute4x64_epi64(load_wide(from), 0xd8), digits, &front, &back);
        _mm256_storeu_si256((__m256i *)to, front);
        _mm256_storeu_si256((__m256i *)(to + 32), back);
    }
    hex_ssse3.encode(to, from, n, capital);
}

AVX2 static inline __m256i values(__m256i text)
{
    __m256i decimal = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
    __m256i letter =
        _mm256_sub_epi8(_mm256_or_si256(text, _mm256_set1_epi8('a' - 'A')), _mm256_set1_epi8('a'));

    decimal = _mm256_or_si256(decimal, _mm256_cmpgt_epi8(decimal, _mm256_set1_epi8(9)));
    return _mm256_min_epu8(decimal, _mm256_adds_epu8(letter, _mm256_set1_epi8(10)));
}

AVX2 static size_t decode(unsigned char *to, const char *from, size_t n)
{
    const __m256i weights = _mm256_set1_epi16(0x0110), high = _mm256_set1_epi8((char)0xf0);
    size_t done = 0;

    for (; n - done >= 32; done += 32) {
        __m256i front = values(load_wide(from + 2 * done));
        __m256i back = values(load_wide(from + 2 * done + 32));
        __m256i bytes = _mm256_packus_epi16(_mm256_maddubs_epi16(front, weights),
                                            _mm256_maddubs_epi16(back, weights));

        if (!_mm256_testz_si256(_mm256_or_si256(front, back), high))
            break;
        _mm256_storeu_si256((__m256i *)(to + done), _mm256_permute4x64_epi64(bytes, 0xd8));
    }
    return 2 * done + hex_ssse3.decode(to + done, from + 2 * done, n - done);
}

AVX2 static size_t same_rows(const unsigned char *from, size_t rows, const unsigned char *row)
{
    const __m256i sought = load_both((const signed char *)row);
    size_t same = 0;

    for (; rows - same >= 8; same += 8) {
        const unsigned char *at = from + same * HEX_ROW;
        __m256i first = _mm256_or_si256(_mm256_xor_si256(load_wide(at), sought),
                                        _mm256_xor_si256(load_wide(at + 32), sought));
        __m256i second = _mm256_or_si256(_mm256_xor_si256(load_wide(at + 64), sought),
                                         _mm256_xor_si256(load_wide(at + 96), sought));
        __m256i differs = _mm256_or_si256(first, second);

        if (!_mm256_testz_si256(differs, differs))
            break;
    }
    return same + hex_ssse3.same_rows(from + same * HEX_ROW, rows - same, row);
}

// Four rows at a time: where both words of a row equal those of the row before it, one of them has
// to be looked for.
AVX2 static size_t different_rows(const unsigned char *from, size_t rows)
{
    size_t n = 1;

    for (; rows - n >= 4; n += 4) {
        const unsigned char *at = from + n * HEX_ROW;
        __m256i first = _mm256_cmpeq_epi64(load_wide(at), load_wide(at - HEX_ROW));
        __m256i second = _mm256_cmpeq_epi64(load_wide(at + 32), load_wide(at + 32 - HEX_ROW));

        first = _mm256_and_si256(first, _mm256_shuffle_epi32(first, 0x4e));
        second = _mm256_and_si256(second, _mm256_shuffle_epi32(second, 0x4e));
        first = _mm256_or_si256(first, second);
        if (!_mm256_testz_si256(first, first))
            break;
    }
    return n - 1 + hex_ssse3.different_rows(from + (n - 1) * HEX_ROW, rows - n + 1);
}

const struct hex_kernel hex_avx2 = {"avx2",    runs,     encode,    decode,
                                    dump_rows, xxd_rows, same_rows, different_rows};

#endif
