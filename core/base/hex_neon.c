// Hex kernels for NEON, which every aarch64 has: one row at a time.
//
// hex_lines.c says what the five stores of a line hold.
#include "base/hex_kernel.h"

#if defined(__aarch64__) && !defined(__AARCH64EB__)

#include <arm_neon.h>
#include <string.h>

static bool always(void)
{
    return true;
}

static inline uint8x16_t lanes(const hex_lanes from)
{
    return vld1q_u8((const unsigned char *)from);
}

static inline void store(char *to, uint8x16_t text)
{
    vst1q_u8((unsigned char *)to, text);
}

// Both digits of each byte: bytes 0 to 7 in *front, 8 to 15 in *back.
static inline void split(uint8x16_t bytes, uint8x16_t digits, uint8x16_t *front, uint8x16_t *back)
{
    uint8x16_t high = vqtbl1q_u8(digits, vshrq_n_u8(bytes, 4));
    uint8x16_t low = vqtbl1q_u8(digits, vandq_u8(bytes, vdupq_n_u8(15)));

    *front = vzip1q_u8(high, low);
    *back = vzip2q_u8(high, low);
}

// A byte of 0x20 to 0x7e as it is, all others as a dot.
static inline uint8x16_t shown(uint8x16_t bytes)
{
    uint8x16_t good = vcltq_u8(vsubq_u8(bytes, vdupq_n_u8(0x20)), vdupq_n_u8(0x7f - 0x20));

    return vbslq_u8(good, bytes, vdupq_n_u8('.'));
}

// The eight digits of an offset, then zeroes.
static inline uint8x16_t offset_digits(uint32_t offset)
{
    uint8x16_t bytes = vcombine_u8(vcreate_u8(__builtin_bswap32(offset)), vcreate_u8(0));
    uint8x16_t nibbles = vzip1q_u8(vshrq_n_u8(bytes, 4), vandq_u8(bytes, vdupq_n_u8(15)));

    return vqtbl1q_u8(lanes(hex_digits[0]), vorrq_u8(nibbles, lanes(hex_offset_unused)));
}

static inline uint8x16_t place(uint8x16_t from, const hex_lanes order, const hex_lanes set)
{
    return vorrq_u8(vqtbl1q_u8(from, lanes(order)), lanes(set));
}

static char *dump_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                       struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_dump_stores;
    uint8x16_t front, back;

    for (; rows > 0; rows--, from += HEX_ROW, low += HEX_ROW, to += HEX_DUMP_ROW) {
        uint8x16_t bytes = vld1q_u8(from), text = shown(bytes);

        memcpy(to, prefix.digits, sizeof prefix.digits);
        to += prefix.length;
        split(bytes, lanes(hex_digits[0]), &front, &back);
        store(to, vorrq_u8(offset_digits(low), place(front, line->first, line->first_set)));
        store(to + 16, place(front, line->second, line->second_set));
        store(to + 32, place(vextq_u8(front, back, 15), line->third, line->third_set));
        store(to + 48, place(vextq_u8(back, text, 9), line->fourth, line->fourth_set));
        store(to + 63, vextq_u8(text, lanes(line->end), 2));
    }
    return to;
}

static char *xxd_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                      struct hex_prefix prefix)
{
    const struct hex_line *line = &hex_xxd_stores;
    uint8x16_t front, back;

    for (; rows > 0; rows--, from += HEX_ROW, low += HEX_ROW, to += HEX_XXD_ROW) {
        uint8x16_t bytes = vld1q_u8(from), text = shown(bytes);

        memcpy(to, prefix.digits, sizeof prefix.digits);
        to += prefix.length;
        split(bytes, lanes(hex_digits[0]), &front, &back);
        store(to, vorrq_u8(offset_digits(low), place(front, line->first, line->first_set)));
        store(to + 16, place(vextq_u8(front, back, 5), line->second, line->second_set));
        store(to + 32, place(back, line->third, line->third_set));
        store(to + 48, place(vextq_u8(back, text, 15), line->fourth, line->fourth_set));
        store(to + 52, vextq_u8(text, lanes(line->end), 1));
    }
    return to;
}

static void encode(char *to, const unsigned char *from, size_t n, bool upper)
{
    uint8x16_t front, back, digits = lanes(hex_digits[upper]);

    for (; n >= 16; n -= 16, from += 16, to += 32) {
        split(vld1q_u8(from), digits, &front, &back);
        store(to, front);
        store(to + 16, back);
    }
    hex_plain.encode(to, from, n, upper);
}

// The values of 16 digits; above 15 where one is none. A decimal digit is 0 to 9 away from '0', and
// what is further away is made all ones; a letter is 0 to 5 away from 'a', and ten more is a value
// that no other byte gives. The lesser of both is the digit's value.
static inline uint8x16_t values(uint8x16_t text)
{
    uint8x16_t decimal = vsubq_u8(text, vdupq_n_u8('0'));
    uint8x16_t letter = vsubq_u8(vorrq_u8(text, vdupq_n_u8('a' - 'A')), vdupq_n_u8('a'));

    decimal = vorrq_u8(decimal, vcgtq_u8(decimal, vdupq_n_u8(9)));
    return vminq_u8(decimal, vqaddq_u8(letter, vdupq_n_u8(10)));
}

static size_t decode(unsigned char *to, const char *from, size_t n)
{
    size_t done = 0;

    for (; n - done >= 16; done += 16) {
        uint8x16x2_t text = vld2q_u8((const unsigned char *)from + 2 * done);
        uint8x16_t high = values(text.val[0]), low = values(text.val[1]);

        if (vmaxvq_u8(vorrq_u8(high, low)) > 15)
            break;
        vst1q_u8(to + done, vorrq_u8(vshlq_n_u8(high, 4), low));
    }
    return 2 * done + hex_plain.decode(to + done, from + 2 * done, n - done);
}

static size_t same_rows(const unsigned char *from, size_t rows, const unsigned char *row)
{
    const uint8x16_t sought = vld1q_u8(row);
    size_t same = 0;

    for (; rows - same >= 4; same += 4) {
        const unsigned char *at = from + same * HEX_ROW;
        uint8x16_t first =
            vorrq_u8(veorq_u8(vld1q_u8(at), sought), veorq_u8(vld1q_u8(at + 16), sought));
        uint8x16_t second =
            vorrq_u8(veorq_u8(vld1q_u8(at + 32), sought), veorq_u8(vld1q_u8(at + 48), sought));

        if (vmaxvq_u8(vorrq_u8(first, second)) != 0)
            break;
    }
    return same + hex_plain.same_rows(from + same * HEX_ROW, rows - same, row);
}

static size_t different_rows(const unsigned char *from, size_t rows)
{
    size_t n = 1;

    for (; n < rows; n++) {
        const unsigned char *at = from + n * HEX_ROW;

        if (vmaxvq_u8(veorq_u8(vld1q_u8(at), vld1q_u8(at - HEX_ROW))) == 0)
            break;
    }
    return n;
}

const struct hex_kernel hex_neon = {"neon",    always,   encode,    decode,
                                    dump_rows, xxd_rows, same_rows, different_rows};

#endif
