// c: a declaration with an initializer that a C compiler accepts, named data.
//
// Types in foreign byte order are declared in the host's: C can say the values, not the order.
#include "forms/nested.h"

#include "base/escape.h"

#include <string.h>

enum { LINE_ELEMENTS = 16, TEXT_LINE = 64 };

// data[2][3]
static void write_name(struct sink *to, const struct view *view)
{
    sink_text(to, "data");
    for (int d = 0; d < view->ndim; d++)
        sink_printf(to, "[%llu]", (unsigned long long)view->shape[d]);
    sink_byte(to, '\0');
}

static bool write_declaration(struct sink *to, const struct view *view, struct error *error)
{
    struct type_pool *pool = pool_new(error);
    struct sink name;

    if (pool == NULL)
        return false;
    const struct type *type = type_reorder(pool, view->type, ORDER_NATIVE, error);
    if (type != NULL) {
        sink_open(&name, -1);
        write_name(&name, view);
        if (sink_ok(&name))
            type_c(to, type, name.text, true);
        else
            sink_fail(to, name.failed);
        sink_close(&name);
        sink_text(to, " = ");
    }
    pool_unref(pool);
    return type != NULL;
}

// One dimension of characters: a text, in pieces that C joins.
static bool write_text(struct sink *to, const struct view *view, struct error *error)
{
    struct blocks blocks;
    struct block block;
    bool good, some = false;

    blocks_open(&blocks, view, 0, 1);
    while ((good = blocks_next(&blocks, &block, error)) && block.count > 0 && sink_ok(to)) {
        for (uint64_t done = 0; done < block.count; done += TEXT_LINE) {
            uint64_t n = block.count - done < TEXT_LINE ? block.count - done : TEXT_LINE;

            sink_text(to, view->shape[0] > TEXT_LINE ? "\n    \"" : "\"");
            escape_write(to, block.bytes + done, (size_t)n, ESCAPE_C);
            sink_byte(to, '"');
            some = true;
        }
    }
    blocks_close(&blocks);
    if (!some)
        sink_text(to, "\"\"");
    return good;
}

bool form_c(struct sink *to, const struct view *view, const struct form_options *options,
            struct error *error)
{
    uint64_t last = view->ndim > 0 ? view->shape[view->ndim - 1] : 1;
    struct nesting nesting = {
        .open = "{",
        .close = "}",
        .style = {.notation = NOTATION_C, .radix = options->radix, .color = options->color}};

    if (type_is_bytes(view->type) && options->radix == 10)
        nesting.style.radix = 16;
    if (last > LINE_ELEMENTS)
        nesting.per_line = LINE_ELEMENTS;
    if (!write_declaration(to, view, error))
        return false;
    bool text = view->ndim == 1 && type_is_char(view->type);
    if (!(text ? write_text(to, view, error) : nested_print(to, view, &nesting, error)))
        return false;
    sink_text(to, ";\n");
    return true;
}
