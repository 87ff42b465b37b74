#include "unit.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "images/library.h"
#include "images/loader.h"

static struct error error;

// Whether a word resolves to a file of that name; NULL: that it does not resolve.
static bool resolves(const char *word, const char *name)
{
    error_clear(&error);
    char *path = library_resolve(word, strlen(word), &error);
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    bool good = name == NULL ? path == NULL : slash != NULL && strcmp(slash + 1, name) == 0;

    if (!good)
        printf("# %s is %s (%s)\n", word, path == NULL ? "nothing" : path, error.message);
    free(path);
    return good;
}

static bool same_file(const char *a, const char *b)
{
    struct error ignored = {0};
    char *left = library_resolve(a, strlen(a), &ignored);
    char *right = library_resolve(b, strlen(b), &ignored);
    struct stat one = {0}, two = {0};
    bool same = left != NULL && right != NULL && stat(left, &one) == 0 && stat(right, &two) == 0 &&
                one.st_ino == two.st_ino && one.st_dev == two.st_dev;

    free(left);
    free(right);
    return same;
}

static bool copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    char piece[4096];
    bool good = in != NULL && out != NULL;

    for (size_t n; good && (n = fread(piece, 1, sizeof piece, in)) > 0;)
        good = fwrite(piece, 1, n, out) == n;
    if (in != NULL)
        fclose(in);
    return out != NULL && fclose(out) == 0 && good;
}

static void write_text(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");

    if (out != NULL) {
        fputs(text, out);
        fclose(out);
    }
}

// Files in a directory of LD_LIBRARY_PATH.
static void test_environment(void)
{
    char folder[] = "/tmp/memtool-library-XXXXXX", path[100];
    static const char *const names[] = {"libmtone.so.1.2",  "libmtone.so.10", "libmtone.so.9.9",
                                        "libmtone.so.10.1", "libmttwo.so",    "libmttwo.so.3"};
    char *libc = library_resolve("-", 1, &error);

    if (libc == NULL || mkdtemp(folder) == NULL)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        copy_file(libc, path);
    }
    snprintf(path, sizeof path, "%s/libmtscript.so", folder);
    write_text(path, "/* GNU ld script */ GROUP ( /lib/libm.so.6 )\n");
    setenv("LD_LIBRARY_PATH", folder, 1);
    UNIT("the newest version is found, by number and not by text",
         resolves("mtone", "libmtone.so.10"));
    UNIT("lib and .so may be written", resolves("libmtone.so", "libmtone.so.10"));
    UNIT("a version may be asked for", resolves("mtone.so.9.9", "libmtone.so.9.9"));
    UNIT("a file without a version comes before those with one", resolves("mttwo", "libmttwo.so"));
    UNIT("a linker script is passed over", resolves("mtscript", NULL));
    UNIT("a near name is suggested",
         resolves("mtona", NULL) && strcmp(error.hint, "did you mean mtone?") == 0);
    UNIT("a path to a linker script says what that is",
         resolves(path, NULL) && strstr(error.message, "script for the linker") != NULL);
    unlink(path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    unsetenv("LD_LIBRARY_PATH");
    free(libc);
}

// ---- the cache

struct seen {
    int count;
    char last[100];
};

static bool see(void *context, const char *name, const char *path)
{
    struct seen *seen = context;

    seen->count++;
    snprintf(seen->last, sizeof seen->last, "%s=%s", name, path);
    return true;
}

static void put(unsigned char *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

// A cache of two entries whose second is for newer processors; its size.
static size_t make_cache(unsigned char *bytes)
{
    static const char texts[] = "liba.so.1\0/lib/liba.so.1";

    memset(bytes, 0, 200);
    memcpy(bytes, "glibc-ld.so.cache1.1", 20);
    put(bytes + 20, 2);
    put(bytes + 48 + 4, 96);
    put(bytes + 48 + 8, 106);
    put(bytes + 72 + 4, 96);
    put(bytes + 72 + 8, 106);
    put(bytes + 72 + 20, 1U << 30);
    memcpy(bytes + 96, texts, sizeof texts);
    return 96 + sizeof texts;
}

static void test_cache(void)
{
    unsigned char bytes[400];
    size_t size = make_cache(bytes);
    struct seen seen = {0};

    loader_read_cache(bytes, size, see, &seen);
    UNIT("the cache names a library and its path",
         seen.count == 1 && strcmp(seen.last, "liba.so.1=/lib/liba.so.1") == 0);

    memmove(bytes + 16, bytes, size);
    memset(bytes, 0, 16);
    memcpy(bytes, "ld.so-1.7.0", 11);
    seen = (struct seen){0};
    loader_read_cache(bytes, size + 16, see, &seen);
    UNIT("the cache may stand behind one in the older format", seen.count == 1);

    bool good = true;
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *exact = malloc(cut + 1);

        make_cache(bytes);
        memcpy(exact, bytes, cut);
        exact[cut] = '\0';
        seen = (struct seen){0};
        loader_read_cache(exact, cut, see, &seen);
        good &= seen.count <= 1;
        free(exact);
    }
    UNIT("a cache that is cut short is read as far as it is whole", good);
    put(bytes + 20, UINT32_MAX);
    put(bytes + 48 + 4, UINT32_MAX);
    seen = (struct seen){0};
    loader_read_cache(bytes, size, see, &seen);
    UNIT("counts and offsets beyond the cache are passed over", seen.count == 0);
}

int main(void)
{
    unsetenv("LD_LIBRARY_PATH");
#ifdef __GLIBC__
    UNIT("- is the C library", resolves("-", "libc.so.6"));
#endif
    UNIT("c is the C library, not the linker script of that name", same_file("c", "-"));
    UNIT("m is the maths library", same_file("m", "libm.so.6") || same_file("m", "-"));
    UNIT("libm, m.so.6, libm.so, libm.so.6 are the same file",
         same_file("m", "libm") && same_file("m", "m.so.6") && same_file("m", "libm.so") &&
             same_file("m", "libm.so.6"));
    UNIT("an unknown name is an error",
         resolves("nosuchlibraryatall", NULL) && error.status == STATUS_DATA);
    UNIT("an empty name is a usage error", resolves("", NULL) && error.status == STATUS_USAGE);
    UNIT("a path that is not there says so",
         resolves("./nosuch.so", NULL) && strstr(error.message, "No such file") != NULL);
    UNIT("a path to a text is no library",
         resolves("/etc/passwd", NULL) && strstr(error.message, "not a shared library") != NULL);
    UNIT("a directory is no library", resolves("/tmp/", NULL));
    test_environment();
    test_cache();
    return unit_end();
}
