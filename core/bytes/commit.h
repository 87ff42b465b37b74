// Writing an overlay back to its file, so that a failure loses nothing.
#ifndef MEMTOOL_BYTES_COMMIT_H
#define MEMTOOL_BYTES_COMMIT_H

#include "bytes/overlay.h"
#include "bytes/store.h"

#include <sys/stat.h>

// Writes what the overlay holds to the file at path, which must still be the one of that device
// and inode; only the ranges written. With options->suffix, path + suffix first receives a copy of
// the file (through a temporary file, synced and renamed). A failed write puts back what was there
// (STATUS_DATA; the message says what the file holds where even that fails).
bool commit_overlay(const char *path, const struct stat *status, const struct overlay *overlay,
                    const struct commit_options *options, struct error *error);

#endif
