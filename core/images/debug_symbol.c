// From the name of a function or variable to its entry in debug information, and to its type.
//
// A name leads to a symbol, the symbol to an address, and the address to an entry: so a static
// function elsewhere of the same name is not taken for it, and an alias, which has no entry, is
// read from the entry of what it stands for. An IFUNC's address is that of its resolver, so it is
// looked up by name, as is what has no symbol, and else by what its resolver returns.
#ifdef WITH_LIBDW
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "images/debug.h"

// ---- addresses

static bool function_address(Dwarf_Die *die, uint64_t *address)
{
    Dwarf_Addr base, start, end;

    if (libdw->dwarf_entrypc(die, address) == 0)
        return true;
    return libdw->dwarf_ranges(die, 0, &base, &start, &end) > 0 && (*address = start, true);
}

static bool variable_address(Dwarf_Die *die, uint64_t *address)
{
    Dwarf_Attribute room, inner, *found = libdw->dwarf_attr_integrate(die, DW_AT_location, &room);
    Dwarf_Op *expression;
    size_t length;

    if (found == NULL || libdw->dwarf_getlocation(found, &expression, &length) != 0 || length != 1)
        return false;
    switch (expression[0].atom) {
    case DW_OP_addr:
        *address = expression[0].number;
        return true;
    case DW_OP_addrx:
    case DW_OP_GNU_addr_index:
        return libdw->dwarf_getlocation_attr(found, expression, &inner) == 0 &&
               libdw->dwarf_formaddr(&inner, address) == 0;
    default:
        return false;
    }
}

static int by_address(const void *a, const void *b)
{
    const struct debug_address *left = a, *right = b;

    if (left->address != right->address)
        return left->address < right->address ? -1 : 1;
    return left->entry < right->entry ? -1 : left->entry > right->entry;
}

static bool list_addresses(struct debug *debug, struct error *error)
{
    if (debug->addresses != NULL)
        return true;
    debug->addresses = memory_new(debug->entry_count, sizeof *debug->addresses, error);
    if (debug->addresses == NULL)
        return false;
    for (size_t i = 0; i < debug->entry_count; i++) {
        struct debug_entry *entry = &debug->entries[i];
        uint64_t address;
        bool found = entry->kind == NAME_FUNCTION   ? function_address(&entry->die, &address)
                     : entry->kind == NAME_VARIABLE ? variable_address(&entry->die, &address)
                                                    : false;

        if (found)
            debug->addresses[debug->address_count++] = (struct debug_address){address, (uint32_t)i};
    }
    if (debug->address_count > 0)
        qsort(debug->addresses, debug->address_count, sizeof *debug->addresses, by_address);
    return true;
}

// The entry of that kind at an address: one of that name where several stand there; else NULL.
static struct debug_entry *entry_at(struct debug *debug, enum name_kind kind, uint64_t address,
                                    const char *name, size_t length)
{
    size_t low = 0, high = debug->address_count;
    struct debug_entry *first = NULL;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (debug->addresses[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < debug->address_count && debug->addresses[low].address == address; low++) {
        struct debug_entry *entry = &debug->entries[debug->addresses[low].entry];

        if (entry->kind != kind)
            continue;
        if (strncmp(entry->name, name, length) == 0 && entry->name[length] == '\0')
            return entry;
        if (first == NULL)
            first = entry;
    }
    return first;
}

// The file's symbol of that name; in the file of its debug information there are static ones too.
static bool find_symbol(struct debug *debug, const char *name, size_t length,
                        const struct elf_symbol **symbol, struct error *error)
{
    if (!elf_symbol(debug->elf, name, length, symbol, error))
        return false;
    return *symbol != NULL || debug->separate == NULL ||
           elf_symbol(debug->separate, name, length, symbol, error);
}

// The entry that a symbol's address leads to, or with ifunc that of its resolver; *out is NULL
// where there is none.
static bool entry_of_symbol(struct debug *debug, enum name_kind kind, const char *name,
                            size_t length, bool ifunc, struct debug_entry **out,
                            struct error *error)
{
    const struct elf_symbol *symbol;

    *out = NULL;
    if (debug->elf->type == ET_REL) // addresses count from the start of each section
        return true;
    if (!find_symbol(debug, name, length, &symbol, error))
        return false;
    if (symbol == NULL || (symbol->kind == ELF_IFUNC) != ifunc || symbol->kind == ELF_THREAD ||
        symbol->section == ELF_NO_SECTION)
        return true;
    if (!list_addresses(debug, error))
        return false;
    *out = entry_at(debug, kind, symbol->value, name, length);
    return true;
}

// ---- functions

// What an entry completes or is an instance of: there the parameters are named.
static Dwarf_Die origin_of(Dwarf_Die *die)
{
    static const unsigned links[] = {DW_AT_abstract_origin, DW_AT_specification};
    Dwarf_Die at = *die, next;

    for (int i = 0; i < DEBUG_MAX_CHAIN; i++) {
        Dwarf_Attribute room;
        bool found = false;

        for (size_t k = 0; k < 2 && !found; k++)
            found =
                libdw->dwarf_formref_die(libdw->dwarf_attr(&at, links[k], &room), &next) != NULL;
        if (!found)
            break;
        at = next;
    }
    return at;
}

static bool has_parameters(Dwarf_Die *die)
{
    Dwarf_Die child;

    for (bool more = debug_child(die, &child); more; more = debug_sibling(&child))
        if (libdw->dwarf_tag(&child) == DW_TAG_formal_parameter ||
            libdw->dwarf_tag(&child) == DW_TAG_unspecified_parameters)
            return true;
    return false;
}

// Compilers declare functions that are only called, and with -g1 define all functions, without a
// word about their parameters, and so do assemblers: that is no signature. (What C++ says so little
// of is void f(), since it has no other functions without a prototype.)
static bool says_enough(Dwarf_Die *die)
{
    Dwarf_Attribute room;
    bool may_be_silent = debug_is_declaration(die) || debug_is_assembly(die) ||
                         (debug_is_c(die) && !debug_is_full(die));

    return !may_be_silent || has_parameters(die) || debug_flag(die, DW_AT_prototyped) ||
           libdw->dwarf_attr(die, DW_AT_type, &room) != NULL;
}

static const struct type *prototype_of(struct debug *debug, Dwarf_Die *die, const char *name,
                                       size_t length, struct error *error)
{
    Dwarf_Die origin = origin_of(die);
    char *text = memory_text(name, length, error);
    const struct type *type = NULL;

    if (text != NULL)
        type = debug_function(debug, has_parameters(&origin) ? &origin : die, text, 0, error);
    free(text);
    return type != NULL && debug_drain(debug, error) ? type : NULL;
}

static bool same_prototype(const struct type *a, const struct type *b)
{
    if (a->member_count != b->member_count || a->variadic != b->variadic ||
        !type_same(a->target, b->target))
        return false;
    for (size_t i = 0; i < a->member_count; i++)
        if (!type_same(a->members[i].type, b->members[i].type))
            return false;
    return true;
}

static void write_prototype(const struct type *type, char room[160])
{
    struct sink sink;

    sink_open(&sink, -1);
    type_c(&sink, type, type->name, false);
    snprintf(room, 160, "%.*s", (int)sink.used, sink.text == NULL ? "" : sink.text);
    sink_close(&sink);
}

static bool conflict(const struct type *a, Dwarf_Die *a_die, const struct type *b, Dwarf_Die *b_die,
                     struct error *error)
{
    char left[160], right[160], left_place[200], right_place[200];

    write_prototype(a, left);
    write_prototype(b, right);
    fail(error, STATUS_DATA, "conflicting prototypes: '%s' (%s) and '%s' (%s)", left,
         debug_place(a_die, left_place), right, debug_place(b_die, right_place));
    return error_hint(error, "give the prototype yourself");
}

// Of all entries of that name: with external, those that other files see. They must agree; one
// without a prototype says nothing where another has one.
static bool prototype_by_name(struct debug *debug, const char *name, size_t length, bool external,
                              const struct type **out, struct error *error)
{
    const struct debug_entry *entry = debug_find(debug, NAME_FUNCTION, name, length);
    const struct type *best = NULL;
    Dwarf_Die best_die = {0};

    for (int i = 0; entry != NULL && i < DEBUG_MAX_CHOICES; entry = debug_next(debug, entry), i++) {
        Dwarf_Die die = entry->die;

        if (entry->external != external || !says_enough(&die))
            continue;
        const struct type *type = prototype_of(debug, &die, name, length, error);
        if (type == NULL)
            return false;
        if (best != NULL && type->unprototyped)
            continue;
        if (best != NULL && !best->unprototyped && !same_prototype(best, type))
            return conflict(best, &best_die, type, &die, error);
        if (best == NULL || best->unprototyped) {
            best = type;
            best_die = die;
        }
    }
    *out = best;
    return true;
}

// Takes off typedefs and qualifiers; false where void is behind them.
static bool peel_names(Dwarf_Die *die)
{
    for (int i = 0; i < DEBUG_MAX_CHAIN; i++)
        switch (libdw->dwarf_tag(die)) {
        case DW_TAG_typedef:
        case DW_TAG_const_type:
        case DW_TAG_volatile_type:
        case DW_TAG_restrict_type:
            if (!debug_reference(die, DW_AT_type, die))
                return false;
            break;
        default:
            return true;
        }
    return false;
}

// A resolver returns a pointer to the function that is to be called; many say of which type.
static bool prototype_of_resolver(struct debug *debug, const char *name, size_t length,
                                  const struct type **out, struct error *error)
{
    struct debug_entry *entry;
    Dwarf_Die at;

    if (!entry_of_symbol(debug, NAME_FUNCTION, name, length, true, &entry, error))
        return false;
    if (entry == NULL || !debug_reference(&entry->die, DW_AT_type, &at) || !peel_names(&at) ||
        libdw->dwarf_tag(&at) != DW_TAG_pointer_type || !debug_reference(&at, DW_AT_type, &at) ||
        !peel_names(&at) || libdw->dwarf_tag(&at) != DW_TAG_subroutine_type)
        return true;
    *out = prototype_of(debug, &at, name, length, error);
    return *out != NULL;
}

bool debug_prototype(struct debug *debug, const char *name, size_t length, const struct type **out,
                     struct error *error)
{
    struct debug_entry *entry;

    *out = NULL;
    if (!entry_of_symbol(debug, NAME_FUNCTION, name, length, false, &entry, error))
        return false;
    if (entry != NULL) {
        Dwarf_Die die = entry->die;
        Dwarf_Die origin = origin_of(&die);

        if (!says_enough(&die) && !says_enough(&origin))
            return true;
        *out = prototype_of(debug, &die, name, length, error);
        return *out != NULL;
    }
    return prototype_by_name(debug, name, length, true, out, error) &&
           (*out != NULL || prototype_of_resolver(debug, name, length, out, error)) &&
           (*out != NULL || prototype_by_name(debug, name, length, false, out, error));
}

// ---- variables

bool debug_variable(struct debug *debug, const char *name, size_t length, const struct type **out,
                    struct error *error)
{
    struct debug_entry *found;
    Dwarf_Die die;

    *out = NULL;
    if (!entry_of_symbol(debug, NAME_VARIABLE, name, length, false, &found, error))
        return false;
    if (found != NULL) {
        die = found->die;
    } else {
        const struct debug_entry *entry = debug_find(debug, NAME_VARIABLE, name, length);
        const struct debug_entry *best = entry;

        for (; entry != NULL && best->declared_only; entry = debug_next(debug, entry))
            if (!entry->declared_only)
                best = entry;
        if (best == NULL)
            return true;
        die = best->die;
    }
    *out = debug_type_of(debug, &die, false, 0, error);
    return *out != NULL && debug_drain(debug, error);
}

#else
typedef int debug_symbol_is_left_out;
#endif
