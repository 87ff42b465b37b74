// A map from types to whatever is known of them: what keeps a walk over shared subtypes from taking
// time that doubles at every level of nesting.
#ifndef MEMTOOL_TYPES_TYPEMAP_H
#define MEMTOOL_TYPES_TYPEMAP_H

#include "types/type.h"

struct typemap_entry {
    const struct type *from;
    const void *to;
};

// Start from {0}; typemap_close ends it. Nothing is held.
struct typemap {
    struct typemap_entry *slots;
    size_t used, capacity;
    bool failed; // there was no memory for something that was put in
};

void typemap_close(struct typemap *map);

// Sets what from maps to; without memory it is not remembered, and the map has failed.
void typemap_put(struct typemap *map, const struct type *from, const void *to);

// What from was last mapped to, or NULL.
const void *typemap_get(const struct typemap *map, const struct type *from);

#endif
