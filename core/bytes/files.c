// What a path is, and which store stands for it.
#include "bytes/file.h"
#include "bytes/file_store.h"
#include "bytes/process_store.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

// File systems whose files are made while they are read, so that their st_size means nothing.
static const unsigned long made_when_read[] = {
    PROC_SUPER_MAGIC,   SYSFS_MAGIC,         DEBUGFS_MAGIC,    TRACEFS_MAGIC,
    CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, SECURITYFS_MAGIC,
};

static bool size_lies(int fd)
{
    struct statfs system;

    if (fstatfs(fd, &system) != 0)
        return false;
    for (size_t i = 0; i < sizeof made_when_read / sizeof *made_when_read; i++) {
        if ((unsigned long)system.f_type == made_when_read[i])
            return true;
    }
    return false;
}

// The process whose memory the descriptor is, by the name that /proc gives it; 0: none.
static pid_t process_of(int fd)
{
    char link[64];
    char target[64];
    int pid = 0;
    int end = 0;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, target, sizeof target - 1);
    if (n <= 0)
        return 0;
    target[n] = '\0';
    return sscanf(target, "/proc/%d/mem%n", &pid, &end) == 1 && end == (int)n ? pid : 0;
}

static struct store *known_file(const struct files *files, const struct stat *status)
{
    for (size_t i = 0; i < files->count; i++) {
        if (file_store_is(files->stores[i], status))
            return store_ref(files->stores[i]);
    }
    return NULL;
}

static bool has_room(struct files *files, struct error *error)
{
    return memory_grow(&files->stores, &files->capacity, files->count + 1, sizeof(struct store *),
                       error);
}

// Keeps a new store (or NULL), for which there is room.
static struct store *keep(struct files *files, struct store *store)
{
    if (store != NULL)
        files->stores[files->count++] = store_ref(store);
    return store;
}

static struct store *new_file(struct files *files, const char *path, int fd,
                              const struct stat *status, struct error *error)
{
    if (!has_room(files, error)) {
        close(fd);
        return NULL;
    }
    return keep(files, file_store_new(path, fd, status, error));
}

struct store *files_process(struct files *files, const char *name, pid_t pid, uint64_t address,
                            uint64_t size, struct error *error)
{
    const struct store *beside = NULL;

    for (size_t i = 0; i < files->count && beside == NULL; i++)
        if (process_store_is(files->stores[i], pid))
            beside = files->stores[i];
    if (!has_room(files, error))
        return NULL;
    return keep(files, process_store_new(name, pid, address, size, beside, error));
}

struct store *files_open(struct files *files, const char *path, struct error *error)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &status) != 0) {
        fail_errno(error, errno, "%s", path);
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    if (S_ISDIR(status.st_mode)) {
        fail_errno(error, EISDIR, "%s", path);
        close(fd);
        return NULL;
    }
    if ((S_ISREG(status.st_mode) || S_ISBLK(status.st_mode)) && !size_lies(fd)) {
        struct store *known = known_file(files, &status);
        if (known == NULL)
            return new_file(files, path, fd, &status, error);
        close(fd);
        return known;
    }
    pid_t pid = process_of(fd);
    if (pid != 0) {
        close(fd);
        return files_process(files, path, pid, 0, INT64_MAX, error);
    }
    struct store *stream = store_stream(path, fd, true, error);
    if (stream == NULL)
        close(fd);
    return stream;
}

void files_sweep(struct files *files)
{
    size_t kept = 0;

    for (size_t i = 0; i < files->count; i++) {
        if (files->stores[i]->refs > 1)
            files->stores[kept++] = files->stores[i];
        else
            store_unref(files->stores[i]);
    }
    files->count = kept;
}

void files_close(struct files *files)
{
    for (size_t i = 0; i < files->count; i++)
        store_unref(files->stores[i]);
    free(files->stores);
    *files = (struct files){0};
}
