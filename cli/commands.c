// The table of commands, and what several of them share.
#include "base/near.h"
#include "command.h"
#include "types/spelling.h"

#include <string.h>

const struct command *const commands[] = {
    &command_view,   &command_cast, &command_slice, &command_array, &command_call,
    &command_layout, &command_run,  &command_help,  NULL,
};

const struct command *command_find(const char *name, struct error *error)
{
    struct near near = near_to(name, strlen(name));

    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
        near_offer(&near, commands[i]->name);
    }
    if (name[0] == '-') {
        struct near option = near_to(name, strlen(name));

        near_offer(&option, "--version");
        near_offer(&option, "--help");
        fail_at(error, STATUS_USAGE, span_of(name), "a command is missing before %s", name);
        if (near_best(&option) != NULL)
            error_hint(error, "did you mean %s?", near_best(&option));
        else
            error_hint(error,
                       "options stand behind their command; memtool help lists the commands");
        return NULL;
    }
    fail_at(error, STATUS_USAGE, span_of(name), "unknown command");
    if (near_best(&near) != NULL)
        error_hint(error, "did you mean %s?", near_best(&near));
    else
        error_hint(error, "memtool help lists the commands");
    return NULL;
}

// An operand too many. The shell's words do not join commands in a script.
static bool fail_operand(const struct command *command, const char *word, struct error *error)
{
    static const char *const joints[] = {";", "|", "||", "&", "&&"};

    fail_at(error, STATUS_USAGE, span_of(word), "one operand too many");
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        if (strcmp(word, joints[i]) == 0)
            error_hint(error, "`then` joins commands");
    }
    return error_hint(error, "memtool %s [OPTION]... %s", command->name, command->operands);
}

bool stage_operands(struct stage *stage, int least, int most, struct error *error)
{
    const struct command *command = stage->command;

    if (most >= 0 && stage->operand_count > most)
        return fail_operand(command, stage->operands[most], error);
    if (stage->operand_count >= least)
        return true;
    fail(error, STATUS_USAGE, "an operand is missing");
    return error_hint(error, "memtool %s [OPTION]... %s", command->name, command->operands);
}

bool stage_prints(const struct stage *stage)
{
    return stage->last || stage->options.form != NULL || stage->options.layout != NULL;
}

bool stage_read_source(struct stage *stage, struct session *session, int index, struct error *error)
{
    if (index < stage->operand_count)
        stage->source = source_read(stage->operands[index], &session->scope, error);
    else
        stage->source = source_left_out(&session->scope, stage->chained, error);
    return stage->source != NULL;
}

// A word that is no TYPE, but a whole SOURCE: i32:1,2 or str:x.
static bool is_source(struct session *session, const char *word)
{
    struct error ignored = {0};
    struct source *source = NULL;

    if (*word != '@' && source_prefixed(word, &session->scope))
        source = source_read(word, &session->scope, &ignored);
    source_free(source);
    return source != NULL;
}

bool stage_read_type(struct stage *stage, struct session *session, const char *word,
                     struct error *error)
{
    struct cursor text = cursor_of(word);
    struct error as_type = {0};

    if (type_read(&text, &session->scope.book, &stage->type, &as_type))
        return true;
    if (as_type.status == STATUS_USAGE && is_source(session, word)) {
        fail_at(error, STATUS_USAGE, span_of(word), "a SOURCE stands where the TYPE belongs");
        return error_hint(error, "the TYPE is a word of its own, as i32");
    }
    *error = as_type;
    return error_place(error, span_of(word));
}

bool stage_read_castable(struct stage *stage, struct session *session, const char *word,
                         struct error *error)
{
    if (!stage_read_type(stage, session, word, error))
        return false;
    return stage->type->size > 0 || fail_at(error, STATUS_USAGE, span_of(word),
                                            "the type has no size, so it cannot be cast to");
}

// Behind the end of a file there is nothing; behind the last address there is an address that is
// not mapped.
static bool check_skip(const struct options *options, const struct view *view, struct error *error)
{
    uint64_t skip = options->skip.value;

    if (!view->store->addresses || options->skip.negative || view->offset != 0 ||
        skip < view_nbytes(view))
        return true;
    return fail(error, STATUS_DATA, "%s: nothing is mapped at address 0x%llx", view->store->name,
                (unsigned long long)skip);
}

// True where bytes that were cut out of items of that size, from offset on, are whole items.
static bool falls_on_items(const struct view *cut, uint64_t offset, uint64_t size)
{
    return size > 0 && (cut->offset - offset) % size == 0 && view_nbytes(cut) % size == 0;
}

// Clips the bytes of a view, and gives them their type again where the cut leaves whole items.
static bool clip(const struct options *options, struct view *view, struct error *error)
{
    const struct type *type = type_ref(view->type);
    uint64_t length = options->length.given ? options->length.value : UINT64_MAX;
    bool good = check_skip(options, view, error) && view_as_bytes(view, view, error);
    uint64_t offset = view->offset;

    good = good &&
           view_clip(view, view, options->skip.negative, options->skip.value, length, error) &&
           (type_is_bytes(type) || !falls_on_items(view, offset, type->size) ||
            view_cast(view, view, type, VIEW_ALL, error));
    type_unref(type);
    return good;
}

static bool hint_in_place(struct error *error)
{
    return error_hint(error, "-i writes to a file; -o raw prints the bytes");
}

static bool wants_backup(const struct options *options)
{
    return options->in_place && options->suffix != NULL && options->suffix[0] != '\0';
}

static bool hint_backup(struct error *error)
{
    return error_hint(error, "-i alone writes without one; view -o raw copies bytes to a file");
}

bool stage_check_in_place(const struct stage *stage, struct error *error)
{
    const struct options *options = &stage->options;

    if (!options->in_place && (options->sync || options->dry_run)) {
        fail(error, STATUS_USAGE, "%s without -i", options->sync ? "--sync" : "--dry-run");
        return error_hint(error, "nothing is written back to a file unless -i asks");
    }
    if (options->in_place && options->readonly) {
        fail(error, STATUS_USAGE, "-i and --readonly exclude each other");
        return error_hint(error, "-i writes; `then` another command leaves a view to read only");
    }
    if (options->in_place && !source_keeps(stage->source, error))
        return hint_in_place(error);
    return !wants_backup(options) || source_backs_up(stage->source, error) || hint_backup(error);
}

// -i: notes that all written to the view's store is to be committed when the chain has ended.
static bool pend(struct stage *stage, struct session *session, const struct view *view,
                 struct error *error)
{
    if (!stage->options.in_place)
        return true;
    if (view->store->ops->commit == NULL) {
        fail(error, STATUS_USAGE, "%s cannot be written back", view->store->name);
        return hint_in_place(error);
    }
    if (wants_backup(&stage->options) && view->store->no_backup != NULL) {
        fail_at(error, STATUS_USAGE, span_of(stage->options.suffix), "%s: there is no backup of %s",
                view->store->name, view->store->no_backup);
        return hint_backup(error);
    }
    stage->silent = stage->options.form == NULL;
    return session_pend(session, view->store, stage->command->name, &stage->options, error);
}

// True where the stage is all that reads its SOURCE, and reads no more of it than it takes.
static bool stage_alone(const struct stage *stage, const struct session *session)
{
    const struct options *options = &stage->options;

    return stage->last && !stage->chained && !session->scope.in_script && options->as == NULL &&
           stage->other == NULL && options->set == NULL && options->fill == NULL;
}

bool stage_open_source(struct stage *stage, struct session *session, struct view *out,
                       struct error *error)
{
    const struct options *options = &stage->options;
    struct view view;
    uint64_t reach;

    if (options->length.given && !options->skip.negative &&
        add_u64(options->skip.value, options->length.value, &reach))
        source_limit(stage->source, reach);
    if (!source_open(stage->source, &session->scope, &view, error))
        return false;
    view.passing = stage_alone(stage, session);
    if (!pend(stage, session, &view, error) ||
        ((options->skip.given || options->length.given) && !clip(options, &view, error))) {
        view_drop(&view);
        return false;
    }
    *out = view;
    return true;
}

bool stage_items(const struct stage *stage, uint64_t *items, struct error *error)
{
    const struct amount *given = &stage->options.items;

    *items = given->given ? given->value : VIEW_ALL;
    if (!given->given || given->value != VIEW_ALL)
        return true;
    return fail_at(error, STATUS_DATA, span_of(given->word), "there are not as many items");
}
