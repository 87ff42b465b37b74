// Base types and enums from debug information: DWARF 5 sections 5.1 and 5.7.
#ifdef WITH_LIBDW
#include <elf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/swap.h"
#include "images/debug.h"

// How C spells what compilers name in an order of their own.
static const struct {
    const char *debug, *c;
} spellings[] = {
    {"long int", "long"},
    {"short int", "short"},
    {"long unsigned int", "unsigned long"},
    {"short unsigned int", "unsigned short"},
    {"long long int", "long long"},
    {"long long unsigned int", "unsigned long long"},
    {"__int128 unsigned", "unsigned __int128"},
};

static const char *c_spelling(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof spellings / sizeof *spellings; i++)
        if (strcmp(spellings[i].debug, name) == 0)
            return spellings[i].c;
    return name;
}

static bool has(const char *name, const char *part)
{
    return name != NULL && strstr(name, part) != NULL;
}

// A long double is x87's on x86, IBM's pair of doubles (which no scalar here is) on PowerPC, and
// else IEEE's.
static enum scalar float_of(const struct debug *debug, const char *name, uint64_t size)
{
    uint16_t machine = debug->elf->machine;
    bool x87 = machine == EM_X86_64 || machine == EM_386;
    bool pair = machine == EM_PPC64 || machine == EM_PPC;

    switch (size) {
    case 2:
        return has(name, "bf") ? SCALAR_BF16 : SCALAR_F16;
    case 4:
        return SCALAR_F32;
    case 8:
        return SCALAR_F64;
    case 12:
        return x87 ? SCALAR_F80 : SCALAR_COUNT;
    case 16:
        if (has(name, "128"))
            return SCALAR_F128;
        return x87 ? SCALAR_F80 : pair ? SCALAR_COUNT : SCALAR_F128;
    default:
        return SCALAR_COUNT;
    }
}

static enum scalar complex_of(const struct debug *debug, const char *name, uint64_t size)
{
    switch (float_of(debug, name, size / 2)) {
    case SCALAR_F32:
        return SCALAR_C64;
    case SCALAR_F64:
        return SCALAR_C128;
    case SCALAR_F80:
        return scalar_long_double() == SCALAR_F80 ? SCALAR_CLONG : SCALAR_COUNT;
    case SCALAR_F128:
        return scalar_long_double() == SCALAR_F128 ? SCALAR_CLONG : SCALAR_COUNT;
    default:
        return SCALAR_COUNT;
    }
}

static enum scalar unicode_of(uint64_t size)
{
    return size == 1 ? SCALAR_U8 : size == 2 ? SCALAR_UCS2 : size == 4 ? SCALAR_UCS4 : SCALAR_COUNT;
}

static enum scalar integer_of(uint64_t size, bool is_signed)
{
    return size > 16 ? SCALAR_COUNT : scalar_integer((unsigned)size, is_signed);
}

// The machine type of a base type; SCALAR_COUNT where there is none.
static enum scalar scalar_of(const struct debug *debug, uint64_t encoding, const char *name,
                             uint64_t size)
{
    switch (encoding) {
    case DW_ATE_boolean:
        return size == 1 ? SCALAR_BOOL : integer_of(size, false);
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
        if (size == 1 && name != NULL && strcmp(name, "char") == 0)
            return SCALAR_CHAR;
        return integer_of(size, encoding == DW_ATE_signed_char);
    case DW_ATE_signed:
        // C++ has wchar_t as a type of its own.
        if (name != NULL && strcmp(name, "wchar_t") == 0 && size == 4)
            return SCALAR_UCS4;
        return integer_of(size, true);
    case DW_ATE_unsigned:
    case DW_ATE_address:
        return integer_of(size, false);
    case DW_ATE_UTF:
        return unicode_of(size);
    case DW_ATE_float:
        return float_of(debug, name, size);
    case DW_ATE_complex_float:
        return complex_of(debug, name, size);
    default: // decimal and fixed-point numbers, imaginary ones
        return SCALAR_COUNT;
    }
}

// DW_AT_endianity overrides the file's own order (gcc's scalar_storage_order).
enum order debug_order(const struct debug *debug, Dwarf_Die *die)
{
    uint64_t endianity = DW_END_default;
    bool big = debug->elf->big;

    debug_unsigned(die, DW_AT_endianity, &endianity);
    if (endianity == DW_END_big || endianity == DW_END_little)
        big = endianity == DW_END_big;
    if (big == HOST_IS_BIG)
        return ORDER_NATIVE;
    return big ? ORDER_BIG : ORDER_LITTLE;
}

struct type *debug_opaque(struct debug *debug, uint64_t size, struct error *error)
{
    return (struct type *)type_array(debug->pool, type_native(SCALAR_U8), size, error);
}

struct type *debug_base_type(struct debug *debug, Dwarf_Die *die, struct error *error)
{
    const char *name = c_spelling(debug_name(die));
    uint64_t size = 0, encoding = 0;
    struct type *type;

    debug_unsigned(die, DW_AT_byte_size, &size);
    debug_unsigned(die, DW_AT_encoding, &encoding);
    enum scalar scalar = scalar_of(debug, encoding, name, size);
    // A machine type of the file's machine need not be the host's.
    if (scalar == SCALAR_COUNT || scalar_info(scalar)->size != size)
        type = debug_opaque(debug, size, error);
    else
        type = (struct type *)type_scalar(debug->pool, scalar, debug_order(debug, die), error);
    if (scalar != SCALAR_COUNT && scalar_info(scalar)->class == CLASS_COMPLEX)
        name = scalar_info(scalar)->c; // each compiler has words of its own for it
    if (type != NULL && name != NULL) {
        type->name = debug_text(debug, name, error);
        if (type->name == NULL)
            return NULL;
    }
    return type;
}

// ---- enums

// Compilers write a value that is not negative as plain data of the least size, and a negative one
// as signed data. What is too large for a signed enum of its own size was negative.
static bool read_value(Dwarf_Die *die, uint64_t size, bool is_signed, struct integer *out)
{
    Dwarf_Attribute room, *found = libdw->dwarf_attr(die, DW_AT_const_value, &room);
    Dwarf_Word plain;
    Dwarf_Sword value;

    if (found == NULL)
        return false;
    unsigned form = libdw->dwarf_whatform(found);
    if (form == DW_FORM_sdata || form == DW_FORM_implicit_const) {
        if (libdw->dwarf_formsdata(found, &value) != 0)
            return false;
        *out = integer_of_bytes(&value, sizeof value, true);
        return true;
    }
    if (libdw->dwarf_formudata(found, &plain) != 0)
        return false;
    *out = integer_of_bytes(&plain, sizeof plain, false);
    if (is_signed && size >= 1 && size <= 8 && !integer_fits(*out, (unsigned)size * 8, true)) {
        unsigned unused = 64 - (unsigned)size * 8;

        value = (int64_t)(plain << unused) >> unused;
        *out = integer_of_bytes(&value, sizeof value, true);
    }
    return true;
}

// The enumerators, in the pool; or with to NULL, how many there are, and whether any is negative.
static bool read_enumerators(struct debug *debug, Dwarf_Die *die, uint64_t size, bool is_signed,
                             struct enumerator *to, size_t *count, bool *negative,
                             struct error *error)
{
    Dwarf_Die child;
    size_t used = 0;

    for (bool more = debug_child(die, &child); more; more = debug_sibling(&child)) {
        const char *name = debug_name(&child);
        struct integer value;

        if (libdw->dwarf_tag(&child) != DW_TAG_enumerator || name == NULL ||
            !read_value(&child, size, is_signed, &value) || used == TYPE_MAX_MEMBERS)
            continue;
        *negative |= integer_compare(value, (struct integer){0}) < 0;
        if (to != NULL) {
            to[used].value = value;
            to[used].name = debug_text(debug, name, error);
            if (to[used].name == NULL)
                return false;
        }
        used++;
    }
    *count = used;
    return true;
}

// The integer type that an enum says it is of; NULL where it says none.
static bool read_declared(struct debug *debug, Dwarf_Die *die, unsigned depth,
                          const struct type **declared, struct error *error)
{
    const struct type *type;
    Dwarf_Die inner;

    *declared = NULL;
    if (!debug_reference(die, DW_AT_type, &inner))
        return true;
    type = debug_type(debug, &inner, false, depth + 1, error);
    if (type == NULL)
        return false;
    if (type->kind == TYPE_SCALAR)
        *declared = type;
    return true;
}

struct type *debug_enum(struct debug *debug, Dwarf_Die *die, unsigned depth, struct error *error)
{
    const struct type *declared = NULL;
    struct enumerator *enumerators;
    uint64_t size = 0;
    bool negative = false, is_signed = false;
    size_t count;

    if (!read_declared(debug, die, depth, &declared, error))
        return NULL;
    if (declared != NULL)
        size = declared->size;
    debug_unsigned(die, DW_AT_byte_size, &size);
    if (declared != NULL && declared->size != size)
        declared = NULL;
    is_signed =
        declared != NULL && (scalar_info(declared->scalar)->class == CLASS_INT ||
                             (scalar_info(declared->scalar)->class == CLASS_CHAR && CHAR_MIN < 0));
    if (!read_enumerators(debug, die, size, is_signed, NULL, &count, &negative, error))
        return NULL;
    is_signed |= declared == NULL && negative;
    enumerators = pool_array(debug->pool, count, sizeof *enumerators, error);
    if (enumerators == NULL ||
        !read_enumerators(debug, die, size, is_signed, enumerators, &count, &negative, error))
        return NULL;
    enum scalar scalar = integer_of(size, is_signed);
    if (scalar == SCALAR_COUNT) {
        fail(error, STATUS_DATA, "%s: an enum of %llu bytes", debug->elf->path,
             (unsigned long long)size);
        return NULL;
    }
    const char *tag = debug_name(die);
    if (tag != NULL && (tag = debug_text(debug, tag, error)) == NULL)
        return NULL;
    struct type *type =
        (struct type *)type_enum(debug->pool, tag, declared, scalar, enumerators, count, error);
    if (type != NULL)
        type->order = debug_order(debug, die);
    return type;
}

#else
typedef int debug_base_is_left_out;
#endif
