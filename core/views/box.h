// Elements of a view whose neighbours in the store are not its neighbours in C order, as those of a
// transpose: read many runs at once, in the order of the store.
#ifndef MEMTOOL_VIEWS_BOX_H
#define MEMTOOL_VIEWS_BOX_H

#include "views/view.h"

// Packed elements from `index` on; {0} before the first. At most 64 MiB, and 4 where runs of some
// hundred bytes come of that.
struct box {
    unsigned char *bytes;
    size_t capacity;
    uint64_t index, count;
};

// True where the view is better read so: its strides do not fall, and its store lends little at
// once.
bool box_pays(const struct view *view);

// Copies elements from `index` on, in C order and packed: *done of them, at most count and at least
// one. What was written to the store since an earlier call may not be seen.
bool box_read(struct box *box, const struct view *view, uint64_t index, uint64_t count,
              unsigned char *to, uint64_t *done, struct error *error);

void box_close(struct box *box);

#endif
