// --shape, --strides, --order and --transpose: the picture that cast lays over its elements.
#ifndef MEMTOOL_CLI_SHAPE_H
#define MEMTOOL_CLI_SHAPE_H

#include "command.h"

// Checks the words of the options; nothing is laid out yet. Errors are STATUS_USAGE with spans.
bool shape_check(const struct options *options, struct error *error);

// Casts the view to items of the type, or VIEW_ALL, in the shape of the options, which shape_check
// has passed. Strides without a number of items lie over all bytes of the view.
bool shape_cast(const struct options *options, const struct type *type, uint64_t items,
                struct view *view, struct error *error);

#endif
