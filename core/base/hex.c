// The choice of a hex kernel, and lines of any width, which need no kernel.
#include "base/hex.h"

#include "base/hex_kernel.h"

#include <stdlib.h>
#include <string.h>

// Fastest first.
static const struct hex_kernel *const built[] = {
#if defined(__x86_64__) || defined(__i386__)
    &hex_avx2,
    &hex_ssse3,
#elif defined(__aarch64__) && !defined(__AARCH64EB__)
    &hex_neon,
#endif
    &hex_plain,
};

enum { BUILT = sizeof built / sizeof *built };

const struct hex_kernel *hex_kernel_at(size_t index)
{
    for (size_t i = 0; i < BUILT; i++) {
        if (built[i]->runs() && index-- == 0)
            return built[i];
    }
    return NULL;
}

static const struct hex_kernel *choose(void)
{
    const char *name = getenv("MEMTOOL_KERNEL");
    const struct hex_kernel *best = &hex_plain;

    for (size_t i = BUILT; i-- > 0;) {
        if (!built[i]->runs())
            continue;
        best = built[i];
        if (name != NULL && strcmp(best->name, name) == 0)
            break;
    }
    return best;
}

static const struct hex_kernel *chosen(void)
{
    static const struct hex_kernel *kernel;
    const struct hex_kernel *known = __atomic_load_n(&kernel, __ATOMIC_RELAXED);

    if (known == NULL) {
        known = choose();
        __atomic_store_n(&kernel, known, __ATOMIC_RELAXED);
    }
    return known;
}

const char *hex_kernel(void)
{
    return chosen()->name;
}

void hex_encode(char *to, const unsigned char *from, size_t n, bool upper)
{
    chosen()->encode(to, from, n, upper);
}

size_t hex_decode(unsigned char *to, const char *from, size_t n)
{
    return chosen()->decode(to, from, n);
}

// Digits without leading zeros; none for zero.
static size_t significant_digits(uint64_t value)
{
    return value == 0 ? 0 : (67 - (size_t)__builtin_clzll(value)) / 4;
}

size_t hex_offset_digits(uint64_t offset)
{
    size_t digits = significant_digits(offset);

    return digits < 8 ? 8 : digits;
}

char *hex_offset(char *to, uint64_t offset)
{
    size_t digits = hex_offset_digits(offset);

    for (size_t i = digits; i-- > 0; offset >>= 4)
        to[i] = hex_pairs[0][2 * (offset & 15) + 1];
    return to + digits;
}

// Hands rows to a kernel in runs that share the upper half of the offset.
static char *write_rows(hex_rows *kernel, char *to, const unsigned char *from, size_t rows,
                        uint64_t offset)
{
    while (rows > 0) {
        uint32_t low = (uint32_t)offset;
        uint64_t run = ((UINT64_C(1) << 32) - low + HEX_ROW - 1) / HEX_ROW;
        struct hex_prefix prefix = {.length = significant_digits(offset >> 32)};
        char digits[16];

        if (run > rows)
            run = rows;
        if (prefix.length > 0) {
            hex_offset(digits, offset);
            memcpy(prefix.digits, digits, sizeof prefix.digits);
        }
        to = kernel(to, from, (size_t)run, low, prefix);
        from += run * HEX_ROW;
        rows -= (size_t)run;
        offset += run * HEX_ROW;
    }
    return to;
}

char *hex_dump_rows(char *to, const unsigned char *from, size_t rows, uint64_t offset)
{
    return write_rows(chosen()->dump_rows, to, from, rows, offset);
}

char *hex_xxd_rows(char *to, const unsigned char *from, size_t rows, uint64_t offset)
{
    return write_rows(chosen()->xxd_rows, to, from, rows, offset);
}

static char *put(char *to, const void *text, size_t n)
{
    return (char *)memcpy(to, text, n) + n;
}

static char *put_text(char *to, const unsigned char *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *to++ = hex_text(from[i]);
    return to;
}

char *hex_dump_line(char *to, const unsigned char *from, size_t n, size_t width, uint64_t offset)
{
    to = hex_offset(to, offset);
    *to++ = ' ';
    for (size_t i = 0; i < width; i++) {
        if (i % 8 == 0)
            *to++ = ' ';
        to = put(to, i < n ? hex_pairs[0] + 2 * from[i] : "  ", 2);
        *to++ = ' ';
    }
    to = put(to, " |", 2);
    to = put_text(to, from, n);
    return put(to, "|\n", 2);
}

char *hex_xxd_line(char *to, const unsigned char *from, size_t n, size_t width, uint64_t offset)
{
    to = hex_offset(to, offset);
    *to++ = ':';
    for (size_t i = 0; i < width; i++) {
        if (i % 2 == 0)
            *to++ = ' ';
        to = put(to, i < n ? hex_pairs[0] + 2 * from[i] : "  ", 2);
    }
    to = put(to, "  ", 2);
    to = put_text(to, from, n);
    *to++ = '\n';
    return to;
}

size_t hex_same_rows(const unsigned char *from, size_t rows, const unsigned char *row, size_t width)
{
    size_t same = 0;

    if (width == HEX_ROW)
        return chosen()->same_rows(from, rows, row);
    while (same < rows && memcmp(from + same * width, row, width) == 0)
        same++;
    return same;
}

size_t hex_different_rows(const unsigned char *from, size_t rows, size_t width)
{
    size_t different = 1;

    if (width == HEX_ROW)
        return chosen()->different_rows(from, rows);
    while (different < rows &&
           memcmp(from + different * width, from + (different - 1) * width, width) != 0)
        different++;
    return different;
}
