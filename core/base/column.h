// Columns of plain numbers in text, many at once: what data files mostly are.
//
// Plain is what needs no second look: decimal digits, a minus sign, in floats a point and an
// exponent, and commas or blanks between two. Both functions read values up to the first that is
// not plain, or that stands within COLUMN_ROOM bytes of the end, and leave the cursor at the end of
// the last one read; whatever comes next is for integer_read and float_read, which know all
// spellings and all errors.
#ifndef MEMTOOL_BASE_COLUMN_H
#define MEMTOOL_BASE_COLUMN_H

#include "base/float.h"

enum { COLUMN_ROOM = 64 };

// How the values are stored, one behind the other.
struct column {
    unsigned size;            // bytes of one: 1, 2, 4 or 8
    bool swapped;             // against the host's order
    uint64_t most[2];         // of integers: the greatest magnitude, and that of a negative one
    enum float_format format; // of floats of at most 64 bits
};

// Read at most `count` values to `to`; how many.
size_t column_integers(struct cursor *cursor, const struct column *column, unsigned char *to,
                       size_t count);
size_t column_floats(struct cursor *cursor, const struct column *column, unsigned char *to,
                     size_t count);

#endif
