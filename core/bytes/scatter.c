// pwrite for a few runs, stores into a shared mapping for many that lie close together: no other
// byte of the file is written in either way, whoever else may be changing it.
#include "bytes/scatter.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PIECE_MOST = 64 * 1024, // bytes of runs that touch, written at once
    MAPPED_LEAST = 64,      // so many runs are worth a mapping
    MAPPED_APART = 512,     // if they lie, one with the other, so many bytes apart
};

bool write_all(int fd, uint64_t offset, const void *from, size_t n, size_t *done)
{
    const char *bytes = from;

    *done = 0;
    while (*done < n) {
        ssize_t step = pwrite(fd, bytes + *done, n - *done, (off_t)(offset + *done));

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

// How many runs from the first one on touch and fit in a piece; *n is what they have together.
static size_t touching(const struct rewrite_run *runs, size_t count, size_t *n)
{
    size_t i = 1;

    *n = runs[0].n;
    while (i < count && runs[i].offset == runs[0].offset + *n && runs[i].n <= PIECE_MOST - *n)
        *n += runs[i++].n;
    return i;
}

// Runs by pwrite; those that touch (which pages of an overlay do) are put together first.
static bool write_each(int fd, const struct rewrite_run *runs, size_t count, size_t *done)
{
    unsigned char *piece = count > 1 ? malloc(PIECE_MOST) : NULL;
    bool good = true;

    *done = 0;
    for (size_t i = 0, group; good && i < count; i += group) {
        const unsigned char *from = runs[i].bytes;
        size_t n, step;

        group = touching(runs + i, count - i, &n);
        if (piece == NULL) {
            group = 1;
            n = runs[i].n;
        }
        if (piece != NULL && group > 1) {
            from = piece;
            for (size_t at = 0, j = 0; j < group; at += runs[i + j++].n)
                memcpy(piece + at, runs[i + j].bytes, runs[i + j].n);
        }
        good = write_all(fd, runs[i].offset, from, n, &step);
        *done += step;
    }
    int number = errno;
    free(piece);
    errno = number;
    return good;
}

// ---- through a mapping

// Where a store that the file cannot take goes on.
static sigjmp_buf refused;

static void refuse(int number)
{
    (void)number;
    siglongjmp(refused, 1);
}

// Stores runs until one is refused (the disk is full, the file shrank), which pwrite will explain.
// How many were stored.
static size_t store_runs(unsigned char *map, uint64_t base, const struct rewrite_run *runs,
                         size_t count)
{
    struct sigaction action = {.sa_handler = refuse};
    struct sigaction before;
    volatile size_t stored = 0;

    if (sigaction(SIGBUS, &action, &before) != 0)
        return 0;
    if (sigsetjmp(refused, 1) == 0) {
        for (; stored < count; stored++)
            memcpy(map + (runs[stored].offset - base), runs[stored].bytes, runs[stored].n);
    }
    sigaction(SIGBUS, &before, NULL);
    return stored;
}

// What is stored behind the end of a file that shrank goes nowhere without a word.
static bool reaches(int fd, uint64_t end)
{
    struct stat status;

    return fstat(fd, &status) == 0 && (!S_ISREG(status.st_mode) || (uint64_t)status.st_size >= end);
}

// How many runs were stored through a mapping: 0 where the file cannot be mapped. *kept: how many
// of them are known to be in the file.
static size_t write_mapped(int fd, const struct rewrite_run *runs, size_t count, size_t *kept)
{
    uint64_t base = runs[0].offset - runs[0].offset % (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t end = runs[count - 1].offset + runs[count - 1].n;
    size_t length = (size_t)(end - base);
    unsigned char *map = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)base);

    *kept = 0;
    if (map == MAP_FAILED)
        return 0;
    size_t stored = store_runs(map, base, runs, count);
    munmap(map, length);
    if (reaches(fd, end))
        *kept = stored;
    return stored;
}

// True where runs are many and close together, and not one stretch.
static bool is_dense(const struct rewrite_run *runs, size_t count)
{
    uint64_t span = runs[count - 1].offset - runs[0].offset;
    size_t ignored;

    return count >= MAPPED_LEAST && span / count <= MAPPED_APART &&
           touching(runs, count, &ignored) < 2;
}

static size_t bytes_of(const struct rewrite_run *runs, size_t count)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        n += runs[i].n;
    return n;
}

bool scatter_write(int fd, const struct rewrite_run *runs, size_t count, size_t *done)
{
    size_t kept = 0;
    size_t stored = 0;
    size_t rest;

    *done = 0;
    if (is_dense(runs, count)) {
        // The first one by pwrite: it sets the time of change, which stores do not on every file
        // system, and finds out whether the file may be written at all.
        if (!write_all(fd, runs[0].offset, runs[0].bytes, runs[0].n, done))
            return false;
        stored = 1 + write_mapped(fd, runs + 1, count - 1, &kept);
        kept++;
    }
    bool good = write_each(fd, runs + kept, count - kept, &rest);
    size_t written = bytes_of(runs, kept) + rest;
    size_t touched = bytes_of(runs, stored);
    *done = written > touched ? written : touched;
    return good;
}
