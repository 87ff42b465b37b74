// What lasts from chain to chain, and what is to be committed at a chain's end.
#include "session.h"

#include "base/signals.h"
#include "bytes/file_store.h"
#include "images/declares.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Where output goes while a stream is waited for.
static struct sink *shown;

static void show_until_now(void)
{
    struct error ignored = {0};

    sink_flush(shown, &ignored); // a failure stays with the sink
}

void session_open(struct session *session)
{
    *session = (struct session){0};
    sink_open(&session->out, STDOUT_FILENO);
    shown = &session->out;
    store_waits = show_until_now;
}

void session_drop_pending(struct session *session)
{
    for (size_t i = 0; i < session->pending_count; i++)
        store_unref(session->pending[i].store);
    session->pending_count = 0;
}

void session_close(struct session *session)
{
    session_drop_pending(session);
    free(session->pending);
    for (size_t i = 0; i < session->type_count; i++)
        free(session->types[i]);
    free(session->types);
    scope_close(&session->scope);
    sink_close(&session->out);
}

// --types: what a word declares is known from then on, and read only once.
static bool know_types(struct session *session, const char *word, struct error *error)
{
    for (size_t i = 0; i < session->type_count; i++) {
        if (strcmp(session->types[i], word) == 0)
            return true;
    }
    if (!memory_grow(&session->types, &session->type_capacity, session->type_count + 1,
                     sizeof *session->types, error))
        return false;
    char *copy = memory_text(word, strlen(word), error);
    if (copy == NULL)
        return false;
    if (!declares_add(&session->scope.book, word, error)) {
        free(copy);
        return false;
    }
    session->types[session->type_count++] = copy;
    return true;
}

bool session_know_types(struct session *session, const struct words *words, struct error *error)
{
    for (size_t i = 0; i < words->count; i++) {
        if (!know_types(session, words->words[i], error))
            return false;
    }
    return true;
}

bool session_pend(struct session *session, struct store *store, const char *command,
                  const struct options *options, struct error *error)
{
    struct pending *pending = NULL;
    for (size_t i = 0; i < session->pending_count && pending == NULL; i++) {
        if (session->pending[i].store == store)
            pending = &session->pending[i];
    }
    if (pending == NULL) {
        if (!memory_grow(&session->pending, &session->pending_capacity, session->pending_count + 1,
                         sizeof *session->pending, error))
            return false;
        pending = &session->pending[session->pending_count++];
        *pending = (struct pending){.store = store_ref(store)};
    }
    if (options->suffix != NULL && options->suffix[0] != '\0') {
        if (pending->options.suffix != NULL &&
            strcmp(pending->options.suffix, options->suffix) != 0)
            return fail_at(error, STATUS_USAGE, span_of(options->suffix),
                           "%s has another SUFFIX already: %s", store->name,
                           pending->options.suffix);
        pending->options.suffix = options->suffix;
        pending->command = command;
    }
    pending->options.sync |= options->sync;
    pending->options.dry |= options->dry_run;
    return true;
}

// Takes one step for all stores; those of a dry run are only looked at. *failed is the one at which
// it stopped.
static bool step(struct session *session, enum commit_step what, size_t *failed,
                 struct error *error)
{
    bool good = true;

    for (size_t i = 0; i < session->pending_count; i++) {
        const struct pending *pending = &session->pending[i];

        *failed = i;
        if (pending->options.dry && (what == COMMIT_WRITE || what == COMMIT_UNDO))
            continue;
        if (i > 0 && what != COMMIT_UNDO && what != COMMIT_END && !signals_none_waits(error))
            return false;
        good = pending->store->ops->commit(pending->store, what, &pending->options, error) && good;
        if (!good && what != COMMIT_UNDO && what != COMMIT_END)
            break;
    }
    return good;
}

// Something could not be written: all is to be as it was.
static void undo_all(struct session *session, struct error *error)
{
    struct error left = {0};
    size_t failed;

    if (!step(session, COMMIT_UNDO, &failed, &left))
        error_hint(error, "%s", left.message);
    else if (session->pending_count > 1)
        error_hint(error, "all is as it was before");
    else
        error_hint(error, "the %s is as it was before", session->pending[0].store->ops->kind);
}

// True where the file of that name is one that the chain writes to as well.
static bool is_pending(const struct session *session, const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return false;
    for (size_t i = 0; i < session->pending_count; i++) {
        if (file_store_is(session->pending[i].store, &status))
            return true;
    }
    return false;
}

// A backup over a file that the chain writes to would lose that write.
static bool check_backups(const struct session *session, const char **command, struct error *error)
{
    for (size_t i = 0; i < session->pending_count; i++) {
        const struct pending *pending = &session->pending[i];
        char *backup;

        if (pending->options.suffix == NULL)
            continue;
        if (asprintf(&backup, "%s%s", pending->store->name, pending->options.suffix) < 0)
            return fail_memory(error);
        bool clash = is_pending(session, backup);
        if (clash) {
            *command = pending->command;
            fail_at(error, STATUS_USAGE, span_of(pending->options.suffix),
                    "the backup %s is a file that the chain writes to", backup);
        }
        free(backup);
        if (clash)
            return false;
    }
    return true;
}

// The fault is that of the command which asked for a backup, and of its SUFFIX.
static bool back_up(struct session *session, const char **command, struct error *error)
{
    size_t failed;

    if (step(session, COMMIT_BACKUP, &failed, error))
        return true;
    const struct pending *pending = &session->pending[failed];
    if (pending->command != NULL) {
        *command = pending->command;
        error_place(error, span_of(pending->options.suffix));
    }
    return false;
}

bool session_commit(struct session *session, const char **command, struct error *error)
{
    size_t failed;

    if (session->pending_count == 0)
        return true;
    if (!check_backups(session, command, error))
        return false;
    signals_fail_at_limit();
    signals_hold();
    bool good = step(session, COMMIT_BEGIN, &failed, error) && back_up(session, command, error);

    if (good && !step(session, COMMIT_WRITE, &failed, error)) {
        undo_all(session, error);
        good = false;
    }
    good = step(session, COMMIT_END, &failed, error) && good;
    if (good)
        signals_release();
    return good;
}
