// How long numbers take to text and back on this machine: ns a value, the C library's beside them.
//
// A plain program that make bench builds: build/bench/numbers [SECONDS for each number].
#include "base/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COUNT = 1 << 12, ROOM = 64 };

static double doubles[COUNT];
static float floats[COUNT];
static int64_t integers[COUNT];
static char text[COUNT * ROOM];
static size_t text_length;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

// ---- what is measured; each makes, or reads, COUNT lines

static void print_f64(void)
{
    char *to = text;

    for (size_t i = 0; i < COUNT; i++) {
        to += float_print(to, FLOAT_F64, &doubles[i]);
        *to++ = '\n';
    }
    text_length = (size_t)(to - text);
}

static void print_f32(void)
{
    char *to = text;

    for (size_t i = 0; i < COUNT; i++) {
        to += float_print(to, FLOAT_F32, &floats[i]);
        *to++ = '\n';
    }
}

static void print_f64_library(void)
{
    char *to = text;

    for (size_t i = 0; i < COUNT; i++)
        to += snprintf(to, ROOM, "%.17g\n", doubles[i]);
}

static void print_i64(void)
{
    char *to = text;

    for (size_t i = 0; i < COUNT; i++) {
        to += i64_print(to, integers[i]);
        *to++ = '\n';
    }
    text_length = (size_t)(to - text);
}

static void print_i64_library(void)
{
    char *to = text;

    for (size_t i = 0; i < COUNT; i++)
        to += snprintf(to, ROOM, "%" PRId64 "\n", integers[i]);
}

static void read_f64(void)
{
    struct cursor cursor = cursor_over(text, text_length);
    struct error error = {0};

    for (size_t i = 0; i < COUNT; i++, cursor.at++)
        float_read(&cursor, FLOAT_F64, &doubles[i], &error);
}

static void read_f64_library(void)
{
    char *at = text;

    for (size_t i = 0; i < COUNT; i++, at++)
        doubles[i] = strtod(at, &at);
}

static void read_i64(void)
{
    struct cursor cursor = cursor_over(text, text_length);
    struct error error = {0};
    struct integer value = {0};

    for (size_t i = 0; i < COUNT; i++, cursor.at++)
        if (integer_read(&cursor, &value, &error))
            integer_to_i64(value, &integers[i]);
}

static void read_i64_library(void)
{
    char *at = text;

    for (size_t i = 0; i < COUNT; i++, at++)
        integers[i] = strtoll(at, &at, 10);
}

// ---- the values

static void random_bits(size_t i)
{
    uint64_t bits = next_random();

    memcpy(&doubles[i], &bits, sizeof bits);
    memcpy(&floats[i], &bits, sizeof floats[i]);
    integers[i] = (int64_t)bits;
}

static void random_usual(size_t i)
{
    doubles[i] = (double)(next_random() >> 11) * 0x1p-53;
    floats[i] = (float)doubles[i];
    integers[i] = (int32_t)next_random();
}

static void random_short(size_t i)
{
    doubles[i] = (double)(next_random() % 100000) / 100;
    floats[i] = (float)doubles[i];
    integers[i] = (int64_t)(next_random() % 256);
}

// ---- the table

// The shortest time of one call of run, in ns a value.
static double measure(void (*run)(void), double seconds)
{
    double best = 1e9;

    for (double end = now() + seconds; now() < end;) {
        double start = now();

        run();
        double time = (now() - start) * 1e9 / COUNT;
        if (time < best)
            best = time;
    }
    return best;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*fill)(size_t i);
    } kinds[] = {
        {"any f64; i64", random_bits}, {"0 to 1; i32", random_usual}, {"k/100; u8", random_short}};
    static const struct {
        const char *name;
        void (*ours)(void), (*library)(void);
    } rows[] = {{"f64 to text (%.17g)", print_f64, print_f64_library},
                {"text to f64 (strtod)", read_f64, read_f64_library},
                {"f32 to text", print_f32, NULL},
                {"integer to text (printf)", print_i64, print_i64_library},
                {"text to integer (strtoll)", read_i64, read_i64_library}};
    double seconds = argc > 1 ? atof(argv[1]) : 0.1;

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        for (size_t i = 0; i < COUNT; i++)
            kinds[k].fill(i);
        for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
            printf("%-14s %-26s %6.1f ns", kinds[k].name, rows[r].name,
                   measure(rows[r].ours, seconds));
            if (rows[r].library != NULL)
                printf(" (%.1f)", measure(rows[r].library, seconds));
            puts("");
            if (rows[r].library == print_f64_library) // reading takes our own text
                print_f64();
            if (rows[r].library == print_i64_library)
                print_i64();
        }
    }
    return 0;
}
