#include "images/library.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lex.h"
#include "base/near.h"
#include "images/elf.h"
#include "images/loader.h"

enum { FORMS = 4, LISTED = 4, CANDIDATES = 200 };

// A search for one word: the file names that it may stand for, the best first, and the start of a
// name whose version is left open.
struct search {
    const char *word;
    size_t length;
    char forms[FORMS][NAME_MAX + 1];
    size_t form_count;
    char open[2][NAME_MAX + 1]; // "libm.so.", "m.so."; or empty
    size_t best_rank;           // of what was found: the less the better
    char best_version[NAME_MAX + 1];
    char best[PATH_MAX]; // its path; empty: nothing found yet
};

// ---- names

static bool ends_with(const char *text, size_t length, const char *end)
{
    size_t n = strlen(end);

    return length >= n && memcmp(text + length - n, end, n) == 0;
}

static bool has_version(const char *text, size_t length)
{
    return memmem(text, length, ".so.", 4) != NULL;
}

// The file names that a word may stand for: library.h has the table.
static void find_forms(struct search *search)
{
    const char *word = search->word;
    int length = (int)search->length;
    bool open = !has_version(word, search->length);
    const char *so = open && !ends_with(word, search->length, ".so") ? ".so" : "";
    bool lib = search->length > 3 && memcmp(word, "lib", 3) == 0;

    snprintf(search->forms[search->form_count++], NAME_MAX + 1, "%.*s", length, word);
    if (*so != '\0')
        snprintf(search->forms[search->form_count++], NAME_MAX + 1, "%.*s.so", length, word);
    if (!lib)
        snprintf(search->forms[search->form_count++], NAME_MAX + 1, "lib%.*s%s", length, word, so);
    if (open)
        snprintf(search->open[0], NAME_MAX + 1, "%.*s%s.", length, word, so);
    if (open && !lib)
        snprintf(search->open[1], NAME_MAX + 1, "lib%.*s%s.", length, word, so);
}

// Where in the order of preference a file name stands, and its version where that was left open.
// False where it is not what is searched for.
static bool rank_name(const struct search *search, const char *name, size_t *rank,
                      const char **version)
{
    *version = "";
    for (size_t i = 0; i < search->form_count; i++)
        if (strcmp(name, search->forms[i]) == 0) {
            *rank = i;
            return true;
        }
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(search->open[i]);

        if (n == 0 || strncmp(name, search->open[i], n) != 0 || !is_digit((unsigned char)name[n]))
            continue;
        *rank = FORMS;
        *version = name + n;
        return (*version)[strspn(*version, "0123456789.")] == '\0';
    }
    return false;
}

// Below, equal to or above 0 as version a is older than, the same as or newer than b. The shorter
// of two that are the same as far as they go is the better name, so it counts as newer.
static int compare_versions(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        char *a_end, *b_end;
        unsigned long left = strtoul(a, &a_end, 10), right = strtoul(b, &b_end, 10);

        if (left != right)
            return left < right ? -1 : 1;
        a = a_end + (*a_end == '.');
        b = b_end + (*b_end == '.');
        if (a_end == a || b_end == b)
            break;
    }
    return (*b != '\0') - (*a != '\0');
}

// ---- searching

static bool is_library(const char *path)
{
    struct error ignored = {0};

    return elf_is_library(path, &ignored);
}

static bool consider(void *context, const char *name, const char *path)
{
    struct search *search = context;
    const char *version;
    size_t rank;

    if (!rank_name(search, name, &rank, &version) || strlen(path) >= sizeof search->best)
        return true;
    if (search->best[0] != '\0' &&
        (rank > search->best_rank ||
         (rank == search->best_rank && compare_versions(version, search->best_version) <= 0)))
        return true;
    if (!is_library(path))
        return true;
    search->best_rank = rank;
    snprintf(search->best, sizeof search->best, "%s", path);
    snprintf(search->best_version, sizeof search->best_version, "%s", version);
    return true;
}

// Exact names first: like the loader, without reading the directory.
static void search_directory(struct search *search, const char *directory, size_t length)
{
    char path[PATH_MAX];

    for (size_t i = 0; i < search->form_count && search->best[0] == '\0'; i++)
        if (snprintf(path, sizeof path, "%.*s/%s", (int)length, directory, search->forms[i]) <
            (int)sizeof path)
            consider(search, search->forms[i], path);
    if (search->best[0] == '\0' && search->open[0][0] != '\0')
        loader_walk_directory(directory, length, consider, search);
}

static bool search_everywhere(struct search *search)
{
    for (int place = 0; place < LOADER_PLACES && search->best[0] == '\0'; place++) {
        const char *directory;
        size_t length;

        if (place == LOADER_CACHE)
            loader_walk_cache(consider, search);
        else
            for (size_t i = 0; search->best[0] == '\0' &&
                               loader_directory((enum loader_place)place, i, &directory, &length);
                 i++)
                search_directory(search, directory, length);
    }
    return search->best[0] != '\0';
}

// ---- all that can be found

struct listing {
    bool (*each)(void *context, const char *soname);
    void *context;
};

static bool list_one(void *context, const char *name, const char *path)
{
    struct listing *listing = context;

    (void)path;
    return listing->each(listing->context, name);
}

// Calls each for the file name of every library where the loader looks (some more than once, and
// those for other machines too), until it returns false.
static void list_libraries(bool (*each)(void *context, const char *soname), void *context)
{
    struct listing listing = {each, context};
    bool going = true;

    for (int place = 0; place < LOADER_PLACES && going; place++) {
        const char *directory;
        size_t length;

        if (place == LOADER_CACHE)
            going = loader_walk_cache(list_one, &listing);
        else
            for (size_t i = 0;
                 going && loader_directory((enum loader_place)place, i, &directory, &length); i++)
                going = loader_walk_directory(directory, length, list_one, &listing);
    }
}

// What an error suggests: a near name, else some that hold the word.
struct suggestion {
    const char *word;
    size_t length;
    struct near near;
    char holders[CANDIDATES];
    size_t used, count;
};

static void add_holder(struct suggestion *to, const char *name)
{
    size_t length = strlen(name);
    char *known = strstr(to->holders, name);

    if (to->count == LISTED || to->used + length + 2 >= sizeof to->holders || known != NULL)
        return;
    to->used += (size_t)snprintf(to->holders + to->used, sizeof to->holders - to->used, "%s%s",
                                 to->count == 0 ? "" : ", ", name);
    to->count++;
}

static bool suggest(void *context, const char *name)
{
    struct suggestion *to = context;
    char stem[NAME_MAX + 1];
    size_t skip = strncmp(name, "lib", 3) == 0 ? 3 : 0;
    const char *end = strstr(name, ".so");

    near_offer(&to->near, name);
    if (end != NULL && end > name + skip) {
        snprintf(stem, sizeof stem, "%.*s", (int)(end - name - (ptrdiff_t)skip), name + skip);
        near_offer(&to->near, stem);
    }
    if (to->length > 1 && memmem(name, strlen(name), to->word, to->length) != NULL)
        add_holder(to, name);
    return true;
}

static void add_hint(const char *word, size_t length, struct error *error)
{
    struct suggestion to = {.word = word, .length = length, .near = near_to(word, length)};

    list_libraries(suggest, &to);
    if (near_best(&to.near) != NULL)
        error_hint(error, "did you mean %s?", near_best(&to.near));
    else if (to.count > 0)
        error_hint(error, "there is %s", to.holders);
}

// ---- words

// The C library that memtool itself runs with.
static char *loaded_library(struct error *error)
{
    // A function that sanitizers do not replace by their own.
    void *inside = dlsym(RTLD_DEFAULT, "__libc_start_main");
    Dl_info about;

    if (inside != NULL && dladdr(inside, &about) != 0 && about.dli_fname != NULL &&
        strchr(about.dli_fname, '/') != NULL)
        return memory_text(about.dli_fname, strlen(about.dli_fname), error);
    fail(error, STATUS_DATA, "-: the C library has no file: memtool is linked statically");
    return NULL;
}

// musl's loader never looks for the parts that musl's libc holds itself.
static bool is_part_of_libc(const struct search *search)
{
#ifdef __GLIBC__
    (void)search;
#else
    static const char *const parts[] = {"c", "m", "pthread", "rt", "dl", "util", "xnet"};
    const char *word = search->forms[search->form_count - 1];

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t n = strlen(parts[i]);

        if (strncmp(word, "lib", 3) == 0 && strncmp(word + 3, parts[i], n) == 0 &&
            word[3 + n] == '.')
            return true;
    }
#endif
    return false;
}

static char *resolve_path(const char *name, size_t length, struct error *error)
{
    char *path = memory_text(name, length, error);

    if (path != NULL && !elf_is_library(path, error)) {
        free(path);
        return NULL;
    }
    return path;
}

// A file of that name in the folder is meant more often than not; the loader does not look there.
static bool hint_file(const char *name, size_t length, struct error *error)
{
    char path[NAME_MAX + 1];

    if (length > NAME_MAX)
        return false;
    memcpy(path, name, length);
    path[length] = '\0';
    if (access(path, F_OK) != 0)
        return false;
    error_hint(error, "./%s is the file of that name", path);
    return true;
}

char *library_resolve(const char *name, size_t length, struct error *error)
{
    struct search search = {.word = name, .length = length};

    if (length == 0 || memchr(name, '\0', length) != NULL) {
        fail(error, STATUS_USAGE, "a library needs a name");
        return NULL;
    }
    if (memchr(name, '/', length) != NULL)
        return resolve_path(name, length, error);
    if (length == 1 && *name == '-')
        return loaded_library(error);
    if (length + sizeof "lib.so." <= NAME_MAX) {
        find_forms(&search);
        if (is_part_of_libc(&search))
            return loaded_library(error);
        if (search_everywhere(&search))
            return memory_text(search.best, strlen(search.best), error);
    }
    fail(error, STATUS_DATA, "no shared library '%.*s'", (int)(length < 100 ? length : 100), name);
    if (!hint_file(name, length, error))
        add_hint(name, length, error);
    return NULL;
}
