// memtool run: a script of chains, one a line; or a prompt for a person.
#include "base/escape.h"
#include "chain.h"
#include "command.h"
#include "prompt.h"
#include "report.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 16 * 1024 * 1024 }; // of one chain, over however many lines

struct script {
    FILE *file;
    const char *name;
    bool echo;         // each line is printed before it runs
    bool echo_escaped; // to a terminal: a script need not be its user's own
    struct script_arguments arguments;
    unsigned long line;  // the number of the line that was read last
    unsigned long first; // of the chain at work
    struct bytes text;   // of that chain
    struct word_list words;
};

static bool run_parse(struct stage *stage, struct session *session, struct error *error)
{
    if (!stage->last || stage->chained) {
        fail(error, STATUS_USAGE, "run stands alone, outside chains");
        return error_hint(error, "its lines are chains of their own");
    }
    if (session->scope.in_script)
        return fail(error, STATUS_USAGE, "run inside a script");
    if (stage->operand_count > 0 && stage->operands[0][0] == '\0')
        return fail(error, STATUS_USAGE, "the name of the script is empty");
    return true;
}

// Appends the bytes of the next line, its newline included. *more is false at the end of the
// script.
static bool read_line(struct script *script, bool *more, struct error *error)
{
    size_t before = script->text.used;
    char piece[1024];
    size_t n = 0;
    int byte;

    do {
        while ((byte = getc_unlocked(script->file)) == EOF && ferror(script->file)) {
            if (errno != EINTR)
                return fail_errno(error, errno, "read");
            clearerr(script->file);
        }
        if (byte != EOF)
            piece[n++] = (char)byte;
        if (n == sizeof piece || byte == '\n' || byte == EOF) {
            if (script->text.used + n > LINE_MAX_BYTES)
                return fail(error, STATUS_USAGE, "a line of more than %d bytes", LINE_MAX_BYTES);
            if (!bytes_append(&script->text, piece, n, error))
                return false;
            n = 0;
        }
    } while (byte != '\n' && byte != EOF);
    if (script->line == 0 && script->text.used >= 3 &&
        memcmp(script->text.bytes, "\xef\xbb\xbf", 3) == 0) {
        script->text.used -= 3; // a byte order mark, which some editors write
        memmove(script->text.bytes, script->text.bytes + 3, script->text.used);
    }
    *more = script->text.used > before;
    script->line += *more;
    return true;
}

// Reads lines until one may end what is open: a quote ends at the next of its kind.
static bool read_until(struct script *script, char open, bool *more, struct error *error)
{
    size_t before;

    do {
        before = script->text.used;
        if (!read_line(script, more, error))
            return false;
    } while (*more && (open == '\'' || open == '"') &&
             memchr(script->text.bytes + before, open, script->text.used - before) == NULL);
    return true;
}

// Reads lines until they make a whole chain of words.
static bool read_chain(struct script *script, bool *more, struct error *error)
{
    char open = 0;

    script->text.used = 0;
    script->first = script->line + 1;
    do {
        if (!read_until(script, open, more, error))
            return false;
        if (!*more) {
            if (script->text.used == 0)
                return true;
            return fail(error, STATUS_USAGE, "the script ends %s",
                        open == '\\' ? "behind a backslash" : "inside quotes");
        }
        if (!(open == 0 ? word_list_split
                        : word_list_go_on)(&script->words, (const char *)script->text.bytes,
                                           script->text.used, &script->arguments, &open, error))
            return false;
    } while (open != 0);
    return true;
}

static bool is_interpreter_line(const struct script *script)
{
    return script->first == 1 && script->text.used >= 2 && memcmp(script->text.bytes, "#!", 2) == 0;
}

// Text for a terminal, which newlines and tabs may shape, but nothing else.
static void write_escaped(struct sink *to, const char *text, const char *end)
{
    while (text < end) {
        const char *from = text;

        while (text < end && *text != '\n' && *text != '\t')
            text++;
        escape_write(to, from, (size_t)(text - from), ESCAPE_BARE);
        if (text < end)
            sink_byte(to, *text++);
    }
}

// --echo: the lines of the chain as they stand, but not the one that names the interpreter.
static bool echo_lines(const struct script *script, struct session *session, struct error *error)
{
    const char *text = (const char *)script->text.bytes;

    if (!script->echo || is_interpreter_line(script))
        return true;
    if (script->echo_escaped)
        write_escaped(&session->out, text, text + script->text.used);
    else
        sink_write(&session->out, text, script->text.used);
    if (text[script->text.used - 1] != '\n')
        sink_byte(&session->out, '\n');
    return sink_flush(&session->out, error);
}

// Runs chain after chain; the first that fails ends the script with its status.
static int run_lines(struct script *script, struct session *session)
{
    struct error error = {0};
    char place[512];
    bool more = true;
    int status = STATUS_OK;

    while (status == STATUS_OK) {
        bool good =
            read_chain(script, &more, &error) && (!more || echo_lines(script, session, &error));

        snprintf(place, sizeof place, "%s:%lu", script->name, script->first);
        session->place = place;
        if (!good) {
            report(&error, place, NULL);
            status = error.status;
        } else if (!more) {
            break;
        } else if (script->words.count > 0) {
            status = chain_run(session, script->words.words, (int)script->words.count);
        }
    }
    session->place = NULL;
    return status;
}

static bool is_stdin(const char *name)
{
    return name == NULL || strcmp(name, "-") == 0;
}

// The script on stdin, read through a descriptor of its own: a called function that reads stdin
// finds its end there, and not the lines to come.
static bool open_stdin(struct script *script, struct error *error)
{
    int own = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    script->name = "stdin";
    script->file = own < 0 ? NULL : fdopen(own, "r");
    bool good = script->file != NULL && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0;
    if (!good) // what stands in for a closed stdin cannot be read
        fail_errno(error, errno == EINVAL ? EBADF : errno, "stdin");
    if (nothing >= 0)
        close(nothing);
    return good;
}

static bool open_script(struct script *script, const char *name, struct error *error)
{
    if (is_stdin(name))
        return open_stdin(script, error);
    struct stat status;
    script->name = name;
    script->file = fopen(name, "re");
    if (script->file == NULL)
        return fail_errno(error, errno, "%s", name);
    if (fstat(fileno(script->file), &status) == 0 && S_ISDIR(status.st_mode)) {
        fclose(script->file);
        return fail_errno(error, EISDIR, "%s", name);
    }
    return true;
}

static bool run_run(struct stage *stage, struct session *session, struct error *error)
{
    struct script script = {0};
    const char *const nobody[] = {"memtool"};
    const char *name = stage->operand_count > 0 ? stage->operands[0] : NULL;

    session->scope.in_script = true;
    if (name == NULL && isatty(STDIN_FILENO)) {
        stage->status = prompt_run(session);
        return true;
    }
    if (!open_script(&script, name, error))
        return false;
    session->scope.no_input = is_stdin(name);
    script.echo = stage->options.echo;
    script.echo_escaped = isatty(STDOUT_FILENO);
    script.arguments = (struct script_arguments){nobody, 1};
    if (name != NULL)
        script.arguments = (struct script_arguments){stage->operands, stage->operand_count};
    stage->status = run_lines(&script, session);
    fclose(script.file);
    free(script.text.bytes);
    word_list_clear(&script.words);
    return true;
}

const struct command command_run = {
    .name = "run",
    .operands = "[FILE [ARG]...]",
    .summary = "Run a script of commands, one a line, or a prompt",
    .bit = COMMAND_RUN,
    .operands_last = true,
    .parse = run_parse,
    .run = run_run,
};
