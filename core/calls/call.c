// One call: its words against its signature, libffi's frame, the call itself, and what it left.
#include "calls/call.h"

#include "bytes/guard.h"
#include "bytes/loaded.h"
#include "calls/callback.h"
#include "calls/plain.h"
#include "calls/supervise.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MAX_ARGUMENTS = 4096,
    MAX_ALIGN = 64, // of a result
    PROTOTYPE_TEXT = 400,
    FUNCTION_TEXT = 128
};

// ---- words

static void show_prototype(const struct call *call, struct error *error)
{
    char text[PROTOTYPE_TEXT];

    signature_print(&call->signature, text, sizeof text);
    error_hint(error, "%s", text);
}

// Too few or too many arguments.
static bool check_count(const struct call *call, const char **words, size_t count,
                        struct error *error)
{
    const struct type *type = call->signature.type;
    int length = (int)call->signature.name_length;
    const char *name = call->signature.name;

    if (count > MAX_ARGUMENTS)
        return fail(error, STATUS_USAGE, "more than %d arguments", MAX_ARGUMENTS);
    if (type == NULL || type->unprototyped)
        return true;
    if (count == type->member_count || (type->variadic && count > type->member_count))
        return true;
    const char *least = type->variadic ? "at least " : "";
    const char *s = plural(type->member_count);
    if (count > type->member_count)
        fail_at(error, STATUS_USAGE, span_of(words[type->member_count]),
                "%.*s takes %s%zu argument%s, not %zu", length, name, least, type->member_count, s,
                count);
    else
        fail(error, STATUS_USAGE, "%.*s takes %s%zu argument%s, not %zu", length, name, least,
             type->member_count, s, count);
    show_prototype(call, error);
    return false;
}

// A type that has no value.
static bool check_type(const struct type *type, struct error *error)
{
    struct sink text;

    if (!type->incomplete && (type->kind != TYPE_ARRAY || type->vector))
        return true;
    sink_open(&text, -1);
    type_c(&text, type, NULL, false);
    int length = (int)text.used;
    const char *words = text.text != NULL ? text.text : "";
    if (type->incomplete) {
        fail(error, STATUS_USAGE, "%.*s has no body here, so its size is not known", length, words);
        error_hint(error, "--types FILE makes the types of a header or program known");
    } else {
        fail(error, STATUS_USAGE, "%.*s: no function takes or returns an array", length, words);
        error_hint(error, "an array is passed by a pointer to its first element");
    }
    sink_close(&text);
    return false;
}

static bool check_types(const struct signature *signature, struct error *error)
{
    const struct type *type = signature->type;

    if (!check_type(signature_result(signature), error))
        return false;
    for (size_t i = 0; type != NULL && i < type->member_count; i++)
        if (!check_type(type->members[i].type, error))
            return false;
    return true;
}

bool call_read(struct call *call, const char *library, const char *signature, const char *returns,
               const char **words, size_t count, const struct scope *scope, struct error *error)
{
    call->library = library;
    if (!signature_read(signature, returns, &scope->book, library, &call->signature, error) ||
        !check_types(&call->signature, error) || !check_count(call, words, count, error))
        return false;
    const struct type *type = call->signature.type;
    call->fixed = type != NULL ? type->member_count : count;
    call->arguments = memory_new(count, sizeof *call->arguments, error);
    if (call->arguments == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct argument *argument = &call->arguments[call->count++];
        bool declared = type != NULL && i < type->member_count;

        if (!(declared ? argument_read(argument, words[i], type->members[i].type, scope, error)
                       : argument_read_typed(argument, words[i], type != NULL, scope, error)))
            return false;
    }
    return true;
}

// ---- libffi's frame

static bool open_arguments(struct call *call, struct scope *scope, struct error *error)
{
    struct opening opening = {.abi = &call->abi, .scope = scope, .others = call->arguments};

    for (size_t i = 0; i < call->count; i++) {
        opening.other_count = i;
        opening.index = i + 1;
        if (!argument_open(&call->arguments[i], &opening, error))
            return false;
    }
    return true;
}

// Lays the arguments out; *fixed is how many entries of the frame stand before `...`.
static bool lay_out(struct call *call, const struct type *result, unsigned *fixed,
                    struct error *error)
{
    if (!abi_frame_open(&call->abi, &call->frame, result, call->count, error))
        return false;
    for (size_t i = 0; i < call->count; i++) {
        struct argument *argument = &call->arguments[i];

        if (i == call->fixed)
            *fixed = call->frame.count;
        if (!abi_frame_add(&call->abi, &call->frame, argument->type, argument->value, error))
            return error_place(error, span_of(argument->word));
    }
    if (call->fixed == call->count)
        *fixed = call->frame.count;
    return true;
}

static bool prepare(struct call *call, struct error *error)
{
    const struct type *type = call->signature.type;
    const struct type *returned = signature_result(&call->signature);
    struct abi_frame *frame = &call->frame;
    ffi_type *result = &ffi_type_void;
    unsigned fixed = 0;

    if (!lay_out(call, returned, &fixed, error) ||
        !abi_type(&call->abi, returned, ABI_RESULT, &result, error))
        return false;
    if (result == NULL)
        result = &ffi_type_void;
    ffi_status status =
        type != NULL && type->variadic
            ? ffi_prep_cif_var(&call->cif, FFI_DEFAULT_ABI, fixed, frame->count, result,
                               frame->types)
            : ffi_prep_cif(&call->cif, FFI_DEFAULT_ABI, frame->count, result, frame->types);
    return status == FFI_OK ||
           fail(error, STATUS_USAGE, "libffi cannot pass arguments of these types");
}

// ---- the call

static double seconds_since(const struct timespec *start)
{
    struct timespec end;

    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - start->tv_sec) + (double)(end.tv_nsec - start->tv_nsec) / 1e9;
}

static void invoke(struct call *call, uint64_t repeat, void *slot)
{
    void (*function)(void) = NULL;
    struct timespec start;

    memcpy(&function, &call->function, sizeof function);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (uint64_t i = 0; i < repeat; i++) {
        errno = 0;
        ffi_call(&call->cif, function, slot, call->frame.values);
    }
    call->error_number = errno;
    call->nanoseconds = seconds_since(&start) / (double)repeat * 1e9;
}

static bool check_zones(const struct call *call, struct error *error)
{
    struct guard_damage damage;

    if (guard_intact(&damage))
        return true;
    bool before = damage.offset < 0;
    return fail(error, STATUS_DATA,
                "%.*s: wrote %llu byte%s %s of %s (%zu bytes): offset %lld now holds 0x%02x",
                (int)call->signature.name_length, call->signature.name,
                (unsigned long long)damage.count, plural(damage.count),
                before ? "before the start" : "past the end", damage.guard->name,
                damage.guard->size, (long long)damage.offset, damage.byte);
}

// What the function printed through stdio has been flushed by now.
static bool check_stdout(const char *name, struct error *error)
{
    if (!ferror(stdout))
        return true;
    return fail(error, STATUS_DATA, "%s: what it printed could not be written", name);
}

// Integers come as a whole ffi_arg, of which the lower bytes are the value (libffi's manual).
static void narrow(const struct type *type, ffi_type *ffi, unsigned char *slot)
{
    ffi_arg whole;

    if (ffi->type == FFI_TYPE_STRUCT || ffi->type == FFI_TYPE_COMPLEX || type_is_record(type) ||
        scalar_info(type->scalar)->class == CLASS_FLOAT || type->size >= sizeof whole)
        return;
    memcpy(&whole, slot, sizeof whole);
    integer_to_bytes(integer_of_u64(whole), slot, (size_t)type->size);
}

// The value returned, as a view of its own.
static bool keep_result(struct call *call, unsigned char *slot, struct error *error)
{
    const struct type *type = signature_result(&call->signature);

    if (type->kind == TYPE_VOID)
        return true;
    narrow(type, call->cif.rtype, slot);
    struct store *store = store_copy("the result", slot, (size_t)type->size, error);
    if (store == NULL)
        return false;
    view_of_elements(&call->result, store, type, 0, 1);
    call->result.ndim = 0;
    store_unref(store);
    return true;
}

static bool find_function(struct call *call, struct error *error)
{
    const char *name = call->signature.name;
    int length = (int)call->signature.name_length;
    struct loaded symbol;

    if (!loaded_symbol(span_of(call->library), name, call->signature.name_length, &symbol, error))
        return error_place(error, call->signature.where);
    if (symbol.variable) {
        fail_at(error, STATUS_DATA, call->signature.where, "%.*s is a variable, not a function",
                length, name);
        return error_hint(error, "sym:%s:%.*s is its bytes", call->library, length, name);
    }
    call->function = symbol.address;
    return true;
}

static bool run(struct call *call, const struct call_options *options, unsigned char *slot,
                struct error *error)
{
    char name[FUNCTION_TEXT];
    size_t length = call->signature.name_length;

    if (length >= sizeof name)
        length = sizeof name - 1;
    memcpy(name, call->signature.name, length);
    name[length] = '\0';
    supervise_enter(name, options->seconds);
    invoke(call, options->repeat > 0 ? options->repeat : 1, slot);
    supervise_leave();
    bool good = callback_finish(error) && check_zones(call, error) && check_stdout(name, error);
    for (size_t i = 0; good && i < call->count; i++)
        good = argument_write_back(&call->arguments[i], error);
    return good && keep_result(call, slot, error);
}

static double seconds_left; // for constructors of libraries

static void watch_enter(const char *what)
{
    supervise_enter(what, seconds_left);
}

bool call_make(struct call *call, const struct call_options *options, struct scope *scope,
               struct error *error)
{
    static const struct loaded_watch watch = {watch_enter, supervise_leave};
    const struct type *type = signature_result(&call->signature);
    size_t room = (size_t)type->size + MAX_ALIGN;

    loaded_set_watch(&watch);
    seconds_left = options->seconds;
    if (!find_function(call, error) || !open_arguments(call, scope, error) || !prepare(call, error))
        return false;
    room += MAX_ALIGN - room % MAX_ALIGN;
    unsigned char *slot = aligned_alloc(MAX_ALIGN, room);
    if (slot == NULL)
        return fail_memory(error);
    memset(slot, 0, room);
    bool good = run(call, options, slot, error);
    free(slot);
    return good;
}

void call_close(struct call *call)
{
    for (size_t i = 0; i < call->count; i++)
        argument_close(&call->arguments[i]);
    free(call->arguments);
    view_drop(&call->result);
    abi_close(&call->abi);
    signature_close(&call->signature);
    *call = (struct call){0};
}
