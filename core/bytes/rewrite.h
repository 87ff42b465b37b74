// Overwriting bytes in a place that may refuse in the middle: what was there is remembered first,
// and put back where not all could be written.
#ifndef MEMTOOL_BYTES_REWRITE_H
#define MEMTOOL_BYTES_REWRITE_H

#include "bytes/overlay.h"

// Bytes that go to an offset.
struct rewrite_run {
    uint64_t offset;
    const unsigned char *bytes;
    size_t n;
};

// Where an overlay's bytes go: a file, a process.
struct rewrite_place {
    const char *name; // for messages
    void *context;
    bool (*read)(void *context, uint64_t offset, void *to, size_t n, struct error *error);
    // Writes those runs, which come lowest first and do not overlap, and no byte beside them. Runs
    // that touch may be one. *done is how many of their bytes were written, from the first run on,
    // also on failure.
    bool (*write)(void *context, const struct rewrite_run *runs, size_t count, size_t *done,
                  struct error *error);
};

struct rewrite_window;

// Start from {0}; rewrite_clear ends it.
struct rewrite {
    const struct overlay *overlay;
    struct rewrite_window *windows; // all places that change, and what they held
    size_t count, capacity;
    struct rewrite_run *runs; // those written at once, so that undoing asks for no memory
};

// Remembers what the place holds where the overlay (borrowed until rewrite_clear) has bytes. What
// lies between two of them that are less than a page apart is read too.
bool rewrite_begin(struct rewrite *rewrite, const struct rewrite_place *place,
                   const struct overlay *overlay, struct error *error);

// Writes the overlay's bytes, and only those.
bool rewrite_write(struct rewrite *rewrite, const struct rewrite_place *place, struct error *error);

// Puts back what was there, whatever part of it was written. False where the place refuses that
// too: the message says which bytes hold new values.
bool rewrite_undo(struct rewrite *rewrite, const struct rewrite_place *place, struct error *error);

void rewrite_clear(struct rewrite *rewrite);

#endif
