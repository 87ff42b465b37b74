// Libraries that are loaded into memtool itself. Loading runs a library's constructors, so this is
// done only in a fork that can be lost.
#ifndef MEMTOOL_BYTES_LOADED_H
#define MEMTOOL_BYTES_LOADED_H

#include "base/memory.h"

// A symbol of a loaded library.
struct loaded {
    void *address;
    uint64_t size; // as its library says; 0: unknown
    bool variable; // it is data, not code
    bool inner;    // what an IFUNC chose: loaded_size tells its size
};

// Loads LIBRARY (as library_resolve reads it; - is all that is loaded), or finds that it is loaded,
// and looks the symbol up. It stays loaded. False and an error (STATUS_DATA): the library's at its
// place, or, without a place, that it has no such symbol, with a near name as the hint.
bool loaded_symbol(struct span library, const char *name, size_t length, struct loaded *out,
                   struct error *error);

// The size of the symbol; of what an IFUNC chose, by all symbols of its file or of the file of its
// debug information. 0: unknown.
uint64_t loaded_size(const struct loaded *symbol);

// What to do around the code of libraries that loading runs, so that its faults can be told. NULL:
// nothing.
struct loaded_watch {
    void (*enter)(const char *what);
    void (*leave)(void);
};
void loaded_set_watch(const struct loaded_watch *watch);

#endif
