// The one way to move bytes: packed blocks of elements, pulled from any view.
//
// A block of a contiguous view is borrowed straight from its store, one of a strided view is
// gathered; readers of blocks know nothing of strides, and memory stays constant.
#ifndef MEMTOOL_VIEWS_BLOCKS_H
#define MEMTOOL_VIEWS_BLOCKS_H

#include "views/box.h"

struct block {
    const unsigned char *bytes; // count elements in C order, packed; NULL in a hole: all zeroes
    uint64_t index;             // of the first element, in C order
    uint64_t count;             // elements; 0: the view has ended
    uint64_t offset;            // of the first element, in the store
    int64_t stride;             // between the elements in the store; only with BLOCKS_BY_RUN
};

enum blocks_flags {
    BLOCKS_BY_RUN = 1, // a block never crosses the last dimension
    BLOCKS_HOLES = 2,  // holes come as blocks without bytes, of any length
    BLOCKS_GAPS = 4,   // gaps between mappings of a contiguous view are passed over, not an error
};

struct blocks {
    const struct view *view;
    unsigned flags;
    uint64_t granule; // every block but a run's (or the view's) last holds a multiple of it
    uint64_t index;   // of the next element
    uint64_t count;   // of all elements
    bool contiguous;
    uint64_t data_from, data_to; // with BLOCKS_HOLES: the stretch of data at work
    uint64_t mapped_to;          // with BLOCKS_GAPS: the end of the mapping at work
    struct bytes scratch;        // gathered elements
    bool boxed;                  // they come by way of the box
    struct box box;
};

// Starts over a view, which must outlive the blocks. granule: elements that a block may not tear
// apart (rows of a dump); 1: any.
void blocks_open(struct blocks *blocks, const struct view *view, unsigned flags, uint64_t granule);

// The next block; count 0 at the end. It holds until the next call. Where the view is open and the
// stream ends early, blocks end there; an element torn by the end is an error.
bool blocks_next(struct blocks *blocks, struct block *block, struct error *error);

void blocks_close(struct blocks *blocks);

// Appends all bytes of a view, packed in C order: for what must be whole in memory.
bool view_pack(const struct view *view, struct bytes *to, struct error *error);

// Called, where it is set, for each block that is about to be read: how a face shows progress.
extern void (*blocks_watch)(const struct blocks *blocks);

#endif
