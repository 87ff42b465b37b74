// The names of a session.
#include "views/scope.h"

#include "base/hash.h"
#include "base/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_SHOWN = 64, // a longer label is cut in messages about its memory
    SLOTS_FIRST = 16, // of the table of labels
};

void scope_close(struct scope *scope)
{
    for (size_t i = 0; i < scope->count; i++) {
        free(scope->labels[i].name);
        view_drop(&scope->labels[i].view);
    }
    free(scope->labels);
    free(scope->slots);
    view_drop(&scope->current);
    store_unref(scope->input);
    files_close(&scope->files);
    book_close(&scope->book);
    *scope = (struct scope){0};
}

// ---- the table: open addressing, at most half full

// The slot that holds that name, or the free one where it would be.
static size_t slot_of(const struct scope *scope, const char *name, size_t length)
{
    size_t mask = scope->slot_count - 1;
    size_t slot = hash_bytes(HASH_START, name, length) & mask;

    for (; scope->slots[slot] != 0; slot = (slot + 1) & mask) {
        const char *there = scope->labels[scope->slots[slot] - 1].name;

        if (strncmp(there, name, length) == 0 && there[length] == '\0')
            break;
    }
    return slot;
}

// Makes the table twice as large where one label more would fill half of it.
static bool grow_slots(struct scope *scope, struct error *error)
{
    size_t count = scope->slot_count ? 2 * scope->slot_count : SLOTS_FIRST;

    if (2 * (scope->count + 1) <= scope->slot_count)
        return true;
    size_t *slots = memory_new(count, sizeof *slots, error);
    if (slots == NULL)
        return false;
    free(scope->slots);
    scope->slots = slots;
    scope->slot_count = count;
    for (size_t i = 0; i < scope->count; i++) {
        const char *name = scope->labels[i].name;
        slots[slot_of(scope, name, strlen(name))] = i + 1;
    }
    return true;
}

static struct label *find_label(const struct scope *scope, const char *name, size_t length)
{
    if (scope->slot_count == 0)
        return NULL;
    size_t index = scope->slots[slot_of(scope, name, length)];
    return index != 0 ? &scope->labels[index - 1] : NULL;
}

static struct label *add_label(struct scope *scope, const char *name, size_t length,
                               struct error *error)
{
    if (!memory_grow(&scope->labels, &scope->capacity, scope->count + 1, sizeof *scope->labels,
                     error) ||
        !grow_slots(scope, error))
        return NULL;
    char *owned = memory_text(name, length, error);
    if (owned == NULL)
        return NULL;
    scope->slots[slot_of(scope, name, length)] = scope->count + 1;
    struct label *label = &scope->labels[scope->count++];
    *label = (struct label){.name = owned};
    return label;
}

// ---- labels

const struct view *scope_find(const struct scope *scope, const char *name, size_t length)
{
    if (length == 0)
        return scope->current.store != NULL ? &scope->current : NULL;
    const struct label *label = find_label(scope, name, length);
    return label != NULL ? &label->view : NULL;
}

// Messages about a store's memory count from its start: what is called by the label of a part would
// mislead.
static bool covers_store(const struct view *view)
{
    uint64_t low;
    uint64_t high;

    return view_range(view, &low, &high) && low == view->store->start &&
           high - low == view->store->size;
}

bool scope_label(struct scope *scope, const char *name, size_t length, const struct view *view,
                 struct error *error)
{
    struct label *label = find_label(scope, name, length);
    struct view copy;
    char shown[LABEL_SHOWN];

    if (label == NULL)
        label = add_label(scope, name, length, error);
    if (label == NULL)
        return false;
    view_copy(&copy, view);
    view_drop(&label->view);
    label->view = copy;
    bool whole = covers_store(view);
    if (whole || !view->store->labelled) {
        snprintf(shown, sizeof shown, "%s@%s", whole ? "" : "the memory of ", label->name);
        store_label(view->store, shown);
    }
    return true;
}

bool scope_unknown(const struct scope *scope, struct span where, const char *name, size_t length,
                   struct error *error)
{
    struct near near = near_to(name, length);

    if (length == 0) {
        fail_at(error, STATUS_USAGE, where, "there is no current view");
        return error_hint(error, "`@` is the view that the command before left");
    }
    fail_at(error, STATUS_USAGE, where, "unknown label @%.*s", (int)length, name);
    for (size_t i = 0; i < scope->count; i++)
        near_offer(&near, scope->labels[i].name);
    if (near_best(&near) != NULL)
        return error_hint(error, "did you mean @%s?", near_best(&near));
    return error_hint(error, "--as NAME labels a view");
}
