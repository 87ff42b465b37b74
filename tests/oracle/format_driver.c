// Reads formats, one a line, and prints for each `SIZE ALIGN` and each scalar in it as
// `PATH@OFFSET:SIZE`, or `error: MESSAGE`. For tests/oracle/formats.py.
#include "types/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_leaves(const struct type *type, const char *path, uint64_t offset)
{
    char inner[4096];

    if (type_is_record(type)) {
        for (size_t i = 0; i < type->member_count; i++) {
            const struct member *member = &type->members[i];

            snprintf(inner, sizeof inner, "%s.%s", path, member->name ? member->name : "");
            print_leaves(member->type, inner, offset + member->offset);
        }
    } else if (type->kind == TYPE_ARRAY && !type_is_text(type) && type->count <= 64) {
        for (uint64_t i = 0; i < type->count; i++) {
            snprintf(inner, sizeof inner, "%s[%llu]", path, (unsigned long long)i);
            print_leaves(type->target, inner, offset + i * type->target->size);
        }
    } else {
        printf(" %s@%llu:%llu", path, (unsigned long long)offset, (unsigned long long)type->size);
        if (type->kind == TYPE_BITS)
            printf(".%u.%u", type->bit_offset, type->bits);
        if (type_swapped(type))
            printf("!");
    }
}

static void print_error(const struct error *error)
{
    printf("error: %s", error->message);
    printf(" | %.*s | %zu %zu\n", (int)error->excerpt_length, error->excerpt, error->start,
           error->length);
}

static void print_again(const struct type *type)
{
    struct sink sink;
    struct error error = {0};
    const struct type *again = NULL;

    sink_open(&sink, -1);
    type_format(&sink, type);
    struct cursor cursor = cursor_over(sink.text, sink.used);
    bool same = format_read(&cursor, &again, &error) && type_same(type, again);
    printf(" | %.*s%s", (int)sink.used, sink.text ? sink.text : "", same ? "" : " DIFFERS");
    type_unref(again);
    sink_close(&sink);
}

static void print_in_c(const struct type *type)
{
    struct sink sink;

    sink_open(&sink, -1);
    type_c(&sink, type, NULL, true);
    printf(" | %.*s\n", (int)sink.used, sink.text ? sink.text : "");
    sink_close(&sink);
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    while ((n = getline(&line, &room, stdin)) >= 0) {
        struct error error = {0};
        const struct type *type = NULL;

        if (n > 0 && line[n - 1] == '\n')
            n--;
        struct cursor cursor = cursor_over(line, (size_t)n);
        if (!format_read(&cursor, &type, &error)) {
            print_error(&error);
            continue;
        }
        printf("%llu %llu", (unsigned long long)type->size, (unsigned long long)type->align);
        print_leaves(type, "", 0);
        print_again(type);
        print_in_c(type);
        type_unref(type);
    }
    free(line);
    return 0;
}
