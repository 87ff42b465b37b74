// ELF headers: what a file says of itself, its sections, segments and notes.
#include "images/elf.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "images/fields.h"

static bool broken(const struct elf *elf, struct error *error, const char *what)
{
    return fail(error, STATUS_DATA, "%s: broken ELF file: %s", elf->path, what);
}

bool elf_read(const struct elf *elf, uint64_t offset, void *to, size_t n, struct error *error)
{
    int problem;

    if (offset > elf->size || n > elf->size - offset)
        return fail(error, STATUS_DATA,
                    "%s: cut short: %zu bytes at offset %llu reach past its end", elf->path, n,
                    (unsigned long long)offset);
    if (elf->fd < 0) {
        if (n > 0)
            memcpy(to, elf->bytes + offset, n);
        return true;
    }
    if (pread_whole(elf->fd, offset, to, n, &problem) == n)
        return true;
    if (problem == 0)
        return fail(error, STATUS_DATA, "%s: it shrank while it was read", elf->path);
    return fail_errno(error, problem, "%s", elf->path);
}

char *elf_table(const struct elf *elf, uint64_t offset, uint64_t size, struct error *error)
{
    if (size > ELF_MAX_TABLE) {
        broken(elf, error, "a table of more than 1 GiB");
        return NULL;
    }
    if (offset > elf->size || size > elf->size - offset) {
        fail(error, STATUS_DATA,
             "%s: cut short: a table of %llu bytes at offset %llu reaches past "
             "its end",
             elf->path, (unsigned long long)size, (unsigned long long)offset);
        return NULL;
    }
    char *table = memory_new((size_t)size + 1, 1, error);

    if (table != NULL && !elf_read(elf, offset, table, (size_t)size, error)) {
        free(table);
        return NULL;
    }
    return table;
}

// ---- sections and segments

struct file_header {
    uint64_t segments_at, sections_at;
    size_t segment_size, section_size; // bytes of one
    uint64_t segment_count, section_count;
    uint32_t names; // the section that holds the sections' names
};

static struct elf_section read_section(struct fields *fields, uint32_t *name)
{
    struct elf_section section = {.name = ""};

    *name = field32(fields);
    section.type = field32(fields);
    section.flags = field_word(fields);
    section.address = field_word(fields);
    section.offset = field_word(fields);
    section.size = field_word(fields);
    section.link = field32(fields);
    section.info = field32(fields);
    section.align = field_word(fields);
    section.entry_size = field_word(fields);
    section.in_file = section.type != SHT_NOBITS && section.type != SHT_NULL;
    return section;
}

static struct elf_segment read_segment(struct fields *fields)
{
    struct elf_segment segment = {.type = field32(fields)};

    if (fields->is64)
        segment.flags = field32(fields);
    segment.offset = field_word(fields);
    segment.address = field_word(fields);
    field_word(fields); // the physical address
    segment.file_size = field_word(fields);
    segment.memory_size = field_word(fields);
    if (!fields->is64)
        segment.flags = field32(fields);
    segment.align = field_word(fields);
    return segment;
}

// gABI, "ELF header": counts that do not fit their 16 bits stand in section 0.
static bool read_big_counts(struct elf *elf, struct file_header *header, struct error *error)
{
    unsigned char bytes[sizeof(Elf64_Shdr)];
    struct fields fields = fields_of(elf, bytes);
    uint32_t name;

    if (header->sections_at == 0)
        return true;
    if (header->section_count != 0 && header->segment_count != PN_XNUM &&
        header->names != SHN_XINDEX)
        return true;
    if (!elf_read(elf, header->sections_at, bytes, header->section_size, error))
        return false;
    struct elf_section first = read_section(&fields, &name);
    if (header->section_count == 0)
        header->section_count = first.size;
    if (header->segment_count == PN_XNUM)
        header->segment_count = first.info;
    if (header->names == SHN_XINDEX)
        header->names = first.link;
    return true;
}

static bool read_sections(struct elf *elf, const struct file_header *header, struct error *error)
{
    size_t size = header->section_size, count = (size_t)header->section_count;
    bool good = false;
    uint32_t *names = NULL;
    unsigned char *table = NULL;

    if (header->sections_at == 0 || header->section_count == 0)
        return true;
    if (header->section_count > ELF_MAX_HEADERS)
        return broken(elf, error, "too many sections");
    table = (unsigned char *)elf_table(elf, header->sections_at, (uint64_t)count * size, error);
    if (table == NULL)
        return false;
    elf->sections = memory_new(count, sizeof *elf->sections, error);
    names = memory_new(count, sizeof *names, error);
    if (elf->sections == NULL || names == NULL)
        goto out;
    elf->section_count = count;
    for (size_t i = 0; i < count; i++) {
        struct fields fields = fields_of(elf, table + i * size);

        elf->sections[i] = read_section(&fields, &names[i]);
    }
    if (header->names == SHN_UNDEF) {
        good = true;
        goto out;
    }
    if (header->names >= count || elf->sections[header->names].type != SHT_STRTAB) {
        broken(elf, error, "its section names are missing");
        goto out;
    }
    const struct elf_section *texts = &elf->sections[header->names];
    elf->section_names = elf_table(elf, texts->offset, texts->size, error);
    if (elf->section_names == NULL)
        goto out;
    for (size_t i = 0; i < count; i++)
        if (names[i] < texts->size)
            elf->sections[i].name = elf->section_names + names[i];
    good = true;
out:
    free(names);
    free(table);
    return good;
}

static bool read_segments(struct elf *elf, const struct file_header *header, struct error *error)
{
    size_t size = header->segment_size, count = (size_t)header->segment_count;

    if (header->segments_at == 0 || count == 0)
        return true;
    if (header->segment_count > ELF_MAX_HEADERS)
        return broken(elf, error, "too many segments");
    unsigned char *table =
        (unsigned char *)elf_table(elf, header->segments_at, (uint64_t)count * size, error);
    if (table == NULL)
        return false;
    elf->segments = memory_new(count, sizeof *elf->segments, error);
    if (elf->segments != NULL) {
        elf->segment_count = count;
        for (size_t i = 0; i < count; i++) {
            struct fields fields = fields_of(elf, table + i * size);

            elf->segments[i] = read_segment(&fields);
        }
    }
    free(table);
    return elf->segments != NULL;
}

static bool read_header(struct elf *elf, struct file_header *header, struct error *error)
{
    unsigned char bytes[sizeof(Elf64_Ehdr)] = {0};
    size_t need = sizeof(Elf32_Ehdr);

    if (elf->size < SELFMAG || !elf_read(elf, 0, bytes, SELFMAG, error) ||
        memcmp(bytes, ELFMAG, SELFMAG) != 0)
        return fail(error, STATUS_DATA, "%s: not an ELF file", elf->path);
    if (elf->size < need || !elf_read(elf, 0, bytes, need, error))
        return broken(elf, error, "it ends within its header");
    elf->is64 = bytes[EI_CLASS] == ELFCLASS64;
    elf->big = bytes[EI_DATA] == ELFDATA2MSB;
    if ((!elf->is64 && bytes[EI_CLASS] != ELFCLASS32) ||
        (!elf->big && bytes[EI_DATA] != ELFDATA2LSB))
        return broken(elf, error, "neither class nor byte order is known");
    need = elf->is64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
    if (elf->size < need || !elf_read(elf, 0, bytes, need, error))
        return broken(elf, error, "it ends within its header");

    struct fields fields = fields_of(elf, bytes + EI_NIDENT);
    elf->type = field16(&fields);
    elf->machine = field16(&fields);
    field32(&fields); // version
    elf->entry = field_word(&fields);
    header->segments_at = field_word(&fields);
    header->sections_at = field_word(&fields);
    field32(&fields); // flags
    field16(&fields); // the size of this header
    header->segment_size = field16(&fields);
    header->segment_count = field16(&fields);
    header->section_size = field16(&fields);
    header->section_count = field16(&fields);
    header->names = field16(&fields);
    if (header->sections_at != 0 &&
        header->section_size != (elf->is64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr)))
        return broken(elf, error, "its section headers have an unknown size");
    if (header->segments_at != 0 && header->segment_count != 0 &&
        header->segment_size != (elf->is64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr)))
        return broken(elf, error, "its program headers have an unknown size");
    return true;
}

static bool read_headers(struct elf *elf, struct error *error)
{
    struct file_header header = {0};

    return read_header(elf, &header, error) && read_big_counts(elf, &header, error) &&
           read_sections(elf, &header, error) && read_segments(elf, &header, error);
}

// ---- files

static struct elf *new_elf(const char *path, struct error *error)
{
    struct elf *elf = memory_new(1, sizeof *elf, error);

    if (elf == NULL)
        return NULL;
    elf->fd = -1;
    elf->path = memory_text(path, strlen(path), error);
    if (elf->path == NULL) {
        free(elf);
        return NULL;
    }
    return elf;
}

static bool open_file(struct elf *elf, struct error *error)
{
    struct stat about;

    // O_NONBLOCK: a FIFO of that name does not make memtool wait for a writer.
    elf->fd = open(elf->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (elf->fd < 0 || fstat(elf->fd, &about) != 0)
        return fail_errno(error, errno, "%s", elf->path);
    if (S_ISDIR(about.st_mode))
        return fail_errno(error, EISDIR, "%s", elf->path);
    if (!S_ISREG(about.st_mode))
        return fail(error, STATUS_DATA, "%s: not a regular file", elf->path);
    elf->size = (uint64_t)about.st_size;
    return true;
}

struct elf *elf_open(const char *path, struct error *error)
{
    struct elf *elf = new_elf(path, error);

    if (elf != NULL && (!open_file(elf, error) || !read_headers(elf, error))) {
        elf_close(elf);
        return NULL;
    }
    return elf;
}

struct elf *elf_open_bytes(const char *name, const void *bytes, size_t n, struct error *error)
{
    struct elf *elf = new_elf(name, error);

    if (elf == NULL)
        return NULL;
    elf->bytes = bytes;
    elf->size = n;
    if (!read_headers(elf, error)) {
        elf_close(elf);
        return NULL;
    }
    return elf;
}

void elf_close(struct elf *elf)
{
    if (elf == NULL)
        return;
    if (elf->fd >= 0)
        close(elf->fd);
    free(elf->path);
    free(elf->sections);
    free(elf->segments);
    free(elf->section_names);
    free(elf->symbols);
    for (size_t i = 0; i < sizeof elf->symbol_names / sizeof *elf->symbol_names; i++)
        free(elf->symbol_names[i]);
    free(elf);
}

// ---- questions

const struct elf_section *elf_section(const struct elf *elf, const char *name, size_t length)
{
    for (size_t i = 1; i < elf->section_count; i++)
        if (strlen(elf->sections[i].name) == length &&
            memcmp(elf->sections[i].name, name, length) == 0)
            return &elf->sections[i];
    return NULL;
}

// Where address .. address + n lies in a part of the file that is loaded at `start`.
static bool place_in(uint64_t start, uint64_t at, uint64_t size, uint64_t address, uint64_t n,
                     uint64_t *offset)
{
    if (address < start || address - start > size || n > size - (address - start))
        return false;
    return add_u64(at, address - start, offset);
}

bool elf_address_of(const struct elf *elf, uint64_t offset, uint64_t page, uint64_t *address)
{
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        uint64_t before = segment->offset & (page - 1); // mapped, though not the segment's

        if (segment->type != PT_LOAD || before > segment->address)
            continue;
        if (place_in(segment->offset - before, segment->address - before,
                     segment->file_size + before, offset, 1, address))
            return true;
    }
    return false;
}
