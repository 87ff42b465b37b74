// The lexer: bytes to tokens. Nothing here knows what a declaration is.
#include "types/ctoken.h"

#include "base/escape.h"
#include "base/hash.h"

#include <string.h>

struct c_lexer c_lexer_at(const struct cursor *cursor, const struct c_keywords *keywords)
{
    return (struct c_lexer){.cursor = *cursor, .starts_line = true, .keywords = keywords};
}

static bool bad(struct c_lexer *lexer, struct c_token *token, const char *from, const char *message,
                struct error *error)
{
    token->kind = TOKEN_BAD;
    return fail_at(error, STATUS_USAGE, cursor_span(&lexer->cursor, from), "%s", message);
}

// ---- what stands between tokens

// A backslash that joins its line to the next one.
static bool skip_splice(struct cursor *cursor)
{
    return cursor_take_text(cursor, "\\\n") || cursor_take_text(cursor, "\\\r\n");
}

static void skip_line(struct cursor *cursor)
{
    while (cursor->at < cursor->end && *cursor->at != '\n')
        if (!skip_splice(cursor))
            cursor->at++;
}

// The words of a directive stand on its own line.
static void skip_spaces(struct cursor *cursor)
{
    while (cursor_peek(cursor) == ' ' || cursor_peek(cursor) == '\t')
        cursor->at++;
}

static bool skip_comment(struct c_lexer *lexer, struct c_token *token, struct error *error)
{
    struct cursor *cursor = &lexer->cursor;
    const char *from = cursor->at;

    if (cursor_peek_at(cursor, 1) == '/') {
        skip_line(cursor);
        return true;
    }
    cursor->at += 2;
    const char *close = memmem(cursor->at, (size_t)(cursor->end - cursor->at), "*/", 2);
    if (close == NULL)
        return bad(lexer, token, from, "the comment is not closed", error);
    cursor->at = close + 2;
    return true;
}

// directive = "#" (number | "line" | "ident" | "pragma") to the end of the line. Of the pragmas,
// pack becomes a token, those that change a layout are refused, and others are passed.
static bool skip_directive(struct c_lexer *lexer, struct c_token *token, struct error *error)
{
    struct cursor *cursor = &lexer->cursor;
    const char *from = cursor->at++;
    const char *name = "";
    size_t n = 0;

    skip_spaces(cursor);
    cursor_identifier(cursor, &name, &n);
    if (n == 6 && memcmp(name, "pragma", 6) == 0) {
        skip_spaces(cursor);
        name = cursor->at;
        if (cursor_identifier(cursor, &name, &n) && n == 4 && memcmp(name, "pack", 4) == 0) {
            lexer->starts_line = false;
            *token = (struct c_token){.kind = TOKEN_PACK, .at = name, .length = n};
            return true;
        }
        if (n == 9 && memcmp(name, "ms_struct", 9) == 0)
            return bad(lexer, token, from, "#pragma ms_struct is not supported", error);
        if (n == 20 && memcmp(name, "scalar_storage_order", 20) == 0)
            return bad(lexer, token, from, "#pragma scalar_storage_order is not supported", error);
    } else if (n != 0 && !(n == 4 && memcmp(name, "line", 4) == 0) &&
               !(n == 5 && memcmp(name, "ident", 5) == 0)) {
        bad(lexer, token, from, "only #pragma is read here, no other directive", error);
        return error_hint(error, "--types FILE reads a header through the preprocessor");
    }
    skip_line(cursor);
    return true;
}

// Passes blanks, comments and directives. False where that ended in an error or made a token.
static bool skip_between(struct c_lexer *lexer, struct c_token *token, struct error *error)
{
    struct cursor *cursor = &lexer->cursor;

    token->kind = TOKEN_END;
    for (; cursor->at < cursor->end; lexer->starts_line |= cursor->at[-1] == '\n') {
        char byte = *cursor->at;

        if (is_blank((unsigned char)byte)) {
            cursor->at++;
        } else if (byte == '/' &&
                   (cursor_peek_at(cursor, 1) == '*' || cursor_peek_at(cursor, 1) == '/')) {
            if (!skip_comment(lexer, token, error))
                return false;
        } else if (byte == '#' && lexer->starts_line) {
            if (!skip_directive(lexer, token, error) || token->kind == TOKEN_PACK)
                return false;
        } else if (byte != '\\' || !skip_splice(cursor)) {
            break;
        }
    }
    lexer->starts_line = false;
    return true;
}

// ---- tokens

// quoted = (escape | any byte but the quote and a newline)* quote
static bool read_quoted(struct c_lexer *lexer, struct c_token *token, struct error *error)
{
    struct cursor *cursor = &lexer->cursor;
    char quote = *cursor->at++;

    while (cursor->at < cursor->end && *cursor->at != quote && *cursor->at != '\n')
        cursor->at += *cursor->at == '\\' && cursor->at + 1 < cursor->end ? 2 : 1;
    if (!cursor_take(cursor, quote))
        return bad(lexer, token, token->at, "the quote is not closed", error);
    token->kind = quote == '"' ? TOKEN_STRING : TOKEN_CHAR;
    return true;
}

// L, u, U or u8 right before a quote.
static bool is_prefix(const char *name, size_t length)
{
    return (length == 1 && strchr("LuU", *name) != NULL) ||
           (length == 2 && memcmp(name, "u8", 2) == 0);
}

// A letter, digit or _, as is_word_byte says it, but inlined: most bytes of a header pass here.
static bool in_word(unsigned char byte)
{
    return (unsigned char)((byte | 0x20) - 'a') < 26 || (unsigned char)(byte - '0') < 10 ||
           byte == '_';
}

// What else may stand in a name (C11 6.4.2.1, annex D): characters of UTF-8. Their bytes.
static size_t wide_in_word(const char *at, const char *end)
{
    const unsigned char *bytes = (const unsigned char *)at;

    return at < end && *bytes >= 0x80 ? utf8_printable(bytes, (size_t)(end - at)) : 0;
}

static void read_name(struct c_lexer *lexer, struct c_token *token, struct error *error)
{
    struct cursor *cursor = &lexer->cursor;
    const char *at = cursor->at;
    uint32_t hash = HASH_START; // as c_hash has it
    size_t n;

    do {
        while (at < cursor->end && in_word((unsigned char)*at))
            hash = hash_byte(hash, (unsigned char)*at++);
        n = wide_in_word(at, cursor->end);
        for (size_t i = 0; i < n; i++)
            hash = hash_byte(hash, (unsigned char)*at++);
    } while (n > 0);
    cursor->at = at;
    token->kind = TOKEN_NAME;
    token->length = (size_t)(at - token->at);
    if (at < cursor->end && (*at == '"' || *at == '\'') && is_prefix(token->at, token->length)) {
        read_quoted(lexer, token, error);
        return;
    }
    token->hash = hash;
    c_keyword_find(lexer->keywords, token);
}

// number = ["."] digit (word-byte | "." | [eEpP] sign)*
static void read_number(struct c_lexer *lexer, struct c_token *token)
{
    struct cursor *cursor = &lexer->cursor;

    token->kind = TOKEN_NUMBER;
    while (is_word_byte(cursor_peek(cursor)) || cursor_peek(cursor) == '.') {
        int byte = *cursor->at++ | 0x20;

        if ((byte == 'e' || byte == 'p') &&
            (cursor_peek(cursor) == '+' || cursor_peek(cursor) == '-') &&
            !(token->at[0] == '0' && (token->at[1] | 0x20) == 'x' && byte == 'e'))
            cursor->at++;
    }
}

static const struct {
    char text[4];
    int kind;
} punctuators[] = {
    {"...", TOKEN_ELLIPSIS},   {"->", TOKEN_ARROW},     {"<<", TOKEN_SHIFT_LEFT},
    {">>", TOKEN_SHIFT_RIGHT}, {"<=", TOKEN_NOT_ABOVE}, {">=", TOKEN_NOT_BELOW},
    {"==", TOKEN_EQUAL},       {"!=", TOKEN_NOT_EQUAL}, {"&&", TOKEN_AND},
    {"||", TOKEN_OR},
};

static void read_punctuator(struct c_lexer *lexer, struct c_token *token, struct error *error)
{
    struct cursor *cursor = &lexer->cursor;
    int next = cursor_peek_at(cursor, 1);

    for (size_t i = 0;
         next > 0 && strchr(".><=&|", next) != NULL && i < sizeof punctuators / sizeof *punctuators;
         i++) {
        if (punctuators[i].text[0] != *cursor->at || !cursor_take_text(cursor, punctuators[i].text))
            continue;
        token->kind = punctuators[i].kind;
        return;
    }
    token->kind = (unsigned char)*cursor->at++;
    if (memchr("()[]{}*,;:=+-~!/%&|^<>?.", token->kind, 24) == NULL)
        bad(lexer, token, token->at, "this byte has no meaning in C", error);
}

void c_lexer_next(struct c_lexer *lexer, struct c_token *token, struct error *error)
{
    struct cursor *cursor = &lexer->cursor;

    if (!skip_between(lexer, token, error))
        return;
    token->at = cursor->at;
    token->length = 0;
    int byte = cursor_peek(cursor);
    if (byte < 0)
        return;
    if (is_letter(byte) || wide_in_word(cursor->at, cursor->end) > 0)
        read_name(lexer, token, error);
    else if (is_digit(byte) || (byte == '.' && is_digit(cursor_peek_at(cursor, 1))))
        read_number(lexer, token);
    else if (byte == '"' || byte == '\'')
        read_quoted(lexer, token, error);
    else
        read_punctuator(lexer, token, error);
    token->length = (size_t)(cursor->at - token->at);
}
