// memtool slice: part of a view, and writes into it.
#include "base/hex.h"
#include "command.h"
#include "diff.h"
#include "views/assign.h"
#include "views/hex_text.h"
#include "views/literal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool check_writes(const struct options *options, struct error *error)
{
    if (options->set != NULL && options->fill != NULL)
        return fail_at(error, STATUS_USAGE, span_of(options->fill),
                       "--set and --fill exclude each other");
    if (options->method_count > 0 && (options->set != NULL || options->fill != NULL)) {
        fail(error, STATUS_USAGE, "--%s and --%s exclude each other", options->set ? "set" : "fill",
             method_name(&options->methods[0]));
        return error_hint(error, "`then` joins another command that searches what was written");
    }
    if (options->diff && options->set == NULL && options->fill == NULL) {
        fail(error, STATUS_USAGE, "--diff without --set or --fill");
        return error_hint(error, "it shows what a write changes");
    }
    if (options->items.given && options->type == NULL) {
        fail(error, STATUS_USAGE, "--items without -t TYPE");
        return error_hint(error, "it tells how many elements of TYPE to take");
    }
    return true;
}

static bool slice_parse(struct stage *stage, struct session *session, struct error *error)
{
    const struct options *options = &stage->options;

    if (!stage_operands(stage, 1, 2, error) || !check_writes(options, error))
        return false;
    if (options->type != NULL && !stage_read_castable(stage, session, options->type, error))
        return false;
    struct cursor text = cursor_of(stage->operands[0]);
    stage->slice = slice_read(&text, error);
    if (stage->slice == NULL || !stage_read_source(stage, session, 1, error))
        return false;
    const char *value = options->set ? options->set : options->fill;
    if (value == NULL || !source_prefixed(value, &session->scope))
        return true;
    stage->other = source_read(value, &session->scope, error);
    return stage->other != NULL;
}

// {…} for the slice as a whole, its dimensions nested as in a C initializer.
static bool read_braces(struct cursor *text, const struct view *left, const struct scope *scope,
                        struct bytes *bytes, uint64_t *count, struct error *error)
{
    struct type_pool *pool = pool_new(error);
    const struct type *shape = left->type;
    bool good = pool != NULL && pool_hold(pool, left->type, error);

    for (int d = left->ndim - 1; good && d >= 0; d--) {
        shape = type_array(pool, shape, left->shape[d], error);
        good = shape != NULL;
    }
    good = good && literal_read(text, shape, scope, bytes, count, error);
    if (good && *count != 1)
        good = fail_at(error, STATUS_USAGE, cursor_rest(text), "one pair of braces is the slice");
    if (good)
        *count = view_count(left);
    pool_unref(pool);
    return good;
}

// True where {…} may mean the slice's dimensions.
static bool is_braced(const char *word, const struct view *left)
{
    return word[strspn(word, " \t")] == '{' && left->ndim > 0;
}

// Values of the slice's type, in braces of their own or in those of the whole slice, which are
// meant where the first cannot be.
static bool read_elements(const char *word, const struct view *left, const struct scope *scope,
                          struct bytes *bytes, uint64_t *count, struct error *error)
{
    struct cursor text = cursor_of(word), again = text;
    struct error ignored = {0};

    if (is_braced(word, left) && type_is_flat(left->type))
        return read_braces(&text, left, scope, bytes, count, error);
    return literal_read(&text, left->type, scope, bytes, count, error) ||
           (is_braced(word, left) && read_braces(&again, left, scope, bytes, count, &ignored) &&
            (error_clear(error), true));
}

// A bare --set VALUE, read as the view reads: hex for bytes, values for elements.
static bool read_bare(const char *word, const struct view *left, const struct scope *scope,
                      struct bytes *bytes, uint64_t *count, struct error *error)
{
    struct cursor text = cursor_of(word);
    const struct type *type = left->type;

    if (!type_is_bytes(type))
        return read_elements(word, left, scope, bytes, count, error);
    if (word[0] != '\0' && word[1] == '\0' && hex_digit((unsigned char)word[0]) >= 0) {
        unsigned char byte = (unsigned char)hex_digit((unsigned char)word[0]);
        *count = 1;
        return bytes_append(bytes, &byte, 1, error);
    }
    bool good = hex_text_read(&text, bytes, error);
    *count = bytes->used;
    if (!good && access(word, F_OK) == 0)
        error_hint(error, "file:%s are the bytes of the file", word);
    else if (!good)
        error_hint(error, "bytes are set in hex; u8:10,20 sets numbers, str:%s text", word);
    return good;
}

// The view to be written: a SOURCE, or values in memory of their own, in the shape of the slice
// where there are as many.
static bool open_value(struct stage *stage, struct session *session, const char *word,
                       const struct view *left, struct view *out, struct error *error)
{
    struct bytes bytes = {0};
    uint64_t count = 0;
    struct store *store = NULL;

    if (stage->other != NULL)
        return source_open(stage->other, &session->scope, out, error) &&
               (view_settle(out, error) || (view_drop(out), false));
    if (read_bare(word, left, &session->scope, &bytes, &count, error))
        store = store_take(word, &bytes, error);
    free(bytes.bytes);
    if (store == NULL)
        return false;
    view_of_elements(out, store, left->type, 0, count);
    store_unref(store);
    if (left->ndim != 1 && count == view_count(left)) {
        int64_t shape[VIEW_MAX_NDIM];

        for (int d = 0; d < left->ndim; d++)
            shape[d] = (int64_t)left->shape[d];
        return view_reshape(out, out, left->ndim, shape, 'C', error);
    }
    return true;
}

static bool set_slice(struct stage *stage, struct session *session, const struct view *left,
                      struct error *error)
{
    struct view right;

    const char *label;
    size_t length;

    if (!open_value(stage, session, stage->options.set, left, &right, error))
        return false;
    bool literal = stage->other == NULL || !source_label(stage->other, &label, &length);
    bool good = view_assign(left, &right, literal, error);
    view_drop(&right);
    return good || error_place(error, span_of(stage->options.set));
}

static bool fill_slice(struct stage *stage, struct session *session, const struct view *left,
                       struct error *error)
{
    const char *word = stage->options.fill;
    struct view right;
    bool good = false;
    unsigned char *element = NULL;

    if (!open_value(stage, session, word, left, &right, error))
        return false;
    if (view_count(&right) != 1) {
        fail_at(error, STATUS_USAGE, span_of(word), "--fill takes one element, not %llu",
                (unsigned long long)view_count(&right));
        error_hint(error, "--set writes several");
    } else if (!type_same(left->type, right.type)) {
        struct view one;

        view_copy(&one, left);
        one.ndim = 0;
        fail_structures(&one, &right, error);
        error_place(error, span_of(word));
        view_drop(&one);
    } else {
        element = memory_new((size_t)view_itemsize(left), 1, error);
        good = element != NULL &&
               store_read(right.store, right.offset, element, (size_t)view_itemsize(left), error) &&
               view_fill(left, element, error);
    }
    free(element);
    view_drop(&right);
    return good;
}

static bool write_slice(struct stage *stage, struct session *session, const struct view *left,
                        struct error *error)
{
    return stage->options.set ? set_slice(stage, session, left, error)
                              : fill_slice(stage, session, left, error);
}

// Writes, and shows the rows that the write changes.
static bool write_and_show(struct stage *stage, struct session *session, const struct view *left,
                           struct error *error)
{
    struct diff diff = {0};
    bool good = diff_before(&diff, left, stage->options.width.value, error) &&
                write_slice(stage, session, left, error) && diff_after(&diff, &session->out, error);

    diff_clear(&diff);
    return good;
}

static bool run_write(struct stage *stage, struct session *session, struct view *whole,
                      struct error *error)
{
    struct view left;

    if (!view_settle(whole, error) || !slice_apply(stage->slice, whole, &left, error))
        return false;
    bool show = stage->options.diff && stage_prints(stage);
    bool good = show ? write_and_show(stage, session, &left, error)
                     : write_slice(stage, session, &left, error);
    if (show)
        stage->silent = stage->options.form == NULL;
    view_drop(&left);
    return good;
}

static bool slice_run(struct stage *stage, struct session *session, struct error *error)
{
    const struct options *options = &stage->options;
    uint64_t items;
    struct view view;

    if (!stage_items(stage, &items, error) || !stage_open_source(stage, session, &view, error))
        return false;
    bool good = stage->type == NULL || view_cast(&view, &view, stage->type, items, error);
    if (good && (options->set != NULL || options->fill != NULL))
        good = run_write(stage, session, &view, error);
    else if (good)
        good = slice_apply(stage->slice, &view, &view, error) &&
               stage_search(stage, session, &view, error);
    if (!good) {
        view_drop(&view);
        return false;
    }
    stage->result = view;
    return true;
}

const struct command command_slice = {
    .name = "slice",
    .operands = "SLICE [SOURCE]",
    .summary = "Show part of a view, or write into it",
    .bit = COMMAND_SLICE,
    .parse = slice_parse,
    .run = slice_run,
};
