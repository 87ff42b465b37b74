// SLICE from text.
//
//     slice  = [items | "[" items "]"] { "." field | "[" items "]" }
//     items  = item { "," item } [","]
//     item   = "..." | number | [number] ":" [number | "+" number] [":" [number]]
#include "base/number.h"
#include "views/slice.h"
#include "views/slice_parts.h"
#include "views/view.h"

#include <stdlib.h>

enum { SLICE_MAX_PARTS = 1024 };

// number = ["-" | "+"] integer [unit]; beyond 64 bits it is clamped.
static bool read_number(struct cursor *cursor, int64_t *out, struct error *error)
{
    struct cursor start = *cursor;
    struct error too_large = {0};
    struct integer value;
    bool negative = false;
    uint64_t magnitude;

    if (size_read(cursor, &magnitude, &negative, &too_large)) {
        if (magnitude > INT64_MAX)
            magnitude = INT64_MAX;
    } else {
        *cursor = start;
        if (!integer_read(cursor, &value, error))
            return false;
        magnitude = INT64_MAX;
        negative = value.negative;
    }
    *out = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

static bool at_number(const struct cursor *cursor)
{
    int byte = cursor_peek(cursor);

    return is_digit(byte) || byte == '-' || byte == '+' || byte == '\'';
}

// Behind the first ":" of an item.
static bool read_stop(struct cursor *cursor, struct item *item, struct error *error)
{
    cursor_skip_blanks(cursor);
    item->counted = cursor_peek(cursor) == '+';
    if (at_number(cursor)) {
        item->has_stop = true;
        if (!read_number(cursor, &item->stop, error))
            return false;
    }
    cursor_skip_blanks(cursor);
    if (!cursor_take(cursor, ':'))
        return true;
    cursor_skip_blanks(cursor);
    const char *from = cursor->at;
    if (!at_number(cursor))
        return true;
    if (!read_number(cursor, &item->step, error))
        return false;
    if (item->step == 0)
        return fail_at(error, STATUS_USAGE, cursor_span(cursor, from), "step is zero");
    return true;
}

static bool read_item(struct cursor *cursor, struct item *item, struct error *error)
{
    *item = (struct item){.kind = ITEM_INDEX, .step = 1};
    cursor_skip_blanks(cursor);
    const char *from = cursor->at;
    if (cursor_take_text(cursor, "...")) {
        item->kind = ITEM_ELLIPSIS;
    } else {
        if (at_number(cursor)) {
            item->has_start = true;
            if (!read_number(cursor, &item->start, error))
                return false;
        }
        struct cursor before_blanks = *cursor;
        cursor_skip_blanks(cursor);
        if (cursor_take(cursor, ':')) {
            item->kind = ITEM_RANGE;
            if (!read_stop(cursor, item, error))
                return false;
        } else if (!item->has_start) {
            fail_at(error, STATUS_USAGE, cursor_span(cursor, cursor->at),
                    cursor_done(cursor) ? "an index or a slice is missing"
                                        : "not an index, a slice or a field");
            return error_hint(error, "as in 1, -1, 2:5, ::2, 4:+3, ..., .field, 3.field[1]");
        } else {
            *cursor = before_blanks;
        }
    }
    item->span = cursor_span(cursor, from);
    cursor_skip_blanks(cursor);
    return true;
}

static bool add_item(struct part *part, const struct item *item, struct error *error)
{
    if (item->kind == ITEM_ELLIPSIS) {
        for (size_t i = 0; i < part->item_count; i++) {
            if (part->items[i].kind == ITEM_ELLIPSIS)
                return fail_at(error, STATUS_USAGE, item->span, "only one `...` is allowed");
        }
    }
    if (part->item_count > VIEW_MAX_NDIM)
        return fail_at(error, STATUS_USAGE, item->span, "more than %d items", VIEW_MAX_NDIM);
    if (!memory_grow(&part->items, &part->item_capacity, part->item_count + 1, sizeof *item, error))
        return false;
    part->items[part->item_count++] = *item;
    return true;
}

// items, up to a "]", a "." or the end.
static bool read_items(struct cursor *cursor, struct part *part, struct error *error)
{
    const char *from = cursor->at;

    do {
        struct item item;

        if (part->item_count > 0 && (cursor_done(cursor) || cursor_peek(cursor) == ']'))
            break; // a comma at the end, as in Python's m[1,]
        if (!read_item(cursor, &item, error) || !add_item(part, &item, error))
            return false;
    } while (cursor_take(cursor, ','));
    part->span = cursor_span(cursor, from);
    return true;
}

static bool read_bracket(struct cursor *cursor, struct part *part, struct error *error)
{
    const char *from = cursor->at;

    cursor->at++;
    if (!read_items(cursor, part, error))
        return false;
    if (!cursor_take(cursor, ']'))
        return fail_at(error, STATUS_USAGE, cursor_span(cursor, cursor->at), "`]` is missing");
    part->span = cursor_span(cursor, from);
    return true;
}

// name = letters, digits, _ and all that is not ASCII | '"' any but '"' '"': formats may name
// fields as C cannot.
static bool read_name(struct cursor *cursor, struct part *part, struct error *error)
{
    bool quoted = cursor_take(cursor, '"');
    const char *from = cursor->at;
    int byte;

    while ((byte = cursor_peek(cursor)) >= 0 &&
           (quoted ? byte != '"' : is_word_byte(byte) || byte >= 0x80))
        cursor->at++;
    part->name = from;
    part->name_length = (size_t)(cursor->at - from);
    if (quoted && !cursor_take(cursor, '"'))
        return fail_at(error, STATUS_USAGE, cursor_span(cursor, from - 1), "\" has no closing \"");
    return part->name_length > 0 || fail_at(error, STATUS_USAGE, cursor_span(cursor, cursor->at),
                                            "a field's name is missing behind `.`");
}

static bool read_field(struct cursor *cursor, struct part *part, struct error *error)
{
    const char *from = cursor->at;

    cursor->at++;
    if (!read_name(cursor, part, error))
        return false;
    part->span = cursor_span(cursor, from);
    return true;
}

static bool read_part(struct cursor *cursor, struct part *part, bool first, struct error *error)
{
    int byte = cursor_peek(cursor);

    if (byte == '[')
        return read_bracket(cursor, part, error);
    if (byte == '.' && cursor_peek_at(cursor, 1) != '.')
        return read_field(cursor, part, error);
    if (first)
        return read_items(cursor, part, error);
    fail_at(error, STATUS_USAGE, cursor_span(cursor, cursor->at), "not a part of a slice");
    return error_hint(error, "items are parted by commas, dimensions inside one pair of brackets");
}

struct slice *slice_read(struct cursor *cursor, struct error *error)
{
    struct slice *slice = memory_new(1, sizeof *slice, error);
    bool first = true;

    if (slice == NULL)
        return NULL;
    cursor_skip_blanks(cursor);
    do {
        if (slice->count == SLICE_MAX_PARTS) {
            fail_at(error, STATUS_USAGE, cursor_span(cursor, cursor->at), "more than %d parts",
                    SLICE_MAX_PARTS);
            goto out;
        }
        if (!memory_grow(&slice->parts, &slice->capacity, slice->count + 1, sizeof(struct part),
                         error))
            goto out;
        struct part *part = &slice->parts[slice->count];
        *part = (struct part){0};
        slice->count++;
        if (!read_part(cursor, part, first, error))
            goto out;
        cursor_skip_blanks(cursor);
        first = false;
    } while (!cursor_done(cursor));
    return slice;
out:
    slice_free(slice);
    return NULL;
}

void slice_free(struct slice *slice)
{
    if (slice == NULL)
        return;
    for (size_t i = 0; i < slice->count; i++)
        free(slice->parts[i].items);
    free(slice->parts);
    free(slice);
}
