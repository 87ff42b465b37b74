// Prototypes from debug information: DWARF 5 sections 3.3 and 5.10.
#ifdef WITH_LIBDW
#include <stdlib.h>
#include <string.h>

#include "images/debug.h"

static bool read_parameters(struct debug *debug, Dwarf_Die *die, unsigned depth,
                            struct member **parameters, size_t *count, bool *variadic,
                            struct error *error)
{
    size_t capacity = 0, used = 0;
    Dwarf_Die child;

    for (bool more = debug_child(die, &child); more; more = debug_sibling(&child)) {
        struct member member = {0};
        const char *name = debug_name(&child);

        *variadic |= libdw->dwarf_tag(&child) == DW_TAG_unspecified_parameters;
        if (libdw->dwarf_tag(&child) != DW_TAG_formal_parameter)
            continue;
        member.type = debug_type_of(debug, &child, true, depth + 1, error);
        if (member.type == NULL ||
            !memory_grow(parameters, &capacity, used + 1, sizeof **parameters, error))
            return false;
        if (name != NULL && (member.name = debug_text(debug, name, error)) == NULL)
            return false;
        (*parameters)[used++] = member;
    }
    *count = used;
    return true;
}

// A function that was defined without a prototype is called with promoted arguments (C11 6.5.2.2).
static void promote_parameters(struct member *parameters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct type *type = parameters[i].type;
        const struct scalar_info *info = scalar_info(type->scalar);

        if (type->kind != TYPE_SCALAR)
            continue;
        if (type->scalar == SCALAR_F32)
            parameters[i].type = type_native(SCALAR_F64);
        else if (type->size < sizeof(int) && info->class <= CLASS_INT)
            parameters[i].type = type_native(SCALAR_I32);
    }
}

struct type *debug_function(struct debug *debug, Dwarf_Die *die, const char *name, unsigned depth,
                            struct error *error)
{
    const struct type *result = debug_type_of(debug, die, true, depth + 1, error);
    struct member *list = NULL, *parameters;
    struct type *type = NULL;
    bool variadic = false;
    size_t count = 0;

    if (result == NULL || !read_parameters(debug, die, depth, &list, &count, &variadic, error))
        goto out;
    parameters = pool_array(debug->pool, count, sizeof *parameters, error);
    if (parameters == NULL)
        goto out;
    if (count > 0)
        memcpy(parameters, list, count * sizeof *parameters);
    type = type_function(debug->pool, result, parameters, count, error);
    if (type == NULL)
        goto out;
    type->unprototyped = debug_is_c(die) && !debug_flag(die, DW_AT_prototyped);
    type->variadic = variadic && !type->unprototyped;
    if (type->unprototyped)
        promote_parameters(parameters, count);
    if (name != NULL && (type->name = debug_text(debug, name, error)) == NULL)
        type = NULL;
out:
    free(list);
    return type;
}

#else
typedef int debug_function_is_left_out;
#endif
