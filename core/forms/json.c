// json: one object that says what the view is and holds its values.
#include "forms/nested.h"

#include "base/escape.h"

// A name and a text that another printer made, as a JSON string.
static void write_string(struct sink *to, const char *name, const struct sink *text)
{
    sink_printf(to, "\"%s\": \"", name);
    escape_json_name(to, text->text, text->used);
    sink_text(to, "\", ");
}

static void write_type(struct sink *to, const struct type *type)
{
    struct sink text;

    sink_open(&text, -1);
    type_format(&text, type);
    write_string(to, "format", &text);
    text.used = 0;
    if (type_is_bytes(type))
        sink_text(&text, "bytes");
    else
        type_c(&text, type, NULL, true);
    write_string(to, "type", &text);
    sink_fail(to, text.failed);
    sink_close(&text);
}

static void write_view(struct sink *to, const struct view *view)
{
    sink_byte(to, '{');
    write_type(to, view->type);
    sink_printf(to, "\"itemsize\": %llu, \"ndim\": %d, ", (unsigned long long)view_itemsize(view),
                view->ndim);
    sink_text(to, "\"shape\": [");
    view_print_shape(to, view, ", ");
    sink_text(to, "], \"strides\": [");
    view_print_strides(to, view, ", ");
    sink_printf(to, "], \"nbytes\": %llu, \"readonly\": %s, \"offset\": %llu, \"values\": ",
                (unsigned long long)view_nbytes(view), view->readonly ? "true" : "false",
                (unsigned long long)view->offset);
}

bool form_json(struct sink *to, const struct view *view, const struct form_options *options,
               struct error *error)
{
    const struct nesting nesting = {
        .open = "[", .close = "]", .style = {.notation = NOTATION_JSON, .color = options->color}};

    write_view(to, view);
    if (!nested_print(to, view, &nesting, error))
        return false;
    sink_text(to, "}\n");
    return true;
}
