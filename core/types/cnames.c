#include "types/cnames.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void c_names_close(struct c_names *names)
{
    free(names->slots);
    *names = (struct c_names){0};
}

// The slot of a name, or the free one where it would go. There is always a free one.
static struct c_name *slot_of(const struct c_names *names, const char *text, size_t length,
                              uint32_t hash, bool tag)
{
    for (size_t at = hash;; at++) {
        struct c_name *slot = &names->slots[at & (names->capacity - 1)];

        if (slot->text == NULL ||
            (slot->hash == hash && slot->length == length && (slot->kind == C_TAG) == tag &&
             memcmp(slot->text, text, length) == 0))
            return slot;
    }
}

struct c_name *c_names_find(const struct c_names *names, const char *text, size_t length,
                            uint32_t hash, bool tag)
{
    if (names->capacity == 0)
        return NULL;
    struct c_name *slot = slot_of(names, text, length, hash, tag);
    return slot->text == NULL ? NULL : slot;
}

// Keeps a third of the slots free.
static bool make_room(struct c_names *names, struct error *error)
{
    struct c_names larger = {.used = names->used};

    if (names->used + 1 <= names->capacity / 3 * 2)
        return true;
    larger.capacity = names->capacity == 0 ? 32 : names->capacity * 2;
    larger.slots = memory_new(larger.capacity, sizeof *larger.slots, error);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < names->capacity; i++) {
        const struct c_name *name = &names->slots[i];

        if (name->text != NULL)
            *slot_of(&larger, name->text, name->length, name->hash, name->kind == C_TAG) = *name;
    }
    free(names->slots);
    *names = larger;
    return true;
}

bool c_names_put(struct c_names *names, const struct c_name *name, struct error *error)
{
    if (!make_room(names, error))
        return false;
    struct c_name *slot = slot_of(names, name->text, name->length, name->hash, name->kind == C_TAG);
    if (slot->text == NULL)
        names->used++;
    *slot = *name;
    return true;
}
