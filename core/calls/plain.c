#include "calls/plain.h"

#include <stdlib.h>
#include <string.h>

struct abi_block {
    struct abi_block *next;
    _Alignas(max_align_t) unsigned char room[];
};

void *plain_new(struct abi *abi, size_t count, size_t size, struct error *error)
{
    uint64_t bytes;

    if (!mul_u64(count, size, &bytes) || !add_u64(bytes, sizeof(struct abi_block), &bytes) ||
        bytes > SIZE_MAX) {
        fail_memory(error);
        return NULL;
    }
    struct abi_block *block = memory_new(1, (size_t)bytes, error);
    if (block == NULL)
        return NULL;
    block->next = abi->blocks;
    abi->blocks = block;
    return block->room;
}

void abi_close(struct abi *abi)
{
    while (abi->blocks != NULL) {
        struct abi_block *next = abi->blocks->next;

        free(abi->blocks);
        abi->blocks = next;
    }
}

#define ffi_type_none ffi_type_void
#ifndef FFI_TARGET_HAS_COMPLEX_TYPE
#define ffi_type_complex_float      ffi_type_void
#define ffi_type_complex_double     ffi_type_void
#define ffi_type_complex_longdouble ffi_type_void
#endif

// libffi's type for a machine type; ffi_type_void where it has none.
static ffi_type *const scalars[SCALAR_COUNT] = {
#define SCALAR(id, name, c, code, host, class, format, ffi) [SCALAR_##id] = &ffi_type_##ffi,
#include "types/scalar.def"
#undef SCALAR
};

static bool refuse(const struct type *type, const char *why, struct error *error)
{
    const char *name = type->tag != NULL ? type->tag : type->name;

    if (name != NULL && strcmp(name, why) == 0)
        name = NULL;
    fail(error, STATUS_USAGE, "%s%s%s cannot be passed by value on this machine",
         name != NULL ? name : "", name != NULL ? ": " : "", why);
    return type->kind != TYPE_SCALAR && error_hint(error, "pass a pointer to it");
}

static bool scalar_of(const struct type *type, ffi_type **out, struct error *error)
{
    enum scalar scalar = type->scalar;

    if (scalar == scalar_long_double())
        *out = &ffi_type_longdouble;
    else if (scalars[scalar] != &ffi_type_void && scalar != SCALAR_F80)
        *out = scalars[scalar];
    else if (!refuse(type, scalar_info(scalar)->c, error))
        return error_hint(error, "libffi, which makes the calls, has no type for it");
    return true;
}

// The elements of a record, ABI_MAX_ELEMENTS at most. An array is no type of libffi's: its elements
// stand in its place.
struct elements {
    ffi_type **list;
    size_t count, capacity;
};

static bool add(struct elements *elements, ffi_type *type, struct error *error)
{
    if (!memory_grow(&elements->list, &elements->capacity, elements->count + 1, sizeof(ffi_type *),
                     error))
        return false;
    elements->list[elements->count++] = type;
    return true;
}

static bool append(struct abi *abi, const struct type *type, struct elements *elements,
                   struct error *error);

static bool append_array(struct abi *abi, const struct type *type, struct elements *elements,
                         struct error *error)
{
    size_t first = elements->count;

    if (type->flexible || type->count == 0)
        return true;
    if (!append(abi, type->target, elements, error))
        return false;
    size_t each = elements->count - first;
    if (each != 0 && type->count > (ABI_MAX_ELEMENTS - first) / each)
        return refuse(type, "an array of so many elements", error);
    for (uint64_t i = 1; i < type->count && each != 0; i++)
        for (size_t k = 0; k < each; k++)
            if (!add(elements, elements->list[first + k], error))
                return false;
    return true;
}

static bool append(struct abi *abi, const struct type *type, struct elements *elements,
                   struct error *error)
{
    ffi_type *made = NULL;

    switch (type->kind) {
    case TYPE_ARRAY:
        if (type->vector)
            return refuse(type, "a vector", error);
        return append_array(abi, type, elements, error);
    case TYPE_BITS:
        return refuse(type, "a bit-field", error);
    default:
        if (!abi_plain_type(abi, type, &made, error))
            return false;
        if (made == NULL)
            return true;
        if (elements->count == ABI_MAX_ELEMENTS)
            return refuse(type, "a record of so many members", error);
        return add(elements, made, error);
    }
}

// A record of those elements, copied.
static ffi_type *make_struct(struct abi *abi, const struct elements *elements, struct error *error)
{
    ffi_type **kept = plain_new(abi, elements->count + 1, sizeof(ffi_type *), error);
    ffi_type *record = plain_new(abi, 1, sizeof *record, error);

    if (kept == NULL || record == NULL)
        return NULL;
    for (size_t i = 0; i < elements->count; i++)
        kept[i] = elements->list[i];
    record->type = FFI_TYPE_STRUCT;
    record->elements = kept;
    return record;
}

// A struct whose layout by libffi is the one that it has.
static bool struct_of(struct abi *abi, const struct type *type, ffi_type **out, struct error *error)
{
    struct elements elements = {0};
    ffi_type *record = NULL;
    ffi_cif cif;
    bool good = true;

    for (size_t i = 0; good && i < type->member_count; i++)
        good = append(abi, type->members[i].type, &elements, error);
    if (good)
        record = make_struct(abi, &elements, error);
    free(elements.list);
    if (record == NULL)
        return false;
    if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 0, record, NULL) != FFI_OK ||
        record->size != type->size || record->alignment != type->align)
        return refuse(type, "a packed or specially aligned struct", error);
    *out = record;
    return true;
}

bool abi_plain_type(struct abi *abi, const struct type *type, ffi_type **out, struct error *error)
{
    switch (type->kind) {
    case TYPE_VOID:
        *out = &ffi_type_void;
        return true;
    case TYPE_SCALAR:
    case TYPE_ENUM:
        if (type_swapped(type))
            return refuse(type, "a value in the other byte order", error);
        return scalar_of(type, out, error);
    case TYPE_POINTER:
    case TYPE_FUNCTION:
        *out = &ffi_type_pointer;
        return true;
    case TYPE_UNION:
        return refuse(type, "a union", error);
    case TYPE_STRUCT:
        if (type->size > 0)
            return struct_of(abi, type, out, error);
        *out = NULL;
        return true;
    default:
        return refuse(type, type->vector ? "a vector" : "an array", error);
    }
}
