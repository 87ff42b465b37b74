// Arguments: what a word means for a parameter of a type, and the bytes that travel.
#ifndef MEMTOOL_CALLS_ARGUMENT_H
#define MEMTOOL_CALLS_ARGUMENT_H

#include "calls/classify.h"
#include "views/source.h"

// What a word turned out to be; each has a row in argument_open.c.
enum argument_kind {
    ARGUMENT_VALUE,   // the bytes are there
    ARGUMENT_LITERAL, // a value that names labels, which are known when the chain runs
    ARGUMENT_VIEW,    // the value of a view's one element
    ARGUMENT_SIZE,    // the bytes of a view
    ARGUMENT_TEXT,    // a pointer to text, which is there
    ARGUMENT_ADDRESS, // a pointer by number
    ARGUMENT_HELD,    // the pointer that a view holds
    ARGUMENT_SYMBOL,  // the address of a symbol
    ARGUMENT_MEMORY,  // the address of a view
    ARGUMENT_OUT,     // room, printed after the call
    ARGUMENT_NATURAL, // a view without a parameter: its value if it has no dimension, else its
                      // address
    ARGUMENT_EXEC,    // a callback
};

struct argument {
    const char *word;
    enum argument_kind kind;
    bool typed;              // no parameter says its type: the word does
    bool promoted;           // as C promotes what stands for `...`
    const struct type *type; // that it is passed as; held; NULL until a NATURAL one is open
    struct source *source;   // of VIEW, MEMORY, NATURAL
    struct bytes text;       // of TEXT, with its NUL
    uint64_t address;        // of ADDRESS
    uint64_t count;          // of OUT: pointees; 0 where the word gave none: one
    unsigned char *value;    // type->size bytes in a block of the call's abi

    struct store *store; // memory that lives for this argument; held, or NULL
    struct view back;    // what store is a copy of, to be written back; or empty
};

// Reads a word for a parameter of that type.
bool argument_read(struct argument *argument, const char *word, const struct type *type,
                   const struct scope *scope, struct error *error);

// Reads a word that must say its type itself: TYPE:VALUE, a label, a prefix; and if promoted, C's
// own literals.
bool argument_read_typed(struct argument *argument, const char *word, bool promoted,
                         const struct scope *scope, struct error *error);

// Reads a C literal: "text", and with numbers 5 10L 1.5f 'a', their types by C's rules, promoted.
// False where the word is none; true with an error where it is a bad one.
bool argument_read_literal(struct argument *argument, const char *word, bool numbers,
                           struct error *error);

// Makes the value: opens views, makes room, finds symbols. index is from 1, for names. The `others`
// were opened before; copies may be shared with them.
struct opening {
    struct abi *abi;
    struct scope *scope;
    struct argument *others;
    size_t other_count, index;
};
bool argument_open(struct argument *argument, const struct opening *opening, struct error *error);

// The address of a copy of a view in memory, which the argument holds, together with copies that
// others have of some of its bytes: their pointers move there. NULL and an error.
unsigned char *argument_copy_in(struct argument *argument, const struct opening *opening,
                                const struct view *view, struct error *error);

// After the call: writes a copied view back where the function changed it.
bool argument_write_back(struct argument *argument, struct error *error);

void argument_close(struct argument *argument);

// ---- what its files share

// Reads the whole word as a value of the argument's type, to its text.
bool argument_read_value(struct argument *argument, const struct scope *scope, struct error *error);

// The text between prefix and end, where the word starts with prefix; else NULL.
const char *word_behind(const char *word, const char *prefix);

// The machine type of C's int or double as which a value of that type is passed for `...`; the type
// itself where it is passed as it is.
const struct type *type_promoted(const struct type *type);

// Stores the value of one element as a value of another type, exactly; STATUS_USAGE where it does
// not fit or is of another kind.
bool value_convert(const struct type *from, const unsigned char *bytes, const struct type *to,
                   unsigned char *out, struct span where, struct error *error);

// True for wchar_t: a pointer to it is text, as one to char is.
bool type_is_wide_char(const struct type *type);

// Keeps a store alive for a while after the call that it was made for, because C functions keep
// pointers. The oldest ones are let go.
void recent_keep(struct store *store);

#endif
