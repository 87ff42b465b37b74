// "Did you mean": the closest of a list of names to one that is not in it.
//
//     struct near near = near_to(word, length);
//     for (…)
//         near_offer(&near, names[i]);
//     if (near_best(&near) != NULL)
//         error_hint(error, "did you mean %s?", near_best(&near));
#ifndef MEMTOOL_BASE_NEAR_H
#define MEMTOOL_BASE_NEAR_H

#include <stdbool.h>
#include <stddef.h>

enum {
    NEAR_MAX = 64, // longer names are near to none
    NEAR_EDIT = 2, // the distance of one edit
};

struct near {
    const char *name; // borrowed
    size_t length;
    unsigned limit;          // the distance that still counts as near
    unsigned distance;       // to the best one so far; above limit: none yet
    char best[NEAR_MAX + 1]; // a copy: candidates may go away
};

// Starts a search for names near to this one, which the search borrows.
struct near near_to(const char *name, size_t length);

// Offers a candidate. Of several that are as near, the first wins; letter case counts as half an
// edit, and so does that of a whole word.
void near_offer(struct near *near, const char *candidate);

// The same of any but the name itself: it is there where what was asked for cannot be had of it.
void near_offer_other(struct near *near, const char *candidate);

// Offers a candidate that is shown by another name: "int32" for "int32_t".
void near_offer_as(struct near *near, const char *candidate, const char *shown);

// The nearest candidate, or NULL where none was near. It lives as long as the struct.
const char *near_best(const struct near *near);

#endif
