// What was written to a file or process but not committed: by the chain at work, and below that by
// the chains before it, whose writes are seen but never committed.
#ifndef MEMTOOL_BYTES_LAYERS_H
#define MEMTOOL_BYTES_LAYERS_H

#include "bytes/overlay.h"

// The number of the chain at work: a face counts it up where one begins.
extern uint64_t layers_chain;

// Start from {0}; layers_clear ends it.
struct layers {
    struct overlay earlier;
    struct overlay now; // of the chain of that number
    uint64_t chain;
};

// Makes `now` that of the chain at work. Writing does so too; who looks at `now` calls it before.
bool layers_turn(struct layers *layers, struct error *error);

// Writes for the chain at work.
bool layers_write(struct layers *layers, uint64_t offset, const void *from, size_t n,
                  struct error *error);

// Puts what was written in offset .. offset + n over the bytes there.
void layers_patch(const struct layers *layers, uint64_t offset, unsigned char *bytes, size_t n);

// The first run of written bytes at or behind offset: true with its place, or false where nothing
// more was written.
bool layers_run(const struct layers *layers, uint64_t offset, uint64_t *start, size_t *n);

// `now` was committed: the place itself holds it, and nothing earlier stands over it.
void layers_committed(struct layers *layers);

void layers_clear(struct layers *layers);

#endif
