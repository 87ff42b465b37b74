// What the files of the element room share: numbers in and out of bytes, scalars to text, the
// reader.
#ifndef MEMTOOL_VIEWS_ELEMENT_INNER_H
#define MEMTOOL_VIEWS_ELEMENT_INNER_H

#include "base/escape.h"
#include "base/float.h"
#include "views/element.h"

#include <string.h>

enum {
    SCALAR_BYTES = 32,                 // room for any scalar
    SCALAR_TEXT = 2 * NUMBER_TEXT + 40 // room for any number in any notation
};

// How a notation writes what types are made of; the rows stand in element_print.c.
struct notation_row {
    const char *record[2], *array[2]; // around members, around elements
    const char *name[2];              // around a member's name; NULL: not written
    const char *lone;                 // behind a record's only member
    const char *words[2];             // false, true
    const char *nonfinite[2];         // around nan and inf
    const char *text[2];              // around text inside records and arrays
    const char *character[2];         // around a character there
    enum escape_style text_style, char_style;
    bool bare;         // text and characters at the top stand without quotes
    bool radix;        // style->radix counts
    bool widen;        // small floats print as the doubles that they widen to
    bool whole_text;   // trailing NULs are kept
    bool enum_names;   // enums by name
    bool one_of_union; // only the largest member of a union
    bool pointer_hex;  // pointers as 0x…
};

const struct notation_row *notation_row(enum notation notation);

// The class of a type whose value is a number or character: a scalar, enum, bit-field, pointer.
enum scalar_class type_class(const struct type *type);

// True for types that number_print can write: all scalars, enums, bit-fields and pointers but
// characters.
bool type_is_number(const struct type *type);

// Arrays of u or w characters: text, too.
bool type_is_wide_text(const struct type *type);

// Loads a word of 1, 2, 4 or 8 bytes in the other or the host's order; inlined with a constant size
// it is one load.
static inline uint64_t element_word(const unsigned char *from, size_t size, bool swapped)
{
    uint16_t two;
    uint32_t four;
    uint64_t eight;

    switch (size) {
    case 1:
        return *from;
    case 2:
        memcpy(&two, from, 2);
        return swapped ? __builtin_bswap16(two) : two;
    case 4:
        memcpy(&four, from, 4);
        return swapped ? __builtin_bswap32(four) : four;
    default:
        memcpy(&eight, from, 8);
        return swapped ? __builtin_bswap64(eight) : eight;
    }
}

// Writes a short text.
static inline void put(struct sink *to, const char *text)
{
    size_t n = strlen(text);

    if (n == 0)
        return;
    memcpy(sink_reserve(to, n), text, n);
    sink_advance(to, n);
}

// Writes a number; its length. to has room for SCALAR_TEXT. Enums are written as integers.
size_t number_print(char *to, const struct type *type, const unsigned char *bytes,
                    const struct style *style);

// Writes count code units (type is the UNICODE scalar) as text or as a character.
void wide_print(struct sink *to, const struct type *type, const unsigned char *bytes,
                uint64_t count, const struct style *style, bool inside, bool is_text);

// The code point at index *i of count units; passes it, a surrogate pair as one.
uint32_t wide_next(const struct type *type, const unsigned char *bytes, uint64_t count,
                   uint64_t *i);

// The name of an enum's value (of a bit-field's declared enum, too), or NULL.
const char *enum_name(const struct type *type, const unsigned char *bytes);

// Stores a scalar's host-order bytes in the type's order.
void element_store_order(const struct type *type, const unsigned char *host, unsigned char *to);

// Reads values from a text; see element_read.c.
struct reader {
    struct cursor *cursor;
    const struct scope *scope;
    struct error *error;
    unsigned braces; // how many are open around the cursor
    long brackets;   // the same of Python's [ ], passed between values where lists is set
    bool lists;
};

// One value of the type: text, number, {…} or, of records and arrays, the values of their members
// one behind the other. bytes are zero before.
bool read_value(struct reader *reader, const struct type *type, unsigned char *bytes);

// A number or character; of them an integer, a character. A text: char[N], a pascal string, wide
// characters.
bool read_scalar(struct reader *reader, const struct type *type, unsigned char *bytes);
bool read_integer(struct reader *reader, const struct type *type, unsigned char *bytes);
bool read_character(struct reader *reader, const struct type *type, unsigned char *bytes);
bool read_text(struct reader *reader, const struct type *type, unsigned char *bytes);

// Passes blanks and, outside braces, brackets.
void read_gap(struct reader *reader);

// Passes what stands between two values: blanks, at most one comma. True where a comma was passed.
bool read_separator(struct reader *reader);

// True where a value may end: at the end, a blank, a comma, a closing brace or bracket.
bool read_ended(const struct reader *reader);

// The word at the cursor, up to where a value may end.
struct cursor read_word(const struct reader *reader);

// Records an error about that word: `WORD is not a number`. Always false.
bool read_fail_word(struct reader *reader, const char *problem);

// True where a sign and a digit, or a quoted character, comes next.
bool read_starts_number(const struct reader *reader);

#endif
