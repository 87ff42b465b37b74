// --shape, --strides, --order and --transpose: the picture that cast lays over its elements.
#ifndef MEMTOOL_CLI_SHAPE_H
#define MEMTOOL_CLI_SHAPE_H

#include "command.h"

// Checks the words of the options; nothing is laid out yet. Errors are STATUS_USAGE with spans.
bool shape_check(const struct options *options, struct error *error);

// Lays the shape over a view, which shape_check has passed.
bool shape_apply(const struct options *options, struct view *view, struct error *error);

#endif
