// Types by their short names.
#include "types/codes.h"
#include "types/type.h"

#include <string.h>

void type_short(struct sink *to, const struct type *type)
{
    const char *name = scalar_info(type->scalar)->name;

    if (type_is_bytes(type)) {
        sink_text(to, "bytes");
    } else if (type->kind == TYPE_SCALAR && short_scalar(name, strlen(name)) != SCALAR_COUNT) {
        sink_text(to, name);
        if (type->size > 1 && type->order != ORDER_NATIVE)
            sink_text(to, type->order == ORDER_LITTLE ? "le" : "be");
    } else {
        type_c(to, type, NULL, false);
    }
}
