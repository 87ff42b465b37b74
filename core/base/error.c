#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// Copies the words around the place, at most ERROR_EXCERPT bytes, so that the place is inside.
static void keep_excerpt(struct error *error, struct span where)
{
    size_t from = 0;
    size_t room = sizeof error->excerpt;

    if (where.word_length > room && where.start > room / 2) {
        from = where.start - room / 2;
        if (from > where.word_length - room)
            from = where.word_length - room;
    }
    size_t n = where.word_length - from;
    if (n > room)
        n = room;
    if (n > 0)
        memcpy(error->excerpt, where.word + from, n);
    error->excerpt_length = n;
    error->start = where.start - from;
    error->length = where.length;
    if (error->start > n)
        error->start = n;
    if (error->length > n - error->start)
        error->length = n - error->start;
    error->cut_before = from > 0;
    error->cut_after = from + n < where.word_length;
}

static bool record(struct error *error, int status, const char *format, va_list args)
{
    if (error->status != STATUS_OK)
        return false;
    error->status = status;
    vsnprintf(error->message, sizeof error->message, format, args);
    error->hint[0] = '\0';
    error->excerpt_length = 0;
    error->start = error->length = 0;
    return true;
}

bool fail(struct error *error, int status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    record(error, status, format, args);
    va_end(args);
    return false;
}

bool fail_at(struct error *error, int status, struct span where, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (record(error, status, format, args))
        keep_excerpt(error, where);
    va_end(args);
    return false;
}

bool fail_memory(struct error *error)
{
    if (error->status == STATUS_OK)
        error->memory = true;
    return fail(error, STATUS_DATA, "out of memory");
}

bool fail_errno(struct error *error, int number, const char *format, ...)
{
    va_list args;

    if (number == ENOMEM)
        return fail_memory(error);
    va_start(args, format);
    if (record(error, STATUS_DATA, format, args)) {
        size_t n = strlen(error->message);
        snprintf(error->message + n, sizeof error->message - n, ": %s", strerror(number));
    }
    va_end(args);
    return false;
}

bool error_hint(struct error *error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error->status != STATUS_OK && error->hint[0] == '\0')
        vsnprintf(error->hint, sizeof error->hint, format, args);
    va_end(args);
    return false;
}

bool error_place(struct error *error, struct span where)
{
    if (error->status != STATUS_OK && error->excerpt_length == 0 && !error->memory)
        keep_excerpt(error, where);
    return false;
}

void error_clear(struct error *error)
{
    error->status = STATUS_OK;
    error->memory = false;
    error->message[0] = error->hint[0] = '\0';
    error->excerpt_length = error->start = error->length = 0;
}

struct span span_of(const char *word)
{
    size_t n = strlen(word);

    return (struct span){.word = word, .word_length = n, .start = 0, .length = n};
}
