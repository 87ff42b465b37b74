// A session: what lasts from one chain to the next.
#ifndef MEMTOOL_CLI_SESSION_H
#define MEMTOOL_CLI_SESSION_H

#include "base/sink.h"
#include "views/scope.h"

// A store that -i named, to be committed at the chain's end.
struct pending {
    struct store *store; // held
    struct commit_options options;
    bool dry; // say nothing, do nothing
};

// Start from session_open.
struct session {
    struct scope scope;
    struct sink out;
    struct pending *pending;
    size_t pending_count, pending_capacity;
    const char *place; // FILE:LINE of a script, for messages; NULL: the command line
    bool interactive;  // a person at a prompt
};

void session_open(struct session *session);
void session_close(struct session *session);

#endif
