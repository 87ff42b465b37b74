// Questions to types, and the one change that a view asks of them: another byte order.
#include "base/swap.h"
#include "types/type.h"
#include "types/typemap.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>

bool type_is_bytes(const struct type *type)
{
    return type->kind == TYPE_SCALAR && type->scalar == SCALAR_BYTE;
}

bool type_is_text(const struct type *type)
{
    return type->kind == TYPE_ARRAY && type->target->kind == TYPE_SCALAR &&
           type->target->scalar == SCALAR_CHAR;
}

bool type_is_record(const struct type *type)
{
    return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
}

bool type_is_flat(const struct type *type)
{
    return !type_is_record(type) && (type->kind != TYPE_ARRAY || type_is_text(type));
}

bool type_is_char(const struct type *type)
{
    return type->kind == TYPE_SCALAR && type->scalar == SCALAR_CHAR;
}

bool type_is_float(const struct type *type)
{
    return type->kind == TYPE_SCALAR && scalar_info(type->scalar)->class == CLASS_FLOAT;
}

static bool has_order(const struct type *type)
{
    return type->kind == TYPE_SCALAR || type->kind == TYPE_ENUM || type->kind == TYPE_BITS ||
           type->kind == TYPE_POINTER;
}

bool type_is_big(const struct type *type)
{
    return type->order == ORDER_BIG || (type->order == ORDER_NATIVE && HOST_IS_BIG);
}

bool type_swapped(const struct type *type)
{
    return has_order(type) && scalar_info(type->scalar)->size > 1 &&
           type_is_big(type) != HOST_IS_BIG;
}

bool type_is_signed(const struct type *type)
{
    switch (scalar_info(type->scalar)->class) {
    case CLASS_INT:
        return true;
    case CLASS_CHAR:
        return CHAR_MIN < 0;
    case CLASS_UNICODE: // wchar_t; char16_t and char32_t are unsigned
        return type->scalar == SCALAR_UCS4 && WCHAR_MIN < 0 &&
               (type->name == NULL || *type->name == 'w');
    default:
        return false;
    }
}

bool type_takes_bits(const struct type *type)
{
    enum scalar_class class = scalar_info(type->scalar)->class;

    return type->kind == TYPE_ENUM ||
           (type->kind == TYPE_SCALAR &&
            (class == CLASS_BOOL || class == CLASS_CHAR || class == CLASS_INT ||
             class == CLASS_UINT || class == CLASS_UNICODE));
}

// Bytes are u8 where structures are compared.
static enum scalar plain_scalar(const struct type *type)
{
    return type->scalar == SCALAR_BYTE ? SCALAR_U8 : type->scalar;
}

// A bit-field is the same whatever integer it was declared with.
static bool same_bits(const struct type *a, const struct type *b)
{
    return scalar_info(a->scalar)->class == scalar_info(b->scalar)->class && a->size == b->size &&
           a->bits == b->bits && a->bit_offset == b->bit_offset && type_is_big(a) == type_is_big(b);
}

static bool same_scalar(const struct type *a, const struct type *b)
{
    bool ordered = scalar_info(a->scalar)->size > 1;

    return plain_scalar(a) == plain_scalar(b) && (!ordered || type_is_big(a) == type_is_big(b));
}

// Enums and pointers count as the machine types that they are.
static enum type_kind plain_kind(const struct type *type)
{
    return type->kind == TYPE_ENUM || type->kind == TYPE_POINTER ? TYPE_SCALAR : type->kind;
}

static bool same(const struct type *a, const struct type *b, struct typemap *known);

static bool same_members(const struct type *a, const struct type *b, struct typemap *known)
{
    if (a->size != b->size || a->member_count != b->member_count || a->variadic != b->variadic)
        return false;
    for (size_t i = 0; i < a->member_count; i++)
        if (a->members[i].offset != b->members[i].offset ||
            !same(a->members[i].type, b->members[i].type, known))
            return false;
    return true;
}

static bool same(const struct type *a, const struct type *b, struct typemap *known)
{
    if (a == b || typemap_get(known, a) == b)
        return true;
    if (plain_kind(a) != plain_kind(b))
        return false;
    switch (plain_kind(a)) {
    case TYPE_SCALAR:
        return same_scalar(a, b);
    case TYPE_BITS:
        return same_bits(a, b);
    case TYPE_ARRAY:
        return a->count == b->count && a->size == b->size && same(a->target, b->target, known);
    case TYPE_PASCAL:
        return a->size == b->size;
    case TYPE_FUNCTION:
        return same(a->target, b->target, known) && same_members(a, b, known);
    case TYPE_STRUCT:
    case TYPE_UNION:
        if (!same_members(a, b, known))
            return false;
        typemap_put(known, a, b);
        return true;
    default:
        return true;
    }
}

bool type_same(const struct type *a, const struct type *b)
{
    struct typemap known = {0};
    bool answer = same(a, b, &known);

    typemap_close(&known);
    return answer;
}

static bool is_named(const struct member *member, const char *name, size_t length)
{
    return member->name != NULL && strncmp(member->name, name, length) == 0 &&
           member->name[length] == '\0';
}

// budget: how many members may still be looked at; debug info can share an anonymous member so that
// there is no end to them.
static const struct member *find_member(const struct type *type, const char *name, size_t length,
                                        uint64_t *offset, size_t *budget)
{
    for (size_t i = 0; i<type->member_count && * budget> 0; i++) {
        const struct member *member = &type->members[i];
        uint64_t inner = 0;

        --*budget;
        if (is_named(member, name, length)) {
            *offset = member->offset;
            return member;
        }
        if (member->name != NULL || !type_is_record(member->type))
            continue;
        const struct member *found = find_member(member->type, name, length, &inner, budget);
        if (found != NULL) {
            *offset = member->offset + inner;
            return found;
        }
    }
    return NULL;
}

const struct member *type_member(const struct type *type, const char *name, size_t length,
                                 uint64_t *offset)
{
    size_t budget = 2 * (size_t)TYPE_MAX_MEMBERS;

    return find_member(type, name, length, offset, &budget);
}

struct reorder {
    struct type_pool *pool;
    enum order order;
    struct typemap done;
    struct error *error;
};

static const struct type *reordered(struct reorder *in, const struct type *type);

static struct type *copy_of(struct reorder *in, const struct type *type)
{
    struct type *copy = pool_type(in->pool, type->kind, in->error);

    if (copy == NULL || !pool_hold(in->pool, type, in->error))
        return NULL;
    *copy = *type;
    copy->pool = in->pool;
    return copy;
}

static const struct type *reordered_record(struct reorder *in, const struct type *type)
{
    struct member *members = NULL;

    for (size_t i = 0; i < type->member_count; i++) {
        const struct type *changed = reordered(in, type->members[i].type);

        if (changed == NULL)
            return NULL;
        if (changed == type->members[i].type)
            continue;
        if (members == NULL) {
            members = pool_array(in->pool, type->member_count, sizeof *members, in->error);
            if (members == NULL)
                return NULL;
            memcpy(members, type->members, type->member_count * sizeof *members);
        }
        members[i].type = changed;
    }
    if (members == NULL)
        return type;
    struct type *copy = copy_of(in, type);
    if (copy != NULL) {
        copy->members = members;
        copy->code = NULL;
    }
    return copy;
}

static const struct type *reordered_part(struct reorder *in, const struct type *type)
{
    const struct type *target = reordered(in, type->target);

    if (target == NULL || target == type->target)
        return target == NULL ? NULL : type;
    struct type *copy = copy_of(in, type);
    if (copy != NULL)
        copy->target = target;
    return copy;
}

static const struct type *reordered_scalar(struct reorder *in, const struct type *type)
{
    if (type->order == in->order)
        return type;
    struct type *copy = copy_of(in, type);
    if (copy == NULL)
        return NULL;
    copy->order = in->order;
    if (type->kind == TYPE_ENUM || type->kind == TYPE_BITS) {
        copy->target = reordered(in, type->target);
        if (copy->target == NULL)
            return NULL;
    }
    return copy;
}

static const struct type *reordered(struct reorder *in, const struct type *type)
{
    const struct type *known = typemap_get(&in->done, type);

    if (known != NULL)
        return known;
    if (has_order(type))
        known = reordered_scalar(in, type);
    else if (type->kind == TYPE_ARRAY)
        known = reordered_part(in, type);
    else if (type_is_record(type))
        known = reordered_record(in, type);
    else
        known = type;
    if (known != NULL)
        typemap_put(&in->done, type, known);
    return known;
}

const struct type *type_reorder(struct type_pool *pool, const struct type *type, enum order order,
                                struct error *error)
{
    struct reorder in = {.pool = pool, .order = order, .error = error};
    const struct type *answer = reordered(&in, type);

    typemap_close(&in.done);
    return answer;
}
