// A map from types to types: what keeps a walk over shared subtypes from taking time that doubles
// at every level of nesting.
#ifndef MEMTOOL_TYPES_TYPEMAP_H
#define MEMTOOL_TYPES_TYPEMAP_H

#include "types/type.h"

struct typemap_entry {
    const struct type *from, *to;
};

// Start from {0}; typemap_close ends it. Types are not held.
struct typemap {
    struct typemap_entry *slots;
    size_t used, capacity;
};

void typemap_close(struct typemap *map);

// Sets what from maps to. It is no error if there is no memory for it: then it is not remembered.
void typemap_put(struct typemap *map, const struct type *from, const struct type *to);

// What from was last mapped to, or NULL.
const struct type *typemap_get(const struct typemap *map, const struct type *from);

#endif
