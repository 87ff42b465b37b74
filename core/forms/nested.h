// Elements of any number of dimensions in nested brackets: lists, JSON values, C initializers.
#ifndef MEMTOOL_FORMS_NESTED_H
#define MEMTOOL_FORMS_NESTED_H

#include "forms/form.h"

struct nesting {
    const char *open, *close; // around each dimension
    struct style style;
    uint64_t per_line; // elements of the last dimension between two line breaks; 0: none
};

// Writes all elements of the view, `, ` between two; a view without dimensions is its element.
bool nested_print(struct sink *to, const struct view *view, const struct nesting *nesting,
                  struct error *error);

#endif
