// SLICE: [ITEMS] .FIELD [ITEMS] …, read from text and laid over a view.
#ifndef MEMTOOL_VIEWS_SLICE_H
#define MEMTOOL_VIEWS_SLICE_H

#include "views/view.h"

struct slice; // parsed; borrows the text for its spans

// Reads the whole of the cursor as a SLICE (DESIGN section 4). NULL and an error (STATUS_USAGE) at
// the place.
struct slice *slice_read(struct cursor *cursor, struct error *error);
void slice_free(struct slice *slice);

// The part of the view; nothing is copied. Items of a range clamp; indices are strict (STATUS_DATA,
// with the dimension and its length).
bool slice_apply(const struct slice *slice, const struct view *in, struct view *out,
                 struct error *error);

#endif
