// Windows over an overlay's bytes, what they held, and how much of each was written.
#include "bytes/rewrite.h"

#include "base/signals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WINDOW_MOST = 1024 * 1024, // bytes of a window
    RUNS_MOST = 1024,          // runs written at once
};

// A stretch that is read at once and remembered whole; of it only the overlay's runs are written.
struct rewrite_window {
    uint64_t start;
    size_t length;
    size_t written; // bytes of its runs, from the first one on, that hold new values
    unsigned char *old;
};

// The next window at or behind offset: written bytes less than a page apart, so that it reaches
// into no page that has none. False where nothing more was written.
static bool next_window(const struct overlay *overlay, uint64_t offset,
                        struct rewrite_window *window)
{
    uint64_t start, end, page_end;

    *window = (struct rewrite_window){0};
    if (!overlay_span(overlay, offset, &window->start, &end))
        return false;
    while (overlay_span(overlay, end, &start, &page_end) && start - end < OVERLAY_PAGE &&
           page_end - window->start <= WINDOW_MOST)
        end = page_end;
    window->length = (size_t)(end - window->start);
    return true;
}

// Reads what the window holds and keeps it.
static bool remember(struct rewrite *rewrite, const struct rewrite_place *place,
                     struct rewrite_window *window, struct error *error)
{
    if (!memory_grow(&rewrite->windows, &rewrite->capacity, rewrite->count + 1, sizeof *window,
                     error))
        return false;
    window->old = memory_new(window->length, 1, error);
    if (window->old == NULL ||
        !place->read(place->context, window->start, window->old, window->length, error)) {
        free(window->old);
        return false;
    }
    rewrite->windows[rewrite->count++] = *window;
    return true;
}

bool rewrite_begin(struct rewrite *rewrite, const struct rewrite_place *place,
                   const struct overlay *overlay, struct error *error)
{
    struct rewrite_window window;

    rewrite->overlay = overlay;
    rewrite->runs = memory_new(RUNS_MOST, sizeof *rewrite->runs, error);
    if (rewrite->runs == NULL)
        return false;
    for (uint64_t offset = 0; next_window(overlay, offset, &window);
         offset = window.start + window.length) {
        if ((offset > 0 && !signals_none_waits(error)) || !remember(rewrite, place, &window, error))
            return false;
    }
    return true;
}

// Collects the next runs of a window from *offset on, and moves *offset behind them. 0: no more.
static size_t take_runs(struct rewrite *rewrite, const struct rewrite_window *window,
                        uint64_t *offset)
{
    uint64_t end = window->start + window->length;
    size_t count = 0;

    while (count < RUNS_MOST && *offset < end) {
        struct rewrite_run *run = &rewrite->runs[count];

        if (!overlay_run(rewrite->overlay, *offset, &run->offset, &run->bytes, &run->n) ||
            run->offset >= end)
            break;
        *offset = run->offset + run->n;
        count++;
    }
    return count;
}

bool rewrite_write(struct rewrite *rewrite, const struct rewrite_place *place, struct error *error)
{
    size_t pieces = 0;

    for (size_t i = 0; i < rewrite->count; i++) {
        struct rewrite_window *window = &rewrite->windows[i];
        uint64_t offset = window->start;
        bool good = true;
        size_t count, done;

        while (good && (count = take_runs(rewrite, window, &offset)) > 0) {
            // Most writes are one piece, and ask nobody.
            if (pieces++ > 0 && !signals_none_waits(error))
                return false;
            good = place->write(place->context, rewrite->runs, count, &done, error);
            window->written += done;
        }
        if (!good)
            return false;
    }
    return true;
}

// ---- undoing

// Ranges that could not be put back, in words; those for which there is no room are counted.
struct told {
    char text[ERROR_TEXT / 2];
    size_t untold;
    uint64_t first, end; // the range being put together; empty at first
};

static void tell_range(struct told *told)
{
    size_t used = strlen(told->text);

    if (told->end == 0)
        return;
    int n =
        snprintf(told->text + used, sizeof told->text - used, "%s%llu to %llu", used ? ", " : "",
                 (unsigned long long)told->first, (unsigned long long)told->end - 1);
    if (n < 0 || (size_t)n >= sizeof told->text - used) {
        told->text[used] = '\0';
        told->untold++;
    }
    told->end = 0;
}

static void tell(struct told *told, uint64_t first, size_t n)
{
    if (told->end != first) {
        tell_range(told);
        told->first = first;
    }
    told->end = first + n;
}

// Turns runs of new values into ones of the old values, of the first *left bytes only.
static size_t turn_back(struct rewrite *rewrite, const struct rewrite_window *window, size_t count,
                        size_t *left)
{
    size_t i = 0;

    for (; *left > 0 && i < count; i++) {
        struct rewrite_run *run = &rewrite->runs[i];

        run->bytes = window->old + (run->offset - window->start);
        if (run->n > *left)
            run->n = *left;
        *left -= run->n;
    }
    return i;
}

// Writes runs, all that the place takes, and tells the others.
static void write_or_tell(const struct rewrite_place *place, struct rewrite_run *runs, size_t count,
                          struct told *told)
{
    for (size_t i = 0; i < count;) {
        struct error ignored = {0};
        size_t done = 0;
        bool good = place->write(place->context, runs + i, count - i, &done, &ignored);

        for (; i < count && done >= runs[i].n; i++)
            done -= runs[i].n;
        if (!good && i < count) {
            tell(told, runs[i].offset + done, runs[i].n - done);
            i++;
        }
    }
}

bool rewrite_undo(struct rewrite *rewrite, const struct rewrite_place *place, struct error *error)
{
    struct told told = {0};

    for (size_t i = 0; i < rewrite->count; i++) {
        struct rewrite_window *window = &rewrite->windows[i];
        uint64_t offset = window->start;

        while (window->written > 0) {
            size_t count = take_runs(rewrite, window, &offset);

            count = turn_back(rewrite, window, count, &window->written);
            write_or_tell(place, rewrite->runs, count, &told);
        }
    }
    tell_range(&told);
    if (told.text[0] == '\0')
        return true;
    if (told.untold > 0)
        return fail(error, STATUS_DATA, "%s: bytes %s and %zu ranges behind hold new values",
                    place->name, told.text, told.untold);
    return fail(error, STATUS_DATA, "%s: bytes %s hold new values, all others old ones",
                place->name, told.text);
}

void rewrite_clear(struct rewrite *rewrite)
{
    for (size_t i = 0; i < rewrite->count; i++)
        free(rewrite->windows[i].old);
    free(rewrite->windows);
    free(rewrite->runs);
    *rewrite = (struct rewrite){0};
}
