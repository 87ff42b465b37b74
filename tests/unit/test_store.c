// Stores: memory, streams, files and processes through the same few functions.
#include "bytes/file.h"
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static struct error error;

// True where the last operation failed with that in its message; the error is forgotten.
static bool refused(bool good, const char *message)
{
    bool as_expected = !good && error.status == STATUS_DATA && strstr(error.message, message);

    if (!as_expected)
        printf("# got %d: %s\n", error.status, error.message);
    error = (struct error){0};
    return as_expected;
}

static bool reads(struct store *store, uint64_t offset, const char *expected)
{
    char got[64] = {0};
    size_t n = strlen(expected);

    return store_read(store, offset, got, n, &error) && memcmp(got, expected, n) == 0;
}

static void test_memory(void)
{
    struct store *store = store_copy("it", "abcdef", 6, &error);
    size_t lent;
    char byte;

    UNIT("memory holds a copy", store != NULL && store->size == 6 && reads(store, 0, "abcdef"));
    UNIT("a read past the end is refused",
         refused(store_read(store, 3, &byte, 4, &error), "but it has 6 bytes"));
    UNIT("so is one whose end overflows",
         refused(store_read(store, 3, &byte, SIZE_MAX, &error), "are needed"));
    UNIT("and one from far behind",
         refused(store_read(store, UINT64_MAX, &byte, 1, &error), "it:"));
    UNIT("nothing is read at the end", store_read(store, 6, &byte, 0, &error));
    UNIT("memory is lent as it is",
         memcmp(store_borrow(store, 2, 4, &lent, &error), "cdef", 4) == 0 && lent == 4);
    UNIT("its address is known once it is asked for, and stays",
         store->address == NULL && memcmp(store_address(store), "abcdef", 6) == 0 &&
             store_borrow(store, 2, 4, &lent, &error) == store->address + 2 &&
             store_address(store) == store->address);
    UNIT("a write is seen", store_write(store, 1, "XY", 2, &error) && reads(store, 0, "aXYdef"));
    UNIT("a write past the end is refused",
         refused(store_write(store, 5, "XY", 2, &error), "are needed") && reads(store, 5, "f"));
    store->readonly = true;
    UNIT("a write to read-only memory is refused",
         refused(store_write(store, 0, "X", 1, &error), "cannot modify read-only memory"));
    store_unref(store);
    UNIT("more than memory can hold is refused",
         refused(store_memory("it", UINT64_MAX - 5, &error) != NULL, "more than memory can hold"));
    store = store_memory("none", 0, &error);
    UNIT("no bytes are a store, too", store != NULL && store->size == 0);
    store_unref(store);
}

static void test_stream(void)
{
    int ends[2];
    char byte;

    if (pipe(ends) != 0 || write(ends[1], "hello, world", 12) != 12)
        return;
    struct store *store = store_stream("pipe", ends[0], true, &error);
    UNIT("a stream starts open and empty", store->open && store->size == 0);
    UNIT("it is read as far as is asked", store_reach(store, 5, UINT64_MAX, &error) &&
                                              store->size >= 5 && store->open &&
                                              reads(store, 0, "hello"));
    close(ends[1]);
    UNIT("and to its end",
         store_reach(store, UINT64_MAX, UINT64_MAX, &error) && !store->open && store->size == 12);
    UNIT("what was read is kept", reads(store, 0, "hello, world"));
    UNIT("and may be written", store_write(store, 0, "J", 1, &error) && reads(store, 0, "Jello"));
    store_forget(store, 7);
    UNIT("until it is forgotten",
         refused(store_read(store, 6, &byte, 1, &error), "has passed") && reads(store, 7, "world"));
    UNIT("a write there is refused as well",
         refused(store_write(store, 6, "x", 1, &error), "has passed"));
    store_forget(store, 100);
    UNIT("all may be forgotten",
         store->size == 12 && refused(store_read(store, 11, &byte, 1, &error), "has passed"));
    store_unref(store);
}

static char path[] = "/tmp/memtool-store-XXXXXX";

static void test_file(void)
{
    struct files files = {0};
    char link_path[64], byte;
    int fd = mkstemp(path);

    if (fd < 0 || write(fd, "0123456789", 10) != 10)
        return;
    snprintf(link_path, sizeof link_path, "%s.link", path);
    struct store *store = files_open(&files, path, &error);
    UNIT("a file is read at any place", store->size == 10 && reads(store, 7, "789"));
    UNIT("a write stands over it",
         store_write(store, 8, "XY", 2, &error) && reads(store, 7, "7XY"));
    UNIT("but not in it", pread(fd, &byte, 1, 8) == 1 && byte == '8');
    UNIT("a hard link is the same store", link(path, link_path) == 0);
    struct store *same = files_open(&files, link_path, &error);
    UNIT("with what was written", same == store && reads(same, 8, "XY"));
    unlink(link_path);
    store_unref(same);
    UNIT("a file that shrank is an error, not zeroes",
         ftruncate(fd, 5) == 0 && reads(store, 0, "01234") &&
             refused(store_read(store, 4, &byte, 2, &error) && byte, "shrank to 5 bytes"));
    enum extent_kind kind;
    uint64_t end;
    UNIT("what it lost is no hole",
         refused(store_extent(store, 7, &kind, &end, &error) && kind == EXTENT_HOLE, "shrank") ||
             kind == EXTENT_DATA);
    error = (struct error){0};
    store_unref(store);
    files_close(&files);
    close(fd);
}

static void test_paths(void)
{
    struct files files = {0};

    UNIT("a directory is refused",
         refused(files_open(&files, "/tmp", &error) != NULL, "Is a directory"));
    UNIT("what is not there is refused",
         refused(files_open(&files, "/tmp/memtool/nowhere", &error) != NULL, "No such file"));
    struct store *store = files_open(&files, "/proc/version", &error);
    UNIT("a file under /proc is a stream", store != NULL && store->open &&
                                               store_reach(store, UINT64_MAX, UINT64_MAX, &error) &&
                                               store->size > 10);
    store_unref(store);
    store = files_open(&files, "/dev/zero", &error);
    UNIT("a device is one",
         store != NULL && store->open && store_reach(store, 10, UINT64_MAX, &error));
    store_unref(store);
    store = files_open(&files, path, &error);
    files_sweep(&files);
    UNIT("a sweep keeps what somebody holds", files.count == 1);
    store_unref(store);
    files_sweep(&files);
    UNIT("and closes the rest", files.count == 0);
    files_close(&files);
}

static void test_process(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *map = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char byte[4];

    munmap(map + page, page);
    memcpy(map + page - 4, "edge", 4);
    uint64_t edge = (uintptr_t)map + page;
    struct store *own = store_process("addr", 0, edge - page, 2 * page, &error);
    UNIT("memory of one's own is read", reads(own, edge - 4, "edge"));
    if (getenv("RUNNER") == NULL) // an emulator may keep pages where its program has none
        UNIT("across an unmapped page it is an error",
             refused(store_read(own, edge - 2, byte, 4, &error), "nothing is mapped"));
    UNIT("a write comes at once",
         store_write(own, edge - 4, "EDGE", 4, &error) && memcmp(map + page - 4, "EDGE", 4) == 0);
    enum extent_kind kind;
    uint64_t end;
    UNIT("extents tell what is mapped",
         store_extent(own, edge - 4, &kind, &end, &error) && kind == EXTENT_DATA && end >= edge);
    store_unref(own);
    UNIT(
        "the end of memory is the end",
        refused(store_process("addr", 0, UINT64_MAX, 2, &error) != NULL, "past the end of memory"));
    munmap(map, page);
}

static void test_other_process(void)
{
    static char word[] = "word";
    pid_t pid = fork();

    if (pid == 0) {
        pause();
        _exit(0);
    }
    struct store *other = store_process("pid", pid, 0, INT64_MAX, &error);
    uint64_t address = (uintptr_t)word;
    if (!reads(other, address, "word")) {
        printf("# processes may not be read here: %s\n", error.message);
        error = (struct error){0};
    } else {
        struct store *again = store_process("pid", pid, 0, INT64_MAX, &error);
        const struct commit_options options = {0};
        UNIT("a write to a process is kept back", store_write(other, address, "WORD", 4, &error) &&
                                                      reads(other, address, "WORD") &&
                                                      reads(again, address, "word"));
        (void)options;
        store_unref(again);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    char byte;
    UNIT("a process that has ended is an error",
         refused(store_read(other, address + 1000, &byte, 1, &error), "there is no process"));
    store_unref(other);
}

int main(void)
{
    test_memory();
    test_stream();
    test_file();
    test_paths();
    unlink(path);
    test_process();
    test_other_process();
    return unit_end();
}
