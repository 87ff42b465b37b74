// Lines of a script to words, as a shell splits them.
#ifndef MEMTOOL_CLI_WORDS_H
#define MEMTOOL_CLI_WORDS_H

#include "base/memory.h"

// The words of one line, in one block of text. Start from {0}; word_list_clear ends it.
struct word_list {
    char **words;
    size_t count, capacity;
    struct bytes text;   // where the words lie
    struct bytes starts; // where each word starts in the text, as size_t
    bool in_word;        // what was read ends inside a word
    size_t read;         // bytes of the line that are words already, where it stayed open
};

// The arguments of a script: $0 is its name, $1 … its arguments.
struct script_arguments {
    const char *const *words;
    int count; // $0 included
};

// Splits a line. Blanks part words; 'text' is verbatim; in "text" and outside quotes a backslash
// takes the next byte as it is (inside, only before " \ $), $1 … $9, ${10} and $# are replaced,
// outside without splitting them again; # starts a comment where a word could start. *open is the
// quote that the line ends inside, or a backslash that it ends with: the next line belongs to it,
// and nothing else is given then; else it is 0. Errors are STATUS_USAGE with a span.
bool word_list_split(struct word_list *list, const char *line, size_t length,
                     const struct script_arguments *arguments, char *open, struct error *error);

// The same for a line that stayed open and that has grown since: reads only what is not yet words.
bool word_list_go_on(struct word_list *list, const char *line, size_t length,
                     const struct script_arguments *arguments, char *open, struct error *error);

void word_list_clear(struct word_list *list);

#endif
