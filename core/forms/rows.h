// Rows of a dump: any view cut into rows, repeated ones squeezed, holes passed at once.
#ifndef MEMTOOL_FORMS_ROWS_H
#define MEMTOOL_FORMS_ROWS_H

#include "forms/form.h"

struct rows;

// Colours of bytes: by class, then those of fields, then none.
enum {
    COLOR_CLASSES = 5,
    COLOR_NONE = COLOR_CLASSES + ELEMENT_COLORS,
    COLOR_COUNT,
};

struct color {
    char escape[8]; // stored whole
    size_t length;
};

// Writes `count` whole rows of rows->elements each, packed at bytes; offset is the first one's, and
// step the distance from one row's offset to the next.
typedef void rows_writer(struct rows *rows, const unsigned char *bytes, uint64_t count,
                         uint64_t offset, uint64_t step);

// Writes one row of n elements, at most rows->elements; index is its first element's.
typedef void row_writer(struct rows *rows, const unsigned char *bytes, uint64_t n, uint64_t offset);

// How a view is dumped. The maker fills in the first part, and reads `index`.
struct rows {
    struct sink *to;
    const struct view *view;
    const struct form_options *options;
    uint64_t elements; // in a whole row, at least 1
    bool squeeze;
    rows_writer *write_rows;
    row_writer *write_row;
    size_t width;          // columns of an element
    unsigned char *colors; // of the bytes of a record, or NULL; freed by the maker
    struct color palette[COLOR_COUNT];

    uint64_t index; // of the first element of the row that is written
    uint64_t end;   // where the last element ended, in the store
    bool starred;   // a * stands for the rows since the last one written
    uint64_t last_count;
    unsigned char *last; // the elements of the last row: last_count of them
};

// Writes all rows of the view. rows->end is then where the last element ended: the view's offset
// where it has none.
bool rows_write(struct rows *rows, struct error *error);

// The row's size in elements that the options ask for, of `usual` bytes if they do not. False where
// it is too wide.
bool rows_elements(const struct form_options *options, uint64_t usual, uint64_t itemsize,
                   uint64_t *elements, struct error *error);

// ---- colour

// A line of hex and text about n bytes: where the digits of byte i stand, where the text starts.
struct color_line {
    const char *text;
    size_t length;
    const unsigned char *bytes;
    size_t n;
    size_t first;      // where the first digits stand
    unsigned per_byte; // characters from one byte's digits to the next one's
    unsigned group;    // bytes between two extra blanks, a power of two
    size_t chars;      // where the first byte's character stands
};

// Writes the line with colours between its characters: bytes by class, or by the fields of records
// where rows->colors is set.
void color_write(struct rows *rows, const struct color_line *line);

// Makes the palette, and the colours of records where the options name their type.
bool color_open(struct rows *rows, struct error *error);

#endif
