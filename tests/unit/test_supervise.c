#include "bytes/guard.h"
#include "calls/supervise.h"

#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Runs a session in a process of its own, in a process group of its own; waitpid's status.
static int session(void (*run)(void))
{
    int status;

    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        run();
        _exit(100);
    }
    waitpid(child, &status, 0);
    return status;
}

static bool ends(void (*run)(void), int code)
{
    int status = session(run);

    return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

// Runs foreign code under supervision; 0 where it succeeded and this is the session now.
static int call(const char *name, void (*code)(void), double seconds, struct error *error)
{
    error_clear(error);
    if (supervise(error) == SUPERVISED_FAILED)
        return error->status;
    supervise_enter(name, seconds);
    code();
    supervise_leave();
    supervise_success();
    return 0;
}

static int generations;

static void good(void)
{
    generations++;
}

static void bad_pointer(void)
{
    static char *volatile wild = (char *)1;

    *wild = 1;
}

#ifdef __x86_64__
static void bad_address(void)
{
    static char *volatile wild = (char *)0x8000000000000000;

    *wild = 1;
}
#endif

static void aborts(void)
{
    abort();
}

static void exits(void)
{
    exit(3);
}

static int under_way = -1; // where a call that hangs says so

static void hangs(void)
{
    if (under_way >= 0 && write(under_way, "", 1) != 1)
        return;
    for (;;)
        pause();
}

static void hangs_with_children(void)
{
    if (fork() == 0)
        hangs();
    hangs();
}

static void divides(void)
{
    raise(SIGFPE);
}

static struct guard *buffer;

static void overflows(void)
{
    for (volatile unsigned char *at = buffer->data;; at++)
        *at = 1;
}

static int deeper(volatile char *above)
{
    volatile char frame[4096];

    frame[0] = above[0];
    if (above[0] == 1)
        return 0;
    return deeper(frame) + frame[0];
}

static void recurses(void)
{
    char start[1] = {0};

    deeper(start);
}

// The start of the page, where a machine knows no more of a bad address.
#ifdef __s390x__
#define BAD_POINTER "0x0"
#else
#define BAD_POINTER "0x1"
#endif

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "# %s:%d: %s %s\n", __FILE__, __LINE__, #condition, error.message);    \
            _exit(99);                                                                             \
        }                                                                                          \
    } while (0)

static void succeeds(void)
{
    struct error error = {0};

    CHECK(call("good", good, 0, &error) == 0);
    CHECK(generations == 1);
    _exit(7);
}

static void dies_and_goes_on(void)
{
    struct error error = {0};

    CHECK(call("good", good, 0, &error) == 0);
    generations += 10;
    CHECK(call("strlen", bad_pointer, 0, &error) == STATUS_SIGNAL + SIGSEGV);
    CHECK(strcmp(error.message, "strlen: SIGSEGV at address " BAD_POINTER) == 0);
    CHECK(generations == 11);
    CHECK(call("good", good, 0, &error) == 0);
    CHECK(generations == 12);
    _exit(8);
}

static void tells_how(void)
{
    struct error error = {0};

    CHECK(call("abort", aborts, 0, &error) == STATUS_SIGNAL + SIGABRT);
    CHECK(strcmp(error.message, "abort: SIGABRT") == 0);
    CHECK(call("f", exits, 0, &error) == STATUS_DATA);
    CHECK(strcmp(error.message, "f: the function called exit(3)") == 0);
    CHECK(call("f", divides, 0, &error) == STATUS_SIGNAL + SIGFPE);
    CHECK(strcmp(error.message, "f: SIGFPE") == 0);
    CHECK(call("f", hangs, 0.05, &error) == STATUS_TIMEOUT);
    CHECK(strcmp(error.message, "f: timed out after 0.05 seconds") == 0);
#ifdef __x86_64__
    CHECK(call("f", bad_address, 0, &error) == STATUS_SIGNAL + SIGSEGV);
    CHECK(strcmp(error.message, "f: SIGSEGV, address unknown") == 0);
#endif
    _exit(0);
}

static void overflows_stack(void)
{
    struct error error = {0};

    setrlimit(RLIMIT_STACK, &(struct rlimit){1024 * 1024, 1024 * 1024});
    CHECK(call("f", recurses, 0, &error) == STATUS_SIGNAL + SIGSEGV);
    CHECK(strstr(error.message, "the stack has overflowed") != NULL);
    _exit(0);
}

static void names_buffer(void)
{
    struct error error = {0};

    buffer = guard_new("@dst", 16, 0, &error);
    CHECK(call("memset", overflows, 0, &error) == STATUS_SIGNAL + SIGSEGV);
    CHECK(strstr(error.message, " bytes past the end of @dst (16 bytes)") != NULL);
    guard_free(buffer);
    _exit(0);
}

static void hands_error_over(void)
{
    struct error error = {0};

    if (supervise(&error) == SUPERVISED_RUN) {
        CHECK(supervise_active());
        supervise_stage(5);
        fail_at(&error, STATUS_USAGE, span_of("word"), "no");
        supervise_failure(&error);
    }
    CHECK(!supervise_active());
    CHECK(error.status == STATUS_USAGE && strcmp(error.message, "no") == 0);
    CHECK(error.excerpt_length == 4 && supervise_failed_stage() == 5);
    _exit(0);
}

// Whether processes may adopt orphans here: not under qemu-user.
static bool can_adopt(void)
{
    int ignored;

    return prctl(PR_GET_CHILD_SUBREAPER, &ignored) == 0;
}

static bool is_zombie(int pid)
{
    char path[64], state = 'Z';

    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *in = fopen(path, "r");
    if (in != NULL) {
        if (fscanf(in, "%*d (%*[^)]) %c", &state) != 1)
            state = 'Z';
        fclose(in);
    }
    return state == 'Z';
}

// How many processes are in a process group. Orphans that nobody here can adopt are not counted
// once they have ended.
static int group_size(pid_t group)
{
    DIR *proc = opendir("/proc");
    int count = 0;

    for (struct dirent *entry; (entry = readdir(proc)) != NULL;) {
        int pid = atoi(entry->d_name);
        count += pid > 0 && getpgid(pid) == group && (can_adopt() || !is_zombie(pid));
    }
    closedir(proc);
    return count;
}

static int open_descriptors(void)
{
    int count = 0;

    for (int fd = 0; fd < 100; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void stays_flat(void)
{
    struct error error = {0};
    int before = open_descriptors();

    for (int i = 0; i < 200; i++) {
        CHECK(call("good", good, i % 3 == 0 ? 10 : 0, &error) == 0);
        if (i % 10 == 0)
            CHECK(call("f", bad_pointer, 0, &error) == STATUS_SIGNAL + SIGSEGV);
    }
    CHECK(generations == 200);
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    CHECK(group_size(getpgrp()) == 2 || !can_adopt());
    CHECK(open_descriptors() == before);
    _exit(9);
}

static void dies_later(void)
{
    struct error error = {0};

    CHECK(call("good", good, 0, &error) == 0);
    CHECK(call("good", good, 0, &error) == 0);
    raise(SIGTERM);
}

static void closed_pipe(void)
{
    raise(SIGPIPE);
}

static void dies_of_pipe(void)
{
    struct error error = {0};
    int ends[2];

    CHECK(pipe(ends) == 0 && close(ends[0]) == 0 && dup2(ends[1], STDOUT_FILENO) >= 0);
    call("puts", closed_pipe, 0, &error);
}

// A helper kills the group, as a terminal does, while a call runs.
static void interrupted_by_user(void)
{
    struct error error = {0};
    pid_t session;
    int ends_of[2];

    CHECK(call("good", good, 0, &error) == 0);
    CHECK(pipe(ends_of) == 0);
    session =
        getpid(); // alone: of a signal to all of a group, the first process passes its own on, too
    if (fork() == 0) {
        char byte;

        setpgid(0, 0);
        close(ends_of[1]);
        if (read(ends_of[0], &byte, 1) == 1)
            kill(session, SIGINT);
        _exit(0);
    }
    under_way = ends_of[1];
    signal(SIGINT, SIG_DFL);
    CHECK(call("pause", hangs, 60, &error) == STATUS_SIGNAL + SIGINT);
    CHECK(strcmp(error.message, "pause: interrupted") == 0);
    _exit(10);
}

static void leaves_no_children(void)
{
    struct error error = {0};

    CHECK(call("good", good, 0, &error) == 0);
    CHECK(call("f", hangs_with_children, 0.1, &error) == STATUS_TIMEOUT);
    for (int i = 0; i < 200 && group_size(getpgrp()) > 2; i++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    CHECK(group_size(getpgrp()) == 2);
    _exit(0);
}

static void calls_forever(void)
{
    struct error error = {0};

    call("good", good, 0, &error);
    call("pause", hangs, 0, &error);
}

// True where all processes of a session are gone soon after its first one got that signal.
static bool dies_whole(int number, void (*run)(void))
{
    int status;

    fflush(stdout);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        run();
        _exit(100);
    }
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    kill(child, number);
    waitpid(child, &status, 0);
    bool as_asked = WIFSIGNALED(status) && WTERMSIG(status) == number;
    for (int i = 0; i < 100 && group_size(child) > 0; i++) {
        waitpid(-child, NULL, WNOHANG);
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    return as_asked && group_size(child) == 0;
}

int main(void)
{
    UNIT("a fork that succeeds is the session, and its status the program's", ends(succeeds, 7));
    UNIT("a fork that dies leaves the session as it was", ends(dies_and_goes_on, 8));
    UNIT("the way of death is told", ends(tells_how, 0));
    if (getenv("MEMTOOL_SANITIZED") == NULL)
        UNIT("a stack overflow is told", ends(overflows_stack, 0));
    UNIT("the buffer near a fault is named", ends(names_buffer, 0));
    UNIT("an error of the fork comes whole", ends(hands_error_over, 0));
    UNIT("many calls leave two processes and no descriptors", ends(stays_flat, 9));
    int status = session(dies_later);
    UNIT("a session that dies of a signal takes the program along",
         WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    status = session(dies_of_pipe);
    UNIT("a stdout that nobody reads ends all quietly",
         WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
    UNIT("an interrupt ends the call, not the session", ends(interrupted_by_user, 10));
    UNIT("what a timed-out call started is ended with it", ends(leaves_no_children, 0));
    UNIT("SIGTERM to the first process ends all", dies_whole(SIGTERM, calls_forever));
    UNIT("SIGKILL to the first process ends all", dies_whole(SIGKILL, calls_forever));
    return unit_end();
}
