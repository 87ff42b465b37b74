// The text of a dump read back as the bytes that it shows: `hexdump -C`, `xxd`, and memtool's own.
#ifndef MEMTOOL_BASE_DUMPTEXT_H
#define MEMTOOL_BASE_DUMPTEXT_H

#include "base/lex.h"

// The most bytes that the `*` lines of one text may stand for: a few characters name any number.
#define DUMP_TEXT_SQUEEZED_MAX (UINT64_C(1) << 30)

// Reads all of the text, lines that end in \n or \r\n, and appends the bytes that it shows:
//
//     text   = { row | squeeze | blank line } [ end ]
//     row    = offset "  " byte { " " byte } " |" character… "|"     as hexdump -C (8 to 16 digits)
//            | offset ": " digits { " " digits } "  " character…     as xxd, with -c -g -u -o -s -a
//     squeeze = "*"
//     end    = offset                                                as hexdump -C
//
// Rows hold any number of bytes; the text column has a character for each and is never read as
// bytes, so a line cut short is found. In xxd's lines the blanks at a line's end may be lost. `*`
// is the row before, as often as the next offset says; in xxd's text zeroes. The first offset is
// where the bytes lay, and is not given back; a later one that leaves a gap (of a strided view)
// shows nothing there. No text is no bytes.
//
// Errors (STATUS_DATA) name the line and place: a line of another kind, both kinds mixed, an offset
// that goes back, `*` without a row before or an offset behind it, for less than whole rows,
// between rows that lie apart, or above DUMP_TEXT_SQUEEZED_MAX; colours.
bool dump_text_read(struct cursor *text, struct bytes *to, struct error *error);

#endif
