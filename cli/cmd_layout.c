// memtool layout: where each field, hole and bit of a type lies.
#include "base/near.h"
#include "command.h"
#include "forms/layout.h"

#include <stdlib.h>
#include <string.h>

struct layout {
    layout_writer *write;
    const struct type **types; // held
    struct holes *holes;
    size_t count;
};

static const struct layout_form {
    const char *name;
    layout_writer *write;
} layout_forms[] = {{"text", layout_text}, {"json", layout_json}, {"svg", layout_svg}};

static bool read_form(const char *word, layout_writer **out, struct error *error)
{
    struct near near = near_to(word, strlen(word));

    for (size_t i = 0; i < sizeof layout_forms / sizeof *layout_forms; i++) {
        if (strcmp(layout_forms[i].name, word) == 0) {
            *out = layout_forms[i].write;
            return true;
        }
        near_offer(&near, layout_forms[i].name);
    }
    fail_at(error, STATUS_USAGE, span_of(word), "no form of a layout");
    if (near_best(&near) != NULL)
        return error_hint(error, "did you mean %s?", near_best(&near));
    return error_hint(error, "one of text json svg");
}

static bool read_types(struct stage *stage, struct session *session, struct layout *layout,
                       struct error *error)
{
    for (int i = 0; i < stage->operand_count; i++) {
        if (!stage_read_type(stage, session, stage->operands[i], error))
            return false;
        layout->types[layout->count++] = stage->type;
        stage->type = NULL;
        const struct type *type = layout->types[layout->count - 1];
        if (type->kind == TYPE_VOID || type->kind == TYPE_FUNCTION)
            return fail_at(error, STATUS_USAGE, span_of(stage->operands[i]), "%s has no layout",
                           type->kind == TYPE_VOID ? "void" : "a function");
    }
    return true;
}

static bool layout_parse(struct stage *stage, struct session *session, struct error *error)
{
    if (!stage_operands(stage, 1, -1, error))
        return false;
    struct layout *layout = memory_new(1, sizeof *layout, error);
    size_t count = (size_t)stage->operand_count;

    stage->own = layout;
    if (layout == NULL)
        return false;
    layout->write = layout_text;
    layout->types = memory_new(count, sizeof *layout->types, error);
    layout->holes = memory_new(count, sizeof *layout->holes, error);
    return layout->types != NULL && layout->holes != NULL &&
           (stage->options.layout == NULL ||
            read_form(stage->options.layout, &layout->write, error)) &&
           read_types(stage, session, layout, error);
}

static bool layout_run(struct stage *stage, struct session *session, struct error *error)
{
    struct layout *layout = stage->own;

    for (size_t i = 0; i < layout->count; i++)
        if (!holes_find(layout->types[i], &layout->holes[i], error))
            return error_place(error, span_of(stage->operands[i]));
    return !stage_prints(stage) || layout->write(&session->out, layout->types, layout->holes,
                                                 layout->count, stage_colors(stage), error);
}

static void layout_clear(struct stage *stage)
{
    struct layout *layout = stage->own;

    if (layout == NULL)
        return;
    for (size_t i = 0; i < layout->count; i++) {
        holes_close(&layout->holes[i]);
        type_unref(layout->types[i]);
    }
    free(layout->types);
    free(layout->holes);
    free(layout);
}

const struct command command_layout = {
    .name = "layout",
    .operands = "TYPE...",
    .summary = "Show where each field, hole and bit of a type lies",
    .bit = COMMAND_LAYOUT,
    .parse = layout_parse,
    .run = layout_run,
    .clear = layout_clear,
};
