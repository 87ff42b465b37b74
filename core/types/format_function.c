// Formats of functions: X{ii->d}.
#include "types/codes.h"
#include "types/format_item.h"

#include <stdlib.h>
#include <string.h>

struct parameters {
    struct member *members;
    size_t count, capacity;
    bool variadic;
};

static bool add_parameter(struct reader *in, struct parameters *to, struct item *item)
{
    uint64_t copies = item->meaning == COUNT_REPEATS && item->ndim == 0 ? item->count : 1;

    if (copies == 1 && !item_shape(in, item, item->ndim > 0))
        return false;
    in->items += copies;
    if (copies > TYPE_MAX_MEMBERS || in->items > TYPE_MAX_MEMBERS)
        return fail_here(in, item->start, "too many parameters");
    if (!memory_grow(&to->members, &to->capacity, to->count + (size_t)copies, sizeof *to->members,
                     in->error))
        return false;
    for (uint64_t i = 0; i < copies; i++)
        to->members[to->count++] = (struct member){.type = item->type};
    return true;
}

// parameters = { item } [ "..." ]
static bool read_parameters(struct reader *in, struct parameters *to)
{
    for (;;) {
        struct item item;

        cursor_skip_blanks(in->cursor);
        int byte = cursor_peek(in->cursor);
        if (byte == -1 || byte == '}' || byte == '-')
            return true;
        if (cursor_take_text(in->cursor, "...")) {
            to->variadic = true;
            continue;
        }
        if (!item_read(in, &item))
            return false;
        if (item.kind != ITEM_VALUE)
            return fail_here(in, item.start, "a parameter is a value");
        if (!add_parameter(in, to, &item))
            return false;
    }
}

// result = [ item ]
static bool read_result(struct reader *in, const struct type **out)
{
    cursor_skip_blanks(in->cursor);
    const char *start = in->cursor->at;

    *out = type_void();
    if (cursor_peek(in->cursor) == '}')
        return true;
    if (!pointee_read(in, out))
        return false;
    cursor_skip_blanks(in->cursor);
    if ((*out)->kind == TYPE_ARRAY)
        return fail_here(in, start, "a function returns no array");
    return true;
}

static struct type *make_function(struct reader *in, const struct parameters *from,
                                  const struct type *result)
{
    struct member *members = pool_array(in->pool, from->count, sizeof *members, in->error);

    if (members == NULL)
        return NULL;
    if (from->count > 0)
        memcpy(members, from->members, from->count * sizeof *members);
    struct type *type = type_function(in->pool, result, members, from->count, in->error);
    if (type != NULL)
        type->variadic = from->variadic;
    return type;
}

// function = "X{" [ parameters [ "->" result ] ] "}": a pointer to it; X{} says nothing of it
bool function_read(struct reader *in, struct item *item)
{
    enum order order = mode_order(in->mode);
    uint64_t align = item_align(in, scalar_info(SCALAR_POINTER)->align);
    struct parameters parameters = {0};
    const struct type *result = type_void();
    struct type *type = NULL;
    const char *start = in->cursor->at;

    in->cursor->at += 2;
    bool unknown = cursor_peek(in->cursor) == '}';
    if (!item_deeper(in, start) || !read_parameters(in, &parameters))
        goto out;
    if (cursor_take_text(in->cursor, "->") && !read_result(in, &result))
        goto out;
    if (!cursor_take(in->cursor, '}')) {
        fail_here(in, start, "the } of this function is missing");
        goto out;
    }
    in->depth--;
    type = make_function(in, &parameters, result);
    if (type == NULL)
        fail_item(in, start);
    else
        type->unprototyped = unknown;
out:
    free(parameters.members);
    return type != NULL && item_pointer(in, item, type, order, align, NULL);
}
