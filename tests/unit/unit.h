// Unit tests: one program a room, named after it; TAP on stdout, status 1 if anything failed.
//
//     int main(void)
//     {
//         UNIT("a step of zero is refused", !slice_reads("1:2:0"));
//         return unit_end();
//     }
#ifndef MEMTOOL_TESTS_UNIT_H
#define MEMTOOL_TESTS_UNIT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int unit_count, unit_failures;

// One test: a sentence and a condition. A condition is evaluated once.
#define UNIT(sentence, condition) unit_check(__FILE__, __LINE__, sentence, condition)

static inline void unit_check(const char *file, int line, const char *sentence, bool good)
{
    unit_count++;
    if (!good)
        unit_failures++;
    printf("%s %d - %s\n", good ? "ok" : "not ok", unit_count, sentence);
    if (!good)
        printf("# %s:%d\n", file, line);
}

// Random bits, the same in every run.
static inline uint64_t unit_random(void)
{
    static uint64_t state = 88172645463325252;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static inline int unit_end(void)
{
    printf("1..%d\n", unit_count);
    return unit_failures ? 1 : 0;
}

// How many times slower than usual this machine is (an emulator, say): limits of time grow with it.
static inline double unit_slowness(void)
{
    const char *text = getenv("SLOWNESS");

    return text == NULL ? 1 : atof(text);
}

#endif
