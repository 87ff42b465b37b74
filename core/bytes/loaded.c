#include "bytes/loaded.h"

#include "images/elf.h"
#include "images/library.h"

#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NAME = 4096 }; // of a symbol

// A LIBRARY word that was loaded before.
struct entry {
    struct entry *next;
    void *handle;
    char *name; // as its user wrote it
    char *path; // of its file
};

static struct entry *entries;
static const struct loaded_watch *watch;

void loaded_set_watch(const struct loaded_watch *new_watch)
{
    watch = new_watch;
}

static struct entry *find(const char *name, size_t length)
{
    for (struct entry *entry = entries; entry != NULL; entry = entry->next)
        if (strlen(entry->name) == length && memcmp(entry->name, name, length) == 0)
            return entry;
    return NULL;
}

static void free_entry(struct entry *entry)
{
    free(entry->name);
    free(entry->path);
    free(entry);
}

static void *open_library(const char *name, const char *path)
{
    if (strcmp(name, "-") == 0)
        return dlopen(NULL, RTLD_LAZY);
    if (watch != NULL)
        watch->enter(name);
    void *handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (watch != NULL)
        watch->leave();
    return handle;
}

static struct entry *load(const char *name, size_t length, struct error *error)
{
    struct entry *entry = memory_new(1, sizeof *entry, error);

    if (entry == NULL)
        return NULL;
    entry->name = memory_text(name, length, error);
    entry->path = entry->name ? library_resolve(name, length, error) : NULL;
    if (entry->path != NULL) {
        entry->handle = open_library(entry->name, entry->path);
        if (entry->handle == NULL)
            fail(error, STATUS_DATA, "cannot load %s", dlerror());
    }
    if (entry->handle == NULL) {
        free_entry(entry);
        return NULL;
    }
    entry->next = entries;
    entries = entry;
    return entry;
}

// Why the loader does not give what the file has; NULL where it has no such symbol.
static const char *why_kept(const struct elf_symbol *symbol)
{
    if (symbol == NULL || elf_is_bound(symbol))
        return NULL;
    return symbol->local || !symbol->dynamic ? "static or hidden"
                                             : "kept for programs that were linked long ago";
}

static bool missing(const struct entry *entry, const char *name, struct error *error)
{
    struct error ignored = {0};
    struct elf *elf = elf_open(entry->path, &ignored);
    const struct elf_symbol *symbol = NULL;
    const char *slash = strrchr(entry->path, '/');
    const char *file = slash != NULL ? slash + 1 : entry->path;

    if (elf != NULL && !elf_symbol(elf, name, strlen(name), &symbol, &ignored))
        symbol = NULL;
    if (why_kept(symbol) != NULL) {
        fail(error, STATUS_DATA, "%s keeps %s to itself", file, name);
        error_hint(error, "it is %s; elf:%s:%s are its bytes in the file", why_kept(symbol),
                   entry->path, name);
    } else {
        fail(error, STATUS_DATA, "%s has no symbol %s", file, name);
    }
    if (elf != NULL)
        elf_hint(elf, name, strlen(name), elf_is_bound, error);
    elf_close(elf);
    return false;
}

#ifdef __GLIBC__
// The size of what an IFUNC chose: it has no name that others can see, so the whole table of its
// file is asked.
static uint64_t size_of_choice(const void *address)
{
    struct error ignored = {0};
    struct link_map *map = NULL;
    Dl_info info;

    if (dladdr1(address, &info, (void **)&map, RTLD_DL_LINKMAP) == 0 || map == NULL)
        return 0;
    struct elf *elf = elf_open(*map->l_name != '\0' ? map->l_name : "/proc/self/exe", &ignored);
    uint64_t size = elf == NULL ? 0 : elf_size_at(elf, (uintptr_t)address - map->l_addr);
    elf_close(elf);
    return size;
}
#endif

static void describe_by_file(struct loaded *symbol, const char *path, const char *name)
{
    struct error ignored = {0};
    struct elf *elf = elf_open(path, &ignored);
    const struct elf_symbol *found = NULL;

    if (elf != NULL && elf_symbol(elf, name, strlen(name), &found, &ignored) && found != NULL) {
        symbol->size = found->size;
        symbol->variable = found->kind == ELF_OBJECT || found->kind == ELF_THREAD;
    }
    elf_close(elf);
}

// What the library's own table says of the symbol: as the C library tells it, else by its file. A
// thread's own variable lies in no library.
static void describe(struct loaded *symbol, const struct entry *entry_of, const char *name)
{
#ifdef __GLIBC__
    Dl_info info;
    const ElfW(Sym) *entry = NULL;

    if (dladdr1(symbol->address, &info, (void **)&entry, RTLD_DL_SYMENT) == 0) {
        describe_by_file(symbol, entry_of->path, name);
        return;
    }
    if (entry == NULL || info.dli_saddr != symbol->address) {
        symbol->inner = true;
        return;
    }
    symbol->size = entry->st_size;
    symbol->variable = (entry->st_info & 0xf) == STT_OBJECT;
#else
    describe_by_file(symbol, entry_of->path, name);
#endif
}

uint64_t loaded_size(const struct loaded *symbol)
{
#ifdef __GLIBC__
    return symbol->inner ? size_of_choice(symbol->address) : symbol->size;
#else
    return symbol->size;
#endif
}

bool loaded_symbol(struct span library, const char *name, size_t length, struct loaded *out,
                   struct error *error)
{
    char text[MAX_NAME];
    struct loaded symbol = {0};

    if (length >= sizeof text)
        return fail(error, STATUS_USAGE, "a name of more than %d bytes", MAX_NAME - 1);
    memcpy(text, name, length);
    text[length] = '\0';
    struct entry *entry = find(library.word + library.start, library.length);
    if (entry == NULL)
        entry = load(library.word + library.start, library.length, error);
    if (entry == NULL)
        return error_place(error, library);
    symbol.address = dlsym(entry->handle, text);
    if (symbol.address == NULL)
        return missing(entry, text, error);
    describe(&symbol, entry, text);
    *out = symbol;
    return true;
}
