// What has been made of each entry of debug information, and the nodes of its records.
//
// A record that is only pointed to is made as an empty node, and its members are read by
// debug_drain: so long lists of records that point to each other take no stack, and a record can
// point to itself.
#ifdef WITH_LIBDW
#include <stdlib.h>
#include <string.h>

#include "images/debug.h"

struct wanted {
    const struct debug *debug;
    const void *key;
};

static bool is_wanted(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;

    return wanted->debug->made[number].key == wanted->key;
}

static uint32_t hash_key(const void *key)
{
    return (uint32_t)(((uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
}

uint32_t debug_find_made(const struct debug *debug, const Dwarf_Die *die)
{
    struct wanted wanted = {debug, die->addr};

    return debug_map_find(&debug->made_map, hash_key(die->addr), is_wanted, &wanted);
}

// The number of a new entry, or DEBUG_NONE and an error.
uint32_t debug_add_made(struct debug *debug, const Dwarf_Die *die, struct error *error)
{
    uint32_t number = (uint32_t)debug->made_count;

    if (debug->made_count >= DEBUG_NONE - 1) {
        fail(error, STATUS_DATA, "%s: too many types", debug->elf->path);
        return DEBUG_NONE;
    }
    if (!memory_grow(&debug->made, &debug->made_capacity, debug->made_count + 1,
                     sizeof *debug->made, error) ||
        !debug_map_add(&debug->made_map, hash_key(die->addr), number, error))
        return DEBUG_NONE;
    debug->made[debug->made_count++] = (struct debug_made){.key = die->addr, .die = *die};
    return number;
}

// ---- records

bool debug_is_record(Dwarf_Die *die)
{
    int tag = libdw->dwarf_tag(die);

    return tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
           tag == DW_TAG_interface_type || tag == DW_TAG_union_type;
}

static bool same_number(Dwarf_Die *a, Dwarf_Die *b, unsigned attribute)
{
    uint64_t left = 0, right = 0;

    return debug_unsigned(a, attribute, &left) == debug_unsigned(b, attribute, &right) &&
           left == right;
}

// The entry that stands for a record: of a declaration its definition, wherever that is; of a
// definition that several units repeat (same tag, size and line) the one that was listed.
static Dwarf_Die standing_for(struct debug *debug, Dwarf_Die *die, enum name_kind kind)
{
    const char *name = debug_name(die);
    Dwarf_Die found;

    if (debug_reference(die, DW_AT_signature, &found))
        return found;
    const struct debug_entry *entry =
        name == NULL ? NULL : debug_find(debug, kind, name, strlen(name));
    if (entry == NULL || entry->declared_only)
        return *die;
    found = entry->die;
    if (debug_is_declaration(die) ||
        (same_number(die, &found, DW_AT_byte_size) && same_number(die, &found, DW_AT_decl_line)))
        return found;
    return *die;
}

static struct type *new_record(struct debug *debug, Dwarf_Die *die, struct error *error)
{
    bool is_union = libdw->dwarf_tag(die) == DW_TAG_union_type;
    const char *tag = debug_name(die);
    struct type *type = pool_type(debug->pool, is_union ? TYPE_UNION : TYPE_STRUCT, error);

    if (type == NULL)
        return NULL;
    type->align = 1;
    type->incomplete = true;
    if (tag != NULL && (type->tag = debug_text(debug, tag, error)) == NULL)
        return NULL;
    return type;
}

static bool fill_made(struct debug *debug, uint32_t number, unsigned depth, struct error *error)
{
    struct type *type = debug->made[number].type;
    Dwarf_Die die = debug->made[number].die;

    if (debug->made[number].state == DEBUG_DONE)
        return true;
    if (debug->made[number].state == DEBUG_BUSY)
        return fail(error, STATUS_DATA, "%s: %s %s contains itself", debug->elf->path,
                    type->kind == TYPE_UNION ? "union" : "struct",
                    type->tag == NULL ? "" : type->tag);
    debug->made[number].state = DEBUG_BUSY;
    bool good = debug_fill(debug, &die, type, depth, error);
    debug->made[number].state = good ? DEBUG_DONE : DEBUG_EMPTY;
    return good;
}

const struct type *debug_record(struct debug *debug, Dwarf_Die *die, bool behind, unsigned depth,
                                struct error *error)
{
    bool is_union = libdw->dwarf_tag(die) == DW_TAG_union_type;
    Dwarf_Die at = standing_for(debug, die, is_union ? NAME_UNION : NAME_STRUCT);

    if (!debug_is_record(&at))
        at = *die;
    uint32_t number = debug_find_made(debug, &at);
    if (number == DEBUG_NONE) {
        struct type *type = new_record(debug, &at, error);

        number = type == NULL ? DEBUG_NONE : debug_add_made(debug, &at, error);
        if (number == DEBUG_NONE)
            return NULL;
        debug->made[number].type = type;
        debug->made[number].state = debug_is_declaration(&at) ? DEBUG_DONE : DEBUG_EMPTY;
    }
    if (!behind && !fill_made(debug, number, depth, error))
        return NULL;
    return debug->made[number].type;
}

// A record that is only pointed to and cannot be read stays without a body, as if only declared.
bool debug_drain(struct debug *debug, struct error *error)
{
    for (; debug->drained < debug->made_count; debug->drained++) {
        struct debug_made *made = &debug->made[debug->drained];
        struct error ignored = {0};

        if (made->state == DEBUG_EMPTY && made->type != NULL &&
            !fill_made(debug, (uint32_t)debug->drained, 0, &ignored) && ignored.memory)
            return fail_memory(error);
    }
    return true;
}

#else
typedef int debug_made_is_left_out;
#endif
