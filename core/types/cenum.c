// Enums: their values, and the machine integer that gcc picks to hold them all.
#include "types/cparse.h"

#include "base/memory.h"
#include "types/cdecl.h"

#include <string.h>

struct range {
    struct integer low, high;
    bool any;
};

static void widen(struct range *range, struct integer value)
{
    if (!range->any || integer_compare(value, range->low) < 0)
        range->low = value;
    if (!range->any || integer_compare(value, range->high) > 0)
        range->high = value;
    range->any = true;
}

static bool fits(const struct range *range, size_t size, bool is_signed)
{
    return integer_fits(range->low, (unsigned)(8 * size), is_signed) &&
           integer_fits(range->high, (unsigned)(8 * size), is_signed);
}

// unsigned int, or int where a value is negative; else, or where it is packed, the smallest integer
// of that sign that holds all values. SCALAR_COUNT where none does.
static enum scalar enum_scalar(const struct range *range, bool packed)
{
    bool is_signed = range->low.negative;

    for (size_t size = packed ? 1 : sizeof(int); size <= 8; size *= 2)
        if (fits(range, size, is_signed))
            return scalar_integer((unsigned)size, is_signed);
    return SCALAR_COUNT;
}

enum scalar c_enum_scalar(const struct enumerator *enumerators, size_t count, bool packed)
{
    struct range range = {0};

    for (size_t i = 0; i < count; i++)
        widen(&range, enumerators[i].value);
    return enum_scalar(&range, packed);
}

// An enumerator is an int where it fits one.
static const struct type *constant_type(struct integer value)
{
    bool is_signed = value.negative || integer_fits(value, 8 * sizeof(int), true);
    size_t size = sizeof(int);

    if (!integer_fits(value, (unsigned)(8 * size), is_signed))
        size = 8;
    return type_native(scalar_integer((unsigned)size, is_signed));
}

// The value after one, or false where there is none in 64 bits.
static bool successor(struct integer *value)
{
    if (value->negative) {
        int64_t negative;

        if (!integer_to_i64(*value, &negative))
            return false;
        *value = integer_of_i64(negative + 1);
        return true;
    }
    value->low++;
    return value->low != 0;
}

static bool add_enumerator(struct c_parser *parser, const struct c_token *token,
                           struct integer value)
{
    struct c_name name = {.text = token->at,
                          .length = token->length,
                          .hash = token->hash,
                          .kind = C_ENUMERATOR,
                          .type = constant_type(value),
                          .value = value};
    const struct c_name *other =
        c_names_find(&parser->names, token->at, token->length, token->hash, false);

    if (other != NULL && !other->borrowed)
        return c_fail(parser, token->at, token->length, "'%.*s' is declared already",
                      (int)token->length, token->at);
    if (!c_declare(parser, &name) ||
        !memory_grow(&parser->enumerators, &parser->enumerator_capacity,
                     parser->enumerator_count + 1, sizeof *parser->enumerators, parser->error))
        return false;
    other = c_names_find(&parser->names, token->at, token->length, token->hash, false);
    parser->enumerators[parser->enumerator_count++] =
        (struct enumerator){.name = other->text, .value = value};
    return true;
}

// enumerator = name attributes ("=" constant)?
static bool read_enumerator(struct c_parser *parser, struct integer *next, struct range *range)
{
    struct c_token token = parser->token;
    struct c_attributes ignored = {0};
    struct c_value value;

    if (token.kind != TOKEN_NAME || token.keyword != KEYWORD_NONE)
        return c_fail_expected(parser, "an enumerator's name");
    if (!c_advance(parser) || !c_attributes(parser, &ignored))
        return false;
    if (c_is(parser, '=')) {
        if (!c_advance(parser) || !c_constant(parser, &value))
            return false;
        *next = c_integer(&value);
    } else if (range->any && !successor(next)) {
        return c_fail(parser, token.at, token.length, "the value is above 64 bits");
    }
    widen(range, *next);
    return add_enumerator(parser, &token, *next);
}

static const struct type *make_enum(struct c_parser *parser, const struct range *range,
                                    const struct c_attributes *attributes, struct type *into,
                                    size_t first)
{
    size_t count = parser->enumerator_count - first;
    enum scalar scalar = enum_scalar(range, attributes->packed);
    struct enumerator *enumerators =
        pool_array(parser->pool, count, sizeof *enumerators, parser->error);

    if (enumerators == NULL)
        return NULL;
    if (attributes->mode_size != 0 && attributes->mode_class == CLASS_UINT &&
        fits(range, attributes->mode_size, range->low.negative))
        scalar = scalar_integer(attributes->mode_size, range->low.negative);
    if (scalar == SCALAR_COUNT) {
        fail(parser->error, STATUS_USAGE, "no integer of 64 bits holds all of these values");
        return NULL;
    }
    memcpy(enumerators, parser->enumerators + first, count * sizeof *enumerators);
    const struct type *made = type_enum(parser->pool, into == NULL ? NULL : into->tag, NULL, scalar,
                                        enumerators, count, parser->error);
    if (made == NULL)
        return NULL;
    struct type *type = into != NULL ? into : c_copy(parser, made);
    if (type == NULL)
        return NULL;
    *type = *made;
    if (attributes->align != 0)
        type->align = attributes->align;
    return type;
}

// enum-body = "{" enumerator ("," enumerator)* ","? "}" attributes
static bool read_body(struct c_parser *parser, const struct c_token *tag,
                      struct c_attributes *attributes, const char *from, struct c_specifiers *out)
{
    size_t first = parser->enumerator_count;
    struct integer next = {0};
    struct range range = {0};
    struct type *into;

    if (!c_tag_with_body(parser, tag, TYPE_ENUM, &into) || !c_enter(parser) || !c_advance(parser))
        return false;
    do {
        if (c_is(parser, '}') && range.any)
            break;
        if (!read_enumerator(parser, &next, &range))
            return false;
    } while (c_take(parser, ','));
    c_leave(parser);
    if (!c_expect(parser, '}', "behind the enumerators") || !c_attributes(parser, attributes))
        return false;
    out->type = make_enum(parser, &range, attributes, into, first);
    parser->enumerator_count = first;
    return out->type != NULL || c_fail_placed(parser, from);
}

// enum = "enum" attributes tag? enum-body?
bool c_enum(struct c_parser *parser, struct c_specifiers *out)
{
    const char *from = parser->token.at;
    struct c_attributes attributes = {0};
    struct c_token tag = {0};

    if (!c_advance(parser) || !c_attributes(parser, &attributes))
        return false;
    if (c_is(parser, TOKEN_NAME) && parser->token.keyword == KEYWORD_NONE) {
        tag = parser->token;
        if (!c_advance(parser))
            return false;
    }
    out->declares = true;
    if (c_is(parser, '{'))
        return read_body(parser, &tag, &attributes, from, out);
    return c_tag_alone(parser, &tag, TYPE_ENUM, &attributes, &out->type);
}
