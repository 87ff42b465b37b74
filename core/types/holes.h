// Where each byte of a type goes: fields, the holes between them, what padding costs, and an order
// of the fields that would cost less.
#ifndef MEMTOOL_TYPES_HOLES_H
#define MEMTOOL_TYPES_HOLES_H

#include "types/type.h"

enum place_kind {
    PLACE_FIELD,
    PLACE_HOLE, // before a member
    PLACE_TAIL, // behind the last one
};

// A part of the type. Offsets are in bits from the start of the outermost type: in the order in
// which bit-fields count them (enum order), whole bytes otherwise.
struct place {
    enum place_kind kind;
    uint64_t start, bits;
    const char *name;        // FIELD: with dots for what is nested; "" for a type without members
    const struct type *type; // FIELD
    const char *why;         // HOLE, TAIL: one sentence
};

// Texts and types live as long as the struct.
struct holes {
    struct place *places; // in order of declaration
    size_t count, capacity;
    uint64_t padding;          // bytes that hold no bit of any field, at any depth
    const struct type *better; // the struct with its fields in a smaller order, or NULL
    struct type_pool *pool;
};

// Takes a type apart. Arrays of records stay whole, but their padding counts.
bool holes_find(const struct type *type, struct holes *out, struct error *error);
void holes_close(struct holes *holes);

#endif
