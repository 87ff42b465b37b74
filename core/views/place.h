// Words for places behind a prefix, which a SOURCE and an argument of a call read alike.
//
//     addr = (number | "@" [label]) ["+" size]
//     name = file-or-library ":" symbol          split at the last colon: paths may hold others
#ifndef MEMTOOL_VIEWS_PLACE_H
#define MEMTOOL_VIEWS_PLACE_H

#include "base/lex.h"

struct address {
    const char *label; // of the view that holds the pointer, empty for the current one; NULL: none
    size_t label_length;
    uint64_t address; // without a label
    bool has_length;
    uint64_t length; // bytes, where has_length
};

// Reads what stands behind `addr:` to its end, or fails with STATUS_USAGE at its place.
bool address_read(struct cursor *text, struct address *out, struct error *error);

// The two parts of what is left of a word, before and behind its last colon. False (and nothing
// written) where one of them is missing.
bool place_split(const struct cursor *text, struct span *before, struct span *behind);

#endif
