// C declarations to types: C11 with GNU's attributes, laid out as gcc lays it out on the host.
#ifndef MEMTOOL_TYPES_CDECL_H
#define MEMTOOL_TYPES_CDECL_H

#include "types/book.h"

// True where the identifier starts a C type: a type word or qualifier (int, unsigned, struct,
// const, _Bool …) or a standard typedef (size_t, int32_t, time_t …).
bool c_type_word(const char *name, size_t length);

// Reads the whole of the cursor as one C type name or declaration without a name that matters:
// `double`, `int[2][3]`, `struct S {char tag; int n;}`, `unsigned long (*)(int)`; a byte order < >
// = in front sets that of all scalars. Several declarations in one text are allowed: the last one
// is the type. On success *out is held for the caller.
bool c_type_read(struct cursor *cursor, const struct book *book, const struct type **out,
                 struct error *error);

// Reads the whole of the cursor as a prototype: `double cos(double)`, `int printf(const char *,
// ...)`. *out is a TYPE_FUNCTION, held for the caller; its name member is the function's.
bool c_prototype_read(struct cursor *cursor, const struct book *book, const struct type **out,
                      struct error *error);

// The machine integer that gcc gives to an enum with these values, packed or not; SCALAR_COUNT
// where 64 bits do not hold them all.
enum scalar c_enum_scalar(const struct enumerator *enumerators, size_t count, bool packed);

// Reads the whole of a preprocessed header (line markers included) and makes a chapter of all that
// it declares. Function bodies are skipped as balanced tokens; any declaration that is not
// understood is an error at its place, with the header's own file and line in its message. NULL on
// failure.
struct chapter *c_header_read(struct cursor *cursor, struct error *error);

// Writes a field's name as an identifier of C: _ for what none can hold, in front of a digit and
// behind a keyword.
void c_identifier(struct sink *to, const char *name);

#endif
