// info: what the view is, as `name: value` lines.
#include "forms/form.h"

static void write_type(struct sink *to, const struct type *type)
{
    sink_text(to, "format: ");
    type_format(to, type);
    sink_text(to, "\ntype: ");
    if (type_is_bytes(type))
        sink_text(to, "bytes");
    else
        type_c(to, type, NULL, true);
    sink_byte(to, '\n');
}

static const char *contiguity(const struct view *view)
{
    bool c = view_c_contiguous(view), fortran = view_f_contiguous(view);

    return c && fortran ? "C F" : c ? "C" : fortran ? "F" : "no";
}

// The name of an index: i j k … of few dimensions, i0 i1 … of many.
static void write_index(struct sink *to, const struct view *view, int dimension)
{
    if (view->ndim <= 6)
        sink_byte(to, (char)('i' + dimension));
    else
        sink_printf(to, "i%d", dimension);
}

// Where an element lies, as arithmetic: `[i,j] at 0 + 24*i + 8*j`.
static void write_arithmetic(struct sink *to, const struct view *view)
{
    sink_text(to, "element: [");
    for (int d = 0; d < view->ndim; d++) {
        sink_text(to, d ? "," : "");
        write_index(to, view, d);
    }
    sink_printf(to, "] at %llu", (unsigned long long)view->offset);
    for (int d = 0; d < view->ndim; d++) {
        int64_t stride = view->strides[d];

        sink_printf(to, " %c %llu*", stride < 0 ? '-' : '+',
                    (unsigned long long)(stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride));
        write_index(to, view, d);
    }
    sink_byte(to, '\n');
}

bool form_info(struct sink *to, const struct view *view, const struct form_options *options,
               struct error *error)
{
    const unsigned char *address = view_address(view);

    (void)options;
    write_type(to, view->type);
    sink_printf(to, "itemsize: %llu\nndim: %d\nshape: ", (unsigned long long)view_itemsize(view),
                view->ndim);
    view_print_shape(to, view, ",");
    sink_text(to, "\nstrides: ");
    view_print_strides(to, view, ",");
    sink_printf(to, "\nnbytes: %llu\nreadonly: %s\ncontiguous: %s\noffset: %llu\naddress: ",
                (unsigned long long)view_nbytes(view), view->readonly ? "true" : "false",
                contiguity(view), (unsigned long long)view->offset);
    if (address != NULL)
        sink_printf(to, "0x%llx\n", (unsigned long long)(uintptr_t)address);
    else
        sink_text(to, "none\n");
    write_arithmetic(to, view);
    return store_describe(view->store, to, error);
}
