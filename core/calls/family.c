#include "calls/family.h"

#include "base/memory.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MAX_GENERATIONS = 8, // of children, grandchildren …
    STOP_TRIES = 500     // looks at a process that is to stop, for a tenth of a second
};

// True where the process starts no others any more: it is stopped, or has ended.
static bool is_still(pid_t pid)
{
    char path[64];
    char state = 'Z';

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *stat = fopen(path, "re");
    if (stat == NULL)
        return true;
    // Behind the name, which may hold brackets of its own.
    for (int byte; (byte = getc(stat)) != EOF;)
        if (byte == ')' && fscanf(stat, " %c", &state) != 1)
            break;
    fclose(stat);
    return strchr("TtZX", state) != NULL;
}

// Stops a process. A fork that it is in ends first, so that is waited for; not for long, since what
// waits for a disk does not stop.
static void stop(pid_t pid)
{
    const struct timespec moment = {.tv_nsec = 200 * 1000};

    kill(pid, SIGSTOP);
    for (int i = 0; i < STOP_TRIES && !is_still(pid); i++)
        nanosleep(&moment, NULL);
}

// Appends the children of a stopped process, which reaps none meanwhile.
static void list_children(pid_t pid, struct bytes *children)
{
    struct error ignored = {0};
    char path[64];
    pid_t child;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *list = fopen(path, "re");
    while (list != NULL && fscanf(list, "%d", &child) == 1)
        bytes_append(children, &child, sizeof child, &ignored);
    if (list != NULL)
        fclose(list);
}

// The list is read whole before any of them ends: the kernel's own shifts meanwhile.
static void end(pid_t pid, int generation)
{
    struct bytes children = {0};
    pid_t child;

    stop(pid); // it starts no others meanwhile
    if (generation < MAX_GENERATIONS)
        list_children(pid, &children);
    for (size_t at = 0; at < children.used; at += sizeof child) {
        memcpy(&child, children.bytes + at, sizeof child);
        end(child, generation + 1);
    }
    free(children.bytes);
    kill(pid, SIGKILL);
}

void family_end(pid_t pid)
{
    end(pid, 0);
}
