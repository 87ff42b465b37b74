// What came back from a call, in text.
#include "calls/call.h"

#include "base/escape.h"
#include "calls/peek.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void print_wide(struct sink *to, const struct bytes *text)
{
    wchar_t wide;
    char narrow[4];

    for (size_t at = 0; at + sizeof wide <= text->used; at += sizeof wide) {
        memcpy(&wide, text->bytes + at, sizeof wide);
        size_t n = utf8_encode((uint32_t)wide, narrow);
        if (n > 0)
            escape_write(to, narrow, n, ESCAPE_BARE);
        else
            sink_printf(to, "\\U%08lx", (unsigned long)wide);
    }
}

// The text that a pointer points at.
static bool print_text(struct sink *to, uintptr_t address, bool wide, struct error *error)
{
    struct bytes text = {0};

    if (address == 0) {
        sink_text(to, "NULL");
        return true;
    }
    bool good = peek_text(address, wide ? sizeof(wchar_t) : 1, &text, error);
    if (good && wide)
        print_wide(to, &text);
    else if (good)
        escape_write(to, text.bytes, text.used, ESCAPE_BARE);
    free(text.bytes);
    return good;
}

static bool points_to_text(const struct type *type)
{
    return type->kind == TYPE_POINTER && type->target != NULL &&
           (type_is_char(type->target) || type_is_wide_char(type->target));
}

// A value as its C type reads.
static bool print_value(struct sink *to, const struct type *type, const unsigned char *bytes,
                        const struct style *style, struct error *error)
{
    uintptr_t address;

    if (!points_to_text(type)) {
        element_print(to, type, bytes, style);
        return true;
    }
    memcpy(&address, bytes, sizeof address);
    return print_text(to, address, type_is_wide_char(type->target), error);
}

bool call_print_result(struct sink *to, const struct call *call, unsigned radix,
                       struct error *error)
{
    const struct view *view = &call->result;
    const struct style style = {.notation = NOTATION_VALUES, .radix = radix};

    if (view->store == NULL)
        return true;
    size_t lent, size = (size_t)view->type->size;
    const unsigned char *bytes = store_borrow(view->store, 0, size, &lent, error);
    if (bytes == NULL || !print_value(to, view->type, bytes, &style, error))
        return false;
    sink_byte(to, '\n');
    return true;
}

// Text up to its NUL, or all of the room where it has none.
static void print_out_text(struct sink *to, const struct store *store, bool wide)
{
    struct bytes text = {.bytes = store->address};

    if (!wide) {
        escape_write(to, store->address, strnlen((char *)store->address, (size_t)store->size),
                     ESCAPE_BARE);
        return;
    }
    text.used = wcsnlen((wchar_t *)store->address, (size_t)(store->size / sizeof(wchar_t))) *
                sizeof(wchar_t);
    print_wide(to, &text);
}

static void print_out(struct sink *to, const struct argument *argument, const struct style *style)
{
    const struct type *target = argument->type->target;
    const struct store *store = argument->store;
    struct error ignored = {0};

    if (target->kind == TYPE_VOID) {
        for (uint64_t i = 0; i < store->size; i++)
            sink_printf(to, "%02x", store->address[i]);
    } else if (type_is_char(target) || type_is_wide_char(target)) {
        print_out_text(to, store, type_is_wide_char(target));
    } else if (argument->count == 0) {
        // What a function leaves behind a pointer need not be text that can be read.
        if (!print_value(to, target, store->address, style, &ignored))
            element_print(to, target, store->address, style);
    } else {
        sink_byte(to, '{');
        elements_print(to, target, store->address, argument->count, ", ", style);
        sink_byte(to, '}');
    }
}

void call_print_outs(struct sink *to, const struct call *call, unsigned radix)
{
    const struct style style = {.notation = NOTATION_VALUES, .radix = radix};

    for (size_t i = 0; i < call->count; i++) {
        const struct argument *argument = &call->arguments[i];

        if (argument->kind != ARGUMENT_OUT)
            continue;
        sink_printf(to, "arg %zu: ", i + 1);
        print_out(to, argument, &style);
        sink_byte(to, '\n');
    }
}
