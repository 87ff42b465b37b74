// A regular file or block device as a store (made by files.c).
#ifndef MEMTOOL_BYTES_FILE_STORE_H
#define MEMTOOL_BYTES_FILE_STORE_H

#include "bytes/store.h"

#include <sys/stat.h>

// Takes fd, closing it also on failure. The store is held for the caller.
struct store *file_store_new(const char *path, int fd, const struct stat *status,
                             struct error *error);

// True where the store is the file of that device and inode.
bool file_store_is(const struct store *store, const struct stat *status);

#endif
