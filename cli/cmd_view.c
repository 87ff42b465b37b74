// memtool view: the bytes of a SOURCE.
#include "command.h"

static bool view_parse(struct stage *stage, struct session *session, struct error *error)
{
    return stage_operands(stage, 0, 1, error) && stage_read_source(stage, session, 0, error);
}

static bool view_run(struct stage *stage, struct session *session, struct error *error)
{
    struct view view;

    if (!stage_open_source(stage, session, &view, error))
        return false;
    if (!view_as_bytes(&view, &view, error) || !stage_in_place(stage, session, &view, error)) {
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
