// What a person may mean by the start of a word: commands, options, forms, labels, types.
#ifndef MEMTOOL_CLI_COMPLETE_H
#define MEMTOOL_CLI_COMPLETE_H

#include "views/scope.h"

// The next completion of text, the word at the end of line, to be given to free(); NULL when there
// are no more. first starts anew.
char *complete_next(const struct scope *scope, const char *line, const char *text, bool first);

#endif
