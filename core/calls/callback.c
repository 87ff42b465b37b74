#include "calls/callback.h"

#include "calls/argument.h"
#include "calls/peek.h"
#include "calls/plain.h"
#include "calls/shell.h"
#include "calls/supervise.h"
#include "views/element.h"

#include <stdlib.h>
#include <string.h>

enum { SCALAR_ROOM = 64 }; // bytes of the largest scalar, and more

struct callback {
    struct callback *next;
    const struct type *function; // held
    char *command;
    struct abi abi;
    ffi_cif cif;
    void *code;
    struct shell shell;
};

static struct callback *callbacks;
static struct error failure; // of the call that is at work

static const struct style plain = {.notation = NOTATION_VALUES, .radix = 10};

// The whole value as text.
static bool quote_value(struct bytes *to, const struct type *type, const void *bytes,
                        struct error *error)
{
    struct sink text;

    sink_open(&text, -1);
    element_print(&text, type, bytes, &plain);
    bool good =
        (sink_ok(&text) || fail_memory(error)) && shell_quote(to, text.text, text.used, error);
    sink_close(&text);
    return good;
}

static bool quote_text(struct bytes *to, uintptr_t address, struct error *error)
{
    struct bytes text = {0};
    bool good = peek_text(address, 1, &text, error) &&
                shell_quote(to, (const char *)text.bytes, text.used, error);

    free(text.bytes);
    return good;
}

// A pointer to a scalar is what it points at; any other its address.
static bool quote_pointer(struct bytes *to, const struct type *type, const void *bytes,
                          struct error *error)
{
    const struct type *target = type->target;
    unsigned char room[SCALAR_ROOM];
    uintptr_t address;

    memcpy(&address, bytes, sizeof address);
    if (address == 0)
        return bytes_append(to, "NULL", 4, error);
    if (type_is_char(target))
        return quote_text(to, address, error);
    if (target->kind != TYPE_SCALAR && target->kind != TYPE_ENUM && target->kind != TYPE_POINTER)
        return quote_value(to, type, bytes, error);
    if (!peek(address, room, (size_t)target->size))
        return fail(error, STATUS_DATA, "a callback got the address 0x%llx, which is not readable",
                    (unsigned long long)address);
    return quote_value(to, target, room, error);
}

static bool quote_arguments(const struct callback *callback, void **values, struct bytes *to,
                            struct error *error)
{
    const struct type *function = callback->function;

    for (size_t i = 0; i < function->member_count; i++) {
        const struct type *type = function->members[i].type;
        bool pointer = type->kind == TYPE_POINTER && type->target != NULL;

        if (!bytes_append(to, " ", 1, error) ||
            !(pointer ? quote_pointer : quote_value)(to, type, values[i], error))
            return false;
    }
    return true;
}

// Stores a result as libffi wants it: integers as a whole ffi_arg.
static void store_result(const struct type *type, const unsigned char *bytes, void *result)
{
    struct integer value;
    int64_t number;
    uint64_t natural;

    if (type->size <= sizeof(ffi_arg) && element_integer(type, bytes, &value)) {
        if (integer_to_i64(value, &number))
            *(ffi_sarg *)result = (ffi_sarg)number;
        else if (integer_to_u64(value, &natural))
            *(ffi_arg *)result = (ffi_arg)natural;
    } else {
        memcpy(result, bytes, (size_t)type->size);
    }
}

// The number that the command printed.
static bool read_result(const struct callback *callback, const struct bytes *output, void *result,
                        struct error *error)
{
    const struct type *type = callback->function->target;
    struct error none = {0};
    unsigned char bytes[SCALAR_ROOM] = {0};
    size_t n = output->used;

    if (type == NULL || type->kind == TYPE_VOID)
        return true;
    while (n > 0 && is_blank(output->bytes[n - 1]))
        n--;
    struct cursor text = cursor_over((const char *)output->bytes, n);
    cursor_skip_blanks(&text);
    if (n > 0 && element_read(&text, type, bytes, NULL, &none) && cursor_done(&text)) {
        store_result(type, bytes, result);
        return true;
    }
    if (n == 0)
        return fail_at(error, STATUS_DATA, span_of(callback->command),
                       "the callback printed no number");
    if (none.status != STATUS_OK)
        return fail_at(error, STATUS_DATA, span_of(callback->command), "the callback's result: %s",
                       none.message);
    return fail_at(error, STATUS_DATA, span_of(callback->command),
                   "the callback printed `%.*s`, which is no result", n > 100 ? 100 : (int)n,
                   (const char *)output->bytes);
}

static bool run(struct callback *callback, void **values, void *result, struct error *error)
{
    struct bytes arguments = {0}, output = {0};
    int status = 0;
    bool good = quote_arguments(callback, values, &arguments, error) &&
                shell_run(&callback->shell, callback->command, &arguments, &output, &status, error);

    if (good && status != 0)
        good = fail_at(error, STATUS_DATA, span_of(callback->command),
                       "the callback failed with status %d", status);
    good = good && read_result(callback, &output, result, error);
    free(arguments.bytes);
    free(output.bytes);
    return good;
}

// What C calls. No error can pass the frames of foreign code: a supervised fork ends here, any
// other process goes on with zeroes.
static void enter(ffi_cif *cif, void *result, void **values, void *context)
{
    struct callback *callback = context;

    if (cif->rtype->type != FFI_TYPE_VOID)
        memset(result, 0, cif->rtype->size > sizeof(ffi_arg) ? cif->rtype->size : sizeof(ffi_arg));
    if (failure.status != STATUS_OK || run(callback, values, result, &failure))
        return;
    if (supervise_active())
        supervise_failure(&failure);
}

static bool check_type(const struct type *function, struct error *error)
{
    const struct type *result = function->target;

    if (function->variadic || function->unprototyped)
        return fail(error, STATUS_USAGE, "a callback needs a prototype without `...`");
    if (result != NULL && result->kind != TYPE_VOID && result->kind != TYPE_SCALAR &&
        result->kind != TYPE_ENUM && result->kind != TYPE_POINTER)
        return fail(error, STATUS_USAGE, "a callback returns a number or nothing");
    return true;
}

static bool prepare(struct callback *callback, struct error *error)
{
    const struct type *function = callback->function;
    size_t count = function->member_count;
    ffi_type **types = plain_new(&callback->abi, count, sizeof(ffi_type *), error);
    ffi_type *result = &ffi_type_void;

    if (types == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!abi_type(&callback->abi, function->members[i].type, ABI_ARGUMENT, &types[i], error))
            return false;
        if (types[i] == NULL)
            return fail(error, STATUS_USAGE, "a callback cannot take an empty struct");
    }
    if (function->target != NULL &&
        !abi_type(&callback->abi, function->target, ABI_RESULT, &result, error))
        return false;
    ffi_closure *closure = ffi_closure_alloc(sizeof(ffi_closure), &callback->code);
    if (closure == NULL)
        return fail_memory(error);
    if (ffi_prep_cif(&callback->cif, FFI_DEFAULT_ABI, (unsigned)count, result, types) == FFI_OK &&
        ffi_prep_closure_loc(closure, &callback->cif, enter, callback, callback->code) == FFI_OK)
        return true;
    ffi_closure_free(closure);
    return fail(error, STATUS_USAGE, "libffi cannot make a function of that type");
}

static struct callback *find(const struct type *function, const char *command)
{
    for (struct callback *callback = callbacks; callback != NULL; callback = callback->next)
        if (callback->function == function && strcmp(callback->command, command) == 0)
            return callback;
    return NULL;
}

void *callback_code(const struct type *function, const char *command, struct error *error)
{
    struct callback *callback = find(function, command);

    if (callback != NULL)
        return callback->code;
    if (!check_type(function, error))
        return NULL;
    callback = memory_new(1, sizeof *callback, error);
    if (callback == NULL)
        return NULL;
    callback->function = type_ref(function);
    callback->command = memory_text(command, strlen(command), error);
    if (callback->command == NULL || !prepare(callback, error)) {
        abi_close(&callback->abi);
        type_unref(callback->function);
        free(callback->command);
        free(callback);
        return NULL;
    }
    callback->next = callbacks;
    callbacks = callback;
    return callback->code;
}

bool callback_finish(struct error *error)
{
    struct error failed = failure;

    for (struct callback *callback = callbacks; callback != NULL; callback = callback->next)
        shell_close(&callback->shell);
    error_clear(&failure);
    if (failed.status == STATUS_OK || error->status != STATUS_OK)
        return error->status == STATUS_OK;
    *error = failed;
    return false;
}
