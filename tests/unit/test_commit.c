// Commits: only what was written changes, a backup comes first, and a failure puts all back.
#include "base/signals.h"
#include "bytes/commit.h"
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static struct error error;

static void put(struct overlay *overlay, uint64_t offset, const char *text)
{
    overlay_write(overlay, offset, text, strlen(text), &error);
}

static char folder[] = "/tmp/memtool-commit-XXXXXX";

static const char *in_folder(const char *name)
{
    static char paths[4][128];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static bool make(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "w");

    return file != NULL && fputs(text, file) >= 0 && fclose(file) == 0;
}

static bool holds(const char *name, const char *expected)
{
    char got[64] = "";
    int fd = open(in_folder(name), O_RDONLY);

    if (fd < 0)
        return false;
    ssize_t n = read(fd, got, sizeof got - 1);
    close(fd);
    return n == (ssize_t)strlen(expected) && strcmp(got, expected) == 0;
}

static size_t count_files(void)
{
    DIR *directory = opendir(folder);
    size_t n = 0;

    while (directory != NULL && readdir(directory) != NULL)
        n++;
    closedir(directory);
    return n - 2;
}

static bool refused(const struct commit *commit, const char *message)
{
    bool good = commit == NULL && strstr(error.message, message) != NULL;

    if (!good)
        printf("# got %s\n", error.message);
    error = (struct error){0};
    return good;
}

static void test_file(void)
{
    struct overlay overlay = {0};
    struct stat status;
    char path[128];

    snprintf(path, sizeof path, "%s/data", folder);
    if (!make("data", "0123456789") || chmod(path, 0640) != 0 || stat(path, &status) != 0)
        return;
    put(&overlay, 3, "xyz");
    struct commit *commit = commit_begin(path, &status, &overlay, &error);
    UNIT("nothing changes at first", commit != NULL && holds("data", "0123456789"));
    UNIT("a backup is a copy with the same mode",
         commit_backup(commit, ".bak", &error) && holds("data.bak", "0123456789") &&
             stat(in_folder("data.bak"), &status) == 0 && (status.st_mode & 0777) == 0640);
    UNIT("made once", commit_backup(commit, ".two", &error) && count_files() == 2);
    stat(path, &status);
    UNIT("then the ranges", commit_write(commit, true, &error) && holds("data", "012xyz6789") &&
                                commit_written(commit));
    UNIT("which can be put back",
         commit_undo(commit, &error) && holds("data", "0123456789") && !commit_written(commit));
    UNIT("and written again", commit_write(commit, false, &error) && holds("data", "012xyz6789"));
    int fd = open(path, O_RDWR);
    UNIT("all the while the file is locked", flock(fd, LOCK_EX | LOCK_NB) != 0);
    UNIT("until the end", commit_end(commit, &error) && flock(fd, LOCK_EX | LOCK_NB) == 0);
    UNIT("a locked file is refused",
         refused(commit_begin(path, &status, &overlay, &error), "locked by another process"));
    close(fd);
    UNIT("a file that shrank is refused",
         truncate(path, 4) == 0 &&
             refused(commit_begin(path, &status, &overlay, &error), "the file shrank") &&
             holds("data", "012x"));
    UNIT("so is one in its place",
         make("other", "0123456789") && rename(in_folder("other"), path) == 0 &&
             refused(commit_begin(path, &status, &overlay, &error), "taken its place") &&
             holds("data", "0123456789"));
    unlink(path);
    UNIT("and none", refused(commit_begin(path, &status, &overlay, &error), "No such file"));
    overlay_clear(&overlay);
}

static void test_backup(void)
{
    struct overlay overlay = {0};
    struct stat status;
    char path[128];

    snprintf(path, sizeof path, "%s/data", folder);
    if (!make("data", "0123456789") || stat(path, &status) != 0)
        return;
    put(&overlay, 0, "x");
    struct commit *commit = commit_begin(path, &status, &overlay, &error);
    size_t before = count_files();
    UNIT("a backup that cannot be made leaves nothing behind",
         commit != NULL && !commit_backup(commit, "/no/such", &error) && count_files() == before &&
             strstr(error.message, "backup") != NULL);
    error = (struct error){0};
    mkdir(in_folder("data.dir"), 0700);
    UNIT("nor does one in whose place a folder stands",
         !commit_backup(commit, ".dir", &error) && count_files() == before + 1);
    error = (struct error){0};
    commit_end(commit, &error);
    rmdir(in_folder("data.dir"));
    if (truncate(path, (off_t)1 << 40) == 0 && stat(path, &status) == 0) {
        commit = commit_begin(path, &status, &overlay, &error);
        UNIT("the holes of a file are holes in its backup",
             commit_backup(commit, ".big", &error) && stat(in_folder("data.big"), &status) == 0 &&
                 status.st_size == (off_t)1 << 40 && status.st_blocks < 1000);
        commit_end(commit, &error);
    }
    overlay_clear(&overlay);
}

// A file system without links, where it is set. In place of the C library's.
static bool no_links;

int link(const char *from, const char *to)
{
    errno = EPERM;
    return no_links ? -1 : linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

// A commit of what `overlay` holds with a backup in the place of an older one: undone, refused for
// the name that the older one needs, done.
static void test_older_backup(void)
{
    struct overlay overlay = {0};
    struct stat status;
    char path[128];
    char stale[64];

    snprintf(path, sizeof path, "%s/data", folder);
    snprintf(stale, sizeof stale, "data.old.%ld", (long)getpid());
    if (!make("data", "0123456789") || stat(path, &status) != 0 || !make("data.old", "older"))
        return;
    put(&overlay, 0, "x");
    size_t before = count_files();
    struct commit *commit = commit_begin(path, &status, &overlay, &error);
    UNIT("a backup takes the place of an older one",
         commit_backup(commit, ".old", &error) && holds("data.old", "0123456789"));
    UNIT("which is there again when what was written is undone",
         commit_write(commit, false, &error) && commit_undo(commit, &error) &&
             commit_end(commit, &error) && holds("data.old", "older") && count_files() == before);
    make(stale, "stale");
    commit = commit_begin(path, &status, &overlay, &error);
    UNIT("what stands in the way of keeping it is not overwritten",
         !commit_backup(commit, ".old", &error) && holds(stale, "stale") &&
             holds("data.old", "older") && strstr(error.message, stale) != NULL);
    error = (struct error){0};
    commit_end(commit, &error);
    unlink(in_folder(stale));
    commit = commit_begin(path, &status, &overlay, &error);
    UNIT("and is gone once it is done",
         commit_backup(commit, ".old", &error) && commit_write(commit, false, &error) &&
             commit_end(commit, &error) && holds("data.old", "0123456789") &&
             count_files() == before);
    overlay_clear(&overlay);
}

// With a signal that asks the program to end; whatever it is that waits in the end is forgotten.
static void test_interrupted(void)
{
    struct overlay overlay = {0};
    struct stat status;
    char path[128];

    snprintf(path, sizeof path, "%s/data", folder);
    if (!make("data", "0123456789") || truncate(path, 1 << 20) != 0 || stat(path, &status) != 0)
        return;
    error = (struct error){0};
    put(&overlay, 3, "xyz");
    struct commit *commit = commit_begin(path, &status, &overlay, &error);
    size_t before = count_files();
    int fd = open(path, O_RDONLY);
    char start[10];
    signals_hold();
    raise(SIGTERM);
    UNIT("a backup that is interrupted leaves nothing behind",
         commit != NULL && !commit_backup(commit, ".bak", &error) && count_files() == before &&
             error.status == STATUS_SIGNAL + SIGTERM);
    error = (struct error){0};
    UNIT("a write of one piece is done", commit_write(commit, false, &error) &&
                                             commit_undo(commit, &error) &&
                                             commit_end(commit, &error));
    put(&overlay, 500000, "far");
    signal(SIGTERM, SIG_IGN);
    signals_release();
    signal(SIGTERM, SIG_DFL);
    commit = commit_begin(path, &status, &overlay, &error);
    signals_hold();
    raise(SIGHUP);
    UNIT("one of two is not", commit != NULL && !commit_write(commit, false, &error) &&
                                  error.status == STATUS_SIGNAL + SIGHUP);
    error = (struct error){0};
    UNIT("and put back", commit_undo(commit, &error) && pread(fd, start, 10, 0) == 10 &&
                             memcmp(start, "0123456789", 10) == 0);
    close(fd);
    signal(SIGHUP, SIG_IGN);
    UNIT("a signal that is ignored interrupts nothing",
         raise(SIGHUP) == 0 && commit_write(commit, false, &error) && commit_end(commit, &error));
    signals_release();
    signal(SIGHUP, SIG_DFL);
    unlink(path);
    overlay_clear(&overlay);
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 1;
    test_file();
    test_backup();
    test_older_backup();
    no_links = true;
    test_older_backup();
    no_links = false;
    test_interrupted();
    unlink(in_folder("data"));
    unlink(in_folder("data.bak"));
    unlink(in_folder("data.big"));
    unlink(in_folder("data.old"));
    rmdir(folder);
    return unit_end();
}
