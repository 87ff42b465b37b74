// How fast each hex kernel is on this machine, in cache: GB/s of bytes (memcpy's beside them).
//
// A plain program that make bench builds: build/bench/kernels [SECONDS for each number].
#include "base/hex_kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BYTES = 16 * 1024, ROWS = BYTES / HEX_ROW };

static unsigned char bytes[BYTES], same[BYTES], back[BYTES];
static char digits[2 * BYTES], text[ROWS * HEX_DUMP_LINE];

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void run_copy(const struct hex_kernel *kernel)
{
    (void)kernel;
    memcpy(back, bytes, BYTES);
}

static void run_dump(const struct hex_kernel *kernel)
{
    kernel->dump_rows(text, bytes, ROWS, 0, (struct hex_prefix){.length = 0});
}

// Addresses of a process, twelve digits.
static void run_dump_addresses(const struct hex_kernel *kernel)
{
    kernel->dump_rows(text, bytes, ROWS, 0, (struct hex_prefix){.digits = "7ffe", .length = 4});
}

static void run_xxd(const struct hex_kernel *kernel)
{
    kernel->xxd_rows(text, bytes, ROWS, 0, (struct hex_prefix){.length = 0});
}

static void run_encode(const struct hex_kernel *kernel)
{
    kernel->encode(digits, bytes, BYTES, false);
}

static void run_decode(const struct hex_kernel *kernel)
{
    kernel->decode(back, digits, BYTES);
}

static void run_same(const struct hex_kernel *kernel)
{
    kernel->same_rows(same, ROWS, same);
}

static const struct work {
    const char *name;
    void (*run)(const struct hex_kernel *kernel);
} works[] = {
    {"memcpy", run_copy},    {"dump", run_dump},     {"dump 12 digits", run_dump_addresses},
    {"xxd", run_xxd},        {"encode", run_encode}, {"decode", run_decode},
    {"same rows", run_same},
};

// The best of eleven tries, each as long as asked for.
static double speed(const struct work *work, const struct hex_kernel *kernel, double seconds)
{
    double best = 0;

    for (int try = 0; try < 11; try++) {
        double start = now(), end = start;
        size_t runs = 0;

        for (; end - start < seconds / 11; runs += 16, end = now()) {
            for (int i = 0; i < 16; i++) {
                work->run(kernel);
                __asm__ volatile("" ::: "memory");
            }
        }
        double gb = (double)runs * BYTES / (end - start) * 1e-9;
        best = gb > best ? gb : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 0.2;
    const struct hex_kernel *kernel;
    uint32_t state = 1;

    for (size_t i = 0; i < BYTES; i++) {
        state = state * 1664525 + 1013904223;
        bytes[i] = (unsigned char)(state >> 24);
    }
    hex_plain.encode(digits, bytes, BYTES, false);
    printf("%-16s", "GB/s");
    for (size_t k = 0; (kernel = hex_kernel_at(k)) != NULL; k++)
        printf("%10s", kernel->name);
    printf("\n");
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        printf("%-16s", works[i].name);
        for (size_t k = 0; (kernel = hex_kernel_at(k)) != NULL; k++)
            printf("%10.2f", speed(&works[i], kernel, seconds));
        printf("\n");
    }
    return 0;
}
