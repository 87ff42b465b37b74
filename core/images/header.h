// C headers, through the C preprocessor of this machine.
#ifndef MEMTOOL_IMAGES_HEADER_H
#define MEMTOOL_IMAGES_HEADER_H

#include "types/book.h"

enum { HEADER_MAX = 256 << 20 }; // bytes of preprocessed text

// Reads a header and all that it includes, and makes a chapter of what they declare. place says
// where it is: a path, or a name that is looked for as #include <name> does; HEADER_GUESSED also
// looks for <sys/name>.
//
// The preprocessor is ${CC:-cc} -E, run without a shell; CC may hold options (`gcc -m32`). NULL and
// an error (STATUS_DATA) where there is no compiler, it finds no such header, or what it gives
// cannot be read; its own first message is the error's.
enum header_place { HEADER_PATH, HEADER_INCLUDED, HEADER_GUESSED };
struct chapter *header_chapter(enum header_place place, const char *name, struct error *error);

#endif
