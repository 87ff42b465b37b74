// Text with C escapes, read and written: no byte of a file reaches a terminal unescaped.
#ifndef MEMTOOL_BASE_ESCAPE_H
#define MEMTOOL_BASE_ESCAPE_H

#include "base/lex.h"
#include "base/sink.h"

// Reads text up to the end of the cursor, or up to an unescaped `quote` (not taken; 0: none), and
// appends its bytes; whether the quote was found is the caller's to see. Escapes are C's: \a \b \f
// \n \r \t \v \\ \' \" \? \0 to \377 (octal, three digits at most), \xHH (two digits at most, at
// least one), \uXXXX and \UXXXXXXXX (as UTF-8). An unknown escape, a surrogate or a code point
// above 10FFFF is an error (STATUS_USAGE) at its place.
bool escape_read(struct cursor *cursor, char quote, struct bytes *to, struct error *error);

// How text is written: which bytes must be escaped besides control characters and what is not
// valid printable UTF-8.
enum escape_style {
    ESCAPE_BARE,   // nothing: text on a line of its own, words in messages
    ESCAPE_DOUBLE, // backslash and ": inside double quotes
    ESCAPE_SINGLE, // backslash and ': inside single quotes
    ESCAPE_PYTHON, // inside a Python b'…': as repr, all above 0x7e as \xHH
    ESCAPE_C,      // inside a C "…": all that is not printable ASCII as octal, safe before digits
    ESCAPE_JSON,   // inside a JSON "…": each byte as U+0000 to U+00FF
};

// Writes n bytes of text in that style, without quotes around them. Bytes that are not valid
// printable UTF-8 become \a \b \f \n \r \t \v, or else \xHH (NUL as well); escape_read reads
// all but bare, Python's and JSON's text back as the same bytes.
void escape_write(struct sink *sink, const void *text, size_t n, enum escape_style style);

// Whether ESCAPE_BARE writes the text as it is.
bool escape_is_plain(const void *text, size_t n);

// A name or a declaration inside a JSON "…": printable UTF-8 as it is, all else as \uXXXX of its
// code point, a byte that is no UTF-8 as U+0080 to U+00FF.
void escape_json_name(struct sink *sink, const char *text, size_t n);

// Python's repr of bytes: b'…', or b"…" where the text holds ' and no ".
void escape_python(struct sink *sink, const void *text, size_t n);

// The length of the valid UTF-8 sequence at text of a code point that is printable (printable.h),
// or 0.
size_t utf8_printable(const unsigned char *text, size_t n);

// Decodes one UTF-8 sequence: its length and *point, or 0 where it is not valid. Encodes one into
// to (4 bytes of room): its length, or 0 for a surrogate or a value above 10FFFF.
size_t utf8_decode(const unsigned char *text, size_t n, uint32_t *point);
size_t utf8_encode(uint32_t point, char *to);

// Appends the characters of a UTF-8 text as wchar_t, with a NUL behind them. Where it is not valid,
// that is the message (STATUS_USAGE) at that place.
bool utf8_widen(const unsigned char *text, size_t n, struct bytes *to, struct span where,
                const char *message, struct error *error);

#endif
