// values: one element a line, and nothing else.
#include "forms/form.h"

bool form_values(struct sink *to, const struct view *view, const struct form_options *options,
                 struct error *error)
{
    const struct style style = {
        .notation = NOTATION_VALUES, .radix = options->radix, .color = options->color};
    struct blocks blocks;
    struct block block;
    bool good;

    blocks_open(&blocks, view, 0, 1);
    while ((good = blocks_next(&blocks, &block, error)) && block.count > 0 && sink_ok(to)) {
        elements_print(to, view->type, block.bytes, block.count, "\n", &style);
        sink_byte(to, '\n');
    }
    blocks_close(&blocks);
    return good;
}
