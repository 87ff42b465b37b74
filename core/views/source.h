// SOURCE words to views.
#ifndef MEMTOOL_VIEWS_SOURCE_H
#define MEMTOOL_VIEWS_SOURCE_H

#include "views/scope.h"

enum source_kind {
    SOURCE_CURRENT, // @ or left out in a chain
    SOURCE_LABEL,
    SOURCE_STDIN,
    SOURCE_BYTES,  // a literal: hex, typed values, text, zeroes
    SOURCE_VALUES, // a typed literal that names labels: evaluated when opened
    SOURCE_PATH,
    SOURCE_DUMP,
    SOURCE_ADDRESS, // addr:
    SOURCE_PLACE,   // pid: elf: core: sym:
};

struct source; // a parsed word

// Reads the word by the rule of DESIGN section 2; nothing is opened or read. NULL and an error
// (STATUS_USAGE). The word is borrowed. literal_only: prefixes and labels are told from plain words
// (for --set): NULL without an error where the word is plain.
struct source *source_read(const char *word, const struct scope *scope, struct error *error);

// True where the word starts with a SOURCE prefix (with `:`), or @.
bool source_prefixed(const char *word, const struct scope *scope);

void source_free(struct source *source);

// The view that the source is. out is held for the caller.
bool source_open(const struct source *source, struct scope *scope, struct view *out,
                 struct error *error);

#endif
