// Writing an overlay back to its file, so that a failure loses nothing: in steps, for several files
// to change together or not at all.
#ifndef MEMTOOL_BYTES_COMMIT_H
#define MEMTOOL_BYTES_COMMIT_H

#include "bytes/overlay.h"
#include "bytes/store.h"

#include <sys/stat.h>

struct commit;

// Opens and locks the file at path, which must still be the one of that device and inode, and
// remembers what the overlay is going to overwrite. path, status and overlay are borrowed. NULL and
// an error (STATUS_DATA).
struct commit *commit_begin(const char *path, const struct stat *status,
                            const struct overlay *overlay, struct error *error);

// Gives path + suffix a copy of the file, through a temporary file that is synced and renamed: it
// appears whole or not at all. The second time it does nothing. A commit that ends without having
// been written, or undone, leaves the backup that was there before.
bool commit_backup(struct commit *commit, const char *suffix, struct error *error);

// False and an error where commit_backup would find no place for the copy: its folder takes no new
// file, or something else stands where it goes. Nothing is made.
bool commit_check_backup(const struct commit *commit, const char *suffix, struct error *error);

// Writes what the overlay holds, only the ranges written; `sync` waits until it is on the disk.
bool commit_write(struct commit *commit, bool sync, struct error *error);

// Puts back what was there. False where that fails too: the message says which bytes hold new
// values.
bool commit_undo(struct commit *commit, struct error *error);

// True where commit_write was done and not undone. NULL is allowed.
bool commit_written(const struct commit *commit);

// Unlocks and closes the file, and frees the commit. NULL is allowed.
bool commit_end(struct commit *commit, struct error *error);

#endif
