// C texts of the command line: types and prototypes.
#include "types/cdecl.h"

#include "base/near.h"
#include "types/cparse.h"

#include <string.h>

bool c_type_word(const char *name, size_t length)
{
    struct c_token token = {.at = name, .length = length};

    c_keyword_look(&token);
    if (token.keyword == KEYWORD_NONE)
        return c_standard_find(name, length) != NULL;
    return token.keyword <= KEYWORD_EXTENSION || token.keyword == KEYWORD_STATIC_ASSERT ||
           token.keyword == KEYWORD_PRAGMA || token.keyword == KEYWORD_TYPEOF ||
           token.keyword == KEYWORD_UNSUPPORTED;
}

// text = declaration+, of which the last one counts
static bool read_text(struct c_parser *parser, struct c_declarator *last)
{
    *last = (struct c_declarator){.at = parser->token.at};
    if (!c_advance(parser))
        return false;
    while (!c_is(parser, TOKEN_END)) {
        struct c_declarator declared;

        if (!c_declaration(parser, &declared))
            return false;
        if (declared.type != NULL)
            *last = declared;
    }
    return last->type != NULL || c_fail_expected(parser, "a type");
}

// Errors that have no place are about the whole text.
static bool finish(struct cursor *cursor, const struct type *type, const struct type **out,
                   struct error *error)
{
    if (type == NULL)
        return error_place(error, cursor_rest(cursor));
    cursor->at = cursor->end;
    *out = type_ref(type);
    return true;
}

// A name behind unsigned, signed, short or long that is nearly a word which could stand there:
// `unsigned lnog` would be an unsigned int of that name.
static bool check_name(struct c_parser *parser, const struct c_declarator *last)
{
    static const char *const words[] = {"int", "long", "short", "char", "double", "signed"};
    static const char *const before[] = {"unsigned", "signed", "short", "long"};
    struct near near = near_to(last->name, last->length);
    const char *end = last->name;

    if (end == NULL || last->type->kind != TYPE_SCALAR)
        return true;
    while (end > parser->lexer.cursor.word && is_blank((unsigned char)end[-1]))
        end--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        near_offer(&near, words[i]);
    if (near_best(&near) == NULL || near.distance > NEAR_EDIT)
        return true;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t n = strlen(before[i]);

        if ((size_t)(end - parser->lexer.cursor.word) >= n && memcmp(end - n, before[i], n) == 0) {
            c_fail(parser, last->name, last->length, "'%.*s' is no word of a type",
                   (int)last->length, last->name);
            return error_hint(parser->error, "did you mean %s?", near_best(&near));
        }
    }
    return true;
}

// An object's type has a size; void and functions may still be asked for.
static bool check_type(struct c_parser *parser, const struct c_declarator *last,
                       const struct cursor *whole)
{
    const struct type *type = last->type;
    size_t length = (size_t)(whole->end - whole->at);

    if (type->incomplete)
        return c_fail_incomplete(parser, whole->at, length, type);
    if (type->kind == TYPE_ARRAY && type->flexible)
        return c_fail(parser, whole->at, length, "an array without a bound has no size here");
    return true;
}

static bool order_prefix(struct cursor *cursor, enum order *order)
{
    static const char prefixes[] = {'=', '<', '>'};
    static const enum order orders[] = {ORDER_NATIVE, ORDER_LITTLE, ORDER_BIG};

    cursor_skip_blanks(cursor);
    for (size_t i = 0; i < sizeof prefixes; i++)
        if (cursor_take(cursor, prefixes[i])) {
            *order = orders[i];
            return true;
        }
    return false;
}

bool c_type_read(struct cursor *cursor, const struct book *book, const struct type **out,
                 struct error *error)
{
    enum order order = ORDER_NATIVE;
    struct c_declarator last;
    struct c_parser parser;
    struct cursor body = *cursor;
    const struct type *type = NULL;

    order_prefix(&body, &order);
    if (!c_parser_open(&parser, &body, book, error))
        return false;
    if (read_text(&parser, &last) && check_type(&parser, &last, &body) &&
        check_name(&parser, &last))
        type =
            order == ORDER_NATIVE ? last.type : type_reorder(parser.pool, last.type, order, error);
    bool good = finish(cursor, type, out, error);
    c_parser_close(&parser);
    return good;
}

static bool check_prototype(struct c_parser *parser, const struct c_declarator *last,
                            const struct cursor *whole)
{
    size_t length = (size_t)(whole->end - whole->at);

    if (last->type->kind == TYPE_FUNCTION && last->name != NULL)
        return true;
    if (last->type->kind == TYPE_FUNCTION)
        c_fail(parser, whole->at, length, "the function has no name");
    else
        c_fail(parser, whole->at, length, "this does not declare a function");
    return error_hint(parser->error, "a prototype looks like 'double cos(double)'");
}

bool c_prototype_read(struct cursor *cursor, const struct book *book, const struct type **out,
                      struct error *error)
{
    struct c_declarator last;
    struct c_parser parser;
    const struct type *type = NULL;

    if (!c_parser_open(&parser, cursor, book, error))
        return false;
    if (read_text(&parser, &last) && check_prototype(&parser, &last, cursor))
        type = last.type;
    bool good = finish(cursor, type, out, error);
    c_parser_close(&parser);
    return good;
}
