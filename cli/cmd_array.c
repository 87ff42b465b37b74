// memtool array: a new typed array from values, and the methods of Python's array.
#include "array_methods.h"
#include "bytes/store.h"
#include "command.h"
#include "views/blocks.h"
#include "views/literal.h"

#include <stdlib.h>
#include <string.h>

static bool check_dashes(const struct stage *stage, struct error *error)
{
    bool seen = false;

    for (int i = 1; i < stage->operand_count; i++) {
        bool dash = strcmp(stage->operands[i], "-") == 0;

        if (dash && seen)
            return fail_at(error, STATUS_USAGE, span_of(stage->operands[i]),
                           "stdin is read once: a second - has nothing left");
        seen |= dash;
    }
    return true;
}

static bool append_source(struct stage *stage, struct session *session, struct bytes *to,
                          struct error *error)
{
    struct view view;

    if (stage->source == NULL)
        return true;
    if (!stage_open_source(stage, session, &view, error))
        return false;
    bool good = view_pack(&view, to, error);
    view_drop(&view);
    if (good && to->used % stage->type->size != 0) {
        good = fail_at(error, STATUS_DATA, span_of(stage->options.from),
                       "length is not a multiple of itemsize: %zu bytes, items of %llu", to->used,
                       (unsigned long long)stage->type->size);
    }
    return good;
}

// Reads the values that stdin holds by now, as far as they are whole; *offset is where the next one
// starts.
static bool append_piece(struct stage *stage, struct session *session, struct store *input,
                         uint64_t *offset, struct bytes *to, struct error *error)
{
    size_t n = (size_t)(input->size - *offset);
    const unsigned char *text = store_borrow(input, *offset, n, &n, error);
    uint64_t count;
    size_t used;

    if (text == NULL)
        return false;
    if (!literal_text((const char *)text, n, !input->open, stage->type, &session->scope, to, &count,
                      &used, error)) {
        // The command line is right: it is the data that are not.
        if (error->status == STATUS_USAGE)
            error->status = STATUS_DATA;
        return false;
    }
    *offset += used;
    store_forget(input, *offset);
    return true;
}

// Numbers as text on stdin, piece by piece.
static bool append_stdin(struct stage *stage, struct session *session, struct bytes *to,
                         struct error *error)
{
    struct source *dash = source_read("-", &session->scope, error);
    struct view view;

    if (dash == NULL)
        return false;
    bool good = source_open(dash, &session->scope, &view, error);
    source_free(dash);
    if (!good)
        return false;
    uint64_t offset = view.offset;
    do {
        good = store_reach(view.store, view.store->size + 1, UINT64_MAX, error) &&
               append_piece(stage, session, view.store, &offset, to, error);
    } while (good && view.store->open);
    view_drop(&view);
    return good;
}

// Records and arrays may be given as flat values over several operands, so these are read as one
// text.
static bool append_joined(const struct stage *stage, int first, int last, struct session *session,
                          struct bytes *to, struct error *error)
{
    struct bytes text = {0};
    uint64_t count = 0;
    bool good = true;

    for (int i = first; good && i < last; i++)
        good = bytes_append(&text, stage->operands[i], strlen(stage->operands[i]), error) &&
               (i + 1 == last || bytes_append(&text, " ", 1, error));
    if (good) {
        struct cursor cursor = cursor_over((const char *)text.bytes, text.used);
        good = literal_read(&cursor, stage->type, &session->scope, to, &count, error);
    }
    free(text.bytes);
    return good;
}

// The values of all operands in their order; those of stdin are read only if `input`.
static bool append_operands(struct stage *stage, struct session *session, bool input,
                            struct bytes *to, struct error *error)
{
    for (int i = 1; i < stage->operand_count;) {
        int last = i + 1;

        if (strcmp(stage->operands[i], "-") == 0) {
            if (input && !append_stdin(stage, session, to, error))
                return false;
        } else {
            while (!type_is_flat(stage->type) && last < stage->operand_count &&
                   strcmp(stage->operands[last], "-") != 0)
                last++;
            if (!append_joined(stage, i, last, session, to, error))
                return false;
        }
        i = last;
    }
    return true;
}

// What the operands hold, once parsing has read them.
struct own {
    struct bytes values;
    bool read;
};

// Values that cannot be of the type are told before anything is read or written. What names a
// label has a value only when the chain runs.
static bool check_values(struct stage *stage, struct session *session, struct error *error)
{
    struct own *own = memory_new(1, sizeof *own, error);

    stage->own = own;
    if (own == NULL)
        return false;
    for (size_t i = 0; i < stage->options.method_count; i++)
        if (!array_method_check(stage->type, &session->scope, &stage->options.methods[i], error))
            return false;
    own->read = true;
    for (int i = 1; i < stage->operand_count; i++) {
        if (strchr(stage->operands[i], '@') != NULL) {
            own->read = false;
            return true;
        }
        own->read &= strcmp(stage->operands[i], "-") != 0;
    }
    return append_operands(stage, session, false, &own->values, error);
}

static void array_clear(struct stage *stage)
{
    struct own *own = stage->own;

    if (own != NULL)
        free(own->values.bytes);
    free(own);
}

static bool array_parse(struct stage *stage, struct session *session, struct error *error)
{
    if (!stage_operands(stage, 1, -1, error) ||
        !stage_read_type(stage, session, stage->operands[0], error))
        return false;
    if (stage->type->size == 0) {
        return fail_at(error, STATUS_USAGE, span_of(stage->operands[0]),
                       "the type has no size, so there is no array of it");
    }
    if (!check_dashes(stage, error) || !check_values(stage, session, error))
        return false;
    if (stage->options.from == NULL) {
        if (!stage->options.skip.given && !stage->options.length.given)
            return true;
        fail(error, STATUS_USAGE, "-s or -n without --from");
        return error_hint(error, "they choose a part of its SOURCE");
    }
    if (stage->operand_count > 1) {
        fail_at(error, STATUS_USAGE, span_of(stage->operands[1]), "a value beside --from");
        return error_hint(error, "--append and --extend add values to the bytes of a SOURCE");
    }
    stage->source = source_read(stage->options.from, &session->scope, error);
    return stage->source != NULL;
}

static bool array_run(struct stage *stage, struct session *session, struct error *error)
{
    struct own *own = stage->own;
    struct bytes bytes = {0};
    bool printed = false;
    struct array array = {.type = stage->type,
                          .bytes = &bytes,
                          .scope = &session->scope,
                          .radix = stage->options.radix};
    if (own->read) {
        bytes = own->values;
        own->values = (struct bytes){0};
    }
    bool good = append_source(stage, session, &bytes, error) &&
                (own->read || append_operands(stage, session, true, &bytes, error));

    for (size_t i = 0; good && i < stage->options.method_count; i++)
        good = array_method(&array, &stage->options.methods[i],
                            stage_prints(stage) ? &session->out : NULL, &printed, error);
    struct store *store = good ? store_take(stage->operands[0], &bytes, error) : NULL;
    free(bytes.bytes);
    if (store == NULL)
        return false;
    view_of_elements(&stage->result, store, stage->type, 0, store->size / stage->type->size);
    store_unref(store);
    stage->silent = printed && stage->options.form == NULL;
    return true;
}

const struct command command_array = {
    .name = "array",
    .operands = "TYPE [VALUE]...",
    .summary = "Make a typed array from values",
    .bit = COMMAND_ARRAY,
    .parse = array_parse,
    .run = array_run,
    .clear = array_clear,
};
