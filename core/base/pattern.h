// Bytes that are looked for in others, in time linear in both, however often they overlap
// themselves.
#ifndef MEMTOOL_BASE_PATTERN_H
#define MEMTOOL_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

// n bytes, at least one, which are the caller's. A periodic one repeats its first `step` bytes to
// its end, at least four times; of any other, two places are at least `step` bytes apart.
struct pattern {
    const unsigned char *bytes;
    size_t n, step;
    bool periodic;
};

struct pattern pattern_of(const unsigned char *bytes, size_t n);

// The next place behind `last`, or, where that is NULL, the first one from `from` on, that ends
// before `end`; NULL where there is none.
const unsigned char *pattern_next(const struct pattern *pattern, const unsigned char *from,
                                  const unsigned char *end, const unsigned char *last);

#endif
