// Types by their text, for unit tests.
#ifndef MEMTOOL_TESTS_TYPES_H
#define MEMTOOL_TESTS_TYPES_H

#include "types/spelling.h"

#include <stdio.h>

// A type of any spelling, held; NULL and a note of TAP where it is none.
static inline const struct type *type_of(const char *text)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    const struct type *type = NULL;

    if (!type_read(&cursor, NULL, &type, &error))
        printf("# %s: %s\n", text, error.message);
    return type;
}

#endif
