// Views of views: casts, shapes, strides, clips; each refusal leaves its view as it was.
#include "unit.h"
#include "views/view.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct error error;

// A view of the bytes 0 to n - 1.
static struct view bytes_view(size_t n)
{
    struct store *store = store_memory("bytes", n, &error);
    struct view view = {0};

    if (store == NULL)
        return view;
    for (size_t i = 0; i < n; i++)
        store->address[i] = (unsigned char)i;
    view_of_store(&view, store);
    store_unref(store);
    return view;
}

// A view of a pipe that holds n bytes and has ended.
static struct view pipe_view(size_t n)
{
    int ends[2];
    struct view view = {0};
    unsigned char byte = 0;

    if (pipe(ends) != 0)
        return view;
    for (size_t i = 0; i < n; i++, byte++)
        if (write(ends[1], &byte, 1) != 1)
            return view;
    close(ends[1]);
    struct store *store = store_stream("pipe", ends[0], true, &error);
    if (store != NULL)
        view_of_store(&view, store);
    store_unref(store);
    return view;
}

static bool is(const struct view *view, const char *shape, const char *strides)
{
    struct sink sink;

    sink_open(&sink, -1);
    view_print_shape(&sink, view, ",");
    sink_byte(&sink, '/');
    view_print_strides(&sink, view, ",");
    sink_byte(&sink, '\0');
    char expected[128];
    snprintf(expected, sizeof expected, "%s/%s", shape, strides);
    bool same = strcmp(sink.text, expected) == 0;
    if (!same)
        printf("# got %s\n", sink.text);
    sink_close(&sink);
    return same;
}

// True where the last operation failed with that in its message; the error is forgotten.
static bool refused(bool good, const char *message)
{
    bool as_expected = !good && error.status != STATUS_OK && strstr(error.message, message) != NULL;

    if (!as_expected)
        printf("# got %d: %s\n", error.status, error.message);
    error = (struct error){0};
    return as_expected;
}

static bool reshape(struct view *view, const char *order, int ndim, const int64_t *shape)
{
    return view_reshape(view, view, ndim, shape, order[0], &error);
}

static void test_cast(void)
{
    struct view view = bytes_view(24);
    const struct type *i32 = type_native(SCALAR_I32);

    UNIT("a cast divides the length",
         view_cast(&view, &view, i32, VIEW_ALL, &error) && is(&view, "6", "4") && view.type == i32);
    UNIT("a cast between any formats works, as memoryview's does not",
         view_cast(&view, &view, type_native(SCALAR_I64), VIEW_ALL, &error) && is(&view, "3", "8"));
    UNIT("a length that is no multiple is refused",
         refused(view_cast(&view, &view, type_native(SCALAR_I128), VIEW_ALL, &error),
                 "length is not a multiple of itemsize") &&
             is(&view, "3", "8"));
    UNIT("items takes the first few",
         view_cast(&view, &view, i32, 5, &error) && is(&view, "5", "4"));
    UNIT("more items than there are, are refused",
         refused(view_cast(&view, &view, i32, 6, &error), "are needed"));
    UNIT("so many that their bytes overflow, too",
         refused(view_cast(&view, &view, i32, UINT64_MAX / 2, &error), "are needed"));
    UNIT("no items are a view of none",
         view_cast(&view, &view, i32, 0, &error) && is(&view, "0", "4"));
    view_drop(&view);
}

static void test_cast_strided(void)
{
    struct view view = bytes_view(24);
    const struct type *i16 = type_native(SCALAR_I16);

    UNIT("with strides, the same item size stays",
         view_picture(&view, &view, view.type, 1, (int64_t[]){8}, (int64_t[]){3}, &error) &&
             view_cast(&view, &view, type_native(SCALAR_I8), VIEW_ALL, &error) &&
             is(&view, "8", "3"));
    UNIT("with strides, another item size is refused",
         refused(view_cast(&view, &view, i16, VIEW_ALL, &error),
                 "casts are restricted to C-contiguous views") &&
             is(&view, "8", "3"));
    UNIT("a shape over strides is refused",
         refused(reshape(&view, "C", 2, (int64_t[]){2, 4}), "restricted to C-contiguous"));
    view_drop(&view);
}

static void test_bytes(void)
{
    struct view view = bytes_view(24);

    UNIT("the bytes of a contiguous view are one row",
         view_cast(&view, &view, type_native(SCALAR_I32), VIEW_ALL, &error) &&
             reshape(&view, "C", 2, (int64_t[]){2, 3}) && view_as_bytes(&view, &view, &error) &&
             is(&view, "24", "1"));
    view_cast(&view, &view, type_native(SCALAR_I32), VIEW_ALL, &error);
    UNIT("the bytes of a strided view are one dimension more",
         view_picture(&view, &view, view.type, 1, (int64_t[]){3}, (int64_t[]){8}, &error) &&
             view_as_bytes(&view, &view, &error) && is(&view, "3,4", "8,1"));
    int64_t shape[VIEW_MAX_NDIM], strides[VIEW_MAX_NDIM];
    for (int d = 0; d < VIEW_MAX_NDIM; d++)
        shape[d] = strides[d] = 1;
    shape[0] = 2, strides[0] = 4;
    struct view full = bytes_view(24);
    view_cast(&full, &full, type_native(SCALAR_I16), VIEW_ALL, &error);
    UNIT("beyond 64 dimensions that is refused",
         view_picture(&full, &full, full.type, VIEW_MAX_NDIM, shape, strides, &error) &&
             refused(view_as_bytes(&full, &full, &error), "must not exceed 64"));
    view_drop(&view);
    view_drop(&full);
}

static void test_shape(void)
{
    struct view view = bytes_view(24);

    UNIT("a shape in C order",
         reshape(&view, "C", 3, (int64_t[]){2, 3, 4}) && is(&view, "2,3,4", "12,4,1"));
    UNIT("one length may be left open",
         reshape(&view, "C", 2, (int64_t[]){-1, 6}) && is(&view, "4,6", "6,1"));
    UNIT("one that does not come out is refused",
         refused(reshape(&view, "C", 2, (int64_t[]){-1, 7}), "cannot be shared out"));
    UNIT("an open one beside none is refused",
         refused(reshape(&view, "C", 2, (int64_t[]){-1, 0}), "cannot be shared out"));
    UNIT("two open ones are refused",
         refused(reshape(&view, "C", 2, (int64_t[]){-1, -1}), "one may be -1"));
    UNIT("another product is refused", refused(reshape(&view, "C", 2, (int64_t[]){5, 5}),
                                               "product(shape) * itemsize != buffer size"));
    UNIT("a product that overflows is refused",
         refused(reshape(&view, "C", 3, (int64_t[]){INT64_MAX, INT64_MAX, 4}), "overflows"));
    UNIT("one that overflows to the right number is refused",
         refused(reshape(&view, "C", 3, (int64_t[]){INT64_C(1) << 32, INT64_C(1) << 32, 24}),
                 "overflows"));
    UNIT("a refused shape changes nothing", is(&view, "4,6", "6,1"));
    UNIT("a shape in Fortran's order",
         reshape(&view, "F", 2, (int64_t[]){4, 6}) && is(&view, "4,6", "1,4"));
    view_transpose(&view, &view);
    UNIT("a transpose turns shape and strides round", is(&view, "6,4", "4,1"));
    view_drop(&view);
}

static void test_strides(void)
{
    struct view view = bytes_view(10);
    struct view out;

    UNIT("windows slide over the same bytes",
         view_picture(&out, &view, view.type, 2, (int64_t[]){8, 3}, (int64_t[]){1, 1}, &error) &&
             is(&out, "8,3", "1,1"));
    view_drop(&out);
    UNIT("a window more is refused",
         refused(
             view_picture(&out, &view, view.type, 2, (int64_t[]){9, 3}, (int64_t[]){1, 1}, &error),
             "reach outside the view"));
    UNIT("a stride of 0 repeats one element, however often",
         view_picture(&out, &view, view.type, 1, (int64_t[]){INT64_MAX}, (int64_t[]){0}, &error));
    view_drop(&out);
    UNIT("strides below the first byte are refused",
         refused(view_picture(&out, &view, view.type, 1, (int64_t[]){2}, (int64_t[]){-1}, &error),
                 "reach outside"));
    UNIT("strides that overflow are refused",
         refused(view_picture(&out, &view, view.type, 2, (int64_t[]){3, 3},
                              (int64_t[]){INT64_MAX, INT64_MAX}, &error),
                 "reach outside") &&
             refused(view_picture(&out, &view, view.type, 1, (int64_t[]){3}, (int64_t[]){INT64_MIN},
                                  &error),
                     "reach outside"));
    UNIT("none of them reach nowhere, whatever their strides",
         view_picture(&out, &view, view.type, 2, (int64_t[]){0, 3},
                      (int64_t[]){INT64_MAX, INT64_MAX}, &error));
    view_drop(&out);
    view_drop(&view);
}

static void test_clip(void)
{
    struct view view = bytes_view(10);
    struct view out;

    UNIT("a clip skips and takes",
         view_clip(&out, &view, false, 3, 4, &error) && is(&out, "4", "1") && out.offset == 3);
    view_drop(&out);
    UNIT("a length beyond the end clamps",
         view_clip(&out, &view, false, 8, UINT64_MAX, &error) && is(&out, "2", "1"));
    view_drop(&out);
    UNIT("a start beyond the end leaves none, at the end",
         view_clip(&out, &view, false, UINT64_MAX, 1, &error) && is(&out, "0", "1") &&
             out.offset == 10);
    view_drop(&out);
    UNIT("from the end", view_clip(&out, &view, true, 3, UINT64_MAX, &error) &&
                             is(&out, "3", "1") && out.offset == 7);
    view_drop(&out);
    UNIT("from before the start clamps", view_clip(&out, &view, true, 99, UINT64_MAX, &error) &&
                                             is(&out, "10", "1") && out.offset == 0);
    view_drop(&out);
    reshape(&view, "C", 2, (int64_t[]){2, 5});
    UNIT("rows are not clipped",
         refused(view_clip(&out, &view, false, 1, 1, &error), "need bytes that lie side by side"));
    view_drop(&view);
}

static void test_stream(void)
{
    struct view view = pipe_view(10);
    struct view out;

    UNIT("a stream's length is open", view.open);
    UNIT("a cast of a stream stays open",
         view_cast(&out, &view, type_native(SCALAR_I16), VIEW_ALL, &error) && out.open);
    UNIT("and settles to its elements",
         view_settle(&out, &error) && !out.open && is(&out, "5", "2"));
    view_drop(&out);
    view_drop(&view);
    view = pipe_view(9);
    view_cast(&view, &view, type_native(SCALAR_I16), VIEW_ALL, &error);
    UNIT("a stream that ends inside an element is refused",
         refused(view_settle(&view, &error), "length is not a multiple of itemsize"));
    view_drop(&view);
    view = pipe_view(9);
    UNIT("so many items of a stream", view_cast(&view, &view, type_native(SCALAR_I16), 4, &error) &&
                                          view_settle(&view, &error) && is(&view, "4", "2"));
    view_drop(&view);
    view = pipe_view(3);
    UNIT("a clip beyond the end of a stream settles to none, there",
         view_clip(&view, &view, false, 5, 7, &error) && view_settle(&view, &error) &&
             view_count(&view) == 0);
    view_drop(&view);
    view = pipe_view(10);
    UNIT("the end of a stream can be clipped",
         view_clip(&view, &view, true, 4, 2, &error) && is(&view, "2", "1") && view.offset == 6);
    view_drop(&view);
}

int main(void)
{
    test_cast();
    test_cast_strided();
    test_bytes();
    test_shape();
    test_strides();
    test_clip();
    test_stream();
    return unit_end();
}
