// /proc/PID/maps for what is mapped, /proc/PID/pagemap for which pages of it are there.
#include "bytes/process_map.h"

#include "bytes/maps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    FRESH_NS = 100 * 1000 * 1000, // for so long the areas hold
    ENTRIES = 32 * 1024,          // of pagemap, read at once
};

struct process_area {
    uint64_t start, end;
    bool anonymous;
};

// ---- the areas

static bool is_fresh(const struct process_map *map, uint64_t address)
{
    struct timespec now;

    if (map->to == 0 || address < map->from || address > map->to)
        return false;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t age =
        (now.tv_sec - map->taken.tv_sec) * 1000000000LL + (now.tv_nsec - map->taken.tv_nsec);
    return age < FRESH_NS;
}

struct taking {
    struct process_map *map;
    struct error *error;
    bool good;
};

// Neighbours of a kind are one area.
static bool take_area(const struct mapping *mapping, void *context)
{
    struct taking *taking = context;
    struct process_map *map = taking->map;

    if (!mapping->readable)
        return true;
    if (map->count > 0) {
        struct process_area *last = &map->areas[map->count - 1];

        if (last->end == mapping->start && last->anonymous == mapping->anonymous) {
            last->end = mapping->end;
            return true;
        }
    }
    taking->good =
        memory_grow(&map->areas, &map->capacity, map->count + 1, sizeof *map->areas, taking->error);
    if (taking->good)
        map->areas[map->count++] =
            (struct process_area){mapping->start, mapping->end, mapping->anonymous};
    return taking->good;
}

static bool take_areas(struct process_map *map, struct error *error)
{
    struct taking taking = {map, error, true};
    char path[64];

    map->count = 0;
    map->to = 0;
    if (map->pagemap >= 0)
        close(map->pagemap);
    snprintf(path, sizeof path, "/proc/%d/pagemap", (int)map->pid);
    // Under an emulator one's own addresses are not those of /proc.
    map->pagemap = map->pid != 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    clock_gettime(CLOCK_MONOTONIC, &map->taken);
    return maps_each(map->pid, take_area, &taking, error) && taking.good;
}

// The first area that ends behind the address; NULL: none.
static const struct process_area *area_at(const struct process_map *map, uint64_t address)
{
    size_t low = 0;
    size_t high = map->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (map->areas[middle].end <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low < map->count ? &map->areas[low] : NULL;
}

// ---- the pages: Documentation/admin-guide/mm/pagemap.rst of the kernel

// PAGEMAP_SCAN, since Linux 6.7: passes over what is not there as fast as page tables are empty.
struct scan_region {
    uint64_t start, end, categories;
};
struct scan {
    uint64_t size, flags, start, end, walk_end, regions, region_count, most_pages;
    uint64_t inverted, all_of, any_of, wanted;
};
#define SCAN_CALL _IOWR('f', 16, struct scan)
#ifdef __GLIBC__
typedef unsigned long ioctl_request;
#else
typedef int ioctl_request; // POSIX's, and musl's
#endif
enum {
    SCAN_PRESENT = 1 << 3,
    SCAN_SWAPPED = 1 << 4,
    SCAN_ZERO = 1 << 5, // the page of zeroes that was only read
};

// The first stretch of pages that are there; false where the kernel cannot tell in this way.
static bool scan_pages(int pagemap, uint64_t start, uint64_t end, uint64_t *from, uint64_t *to)
{
    struct scan_region region = {.start = end, .end = end};
    struct scan scan = {
        .size = sizeof scan,
        .start = start,
        .end = end,
        .regions = (uint64_t)(uintptr_t)&region,
        .region_count = 1,
        .inverted = SCAN_ZERO,
        .all_of = SCAN_ZERO,
        .any_of = SCAN_PRESENT | SCAN_SWAPPED,
        .wanted = SCAN_PRESENT,
    };

    if (ioctl(pagemap, (ioctl_request)SCAN_CALL, &scan) < 0)
        return false;
    *from = region.start;
    *to = region.end;
    return true;
}

static bool is_there(uint64_t entry)
{
    return entry >> 62 != 0; // present, swapped
}

// The same by the entries of pagemap, eight bytes a page; where it looked far enough without
// finding one, an empty stretch there.
static bool read_pages(int pagemap, uint64_t start, uint64_t end, uint64_t *from, uint64_t *to)
{
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t count = (end - start + page - 1) / page;
    uint64_t *entries = malloc(ENTRIES * sizeof *entries);
    bool good = false;

    if (entries == NULL)
        return false;
    if (count > ENTRIES)
        count = ENTRIES;
    ssize_t n = pread(pagemap, entries, (size_t)count * sizeof *entries,
                      (off_t)(start / page * sizeof *entries));
    if (n > 0 && n % (ssize_t)sizeof *entries == 0) {
        size_t read = (size_t)n / sizeof *entries;
        size_t first = 0;

        while (first < read && !is_there(entries[first]))
            first++;
        size_t last = first;
        while (last < read && is_there(entries[last]))
            last++;
        *from = start + first * page;
        *to = start + last * page;
        good = true;
    }
    free(entries);
    return good;
}

// What of an anonymous area from address on is there; where that cannot be told, all of it.
static void look_at_pages(const struct process_map *map, uint64_t address, uint64_t limit,
                          enum extent_kind *kind, uint64_t *end)
{
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t start = address - address % page;
    uint64_t from, to;

    if (map->pagemap < 0 || (!scan_pages(map->pagemap, start, limit, &from, &to) &&
                             !read_pages(map->pagemap, start, limit, &from, &to)))
        return;
    *kind = from > start ? EXTENT_HOLE : EXTENT_DATA;
    *end = from > start ? from : to;
    if (*end > limit)
        *end = limit;
}

bool process_map_extent(struct process_map *map, uint64_t address, uint64_t limit,
                        enum extent_kind *kind, uint64_t *end, struct error *error)
{
    if (!is_fresh(map, address) && !take_areas(map, error))
        return false;
    const struct process_area *area = area_at(map, address);
    *kind = EXTENT_GAP;
    *end = limit;
    if (area != NULL && area->start > address) {
        *end = area->start;
    } else if (area != NULL) {
        *kind = EXTENT_DATA;
        *end = area->end;
        if (area->anonymous)
            look_at_pages(map, address, area->end, kind, end);
    }
    if (*end > limit)
        *end = limit;
    map->from = address;
    map->to = *end;
    return true;
}

void process_map_close(struct process_map *map)
{
    if (map->pagemap >= 0)
        close(map->pagemap);
    free(map->areas);
}
