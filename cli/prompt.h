// A person's session at a terminal: line editing, history, completion, a prompt.
#ifndef MEMTOOL_CLI_PROMPT_H
#define MEMTOOL_CLI_PROMPT_H

#include "session.h"

// Reads chains from the terminal until its end; errors are told and the session goes on. Gives the
// exit status: that of the last chain.
int prompt_run(struct session *session);

#endif
