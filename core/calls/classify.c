// The libffi types that pass values as they were classified, and the frame of a call.
#include "calls/classify.h"

#include "calls/plain.h"

enum {
    INTEGER_REGISTERS = 6, // that arguments travel in
    VECTOR_REGISTERS = 8,
};

#if defined __x86_64__ && !defined __ILP32__

// An element that makes libffi put the record which holds it into memory: it is above 32 bytes.
static ffi_type *no_elements[] = {NULL};
static ffi_type in_memory = {
    .size = 64, .alignment = 1, .type = FFI_TYPE_STRUCT, .elements = no_elements};
// An eightbyte that goes nowhere.
static ffi_type padding = {
    .size = 8, .alignment = 8, .type = FFI_TYPE_STRUCT, .elements = no_elements};

static ffi_type *element_for(enum abi_class class)
{
    switch (class) {
    case ABI_INTEGER:
        return &ffi_type_uint64;
    case ABI_SSE:
        return &ffi_type_double;
    default:
        return &padding;
    }
}

// A value of that size and alignment with those classes; none: in memory.
static bool make_record(struct abi *abi, const struct type *type, const enum abi_class *classes,
                        int count, ffi_type **out, struct error *error)
{
    ffi_type **elements = plain_new(abi, 3, sizeof(ffi_type *), error);
    ffi_type *record = plain_new(abi, 1, sizeof *record, error);

    if (elements == NULL || record == NULL)
        return false;
    *record = (ffi_type){.size = (size_t)type->size,
                         .alignment = (unsigned short)type->align,
                         .type = FFI_TYPE_STRUCT,
                         .elements = elements};
    for (int i = 0; i < count; i++)
        elements[i] = element_for(classes[i]);
    while (count > 1 && elements[count - 1] == &padding)
        elements[--count] = NULL;
    if (count == 0)
        elements[0] = &in_memory;
    *out = record;
    return true;
}

// libffi's own room for arguments is aligned at 16 bytes, no more.
static bool check_alignment(const struct type *type, struct error *error)
{
    if (type->align <= ABI_SLOT)
        return true;
    fail(error, STATUS_USAGE, "a record aligned at %llu bytes cannot be passed by value",
         (unsigned long long)type->align);
    return error_hint(error, "pass a pointer to it");
}

// Values that the ABI takes apart: records, vectors, and scalars wider than a register.
static bool is_compound(const struct type *type)
{
    if (type_is_record(type) || type->vector)
        return type->size > 0;
    return type->kind == TYPE_SCALAR &&
           (type->scalar == SCALAR_I128 || type->scalar == SCALAR_U128 ||
            scalar_info(type->scalar)->class == CLASS_COMPLEX);
}

// The vector of more than an eightbyte in a value, or NULL.
static const struct type *long_vector(const struct type *type)
{
    const struct type *found = NULL;

    while (type->kind == TYPE_ARRAY && !type->vector)
        type = type->target;
    if (type->size <= ABI_EIGHTBYTE)
        return NULL;
    if (type->vector)
        return type;
    for (size_t i = 0; type_is_record(type) && found == NULL && i < type->member_count; i++)
        found = long_vector(type->members[i].type);
    return found;
}

// libffi moves eight bytes of a vector register. The ABI has longer vectors whole in one, those of
// more than 16 bytes only where the function was compiled for registers so wide.
static bool refuse_whole(const struct type *type, struct error *error)
{
    const struct type *vector = long_vector(type);
    const char *record = type_is_record(type) ? "a record with " : "";

    if (vector != NULL)
        fail(error, STATUS_USAGE, "%sa vector of %llu bytes cannot be passed by value", record,
             (unsigned long long)vector->size);
    else
        fail(error, STATUS_USAGE, "%sa _Float128 cannot be passed by value", record);
    return error_hint(error, "pass a pointer to it");
}

static bool in_registers(const struct type *type, enum abi_class classes[2], int *count,
                         struct error *error)
{
    *count = abi_classify(type, classes);
    if ((*count > 1 && classes[1] == ABI_SSEUP) || (type->vector && type->size > ABI_EIGHTBYTE))
        return refuse_whole(type, error);
    return true;
}

bool abi_type(struct abi *abi, const struct type *type, enum abi_role role, ffi_type **out,
              struct error *error)
{
    enum abi_class classes[2];
    int count;

    if (type->kind == TYPE_SCALAR && type->scalar == SCALAR_F16) {
        *out = &ffi_type_float; // the lower bytes of a vector register
        return true;
    }
    if (!is_compound(type) ||
        (type->kind == TYPE_SCALAR && scalar_info(type->scalar)->class == CLASS_COMPLEX))
        return abi_plain_type(abi, type, out, error);
    if (!in_registers(type, classes, &count, error))
        return false;
    if (count == 2 && classes[0] == ABI_X87 && role == ABI_RESULT) {
        *out = &ffi_type_longdouble;
        return true;
    }
    if (count > 0 && classes[0] >= ABI_X87)
        count = 0;
    if (count == 0 && role == ABI_ARGUMENT && !check_alignment(type, error))
        return false;
    return make_record(abi, type, classes, count, out, error);
}

static void append(struct abi_frame *frame, ffi_type *type, void *value)
{
    frame->types[frame->count] = type;
    frame->values[frame->count++] = value;
}

static bool frame_start(struct abi_frame *frame, const struct type *result, struct error *error)
{
    enum abi_class classes[2];
    int count;

    if (!is_compound(result))
        return true;
    if (!in_registers(result, classes, &count, error))
        return false;
    frame->integers = count == 0; // the address of a result in memory
    return true;
}

// How many registers of a class the eightbytes need.
static unsigned need(const enum abi_class *classes, int count, enum abi_class class)
{
    unsigned needed = 0;

    for (int i = 0; i < count; i++)
        needed += classes[i] == class;
    return needed;
}

// All of a value's eightbytes are in registers, or none is.
static bool add_compound(struct abi *abi, struct abi_frame *frame, const struct type *type,
                         unsigned char *value, struct error *error)
{
    enum abi_class classes[2];
    ffi_type *whole;
    int count;

    if (!in_registers(type, classes, &count, error))
        return false;
    unsigned integers = need(classes, count, ABI_INTEGER), vectors = need(classes, count, ABI_SSE);
    bool x87 = count > 0 && classes[0] >= ABI_X87;
    if (count > 0 && !x87 && frame->integers + integers <= INTEGER_REGISTERS &&
        frame->vectors + vectors <= VECTOR_REGISTERS) {
        for (int i = 0; i < count; i++)
            if (classes[i] != ABI_NONE)
                append(frame, element_for(classes[i]), value + (ptrdiff_t)i * ABI_EIGHTBYTE);
        frame->integers += integers;
        frame->vectors += vectors;
        return true;
    }
    if (!check_alignment(type, error) || !make_record(abi, type, classes, 0, &whole, error))
        return false;
    append(frame, whole, value);
    return true;
}

static bool frame_add(struct abi *abi, struct abi_frame *frame, const struct type *type,
                      unsigned char *value, struct error *error)
{
    ffi_type *plain;

    if (is_compound(type))
        return add_compound(abi, frame, type, value, error);
    if (!abi_type(abi, type, ABI_ARGUMENT, &plain, error))
        return false;
    if (plain == NULL)
        return true;
    append(frame, plain, value);
    if (plain == &ffi_type_float || plain == &ffi_type_double)
        frame->vectors += frame->vectors < VECTOR_REGISTERS;
    else if (plain != &ffi_type_longdouble)
        frame->integers += frame->integers < INTEGER_REGISTERS;
    return true;
}

#else

bool abi_type(struct abi *abi, const struct type *type, enum abi_role role, ffi_type **out,
              struct error *error)
{
    (void)role;
    return abi_plain_type(abi, type, out, error);
}

static bool frame_start(struct abi_frame *frame, const struct type *result, struct error *error)
{
    (void)frame;
    (void)result;
    (void)error;
    return true;
}

static bool frame_add(struct abi *abi, struct abi_frame *frame, const struct type *type,
                      unsigned char *value, struct error *error)
{
    ffi_type *plain;

    if (!abi_plain_type(abi, type, &plain, error))
        return false;
    if (plain == NULL)
        return true;
    frame->types[frame->count] = plain;
    frame->values[frame->count++] = value;
    return true;
}

#endif

bool abi_frame_open(struct abi *abi, struct abi_frame *frame, const struct type *result,
                    size_t arguments, struct error *error)
{
    *frame = (struct abi_frame){0};
    frame->types = plain_new(abi, 2 * arguments, sizeof *frame->types, error);
    frame->values = plain_new(abi, 2 * arguments, sizeof *frame->values, error);
    return frame->types != NULL && frame->values != NULL && frame_start(frame, result, error);
}

bool abi_frame_add(struct abi *abi, struct abi_frame *frame, const struct type *type,
                   unsigned char *value, struct error *error)
{
    return frame_add(abi, frame, type, value, error);
}
