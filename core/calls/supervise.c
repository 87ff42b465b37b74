#include "calls/supervise.h"

#include "bytes/loaded.h"
#include "calls/family.h"
#include "calls/slip.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// What foreign code leaves allocated is no leak of memtool's.
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#else
#define __lsan_disable() (void)0
#define __lsan_enable()  (void)0
#endif

enum {
    SECOND = 1000000000, // in nanoseconds
    GRACE = SECOND / 2,  // what a signal that asks to end leaves a function that does not obey
    MAX_SECONDS = 1 << 30
};

static struct slip *slip;            // shared by all processes of the session
static pid_t first;                  // the process that passes the status on
static bool adopts;                  // the first gets the orphans of forks that have ended
static bool in_fork;                 // this process is a fork that has not succeeded yet
static pid_t fork_pid;               // and this its id
static uint32_t successes;           // those before this process forked
static struct sigaction interrupted; // what the session does on SIGINT

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * SECOND + time.tv_nsec;
}

// The signals that a waiting process takes one by one, none of them by a handler.
static void waited_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGCHLD);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
}

// Ends this process as that status of waitpid says another one ended.
static _Noreturn void end_like(int status)
{
    if (WIFSIGNALED(status)) {
        int number = WTERMSIG(status);
        struct sigaction action = {.sa_handler = SIG_DFL};
        sigset_t set;

        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        sigaction(number, &action, NULL);
        sigemptyset(&set);
        sigaddset(&set, number);
        raise(number);
        sigprocmask(SIG_UNBLOCK, &set, NULL);
        _exit(STATUS_SIGNAL + number);
    }
    _exit(WEXITSTATUS(status));
}

// Passes a signal on to a process, unless the terminal has sent it to the whole group anyway.
static void pass_on(pid_t to, const siginfo_t *info)
{
    if (info->si_signo != SIGCHLD && info->si_code != SI_KERNEL)
        kill(to, info->si_signo);
}

// What is left of the first process: it waits for the end of the session, and ends like it. Where
// it cannot adopt orphans (under qemu-user, say) every process between waits for its own child.
static _Noreturn void stand_for_session(pid_t child)
{
    siginfo_t info;
    sigset_t set;
    int status;
    pid_t pid;

    waited_signals(&set);
    for (;;) {
        while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
            if (pid == (adopts ? slip->session : child))
                end_like(status);
        if (pid < 0 && errno == ECHILD)
            _exit(STATUS_DATA);
        if (sigwaitinfo(&set, &info) > 0)
            pass_on(slip->session, &info);
    }
}

// The child has succeeded, and is the session.
static _Noreturn void hand_over(pid_t child)
{
    if (getpid() == first || !adopts)
        stand_for_session(child);
    _exit(STATUS_OK);
}

// Waits for the next signal, or until the deadline; false when that has passed.
static bool wait_signal(const sigset_t *set, siginfo_t *info, int64_t deadline)
{
    if (deadline == 0) {
        if (sigwaitinfo(set, info) < 0)
            info->si_signo = 0;
        return true;
    }
    int64_t left = deadline - now();
    if (left <= 0)
        return false;
    struct timespec time = {.tv_sec = (time_t)(left / SECOND), .tv_nsec = (long)(left % SECOND)};
    if (sigtimedwait(set, info, &time) >= 0)
        return true;
    info->si_signo = 0;
    return errno != EAGAIN;
}

static bool is_ignored(int number)
{
    struct sigaction action;

    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

// Waits until the child has succeeded (then this process hands over and does not return) or is
// gone. *status is waitpid's; *timed_out tells that its time was up; *deadly is a signal that asked
// this process itself to end, or 0. Foreign code that lives on after such a signal, or Ctrl-C, is
// ended, as if by the signal; memtool itself ends when it has put in order what it was at.
static void wait_for(pid_t child, int *status, bool *timed_out, int *deadly)
{
    siginfo_t info = {0};
    int64_t grace = 0; // the end of it
    int asked = 0;     // the signal that began it
    sigset_t set;

    *timed_out = false;
    *deadly = 0;
    waited_signals(&set);
    for (;;) {
        pid_t pid = waitpid(child, status, WNOHANG);

        if (slip->successes != successes && pid == 0)
            hand_over(child);
        if (pid != 0)
            return;
        if (!wait_signal(&set, &info, earlier(slip->deadline, grace))) {
            *timed_out = slip->deadline != 0 && now() >= slip->deadline;
            grace = 0;
            if (!*timed_out && !slip->inside)
                continue;
            family_end(child);
            waitpid(child, status, 0);
            if (!*timed_out)
                *status = asked;
            return;
        }
        if (info.si_signo == 0 || info.si_signo == SIGCHLD || is_ignored(info.si_signo))
            continue;
        if (info.si_signo != SIGINT)
            *deadly = info.si_signo;
        pass_on(child, &info);
        if (grace == 0)
            grace = now() + GRACE;
        asked = info.si_signo;
    }
}

// True for an end that SIGPIPE made because nobody reads memtool's own stdout any more: a foreign
// function may have had a pipe of its own.
static bool is_quiet(int status)
{
    struct pollfd out = {.fd = STDOUT_FILENO};

    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGPIPE)
        return false;
    return !slip->inside || (poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0);
}

// The child is gone: what the session tells of it.
static void after(pid_t child, int status, bool timed_out, struct error *error)
{
    if (slip->successes != successes) {
        if (slip->session != child && adopts)
            stand_for_session(child); // it has handed over to the next one meanwhile
        slip->session = getpid();
        end_like(status);
    }
    if (timed_out)
        fail(error, STATUS_TIMEOUT, "%s: timed out after %g second%s", slip->function,
             slip->seconds, slip->seconds == 1 ? "" : "s");
    else if (slip->failed)
        *error = slip->error;
    else if (is_quiet(status))
        end_like(status);
    else
        fault_tell(slip, status, error);
}

static bool prepare(struct error *error)
{
    if (slip == NULL) {
        void *page =
            mmap(NULL, sizeof *slip, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED)
            return fail_memory(error);
        slip = page;
        first = slip->session = getpid();
        adopts = prctl(PR_SET_CHILD_SUBREAPER, 1) == 0;
    } else if (getpid() == first) {
        while (waitpid(-1, NULL, WNOHANG) > 0) // orphans of forks that failed
            continue;
    }
    successes = slip->successes;
    slip->failed = false;
    slip->stage = 0;
    slip->inside = false;
    slip->deadline = 0;
    slip->function[0] = '\0';
    slip->fault.signal = 0;
    return true;
}

// Loading a library runs its constructors.
static void enter_library(const char *name)
{
    supervise_enter(name, 0);
}

// In the fork: Ctrl-C ends it, unless signals of the terminal are to be ignored; and it does not
// outlive its parent.
static void start_fork(pid_t parent, const sigset_t *mask)
{
    static const struct loaded_watch watch = {enter_library, supervise_leave};
    struct sigaction action = {.sa_handler = SIG_DFL};

    in_fork = true;
    loaded_set_watch(&watch);
    fork_pid = getpid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(STATUS_DATA);
    sigaction(SIGINT, NULL, &interrupted);
    if (interrupted.sa_handler != SIG_IGN)
        sigaction(SIGINT, &action, NULL);
    sigprocmask(SIG_SETMASK, mask, NULL);
}

enum supervised supervise(struct error *error)
{
    struct sigaction action = {.sa_handler = SIG_DFL}, children;
    sigset_t set, mask;
    int status = 0, deadly;
    bool timed_out;
    pid_t parent = getpid();

    if (!prepare(error))
        return SUPERVISED_FAILED;
    waited_signals(&set);
    sigprocmask(SIG_BLOCK, &set, &mask);
    sigaction(SIGCHLD, &action, &children);
    pid_t child = fork();
    if (child == 0) {
        start_fork(parent, &mask);
        return SUPERVISED_RUN;
    }
    if (child < 0) {
        fail_errno(error, errno, "cannot fork");
    } else {
        wait_for(child, &status, &timed_out, &deadly);
        after(child, status, timed_out, error);
        if (deadly != 0)
            raise(deadly); // it comes when the mask is lifted
    }
    sigaction(SIGCHLD, &children, NULL);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return SUPERVISED_FAILED;
}

void supervise_success(void)
{
    pid_t parent = getppid();
    bool orphaned = parent != first && adopts; // the parent is about to end

    if (!in_fork)
        return;
    in_fork = false;
    fault_unwatch();
    sigaction(SIGINT, &interrupted, NULL);
    if (orphaned)
        prctl(PR_SET_PDEATHSIG, 0);
    slip->session = getpid();
    slip->successes++;
    kill(parent, SIGCHLD);
    if (orphaned) {
        while (getppid() == parent)
            nanosleep(&(struct timespec){.tv_nsec = 20000}, NULL);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
}

_Noreturn void supervise_failure(const struct error *error)
{
    slip->error = *error;
    slip->failed = true;
    _exit(STATUS_DATA);
}

bool supervise_active(void)
{
    return in_fork;
}

void supervise_stage(int stage)
{
    if (in_fork)
        slip->stage = stage;
}

int supervise_failed_stage(void)
{
    return slip != NULL ? slip->stage : 0;
}

#ifdef __GLIBC__
// A function has called exit(): the fork ends without running what memtool, or stdio for its input
// files, would do at the end of the session.
static void leave_by_exit(int status, void *context)
{
    (void)context;
    if (in_fork && slip->inside) {
        fflush(NULL);
        _exit(status);
    }
}
#endif

static void catch_exit(void)
{
#ifdef __GLIBC__
    static bool caught;

    if (!caught)
        caught = on_exit(leave_by_exit, NULL) == 0;
#endif
}

void supervise_enter(const char *function, double seconds)
{
    if (!in_fork)
        return;
    catch_exit();
    __lsan_disable();
    snprintf(slip->function, sizeof slip->function, "%s", function);
    slip->seconds = seconds;
    slip->inside = true;
    fault_watch(slip);
    if (seconds > 0) {
        if (seconds > MAX_SECONDS)
            seconds = MAX_SECONDS;
        slip->deadline = now() + (int64_t)(seconds * SECOND);
        kill(getppid(), SIGCHLD);
    }
}

void supervise_leave(void)
{
    if (!in_fork)
        return;
    if (getpid() != fork_pid)
        _exit(STATUS_OK); // the function has called fork(): one of the two goes on
    __lsan_enable();
    fflush(NULL);
    slip->deadline = 0;
    slip->inside = false;
}
