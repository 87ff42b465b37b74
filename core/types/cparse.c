// What all rooms of the C parser stand on: the next token, errors at their place, bounded depth.
#include "types/cparse.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool c_parser_open(struct c_parser *parser, const struct cursor *cursor, const struct book *book,
                   struct error *error)
{
    *parser = (struct c_parser){.book = book, .error = error, .before = cursor->at};
    c_keywords_fill(&parser->keywords);
    parser->lexer = c_lexer_at(cursor, &parser->keywords);
    parser->pool = pool_new(error);
    return parser->pool != NULL;
}

void c_parser_close(struct c_parser *parser)
{
    c_names_close(&parser->names);
    pool_unref(parser->pool);
    free(parser->packs);
    free(parser->steps);
    free(parser->fields);
    free(parser->parameters);
    free(parser->enumerators);
}

bool c_is(const struct c_parser *parser, int kind)
{
    return parser->token.kind == kind;
}

bool c_is_keyword(const struct c_parser *parser, enum c_keyword keyword)
{
    return parser->token.kind == TOKEN_NAME && parser->token.keyword == keyword;
}

bool c_is_const(const struct c_parser *parser)
{
    return c_is_keyword(parser, KEYWORD_QUALIFIER) &&
           memmem(parser->token.at, parser->token.length, "const", 5) != NULL;
}

bool c_take(struct c_parser *parser, int kind)
{
    return parser->token.kind == kind && c_advance(parser);
}

// ---- errors

enum { FILE_NAME = 256 };

// A file's name up to the closing quote, without the backslashes that the preprocessor puts before
// quotes and backslashes.
static void read_file_name(const char *from, const char *end, char to[FILE_NAME])
{
    size_t n = 0;

    for (; from < end && *from != '"' && n + 1 < FILE_NAME; from++) {
        if (*from == '\\' && from + 1 < end)
            from++;
        to[n++] = *from;
    }
    to[n] = '\0';
}

// Takes file and line from a line marker; any other line is left alone.
static void read_marker(const char *from, const char *end, char file[FILE_NAME],
                        unsigned long *line)
{
    char marker[32]; // bounded: a copy to be scanned
    size_t n = (size_t)(end - from) < sizeof marker ? (size_t)(end - from) : sizeof marker - 1;
    unsigned long number;
    int quote = 0;

    memcpy(marker, from, n);
    marker[n] = '\0';
    if (marker[0] != '#' || (sscanf(marker, "# %9lu \"%n", &number, &quote) != 1 &&
                             sscanf(marker, "#line %9lu \"%n", &number, &quote) != 1))
        return;
    *line = number;
    if (quote > 0)
        read_file_name(from + quote, end, file);
}

// The file and line of a place in preprocessed text, by the last line marker above it.
static void header_line(const char *from, const char *at, char file[FILE_NAME], unsigned long *line)
{
    const char *newline;

    file[0] = '\0';
    *line = 1;
    while (from < at && (newline = memchr(from, '\n', (size_t)(at - from))) != NULL) {
        ++*line;
        read_marker(from, newline, file, line);
        from = newline + 1;
    }
}

// The line around a place: all that is shown of a header.
static struct span line_span(const struct cursor *cursor, const char *at, size_t length)
{
    const char *from = at;
    const char *to = at;

    while (from > cursor->word && from[-1] != '\n')
        from--;
    while (to < cursor->limit && *to != '\n')
        to++;
    if (length > (size_t)(to - at))
        length = (size_t)(to - at);
    return (struct span){from, (size_t)(to - from), (size_t)(at - from), length};
}

static struct span span_at(const struct cursor *cursor, const char *at, size_t length)
{
    size_t all = (size_t)(cursor->limit - cursor->word);

    return (struct span){cursor->word, all, (size_t)(at - cursor->word), length};
}

bool c_fail(struct c_parser *parser, const char *at, size_t length, const char *format, ...)
{
    const struct cursor *cursor = &parser->lexer.cursor;
    char message[ERROR_TEXT];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (!parser->is_header)
        return fail_at(parser->error, STATUS_USAGE, span_at(cursor, at, length), "%s", message);
    char file[FILE_NAME];
    unsigned long line;
    header_line(cursor->word, at, file, &line);
    return fail_at(parser->error, STATUS_DATA, line_span(cursor, at, length), "%s:%lu: %s", file,
                   line, message);
}

bool c_fail_here(struct c_parser *parser, const char *format, ...)
{
    char message[ERROR_TEXT];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return c_fail(parser, parser->token.at, parser->token.length, "%s", message);
}

bool c_fail_expected(struct c_parser *parser, const char *what)
{
    if (parser->token.kind == TOKEN_BAD)
        return false;
    if (parser->token.kind == TOKEN_END)
        return c_fail_here(parser, "%s expected, but the text ends here", what);
    return c_fail_here(parser, "%s expected", what);
}

bool c_fail_placed(struct c_parser *parser, const char *from)
{
    struct error inner = *parser->error;
    size_t length = parser->before > from ? (size_t)(parser->before - from) : 0;

    if (inner.status == STATUS_OK || inner.excerpt_length != 0 || inner.memory)
        return false;
    error_clear(parser->error);
    c_fail(parser, from, length, "%s", inner.message);
    if (inner.hint[0] != '\0')
        error_hint(parser->error, "%s", inner.hint);
    return false;
}

bool c_expect(struct c_parser *parser, int kind, const char *where)
{
    char what[64];

    if (c_is(parser, kind))
        return c_advance(parser);
    snprintf(what, sizeof what, "'%c'%s%s", kind, *where == '\0' ? "" : " ", where);
    return c_fail_expected(parser, what);
}

// ---- tokens

// Errors of the lexer get a header's file and line like all others.
static bool bad_token(struct c_parser *parser)
{
    struct error inner = *parser->error;
    const struct cursor *cursor = &parser->lexer.cursor;

    if (!parser->is_header || inner.memory)
        return false;
    error_clear(parser->error);
    return c_fail(parser, cursor->at > cursor->word ? cursor->at - 1 : cursor->at, 0, "%s",
                  inner.message);
}

bool c_advance(struct c_parser *parser)
{
    parser->before =
        parser->token.at == NULL ? parser->before : parser->token.at + parser->token.length;
    c_lexer_next(&parser->lexer, &parser->token, parser->error);
    return parser->token.kind != TOKEN_BAD || bad_token(parser);
}

bool c_enter(struct c_parser *parser)
{
    if (parser->depth >= TYPE_MAX_DEPTH)
        return c_fail_here(parser, "nested more than %d deep", TYPE_MAX_DEPTH);
    parser->depth++;
    return true;
}

void c_leave(struct c_parser *parser)
{
    parser->depth--;
}

static int closing(int kind)
{
    return kind == '(' ? ')' : kind == '[' ? ']' : kind == '{' ? '}' : 0;
}

bool c_skip_balanced(struct c_parser *parser)
{
    char open[TYPE_MAX_DEPTH];
    size_t depth = 0;

    do {
        int kind = parser->token.kind;

        if (closing(kind) != 0) {
            if (depth == sizeof open)
                return c_fail_here(parser, "nested more than %d deep", TYPE_MAX_DEPTH);
            open[depth++] = (char)closing(kind);
        } else if (kind == TOKEN_END || kind == ')' || kind == ']' || kind == '}') {
            if (depth == 0 || kind != open[depth - 1])
                return c_fail_expected(parser, depth == 0               ? "'('"
                                               : open[depth - 1] == ')' ? "')'"
                                               : open[depth - 1] == ']' ? "']'"
                                                                        : "'}'");
            depth--;
        } else if (kind == TOKEN_PACK) {
            return c_fail_here(parser, "#pragma pack cannot stand here");
        }
        if (!c_advance(parser))
            return false;
    } while (depth > 0);
    return true;
}
