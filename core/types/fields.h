// A record of a format while it is filled, item by item: where each goes, and what all are called.
#ifndef MEMTOOL_TYPES_FIELDS_H
#define MEMTOOL_TYPES_FIELDS_H

#include "base/lex.h"
#include "types/type.h"

struct field {
    struct type *type;
    uint64_t offset;
    const char *name; // in the text of the format; NULL: none was given
    size_t name_length;
};

// Start from {.align = 1}; fields_close ends it.
struct fields {
    enum type_kind kind; // TYPE_STRUCT; TYPE_UNION: all at offset 0
    struct field *fields;
    size_t count, capacity;
    uint64_t end;    // bytes so far; in a union, the most that one takes
    uint64_t align;  // the most that an item was aligned
    unsigned bit;    // how many bits of the last byte are taken; 0: it is full
    enum order bits; // the order in which they were taken
};

void fields_close(struct fields *to);

// Moves the end to a multiple of align, and remembers align.
bool fields_align(struct fields *to, uint64_t align, struct error *error);

// Adds n bytes that belong to no field.
bool fields_pad(struct fields *to, uint64_t n, struct error *error);

// Adds a field at the next multiple of align.
bool fields_add(struct fields *to, const struct field *field, uint64_t align, struct error *error);

// Adds a bit-field of n bits (1 to 128) of a declared type behind the bits before it, from the
// least significant bit of each byte up, or from the most significant down in big-endian order. A
// field without a type (NULL) is padding.
bool fields_add_bits(struct fields *to, struct type_pool *pool, const struct field *field,
                     unsigned n, enum order order, struct error *error);

// The record: fields without a name become f0 f1 …. A name that is there twice is an error at its
// place in word.
struct type *fields_record(struct fields *from, struct type_pool *pool, const struct cursor *word,
                           struct error *error);

#endif
