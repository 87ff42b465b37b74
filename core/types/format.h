// struct and PEP 3118 format strings to types.
#ifndef MEMTOOL_TYPES_FORMAT_H
#define MEMTOOL_TYPES_FORMAT_H

#include "types/type.h"

// Reads the whole of the cursor as a format: every code, count and prefix of Python's struct with
// its exact sizes, alignment and zero-count rules, and PEP 3118's T{} (2,3) :name: Zf Zd F D g u w
// & X{} t z O ^, as numpy and ctypes write them. One item without padding is that scalar or array,
// anything else a record of f0 f1 …. On success *out is held for the caller.
bool format_read(struct cursor *cursor, const struct type **out, struct error *error);

#endif
