// A better order of a struct's fields.
#ifndef MEMTOOL_TYPES_REORDER_H
#define MEMTOOL_TYPES_REORDER_H

#include "types/type.h"

// The same struct with its fields in an order that makes it smaller, in the pool; *out is NULL
// where none was found, or where a field lies somewhere else than its type alone puts it (packed,
// aligned, a format's own offsets): such a layout is on purpose.
bool type_smaller(struct type_pool *pool, const struct type *type, const struct type **out,
                  struct error *error);

#endif
