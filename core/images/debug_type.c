// Entries of debug information to types, but for records: each is made once, and cycles only lead
// through pointers.
#ifdef WITH_LIBDW
#include <stdlib.h>
#include <string.h>

#include "images/debug.h"

// ---- other types

// C has wchar_t and its like as typedefs of plain integers.
static enum scalar unicode_typedef(const char *name, const struct type *type)
{
    if (type->kind != TYPE_SCALAR)
        return SCALAR_COUNT;
    if (type->size == 4 && (strcmp(name, "wchar_t") == 0 || strcmp(name, "char32_t") == 0))
        return SCALAR_UCS4;
    if (type->size == 2 && strcmp(name, "char16_t") == 0)
        return SCALAR_UCS2;
    return SCALAR_COUNT;
}

// The type under a typedef's name. Records and enums keep their tag, and are named without one;
// functions and void have no other name. A record's members may name the typedef, so they are not
// read here: see debug_type.
static const struct type *make_typedef(struct debug *debug, Dwarf_Die *die, unsigned depth,
                                       struct error *error)
{
    const struct type *target = debug_type_of(debug, die, true, depth + 1, error);
    const char *name = debug_name(die);

    if (target == NULL || name == NULL || target->kind == TYPE_VOID ||
        target->kind == TYPE_FUNCTION)
        return target;
    bool is_tagged = type_is_record(target) || target->kind == TYPE_ENUM;
    if (is_tagged && (target->tag != NULL || target->name != NULL))
        return target;
    name = debug_text(debug, name, error);
    struct type *own = (struct type *)target;
    if (name != NULL && !is_tagged && (own = pool_type(debug->pool, target->kind, error)) != NULL) {
        *own = *target;
        own->pool = debug->pool;
        if (unicode_typedef(name, target) != SCALAR_COUNT)
            own->scalar = unicode_typedef(name, target);
        debug_alignment(die, &own->align);
    }
    if (name == NULL || own == NULL)
        return NULL;
    own->name = name;
    return own;
}

// True where a pointer's target is const, among other things that are no part of a type here.
static bool points_to_const(Dwarf_Die *pointer)
{
    Dwarf_Die at = *pointer;

    for (int i = 0; i < DEBUG_MAX_CHAIN && debug_reference(&at, DW_AT_type, &at); i++) {
        int tag = libdw->dwarf_tag(&at);

        if (tag != DW_TAG_volatile_type && tag != DW_TAG_restrict_type && tag != DW_TAG_atomic_type)
            return tag == DW_TAG_const_type;
    }
    return false;
}

// A pointer to what cannot be read (it would contain itself, say) points to void.
static const struct type *make_pointer(struct debug *debug, Dwarf_Die *die, unsigned depth,
                                       struct error *error)
{
    struct error ignored = {0};
    const struct type *target = debug_type_of(debug, die, true, depth + 1, &ignored);
    struct type *type;

    if (target == NULL && ignored.memory) {
        fail_memory(error);
        return NULL;
    }
    type = (struct type *)type_pointer(debug->pool, target, ORDER_NATIVE, &ignored);
    if (type == NULL) // too deep
        type = (struct type *)type_pointer(debug->pool, NULL, ORDER_NATIVE, error);
    if (type == NULL)
        return NULL;
    if (debug->elf->is64 != (sizeof(void *) == 8)) { // the file's pointers are not the host's
        type->scalar = debug->elf->is64 ? SCALAR_U64 : SCALAR_U32;
        type->size = type->align = debug->elf->is64 ? 8 : 4;
    }
    type->order = debug_order(debug, die);
    type->constant = points_to_const(die);
    return type;
}

// The number of elements of one dimension; false where it is not said (C's []) or not fixed.
static bool read_count(Dwarf_Die *dimension, uint64_t *count)
{
    uint64_t upper, lower = 0, found;

    if (debug_unsigned(dimension, DW_AT_count, &found)) {
        *count = found;
        return true;
    }
    if (!debug_unsigned(dimension, DW_AT_upper_bound, &upper))
        return false;
    debug_unsigned(dimension, DW_AT_lower_bound, &lower);
    // A compiler writes -1 for an array of none, as wide as it likes.
    if (upper == UINT64_MAX || (upper == UINT32_MAX && lower == 0))
        upper = lower - 1;
    *count = upper - lower + 1;
    return true;
}

// The least power of two that takes it in, as of clang's vectors of three.
static uint64_t vector_align(uint64_t size)
{
    uint64_t align = 1;

    while (align < size && align <= UINT64_MAX / 4)
        align *= 2;
    return align;
}

static const struct type *make_array(struct debug *debug, Dwarf_Die *die, unsigned depth,
                                     struct error *error)
{
    enum { MAX_DIMENSIONS = 64 };
    uint64_t counts[MAX_DIMENSIONS];
    bool open = false;
    size_t used = 0;
    Dwarf_Die child;
    const struct type *type = debug_type_of(debug, die, false, depth + 1, error);

    for (bool more = debug_child(die, &child); more; more = debug_sibling(&child)) {
        int tag = libdw->dwarf_tag(&child);

        if (tag != DW_TAG_subrange_type && tag != DW_TAG_enumeration_type)
            continue;
        if (used == MAX_DIMENSIONS) {
            fail(error, STATUS_DATA, "%s: an array of more than %d dimensions", debug->elf->path,
                 MAX_DIMENSIONS);
            return NULL;
        }
        counts[used] = 0;
        if (!read_count(&child, &counts[used]) && used == 0)
            open = true;
        used++;
    }
    open |= used == 0;
    if (used == 0)
        counts[used++] = 0;
    while (type != NULL && used-- > 0)
        type = type_array(debug->pool, type, counts[used], error);
    if (type != NULL && open)
        ((struct type *)type)->flexible = true;
    if (type != NULL && debug_flag(die, DW_AT_GNU_vector)) {
        ((struct type *)type)->align = vector_align(type->size);
        ((struct type *)type)->vector = true;
    }
    return type;
}

// A pointer to a member of a class: to data its offset, to a function two words (Itanium C++ ABI,
// 2.3).
static const struct type *make_member_pointer(struct debug *debug, Dwarf_Die *die,
                                              struct error *error)
{
    Dwarf_Die target;
    const struct type *word = type_native(scalar_integer(debug->elf->is64 ? 8 : 4, true));
    bool function = debug_reference(die, DW_AT_type, &target) &&
                    libdw->dwarf_tag(&target) == DW_TAG_subroutine_type;

    return function ? type_array(debug->pool, word, 2, error) : word;
}

static const struct type *make_sized(struct debug *debug, Dwarf_Die *die, struct error *error)
{
    uint64_t size = 0;

    if (debug_unsigned(die, DW_AT_byte_size, &size))
        return debug_opaque(debug, size, error);
    fail(error, STATUS_DATA, "%s: debug information of an unknown kind (tag 0x%x)",
         debug->elf->path, (unsigned)libdw->dwarf_tag(die));
    return NULL;
}

// ---- the choice between them

static const struct type *make_type(struct debug *debug, Dwarf_Die *die, bool behind,
                                    unsigned depth, struct error *error)
{
    switch (libdw->dwarf_tag(die)) {
    case DW_TAG_base_type:
        return debug_base_type(debug, die, error);
    case DW_TAG_enumeration_type:
        return debug_enum(debug, die, depth, error);
    case DW_TAG_typedef:
    case DW_TAG_template_alias:
    case DW_TAG_subrange_type:
        return make_typedef(debug, die, depth, error);
    case DW_TAG_pointer_type:
    case DW_TAG_reference_type:
    case DW_TAG_rvalue_reference_type:
        return make_pointer(debug, die, depth, error);
    case DW_TAG_unspecified_type:
        return behind ? type_void() : type_native(SCALAR_POINTER); // C++'s nullptr_t
    case DW_TAG_array_type:
        return make_array(debug, die, depth, error);
    case DW_TAG_subroutine_type:
    case DW_TAG_subprogram:
        return debug_function(debug, die, NULL, depth, error);
    case DW_TAG_ptr_to_member_type:
        return make_member_pointer(debug, die, error);
    default:
        return make_sized(debug, die, error);
    }
}

// Takes off const, volatile and the like; false where void is behind them.
static bool peel(Dwarf_Die *die, Dwarf_Die *bare)
{
    *bare = *die;
    for (int i = 0; i < DEBUG_MAX_CHAIN; i++)
        switch (libdw->dwarf_tag(bare)) {
        case DW_TAG_const_type:
        case DW_TAG_volatile_type:
        case DW_TAG_restrict_type:
        case DW_TAG_atomic_type:
        case DW_TAG_immutable_type:
        case DW_TAG_packed_type:
        case DW_TAG_shared_type:
        case DW_TAG_dynamic_type:
            if (!debug_reference(bare, DW_AT_type, bare))
                return false;
            break;
        default:
            return true;
        }
    return true; // whatever it is then, no kind of type is left to take it
}

static bool make_once(struct debug *debug, uint32_t number, bool behind, unsigned depth,
                      struct error *error)
{
    Dwarf_Die die = debug->made[number].die;

    if (debug->made[number].type != NULL)
        return true;
    if (debug->made[number].state == DEBUG_BUSY)
        return fail(error, STATUS_DATA, "%s: a type is defined by itself", debug->elf->path);
    debug->made[number].state = DEBUG_BUSY;
    const struct type *type = make_type(debug, &die, behind, depth, error);
    debug->made[number].type = (struct type *)type;
    debug->made[number].state = type == NULL ? DEBUG_EMPTY : DEBUG_DONE;
    return type != NULL;
}

const struct type *debug_type(struct debug *debug, Dwarf_Die *die, bool behind, unsigned depth,
                              struct error *error)
{
    Dwarf_Die bare;

    if (die == NULL || !peel(die, &bare))
        return type_void();
    if (depth > TYPE_MAX_DEPTH) {
        fail(error, STATUS_DATA, "%s: types are nested more than %d deep", debug->elf->path,
             TYPE_MAX_DEPTH);
        return NULL;
    }
    if (debug_is_record(&bare))
        return debug_record(debug, &bare, behind, depth, error);

    uint32_t number = debug_find_made(debug, &bare);
    if (number == DEBUG_NONE)
        number = debug_add_made(debug, &bare, error);
    if (number == DEBUG_NONE || !make_once(debug, number, behind, depth, error))
        return NULL;
    const struct type *type = debug->made[number].type;
    if (behind || !type_is_record(type) || !type->incomplete)
        return type;
    // A typedef of a record whose members were not wanted until now.
    return debug_type_of(debug, &bare, false, depth + 1, error);
}

const struct type *debug_type_of(struct debug *debug, Dwarf_Die *die, bool behind, unsigned depth,
                                 struct error *error)
{
    Dwarf_Die inner;

    return debug_type(debug, debug_reference(die, DW_AT_type, &inner) ? &inner : NULL, behind,
                      depth, error);
}

#else
typedef int debug_type_is_left_out;
#endif
