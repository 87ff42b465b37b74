// Hex kernels: bytes to hex digits, to dump lines, and back.
//
// Each kernel has a plain C twin and, where the machine has them, vector twins; the fastest that
// the processor runs is chosen once, at the first use, or forced by MEMTOOL_KERNEL=NAME (plain,
// ssse3, avx2, neon; a name that this build or machine lacks is ignored). All twins give the same
// bytes.
#ifndef MEMTOOL_BASE_HEX_H
#define MEMTOOL_BASE_HEX_H

#include "base/error.h"

#include <stdint.h>

// Writes 2 * n lower-case digits (upper-case with upper) to `to`.
void hex_encode(char *to, const unsigned char *from, size_t n, bool upper);

// Reads 2 * n digits of either case, nothing between them, to n bytes. Returns how many of the
// digits were good before the first bad one: 2 * n when all are. Of `to` only the bytes of which
// both digits were good are defined then.
size_t hex_decode(unsigned char *to, const char *from, size_t n);

// A digit's value and one more, for either case; 0 for a byte that is no digit.
extern const unsigned char hex_values[256];

// What the text column shows of a byte: printable ASCII as it is, all else as a dot.
static inline char hex_text(unsigned char byte)
{
    return byte >= ' ' && byte < 0x7f ? (char)byte : '.';
}

// Room for one line of either kind with that many bytes a row, whatever its offset; exact sums are
// below it. The caller bounds the width.
static inline size_t hex_line_room(size_t width)
{
    return 24 + 4 * width + width / 8;
}

// Writes `rows` full rows of `hexdump -C` text: 16 bytes a row, 79 characters each with the
// newline, while the row's offset is below 2^32; wider offsets take as many digits as they need.
// Returns the end of what was written; to has room for rows * HEX_DUMP_LINE.
enum { HEX_DUMP_LINE = 96 };
char *hex_dump_rows(char *to, const unsigned char *from, size_t rows, uint64_t offset);

// The same for `xxd`: 8 digits of offset, groups of two bytes, text; 68 characters a row.
char *hex_xxd_rows(char *to, const unsigned char *from, size_t rows, uint64_t offset);

// Writes one line of n bytes (1 <= n <= width) in rows of any width, padded as the short last row
// of `hexdump -C` is: an extra blank before each group of eight bytes, the text as short as the
// row. Returns its end; to has room for hex_line_room(width).
char *hex_dump_line(char *to, const unsigned char *from, size_t n, size_t width, uint64_t offset);

// The same as `xxd -c width` prints it: groups of two bytes.
char *hex_xxd_line(char *to, const unsigned char *from, size_t n, size_t width, uint64_t offset);

// Writes an offset as `hexdump -C` and `xxd` do: 8 digits, or as many as it needs. Returns its
// end; to has room for 16.
char *hex_offset(char *to, uint64_t offset);

// How many characters it takes.
size_t hex_offset_digits(uint64_t offset);

// How many whole rows of `width` bytes (at least one) at from, up to `rows`, are equal to `row`
// (width bytes), counted up to the first that differs. For width 16 vectorised: the speed of a
// scan.
size_t hex_same_rows(const unsigned char *from, size_t rows, const unsigned char *row,
                     size_t width);

// How many whole rows of `width` bytes at from, of `rows` (at least one), differ each from the row
// before it; the first one does. For width 16 vectorised.
size_t hex_different_rows(const unsigned char *from, size_t rows, size_t width);

// The name of the kernel in use, for tests and benchmarks.
const char *hex_kernel(void);

#endif
