// /proc/PID/maps, line by line.
#include "bytes/maps.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse_line(char *line, struct mapping *out)
{
    char flags[5];
    int name = 0;
    uint64_t inode;

    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*s %" SCNu64 " %n", &out->start,
               &out->end, flags, &out->file_offset, &inode, &name) < 5)
        return false;
    out->readable = flags[0] == 'r';
    out->writable = flags[1] == 'w';
    out->executable = flags[2] == 'x';
    out->name = line + name;
    out->anonymous = flags[3] == 'p' && inode == 0;
    // The kernel's own pages that it lends to the process alone.
    if (strncmp(out->name, "[v", 2) == 0 || strcmp(out->name, "[uprobes]") == 0)
        out->anonymous = false;
    if (strncmp(out->name, "[vvar", 5) == 0)
        out->readable = false;
    return true;
}

bool maps_each(pid_t pid, bool (*each)(const struct mapping *mapping, void *context), void *context,
               struct error *error)
{
    char path[64] = "/proc/self/maps";
    char *line = NULL;
    size_t capacity = 0;
    struct mapping mapping;
    bool more = true;

    if (pid != 0)
        snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    FILE *maps = fopen(path, "re");
    if (maps == NULL) {
        if (errno == ENOENT && pid != 0)
            return fail(error, STATUS_DATA, "there is no process %d", (int)pid);
        return fail_errno(error, errno, "%s", path);
    }
    while (more && getline(&line, &capacity, maps) > 0) {
        if (parse_line(line, &mapping))
            more = each(&mapping, context);
    }
    bool good = !more || feof(maps) || fail_errno(error, errno, "%s", path);
    free(line);
    fclose(maps);
    return good;
}

struct stretch {
    uint64_t from, to;
};

static bool extend(const struct mapping *mapping, void *context)
{
    struct stretch *stretch = context;

    if (!mapping->readable || mapping->end <= stretch->to)
        return true;
    if (mapping->start > stretch->to)
        return false;
    stretch->to = mapping->end;
    return true;
}

bool maps_length(pid_t pid, uint64_t address, uint64_t *length, struct error *error)
{
    struct stretch stretch = {.from = address, .to = address};

    if (!maps_each(pid, extend, &stretch, error))
        return false;
    if (stretch.to == address)
        return fail(error, STATUS_DATA, "nothing is mapped at address 0x%llx",
                    (unsigned long long)address);
    *length = stretch.to - address;
    return true;
}

// Stops at the first mapping that ends behind `from`; `to` is its start then.
static bool is_elsewhere(const struct mapping *mapping, void *context)
{
    struct stretch *stretch = context;

    if (mapping->end <= stretch->from)
        return true;
    stretch->to = mapping->start;
    return false;
}

bool maps_holds(pid_t pid, uint64_t address)
{
    struct stretch stretch = {.from = address, .to = UINT64_MAX};
    struct error ignored = {0};

    return maps_each(pid, is_elsewhere, &stretch, &ignored) && stretch.to <= address;
}

static bool is_readonly(const struct mapping *mapping, void *context)
{
    struct stretch *stretch = context;

    if (mapping->start >= stretch->to)
        return false;
    if (mapping->end <= stretch->from)
        return true;
    stretch->from = mapping->writable ? UINT64_MAX : mapping->end;
    return !mapping->writable;
}

bool maps_readonly(pid_t pid, uint64_t address, uint64_t length)
{
    struct stretch stretch = {.from = address, .to = address + length};
    struct error ignored = {0};

    return maps_each(pid, is_readonly, &stretch, &ignored) && stretch.from > address &&
           stretch.from != UINT64_MAX;
}
