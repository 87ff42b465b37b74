// What of a process's address space is there: data, pages that nothing was put into yet, gaps.
#ifndef MEMTOOL_BYTES_PROCESS_MAP_H
#define MEMTOOL_BYTES_PROCESS_MAP_H

#include "bytes/store.h"

#include <time.h>

struct process_area;

// Start from {.pid = PID, .pagemap = -1} (pid 0: memtool's own); process_map_close ends it.
struct process_map {
    pid_t pid;
    struct process_area *areas; // the readable mappings, lowest first
    size_t count, capacity;
    int pagemap;           // /proc/PID/pagemap; -1: not open
    uint64_t from, to;     // the extent asked for last
    struct timespec taken; // when the areas were read
};

// What lies at address, and where that ends (*end > address, at most limit). Anonymous pages of
// another process that it never touched, which can be terabytes, are a hole: they read as zeroes,
// but reading them would cost time, and the process memory. While one extent is asked for behind
// the other the mappings are read only now and then.
bool process_map_extent(struct process_map *map, uint64_t address, uint64_t limit,
                        enum extent_kind *kind, uint64_t *end, struct error *error);

void process_map_close(struct process_map *map);

#endif
