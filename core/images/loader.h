// Where the dynamic loader looks for libraries; for library.c, and nobody else.
#ifndef MEMTOOL_IMAGES_LOADER_H
#define MEMTOOL_IMAGES_LOADER_H

#include "base/memory.h"

// What a walk tells of: a file name and the path of that file. Both last for the call only.
// Returns false to end the walk.
typedef bool loader_visit(void *context, const char *name, const char *path);

enum loader_place { LOADER_ENVIRONMENT, LOADER_CACHE, LOADER_STANDARD, LOADER_PLACES };

// The path of directory number i of LOADER_ENVIRONMENT (LD_LIBRARY_PATH) or LOADER_STANDARD; its
// length, and *directory borrowed. False behind the last one.
bool loader_directory(enum loader_place place, size_t i, const char **directory, size_t *length);

// Visits every file of a directory with .so in its name, in no order. A directory that cannot be
// read is empty. False once visit wants no more.
bool loader_walk_directory(const char *directory, size_t length, loader_visit *visit,
                           void *context);

// Visits every library in /etc/ld.so.cache, in its order. Without a cache there are none.
bool loader_walk_cache(loader_visit *visit, void *context);

// The same over the bytes of a cache; a broken one is visited as far as it is whole. The bytes end
// with a NUL behind size.
bool loader_read_cache(const unsigned char *bytes, size_t size, loader_visit *visit, void *context);

#endif
