// Random access to a file, with its uncommitted writes laid over what is read.
#include "bytes/file_store.h"

#include "base/descriptor.h"
#include "bytes/commit.h"
#include "bytes/layers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 512 }; // the unit of st_blocks

struct file_store {
    struct store store;
    int fd;
    struct stat status; // when it was opened
    struct layers layers;
    struct commit *commit; // at work; or NULL
    unsigned char *window;
    size_t window_size;
};

// The size is that of now; where that cannot be told, or it has grown again, the end that was met.
static bool fail_shrunk(const struct file_store *file, uint64_t met, struct error *error)
{
    struct stat now;
    bool known = fstat(file->fd, &now) == 0 && S_ISREG(now.st_mode) && (uint64_t)now.st_size < met;
    uint64_t size = known ? (uint64_t)now.st_size : met;

    return fail(error, STATUS_DATA, "%s: the file shrank to %llu byte%s while it was read",
                file->store.name, (unsigned long long)size, plural(size));
}

// Reads exactly n bytes of the file itself: fewer mean that it shrank under us.
static bool read_file(struct file_store *file, uint64_t offset, void *to, size_t n,
                      struct error *error)
{
    int problem;
    size_t done = pread_whole(file->fd, offset, to, n, &problem);

    if (done == n)
        return true;
    if (problem == 0)
        return fail_shrunk(file, offset + done, error);
    return fail_errno(error, problem, "%s: offset %llu", file->store.name,
                      (unsigned long long)offset + done);
}

static bool file_read_at(struct store *store, uint64_t offset, void *to, size_t n,
                         struct error *error)
{
    struct file_store *file = (struct file_store *)store;

    if (!read_file(file, offset, to, n, error))
        return false;
    layers_patch(&file->layers, offset, to, n);
    return true;
}

static bool file_write_at(struct store *store, uint64_t offset, const void *from, size_t n,
                          struct error *error)
{
    return layers_write(&((struct file_store *)store)->layers, offset, from, n, error);
}

static const unsigned char *file_borrow(struct store *store, uint64_t offset, size_t n,
                                        size_t *lent, struct error *error)
{
    struct file_store *file = (struct file_store *)store;
    size_t piece = n < STORE_WINDOW ? n : STORE_WINDOW;

    if (piece > file->window_size) {
        free(file->window);
        file->window = memory_pages(piece);
        file->window_size = file->window ? piece : 0;
        if (file->window == NULL) {
            fail_memory(error);
            return NULL;
        }
    }
    if (!file_read_at(store, offset, file->window, piece, error))
        return NULL;
    *lent = piece;
    return file->window;
}

// What a file has lost is no hole.
static bool check_end(const struct file_store *file, struct error *error)
{
    struct stat now;

    if (fstat(file->fd, &now) != 0)
        return fail_errno(error, errno, "%s", file->store.name);
    if (S_ISREG(now.st_mode) && (uint64_t)now.st_size < file->store.size)
        return fail_shrunk(file, (uint64_t)now.st_size, error);
    return true;
}

// A file that has blocks for all of its bytes has no hole.
static bool may_have_holes(const struct file_store *file)
{
    return (uint64_t)file->status.st_blocks < (file->store.size + BLOCK - 1) / BLOCK;
}

// A hole ends where the file has data, or where something was written over it.
static bool file_extent(struct store *store, uint64_t offset, enum extent_kind *kind, uint64_t *end,
                        struct error *error)
{
    struct file_store *file = (struct file_store *)store;
    uint64_t start;
    size_t n;

    *kind = EXTENT_DATA;
    *end = store->size;
    if (!may_have_holes(file))
        return true;
    off_t data = lseek(file->fd, (off_t)offset, SEEK_DATA);
    if (data < 0 && errno != ENXIO)
        return true; // the file system cannot tell
    if (data < 0 && !check_end(file, error))
        return false;
    if (data >= 0 && (uint64_t)data <= offset) {
        off_t hole = lseek(file->fd, (off_t)offset, SEEK_HOLE);
        if (hole >= 0 && (uint64_t)hole > offset && (uint64_t)hole < store->size)
            *end = (uint64_t)hole;
        return true;
    }
    uint64_t hole_end = data < 0 || (uint64_t)data > store->size ? store->size : (uint64_t)data;
    if (layers_run(&file->layers, offset, &start, &n) && start < hole_end) {
        if (start == offset) {
            *end = start + n;
            return true;
        }
        hole_end = start;
    }
    *kind = EXTENT_HOLE;
    *end = hole_end;
    return true;
}

// After the last step the file holds what was written over it, if nothing failed; else it is
// written over it still.
static bool file_commit(struct store *store, enum commit_step step,
                        const struct commit_options *options, struct error *error)
{
    struct file_store *file = (struct file_store *)store;
    struct commit *commit = file->commit;

    switch (step) {
    case COMMIT_BEGIN:
        if (commit == NULL && layers_turn(&file->layers, error))
            file->commit = commit_begin(store->name, &file->status, &file->layers.now, error);
        return file->commit != NULL;
    case COMMIT_BACKUP:
        return options->suffix == NULL ||
               (options->dry ? commit_check_backup(commit, options->suffix, error)
                             : commit_backup(commit, options->suffix, error));
    case COMMIT_WRITE:
        return commit_write(commit, options->sync, error);
    case COMMIT_UNDO:
        return commit == NULL || commit_undo(commit, error);
    case COMMIT_END:
        if (commit_written(commit))
            layers_committed(&file->layers);
        file->commit = NULL;
        return commit_end(commit, error);
    }
    return true;
}

static void file_close(struct store *store)
{
    struct file_store *file = (struct file_store *)store;

    struct error ignored = {0};

    commit_end(file->commit, &ignored);
    layers_clear(&file->layers);
    free(file->window);
    close(file->fd);
    free(file);
}

static const struct store_ops file_ops = {
    .kind = "file",
    .read_at = file_read_at,
    .write_at = file_write_at,
    .borrow = file_borrow,
    .extent = file_extent,
    .commit = file_commit,
    .close = file_close,
};

bool file_store_is(const struct store *store, const struct stat *status)
{
    const struct file_store *file = (const struct file_store *)store;

    return store->ops == &file_ops && file->status.st_dev == status->st_dev &&
           file->status.st_ino == status->st_ino;
}

// A block device tells its size only by its end.
static bool find_size(int fd, const struct stat *status, uint64_t *size)
{
    off_t end = S_ISBLK(status->st_mode) ? lseek(fd, 0, SEEK_END) : status->st_size;

    if (end < 0)
        return false;
    *size = (uint64_t)end;
    return true;
}

struct store *file_store_new(const char *path, int fd, const struct stat *status,
                             struct error *error)
{
    struct file_store *file = memory_new(1, sizeof *file, error);

    if (file == NULL)
        goto out;
    if (!find_size(fd, status, &file->store.size)) {
        fail_errno(error, errno, "%s", path);
        goto out;
    }
    if (!store_init(&file->store, &file_ops, path, error))
        goto out;
    file->fd = fd;
    file->status = *status;
    file->store.no_backup = S_ISBLK(status->st_mode) ? "a device" : NULL;
    return &file->store;
out:
    free(file);
    close(fd);
    return NULL;
}
