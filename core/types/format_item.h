// Inside the format reader: one item of a format, and what reads it.
#ifndef MEMTOOL_TYPES_FORMAT_ITEM_H
#define MEMTOOL_TYPES_FORMAT_ITEM_H

#include "base/lex.h"
#include "types/type.h"

enum { FORMAT_MAX_DIMENSIONS = 64 }; // of one shape, as in numpy and CPython

struct reader {
    struct cursor *cursor;
    struct type_pool *pool;
    struct error *error;
    char mode; // the prefix in force; it outlives the braces that it was written in
    unsigned depth;
    uint64_t items; // read so far, in all records together
};

enum item_kind { ITEM_VALUE, ITEM_PADDING, ITEM_BITS };

// How a count in front of a code is meant.
enum count_meaning {
    COUNT_REPEATS,  // so many items, or an array of them where they have one name
    COUNT_IS_SIZE,  // it was taken already: s p x, and bits
    COUNT_IS_ARRAY, // u w: one item, as numpy writes its strings
};

struct item {
    enum item_kind kind;
    enum count_meaning meaning;
    const char *start; // in the text
    uint64_t dims[FORMAT_MAX_DIMENSIONS];
    size_t ndim;
    uint64_t count;      // 1 where none was written
    bool counted;        // one was written
    struct type *type;   // of one, without shape and count
    uint64_t align;      // 1 where the mode does not align
    struct type *record; // the type, where it was written T{…} or U{…}
    enum order order;    // of bits
};

// Reads an item up to its code; shape and count are noted, not yet applied.
bool item_read(struct reader *in, struct item *item);

// Applies the shape, and the count where it makes an array (always, or as it means).
bool item_shape(struct reader *in, struct item *item, bool count_too);

// The alignment of a scalar in the mode in force.
uint64_t item_align(const struct reader *in, uint64_t align);

// Makes the item a pointer to target.
bool item_pointer(struct reader *in, struct item *item, const struct type *target, enum order order,
                  uint64_t align, const char *code);

// Counts a level of nesting, opened at start; the maker of the level counts it down again.
bool item_deeper(struct reader *in, const char *start);

// pointee = item: what a pointer points to or a function returns; its count makes an array.
bool pointee_read(struct reader *in, const struct type **out);

// function = "X{" … "}" (format_function.c).
bool function_read(struct reader *in, struct item *item);

// Raises an error at the text from `from` to where the reader is (the next byte, if that is none).
bool fail_here(struct reader *in, const char *from, const char *message);

// Gives an error that a maker of types raised its place.
bool fail_item(struct reader *in, const char *start);

// Reads items up to a } (not taken) or the end: *out is the record of them. Where `single` is not
// NULL, it is set to the type of the one item that stands without padding and name, else NULL.
bool record_read(struct reader *in, enum type_kind kind, struct type **out, struct type **single);

#endif
