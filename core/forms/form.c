// The table of forms.
#include "forms/form.h"

#include <string.h>

const struct form forms[] = {
    {"dump", "offsets and bytes as hexdump -C prints them, or elements", FORM_STREAMS, form_dump},
    {"values", "one element a line", FORM_STREAMS, form_values},
    {"list", "what Python prints for tolist()", FORM_STREAMS, form_list},
    {"json", "one JSON object: the view and its values", 0, form_json},
    {"raw", "the bytes themselves", FORM_BINARY | FORM_STREAMS, form_raw},
    {"hex", "hex digits on one line", FORM_STREAMS, form_hex},
    {"xxd", "what xxd prints, and xxd -r reads", FORM_STREAMS, form_xxd},
    {"bits", "each element with its bits", FORM_STREAMS, form_bits},
    {"c", "a C initializer", 0, form_c},
    {"npy", "a NumPy .npy file", FORM_BINARY, form_npy},
    {"info", "what the view is: format, shape, strides, address", 0, form_info},
    {NULL, NULL, 0, NULL},
};

const struct form *form_find(const char *name)
{
    for (const struct form *form = forms; form->name != NULL; form++)
        if (strcmp(form->name, name) == 0)
            return form;
    return NULL;
}
