// One element: its bytes to text and back, for every type.
#ifndef MEMTOOL_VIEWS_ELEMENT_H
#define MEMTOOL_VIEWS_ELEMENT_H

#include "views/scope.h"

// How elements are written; one table row each in element.c.
enum notation {
    NOTATION_VALUES, // {.c = 1, .n = 2}; text bare at the top, quoted inside records
    NOTATION_LIST,   // as Python's tolist() prints: tuples, b'…', True
    NOTATION_JSON,   // objects, arrays, true, "nan"
    NOTATION_C,      // as a C initializer
};

struct style {
    enum notation notation;
    unsigned radix; // of integers: 2, 8, 10 or 16 (0: 10); ignored by JSON
    bool color;     // a record's fields each in their own
};

// The escape sequences that colour a record's fields, in turn; and the one that ends a colour.
enum { ELEMENT_COLORS = 6 };
const char *element_color(unsigned field);
#define COLOR_END "\033[0m"

// Writes the element whose bytes these are (type->size of them, any alignment).
void element_print(struct sink *to, const struct type *type, const unsigned char *bytes,
                   const struct style *style);

// Writes count packed elements, each followed by `after` (at the last one, nothing), as fast as the
// type allows.
void elements_print(struct sink *to, const struct type *type, const unsigned char *bytes,
                    uint64_t count, const char *after, const struct style *style);

// Writes count packed elements right-aligned to width columns, a blank between two.
void elements_print_aligned(struct sink *to, const struct type *type, const unsigned char *bytes,
                            uint64_t count, size_t width, const struct style *style);

// The texts of all values of a type of one byte, each right-aligned behind a blank: what many rows
// of columns are made of.
enum { ALIGNED_ROOM = 8 };
struct aligned_texts {
    char texts[UINT8_MAX + 1][ALIGNED_ROOM];
    size_t length; // of each text
};

// False where the type has another size, or texts have another width.
bool element_align_texts(struct aligned_texts *to, const struct type *type, size_t width,
                         const struct style *style);

// The most characters that NOTATION_VALUES needs for an element of that type, of text without
// escapes: what a dump right-aligns to; 0 for records.
size_t element_width(const struct type *type, unsigned radix);

// Reads one value of the type and stores its bytes (type->size of them); on failure they stay as
// they were. Stops behind the value. Errors are STATUS_USAGE with a span. scope resolves @NAME for
// pointers (NULL: none are known). In detail:
//
// - true, false, True, False are 1 and 0 for every integer type, and 1 and 0 are bools.
// - Complex numbers are 1+2j, 2j or 1, in parentheses or not.
// - A character is an integer (-128 to 255, or a code point), quoted in ' or ", an escape, or
//   itself where it is no digit.
// - Bare text ends at a comma or blank, in braces at } too; escapes need double quotes.
// - Braces hold .field= and [index]=, and leave what is not given zero; records may also be all
//   their values in a row. A union takes its first member, or .field=.
bool element_read(struct cursor *cursor, const struct type *type, unsigned char *bytes,
                  const struct scope *scope, struct error *error);

// Numbers in and out of scalars, enums, bit-fields and pointers. element_integer: false where the
// type is no integer, bool, char, enum or pointer. element_set_integer: STATUS_USAGE `300 does not
// fit in u8 (0..255)` where it does not fit.
bool element_integer(const struct type *type, const unsigned char *bytes, struct integer *out);
bool element_set_integer(const struct type *type, unsigned char *bytes, struct integer value,
                         struct span where, struct error *error);

// The text of a char array or pascal string: without trailing NULs.
const unsigned char *element_text(const struct type *type, const unsigned char *bytes,
                                  size_t *length);

// Value equality across types, as memoryview's == has it: numbers by value (exact, across integers
// and floats), NaN unequal, records member by member, text by bytes.
bool element_equal(const struct type *a, const unsigned char *x, const struct type *b,
                   const unsigned char *y);

// Of count packed elements, how many equal the value of the same type; and the index of the first
// one that does, or count where none does.
uint64_t elements_count(const struct type *type, const unsigned char *bytes, uint64_t count,
                        const unsigned char *value);
uint64_t elements_index(const struct type *type, const unsigned char *bytes, uint64_t count,
                        const unsigned char *value);

// Whether count packed elements equal those at the same places beside them.
bool elements_equal(const struct type *a, const unsigned char *x, const struct type *b,
                    const unsigned char *y, uint64_t count);

// Copies a scalar's bytes so that they are in the host's order (size bytes).
void element_host_order(const struct type *type, const unsigned char *bytes, unsigned char *to);

// Where the format's bytes lie in a float of size bytes in the host's order: behind the padding of
// an 80-bit float on big-endian hosts.
size_t float_place(enum float_format format, size_t size);

#endif
