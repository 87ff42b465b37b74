// The file of its own that holds the debug information, and all symbols, of a file that was
// stripped.
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "images/elf.h"
#include "images/fields.h"

#define DEBUG_ROOT "/usr/lib/debug"

static bool has_section(const struct elf *elf, const char *name)
{
    const struct elf_section *section = elf_section(elf, name, strlen(name));

    return section != NULL && section->in_file && section->size > 0;
}

bool elf_has_debug(const struct elf *elf)
{
    return has_section(elf, ".debug_info") || has_section(elf, ".zdebug_info") ||
           has_section(elf, ".debug_info.dwo");
}

static bool same_build_id(const struct elf *a, const struct elf *b)
{
    unsigned char left[64], right[64];
    size_t size = elf_build_id(a, left);

    return size > 0 && elf_build_id(b, right) == size && memcmp(left, right, size) == 0;
}

// ---- the checksum of .gnu_debuglink: CRC-32 as in gdb's manual, "Debugging Information in
// Separate Files"

static uint32_t crc_of_byte(uint32_t byte)
{
    for (int bit = 0; bit < 8; bit++)
        byte = byte & 1 ? byte >> 1 ^ 0xedb88320U : byte >> 1;
    return byte;
}

static bool has_crc(const struct elf *elf, uint32_t wanted, struct error *error)
{
    enum { PIECE = 64 * 1024 };
    uint32_t table[256], crc = UINT32_MAX;
    unsigned char *piece = memory_new(PIECE, 1, error);
    bool good = piece != NULL;

    for (uint32_t i = 0; i < 256; i++)
        table[i] = crc_of_byte(i);
    for (uint64_t at = 0; good && at < elf->size;) {
        size_t n = elf->size - at < PIECE ? (size_t)(elf->size - at) : PIECE;

        good = elf_read(elf, at, piece, n, error);
        for (size_t i = 0; good && i < n; i++)
            crc = crc >> 8 ^ table[(crc ^ piece[i]) & 0xff];
        at += n;
    }
    free(piece);
    return good && ~crc == wanted;
}

// ---- separate files

// The file at path, if it is the one that holds the debug information of elf; crc counts where elf
// has no build-id. Any other file is no error, but a want of memory is.
static struct elf *open_separate(const struct elf *elf, const char *path, const uint32_t *crc,
                                 struct error *error)
{
    struct error none = {0};
    unsigned char id[64];
    struct elf *found = elf_open(path, &none);
    bool good = found != NULL &&
                (elf_build_id(elf, id) > 0 ? same_build_id(elf, found)
                                           : crc != NULL && has_crc(found, *crc, &none)) &&
                elf_has_debug(found);

    if (good)
        return found;
    if (none.memory)
        fail_memory(error);
    elf_close(found);
    return NULL;
}

static struct elf *find_by_build_id(const struct elf *elf, struct error *error)
{
    unsigned char id[64];
    char path[sizeof DEBUG_ROOT + 3 * 64];
    size_t size = elf_build_id(elf, id);
    int used;

    if (size < 2)
        return NULL;
    used = snprintf(path, sizeof path, DEBUG_ROOT "/.build-id/%02x/", id[0]);
    for (size_t i = 1; i < size; i++)
        used += snprintf(path + used, sizeof path - (size_t)used, "%02x", id[i]);
    snprintf(path + used, sizeof path - (size_t)used, ".debug");
    return open_separate(elf, path, NULL, error);
}

// The name and checksum in .gnu_debuglink.
static bool read_debuglink(const struct elf *elf, char name[NAME_MAX + 1], uint32_t *crc)
{
    const struct elf_section *link = elf_section(elf, ".gnu_debuglink", 14);
    unsigned char bytes[NAME_MAX + 12] = {0};
    struct error ignored = {0};

    if (link == NULL || !link->in_file || link->size < 8 || link->size > sizeof bytes ||
        !elf_read(elf, link->offset, bytes, (size_t)link->size, &ignored))
        return false;
    size_t length = strnlen((char *)bytes, sizeof bytes);
    size_t at = (length + 4) & ~(size_t)3; // behind the NUL and its padding
    if (length == 0 || length > NAME_MAX || at + 4 > link->size || strchr((char *)bytes, '/'))
        return false;
    struct fields fields = fields_of(elf, bytes + at);
    *crc = field32(&fields);
    memcpy(name, bytes, length + 1);
    return true;
}

static struct elf *find_by_debuglink(const struct elf *elf, struct error *error)
{
    static const char *const places[] = {"%s/%s", "%s/.debug/%s", DEBUG_ROOT "%s/%s"};
    char name[NAME_MAX + 1], path[PATH_MAX + NAME_MAX + 32];
    struct elf *found = NULL;
    uint32_t crc;

    if (!read_debuglink(elf, name, &crc))
        return NULL;
    char *real = realpath(elf->path, NULL);
    const char *folder = real == NULL ? NULL : dirname(real);
    for (size_t i = 0; folder != NULL && found == NULL && i < sizeof places / sizeof *places; i++)
        if (snprintf(path, sizeof path, places[i], folder, name) < (int)sizeof path)
            found = open_separate(elf, path, &crc, error);
    free(real);
    return found;
}

struct elf *elf_separate(const struct elf *elf, struct error *error)
{
    struct elf *found = find_by_build_id(elf, error);

    return found != NULL || error->status != STATUS_OK ? found : find_by_debuglink(elf, error);
}

static uint64_t size_by_symbols(struct elf *elf, uint64_t address)
{
    const struct elf_symbol *symbols;
    struct error ignored = {0};
    uint64_t best = 0;
    size_t count;

    if (!elf_symbols(elf, &symbols, &count, &ignored))
        return 0;
    for (size_t i = 0; i < count; i++) {
        const struct elf_symbol *symbol = &symbols[i];
        bool holds = (symbol->kind == ELF_FUNCTION || symbol->kind == ELF_OBJECT) &&
                     symbol->value <= address && address - symbol->value < symbol->size;

        if (holds && symbol->value == address)
            return symbol->size;
        if (holds)
            best = symbol->size - (address - symbol->value);
    }
    return best;
}

uint64_t elf_size_at(struct elf *elf, uint64_t address)
{
    struct error ignored = {0};
    uint64_t size = size_by_symbols(elf, address);
    struct elf *separate = size == 0 ? elf_separate(elf, &ignored) : NULL;

    if (separate != NULL)
        size = size_by_symbols(separate, address);
    elf_close(separate);
    return size;
}
