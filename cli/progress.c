// One line that is written over: `memtool: 45% 1.2 GiB`.
#include "progress.h"

#include "views/blocks.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    FIRST_MS = 1000, // nothing is shown before
    NEXT_MS = 200    // nor more often
};

static int64_t next_ms; // when to show the next time
static bool shown;

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void show(const struct blocks *blocks)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    char line[80];
    double done = (double)blocks->index * (double)view_itemsize(blocks->view);
    size_t unit = 0;
    int n;

    while (done >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        done /= 1024;
        unit++;
    }
    // The end of a stream is not known.
    if (blocks->view->open)
        n = snprintf(line, sizeof line, "\rmemtool: %.1f %s ", done, units[unit]);
    else
        n = snprintf(line, sizeof line, "\rmemtool: %d%% %.1f %s ",
                     (int)((double)blocks->index * 100 / (double)blocks->count), done, units[unit]);
    shown = write(STDERR_FILENO, line, (size_t)n) > 0;
}

static void watch(const struct blocks *blocks)
{
    int64_t now = now_ms();

    if (now < next_ms || blocks->count == 0)
        return;
    next_ms = now + NEXT_MS;
    show(blocks);
}

void progress_start(void)
{
    if (!isatty(STDERR_FILENO) || isatty(STDOUT_FILENO))
        return;
    next_ms = now_ms() + FIRST_MS;
    blocks_watch = watch;
}

void progress_end(void)
{
    if (shown)
        (void)!write(STDERR_FILENO, "\r\33[K", 4);
    shown = false;
    blocks_watch = NULL;
}
