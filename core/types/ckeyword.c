// C's keywords with GNU's other spellings of them.
#include "base/hash.h"
#include "types/ctoken.h"

#include <string.h>

struct keyword {
    const char *text;
    enum c_keyword keyword;
    enum c_unit unit;
};

#define TYPE_WORD(text, unit)                                                                      \
    {                                                                                              \
        text, KEYWORD_TYPE, UNIT_##unit                                                            \
    }
#define WORD(text, keyword)                                                                        \
    {                                                                                              \
        text, KEYWORD_##keyword, 0                                                                 \
    }

// The usual spelling first: it is the one that is suggested.
static const struct keyword keywords[] = {
    TYPE_WORD("int", INT),
    TYPE_WORD("char", CHAR),
    TYPE_WORD("unsigned", UNSIGNED),
    TYPE_WORD("long", LONG),
    TYPE_WORD("short", SHORT),
    TYPE_WORD("signed", SIGNED),
    TYPE_WORD("double", DOUBLE),
    TYPE_WORD("float", FLOAT),
    TYPE_WORD("void", VOID),
    WORD("struct", STRUCT),
    WORD("union", UNION),
    WORD("enum", ENUM),
    WORD("const", QUALIFIER),
    WORD("volatile", QUALIFIER),
    WORD("restrict", QUALIFIER),
    WORD("typedef", TYPEDEF),
    WORD("extern", STORAGE),
    WORD("static", STORAGE),
    WORD("inline", FUNCTION),
    WORD("sizeof", SIZEOF),
    TYPE_WORD("_Bool", BOOL),
    TYPE_WORD("_Complex", COMPLEX),
    TYPE_WORD("__int128", INT128),
    TYPE_WORD("_Float16", FLOAT16),
    TYPE_WORD("__bf16", BFLOAT16),
    TYPE_WORD("_Float32", FLOAT32),
    TYPE_WORD("_Float64", FLOAT64),
    TYPE_WORD("_Float128", FLOAT128),
    TYPE_WORD("_Float32x", FLOAT32X),
    TYPE_WORD("_Float64x", FLOAT64X),
    WORD("_Alignas", ALIGNAS),
    WORD("_Alignof", ALIGNOF),
    WORD("_Atomic", ATOMIC),
    WORD("_Noreturn", FUNCTION),
    WORD("_Static_assert", STATIC_ASSERT),
    WORD("_Thread_local", STORAGE),
    WORD("_Pragma", PRAGMA),
    WORD("__attribute__", ATTRIBUTE),
    WORD("__extension__", EXTENSION),
    WORD("__asm__", ASM),
    WORD("__builtin_offsetof", OFFSETOF),
    WORD("__builtin_va_list", VA_LIST),
    // other spellings, and what is only refused
    TYPE_WORD("__signed", SIGNED),
    TYPE_WORD("__signed__", SIGNED),
    TYPE_WORD("__complex__", COMPLEX),
    TYPE_WORD("__complex", COMPLEX),
    TYPE_WORD("__float128", FLOAT128),
    TYPE_WORD("__float80", FLOAT80),
    WORD("__const", QUALIFIER),
    WORD("__const__", QUALIFIER),
    WORD("__volatile", QUALIFIER),
    WORD("__volatile__", QUALIFIER),
    WORD("__restrict", QUALIFIER),
    WORD("__restrict__", QUALIFIER),
    WORD("__inline", FUNCTION),
    WORD("__inline__", FUNCTION),
    WORD("__thread", STORAGE),
    WORD("register", STORAGE),
    WORD("auto", STORAGE),
    WORD("__attribute", ATTRIBUTE),
    WORD("__extension", EXTENSION),
    WORD("__asm", ASM),
    WORD("asm", ASM),
    WORD("alignas", ALIGNAS),
    WORD("alignof", ALIGNOF),
    WORD("__alignof__", ALIGNOF),
    WORD("__alignof", ALIGNOF),
    WORD("offsetof", OFFSETOF),
    WORD("static_assert", STATIC_ASSERT),
    WORD("typeof", TYPEOF),
    WORD("__typeof__", TYPEOF),
    WORD("__typeof", TYPEOF),
    WORD("__auto_type", TYPEOF),
    WORD("_Decimal32", UNSUPPORTED),
    WORD("_Decimal64", UNSUPPORTED),
    WORD("_Decimal128", UNSUPPORTED),
    WORD("_Float128x", UNSUPPORTED),
    WORD("_Imaginary", UNSUPPORTED),
    WORD("break", STATEMENT),
    WORD("case", STATEMENT),
    WORD("continue", STATEMENT),
    WORD("default", STATEMENT),
    WORD("do", STATEMENT),
    WORD("else", STATEMENT),
    WORD("for", STATEMENT),
    WORD("goto", STATEMENT),
    WORD("if", STATEMENT),
    WORD("return", STATEMENT),
    WORD("switch", STATEMENT),
    WORD("while", STATEMENT),
    WORD("_Generic", STATEMENT),
};

enum { COUNT = sizeof keywords / sizeof *keywords };

uint32_t c_hash(const char *name, size_t length)
{
    return hash_bytes(HASH_START, name, length);
}

void c_keywords_fill(struct c_keywords *map)
{
    memset(map, 0, sizeof *map);
    for (size_t i = 0; i < COUNT; i++) {
        size_t slot = c_hash(keywords[i].text, strlen(keywords[i].text)) % C_KEYWORD_SLOTS;

        while (map->slots[slot] != 0)
            slot = (slot + 1) % C_KEYWORD_SLOTS;
        map->slots[slot] = (unsigned char)(i + 1);
    }
}

static bool is_it(const struct keyword *row, struct c_token *token)
{
    if (strncmp(row->text, token->at, token->length) != 0 || row->text[token->length] != '\0')
        return false;
    token->keyword = row->keyword;
    token->unit = row->unit;
    return true;
}

void c_keyword_look(struct c_token *token)
{
    token->keyword = KEYWORD_NONE;
    for (size_t i = 0; i < COUNT && !is_it(&keywords[i], token); i++)
        continue;
}

void c_keyword_find(const struct c_keywords *map, struct c_token *token)
{
    token->keyword = KEYWORD_NONE;
    for (size_t slot = token->hash % C_KEYWORD_SLOTS; map->slots[slot] != 0;
         slot = (slot + 1) % C_KEYWORD_SLOTS) {
        if (is_it(&keywords[map->slots[slot] - 1], token))
            return;
    }
}

const char *c_keyword_text(size_t number)
{
    return number < COUNT ? keywords[number].text : NULL;
}

bool c_keyword_begins(size_t number, bool declaration)
{
    enum { NOTHING, TYPE, DECLARATION };
    static const unsigned char begins[] = {
        [KEYWORD_TYPE] = TYPE,
        [KEYWORD_STRUCT] = TYPE,
        [KEYWORD_UNION] = TYPE,
        [KEYWORD_ENUM] = TYPE,
        [KEYWORD_QUALIFIER] = TYPE,
        [KEYWORD_ATOMIC] = TYPE,
        [KEYWORD_VA_LIST] = TYPE,
        [KEYWORD_ATTRIBUTE] = TYPE,
        [KEYWORD_ALIGNAS] = TYPE,
        [KEYWORD_EXTENSION] = TYPE,
        [KEYWORD_TYPEDEF] = DECLARATION,
        [KEYWORD_STORAGE] = DECLARATION,
        [KEYWORD_FUNCTION] = DECLARATION,
        [KEYWORD_STATIC_ASSERT] = DECLARATION,
        [KEYWORD_STATEMENT] = NOTHING, // the last one
    };
    unsigned char what = begins[keywords[number].keyword];

    return what == TYPE || (what == DECLARATION && declaration);
}
