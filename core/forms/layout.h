// How a type lies in memory, shown: as text, as JSON, as a picture.
#ifndef MEMTOOL_FORMS_LAYOUT_H
#define MEMTOOL_FORMS_LAYOUT_H

#include "types/holes.h"

// Writes several types, each with what holes_find says of it. color: the text form's fields each in
// their own.
typedef bool layout_writer(struct sink *to, const struct type *const *types,
                           const struct holes *holes, size_t count, bool color,
                           struct error *error);

// A table of offsets, sizes and names with the holes between them, totals, a map of the bytes, and
// a better order; one type under the other.
layout_writer layout_text;

// An object a line: type size align padding fields.
layout_writer layout_json;

// One SVG picture, to scale, 16 bytes a row; holes are hatched.
layout_writer layout_svg;

// The C spelling of a place's type: a bit-field's is the one that it was declared with.
void layout_type(struct sink *to, const struct type *type);

#endif
