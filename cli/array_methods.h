// The methods of Python's array, done in the order written.
#ifndef MEMTOOL_CLI_ARRAY_METHODS_H
#define MEMTOOL_CLI_ARRAY_METHODS_H

#include "options.h"

// An array that grows: bytes hold its items, packed.
struct array {
    const struct type *type;
    struct bytes *bytes;
    const struct scope *scope; // for @NAME in values
    unsigned radix;            // of the numbers that --index and --count print
};

// Fails where the method's values cannot be of that type, before anything is read or written; what
// names a label has a value only when the chain runs.
bool array_method_check(const struct type *type, const struct scope *scope,
                        const struct method *method, struct error *error);

// Does one method. --index and --count print a number (where `to` is not NULL) and set *printed.
// Errors are those of Python's array, with the span of the method's word.
bool array_method(struct array *array, const struct method *method, struct sink *to, bool *printed,
                  struct error *error);

#endif
