// A cursor over a text that the user wrote, which knows the whole word for the caret.
//
// Parsers take `struct cursor *`, advance it past what they have read, and raise errors at spans
// of the whole word, however deep the part lies that they were given.
#ifndef MEMTOOL_BASE_LEX_H
#define MEMTOOL_BASE_LEX_H

#include "base/error.h"
#include "base/memory.h"

struct cursor {
    const char *word;  // the whole word, for spans
    const char *limit; // the end of the whole word
    const char *at;    // the next byte to read
    const char *end;   // where the part to be read ends: word <= at <= end <= limit
};

// A cursor over a whole NUL-terminated word, or over n bytes of text.
struct cursor cursor_of(const char *word);
struct cursor cursor_over(const char *text, size_t n);

// The part of the cursor from `from` to `to` (both within it), with the same word behind it.
struct cursor cursor_part(const struct cursor *cursor, const char *from, const char *to);

// The next byte, or -1 at the end. peek_at looks n bytes further.
static inline int cursor_peek_at(const struct cursor *cursor, size_t n)
{
    if (n >= (size_t)(cursor->end - cursor->at))
        return -1;
    return (unsigned char)cursor->at[n];
}

static inline int cursor_peek(const struct cursor *cursor)
{
    return cursor_peek_at(cursor, 0);
}

// Passes the byte, or the text, if it comes next.
static inline bool cursor_take(struct cursor *cursor, char byte)
{
    if (cursor->at == cursor->end || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}
bool cursor_take_text(struct cursor *cursor, const char *text);

// Passes ASCII blanks (space \t \n \v \f \r).
void cursor_skip_blanks(struct cursor *cursor);

// Passes a C identifier and gives its start and length; false where none comes next.
bool cursor_identifier(struct cursor *cursor, const char **start, size_t *length);

static inline bool cursor_done(const struct cursor *cursor)
{
    return cursor->at == cursor->end;
}

// The span from `from` to the cursor; with from == at, the one byte that comes next.
struct span cursor_span(const struct cursor *cursor, const char *from);

// The span of the whole part that is left, from at to end.
struct span cursor_rest(const struct cursor *cursor);

// ASCII classes, whatever the locale is.
static inline bool is_blank(int byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static inline bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

bool is_letter(int byte);    // a letter or _
bool is_word_byte(int byte); // a letter, _ or digit
int hex_digit(int byte);     // 0 to 15, or -1

#endif
