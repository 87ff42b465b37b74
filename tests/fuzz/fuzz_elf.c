// ELF files: headers, sections, symbols, notes and regions of any bytes; and the loader's cache.
#include <stdlib.h>
#include <string.h>

#include "images/elf.h"
#include "images/loader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool ask_symbol(void *context, const struct elf_symbol *symbol)
{
    struct elf *elf = context;
    struct elf_region region;
    struct error error = {0};
    unsigned char byte;

    if (elf_region(elf, symbol->name, strlen(symbol->name), &region, &error) && region.in_file &&
        region.size > 0 && !elf_read(elf, region.offset + region.size - 1, &byte, 1, &error))
        __builtin_trap(); // a region lies in the file
    return true;
}

static bool count_note(void *context, const struct elf_note *note)
{
    size_t *sum = context;

    *sum += strlen(note->owner);
    for (size_t i = 0; i < note->size; i++)
        *sum += note->bytes[i];
    return true;
}

static bool count_library(void *context, const char *name, const char *path)
{
    size_t *sum = context;

    *sum += strlen(name) + strlen(path);
    return true;
}

static void read_cache(const uint8_t *bytes, size_t size)
{
    struct error error = {0};
    char *copy = memory_text((const char *)bytes, size, &error);
    size_t sum = 0;

    if (copy != NULL)
        loader_read_cache((unsigned char *)copy, size, count_library, &sum);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct error error = {0};
    const struct elf_symbol *symbol;
    struct elf_region region;
    unsigned char id[64];
    uint64_t at;
    size_t sum = 0;

    if (size > 2 && (bytes[0] == 'l' || bytes[0] == 'g'))
        read_cache(bytes, size);
    struct elf *elf = elf_open_bytes("fuzz", bytes, size, &error);
    if (elf == NULL)
        return 0;
    elf_build_id(elf, id);
    elf_notes(elf, count_note, &sum, &error);
    elf_region(elf, "main", 4, &region, &error);
    elf_region(elf, ".text", 5, &region, &error);
    elf_symbol(elf, "main", 4, &symbol, &error);
    elf_address_of(elf, size / 2, 4096, &at);
    elf_functions(elf, ask_symbol, elf, &error);
    elf_close(elf);
    return 0;
}
