#include "bytes/guard.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// No text, no small number, no pointer of the host is made of this byte.
enum { PATTERN = 0xb5 };

// Complete nodes only: a signal may come between any two instructions.
static struct guard *volatile registry;

static size_t page_size(void)
{
    static size_t size;

    if (size == 0)
        size = (size_t)sysconf(_SC_PAGESIZE);
    return size;
}

// How the bytes of a mapping are shared out, from its end to its start.
struct plan {
    uint64_t tail;   // from the start of the data to the second guard page
    uint64_t middle; // all between the guard pages, whole pages
    uint64_t total;
};

static bool make_plan(uint64_t size, uint64_t align, struct plan *plan)
{
    uint64_t page = page_size(), zone, body;

    if (align < GUARD_ALIGN)
        align = GUARD_ALIGN;
    if (align > page)
        align = page;
    return round_up_u64(GUARD_ZONE, align, &zone) && round_up_u64(size, align, &body) &&
           add_u64(body, zone, &plan->tail) && add_u64(plan->tail, GUARD_ZONE, &plan->middle) &&
           round_up_u64(plan->middle, page, &plan->middle) &&
           add_u64(plan->middle, 2 * page, &plan->total) && plan->total <= PTRDIFF_MAX;
}

static void link_guard(struct guard *guard)
{
    guard->next = registry;
    if (guard->next != NULL)
        guard->next->previous = guard;
    registry = guard;
}

static void unlink_guard(struct guard *guard)
{
    if (guard->next != NULL)
        guard->next->previous = guard->previous;
    if (guard->previous != NULL)
        guard->previous->next = guard->next;
    else
        registry = guard->next;
}

// The red zones: from *start, *length bytes.
static void zone_before(const struct guard *guard, unsigned char **start, size_t *length)
{
    *start = guard->map + page_size();
    *length = (size_t)(guard->data - *start);
}

static void zone_after(const struct guard *guard, unsigned char **start, size_t *length)
{
    *start = guard->data + guard->size;
    *length = (size_t)(guard->map + guard->mapped - page_size() - *start);
}

struct guard *guard_new(const char *name, uint64_t size, uint64_t align, struct error *error)
{
    struct plan plan;
    unsigned char *zone;
    size_t length;

    if (!make_plan(size, align, &plan)) {
        fail(error, STATUS_DATA, "%llu bytes are more than memory can hold",
             (unsigned long long)size);
        return NULL;
    }
    struct guard *guard = memory_new(1, sizeof *guard, error);
    if (guard == NULL)
        return NULL;
    size_t total = (size_t)plan.total, middle = (size_t)plan.middle;
    unsigned char *map =
        mmap(NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED || mprotect(map + page_size(), middle, PROT_READ | PROT_WRITE) != 0) {
        if (map != MAP_FAILED)
            munmap(map, total);
        free(guard);
        fail(error, STATUS_DATA, "no memory for %llu bytes", (unsigned long long)size);
        return NULL;
    }
    memory_large(map + page_size(), middle);
    guard->map = map;
    guard->mapped = total;
    guard->data = map + page_size() + middle - plan.tail;
    guard->size = (size_t)size;
    guard_rename(guard, name);
    zone_before(guard, &zone, &length);
    memset(zone, PATTERN, length);
    zone_after(guard, &zone, &length);
    memset(zone, PATTERN, length);
    link_guard(guard);
    return guard;
}

void guard_free(struct guard *guard)
{
    if (guard == NULL)
        return;
    unlink_guard(guard);
    munmap(guard->map, guard->mapped);
    free(guard);
}

void guard_name(char to[GUARD_NAME], const char *name)
{
    size_t n = strnlen(name, GUARD_NAME);

    if (n == GUARD_NAME) {
        n = GUARD_NAME - 1;
        memcpy(to + n - 3, "...", 3);
        memcpy(to, name, n - 3);
    } else {
        memcpy(to, name, n);
    }
    to[n] = '\0';
}

void guard_rename(struct guard *guard, const char *name)
{
    guard_name(guard->name, name);
}

// How far an address lies from a buffer's data: 0 inside it.
static uint64_t distance(const struct guard *guard, uintptr_t address)
{
    uintptr_t start = (uintptr_t)guard->data;

    if (address < start)
        return start - address;
    return address - start < guard->size ? 0 : address - start - guard->size;
}

struct guard *guard_find(uintptr_t address, int64_t *offset)
{
    struct guard *nearest = NULL;
    uint64_t least = GUARD_NEAR + 1;

    for (struct guard *guard = registry; guard != NULL; guard = guard->next) {
        uint64_t far = distance(guard, address);

        if (far < least) {
            nearest = guard;
            least = far;
        }
    }
    if (nearest != NULL)
        *offset = (intptr_t)(address - (uintptr_t)nearest->data);
    return nearest;
}

// A zone is whole where its first byte is the pattern and each equals the next.
static bool zone_intact(const unsigned char *zone, size_t length)
{
    return zone[0] == PATTERN && memcmp(zone, zone + 1, length - 1) == 0;
}

static void count_damage(const unsigned char *zone, size_t length, struct guard_damage *damage)
{
    damage->count = 0;
    for (size_t i = 0; i < length; i++)
        damage->count += zone[i] != PATTERN;
}

static bool intact(const struct guard *guard, struct guard_damage *damage)
{
    unsigned char *before, *after, *at;
    size_t length_before, length_after;

    zone_before(guard, &before, &length_before);
    zone_after(guard, &after, &length_after);
    if (!zone_intact(after, length_after)) {
        for (at = after; *at == PATTERN;)
            at++;
        count_damage(after, length_after, damage);
    } else if (!zone_intact(before, length_before)) {
        for (at = guard->data - 1; *at == PATTERN;)
            at--;
        count_damage(before, length_before, damage);
    } else {
        return true;
    }
    damage->guard = guard;
    damage->offset = at - guard->data;
    damage->byte = *at;
    return false;
}

bool guard_intact(struct guard_damage *damage)
{
    for (const struct guard *guard = registry; guard != NULL; guard = guard->next)
        if (!intact(guard, damage))
            return false;
    return true;
}

// Appends text or a decimal, as far as there is room.
static size_t put(char *to, size_t at, const char *text)
{
    while (*text != '\0' && at < GUARD_TEXT - 1)
        to[at++] = *text++;
    return at;
}

static size_t put_number(char *to, size_t at, uint64_t number)
{
    char digits[24];
    size_t i = sizeof digits - 1;

    digits[i] = '\0';
    do {
        digits[--i] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return put(to, at, digits + i);
}

static size_t put_bytes(char *to, size_t at, uint64_t number)
{
    at = put_number(to, at, number);
    return put(to, at, number == 1 ? " byte" : " bytes");
}

size_t guard_describe(char *to, const char *name, uint64_t size, int64_t offset)
{
    size_t at = 0;

    if (offset < 0) {
        at = put_bytes(to, at, -(uint64_t)offset);
        at = put(to, at, " before the start of ");
    } else if ((uint64_t)offset > size) {
        at = put_bytes(to, at, (uint64_t)offset - size);
        at = put(to, at, " past the end of ");
    } else if ((uint64_t)offset == size) {
        at = put(to, at, "at the end of ");
    } else {
        at = put(to, at, "offset ");
        at = put_number(to, at, (uint64_t)offset);
        at = put(to, at, " of ");
    }
    at = put(to, at, name);
    at = put(to, at, " (");
    at = put_bytes(to, at, size);
    at = put(to, at, ")");
    to[at] = '\0';
    return at;
}
