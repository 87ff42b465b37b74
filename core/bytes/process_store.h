// The memory of a process as a store (of another process, made by files.c).
#ifndef MEMTOOL_BYTES_PROCESS_STORE_H
#define MEMTOOL_BYTES_PROCESS_STORE_H

#include "bytes/store.h"

// As store_process; what is written to the process is shared with `beside` (NULL: none yet), a
// store of the same process.
struct store *process_store_new(const char *name, pid_t pid, uint64_t address, uint64_t size,
                                const struct store *beside, struct error *error);

// True where the store is memory of that process, another one than memtool itself.
bool process_store_is(const struct store *store, pid_t pid);

#endif
