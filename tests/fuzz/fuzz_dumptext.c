// Fuzzing: any text as a dump. What is read is written as a dump again, and must read as the same.
#include "base/dumptext.h"
#include "base/hex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct bytes *bytes)
{
    char *text = malloc((bytes->used / 16 + 1) * hex_line_room(16)), *end = text;
    struct bytes back = {0};
    struct error error = {0};

    if (text == NULL)
        return;
    for (size_t i = 0; i < bytes->used; i += 16)
        end = hex_dump_line(end, bytes->bytes + i, bytes->used - i < 16 ? bytes->used - i : 16, 16,
                            i);
    struct cursor cursor = cursor_over(text, (size_t)(end - text));
    if (!dump_text_read(&cursor, &back, &error) || back.used != bytes->used ||
        (back.used > 0 && memcmp(back.bytes, bytes->bytes, back.used) != 0))
        abort();
    free(back.bytes);
    free(text);
}

// What a * stands for is as large as the next offset says: memory that a fuzzer must not ask for.
static bool has_large_number(const uint8_t *data, size_t size)
{
    size_t digits = 0;

    for (size_t i = 0; i < size; i++) {
        bool zero = data[i] == '0' && digits == 0;

        digits = isxdigit(data[i]) ? digits + !zero : 0;
        if (digits > 6)
            return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (memchr(data, '*', size) != NULL && has_large_number(data, size))
        return 0;
    struct cursor cursor = cursor_over((const char *)data, size);
    struct bytes bytes = {0};
    struct error error = {0};
    bool good = dump_text_read(&cursor, &bytes, &error);

    if (good != (error.status == STATUS_OK) || error.start + error.length > error.excerpt_length ||
        (!good && bytes.used != 0))
        abort();
    if (bytes.used < 1 << 20)
        check_round_trip(&bytes);
    free(bytes.bytes);
    return 0;
}
