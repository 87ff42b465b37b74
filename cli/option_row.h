// The rows of the table of options: what option_table.c holds and options.c reads words by.
#ifndef MEMTOOL_CLI_OPTION_ROW_H
#define MEMTOOL_CLI_OPTION_ROW_H

#include "options.h"

// How an option's argument is read, and into which type of field.
enum option_kind {
    KIND_FLAG,   // bool
    KIND_WORD,   // const char *
    KIND_ONCE,   // the same, and a usage error the second time
    KIND_WORDS,  // struct words
    KIND_COUNT,  // struct amount, not negative
    KIND_OFFSET, // struct amount
    KIND_FORM,   // const struct form *
    KIND_RADIX,  // unsigned
    KIND_COLOR,  // enum color_mode
    KIND_SUFFIX, // in_place, and a suffix
    KIND_METHOD, // appended to methods
};

enum argument { ARGUMENT_NONE, ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL };

struct option_row {
    const char *name;
    char letter; // 0: none
    enum option_kind kind;
    size_t field; // in struct options
    enum argument argument;
    const char *operand; // what --help calls the argument
    unsigned commands;   // that take it
    const char *help;
};

enum { OPTION_MAX_ROWS = 64 }; // what getopt's tables have room for

// The rows, and how many there are.
extern const struct option_row option_rows[];
extern const int option_row_count;

#endif
