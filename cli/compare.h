// --compare and --find: two views side by side, and one inside another.
#ifndef MEMTOOL_CLI_COMPARE_H
#define MEMTOOL_CLI_COMPARE_H

#include "views/view.h"

// Compares two views element by element: bytes with bytes, else by value. Writes each differing
// row of `width` bytes of the left view (0: 16), `- ` before the left one and `+ ` before the
// right one. *equal tells the result. Views of bytes may differ in length; shapes of others that
// differ are an error (STATUS_DATA).
bool compare_show(struct sink *to, const struct view *left, const struct view *right,
                  uint64_t width, unsigned radix, bool *equal, struct error *error);

// Writes the offset of each place in the view where the needle's bytes stand, overlaps counted, in
// that radix, or stops at the first where `to` is NULL; *found tells whether there was one. The
// needle has a byte at least.
bool find_show(struct sink *to, const struct view *view, const struct view *needle, unsigned radix,
               bool *found, struct error *error);

// Writes a line with an offset, an index or a count in that radix.
void print_place(struct sink *to, uint64_t place, unsigned radix);

#endif
