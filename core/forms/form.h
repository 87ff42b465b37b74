// Forms: what -o names. To add one: write core/forms/NAME.c with its writer, declare it below, add
// its row in form.c and its line in memtool.1; the options, --help and completions follow from the
// row.
#ifndef MEMTOOL_FORMS_FORM_H
#define MEMTOOL_FORMS_FORM_H

#include "views/blocks.h"
#include "views/element.h"

struct form_options {
    uint64_t width;            // bytes a row; 0: the form's own
    bool verbose;              // -v: no squeezing
    unsigned radix;            // of integers: 2, 8, 10, 16
    bool color;                // bytes by class, fields each in its own
    const struct type *record; // with color: the records that a view of bytes was cast from, whose
                               // fields colour their bytes; NULL: bytes by class
};

// The widest row that -w may ask for, in bytes.
enum { FORM_WIDTH = 4096 };

enum form_flags {
    FORM_BINARY = 1,  // refused on a terminal
    FORM_STREAMS = 2, // writes an open view while it is read; else the view is settled first
};

typedef bool form_writer(struct sink *to, const struct view *view,
                         const struct form_options *options, struct error *error);

struct form {
    const char *name, *summary;
    unsigned flags;
    form_writer *write;
};

// The rows, ended by one with a NULL name.
extern const struct form forms[];

// The form of that name, or NULL.
const struct form *form_find(const char *name);

form_writer form_dump, form_values, form_list, form_json, form_raw, form_hex, form_xxd, form_bits,
    form_c, form_npy, form_info;

#endif
