// The names that a C text declares, by hash.
#ifndef MEMTOOL_TYPES_CNAMES_H
#define MEMTOOL_TYPES_CNAMES_H

#include "types/type.h"

// C keeps tags in a name space of their own.
enum c_name_kind { C_TYPEDEF, C_FUNCTION, C_VARIABLE, C_ENUMERATOR, C_TAG };

struct c_name {
    const char *text; // NULL: a free slot
    size_t length;
    uint32_t hash;
    enum c_name_kind kind;
    bool borrowed;           // from a book: the text may declare its own
    const struct type *type; // C_ENUMERATOR: the type of the constant
    struct integer value;    // of C_ENUMERATOR
};

// Start from {0}; c_names_close ends it. Texts and types are not held.
struct c_names {
    struct c_name *slots;
    size_t used, capacity; // capacity: 0 or a power of two
};

void c_names_close(struct c_names *names);

// The tag, or else the ordinary name, that was last put; NULL where there is none. Borrowed until
// the next put.
struct c_name *c_names_find(const struct c_names *names, const char *text, size_t length,
                            uint32_t hash, bool tag);

// Adds a name, or replaces the one that c_names_find would give.
bool c_names_put(struct c_names *names, const struct c_name *name, struct error *error);

#endif
