// A session: what lasts from one chain to the next.
#ifndef MEMTOOL_CLI_SESSION_H
#define MEMTOOL_CLI_SESSION_H

#include "options.h"
#include "views/scope.h"

// A store that -i named, to be committed at the chain's end.
struct pending {
    struct store *store; // held
    struct commit_options options;
    const char *command; // that asked for a backup
};

// Start from session_open.
struct session {
    struct scope scope;
    struct sink out;
    struct pending *pending;
    size_t pending_count, pending_capacity;
    char **types; // the --types words whose declarations are known, owned
    size_t type_count, type_capacity;
    const char *place; // FILE:LINE of a script, for messages; NULL: the command line
    bool interactive;  // a person at a prompt
};

void session_open(struct session *session);
void session_close(struct session *session);

// --types: what each word declares is known from then on, and read only once.
bool session_know_types(struct session *session, const struct words *words, struct error *error);

// Notes that all written to the store is to be committed, as the options (-i, --sync, --dry-run)
// say; session_commit does it, session_drop_pending forgets it.
bool session_pend(struct session *session, struct store *store, const char *command,
                  const struct options *options, struct error *error);
// *command is set where the fault is that of a command: of its backup.
// From session_commit on, where it fails, signals that would end memtool are held back, so that its
// message is read first: signals_release lets them go.
bool session_commit(struct session *session, const char **command, struct error *error);
void session_drop_pending(struct session *session);

#endif
