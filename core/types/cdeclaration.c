// Whole declarations: what they declare, under which name, and what stands behind it.
#include "types/cparse.h"

#include <string.h>

// static-assert = "_Static_assert" "(" constant ("," string+)? ")" ";"
bool c_static_assert(struct c_parser *parser)
{
    struct c_token text = {0};
    struct c_value value;

    if (!c_advance(parser) || !c_expect(parser, '(', "behind _Static_assert"))
        return false;
    const char *from = parser->token.at;
    if (!c_constant(parser, &value))
        return false;
    size_t length = (size_t)(parser->before - from);
    if (c_take(parser, ',')) {
        text = parser->token;
        if (!c_is(parser, TOKEN_STRING))
            return c_fail_expected(parser, "a string");
        while (c_is(parser, TOKEN_STRING))
            if (!c_advance(parser))
                return false;
    }
    if (!c_expect(parser, ')', "behind the assertion"))
        return false;
    if (value.bits == 0)
        return c_fail(parser, from, length, "the assertion is false%s%.*s",
                      text.length == 0 ? "" : ": ", (int)text.length, text.at);
    return c_is(parser, TOKEN_END) || c_expect(parser, ';', "behind the assertion");
}

// initializer, passed: up to the next "," or ";" outside of brackets
static bool skip_initializer(struct c_parser *parser)
{
    if (!c_advance(parser))
        return false;
    if (c_is(parser, ',') || c_is(parser, ';'))
        return c_fail_expected(parser, "a value");
    while (!c_is(parser, ',') && !c_is(parser, ';')) {
        int kind = parser->token.kind;

        if (kind == TOKEN_END)
            return c_fail_expected(parser, "';'");
        if (kind == '(' || kind == '[' || kind == '{') {
            if (!c_skip_balanced(parser))
                return false;
        } else if (!c_advance(parser)) {
            return false;
        }
    }
    return true;
}

// ---- what a declarator's attributes do

static bool check_packed(struct c_parser *parser, const struct c_attributes *attributes)
{
    if (!attributes->packed || parser->is_header)
        return true;
    c_fail(parser, attributes->packed_at, 6, "packed does nothing here");
    return error_hint(parser->error, "write it behind the closing brace of the struct");
}

// The type with the alignment that the declaration asks for: a typedef's own, or at least the
// type's for an object.
static bool align_type(struct c_parser *parser, const struct c_specifiers *specifiers,
                       struct c_declarator *declarator)
{
    const struct c_attributes *shared = &specifiers->attributes;
    const struct c_attributes *own = &declarator->attributes;
    uint64_t align = own->align != 0 ? own->align : shared->align;

    if (!check_packed(parser, shared) || !check_packed(parser, own))
        return false;
    if (specifiers->is_typedef && specifiers->alignas != 0)
        return c_fail(parser, specifiers->at, (size_t)(parser->before - specifiers->at),
                      "_Alignas does not go with a typedef");
    if (specifiers->alignas != 0 && specifiers->alignas < declarator->type->align)
        return c_fail(parser, specifiers->at, (size_t)(parser->before - specifiers->at),
                      "_Alignas cannot be less than the type's own alignment");
    if (specifiers->alignas > align)
        align = specifiers->alignas;
    if (align == 0 || (!specifiers->is_typedef && align < declarator->type->align))
        return true;
    declarator->type = c_aligned(parser, declarator->type, align, specifiers->at);
    return declarator->type != NULL;
}

// ---- names

// The characters of wchar.h and uchar.h are integers to C, and characters to those who look.
static enum scalar character_type(const char *name, const struct type *type)
{
    bool may_be = *name == 'w' || *name == 'c'; // wchar_t, char16_t, char32_t
    const struct c_standard *row = may_be ? c_standard_find(name, strlen(name)) : NULL;

    return row != NULL && row->scalar != SCALAR_COUNT &&
                   scalar_info(row->scalar)->class == CLASS_UNICODE &&
                   scalar_info(row->scalar)->size == type->size
               ? row->scalar
               : type->scalar;
}

// A typedef of a keyword's name, as headers make them up for older compilers: printed, it would
// read as the keyword.
static bool is_keyword(const struct c_parser *parser, const struct c_declarator *declarator)
{
    struct c_token token = {.kind = TOKEN_NAME,
                            .at = declarator->name,
                            .length = declarator->length,
                            .hash = declarator->hash};

    c_keyword_find(&parser->keywords, &token);
    return token.keyword != KEYWORD_NONE;
}

// The type under a typedef's name. Records and enums keep their tag, and are named without one;
// functions and void have no other name.
static const struct type *named(struct c_parser *parser, const struct type *type,
                                const struct c_declarator *declarator)
{
    const char *name = pool_text(parser->pool, declarator->name, declarator->length, parser->error);

    if (name == NULL)
        return NULL;
    if (type->kind == TYPE_VOID || type->kind == TYPE_FUNCTION || is_keyword(parser, declarator))
        return type;
    bool is_tagged = type_is_record(type) || type->kind == TYPE_ENUM;
    if (is_tagged && (type->tag != NULL || type->name != NULL || type->pool != parser->pool))
        return type;
    // An untagged record may be filled in no more, but named: pointers to it are named with it.
    struct type *own = is_tagged ? (struct type *)(uintptr_t)type : c_copy(parser, type);
    if (own == NULL)
        return NULL;
    own->name = name;
    if (own->kind == TYPE_SCALAR)
        own->scalar = character_type(name, type);
    return own;
}

static bool check_redeclared(struct c_parser *parser, const struct c_declarator *declarator,
                             const struct type *type)
{
    const struct c_name *old =
        c_names_find(&parser->names, declarator->name, declarator->length, declarator->hash, false);

    if (old == NULL || old->borrowed)
        return true;
    if (old->kind == C_TYPEDEF && (old->type->size == type->size || old->type->incomplete))
        return true;
    return c_fail(parser, declarator->name, declarator->length,
                  "'%.*s' is declared differently already", (int)declarator->length,
                  declarator->name);
}

static bool declare(struct c_parser *parser, const struct c_specifiers *specifiers,
                    struct c_declarator *declarator)
{
    struct c_name name = {.text = declarator->name,
                          .length = declarator->length,
                          .hash = declarator->hash,
                          .kind = C_VARIABLE};

    if (specifiers->is_typedef) {
        name.kind = C_TYPEDEF;
        declarator->type = named(parser, declarator->type, declarator);
        if (declarator->type == NULL || !check_redeclared(parser, declarator, declarator->type))
            return false;
    } else if (declarator->type->kind == TYPE_FUNCTION) {
        struct type *function = c_copy(parser, declarator->type);

        name.kind = C_FUNCTION;
        declarator->type = function;
        if (function == NULL)
            return false;
        function->name =
            pool_text(parser->pool, declarator->name, declarator->length, parser->error);
        if (function->name == NULL)
            return false;
    }
    name.type = declarator->type;
    if (parser->uncallable && name.kind == C_TYPEDEF)
        return c_fail(parser, name.text, name.length,
                      "the calling convention of '%.*s' is not supported", (int)name.length,
                      name.text);
    if (parser->uncallable && name.kind == C_FUNCTION)
        return true;
    return (name.kind != C_TYPEDEF && !parser->is_header) || c_declare(parser, &name);
}

// ---- declarations

// declared = declarator ("=" initializer)?; *ended where a function's body ends the declaration
static bool read_declared(struct c_parser *parser, const struct c_specifiers *specifiers,
                          struct c_declarator *declarator, bool *ended)
{
    if (!c_declarator(parser, specifiers, C_IN_FILE, declarator) ||
        !align_type(parser, specifiers, declarator))
        return false;
    if (declarator->name == NULL && (parser->is_header || specifiers->is_typedef))
        return c_fail_expected(parser, "a name");
    if (declarator->name != NULL && !declare(parser, specifiers, declarator))
        return false;
    if (c_is(parser, '{') && declarator->type->kind == TYPE_FUNCTION) {
        *ended = true;
        return c_skip_balanced(parser);
    }
    return specifiers->is_typedef || !c_is(parser, '=') || skip_initializer(parser);
}

static bool read_declarators(struct c_parser *parser, const struct c_specifiers *specifiers,
                             struct c_declarator *first, bool *ended)
{
    struct c_declarator declarator;

    do {
        if (!read_declared(parser, specifiers, &declarator, ended))
            return false;
        if (first->type == NULL)
            *first = declarator;
        // Of a text that says one type a second name would be passed over.
        if (!parser->is_header && !specifiers->is_typedef && c_is(parser, ','))
            return c_fail_here(parser, "a second name in one declaration");
    } while (!*ended && c_take(parser, ','));
    return parser->token.kind != TOKEN_BAD;
}

// declared-type = specifiers, alone
static bool read_type_alone(struct c_parser *parser, const struct c_specifiers *specifiers,
                            struct c_declarator *first)
{
    first->type = specifiers->type;
    if (specifiers->is_typedef || (parser->is_header && !specifiers->declares))
        return c_fail_expected(parser, "a name");
    return align_type(parser, specifiers, first);
}

bool c_declaration(struct c_parser *parser, struct c_declarator *first)
{
    struct c_specifiers specifiers;
    bool ended = false;

    parser->uncallable = false;
    *first = (struct c_declarator){.at = parser->token.at};
    if (c_at_pragma(parser))
        return c_pragmas(parser);
    if (c_is_keyword(parser, KEYWORD_STATIC_ASSERT))
        return c_static_assert(parser);
    if (c_is_keyword(parser, KEYWORD_ASM)) {
        struct c_attributes none = {0};

        if (!c_attributes(parser, &none))
            return false;
    } else if (!c_is(parser, ';')) {
        if (!c_specifiers(parser, &specifiers))
            return false;
        if (c_is(parser, ';') || c_is(parser, TOKEN_END) || c_at_pragma(parser)
                ? !read_type_alone(parser, &specifiers, first)
                : !read_declarators(parser, &specifiers, first, &ended))
            return false;
    }
    if (ended || (c_is(parser, TOKEN_END) && !parser->is_header))
        return true;
    return c_expect(parser, ';', "behind the declaration");
}
