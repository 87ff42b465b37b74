// Supervision: foreign code runs in a fork of the session, which becomes the session when all went
// well; when it dies, its parent tells why and goes on from the state before.
//
//     switch (supervise(&error)) {
//     case SUPERVISED_RUN:         // in the fork
//         if (run_chain(&error))
//             supervise_success(); // this process is the session now
//         else
//             supervise_failure(&error);
//         break;
//     case SUPERVISED_FAILED:      // in the session as it was; error says why
//     }
//
// The first process of all never goes away: once a fork of its has become the session, it only
// passes on signals and, at the end, the session's status. Processes between them end as soon as
// they have handed over. All stay in one process group, so that the terminal treats them as one.
#ifndef MEMTOOL_CALLS_SUPERVISE_H
#define MEMTOOL_CALLS_SUPERVISE_H

#include "base/error.h"

enum supervised { SUPERVISED_RUN, SUPERVISED_FAILED };

// Forks the session; all output must have been flushed. SUPERVISED_RUN is in the fork; it must end
// in supervise_success or supervise_failure. SUPERVISED_FAILED is in the session, with an error:
// that of supervise_failure, or of the way that the fork died (status 128 + signal; STATUS_DATA for
// exit(); STATUS_TIMEOUT). Where the fork succeeds, its parent does not return at all.
enum supervised supervise(struct error *error);

// In the fork: it is the session from now on.
void supervise_success(void);

// In the fork: hands the error over to the session as it was, and ends.
_Noreturn void supervise_failure(const struct error *error);

// True in a fork that has not succeeded yet.
bool supervise_active(void);

// In the fork: which part of the chain runs now; and in the session, after SUPERVISED_FAILED, which
// one failed. A number of the caller's; 0 at first.
void supervise_stage(int stage);
int supervise_failed_stage(void);

// Around foreign code, in the fork: from here on faults are caught and told with their address and
// the buffer that it is in or near, and after `seconds` (0: never) the fork is ended with
// STATUS_TIMEOUT. function is what messages name; it is copied. Leaving flushes what the code
// printed through stdio. Harmless outside a fork.
void supervise_enter(const char *function, double seconds);
void supervise_leave(void);

#endif
