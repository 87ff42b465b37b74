// memtool call: a C function of a shared library, by prototype, by debug info, or by typed words.
#include "base/escape.h"
#include "base/number.h"
#include "calls/call.h"
#include "command.h"
#include "images/dwarf.h"
#include "images/elf.h"
#include "images/library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// What parse made of a stage.
struct own {
    struct call call;
    struct call_options options;
    bool list; // LIBRARY alone: its functions
};

static bool read_timeout(const char *word, double *seconds, struct error *error)
{
    struct cursor text = cursor_of(word);
    double read;

    if (!float_read(&text, FLOAT_F64, &read, error))
        return error_place(error, span_of(word));
    if (cursor_done(&text) && read >= 0) {
        *seconds = read;
        return true;
    }
    fail_at(error, STATUS_USAGE, span_of(word), "not a time");
    return error_hint(error, "seconds, as in 5 or 0.5; 0 is for ever");
}

// The list of functions leaves no view: nothing to put into a form or to label.
static bool check_list(const struct stage *stage, struct error *error)
{
    const struct options *options = &stage->options;

    if (options->form != NULL || options->as != NULL) {
        fail(error, STATUS_USAGE, "%s without a SIGNATURE", options->form != NULL ? "-o" : "--as");
        return error_hint(error, "LIBRARY alone lists its functions, and leaves no view");
    }
    if (stage->last)
        return true;
    fail_at(error, STATUS_USAGE, span_of(stage->operands[0]), "a SIGNATURE is missing");
    return error_hint(error, "LIBRARY alone lists its functions, as the last command only");
}

static bool check_label_of(const struct stage *stage, const struct call *call, struct error *error)
{
    if (stage->options.as == NULL || signature_result(&call->signature)->kind != TYPE_VOID)
        return true;
    fail_at(error, STATUS_USAGE, span_of(stage->operands[1]),
            "a void function leaves no view to label");
    return error_hint(error, "the view before the call stays; its own command can have --as");
}

static bool call_parse(struct stage *stage, struct session *session, struct error *error)
{
    const struct options *options = &stage->options;
    struct own *own = memory_new(1, sizeof *own, error);

    stage->own = own;
    if (own == NULL || !stage_operands(stage, 1, -1, error))
        return false;
    if (options->repeat.given && options->repeat.value == 0)
        return fail_at(error, STATUS_USAGE, span_of(options->repeat.word),
                       "--repeat is at least 1");
    own->options.repeat = options->repeat.value;
    if (options->timeout != NULL && !read_timeout(options->timeout, &own->options.seconds, error))
        return false;
    own->list = stage->operand_count == 1;
    if (own->list)
        return check_list(stage, error);
    return call_read(&own->call, stage->operands[0], stage->operands[1], options->returns,
                     stage->operands + 2, (size_t)stage->operand_count - 2, &session->scope,
                     error) &&
           check_label_of(stage, &own->call, error);
}

// ---- LIBRARY alone

struct listing {
    struct sink *to;
    const struct book *book;
    struct chapter *own; // the library's debug information, or NULL
};

static const struct type *declaration(const struct listing *listing, const char *name)
{
    const struct type *type = NULL;
    struct error ignored = {0};
    size_t length = strlen(name);

    if (!book_find(listing->book, NAME_FUNCTION, name, length, &type, &ignored))
        return NULL;
    error_clear(&ignored);
    if (type == NULL && listing->own != NULL &&
        !listing->own->find(listing->own, NAME_FUNCTION, name, length, &type, &ignored))
        return NULL;
    return type;
}

static bool list_one(void *context, const struct elf_symbol *function)
{
    struct listing *listing = context;
    const struct type *type = declaration(listing, function->name);
    char *plain = elf_demangle(function->name);
    struct sink line;

    sink_open(&line, -1);
    if (type != NULL)
        type_c(&line, type, function->name, false);
    else
        sink_text(&line, function->name);
    if (plain != NULL)
        sink_printf(&line, "  %s", plain);
    escape_write(listing->to, line.text, line.used, ESCAPE_BARE);
    sink_byte(listing->to, '\n');
    sink_fail(listing->to, line.failed);
    sink_close(&line);
    free(plain);
    type_unref(type);
    return sink_ok(listing->to);
}

static bool list_functions(struct stage *stage, struct session *session, struct error *error)
{
    const char *word = stage->operands[0];
    struct error ignored = {0};
    char *path = library_resolve(word, strlen(word), error);

    stage->silent = true;
    if (path == NULL)
        return error_place(error, span_of(word));
    struct elf *elf = elf_open(path, error);
    struct listing listing = {
        .to = &session->out, .book = &session->scope.book, .own = dwarf_chapter(path, &ignored)};
    bool good = elf != NULL && elf_functions(elf, list_one, &listing, error);
    if (listing.own != NULL)
        listing.own->close(listing.own);
    elf_close(elf);
    free(path);
    return good;
}

// ---- a call

// The name of an errno, as far as the C library tells it; else of those that are usual.
static const char *errno_name(int number)
{
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 32)
#define HAS_ERRNO_NAMES
#endif
#endif
#ifdef HAS_ERRNO_NAMES
    return strerrorname_np(number);
#else
#define NAMED(name) [name] = #name
    static const char *const names[] = {
        NAMED(EPERM),  NAMED(ENOENT),  NAMED(ESRCH),  NAMED(EINTR),   NAMED(EIO),    NAMED(ENXIO),
        NAMED(E2BIG),  NAMED(ENOEXEC), NAMED(EBADF),  NAMED(ECHILD),  NAMED(EAGAIN), NAMED(ENOMEM),
        NAMED(EACCES), NAMED(EFAULT),  NAMED(EBUSY),  NAMED(EEXIST),  NAMED(EXDEV),  NAMED(ENODEV),
        NAMED(EINVAL), NAMED(ENOTDIR), NAMED(EISDIR), NAMED(ENFILE),  NAMED(EMFILE), NAMED(ENOTTY),
        NAMED(EFBIG),  NAMED(ENOSPC),  NAMED(ESPIPE), NAMED(EROFS),   NAMED(EMLINK), NAMED(EPIPE),
        NAMED(EDOM),   NAMED(ERANGE),  NAMED(ENOSYS), NAMED(ENOTSUP), NAMED(EILSEQ)};
    return number > 0 && (size_t)number < sizeof names / sizeof *names ? names[number] : NULL;
#endif
}

// `errno: 2 ENOENT (No such file or directory)`
static void print_errno(struct sink *to, int number)
{
    sink_printf(to, "errno: %d", number);
    if (number != 0) {
        const char *name = errno_name(number);

        if (name != NULL)
            sink_printf(to, " %s", name);
        sink_printf(to, " (%s)", strerror(number));
    }
    sink_byte(to, '\n');
}

static bool print_all(struct stage *stage, struct session *session, struct error *error)
{
    const struct own *own = stage->own;
    struct sink *to = &session->out;

    if (!call_print_result(to, &own->call, stage->options.radix, error))
        return false;
    call_print_outs(to, &own->call, stage->options.radix);
    if (stage->options.show_errno)
        print_errno(to, own->call.error_number);
    if (stage->options.repeat.given)
        sink_printf(to, "time: %.1f ns\n", own->call.nanoseconds);
    return true;
}

static bool call_run(struct stage *stage, struct session *session, struct error *error)
{
    struct own *own = stage->own;
    const struct form *form = stage->options.form;

    if (own->list)
        return list_functions(stage, session, error);
    // What the function prints itself stands behind what was printed before.
    if (!sink_flush(&session->out, error) ||
        !call_make(&own->call, &own->options, &session->scope, error))
        return false;
    view_copy(&stage->result, &own->call.result);
    if (form != NULL && form != form_find("values"))
        return true;
    stage->silent = true;
    return (form == NULL && !stage->last) || print_all(stage, session, error);
}

static void call_clear(struct stage *stage)
{
    struct own *own = stage->own;

    if (own != NULL)
        call_close(&own->call);
    free(own);
}

const struct command command_call = {
    .name = "call",
    .operands = "LIBRARY [SIGNATURE [ARG]...]",
    .summary = "Call a C function of a shared library",
    .bit = COMMAND_CALL,
    .foreign = true,
    .parse = call_parse,
    .run = call_run,
    .clear = call_clear,
};
