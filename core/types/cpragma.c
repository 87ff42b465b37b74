// #pragma pack, and _Pragma, which says the same inside of a line.
#include "types/cparse.h"

#include "base/memory.h"

#include <string.h>

bool c_at_pragma(const struct c_parser *parser)
{
    return c_is(parser, TOKEN_PACK) || c_is_keyword(parser, KEYWORD_PRAGMA);
}

static bool is_word(const struct c_parser *parser, const char *word)
{
    return c_is(parser, TOKEN_NAME) && parser->token.length == strlen(word) &&
           memcmp(parser->token.at, word, parser->token.length) == 0;
}

// pack-size = 0 | 1 | 2 | 4 | 8 | 16
static bool read_size(struct c_parser *parser, uint64_t *pack)
{
    const struct c_token token = parser->token;
    struct c_value value;

    if (!c_is(parser, TOKEN_NUMBER))
        return c_fail_expected(parser, "a number, push or pop");
    if (!c_number(parser, &value))
        return false;
    if (value.bits > 16 || (value.bits & (value.bits - 1)) != 0)
        return c_fail(parser, token.at, token.length, "#pragma pack takes 1, 2, 4, 8 or 16");
    *pack = value.bits;
    return true;
}

// push = "push" ("," name)? ("," pack-size)?
static bool read_push(struct c_parser *parser)
{
    struct c_pack saved = {.pack = parser->pack};

    if (parser->pack_count == C_MAX_PACKS)
        return c_fail_here(parser, "#pragma pack(push) more than %d times", C_MAX_PACKS);
    if (!c_advance(parser))
        return false;
    bool more = c_take(parser, ',');
    if (more && c_is(parser, TOKEN_NAME)) {
        saved.name = parser->token.at;
        saved.length = parser->token.length;
        if (!c_advance(parser))
            return false;
        more = c_take(parser, ',');
    }
    if (more && !read_size(parser, &parser->pack))
        return false;
    if (!memory_grow(&parser->packs, &parser->pack_capacity, parser->pack_count + 1,
                     sizeof *parser->packs, parser->error))
        return false;
    parser->packs[parser->pack_count++] = saved;
    return true;
}

// pop = "pop" ("," name)?
static bool read_pop(struct c_parser *parser)
{
    const struct c_token pop = parser->token;
    const char *name = NULL;
    size_t length = 0;

    if (!c_advance(parser))
        return false;
    if (c_take(parser, ',')) {
        if (!c_is(parser, TOKEN_NAME))
            return c_fail_expected(parser, "a name that was pushed");
        name = parser->token.at;
        length = parser->token.length;
        if (!c_advance(parser))
            return false;
    }
    for (size_t at = parser->pack_count; at-- > 0;) {
        const struct c_pack *saved = &parser->packs[at];

        if (name != NULL && (saved->name == NULL || saved->length != length ||
                             memcmp(saved->name, name, length) != 0))
            continue;
        parser->pack = saved->pack;
        parser->pack_count = at;
        return true;
    }
    return c_fail(parser, pop.at, pop.length, "#pragma pack(pop) without its push");
}

// pack = "(" (push | pop | pack-size)? ")"
static bool read_pack(struct c_parser *parser)
{
    bool good;

    if (!c_advance(parser) || !c_expect(parser, '(', "behind #pragma pack"))
        return false;
    if (is_word(parser, "push")) {
        good = read_push(parser);
    } else if (is_word(parser, "pop")) {
        good = read_pop(parser);
    } else if (c_is(parser, ')')) {
        parser->pack = 0;
        good = true;
    } else {
        good = read_size(parser, &parser->pack);
    }
    return good && parser->token.kind != TOKEN_BAD;
}

// Reads the text of a string as the line of a #pragma.
static bool read_text(struct c_parser *parser, const struct c_token *string)
{
    const struct cursor whole = parser->lexer.cursor;
    struct c_lexer outer = parser->lexer;
    struct c_token after = parser->token;
    struct c_token word = {0};

    struct cursor inner = cursor_part(&whole, string->at + 1, string->at + string->length - 1);
    parser->lexer = c_lexer_at(&inner, &parser->keywords);
    c_lexer_next(&parser->lexer, &word, parser->error);
    if (word.kind == TOKEN_NAME && word.length == 4 && memcmp(word.at, "pack", 4) == 0) {
        parser->token = word;
        if (!read_pack(parser) || !c_expect(parser, ')', "behind #pragma pack"))
            return false;
    } else if (word.kind == TOKEN_NAME &&
               ((word.length == 9 && memcmp(word.at, "ms_struct", 9) == 0) ||
                (word.length == 20 && memcmp(word.at, "scalar_storage_order", 20) == 0))) {
        return c_fail(parser, word.at, word.length, "this pragma is not supported");
    }
    parser->lexer = outer;
    parser->token = after;
    return word.kind != TOKEN_BAD;
}

// _Pragma = "_Pragma" "(" string ")"
static bool read_operator(struct c_parser *parser)
{
    if (!c_advance(parser) || !c_expect(parser, '(', "behind _Pragma"))
        return false;
    struct c_token string = parser->token;
    if (string.kind != TOKEN_STRING || *string.at != '"')
        return c_fail_expected(parser, "a string");
    return c_advance(parser) && read_text(parser, &string) &&
           c_expect(parser, ')', "behind the pragma");
}

bool c_pragmas(struct c_parser *parser)
{
    while (c_at_pragma(parser)) {
        bool is_operator = !c_is(parser, TOKEN_PACK);

        if (is_operator ? !read_operator(parser)
                        : !read_pack(parser) || !c_expect(parser, ')', "behind #pragma pack"))
            return false;
    }
    return parser->token.kind != TOKEN_BAD;
}
