// Places in an ELF file: the bytes of a section or a symbol; and the names that are shown for them.
#include <dlfcn.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "images/elf.h"

// Where a symbol lies in its section: gABI, "Symbol values". False for an absolute one.
static bool place_in_section(const struct elf *elf, const struct elf_symbol *symbol,
                             const struct elf_section **section, uint64_t *at)
{
    uint64_t address = symbol->value;

    if (symbol->section == ELF_NO_SECTION || symbol->section >= elf->section_count)
        return false;
    *section = &elf->sections[symbol->section];
    if (elf->type == ET_REL) {
        *at = symbol->value;
        return *at <= (*section)->size;
    }
    for (size_t i = 0; i < elf->segment_count && symbol->kind == ELF_THREAD; i++)
        if (elf->segments[i].type == PT_TLS &&
            !add_u64(elf->segments[i].address, symbol->value, &address))
            return false;
    if (address < (*section)->address || address - (*section)->address > (*section)->size)
        return false;
    *at = address - (*section)->address;
    return true;
}

// How many bytes there are from a symbol without a size to the next one, or the section's end.
static uint64_t size_to_next(const struct elf *elf, const struct elf_symbol *symbol, uint64_t left)
{
    for (size_t i = 0; i < elf->symbol_count; i++) {
        const struct elf_symbol *other = &elf->symbols[i];

        if (other->section == symbol->section && other->value > symbol->value &&
            (other->kind == ELF_THREAD) == (symbol->kind == ELF_THREAD) &&
            other->value - symbol->value < left)
            left = other->value - symbol->value;
    }
    return left;
}

static bool symbol_region(const struct elf *elf, const struct elf_symbol *symbol,
                          struct elf_region *out, struct error *error)
{
    const struct elf_section *section;
    uint64_t at;

    if (!place_in_section(elf, symbol, &section, &at))
        return fail(error, STATUS_DATA, "%s: %s has no place in the file", elf->path, symbol->name);
    out->is_section = false;
    out->in_file = section->in_file;
    out->size = symbol->size ? symbol->size : size_to_next(elf, symbol, section->size - at);
    out->address = elf->type == ET_REL ? 0 : section->address + at;
    if (out->size > section->size - at || !add_u64(section->offset, at, &out->offset))
        return fail(error, STATUS_DATA, "%s: broken ELF file: %s reaches past the end of %s",
                    elf->path, symbol->name, section->name);
    return true;
}

bool elf_region(struct elf *elf, const char *name, size_t length, struct elf_region *out,
                struct error *error)
{
    const struct elf_section *section = elf_section(elf, name, length);
    const struct elf_symbol *symbol = NULL;
    struct elf_region found = {.is_section = true};

    if (section != NULL) {
        found.offset = section->offset;
        found.size = section->size;
        found.address = section->address;
        found.in_file = section->in_file;
    } else {
        if (!elf_symbol(elf, name, length, &symbol, error))
            return false;
        if (symbol == NULL) {
            fail(error, STATUS_DATA, "%s: no section or symbol '%.*s'", elf->path, (int)length,
                 name);
            return elf_hint(elf, name, length, NULL, error);
        }
        if (!symbol_region(elf, symbol, &found, error))
            return false;
    }
    if (found.in_file && (found.offset > elf->size || found.size > elf->size - found.offset))
        return fail(error, STATUS_DATA, "%s: cut short: '%.*s' reaches past its end", elf->path,
                    (int)length, name);
    *out = found;
    return true;
}

static bool has_place(const struct elf_symbol *symbol)
{
    return symbol->section != ELF_NO_SECTION;
}

bool elf_hint(struct elf *elf, const char *name, size_t length,
              bool (*accept)(const struct elf_symbol *symbol), struct error *error)
{
    struct near near = near_to(name, length);
    const struct elf_symbol *symbols;
    struct error ignored = {0};
    size_t count;

    for (size_t i = 1; i < elf->section_count && accept == NULL; i++)
        near_offer_other(&near, elf->sections[i].name);
    if (!elf_symbols(elf, &symbols, &count, &ignored))
        count = 0;
    for (size_t i = 0; i < count; i++)
        if ((accept == NULL ? has_place : accept)(&symbols[i]))
            near_offer_other(&near, symbols[i].name);
    if (near_best(&near) != NULL)
        error_hint(error, "did you mean %s?", near_best(&near));
    return false;
}

// ---- C++ names

typedef char *demangler(const char *name, char *buffer, size_t *length, int *status);

// The C++ library is asked only once a C++ name is met, and stays loaded.
static demangler *find_demangler(void)
{
    static demangler *found;
    static bool asked;

    if (!asked) {
        void *library = dlopen("libstdc++.so.6", RTLD_LAZY | RTLD_LOCAL);
        void *address = library == NULL ? NULL : dlsym(library, "__cxa_demangle");

        memcpy(&found, &address, sizeof found); // ISO C has no cast from object to function
        asked = true;
    }
    return found;
}

char *elf_demangle(const char *name)
{
    int status;

    if (strncmp(name, "_Z", 2) != 0 || strlen(name) > ELF_MAX_MANGLED)
        return NULL;
    demangler *demangle = find_demangler();
    return demangle == NULL ? NULL : demangle(name, NULL, NULL, &status);
}
