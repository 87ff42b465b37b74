// The other byte order.
#ifndef MEMTOOL_BASE_SWAP_H
#define MEMTOOL_BASE_SWAP_H

#include <stddef.h>

// Turns the bytes of `count` words of `size` bytes each round, where they are.
void swap_words(unsigned char *bytes, size_t count, size_t size);

#endif
