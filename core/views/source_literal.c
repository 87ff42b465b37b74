// SOURCE words that hold their bytes: hex, text, zeroes and typed values.
#include "base/escape.h"
#include "base/number.h"
#include "views/hex_text.h"
#include "views/literal.h"
#include "views/source_rows.h"

#include <stdlib.h>
#include <string.h>

static bool is_stdin(const struct source *source)
{
    return source->row->prefix != NULL && strcmp(source->rest.at, "-") == 0;
}

bool source_read_hex(struct source *source, const struct scope *scope, struct error *error)
{
    struct cursor text = source->rest;

    (void)scope;
    return is_stdin(source) || hex_text_read(&text, &source->bytes, error);
}

bool source_read_text(struct source *source, const struct scope *scope, struct error *error)
{
    struct cursor text = source->rest;

    (void)scope;
    return escape_read(&text, 0, &source->bytes, error);
}

bool source_read_cstring(struct source *source, const struct scope *scope, struct error *error)
{
    return source_read_text(source, scope, error) && bytes_append(&source->bytes, "", 1, error);
}

bool source_read_wide(struct source *source, const struct scope *scope, struct error *error)
{
    struct bytes text = {0};
    struct cursor from = source->rest;

    (void)scope;
    bool good = escape_read(&from, 0, &text, error) &&
                utf8_widen(text.bytes, text.used, &source->bytes, cursor_rest(&source->rest),
                           "wstr: takes UTF-8, and this is not", error);
    free(text.bytes);
    return good;
}

bool source_read_zero(struct source *source, const struct scope *scope, struct error *error)
{
    struct cursor text = source->rest;

    (void)scope;
    if (!size_read(&text, &source->count, NULL, error))
        return false;
    if (cursor_done(&text))
        return true;
    fail_at(error, STATUS_USAGE, cursor_rest(&text), "%s is not a size", source->rest.at);
    return error_hint(error, "as in 16, 0x10, 4k, 1MiB, 2GB");
}

bool source_read_values(struct source *source, const struct scope *scope, struct error *error)
{
    struct cursor text = source->rest;
    size_t length = (size_t)(text.end - text.at);

    // What names a label has a value only when the chain runs.
    if (length > 0 && memchr(text.at, '@', length) != NULL)
        return true;
    source->evaluated = true;
    return literal_read(&text, source->type, scope, &source->bytes, &source->count, error);
}

// A new store of these bytes, seen as count elements of type.
static bool deliver(const struct source *source, const struct bytes *bytes, const struct type *type,
                    uint64_t count, struct view *out, struct error *error)
{
    struct store *store = store_copy(source->word, bytes->bytes, bytes->used, error);

    if (store == NULL)
        return false;
    view_of_elements(out, store, type, 0, count);
    store_unref(store);
    return true;
}

bool source_open_bytes(const struct source *source, struct scope *scope, struct view *out,
                       struct error *error)
{
    (void)scope;
    return deliver(source, &source->bytes, type_bytes(), source->bytes.used, out, error);
}

bool source_open_hex(const struct source *source, struct scope *scope, struct view *out,
                     struct error *error)
{
    if (!is_stdin(source))
        return source_open_bytes(source, scope, out, error);
    struct store *text = scope_input(scope, error);
    struct store *store = text ? hex_text_store(source->word, text, error) : NULL;
    store_unref(text);
    if (store == NULL)
        return false;
    view_of_store(out, store);
    store_unref(store);
    return true;
}

bool source_open_zero(const struct source *source, struct scope *scope, struct view *out,
                      struct error *error)
{
    struct store *store = store_memory(source->word, source->count, error);

    (void)scope;
    if (store == NULL)
        return false;
    view_of_store(out, store);
    store_unref(store);
    return true;
}

bool source_open_values(const struct source *source, struct scope *scope, struct view *out,
                        struct error *error)
{
    struct cursor text = source->rest;
    struct bytes bytes = {0};
    uint64_t count;

    if (source->evaluated)
        return deliver(source, &source->bytes, source->type, source->count, out, error);
    bool good = literal_read(&text, source->type, scope, &bytes, &count, error) &&
                deliver(source, &bytes, source->type, count, out, error);
    free(bytes.bytes);
    return good;
}
