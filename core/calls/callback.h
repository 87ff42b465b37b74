// Callbacks: C function pointers behind which a shell command stands.
#ifndef MEMTOOL_CALLS_CALLBACK_H
#define MEMTOOL_CALLS_CALLBACK_H

#include "types/type.h"

// The code of a function of that type which runs the command with its C arguments as $1 $2 …
// (pointers to scalars as the values they point to, char * as text) and returns the number that it
// prints. It lives as long as the process, because libraries keep function pointers. NULL and an
// error: STATUS_USAGE for types that cannot be.
void *callback_code(const struct type *function, const char *command, struct error *error);

// After a call: ends the shells. False and an error where a callback failed: its command failed, or
// printed no number. (In a supervised fork the fork ends at once.)
bool callback_finish(struct error *error);

#endif
