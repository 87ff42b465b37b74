// Buffered output with a sticky error: writers write on, and the end asks once whether all of it
// arrived.
#ifndef MEMTOOL_BASE_SINK_H
#define MEMTOOL_BASE_SINK_H

#include "base/error.h"

// A sink gathers bytes in a buffer and writes them to a descriptor in large pieces, or, with
// fd -1, keeps them all in memory (text, used).
struct sink {
    int fd;
    char *text;
    size_t used, capacity;
    int failed;      // errno of the first failure, 0 while all is well
    bool grown_pipe; // a pipe was grown, or need not be
};

enum {
    SINK_PIECE = 64 * 1024,       // bytes gathered before one write()
    SINK_PIPE_PIECE = 128 * 1024, // the same before a pipe
    SINK_PIPE = 512 * 1024,       // a grown pipe: its reader takes a piece while the next comes
    SINK_DIRECT = 64 * 1024,      // bytes given at once that are written without being gathered
    SINK_RESERVE = 64 * 1024      // the most that one sink_reserve may ask for
};

// A sink over a descriptor (not owned), or over memory with fd -1.
void sink_open(struct sink *sink, int fd);

// Frees the buffer; what was not flushed is dropped.
void sink_close(struct sink *sink);

// Room for at least n <= SINK_RESERVE bytes at the returned place; sink_advance says how many of
// them were used. Never NULL: after a failure it is a place whose bytes go nowhere.
char *sink_reserve(struct sink *sink, size_t n);
void sink_advance(struct sink *sink, size_t n);

void sink_write(struct sink *sink, const void *bytes, size_t n);
void sink_text(struct sink *sink, const char *text);
void sink_byte(struct sink *sink, char byte);
void sink_repeat(struct sink *sink, char byte, size_t n);
void sink_printf(struct sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Writes out all that was gathered. False and an error (STATUS_DATA) if that, or any write before
// it, failed or fell short.
bool sink_flush(struct sink *sink, struct error *error);

// Makes the sink fail, where what was to be written could not be made: with an errno, such as
// ENOMEM or another sink's `failed`. 0 changes nothing.
void sink_fail(struct sink *sink, int number);

// False after a failure: long loops ask it, to stop early.
bool sink_ok(const struct sink *sink);

#endif
