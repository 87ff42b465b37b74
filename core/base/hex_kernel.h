// What a family of hex kernels is: a row of functions, one family a file (plain C, x86, NEON).
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
                       const struct hex_prefix *prefix);

struct hex_kernel {
    const char *name;
    bool (*runs)(void); // on this processor
    void (*encode)(char *to, const unsigned char *from, size_t n, bool upper);
    size_t (*decode)(unsigned char *to, const char *from, size_t n);
    hex_rows *dump_rows, *xxd_rows;
    size_t (*same_rows)(const unsigned char *from, size_t rows, const unsigned char *row);
};

// Characters of a full row behind the prefix.
enum { HEX_ROW = 16, HEX_DUMP_ROW = 79, HEX_XXD_ROW = 68 };

extern const struct hex_kernel hex_plain;
#if defined(__x86_64__) || defined(__i386__)
extern const struct hex_kernel hex_ssse3, hex_avx2;
#elif defined(__aarch64__) && defined(__ARM_NEON)
extern const struct hex_kernel hex_neon;
#endif

// The kernels of this build that the processor runs, fastest first; NULL behind the last.
const struct hex_kernel *hex_kernel_at(size_t index);

// The two digits of each byte, lower-case, then upper-case.
extern const char hex_pairs[2][513];

// What the text column shows of a byte.
static inline char hex_text(unsigned char byte)
{
    return byte >= ' ' && byte < 0x7f ? (char)byte : '.';
}

#endif
