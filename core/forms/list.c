// list: exactly what Python prints for view.tolist().
#include "forms/nested.h"

bool form_list(struct sink *to, const struct view *view, const struct form_options *options,
               struct error *error)
{
    const struct nesting nesting = {
        .open = "[",
        .close = "]",
        .style = {.notation = NOTATION_LIST, .radix = options->radix, .color = options->color}};

    if (!nested_print(to, view, &nesting, error))
        return false;
    sink_byte(to, '\n');
    return true;
}
