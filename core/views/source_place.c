// Places that have names: in a process, in an ELF file, in a core dump, in a loaded library.
//
//     pid  = number [":" place]     place: [heap], a mapped file, a symbol
//     elf  = file ":" name          name: a section or a symbol
//     core = file
//     sym  = library ":" name
#include "base/near.h"
#include "base/number.h"
#include "bytes/loaded.h"
#include "bytes/maps.h"
#include "bytes/segments.h"
#include "images/elf.h"
#include "views/place.h"
#include "views/source_rows.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---- pid:

struct process_place {
    pid_t pid;
    const char *place; // NUL-terminated, NULL: all of its memory
};

static bool read_process(const struct source *source, struct process_place *out,
                         struct error *error)
{
    struct cursor text = source->rest;
    struct integer number;
    int64_t pid;
    const char *from = text.at;

    if (cursor_take_text(&text, "self"))
        pid = getpid();
    else if (!integer_read(&text, &number, error))
        return false;
    else if (!integer_to_i64(number, &pid) || pid <= 0 || pid > INT32_MAX)
        return fail_at(error, STATUS_USAGE, cursor_span(&text, from), "not a process id");
    out->pid = (pid_t)pid;
    out->place = NULL;
    if (cursor_take(&text, ':'))
        out->place = text.at;
    else if (!cursor_done(&text))
        return fail_at(error, STATUS_USAGE, cursor_rest(&text), "pid: is PID[:PLACE]");
    return true;
}

bool source_read_process(struct source *source, const struct scope *scope, struct error *error)
{
    struct process_place ignored;

    (void)scope;
    return read_process(source, &ignored, error);
}

// What a walk over the mappings looks for, and what it found.
struct search {
    const char *place;
    size_t length;
    uint64_t start, end; // of the mappings with that name; end 0: none
    struct elf *elf;     // the file looked at last, for symbols
    const char *file;
    struct near near;
    bool found;
    bool thread; // a file has it, as a thread-local variable
    struct error *error;
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static bool match_mapping(const struct mapping *mapping, void *context)
{
    struct search *search = context;

    if (mapping->name[0] == '\0')
        return true;
    if (strcmp(mapping->name, search->place) != 0 &&
        strcmp(base_name(mapping->name), search->place) != 0) {
        near_offer(&search->near, base_name(mapping->name));
        return true;
    }
    if (search->end == 0)
        search->start = mapping->start;
    search->end = mapping->end;
    return true;
}

// Each thread has a thread-local variable elsewhere, and an absolute symbol is no place.
static bool has_address(const struct elf_symbol *symbol)
{
    return symbol->kind != ELF_THREAD && symbol->section != ELF_NO_SECTION;
}

static void offer_symbols(struct near *near, struct elf *elf)
{
    const struct elf_symbol *symbols;
    struct error ignored = {0};
    size_t count;

    if (!elf_symbols(elf, &symbols, &count, &ignored))
        return;
    for (size_t i = 0; i < count; i++)
        if (has_address(&symbols[i]))
            near_offer_other(near, symbols[i].name);
}

// Looks the symbol up in a mapped file, the first time that the file comes by.
static bool match_symbol(const struct mapping *mapping, void *context)
{
    struct search *search = context;
    struct error ignored = {0};
    const struct elf_symbol *symbol = NULL;
    uint64_t address;
    long page = sysconf(_SC_PAGESIZE);

    if (mapping->name[0] != '/')
        return true;
    struct elf *elf = elf_open(mapping->name, &ignored);
    if (elf == NULL)
        return true;
    if (elf_address_of(elf, mapping->file_offset, (uint64_t)page, &address) &&
        elf_symbol(elf, search->place, search->length, &symbol, &ignored) && symbol != NULL &&
        has_address(symbol)) {
        search->found = true;
        search->start = mapping->start - address + symbol->value;
        search->end = search->start + symbol->size;
    } else if (mapping->file_offset == 0) {
        offer_symbols(&search->near, elf);
    }
    search->thread |= symbol != NULL && symbol->kind == ELF_THREAD;
    elf_close(elf);
    return !search->found;
}

// The place is nowhere: why, and what may have been meant.
static bool fail_place(const struct source *source, const struct search *search, pid_t pid,
                       struct error *error)
{
    struct span where = cursor_rest(&source->rest);
    const char *best = near_best(&search->near);

    if (search->thread) {
        fail_at(error, STATUS_DATA, where,
                "%s is thread-local: each thread of process %d has its own", search->place,
                (int)pid);
        return error_hint(error, "pid:%d with -s ADDRESS is that of one thread, where it is known",
                          (int)pid);
    }
    fail_at(error, STATUS_DATA, where, "process %d has no such mapping and no such symbol",
            (int)pid);
    if (best != NULL)
        return error_hint(error, "did you mean %s?", best);
    return error_hint(error, "view pid:%d -o info lists what is mapped", (int)pid);
}

static bool find_place(const struct source *source, const struct process_place *place,
                       struct search *search, struct error *error)
{
    search->place = place->place;
    search->length = strlen(place->place);
    search->near = near_to(place->place, search->length);
    if (!maps_each(place->pid, match_mapping, search, error))
        return false;
    if (search->end != 0)
        return true;
    if (!maps_each(place->pid, match_symbol, search, error))
        return false;
    return search->found || fail_place(source, search, place->pid, error);
}

bool source_open_process(const struct source *source, struct scope *scope, struct view *out,
                         struct error *error)
{
    struct process_place place;
    struct search search = {.start = 0, .end = INT64_MAX};

    if (!read_process(source, &place, error))
        return false;
    if (place.place != NULL) {
        search.end = 0;
        if (!find_place(source, &place, &search, error))
            return false;
    } else if (kill(place.pid, 0) != 0 && errno == ESRCH) {
        return fail(error, STATUS_DATA, "there is no process %d", (int)place.pid);
    }
    struct store *store = files_process(&scope->files, source->word, place.pid, search.start,
                                        search.end - search.start, error);
    if (store == NULL)
        return false;
    view_of_store(out, store);
    store_unref(store);
    return true;
}

// ---- elf:

bool place_split(const struct cursor *text, struct span *before, struct span *behind)
{
    const char *colon = memrchr(text->at, ':', (size_t)(text->end - text->at));
    struct cursor part = *text;

    if (colon == NULL || colon == text->at || colon + 1 == text->end)
        return false;
    part.end = colon;
    *before = cursor_rest(&part);
    part.at = colon + 1;
    part.end = text->end;
    *behind = cursor_rest(&part);
    return true;
}

static bool has_two_parts(const struct source *source)
{
    struct span before, behind;

    return place_split(&source->rest, &before, &behind);
}

bool source_read_elf(struct source *source, const struct scope *scope, struct error *error)
{
    (void)scope;
    if (has_two_parts(source))
        return true;
    fail_at(error, STATUS_USAGE, cursor_rest(&source->rest), "elf: is elf:FILE:NAME");
    return error_hint(error, "NAME is a section (.text) or a symbol (main)");
}

// The region as a view of the file; one that the file does not hold is zeroes in memory.
static bool view_region(const struct source *source, struct store *file,
                        const struct elf_region *region, struct view *out, struct error *error)
{
    if (region->in_file && !store_holds(file, region->offset, region->size))
        return fail(error, STATUS_DATA, "%s: the file has no such bytes", file->name);
    struct store *store =
        region->in_file ? store_ref(file) : store_memory(source->word, region->size, error);
    if (store == NULL)
        return false;
    view_of_elements(out, store, type_bytes(), region->in_file ? region->offset : 0, region->size);
    store_unref(store);
    return true;
}

bool source_open_elf(const struct source *source, struct scope *scope, struct view *out,
                     struct error *error)
{
    struct elf *elf = NULL;
    struct store *file = NULL;
    struct elf_region region;
    struct span from, name;
    bool good = false;

    place_split(&source->rest, &from, &name);
    char *path = memory_text(from.word + from.start, from.length, error);
    if (path == NULL)
        return false;
    elf = elf_open(path, error);
    if (elf != NULL) {
        if (elf_region(elf, name.word + name.start, name.length, &region, error))
            file = files_open(&scope->files, path, error);
        else
            error_place(error, name);
    }
    if (file != NULL)
        good = view_region(source, file, &region, out, error);
    store_unref(file);
    elf_close(elf);
    free(path);
    return good;
}

// ---- core:

bool source_open_core(const struct source *source, struct scope *scope, struct view *out,
                      struct error *error)
{
    const char *path = source->rest.at;
    struct elf *elf = elf_open(path, error);
    struct store *file = NULL;
    struct store *store = NULL;

    if (elf == NULL)
        return false;
    if (elf->type != ET_CORE)
        fail(error, STATUS_DATA, "%s: an ELF file, but no core dump", path);
    else
        file = files_open(&scope->files, path, error);
    if (file != NULL)
        store = store_core(source->word, file, elf, error);
    store_unref(file);
    elf_close(elf);
    if (store == NULL)
        return false;
    view_of_store(out, store);
    store_unref(store);
    return true;
}

// ---- sym:

bool source_read_symbol(struct source *source, const struct scope *scope, struct error *error)
{
    (void)scope;
    if (has_two_parts(source))
        return true;
    fail_at(error, STATUS_USAGE, cursor_rest(&source->rest), "sym: is sym:LIBRARY:NAME");
    return error_hint(error, "NAME is a variable or a function, as in sym:c:environ");
}

// The bytes that are viewed: the symbol's own, else as many as were asked for.
static bool symbol_bytes(const struct source *source, const char *name, const struct loaded *symbol,
                         uint64_t *size, struct error *error)
{
    *size = loaded_size(symbol);
    if (*size != 0)
        return true;
    if (source->reach == UINT64_MAX) {
        fail(error, STATUS_DATA, "the library does not tell how large %s is", name);
        return error_hint(error, "-n LENGTH takes that many bytes");
    }
    if (!maps_length(0, (uintptr_t)symbol->address, size, error))
        return false;
    *size = *size < source->reach ? *size : source->reach;
    return true;
}

bool source_open_symbol(const struct source *source, struct scope *scope, struct view *out,
                        struct error *error)
{
    struct span library, name;
    struct loaded symbol;
    uint64_t size;

    (void)scope;
    place_split(&source->rest, &library, &name);
    if (!loaded_symbol(library, name.word + name.start, name.length, &symbol, error))
        return error_place(error, name);
    if (!symbol_bytes(source, name.word + name.start, &symbol, &size, error))
        return false;
    struct store *store = store_process(source->word, 0, (uintptr_t)symbol.address, size, error);
    if (store == NULL)
        return false;
    view_of_store(out, store);
    store_unref(store);
    return true;
}
