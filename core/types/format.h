// struct and PEP 3118 format strings to types.
//
// Read as Python's struct module documents them, with PEP 3118's additions as numpy and ctypes
// really write them:
//
//   prefixes  @ = < > ! ^ anywhere; each holds until the next one, also past a }. Only @ aligns:
//             items, records by their most aligned item. @ and ^ have the host's sizes.
//   counts    repeat an unnamed item; are the size of s p x and t; make one array of a named item,
//             of u and w, behind a shape, and of what & points to. A count of 0 aligns.
//   shapes    (2,3) before or behind a prefix.
//   names     :name: behind an item; items without one are f0 f1 … A named x is a field of bytes.
//   records   T{…}; nothing is padded at the end, except that the run of x that numpy writes behind
//             an array of aligned records is split among them.
//   pointers  &item, P, z (char *), Z (wchar_t *, where no f d g follows), O; these, g and Zg keep
//             the host's size behind < and >, as ctypes writes them. n and N are for @ and ^ only.
//   functions X{} (unknown), X{ii->d}, X{ii->} (void), X{z...->i} (variadic): a pointer to one.
//   text      u is 2 bytes, w is 4, as PEP 3118 has them (ctypes writes <u for its wchar_t of 4).
//   bits      3t: unsigned, packed behind the bits before it from the least significant bit up, in
//             big-endian order from the most significant down; any other item, 0t or a change of
//             byte order starts the next byte.
//
// Own extensions, where PEP 3118 has no word; none can be taken for one of its codes:
//
//   U{…}      a union: all items at offset 0, as large as the largest (padding counts)
//   [NAME]    a machine type by its short name: [i128] [u128] [bf16] [f128]
//   3t{i}     bits of a type that is not unsigned; 2t:: bits of padding
#ifndef MEMTOOL_TYPES_FORMAT_H
#define MEMTOOL_TYPES_FORMAT_H

#include "types/type.h"

// Reads the whole of the cursor as a format. One unnamed item without padding is that scalar,
// array or record; anything else is a record of its items. On success *out is held for the caller.
// Errors are STATUS_USAGE at their place.
bool format_read(struct cursor *cursor, const struct type **out, struct error *error);

// Writes :name: as a format, and a terminal, can hold it: each byte that they cannot as a _.
void format_name(struct sink *to, const char *name);

#endif
