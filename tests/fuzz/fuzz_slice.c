// Fuzzing: any text as a slice of bytes, of a cube and of records. What it gives must lie inside
// the view that it was taken of, and reading it must read that view's own bytes.
#include "types/spelling.h"
#include "views/blocks.h"
#include "views/slice.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE = 240, READ_MOST = 10000 };

static struct view views[3];

static void make_views(void)
{
    static const char text[] =
        "struct {char c; int n:5, m:9; short s[2][3]; struct {double d;} in;}";
    struct error error = {0};
    struct cursor cursor = cursor_over(text, sizeof text - 1);
    const struct type *record;
    struct store *store = store_memory("fuzz", SIZE, &error);

    if (store == NULL || !type_read(&cursor, NULL, &record, &error))
        abort();
    view_of_store(&views[0], store);
    view_copy(&views[1], &views[0]);
    view_copy(&views[2], &views[0]);
    if (!view_reshape(&views[1], &views[1], 4, (int64_t[]){4, 3, 5, 4}, 'C', &error) ||
        !view_cast(&views[2], &views[2], record, SIZE / record->size, &error))
        abort();
    type_unref(record);
    store_unref(store);
}

static void check(const struct view *view)
{
    struct error error = {0};
    struct blocks blocks;
    struct block block;
    uint64_t low, high;

    if (view->ndim < 0 || view->ndim > VIEW_MAX_NDIM)
        abort();
    if (view_count(view) == 0 || view_itemsize(view) == 0)
        return;
    if (!view_range(view, &low, &high) || high > SIZE)
        abort();
    if (view_count(view) > READ_MOST)
        return;
    blocks_open(&blocks, view, 0, 1);
    while (blocks_next(&blocks, &block, &error) && block.count > 0)
        if (block.offset < low || block.offset >= high)
            abort();
    blocks_close(&blocks);
    if (error.status != STATUS_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error error = {0};
    struct cursor cursor = cursor_over((const char *)data, size);

    if (views[0].store == NULL)
        make_views();
    struct slice *slice = slice_read(&cursor, &error);
    if ((slice == NULL) != (error.status == STATUS_USAGE))
        abort();
    for (size_t i = 0; slice != NULL && i < sizeof views / sizeof *views; i++) {
        struct view out;

        error = (struct error){0};
        if (slice_apply(slice, &views[i], &out, &error)) {
            check(&out);
            view_drop(&out);
        } else if (error.status != STATUS_DATA && error.status != STATUS_USAGE) {
            abort();
        }
    }
    slice_free(slice);
    return 0;
}
