// The host's byte order, and the other one.
#ifndef MEMTOOL_BASE_SWAP_H
#define MEMTOOL_BASE_SWAP_H

#include <stddef.h>

enum { HOST_IS_BIG = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ };

// Turns the bytes of `count` words of `size` bytes each round, where they are.
void swap_words(unsigned char *bytes, size_t count, size_t size);

#endif
