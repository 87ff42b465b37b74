// SLICE laid over a view: an index drops a dimension, a range moves offset, shape and stride, a
// field moves the offset and changes the type. Nothing is copied.
#include "views/slice.h"

#include "base/near.h"
#include "views/slice_parts.h"

#include <stdlib.h>

// Where the items of the next part start to count: the dimensions before `base` belong to the
// records that a field was taken of.
struct target {
    struct view view;
    int base;
};

// A number of the user's, from the end where negative.
static int64_t from_end(int64_t value, int64_t length)
{
    return value < 0 ? value + length : value;
}

static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

static void drop_dimension(struct view *view, int d)
{
    for (int i = d; i + 1 < view->ndim; i++) {
        view->shape[i] = view->shape[i + 1];
        view->strides[i] = view->strides[i + 1];
    }
    view->ndim--;
}

// Reads a stream as far as an item needs: to its end where it counts from there.
static bool reach_item(struct view *view, const struct item *item, struct error *error)
{
    if (!view->open)
        return true;
    if (item->kind == ITEM_INDEX && item->start >= 0) {
        uint64_t limit = view->shape[0];
        uint64_t needed = (uint64_t)item->start;

        if (needed < limit)
            view->shape[0] = needed < INT64_MAX ? needed + 1 : needed;
        return view_reach(view, needed, error) && view_settle(view, error);
    }
    // A start from the end: an index, or a range that goes on from there.
    if (item->start < 0 && item->start > -INT64_MAX &&
        (item->kind == ITEM_INDEX || (item->kind == ITEM_RANGE && item->step > 0)))
        return view_reach_last(view, (uint64_t)-item->start, error);
    if (item->kind == ITEM_RANGE && item->step > 0 && item->start >= 0 &&
        (!item->has_stop || item->counted || item->stop >= 0))
        return view_reach(view, (uint64_t)item->start, error); // else an upper limit stays
    return view_settle(view, error);
}

// dimension is what the user calls d: indices before it have dropped theirs.
static bool apply_index(struct view *view, int d, int dimension, const struct item *item,
                        struct error *error)
{
    int64_t length = (int64_t)view->shape[d];
    int64_t index = from_end(item->start, length);

    if (index < 0 || index >= length) {
        fail_at(error, STATUS_DATA, item->span, "index out of bounds on dimension %d", dimension);
        if (length == 0)
            return error_hint(error, "it has no elements");
        if (length == 1)
            return error_hint(error, "it has 1 element: 0, or -1");
        return error_hint(error, "it has %lld elements: 0 to %lld, or -%lld to -1",
                          (long long)length, (long long)length - 1, (long long)length);
    }
    view->offset += (uint64_t)index * (uint64_t)view->strides[d];
    drop_dimension(view, d);
    return true;
}

// How many elements from start on, step apart, come before stop (either clamped).
static int64_t range_count(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0)
        return start < stop ? (stop - start - 1) / step + 1 : 0;
    return stop < start ? (start - stop - 1) / -step + 1 : 0;
}

// As PySlice_AdjustIndices does it; step is never zero and never INT64_MIN.
static void apply_range(struct view *view, int d, const struct item *item)
{
    int64_t length = (int64_t)view->shape[d];
    int64_t step = item->step;
    int64_t low = step < 0 ? -1 : 0;
    int64_t high = step < 0 ? length - 1 : length;
    int64_t start = item->has_start ? clamp(from_end(item->start, length), low, high)
                    : step < 0      ? high
                                    : low;
    int64_t stop = item->has_stop && !item->counted ? clamp(from_end(item->stop, length), low, high)
                   : step < 0                       ? -1
                                                    : length;
    int64_t count = range_count(start, stop, step);
    int64_t stride;

    if (item->counted && count > item->stop)
        count = item->stop;
    // An empty slice lies where it starts, as in CPython.
    view->offset += (uint64_t)(start < 0 ? 0 : start) * (uint64_t)view->strides[d];
    // With one element or none, a stride that overflows means nothing.
    if (!mul_i64(view->strides[d], step, &stride))
        stride = view->strides[d];
    view->strides[d] = stride;
    view->shape[d] = (uint64_t)count;
}

// A 0-d view of arrays, and any whose dimensions are used up, shows those of its element.
static bool open_arrays(struct target *target, bool text_too, struct error *error)
{
    struct view *view = &target->view;

    while (view->type->kind == TYPE_ARRAY && (text_too || !type_is_text(view->type))) {
        const struct type *element = type_ref(view->type->target);

        if (view->ndim == VIEW_MAX_NDIM) {
            type_unref(element);
            return fail(error, STATUS_DATA, "number of dimensions must not exceed %d",
                        VIEW_MAX_NDIM);
        }
        view->shape[view->ndim] = view->type->count;
        view->strides[view->ndim] = (int64_t)element->size;
        view->ndim++;
        type_unref(view->type);
        view->type = element;
    }
    return true;
}

static bool apply_item(struct view *view, int *d, int dimension, const struct item *item,
                       struct error *error)
{
    if (*d == 0 && !reach_item(view, item, error))
        return false;
    if (item->kind == ITEM_INDEX)
        return apply_index(view, *d, dimension, item, error);
    apply_range(view, *d, item);
    (*d)++;
    return true;
}

// The number of dimensions that the items of a part speak of, `...` left out.
static int items_dimensions(const struct part *part)
{
    int n = 0;

    for (size_t i = 0; i < part->item_count; i++)
        n += part->items[i].kind != ITEM_ELLIPSIS;
    return n;
}

static bool fail_indices(const struct target *target, const struct part *part, int wanted,
                         struct error *error)
{
    int there = target->view.ndim - target->base;

    if (target->view.ndim == 0) {
        fail_at(error, STATUS_DATA, part->span, "invalid indexing of 0-dim memory");
        return error_hint(error, "it is a single element; `...` is the whole of it");
    }
    if (there == 0) // behind a field
        return fail_at(error, STATUS_DATA, part->span, "the field before it has no dimensions");
    fail_at(error, STATUS_DATA, part->span, "cannot index %d-dimension view with %d-element tuple",
            there, wanted);
    return error_hint(error, "one item for each dimension, at most; cast --shape makes dimensions");
}

static bool apply_items(struct target *target, const struct part *part, struct error *error)
{
    struct view *view = &target->view;
    int wanted = items_dimensions(part);

    if (wanted > 0 && view->ndim == target->base && !open_arrays(target, true, error))
        return false;
    int there = view->ndim - target->base;
    if (wanted > there)
        return fail_indices(target, part, wanted, error);
    int d = target->base;
    int dimension = 1;
    for (size_t i = 0; i < part->item_count; i++) {
        if (part->items[i].kind == ITEM_ELLIPSIS) {
            d += there - wanted;
            dimension += there - wanted;
        } else if (!apply_item(view, &d, dimension++, &part->items[i], error)) {
            return false;
        }
    }
    return true;
}

static void suggest_field(const struct type *type, struct near *near)
{
    for (size_t i = 0; i < type->member_count; i++) {
        if (type->members[i].name != NULL)
            near_offer(near, type->members[i].name);
        else if (type_is_record(type->members[i].type))
            suggest_field(type->members[i].type, near);
    }
}

static bool no_such_field(const struct type *type, const struct part *part, struct error *error)
{
    struct near near = near_to(part->name, part->name_length);
    struct sink spelled;

    sink_open(&spelled, -1);
    type_c(&spelled, type, NULL, false);
    sink_byte(&spelled, '\0');
    if (!type_is_record(type)) {
        fail_at(error, STATUS_DATA, part->span, "no such field: %s has no fields",
                type_is_bytes(type) ? "a byte" : spelled.text);
        if (type_is_bytes(type))
            error_hint(error, "-t TYPE, or cast, gives bytes a type");
    } else {
        fail_at(error, STATUS_DATA, part->span, "no such field in %s", spelled.text);
        suggest_field(type, &near);
        if (near_best(&near) != NULL)
            error_hint(error, "did you mean .%s?", near_best(&near));
    }
    sink_close(&spelled);
    return false;
}

static bool apply_field(struct target *target, const struct part *part, struct error *error)
{
    struct view *view = &target->view;
    uint64_t offset;
    const struct member *member =
        type_is_record(view->type) ? type_member(view->type, part->name, part->name_length, &offset)
                                   : NULL;

    if (member == NULL)
        return no_such_field(view->type, part, error);
    if (!view_settle(view, error))
        return false;
    const struct type *type = type_ref(member->type);
    type_unref(view->type);
    view->type = type;
    view->offset += offset;
    target->base = view->ndim;
    return open_arrays(target, false, error);
}

bool slice_apply(const struct slice *slice, const struct view *in, struct view *out,
                 struct error *error)
{
    struct target target = {.base = 0};

    view_copy(&target.view, in);
    for (size_t i = 0; i < slice->count; i++) {
        const struct part *part = &slice->parts[i];

        if (!(part->name != NULL ? apply_field(&target, part, error)
                                 : apply_items(&target, part, error))) {
            view_drop(&target.view);
            return false;
        }
    }
    if (out == in)
        view_drop(out);
    *out = target.view;
    return true;
}
