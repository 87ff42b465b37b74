// What a function takes and gives: from a prototype, from declarations that are known, from the
// library's own debug information, or from the words of the call. Never guessed.
#ifndef MEMTOOL_CALLS_SIGNATURE_H
#define MEMTOOL_CALLS_SIGNATURE_H

#include "types/book.h"

// Start from {0}; signature_close ends it.
struct signature {
    const char *name; // of the function; lives as long as the word that was read, or type
    size_t name_length;
    struct span where;         // it stands in the word
    const struct type *type;   // a TYPE_FUNCTION, held; NULL: of `result`, and each argument's word
                               // says what it is
    const struct type *result; // held; only without type
};

// Reads the SIGNATURE word: a C prototype, or a bare name. For a name: `returns` (a TYPE; NULL: not
// given), else what the book declares, else what the debug information of the LIBRARY declares.
// Without any of them a usage error that names the ways to give one.
bool signature_read(const char *word, const char *returns, const struct book *book,
                    const char *library, struct signature *out, struct error *error);

void signature_close(struct signature *signature);

const struct type *signature_result(const struct signature *signature);

// The signature as a prototype, for messages; cut where it is longer than size.
void signature_print(const struct signature *signature, char *to, size_t size);

#endif
