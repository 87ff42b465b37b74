// Views of views: casts, shapes, strides. Nothing is copied; bounds are proven here.
#include "types/spelling.h"
#include "views/view.h"

static bool fail_multiple(uint64_t nbytes, uint64_t itemsize, struct error *error)
{
    return fail(error, STATUS_DATA,
                "length is not a multiple of itemsize: %llu byte%s, items of %llu",
                (unsigned long long)nbytes, plural(nbytes), (unsigned long long)itemsize);
}

// How n bytes that are no multiple of an item can be cast nevertheless.
static bool hint_items(uint64_t n, uint64_t size, const struct type *type, struct error *error)
{
    uint64_t rest = n % size;

    type_hint(type, error);
    if (n < size)
        return error_hint(error, "%llu byte%s more would make one item",
                          (unsigned long long)(size - n), plural(size - n));
    return error_hint(error, "--items %llu takes the whole items and leaves %llu byte%s",
                      (unsigned long long)(n / size), (unsigned long long)rest, plural(rest));
}

bool view_ends_whole(const struct view *view, uint64_t *end, struct error *error)
{
    uint64_t size = view->store->size;
    uint64_t n = size > view->items_from ? size - view->items_from : 0;

    *end = size;
    if (view->item == 0 || n % view->item == 0)
        return true;
    *end = size - n % view->item;
    fail_multiple(n, view->item, error);
    return hint_items(n, view->item, view->type, error);
}

// Replaces *out by a view that was made on the side; out may be where it was made from.
static void deliver(struct view *out, const struct view *in, struct view *made)
{
    if (out == in)
        view_drop(out);
    *out = *made;
}

// Over an open stream the limit shrinks with the item size; the end of the stream says the rest.
static void cast_open(struct view *made, const struct type *type)
{
    made->shape[0] = made->shape[0] / type->size * view_itemsize(made);
    made->strides[0] = (int64_t)type->size;
    made->item = type->size;
    made->items_from = made->offset;
}

static bool fail_contiguous(struct error *error)
{
    fail(error, STATUS_DATA, "casts are restricted to C-contiguous views");
    return error_hint(error, "array TYPE --from @ copies the elements side by side");
}

// Fails where a view of n bytes cannot be read as elements of the type.
static bool check_cast(const struct view *in, const struct type *type, uint64_t items,
                       struct error *error)
{
    uint64_t nbytes = view_nbytes(in);
    uint64_t taken;

    if (items == VIEW_ALL) {
        if (nbytes % type->size == 0)
            return true;
        fail_multiple(nbytes, type->size, error);
        return hint_items(nbytes, type->size, type, error);
    }
    if (mul_u64(items, type->size, &taken) && taken <= nbytes)
        return true;
    return fail(
        error, STATUS_DATA, "%llu item%s of %llu byte%s are needed, but there %s %llu byte%s",
        (unsigned long long)items, plural(items), (unsigned long long)type->size,
        plural(type->size), nbytes == 1 ? "is" : "are", (unsigned long long)nbytes, plural(nbytes));
}

// True where the number of elements can be told before the stream has ended: all there are, and a
// limit that they fill.
static bool casts_open(const struct view *in, const struct type *type, uint64_t items)
{
    uint64_t bytes = in->shape[0];

    return items == VIEW_ALL && view_itemsize(in) == 1 &&
           (bytes == INT64_MAX || bytes % type->size == 0) && in->strides[0] == 1;
}

// No more of an open stream of bytes is read than so many items take.
static void limit_open(struct view *made, const struct type *type, uint64_t items)
{
    uint64_t taken;

    if (made->open && items != VIEW_ALL && view_itemsize(made) == 1 && made->strides[0] == 1 &&
        mul_u64(items, type->size, &taken) && taken < made->shape[0])
        made->shape[0] = taken;
}

// A cast that changes the number of elements: one dimension, C-contiguous.
static bool cast_contiguous(struct view *made, const struct type *type, uint64_t items,
                            struct error *error)
{
    if (!view_c_contiguous(made))
        return fail_contiguous(error);
    if (made->open && casts_open(made, type, items)) {
        cast_open(made, type);
        return true;
    }
    limit_open(made, type, items);
    if (!view_settle(made, error) || !check_cast(made, type, items, error))
        return false;
    uint64_t count = items == VIEW_ALL ? view_nbytes(made) / type->size : items;
    made->ndim = 1;
    made->shape[0] = count;
    made->strides[0] = (int64_t)type->size;
    return true;
}

static bool check_sized(const struct type *type, struct error *error)
{
    return type->size != 0 ||
           fail(error, STATUS_DATA, "the type has no size, so it cannot be cast to");
}

bool view_cast(struct view *out, const struct view *in, const struct type *type, uint64_t items,
               struct error *error)
{
    struct view made;
    bool same_size = type->size == view_itemsize(in) && items == VIEW_ALL;

    if (!check_sized(type, error))
        return false;
    view_copy(&made, in);
    if (!same_size && !cast_contiguous(&made, type, items, error)) {
        view_drop(&made);
        return false;
    }
    type_unref(made.type);
    made.type = type_ref(type);
    deliver(out, in, &made);
    return true;
}

bool view_as_bytes(struct view *out, const struct view *in, struct error *error)
{
    struct view made;

    view_copy(&made, in);
    type_unref(made.type);
    made.type = type_ref(type_bytes());
    if (view_c_contiguous(in) && !in->open) {
        made.ndim = 1;
        made.shape[0] = view_nbytes(in);
        made.strides[0] = 1;
    } else if (in->open && in->strides[0] == (int64_t)view_itemsize(in)) {
        if (!mul_u64(in->shape[0], view_itemsize(in), &made.shape[0]))
            made.shape[0] = INT64_MAX;
        made.strides[0] = 1;
    } else if (view_itemsize(in) > 1) {
        if (in->ndim == VIEW_MAX_NDIM) {
            view_drop(&made);
            return fail(error, STATUS_DATA, "number of dimensions must not exceed %d",
                        VIEW_MAX_NDIM);
        }
        if (!view_settle(&made, error)) {
            view_drop(&made);
            return false;
        }
        made.shape[made.ndim] = view_itemsize(in);
        made.strides[made.ndim] = 1;
        made.ndim++;
    }
    deliver(out, in, &made);
    return true;
}

// The product of a wanted shape without its -1, which stands at *rest (-1: nowhere).
static bool shape_product(int ndim, const int64_t *wanted, uint64_t *product, int *rest,
                          struct error *error)
{
    *product = 1;
    *rest = -1;
    for (int d = 0; d < ndim; d++) {
        if (wanted[d] == -1 && *rest < 0)
            *rest = d;
        else if (wanted[d] < 0)
            return fail(error, STATUS_USAGE,
                        "elements of shape must be integers >= 0, one may be -1");
        else if (!mul_u64(*product, (uint64_t)wanted[d], product) || *product > INT64_MAX)
            return fail(error, STATUS_DATA, "product(shape) overflows");
    }
    return true;
}

// What -1 stands for, where there are `count` elements.
static bool share_out(uint64_t count, uint64_t product, uint64_t *each, struct error *error)
{
    if (product == 0 || count % product != 0)
        return fail(error, STATUS_DATA,
                    "%llu elements cannot be shared out over the other dimensions, %llu each",
                    (unsigned long long)count, (unsigned long long)product);
    *each = count / product;
    return true;
}

// Lays `ndim` dimensions over the elements. Of a stream, one element more than the shape takes is
// enough to tell that they are not as many.
static bool lay_shape(struct view *view, int ndim, const int64_t *wanted, struct error *error)
{
    uint64_t product, each = 1;
    int rest;

    if (!shape_product(ndim, wanted, &product, &rest, error))
        return false;
    bool cut = view->open && rest < 0 && product < view->shape[0];
    if (cut)
        view->shape[0] = product + 1;
    if (!view_settle(view, error))
        return false;
    uint64_t count = view_count(view);
    if (rest >= 0 && !share_out(count, product, &each, error))
        return false;
    if (rest < 0 && count != product)
        return fail(error, STATUS_DATA,
                    "product(shape) * itemsize != buffer size: the shape has %llu element%s, the "
                    "view %s%llu",
                    (unsigned long long)product, plural(product),
                    cut && count > product ? "at least " : "", (unsigned long long)count);
    view->ndim = ndim;
    for (int d = 0; d < ndim; d++)
        view->shape[d] = d == rest ? each : (uint64_t)wanted[d];
    return true;
}

static void contiguous_strides(struct view *view, char order)
{
    uint64_t stride = view_itemsize(view);

    for (int i = 0; i < view->ndim; i++) {
        int d = order == 'F' ? i : view->ndim - 1 - i;

        view->strides[d] = (int64_t)stride;
        stride *= view->shape[d] ? view->shape[d] : 1;
    }
}

bool view_reshape(struct view *out, const struct view *in, int ndim, const int64_t *shape,
                  char order, struct error *error)
{
    struct view made;

    if (!view_c_contiguous(in))
        return fail_contiguous(error);
    view_copy(&made, in);
    if (!lay_shape(&made, ndim, shape, error)) {
        view_drop(&made);
        return false;
    }
    contiguous_strides(&made, order);
    deliver(out, in, &made);
    return true;
}

static bool fail_outside(uint64_t low, uint64_t end, struct error *error)
{
    if (low == end)
        return fail(error, STATUS_DATA, "shape and strides reach outside the view: it is empty");
    return fail(error, STATUS_DATA,
                "shape and strides reach outside the view: it has the bytes %llu to %llu",
                (unsigned long long)low, (unsigned long long)end - 1);
}

bool view_picture(struct view *out, const struct view *in, const struct type *type, int ndim,
                  const int64_t *shape, const int64_t *strides, struct error *error)
{
    struct view made = *in;
    uint64_t count = 1;
    uint64_t bytes, low, high, floor, ceiling;

    if (!check_sized(type, error))
        return false;
    made.type = type;
    made.ndim = ndim;
    for (int d = 0; d < ndim; d++) {
        if (shape[d] < 0)
            return fail(error, STATUS_USAGE,
                        "with strides, elements of shape must be integers >= 0");
        made.shape[d] = (uint64_t)shape[d];
        made.strides[d] = strides[d];
        if (!mul_u64(count, made.shape[d], &count))
            return fail(error, STATUS_DATA, "product(shape) overflows");
    }
    if (!mul_u64(count, type->size, &bytes) || bytes > INT64_MAX)
        return fail(error, STATUS_DATA, "product(shape) * itemsize overflows");
    if (!view_range(in, &floor, &ceiling))
        floor = ceiling = in->offset;
    if (count > 0 && (!view_range(&made, &low, &high) || low < floor || high > ceiling))
        return fail_outside(floor, ceiling, error);
    view_copy(&made, &made);
    deliver(out, in, &made);
    return true;
}

void view_transpose(struct view *out, const struct view *in)
{
    struct view made;

    view_copy(&made, in);
    for (int d = 0; d < in->ndim; d++) {
        made.shape[d] = in->shape[in->ndim - 1 - d];
        made.strides[d] = in->strides[in->ndim - 1 - d];
    }
    deliver(out, in, &made);
}

bool view_clip(struct view *out, const struct view *in, bool from_end, uint64_t skip,
               uint64_t length, struct error *error)
{
    struct view made;

    if (in->ndim != 1) {
        fail(error, STATUS_USAGE, "-s and -n need bytes that lie side by side");
        return error_hint(error, "slice takes a part of any dimension");
    }
    view_copy(&made, in);
    if (!(from_end ? view_reach_last(&made, skip, error) : view_reach(&made, skip, error))) {
        view_drop(&made);
        return false;
    }
    uint64_t size = made.shape[0];
    if (from_end)
        skip = skip < size ? size - skip : 0;
    if (skip > size)
        skip = size;
    if (skip < size || made.strides[0] > 0)
        made.offset += skip * (uint64_t)made.strides[0];
    made.shape[0] = size - skip < length ? size - skip : length;
    deliver(out, in, &made);
    return true;
}
