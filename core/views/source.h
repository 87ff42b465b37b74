// SOURCE words to views: where bytes come from.
//
// To add a prefix: write its read (syntax only) and open functions and add its row to the table in
// source.c.
#ifndef MEMTOOL_VIEWS_SOURCE_H
#define MEMTOOL_VIEWS_SOURCE_H

#include "views/scope.h"

struct source; // a parsed word

// Reads the word by the rule of SOURCE words; literals are evaluated, but nothing is opened or
// read. NULL and an error (STATUS_USAGE). The word is borrowed.
struct source *source_read(const char *word, const struct scope *scope, struct error *error);

// The SOURCE that is meant where none is given: the current view if `chained` or in a script, else
// stdin; a usage error where stdin is a terminal. NULL and an error.
struct source *source_left_out(const struct scope *scope, bool chained, struct error *error);

void source_free(struct source *source);

// True where the word starts with a prefix of the table, as `hex:`. TYPE: is none of them.
bool source_has_prefix(const char *word);

// True where the word is `@…`, or has a `:` with a prefix or a TYPE before it.
bool source_prefixed(const char *word, const struct scope *scope);

// The label that the word names (without @; empty: the current view). False where it names none.
bool source_label(const struct source *source, const char **name, size_t *length);

// True where opening it loads a library, whose constructors run: only in a fork that can be lost.
// NULL is allowed.
bool source_foreign(const struct source *source);

// Says before it is opened that no byte behind its first `reach` is asked for: what has no length
// of its own is that long then.
void source_limit(struct source *source, uint64_t reach);

// False and an error (STATUS_USAGE) where its word tells that what is written to it cannot be
// written back: a literal, a pipe, a device, memtool's own memory. Nothing is opened.
bool source_keeps(const struct source *source, struct error *error);

// False and an error (STATUS_USAGE) where its word tells that no backup of it is made: a process, a
// device. Nothing is opened.
bool source_backs_up(const struct source *source, struct error *error);

// The view that the source is, held for the caller. Errors have the word's span.
bool source_open(const struct source *source, struct scope *scope, struct view *out,
                 struct error *error);

#endif
