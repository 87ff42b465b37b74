// Memory behind pointers that nobody vouches for: a bad one is an error, not a crash.
#ifndef MEMTOOL_CALLS_PEEK_H
#define MEMTOOL_CALLS_PEEK_H

#include "base/memory.h"

// Copies n bytes of memtool's own memory from an address. False where not all of them are readable.
bool peek(uintptr_t address, void *to, size_t n);

// Appends the text at an address, up to its NUL, which is not appended; unit is the size of a
// character (1, 2 or 4). An error (STATUS_DATA) where it is not readable up to there.
bool peek_text(uintptr_t address, size_t unit, struct bytes *to, struct error *error);

#endif
