// The memory of a process as a store: another one's, or memtool's own behind a pointer. Offsets
// are addresses, and a page that is not there is an error instead of a fault.
#include "bytes/process_store.h"
#include "base/escape.h"
#include "bytes/layers.h"
#include "bytes/maps.h"
#include "bytes/process_map.h"
#include "bytes/rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { RUNS_AT_ONCE = 256 }; // written by one call

// What was written to a process, by whichever name of a part of it, and its way there.
struct process_writes {
    size_t refs;
    struct layers layers;
    struct rewrite rewrite; // while it is written to the process
    bool begun, written;
};

// Bytes are borrowed through a buffer, since only the kernel can tell whether they are there.
struct process_store {
    struct store store;
    pid_t pid;                     // 0: memtool itself, whatever its pid is after a fork
    struct process_writes *writes; // to another process; shared by all its stores
    struct process_map map;        // while it is walked over
    unsigned char buffer[STORE_WINDOW / 4];
};

static pid_t pid_of(const struct process_store *process)
{
    return process->pid ? process->pid : getpid();
}

static bool fail_at_address(const struct process_store *process, uint64_t address, int number,
                            bool writing, struct error *error)
{
    const char *name = process->store.name;
    struct error ignored = {0};
    uint64_t there;

    if (writing && number == EFAULT && maps_length(process->pid, address, &there, &ignored))
        return fail(error, STATUS_DATA, "%s: cannot modify read-only memory at address 0x%llx",
                    name, (unsigned long long)address);
    if ((number == EFAULT || number == EIO) && maps_holds(process->pid, address))
        return fail(error, STATUS_DATA, "%s: what is mapped at address 0x%llx cannot be %s", name,
                    (unsigned long long)address, writing ? "written" : "read");
    if (number == EFAULT || number == EIO) {
        fail(error, STATUS_DATA, "%s: nothing is mapped at address 0x%llx", name,
             (unsigned long long)address);
        if (process->pid != 0)
            error_hint(error, "view pid:%d -o info lists what is; -s ADDRESS -n COUNT takes a part",
                       (int)process->pid);
        return false;
    }
    if (number == ESRCH)
        return fail(error, STATUS_DATA, "%s: there is no process %d", name, (int)process->pid);
    fail_errno(error, number, "%s: address 0x%llx", name, (unsigned long long)address);
    if (number == EPERM)
        error_hint(error, "a process may be read by its owner if it allows tracing, and by root");
    return false;
}

// Through /proc/PID/mem, where the kernel lacks process_vm_readv, or the address no pointer here
// can be: that of a 64-bit process in a 32-bit memtool.
static ssize_t transfer_by_file(pid_t pid, uint64_t address, void *local, size_t n, bool writing)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/mem", (int)pid);
    int fd = open(path, (writing ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
    if (fd < 0) {
        errno = errno == ENOENT ? ESRCH : errno;
        return -1;
    }
    ssize_t done =
        writing ? pwrite(fd, local, n, (off_t)address) : pread(fd, local, n, (off_t)address);
    int number = errno;
    close(fd);
    errno = done == 0 ? EFAULT : number;
    return done > 0 ? done : -1;
}

static ssize_t transfer_some(pid_t pid, uint64_t address, void *local, size_t n, bool writing)
{
    uint64_t last = address + (n - 1);

    if (last > UINTPTR_MAX)
        return transfer_by_file(pid, address, local, n, writing);
    struct iovec here = {.iov_base = local, .iov_len = n};
    struct iovec there = {.iov_base = (void *)(uintptr_t)address, .iov_len = n};
    ssize_t done = writing ? process_vm_writev(pid, &here, 1, &there, 1, 0)
                           : process_vm_readv(pid, &here, 1, &there, 1, 0);

    if (done < 0 && errno == ENOSYS)
        return transfer_by_file(pid, address, local, n, writing);
    if (done == 0)
        errno = EFAULT;
    return done > 0 ? done : -1;
}

// A transfer may stop short at any page, so it goes on until nothing moves.
static bool transfer(struct process_store *process, uint64_t address, void *local, size_t n,
                     size_t *done, bool writing, struct error *error)
{
    *done = 0;
    while (*done < n) {
        ssize_t step = transfer_some(pid_of(process), address + *done, (char *)local + *done,
                                     n - *done, writing);

        if (step < 0)
            return fail_at_address(process, address + *done, errno, writing, error);
        *done += (size_t)step;
    }
    return true;
}

static bool process_read_at(struct store *store, uint64_t offset, void *to, size_t n,
                            struct error *error)
{
    struct process_store *process = (struct process_store *)store;
    size_t done;

    if (!transfer(process, offset, to, n, &done, false, error))
        return false;
    if (process->writes != NULL)
        layers_patch(&process->writes->layers, offset, to, n);
    return true;
}

static bool process_write_at(struct store *store, uint64_t offset, const void *from, size_t n,
                             struct error *error)
{
    struct process_store *process = (struct process_store *)store;
    size_t done;

    if (process->pid != 0)
        return layers_write(&process->writes->layers, offset, from, n, error);
    return transfer(process, offset, (void *)(uintptr_t)from, n, &done, true, error);
}

// ---- writing back: a live process goes on running, so nothing can be promised of what it does
// with half of it

static bool read_place(void *context, uint64_t offset, void *to, size_t n, struct error *error)
{
    size_t done;

    return transfer(context, offset, to, n, &done, false, error);
}

// Writes as many runs as one call takes: how many bytes, 0 where not even the first could be.
static size_t write_some(const struct process_store *process, const struct rewrite_run *runs,
                         size_t count)
{
    struct iovec here[RUNS_AT_ONCE];
    struct iovec there[RUNS_AT_ONCE];

    if (count > RUNS_AT_ONCE)
        count = RUNS_AT_ONCE;
    for (size_t i = 0; i < count; i++) {
        here[i] = (struct iovec){(void *)(uintptr_t)runs[i].bytes, runs[i].n};
        there[i] = (struct iovec){(void *)(uintptr_t)runs[i].offset, runs[i].n};
    }
    ssize_t done = process_vm_writev(pid_of(process), here, count, there, count, 0);
    return done > 0 ? (size_t)done : 0;
}

// Runs by the hundred; the one at which that stops is written alone, or tells why it cannot be.
static bool write_place(void *context, const struct rewrite_run *runs, size_t count, size_t *done,
                        struct error *error)
{
    size_t inside = 0; // bytes written of the run that is next

    *done = 0;
    for (size_t i = 0; i < count;) {
        size_t step = inside > 0 || count - i == 1 ? 0 : write_some(context, runs + i, count - i);
        bool good = true;

        if (step == 0)
            good = transfer(context, runs[i].offset + inside,
                            (void *)(uintptr_t)(runs[i].bytes + inside), runs[i].n - inside, &step,
                            true, error);
        *done += step;
        if (!good)
            return false;
        for (inside += step; i < count && inside >= runs[i].n; i++)
            inside -= runs[i].n;
    }
    return true;
}

// A walk over the mappings, and what was written from an address on.
struct walk {
    const struct overlay *overlay;
    uint64_t next;    // what lies below was looked at
    uint64_t refused; // where something was written that may not be
    bool found;       // refused is one
};

static bool find_refused(const struct mapping *mapping, void *context)
{
    struct walk *walk = context;
    uint64_t start, end;

    while (overlay_span(walk->overlay, walk->next, &start, &end) && start < mapping->end) {
        walk->found = start >= mapping->start && !mapping->writable;
        walk->refused = start;
        if (walk->found)
            return false;
        walk->next = end;
    }
    return true;
}

// Pages that may not be written are found before any is; where nobody tells, the write will.
static bool check_writable(const struct process_store *process, struct error *error)
{
    struct walk walk = {.overlay = &process->writes->layers.now};
    struct error ignored = {0};

    if (!maps_each(process->pid, find_refused, &walk, &ignored) || !walk.found)
        return true;
    return fail_at_address(process, walk.refused, EFAULT, true, error);
}

static bool process_commit(struct store *store, enum commit_step step,
                           const struct commit_options *options, struct error *error)
{
    struct process_store *process = (struct process_store *)store;
    struct process_writes *writes = process->writes;
    const struct rewrite_place place = {store->name, process, read_place, write_place};

    (void)options;
    switch (step) {
    case COMMIT_BEGIN:
        if (writes->begun)
            return true;
        writes->begun = true;
        return layers_turn(&writes->layers, error) &&
               rewrite_begin(&writes->rewrite, &place, &writes->layers.now, error) &&
               check_writable(process, error);
    case COMMIT_BACKUP:
        return true;
    case COMMIT_WRITE:
        if (writes->written)
            return true;
        writes->written = true;
        return rewrite_write(&writes->rewrite, &place, error);
    case COMMIT_UNDO:
        writes->written = false;
        return rewrite_undo(&writes->rewrite, &place, error);
    case COMMIT_END:
        if (writes->written)
            layers_committed(&writes->layers);
        writes->begun = writes->written = false;
        rewrite_clear(&writes->rewrite);
        return true;
    }
    return true;
}

static bool process_extent(struct store *store, uint64_t offset, enum extent_kind *kind,
                           uint64_t *end, struct error *error)
{
    struct process_store *process = (struct process_store *)store;
    uint64_t start;
    size_t n;

    if (!process_map_extent(&process->map, offset, store->start + store->size, kind, end, error))
        return false;
    // A hole ends where something was written over it.
    if (*kind == EXTENT_HOLE && process->writes != NULL &&
        layers_run(&process->writes->layers, offset, &start, &n) && start < *end) {
        *kind = start == offset ? EXTENT_DATA : EXTENT_HOLE;
        *end = start == offset ? start + n : start;
    }
    return true;
}

static bool describe_mapping(const struct mapping *mapping, void *context)
{
    struct sink *to = context;

    sink_printf(to, "map: 0x%llx-0x%llx %c%c%c ", (unsigned long long)mapping->start,
                (unsigned long long)mapping->end, mapping->readable ? 'r' : '-',
                mapping->writable ? 'w' : '-', mapping->executable ? 'x' : '-');
    escape_write(to, mapping->name, strlen(mapping->name), ESCAPE_BARE);
    sink_byte(to, '\n');
    return true;
}

static bool process_describe(struct store *store, struct sink *to, struct error *error)
{
    pid_t pid = ((const struct process_store *)store)->pid;

    return pid == 0 || maps_each(pid, describe_mapping, to, error);
}

static const unsigned char *process_borrow(struct store *store, uint64_t offset, size_t n,
                                           size_t *lent, struct error *error)
{
    struct process_store *process = (struct process_store *)store;
    size_t piece = n < sizeof process->buffer ? n : sizeof process->buffer;

    if (!process_read_at(store, offset, process->buffer, piece, error))
        return NULL;
    *lent = piece;
    return process->buffer;
}

static void drop_writes(struct process_writes *writes)
{
    if (writes == NULL || --writes->refs > 0)
        return;
    rewrite_clear(&writes->rewrite);
    layers_clear(&writes->layers);
    free(writes);
}

static void process_close(struct store *store)
{
    struct process_store *process = (struct process_store *)store;

    process_map_close(&process->map);
    drop_writes(process->writes);
    free(store);
}

// memtool's own memory is written at once, so nothing is left to commit.
static const struct store_ops own_ops = {
    .kind = "process",
    .read_at = process_read_at,
    .write_at = process_write_at,
    .borrow = process_borrow,
    .extent = process_extent,
    .describe = process_describe,
    .close = process_close,
};

static const struct store_ops process_ops = {
    .kind = "process",
    .read_at = process_read_at,
    .write_at = process_write_at,
    .borrow = process_borrow,
    .extent = process_extent,
    .commit = process_commit,
    .describe = process_describe,
    .close = process_close,
};

bool process_store_is(const struct store *store, pid_t pid)
{
    return store->ops == &process_ops && ((const struct process_store *)store)->pid == pid;
}

static struct process_writes *share_writes(const struct store *beside, struct error *error)
{
    struct process_writes *writes = beside != NULL ? ((const struct process_store *)beside)->writes
                                                   : memory_new(1, sizeof *writes, error);

    if (writes != NULL)
        writes->refs++;
    return writes;
}

static void set_range(struct store *store, pid_t pid, uint64_t address, uint64_t size)
{
    store->no_backup = "a process";
    store->start = address;
    store->size = size;
    store->addresses = address == 0 && size == INT64_MAX;
    if (!store->addresses && maps_readonly(pid, address, size)) {
        store->readonly = store->protected = true;
        store->why_readonly = "mapped read-only";
    }
    if (pid == 0)
        store->address = (unsigned char *)(uintptr_t)address;
}

struct store *process_store_new(const char *name, pid_t pid, uint64_t address, uint64_t size,
                                const struct store *beside, struct error *error)
{
    uint64_t end;

    if (!add_u64(address, size, &end) || (pid == 0 && end > UINTPTR_MAX)) {
        fail(error, STATUS_DATA, "%s: 0x%llx + %llu is past the end of memory", name,
             (unsigned long long)address, (unsigned long long)size);
        return NULL;
    }
    struct process_store *process = memory_new(1, sizeof *process, error);
    if (process == NULL)
        return NULL;
    if ((pid != 0 && (process->writes = share_writes(beside, error)) == NULL) ||
        !store_init(&process->store, pid == 0 ? &own_ops : &process_ops, name, error)) {
        drop_writes(process->writes);
        free(process);
        return NULL;
    }
    process->pid = pid;
    process->map = (struct process_map){.pid = pid, .pagemap = -1};
    set_range(&process->store, pid, address, size);
    return &process->store;
}

struct store *store_process(const char *name, pid_t pid, uint64_t address, uint64_t size,
                            struct error *error)
{
    return process_store_new(name, pid, address, size, NULL, error);
}
