// What is read from descriptors, whole.
#ifndef MEMTOOL_BASE_DESCRIPTOR_H
#define MEMTOOL_BASE_DESCRIPTOR_H

#include <stddef.h>
#include <stdint.h>

// Reads n bytes at an offset, over signals and short reads. Gives how many came; where they are
// fewer, *problem is the errno, or 0 at the end of the file.
size_t pread_whole(int fd, uint64_t offset, void *to, size_t n, int *problem);

#endif
