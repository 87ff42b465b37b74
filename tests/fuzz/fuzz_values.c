// Fuzzing: a type on the first line, values behind it. What is read is printed in every notation,
// and reads as the same bytes in two pieces; what a list of numbers prints reads as the same, too.
#include "large.h"
#include "types/spelling.h"
#include "views/literal.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_SIZE = 4096 };

static void check_pieces(const struct type *type, const char *text, size_t n, size_t cut,
                         const struct bytes *expected)
{
    struct error error = {0};
    struct bytes bytes = {0};
    uint64_t count;
    size_t used;

    if (!literal_text(text, cut, false, type, NULL, &bytes, &count, &used, &error) || used > cut ||
        !literal_text(text + used, n - used, true, type, NULL, &bytes, &count, &used, &error) ||
        bytes.used != expected->used ||
        (bytes.used > 0 && memcmp(bytes.bytes, expected->bytes, bytes.used) != 0))
        abort();
    free(bytes.bytes);
}

static void check_printing(const struct type *type, const struct bytes *bytes)
{
    static const unsigned radixes[] = {10, 16, 8, 2};

    for (enum notation notation = NOTATION_VALUES; notation <= NOTATION_C; notation++) {
        struct style style = {.notation = notation, .radix = radixes[bytes->used / 8 % 4]};
        struct sink sink;

        sink_open(&sink, -1);
        elements_print(&sink, type, bytes->bytes, bytes->used / type->size, ", ", &style);
        elements_print_aligned(&sink, type, bytes->bytes, 1, element_width(type, style.radix),
                               &style);
        sink_close(&sink);
    }
    for (size_t at = 0; at < bytes->used; at += type->size)
        element_equal(type, bytes->bytes, type, bytes->bytes + at);
}

static void check_values(const struct type *type, const char *text, size_t n, size_t cut)
{
    struct cursor cursor = cursor_over(text, n);
    struct error error = {0};
    struct bytes bytes = {0};
    uint64_t count;
    bool good = literal_read(&cursor, type, NULL, &bytes, &count, &error);

    if (good != (error.status == STATUS_OK) || (!good && bytes.used != 0) ||
        (good && bytes.used != count * type->size))
        abort();
    if (good && bytes.used > 0) {
        check_pieces(type, text, n, cut, &bytes);
        check_printing(type, &bytes);
    }
    free(bytes.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size > 1 ? memchr(data + 1, '\n', size - 1) : NULL;
    struct error error = {0};
    const struct type *type;

    if (line == NULL)
        return 0;
    const char *values = (const char *)line + 1;
    size_t n = size - (size_t)((const uint8_t *)values - data);
    if (has_large_number(data, (size_t)(line - data), 5, false))
        return 0;
    struct cursor cursor = cursor_over((const char *)data + 1, (size_t)(line - data) - 1);
    if (!type_read(&cursor, NULL, &type, &error))
        return 0;
    if (type->size > 0 && type->size <= MOST_SIZE)
        check_values(type, values, n, n == 0 ? 0 : data[0] % n);
    type_unref(type);
    return 0;
}
