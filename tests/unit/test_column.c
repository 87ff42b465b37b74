// Columns of plain numbers: the same values as float_read and integer_read, or left to them.
#include "base/column.h"
#include "base/number.h"
#include "unit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 512 };

static const char pad[] = ",                                                                ";

static const struct column as_i64 = {.size = 8, .most = {INT64_MAX, UINT64_C(1) << 63}};
static const struct column as_u8 = {.size = 1, .most = {255, 0}};
static const struct column as_f64 = {.size = 8, .format = FLOAT_F64};

// What is left of the text behind the values that were read.
static const char *rest_of(const char *text, const struct column *column, bool is_float,
                           unsigned char *to, size_t *count)
{
    static char all[TEXT];

    snprintf(all, sizeof all, "%s%s", text, pad);
    struct cursor cursor = cursor_over(all, strlen(all));
    *count = (is_float ? column_floats : column_integers)(&cursor, column, to, 16);
    all[strlen(text)] = '\0';
    return cursor.at;
}

// True where the text is left alone.
static bool leaves(const char *text, const struct column *column, bool is_float)
{
    unsigned char to[16 * 8];
    size_t count;

    return strcmp(rest_of(text, column, is_float, to, &count), text) == 0 && count == 0;
}

static bool reads_integers(const char *text, const struct column *column, size_t count,
                           const int64_t *expected)
{
    unsigned char to[16 * 8];
    int64_t values[16] = {0};
    size_t read;

    bool whole = *rest_of(text, column, false, to, &read) == '\0';
    for (size_t i = 0; i < read; i++)
        if (column->size == 8)
            memcpy(&values[i], to + 8 * i, 8);
        else
            values[i] = to[i];
    return whole && read == count && memcmp(values, expected, count * 8) == 0;
}

// A decimal with some of everything: up to 22 digits, a point, an exponent.
static void random_decimal(char *to)
{
    size_t digits = 1 + (size_t)(unit_random() % 22), point = (size_t)(unit_random() % 24);
    char *at = to;

    if (unit_random() % 2)
        *at++ = '-';
    for (size_t i = 0; i < digits; i++) {
        if (i == point)
            *at++ = '.';
        *at++ = (char)('0' + (unit_random() % 4 ? unit_random() % 10 : 0));
    }
    if (unit_random() % 2)
        at += sprintf(at, "%c%s%d", unit_random() % 2 ? 'e' : 'E', unit_random() % 2 ? "+" : "",
                      (int)(unit_random() % 700) - 350);
    *at = '\0';
}

// Where a float is read at all, it is what float_read reads.
static bool floats_alike(enum float_format format)
{
    const struct column column = {.size = float_parts(format)->size, .format = format};
    unsigned char to[16 * 8], expected[16];
    char text[64];
    size_t count, read = 0;

    for (int i = 0; i < 200000; i++) {
        struct error error = {0};

        random_decimal(text);
        struct cursor cursor = cursor_of(text);
        bool good = float_read(&cursor, format, expected, &error) && cursor_done(&cursor);
        const char *rest = rest_of(text, &column, true, to, &count);
        if (count == 0)
            continue;
        read++;
        if (!good || *rest != '\0' || memcmp(to, expected, column.size) != 0) {
            printf("# %s\n", text);
            return false;
        }
    }
    return read > 50000 / (unsigned)(FLOAT_F64 - format + 1) / 4;
}

static bool integers_alike(void)
{
    unsigned char to[16 * 8];
    char text[64];
    int64_t expected, value;
    size_t count;

    for (int i = 0; i < 200000; i++) {
        struct error error = {0};
        struct integer wide;

        snprintf(text, sizeof text, "%s%llu", unit_random() % 2 ? "-" : "",
                 (unsigned long long)unit_random() >> unit_random() % 64);
        struct cursor cursor = cursor_of(text);
        bool fits = integer_read(&cursor, &wide, &error) && integer_to_i64(wide, &expected);
        rest_of(text, &as_i64, false, to, &count);
        memcpy(&value, to, 8);
        if (count != fits && strlen(text) < 20) // more digits than 19 are left alone
            return false;
        if (count == 1 && (!fits || value != expected))
            return false;
    }
    return true;
}

// Numbers near the end are left, whatever stands behind the end.
static bool stops_before_the_end(void)
{
    char text[3 * COLUMN_ROOM];
    int64_t to[3 * COLUMN_ROOM];

    memset(text, '7', sizeof text);
    for (size_t i = 1; i < sizeof text; i += 2)
        text[i] = ' ';
    for (size_t n = 0; n <= sizeof text; n++) {
        char *exact = malloc(n ? n : 1);
        memcpy(exact, text, n);
        struct cursor cursor = cursor_over(exact, n);
        size_t most = n < COLUMN_ROOM ? 0 : (n - COLUMN_ROOM) / 2 + 1;
        size_t count = column_integers(&cursor, &as_i64, (unsigned char *)to, n);
        free(exact);
        if (count != most)
            return false;
    }
    return true;
}

static void test_integers(void)
{
    UNIT("commas, blanks and newlines stand between values",
         reads_integers("1,2, 3 4\n5\r\n-6\t7", &as_i64, 7, (int64_t[]){1, 2, 3, 4, 5, -6, 7}));
    UNIT("the limits of 64 bits are read",
         reads_integers("9223372036854775807 -9223372036854775808", &as_i64, 2,
                        (int64_t[]){INT64_MAX, INT64_MIN}));
    UNIT("leading zeros and a negative zero are read",
         reads_integers("000255 -0 0", &as_u8, 3, (int64_t[]){255, 0, 0}));
    UNIT("what does not fit is left", leaves("256", &as_u8, false) && leaves("-1", &as_u8, false) &&
                                          leaves("9223372036854775808", &as_i64, false) &&
                                          leaves("-9223372036854775809", &as_i64, false));
    UNIT("other spellings are left",
         leaves("0x10", &as_i64, false) && leaves("+1", &as_i64, false) &&
             leaves("'a'", &as_i64, false) && leaves("1.5", &as_i64, false) &&
             leaves("1]", &as_i64, false) && leaves("-", &as_i64, false) &&
             leaves("00000000000000000000001", &as_i64, false));
    UNIT("random integers are those of integer_read", integers_alike());
    UNIT("nothing is read within the last bytes", stops_before_the_end());
}

static void test_floats(void)
{
    UNIT("special values and other spellings are left",
         leaves("nan", &as_f64, true) && leaves("inf", &as_f64, true) &&
             leaves("0x1p3", &as_f64, true) && leaves(".", &as_f64, true) &&
             leaves("1e", &as_f64, true) && leaves("1e1000", &as_f64, true) &&
             leaves("1.2.3", &as_f64, true) && leaves("1e400", &as_f64, true));
    UNIT("random f64 are those of float_read", floats_alike(FLOAT_F64));
    UNIT("random f32 are those of float_read", floats_alike(FLOAT_F32));
    UNIT("random f16 are those of float_read", floats_alike(FLOAT_F16));
    UNIT("random bf16 are those of float_read", floats_alike(FLOAT_BF16));
}

int main(void)
{
    test_integers();
    test_floats();
    return unit_end();
}
