// Views of stores without addresses: copied into memory for a call, and back after it. Views that
// overlap share one copy, as they share their bytes.
#include "bytes/store.h"
#include "calls/argument.h"

#include <string.h>

static uint64_t end_of(const struct view *view)
{
    return view->offset + view_nbytes(view);
}

static bool overlap(const struct view *a, const struct view *b)
{
    return a->store == b->store && a->offset < end_of(b) && b->offset < end_of(a);
}

// The bytes of the view and of all copies that it overlaps: these do not overlap each other.
static void widen(struct view *out, const struct opening *opening, const struct view *view)
{
    uint64_t start = view->offset, end = end_of(view);

    for (size_t i = 0; i < opening->other_count; i++) {
        const struct view *back = &opening->others[i].back;

        if (!overlap(back, view))
            continue;
        start = back->offset < start ? back->offset : start;
        end = end_of(back) > end ? end_of(back) : end;
    }
    view_of_elements(out, view->store, type_bytes(), start, end - start);
    out->readonly = view->readonly;
}

// The argument's pointer goes with its bytes into a wider copy.
static void move_into(struct argument *argument, struct store *copy, const struct view *back)
{
    uintptr_t pointer;

    memcpy(&pointer, argument->value, sizeof pointer);
    pointer -= (uintptr_t)argument->store->address;
    pointer += (uintptr_t)copy->address + (argument->back.offset - back->offset);
    memcpy(argument->value, &pointer, sizeof pointer);
    store_unref(argument->store);
    argument->store = store_ref(copy);
    view_drop(&argument->back);
    view_copy(&argument->back, back);
}

static bool check_copied(const struct argument *argument, const struct view *view,
                         struct error *error)
{
    if (!view_c_contiguous(view)) {
        fail_at(error, STATUS_USAGE, span_of(argument->word),
                "its bytes do not lie side by side in memory");
        return error_hint(error,
                          "a view of a file or a process, or a read-only one, must be contiguous "
                          "to be passed");
    }
    if (view->store->addresses && view_nbytes(view) == view->store->size) {
        fail_at(error, STATUS_USAGE, span_of(argument->word), "a whole process is no argument");
        return error_hint(error, "slice a part of it and label that, or name a PLACE of it");
    }
    return true;
}

// Memory that holds what the view does.
static struct store *read_copy(const struct view *back, struct error *error)
{
    uint64_t n = view_nbytes(back);
    struct store *copy = store_memory(back->store->name, n, error);

    if (copy != NULL && n > 0 &&
        !store_read(back->store, back->offset, copy->address, (size_t)n, error)) {
        store_unref(copy);
        return NULL;
    }
    return copy;
}

// The copy that another argument has of just these bytes, or NULL.
static struct store *shared_copy(const struct opening *opening, const struct view *back)
{
    for (size_t i = 0; i < opening->other_count; i++) {
        const struct view *other = &opening->others[i].back;

        if (overlap(other, back) && view_nbytes(other) == view_nbytes(back))
            return store_ref(opening->others[i].store);
    }
    return NULL;
}

unsigned char *argument_copy_in(struct argument *argument, const struct opening *opening,
                                const struct view *view, struct error *error)
{
    if (!check_copied(argument, view, error))
        return NULL;
    widen(&argument->back, opening, view);
    argument->store = shared_copy(opening, &argument->back);
    if (argument->store == NULL) {
        argument->store = read_copy(&argument->back, error);
        if (argument->store == NULL)
            return NULL;
        for (size_t i = 0; i < opening->other_count; i++)
            if (overlap(&opening->others[i].back, view))
                move_into(&opening->others[i], argument->store, &argument->back);
    }
    return argument->store->address + (view->offset - argument->back.offset);
}

// Writes n bytes back where they differ from what the view's store holds.
static bool write_changed(const struct view *back, const unsigned char *now, size_t n,
                          struct error *error)
{
    struct store *store = back->store;
    uint64_t offset = back->offset;
    unsigned char before[4096];
    size_t size;

    for (size_t at = 0; at < n; at += size) {
        size = n - at < sizeof before ? n - at : sizeof before;
        if (!store_read(store, offset + at, before, size, error))
            return false;
        size_t first = 0, last = size;
        while (first < size && before[first] == now[at + first])
            first++;
        while (last > first && before[last - 1] == now[at + last - 1])
            last--;
        if (last > first && back->readonly)
            return fail(error, STATUS_DATA,
                        "cannot modify read-only memory: the function wrote to it, at offset %zu",
                        at + first);
        if (last > first &&
            !store_write(store, offset + at + first, now + at + first, last - first, error))
            return false;
    }
    return true;
}

bool argument_write_back(struct argument *argument, struct error *error)
{
    const struct view *back = &argument->back;

    if (back->store == NULL)
        return true;
    return write_changed(back, argument->store->address, (size_t)view_nbytes(back), error) ||
           error_place(error, span_of(argument->word));
}
