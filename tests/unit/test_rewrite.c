// Ranges written to a place that may refuse: all of them, or what was there before; and many short
// ones, written to a file through a mapping.
#include "bytes/rewrite.h"
#include "bytes/scatter.h"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE = 20000 };

static struct error error;
static char path[] = "/tmp/memtool-rewrite-XXXXXX";

// ---- a place that refuses

struct fake {
    unsigned char bytes[SIZE];
    size_t allowed; // bytes that may still be written
    size_t runs;
    size_t reads;
};

static bool fake_read(void *context, uint64_t offset, void *to, size_t n, struct error *out)
{
    (void)out;
    ((struct fake *)context)->reads++;
    memcpy(to, ((struct fake *)context)->bytes + offset, n);
    return true;
}

static bool fake_write(void *context, const struct rewrite_run *runs, size_t count, size_t *done,
                       struct error *out)
{
    struct fake *fake = context;

    *done = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = runs[i].n < fake->allowed ? runs[i].n : fake->allowed;

        memcpy(fake->bytes + runs[i].offset, runs[i].bytes, n);
        fake->allowed -= n;
        fake->runs++;
        *done += n;
        if (n < runs[i].n)
            return fail(out, STATUS_DATA, "it is full");
    }
    return true;
}

static void put(struct overlay *overlay, uint64_t offset, const char *text)
{
    overlay_write(overlay, offset, text, strlen(text), &error);
}

// Writes three ranges where only so many bytes may be written, and undoes it where so many more
// may.
static bool try(struct fake *fake, size_t allowed, size_t allowed_undo, char *message)
{
    struct overlay overlay = {0};
    struct rewrite rewrite = {0};
    struct error left = {0};
    const struct rewrite_place place = {"it", fake, fake_read, fake_write};

    memset(fake->bytes, '.', SIZE);
    put(&overlay, 100, "first");
    put(&overlay, 4094, "over a border");
    put(&overlay, 4500, "last");
    fake->allowed = SIZE;
    fake->runs = fake->reads = 0;
    error = (struct error){0};
    bool good = rewrite_begin(&rewrite, &place, &overlay, &error);
    fake->allowed = allowed;
    good = good && rewrite_write(&rewrite, &place, &error);
    fake->allowed = allowed_undo;
    if (!good)
        rewrite_undo(&rewrite, &place, &left);
    strcpy(message, left.message);
    rewrite_clear(&rewrite);
    overlay_clear(&overlay);
    return good;
}

static bool untouched(const struct fake *fake)
{
    for (size_t i = 0; i < SIZE; i++)
        if (fake->bytes[i] != '.')
            return false;
    return true;
}

static void test_rewrite(void)
{
    static struct fake fake;
    char message[ERROR_TEXT];
    bool good = true;

    UNIT("what is less than a page apart is read at once, and what changes is written",
         try(&fake, SIZE, 0, message) && fake.reads == 2 && fake.runs == 4);
    UNIT("and nothing else changes", memcmp(fake.bytes + 99, ".first.", 7) == 0 &&
                                         memcmp(fake.bytes + 4093, ".over a border.", 15) == 0 &&
                                         memcmp(fake.bytes + 4499, ".last.", 6) == 0);
    for (size_t allowed = 0; allowed < 22; allowed++)
        good = good && !try(&fake, allowed, SIZE, message) && untouched(&fake) &&
               message[0] == '\0' && strcmp(error.message, "it is full") == 0;
    UNIT("a failure at any byte is undone", good);
    try(&fake, 10, 0, message);
    UNIT("what resists is told to the byte",
         strcmp(message,
                "it: bytes 100 to 104, 4094 to 4098 hold new values, all others old ones") == 0);
    try(&fake, 10, 7, message);
    UNIT("less what could be put back",
         strcmp(message, "it: bytes 4096 to 4098 hold new values, all others old ones") == 0 &&
             memcmp(fake.bytes + 4094, "..er ..", 7) == 0);
}

static void test_many_ranges(void)
{
    static struct fake fake;
    struct overlay overlay = {0};
    struct rewrite rewrite = {0};
    const struct rewrite_place place = {"it", &fake, fake_read, fake_write};

    error = (struct error){0};
    for (uint64_t i = 0; i < 1000; i++)
        put(&overlay, 20 * i, "x");
    fake.allowed = 500;
    bool good = rewrite_begin(&rewrite, &place, &overlay, &error) &&
                !rewrite_write(&rewrite, &place, &error);
    error = (struct error){0};
    UNIT("of many ranges the message says how many more there are",
         good && !rewrite_undo(&rewrite, &place, &error) &&
             strstr(error.message, "bytes 0 to 0, 20 to 20,") != NULL &&
             strstr(error.message, "ranges behind hold new values") != NULL);
    error = (struct error){0};
    rewrite_clear(&rewrite);
    overlay_clear(&overlay);
}

// ---- many runs: through a mapping

enum { RUNS = 1000, APART = 41 };

// A file of that size, and runs of two bytes that are APART from each other.
static int open_runs(size_t size, struct rewrite_run *runs)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    struct stat status;

    for (size_t i = 0; i < RUNS; i++)
        runs[i] = (struct rewrite_run){i * APART, (const unsigned char *)"xyz" + i % 2, 2};
    if (fd < 0 || ftruncate(fd, (off_t)size) != 0 || fstat(fd, &status) != 0)
        return -1;
    // A time of change that is long ago.
    struct timespec times[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
    futimens(fd, times);
    return fd;
}

static bool holds_runs(int fd)
{
    unsigned char bytes[RUNS * APART];
    bool good = pread(fd, bytes, sizeof bytes, 0) >= (RUNS - 1) * APART + 2;

    for (size_t i = 0; good && i < sizeof bytes - APART; i++) {
        size_t run = i / APART;
        good =
            i % APART > 1 ? bytes[i] == 0 : bytes[i] == (unsigned char)"xyz"[run % 2 + i % APART];
    }
    return good;
}

static void test_scatter(void)
{
    struct rewrite_run runs[RUNS];
    struct stat status;
    size_t done = 0;
    int fd = open_runs(RUNS * APART, runs);

    UNIT("many runs are written, and nothing between them",
         fd >= 0 && scatter_write(fd, runs, RUNS, &done) && done == 2 * RUNS && holds_runs(fd));
    UNIT("the file is of the same size, and has changed just now",
         fstat(fd, &status) == 0 && status.st_size == RUNS * APART && status.st_mtime > 1);
    close(fd);
    fd = open_runs(100, runs);
    UNIT("in a file that shrank they are not lost",
         fd >= 0 && scatter_write(fd, runs, RUNS, &done) && done == 2 * RUNS && holds_runs(fd));
    close(fd);
    fd = open(path, O_RDONLY);
    UNIT("a file that is open for reading takes none",
         fd >= 0 && !scatter_write(fd, runs, RUNS, &done) && done == 0);
    close(fd);
    unlink(path);
}

int main(void)
{
    int fd = mkstemp(path);

    test_rewrite();
    test_many_ranges();
    if (fd < 0)
        return 1;
    close(fd);
    test_scatter();
    return unit_end();
}
