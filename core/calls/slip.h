// The slip of paper that passes between a session and its fork: one shared page, on which the fork
// notes what it does and what it died of. Private to supervision.
#ifndef MEMTOOL_CALLS_SLIP_H
#define MEMTOOL_CALLS_SLIP_H

#include "bytes/guard.h"

#include <signal.h>
#include <sys/types.h>

enum { SLIP_FUNCTION = 128 };

// What the handler of a deadly signal found out.
struct fault {
    volatile sig_atomic_t signal; // 0: none came
    bool has_address;             // the signal has one, and the machine knew it
    bool stack;                   // the address is where the stack ends
    uintptr_t address;
    int code; // si_code
    bool near;
    char buffer[GUARD_NAME]; // the buffer near to the address, its size, the offset in it
    uint64_t size;
    int64_t offset;
};

struct slip {
    volatile pid_t session;      // the process that is the session: whose end is the end
    volatile uint32_t successes; // forks that became the session; it only grows, so that the first
                                 // process may look late
    volatile bool failed;        // the fork has failed, and left its error here
    volatile int stage;
    struct error error;

    volatile bool inside; // foreign code runs
    char function[SLIP_FUNCTION];
    volatile int64_t deadline; // CLOCK_MONOTONIC in nanoseconds; 0: none
    double seconds;            // what the deadline was made of
    struct fault fault;
};

// Catches the deadly signals and notes them on the slip before they end the process, until
// fault_unwatch leaves them to whom they belonged before.
void fault_watch(struct slip *slip);
void fault_unwatch(void);

// Puts into words how the fork ended: `strlen: SIGSEGV at address 0x1`; status is waitpid's.
// Always false.
bool fault_tell(const struct slip *slip, int status, struct error *error);

#endif
