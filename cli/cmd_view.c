// memtool view: the bytes of a SOURCE.
#include "command.h"
#include "compare.h"

static bool view_parse(struct stage *stage, struct session *session, struct error *error)
{
    const struct options *options = &stage->options;

    if (options->compare != NULL && options->find != NULL)
        return fail(error, STATUS_USAGE, "--compare and --find exclude each other");
    if (!stage_operands(stage, 0, 1, error) || !stage_read_source(stage, session, 0, error))
        return false;
    const char *word = options->compare ? options->compare : options->find;
    if (word == NULL)
        return true;
    stage->other = source_read(word, &session->scope, error);
    return stage->other != NULL;
}

static bool find_other(struct stage *stage, struct session *session, const struct view *view,
                       struct view *needle, bool *found, struct error *error)
{
    const struct options *options = &stage->options;

    if (!view_settle(needle, error))
        return false;
    if (view_nbytes(needle) == 0)
        return fail_at(error, STATUS_USAGE, span_of(options->find),
                       "nothing to find: it has no bytes");
    return find_show(stage_prints(stage) ? &session->out : NULL, view, needle, options->radix,
                     found, error);
}

// Holds the view against the other SOURCE's bytes; "not equal" and "not found" are status 1.
static bool run_other(struct stage *stage, struct session *session, const struct view *view,
                      struct error *error)
{
    const struct options *options = &stage->options;
    struct view other;
    bool holds = false;

    if (!source_open(stage->other, &session->scope, &other, error))
        return false;
    bool good = view_as_bytes(&other, &other, error);
    if (good && options->compare != NULL)
        good = compare_show(&session->out, view, &other, options->width.value, options->radix,
                            &holds, error);
    else if (good)
        good = find_other(stage, session, view, &other, &holds, error);
    view_drop(&other);
    stage->status = holds ? STATUS_OK : STATUS_DATA;
    stage->silent = options->form == NULL;
    return good;
}

static bool view_run(struct stage *stage, struct session *session, struct error *error)
{
    struct view view;

    if (!stage_open_source(stage, session, &view, error))
        return false;
    stage->record = type_ref(view.type);
    if (!view_as_bytes(&view, &view, error) ||
        (stage->other != NULL && !run_other(stage, session, &view, error))) {
        view_drop(&view);
        return false;
    }
    stage->result = view;
    return true;
}

const struct command command_view = {
    .name = "view",
    .operands = "[SOURCE]",
    .summary = "Show bytes",
    .bit = COMMAND_VIEW,
    .parse = view_parse,
    .run = view_run,
};
