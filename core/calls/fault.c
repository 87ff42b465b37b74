// What a fork died of: caught by a handler on a stack of its own, put into words by the parent.
#include "calls/slip.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

enum {
    DEADLY = sizeof deadly / sizeof deadly[0],
    STACK_SIZE = 64 * 1024, // of the handler's own stack
    STACK_SLACK = 1024 * 1024
};

static struct sigaction before[DEADLY];
static struct slip *watched;
static uintptr_t stack_at; // where the stack was when the call began

// True where the address is about where a stack that has used up its limit ends.
static bool ends_stack(uintptr_t address)
{
    struct rlimit limit;

    if (address >= stack_at || getrlimit(RLIMIT_STACK, &limit) != 0 ||
        limit.rlim_cur == RLIM_INFINITY)
        return false;
    uint64_t depth = stack_at - address;
    return depth >= limit.rlim_cur / 8 * 7 && depth <= limit.rlim_cur + STACK_SLACK;
}

static bool carries_address(int number)
{
    return number == SIGSEGV || number == SIGBUS;
}

static void note_buffer(struct fault *fault)
{
    const struct guard *guard = guard_find(fault->address, &fault->offset);

    if (guard == NULL)
        return;
    memcpy(fault->buffer, guard->name, sizeof fault->buffer);
    fault->size = guard->size;
    fault->near = true;
}

// True where the signal came out of memtool's own code, and somebody there is ready for it.
static bool pass_on(int number, siginfo_t *info, void *context)
{
    int i = 0;

    while (i < DEADLY - 1 && deadly[i] != number)
        i++;
    const struct sigaction *owner = &before[i];
    if (watched->inside || owner->sa_handler == SIG_DFL || owner->sa_handler == SIG_IGN)
        return false;
    if (owner->sa_flags & SA_SIGINFO)
        owner->sa_sigaction(number, info, context);
    else
        owner->sa_handler(number);
    return true;
}

// Async-signal-safe: it reads memory, writes the slip and ends the process.
static void note(int number, siginfo_t *info, void *context)
{
    struct fault *fault = &watched->fault;

    if (pass_on(number, info, context))
        return;
    // Of an address that no pointer can be, x86 does not tell which it was.
    bool told = info->si_code > 0 && !(info->si_code == SI_KERNEL && info->si_addr == NULL);
    fault->address = (uintptr_t)info->si_addr;
    fault->code = info->si_code;
    fault->has_address = carries_address(number) && told;
    fault->stack = fault->has_address && ends_stack(fault->address);
    fault->near = false;
    fault->signal = number;
    if (fault->has_address && !fault->stack)
        note_buffer(fault);
    _exit(STATUS_SIGNAL + number);
}

// A stack for the handler, so that an overflow of the ordinary one is caught too.
static void give_stack(void)
{
    static _Alignas(64) unsigned char stack[STACK_SIZE];
    stack_t now;

#ifdef _SC_SIGSTKSZ
    if (sysconf(_SC_SIGSTKSZ) > STACK_SIZE)
        return;
#endif
    if (sigaltstack(NULL, &now) == 0 && now.ss_sp != stack)
        sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
}

void fault_watch(struct slip *slip)
{
    struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO | SA_ONSTACK};

    stack_at = (uintptr_t)__builtin_frame_address(0);
    if (watched != NULL)
        return;
    watched = slip;
    give_stack();
    sigfillset(&action.sa_mask);
    for (int i = 0; i < DEADLY; i++)
        sigaction(deadly[i], &action, &before[i]);
}

void fault_unwatch(void)
{
    if (watched == NULL)
        return;
    watched = NULL;
    for (int i = 0; i < DEADLY; i++)
        sigaction(deadly[i], &before[i], NULL);
}

// `SIGSEGV`, or `signal 40` for those without a name here.
static void name_signal(char *to, size_t size, int number)
{
    static const struct {
        int number;
        const char *name;
    } names[] = {
        {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},       {SIGFPE, "SIGFPE"},   {SIGILL, "SIGILL"},
        {SIGABRT, "SIGABRT"}, {SIGTRAP, "SIGTRAP"},     {SIGSYS, "SIGSYS"},   {SIGINT, "SIGINT"},
        {SIGKILL, "SIGKILL"}, {SIGTERM, "SIGTERM"},     {SIGHUP, "SIGHUP"},   {SIGQUIT, "SIGQUIT"},
        {SIGALRM, "SIGALRM"}, {SIGUSR1, "SIGUSR1"},     {SIGUSR2, "SIGUSR2"}, {SIGXCPU, "SIGXCPU"},
        {SIGXFSZ, "SIGXFSZ"}, {SIGVTALRM, "SIGVTALRM"}, {SIGPROF, "SIGPROF"}, {SIGPIPE, "SIGPIPE"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].number == number) {
            snprintf(to, size, "%s", names[i].name);
            return;
        }
    snprintf(to, size, "signal %d", number);
}

// What is known besides the signal, or "".
static void tell_detail(char *to, size_t size, const struct fault *fault)
{
    char place[GUARD_TEXT];

    to[0] = '\0';
    if (fault->signal == SIGFPE && fault->code == FPE_INTDIV)
        snprintf(to, size, ", integer division by zero");
    if (!carries_address(fault->signal) || fault->code <= 0) // sent by kill()
        return;
    if (!fault->has_address) {
        snprintf(to, size, ", address unknown");
    } else if (fault->stack) {
        snprintf(to, size, " at address 0x%llx, the stack has overflowed",
                 (unsigned long long)fault->address);
    } else if (fault->near) {
        guard_describe(place, fault->buffer, fault->size, fault->offset);
        snprintf(to, size, " at address 0x%llx, %s", (unsigned long long)fault->address, place);
    } else {
        snprintf(to, size, " at address 0x%llx", (unsigned long long)fault->address);
    }
}

bool fault_tell(const struct slip *slip, int status, struct error *error)
{
    char name[32], detail[GUARD_TEXT + 64] = "", who[SLIP_FUNCTION + 2] = "";
    int number = slip->fault.signal;

    if (slip->inside)
        snprintf(who, sizeof who, "%s: ", slip->function);
    if (number == 0 && WIFEXITED(status))
        return fail(error, STATUS_DATA, "%sthe function called exit(%d)", who, WEXITSTATUS(status));
    if (number != 0)
        tell_detail(detail, sizeof detail, &slip->fault);
    else
        number = WTERMSIG(status);
    if (number == SIGINT)
        return fail(error, STATUS_SIGNAL + number, "%sinterrupted", who);
    name_signal(name, sizeof name, number);
    return fail(error, STATUS_SIGNAL + number, "%s%s%s", who, name, detail);
}
