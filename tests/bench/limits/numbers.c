// Limits of numbers: raw values to lines of text and back, by the loop alone.
//
// numbers TYPE: values on stdin, lines to stdout. numbers read TYPE: lines to values. TYPE is f64,
// i32, i64, or u8 (u8 is not read).
#include "base/number.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 128 * 1024, LINE = 32 };

static _Alignas(4096) char from[PIECE + LINE], to[PIECE * 8];

static size_t print_one(const char *type, char *at, const char *bytes, size_t *size)
{
    int64_t wide;
    int32_t word;

    *size = strcmp(type, "u8") == 0 ? 1 : strcmp(type, "i32") == 0 ? 4 : 8;
    if (strcmp(type, "f64") == 0)
        return float_print(at, FLOAT_F64, bytes);
    if (*size == 1)
        return u64_print(at, *(const unsigned char *)bytes);
    memcpy(&wide, bytes, 8);
    memcpy(&word, bytes, 4);
    return i64_print(at, *size == 4 ? word : wide);
}

// Prints values until they end; how much text that is.
static size_t print_all(const char *type, size_t n)
{
    char *end = to;
    size_t size;

    for (size_t i = 0; i < n; i += size) {
        end += print_one(type, end, from + i, &size);
        *end++ = '\n';
    }
    return (size_t)(end - to);
}

// Reads whole lines; what is left of the last one moves to the front.
static size_t read_all(bool is_float, size_t n, size_t *left)
{
    size_t whole = n;
    size_t count = 0;
    struct error error = {0};
    struct integer value;
    int64_t wide;

    while (whole > 0 && from[whole - 1] != '\n')
        whole--;
    struct cursor cursor = cursor_over(from, whole);
    for (; cursor.at < cursor.end; cursor.at++, count++) {
        if (is_float ? !float_read(&cursor, FLOAT_F64, to + 8 * count, &error)
                     : !integer_read(&cursor, &value, &error) || !integer_to_i64(value, &wide))
            exit(1);
        if (!is_float)
            memcpy(to + 8 * count, &wide, 8);
    }
    *left = n - whole;
    memmove(from, from + whole, *left);
    return 8 * count;
}

int main(int argc, char **argv)
{
    size_t left = 0;
    ssize_t n;

    while (argc > 1 && (n = read(0, from + left, PIECE - left)) > 0) {
        size_t there = left + (size_t)n;
        size_t made = argc == 3 ? read_all(strcmp(argv[2], "f64") == 0, there, &left)
                                : print_all(argv[1], there);

        for (size_t done = 0; done < made;) {
            ssize_t written = write(1, to + done, made - done);
            if (written <= 0)
                return 1;
            done += (size_t)written;
        }
    }
    return argc < 2;
}
