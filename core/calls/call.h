// One call of a C function, from words to a result.
//
//     call_read     the words, against the signature: nothing is loaded or run
//     call_make     in a fork that can be lost: loads, calls, checks the memory around
//     call_print    what came back
#ifndef MEMTOOL_CALLS_CALL_H
#define MEMTOOL_CALLS_CALL_H

#include "calls/argument.h"
#include "calls/signature.h"
#include "views/element.h"

// Start from {0}; call_close ends it. Words are borrowed.
struct call {
    const char *library;
    struct signature signature;
    struct argument *arguments;
    size_t count, fixed; // fixed: those before `...`
    struct abi abi;
    ffi_cif cif;
    struct abi_frame frame;
    void *function;

    // What came back.
    struct view result; // no dimension; empty after a void function
    int error_number;   // errno
    double nanoseconds; // of one call
};

// Reads the words of a call. `returns` is a TYPE or NULL. Too few or too many arguments, values
// that do not fit and words that cannot be read are STATUS_USAGE, with their spans.
bool call_read(struct call *call, const char *library, const char *signature, const char *returns,
               const char **words, size_t count, const struct scope *scope, struct error *error);

struct call_options {
    uint64_t repeat; // times; 0 is 1
    double seconds;  // that it may take; 0: any
};

// Loads the library and calls the function, `repeat` times with the same arguments. A damaged red
// zone and a failed callback are errors (STATUS_DATA).
bool call_make(struct call *call, const struct call_options *options, struct scope *scope,
               struct error *error);

// Writes the value returned as its C type reads, if there is one: a char * as text, another pointer
// in hex. An error (STATUS_DATA) where the text cannot be read.
bool call_print_result(struct sink *to, const struct call *call, unsigned radix,
                       struct error *error);

// Writes a line `arg N: VALUE` for each `out`.
void call_print_outs(struct sink *to, const struct call *call, unsigned radix);

void call_close(struct call *call);

#endif
