// Messages to stderr: one line, the user's words, a caret under the place, a suggestion.
#ifndef MEMTOOL_CLI_REPORT_H
#define MEMTOOL_CLI_REPORT_H

#include "base/error.h"

// Prints the error, escaped for a terminal. place is FILE:LINE or NULL, command its name or NULL.
void report(const struct error *error, const char *place, const char *command);

#endif
