// Integer constant expressions, by precedence climbing: array bounds, bit-field widths,
// enumerators, static assertions. Objects appear in them only as the operands of sizeof,
// _Alignof and &: `sizeof ((struct s *)0)->m`, `&((struct s *)0)->m`.
#include "types/cparse.h"

#include <string.h>

static bool conditional(struct c_parser *parser, struct c_value *out);
static bool unary(struct c_parser *parser, struct c_value *out);

static bool fail_from(struct c_parser *parser, const char *from, const char *message)
{
    return c_fail(parser, from, parser->before > from ? (size_t)(parser->before - from) : 1, "%s",
                  message);
}

// An array or a place of any type becomes the pointer that it decays to; a plain object has no
// constant value.
static bool decay(struct c_parser *parser, struct c_value *value, const char *from)
{
    if (!value->place)
        return true;
    if (value->type->kind != TYPE_ARRAY)
        return fail_from(parser, from, "the value of an object is not a constant");
    value->type = type_pointer(parser->pool, value->type->target, ORDER_NATIVE, parser->error);
    value->place = false;
    return value->type != NULL || c_fail_placed(parser, from);
}

// ---- postfix: places reached from a pointer constant

static bool dereference(struct c_parser *parser, struct c_value *value, const char *from)
{
    if (!decay(parser, value, from))
        return false;
    if (value->type->kind != TYPE_POINTER)
        return fail_from(parser, from, "this is not a pointer");
    value->type = value->type->target;
    value->place = true;
    return true;
}

// member = name, of the record at value
static bool select_member(struct c_parser *parser, struct c_value *value)
{
    uint64_t offset;

    if (!value->place || !type_is_record(value->type))
        return c_fail_here(parser, "a member of what is no struct or union");
    if (!c_is(parser, TOKEN_NAME))
        return c_fail_expected(parser, "a member's name");
    const struct member *member =
        type_member(value->type, parser->token.at, parser->token.length, &offset);
    if (member == NULL)
        return c_fail_here(parser, "no member '%.*s'", (int)parser->token.length, parser->token.at);
    value->type = member->type;
    value->bits += offset;
    return c_advance(parser);
}

// index = "[" constant "]"
static bool select_element(struct c_parser *parser, struct c_value *value, const char *from)
{
    struct c_value index;

    if (!dereference(parser, value, from) || !c_enter(parser) || !conditional(parser, &index))
        return false;
    c_leave(parser);
    if (!c_convert(parser, &index, type_native(scalar_integer(8, true)), from))
        return false;
    value->bits += index.bits * value->type->size;
    return c_expect(parser, ']', "behind the index");
}

// postfix = ("." name | "->" name | "[" constant "]")*
static bool postfix(struct c_parser *parser, struct c_value *value, const char *from)
{
    for (;;) {
        if (c_take(parser, '.')) {
            if (!select_member(parser, value))
                return false;
        } else if (c_take(parser, TOKEN_ARROW)) {
            if (!dereference(parser, value, from) || !select_member(parser, value))
                return false;
        } else if (c_take(parser, '[')) {
            if (!select_element(parser, value, from))
                return false;
        } else {
            return parser->token.kind != TOKEN_BAD;
        }
    }
}

// ---- sizeof, _Alignof, offsetof

static bool measured(struct c_parser *parser, const struct type *type, bool align, const char *from,
                     struct c_value *out)
{
    if (type->kind == TYPE_BITS)
        return fail_from(parser, from, "a bit-field has no size in bytes");
    if (type->incomplete || (type->flexible && !align))
        return fail_from(parser, from, "the type has no size here");
    bool is_void = type->kind == TYPE_VOID || type->kind == TYPE_FUNCTION;
    *out = c_size(align ? type->align : is_void ? 1 : type->size);
    return true;
}

// sizeof = ("sizeof" | "_Alignof") ("(" type-name ")" | unary)
static bool size_of(struct c_parser *parser, bool align, struct c_value *out)
{
    const char *from = parser->token.at;
    const struct type *type;
    struct c_value operand;

    if (!c_advance(parser) || !c_enter(parser))
        return false;
    if (!c_is(parser, '(')) {
        if (!unary(parser, &operand))
            return false;
        c_leave(parser);
        return measured(parser, operand.type, align, from, out);
    }
    const char *inside = parser->token.at;
    if (!c_advance(parser))
        return false;
    if (c_at_specifiers(parser)) {
        if (!c_type_name(parser, &type) || !c_expect(parser, ')', "behind the type"))
            return false;
        c_leave(parser);
        return measured(parser, type, align, from, out);
    }
    parser->unevaluated++;
    if (!conditional(parser, &operand) || !c_expect(parser, ')', "behind the operand") ||
        !postfix(parser, &operand, inside))
        return false;
    parser->unevaluated--;
    c_leave(parser);
    return measured(parser, operand.type, align, from, out);
}

// offsetof = "offsetof" "(" type-name "," name postfix ")"
static bool offset_of(struct c_parser *parser, struct c_value *out)
{
    struct c_value place = {.place = true};

    if (!c_advance(parser) || !c_expect(parser, '(', "behind offsetof") || !c_enter(parser) ||
        !c_type_name(parser, &place.type) || !c_expect(parser, ',', "behind the type"))
        return false;
    const char *from = parser->token.at;
    if (!select_member(parser, &place) || !postfix(parser, &place, from))
        return false;
    if (place.type->kind == TYPE_BITS)
        return fail_from(parser, from, "a bit-field has no offset in bytes");
    c_leave(parser);
    *out = c_size(place.bits);
    return c_expect(parser, ')', "behind the member");
}

// ---- operands

static bool constant_name(struct c_parser *parser, struct c_value *out)
{
    const struct c_token *token = &parser->token;
    const struct c_name *name =
        c_names_find(&parser->names, token->at, token->length, token->hash, false);

    if (name == NULL || name->kind != C_ENUMERATOR) {
        parser->unknown_name = true;
        if (parser->in_bound) // the bound will be passed, and this error forgotten
            return fail(parser->error, STATUS_USAGE, "unknown constant");
        if (name != NULL)
            return c_fail_here(parser, "'%.*s' is not a constant", (int)token->length, token->at);
        return c_fail_here(parser, "unknown constant '%.*s'", (int)token->length, token->at);
    }
    *out = (struct c_value){.type = name->type,
                            .bits = name->value.negative ? ~name->value.low + 1 : name->value.low};
    return c_advance(parser);
}

// cast = "(" type-name ")" (unary | float)
static bool cast(struct c_parser *parser, const char *from, struct c_value *out)
{
    const struct type *type;

    if (!c_type_name(parser, &type) || !c_expect(parser, ')', "behind the type"))
        return false;
    if (c_is(parser, '{'))
        return c_fail_here(parser, "a compound literal is not a constant");
    if (c_at_float(parser)) {
        c_leave(parser);
        return c_float_cast(parser, type, out);
    }
    if (!unary(parser, out) || !decay(parser, out, from))
        return false;
    c_leave(parser);
    return c_convert(parser, out, type, from);
}

// primary = number | character | name | "(" constant ")" | sizeof | offsetof | cast
static bool primary(struct c_parser *parser, struct c_value *out)
{
    const char *from = parser->token.at;

    switch (parser->token.kind) {
    case TOKEN_NUMBER:
        return c_number(parser, out);
    case TOKEN_CHAR:
        return c_character(parser, out);
    case '(':
        if (!c_enter(parser) || !c_advance(parser))
            return false;
        if (c_at_specifiers(parser))
            return cast(parser, from, out);
        if (!conditional(parser, out) || !c_expect(parser, ')', "behind the expression"))
            return false;
        c_leave(parser);
        return postfix(parser, out, from);
    case TOKEN_NAME:
        break;
    default:
        return c_fail_expected(parser, "a constant");
    }
    switch (parser->token.keyword) {
    case KEYWORD_NONE:
        return constant_name(parser, out);
    case KEYWORD_SIZEOF:
    case KEYWORD_ALIGNOF:
        return size_of(parser, parser->token.keyword == KEYWORD_ALIGNOF, out);
    case KEYWORD_OFFSETOF:
        return offset_of(parser, out);
    default:
        return c_fail_expected(parser, "a constant");
    }
}

static bool address_of(struct c_parser *parser, struct c_value *value, const char *from)
{
    if (!value->place || value->type->kind == TYPE_BITS)
        return fail_from(parser, from, "this has no address");
    value->type = type_pointer(parser->pool, value->type, ORDER_NATIVE, parser->error);
    value->place = false;
    return value->type != NULL || c_fail_placed(parser, from);
}

// unary = ("+" | "-" | "~" | "!" | "&" | "*") unary | primary
static bool unary(struct c_parser *parser, struct c_value *out)
{
    while (c_is_keyword(parser, KEYWORD_EXTENSION))
        if (!c_advance(parser))
            return false;
    const char *from = parser->token.at;
    int kind = parser->token.kind;
    if (kind >= TOKEN_BAD || kind == TOKEN_END || strchr("+-~!&*", kind) == NULL)
        return primary(parser, out);
    if (!c_enter(parser) || !c_advance(parser) || !unary(parser, out))
        return false;
    c_leave(parser);
    if (kind == '&')
        return address_of(parser, out, from);
    if (kind == '*')
        return dereference(parser, out, from);
    return decay(parser, out, from) && c_unary_operator(parser, kind, out, from);
}

// ---- binary operators

// How tightly an operator binds; 0: none.
static int precedence(int kind)
{
    switch (kind) {
    case '*':
    case '/':
    case '%':
        return 10;
    case '+':
    case '-':
        return 9;
    case TOKEN_SHIFT_LEFT:
    case TOKEN_SHIFT_RIGHT:
        return 8;
    case '<':
    case '>':
    case TOKEN_NOT_ABOVE:
    case TOKEN_NOT_BELOW:
        return 7;
    case TOKEN_EQUAL:
    case TOKEN_NOT_EQUAL:
        return 6;
    case '&':
        return 5;
    case '^':
        return 4;
    case '|':
        return 3;
    case TOKEN_AND:
        return 2;
    case TOKEN_OR:
        return 1;
    default:
        return 0;
    }
}

static bool binary(struct c_parser *parser, int least, struct c_value *left);

// The right side of && or ||, which counts only if the left one leaves the answer open.
static bool logical(struct c_parser *parser, int kind, struct c_value *left, const char *from)
{
    struct c_value right;
    bool decided;

    if (!decay(parser, left, from) || !c_unary_operator(parser, '!', left, from))
        return false;
    decided = (left->bits != 0) == (kind == TOKEN_AND);
    parser->unevaluated += decided;
    if (!binary(parser, precedence(kind) + 1, &right) || !decay(parser, &right, from) ||
        !c_unary_operator(parser, '!', &right, from))
        return false;
    parser->unevaluated -= decided;
    *left = c_int(decided ? kind == TOKEN_OR : right.bits == 0);
    return true;
}

// binary = unary (operator unary)*, operators from `least` on
static bool binary(struct c_parser *parser, int least, struct c_value *left)
{
    const char *from = parser->token.at;

    if (!unary(parser, left))
        return false;
    for (;;) {
        int kind = parser->token.kind;
        int rank = precedence(kind);
        struct c_value right;

        if (rank == 0 || rank < least)
            return parser->token.kind != TOKEN_BAD;
        if (!c_advance(parser))
            return false;
        if (kind == TOKEN_AND || kind == TOKEN_OR) {
            if (!logical(parser, kind, left, from))
                return false;
        } else if (!decay(parser, left, from) || !binary(parser, rank + 1, &right) ||
                   !decay(parser, &right, from) ||
                   !c_binary_operator(parser, kind, left, right, from)) {
            return false;
        }
    }
}

// conditional = binary ("?" conditional ":" conditional)?
static bool conditional(struct c_parser *parser, struct c_value *out)
{
    const char *from = parser->token.at;
    struct c_value yes;
    struct c_value no;

    if (!binary(parser, 1, out))
        return false;
    if (!c_take(parser, '?'))
        return parser->token.kind != TOKEN_BAD;
    if (!c_enter(parser) || !decay(parser, out, from))
        return false;
    yes = *out;
    if (!c_unary_operator(parser, '!', out, from))
        return false;
    bool picks_no = out->bits != 0;
    parser->unevaluated += picks_no;
    if (!c_is(parser, ':') && (!conditional(parser, &yes) || !decay(parser, &yes, from)))
        return false;
    parser->unevaluated -= picks_no;
    if (!c_expect(parser, ':', "in the conditional"))
        return false;
    parser->unevaluated += !picks_no;
    if (!conditional(parser, &no) || !decay(parser, &no, from) ||
        !c_common_type(parser, &yes, &no, from))
        return false;
    parser->unevaluated -= !picks_no;
    c_leave(parser);
    *out = picks_no ? no : yes;
    return true;
}

bool c_constant(struct c_parser *parser, struct c_value *out)
{
    const char *from = parser->token.at;

    if (!c_enter(parser) || !conditional(parser, out) || !decay(parser, out, from))
        return false;
    c_leave(parser);
    if (out->type->kind == TYPE_POINTER)
        return fail_from(parser, from, "this is not an integer constant");
    return true;
}

bool c_constant_size(struct c_parser *parser, const char *what, uint64_t *out)
{
    const char *from = parser->token.at;
    struct c_value value;

    if (!c_constant(parser, &value))
        return false;
    if (c_integer(&value).negative)
        return c_fail(parser, from, (size_t)(parser->before - from), "%s is negative", what);
    *out = value.bits;
    return true;
}
