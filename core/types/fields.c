#include "types/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fields_close(struct fields *to)
{
    free(to->fields);
    to->fields = NULL;
}

static bool too_large(struct error *error)
{
    return fail(error, STATUS_USAGE, "the type is larger than %llu bytes",
                (unsigned long long)TYPE_MAX_SIZE);
}

bool fields_align(struct fields *to, uint64_t align, struct error *error)
{
    uint64_t over = to->end % align;

    to->bit = 0;
    if (align > to->align)
        to->align = align;
    if (to->kind == TYPE_UNION || over == 0)
        return true;
    if (align - over > TYPE_MAX_SIZE - to->end)
        return too_large(error);
    to->end += align - over;
    return true;
}

bool fields_pad(struct fields *to, uint64_t n, struct error *error)
{
    to->bit = 0;
    if (to->kind == TYPE_UNION) {
        if (n > TYPE_MAX_SIZE)
            return too_large(error);
        if (n > to->end)
            to->end = n;
        return true;
    }
    if (n > TYPE_MAX_SIZE - to->end)
        return too_large(error);
    to->end += n;
    return true;
}

static bool append(struct fields *to, const struct field *field, uint64_t offset,
                   struct error *error)
{
    if (!memory_grow(&to->fields, &to->capacity, to->count + 1, sizeof *to->fields, error))
        return false;
    to->fields[to->count] = *field;
    to->fields[to->count++].offset = offset;
    return true;
}

bool fields_add(struct fields *to, const struct field *field, uint64_t align, struct error *error)
{
    if (!fields_align(to, align, error))
        return false;
    uint64_t offset = to->kind == TYPE_UNION ? 0 : to->end;

    return append(to, field, offset, error) && fields_pad(to, field->type->size, error);
}

bool fields_add_bits(struct fields *to, struct type_pool *pool, const struct field *field,
                     unsigned n, enum order order, struct error *error)
{
    if (order != to->bits || to->kind == TYPE_UNION)
        to->bit = 0;
    unsigned from = to->bit;
    uint64_t offset = to->kind == TYPE_UNION ? 0 : to->end - (from > 0);

    if (field->type != NULL) {
        struct field placed = *field;

        placed.type = type_bits(pool, field->type, from, n, error);
        if (placed.type == NULL || !append(to, &placed, offset, error))
            return false;
    }
    if (!fields_pad(to, (from + n + 7) / 8 - (from > 0), error))
        return false;
    to->bit = (from + n) % 8;
    to->bits = order;
    return true;
}

// ---- names

static int compare_names(const struct field *a, const struct field *b)
{
    size_t n = a->name_length < b->name_length ? a->name_length : b->name_length;
    int order = memcmp(a->name, b->name, n);

    if (order != 0)
        return order;
    return (a->name_length > b->name_length) - (a->name_length < b->name_length);
}

static int compare_fields(const void *left, const void *right)
{
    const struct field *a = *(const struct field *const *)left;
    const struct field *b = *(const struct field *const *)right;
    int order = compare_names(a, b);

    return order != 0 ? order : (a > b) - (a < b);
}

// The fields that have names, sorted by them; the earlier first of two alike.
struct names {
    const struct field **sorted;
    size_t count;
};

static bool sort_names(struct names *names, const struct fields *from, const struct cursor *word,
                       struct error *error)
{
    names->sorted = memory_new(from->count, sizeof(void *), error);
    if (names->sorted == NULL)
        return false;
    for (size_t i = 0; i < from->count; i++)
        if (from->fields[i].name != NULL)
            names->sorted[names->count++] = &from->fields[i];
    qsort(names->sorted, names->count, sizeof(void *), compare_fields);
    for (size_t i = 1; i < names->count; i++) {
        const struct field *twice = names->sorted[i];

        if (compare_names(names->sorted[i - 1], twice) != 0)
            continue;
        struct cursor at = cursor_part(word, twice->name + twice->name_length, word->end);
        return fail_at(error, STATUS_USAGE, cursor_span(&at, twice->name),
                       "two fields have the name %.*s", (int)twice->name_length, twice->name);
    }
    return true;
}

// Makes up the next name f0 f1 … that no field was given.
static const char *next_name(const struct names *names, size_t *next, struct type_pool *pool,
                             struct error *error)
{
    char text[32];

    for (;;) {
        int n = snprintf(text, sizeof text, "f%zu", (*next)++);
        struct field made = {.name = text, .name_length = (size_t)n};
        const struct field *key = &made;
        bool taken = false;

        for (size_t low = 0, high = names->count; low < high && !taken;) {
            size_t middle = low + (high - low) / 2;
            int order = compare_names(key, names->sorted[middle]);

            taken = order == 0;
            if (order < 0)
                high = middle;
            else
                low = middle + 1;
        }
        if (!taken)
            return pool_text(pool, text, (size_t)n, error);
    }
}

static struct member *name_members(const struct fields *from, const struct names *names,
                                   struct type_pool *pool, struct error *error)
{
    struct member *members = pool_array(pool, from->count, sizeof *members, error);
    size_t next = 0;

    for (size_t i = 0; members != NULL && i < from->count; i++) {
        const struct field *field = &from->fields[i];
        struct member *member = &members[i];

        *member = (struct member){.type = field->type, .offset = field->offset};
        member->numbered = field->name == NULL;
        member->name = member->numbered ? next_name(names, &next, pool, error)
                                        : pool_text(pool, field->name, field->name_length, error);
        if (member->name == NULL)
            return NULL;
    }
    return members;
}

struct type *fields_record(struct fields *from, struct type_pool *pool, const struct cursor *word,
                           struct error *error)
{
    struct names names = {0};
    struct type *type = NULL;
    struct member *members;

    if (!sort_names(&names, from, word, error))
        goto out;
    members = name_members(from, &names, pool, error);
    if (members == NULL)
        goto out;
    type = pool_type(pool, from->kind, error);
    if (type == NULL)
        goto out;
    if (!type_members_set(type, members, from->count, error)) {
        type = NULL;
        goto out;
    }
    type->size = from->end;
    type->align = from->align;
out:
    free(names.sorted);
    return type;
}
