// Debug information, between the files of this room: dwarf.c is the chapter, debug_file.c opens,
// debug_index.c finds names, debug_type.c and debug_record.c make types, debug_symbol.c prototypes
// and the types of variables.
#ifndef MEMTOOL_IMAGES_DEBUG_H
#define MEMTOOL_IMAGES_DEBUG_H
#ifdef WITH_LIBDW

#include "images/elf.h"
#include "images/libdw.h"
#include "types/book.h"

enum {
    DEBUG_MAX_CHAIN = 64,   // links of qualifiers, origins and the like
    DEBUG_MAX_CHOICES = 256 // declarations of one function that are compared
};

#define DEBUG_NONE UINT32_MAX

// A named entry of the debug information (a "DIE", DWARF 5 section 2.1).
struct debug_entry {
    const char *name; // qualified: ns::name
    Dwarf_Die die;
    enum name_kind kind;
    uint32_t next;      // another one of the same name and kind, or DEBUG_NONE
    bool declared_only; // its definition is elsewhere
    bool external;      // FUNCTION, VARIABLE: visible to other files
};

// A map from hashes to numbers: open addressing. Who asks compares the keys.
struct debug_slot {
    uint32_t hash, number; // number + 1, or 0
};

struct debug_map {
    struct debug_slot *slots;
    size_t capacity, used;
};

// What has been made of a DIE.
enum debug_state {
    DEBUG_EMPTY, // nothing yet, or a record that pointers name already without its members
    DEBUG_BUSY,  // being made
    DEBUG_DONE,
};

struct debug_made {
    const void *key; // the DIE's address
    struct type *type;
    Dwarf_Die die; // where a record's members stand
    enum debug_state state;
};

struct debug_address {
    uint64_t address;
    uint32_t entry;
};

struct debug {
    struct chapter chapter; // first
    struct elf *elf;        // the file that was named
    struct elf *separate;   // the file with its debug information, or NULL where it holds it itself
    char *path;             // of the file that holds the debug information
    Dwfl *dwfl;
    Dwarf *dwarf;
    struct type_pool *pool;

    struct debug_entry *entries;
    size_t entry_count, entry_capacity;
    struct debug_map names;
    struct debug_address *addresses; // of functions and variables, sorted
    size_t address_count;
    size_t missing; // units whose .dwo file was not found

    struct debug_made *made;
    size_t made_count, made_capacity;
    struct debug_map made_map;
    size_t drained; // records among made that are known to be read
};

// ---- debug_file.c

// Opens the file's own debug information, or the separate file that it belongs to: by build-id,
// then by .gnu_debuglink, never over a network.
bool debug_open(struct debug *debug, const char *path, struct error *error);
void debug_close(struct debug *debug);

// ---- debug_index.c

// Lists all names. Called once.
bool debug_index(struct debug *debug, struct error *error);

// The first entry of that name and kind, or NULL; debug_next gives the others.
const struct debug_entry *debug_find(const struct debug *debug, enum name_kind kind,
                                     const char *name, size_t length);
const struct debug_entry *debug_next(const struct debug *debug, const struct debug_entry *entry);

// The number of the key with that hash for which `is` holds, or DEBUG_NONE.
uint32_t debug_map_find(const struct debug_map *map, uint32_t hash,
                        bool (*is)(const void *context, uint32_t number), const void *context);
bool debug_map_add(struct debug_map *map, uint32_t hash, uint32_t number, struct error *error);

// ---- debug_attribute.c: attributes, the DIE's own or those of what it completes or instantiates;
// false, and *out untouched, where there is none that fits

bool debug_unsigned(Dwarf_Die *die, unsigned attribute, uint64_t *out);
bool debug_signed(Dwarf_Die *die, unsigned attribute, int64_t *out);
bool debug_flag(Dwarf_Die *die, unsigned attribute);
void debug_alignment(Dwarf_Die *die, uint64_t *align); // of aligned(n), a power of two
bool debug_is_declaration(Dwarf_Die *die); // of the DIE itself, not of what it completes
bool debug_reference(Dwarf_Die *die, unsigned attribute, Dwarf_Die *out);
const char *debug_name(Dwarf_Die *die); // through origins; NULL for none
// A name for types and for people, in the pool: anyone may have written the file, so what no
// terminal should get is escaped. NULL and an error without memory.
const char *debug_text(struct debug *debug, const char *name, struct error *error);
bool debug_child(Dwarf_Die *parent, Dwarf_Die *child);
bool debug_sibling(Dwarf_Die *die); // moves on to the next one
bool debug_is_c(Dwarf_Die *die);    // its unit is written in C
bool debug_is_full(Dwarf_Die *die); // its unit is known to tell of types and parameters, unlike -g1
bool debug_is_assembly(Dwarf_Die *die);
// "file.c:12", or "" where it does not say.
const char *debug_place(Dwarf_Die *die, char room[200]);

// ---- debug_type.c

// The type of a DIE; NULL die: void. With behind, the type is only pointed to: a record's members
// may be read later, by debug_drain. NULL and an error where it cannot be read.
const struct type *debug_type(struct debug *debug, Dwarf_Die *die, bool behind, unsigned depth,
                              struct error *error);

// The type that the DIE's DW_AT_type names; void where it has none.
const struct type *debug_type_of(struct debug *debug, Dwarf_Die *die, bool behind, unsigned depth,
                                 struct error *error);

// ---- debug_made.c

// The number in made of what was made of a DIE, or DEBUG_NONE. A new one: DEBUG_NONE and an error
// without memory.
uint32_t debug_find_made(const struct debug *debug, const Dwarf_Die *die);
uint32_t debug_add_made(struct debug *debug, const Dwarf_Die *die, struct error *error);

// Whether the DIE is a struct, class or union; and its type. With behind, its members need not have
// been read.
bool debug_is_record(Dwarf_Die *die);
const struct type *debug_record(struct debug *debug, Dwarf_Die *die, bool behind, unsigned depth,
                                struct error *error);

// Reads the members of all records that are still empty. To be called before any type is given out.
bool debug_drain(struct debug *debug, struct error *error);

// ---- debug_record.c

// Reads the members of a record into its node.
bool debug_fill(struct debug *debug, Dwarf_Die *die, struct type *into, unsigned depth,
                struct error *error);

// ---- debug_function.c

// A prototype from a subprogram or subroutine DIE; name may be NULL.
struct type *debug_function(struct debug *debug, Dwarf_Die *die, const char *name, unsigned depth,
                            struct error *error);

// ---- debug_base.c

// Base types and enums.
struct type *debug_base_type(struct debug *debug, Dwarf_Die *die, struct error *error);
struct type *debug_enum(struct debug *debug, Dwarf_Die *die, unsigned depth, struct error *error);

// The byte order of a scalar: the file's, unless the DIE says another.
enum order debug_order(const struct debug *debug, Dwarf_Die *die);

// size bytes that no scalar fits.
struct type *debug_opaque(struct debug *debug, uint64_t size, struct error *error);

// ---- debug_symbol.c

// The prototype of a function, the type of a variable; *out is NULL where there is none.
bool debug_prototype(struct debug *debug, const char *name, size_t length, const struct type **out,
                     struct error *error);
bool debug_variable(struct debug *debug, const char *name, size_t length, const struct type **out,
                    struct error *error);

#endif
#endif
