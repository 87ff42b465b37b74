// A parsed SLICE: what slice_read.c makes and slice.c lays over a view.
#ifndef MEMTOOL_VIEWS_SLICE_PARTS_H
#define MEMTOOL_VIEWS_SLICE_PARTS_H

#include "base/error.h"

#include <stdint.h>

enum item_kind { ITEM_INDEX, ITEM_RANGE, ITEM_ELLIPSIS };

// Numbers beyond 64 bits are clamped, as Python clamps the bounds of a slice.
struct item {
    enum item_kind kind;
    bool has_start, has_stop;
    bool counted;              // START:+COUNT, the count is in stop
    int64_t start, stop, step; // start is an index's number; without has_start it is 0
    struct span span;
};

// [ITEMS], or .FIELD where name is not NULL.
struct part {
    const char *name;
    size_t name_length;
    struct item *items;
    size_t item_count, item_capacity;
    struct span span;
};

struct slice {
    struct part *parts;
    size_t count, capacity;
};

#endif
