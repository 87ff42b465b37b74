// Fields of ELF tables, decoded one after the other in the file's own class and byte order; shared
// by the readers of one file, and by nobody else.
#ifndef MEMTOOL_IMAGES_FIELDS_H
#define MEMTOOL_IMAGES_FIELDS_H

#include "images/elf.h"

// A place in a table. The caller has checked that the whole row lies there.
struct fields {
    const unsigned char *at;
    bool is64, big;
};

static inline struct fields fields_of(const struct elf *elf, const void *row)
{
    return (struct fields){.at = row, .is64 = elf->is64, .big = elf->big};
}

// The next n bytes as an unsigned number.
static inline uint64_t field_bytes(struct fields *fields, unsigned n)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < n; i++)
        value = value << 8 | fields->at[fields->big ? i : n - 1 - i];
    fields->at += n;
    return value;
}

static inline uint8_t field8(struct fields *fields)
{
    return (uint8_t)field_bytes(fields, 1);
}

static inline uint16_t field16(struct fields *fields)
{
    return (uint16_t)field_bytes(fields, 2);
}

static inline uint32_t field32(struct fields *fields)
{
    return (uint32_t)field_bytes(fields, 4);
}

// An address, offset or size: 4 or 8 bytes, as the class of the file is.
static inline uint64_t field_word(struct fields *fields)
{
    return field_bytes(fields, fields->is64 ? 8 : 4);
}

// A table of the file with a NUL behind it, to be given to free(). An error where it reaches past
// the end of the file, or is larger than ELF_MAX_TABLE.
char *elf_table(const struct elf *elf, uint64_t offset, uint64_t size, struct error *error);

#endif
