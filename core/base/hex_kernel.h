// What a family of hex kernels is: a row of functions, one family a file.
//
// Private to the hex room, its tests and its benchmark; everybody else includes base/hex.h.
#ifndef MEMTOOL_BASE_HEX_KERNEL_H
#define MEMTOOL_BASE_HEX_KERNEL_H

#include "base/hex.h"

// The digits of an offset above its lowest eight: the same for all rows of one call. Eight bytes
// may be copied, length of them count.
struct hex_prefix {
    char digits[8];
    size_t length;
};

// Rows are 16 bytes each; `low` is the low half of the first row's offset, and no row of a call
// carries out of it. A function writes no byte behind the last row.
typedef char *hex_rows(char *to, const unsigned char *from, size_t rows, uint32_t low,
                       struct hex_prefix prefix);

struct hex_kernel {
    const char *name;
    bool (*runs)(void); // on this processor
    void (*encode)(char *to, const unsigned char *from, size_t n, bool upper);
    size_t (*decode)(unsigned char *to, const char *from, size_t n);
    hex_rows *dump_rows, *xxd_rows;
    size_t (*same_rows)(const unsigned char *from, size_t rows, const unsigned char *row);
    size_t (*different_rows)(const unsigned char *from, size_t rows); // rows is at least 1
};

// Characters of a full row behind the prefix.
enum { HEX_ROW = 16, HEX_DUMP_ROW = 79, HEX_XXD_ROW = 68 };

extern const struct hex_kernel hex_plain;
#if defined(__x86_64__) || defined(__i386__)
extern const struct hex_kernel hex_ssse3, hex_avx2;
#elif defined(__aarch64__) && !defined(__AARCH64EB__)
extern const struct hex_kernel hex_neon;
#endif

// The kernels of this build that the processor runs, fastest first; NULL behind the last.
const struct hex_kernel *hex_kernel_at(size_t index);

// The two digits of each byte, lower-case, then upper-case.
extern const char hex_pairs[2][513];

// A vector of characters, or of places that they are taken from: -1 takes none and leaves a zero.
typedef signed char hex_lanes[16];

// A line behind the prefix is five overlapping stores of 16 characters: at 0, 16, 32, 48, and so
// that the last ends the line. The first holds the offset and digits of bytes 0 to 7; each of the
// first four takes its digits (or, aligned behind them, text) by an order of lanes and sets the
// blanks between them; the last is text and what ends the line.
struct hex_line {
    hex_lanes first, first_set;
    hex_lanes second, second_set;
    hex_lanes third, third_set;
    hex_lanes fourth, fourth_set;
    hex_lanes end; // behind the text
};
extern const struct hex_line hex_dump_stores, hex_xxd_stores;

// The digits, lower-case, then upper-case; the bytes of an offset in the lowest 32 bits, each
// doubled, most significant first; and the lanes behind its eight digits.
extern const hex_lanes hex_digits[2], hex_offset_order, hex_offset_unused;

#endif
