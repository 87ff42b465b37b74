// TYPE as a user writes it: the choice between C, short names, declared names and formats.
#ifndef MEMTOOL_TYPES_SPELLING_H
#define MEMTOOL_TYPES_SPELLING_H

#include "types/book.h"

// Reads the whole of the cursor as a TYPE (DESIGN section 3): C where its first identifier (behind
// a byte order) is a C type word; else a short name; else a name that the book declares; else a
// format. On success *out is held for the caller. Errors are STATUS_USAGE with a span.
bool type_read(struct cursor *cursor, const struct book *book, const struct type **out,
               struct error *error);

// Adds a hint to an error of values or bytes that do not fit the type, where it was written as a
// format and is nearly another name: u32b for u32be, unsignd. Always returns false.
bool type_hint(const struct type *type, struct error *error);

// Reads a short name (i32, u16be, <f64) that is the whole of the cursor. False without an error
// where it is none.
bool short_name_read(const struct cursor *cursor, enum scalar *scalar, enum order *order);

#endif
