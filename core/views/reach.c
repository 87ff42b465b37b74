// Views over streams whose end is not known yet: how far a stream is read for what is asked of
// them.
#include "views/view.h"

// What view_reach_last keeps besides, so that it does not move the rest for every piece that comes.
enum { KEPT_MORE = 512 * 1024 };

// Where an open view ends at the latest, or UINT64_MAX where that is beyond all offsets.
static uint64_t open_end(const struct view *view)
{
    uint64_t end;

    if (view->shape[0] == 0)
        return view->offset;
    if (mul_u64(view->shape[0] - 1, (uint64_t)view->strides[0], &end) &&
        add_u64(end, view->offset, &end) && add_u64(end, view_itemsize(view), &end))
        return end;
    return UINT64_MAX;
}

bool view_settle(struct view *view, struct error *error)
{
    uint64_t there;

    if (!view->open)
        return true;
    uint64_t itemsize = view_itemsize(view);
    uint64_t stride = (uint64_t)view->strides[0];
    uint64_t want = open_end(view);

    if (!store_reach(view->store, want, want, error))
        return false;
    there = view->store->size > view->offset ? view->store->size - view->offset : 0;
    if (view->store->size < want) {
        if (!view_ends_whole(view, &want, error))
            return false;
        view->shape[0] = there < itemsize ? 0 : (there - itemsize) / stride + 1;
    }
    view->open = false;
    return true;
}

bool view_reach(struct view *view, uint64_t start, struct error *error)
{
    uint64_t want;

    if (!view->open || start == 0)
        return true;
    if (start > view->shape[0])
        start = view->shape[0];
    if (!mul_u64(start, (uint64_t)view->strides[0], &want) || !add_u64(want, view->offset, &want))
        want = UINT64_MAX;
    if (view->passing)
        store_forget(view->store, want);
    if (!store_reach(view->store, want, want, error))
        return false;
    return view->store->open || view->store->size >= want || view_settle(view, error);
}

bool view_reach_last(struct view *view, uint64_t count, struct error *error)
{
    struct store *store = view->store;
    uint64_t kept_from = 0;
    uint64_t last;

    if (!view->open || !view->passing || !mul_u64(count, (uint64_t)view->strides[0], &last) ||
        !add_u64(last, view_itemsize(view) + KEPT_MORE, &last))
        return view_settle(view, error);
    uint64_t end = open_end(view);
    while (store->open && store->size < end) {
        if (!store_reach(store, store->size + 1, end, error))
            return false;
        if ((store->size - kept_from) / 2 > last) {
            kept_from = store->size - last;
            store_forget(store, kept_from);
        }
    }
    return view_settle(view, error);
}
