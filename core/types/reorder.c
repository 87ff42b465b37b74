#include "types/reorder.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

// Fields by falling alignment leave no holes, as every size is a multiple of its alignment; only
// bit-fields are better tried in several ways. type_record tells the size of each try.

// A field, or several bit-fields that stay together.
struct item {
    size_t first, count; // of the original fields
    uint64_t align, size;
};

static struct declared declared_member(const struct member *member)
{
    bool is_bits = member->type->kind == TYPE_BITS;

    return (struct declared){.name = member->name,
                             .type = is_bits ? member->type->target : member->type,
                             .is_bits = is_bits,
                             .bits = member->type->bits};
}

static const struct type *laid_out(struct type_pool *pool, const struct type *type,
                                   const struct declared *fields, struct error *error)
{
    const struct declared_record record = {.kind = TYPE_STRUCT,
                                           .tag = type->tag,
                                           .fields = fields,
                                           .field_count = type->member_count,
                                           .align = type->align};

    return type_record(pool, &record, NULL, error);
}

// True where both have the same fields at the same places.
static bool is_same_layout(const struct type *a, const struct type *b)
{
    if (a->size != b->size || a->align != b->align)
        return false;
    for (size_t i = 0; i < a->member_count; i++)
        if (a->members[i].offset != b->members[i].offset ||
            a->members[i].type->bit_offset != b->members[i].type->bit_offset)
            return false;
    return true;
}

static int by_alignment(const void *a, const void *b)
{
    const struct item *left = a;
    const struct item *right = b;

    if (left->align != right->align)
        return left->align < right->align ? 1 : -1;
    if (left->size != right->size)
        return left->size < right->size ? 1 : -1;
    return left->first < right->first ? -1 : 1;
}

// Ways to sort: bit-fields as they stand together or all as one, by their alignment or at the end.
enum { ALL_AS_ONE = 1, AT_THE_END = 2, WAYS = 4 };

static size_t make_items(const struct type *type, const struct declared *fields, unsigned way,
                         struct item *items)
{
    size_t count = 0;

    for (size_t i = 0; i < type->member_count; i++) {
        bool joins = fields[i].is_bits && count > 0 && i > 0 && fields[i - 1].is_bits;

        if (joins) {
            items[count - 1].count++;
            if (!(way & AT_THE_END) && items[count - 1].align < fields[i].type->align)
                items[count - 1].align = fields[i].type->align;
            continue;
        }
        items[count++] = (struct item){
            .first = i,
            .count = 1,
            .align = fields[i].is_bits && (way & AT_THE_END) ? 0 : fields[i].type->align,
            .size = fields[i].type->size};
    }
    return count;
}

// The fields with all bit-fields behind the others, in their order.
static void gather_bits(const struct type *type, const struct declared *from, struct declared *to)
{
    size_t at = 0;

    for (int bits = 0; bits < 2; bits++)
        for (size_t i = 0; i < type->member_count; i++)
            if (from[i].is_bits == (bits == 1))
                to[at++] = from[i];
}

// An array without a bound has to stay last.
static size_t movable(const struct type *type)
{
    const struct type *last = type->members[type->member_count - 1].type;

    return type->member_count - (last->kind == TYPE_ARRAY && last->flexible);
}

struct attempt {
    struct declared *fields, *sorted;
    struct item *items;
};

static const struct type *try_way(struct type_pool *pool, const struct type *type,
                                  struct attempt *attempt, unsigned way, struct error *error)
{
    size_t count = movable(type);
    struct type view = *type;
    size_t at = 0;

    view.member_count = count;
    if (way & ALL_AS_ONE) {
        gather_bits(&view, attempt->fields, attempt->sorted);
        memcpy(attempt->fields, attempt->sorted, count * sizeof *attempt->fields);
    }
    size_t items = make_items(&view, attempt->fields, way, attempt->items);
    qsort(attempt->items, items, sizeof *attempt->items, by_alignment);
    for (size_t i = 0; i < items; i++)
        for (size_t n = 0; n < attempt->items[i].count; n++)
            attempt->sorted[at++] = attempt->fields[attempt->items[i].first + n];
    if (at < type->member_count)
        attempt->sorted[at] = attempt->fields[at];
    return laid_out(pool, type, attempt->sorted, error);
}

static bool try_all(struct type_pool *pool, const struct type *type, struct attempt *attempt,
                    const struct type **out, struct error *error)
{
    for (size_t i = 0; i < type->member_count; i++)
        attempt->fields[i] = declared_member(&type->members[i]);
    const struct type *again = laid_out(pool, type, attempt->fields, error);
    if (again == NULL)
        return false;
    if (!is_same_layout(type, again))
        return true;
    for (unsigned way = 0; way < WAYS; way++) {
        const struct type *other = try_way(pool, type, attempt, way, error);

        if (other == NULL)
            return false;
        if (other->size < (*out == NULL ? type->size : (*out)->size))
            *out = other;
    }
    return true;
}

bool type_smaller(struct type_pool *pool, const struct type *type, const struct type **out,
                  struct error *error)
{
    struct attempt attempt = {0};

    *out = NULL;
    if (type->kind != TYPE_STRUCT || type->packed || type->member_count < 2)
        return true;
    attempt.fields = memory_new(type->member_count, sizeof *attempt.fields, error);
    attempt.sorted = memory_new(type->member_count, sizeof *attempt.sorted, error);
    attempt.items = memory_new(type->member_count, sizeof *attempt.items, error);
    bool good = attempt.fields != NULL && attempt.sorted != NULL && attempt.items != NULL &&
                try_all(pool, type, &attempt, out, error);
    free(attempt.fields);
    free(attempt.sorted);
    free(attempt.items);
    return good;
}
