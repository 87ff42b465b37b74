// Overwriting bytes in a place that may refuse in the middle: what was there is remembered first,
// and put back where not all could be written.
#ifndef MEMTOOL_BYTES_REWRITE_H
#define MEMTOOL_BYTES_REWRITE_H

#include "bytes/overlay.h"

// Where an overlay's bytes go: a file, a process.
struct rewrite_place {
    const char *name; // for messages
    void *context;
    bool (*read)(void *context, uint64_t offset, void *to, size_t n, struct error *error);
    // *done is how many bytes were written, also on failure.
    bool (*write)(void *context, uint64_t offset, const void *from, size_t n, size_t *done,
                  struct error *error);
};

struct rewrite_range;

// Start from {0}; rewrite_clear ends it.
struct rewrite {
    struct rewrite_range *ranges;
    size_t count, capacity;
    struct bytes old; // what all ranges held, one behind the other
};

// Remembers what the place holds where the overlay has bytes.
bool rewrite_begin(struct rewrite *rewrite, const struct rewrite_place *place,
                   const struct overlay *overlay, struct error *error);

// Writes the overlay's bytes; only those, a range at a time.
bool rewrite_write(struct rewrite *rewrite, const struct rewrite_place *place,
                   const struct overlay *overlay, struct error *error);

// Puts back what was there, whatever part of it was written. False where the place refuses that
// too: the message says which bytes hold new values.
bool rewrite_undo(struct rewrite *rewrite, const struct rewrite_place *place, struct error *error);

void rewrite_clear(struct rewrite *rewrite);

#endif
