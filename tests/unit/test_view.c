// Views: arithmetic over a store, and the questions that are asked of it.
#include "unit.h"
#include "views/view.h"

#include <string.h>

static struct store *store;

// A view of the 24 bytes 0 to 23 as elements of a machine type, in one dimension.
static struct view elements(enum scalar scalar, uint64_t offset, uint64_t count)
{
    struct view view;

    view_of_elements(&view, store, type_native(scalar), offset, count);
    return view;
}

static struct view shaped(enum scalar scalar, int ndim, const uint64_t *shape,
                          const int64_t *strides)
{
    struct view view = elements(scalar, 0, 0);

    view.ndim = ndim;
    memcpy(view.shape, shape, (size_t)ndim * sizeof *shape);
    memcpy(view.strides, strides, (size_t)ndim * sizeof *strides);
    return view;
}

static bool described(const struct view *view, const char *expected)
{
    char text[80];

    view_describe(view, text, sizeof text);
    return strcmp(text, expected) == 0;
}

static void test_whole(void)
{
    struct view view;
    uint64_t low, high;

    view_of_store(&view, store);
    UNIT("a store is viewed as all of its bytes",
         view.ndim == 1 && view.shape[0] == 24 && view.strides[0] == 1 &&
             type_is_bytes(view.type) && view.offset == 0 && !view.open && !view.readonly);
    UNIT("its range is the whole store", view_range(&view, &low, &high) && low == 0 && high == 24);
    UNIT("its address is the store's", view_address(&view) == store->address);
    UNIT("bytes are described so", described(&view, "24 of bytes") || described(&view, "24 of u8"));
    view_drop(&view);
    UNIT("a dropped view is empty", view.store == NULL && view.type == NULL);
    view_drop(&view);
    UNIT("dropping an empty view is harmless", view.store == NULL);
}

static void test_counts(void)
{
    struct view scalar = shaped(SCALAR_I32, 0, (uint64_t[]){0}, (int64_t[]){0});
    struct view empty = shaped(SCALAR_I32, 3, (uint64_t[]){2, 0, 3}, (int64_t[]){0, 12, 4});
    uint64_t low, high;

    UNIT("a view without dimensions has one element",
         view_count(&scalar) == 1 && view_nbytes(&scalar) == 4 && view_c_contiguous(&scalar) &&
             view_f_contiguous(&scalar));
    UNIT("a dimension of none leaves none, and no range",
         view_count(&empty) == 0 && view_nbytes(&empty) == 0 && !view_range(&empty, &low, &high));
    UNIT("an empty view is contiguous either way",
         view_c_contiguous(&empty) && view_f_contiguous(&empty));
    view_drop(&scalar);
    view_drop(&empty);
}

static void test_contiguity(void)
{
    struct view c = shaped(SCALAR_I16, 2, (uint64_t[]){3, 4}, (int64_t[]){8, 2});
    struct view f = shaped(SCALAR_I16, 2, (uint64_t[]){3, 4}, (int64_t[]){2, 6});
    struct view both = shaped(SCALAR_I16, 2, (uint64_t[]){1, 4}, (int64_t[]){99, 2});
    struct view back = shaped(SCALAR_I16, 1, (uint64_t[]){4}, (int64_t[]){-2});

    UNIT("rows one behind the other are C", view_c_contiguous(&c) && !view_f_contiguous(&c));
    UNIT("columns one behind the other are F", !view_c_contiguous(&f) && view_f_contiguous(&f));
    UNIT("the stride of a dimension of one means nothing",
         view_c_contiguous(&both) && view_f_contiguous(&both));
    UNIT("backwards is not contiguous", !view_c_contiguous(&back) && !view_f_contiguous(&back));
    view_drop(&c);
    view_drop(&f);
    view_drop(&both);
    view_drop(&back);
}

static void test_offsets(void)
{
    struct view view = shaped(SCALAR_U8, 3, (uint64_t[]){2, 3, 4}, (int64_t[]){12, 4, 1});
    struct view back = shaped(SCALAR_U8, 2, (uint64_t[]){2, 3}, (int64_t[]){-4, 2});
    uint64_t low, high;
    bool good = true;

    for (uint64_t i = 0; i < 24; i++)
        good = good && view_offset_of(&view, i) == i;
    UNIT("C order counts the last dimension fastest", good);
    back.offset = 10;
    UNIT("negative strides go down", view_offset_of(&back, 0) == 10 &&
                                         view_offset_of(&back, 2) == 14 &&
                                         view_offset_of(&back, 3) == 6);
    UNIT("the range is the lowest byte to behind the highest",
         view_range(&back, &low, &high) && low == 6 && high == 15);
    back.offset = 3;
    UNIT("a view that reaches below 0 has no range", !view_range(&back, &low, &high));
    back.offset = UINT64_MAX - 1;
    UNIT("one that reaches past 64 bits neither", !view_range(&back, &low, &high));
    back.offset = 10;
    back.strides[0] = INT64_MIN;
    back.shape[0] = 3;
    UNIT("a reach that overflows neither", !view_range(&back, &low, &high));
    view_drop(&view);
    view_drop(&back);
}

static void test_texts(void)
{
    struct view view = shaped(SCALAR_F64, 2, (uint64_t[]){2, 3}, (int64_t[]){-24, 8});
    struct view scalar = shaped(SCALAR_F64, 0, (uint64_t[]){0}, (int64_t[]){0});
    struct sink sink;

    sink_open(&sink, -1);
    view_print_shape(&sink, &view, ",");
    sink_byte(&sink, ' ');
    view_print_strides(&sink, &view, ",");
    UNIT("shape and strides are printed with what is asked between them",
         sink.used == 9 && memcmp(sink.text, "2,3 -24,8", 9) == 0);
    sink_close(&sink);
    UNIT("a structure is shape and type", described(&view, "2,3 of f64"));
    UNIT("one element has no shape", described(&scalar, "f64"));
    view_drop(&view);
    view_drop(&scalar);
}

static void test_holds(void)
{
    struct view view = elements(SCALAR_I32, 4, 2);
    struct view copy;
    size_t refs = store->refs;

    view_copy(&copy, &view);
    UNIT("a copy holds the store", store->refs == refs + 1);
    UNIT("a view's address is where its first element lies",
         view_address(&copy) == store->address + 4);
    view_drop(&view);
    view_drop(&copy);
    UNIT("and lets go of it", store->refs == refs - 1);
}

int main(void)
{
    unsigned char bytes[24];
    struct error error = {0};

    for (unsigned char i = 0; i < sizeof bytes; i++)
        bytes[i] = i;
    store = store_copy("bytes", bytes, sizeof bytes, &error);
    if (store == NULL)
        return 1;
    test_whole();
    test_counts();
    test_contiguity();
    test_offsets();
    test_texts();
    test_holds();
    store_unref(store);
    return unit_end();
}
