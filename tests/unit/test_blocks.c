// Blocks: whatever the view, its elements come packed, in C order, each where it says it lies.
#include "unit.h"
#include "views/blocks.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes/file_store.h"

static struct error error;

static struct view bytes_view(size_t n)
{
    struct store *store = store_memory("bytes", n, &error);
    struct view view = {0};

    if (store == NULL)
        return view;
    for (size_t i = 0; i < n; i++)
        store->address[i] = (unsigned char)(i * 7 + i / 256);
    view_of_store(&view, store);
    store_unref(store);
    return view;
}

// A file of that size which has only the bytes at `data`, a hole else.
static struct view file_view(off_t size, off_t data)
{
    char path[] = "/tmp/memtool-blocks-XXXXXX";
    struct stat status;
    struct view view = {0};
    int fd = mkstemp(path);

    if (fd < 0 || unlink(path) != 0 || ftruncate(fd, size) != 0 ||
        (data >= 0 && pwrite(fd, "data", 4, data) != 4) || fstat(fd, &status) != 0)
        return view;
    struct store *store = file_store_new("file", fd, &status, &error);
    if (store != NULL)
        view_of_store(&view, store);
    store_unref(store);
    return view;
}

static struct view pipe_view(size_t n)
{
    int ends[2];
    struct view view = {0};
    unsigned char *bytes = calloc(n, 1);

    if (bytes == NULL || pipe(ends) != 0)
        return view;
    for (size_t i = 0; i < n; i++)
        bytes[i] = (unsigned char)i;
    if (write(ends[1], bytes, n) != (ssize_t)n)
        return view;
    free(bytes);
    close(ends[1]);
    struct store *store = store_stream("pipe", ends[0], true, &error);
    if (store != NULL)
        view_of_store(&view, store);
    store_unref(store);
    return view;
}

// What is wrong with the blocks of a view: NULL where each element comes once, in order, with its
// own bytes, and every block but a run's last is whole granules.
static const char *fault_of(const struct view *view, unsigned flags, uint64_t granule)
{
    struct blocks blocks;
    struct block block;
    unsigned char element[4096];
    size_t size = (size_t)view_itemsize(view);
    uint64_t index = 0;
    uint64_t run = view->ndim ? view->shape[view->ndim - 1] : 1;
    const char *fault = NULL;

    blocks_open(&blocks, view, flags, granule);
    while (fault == NULL) {
        if (!blocks_next(&blocks, &block, &error)) {
            fault = error.message;
            break;
        }
        if (block.count == 0)
            break;
        uint64_t end = block.index + block.count;
        bool ends_run = end == view_count(view) || ((flags & BLOCKS_BY_RUN) && end % run == 0);
        if (block.index != index || block.offset != view_offset_of(view, index))
            fault = "a block is not where the one before ended";
        else if (block.count % granule != 0 && !ends_run)
            fault = "a granule is torn";
        else if ((flags & BLOCKS_BY_RUN) && block.index / run != (end - 1) / run)
            fault = "a block crosses a run";
        for (uint64_t i = 0; fault == NULL && block.bytes != NULL && i < block.count; i++) {
            // What a borrowed block holds lasts until the store is asked again.
            static unsigned char kept[1 << 20];
            if (i == 0 && block.count * size <= sizeof kept)
                memcpy(kept, block.bytes, (size_t)block.count * size);
            if (!store_read(view->store, view_offset_of(view, index + i), element, size, &error) ||
                memcmp(element, kept + i * size, size) != 0)
                fault = "an element is not its own";
        }
        index = end;
    }
    if (fault == NULL && index != view_count(view))
        fault = "elements are missing";
    blocks_close(&blocks);
    if (fault != NULL)
        printf("# %s (element %llu)\n", fault, (unsigned long long)index);
    return fault;
}

static bool whole(const struct view *view)
{
    static const uint64_t granules[] = {1, 2, 3, 5, 16, 1000};

    for (size_t i = 0; i < sizeof granules / sizeof *granules; i++) {
        if (fault_of(view, 0, granules[i]) != NULL ||
            fault_of(view, BLOCKS_BY_RUN, granules[i]) != NULL ||
            fault_of(view, BLOCKS_BY_RUN | BLOCKS_HOLES, granules[i]) != NULL)
            return false;
    }
    return true;
}

static void test_contiguous(void)
{
    struct view view = bytes_view(1000);
    struct view empty = bytes_view(0);
    struct blocks blocks;
    struct block block;

    blocks_open(&blocks, &view, 0, 1);
    UNIT("contiguous memory comes in one block",
         blocks_next(&blocks, &block, &error) && block.count == 1000);
    UNIT("which is borrowed", block.bytes == view.store->address);
    UNIT("and then no more", blocks_next(&blocks, &block, &error) && block.count == 0);
    blocks_close(&blocks);
    UNIT("in granules of any size", whole(&view));
    UNIT("an empty view has no blocks", whole(&empty));
    view_drop(&view);
    view_drop(&empty);
}

static void test_strided(void)
{
    static const enum scalar widths[] = {SCALAR_I8,  SCALAR_I16,  SCALAR_I32,
                                         SCALAR_I64, SCALAR_I128, SCALAR_F80};
    bool good = true, back_good = true;

    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        const struct type *type = type_native(widths[i]);
        struct view view = bytes_view(300000);
        struct view out;
        int64_t step = (int64_t)type->size + 3;

        good = good && view_cast(&view, &view, type, 300000 / type->size, &error) &&
               view_picture(&out, &view, view.type, 2, (int64_t[]){90, 100},
                            (int64_t[]){100 * step, step}, &error) &&
               whole(&out);
        out.offset = view_offset_of(&out, 90 * 100 - 1);
        out.strides[0] = -out.strides[0];
        out.strides[1] = -out.strides[1];
        back_good = back_good && whole(&out);
        out.strides[1] = -out.strides[1];
        out.offset -= 99 * (uint64_t)step;
        back_good = back_good && whole(&out);
        view_drop(&out);
        view_drop(&view);
    }
    UNIT("strided elements of every width are gathered", good);
    UNIT("backwards as well", back_good);
}

static void test_many_dimensions(void)
{
    struct view view = bytes_view(5040);
    struct view out;

    view_reshape(&view, &view, 6, (int64_t[]){2, 3, 4, 5, 6, 7}, 'C', &error);
    UNIT("runs of the last dimension", whole(&view));
    view_transpose(&out, &view);
    UNIT("a transpose", whole(&out));
    view_drop(&out);
    UNIT("windows that overlap", view_reshape(&view, &view, 1, (int64_t[]){5040}, 'C', &error) &&
                                     view_picture(&out, &view, view.type, 2, (int64_t[]){1000, 40},
                                                  (int64_t[]){5, 1}, &error) &&
                                     whole(&out));
    view_drop(&out);
    UNIT("one element repeated",
         view_picture(&out, &view, view.type, 2, (int64_t[]){30, 40}, (int64_t[]){0, 0}, &error) &&
             whole(&out));
    view_drop(&out);
    UNIT("one element with a stride that leads nowhere",
         view_picture(&out, &view, view.type, 2, (int64_t[]){1, 1},
                      (int64_t[]){INT64_MIN, INT64_MAX}, &error) &&
             whole(&out));
    view_drop(&out);
    UNIT("one element without dimensions",
         view_picture(&out, &view, view.type, 0, NULL, NULL, &error) && whole(&out));
    view_drop(&out);
    view_drop(&view);
}

static struct view numbered_file(uint32_t n)
{
    struct view view = file_view((off_t)n * 4, -1);

    for (uint32_t i = 0; view.store != NULL && i < n; i++)
        if (!store_write(view.store, (uint64_t)i * 4, &(uint32_t){i * 2654435761U}, 4, &error))
            break;
    return view;
}

// Random shapes and strides over a file, in every order of the dimensions, upwards and downwards.
static bool pictures_whole(const struct view *file, const struct type *type, uint64_t size)
{
    for (int i = 0; i < 60; i++) {
        struct view out = *file;
        uint64_t left = size - type->size, low = 0;

        out.type = type;
        out.ndim = 1 + (int)(unit_random() % 5);
        for (int d = 0; d < out.ndim; d++) {
            out.shape[d] = 1 + unit_random() % (unit_random() % 4 == 0 ? 300 : 6);
            uint64_t most = out.shape[d] > 1 ? left / (out.shape[d] - 1) : left;
            uint64_t step = unit_random() % 5 == 0 ? most : most == 0 ? 0 : unit_random() % most;
            uint64_t reach = (out.shape[d] - 1) * step;

            left -= reach;
            out.strides[d] = unit_random() % 3 == 0 ? -(int64_t)step : (int64_t)step;
            low += out.strides[d] < 0 ? reach : 0;
        }
        out.offset = low + unit_random() % (left + 1);
        if (view_count(&out) < 20000 &&
            (fault_of(&out, 0, 1 + unit_random() % 9) != NULL ||
             fault_of(&out, BLOCKS_BY_RUN | BLOCKS_HOLES, 1 + unit_random() % 9) != NULL))
            return false;
    }
    return true;
}

static void test_boxes(void)
{
    struct view file = numbered_file(100000), turned;
    bool good = true;

    for (int i = 0; i < 6; i++)
        good = good && pictures_whole(
                           &file,
                           type_native(((enum scalar[]){SCALAR_U8, SCALAR_U16, SCALAR_U32,
                                                        SCALAR_U64, SCALAR_I128, SCALAR_F80})[i]),
                           400000);
    UNIT("pictures of a file come in the order of their elements", good);
    file.shape[0] = 399999;
    good = view_reshape(&file, &file, 2, (int64_t[]){3, 133333}, 'C', &error);
    view_transpose(&turned, &file);
    UNIT("a transpose of more than one box", good && fault_of(&turned, 0, 1) == NULL);
    view_drop(&turned);
    view_drop(&file);
}

static const struct type *long_text(struct type_pool *pool, uint64_t n)
{
    return type_array(pool, type_native(SCALAR_U8), n, &error);
}

static void test_large_elements(void)
{
    struct type_pool *pool = pool_new(&error);
    struct view file = file_view(4 * STORE_WINDOW + 10, STORE_WINDOW - 2);
    const struct type *large = long_text(pool, STORE_WINDOW + 5);
    struct blocks blocks;
    struct block block;
    uint64_t seen = 0;
    bool found = false;

    view_cast(&file, &file, large, 3, &error);
    blocks_open(&blocks, &file, 0, 1);
    while (blocks_next(&blocks, &block, &error) && block.count > 0) {
        if (block.index == 0)
            found = memcmp(block.bytes + STORE_WINDOW - 2, "data", 4) == 0;
        seen += block.count;
    }
    blocks_close(&blocks);
    UNIT("elements larger than a window come whole", seen == 3 && found);
    view_drop(&file);
    pool_unref(pool);
}

static void test_holes(void)
{
    uint64_t size = UINT64_C(3) << 40;
    struct view view = file_view((off_t)size, 1 << 30);
    struct blocks blocks;
    struct block block;
    uint64_t index = 0, in_holes = 0;
    int count = 0;
    bool found = false, good = true;

    if (view.store == NULL) {
        printf("# no sparse files here\n");
        return;
    }
    blocks_open(&blocks, &view, BLOCKS_BY_RUN | BLOCKS_HOLES, 16);
    while (good && (good = blocks_next(&blocks, &block, &error)) && block.count > 0) {
        good = block.index == index && block.offset == index;
        if (block.bytes == NULL)
            in_holes += block.count;
        else if (block.offset <= 1 << 30 && block.offset + block.count >= (1 << 30) + 4)
            found = memcmp(block.bytes + ((1 << 30) - block.offset), "data", 4) == 0;
        index += block.count;
        count++;
    }
    blocks_close(&blocks);
    UNIT("a file of 3 TiB with one word in it is passed in a few blocks",
         good && index == size && count < 20);
    UNIT("with the word in its place", found);
    UNIT("and all else in holes", size - in_holes <= 1 << 20);
    good = store_write(view.store, 4096 * 1000 + 3, "x", 1, &error);
    blocks_open(&blocks, &view, BLOCKS_BY_RUN | BLOCKS_HOLES, 16);
    UNIT("a write into a hole is seen", good && blocks_next(&blocks, &block, &error) &&
                                            block.bytes == NULL && block.count == 4096 * 1000 &&
                                            blocks_next(&blocks, &block, &error) &&
                                            block.bytes != NULL && block.bytes[3] == 'x');
    blocks_close(&blocks);
    view_drop(&view);
}

static void test_stream(void)
{
    struct view view = pipe_view(30000);
    struct blocks blocks;
    struct block block;
    uint64_t index = 0;
    bool good = true;

    blocks_open(&blocks, &view, BLOCKS_BY_RUN, 16);
    while (good && (good = blocks_next(&blocks, &block, &error)) && block.count > 0) {
        for (uint64_t i = 0; i < block.count; i++)
            good = good && block.bytes[i] == (unsigned char)(index + i);
        index += block.count;
    }
    UNIT("a stream comes until it ends", good && index == 30000 && !view.store->open);
    blocks_close(&blocks);
    view_drop(&view);
    view = pipe_view(10);
    view_cast(&view, &view, type_native(SCALAR_I32), VIEW_ALL, &error);
    blocks_open(&blocks, &view, 0, 1);
    index = 0;
    good = true;
    while (good && (good = blocks_next(&blocks, &block, &error)) && block.count > 0)
        index += block.count;
    UNIT("one that ends inside an element gives the whole ones, then an error",
         !good && index == 2 && strstr(error.message, "multiple of itemsize") != NULL);
    error = (struct error){0};
    blocks_close(&blocks);
    view_drop(&view);
    view = pipe_view(100);
    view.shape[0] = 10;
    view.strides[0] = 9;
    blocks_open(&blocks, &view, 0, 1);
    UNIT("every ninth byte of a stream",
         blocks_next(&blocks, &block, &error) && block.count == 10 && block.bytes[9] == 81);
    blocks_close(&blocks);
    view_drop(&view);
}

int main(void)
{
    test_contiguous();
    test_strided();
    test_many_dimensions();
    test_boxes();
    test_large_elements();
    test_holes();
    test_stream();
    return unit_end();
}
