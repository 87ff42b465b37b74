// FNV-1a, 32 bits wide (Fowler, Noll, Vo: draft-eastlake-fnv).
#ifndef MEMTOOL_BASE_HASH_H
#define MEMTOOL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT32_C(2166136261) // of no bytes

static inline uint32_t hash_byte(uint32_t hash, unsigned char byte)
{
    return (hash ^ byte) * UINT32_C(16777619);
}

// Goes on from a hash with n bytes.
static inline uint32_t hash_bytes(uint32_t hash, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = hash_byte(hash, (unsigned char)bytes[i]);
    return hash;
}

#endif
