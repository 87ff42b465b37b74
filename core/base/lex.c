#include "base/lex.h"

#include <string.h>

bool is_letter(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool is_word_byte(int byte)
{
    return is_letter(byte) || is_digit(byte);
}

int hex_digit(int byte)
{
    if (is_digit(byte))
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

struct cursor cursor_over(const char *text, size_t n)
{
    const char *end = n > 0 ? text + n : text; // no text may be NULL

    return (struct cursor){.word = text, .limit = end, .at = text, .end = end};
}

struct cursor cursor_of(const char *word)
{
    return cursor_over(word, strlen(word));
}

struct cursor cursor_part(const struct cursor *cursor, const char *from, const char *to)
{
    return (struct cursor){.word = cursor->word, .limit = cursor->limit, .at = from, .end = to};
}

bool cursor_take_text(struct cursor *cursor, const char *text)
{
    size_t n = strlen(text);

    if ((size_t)(cursor->end - cursor->at) < n || memcmp(cursor->at, text, n) != 0)
        return false;
    cursor->at += n;
    return true;
}

void cursor_skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && is_blank((unsigned char)*cursor->at))
        cursor->at++;
}

bool cursor_identifier(struct cursor *cursor, const char **start, size_t *length)
{
    const char *from = cursor->at;

    if (!is_letter(cursor_peek(cursor)))
        return false;
    while (is_word_byte(cursor_peek(cursor)))
        cursor->at++;
    *start = from;
    *length = (size_t)(cursor->at - from);
    return true;
}

struct span cursor_span(const struct cursor *cursor, const char *from)
{
    const char *to = cursor->at;

    if (from == to && to < cursor->limit)
        to++;
    return (struct span){.word = cursor->word,
                         .word_length = (size_t)(cursor->limit - cursor->word),
                         .start = (size_t)(from - cursor->word),
                         .length = (size_t)(to - from)};
}

struct span cursor_rest(const struct cursor *cursor)
{
    struct cursor whole = *cursor;

    whole.at = cursor->end;
    return cursor_span(&whole, cursor->at);
}
