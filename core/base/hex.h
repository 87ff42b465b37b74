// Hex kernels: bytes to hex digits, to dump lines, and back.
//
// Each kernel has a plain C twin and, where the machine has them, vector twins; the fastest that
// the processor runs is chosen once, at the first use, or forced by MEMTOOL_KERNEL=NAME (plain,
// ssse3, avx2, neon). All twins give the same bytes.
#ifndef MEMTOOL_BASE_HEX_H
#define MEMTOOL_BASE_HEX_H

#include "base/error.h"

#include <stdint.h>

// Writes 2 * n lower-case digits (upper-case with upper) to `to`.
void hex_encode(char *to, const unsigned char *from, size_t n, bool upper);

// Reads 2 * n digits, nothing between them, to n bytes. Returns how many of the digits were good:
// 2 * n when all are.
size_t hex_decode(unsigned char *to, const char *from, size_t n);

// Writes `rows` full rows of `hexdump -C` text: 16 bytes a row, 79 characters each with the
// newline, while the row's offset is below 2^32; wider offsets take as many digits as they need.
// Returns the end of what was written; to has room for rows * HEX_DUMP_LINE.
enum { HEX_DUMP_LINE = 96 };
char *hex_dump_rows(char *to, const unsigned char *from, size_t rows, uint64_t offset);

// The same for `xxd`: 8 digits of offset, groups of two bytes, text; 68 characters a row.
char *hex_xxd_rows(char *to, const unsigned char *from, size_t rows, uint64_t offset);

// How many whole rows of `width` bytes at from, up to `rows`, are equal to `row` (width bytes). For
// width 16 vectorised: the speed of a scan.
size_t hex_same_rows(const unsigned char *from, size_t rows, const unsigned char *row,
                     size_t width);

// The name of the kernel in use, for tests and benchmarks.
const char *hex_kernel(void);

#endif
