// Formats: Python's struct module and PEP 3118, as numpy and ctypes write it, in one recursive
// reader; a function's grammar stands above it. This file lays items out in records; format_item.c
// reads one item.
#include "types/format.h"

#include "base/escape.h"
#include "types/codes.h"
#include "types/fields.h"
#include "types/format_item.h"

#include <string.h>

// name = ":" text ":"
static bool read_name(struct reader *in, struct field *field)
{
    const char *start = in->cursor->at;

    if (!cursor_take(in->cursor, ':'))
        return true;
    field->name = in->cursor->at;
    for (;;) {
        int byte = cursor_peek(in->cursor);

        if (byte == -1)
            return fail_here(in, start, "the : behind this name is missing");
        if (byte == ':')
            break;
        if (byte < ' ' || byte == 0x7f)
            return fail_here(in, in->cursor->at, "a name holds no control characters");
        in->cursor->at++;
    }
    field->name_length = (size_t)(in->cursor->at++ - field->name);
    return true;
}

void format_name(struct sink *to, const char *name)
{
    const char *end = name + strlen(name);

    sink_byte(to, ':');
    while (name < end) {
        size_t n = utf8_printable((const unsigned char *)name, (size_t)(end - name));

        if (n == 0 || *name == ':')
            sink_byte(to, '_');
        else
            sink_write(to, name, n);
        name += n > 0 ? n : 1;
    }
    sink_byte(to, ':');
}

// How many elements the item has; UINT64_MAX where that overflows.
static uint64_t elements_of(const struct item *item)
{
    uint64_t n = item->count;

    for (size_t i = 0; i < item->ndim; i++)
        if (!mul_u64(n, item->dims[i], &n))
            return UINT64_MAX;
    return n;
}

// numpy writes the padding at the end of an aligned record behind the record, and that of all
// records of an array behind the array, as a run of x without a count. If there are as many as
// that, they belong into the elements: their stride is the aligned one.
static void absorb_padding(struct reader *in, struct item *item)
{
    struct type *record = item->record;
    uint64_t missing, total, run = 0;

    if (record == NULL)
        return;
    missing = (record->align - record->size % record->align) % record->align;
    if (missing == 0 || !mul_u64(missing, elements_of(item), &total) || total == 0)
        return;
    while (run < total && cursor_peek_at(in->cursor, (size_t)run) == 'x')
        run++;
    if (run < total)
        return;
    in->cursor->at += total;
    record->size += missing;
}

// Adds the item, so often as its count says.
static bool add_values(struct reader *in, struct fields *to, struct item *item, struct field *field)
{
    bool one = field->name != NULL || item->ndim > 0;
    uint64_t copies = item->meaning == COUNT_REPEATS && !one ? item->count : 1;

    if (!item_shape(in, item, one))
        return false;
    if (copies > TYPE_MAX_MEMBERS || (in->items += copies) > TYPE_MAX_MEMBERS) {
        fail_at(in->error, STATUS_USAGE, cursor_span(in->cursor, item->start),
                "a format has %d items at most", TYPE_MAX_MEMBERS);
        return error_hint(in->error, "(N) in front of the code makes one item of N elements");
    }
    field->type = item->type;
    if (copies == 0)
        return fields_align(to, item->align, in->error) || fail_item(in, item->start);
    for (uint64_t i = 0; i < copies; i++)
        if (!fields_add(to, field, item->align, in->error))
            return fail_item(in, item->start);
    return true;
}

// An empty name makes padding of bits; no bits end the byte.
static bool add_bits(struct reader *in, struct fields *to, struct item *item, struct field *field)
{
    bool padding = field->name != NULL && field->name_length == 0;

    if (item->count == 0) {
        to->bit = 0;
        return true;
    }
    if (++in->items > TYPE_MAX_MEMBERS)
        return fail_here(in, item->start, "too many items");
    field->type = padding ? NULL : item->type;
    return fields_add_bits(to, in->pool, field, (unsigned)item->count, item->order, in->error) ||
           fail_item(in, item->start);
}

// Named padding is a field of bytes, as numpy's V is.
static bool add_padding(struct reader *in, struct fields *to, struct item *item,
                        struct field *field)
{
    if (field->name == NULL && item->ndim > 0)
        return fail_here(in, item->start, "padding has no shape");
    if (field->name == NULL)
        return fields_pad(to, item->count, in->error) || fail_item(in, item->start);
    struct type *type = type_array(in->pool, type_bytes(), item->count, in->error);
    if (type == NULL)
        return fail_item(in, item->start);
    type->code = "x";
    item->type = type;
    return add_values(in, to, item, field);
}

static bool add_item(struct reader *in, struct fields *to)
{
    struct item item;
    struct field field = {0};

    if (!item_read(in, &item) || !read_name(in, &field))
        return false;
    if (field.name != NULL && field.name_length == 0 && item.kind != ITEM_BITS)
        return fail_here(in, field.name - 1, "an empty name");
    switch (item.kind) {
    case ITEM_PADDING:
        return add_padding(in, to, &item, &field);
    case ITEM_BITS:
        return add_bits(in, to, &item, &field);
    default:
        absorb_padding(in, &item);
        return add_values(in, to, &item, &field);
    }
}

// items = { blank | prefix | item [ name ] }
static bool read_items(struct reader *in, struct fields *to)
{
    for (;;) {
        cursor_skip_blanks(in->cursor);
        int byte = cursor_peek(in->cursor);

        if (byte == -1 || byte == '}')
            return true;
        if (is_mode(byte))
            in->mode = *in->cursor->at++;
        else if (!add_item(in, to))
            return false;
    }
}

static struct type *single_item(const struct fields *fields)
{
    const struct field *only = fields->fields;

    if (fields->count != 1 || only->name != NULL || only->offset != 0 ||
        only->type->kind == TYPE_BITS || only->type->size != fields->end)
        return NULL;
    return only->type;
}

bool record_read(struct reader *in, enum type_kind kind, struct type **out, struct type **single)
{
    struct fields fields = {.kind = kind, .align = 1};
    struct type *record = NULL;
    const char *start = in->cursor->at;

    if (read_items(in, &fields)) {
        struct type *only = single == NULL ? NULL : single_item(&fields);

        record = fields_record(&fields, in->pool, in->cursor, in->error);
        if (record == NULL)
            fail_item(in, start);
        else if (single != NULL)
            *single = only;
    }
    fields_close(&fields);
    if (record == NULL)
        return false;
    *out = record;
    return true;
}

// The whole text is kept with a record, so that it is shown as its user spelled it.
static bool keep_text(struct type *record, const struct cursor *from, struct error *error)
{
    size_t length = (size_t)(from->end - from->at);
    char *text = pool_array(record->pool, length + 1, 1, error);

    if (text == NULL)
        return false;
    for (size_t i = 0; i < length; i++)
        text[i] = is_blank((unsigned char)from->at[i]) ? ' ' : from->at[i];
    record->code = text;
    return true;
}

static bool is_empty(const struct cursor *cursor)
{
    for (const char *at = cursor->at; at < cursor->end; at++)
        if (!is_blank((unsigned char)*at) && !is_mode((unsigned char)*at))
            return false;
    return true;
}

static const struct type *read_whole(struct reader *in)
{
    const struct cursor whole = *in->cursor;
    struct type *record, *single;

    if (is_empty(in->cursor)) {
        fail_at(in->error, STATUS_USAGE, cursor_rest(&whole), "an empty format is no type");
        return NULL;
    }
    if (!record_read(in, TYPE_STRUCT, &record, &single))
        return NULL;
    if (!cursor_done(in->cursor)) {
        fail_here(in, in->cursor->at, "a } without its {");
        return NULL;
    }
    if (single != NULL && !type_is_record(single))
        return single;
    if (single != NULL)
        record = single;
    return keep_text(record, &whole, in->error) ? record : NULL;
}

// format = items
bool format_read(struct cursor *cursor, const struct type **out, struct error *error)
{
    struct type_pool *pool = pool_new(error);
    struct reader in = {.cursor = cursor, .pool = pool, .error = error, .mode = '@'};

    if (pool == NULL)
        return false;
    const struct type *type = read_whole(&in);
    if (type != NULL)
        *out = type_ref(type);
    pool_unref(pool);
    return type != NULL;
}
