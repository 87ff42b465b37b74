// What a word is for a parameter: decided by its text alone, before anything is opened.
#include "base/escape.h"
#include "base/near.h"
#include "calls/argument.h"
#include "views/element.h"
#include "views/place.h"

#include <string.h>
#include <wchar.h>

const char *word_behind(const char *word, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(word, prefix, n) == 0 ? word + n : NULL;
}

bool type_is_wide_char(const struct type *type)
{
    if (type->kind != TYPE_SCALAR || type->size != sizeof(wchar_t))
        return false;
    return type->scalar == SCALAR_UCS4 ||
           (type->name != NULL && strcmp(type->name, "wchar_t") == 0);
}

static bool read_source(struct argument *argument, enum argument_kind kind,
                        const struct scope *scope, struct error *error)
{
    argument->kind = kind;
    argument->source = source_read(argument->word, scope, error);
    return argument->source != NULL;
}

// `size:@NAME`
static bool read_size(struct argument *argument, const char *label, const struct scope *scope,
                      struct error *error)
{
    if (label[0] != '@')
        return fail_at(error, STATUS_USAGE, span_of(argument->word), "size: is size:@NAME");
    argument->kind = ARGUMENT_SIZE;
    argument->source = source_read(label, scope, error);
    return argument->source != NULL;
}

bool argument_read_value(struct argument *argument, const struct scope *scope, struct error *error)
{
    struct cursor text = cursor_of(argument->word);

    argument->text.used = 0;
    if (!bytes_append(&argument->text, NULL, (size_t)argument->type->size + 1, error))
        return false;
    cursor_skip_blanks(&text);
    if (!element_read(&text, argument->type, argument->text.bytes, scope, error))
        return false;
    cursor_skip_blanks(&text);
    return cursor_done(&text) ||
           fail_at(error, STATUS_USAGE, cursor_rest(&text), "not part of the value");
}

// A scalar, struct or union: its value, or a view's.
static bool read_value(struct argument *argument, const struct scope *scope, struct error *error)
{
    const char *word = argument->word;
    const char *size = word_behind(word, "size:");
    struct error first = {0};

    if (word[0] == '@')
        return read_source(argument, ARGUMENT_VIEW, scope, error);
    if (size != NULL)
        return read_size(argument, size, scope, error);
    if (word[0] == '{' && strchr(word, '@') != NULL) {
        argument->kind = ARGUMENT_LITERAL;
        return true;
    }
    argument->kind = ARGUMENT_VALUE;
    if (argument_read_value(argument, scope, &first))
        return true;
    if (source_prefixed(word, scope))
        return read_source(argument, ARGUMENT_VIEW, scope, error);
    error_place(&first, span_of(word));
    *error = first;
    return false;
}

// ---- pointers

// Text as it is written, with its NUL.
static bool read_text(struct argument *argument, const char *word, struct error *error)
{
    size_t length = strlen(word);

    argument->kind = ARGUMENT_TEXT;
    if (type_is_wide_char(argument->type->target))
        return utf8_widen((const unsigned char *)word, length, &argument->text,
                          span_of(argument->word), "not valid UTF-8", error);
    return bytes_append(&argument->text, word, length + 1, error);
}

// `str:TEXT` behind a pointer gets a NUL, as in C.
static bool read_escaped(struct argument *argument, const char *behind, struct error *error)
{
    struct cursor word = cursor_of(argument->word);
    struct cursor rest = cursor_part(&word, behind, word.end);

    argument->kind = ARGUMENT_TEXT;
    return escape_read(&rest, 0, &argument->text, error) &&
           bytes_append(&argument->text, "", 1, error);
}

// The readers below are true where the word is of their kind, even a bad one: then with an error.

// `out` and `out:N`
static bool read_out(struct argument *argument, struct error *error)
{
    const char *word = argument->word;
    const char *count = word_behind(word, "out:");
    const struct type *target = argument->type->target;

    if (strcmp(word, "out") != 0 && count == NULL)
        return false;
    argument->kind = ARGUMENT_OUT;
    if (count != NULL) {
        struct cursor all = cursor_of(word);
        struct cursor text = cursor_part(&all, count, all.end);

        if (size_read(&text, &argument->count, NULL, error) &&
            (!cursor_done(&text) || argument->count == 0))
            fail_at(error, STATUS_USAGE, cursor_rest(&text), "out:N makes room for N > 0");
    }
    if (target->kind == TYPE_VOID && count == NULL) {
        fail_at(error, STATUS_USAGE, span_of(word), "how much room a void * needs is not known");
        error_hint(error, "out:N makes room for N bytes");
    } else if (target->kind != TYPE_VOID && target->size == 0) {
        fail_at(error, STATUS_USAGE, span_of(word), "the size of what it points at is not known");
    }
    return true;
}

static bool read_number(struct argument *argument, struct error *error)
{
    const char *number = argument->word;
    struct cursor text = cursor_of(number);
    struct integer value;

    if (!integer_read(&text, &value, error))
        return false;
    if (!integer_to_u64(value, &argument->address) || argument->address > UINTPTR_MAX)
        return fail_at(error, STATUS_USAGE, cursor_span(&text, number), "not an address");
    if (!cursor_done(&text)) {
        fail_at(error, STATUS_USAGE, cursor_rest(&text), "not part of an address");
        return error_hint(error, "0x%s is an address, hex:%s are bytes", number, number);
    }
    argument->kind = ARGUMENT_ADDRESS;
    return true;
}

// Of a length that is given only the syntax is asked: the function gets a pointer.
static bool read_address(struct argument *argument, struct cursor *text, struct error *error)
{
    struct address at;

    if (!address_read(text, &at, error))
        return false;
    argument->kind = at.label != NULL ? ARGUMENT_HELD : ARGUMENT_ADDRESS;
    argument->address = at.address;
    return true;
}

// A word that says where the pointer points.
static bool read_place(struct argument *argument, struct error *error)
{
    const char *word = argument->word;
    struct cursor text = cursor_of(word);
    struct span library, name;

    if (strcmp(word, "NULL") == 0) {
        argument->kind = ARGUMENT_ADDRESS;
    } else if (cursor_take_text(&text, "addr:")) {
        read_address(argument, &text, error);
    } else if (cursor_take_text(&text, "sym:")) {
        argument->kind = ARGUMENT_SYMBOL;
        if (!place_split(&text, &library, &name))
            fail_at(error, STATUS_USAGE, span_of(word), "sym: is sym:LIBRARY:NAME");
    } else {
        return false;
    }
    return true;
}

static bool refuse_pointer(const struct argument *argument, struct error *error)
{
    fail_at(error, STATUS_USAGE, span_of(argument->word), "not a pointer");
    if (argument->type->target->kind == TYPE_FUNCTION)
        return error_hint(error, "a function pointer takes exec:COMMAND, sym:LIBRARY:NAME or NULL");
    return error_hint(error, "a pointer takes @NAME, a typed literal as in i32:1,2,3, a prefix as "
                             "in str:text, out, NULL or an address");
}

// What a pointer to data takes besides places.
static bool read_data_pointer(struct argument *argument, const struct scope *scope,
                              struct error *error)
{
    const char *word = argument->word;
    const struct type *target = argument->type->target;
    const char *behind = word_behind(word, "str:");

    if (read_out(argument, error))
        return true;
    if (behind != NULL)
        read_escaped(argument, behind, error);
    else if (source_has_prefix(word)) // not so TYPE:, which is text to a char *
        read_source(argument, ARGUMENT_MEMORY, scope, error);
    else if (type_is_char(target) || type_is_wide_char(target))
        read_text(argument, word, error);
    else if (source_prefixed(word, scope))
        read_source(argument, ARGUMENT_MEMORY, scope, error);
    else
        return false;
    return true;
}

static bool read_pointer(struct argument *argument, const struct scope *scope, struct error *error)
{
    const char *word = argument->word;

    if (word[0] == '@')
        return read_source(argument, ARGUMENT_MEMORY, scope, error);
    if (read_place(argument, error))
        return error->status == STATUS_OK;
    if (argument->type->target->kind == TYPE_FUNCTION) {
        argument->kind = ARGUMENT_EXEC;
        if (word_behind(word, "exec:") != NULL)
            return true;
    } else if (read_data_pointer(argument, scope, error)) {
        return error->status == STATUS_OK;
    }
    if (is_digit((unsigned char)word[0]))
        return read_number(argument, error);
    return refuse_pointer(argument, error);
}

bool argument_read(struct argument *argument, const char *word, const struct type *type,
                   const struct scope *scope, struct error *error)
{
    argument->word = word;
    argument->type = type_ref(type);
    bool good = type->kind == TYPE_POINTER && type->target != NULL
                    ? read_pointer(argument, scope, error)
                    : read_value(argument, scope, error);
    return good || error_place(error, span_of(word));
}

// ---- words that say their type themselves

static bool refuse_untyped(const char *word, bool promoted, struct error *error)
{
    fail_at(error, STATUS_USAGE, span_of(word), "nothing says of what type this is");
    return error_hint(error, promoted
                                 ? "write it as a C literal, or with its type: i64:5, str:text"
                                 : "write its type in front of it, as in i32:5, d:1.5, str:text");
}

bool argument_read_typed(struct argument *argument, const char *word, bool promoted,
                         const struct scope *scope, struct error *error)
{
    const char *behind;

    argument->word = word;
    argument->typed = true;
    argument->promoted = promoted;
    if (word[0] == '@')
        return read_source(argument, ARGUMENT_NATURAL, scope, error);
    if (argument_read_literal(argument, word, promoted, error))
        return error->status == STATUS_OK;
    if ((behind = word_behind(word, "size:")) != NULL) {
        argument->type = type_native(scalar_integer(sizeof(size_t), false));
        return read_size(argument, behind, scope, error);
    }
    argument->type = type_native(SCALAR_POINTER);
    if (read_place(argument, error))
        return error->status == STATUS_OK || error_place(error, span_of(word));
    if ((behind = word_behind(word, "str:")) != NULL)
        return read_escaped(argument, behind, error) || error_place(error, span_of(word));
    if (source_has_prefix(word))
        return read_source(argument, ARGUMENT_MEMORY, scope, error);
    argument->type = NULL;
    if (!source_prefixed(word, scope))
        return refuse_untyped(word, promoted, error);
    return read_source(argument, ARGUMENT_NATURAL, scope, error);
}
