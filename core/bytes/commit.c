// Commits: the backup first, then the ranges, and back again when one fails.
#include "bytes/commit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { COPY_PIECE = 256 * 1024 };

static bool write_all(int fd, uint64_t offset, const unsigned char *from, size_t n, size_t *done)
{
    *done = 0;
    while (*done < n) {
        ssize_t step = pwrite(fd, from + *done, n - *done, (off_t)(offset + *done));

        if (step < 0 && errno == EINTR)
            continue;
        if (step <= 0) {
            if (step == 0)
                errno = ENOSPC;
            return false;
        }
        *done += (size_t)step;
    }
    return true;
}

static bool copy_bytes(int from, int to)
{
    bool good = false;
    uint64_t offset = 0;
    unsigned char *piece = malloc(COPY_PIECE);

    if (piece == NULL)
        return false;
    for (;;) {
        ssize_t n = pread(from, piece, COPY_PIECE, (off_t)offset);
        size_t done;

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            good = n == 0;
            break;
        }
        if (!write_all(to, offset, piece, (size_t)n, &done))
            break;
        offset += (uint64_t)n;
    }
    int number = errno;
    free(piece);
    errno = number;
    return good;
}

// Copies the file to path + suffix, which appears whole or not at all.
static bool make_backup(int fd, const char *path, const struct stat *status, const char *suffix,
                        struct error *error)
{
    char *temporary = NULL;
    char *backup = NULL;
    bool good = false;
    int copy = -1;

    if (asprintf(&backup, "%s%s", path, suffix) < 0 ||
        asprintf(&temporary, "%s%s.XXXXXX", path, suffix) < 0) {
        fail_memory(error);
        goto out;
    }
    copy = mkostemp(temporary, O_CLOEXEC);
    if (copy < 0) {
        fail_errno(error, errno, "backup %s", backup);
        goto out;
    }
    // The owner is kept where we may set it; the mode always.
    if (fchown(copy, status->st_uid, status->st_gid) != 0)
        errno = 0;
    good = fchmod(copy, status->st_mode & 07777) == 0 && copy_bytes(fd, copy) && fsync(copy) == 0 &&
           rename(temporary, backup) == 0;
    if (!good) {
        fail_errno(error, errno, "backup %s", backup);
        unlink(temporary);
    }
out:
    if (copy >= 0)
        close(copy);
    free(backup);
    free(temporary);
    return good;
}

// The next written range at or behind offset, joined over page borders into piece.
static bool next_range(const struct overlay *overlay, uint64_t offset, struct bytes *piece,
                       uint64_t *start, struct error *error)
{
    const unsigned char *bytes;
    size_t n;
    uint64_t next;

    piece->used = 0;
    if (!overlay_run(overlay, offset, start, &bytes, &n))
        return true;
    do {
        if (!bytes_append(piece, bytes, n, error))
            return false;
        next = *start + piece->used;
    } while (piece->used < COPY_PIECE && overlay_run(overlay, next, &offset, &bytes, &n) &&
             offset == next);
    return true;
}

// A range that was written, and what it held before.
struct undo {
    uint64_t start;
    size_t length;
};

struct commit {
    int fd;
    const char *path;
    const struct overlay *overlay;
    struct undo *ranges;
    size_t count, capacity;
    struct bytes old; // of all ranges, one behind the other
};

static bool remember(struct commit *commit, uint64_t start, size_t n, struct error *error)
{
    size_t at = commit->old.used;

    if (!memory_grow(&commit->ranges, &commit->capacity, commit->count + 1, sizeof(struct undo),
                     error) ||
        !bytes_append(&commit->old, NULL, n, error))
        return false;
    for (size_t got = 0; got < n;) {
        ssize_t step =
            pread(commit->fd, commit->old.bytes + at + got, n - got, (off_t)(start + got));

        if (step < 0 && errno == EINTR)
            continue;
        if (step < 0)
            return fail_errno(error, errno, "%s: offset %llu", commit->path,
                              (unsigned long long)start);
        if (step == 0)
            return fail(error, STATUS_DATA, "%s: the file shrank before it was written",
                        commit->path);
        got += (size_t)step;
    }
    commit->ranges[commit->count++] = (struct undo){.start = start, .length = n};
    return true;
}

// Puts all ranges back, the last one first; false where one resists.
static bool put_back(struct commit *commit)
{
    size_t end = commit->old.used;
    bool good = true;
    size_t done;

    for (size_t i = commit->count; i-- > 0;) {
        end -= commit->ranges[i].length;
        if (!write_all(commit->fd, commit->ranges[i].start, commit->old.bytes + end,
                       commit->ranges[i].length, &done))
            good = false;
    }
    return good;
}

static bool write_ranges(struct commit *commit, struct error *error)
{
    struct bytes piece = {0};
    uint64_t offset = 0;
    uint64_t start = 0;
    size_t done;
    bool good = false;

    for (;;) {
        if (!next_range(commit->overlay, offset, &piece, &start, error))
            goto out;
        if (piece.used == 0)
            break;
        if (!remember(commit, start, piece.used, error))
            goto out;
        if (!write_all(commit->fd, start, piece.bytes, piece.used, &done)) {
            int number = errno;
            fail_errno(error, number, "%s: writing %zu bytes at offset %llu", commit->path,
                       piece.used, (unsigned long long)start);
            goto out;
        }
        offset = start + piece.used;
    }
    good = true;
out:
    free(piece.bytes);
    if (!good && commit->count > 0) {
        if (put_back(commit))
            error_hint(error, "the file is as it was before");
        else
            error_hint(error, "bytes %llu to %llu may hold old or new values",
                       (unsigned long long)commit->ranges[0].start,
                       (unsigned long long)(commit->ranges[commit->count - 1].start +
                                            commit->ranges[commit->count - 1].length));
    }
    return good;
}

static int open_same(const char *path, const struct stat *status, struct error *error)
{
    struct stat now;
    int fd = open(path, O_RDWR | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &now) != 0) {
        fail_errno(error, errno, "%s", path);
    } else if (now.st_dev != status->st_dev || now.st_ino != status->st_ino) {
        fail(error, STATUS_DATA, "%s: another file has taken its place since it was read", path);
    } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        fail(error, STATUS_DATA, "%s: the file is locked by another process", path);
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

bool commit_overlay(const char *path, const struct stat *status, const struct overlay *overlay,
                    const struct commit_options *options, struct error *error)
{
    struct commit commit = {.path = path, .overlay = overlay};
    bool good = false;

    commit.fd = open_same(path, status, error);
    if (commit.fd < 0)
        return false;
    if (options->suffix == NULL || make_backup(commit.fd, path, status, options->suffix, error))
        good = write_ranges(&commit, error);
    if (good && options->sync && fsync(commit.fd) != 0)
        good = fail_errno(error, errno, "%s: sync", path);
    if (close(commit.fd) != 0 && good)
        good = fail_errno(error, errno, "%s", path);
    free(commit.ranges);
    free(commit.old.bytes);
    return good;
}
