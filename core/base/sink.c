#include "base/sink.h"

#include "base/memory.h"
#include "base/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SINK_SMALL = 4096 }; // the first buffer: all that a small dump needs

// Where bytes go after a failure: nobody reads it.
static char nowhere[SINK_RESERVE];

void sink_open(struct sink *sink, int fd)
{
    *sink = (struct sink){.fd = fd};
}

void sink_close(struct sink *sink)
{
    free(sink->text);
    *sink = (struct sink){.fd = -1};
}

bool sink_ok(const struct sink *sink)
{
    return sink->failed == 0;
}

void sink_fail(struct sink *sink, int number)
{
    if (sink->failed == 0)
        sink->failed = number;
}

// Grows a pipe to some pieces, so that neither side waits for the other; one that may not grow
// stays as it is. False where it is no pipe.
static bool grow_pipe(struct sink *sink)
{
    int size = fcntl(sink->fd, F_GETPIPE_SZ);

    if (size > 0 && size < SINK_PIPE)
        fcntl(sink->fd, F_SETPIPE_SZ, (int)SINK_PIPE);
    sink->grown_pipe = true;
    return size > 0;
}

static void write_all(struct sink *sink, const char *from, size_t n)
{
    signals_fail_at_limit();
    while (n > 0 && sink->failed == 0) {
        ssize_t done = write(sink->fd, from, n);

        if (done > 0) {
            from += done;
            n -= (size_t)done;
        } else if (done == 0) {
            sink->failed = EIO;
        } else if (errno != EINTR) {
            sink->failed = errno;
        }
    }
}

static void drain(struct sink *sink)
{
    write_all(sink, sink->text, sink->used);
    sink->used = 0;
}

// Writes out whole pages, which files and pipes take best.
static void drain_pages(struct sink *sink)
{
    size_t whole = sink->used - sink->used % MEMORY_PAGE;

    write_all(sink, sink->text, whole);
    sink->used -= whole;
    memmove(sink->text, sink->text + whole, sink->used);
}

// Memory for `wanted` bytes and what was gathered so far. A descriptor's is small at first, then
// all that it will ever need.
static bool grow(struct sink *sink, size_t wanted)
{
    char *grown;

    if (sink->fd >= 0 && wanted > SINK_SMALL) {
        wanted = (grow_pipe(sink) ? SINK_PIPE_PIECE : SINK_PIECE) + SINK_RESERVE;
        grown = memory_pages(wanted);
        if (grown != NULL && sink->used > 0)
            memcpy(grown, sink->text, sink->used);
        if (grown != NULL)
            free(sink->text);
    } else {
        grown = realloc(sink->text, wanted);
    }
    if (grown == NULL) {
        sink->failed = ENOMEM;
        return false;
    }
    sink->text = grown;
    sink->capacity = wanted;
    return true;
}

// Makes room for n more bytes; false when there is none to be had.
static bool make_room(struct sink *sink, size_t n)
{
    size_t wanted = sink->capacity ? sink->capacity : SINK_SMALL;

    if (sink->failed != 0)
        return false;
    if (sink->fd >= 0 && sink->used + n > SINK_PIECE)
        drain_pages(sink);
    if (sink->failed != 0)
        return false;
    while (wanted - sink->used < n)
        wanted *= 2;
    return wanted <= sink->capacity || grow(sink, wanted);
}

char *sink_reserve(struct sink *sink, size_t n)
{
    if (sink->failed == 0 && sink->capacity - sink->used >= n)
        return sink->text + sink->used;
    return make_room(sink, n) ? sink->text + sink->used : nowhere;
}

void sink_advance(struct sink *sink, size_t n)
{
    if (sink->failed == 0)
        sink->used += n;
}

void sink_write(struct sink *sink, const void *bytes, size_t n)
{
    const char *from = bytes;

    if (sink->fd >= 0 && n >= SINK_DIRECT) {
        drain(sink);
        if (!sink->grown_pipe)
            grow_pipe(sink);
        write_all(sink, from, n);
        return;
    }
    while (n > 0) {
        size_t piece = n < SINK_RESERVE ? n : SINK_RESERVE;

        memcpy(sink_reserve(sink, piece), from, piece);
        sink_advance(sink, piece);
        from += piece;
        n -= piece;
    }
}

void sink_text(struct sink *sink, const char *text)
{
    sink_write(sink, text, strlen(text));
}

void sink_byte(struct sink *sink, char byte)
{
    *sink_reserve(sink, 1) = byte;
    sink_advance(sink, 1);
}

void sink_repeat(struct sink *sink, char byte, size_t n)
{
    while (n > 0 && sink->failed == 0) {
        size_t piece = n < SINK_RESERVE ? n : SINK_RESERVE;

        memset(sink_reserve(sink, piece), byte, piece);
        sink_advance(sink, piece);
        n -= piece;
    }
}

void sink_printf(struct sink *sink, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int n = vsnprintf(sink_reserve(sink, 1024), 1024, format, args);
    va_end(args);
    if (n >= 0 && n < 1024) {
        sink_advance(sink, (size_t)n);
        return;
    }
    char *text = NULL;
    va_start(args, format);
    n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0) {
        sink->failed = ENOMEM;
        return;
    }
    sink_write(sink, text, (size_t)n);
    free(text);
}

bool sink_flush(struct sink *sink, struct error *error)
{
    if (sink->fd >= 0 && sink->failed == 0)
        drain(sink);
    if (sink->failed != 0)
        return fail_errno(error, sink->failed, "write");
    return true;
}
