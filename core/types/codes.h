// The codes of struct and PEP 3118 formats that stand for a scalar, and the prefixes in front.
//
// A prefix is the mode in which items are read until the next one: @ (the first) and ^ have the
// host's sizes, = < > ! the standard ones; only @ aligns.
#ifndef MEMTOOL_TYPES_CODES_H
#define MEMTOOL_TYPES_CODES_H

#include "types/type.h"

struct code {
    char text[3];                 // one letter, or Z and one letter
    enum scalar native, standard; // what it is behind @ ^, and behind = < > !
    bool native_only;             // not allowed behind = < > !
    bool unsized;                 // has no standard size: = is spelled ^ where it is written
    bool wide;                    // behind the host's byte order, written out, ctypes' wchar_t
    const char *c;                // the C type that it stands for in native mode
};

// The code that text starts with (length bytes of it are looked at), or NULL.
const struct code *code_find(const char *text, size_t length);

// What the code is behind that prefix.
enum scalar code_scalar(const struct code *code, char mode);

bool is_mode(int byte); // one of @ = < > ! ^
bool mode_is_native(char mode);
enum order mode_order(char mode);

// Reads a short name that length bytes of text are: `i32`, `bf16`, without byte order. SCALAR_COUNT
// where they are none.
enum scalar short_scalar(const char *text, size_t length);

#endif
