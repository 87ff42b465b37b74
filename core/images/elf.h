// ELF files read without loading them: sections, symbols, segments and notes.
//
// Files of both classes and byte orders are read, whatever the host is. Nothing in them is trusted:
// every offset is checked against the file's size, and nothing in them is ever run. Rules are those
// of the System V gABI, chapters 4 (object files) and 5 (program loading).
#ifndef MEMTOOL_IMAGES_ELF_H
#define MEMTOOL_IMAGES_ELF_H

#include "base/memory.h"

enum {
    ELF_MAX_HEADERS = 1 << 22, // sections or segments of one file
    ELF_MAX_TABLE = 1 << 30,   // bytes of one table of symbols, strings or notes
    ELF_MAX_MANGLED = 4096,    // bytes of a name that is demangled
    ELF_NO_SECTION = 0         // of a symbol: absolute, or given room by the linker only (common)
};

// All names are NUL-terminated and owned by the file that they come from; offsets and sizes are in
// bytes, offsets from the start of the file.
struct elf_section {
    const char *name;
    uint32_t type, link, info; // SHT_…
    uint64_t flags;            // SHF_…
    uint64_t address, offset, size, align, entry_size;
    bool in_file; // false (.bss): its bytes are zeroes and stand nowhere in the file
};

struct elf_segment {
    uint32_t type, flags; // PT_…, PF_…
    uint64_t address, offset, file_size, memory_size, align;
};

enum elf_symbol_kind { ELF_UNTYPED, ELF_OBJECT, ELF_FUNCTION, ELF_IFUNC, ELF_THREAD };

// A symbol that the file defines.
struct elf_symbol {
    const char *name; // without its version
    uint64_t value;   // an address; in a relocatable file an offset in its section; of ELF_THREAD
                      // an offset in the thread-local segment
    uint64_t size;
    uint32_t section; // index in sections, or ELF_NO_SECTION
    enum elf_symbol_kind kind : 8;
    bool dynamic : 1; // from .dynsym: what other files are bound to
    bool local : 1;   // static, or hidden from other files
    bool weak : 1;
    bool old : 1; // a version that only programs linked long ago are bound to
};

// An open file. The first part may be read by anyone, all else is elf.c's and symbols.c's.
struct elf {
    char *path;       // as it was opened, for messages
    bool is64, big;   // class; byte order
    uint16_t type;    // ET_…
    uint16_t machine; // EM_…
    uint64_t entry;   // the address where it starts, or 0
    uint64_t size;    // of the file
    struct elf_section *sections;
    size_t section_count;
    struct elf_segment *segments;
    size_t segment_count;

    int fd;                     // or -1: bytes
    const unsigned char *bytes; // borrowed
    char *section_names;
    struct elf_symbol *symbols;
    size_t symbol_count, symbol_capacity;
    char *symbol_names[2]; // of .dynsym and .symtab
    bool symbols_read;
};

// ---- files

// Opens a regular file and reads its headers. NULL and an error (STATUS_DATA) that names the path
// where it cannot be read, is no ELF file, or is cut short or broken.
struct elf *elf_open(const char *path, struct error *error);

// The same over n bytes of memory, which are borrowed; name stands for the path.
struct elf *elf_open_bytes(const char *name, const void *bytes, size_t n, struct error *error);

// NULL is allowed.
void elf_close(struct elf *elf);

// Reads n bytes of the file. An error where they reach past its end.
bool elf_read(const struct elf *elf, uint64_t offset, void *to, size_t n, struct error *error);

// Whether the host can load files of that class, byte order and machine; an error that says what
// the file is for where it cannot.
bool elf_is_host(const struct elf *elf, struct error *error);

// Whether the file at path is a shared library for the host, by its header alone; an error that
// says what it is else.
bool elf_is_library(const char *path, struct error *error);

// ---- sections and segments

// The section with that name, or NULL. length bytes of name.
const struct elf_section *elf_section(const struct elf *elf, const char *name, size_t length);

// The address that a byte of the file has when it is not moved: how a mapping of the file tells by
// how much it was moved. False where no loadable segment holds that byte; a mapping starts up to a
// page before the segment does, so page (a power of two, or 1) is the host's page size.
bool elf_address_of(const struct elf *elf, uint64_t offset, uint64_t page, uint64_t *address);

// A note: its owner ("GNU", "CORE"), its type (NT_…) and its bytes, alive during the call only.
struct elf_note {
    const char *owner;
    uint32_t type;
    const unsigned char *bytes;
    size_t size;
};

// Calls each for every note until it returns false.
bool elf_notes(const struct elf *elf, bool (*each)(void *context, const struct elf_note *note),
               void *context, struct error *error);

// The build-id that the linker gave the file: its length (at most 64), or 0 where it has none.
size_t elf_build_id(const struct elf *elf, unsigned char id[64]);

// ---- symbols

// All symbols that the file defines, of .dynsym and then of .symtab, read at the first use. They
// are the file's.
bool elf_symbols(struct elf *elf, const struct elf_symbol **symbols, size_t *count,
                 struct error *error);

// The symbol of that name that a program would be bound to: dynamic before others, the default
// version before old ones, global before local. *out is NULL where there is none.
bool elf_symbol(struct elf *elf, const char *name, size_t length, const struct elf_symbol **out,
                struct error *error);

// The bytes from address to the end of the function or variable that lies there, by the file's
// symbols, else by those of its separate file; 0 where none does.
uint64_t elf_size_at(struct elf *elf, uint64_t address);

// Calls each for every function that other files can call (of a file without .dynsym: that is
// global), sorted by name, each name once, until it returns false.
bool elf_functions(struct elf *elf, bool (*each)(void *context, const struct elf_symbol *function),
                   void *context, struct error *error);

// Whether the loader finds the symbol by its name alone.
bool elf_is_bound(const struct elf_symbol *symbol);

// ---- places in the file: elf:FILE:NAME

struct elf_region {
    uint64_t offset, size;
    uint64_t address; // 0 where it has none
    bool in_file;     // false: size zero bytes that the file does not hold
    bool is_section;
};

// The section of that name, else the symbol. A symbol without a size ends where the next one of
// its section starts. An error (STATUS_DATA) with near names where there is neither, or it lies
// outside of the file.
bool elf_region(struct elf *elf, const char *name, size_t length, struct elf_region *out,
                struct error *error);

// Adds the hint `did you mean NAME?` to an error, if the file defines another symbol near to that
// name that can be had: by accept, or, with NULL, by elf_region, which finds sections too. Always
// returns false.
bool elf_hint(struct elf *elf, const char *name, size_t length,
              bool (*accept)(const struct elf_symbol *symbol), struct error *error);

// ---- separate files of debug information

// Whether the file itself holds debug information.
bool elf_has_debug(const struct elf *elf);

// The file that holds the debug information of a stripped one, found by its build-id, then by its
// .gnu_debuglink, on this machine and never over a network: to be closed. NULL where there is none;
// that is no error, but a want of memory is.
struct elf *elf_separate(const struct elf *elf, struct error *error);

// ---- C++ names

// The name as it is written in C++, to be given to free(); NULL where it is not a C++ name, or the
// C++ library is not there.
char *elf_demangle(const char *name);

#endif
