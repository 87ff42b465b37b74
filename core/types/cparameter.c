// Parameters of functions: what C makes of their types, and bounds that only a call knows.
#include "types/cparse.h"

#include "base/memory.h"

#include <string.h>

bool c_parameter_bound(struct c_parser *parser, struct c_step *step)
{
    struct c_parser saved = *parser;
    struct error inner = {0};

    parser->error = &inner;
    parser->in_bound = true;
    parser->unknown_name = false;
    if (c_advance(parser) && c_is(parser, '*'))
        parser->unknown_name = true;
    bool good = !parser->unknown_name && parser->token.kind != TOKEN_BAD && c_bound(parser, step) &&
                c_expect(parser, ']', "behind the bound");
    parser->error = saved.error;
    parser->in_bound = false;
    if (good)
        return true;
    if (!parser->unknown_name) {
        *parser->error = inner;
        return false;
    }
    parser->lexer = saved.lexer;
    parser->token = saved.token;
    parser->before = saved.before;
    parser->depth = saved.depth;
    parser->unevaluated = saved.unevaluated;
    parser->pack = saved.pack;
    parser->step_count = saved.step_count;
    parser->field_count = saved.field_count;
    parser->parameter_count = saved.parameter_count;
    parser->enumerator_count = saved.enumerator_count;
    step->open = true;
    step->count = 0;
    return c_skip_balanced(parser);
}

// A parameter of array or function type is the pointer to it (C11 6.7.6.3).
static const struct type *adjusted(struct c_parser *parser, const struct c_declarator *declarator)
{
    const struct type *type = declarator->type;

    if (type->kind == TYPE_ARRAY && !type->vector)
        return c_pointer_to(parser, type->target, declarator->is_const);
    if (type->kind == TYPE_FUNCTION)
        return c_pointer_to(parser, type, false);
    return type;
}

static bool add_parameter(struct c_parser *parser, const struct c_declarator *declarator,
                          size_t first)
{
    struct member member = {.type = adjusted(parser, declarator)};

    if (member.type == NULL)
        return c_fail_placed(parser, declarator->at);
    if (declarator->name != NULL) {
        member.name = pool_text(parser->pool, declarator->name, declarator->length, parser->error);
        if (member.name == NULL)
            return false;
    }
    if (parser->parameter_count - first >= TYPE_MAX_MEMBERS)
        return c_fail_here(parser, "more than %d parameters", TYPE_MAX_MEMBERS);
    if (!memory_grow(&parser->parameters, &parser->parameter_capacity, parser->parameter_count + 1,
                     sizeof *parser->parameters, parser->error))
        return false;
    parser->parameters[parser->parameter_count++] = member;
    return true;
}

// parameter = specifiers declarator; *none where it is the lone `void` of an empty list
static bool read_parameter(struct c_parser *parser, size_t first, bool *none)
{
    struct c_specifiers specifiers;
    struct c_declarator declarator;

    if (!c_specifiers(parser, &specifiers))
        return false;
    if (specifiers.is_typedef)
        return c_fail(parser, specifiers.at, 7, "a parameter cannot be a typedef");
    if (!c_declarator(parser, &specifiers, C_IN_PARAMETER, &declarator))
        return false;
    *none = declarator.type->kind == TYPE_VOID && declarator.name == NULL &&
            parser->parameter_count == first && c_is(parser, ')');
    if (*none)
        return true;
    if (declarator.type->kind == TYPE_VOID)
        return c_fail(parser, specifiers.at, (size_t)(parser->before - specifiers.at),
                      "a parameter cannot be void");
    return add_parameter(parser, &declarator, first);
}

bool c_parameters(struct c_parser *parser, struct c_step *step)
{
    size_t first = parser->parameter_count;
    bool none = false;

    step->unprototyped = c_is(parser, ')');
    if (!step->unprototyped) {
        do {
            if (parser->parameter_count > first && c_take(parser, TOKEN_ELLIPSIS)) {
                step->variadic = true;
                break;
            }
            if (!read_parameter(parser, first, &none))
                return false;
        } while (!none && c_take(parser, ','));
    }
    if (!c_expect(parser, ')', "behind the parameters"))
        return false;
    size_t count = parser->parameter_count - first;
    struct member *members = pool_array(parser->pool, count, sizeof *members, parser->error);
    if (members == NULL)
        return false;
    if (count > 0)
        memcpy(members, parser->parameters + first, count * sizeof *members);
    parser->parameter_count = first;
    step->parameters = members;
    step->parameter_count = count;
    step->length = (size_t)(parser->before - step->at);
    return true;
}
