// A shell that runs one command again and again without being started again: what stands behind a
// callback.
#ifndef MEMTOOL_CALLS_SHELL_H
#define MEMTOOL_CALLS_SHELL_H

#include "base/memory.h"

#include <sys/types.h>

enum { SHELL_MAX_OUTPUT = 64 * 1024 }; // bytes that one run may print

// Start from {0}; it is started by its first run.
struct shell {
    pid_t pid;              // 0: not running
    int in, output, status; // the shell's stdin, its stdout, and what tells that a run is over
};

// Runs the command with the words as $1 $2 …: `arguments` is shell text, as shell_quote makes it,
// separated by blanks. Appends what it prints to output; *status is its exit status. Variables that
// the command sets last until the shell ends, which it may do itself. The command's stdin is
// /dev/null. False and an error where the shell cannot be run.
bool shell_run(struct shell *shell, const char *command, const struct bytes *arguments,
               struct bytes *output, int *status, struct error *error);

// Appends n bytes as one word of shell text.
bool shell_quote(struct bytes *to, const char *text, size_t n, struct error *error);

// Ends the shell and waits for its end.
void shell_close(struct shell *shell);

#endif
