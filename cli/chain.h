// Chains: commands joined by `then` in one process, each working on the view the one before left.
#ifndef MEMTOOL_CLI_CHAIN_H
#define MEMTOOL_CLI_CHAIN_H

#include "session.h"

// Runs the words of one chain: splits them at `then`, checks all of them, runs the stages, prints,
// flushes, and commits what -i named. Errors are reported here. Gives the exit status; on any but
// STATUS_OK no file was changed, unless the commit's own message says so.
int chain_run(struct session *session, char **words, int count);

#endif
