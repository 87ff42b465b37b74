// Writes into views.
#ifndef MEMTOOL_VIEWS_ASSIGN_H
#define MEMTOOL_VIEWS_ASSIGN_H

#include "views/view.h"

// Copies right into left. Shape and structure must be the same (STATUS_DATA `lvalue and rvalue have
// different structures`, both named), but that a byte view takes the bytes of any `literal` of its
// length, and chars those of a text. Overlap is safe. All is checked before the first byte is
// written; bit-fields leave their neighbours as they are.
bool view_assign(const struct view *left, const struct view *right, bool literal,
                 struct error *error);

// The error of a write whose sides differ in shape or type (STATUS_DATA): Python's words, both
// structures, and a way to do it. Always false.
bool fail_structures(const struct view *left, const struct view *right, struct error *error);

// Writes one element (left's itemsize bytes) into each element of left.
bool view_fill(const struct view *left, const unsigned char *element, struct error *error);

#endif
