#include "base/swap.h"

#include <stdint.h>
#include <string.h>

enum { LANE = sizeof(uint64_t) };

// All words of eight bytes at once.
static uint64_t swap_lane(uint64_t lane, size_t size)
{
    const uint64_t low = UINT64_C(0x00ff00ff00ff00ff);

    switch (size) {
    case 2:
        return (lane & low) << 8 | (lane >> 8 & low);
    case 4:
        lane = __builtin_bswap64(lane);
        return lane << 32 | lane >> 32;
    default:
        return __builtin_bswap64(lane);
    }
}

static void swap_any(unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size / 2; i++) {
        unsigned char byte = bytes[i];

        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = byte;
    }
}

// Inlined with the size that each caller names.
__attribute__((always_inline)) static inline void swap_all(unsigned char *bytes, size_t n,
                                                           size_t size)
{
    uint64_t lane;
    size_t at = 0;

    for (; n - at >= LANE; at += LANE) {
        memcpy(&lane, bytes + at, LANE);
        lane = swap_lane(lane, size);
        memcpy(bytes + at, &lane, LANE);
    }
    for (; at < n; at += size)
        swap_any(bytes + at, size);
}

void swap_words(unsigned char *bytes, size_t count, size_t size)
{
    switch (size) {
    case 1:
        return;
    case 2:
        swap_all(bytes, count * 2, 2);
        return;
    case 4:
        swap_all(bytes, count * 4, 4);
        return;
    case 8:
        swap_all(bytes, count * 8, 8);
        return;
    default:
        for (size_t i = 0; i < count; i++)
            swap_any(bytes + i * size, size);
    }
}
