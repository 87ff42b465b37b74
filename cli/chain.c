// From words to stages to a result: everything is checked before anything is read, printed before
// anything is committed.
#include "chain.h"

#include "base/lex.h"
#include "base/near.h"
#include "base/signals.h"
#include "bytes/layers.h"
#include "calls/supervise.h"
#include "command.h"
#include "progress.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

struct chain {
    struct stage *stages;
    int count;
    const char *command; // the name of the one at work, for messages
};

static void clear_stage(struct stage *stage)
{
    if (stage->command != NULL && stage->command->clear != NULL)
        stage->command->clear(stage);
    view_drop(&stage->result);
    type_unref(stage->type);
    type_unref(stage->record);
    slice_free(stage->slice);
    source_free(stage->source);
    source_free(stage->other);
    options_clear(&stage->options);
    free(stage->operands);
}

static void clear_chain(struct chain *chain)
{
    for (int i = 0; i < chain->count; i++)
        clear_stage(&chain->stages[i]);
    free(chain->stages);
}

// ---- words to stages

static bool is_then(const char *word)
{
    return strcmp(word, "then") == 0;
}

static bool split(struct chain *chain, char **words, int count, struct error *error)
{
    int stages = 1;

    for (int i = 0; i < count; i++)
        stages += is_then(words[i]);
    chain->stages = memory_new((size_t)stages, sizeof *chain->stages, error);
    if (chain->stages == NULL)
        return false;
    chain->count = stages;
    struct stage *stage = chain->stages;
    stage->words = words;
    for (int i = 0; i < count; i++) {
        if (is_then(words[i]))
            (++stage)->words = words + i + 1;
        else
            stage->word_count++;
    }
    for (int i = 0; i < stages; i++) {
        chain->stages[i].chained = i > 0;
        chain->stages[i].last = i == stages - 1;
        if (chain->stages[i].word_count == 0) {
            fail(error, STATUS_USAGE, "a command is missing %s `then`",
                 i < stages - 1 ? "before" : "behind");
            return error_hint(error, "memtool COMMAND ... then COMMAND ...");
        }
    }
    return true;
}

static bool check_label(const char *name, struct error *error)
{
    struct cursor text = cursor_of(name);
    const char *start;
    size_t length;

    if (cursor_identifier(&text, &start, &length) && cursor_done(&text))
        return true;
    fail_at(error, STATUS_USAGE, span_of(name), "a label is a C identifier");
    return error_hint(error, "letters, digits and _, not a digit first");
}

static bool check_width(const struct amount *width, struct error *error)
{
    if (!width->given || (width->value > 0 && width->value <= FORM_WIDTH))
        return true;
    return fail_at(error, STATUS_USAGE, span_of(width->word), "a row has 1 to %d bytes",
                   FORM_WIDTH);
}

// True where a stage before `before` labels a view so.
static bool labelled_before(const struct chain *chain, int before, const char *name, size_t length)
{
    for (int i = 0; i < before; i++) {
        const char *as = chain->stages[i].options.as;

        if (as != NULL && strlen(as) == length && memcmp(as, name, length) == 0)
            return true;
    }
    return false;
}

// The error for an unknown label where one of the chain's own is near.
static void suggest_label(const struct chain *chain, int before, const char *name, size_t length,
                          struct span where, struct error *error)
{
    struct near near = near_to(name, length);

    for (int i = 0; i < before; i++) {
        if (chain->stages[i].options.as != NULL)
            near_offer(&near, chain->stages[i].options.as);
    }
    if (near_best(&near) == NULL)
        return;
    fail_at(error, STATUS_USAGE, where, "unknown label @%.*s", (int)length, name);
    error_hint(error, "did you mean @%s?", near_best(&near));
}

// A label that nobody declares is found before anything is read.
static bool check_source(const struct chain *chain, int index, const struct session *session,
                         const struct source *source, struct error *error)
{
    const char *name;
    size_t length;

    if (source == NULL || !source_label(source, &name, &length))
        return true;
    if (length == 0 ? index > 0 : labelled_before(chain, index, name, length))
        return true;
    if (scope_find(&session->scope, name, length) != NULL)
        return true;
    struct span where = {
        .word = name - 1, .word_length = length + 1, .start = 0, .length = length + 1};
    suggest_label(chain, index, name, length, where, error);
    return scope_unknown(&session->scope, where, name, length, error);
}

static bool parse_stage(struct chain *chain, int index, struct session *session,
                        struct error *error)
{
    struct stage *stage = &chain->stages[index];

    chain->command = NULL;
    stage->command = command_find(stage->words[0], error);
    if (stage->command == NULL)
        return false;
    chain->command = stage->command->name;
    if (!options_read(stage, error))
        return false;
    if (stage->options.help)
        return true;
    if (stage->options.as != NULL && !check_label(stage->options.as, error))
        return false;
    if (!check_width(&stage->options.width, error))
        return false;
    return session_know_types(session, &stage->options.types, error) &&
           stage->command->parse(stage, session, error) && stage_check_in_place(stage, error) &&
           check_source(chain, index, session, stage->source, error) &&
           check_source(chain, index, session, stage->other, error);
}

// ---- stages to results

bool stage_colors(const struct stage *stage)
{
    enum color_mode mode = stage->options.color;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    if (mode != COLOR_AUTO)
        return mode == COLOR_ALWAYS;
    return (no_color == NULL || no_color[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0 &&
           isatty(STDOUT_FILENO);
}

static const struct form *default_form(const struct stage *stage)
{
    if (stage->command->form != NULL)
        return stage->command->form(stage);
    return form_find(stage->result.ndim == 0 ? "values" : "dump");
}

static bool print_result(struct stage *stage, struct session *session, struct error *error)
{
    const struct options *options = &stage->options;
    const struct form *form = options->form ? options->form : default_form(stage);
    struct form_options form_options = {
        .width = options->width.value,
        .verbose = options->verbose,
        .radix = options->radix,
        .color = stage_colors(stage),
        .record = stage->record,
    };

    if ((form->flags & FORM_BINARY) && isatty(STDOUT_FILENO)) {
        fail(error, STATUS_USAGE, "-o %s prints bytes as they are, and stdout is a terminal",
             form->name);
        return error_hint(error, "send it to a file or a pipe");
    }
    if (!(form->flags & FORM_STREAMS) && !view_settle(&stage->result, error))
        return false;
    return form->write(&session->out, &stage->result, &form_options, error);
}

// The view that a stage leaves is the current one, and has its label.
static bool keep_result(struct stage *stage, struct session *session, struct error *error)
{
    struct scope *scope = &session->scope;
    const char *as = stage->options.as;
    struct view copy;

    if (stage->result.store == NULL)
        return true;
    if ((!stage->last || as != NULL || session->scope.in_script) &&
        !view_settle(&stage->result, error))
        return false;
    stage->result.readonly |= stage->options.readonly;
    view_copy(&copy, &stage->result);
    view_drop(&scope->current);
    scope->current = copy;
    return as == NULL || scope_label(scope, as, strlen(as), &copy, error);
}

static bool run_stage(struct stage *stage, struct session *session, struct error *error)
{
    if (!stage->command->run(stage, session, error) || !keep_result(stage, session, error))
        return false;
    if (stage->result.store == NULL || stage->silent || !stage_prints(stage))
        return true;
    return print_result(stage, session, error);
}

// --hold: tells where the array lies, and stays until a signal ends the process.
static bool hold_all(const struct chain *chain, struct session *session, struct error *error)
{
    for (int i = 0; i < chain->count; i++) {
        const struct stage *stage = &chain->stages[i];

        if (!stage->options.hold)
            continue;
        unsigned long long address = (uintptr_t)view_address(&stage->result);
        unsigned long long nbytes = view_nbytes(&stage->result);
        sink_printf(&session->out, "pid: %d\naddress: 0x%llx\nnbytes: %llu\n", (int)getpid(),
                    address, nbytes);
        sink_printf(&session->out, "look: memtool view pid:%d -s 0x%llx -n %llu\n", (int)getpid(),
                    address, nbytes);
        if (!sink_flush(&session->out, error))
            return false;
        prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
        for (;;)
            pause();
    }
    return true;
}

// A stage that answers "no" (not equal, not found) is the last one: what it found is printed, and
// nothing is committed. The error has no message.
static bool answer_no(struct session *session, const struct stage *stage, struct error *error)
{
    if (sink_flush(&session->out, error))
        error->status = stage->status;
    return false;
}

static bool run_stages(struct chain *chain, struct session *session, struct error *error)
{
    for (int i = 0; i < chain->count; i++) {
        struct stage *stage = &chain->stages[i];

        chain->command = stage->command->name;
        supervise_stage(i);
        if (!run_stage(stage, session, error))
            return false;
        if (stage->status != STATUS_OK)
            return answer_no(session, stage, error);
    }
    chain->command = NULL;
    return sink_flush(&session->out, error) && session_commit(session, &chain->command, error) &&
           hold_all(chain, session, error);
}

// True where the chain calls into a library, or loads one for its variables.
static bool runs_foreign_code(const struct chain *chain)
{
    for (int i = 0; i < chain->count; i++) {
        const struct stage *stage = &chain->stages[i];

        if (stage->command->foreign || source_foreign(stage->source) ||
            source_foreign(stage->other))
            return true;
    }
    return false;
}

// In a fork that becomes the session when all went well.
static bool run_supervised(struct chain *chain, struct session *session, struct error *error)
{
    struct error ignored = {0};

    if (!sink_flush(&session->out, error))
        return false;
    if (supervise(error) == SUPERVISED_RUN) {
        if (run_stages(chain, session, error)) {
            supervise_success();
            return true;
        }
        sink_flush(&session->out, &ignored);
        signals_release();
        supervise_failure(error);
    }
    chain->command = chain->stages[supervise_failed_stage()].command->name;
    return false;
}

static bool run_chain(struct chain *chain, struct session *session, struct error *error)
{
    for (int i = 0; i < chain->count; i++) {
        if (!parse_stage(chain, i, session, error))
            return false;
        if (chain->stages[i].options.help)
            return command_help.run(&chain->stages[i], session, error) &&
                   sink_flush(&session->out, error);
    }
    return runs_foreign_code(chain) || session->interactive ? run_supervised(chain, session, error)
                                                            : run_stages(chain, session, error);
}

int chain_run(struct session *session, char **words, int count)
{
    struct chain chain = {0};
    struct error error = {0};
    struct error ignored = {0};

    layers_chain++;
    progress_start();
    if (!split(&chain, words, count, &error) || !run_chain(&chain, session, &error)) {
        // What was printed before the error stands before its message.
        if (!sink_flush(&session->out, &ignored)) {
            // It has been told; what comes after starts anew.
            sink_close(&session->out);
            sink_open(&session->out, STDOUT_FILENO);
        }
        progress_end();
        if (error.message[0] != '\0')
            report(&error, session->place, chain.command);
        signals_release();
    }
    progress_end();
    session_drop_pending(session);
    clear_chain(&chain);
    files_sweep(&session->scope.files);
    return error.status;
}
