// Shapes and strides from words to views.
#include "shape.h"

#include "base/number.h"

#include <string.h>

// list = [ "-" ] size { "," [ "-" ] size }; an empty word is no dimensions.
static bool read_list(const char *word, int64_t *to, int *count, struct error *error)
{
    struct cursor text = cursor_of(word);
    uint64_t size;
    bool negative;

    *count = 0;
    while (!cursor_done(&text)) {
        const char *from = text.at;

        if (*count == VIEW_MAX_NDIM)
            return fail_at(error, STATUS_USAGE, cursor_rest(&text),
                           "number of dimensions must not exceed %d", VIEW_MAX_NDIM);
        if (!size_read(&text, &size, &negative, error))
            return false;
        if (size > INT64_MAX)
            return fail_at(error, STATUS_USAGE, cursor_span(&text, from), "too large");
        to[(*count)++] = negative ? -(int64_t)size : (int64_t)size;
        if (cursor_done(&text))
            break;
        if (!cursor_take(&text, ',') || cursor_done(&text))
            return fail_at(error, STATUS_USAGE, cursor_rest(&text), "not a list such as 2,3");
    }
    return true;
}

bool shape_check(const struct options *options, struct error *error)
{
    int64_t list[VIEW_MAX_NDIM];
    int dimensions = 0;
    int strides = 0;

    if (options->strides != NULL && options->shape == NULL) {
        fail_at(error, STATUS_USAGE, span_of(options->strides), "--strides without --shape");
        return error_hint(error, "the shape says how many elements lie along each stride");
    }
    if (options->order != NULL && strcmp(options->order, "C") != 0 &&
        strcmp(options->order, "F") != 0)
        return fail_at(error, STATUS_USAGE, span_of(options->order), "an order is C or F");
    if (options->order != NULL && (options->shape == NULL || options->strides != NULL)) {
        fail_at(error, STATUS_USAGE, span_of(options->order), "--order goes with --shape alone");
        return error_hint(error, "strides say the order themselves; --transpose turns it round");
    }
    if (options->shape != NULL && !read_list(options->shape, list, &dimensions, error))
        return false;
    for (int d = 0; options->strides != NULL && d < dimensions; d++)
        if (list[d] < 0)
            return fail_at(error, STATUS_USAGE, span_of(options->shape),
                           "with strides, elements of shape must be integers >= 0");
    if (options->strides != NULL && !read_list(options->strides, list, &strides, error))
        return false;
    if (options->strides != NULL && strides != dimensions)
        return fail_at(error, STATUS_USAGE, span_of(options->strides),
                       "%d stride%s for a shape of %d dimension%s", strides,
                       plural((uint64_t)strides), dimensions, plural((uint64_t)dimensions));
    return true;
}

bool shape_cast(const struct options *options, const struct type *type, uint64_t items,
                struct view *view, struct error *error)
{
    int64_t shape[VIEW_MAX_NDIM];
    int64_t strides[VIEW_MAX_NDIM];
    int dimensions;
    char order = options->order != NULL ? options->order[0] : 'C';

    // Strides lay any picture over the bytes that there are, and ask nothing of their number.
    if ((options->strides == NULL || items != VIEW_ALL) &&
        !view_cast(view, view, type, items, error))
        return false;
    if ((options->strides != NULL || options->transpose) && !view_settle(view, error))
        return false;
    if (options->shape != NULL && !read_list(options->shape, shape, &dimensions, error))
        return false;
    if (options->strides != NULL) {
        if (!read_list(options->strides, strides, &dimensions, error) ||
            !view_picture(view, view, type, dimensions, shape, strides, error))
            return error_place(error, span_of(options->strides));
    } else if (options->shape != NULL &&
               !view_reshape(view, view, dimensions, shape, order, error)) {
        return error_place(error, span_of(options->shape));
    }
    if (options->transpose)
        view_transpose(view, view);
    return true;
}
