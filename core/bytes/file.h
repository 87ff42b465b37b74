// Files as stores: one a device and inode, their writes kept in an overlay until committed.
#ifndef MEMTOOL_BYTES_FILE_H
#define MEMTOOL_BYTES_FILE_H

#include "bytes/store.h"

// All files that a session has opened, so that one file is one store however it is named, and the
// processes. Start from {0}.
struct files {
    struct store **stores; // held
    size_t count, capacity;
};

// Opens what is at path as a store held for the caller: regular files and block devices by random
// access, /proc/PID/mem as that process, all else (FIFOs, character devices, files under /proc and
// /sys, whose size lies) as a stream. NULL and an error (STATUS_DATA).
struct store *files_open(struct files *files, const char *path, struct error *error);

// The memory of another process from address on, size bytes (store_process), held for the caller:
// what is written to a process through one store is seen through every other, and committed once.
struct store *files_process(struct files *files, const char *name, pid_t pid, uint64_t address,
                            uint64_t size, struct error *error);

// Lets go of the stores that nobody else holds.
void files_sweep(struct files *files);

void files_close(struct files *files);

#endif
