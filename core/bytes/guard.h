// Guarded memory: every buffer of memtool's lies between red zones and inaccessible pages, so that
// a called C function that leaves it is caught and the buffer is named.
//
//     guard page | red zone | data | red zone | guard page
//
// The data ends as close to the second guard page as its alignment allows; the red zones hold a
// pattern that is compared after each call.
#ifndef MEMTOOL_BYTES_GUARD_H
#define MEMTOOL_BYTES_GUARD_H

#include "base/memory.h"

enum {
    GUARD_ZONE = 64,          // the least bytes of a red zone
    GUARD_ALIGN = 16,         // the least alignment of the data: that of malloc
    GUARD_NAME = 64,          // room for a name, its NUL included
    GUARD_NEAR = 1024 * 1024, // how far from a buffer an address still speaks of it, in bytes
    GUARD_TEXT = 256,         // room for guard_describe
};

// One buffer. All of them are in a registry that a signal handler may read; the fields are for
// reading only.
struct guard {
    struct guard *next, *previous;
    unsigned char *map; // all of it, guard pages included
    size_t mapped;
    unsigned char *data;
    size_t size;
    char name[GUARD_NAME];
};

// size zeroed bytes, aligned at align (0, or a power of two up to a page) and at least at
// GUARD_ALIGN. Pages cost memory once they are touched, so that a terabyte is cheap. name is
// copied, and cut where it is too long. NULL and an error (STATUS_DATA) without memory.
struct guard *guard_new(const char *name, uint64_t size, uint64_t align, struct error *error);

// Unmaps it. NULL is allowed.
void guard_free(struct guard *guard);

// Copies a name, cut where there is no room for it.
void guard_name(char to[GUARD_NAME], const char *name);

// What messages call it from now on: the label that its user knows it by.
void guard_rename(struct guard *guard, const char *name);

// The buffer whose data, red zones, guard pages or near surroundings hold that address, the nearest
// one; NULL where there is none. *offset is the address's, from the start of the data (negative
// before it). Async-signal-safe.
struct guard *guard_find(uintptr_t address, int64_t *offset);

// A red zone that was written to: `count` bytes are not as they were, counted from `offset` (from
// the start of the data: negative, or at least its size), the one nearest to the data, which is now
// `byte`.
struct guard_damage {
    const struct guard *guard;
    int64_t offset;
    uint64_t count;
    unsigned char byte;
};

// True while the red zones of all buffers hold their pattern; else the damage of the first one
// found that does not.
bool guard_intact(struct guard_damage *damage);

// Puts an offset of a buffer in words: `3 bytes past the end of @a (16 bytes)`, `offset 4 of @a`.
// The length; to has room for GUARD_TEXT. Async-signal-safe.
size_t guard_describe(char *to, const char *name, uint64_t size, int64_t offset);

#endif
