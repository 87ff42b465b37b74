// The loader's places: directories, and the cache that ldconfig writes.
#include "images/loader.h"

#include "base/descriptor.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined __x86_64__
#define MACHINE "x86_64"
#elif defined __i386__
#define MACHINE "i386"
#elif defined __aarch64__
#define MACHINE "aarch64"
#elif defined __s390x__
#define MACHINE "s390x"
#elif defined __powerpc64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE "powerpc64le"
#elif defined __riscv && __riscv_xlen == 64
#define MACHINE "riscv64"
#elif defined __arm__
#define MACHINE "arm"
#else
#define MACHINE "unknown"
#endif

enum { CACHE_MAX = 64 << 20, MUSL_PATHS_MAX = 64 * 1024 };

// Reads a whole small file, with a NUL behind it; NULL where it is not there, or is too large.
static unsigned char *read_whole(const char *path, size_t most, size_t *size)
{
    struct stat about;
    unsigned char *bytes = NULL;
    int ignored, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return NULL;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 &&
        (uintmax_t)about.st_size <= most)
        bytes = malloc((size_t)about.st_size + 1);
    *size = 0;
    if (bytes != NULL) {
        *size = pread_whole(fd, 0, bytes, (size_t)about.st_size, &ignored);
        bytes[*size] = '\0';
    }
    close(fd);
    return bytes;
}

// ---- directories

// What comes before the next separator of a list of directories, and *list behind it.
static bool next_directory(const char **list, const char *separators, const char **directory,
                           size_t *length)
{
    if (*list == NULL)
        return false;
    *directory = *list;
    *length = strcspn(*list, separators);
    *list = (*list)[*length] == '\0' ? NULL : *list + *length + 1;
    if (*length == 0) { // an empty one is the working directory
        *directory = ".";
        *length = 1;
    }
    return true;
}

// musl's loader reads its directories from a file, or has three built in; glibc's has those of its
// own configuration, which differs by distribution.
static const char *standard_directories(void)
{
#ifdef __GLIBC__
    return "/lib/" MACHINE "-linux-gnu:/usr/lib/" MACHINE "-linux-gnu:"
#if __SIZEOF_POINTER__ == 8
           "/lib64:/usr/lib64:"
#endif
           "/lib:/usr/lib";
#else
    static char *paths;
    static bool asked;
    size_t size;

    if (!asked)
        paths = (char *)read_whole("/etc/ld-musl-" MACHINE ".path", MUSL_PATHS_MAX, &size);
    asked = true;
    return paths != NULL ? paths : "/lib:/usr/local/lib:/usr/lib";
#endif
}

bool loader_directory(enum loader_place place, size_t i, const char **directory, size_t *length)
{
    bool environment = place == LOADER_ENVIRONMENT;
    const char *list = environment ? secure_getenv("LD_LIBRARY_PATH") : standard_directories();

    if (environment && list != NULL && *list == '\0')
        return false;
    do {
        if (!next_directory(&list, environment ? ":;" : ":\n", directory, length))
            return false;
    } while (i-- > 0);
    return true;
}

bool loader_walk_directory(const char *directory, size_t length, loader_visit *visit, void *context)
{
    char path[PATH_MAX];
    bool going = true;

    if (length + 2 > sizeof path)
        return true;
    memcpy(path, directory, length);
    path[length] = '\0';
    DIR *stream = opendir(path);
    if (stream == NULL)
        return true;
    path[length] = '/';
    for (struct dirent *entry; going && (entry = readdir(stream)) != NULL;) {
        size_t name_length = strlen(entry->d_name);

        if (strstr(entry->d_name, ".so") == NULL || length + 1 + name_length >= sizeof path)
            continue;
        memcpy(path + length + 1, entry->d_name, name_length + 1);
        going = visit(context, entry->d_name, path);
    }
    closedir(stream);
    return going;
}

// ---- the cache: glibc's sysdeps/generic/dl-cache.h; numbers are in the host's byte order

static const char old_magic[] = "ld.so-1.7.0";
static const char new_magic[] = "glibc-ld.so.cache1.1";

enum {
    OLD_HEADER = 16, // the magic, padding, the number of entries
    OLD_ENTRY = 12,
    NEW_COUNT = 20, // where the number of entries stands
    NEW_HEADER = 48,
    NEW_ENTRY = 24, // flags, name, path, version of the system, capabilities (64 bits)
};

static uint32_t number_at(const unsigned char *bytes)
{
    uint32_t value;

    memcpy(&value, bytes, sizeof value);
    return value;
}

// Where the newer format starts: at once, or behind the older one.
static bool find_new_format(const unsigned char *bytes, size_t size, size_t *start)
{
    size_t at = 0;

    if (size >= OLD_HEADER && memcmp(bytes, old_magic, sizeof old_magic - 1) == 0) {
        uint64_t entries = number_at(bytes + 12);

        if (entries > (size - OLD_HEADER) / OLD_ENTRY)
            return false;
        at = (OLD_HEADER + (size_t)entries * OLD_ENTRY + 7) & ~(size_t)7;
    }
    if (at > size || size - at < NEW_HEADER ||
        memcmp(bytes + at, new_magic, sizeof new_magic - 1) != 0)
        return false;
    *start = at;
    return true;
}

bool loader_read_cache(const unsigned char *bytes, size_t size, loader_visit *visit, void *context)
{
    size_t start;

    if (!find_new_format(bytes, size, &start))
        return true;
    bytes += start; // offsets of texts count from here
    size -= start;
    uint64_t count = number_at(bytes + NEW_COUNT);
    if (count > (size - NEW_HEADER) / NEW_ENTRY)
        count = (size - NEW_HEADER) / NEW_ENTRY;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *entry = bytes + NEW_HEADER + i * NEW_ENTRY;
        uint32_t name = number_at(entry + 4), path = number_at(entry + 8);

        if (name >= size || path >= size || number_at(entry + 16) != 0 ||
            number_at(entry + 20) != 0) // for newer processors: library.h says why not
            continue;
        if (!visit(context, (const char *)bytes + name, (const char *)bytes + path))
            return false;
    }
    return true;
}

#ifdef __GLIBC__
// The file mapped, which is far cheaper than reading it where a call's start-up counts; ldconfig
// never writes into it, but puts a new one in its place. NULL where that cannot be, or where no
// page is left behind its end to give the NUL.
static unsigned char *map_cache(const char *path, size_t *size)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    void *map = MAP_FAILED;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &status) == 0 && status.st_size > 0 && status.st_size < CACHE_MAX &&
        status.st_size % sysconf(_SC_PAGESIZE) != 0) {
        *size = (size_t)status.st_size;
        map = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    close(fd);
    return map != MAP_FAILED ? map : NULL;
}
#endif

bool loader_walk_cache(loader_visit *visit, void *context)
{
    bool going = true;
#ifdef __GLIBC__
    size_t size;
    const char *path = "/etc/ld.so.cache";
    unsigned char *map = map_cache(path, &size);

    if (map != NULL) {
        going = loader_read_cache(map, size, visit, context);
        munmap(map, size);
        return going;
    }
    unsigned char *bytes = read_whole(path, CACHE_MAX, &size);
    if (bytes != NULL)
        going = loader_read_cache(bytes, size, visit, context);
    free(bytes);
#else
    (void)visit;
    (void)context;
#endif
    return going;
}
