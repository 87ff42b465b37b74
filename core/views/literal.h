// Values in text to elements in memory.
#ifndef MEMTOOL_VIEWS_LITERAL_H
#define MEMTOOL_VIEWS_LITERAL_H

#include "views/element.h"

// Reads values of the type, separated by commas or blanks, to the end of the cursor, and appends
// their bytes. Records take {…} or flat values, which must fill the last record. An empty text is
// no values. *count is the number of elements appended.
bool literal_read(struct cursor *cursor, const struct type *type, const struct scope *scope,
                  struct bytes *to, uint64_t *count, struct error *error);

// The same for numbers as text on a stream or in a file: blanks, commas and newlines separate, [ ]
// True False are read too; text is given in pieces, last tells that no more comes. Returns how many
// bytes of the piece were used up.
bool literal_text(const char *text, size_t n, bool last, const struct type *type,
                  const struct scope *scope, struct bytes *to, uint64_t *count, size_t *used,
                  struct error *error);

#endif
