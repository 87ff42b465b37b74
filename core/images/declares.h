// --types: files that declare types and functions.
#ifndef MEMTOOL_IMAGES_DECLARES_H
#define MEMTOOL_IMAGES_DECLARES_H

#include "types/book.h"

// Adds the chapter that a --types word names to a book:
//   <sys/stat.h>         a C header, looked for as #include does
//   a path that exists   an ELF file (its debug information), else a C header
//   libm.so.6            a shared library that is not a path: where the loader finds it
//   math.h sys/stat.h    any other word, unless it starts with / or ./ or ../: as #include <word>
//                        (or <sys/word>, which is where stat.h is)
// An error (STATUS_DATA, with the word as its place) leaves the book as it was.
bool declares_add(struct book *book, const char *word, struct error *error);

#endif
