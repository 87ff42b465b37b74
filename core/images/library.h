// Library names to files, as the dynamic loader resolves them. Nothing is loaded and nothing is
// run.
//
// The loader's order (ld.so(8)): LD_LIBRARY_PATH, then the cache that ldconfig wrote, then the
// standard directories; on musl its own path file. Files for another machine are passed over. Left
// out are memtool's own DT_RUNPATH (it has none) and the glibc-hwcaps subdirectories, which hold
// the same libraries built for newer processors.
#ifndef MEMTOOL_IMAGES_LIBRARY_H
#define MEMTOOL_IMAGES_LIBRARY_H

#include "base/error.h"

// The file that a LIBRARY word names, to be given to free():
//   a word with a /      that path, which must be a shared library for the host
//   -                    the C library
//   libm.so.6            that soname
//   m libm m.so.6 m.so   with what is missing of lib….so; without a version, the file without one
//                        if it is a library (not a linker script), else the newest version
// length bytes of name. NULL and an error where there is none: STATUS_USAGE for an empty name, else
// STATUS_DATA, with near names as the hint.
char *library_resolve(const char *name, size_t length, struct error *error);

#endif
