// The names in debug information, listed once: name and kind to entry.
#ifdef WITH_LIBDW
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/hash.h"
#include "images/debug.h"

// ---- the map

uint32_t debug_map_find(const struct debug_map *map, uint32_t hash,
                        bool (*is)(const void *context, uint32_t number), const void *context)
{
    size_t mask = map->capacity - 1;

    for (size_t at = hash & mask; map->capacity > 0 && map->slots[at].number != 0;
         at = (at + 1) & mask)
        if (map->slots[at].hash == hash && is(context, map->slots[at].number - 1))
            return map->slots[at].number - 1;
    return DEBUG_NONE;
}

static void put_slot(struct debug_map *map, struct debug_slot slot)
{
    size_t mask = map->capacity - 1, at = slot.hash & mask;

    while (map->slots[at].number != 0)
        at = (at + 1) & mask;
    map->slots[at] = slot;
}

static bool grow_map(struct debug_map *map, struct error *error)
{
    struct debug_map bigger = {.capacity = map->capacity ? 2 * map->capacity : 256,
                               .used = map->used};

    bigger.slots = memory_new(bigger.capacity, sizeof *bigger.slots, error);
    if (bigger.slots == NULL)
        return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].number != 0)
            put_slot(&bigger, map->slots[i]);
    free(map->slots);
    *map = bigger;
    return true;
}

bool debug_map_add(struct debug_map *map, uint32_t hash, uint32_t number, struct error *error)
{
    if (2 * (map->used + 1) > map->capacity && !grow_map(map, error))
        return false;
    put_slot(map, (struct debug_slot){.hash = hash, .number = number + 1});
    map->used++;
    return true;
}

// ---- names

struct wanted {
    const struct debug *debug;
    enum name_kind kind;
    const char *name;
    size_t length;
};

static uint32_t hash_name(enum name_kind kind, const char *name, size_t length)
{
    return hash_bytes(HASH_START ^ (uint32_t)kind, name, length);
}

static bool is_wanted(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct debug_entry *entry = &wanted->debug->entries[number];

    return entry->kind == wanted->kind && strncmp(entry->name, wanted->name, wanted->length) == 0 &&
           entry->name[wanted->length] == '\0';
}

static uint32_t find_number(const struct debug *debug, enum name_kind kind, const char *name,
                            size_t length)
{
    struct wanted wanted = {debug, kind, name, length};

    return debug_map_find(&debug->names, hash_name(kind, name, length), is_wanted, &wanted);
}

const struct debug_entry *debug_find(const struct debug *debug, enum name_kind kind,
                                     const char *name, size_t length)
{
    uint32_t number = find_number(debug, kind, name, length);

    return number == DEBUG_NONE ? NULL : &debug->entries[number];
}

const struct debug_entry *debug_next(const struct debug *debug, const struct debug_entry *entry)
{
    return entry->next == DEBUG_NONE ? NULL : &debug->entries[entry->next];
}

// ---- listing

struct walk {
    struct debug *debug;
    bool is_c; // the unit: types of other languages need no `struct` in front
    struct error *error;
};

// Of a type one entry is kept, a definition rather than a declaration; of functions and variables
// all.
static bool add_entry(struct walk *walk, struct debug_entry entry)
{
    struct debug *debug = walk->debug;
    size_t length = strlen(entry.name);
    uint32_t known = find_number(debug, entry.kind, entry.name, length);
    bool many = entry.kind == NAME_FUNCTION || entry.kind == NAME_VARIABLE;

    entry.next = DEBUG_NONE;
    if (known != DEBUG_NONE && !many) {
        struct debug_entry *old = &debug->entries[known];

        if (old->declared_only && !entry.declared_only) {
            old->die = entry.die;
            old->declared_only = false;
        }
        return true;
    }
    if (debug->entry_count >= DEBUG_NONE - 1)
        return fail(walk->error, STATUS_DATA, "%s: too many names", debug->elf->path);
    if (!memory_grow(&debug->entries, &debug->entry_capacity, debug->entry_count + 1,
                     sizeof *debug->entries, walk->error))
        return false;
    uint32_t number = (uint32_t)debug->entry_count++;
    if (known != DEBUG_NONE) {
        entry.next = debug->entries[known].next;
        debug->entries[known].next = number;
    }
    debug->entries[number] = entry;
    return known != DEBUG_NONE ||
           debug_map_add(&debug->names, hash_name(entry.kind, entry.name, length), number,
                         walk->error);
}

// prefix::name as it is shown, in the pool; the name itself where nothing is to be changed.
static const char *qualify(struct walk *walk, const char *prefix, const char *name)
{
    size_t before = strlen(prefix);

    if (!escape_is_plain(name, strlen(name)))
        name = debug_text(walk->debug, name, walk->error);
    if (name == NULL || before == 0)
        return name;
    size_t length = strlen(name);
    char *whole = pool_array(walk->debug->pool, before + 2 + length + 1, 1, walk->error);
    if (whole != NULL) {
        memcpy(whole, prefix, before);
        memcpy(whole + before, "::", 2);
        memcpy(whole + before + 2, name, length);
    }
    return whole;
}

static bool add_type(struct walk *walk, enum name_kind kind, const char *prefix, Dwarf_Die *die)
{
    const char *name = debug_name(die);
    struct debug_entry entry = {
        .die = *die, .kind = kind, .declared_only = debug_is_declaration(die)};

    if (name == NULL)
        return true;
    entry.name = qualify(walk, prefix, name);
    if (entry.name == NULL || !add_entry(walk, entry))
        return false;
    if (walk->is_c || kind == NAME_TYPEDEF)
        return true;
    entry.kind = NAME_TYPEDEF;
    return add_entry(walk, entry);
}

static const char *linkage_name(Dwarf_Die *die)
{
    Dwarf_Attribute room;
    const char *name =
        libdw->dwarf_formstring(libdw->dwarf_attr_integrate(die, DW_AT_linkage_name, &room));

    if (name == NULL)
        name = libdw->dwarf_formstring(
            libdw->dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &room));
    return name;
}

static bool add_symbol(struct walk *walk, enum name_kind kind, const char *prefix, Dwarf_Die *die)
{
    const char *name = debug_name(die), *linked = linkage_name(die);
    struct debug_entry entry = {.die = *die,
                                .kind = kind,
                                .declared_only = debug_is_declaration(die),
                                .external = debug_flag(die, DW_AT_external)};

    if (name == NULL)
        return true;
    entry.name = qualify(walk, prefix, name);
    if (entry.name == NULL || !add_entry(walk, entry))
        return false;
    if (linked == NULL || strcmp(linked, entry.name) == 0)
        return true;
    entry.name = linked;
    return add_entry(walk, entry);
}

static bool walk_children(struct walk *walk, Dwarf_Die *parent, const char *prefix, unsigned depth);

static bool walk_into(struct walk *walk, Dwarf_Die *die, const char *prefix, unsigned depth)
{
    const char *name = debug_name(die);

    if (name != NULL)
        prefix = qualify(walk, prefix, name);
    return prefix != NULL && walk_children(walk, die, prefix, depth + 1);
}

static bool walk_one(struct walk *walk, Dwarf_Die *die, const char *prefix, unsigned depth)
{
    switch (libdw->dwarf_tag(die)) {
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_interface_type:
        return add_type(walk, NAME_STRUCT, prefix, die) &&
               (walk->is_c || walk_into(walk, die, prefix, depth));
    case DW_TAG_union_type:
        return add_type(walk, NAME_UNION, prefix, die) &&
               (walk->is_c || walk_into(walk, die, prefix, depth));
    case DW_TAG_enumeration_type:
        return add_type(walk, NAME_ENUM, prefix, die);
    case DW_TAG_typedef:
        return add_type(walk, NAME_TYPEDEF, prefix, die);
    case DW_TAG_base_type:
        return walk->is_c || add_type(walk, NAME_TYPEDEF, prefix, die);
    case DW_TAG_subprogram:
        return add_symbol(walk, NAME_FUNCTION, prefix, die);
    case DW_TAG_variable:
        return add_symbol(walk, NAME_VARIABLE, prefix, die);
    case DW_TAG_namespace:
    case DW_TAG_module:
        return walk_into(walk, die, prefix, depth);
    default:
        return true;
    }
}

static bool walk_children(struct walk *walk, Dwarf_Die *parent, const char *prefix, unsigned depth)
{
    Dwarf_Die die;

    if (depth > TYPE_MAX_DEPTH)
        return true;
    for (bool more = debug_child(parent, &die); more; more = debug_sibling(&die))
        if (!walk_one(walk, &die, prefix, depth))
            return false;
    return true;
}

static bool walk_unit(struct walk *walk, Dwarf_Die *unit)
{
    if (unit->addr == NULL) // of a kind that libdw does not know
        return true;
    // An assembler tells where its functions lie, and nothing of their types.
    if (debug_is_assembly(unit))
        return true;
    walk->is_c = debug_is_c(unit);
    return walk_children(walk, unit, "", 0);
}

static bool walk_units(struct walk *walk, Dwarf *dwarf, bool split);

// The units of a .dwo file stand behind a skeleton in the main file.
static bool walk_split(struct walk *walk, Dwarf_Die *inner)
{
    if (inner->addr == NULL || libdw->dwarf_tag(inner) != DW_TAG_compile_unit) {
        walk->debug->missing++;
        return true;
    }
    return walk_units(walk, libdw->dwarf_cu_getdwarf(inner->cu), true);
}

static bool walk_units(struct walk *walk, Dwarf *dwarf, bool split)
{
    Dwarf_CU *unit = NULL;
    Dwarf_Die top, inner;
    uint8_t type;

    while (libdw->dwarf_get_units(dwarf, unit, &unit, NULL, &type, &top, &inner) == 0) {
        bool good =
            type == DW_UT_skeleton && !split ? walk_split(walk, &inner) : walk_unit(walk, &top);

        if (!good)
            return false;
    }
    return true;
}

bool debug_index(struct debug *debug, struct error *error)
{
    struct walk walk = {.debug = debug, .error = error};

    if (!walk_units(&walk, debug->dwarf, false))
        return false;
    // Partial units that dwz moved to a file of their own; references lead there by themselves.
    Dwarf *shared = libdw->dwarf_getalt(debug->dwarf);
    if (shared != NULL && shared != debug->dwarf && !walk_units(&walk, shared, false))
        return false;
    if (debug->entry_count == 0 && debug->missing > 0)
        return fail(error, STATUS_DATA, "%s: its debug information is in .dwo files that are gone",
                    debug->elf->path);
    return true;
}

#else
typedef int debug_index_is_left_out;
#endif
