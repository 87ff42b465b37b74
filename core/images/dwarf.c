#include "images/dwarf.h"

#ifdef WITH_LIBDW
#include <stdlib.h>
#include <string.h>

#include "images/debug.h"

static struct debug *debug_of(struct chapter *chapter)
{
    return (struct debug *)chapter;
}

// A type's entry to its type; what cannot stand alone (void, a function) is not a type.
static bool find_type(struct debug *debug, const struct debug_entry *entry, const struct type **out,
                      struct error *error)
{
    Dwarf_Die die = entry->die;

    *out = debug_type(debug, &die, false, 0, error);
    return *out != NULL && debug_drain(debug, error);
}

static bool find(struct chapter *chapter, enum name_kind kind, const char *name, size_t length,
                 const struct type **out, struct error *error)
{
    struct debug *debug = debug_of(chapter);
    const struct debug_entry *entry = debug_find(debug, kind, name, length);
    const struct type *found = NULL;
    bool good;

    if (kind == NAME_FUNCTION)
        good = debug_prototype(debug, name, length, &found, error);
    else if (kind == NAME_VARIABLE)
        good = debug_variable(debug, name, length, &found, error);
    else
        good = entry == NULL || find_type(debug, entry, &found, error);
    if (good)
        *out = type_ref(found);
    return good;
}

static void list(struct chapter *chapter, enum name_kind kind,
                 bool (*each)(void *context, const char *name), void *context)
{
    struct debug *debug = debug_of(chapter);

    for (size_t i = 0; i < debug->entry_count; i++) {
        const struct debug_entry *entry = &debug->entries[i];

        // Of a chain of one name, the first: it is the one that the name leads to.
        if (entry->kind == kind &&
            debug_find(debug, kind, entry->name, strlen(entry->name)) == entry &&
            !each(context, entry->name))
            return;
    }
}

static void close_chapter(struct chapter *chapter)
{
    debug_close(debug_of(chapter));
    free(chapter);
}

struct chapter *dwarf_chapter(const char *path, struct error *error)
{
    struct debug *debug = memory_new(1, sizeof *debug, error);

    if (debug == NULL)
        return NULL;
    debug->chapter = (struct chapter){.find = find, .list = list, .close = close_chapter};
    if (!debug_open(debug, path, error) || !debug_index(debug, error)) {
        close_chapter(&debug->chapter);
        return NULL;
    }
    return &debug->chapter;
}

#else

struct chapter *dwarf_chapter(const char *path, struct error *error)
{
    fail(error, STATUS_DATA, "%s: this memtool is built without debug information", path);
    error_hint(error, "build it where libdw-dev (elfutils-devel) is installed, or name a C header");
    return NULL;
}
#endif
