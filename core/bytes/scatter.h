// Writing to an open file: all of some bytes, or many runs and no byte between them.
#ifndef MEMTOOL_BYTES_SCATTER_H
#define MEMTOOL_BYTES_SCATTER_H

#include "bytes/rewrite.h"

// Writes n bytes at offset. False and errno where not all could be written; *done is how many were.
bool write_all(int fd, uint64_t offset, const void *from, size_t n, size_t *done);

// Writes runs, lowest first, to a regular file or block device that is open for reading and
// writing. A few are a pwrite each; thousands are stored through a shared mapping, a page fault a
// page instead of a call a run. False and errno where not all could be written; *done is how many
// bytes of the runs were.
bool scatter_write(int fd, const struct rewrite_run *runs, size_t count, size_t *done);

#endif
