// Reads floats from text and prints them, one a line, for floats.py to compare: each line is a
// format and a number; what comes back is the bytes of the value, most significant first, its
// shortest text and its exact one.
#include "base/number.h"

#include <stdio.h>
#include <string.h>

static bool find_format(const char *name, size_t length, enum float_format *out)
{
    for (enum float_format f = FLOAT_F16; f <= FLOAT_F128; f++) {
        if (strlen(float_parts(f)->name) != length || memcmp(float_parts(f)->name, name, length))
            continue;
        *out = f;
        return true;
    }
    return false;
}

static void answer(enum float_format format, const unsigned char *bytes, bool exact)
{
    static char text[FLOAT_TEXT];
    unsigned size = float_parts(format)->size;

    for (unsigned i = 0; i < size; i++)
        printf("%02x", bytes[__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? size - 1 - i : i]);
    printf(" %.*s", (int)float_print(text, format, bytes), text);
    if (exact)
        printf(" %.*s", (int)float_exact(text, format, bytes), text);
    putchar('\n');
}

int main(void)
{
    static char line[1 << 16];

    while (fgets(line, sizeof line, stdin)) {
        unsigned char bytes[16];
        struct error error = {0};
        enum float_format format;
        size_t name = strcspn(line, " ");
        bool exact = line[0] == '+';

        line[strcspn(line, "\n")] = 0;
        if (!find_format(line + exact, name - exact, &format))
            return 2;
        struct cursor cursor = cursor_of(line + name + 1);
        if (!float_read(&cursor, format, bytes, &error) || !cursor_done(&cursor))
            puts(error.status ? error.message : "not all was read");
        else
            answer(format, bytes, exact);
    }
    return 0;
}
