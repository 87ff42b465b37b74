// Formats while they are written: what items and records share.
#ifndef MEMTOOL_TYPES_PRINT_FORMAT_H
#define MEMTOOL_TYPES_PRINT_FORMAT_H

#include "types/type.h"

struct format_printer {
    struct sink *to;
    char mode;        // the prefix in force
    bool in_pointee;  // behind a pointer to a record: further ones are P, as they may go in circles
    bool in_function; // among the parameters of a function
    bool in_argument; // in a record that is one: further functions are X{}, as they may go in
                      // circles
    uint64_t members; // written so far: shared records can be written only so often
};

#define ALIGNED_FOR_ALL (UINT64_C(1) << 62)

// The largest power of two that divides an offset.
static inline uint64_t lowest_bit(uint64_t offset)
{
    return offset == 0 ? ALIGNED_FOR_ALL : offset & -offset;
}

static inline uint64_t lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// ---- print_format.c

// An item that lies at a multiple of align.
void put_item(struct format_printer *out, const struct type *type, uint64_t align);

void put_number(struct format_printer *out, uint64_t n);

// The prefix that a scalar needs where it lies at a multiple of align.
void put_mode(struct format_printer *out, const struct type *type, uint64_t align);

// A blank behind an item without a name, where what comes next would be read as part of it.
void put_part(struct format_printer *out, const struct type *type);

// ---- print_format_record.c

// T{…} or U{…}, and what stands between the braces.
void put_record(struct format_printer *out, const struct type *type, uint64_t align);
void put_body(struct format_printer *out, const struct type *type, uint64_t align);

#endif
