// What the rows of the table of SOURCE prefixes share.
#ifndef MEMTOOL_VIEWS_SOURCE_ROWS_H
#define MEMTOOL_VIEWS_SOURCE_ROWS_H

#include "views/source.h"

struct source {
    const struct source_row *row;
    const char *word;        // the user's, for messages
    struct cursor rest;      // behind the prefix
    const struct type *type; // of a literal's values; held
    struct bytes bytes;      // of a literal
    uint64_t count;          // elements of a literal
    uint64_t reach;          // bytes that are asked for at most; UINT64_MAX: all
    bool evaluated;          // bytes and count hold the literal
};

// One kind of SOURCE.
struct source_row {
    const char *prefix; // with its `:`; NULL for words that are told in another way
    // Checks the syntax and evaluates literals; NULL: any text is good.
    bool (*read)(struct source *source, const struct scope *scope, struct error *error);
    bool (*open)(const struct source *source, struct scope *scope, struct view *out,
                 struct error *error);
    bool foreign; // opening loads a library
    bool keeps;   // what is written to it can be kept
};

// Literals (source_literal.c).
bool source_read_hex(struct source *source, const struct scope *scope, struct error *error);
bool source_read_text(struct source *source, const struct scope *scope, struct error *error);
bool source_read_cstring(struct source *source, const struct scope *scope, struct error *error);
bool source_read_wide(struct source *source, const struct scope *scope, struct error *error);
bool source_read_zero(struct source *source, const struct scope *scope, struct error *error);
bool source_read_values(struct source *source, const struct scope *scope, struct error *error);
bool source_open_hex(const struct source *source, struct scope *scope, struct view *out,
                     struct error *error);
bool source_open_bytes(const struct source *source, struct scope *scope, struct view *out,
                       struct error *error);
bool source_open_zero(const struct source *source, struct scope *scope, struct view *out,
                      struct error *error);
bool source_open_values(const struct source *source, struct scope *scope, struct view *out,
                        struct error *error);

// Addresses (source_address.c).
bool source_read_address(struct source *source, const struct scope *scope, struct error *error);
bool source_open_address(const struct source *source, struct scope *scope, struct view *out,
                         struct error *error);

// Processes, ELF files, core dumps, symbols (source_place.c).
bool source_read_process(struct source *source, const struct scope *scope, struct error *error);
bool source_read_elf(struct source *source, const struct scope *scope, struct error *error);
bool source_open_process(const struct source *source, struct scope *scope, struct view *out,
                         struct error *error);
bool source_open_elf(const struct source *source, struct scope *scope, struct view *out,
                     struct error *error);
bool source_open_core(const struct source *source, struct scope *scope, struct view *out,
                      struct error *error);
bool source_read_symbol(struct source *source, const struct scope *scope, struct error *error);
bool source_open_symbol(const struct source *source, struct scope *scope, struct view *out,
                        struct error *error);

// stdin as a store, the same one each time; NULL and an error where it must not be read.
struct store *scope_input(struct scope *scope, struct error *error);

// The text of a path (from rest), or of stdin where it is `-`, as one piece; held in to.
bool source_whole_text(const struct source *source, struct scope *scope, struct bytes *to,
                       struct error *error);

#endif
