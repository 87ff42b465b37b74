// Signals caught only where something is written.
#include "base/signals.h"

#include <signal.h>
#include <stddef.h>

static void go_on(int number)
{
    (void)number;
}

void signals_fail_at_limit(void)
{
    // A handler: what is ignored would be ignored by every program that a callback starts.
    const struct sigaction action = {.sa_handler = go_on};
    static bool done;
    struct sigaction before;

    if (done)
        return;
    done = true;
    if (sigaction(SIGXFSZ, &action, &before) == 0 && before.sa_handler != SIG_DFL)
        sigaction(SIGXFSZ, &before, NULL);
}

// ---- what asks memtool to end

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};

static bool held;
static sigset_t before_hold;

void signals_hold(void)
{
    sigset_t set;

    if (held)
        return;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        sigaddset(&set, ending[i]);
    held = sigprocmask(SIG_BLOCK, &set, &before_hold) == 0;
}

void signals_release(void)
{
    if (held)
        sigprocmask(SIG_SETMASK, &before_hold, NULL);
    held = false;
}

// While it is blocked a signal waits even where it is ignored; what was blocked before is not ours.
static bool counts(int number)
{
    struct sigaction action;

    return !sigismember(&before_hold, number) && sigaction(number, NULL, &action) == 0 &&
           action.sa_handler != SIG_IGN;
}

bool signals_none_waits(struct error *error)
{
    sigset_t waiting;

    if (!held || sigpending(&waiting) != 0)
        return true;
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        if (sigismember(&waiting, ending[i]) && counts(ending[i]))
            return fail(error, STATUS_SIGNAL + ending[i], "interrupted before all was written");
    }
    return true;
}
