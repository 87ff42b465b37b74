// Fuzzing: any text as an integer, a size and a float of every format. What is read is printed, and
// must read as the same; what is refused leaves all as it was.
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
    if (!good)
        abort();
}

// A failure has an error with a place inside its excerpt, and moves nothing.
static void check_end(const struct cursor *cursor, bool good, const struct error *error)
{
    must(good == (error->status == STATUS_OK));
    must(error->start + error->length <= error->excerpt_length);
    must((cursor->at > cursor->word) == good && cursor->at <= cursor->end);
}

static void check_integer(struct cursor cursor)
{
    static const unsigned radices[] = {2, 8, 10, 16};
    struct integer value = {.low = 77}, back;
    struct error error = {0};
    bool good = integer_read(&cursor, &value, &error);

    check_end(&cursor, good, &error);
    must(good || value.low == 77);
    for (size_t i = 0; good && !value.beyond && i < sizeof radices / sizeof radices[0]; i++) {
        char text[NUMBER_TEXT];
        struct cursor again = cursor_over(text, integer_print(text, value, radices[i]));

        must(integer_read(&again, &back, &error) && cursor_done(&again));
        must(integer_compare(value, back) == 0);
    }
}

static void check_size(struct cursor cursor)
{
    struct error error = {0};
    uint64_t value = 77;
    bool negative, good = size_read(&cursor, &value, &negative, &error);

    check_end(&cursor, good, &error);
    must(good || value == 77);
}

static void check_float(struct cursor cursor, enum float_format format)
{
    static char exact[FLOAT_TEXT];
    unsigned char bytes[16] = {0}, back[16] = {0}, none[16] = {0};
    char text[NUMBER_TEXT];
    struct error error = {0};
    bool good = float_read(&cursor, format, bytes, &error);

    check_end(&cursor, good, &error);
    if (!good) {
        must(memcmp(bytes, none, sizeof bytes) == 0);
        return;
    }
    if (float_unpack(format, bytes).class == FLOAT_NAN)
        return;
    cursor = cursor_over(text, float_print(text, format, bytes));
    must(float_read(&cursor, format, back, &error) && cursor_done(&cursor));
    must(memcmp(bytes, back, sizeof bytes) == 0);
    cursor = cursor_over(exact, float_exact(exact, format, bytes));
    must(float_read(&cursor, format, back, &error) && cursor_done(&cursor));
    must(memcmp(bytes, back, sizeof bytes) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cursor cursor = cursor_over((const char *)data, size);

    check_integer(cursor);
    check_size(cursor);
    for (enum float_format format = FLOAT_F16; format <= FLOAT_F128; format++)
        check_float(cursor, format);
    return 0;
}
