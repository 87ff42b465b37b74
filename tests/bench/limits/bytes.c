// Limits: what reading, the kernel and writing cost, and nothing else.
//
// bytes WORK: stdin to stdout. dump, hex, unhex, scan (nothing is written), drain (nothing is
// done), every2, every8 (doubles).
#include "base/hex.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 128 * 1024, SLICE = 24 * 1024, PIPE = 512 * 1024, PAGE = 4096 };

static _Alignas(PAGE) unsigned char bytes[PIECE + PAGE];
static _Alignas(PAGE) char text[PIECE / 16 * HEX_DUMP_LINE];
static uint64_t passed;
static size_t slice = PIECE;

static void put(size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t written = write(1, text + done, n - done);
        if (written <= 0)
            exit(1);
        done += (size_t)written;
    }
}

// A pipe takes some pieces at once, all else one.
static size_t dump(size_t n)
{
    for (size_t at = 0; at < n; at += slice) {
        size_t rows = (n - at < slice ? n - at : slice) / 16;

        put((size_t)(hex_dump_rows(text, bytes + at, rows, passed + at) - text));
    }
    return 0;
}

static size_t hex(size_t n)
{
    hex_encode(text, bytes, n, false);
    return 2 * n;
}

static size_t unhex(size_t n)
{
    n -= n > 0 && bytes[n - 1] == '\n';
    if (hex_decode((unsigned char *)text, (const char *)bytes, n / 2) != n / 2 * 2)
        exit(1);
    return n / 2;
}

static size_t scan(size_t n)
{
    if (hex_same_rows(bytes, n / 16, bytes, 16) != n / 16)
        exit(1);
    return 0;
}

static size_t drain(size_t n)
{
    (void)n;
    return 0;
}

static size_t every(size_t n, size_t step)
{
    size_t done = 0;

    for (size_t i = 0; i < n; i += 8 * step, done += 8)
        memcpy(text + done, bytes + i, 8);
    return done;
}

static size_t every2(size_t n)
{
    return every(n, 2);
}

static size_t every8(size_t n)
{
    return every(n, 8);
}

static const struct work {
    const char *name;
    size_t (*run)(size_t n);
} works[] = {{"dump", dump},   {"hex", hex},       {"unhex", unhex},  {"scan", scan},
             {"drain", drain}, {"every2", every2}, {"every8", every8}};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        ssize_t n;

        if (argc < 2 || strcmp(works[i].name, argv[1]) != 0)
            continue;
        if (fcntl(1, F_SETPIPE_SZ, PIPE) >= 0)
            slice = SLICE;
        while ((n = read(0, bytes, PIECE)) > 0) {
            put(works[i].run((size_t)n));
            passed += (uint64_t)n;
        }
        return n < 0;
    }
    return 2;
}
