// How a struct or union is declared in C so that the compiler puts its members where they are:
// as it stands, or with padding, packed or aligned.
#ifndef MEMTOOL_TYPES_CPLAN_H
#define MEMTOOL_TYPES_CPLAN_H

#include "types/typemap.h"

// A field to declare. A padding field has a NULL type in `shown`; that of whole bytes is named by
// whoever writes it.
struct c_plan {
    const struct declared *fields; // names are C identifiers
    const struct type *const *shown;
    size_t count;
    bool packed;
    bool inexact;               // members that overlap: the compiler puts them elsewhere
    uint64_t align;             // of aligned(n); 0: none
    const struct type *as_read; // what C makes of the declaration
};

// All plans made so far. Start from {0} but for `whole`; c_plans_close ends it.
struct c_plans {
    bool whole; // typedefs that only the user's text or file declares are written out
    struct type_pool *pool;
    struct typemap known;
    bool failed; // there was no memory for a plan, or for remembering it
};

void c_plans_close(struct c_plans *plans);

// The plan of a complete struct or union; NULL without memory. Where no declaration gives the
// layout (members that overlap), the plan is the plain one.
const struct c_plan *c_plan_of(struct c_plans *plans, const struct type *type);

// True where the type is written by its typedef's name.
bool c_by_name(const struct c_plans *plans, const struct type *type);

#endif
