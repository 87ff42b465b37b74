// Reads formats, one a line, and answers each with a line for tests/oracle/formats.py: fields
// apart by tabs, or `error: MESSAGE`. The fields: `SIZE ALIGN | PATH@OFFSET:SIZE | …` of the type
// and all scalars in it; the format printed from the type, and the C, each with DIFFERS behind it
// where it reads back as another type; the C again.
#include "types/cdecl.h"
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
        printf(" | %s@%llu:%llu", path, (unsigned long long)offset, (unsigned long long)type->size);
        if (type->kind == TYPE_BITS)
            printf(".%u.%u", type->bit_offset, type->bits);
        if (type_swapped(type))
            printf("!");
    }
}

static void print_format(const struct type *type)
{
    struct sink sink;
    struct error error = {0};
    const struct type *again = NULL;

    sink_open(&sink, -1);
    type_format(&sink, type);
    struct cursor cursor = cursor_over(sink.text, sink.used);
    bool same = format_read(&cursor, &again, &error) && type_same(type, again);
    printf("\t%.*s%s", (int)sink.used, sink.text, same ? "" : " DIFFERS");
    type_unref(again);
    sink_close(&sink);
}

// True where all scalars of several bytes have one byte order: what C can say.
static bool has_one_order(const struct type *type)
{
    struct error error = {0};
    struct type_pool *pool = pool_new(&error);
    bool one = false;

    for (int order = ORDER_NATIVE; pool != NULL && order <= ORDER_BIG; order++) {
        const struct type *ordered = type_reorder(pool, type, (enum order)order, &error);

        one = one || (ordered != NULL && type_same(type, ordered));
    }
    pool_unref(pool);
    return one;
}

static bool is_padding(const struct member *member)
{
    return member->name != NULL && strncmp(member->name, "pad", 3) == 0;
}

// The same in memory, but for members that C needs as padding, and Pascal strings, which are bytes.
static bool same_in_c(const struct type *type, const struct type *c)
{
    size_t at = 0;

    if (type->size != c->size)
        return false;
    if (type->kind == TYPE_ARRAY && c->kind == TYPE_ARRAY)
        return type->count == c->count && same_in_c(type->target, c->target);
    if (!type_is_record(type) || !type_is_record(c))
        return type->kind == TYPE_PASCAL || type_same(type, c);
    for (size_t i = 0; i < type->member_count; i++, at++) {
        while (at < c->member_count && is_padding(&c->members[at]))
            at++;
        if (at == c->member_count || type->members[i].offset != c->members[at].offset ||
            !same_in_c(type->members[i].type, c->members[at].type))
            return false;
    }
    return true;
}

static void print_c(const struct type *type)
{
    struct sink sink;
    struct error error = {0};
    const struct type *again = NULL;

    sink_open(&sink, -1);
    type_c(&sink, type, NULL, true);
    struct cursor cursor = cursor_over(sink.text, sink.used);
    bool read = c_type_read(&cursor, NULL, &again, &error);
    bool same = read && (!has_one_order(type) || same_in_c(type, again));
    printf("\t%.*s", (int)sink.used, sink.text);
    if (!same)
        printf(" (%s) DIFFERS", error.message);
    printf("\t%.*s\n", (int)sink.used, sink.text);
    type_unref(again);
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
            printf("error: %s at %zu:%zu\n", error.message, error.start, error.length);
            continue;
        }
        printf("%llu %llu", (unsigned long long)type->size, (unsigned long long)type->align);
        print_leaves(type, "", 0);
        print_format(type);
        print_c(type);
        type_unref(type);
    }
    free(line);
    return 0;
}
