// C's tokens, one at a time: comments, line markers and harmless pragmas are passed on the way.
#ifndef MEMTOOL_TYPES_CTOKEN_H
#define MEMTOOL_TYPES_CTOKEN_H

#include "base/lex.h"

// Kinds of tokens; a punctuator of one byte is its own kind.
enum {
    TOKEN_END = 0,
    TOKEN_BAD = 256, // an error was recorded
    TOKEN_NAME,      // an identifier or a keyword
    TOKEN_NUMBER,    // a preprocessing number
    TOKEN_CHAR,      // '…' with its prefix
    TOKEN_STRING,    // "…" with its prefix
    TOKEN_PACK,      // `#pragma pack`: its arguments follow as tokens
    TOKEN_ELLIPSIS,
    TOKEN_ARROW,
    TOKEN_SHIFT_LEFT,
    TOKEN_SHIFT_RIGHT,
    TOKEN_NOT_ABOVE, // <=
    TOKEN_NOT_BELOW, // >=
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_AND,
    TOKEN_OR,
};

// What a keyword is to the parser. Several spellings share one.
enum c_keyword {
    KEYWORD_NONE, // a plain identifier
    KEYWORD_TYPEDEF,
    KEYWORD_STORAGE,   // extern static auto register _Thread_local: nothing to a layout
    KEYWORD_FUNCTION,  // inline _Noreturn
    KEYWORD_QUALIFIER, // const volatile restrict
    KEYWORD_ATOMIC,
    KEYWORD_TYPE, // int unsigned …: counted by the specifiers
    KEYWORD_VA_LIST,
    KEYWORD_STRUCT,
    KEYWORD_UNION,
    KEYWORD_ENUM,
    KEYWORD_ATTRIBUTE,
    KEYWORD_ALIGNAS,
    KEYWORD_EXTENSION,
    KEYWORD_ASM,
    KEYWORD_STATIC_ASSERT,
    KEYWORD_PRAGMA,
    KEYWORD_TYPEOF,
    KEYWORD_UNSUPPORTED, // types that memtool has no machine type for
    KEYWORD_SIZEOF,
    KEYWORD_ALIGNOF,
    KEYWORD_OFFSETOF,
    KEYWORD_STATEMENT, // if while return …: no name for anything
};

// The type words that specifiers are made of; a count of each takes two bits of a uint64_t.
enum c_unit {
    UNIT_VOID,
    UNIT_BOOL,
    UNIT_CHAR,
    UNIT_SHORT,
    UNIT_INT,
    UNIT_LONG,
    UNIT_SIGNED,
    UNIT_UNSIGNED,
    UNIT_FLOAT,
    UNIT_DOUBLE,
    UNIT_COMPLEX,
    UNIT_INT128,
    UNIT_FLOAT16,
    UNIT_BFLOAT16,
    UNIT_FLOAT32,
    UNIT_FLOAT64,
    UNIT_FLOAT128,
    UNIT_FLOAT32X,
    UNIT_FLOAT64X,
    UNIT_FLOAT80,
};

struct c_token {
    int kind;
    const char *at; // in the text
    size_t length;
    uint32_t hash;          // of TOKEN_NAME
    enum c_keyword keyword; // of TOKEN_NAME
    enum c_unit unit;       // of KEYWORD_TYPE
};

// Keywords by hash: 1 + the row, 0 for none.
enum { C_KEYWORD_SLOTS = 512 };
struct c_keywords {
    unsigned char slots[C_KEYWORD_SLOTS];
};

void c_keywords_fill(struct c_keywords *keywords);

struct c_lexer {
    struct cursor cursor;
    bool starts_line; // only blanks between the cursor and the start of its line
    const struct c_keywords *keywords;
};

// A lexer at the cursor's place.
struct c_lexer c_lexer_at(const struct cursor *cursor, const struct c_keywords *keywords);

// The next token. TOKEN_BAD and an error (STATUS_USAGE, at its place) where there is none.
void c_lexer_next(struct c_lexer *lexer, struct c_token *token, struct error *error);

// Sets the keyword and unit of a TOKEN_NAME by its hash.
void c_keyword_find(const struct c_keywords *keywords, struct c_token *token);

// The same for a single word, for which a map does not pay: the token's hash is not asked.
void c_keyword_look(struct c_token *token);

// The spellings by number; NULL behind the last.
const char *c_keyword_text(size_t number);

// True of a word that a type begins with or consists of; where a declaration may begin, also of one
// that begins that. What the parser refuses is none.
bool c_keyword_begins(size_t number, bool declaration);

// The hash of an identifier (FNV-1a).
uint32_t c_hash(const char *name, size_t length);

#endif
