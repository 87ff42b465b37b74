// A fault at the n-th call: LD_PRELOAD=inject.so with
//
//     FAULT_CALL=write    malloc (calloc, realloc, mmap, asprintf's own …), a call, or io: any call
//     FAULT_AT=3          which of those calls, from 1 on; 0: none, they are counted only
//     FAULT_HOW=ENOSPC    a number of errno, or `short` (one byte is moved), `eof`, `kill` (SIGKILL
//                         instead of the call), `half` (half is written, then SIGKILL)
//     FAULT_ALL=1         also every call behind it
//     FAULT_COUNT=FILE    where the number of those calls is written at the end
//     FAULT_TRUNCATE=FILE is emptied at the n-th call, which goes on
//
//     FAULT_OWN=1         allocations of the program itself only, not those of libraries
//
// Only calls of main and what it calls are counted: none of the loader's, and none behind exit.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum how { HOW_ERRNO, HOW_SHORT, HOW_EOF, HOW_KILL, HOW_HALF, HOW_TRUNCATE };

static struct {
    bool on;
    char call[32];
    unsigned long at, count;
    enum how how;
    int number;
    bool all;
    void *own; // the base of the program whose allocations count; NULL: all do
    char count_file[256], truncate_file[256];
} plan;

void end_faults(void);
int __libc_start_main(int (*program)(int, char **, char **), int count, char **words,
                      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack);

static void keep(char *to, size_t size, const char *name)
{
    const char *value = getenv(name);

    snprintf(to, size, "%s", value ? value : "");
}

__attribute__((constructor)) static void start(void)
{
    static const struct {
        const char *name;
        int number;
    } numbers[] = {{"ENOMEM", ENOMEM}, {"EINTR", EINTR},   {"EIO", EIO},     {"ENOSPC", ENOSPC},
                   {"EPIPE", EPIPE},   {"EACCES", EACCES}, {"EROFS", EROFS}, {"EDQUOT", EDQUOT},
                   {"EMFILE", EMFILE}, {"EBADF", EBADF},   {"EFBIG", EFBIG}, {"ESRCH", ESRCH}};
    const char *how = getenv("FAULT_HOW"), *at = getenv("FAULT_AT");

    keep(plan.call, sizeof plan.call, "FAULT_CALL");
    keep(plan.count_file, sizeof plan.count_file, "FAULT_COUNT");
    keep(plan.truncate_file, sizeof plan.truncate_file, "FAULT_TRUNCATE");
    plan.at = at ? strtoul(at, NULL, 10) : 0;
    plan.all = getenv("FAULT_ALL") != NULL;
    plan.number = EIO;
    for (size_t i = 0; how && i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(how, numbers[i].name) == 0)
            plan.number = numbers[i].number;
    if (how && strcmp(how, "short") == 0)
        plan.how = HOW_SHORT;
    else if (how && strcmp(how, "eof") == 0)
        plan.how = HOW_EOF;
    else if (how && strcmp(how, "kill") == 0)
        plan.how = HOW_KILL;
    else if (how && strcmp(how, "half") == 0)
        plan.how = HOW_HALF;
    if (plan.truncate_file[0])
        plan.how = HOW_TRUNCATE;
    Dl_info info;
    if (getenv("FAULT_OWN") != NULL && dladdr((void *)getauxval(AT_ENTRY), &info) != 0)
        plan.own = info.dli_fbase;
    unsetenv("LD_PRELOAD"); // what memtool starts is left alone
}

void end_faults(void)
{
    if (!plan.on)
        return;
    plan.on = false;
    if (!plan.count_file[0])
        return;
    int fd =
        (int)syscall(SYS_openat, AT_FDCWD, plan.count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char text[32];
    int n = snprintf(text, sizeof text, "%lu\n", plan.count);
    if (syscall(SYS_write, fd, text, (size_t)n) != n)
        abort();
    syscall(SYS_close, fd);
}

static int (*real_main)(int, char **, char **);

static int planned_main(int count, char **words, char **environment)
{
    plan.on = plan.call[0] != '\0';
    atexit(end_faults);
    return real_main(count, words, environment);
}

// What the program's first instructions call, with its main.
int __libc_start_main(int (*program)(int, char **, char **), int count, char **words,
                      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack)
{
    __typeof__(&__libc_start_main) next = dlsym(RTLD_NEXT, "__libc_start_main");

    real_main = program;
    return next(planned_main, count, words, init, fini, rtld_fini, stack);
}

// True where this call is to fail.
static bool hit(const char *call)
{
    if (!plan.on || (strcmp(plan.call, call) != 0 &&
                     (strcmp(plan.call, "io") != 0 || strcmp(call, "malloc") == 0)))
        return false;
    plan.count++;
    if (plan.at == 0 || (plan.all ? plan.count < plan.at : plan.count != plan.at))
        return false;
    if (plan.how == HOW_KILL)
        kill(getpid(), SIGKILL);
    if (plan.how == HOW_TRUNCATE) {
        if (truncate(plan.truncate_file, 0) != 0)
            abort();
        return false;
    }
    errno = plan.number;
    return true;
}

// ---- memory, of the allocator behind this one: the C library's, or a sanitizer's

static bool fails(const void *caller)
{
    Dl_info info;

    if (plan.own != NULL && (dladdr(caller, &info) == 0 || info.dli_fbase != plan.own))
        return false;
    return hit("malloc");
}

static void *behind(void **known, const char *name)
{
    if (*known == NULL)
        *known = dlsym(RTLD_NEXT, name);
    return *known;
}

void *malloc(size_t size)
{
    static void *known;
    void *(*next)(size_t) = behind(&known, "malloc");

    return fails(__builtin_return_address(0)) ? NULL : next(size);
}

void *calloc(size_t count, size_t size)
{
    static void *known;
    void *(*next)(size_t, size_t) = behind(&known, "calloc");

    return fails(__builtin_return_address(0)) ? NULL : next(count, size);
}

void *realloc(void *block, size_t size)
{
    static void *known;
    void *(*next)(void *, size_t) = behind(&known, "realloc");

    return fails(__builtin_return_address(0)) ? NULL : next(block, size);
}

int posix_memalign(void **to, size_t align, size_t size)
{
    static void *known;
    int (*next)(void **, size_t, size_t) = behind(&known, "posix_memalign");

    return fails(__builtin_return_address(0)) ? ENOMEM : next(to, align, size);
}

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset)
{
    if (fails(__builtin_return_address(0)))
        return MAP_FAILED;
#ifdef SYS_mmap2 // counts in pages, so that 32 bits are enough
    return (void *)syscall(SYS_mmap2, at, length, protection, flags, fd, (long)(offset >> 12));
#else
    return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
#endif
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    return mmap64(at, length, protection, flags, fd, offset);
}

// ---- files

// What becomes of a transfer of n bytes.
struct transfer {
    size_t n;    // what is left to move
    bool ends;   // nothing is moved, and `status` is its result
    bool killed; // behind it
    ssize_t status;
};

static struct transfer plan_transfer(const char *name, size_t n)
{
    if (!hit(name))
        return (struct transfer){.n = n};
    switch (plan.how) {
    case HOW_SHORT:
        return (struct transfer){.n = n > 1 ? 1 : n};
    case HOW_HALF:
        return (struct transfer){.n = n / 2, .killed = true};
    default:
        return (struct transfer){.ends = true, .status = plan.how == HOW_EOF ? 0 : -1};
    }
}

static ssize_t end_transfer(struct transfer transfer, ssize_t status)
{
    if (transfer.killed)
        kill(getpid(), SIGKILL);
    return status;
}

ssize_t read(int fd, void *to, size_t n)
{
    struct transfer part = plan_transfer("read", n);

    return part.ends ? part.status : end_transfer(part, syscall(SYS_read, fd, to, part.n));
}

ssize_t write(int fd, const void *from, size_t n)
{
    struct transfer part = plan_transfer("write", n);

    return part.ends ? part.status : end_transfer(part, syscall(SYS_write, fd, from, part.n));
}

ssize_t pread64(int fd, void *to, size_t n, off64_t offset)
{
    static void *known;
    ssize_t (*next)(int, void *, size_t, off64_t) = behind(&known, "pread64");
    struct transfer part = plan_transfer("pread", n);

    return part.ends ? part.status : end_transfer(part, next(fd, to, part.n, offset));
}

ssize_t pread(int fd, void *to, size_t n, off_t offset)
{
    return pread64(fd, to, n, offset);
}

ssize_t pwrite64(int fd, const void *from, size_t n, off64_t offset)
{
    static void *known;
    ssize_t (*next)(int, const void *, size_t, off64_t) = behind(&known, "pwrite64");
    struct transfer part = plan_transfer("pwrite", n);

    return part.ends ? part.status : end_transfer(part, next(fd, from, part.n, offset));
}

ssize_t pwrite(int fd, const void *from, size_t n, off_t offset)
{
    return pwrite64(fd, from, n, offset);
}

static int open_at(const char *path, int flags, va_list args)
{
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;

    return hit("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    int fd = open_at(path, flags, args);
    va_end(args);
    return fd;
}

int open64(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    int fd = open_at(path, flags | O_LARGEFILE, args);
    va_end(args);
    return fd;
}

// What fails is the report of the close: the descriptor is closed.
int close(int fd)
{
    bool fails = hit("close");
    int number = errno;
    int status = (int)syscall(SYS_close, fd);

    errno = fails ? number : errno;
    return fails ? -1 : status;
}

int fsync(int fd)
{
    return hit("fsync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    return hit("rename") ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int ftruncate64(int fd, off64_t size)
{
    static void *known;
    int (*next)(int, off64_t) = behind(&known, "ftruncate64");

    return hit("ftruncate") ? -1 : next(fd, size);
}

int ftruncate(int fd, off_t size)
{
    return ftruncate64(fd, size);
}

off64_t lseek64(int fd, off64_t offset, int whence)
{
    static void *known;
    off64_t (*next)(int, off64_t, int) = behind(&known, "lseek64");

    return hit("lseek") ? -1 : next(fd, offset, whence);
}

off_t lseek(int fd, off_t offset, int whence)
{
    return (off_t)lseek64(fd, offset, whence);
}

ssize_t process_vm_readv(pid_t pid, const struct iovec *here, unsigned long n,
                         const struct iovec *there, unsigned long m, unsigned long flags)
{
    struct iovec one = *here;

    if (hit("process_vm_readv")) {
        if (plan.how != HOW_SHORT)
            return -1;
        one.iov_len = 1;
    }
    return syscall(SYS_process_vm_readv, pid, &one, n, there, m, flags);
}
