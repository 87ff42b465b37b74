// Hex text: digits in pairs, blanks : _ between two bytes, an optional 0x in front of the first.
#ifndef MEMTOOL_VIEWS_HEX_TEXT_H
#define MEMTOOL_VIEWS_HEX_TEXT_H

#include "base/lex.h"
#include "bytes/store.h"

// Appends the bytes of a whole text. Of what cannot be read nothing is appended.
bool hex_text_read(struct cursor *cursor, struct bytes *to, struct error *error);

// A stream of the bytes whose hex text another store holds, from its first byte on. It decodes as
// far as it is read, and lets the text go; bad text is an error (STATUS_DATA) when it is reached.
struct store *hex_text_store(const char *name, struct store *text, struct error *error);

#endif
