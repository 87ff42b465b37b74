// A core dump as a store: pieces of a file, each at an address of its own.
#ifndef MEMTOOL_BYTES_SEGMENTS_H
#define MEMTOOL_BYTES_SEGMENTS_H

#include "bytes/store.h"
#include "images/elf.h"

// The loadable segments of a core dump: offsets are the addresses that the process had; what was
// not dumped is a gap. Holds the file. NULL and an error (STATUS_DATA) where there are none.
struct store *store_core(const char *name, struct store *file, const struct elf *elf,
                         struct error *error);

#endif
