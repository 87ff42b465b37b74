// memtool cast: the same bytes as elements of a type.
#include "command.h"

static bool cast_parse(struct stage *stage, struct session *session, struct error *error)
{
    return stage_operands(stage, 1, 2, error) &&
           stage_read_type(stage, session, stage->operands[0], error) &&
           stage_read_source(stage, session, 1, error);
}

static bool cast_run(struct stage *stage, struct session *session, struct error *error)
{
    uint64_t items = stage->options.items.given ? stage->options.items.value : VIEW_ALL;
    struct view view;

    if (!stage_open_source(stage, session, &view, error))
        return false;
    if (!view_cast(&view, &view, stage->type, items, error) ||
        !stage_in_place(stage, session, &view, error)) {
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
