// Which code points are printed as they are: those that Python's str.isprintable accepts.
#ifndef MEMTOOL_BASE_PRINTABLE_H
#define MEMTOOL_BASE_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct point_range {
    uint32_t first, last;
};

// Controls, formats, surrogates, private use, what is not assigned, separators but the space, and
// all above Unicode: sorted, and none touches the next.
extern const struct point_range unprintable[];
extern const size_t unprintable_count;

static inline bool point_printable(uint32_t point)
{
    size_t low = 0, high = unprintable_count;

    if (point < 0x7f) // as most are
        return point >= ' ';
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (point > unprintable[middle].last)
            low = middle + 1;
        else if (point >= unprintable[middle].first)
            return false;
        else
            high = middle;
    }
    return true;
}

#endif
