// Checked sizes and allocation: no size that a user controls reaches malloc unchecked.
#ifndef MEMTOOL_BASE_MEMORY_H
#define MEMTOOL_BASE_MEMORY_H

#include "base/error.h"

#include <stdint.h>

// *out = a + b or a * b; false (and *out untouched) where that overflows.
bool add_u64(uint64_t a, uint64_t b, uint64_t *out);
bool mul_u64(uint64_t a, uint64_t b, uint64_t *out);
bool add_i64(int64_t a, int64_t b, int64_t *out);
bool mul_i64(int64_t a, int64_t b, int64_t *out);

// *out = n rounded up to a multiple of unit, which is not 0; false (and *out untouched) where that
// overflows.
bool round_up_u64(uint64_t n, uint64_t unit, uint64_t *out);

// The same where the caller knows that it does not overflow; by a unit of 0, n as it is.
static inline uint64_t round_up(uint64_t n, uint64_t unit)
{
    return unit == 0 ? n : (n + unit - 1) / unit * unit;
}

// A new zeroed block of count * size bytes (at least one), to be given to free(). NULL and an
// error where it overflows or there is no memory.
void *memory_new(size_t count, size_t size, struct error *error);

// Room for n bytes that a kernel is to copy from or to: page-aligned where it is a page or more,
// which some processors copy to and from four times as fast. To be given to free(); NULL where
// there is none.
enum { MEMORY_PAGE = 4096 };
void *memory_pages(size_t n);

// Asks for large pages under n bytes that will all be written, if they are many megabytes: what is
// new costs a page fault each time. Nothing happens where the system has none.
void memory_large(void *block, size_t n);

// A copy of length bytes with a NUL behind it, to be given to free().
char *memory_text(const char *text, size_t length, struct error *error);

// Grows *block (NULL at first), which has room for *capacity items of size bytes, to at least
// need items, doubling. On failure all stays as it was.
bool memory_grow(void *block, size_t *capacity, size_t need, size_t size, struct error *error);

// Memory that grows by doubling: bytes[0 .. used). Start from {0}; free(bytes) ends it.
struct bytes {
    unsigned char *bytes;
    size_t used, capacity;
};

// Appends n bytes: given ones, or zeroes where from is NULL. The bytes pointer may move.
bool bytes_append(struct bytes *to, const void *from, size_t n, struct error *error);

#endif
