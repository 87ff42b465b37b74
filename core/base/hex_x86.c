// Hex kernels for x86: SSSE3 makes one row at a time, AVX2 two, one in each half of a vector.
//
// hex_lines.c says what the five stores of a line hold.
#include "base/hex_kernel.h"

#if defined(__x86_64__) || defined(__i386__)

#include <immintrin.h>
#include <string.h>

#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif

// What the processor has, as the loader found out already; else the compiler's library does, which
// costs every start-up a handful of page faults.
#if __has_include(<sys/platform/x86.h>)
#define HAS(FEATURE, name) (CPU_FEATURE_ACTIVE(FEATURE) != 0)
#else
#define HAS(FEATURE, name) (__builtin_cpu_supports(name) != 0)
#endif

static bool runs_ssse3(void)
{
    return HAS(SSSE3, "ssse3");
}

static bool runs_avx2(void)
{
    return HAS(AVX2, "avx2");
}

#define SSSE3 __attribute__((target("ssse3")))
#define AVX2  __attribute__((target("avx2")))

// An offset's bytes, each doubled, most significant first.
static const hex_lanes offset_order = {3, 3, 2, 2, 1, 1, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1};

// ---- SSSE3: 16 bytes at a time

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
    __m128i twice = _mm_shuffle_epi8(offset, load(offset_order));
    __m128i high = _mm_and_si128(_mm_srli_epi16(twice, 4), _mm_set1_epi16(0x000f));
    __m128i low = _mm_and_si128(twice, _mm_set1_epi16(0x0f00));
    __m128i nibbles = _mm_or_si128(_mm_or_si128(high, low), load(hex_offset_unused));

    return _mm_shuffle_epi8(load(hex_digits[0]), nibbles);
}

SSSE3 static inline __m128i place(__m128i from, const hex_lanes order, const hex_lanes set)
{
    return _mm_or_si128(_mm_shuffle_epi8(from, load(order)), load(set));
}

SSSE3 static char *dump_rows_ssse3(char *to, const unsigned char *from, size_t rows, uint32_t low,
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

SSSE3 static char *xxd_rows_ssse3(char *to, const unsigned char *from, size_t rows, uint32_t low,
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

SSSE3 static void encode_ssse3(char *to, const unsigned char *from, size_t n, bool capital)
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

SSSE3 static size_t decode_ssse3(unsigned char *to, const char *from, size_t n)
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

SSSE3 static size_t same_rows_ssse3(const unsigned char *from, size_t rows,
                                    const unsigned char *row)
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

// ---- AVX2: two rows, or 32 bytes, at a time

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

AVX2 static inline void split_wide(__m256i bytes, __m256i digits, __m256i *front, __m256i *back)
{
    __m256i mask = _mm256_set1_epi8(15);
    __m256i high = _mm256_shuffle_epi8(digits, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), mask));
    __m256i low = _mm256_shuffle_epi8(digits, _mm256_and_si256(bytes, mask));

    *front = _mm256_unpacklo_epi8(high, low);
    *back = _mm256_unpackhi_epi8(high, low);
}

AVX2 static inline __m256i shown_wide(__m256i bytes)
{
    __m256i good = _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(0x1f)),
                                    _mm256_cmpgt_epi8(_mm256_set1_epi8(0x7f), bytes));

    return _mm256_blendv_epi8(_mm256_set1_epi8('.'), bytes, good);
}

AVX2 static inline __m256i offset_digits_wide(__m256i offset)
{
    __m256i twice = _mm256_shuffle_epi8(offset, load_both(offset_order));
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(twice, 4), _mm256_set1_epi16(0x000f));
    __m256i low = _mm256_and_si256(twice, _mm256_set1_epi16(0x0f00));
    __m256i nibbles = _mm256_or_si256(_mm256_or_si256(high, low), load_both(hex_offset_unused));

    return _mm256_shuffle_epi8(load_both(hex_digits[0]), nibbles);
}

AVX2 static inline __m256i place_wide(__m256i from, const hex_lanes order, const hex_lanes set)
{
    return _mm256_or_si256(_mm256_shuffle_epi8(from, load_both(order)), load_both(set));
}

AVX2 static inline __m256i offsets_wide(uint32_t low)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_cvtsi32_si128((int)low)),
                                   _mm_cvtsi32_si128((int)(low + HEX_ROW)), 1);
}

AVX2 static char *dump_rows_avx2(char *to, const unsigned char *from, size_t rows, uint32_t low,
                                 struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_dump_stores;
    const __m256i step = _mm256_set1_epi32(2 * HEX_ROW);
    __m256i front, back, offset = offsets_wide(low);

    for (; rows >= 2; rows -= 2, from += 32, low += 32) {
        __m256i bytes = load_wide(from), text = shown_wide(bytes);

        split_wide(bytes, load_both(hex_digits[0]), &front, &back);
        const struct text stores = {
            _mm256_or_si256(offset_digits_wide(offset),
                            place_wide(front, line->first, line->first_set)),
            place_wide(front, line->second, line->second_set),
            place_wide(_mm256_alignr_epi8(back, front, 15), line->third, line->third_set),
            place_wide(_mm256_alignr_epi8(text, back, 9), line->fourth, line->fourth_set),
            _mm256_alignr_epi8(load_both(line->end), text, 2),
        };
        to = store_rows(to, HEX_DUMP_ROW, prefix, &stores);
        offset = _mm256_add_epi32(offset, step);
    }
    return dump_rows_ssse3(to, from, rows, low, prefix);
}

AVX2 static char *xxd_rows_avx2(char *to, const unsigned char *from, size_t rows, uint32_t low,
                                struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_xxd_stores;
    const __m256i step = _mm256_set1_epi32(2 * HEX_ROW);
    __m256i front, back, offset = offsets_wide(low);

    for (; rows >= 2; rows -= 2, from += 32, low += 32) {
        __m256i bytes = load_wide(from), text = shown_wide(bytes);

        split_wide(bytes, load_both(hex_digits[0]), &front, &back);
        const struct text stores = {
            _mm256_or_si256(offset_digits_wide(offset),
                            place_wide(front, line->first, line->first_set)),
            place_wide(_mm256_alignr_epi8(back, front, 5), line->second, line->second_set),
            place_wide(back, line->third, line->third_set),
            place_wide(_mm256_alignr_epi8(text, back, 15), line->fourth, line->fourth_set),
            _mm256_alignr_epi8(load_both(line->end), text, 1),
        };
        to = store_rows(to, HEX_XXD_ROW, prefix, &stores);
        offset = _mm256_add_epi32(offset, step);
    }
    return xxd_rows_ssse3(to, from, rows, low, prefix);
}

AVX2 static void encode_avx2(char *to, const unsigned char *from, size_t n, bool capital)
{
    __m256i front, back, digits = load_both(hex_digits[capital]);

    for (; n >= 32; n -= 32, from += 32, to += 64) {
        // The middle quarters change places, so that each half's digits come out in order.
        split_wide(_mm256_permute4x64_epi64(load_wide(from), 0xd8), digits, &front, &back);
        _mm256_storeu_si256((__m256i *)to, front);
        _mm256_storeu_si256((__m256i *)(to + 32), back);
    }
    encode_ssse3(to, from, n, capital);
}

AVX2 static inline __m256i values_wide(__m256i text)
{
    __m256i decimal = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
    __m256i letter =
        _mm256_sub_epi8(_mm256_or_si256(text, _mm256_set1_epi8('a' - 'A')), _mm256_set1_epi8('a'));

    decimal = _mm256_or_si256(decimal, _mm256_cmpgt_epi8(decimal, _mm256_set1_epi8(9)));
    return _mm256_min_epu8(decimal, _mm256_adds_epu8(letter, _mm256_set1_epi8(10)));
}

AVX2 static size_t decode_avx2(unsigned char *to, const char *from, size_t n)
{
    const __m256i weights = _mm256_set1_epi16(0x0110), high = _mm256_set1_epi8((char)0xf0);
    size_t done = 0;

    for (; n - done >= 32; done += 32) {
        __m256i front = values_wide(load_wide(from + 2 * done));
        __m256i back = values_wide(load_wide(from + 2 * done + 32));
        __m256i bytes = _mm256_packus_epi16(_mm256_maddubs_epi16(front, weights),
                                            _mm256_maddubs_epi16(back, weights));

        if (!_mm256_testz_si256(_mm256_or_si256(front, back), high))
            break;
        _mm256_storeu_si256((__m256i *)(to + done), _mm256_permute4x64_epi64(bytes, 0xd8));
    }
    return 2 * done + decode_ssse3(to + done, from + 2 * done, n - done);
}

AVX2 static size_t same_rows_avx2(const unsigned char *from, size_t rows, const unsigned char *row)
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
    return same + same_rows_ssse3(from + same * HEX_ROW, rows - same, row);
}

const struct hex_kernel hex_ssse3 = {"ssse3",         runs_ssse3,     encode_ssse3,   decode_ssse3,
                                     dump_rows_ssse3, xxd_rows_ssse3, same_rows_ssse3};

const struct hex_kernel hex_avx2 = {"avx2",         runs_avx2,     encode_avx2,   decode_avx2,
                                    dump_rows_avx2, xxd_rows_avx2, same_rows_avx2};

#endif
