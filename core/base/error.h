// Errors as values: what went wrong, in which words of the user, and what to do instead.
//
// A fallible function returns bool, takes `struct error *` last, and leaves its outputs untouched
// on failure. The first error wins: a later one, raised while unwinding, never hides it.
#ifndef MEMTOOL_BASE_ERROR_H
#define MEMTOOL_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Exit statuses, as the manual lists them. 128 + N (a called function died of signal N) is
// represented by the number itself.
enum status {
    STATUS_OK = 0,
    STATUS_DATA = 1,  // data or I/O failed; also: not equal, not found
    STATUS_USAGE = 2, // the command line is wrong; nothing was read or written
    STATUS_TIMEOUT = 124,
    STATUS_SIGNAL = 128,
};

// A place in a text that the user wrote: bytes start to start + length of word. Borrowed: it
// lives no longer than the text.
struct span {
    const char *word;
    size_t word_length;
    size_t start;
    size_t length;
};

enum { ERROR_TEXT = 512, ERROR_EXCERPT = 200 };

// Self-contained: it holds copies, so it outlives the texts that it speaks of. All texts are as
// the user gave them; whoever shows them escapes them.
struct error {
    int status;                  // STATUS_OK: no error yet
    char message[ERROR_TEXT];    // one line, no final full stop
    char hint[ERROR_TEXT];       // a suggestion, or empty
    char excerpt[ERROR_EXCERPT]; // the user's words around the place, or empty
    size_t excerpt_length;
    size_t start, length;       // the place inside excerpt; length 0 is a place between two bytes
    bool cut_before, cut_after; // the excerpt leaves out text on that side
    bool memory;                // out of memory: no fault of any word, so it has no place
};

// Records an error without a place. Always returns false, so that a caller can `return fail(…)`.
bool fail(struct error *error, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Records an error at a place in the user's words. Always returns false.
bool fail_at(struct error *error, int status, struct span where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Records "out of memory" (STATUS_DATA). Always returns false.
bool fail_memory(struct error *error);

// Records `WHAT: strerror(number)` (STATUS_DATA); ENOMEM is fail_memory. Always returns false.
bool fail_errno(struct error *error, int number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Adds a suggestion to the error just recorded, if it has none yet. Always returns false.
bool error_hint(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Gives the error a place if it has none yet (used where the words are known only further up).
// Always returns false.
bool error_place(struct error *error, struct span where);

// Forgets the error.
void error_clear(struct error *error);

// The s behind a word that n things stand in front of: "" for one of them.
static inline const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

// The span of a whole NUL-terminated word.
struct span span_of(const char *word);

#endif
