// Fuzzing: any text with escapes. What is read is written in the styles that escape_read
// understands, and must read as the same; nothing unprintable is written.
#include "base/escape.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct bytes *bytes, enum escape_style style)
{
    struct sink sink;
    struct bytes back = {0};
    struct error error = {0};

    sink_open(&sink, -1);
    escape_write(&sink, bytes->bytes, bytes->used, style);
    sink_byte(&sink, '"');
    for (size_t i = 0; i < sink.used; i++) {
        if ((unsigned char)sink.text[i] < ' ' || sink.text[i] == 0x7f)
            abort();
    }
    struct cursor cursor = cursor_over(sink.text, sink.used - 1);
    if (!escape_read(&cursor, 0, &back, &error) || back.used != bytes->used ||
        (back.used > 0 && memcmp(back.bytes, bytes->bytes, back.used) != 0))
        abort();
    free(back.bytes);
    sink_close(&sink);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum escape_style styles[] = {ESCAPE_DOUBLE, ESCAPE_SINGLE, ESCAPE_C};
    struct cursor cursor = cursor_over((const char *)data, size);
    struct bytes bytes = {0};
    struct error error = {0};
    bool good = escape_read(&cursor, 0, &bytes, &error);

    if (good != (error.status == STATUS_OK) || (!good && bytes.used != 0))
        abort();
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
        check_round_trip(&bytes, styles[i]);
    free(bytes.bytes);
    return 0;
}
