// Line editing at a terminal: readline where it is installed, plain lines else.
#ifndef MEMTOOL_CLI_EDITOR_H
#define MEMTOOL_CLI_EDITOR_H

#include "views/scope.h"

struct editor;

// Loads readline, and completes commands, options, labels, types and files from what the scope
// knows. Never NULL: a plain editor works without anything. Ctrl-C at the prompt cancels the line
// from now on.
struct editor *editor_open(const struct scope *scope);

// One line without its newline, to be given to free(). NULL at the end of the input, or, with
// *cancelled, after Ctrl-C.
char *editor_line(struct editor *editor, const char *prompt, bool *cancelled);

// Adds a chain to the history.
void editor_remember(struct editor *editor, const char *line);

// Saves the history and lets Ctrl-C end the process again.
void editor_close(struct editor *editor);

#endif
