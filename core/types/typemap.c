#include "types/typemap.h"

#include <stdlib.h>

void typemap_close(struct typemap *map)
{
    free(map->slots);
    *map = (struct typemap){0};
}

// The slot of that type, or the empty one where it would go. At most half of the slots are in use.
static struct typemap_entry *slot_of(const struct typemap *map, const struct type *from)
{
    uint64_t hash = ((uint64_t)(uintptr_t)from >> 4) * UINT64_C(0x9e3779b97f4a7c15);

    for (size_t i = (size_t)(hash >> 32);; i++) {
        struct typemap_entry *slot = &map->slots[i & (map->capacity - 1)];

        if (slot->from == NULL || slot->from == from)
            return slot;
    }
}

static bool grow(struct typemap *map)
{
    struct typemap grown = {.capacity = map->capacity ? map->capacity * 2 : 16,
                            .used = map->used,
                            .failed = map->failed};

    grown.slots = calloc(grown.capacity, sizeof *grown.slots);
    if (grown.slots == NULL) {
        map->failed = true;
        return false;
    }
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].from != NULL)
            *slot_of(&grown, map->slots[i].from) = map->slots[i];
    free(map->slots);
    *map = grown;
    return true;
}

void typemap_put(struct typemap *map, const struct type *from, const void *to)
{
    if (map->used >= map->capacity / 2 && !grow(map))
        return;
    struct typemap_entry *slot = slot_of(map, from);
    if (slot->from == NULL)
        map->used++;
    *slot = (struct typemap_entry){from, to};
}

const void *typemap_get(const struct typemap *map, const struct type *from)
{
    return map->capacity == 0 ? NULL : slot_of(map, from)->to;
}
