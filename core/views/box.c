#include "views/box.h"

#include <stdlib.h>
#include <string.h>

enum {
    BOX_LEAST = 4 << 20,
    BOX_MOST = 64 << 20,
    RUN_BYTES = 512, // of neighbours in the store that make a larger box worth its memory
    GAP_MOST = 4096  // bytes that nobody wants, which cost less than another read
};

// One dimension of a box, of which a step is `stride` bytes in the store and `place` in the box.
struct axis {
    uint64_t count, step; // step: the stride without its sign
    int64_t stride, place;
};

struct plan {
    struct store *store;
    size_t itemsize;
    int ndim;
    struct axis axes[VIEW_MAX_NDIM]; // of more than one element; the smallest step first
    uint64_t spans[VIEW_MAX_NDIM];   // the bytes in the store from end to end, without that axis
};

static uint64_t magnitude(int64_t stride)
{
    return stride < 0 ? (uint64_t)0 - (uint64_t)stride : (uint64_t)stride;
}

bool box_pays(const struct view *view)
{
    uint64_t least = UINT64_MAX;

    if (view->open || store_lends_all(view->store))
        return false;
    for (int d = 0; d < view->ndim; d++) {
        if (view->shape[d] < 2)
            continue;
        if (magnitude(view->strides[d]) > least)
            return true;
        least = magnitude(view->strides[d]);
    }
    return false;
}

void box_close(struct box *box)
{
    free(box->bytes);
    *box = (struct box){0};
}

// ---- plans

static void add_axis(struct plan *plan, uint64_t count, int64_t stride, uint64_t place)
{
    struct axis axis = {count, magnitude(stride), stride, (int64_t)place};
    int at = plan->ndim;

    if (count < 2)
        return;
    for (; at > 0 && plan->axes[at - 1].step > axis.step; at--)
        plan->axes[at] = plan->axes[at - 1];
    plan->axes[at] = axis;
    plan->ndim++;
}

// The bytes that a box of the view may have: enough that it holds neighbours of the store.
static uint64_t room_for(const struct view *view)
{
    uint64_t itemsize = view_itemsize(view), least = UINT64_MAX, room = 1;
    uint64_t near = itemsize < RUN_BYTES ? RUN_BYTES : itemsize;

    for (int d = 0; d < view->ndim; d++) {
        bool nearest = view->shape[d] > 1 && magnitude(view->strides[d]) < least;

        if (nearest)
            least = magnitude(view->strides[d]);
        if (nearest)
            room = near;
        else if (!mul_u64(room, view->shape[d], &room) || room > BOX_MOST)
            room = BOX_MOST;
    }
    return room < BOX_LEAST ? BOX_LEAST : room;
}

// The largest box from `index` on that fits into the room: some steps of one dimension, and all of
// those behind it. Its elements.
static uint64_t make_plan(struct plan *plan, const struct view *view, uint64_t index, uint64_t room)
{
    uint64_t most = room / view_itemsize(view), inner = 1;

    *plan = (struct plan){.store = view->store, .itemsize = (size_t)view_itemsize(view)};
    for (int d = view->ndim - 1; d >= 0; d--) {
        uint64_t length = view->shape[d], at = index % length, count = length - at;

        if (count > most / inner)
            count = most / inner > 0 ? most / inner : 1;
        add_axis(plan, count, view->strides[d], inner * plan->itemsize);
        inner *= count;
        if (count < length)
            break;
        index /= length;
    }
    uint64_t span = plan->itemsize;
    for (int i = 0; i < plan->ndim; i++) {
        plan->spans[i] = span;
        span += (plan->axes[i].count - 1) * plan->axes[i].step;
    }
    return inner;
}

// ---- copies

#define COPY(name, size)                                                                           \
    static void copy_##name(unsigned char *to, const unsigned char *from, const struct axis *axis, \
                            uint64_t count)                                                        \
    {                                                                                              \
        for (uint64_t i = 0; i < count; i++, to += axis->place, from += axis->stride)              \
            memcpy(to, from, size);                                                                \
    }
COPY(1, 1)
COPY(2, 2)
COPY(4, 4)
COPY(8, 8)
COPY(16, 16)
#undef COPY

static void copy_axis(const struct plan *plan, unsigned char *to, const unsigned char *from,
                      uint64_t count)
{
    const struct axis *axis = &plan->axes[0];

    switch (plan->itemsize) {
    case 1:
        copy_1(to, from, axis, count);
        break;
    case 2:
        copy_2(to, from, axis, count);
        break;
    case 4:
        copy_4(to, from, axis, count);
        break;
    case 8:
        copy_8(to, from, axis, count);
        break;
    case 16:
        copy_16(to, from, axis, count);
        break;
    default:
        for (uint64_t i = 0; i < count; i++)
            memcpy(to + (int64_t)i * axis->place, from + (int64_t)i * axis->stride, plan->itemsize);
    }
}

// Count steps of the axis below n, and all of those below it, from memory.
static void copy_axes(const struct plan *plan, int n, uint64_t count, unsigned char *to,
                      const unsigned char *from)
{
    const struct axis *axis = &plan->axes[n - 1];

    if (n == 1) {
        copy_axis(plan, to, from, count);
        return;
    }
    for (uint64_t i = 0; i < count; i++)
        copy_axes(plan, n - 1, plan->axes[n - 2].count, to + (int64_t)i * axis->place,
                  from + (int64_t)i * axis->stride);
}

// ---- reads

// How far below its first element the lowest one of so many axes lies.
static uint64_t depth(const struct plan *plan, int n, uint64_t count)
{
    uint64_t below = 0;

    for (int i = 0; i < n; i++)
        if (plan->axes[i].stride < 0)
            below += ((i == n - 1 ? count : plan->axes[i].count) - 1) * plan->axes[i].step;
    return below;
}

// One element at a time, which works also where what lies between them cannot be read.
static bool read_each(const struct plan *plan, int n, uint64_t count, uint64_t offset,
                      unsigned char *to, struct error *error)
{
    if (n == 0)
        return store_read(plan->store, offset, to, plan->itemsize, error);
    const struct axis *axis = &plan->axes[n - 1];
    for (uint64_t i = 0; i < count; i++)
        if (!read_each(plan, n - 1, n > 1 ? plan->axes[n - 2].count : 1,
                       offset + i * (uint64_t)axis->stride, to + (int64_t)i * axis->place, error))
            return false;
    return true;
}

static bool read_window(const struct plan *plan, int n, uint64_t count, uint64_t offset,
                        unsigned char *to, struct error *error)
{
    struct error ignored = {0};
    uint64_t below = depth(plan, n, count);
    uint64_t width = (count - 1) * plan->axes[n - 1].step + plan->spans[n - 1];
    size_t lent;
    const unsigned char *bytes =
        store_borrow(plan->store, offset - below, (size_t)width, &lent, &ignored);

    if (bytes == NULL || lent < width)
        return read_each(plan, n, count, offset, to, error);
    copy_axes(plan, n, count, to, bytes + below);
    return true;
}

// The steps of the axis below n that one window holds; 0 where they lie too far apart.
static uint64_t in_window(const struct plan *plan, int n)
{
    const struct axis *axis = &plan->axes[n - 1];
    uint64_t inner = plan->spans[n - 1];

    if (inner > STORE_WINDOW || (axis->step > inner && axis->step - inner > GAP_MOST))
        return 0;
    return axis->step == 0 ? axis->count : (STORE_WINDOW - inner) / axis->step + 1;
}

static bool read_axes(const struct plan *plan, int n, uint64_t offset, unsigned char *to,
                      struct error *error)
{
    if (n == 0)
        return read_each(plan, 0, 1, offset, to, error);
    const struct axis *axis = &plan->axes[n - 1];
    uint64_t piece = in_window(plan, n);
    bool good = true;
    for (uint64_t i = 0; good && i<axis->count; i += piece> 0 ? piece : 1) {
        uint64_t left = axis->count - i, at = offset + i * (uint64_t)axis->stride;
        unsigned char *place = to + (int64_t)i * axis->place;

        good = piece == 0 ? read_axes(plan, n - 1, at, place, error)
                          : read_window(plan, n, left < piece ? left : piece, at, place, error);
    }
    return good;
}

static bool load(struct box *box, const struct view *view, uint64_t index, struct error *error)
{
    struct plan plan;
    uint64_t count = make_plan(&plan, view, index, room_for(view)), bytes;

    box->count = 0; // until it was read
    if (!mul_u64(count, plan.itemsize, &bytes) || bytes > SIZE_MAX)
        return fail_memory(error);
    if (!memory_grow(&box->bytes, &box->capacity, (size_t)bytes, 1, error) ||
        !read_axes(&plan, plan.ndim, view_offset_of(view, index), box->bytes, error))
        return false;
    box->index = index;
    box->count = count;
    return true;
}

bool box_read(struct box *box, const struct view *view, uint64_t index, uint64_t count,
              unsigned char *to, uint64_t *done, struct error *error)
{
    size_t itemsize = (size_t)view_itemsize(view);

    if ((index < box->index || index - box->index >= box->count) && !load(box, view, index, error))
        return false;
    uint64_t skip = index - box->index, there = box->count - skip;
    *done = there < count ? there : count;
    memcpy(to, box->bytes + skip * itemsize, (size_t)*done * itemsize);
    return true;
}
