// ELF symbols: what a file defines, found by name or address, and the bytes behind it.
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "images/fields.h"

// ---- reading: gABI, "Symbol table"

// What the tables beside a symbol table say of its symbols.
struct table {
    const struct elf_section *section;
    char *rows, *versions, *indices; // versions: GNU's .gnu.version; indices: SHT_SYMTAB_SHNDX
    size_t row_size, count, version_count, index_count;
    const char *names;
    uint64_t names_size;
};

static bool read_beside(const struct elf *elf, const struct table *table, uint32_t type,
                        size_t item_size, char **rows, size_t *count, struct error *error)
{
    for (size_t i = 1; i < elf->section_count; i++) {
        const struct elf_section *beside = &elf->sections[i];

        if (beside->type != type || beside->link != (size_t)(table->section - elf->sections))
            continue;
        *rows = elf_table(elf, beside->offset, beside->size, error);
        *count = (size_t)(beside->size / item_size);
        return *rows != NULL;
    }
    return true;
}

static enum elf_symbol_kind kind_of(unsigned type)
{
    switch (type) {
    case STT_OBJECT:
    case STT_COMMON:
        return ELF_OBJECT;
    case STT_FUNC:
        return ELF_FUNCTION;
    case STT_GNU_IFUNC:
        return ELF_IFUNC;
    case STT_TLS:
        return ELF_THREAD;
    default:
        return ELF_UNTYPED;
    }
}

// Decodes row i; false where the file does not define it, or it is no name of the program.
static bool read_symbol(const struct elf *elf, const struct table *table, size_t i,
                        struct elf_symbol *symbol)
{
    struct fields fields = fields_of(elf, table->rows + i * table->row_size);
    uint32_t name = field32(&fields);
    uint8_t info = 0, other = 0;
    uint16_t section = 0;

    if (elf->is64) {
        info = field8(&fields);
        other = field8(&fields);
        section = field16(&fields);
    }
    symbol->value = field_word(&fields);
    symbol->size = field_word(&fields);
    if (!elf->is64) {
        info = field8(&fields);
        other = field8(&fields);
        section = field16(&fields);
    }
    unsigned type = info & 15U, bind = info >> 4, visible = other & 3U;
    if (name == 0 || name >= table->names_size || section == SHN_UNDEF || type == STT_SECTION ||
        type == STT_FILE)
        return false;
    symbol->name = table->names + name;
    symbol->section = section;
    if (section == SHN_XINDEX && i < table->index_count) {
        struct fields index = fields_of(elf, table->indices + i * sizeof(uint32_t));

        symbol->section = field32(&index);
    } else if (section >= SHN_LORESERVE) {
        symbol->section = ELF_NO_SECTION;
    }
    symbol->kind = kind_of(type);
    symbol->local = bind == STB_LOCAL || visible == STV_HIDDEN || visible == STV_INTERNAL;
    symbol->weak = bind == STB_WEAK;
    if (elf->machine == EM_ARM && symbol->kind == ELF_FUNCTION)
        symbol->value &= ~UINT64_C(1); // the bit that says Thumb
    return true;
}

// Versions are not part of a name: .dynsym keeps them beside it, .symtab behind an @.
static void strip_version(const struct elf *elf, const struct table *table, size_t i, char *names,
                          struct elf_symbol *symbol)
{
    enum { HIDDEN = 0x8000 };
    char *at = strchr(names + (symbol->name - names), '@');

    if (at != NULL && at != symbol->name) {
        symbol->old = at[1] != '@';
        *at = '\0';
    }
    if (i < table->version_count) {
        struct fields version = fields_of(elf, table->versions + i * sizeof(uint16_t));

        symbol->old = (field16(&version) & HIDDEN) != 0;
    }
}

static bool read_rows(struct elf *elf, const struct table *table, char *names, bool dynamic,
                      struct error *error)
{
    for (size_t i = 1; i < table->count; i++) {
        struct elf_symbol symbol = {.dynamic = dynamic};

        if (!read_symbol(elf, table, i, &symbol))
            continue;
        strip_version(elf, table, i, names, &symbol);
        if (!memory_grow(&elf->symbols, &elf->symbol_capacity, elf->symbol_count + 1,
                         sizeof *elf->symbols, error))
            return false;
        elf->symbols[elf->symbol_count++] = symbol;
    }
    return true;
}

static bool read_table(struct elf *elf, const struct elf_section *section, char **names,
                       struct error *error)
{
    struct table table = {.section = section,
                          .row_size = elf->is64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym)};
    bool good = false;

    if (section->link >= elf->section_count || !section->in_file)
        return fail(error, STATUS_DATA, "%s: broken ELF file: %s has no names", elf->path,
                    section->name);
    const struct elf_section *texts = &elf->sections[section->link];
    table.count = (size_t)(section->size / table.row_size);
    table.names_size = texts->in_file ? texts->size : 0;
    *names = elf_table(elf, texts->offset, table.names_size, error);
    table.rows = elf_table(elf, section->offset, section->size, error);
    if (*names == NULL || table.rows == NULL ||
        !read_beside(elf, &table, SHT_SYMTAB_SHNDX, sizeof(uint32_t), &table.indices,
                     &table.index_count, error) ||
        !read_beside(elf, &table, SHT_GNU_versym, sizeof(uint16_t), &table.versions,
                     &table.version_count, error))
        goto out;
    table.names = *names;
    good = read_rows(elf, &table, *names, section->type == SHT_DYNSYM, error);
out:
    free(table.rows);
    free(table.indices);
    free(table.versions);
    return good;
}

static void forget_symbols(struct elf *elf)
{
    elf->symbol_count = 0;
    for (size_t t = 0; t < 2; t++) {
        free(elf->symbol_names[t]);
        elf->symbol_names[t] = NULL;
    }
}

bool elf_symbols(struct elf *elf, const struct elf_symbol **symbols, size_t *count,
                 struct error *error)
{
    static const uint32_t types[] = {SHT_DYNSYM, SHT_SYMTAB};

    for (size_t t = 0; t < 2 && !elf->symbols_read; t++)
        for (size_t i = 1; i < elf->section_count; i++)
            // One table of each kind is all that the gABI allows.
            if (elf->sections[i].type == types[t] && elf->symbol_names[t] == NULL &&
                !read_table(elf, &elf->sections[i], &elf->symbol_names[t], error)) {
                forget_symbols(elf);
                return false;
            }
    elf->symbols_read = true;
    *symbols = elf->symbols;
    *count = elf->symbol_count;
    return true;
}

// ---- finding

// How much rather a program would be bound to this symbol than to another of its name.
static int rank(const struct elf_symbol *symbol)
{
    return (symbol->dynamic ? 8 : 0) + (symbol->old ? 0 : 4) + (symbol->local ? 0 : 2) +
           (symbol->kind == ELF_UNTYPED ? 0 : 1);
}

bool elf_symbol(struct elf *elf, const char *name, size_t length, const struct elf_symbol **out,
                struct error *error)
{
    const struct elf_symbol *symbols, *best = NULL;
    size_t count;

    if (!elf_symbols(elf, &symbols, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strncmp(symbols[i].name, name, length) == 0 && symbols[i].name[length] == '\0' &&
            (best == NULL || rank(&symbols[i]) > rank(best)))
            best = &symbols[i];
    *out = best;
    return true;
}

bool elf_is_bound(const struct elf_symbol *symbol)
{
    return symbol->dynamic && !symbol->local && !symbol->old;
}

static int by_name(const void *a, const void *b)
{
    const struct elf_symbol *left = *(const struct elf_symbol *const *)a;
    const struct elf_symbol *right = *(const struct elf_symbol *const *)b;
    int order = strcmp(left->name, right->name);

    return order != 0 ? order : rank(right) - rank(left);
}

bool elf_functions(struct elf *elf, bool (*each)(void *context, const struct elf_symbol *function),
                   void *context, struct error *error)
{
    const struct elf_symbol *symbols, **sorted;
    size_t count, used = 0;
    bool going = true;

    if (!elf_symbols(elf, &symbols, &count, error))
        return false;
    sorted = memory_new(count, sizeof *sorted, error);
    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if ((symbols[i].kind == ELF_FUNCTION || symbols[i].kind == ELF_IFUNC) &&
            !symbols[i].local && symbols[i].dynamic == (elf->symbol_names[0] != NULL))
            sorted[used++] = &symbols[i];
    if (used > 0)
        qsort(sorted, used, sizeof *sorted, by_name);
    for (size_t i = 0; i < used && going; i++)
        if (i == 0 || strcmp(sorted[i - 1]->name, sorted[i]->name) != 0)
            going = each(context, sorted[i]);
    free(sorted);
    return true;
}
