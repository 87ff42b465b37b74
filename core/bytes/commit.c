// Commits: the file locked, the backup first, then the ranges, and back again when one fails.
#include "bytes/commit.h"

#include "base/descriptor.h"
#include "base/signals.h"
#include "bytes/rewrite.h"
#include "bytes/scatter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { COPY_PIECE = 256 * 1024 };

struct commit {
    int fd;
    const char *path;
    const struct stat *status;
    const struct overlay *overlay;
    struct rewrite rewrite;
    struct rewrite_place place;
    char *backup; // its path once it is made; NULL: none
    char *older;  // a second name of the backup that was there before; NULL: none
    bool written; // and not undone
    bool damaged; // undoing failed
};

// ---- the file as a place

static bool write_file(void *context, const struct rewrite_run *runs, size_t count, size_t *done,
                       struct error *error)
{
    const struct commit *commit = context;

    if (scatter_write(commit->fd, runs, count, done))
        return true;
    int number = errno;
    size_t i = 0;
    size_t left = *done;
    for (; i + 1 < count && left >= runs[i].n; i++)
        left -= runs[i].n;
    return fail_errno(error, number, "%s: writing at offset %llu", commit->path,
                      (unsigned long long)(runs[i].offset + left));
}

static bool read_file(void *context, uint64_t offset, void *to, size_t n, struct error *error)
{
    const struct commit *commit = context;
    int problem;
    size_t done = pread_whole(commit->fd, offset, to, n, &problem);

    if (done == n)
        return true;
    if (problem == 0)
        return fail(error, STATUS_DATA, "%s: the file shrank before it was written", commit->path);
    return fail_errno(error, problem, "%s: offset %llu", commit->path,
                      (unsigned long long)offset + done);
}

// ---- the backup

// Copies the bytes from offset to end (or the end of the file); *offset is where it stopped.
static bool copy_data(int from, int to, unsigned char *piece, uint64_t *offset, uint64_t end,
                      struct error *error)
{
    while (*offset < end) {
        size_t most = end - *offset < COPY_PIECE ? (size_t)(end - *offset) : COPY_PIECE;
        ssize_t n = pread(from, piece, most, (off_t)*offset);
        size_t done;

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        if (!write_all(to, *offset, piece, (size_t)n, &done))
            return false;
        *offset += (uint64_t)n;
        if (!signals_none_waits(error))
            return false;
    }
    return true;
}

// The next stretch of data at or behind *offset; false where only a hole is left. Where the file
// system cannot tell, all is data.
static bool next_data(int fd, uint64_t *offset, uint64_t *end)
{
    off_t data = lseek(fd, (off_t)*offset, SEEK_DATA);
    off_t hole = data < 0 ? -1 : lseek(fd, data, SEEK_HOLE);

    if (data < 0 && errno == ENXIO)
        return false;
    if (data >= 0)
        *offset = (uint64_t)data;
    *end = hole > data ? (uint64_t)hole : UINT64_MAX;
    return true;
}

// Copies a file, holes as holes.
static bool copy_file(int from, int to, struct error *error)
{
    uint64_t offset = 0;
    uint64_t end = 0;
    struct stat now;
    bool good = true;
    unsigned char *piece = malloc(COPY_PIECE);

    if (piece == NULL)
        return false;
    while (good && end < UINT64_MAX && next_data(from, &offset, &end)) {
        uint64_t before = offset;

        good = copy_data(from, to, piece, &offset, end, error);
        if (offset == before)
            break;
    }
    good = good && fstat(from, &now) == 0 &&
           ((uint64_t)now.st_size <= offset || ftruncate(to, now.st_size) == 0);
    int number = errno;
    free(piece);
    errno = number;
    return good;
}

// Fills in the new temporary file.
static bool fill_backup(const struct commit *commit, int copy, struct error *error)
{
    // The owner is kept where we may set it; the mode always.
    if (fchown(copy, commit->status->st_uid, commit->status->st_gid) != 0)
        errno = 0;
    return fchmod(copy, commit->status->st_mode & 07777) == 0 &&
           copy_file(commit->fd, copy, error) && fsync(copy) == 0 && signals_none_waits(error);
}

// Keeps an older backup under a second name, so that a commit that fails can leave it as it was.
static bool keep_older(struct commit *commit, const char *backup, struct error *error)
{
    struct stat status;

    if (lstat(backup, &status) != 0 || S_ISDIR(status.st_mode))
        return true;
    if (asprintf(&commit->older, "%s.%ld", backup, (long)getpid()) < 0) {
        commit->older = NULL;
        return fail_memory(error);
    }
    // Where there are no links it is moved, and missing until the new one has its name.
    if (lstat(commit->older, &status) == 0)
        fail_errno(error, EEXIST, "backup %s", commit->older);
    else if (link(backup, commit->older) == 0 || rename(backup, commit->older) == 0)
        return true;
    else
        fail_errno(error, errno, "backup %s", backup);
    free(commit->older);
    commit->older = NULL;
    return false;
}

// The older backup has its name again. Between two names of one file rename does nothing.
static void restore_older(const struct commit *commit, const char *backup)
{
    rename(commit->older, backup);
    unlink(commit->older);
}

// Writes the backup to the new temporary file and gives it its name.
static bool make_backup(struct commit *commit, char *temporary, char *backup, struct error *error)
{
    int copy = mkostemp(temporary, O_CLOEXEC);
    bool good = copy >= 0 && fill_backup(commit, copy, error) &&
                keep_older(commit, backup, error) && rename(temporary, backup) == 0;

    if (!good) {
        fail_errno(error, errno, "backup %s", backup);
        if (copy >= 0)
            unlink(temporary);
        if (commit->older != NULL)
            restore_older(commit, backup);
    }
    if (copy >= 0)
        close(copy);
    return good;
}

bool commit_backup(struct commit *commit, const char *suffix, struct error *error)
{
    char *temporary = NULL;
    char *backup = NULL;
    bool good;

    if (commit->backup != NULL)
        return true;
    if (asprintf(&backup, "%s%s", commit->path, suffix) < 0)
        return fail_memory(error);
    good = asprintf(&temporary, "%s.XXXXXX", backup) >= 0
               ? make_backup(commit, temporary, backup, error)
               : ((temporary = NULL), fail_memory(error));
    free(temporary);
    if (good)
        commit->backup = backup;
    else
        free(backup);
    return good;
}

// True where the folder that a path lies in takes new files. The name is cut off the path.
static bool takes_files(char *path)
{
    char *slash = strrchr(path, '/');

    if (slash == NULL)
        return eaccess(".", W_OK | X_OK) == 0;
    slash[1] = '\0';
    return eaccess(path, W_OK | X_OK) == 0;
}

bool commit_check_backup(const struct commit *commit, const char *suffix, struct error *error)
{
    size_t length = strlen(commit->path) + strlen(suffix);
    char *path;
    struct stat status;

    if (asprintf(&path, "%s%s.XXXXXX", commit->path, suffix) < 0)
        return fail_memory(error);
    // The temporary file has the longer name.
    int number = lstat(path, &status) == 0 || errno == ENOENT ? 0 : errno;
    path[length] = '\0';
    if (number == 0 && lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
        number = EISDIR;
    if (number == 0 && !takes_files(path))
        number = errno;
    free(path);
    return number == 0 || fail_errno(error, number, "backup %s%s", commit->path, suffix);
}

// At the end: a commit that was done needs the older backup no more, and one that was not, or was
// undone, leaves no new one. Where even undoing failed, the new one is all that there is.
static void settle_backup(struct commit *commit)
{
    if (commit->backup != NULL && !commit->written && !commit->damaged) {
        if (commit->older != NULL)
            restore_older(commit, commit->backup);
        else
            unlink(commit->backup);
    } else if (commit->older != NULL) {
        unlink(commit->older);
    }
    free(commit->older);
    free(commit->backup);
}

// ---- the steps

static int open_same(const char *path, const struct stat *status, struct error *error)
{
    struct stat now;
    int fd = open(path, O_RDWR | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &now) != 0) {
        fail_errno(error, errno, "%s", path);
    } else if (now.st_dev != status->st_dev || now.st_ino != status->st_ino) {
        fail(error, STATUS_DATA, "%s: another file has taken its place since it was read", path);
    } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            fail(error, STATUS_DATA, "%s: the file is locked by another process", path);
        else
            fail_errno(error, errno, "%s: lock", path);
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

struct commit *commit_begin(const char *path, const struct stat *status,
                            const struct overlay *overlay, struct error *error)
{
    struct commit *commit = memory_new(1, sizeof *commit, error);
    struct error ignored = {0};

    if (commit == NULL)
        return NULL;
    *commit = (struct commit){.fd = open_same(path, status, error),
                              .path = path,
                              .status = status,
                              .overlay = overlay,
                              .place = {path, commit, read_file, write_file}};
    if (commit->fd >= 0 && rewrite_begin(&commit->rewrite, &commit->place, commit->overlay, error))
        return commit;
    commit_end(commit, &ignored);
    return NULL;
}

bool commit_write(struct commit *commit, bool sync, struct error *error)
{
    if (commit->written)
        return true;
    commit->written = true;
    if (!rewrite_write(&commit->rewrite, &commit->place, error))
        return false;
    if (sync && fsync(commit->fd) != 0)
        return fail_errno(error, errno, "%s: sync", commit->path);
    return true;
}

bool commit_undo(struct commit *commit, struct error *error)
{
    commit->written = false;
    commit->damaged = !rewrite_undo(&commit->rewrite, &commit->place, error);
    return !commit->damaged;
}

bool commit_written(const struct commit *commit)
{
    return commit != NULL && commit->written;
}

bool commit_end(struct commit *commit, struct error *error)
{
    bool good = true;

    if (commit == NULL)
        return true;
    settle_backup(commit);
    if (commit->fd >= 0 && close(commit->fd) != 0 && errno != EINTR)
        good = fail_errno(error, errno, "%s", commit->path);
    rewrite_clear(&commit->rewrite);
    free(commit);
    return good;
}
