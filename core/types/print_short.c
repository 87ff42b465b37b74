// Types by their short names.
#include "types/codes.h"
#include "types/type.h"

#include <string.h>

bool type_has_short(const struct type *type)
{
    const char *name = scalar_info(type->scalar)->name;

    return type_is_bytes(type) ||
           (type->kind == TYPE_SCALAR && short_scalar(name, strlen(name)) != SCALAR_COUNT);
}

void type_short(struct sink *to, const struct type *type)
{
    if (type_is_bytes(type)) {
        sink_text(to, "bytes");
    } else if (type_has_short(type)) {
        sink_text(to, scalar_info(type->scalar)->name);
        if (type->size > 1 && type->order != ORDER_NATIVE)
            sink_text(to, type->order == ORDER_LITTLE ? "le" : "be");
    } else {
        type_c(to, type, NULL, false);
    }
}
