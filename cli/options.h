// Options: one table, one row an option, for parsing, --help and completions.
#ifndef MEMTOOL_CLI_OPTIONS_H
#define MEMTOOL_CLI_OPTIONS_H

#include "base/sink.h"
#include "forms/form.h"

enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

// A method of array, in the order written.
struct method {
    const struct option_row *row;
    const char *word; // its argument, borrowed; NULL: none
};

// A count or offset with its sign.
struct amount {
    bool given, negative;
    uint64_t value;
    const char *word; // the user's
};

// Words of repeated options, borrowed, in an owned array.
struct words {
    const char **words;
    size_t count, capacity;
};

// Words are borrowed from the command line; NULL: not given.
struct options {
    bool help;
    const char *as;
    const struct form *form;
    struct amount width, skip, length, items, repeat;
    bool verbose;
    unsigned radix;
    enum color_mode color;
    const char *type, *set, *fill, *from;
    const char *shape, *strides, *order;
    bool transpose, readonly;
    const char *compare, *find;
    bool in_place, diff, dry_run, sync, hold, echo;
    const char *suffix;
    const char *returns, *timeout, *layout;
    bool show_errno;
    struct words types;
    struct method *methods;
    size_t method_count, method_capacity;
};

struct stage;

// Reads the stage's words (words[0] is the command's name) by getopt_long into its options and
// operands. Errors are STATUS_USAGE with the word's span.
bool options_read(struct stage *stage, struct error *error);
void options_clear(struct options *options);

// The name of a method's option, as in `append`.
const char *method_name(const struct method *method);

// Writes the option lines of --help for the commands of those bits.
void options_help(struct sink *to, unsigned commands);

// Calls each for every option of those commands, for completions. letter is 0 where there is none,
// operand what --help calls the argument, or NULL.
void options_list(unsigned commands,
                  void (*each)(const char *name, char letter, const char *operand, void *context),
                  void *context);

#endif
