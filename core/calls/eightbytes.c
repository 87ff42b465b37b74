// The classification of values by the System V ABI for x86-64 (section 3.2.3), as gcc applies it.
#include "calls/classify.h"

enum { MAX_EIGHTBYTES = 8 }; // aggregates of more lie in memory whatever they hold

// The class of an eightbyte that two members share.
static enum abi_class merge(enum abi_class a, enum abi_class b)
{
    if (a == b || b == ABI_NONE)
        return a;
    if (a == ABI_NONE)
        return b;
    if (a == ABI_INTEGER || b == ABI_INTEGER)
        return ABI_INTEGER;
    if (a >= ABI_X87 || b >= ABI_X87)
        return ABI_COMPLEX_X87; // stands for MEMORY: no member of two can be it
    return ABI_SSE;
}

static int eightbytes(uint64_t size, uint64_t offset)
{
    return (int)((size + offset % ABI_EIGHTBYTE + ABI_EIGHTBYTE - 1) / ABI_EIGHTBYTE);
}

static int fill(enum abi_class *classes, enum abi_class class, int count)
{
    for (int i = 0; i < count; i++)
        classes[i] = class;
    return count;
}

// A scalar at an offset that its size does not divide puts the whole record into memory.
static int classify_scalar(enum scalar scalar, uint64_t offset, enum abi_class *classes)
{
    const struct scalar_info *info = scalar_info(scalar);
    bool complex = info->class == CLASS_COMPLEX;
    uint64_t unit = complex ? info->size / 2 : info->size;

    if (offset % unit != 0)
        return 0;
    switch (scalar) {
    case SCALAR_F80:
        classes[0] = ABI_X87;
        classes[1] = ABI_X87UP;
        return 2;
    case SCALAR_F128:
        classes[0] = ABI_SSE;
        classes[1] = ABI_SSEUP;
        return 2;
    case SCALAR_CLONG:
        return fill(classes, ABI_COMPLEX_X87, 1);
    default:
        return fill(classes, complex || info->class == CLASS_FLOAT ? ABI_SSE : ABI_INTEGER,
                    eightbytes(info->size, offset));
    }
}

static int classify(const struct type *type, uint64_t offset, enum abi_class *classes);

// An array's first element stands for all.
static int classify_array(const struct type *type, uint64_t offset, enum abi_class *classes,
                          int words)
{
    enum abi_class element[MAX_EIGHTBYTES + 1];
    int n = classify(type->target, offset, element);

    if (n == 0)
        return 0;
    for (int i = 0; i < words; i++)
        classes[i] = element[i % n];
    return words;
}

// A vector of several floats, or of eight bytes and more, is one value of a vector register, as gcc
// has it (psABI 3.2.3 knows __m64 and longer ones); a shorter one of integers is an integer, and
// one of a single float lies in memory.
static int classify_vector(const struct type *type, uint64_t offset, enum abi_class *classes,
                           int words)
{
    bool floats = type_is_float(type->target);
    uint64_t unit = 1;

    while (unit < type->size)
        unit *= 2;
    if (offset % unit != 0 || (floats && type->count == 1 && unit <= ABI_EIGHTBYTE))
        return 0;
    fill(classes, ABI_SSEUP, words);
    classes[0] = floats || unit >= ABI_EIGHTBYTE ? ABI_SSE : ABI_INTEGER;
    return words;
}

// gcc takes a bit-field in a union for an integer as wide, and what has one at an offset that the
// integer's size does not divide lies in memory.
static bool is_misplaced(const struct type *in, const struct member *member, uint64_t offset)
{
    uint64_t unit = 1;

    while (8 * unit < member->type->bits)
        unit *= 2;
    return in->kind == TYPE_UNION && (offset + member->offset) % unit != 0;
}

static void merge_bits(const struct member *member, uint64_t offset, enum abi_class *classes)
{
    uint64_t first = (member->offset + offset % ABI_EIGHTBYTE) * 8 + member->type->bit_offset;
    uint64_t last = first + member->type->bits - 1;

    for (uint64_t i = first / 64; i <= last / 64; i++)
        classes[i] = merge(ABI_INTEGER, classes[i]);
}

// gcc counts unnamed bit-fields as it does others.
static void merge_unnamed(const struct type *type, uint64_t offset, enum abi_class *classes,
                          int words)
{
    for (int byte = 0; byte < 16; byte++) {
        int at = (byte + (int)(offset % ABI_EIGHTBYTE)) / ABI_EIGHTBYTE;

        if ((type->unnamed >> byte & 1) && at < words)
            classes[at] = merge(ABI_INTEGER, classes[at]);
    }
}

static int classify_members(const struct type *type, uint64_t offset, enum abi_class *classes,
                            int words)
{
    for (size_t i = 0; i < type->member_count; i++) {
        const struct member *member = &type->members[i];
        enum abi_class part[MAX_EIGHTBYTES + 1];

        if (member->type->kind == TYPE_BITS) {
            if (is_misplaced(type, member, offset))
                return 0;
            merge_bits(member, offset, classes);
            continue;
        }
        if (member->type->kind == TYPE_ARRAY && member->type->flexible)
            continue;
        int n = classify(member->type, offset + member->offset, part);
        if (n == 0)
            return 0;
        int at = (int)((member->offset + offset % ABI_EIGHTBYTE) / ABI_EIGHTBYTE);
        for (int k = 0; k < n && at + k < words; k++)
            classes[at + k] = merge(part[k], classes[at + k]);
    }
    merge_unnamed(type, offset, classes, words);
    return words;
}

// What is left to be said when all members are merged: an aggregate of more than two eightbytes
// must be one vector, and the upper part of a register needs its lower part.
static int clean_up(enum abi_class *classes, int words)
{
    for (int i = 0; words > 2 && i < words; i++)
        if (classes[i] != (i == 0 ? ABI_SSE : ABI_SSEUP))
            return 0;
    for (int i = 0; i < words; i++) {
        if (classes[i] == ABI_COMPLEX_X87)
            return 0;
        if (classes[i] == ABI_X87UP && (i == 0 || classes[i - 1] != ABI_X87))
            return 0;
        if (classes[i] == ABI_SSEUP &&
            (i == 0 || (classes[i - 1] != ABI_SSE && classes[i - 1] != ABI_SSEUP)))
            classes[i] = ABI_SSE;
    }
    return words;
}

// The eightbytes that have a class, from the one that offset lies in; 0: memory.
static int classify(const struct type *type, uint64_t offset, enum abi_class *classes)
{
    if (type->kind == TYPE_SCALAR || type->kind == TYPE_ENUM || type->kind == TYPE_POINTER)
        return classify_scalar(type->scalar, offset, classes);
    if (type->size > (uint64_t)MAX_EIGHTBYTES * ABI_EIGHTBYTE)
        return 0;
    int words = eightbytes(type->size, offset);
    fill(classes, ABI_NONE, MAX_EIGHTBYTES + 1);
    if (words == 0)
        return 1;
    switch (type->kind) {
    case TYPE_ARRAY:
        words = (type->vector ? classify_vector : classify_array)(type, offset, classes, words);
        break;
    case TYPE_STRUCT:
    case TYPE_UNION:
        words = classify_members(type, offset, classes, words);
        break;
    default: // bytes of some kind
        fill(classes, ABI_INTEGER, words);
    }
    return clean_up(classes, words);
}

int abi_classify(const struct type *type, enum abi_class classes[2])
{
    enum abi_class all[MAX_EIGHTBYTES + 1];
    int n = classify(type, 0, all);

    classes[0] = n > 0 ? all[0] : ABI_NONE;
    classes[1] = n > 1 ? all[1] : ABI_NONE;
    return n;
}
