// hex: the bytes in C order as hex digits on one line.
#include "base/hex.h"

#include "forms/form.h"

static void write_digits(struct sink *to, const unsigned char *bytes, uint64_t n)
{
    while (n > 0 && sink_ok(to)) {
        size_t piece = n < SINK_RESERVE / 2 ? (size_t)n : SINK_RESERVE / 2;

        hex_encode(sink_reserve(to, 2 * piece), bytes, piece, false);
        sink_advance(to, 2 * piece);
        bytes += piece;
        n -= piece;
    }
}

bool form_hex(struct sink *to, const struct view *view, const struct form_options *options,
              struct error *error)
{
    struct blocks blocks;
    struct block block;
    bool good;

    (void)options;
    blocks_open(&blocks, view, 0, 1);
    while ((good = blocks_next(&blocks, &block, error)) && block.count > 0 && sink_ok(to))
        write_digits(to, block.bytes, block.count * view_itemsize(view));
    blocks_close(&blocks);
    if (good)
        sink_byte(to, '\n');
    return good;
}
