// ELF notes, and the machine that a file is for.
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "images/fields.h"

// ---- notes: gABI, "Note section"

// Takes the note at *at of a table and moves *at behind it; false at the end or where it is broken.
static bool next_note(const struct elf *elf, const unsigned char *table, uint64_t size,
                      uint64_t align, uint64_t *at, struct elf_note *note)
{
    enum { HEADER = 12 };
    uint64_t name_size, note_size, name_room, note_room;

    if (size - *at < HEADER)
        return false;
    struct fields fields = fields_of(elf, table + *at);
    name_size = field32(&fields);
    note_size = field32(&fields);
    note->type = field32(&fields);
    // What a broken note claims may overflow.
    if (!round_up_u64(HEADER + name_size, align, &name_room) || name_room > size - *at ||
        note_size > size - *at - name_room)
        return false;
    note->owner = "";
    if (name_size > 0 && table[*at + HEADER + name_size - 1] == '\0')
        note->owner = (const char *)table + *at + HEADER;
    note->bytes = table + *at + name_room;
    note->size = (size_t)note_size;
    *at += name_room;
    if (!round_up_u64(note_size, align, &note_room) || note_room > size - *at)
        *at = size;
    else
        *at += note_room;
    return true;
}

// Calls each for the notes of one table; *going is false once it wants no more.
static bool table_notes(const struct elf *elf, uint64_t offset, uint64_t size, uint64_t align,
                        bool (*each)(void *context, const struct elf_note *note), void *context,
                        bool *going, struct error *error)
{
    unsigned char *table = (unsigned char *)elf_table(elf, offset, size, error);
    struct elf_note note;
    uint64_t at = 0;

    if (table == NULL)
        return false;
    while (*going && next_note(elf, table, size, align == 8 ? 8 : 4, &at, &note))
        *going = each(context, &note);
    free(table);
    return true;
}

bool elf_notes(const struct elf *elf, bool (*each)(void *context, const struct elf_note *note),
               void *context, struct error *error)
{
    bool going = true;

    // Sections first: in a file of separate debug symbols the segments lead nowhere.
    for (size_t i = 0; i < elf->section_count && going; i++) {
        const struct elf_section *section = &elf->sections[i];

        if (section->type == SHT_NOTE && !table_notes(elf, section->offset, section->size,
                                                      section->align, each, context, &going, error))
            return false;
    }
    for (size_t i = 0; i < elf->segment_count && going && elf->section_count == 0; i++) {
        const struct elf_segment *segment = &elf->segments[i];

        if (segment->type == PT_NOTE && !table_notes(elf, segment->offset, segment->file_size,
                                                     segment->align, each, context, &going, error))
            return false;
    }
    return true;
}

struct build_id {
    unsigned char *bytes;
    size_t size;
};

static bool take_build_id(void *context, const struct elf_note *note)
{
    struct build_id *id = context;

    if (note->type != NT_GNU_BUILD_ID || strcmp(note->owner, "GNU") != 0 || note->size == 0 ||
        note->size > 64)
        return true;
    memcpy(id->bytes, note->bytes, note->size);
    id->size = note->size;
    return false;
}

size_t elf_build_id(const struct elf *elf, unsigned char id[64])
{
    struct build_id found = {.bytes = id};
    struct error error = {0};

    elf_notes(elf, take_build_id, &found, &error);
    return found.size;
}

// ---- machines

static const struct {
    uint16_t machine;
    const char *name;
} machines[] = {
    {EM_386, "i386"},     {EM_X86_64, "x86-64"}, {EM_ARM, "ARM"},          {EM_AARCH64, "AArch64"},
    {EM_S390, "S/390"},   {EM_PPC, "PowerPC"},   {EM_PPC64, "PowerPC64"},  {EM_MIPS, "MIPS"},
    {EM_RISCV, "RISC-V"}, {EM_SPARC, "SPARC"},   {EM_SPARCV9, "SPARC V9"}, {EM_68K, "m68k"},
    {EM_SH, "SuperH"},    {EM_IA_64, "IA-64"},   {EM_PARISC, "PA-RISC"},   {EM_ALPHA, "Alpha"},
    {EM_BPF, "BPF"},      {258, "LoongArch"},    {EM_AVR, "AVR"},
};

// "x86-64", "AArch64" …; "machine 123" for one without a name.
static const char *machine_name(uint16_t machine, char room[32])
{
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i].machine == machine)
            return machines[i].name;
    snprintf(room, 32, "machine %u", machine);
    return room;
}

// The host's own machine; 0 where it is not in the list, and any file is taken for its own.
#if defined __x86_64__
enum { HOST_MACHINE = EM_X86_64 };
#elif defined __i386__
enum { HOST_MACHINE = EM_386 };
#elif defined __aarch64__
enum { HOST_MACHINE = EM_AARCH64 };
#elif defined __arm__
enum { HOST_MACHINE = EM_ARM };
#elif defined __s390__
enum { HOST_MACHINE = EM_S390 };
#elif defined __powerpc64__
enum { HOST_MACHINE = EM_PPC64 };
#elif defined __riscv
enum { HOST_MACHINE = EM_RISCV };
#else
enum { HOST_MACHINE = 0 };
#endif

static bool is_host(const char *path, const struct elf *elf, struct error *error)
{
    static const uint16_t one = 1;
    bool host_big = *(const unsigned char *)&one == 0, host_64 = sizeof(void *) == 8;
    char room[32];

    if (elf->is64 == host_64 && elf->big == host_big &&
        (HOST_MACHINE == 0 || elf->machine == HOST_MACHINE))
        return true;
    return fail(error, STATUS_DATA, "%s: made for another machine (%d-bit %s-endian %s)", path,
                elf->is64 ? 64 : 32, elf->big ? "big" : "little", machine_name(elf->machine, room));
}

bool elf_is_host(const struct elf *elf, struct error *error)
{
    return is_host(elf->path, elf, error);
}

// The first bytes of a file: how many there are, or -1 and an error.
static ssize_t read_start(const char *path, unsigned char *bytes, size_t n, struct error *error)
{
    struct stat about;
    ssize_t all = -1;
    int problem = 0, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        fail_errno(error, errno, "%s", path);
        return -1;
    }
    if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode))
        fail(error, STATUS_DATA, "%s: not a regular file", path);
    else
        all = (ssize_t)pread_whole(fd, 0, bytes, n, &problem);
    close(fd);
    if (problem == 0)
        return all;
    fail_errno(error, problem, "%s", path);
    return -1;
}

bool elf_is_library(const char *path, struct error *error)
{
    static const char script[] = "/* GNU ld script";
    unsigned char start[sizeof(Elf64_Ehdr)] = {0};
    ssize_t got = read_start(path, start, sizeof start, error);

    if (got < 0)
        return false;
    if (memcmp(start, script, sizeof script - 1) == 0) {
        fail(error, STATUS_DATA, "%s: a script for the linker, not a library", path);
        return error_hint(error, "name the library itself: m, libm.so.6");
    }
    if ((size_t)got < sizeof(Elf32_Ehdr) || memcmp(start, ELFMAG, SELFMAG) != 0)
        return fail(error, STATUS_DATA, "%s: not a shared library", path);

    struct elf elf = {.is64 = start[EI_CLASS] == ELFCLASS64, .big = start[EI_DATA] == ELFDATA2MSB};
    struct fields fields = fields_of(&elf, start + EI_NIDENT);
    elf.type = field16(&fields);
    elf.machine = field16(&fields);
    if (!is_host(path, &elf, error))
        return false;
    if (elf.type != ET_DYN)
        return fail(error, STATUS_DATA, "%s: %s, not a shared library", path,
                    elf.type == ET_REL    ? "an object file"
                    : elf.type == ET_EXEC ? "a program"
                    : elf.type == ET_CORE ? "a core dump"
                                          : "an ELF file");
    return true;
}
