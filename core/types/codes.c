#include "types/codes.h"

#include "base/swap.h"
#include "types/host.h"

#include <string.h>

#define BY_SIZE(size, four, eight) ((size) == 8 ? SCALAR_##eight : SCALAR_##four)

// Sizes from the table in Python's struct documentation and from PEP 3118. Standard sizes of u w
// and Z are PEP 3118's, but for <u, which ctypes alone writes, for a wchar_t; g is the host's
// everywhere, as ctypes writes <g.
static const struct code codes[] = {
    {.text = "?", SCALAR_BOOL, SCALAR_BOOL, .c = "_Bool"},
    {.text = "c", SCALAR_CHAR, SCALAR_CHAR, .c = "char"},
    {.text = "b", SCALAR_I8, SCALAR_I8, .c = "signed char"},
    {.text = "B", SCALAR_U8, SCALAR_U8, .c = "unsigned char"},
    {.text = "h", SCALAR_I16, SCALAR_I16, .c = "short"},
    {.text = "H", SCALAR_U16, SCALAR_U16, .c = "unsigned short"},
    {.text = "i", SCALAR_I32, SCALAR_I32, .c = "int"},
    {.text = "I", SCALAR_U32, SCALAR_U32, .c = "unsigned int"},
    {.text = "l", BY_SIZE(sizeof(long), I32, I64), SCALAR_I32, .c = "long"},
    {.text = "L", BY_SIZE(sizeof(long), U32, U64), SCALAR_U32, .c = "unsigned long"},
    {.text = "q", SCALAR_I64, SCALAR_I64, .c = "long long"},
    {.text = "Q", SCALAR_U64, SCALAR_U64, .c = "unsigned long long"},
    {.text = "n",
     BY_SIZE(sizeof(size_t), I32, I64),
     SCALAR_COUNT,
     .native_only = true,
     .c = "ssize_t"},
    {.text = "N",
     BY_SIZE(sizeof(size_t), U32, U64),
     SCALAR_COUNT,
     .native_only = true,
     .c = "size_t"},
    {.text = "e", SCALAR_F16, SCALAR_F16, .c = "_Float16"},
    {.text = "f", SCALAR_F32, SCALAR_F32, .c = "float"},
    {.text = "d", SCALAR_F64, SCALAR_F64, .c = "double"},
    {.text = "g", SCALAR_LONG_DOUBLE, SCALAR_LONG_DOUBLE, .unsized = true, .c = "long double"},
    {.text = "F", SCALAR_C64, SCALAR_C64, .c = "float _Complex"},
    {.text = "D", SCALAR_C128, SCALAR_C128, .c = "double _Complex"},
    {.text = "Zf", SCALAR_C64, SCALAR_C64, .c = "float _Complex"},
    {.text = "Zd", SCALAR_C128, SCALAR_C128, .c = "double _Complex"},
    {.text = "Zg", SCALAR_CLONG, SCALAR_CLONG, .unsized = true, .c = "long double _Complex"},
    {.text = "u", SCALAR_UCS2, SCALAR_UCS2, .wide = true, .c = "char16_t"},
    {.text = "w", SCALAR_UCS4, SCALAR_UCS4, .c = "wchar_t"},
};

const struct code *code_find(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        size_t n = strlen(codes[i].text);

        if (n <= length && memcmp(text, codes[i].text, n) == 0)
            return &codes[i];
    }
    return NULL;
}

static bool mode_spells_host(char mode)
{
    return mode == (HOST_IS_BIG ? '>' : '<');
}

enum scalar code_scalar(const struct code *code, char mode)
{
    if (code->wide && mode_spells_host(mode))
        return SCALAR_WCHAR;
    return mode_is_native(mode) ? code->native : code->standard;
}

bool is_mode(int byte)
{
    return byte > 0 && strchr("@=<>!^", byte) != NULL;
}

bool mode_is_native(char mode)
{
    return mode == '@' || mode == '^';
}

enum order mode_order(char mode)
{
    return mode == '<' ? ORDER_LITTLE : mode == '>' || mode == '!' ? ORDER_BIG : ORDER_NATIVE;
}

// The machine types that have a short name of their own; the rest are spelled in C.
static const enum scalar short_names[] = {
    SCALAR_I8,  SCALAR_U8,   SCALAR_I16,  SCALAR_U16,  SCALAR_I32,  SCALAR_U32, SCALAR_I64,
    SCALAR_U64, SCALAR_I128, SCALAR_U128, SCALAR_F16,  SCALAR_BF16, SCALAR_F32, SCALAR_F64,
    SCALAR_F80, SCALAR_F128, SCALAR_BOOL, SCALAR_CHAR, SCALAR_BYTE,
};

enum scalar short_scalar(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof short_names / sizeof short_names[0]; i++) {
        const char *name = scalar_info(short_names[i])->name;

        if (strlen(name) == length && memcmp(name, text, length) == 0)
            return short_names[i];
    }
    return SCALAR_COUNT;
}
