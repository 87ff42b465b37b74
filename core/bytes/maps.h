// The mappings of a process, as /proc/PID/maps lists them.
#ifndef MEMTOOL_BYTES_MAPS_H
#define MEMTOOL_BYTES_MAPS_H

#include "base/memory.h"

#include <sys/types.h>

struct mapping {
    uint64_t start, end;
    bool readable, writable, executable;
    bool anonymous; // private memory behind which there is no file
    uint64_t file_offset;
    const char *name; // the mapped file, [heap], [stack] …; empty where it has none
};

// Calls each for every mapping of the process (pid 0: memtool's own), lowest first, until it
// returns false. False and an error where the list cannot be read.
bool maps_each(pid_t pid, bool (*each)(const struct mapping *mapping, void *context), void *context,
               struct error *error);

// How many readable bytes lie from address on, without a gap. An error where nothing is mapped
// there.
bool maps_length(pid_t pid, uint64_t address, uint64_t *length, struct error *error);

// Whether anything is mapped there, readable or not.
bool maps_holds(pid_t pid, uint64_t address);

// True where no byte of the stretch can be written: all that is mapped there is read-only.
bool maps_readonly(pid_t pid, uint64_t address, uint64_t length);

#endif
