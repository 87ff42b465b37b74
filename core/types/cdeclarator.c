// Declarators: the pointers, arrays and functions around a name, read inside out in one pass as a
// chain of steps from the specifiers' type to the declared one.
#include "types/cparse.h"

#include "base/memory.h"

#include <string.h>

// Steps in the order in which they apply; indices + 1 into parser->steps, 0 for none.
struct chain {
    size_t head, tail;
};

// The new step's index, 0 and an error where there is no room.
static size_t push_step(struct c_parser *parser, const struct c_step *step)
{
    if (parser->step_count >= (size_t)TYPE_MAX_DEPTH * TYPE_MAX_DEPTH) {
        c_fail(parser, step->at, 1, "nested more than %d deep", TYPE_MAX_DEPTH);
        return 0;
    }
    if (!memory_grow(&parser->steps, &parser->step_capacity, parser->step_count + 1,
                     sizeof *parser->steps, parser->error))
        return 0;
    parser->steps[parser->step_count++] = *step;
    return parser->step_count;
}

static void append(struct c_parser *parser, struct chain *chain, struct chain more)
{
    if (more.head == 0)
        return;
    if (chain->head == 0)
        chain->head = more.head;
    else
        parser->steps[chain->tail - 1].next = more.head;
    chain->tail = more.tail;
}

// ---- pointers

// pointer = "*" (qualifier | "_Atomic" | attributes)*
static bool read_pointer(struct c_parser *parser, struct chain *chain)
{
    struct c_step step = {.kind = TYPE_POINTER, .at = parser->token.at, .length = 1};
    struct c_attributes attributes = {0};

    if (!c_advance(parser))
        return false;
    for (;;) {
        if (c_is_keyword(parser, KEYWORD_QUALIFIER) || c_is_keyword(parser, KEYWORD_ATOMIC)) {
            step.is_const |= c_is_const(parser);
            if (!c_advance(parser))
                return false;
        } else if (c_is_keyword(parser, KEYWORD_ATTRIBUTE)) {
            if (!c_attributes(parser, &attributes))
                return false;
        } else {
            break;
        }
    }
    if (attributes.packed && !parser->is_header)
        return c_fail(parser, attributes.packed_at, 6, "packed does nothing to a pointer");
    step.align = attributes.align;
    size_t index = push_step(parser, &step);
    if (index == 0)
        return false;
    append(parser, chain, (struct chain){index, index});
    return true;
}

// ---- arrays

bool c_bound(struct c_parser *parser, struct c_step *step)
{
    while (c_is_keyword(parser, KEYWORD_STORAGE) || c_is_keyword(parser, KEYWORD_QUALIFIER))
        if (!c_advance(parser))
            return false;
    step->open = c_is(parser, ']');
    return step->open || c_constant_size(parser, "the bound", &step->count);
}

// array = "[" bound "]"
static bool read_array(struct c_parser *parser, enum c_place place, struct c_step *step)
{
    *step = (struct c_step){.kind = TYPE_ARRAY, .at = parser->token.at};
    if (!c_enter(parser))
        return false;
    bool good = place == C_IN_PARAMETER && !parser->in_bound
                    ? c_parameter_bound(parser, step)
                    : c_advance(parser) && c_bound(parser, step) &&
                          c_expect(parser, ']', "behind the bound");
    if (good)
        c_leave(parser);
    step->length = (size_t)(parser->before - step->at);
    return good;
}

// ---- chains

// suffixes = (array | "(" parameters)*; a first "(" at `open` may have been passed. The last one is
// nearest to the specifiers' type.
static bool read_suffixes(struct c_parser *parser, enum c_place place, const char *open,
                          struct chain *chain)
{
    struct chain all = {0};

    for (;;) {
        struct c_step step = {.kind = TYPE_FUNCTION, .at = open};

        if (open == NULL && c_is(parser, '[')) {
            if (!read_array(parser, place, &step))
                return false;
        } else if (open != NULL || c_is(parser, '(')) {
            if (open == NULL)
                step.at = parser->token.at;
            if (!c_enter(parser) || (open == NULL && !c_advance(parser)) ||
                !c_parameters(parser, &step))
                return false;
            c_leave(parser);
        } else {
            break;
        }
        open = NULL;
        step.next = all.head;
        size_t index = push_step(parser, &step);
        if (index == 0)
            return false;
        all.head = index;
        if (all.tail == 0)
            all.tail = index;
    }
    append(parser, chain, all);
    return parser->token.kind != TOKEN_BAD;
}

// A name goes here; headers may also make up names that are keywords here (_Float32).
static bool at_name(const struct c_parser *parser, enum c_place place)
{
    if (!c_is(parser, TOKEN_NAME))
        return false;
    if (parser->token.keyword == KEYWORD_TYPE)
        return place == C_IN_FILE && parser->token.unit >= UNIT_FLOAT16;
    return parser->token.keyword == KEYWORD_NONE;
}

static bool read_name(struct c_parser *parser, enum c_place place, struct c_declarator *out)
{
    if (place == C_IN_TYPE)
        return c_fail_here(parser, "a type without a name expected, but here is '%.*s'",
                           (int)parser->token.length, parser->token.at);
    out->name = parser->token.at;
    out->length = parser->token.length;
    out->hash = parser->token.hash;
    return c_advance(parser);
}

// chain = pointer* (name | "(" attributes chain ")")? suffixes
static bool read_chain(struct c_parser *parser, enum c_place place, struct c_declarator *out,
                       struct chain *chain)
{
    struct chain inner = {0};
    const char *open = NULL; // a "(" that turned out to open parameters
    size_t first = parser->step_count;

    while (c_is(parser, '*')) {
        if (parser->step_count - first >= TYPE_MAX_DEPTH)
            return c_fail_here(parser, "nested more than %d deep", TYPE_MAX_DEPTH);
        if (!read_pointer(parser, chain))
            return false;
    }
    if (at_name(parser, place)) {
        if (!read_name(parser, place, out))
            return false;
    } else if (c_is(parser, '(')) {
        open = parser->token.at;
        if (!c_enter(parser) || !c_advance(parser) || !c_attributes(parser, &out->attributes))
            return false;
        if (!c_is(parser, ')') && !c_at_specifiers(parser)) {
            open = NULL;
            if (!read_chain(parser, place, out, &inner) ||
                !c_expect(parser, ')', "behind the declarator"))
                return false;
        }
        c_leave(parser);
    }
    if (!read_suffixes(parser, place, open, chain))
        return false;
    append(parser, chain, inner);
    return true;
}

// ---- steps to types

const struct type *c_pointer_to(struct c_parser *parser, const struct type *target, bool constant)
{
    struct type *pointer = type_pointer(parser->pool, target, ORDER_NATIVE, parser->error);

    if (pointer != NULL)
        pointer->constant = constant;
    return pointer;
}

static bool check_element(struct c_parser *parser, const struct c_step *step,
                          const struct type *element, enum c_place place)
{
    if (element->kind == TYPE_VOID || element->kind == TYPE_FUNCTION)
        return c_fail(parser, step->at, step->length, "an array of %s",
                      element->kind == TYPE_VOID ? "void" : "functions");
    if (element->kind == TYPE_ARRAY && element->flexible && place != C_IN_PARAMETER)
        return c_fail(parser, step->at, step->length, "only the first bound can be left out");
    if (element->incomplete)
        return c_fail_incomplete(parser, step->at, step->length, element);
    if (element->size % element->align != 0)
        return c_fail(parser, step->at, step->length,
                      "the elements are aligned to %llu but are %llu bytes long",
                      (unsigned long long)element->align, (unsigned long long)element->size);
    return true;
}

static const struct type *make_array(struct c_parser *parser, const struct c_step *step,
                                     const struct type *element, enum c_place place)
{
    if (place == C_IN_PARAMETER && step->next == 0 && element->incomplete)
        return type_pointer(parser->pool, element, ORDER_NATIVE, parser->error);
    if (!check_element(parser, step, element, place))
        return NULL;
    const struct type *array = type_array(parser->pool, element, step->count, parser->error);
    if (array == NULL || !step->open)
        return array;
    struct type *open = c_copy(parser, array);
    if (open != NULL)
        open->flexible = true;
    return open;
}

static const struct type *make_function(struct c_parser *parser, const struct c_step *step,
                                        const struct type *result)
{
    if ((result->kind == TYPE_ARRAY && !result->vector) || result->kind == TYPE_FUNCTION) {
        c_fail(parser, step->at, step->length, "a function cannot return %s",
               result->kind == TYPE_ARRAY ? "an array" : "a function");
        return NULL;
    }
    struct type *type =
        type_function(parser->pool, result, step->parameters, step->parameter_count, parser->error);
    if (type != NULL) {
        type->variadic = step->variadic;
        type->unprototyped = step->unprototyped;
    }
    return type;
}

// *constant: whether what the steps so far make is const.
static const struct type *apply(struct c_parser *parser, const struct type *type, size_t step,
                                enum c_place place, bool *constant)
{
    for (; step != 0 && type != NULL; step = parser->steps[step - 1].next) {
        const struct c_step *at = &parser->steps[step - 1];

        if (at->kind == TYPE_ARRAY) {
            type = make_array(parser, at, type, place);
        } else if (at->kind == TYPE_FUNCTION) {
            type = make_function(parser, at, type);
            *constant = false;
        } else {
            type = c_pointer_to(parser, type, *constant);
            *constant = at->is_const;
            if (type != NULL && at->align != 0)
                type = c_aligned(parser, type, at->align, at->at);
        }
        if (type == NULL)
            c_fail_placed(parser, at->at);
    }
    return type;
}

bool c_declarator(struct c_parser *parser, const struct c_specifiers *specifiers,
                  enum c_place place, struct c_declarator *out)
{
    size_t first = parser->step_count;
    struct chain chain = {0};

    *out = (struct c_declarator){.at = parser->token.at};
    if (!read_chain(parser, place, out, &chain))
        return false;
    if (place == C_IN_FIELD && out->name == NULL)
        return c_fail_expected(parser, "a member's name");
    if (!c_attributes(parser, &out->attributes))
        return false;
    out->is_const = specifiers->is_const;
    out->type = apply(parser, specifiers->type, chain.head, place, &out->is_const);
    parser->step_count = first;
    if (out->type != NULL)
        out->type = c_apply_shape(parser, out->type, &out->attributes);
    return out->type != NULL;
}

bool c_type_name(struct c_parser *parser, const struct type **out)
{
    struct c_specifiers specifiers;
    struct c_declarator declarator;

    if (!c_enter(parser) || !c_specifiers(parser, &specifiers))
        return false;
    if (specifiers.is_typedef || specifiers.storage_at != NULL || specifiers.alignas != 0)
        return c_fail(parser, specifiers.at, (size_t)(parser->before - specifiers.at),
                      "only a type can stand here");
    if (!c_declarator(parser, &specifiers, C_IN_TYPE, &declarator))
        return false;
    uint64_t align = declarator.attributes.align != 0 ? declarator.attributes.align
                                                      : specifiers.attributes.align;
    if (align != 0)
        declarator.type = c_aligned(parser, declarator.type, align, specifiers.at);
    c_leave(parser);
    *out = declarator.type;
    return *out != NULL;
}
