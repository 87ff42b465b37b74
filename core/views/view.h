// A view is arithmetic over a store: a type, an offset, a shape and strides, and never a copy.
//
// Its constructors prove that the lowest and the highest byte that it can reach lie in the store,
// so that no reader needs to ask again (PEP 3118; CPython's memoryobject.c).
#ifndef MEMTOOL_VIEWS_VIEW_H
#define MEMTOOL_VIEWS_VIEW_H

#include "bytes/store.h"
#include "types/type.h"

enum { VIEW_MAX_NDIM = 64 }; // as in CPython

struct view {
    struct store *store;     // held; NULL in an empty struct
    const struct type *type; // held
    uint64_t offset;         // of element [0, 0, …], in the store
    int ndim;                // 0: one element, no dimension
    bool readonly;
    bool open;    // over a stream whose end is not known: shape[0] is only an upper limit
    bool passing; // over a stream of which nobody asks for what lies before it
    uint64_t item, items_from; // of an open one: the stream has to be whole items of that size from
                               // there on; 0: of any
    uint64_t shape[VIEW_MAX_NDIM];
    int64_t strides[VIEW_MAX_NDIM]; // bytes
};

// Holds what from holds. to's old content is not looked at.
void view_copy(struct view *to, const struct view *from);

// Lets go of store and type; the struct is empty then. Harmless on an empty one.
void view_drop(struct view *view);

// The whole store as bytes (`open` where the store is). Does not take the caller's hold of the
// store.
void view_of_store(struct view *out, struct store *store);

// count elements of type, C-contiguous, from offset on; bounds are the caller's promise.
void view_of_elements(struct view *out, struct store *store, const struct type *type,
                      uint64_t offset, uint64_t count);

// ---- questions

uint64_t view_itemsize(const struct view *view);
uint64_t view_count(const struct view *view); // elements: the product of the shape
uint64_t view_nbytes(const struct view *view);
bool view_c_contiguous(const struct view *view);
bool view_f_contiguous(const struct view *view);

// The offset in the store of the element with that index in C order.
uint64_t view_offset_of(const struct view *view, uint64_t index);

// Where the view's first byte lies in memory, or NULL for stores without addresses.
unsigned char *view_address(const struct view *view);

// The lowest byte and the end of the highest byte that the view reaches, in the store. False where
// it reaches none.
bool view_range(const struct view *view, uint64_t *low, uint64_t *high);

// ---- views of views; out may be in. Each is false with an error and leaves out as it was.

// Waits for the end of a stream, so that the shape is known.
bool view_settle(struct view *view, struct error *error);

// Reads a stream on to where the element `start` begins; if it ends before, the shape is known. A
// passing view keeps nothing of what lies before.
bool view_reach(struct view *view, uint64_t start, struct error *error);

// Waits for the end of a stream as view_settle does; of a passing view only the last `count`
// elements are kept for sure.
bool view_reach_last(struct view *view, uint64_t count, struct error *error);

// Of a view over a stream that has ended: false and an error where it ends inside an item. *end is
// where the last whole one ends.
bool view_ends_whole(const struct view *view, uint64_t *end, struct error *error);

// The bytes of a view: a C-contiguous one as one dimension, any other with one dimension more, the
// bytes of an element.
bool view_as_bytes(struct view *out, const struct view *in, struct error *error);

// Re-types the view as cast does. items is the number of elements to take, or VIEW_ALL for all,
// whose bytes must then be a multiple of the item size.
#define VIEW_ALL UINT64_MAX
bool view_cast(struct view *out, const struct view *in, const struct type *type, uint64_t items,
               struct error *error);

// The same element type in another shape; one of shape may be -1. order is 'C' or 'F'.
bool view_reshape(struct view *out, const struct view *in, int ndim, const int64_t *shape,
                  char order, struct error *error);

// Any picture of memory: elements of the type in that shape, strides bytes apart, from the view's
// first byte on. Every element must lie in the bytes of in, whatever its own type and shape.
bool view_picture(struct view *out, const struct view *in, const struct type *type, int ndim,
                  const int64_t *shape, const int64_t *strides, struct error *error);

// The dimensions in the opposite order.
void view_transpose(struct view *out, const struct view *in);

// skip bytes from the start (or, negative, from the end), then at most length bytes: what -s and -n
// do to a SOURCE of bytes.
bool view_clip(struct view *out, const struct view *in, bool from_end, uint64_t skip,
               uint64_t length, struct error *error);

// Prints shape or strides as `2,3`, with that between the numbers.
void view_print_shape(struct sink *to, const struct view *view, const char *between);
void view_print_strides(struct sink *to, const struct view *view, const char *between);

// The structure in words for messages: `6 of u8`, `2,3 of double`.
void view_describe(const struct view *view, char *to, size_t size);

#endif
