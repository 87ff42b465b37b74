// Views are arithmetic: every constructor proves its bounds, and no reader asks again.
#include "views/view.h"

#include <stdio.h>
#include <string.h>

void view_copy(struct view *to, const struct view *from)
{
    *to = *from;
    store_ref(to->store);
    type_ref(to->type);
}

void view_drop(struct view *view)
{
    store_unref(view->store);
    type_unref(view->type);
    view->store = NULL;
    view->type = NULL;
}

void view_of_elements(struct view *out, struct store *store, const struct type *type,
                      uint64_t offset, uint64_t count)
{
    *out = (struct view){.store = store_ref(store),
                         .type = type_ref(type),
                         .offset = offset,
                         .ndim = 1,
                         .readonly = store->readonly};
    out->shape[0] = count;
    out->strides[0] = (int64_t)type->size;
}

void view_of_store(struct view *out, struct store *store)
{
    view_of_elements(out, store, type_bytes(), store->start, store->size);
    if (store->open) {
        out->open = true;
        out->shape[0] = INT64_MAX;
    }
}

uint64_t view_itemsize(const struct view *view)
{
    return view->type->size;
}

uint64_t view_count(const struct view *view)
{
    uint64_t count = 1;

    for (int d = 0; d < view->ndim; d++)
        count *= view->shape[d];
    return count;
}

uint64_t view_nbytes(const struct view *view)
{
    return view_count(view) * view_itemsize(view);
}

bool view_c_contiguous(const struct view *view)
{
    uint64_t expected = view_itemsize(view);

    if (view_count(view) == 0)
        return true;
    for (int d = view->ndim - 1; d >= 0; d--) {
        if (view->shape[d] > 1 && view->strides[d] != (int64_t)expected)
            return false;
        expected *= view->shape[d];
    }
    return true;
}

bool view_f_contiguous(const struct view *view)
{
    uint64_t expected = view_itemsize(view);

    if (view_count(view) == 0)
        return true;
    for (int d = 0; d < view->ndim; d++) {
        if (view->shape[d] > 1 && view->strides[d] != (int64_t)expected)
            return false;
        expected *= view->shape[d];
    }
    return true;
}

uint64_t view_offset_of(const struct view *view, uint64_t index)
{
    uint64_t offset = view->offset;

    for (int d = view->ndim - 1; d >= 0; d--) {
        if (d == 0)
            return offset + index * (uint64_t)view->strides[0];
        offset += index % view->shape[d] * (uint64_t)view->strides[d];
        index /= view->shape[d];
    }
    return offset;
}

unsigned char *view_address(const struct view *view)
{
    unsigned char *address = store_address(view->store);

    return address == NULL ? NULL : address + (view->offset - view->store->start);
}

bool view_range(const struct view *view, uint64_t *low, uint64_t *high)
{
    int64_t down = 0;
    int64_t up = 0;
    uint64_t top;

    for (int d = 0; d < view->ndim; d++) {
        int64_t reach;

        if (view->shape[d] == 0)
            return false;
        if (view->shape[d] - 1 > INT64_MAX ||
            !mul_i64((int64_t)(view->shape[d] - 1), view->strides[d], &reach) ||
            !add_i64(reach < 0 ? down : up, reach, reach < 0 ? &down : &up))
            return false;
    }
    uint64_t below = (uint64_t)0 - (uint64_t)down;
    if (view_itemsize(view) == 0 || below > view->offset ||
        !add_u64(view->offset, (uint64_t)up, &top) || !add_u64(top, view_itemsize(view), &top))
        return false;
    *low = view->offset - below;
    *high = top;
    return true;
}

void view_print_shape(struct sink *to, const struct view *view, const char *between)
{
    for (int d = 0; d < view->ndim; d++)
        sink_printf(to, "%s%llu", d ? between : "", (unsigned long long)view->shape[d]);
}

void view_print_strides(struct sink *to, const struct view *view, const char *between)
{
    for (int d = 0; d < view->ndim; d++)
        sink_printf(to, "%s%lld", d ? between : "", (long long)view->strides[d]);
}

void view_describe(const struct view *view, char *to, size_t size)
{
    struct sink text;

    sink_open(&text, -1);
    if (view->ndim > 0) {
        view_print_shape(&text, view, ",");
        sink_text(&text, " of ");
    }
    type_short(&text, view->type);
    bool cut = text.used >= size;
    snprintf(to, size, "%.*s%s", (int)(cut ? size - sizeof "..." : text.used),
             sink_ok(&text) ? text.text : "", cut ? "..." : "");
    sink_close(&text);
}
