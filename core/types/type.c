// Makers of types: nodes that are laid out as soon as they are made.
#include "types/type.h"

#include "types/host.h"

#include <string.h>

static const struct type natives[SCALAR_COUNT] = {
#define SCALAR(id, name_, c_, code_, host, class_, format_, ffi)                                   \
    [SCALAR_##id] = {.kind = TYPE_SCALAR,                                                          \
                     .scalar = SCALAR_##id,                                                        \
                     .size = HOST_SIZE(host),                                                      \
                     .align = HOST_ALIGN(host)},
#include "types/scalar.def"
#undef SCALAR
};

static const struct type the_void = {.kind = TYPE_VOID, .align = 1};

const struct type *type_bytes(void)
{
    return &natives[SCALAR_BYTE];
}

const struct type *type_void(void)
{
    return &the_void;
}

const struct type *type_native(enum scalar scalar)
{
    return &natives[scalar];
}

struct type *type_scalar(struct type_pool *pool, enum scalar scalar, enum order order,
                         struct error *error)
{
    const struct scalar_info *info = scalar_info(scalar);
    struct type *type = pool_type(pool, TYPE_SCALAR, error);

    if (type == NULL)
        return NULL;
    type->scalar = scalar;
    type->order = order;
    type->size = info->size;
    type->align = info->align;
    return type;
}

static bool too_deep(struct error *error)
{
    return fail(error, STATUS_USAGE, "types are nested more than %d deep", TYPE_MAX_DEPTH);
}

// The depth that a part of that type adds to what it is part of. Pointers to records add none of
// the record's: those may go in circles.
static unsigned depth_under(const struct type *type)
{
    if (type->kind == TYPE_POINTER && type_is_record(type->target))
        return 1;
    return type->depth + 1;
}

// Makes type rest on target: held, and counted in its depth.
static bool rest_on(struct type *type, const struct type *target, struct error *error)
{
    unsigned depth = depth_under(target);

    if (type->kind == TYPE_POINTER && type_is_record(target))
        depth = 1;
    if (type->kind == TYPE_FUNCTION && type_is_record(target))
        depth = 1;
    if (depth > TYPE_MAX_DEPTH)
        return too_deep(error);
    if (depth > type->depth)
        type->depth = depth;
    return pool_hold(type->pool, target, error);
}

// Why a type cannot be an element or a member, or NULL.
static const char *no_object(const struct type *type)
{
    if (type->kind == TYPE_VOID)
        return "void has no size";
    if (type->kind == TYPE_FUNCTION)
        return "a function has no size";
    if (type->incomplete)
        return "has no body here, so its size is not known";
    return NULL;
}

static bool fail_no_object(const struct type *type, const char *what, struct error *error)
{
    const char *why = no_object(type);

    if (type->incomplete)
        return fail(error, STATUS_USAGE, "%s: %s %s %s", what,
                    type->kind == TYPE_UNION  ? "union"
                    : type->kind == TYPE_ENUM ? "enum"
                                              : "struct",
                    type->tag == NULL ? "" : type->tag, why);
    return fail(error, STATUS_USAGE, "%s: %s", what, why);
}

struct type *type_array(struct type_pool *pool, const struct type *element, uint64_t count,
                        struct error *error)
{
    uint64_t size;

    if (no_object(element) != NULL) {
        fail_no_object(element, "array", error);
        return NULL;
    }
    if (!mul_u64(element->size, count, &size) || size > TYPE_MAX_SIZE) {
        fail(error, STATUS_USAGE, "an array of %llu elements of %llu bytes is too large",
             (unsigned long long)count, (unsigned long long)element->size);
        return NULL;
    }
    struct type *type = pool_type(pool, TYPE_ARRAY, error);
    if (type == NULL || !rest_on(type, element, error))
        return NULL;
    type->target = element;
    type->count = count;
    type->size = size;
    type->align = element->align;
    return type;
}

struct type *type_pointer(struct type_pool *pool, const struct type *target, enum order order,
                          struct error *error)
{
    const struct scalar_info *info = scalar_info(SCALAR_POINTER);
    struct type *type = pool_type(pool, TYPE_POINTER, error);

    if (target == NULL)
        target = &the_void;
    if (type == NULL || !rest_on(type, target, error))
        return NULL;
    type->scalar = SCALAR_POINTER;
    type->order = order;
    type->target = target;
    type->size = info->size;
    type->align = info->align;
    return type;
}

static enum scalar scalar_of_bits(const struct type *declared)
{
    enum scalar_class class = scalar_info(declared->scalar)->class;

    if (class != CLASS_CHAR && class != CLASS_UNICODE)
        return declared->scalar;
    return scalar_integer((unsigned)declared->size, type_is_signed(declared));
}

struct type *type_bits(struct type_pool *pool, const struct type *declared, unsigned bit_offset,
                       unsigned bits, struct error *error)
{
    if (!type_takes_bits(declared)) {
        fail(error, STATUS_DATA, "a bit-field of a type that has none");
        return NULL;
    }
    if (bits == 0 || bits > 8 * declared->size || bit_offset >= 8) {
        fail(error, STATUS_DATA, "a bit-field of %u bits does not fit its type", bits);
        return NULL;
    }
    struct type *type = pool_type(pool, TYPE_BITS, error);
    if (type == NULL || !rest_on(type, declared, error))
        return NULL;
    type->scalar = scalar_of_bits(declared);
    type->order = declared->order;
    type->target = declared;
    type->bit_offset = bit_offset;
    type->bits = bits;
    type->size = (bit_offset + bits + 7) / 8;
    type->align = 1;
    return type;
}

struct type *type_enum(struct type_pool *pool, const char *tag, const struct type *declared,
                       enum scalar scalar, const struct enumerator *enumerators, size_t count,
                       struct error *error)
{
    const struct scalar_info *info = scalar_info(scalar);
    struct type *type = pool_type(pool, TYPE_ENUM, error);

    if (type == NULL)
        return NULL;
    if (declared == NULL)
        declared = type_native(scalar);
    if (!rest_on(type, declared, error))
        return NULL;
    type->tag = tag;
    type->scalar = scalar;
    type->order = declared->order;
    type->target = declared;
    type->size = info->size;
    type->align = info->align;
    type->enumerators = enumerators;
    type->enumerator_count = count;
    return type;
}

bool type_members_set(struct type *type, const struct member *members, size_t count,
                      struct error *error)
{
    if (count > TYPE_MAX_MEMBERS)
        return fail(error, STATUS_USAGE, "more than %d members", TYPE_MAX_MEMBERS);
    for (size_t i = 0; i < count; i++)
        if (!rest_on(type, members[i].type, error))
            return false;
    type->members = members;
    type->member_count = count;
    return true;
}

struct type *type_function(struct type_pool *pool, const struct type *result,
                           const struct member *parameters, size_t count, struct error *error)
{
    struct type *type = pool_type(pool, TYPE_FUNCTION, error);

    if (result == NULL)
        result = &the_void;
    if (type == NULL || !rest_on(type, result, error) ||
        !type_members_set(type, parameters, count, error))
        return NULL;
    type->target = result;
    type->align = 1;
    return type;
}

static bool lies_within(const struct member *member, uint64_t size, struct error *error)
{
    const struct type *type = member->type;

    if (no_object(type) != NULL)
        return fail_no_object(type, member->name == NULL ? "member" : member->name, error);
    if (member->offset > size || type->size > size - member->offset)
        return fail(error, STATUS_DATA, "member %s lies outside of its record of %llu bytes",
                    member->name == NULL ? "" : member->name, (unsigned long long)size);
    return true;
}

struct type *type_record_at(struct type_pool *pool, enum type_kind kind, const char *tag,
                            const struct member *members, size_t count, uint64_t size,
                            uint64_t align, struct error *error)
{
    struct type *type = pool_type(pool, kind, error);

    if (type == NULL)
        return NULL;
    if (size > TYPE_MAX_SIZE) {
        fail(error, STATUS_USAGE, "a record of %llu bytes is too large", (unsigned long long)size);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (!lies_within(&members[i], size, error))
            return NULL;
    if (!type_members_set(type, members, count, error))
        return NULL;
    type->tag = tag;
    type->size = size;
    type->align = align;
    return type;
}
