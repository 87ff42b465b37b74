// What a session knows by name: labelled views, the current view, declared types, open files.
#ifndef MEMTOOL_VIEWS_SCOPE_H
#define MEMTOOL_VIEWS_SCOPE_H

#include "bytes/file.h"
#include "types/book.h"
#include "views/view.h"

struct label {
    char *name;
    struct view view;
};

// Start from {0}.
struct scope {
    struct label *labels; // in the order in which they were first given
    size_t count, capacity;
    size_t *slots; // a hash table of them: an index from 1 on, 0 where there is none
    size_t slot_count;
    struct view current; // empty (store NULL) while there is none
    struct book book;
    struct files files;
    struct store *input; // stdin as a store, once somebody read it
    bool in_script;      // a SOURCE left out is never stdin
    bool no_input;       // stdin is the script itself
};

void scope_close(struct scope *scope);

// The labelled view, or the current one for an empty name; NULL where there is none.
const struct view *scope_find(const struct scope *scope, const char *name, size_t length);

// Labels a view (a copy of the description), replacing an older label of that name.
bool scope_label(struct scope *scope, const char *name, size_t length, const struct view *view,
                 struct error *error);

// Records that a label or the current view (empty name) is unknown (STATUS_USAGE), with near names.
// Always false.
bool scope_unknown(const struct scope *scope, struct span where, const char *name, size_t length,
                   struct error *error);

#endif
