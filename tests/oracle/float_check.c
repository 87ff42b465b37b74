// Every f32, and many random f64, against the C library: each text reads back by strtof or strtod
// and by float_read, is laid out as Python's repr does, has no shorter neighbour that reads back,
// and is the nearest of its length by printf.
//
// float_check [DOUBLES [FLOATS_APART]]: 100 million doubles unless given; every FLOATS_APARTth f32.
// SEED= varies the doubles. One process for each processor; a long run, no part of make check.
#include "base/float.h"
#include "base/integer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// A text taken apart: digits without zeros at either end, the point behind that many of them.
struct parts {
    char digits[40];
    int count, point;
};

static uint64_t random_state;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * UINT64_C(2685821657736338717);
}

static struct parts take_apart(const char *text)
{
    struct parts parts = {.point = 0};
    bool behind = false;

    for (; *text != 0 && *text != 'e'; text++) {
        if (*text == '.') {
            behind = true;
            continue;
        }
        if (*text != '0' || parts.count > 0) {
            parts.digits[parts.count++] = *text;
            parts.point += !behind;
        } else {
            parts.point -= behind;
        }
    }
    if (*text == 'e')
        parts.point += atoi(text + 1);
    while (parts.count > 0 && parts.digits[parts.count - 1] == '0')
        parts.count--;
    parts.digits[parts.count] = 0;
    return parts;
}

// As repr lays them out, by way of printf.
static void lay_out(char *to, size_t size, const struct parts *parts)
{
    const char *digits = parts->digits;
    int count = parts->count, point = parts->point;

    if (point < -3 || point > 16)
        snprintf(to, size, "%c%s%se%+03d", digits[0], count > 1 ? "." : "", digits + 1, point - 1);
    else if (point <= 0)
        snprintf(to, size, "0.%.*s%s", -point, "0000", digits);
    else if (point >= count)
        snprintf(to, size, "%s%.*s.0", digits, point - count, "0000000000000000");
    else
        snprintf(to, size, "%.*s.%s", point, digits, digits + point);
}

static bool reads_back(const char *text, double value, bool narrow)
{
    if (narrow)
        return (double)strtof(text, NULL) == value;
    return strtod(text, NULL) == value;
}

static bool is_shortest(const struct parts *parts, double value, bool narrow)
{
    char text[64];
    uint64_t shorter;
    int count = parts->count - 1, exponent = parts->point - count;

    if (count == 0)
        return true;
    snprintf(text, sizeof text, "%.*s", count, parts->digits);
    shorter = strtoull(text, NULL, 10);
    for (uint64_t up = 0; up < 2; up++) {
        snprintf(text, sizeof text, "%" PRIu64 "e%d", shorter + up, exponent);
        if (reads_back(text, value, narrow))
            return false;
    }
    return true;
}

// What printf gives for as many digits is the same, or does not read back, as happens where the
// neighbour below is closer.
static bool is_nearest(const struct parts *parts, double value, bool narrow)
{
    char text[64];

    snprintf(text, sizeof text, "%.*e", parts->count - 1, value);
    struct parts nearest = take_apart(text);
    return (nearest.point == parts->point && strcmp(nearest.digits, parts->digits) == 0) ||
           !reads_back(text, value, narrow);
}

static bool is_right(const char *text, double value, bool narrow)
{
    struct parts parts = take_apart(text);
    char wanted[64];

    lay_out(wanted, sizeof wanted, &parts);
    return strcmp(text, wanted) == 0 && reads_back(text, value, narrow) &&
           is_shortest(&parts, value, narrow) && is_nearest(&parts, value, narrow);
}

// Prints the value and its negative, reads them again, and asks whether that is right.
static bool check(enum float_format format, uint64_t bits, double value)
{
    char text[NUMBER_TEXT];
    unsigned size = float_parts(format)->size;

    for (int negative = 0; negative < 2; negative++) {
        unsigned char bytes[8], again[8];
        struct error error = {0};

        integer_to_bytes(integer_of_u64(bits | (uint64_t)negative << (8 * size - 1)), bytes, size);
        size_t length = float_print(text, format, bytes);
        struct cursor cursor = cursor_over(text, length);
        text[length] = 0;
        if ((text[0] == '-') != negative || !float_read(&cursor, format, again, &error) ||
            !cursor_done(&cursor) || memcmp(bytes, again, size) != 0)
            return false;
    }
    return value == 0 || is_right(text + 1, value, format == FLOAT_F32);
}

static bool check_floats(uint64_t first, uint64_t step)
{
    for (uint64_t bits = first; bits < UINT32_C(0x7f800000); bits += step) {
        uint32_t word = (uint32_t)bits;
        float value;

        memcpy(&value, &word, sizeof value);
        if (!check(FLOAT_F32, bits, (double)value)) {
            printf("f32 0x%08" PRIx32 " (%.9g) is not right\n", word, (double)value);
            return false;
        }
    }
    return true;
}

static bool check_doubles(uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        uint64_t bits = next_random() >> 1;
        double value;

        if (i % 4 == 1) // few digits set
            bits &= ~UINT64_C(0) << next_random() % 53;
        memcpy(&value, &bits, sizeof value);
        if (i % 4 == 2) // the size that people use
            value = (double)(next_random() >> 11) * 0x1p-40;
        if (i % 4 == 3) // whole numbers, whose limits are decimals themselves
            value = (double)(next_random() >> next_random() % 60);
        if (!(value - value == 0))
            continue;
        memcpy(&bits, &value, sizeof bits);
        if (!check(FLOAT_F64, bits, value)) {
            printf("f64 0x%016" PRIx64 " (%.17g) is not right\n", bits, value);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    uint64_t doubles = argc > 1 ? strtoull(argv[1], NULL, 0) : 100000000;
    uint64_t apart = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
    uint64_t seed = getenv("SEED") ? strtoull(getenv("SEED"), NULL, 0) : 1;
    long workers = sysconf(_SC_NPROCESSORS_ONLN);
    bool good = true;
    int status;

    for (long i = 0; i < workers; i++) {
        pid_t child = fork();

        if (child < 0)
            return 1;
        if (child > 0)
            continue;
        random_state = (seed << 32 ^ (uint64_t)i) * UINT64_C(0x9e3779b97f4a7c15) | 1;
        good = check_doubles(doubles / (uint64_t)workers) &&
               check_floats((uint64_t)i * apart, (uint64_t)workers * apart);
        fflush(stdout);
        _exit(!good);
    }
    while (wait(&status) > 0)
        good = good && status == 0;
    printf("%s - %" PRIu64 " doubles and every %" PRIu64 "th float (SEED=%" PRIu64 ")\n",
           good ? "ok" : "not ok", doubles, apart, seed);
    return !good;
}
