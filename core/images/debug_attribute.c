// Attributes of debug information, read with one rule each.
#ifdef WITH_LIBDW
#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "images/debug.h"

bool debug_unsigned(Dwarf_Die *die, unsigned attribute, uint64_t *out)
{
    Dwarf_Attribute room;
    Dwarf_Word value;

    if (libdw->dwarf_formudata(libdw->dwarf_attr_integrate(die, attribute, &room), &value) != 0)
        return false;
    *out = value;
    return true;
}

bool debug_signed(Dwarf_Die *die, unsigned attribute, int64_t *out)
{
    Dwarf_Attribute room;
    Dwarf_Sword value;

    if (libdw->dwarf_formsdata(libdw->dwarf_attr_integrate(die, attribute, &room), &value) != 0)
        return false;
    *out = value;
    return true;
}

bool debug_flag(Dwarf_Die *die, unsigned attribute)
{
    Dwarf_Attribute room;
    bool value;

    return libdw->dwarf_formflag(libdw->dwarf_attr_integrate(die, attribute, &room), &value) == 0 &&
           value;
}

void debug_alignment(Dwarf_Die *die, uint64_t *align)
{
    uint64_t asked;

    if (debug_unsigned(die, DW_AT_alignment, &asked) && asked != 0 && (asked & (asked - 1)) == 0)
        *align = asked;
}

bool debug_is_declaration(Dwarf_Die *die)
{
    Dwarf_Attribute room;
    bool value;

    return libdw->dwarf_formflag(libdw->dwarf_attr(die, DW_AT_declaration, &room), &value) == 0 &&
           value;
}

bool debug_reference(Dwarf_Die *die, unsigned attribute, Dwarf_Die *out)
{
    Dwarf_Attribute room, *found = libdw->dwarf_attr_integrate(die, attribute, &room);
    Dwarf_Die target;

    if (found == NULL || libdw->dwarf_formref_die(found, &target) == NULL)
        return false;
    *out = target;
    return true;
}

const char *debug_name(Dwarf_Die *die)
{
    const char *name = libdw->dwarf_diename(die);

    return name == NULL || *name == '\0' ? NULL : name;
}

const char *debug_text(struct debug *debug, const char *name, struct error *error)
{
    size_t length = strlen(name);
    const char *text = NULL;
    struct sink shown;

    if (escape_is_plain(name, length))
        return pool_text(debug->pool, name, length, error);
    sink_open(&shown, -1);
    escape_write(&shown, name, length, ESCAPE_BARE);
    if (sink_ok(&shown))
        text = pool_text(debug->pool, shown.text, shown.used, error);
    else
        fail_memory(error);
    sink_close(&shown);
    return text;
}

bool debug_child(Dwarf_Die *parent, Dwarf_Die *child)
{
    return libdw->dwarf_child(parent, child) == 0;
}

bool debug_sibling(Dwarf_Die *die)
{
    Dwarf_Die next;

    // Siblings that lead back would never end.
    if (libdw->dwarf_siblingof(die, &next) != 0 || (uintptr_t)next.addr <= (uintptr_t)die->addr)
        return false;
    *die = next;
    return true;
}

bool debug_is_c(Dwarf_Die *die)
{
    Dwarf_Die unit;

    if (libdw->dwarf_diecu(die, &unit, NULL, NULL) == NULL)
        return false;
    switch (libdw->dwarf_srclang(&unit)) {
    case DW_LANG_C:
    case DW_LANG_C89:
    case DW_LANG_C99:
    case DW_LANG_C11:
        return true;
    default:
        return false;
    }
}

// gcc tells its options; with -g1, clang tells where no function is declared.
bool debug_is_full(Dwarf_Die *die)
{
    Dwarf_Die unit;
    Dwarf_Attribute room;
    const char *producer = NULL;

    if (libdw->dwarf_diecu(die, &unit, NULL, NULL) != NULL)
        producer = libdw->dwarf_formstring(libdw->dwarf_attr(&unit, DW_AT_producer, &room));
    if (producer == NULL)
        return false;
    if (strncmp(producer, "GNU ", 4) == 0)
        return strstr(producer, " -g") != NULL && strstr(producer, " -g1") == NULL &&
               strstr(producer, " -ggdb1") == NULL;
    return strstr(producer, "clang") != NULL &&
           libdw->dwarf_attr(die, DW_AT_decl_line, &room) != NULL;
}

bool debug_is_assembly(Dwarf_Die *die)
{
    Dwarf_Die unit;

    return libdw->dwarf_diecu(die, &unit, NULL, NULL) != NULL &&
           libdw->dwarf_srclang(&unit) == DW_LANG_Mips_Assembler;
}

const char *debug_place(Dwarf_Die *die, char room[200])
{
    const char *file = libdw->dwarf_decl_file(die);
    int line;

    room[0] = '\0';
    if (file != NULL && libdw->dwarf_decl_line(die, &line) == 0) {
        const char *slash = strrchr(file, '/');

        snprintf(room, 200, "%s:%d", slash == NULL ? file : slash + 1, line);
    }
    return room;
}

#else
typedef int debug_attribute_is_left_out;
#endif
