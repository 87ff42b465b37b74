// memtool cast: the same bytes as elements of a type, in any shape.
#include "array_methods.h"
#include "command.h"
#include "compare.h"
#include "shape.h"

static bool cast_parse(struct stage *stage, struct session *session, struct error *error)
{
    const struct options *options = &stage->options;

    if (options->compare != NULL && options->method_count > 0)
        return fail(error, STATUS_USAGE, "--compare and --%s exclude each other",
                    method_name(&options->methods[0]));
    if (!stage_operands(stage, 1, 2, error) || !shape_check(&stage->options, error) ||
        !stage_read_castable(stage, session, stage->operands[0], error) ||
        !stage_read_source(stage, session, 1, error))
        return false;
    for (size_t i = 0; i < options->method_count; i++)
        if (!array_method_check(stage->type, &session->scope, &options->methods[i], error))
            return false;
    if (stage->options.compare == NULL)
        return true;
    stage->other = source_read(stage->options.compare, &session->scope, error);
    return stage->other != NULL;
}

// The other side of --compare: plain bytes as the same type and shape, anything else as it is.
static bool open_other(struct stage *stage, struct session *session, uint64_t items,
                       struct view *out, struct error *error)
{
    struct view view;

    if (!source_open(stage->other, &session->scope, &view, error))
        return false;
    if (type_is_bytes(view.type) &&
        !shape_cast(&stage->options, stage->type, items, &view, error)) {
        view_drop(&view);
        return error_place(error, span_of(stage->options.compare));
    }
    *out = view;
    return true;
}

static bool compare(struct stage *stage, struct session *session, uint64_t items, struct view *view,
                    struct error *error)
{
    const struct options *options = &stage->options;
    struct view other;
    bool equal = false;

    if (stage->other == NULL)
        return true;
    if (!open_other(stage, session, items, &other, error))
        return false;
    bool good = view_settle(view, error) && view_settle(&other, error) &&
                compare_show(&session->out, view, &other, options->width.value, options->radix,
                             &equal, error);
    view_drop(&other);
    stage->status = equal ? STATUS_OK : STATUS_DATA;
    stage->silent = options->form == NULL;
    return good;
}

static bool cast_run(struct stage *stage, struct session *session, struct error *error)
{
    uint64_t items;
    struct view view;

    if (!stage_items(stage, &items, error) || !stage_open_source(stage, session, &view, error))
        return false;
    if (!shape_cast(&stage->options, stage->type, items, &view, error) ||
        !compare(stage, session, items, &view, error) ||
        !stage_search(stage, session, &view, error)) {
        view_drop(&view);
        return false;
    }
    stage->result = view;
    return true;
}

const struct command command_cast = {
    .name = "cast",
    .operands = "TYPE [SOURCE]",
    .summary = "Show the same bytes as elements of TYPE",
    .bit = COMMAND_CAST,
    .parse = cast_parse,
    .run = cast_run,
};
