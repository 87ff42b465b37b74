// addr: memory of memtool's own process, by number or through a pointer in a view.
#include "base/number.h"
#include "bytes/maps.h"
#include "views/element.h"
#include "views/place.h"
#include "views/source_rows.h"

bool address_read(struct cursor *text, struct address *out, struct error *error)
{
    struct integer number;

    *out = (struct address){0};
    if (cursor_take(text, '@')) {
        out->label = text->at;
        (void)cursor_identifier(text, &out->label, &out->label_length); // none: the current view
    } else {
        const char *from = text->at;

        if (!integer_read(text, &number, error))
            return false;
        if (!integer_to_u64(number, &out->address) || out->address > UINTPTR_MAX)
            return fail_at(error, STATUS_USAGE, cursor_span(text, from), "not an address");
    }
    if (cursor_take(text, '+')) {
        out->has_length = true;
        if (!size_read(text, &out->length, NULL, error))
            return false;
    }
    if (!cursor_done(text))
        return fail_at(error, STATUS_USAGE, cursor_rest(text),
                       "addr: is ADDRESS[+LENGTH] or @NAME[+LENGTH]");
    return true;
}

bool source_read_address(struct source *source, const struct scope *scope, struct error *error)
{
    struct cursor text = source->rest;
    struct address ignored;

    (void)scope;
    return address_read(&text, &ignored, error);
}

// The pointer that a view holds, and what it points at (NULL: unknown).
static bool load_pointer(const struct source *source, const struct view *view, uint64_t *address,
                         const struct type **pointee, struct error *error)
{
    unsigned char bytes[sizeof(uint64_t)];
    struct integer value;
    const struct type *type = view->type;

    if (type->kind != TYPE_POINTER &&
        !(type->kind == TYPE_SCALAR && type->scalar == SCALAR_POINTER)) {
        fail_at(error, STATUS_DATA, cursor_rest(&source->rest), "this view holds no pointer");
        return error_hint(error, "cast it to P, or array P @NAME keeps the address of a view");
    }
    if (view_count(view) != 1) {
        fail_at(error, STATUS_DATA, cursor_rest(&source->rest),
                "this view holds %llu pointers, not one", (unsigned long long)view_count(view));
        return error_hint(error, "slice one of them first");
    }
    if (!store_read(view->store, view->offset, bytes, (size_t)type->size, error))
        return false;
    if (!element_integer(type, bytes, &value) || !integer_to_u64(value, address))
        return fail(error, STATUS_DATA, "not an address");
    *pointee = type->target;
    return true;
}

bool source_open_address(const struct source *source, struct scope *scope, struct view *out,
                         struct error *error)
{
    struct cursor text = source->rest;
    struct address at;
    const struct type *pointee = NULL;

    if (!address_read(&text, &at, error))
        return false;
    if (at.label != NULL) {
        const struct view *view = scope_find(scope, at.label, at.label_length);

        if (view == NULL)
            return scope_unknown(scope, cursor_rest(&source->rest), at.label, at.label_length,
                                 error);
        if (!load_pointer(source, view, &at.address, &pointee, error))
            return false;
        if (at.address == 0)
            return fail_at(error, STATUS_DATA, cursor_rest(&source->rest), "NULL pointer access");
    }
    if (!at.has_length && pointee != NULL && pointee->size > 0)
        at.length = pointee->size;
    else if (!at.has_length && !maps_length(0, at.address, &at.length, error))
        return false;
    struct store *store = store_process(source->word, 0, at.address, at.length, error);
    if (store == NULL)
        return false;
    view_of_store(out, store);
    store_unref(store);
    return true;
}
