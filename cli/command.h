// Commands: what a stage of a chain can do. To add one:
//   1. write cli/cmd_NAME.c with its parse and run functions and its row,
//   2. declare the row below and put it into the table in commands.c,
//   3. mark the options that it takes in option_table.c,
//   4. write man/memtool-NAME.1 and tests/NAME.bats.
// --help, suggestions and completions follow from the rows.
#ifndef MEMTOOL_CLI_COMMAND_H
#define MEMTOOL_CLI_COMMAND_H

#include "options.h"
#include "session.h"
#include "views/slice.h"
#include "views/source.h"

// One bit a command, for the table of options.
enum command_bit {
    COMMAND_VIEW = 1 << 0,
    COMMAND_CAST = 1 << 1,
    COMMAND_SLICE = 1 << 2,
    COMMAND_ARRAY = 1 << 3,
    COMMAND_CALL = 1 << 4,
    COMMAND_LAYOUT = 1 << 5,
    COMMAND_RUN = 1 << 6,
    COMMAND_HELP = 1 << 7,
};

// One command of a chain with its words, from parse to run.
struct stage {
    const struct command *command;
    char **words; // the command's name, then its words; borrowed
    int word_count;
    bool chained; // a stage before it leaves a current view
    bool last;    // its result is what the chain prints

    struct options options;
    const char **operands; // borrowed words in an owned array
    int operand_count;

    // What parse made of the operands.
    const struct type *type; // held
    struct slice *slice;
    struct source *source;
    struct source *other; // of --set, --from: a second SOURCE
    void *own;            // the command's own, freed by its `clear`

    // What run made.
    struct view result;        // the view that the stage leaves; empty: none
    const struct type *record; // of view: what its bytes are, which colours them by field; held
    bool silent;               // nothing is left to print: run has printed, or was told not to
    int status; // STATUS_DATA for "not equal", "not found": no error, but the chain ends here
};

struct command {
    const char *name;
    const char *operands; // for the usage line
    const char *summary;
    enum command_bit bit;
    bool operands_last; // all words from the first operand on are operands
    bool foreign;       // runs code of a library: its chain runs in a fork that can be lost
    const struct form *(*form)(const struct stage *stage); // of results; NULL: dump, values if 0-d
    // Checks the words without reading or writing anything; options and operands are filled in.
    bool (*parse)(struct stage *stage, struct session *session, struct error *error);
    bool (*run)(struct stage *stage, struct session *session, struct error *error);
    void (*clear)(struct stage *stage); // frees own; may be NULL
};

extern const struct command command_view, command_cast, command_slice, command_array, command_call,
    command_layout, command_run, command_help;

// The rows, ended by NULL.
extern const struct command *const commands[];

// The command of that name; NULL and an error with a suggestion.
const struct command *command_find(const char *name, struct error *error);

// ---- what several commands need for their operands

// A usage error unless the stage has at least `least` and at most `most` operands.
bool stage_operands(struct stage *stage, int least, int most, struct error *error);

// True where the stage prints what it finds: it is the last one, or -o asks.
bool stage_prints(const struct stage *stage);

// Whether what the stage prints is to be coloured.
bool stage_colors(const struct stage *stage);

// Reads operand `index` as the stage's SOURCE, or the one left out where there is no such operand.
bool stage_read_source(struct stage *stage, struct session *session, int index,
                       struct error *error);

// Reads a word as the stage's type.
bool stage_read_type(struct stage *stage, struct session *session, const char *word,
                     struct error *error);

// The same for a type to cast to: one without a size is a usage error.
bool stage_read_castable(struct stage *stage, struct session *session, const char *word,
                         struct error *error);

// A usage error where -i or what goes with it makes no sense, or the SOURCE's word tells that it
// cannot be written back.
bool stage_check_in_place(const struct stage *stage, struct error *error);

// Opens the stage's SOURCE with -s and -n applied. With -i all written to it is committed when the
// chain has ended; a usage error, before anything is read, where it cannot be written back.
bool stage_open_source(struct stage *stage, struct session *session, struct view *out,
                       struct error *error);

// How many elements --items asks for; VIEW_ALL where it is not given. False and an error where
// there cannot be as many.
bool stage_items(const struct stage *stage, uint64_t *items, struct error *error);

// --index and --count over a typed view: each prints a number, in the order written, and the view
// is printed only if -o asks.
bool stage_search(struct stage *stage, struct session *session, const struct view *view,
                  struct error *error);

#endif
