// Words to values: views are opened, room is made, symbols are found.
#include "bytes/loaded.h"
#include "calls/argument.h"
#include "calls/callback.h"
#include "calls/plain.h"
#include "views/element.h"
#include "views/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- values

static bool make_value(struct argument *argument, const struct opening *opening,
                       struct error *error)
{
    size_t size = (size_t)argument->type->size;

    argument->value = plain_new(opening->abi, 1, size + 2 * ABI_SLOT, error);
    return argument->value != NULL;
}

static void set_pointer(struct argument *argument, const void *address)
{
    uintptr_t number = (uintptr_t)address;

    memcpy(argument->value, &number, sizeof number);
}

static bool open_value(struct argument *argument, const struct opening *opening,
                       struct error *error)
{
    (void)opening;
    (void)error;
    if (argument->type->size > 0)
        memcpy(argument->value, argument->text.bytes, (size_t)argument->type->size);
    return true;
}

static bool open_literal(struct argument *argument, const struct opening *opening,
                         struct error *error)
{
    return argument_read_value(argument, opening->scope, error) &&
           open_value(argument, opening, error);
}

static bool open_size(struct argument *argument, const struct opening *opening, struct error *error)
{
    struct view view;
    struct span where = span_of(argument->word);
    const char *label = NULL;
    size_t length = 0;

    // The whole word is to be shown, and in it the label.
    if (source_label(argument->source, &label, &length) &&
        scope_find(opening->scope, label, length) == NULL) {
        where.length = length + 1;
        where.start = where.word_length - where.length;
        return scope_unknown(opening->scope, where, label, length, error);
    }
    if (!source_open(argument->source, opening->scope, &view, error))
        return false;
    bool good = view_settle(&view, error) && element_set_integer(argument->type, argument->value,
                                                                 integer_of_u64(view_nbytes(&view)),
                                                                 span_of(argument->word), error);
    view_drop(&view);
    return good;
}

// The one element of a view as the value.
static bool take_element(struct argument *argument, const struct view *view, struct error *error)
{
    struct bytes bytes = {0};
    struct view whole;
    bool raw = type_is_bytes(view->type) && view_nbytes(view) == argument->type->size &&
               view_c_contiguous(view);

    // Text is no number, though one character of it looks like one byte.
    if (type_is_bytes(view->type) && !raw && argument->word[0] != '@') {
        fail_at(error, STATUS_USAGE, span_of(argument->word),
                "a value is asked for, and these are bytes without a type");
        return error_hint(error, "i32:5 or d:1.5 is a value with its type, a bare 5 takes the "
                                 "parameter's");
    }
    if (raw)
        view_of_elements(&whole, view->store, argument->type, view->offset, 1);
    else
        view_copy(&whole, view);
    bool good = true;
    if (view_count(&whole) != 1) {
        char words[128];

        view_describe(view, words, sizeof words);
        fail_at(error, STATUS_USAGE, span_of(argument->word), "one value is asked for, this is %s",
                words);
        good = error_hint(error, "slice one of them first");
    }
    good = good && bytes_append(&bytes, NULL, (size_t)whole.type->size + 1, error) &&
           store_read(whole.store, whole.offset, bytes.bytes, (size_t)whole.type->size, error) &&
           value_convert(whole.type, bytes.bytes, argument->type, argument->value,
                         span_of(argument->word), error);
    free(bytes.bytes);
    view_drop(&whole);
    return good;
}

static bool open_view(struct argument *argument, const struct opening *opening, struct error *error)
{
    struct view view;

    if (!source_open(argument->source, opening->scope, &view, error))
        return false;
    bool good = view_settle(&view, error) && take_element(argument, &view, error);
    view_drop(&view);
    return good;
}

// ---- pointers to memory

static void name_argument(const struct opening *opening, char name[32])
{
    snprintf(name, 32, "argument %zu", opening->index);
}

static bool open_text(struct argument *argument, const struct opening *opening, struct error *error)
{
    char name[32];

    name_argument(opening, name);
    argument->store = store_copy(name, argument->text.bytes, argument->text.used, error);
    if (argument->store == NULL)
        return false;
    unsigned char *address = store_address(argument->store);
    set_pointer(argument, address);
    return address != NULL || fail_memory(error);
}

static bool open_out(struct argument *argument, const struct opening *opening, struct error *error)
{
    const struct type *target = argument->type->target;
    uint64_t bytes, count = argument->count > 0 ? argument->count : 1;
    char name[32];

    if (!mul_u64(count, target->size > 0 ? target->size : 1, &bytes))
        return fail_at(error, STATUS_DATA, span_of(argument->word), "more than memory can hold");
    name_argument(opening, name);
    argument->store = store_memory(name, bytes, error);
    if (argument->store == NULL)
        return false;
    set_pointer(argument, argument->store->address);
    return true;
}

static bool open_address(struct argument *argument, const struct opening *opening,
                         struct error *error)
{
    (void)opening;
    (void)error;
    set_pointer(argument, (void *)(uintptr_t)argument->address);
    return true;
}

// The address of a view; a temporary's memory lives on with the argument.
static bool take_address(struct argument *argument, const struct opening *opening,
                         const struct view *view, struct error *error)
{
    unsigned char *address = view_address(view);

    // What is read-only is lent as a copy where nothing keeps foreign code from writing.
    if (address != NULL && (!view->readonly || view->store->protected)) {
        argument->store = store_ref(view->store);
    } else {
        address = argument_copy_in(argument, opening, view, error);
        if (address == NULL)
            return false;
    }
    set_pointer(argument, address);
    return true;
}

static bool open_memory(struct argument *argument, const struct opening *opening,
                        struct error *error)
{
    struct view view;

    if (!source_open(argument->source, opening->scope, &view, error))
        return false;
    bool good = view_settle(&view, error) && take_address(argument, opening, &view, error);
    view_drop(&view);
    return good;
}

// A label is its value where it has no dimension, as a literal of one value is; else its address.
static bool open_natural(struct argument *argument, const struct opening *opening,
                         struct error *error)
{
    struct view view;

    if (!source_open(argument->source, opening->scope, &view, error))
        return false;
    bool one = argument->word[0] == '@' ? view.ndim == 0 : view_count(&view) == 1;
    bool by_value = one && view.type->kind != TYPE_ARRAY && view.type->kind != TYPE_PASCAL;
    const struct type *type = by_value ? view.type : type_native(SCALAR_POINTER);
    argument->type = type_ref(by_value && argument->promoted ? type_promoted(type) : type);
    bool good = view_settle(&view, error) && make_value(argument, opening, error) &&
                (by_value ? take_element(argument, &view, error)
                          : take_address(argument, opening, &view, error));
    view_drop(&view);
    return good;
}

// ---- pointers that are held, and symbols

static bool open_held(struct argument *argument, const struct opening *opening, struct error *error)
{
    struct cursor text = cursor_of(argument->word);
    struct address at;
    unsigned char bytes[2 * sizeof(uint64_t)];
    struct integer value;
    uint64_t address;

    cursor_take_text(&text, "addr:");
    struct span where = cursor_rest(&text);
    if (!address_read(&text, &at, error))
        return false;
    const struct view *view = scope_find(opening->scope, at.label, at.label_length);
    if (view == NULL)
        return scope_unknown(opening->scope, where, at.label, at.label_length, error);
    if (view_count(view) != 1 || view->type->size != sizeof(void *) ||
        !store_read(view->store, view->offset, bytes, sizeof(void *), error) ||
        !element_integer(view->type, bytes, &value) || !integer_to_u64(value, &address)) {
        fail_at(error, STATUS_USAGE, span_of(argument->word),
                "this view does not hold one pointer");
        return error_hint(error, "array P holds one; @%.*s itself is the address of the view",
                          (int)at.label_length, at.label);
    }
    set_pointer(argument, (void *)(uintptr_t)address);
    return true;
}

static bool open_symbol(struct argument *argument, const struct opening *opening,
                        struct error *error)
{
    struct cursor word = cursor_of(argument->word);
    struct span library, name;
    struct loaded symbol;

    (void)opening;
    cursor_take_text(&word, "sym:");
    place_split(&word, &library, &name);
    if (!loaded_symbol(library, name.word + name.start, name.length, &symbol, error))
        return error_place(error, name);
    set_pointer(argument, symbol.address);
    return true;
}

static bool open_exec(struct argument *argument, const struct opening *opening, struct error *error)
{
    const char *command = word_behind(argument->word, "exec:");

    (void)opening;
    void *code = callback_code(argument->type->target, command, error);
    if (code == NULL)
        return error_place(error, span_of(argument->word));
    set_pointer(argument, code);
    return true;
}

typedef bool opener(struct argument *argument, const struct opening *opening, struct error *error);

static opener *const openers[] = {
    [ARGUMENT_VALUE] = open_value,     [ARGUMENT_LITERAL] = open_literal,
    [ARGUMENT_VIEW] = open_view,       [ARGUMENT_SIZE] = open_size,
    [ARGUMENT_TEXT] = open_text,       [ARGUMENT_ADDRESS] = open_address,
    [ARGUMENT_HELD] = open_held,       [ARGUMENT_SYMBOL] = open_symbol,
    [ARGUMENT_MEMORY] = open_memory,   [ARGUMENT_OUT] = open_out,
    [ARGUMENT_NATURAL] = open_natural, [ARGUMENT_EXEC] = open_exec,
};

bool argument_open(struct argument *argument, const struct opening *opening, struct error *error)
{
    if (argument->kind != ARGUMENT_NATURAL && !make_value(argument, opening, error))
        return false;
    return openers[argument->kind](argument, opening, error) ||
           error_place(error, span_of(argument->word));
}

// ---- after the call

void argument_close(struct argument *argument)
{
    if (argument->store != NULL)
        recent_keep(argument->store);
    store_unref(argument->store);
    view_drop(&argument->back);
    type_unref(argument->type);
    source_free(argument->source);
    free(argument->text.bytes);
}
