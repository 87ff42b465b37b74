// raw: the bytes in C order, as tobytes() has them.
#include "forms/form.h"

bool form_raw(struct sink *to, const struct view *view, const struct form_options *options,
              struct error *error)
{
    struct blocks blocks;
    struct block block;
    bool good;

    (void)options;
    blocks_open(&blocks, view, 0, 1);
    while ((good = blocks_next(&blocks, &block, error)) && block.count > 0 && sink_ok(to))
        sink_write(to, block.bytes, (size_t)(block.count * view_itemsize(view)));
    blocks_close(&blocks);
    return good;
}
