// Fuzzing: any text as a type. A format must print as one that reads back as the same type; its C
// is read too.
#include "large.h"
#include "types/cdecl.h"
#include "types/format.h"
#include "types/spelling.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    MANY = 10000
}; // above some millions of members printing leaves them out; it takes long before

// How many members are printed for the type, up to a limit.
static uint64_t members_of(const struct type *type, uint64_t limit)
{
    uint64_t n = type->member_count;

    while (type->kind == TYPE_ARRAY)
        type = type->target;
    for (size_t i = 0; i < type->member_count && n < limit; i++)
        n += 1 + members_of(type->members[i].type, limit - n);
    return n;
}

static void check_format(const struct type *type)
{
    struct sink sink;
    struct error error = {0};
    const struct type *again = NULL;

    sink_open(&sink, -1);
    type_format(&sink, type);
    struct cursor cursor = cursor_over(sink.text, sink.used);
    if (!format_read(&cursor, &again, &error) || !type_same(type, again))
        abort();
    type_unref(again);
    sink_close(&sink);
}

static void check_c(const struct type *type)
{
    struct sink sink;
    struct error error = {0};
    const struct type *again = NULL;

    sink_open(&sink, -1);
    type_c(&sink, type, NULL, true);
    struct cursor cursor = cursor_over(sink.text, sink.used);
    if (c_type_read(&cursor, NULL, &again, &error))
        type_unref(again);
    sink_close(&sink);
}

// The same type in another byte order has other places in memory: printed without its own text.
static void check_reordered(const struct type *type)
{
    struct error error = {0};
    struct type_pool *pool = pool_new(&error);
    const struct type *other = pool == NULL ? NULL : type_reorder(pool, type, ORDER_BIG, &error);

    if (other != NULL)
        check_format(other);
    pool_unref(pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cursor cursor = cursor_over((const char *)data, size);
    struct error error = {0};
    const struct type *type = NULL;

    if (has_large_number(data, size, 5, false))
        return 0;
    if (format_read(&cursor, &type, &error)) {
        if (members_of(type, MANY) < MANY) {
            check_format(type);
            check_reordered(type);
            check_c(type);
        }
        type_unref(type);
    } else if (error.status == STATUS_OK) {
        abort();
    }
    cursor = cursor_over((const char *)data, size);
    type = NULL;
    error_clear(&error);
    if (type_read(&cursor, NULL, &type, &error))
        type_unref(type);
    return 0;
}
