// Fuzzing: any text as a dump. What is read is written as a dump again, and must read as the same.
#include "base/dumptext.h"
#include "base/hex.h"
#include "large.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // What a * stands for is as large as the next offset says.
    if (memchr(data, '*', size) != NULL && has_large_number(data, size, 6, true))
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
