// Hex kernels: lines as hexdump and xxd print them, and every kernel as its plain C twin.
#include "base/hex_kernel.h"
#include "unit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST = 300, ALIGNMENTS = 33 };

static uint64_t seed = 20240229;

static unsigned char random_byte(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned char)(seed >> 56);
}

// A block of exactly n bytes, so that a sanitizer sees one byte too many; n random ones.
static unsigned char *random_block(size_t n)
{
    unsigned char *block = malloc(n ? n : 1);

    for (size_t i = 0; block != NULL && i < n; i++)
        block[i] = random_byte();
    if (block == NULL)
        _exit(99);
    return block;
}

// Writes text line by line, rows of `width` bytes, and compares it with what the tool printed.
typedef char *line_writer(char *to, const unsigned char *from, size_t n, size_t width,
                          uint64_t offset);

static bool prints(line_writer *writer, size_t width, const char *text, size_t n, uint64_t offset,
                   const char *expected)
{
    char *page = malloc((n / width + 1) * hex_line_room(width)), *to = page;

    for (size_t i = 0; page != NULL && i < n; i += width)
        to = writer(to, (const unsigned char *)text + i, n - i < width ? n - i : width, width,
                    offset + i);
    bool good = page != NULL && (size_t)(to - page) == strlen(expected) &&
                memcmp(page, expected, (size_t)(to - page)) == 0;
    if (!good)
        printf("# got\n%.*s", (int)(to - page), page);
    free(page);
    return good;
}

static const char sample[] = "hello, \0\x7f|~world\xff\x1f abcdefgh";
enum { SAMPLE = sizeof sample - 1 };

static void test_lines(void)
{
    UNIT("a dump is hexdump -C's",
         prints(hex_dump_line, 16, sample, SAMPLE, 0,
                "00000000  68 65 6c 6c 6f 2c 20 00  7f 7c 7e 77 6f 72 6c 64  |hello, ..|~world|\n"
                "00000010  ff 1f 20 61 62 63 64 65  66 67 68                 |.. abcdefgh|\n"));
    UNIT("a dump from a later offset is hexdump -C -s's",
         prints(hex_dump_line, 16, sample + 4, SAMPLE - 4, 4,
                "00000004  6f 2c 20 00 7f 7c 7e 77  6f 72 6c 64 ff 1f 20 61  |o, ..|~world.. a|\n"
                "00000014  62 63 64 65 66 67 68                              |bcdefgh|\n"));
    UNIT("a dump of eight bytes a row has no extra blank within",
         prints(hex_dump_line, 8, sample, 10, 0,
                "00000000  68 65 6c 6c 6f 2c 20 00  |hello, .|\n"
                "00000008  7f 7c                    |.||\n"));
    UNIT("a dump of five bytes a row",
         prints(hex_dump_line, 5, sample, 7, 0,
                "00000000  68 65 6c 6c 6f  |hello|\n00000005  2c 20           |, |\n"));
    UNIT("a dump of ten bytes a row",
         prints(hex_dump_line, 10, sample, 10, 0,
                "00000000  68 65 6c 6c 6f 2c 20 00  7f 7c  |hello, ..||\n"));
    UNIT("a dump's offset grows beyond eight digits",
         prints(hex_dump_line, 2, sample, 4, 0xffffffff,
                "ffffffff  68 65  |he|\n100000001  6c 6c  |ll|\n"));
    UNIT("a dump's offset takes up to sixteen digits",
         prints(hex_dump_line, 1, sample, 1, UINT64_MAX, "ffffffffffffffff  68  |h|\n"));
    UNIT("xxd's lines",
         prints(hex_xxd_line, 16, sample, SAMPLE, 0,
                "00000000: 6865 6c6c 6f2c 2000 7f7c 7e77 6f72 6c64  hello, ..|~world\n"
                "00000010: ff1f 2061 6263 6465 6667 68              .. abcdefgh\n"));
    UNIT("xxd -c 5's lines", prints(hex_xxd_line, 5, sample, SAMPLE, 0,
                                    "00000000: 6865 6c6c 6f  hello\n"
                                    "00000005: 2c20 007f 7c  , ..|\n"
                                    "0000000a: 7e77 6f72 6c  ~worl\n"
                                    "0000000f: 64ff 1f20 61  d.. a\n"
                                    "00000014: 6263 6465 66  bcdef\n"
                                    "00000019: 6768          gh\n"));
    UNIT("xxd -c 9's lines", prints(hex_xxd_line, 9, sample, 12, 0,
                                    "00000000: 6865 6c6c 6f2c 2000 7f  hello, ..\n"
                                    "00000009: 7c7e 77                 |~w\n"));
    UNIT("xxd -c 1's lines",
         prints(hex_xxd_line, 1, sample, 2, 0, "00000000: 68  h\n00000001: 65  e\n"));
}

static bool encodes_alike(const struct hex_kernel *kernel)
{
    for (size_t n = 0; n <= LONGEST; n++) {
        size_t shift = n % ALIGNMENTS;
        unsigned char *from = random_block(n + shift);
        char *to = malloc(2 * n + 1), *expected = malloc(2 * n + 1);
        bool good = to != NULL && expected != NULL;

        for (int upper = 0; good && upper < 2; upper++) {
            to[2 * n] = 'z';
            kernel->encode(to, from + shift, n, upper);
            hex_plain.encode(expected, from + shift, n, upper);
            good = memcmp(to, expected, 2 * n) == 0 && to[2 * n] == 'z';
        }
        free(from);
        free(to);
        free(expected);
        if (!good)
            return false;
    }
    return true;
}

static bool decodes_alike(const struct hex_kernel *kernel)
{
    unsigned char to[LONGEST + 1], text[2 * LONGEST + ALIGNMENTS];

    for (size_t n = 0; n <= LONGEST; n++) {
        size_t shift = n % ALIGNMENTS;
        unsigned char *from = random_block(n);
        char *digits = (char *)text + shift;

        hex_plain.encode(digits, from, n, n & 1);
        to[n] = 'z';
        bool good =
            kernel->decode(to, digits, n) == 2 * n && memcmp(to, from, n) == 0 && to[n] == 'z';
        free(from);
        if (!good)
            return false;
    }
    return true;
}

// Each byte that is no digit, at each place, ends the digits there, and those before are read.
static bool decodes_up_to_bad_digit(const struct hex_kernel *kernel)
{
    enum { BYTES = 80 };
    unsigned char from[BYTES], to[BYTES];
    char digits[2 * BYTES];

    for (size_t i = 0; i < BYTES; i++)
        from[i] = random_byte();
    hex_plain.encode(digits, from, BYTES, false);
    for (size_t place = 0; place < 2 * BYTES; place++) {
        char kept = digits[place];

        for (int byte = 0; byte < 256; byte++) {
            bool is_digit = strchr("0123456789abcdefABCDEF", byte) != NULL && byte != 0;

            digits[place] = (char)byte;
            if (kernel->decode(to, digits, BYTES) != (is_digit ? 2 * BYTES : place) ||
                memcmp(to, from, place / 2) != 0)
                return false;
        }
        digits[place] = kept;
    }
    return true;
}

static const uint64_t offsets[] = {0,
                                   1,
                                   0xfff7,
                                   0x89abcdef,
                                   0xfffffff0,
                                   0xffffff89,
                                   0x100000000,
                                   0xfffffffff0,
                                   0x7ffe12345678,
                                   0xfedcba9876543210,
                                   0xffffffffffffff00};

// Rows from a kernel, through the split at 2^32 that hex.c makes, against line by line.
static bool rows_alike(hex_rows *rows_of(const struct hex_kernel *), line_writer *line,
                       const struct hex_kernel *kernel, size_t rows, uint32_t low, uint64_t high)
{
    unsigned char *from = random_block(rows * HEX_ROW);
    char *expected = malloc(rows * HEX_DUMP_LINE + 1), *end = expected;
    char digits[16];
    struct hex_prefix prefix = {.length = 0};

    for (size_t i = 0; expected != NULL && i < rows; i++)
        end = line(end, from + i * HEX_ROW, HEX_ROW, HEX_ROW, high << 32 | (low + i * HEX_ROW));
    size_t n = (size_t)(end - expected);
    prefix.length = high ? (size_t)(hex_offset(digits, high << 32) - digits) - 8 : 0;
    hex_offset(digits, high << 32);
    memcpy(prefix.digits, digits, 8);
    char *to = malloc(n ? n : 1);
    bool good = to != NULL && expected != NULL &&
                rows_of(kernel)(to, from, rows, low, prefix) == to + n &&
                memcmp(to, expected, n) == 0;
    free(from);
    free(to);
    free(expected);
    return good;
}

static hex_rows *dump_of(const struct hex_kernel *kernel)
{
    return kernel->dump_rows;
}

static hex_rows *xxd_of(const struct hex_kernel *kernel)
{
    return kernel->xxd_rows;
}

static bool all_rows_alike(hex_rows *rows_of(const struct hex_kernel *), line_writer *line,
                           const struct hex_kernel *kernel)
{
    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        for (size_t rows = 0; rows < 40; rows++) {
            uint32_t low = (uint32_t)offsets[i];

            if (low > UINT32_MAX - 40 * HEX_ROW)
                low -= 40 * HEX_ROW;
            if (!rows_alike(rows_of, line, kernel, rows, low, offsets[i] >> 32))
                return false;
        }
    }
    return true;
}

// Rows of one pattern with one byte changed, at each place.
static bool finds_first_other_row(const struct hex_kernel *kernel)
{
    enum { ROWS = 40 };
    unsigned char row[HEX_ROW], from[ROWS * HEX_ROW];

    for (size_t i = 0; i < HEX_ROW; i++)
        row[i] = random_byte();
    for (size_t i = 0; i < ROWS; i++)
        memcpy(from + i * HEX_ROW, row, HEX_ROW);
    for (size_t rows = 0; rows <= ROWS; rows++) {
        if (kernel->same_rows(from + (ROWS - rows) * HEX_ROW, rows, row) != rows)
            return false;
    }
    for (size_t i = 0; i < sizeof from; i++) {
        from[i] ^= 0x80;
        if (kernel->same_rows(from, ROWS, row) != i / HEX_ROW ||
            kernel->same_rows(from, i / HEX_ROW, row) != i / HEX_ROW)
            return false;
        from[i] ^= 0x80;
    }
    return true;
}

// Rows that all differ, then two neighbours that are equal; a row that differs in any one byte does
// differ.
static bool different_rows_right(const struct hex_kernel *kernel)
{
    enum { ROWS = 40 };
    unsigned char from[ROWS * HEX_ROW];

    for (size_t rows = 1; rows <= ROWS; rows++) {
        for (size_t same = 1; same < ROWS; same++) {
            for (size_t i = 0; i < ROWS; i++)
                memset(from + i * HEX_ROW, (int)i, HEX_ROW);
            memcpy(from + same * HEX_ROW, from + (same - 1) * HEX_ROW, HEX_ROW);
            if (kernel->different_rows(from, rows) != (same < rows ? same : rows))
                return false;
            from[same * HEX_ROW + (rows + same) % HEX_ROW] ^= 1;
            if (kernel->different_rows(from, rows) != rows)
                return false;
        }
    }
    return true;
}

static void test_kernels(void)
{
    const struct hex_kernel *kernel;
    char name[80];

    for (size_t i = 0; (kernel = hex_kernel_at(i)) != NULL; i++) {
        snprintf(name, sizeof name, "%s: encodes as plain C does", kernel->name);
        UNIT(name, encodes_alike(kernel));
        snprintf(name, sizeof name, "%s: decodes what was encoded", kernel->name);
        UNIT(name, decodes_alike(kernel));
        snprintf(name, sizeof name, "%s: decodes up to a bad digit", kernel->name);
        UNIT(name, decodes_up_to_bad_digit(kernel));
        snprintf(name, sizeof name, "%s: dump rows are dump lines", kernel->name);
        UNIT(name, all_rows_alike(dump_of, hex_dump_line, kernel));
        snprintf(name, sizeof name, "%s: xxd rows are xxd lines", kernel->name);
        UNIT(name, all_rows_alike(xxd_of, hex_xxd_line, kernel));
        snprintf(name, sizeof name, "%s: counts the rows that are the same", kernel->name);
        UNIT(name, finds_first_other_row(kernel));
        snprintf(name, sizeof name, "%s: counts the rows that differ", kernel->name);
        UNIT(name, different_rows_right(kernel));
    }
}

// The rows that everybody calls, where the offset's digits grow on the way.
static bool rows_grow(char *rows(char *, const unsigned char *, size_t, uint64_t),
                      line_writer *line)
{
    enum { ROWS = 9 };
    unsigned char from[ROWS * HEX_ROW];
    char to[ROWS * HEX_DUMP_LINE], expected[ROWS * HEX_DUMP_LINE];

    for (size_t i = 0; i < sizeof from; i++)
        from[i] = random_byte();
    for (unsigned shift = 32; shift < 64; shift++) {
        for (uint64_t before = 0; before < 64; before++) {
            uint64_t offset = (UINT64_C(1) << shift) - before;
            char *end = expected;

            for (size_t i = 0; i < ROWS; i++)
                end = line(end, from + i * HEX_ROW, HEX_ROW, HEX_ROW, offset + i * HEX_ROW);
            if (rows(to, from, ROWS, offset) - to != end - expected ||
                memcmp(to, expected, (size_t)(end - expected)) != 0)
                return false;
        }
    }
    return true;
}

static bool same_of_width(size_t width)
{
    unsigned char from[512];

    for (size_t i = 0; i < sizeof from; i++)
        from[i] = (unsigned char)(i % width);
    from[5 * width] ^= 1;
    return hex_same_rows(from, 5, from, width) == 5 && hex_same_rows(from, 9, from, width) == 5 &&
           hex_same_rows(from, 0, from, width) == 0 &&
           hex_same_rows(from + 5 * width, 3, from, width) == 0;
}

static bool different_of_width(size_t width)
{
    unsigned char from[512];

    for (size_t i = 0; i < sizeof from; i++)
        from[i] = (unsigned char)(i / width);
    memcpy(from + 5 * width, from + 4 * width, width);
    return hex_different_rows(from, 5, width) == 5 && hex_different_rows(from, 9, width) == 5 &&
           hex_different_rows(from, 1, width) == 1 &&
           hex_different_rows(from + 5 * width, 3, width) == 3;
}

// In a process of its own, because a kernel is chosen once.
static bool chooses(const char *name, const char *expected)
{
    pid_t child;
    int status = 0;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        setenv("MEMTOOL_KERNEL", name, 1);
        _exit(strcmp(hex_kernel(), expected) == 0 ? 0 : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool chooses_each(void)
{
    const struct hex_kernel *kernel;

    for (size_t i = 0; (kernel = hex_kernel_at(i)) != NULL; i++) {
        if (!chooses(kernel->name, kernel->name))
            return false;
    }
    return true;
}

static void test_choice(void)
{
    UNIT("MEMTOOL_KERNEL forces each kernel", chooses_each());
    UNIT("a kernel that is not known is ignored", chooses("abacus", hex_kernel_at(0)->name));
    UNIT("an empty MEMTOOL_KERNEL is ignored", chooses("", hex_kernel_at(0)->name));
    UNIT("dump rows grow digits between them", rows_grow(hex_dump_rows, hex_dump_line));
    UNIT("xxd rows grow digits between them", rows_grow(hex_xxd_rows, hex_xxd_line));
    UNIT("rows of width 16, 2 and 24 are compared",
         same_of_width(16) && same_of_width(2) && same_of_width(24));
    UNIT("rows that differ from the one before are counted at any width",
         different_of_width(16) && different_of_width(2) && different_of_width(24));
}

int main(void)
{
    test_lines();
    test_kernels();
    test_choice();
    return unit_end();
}
