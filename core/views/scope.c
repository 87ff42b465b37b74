// The names of a session.
#include "views/scope.h"

#include "base/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_SHOWN = 64 }; // a longer label is cut in messages about its memory

void scope_close(struct scope *scope)
{
    for (size_t i = 0; i < scope->count; i++) {
        free(scope->labels[i].name);
        view_drop(&scope->labels[i].view);
    }
    free(scope->labels);
    view_drop(&scope->current);
    store_unref(scope->input);
    files_close(&scope->files);
    book_close(&scope->book);
    *scope = (struct scope){0};
}

static struct label *find_label(const struct scope *scope, const char *name, size_t length)
{
    for (size_t i = 0; i < scope->count; i++) {
        struct label *label = &scope->labels[i];

        if (strlen(label->name) == length && memcmp(label->name, name, length) == 0)
            return label;
    }
    return NULL;
}

const struct view *scope_find(const struct scope *scope, const char *name, size_t length)
{
    if (length == 0)
        return scope->current.store != NULL ? &scope->current : NULL;
    const struct label *label = find_label(scope, name, length);
    return label != NULL ? &label->view : NULL;
}

bool scope_label(struct scope *scope, const char *name, size_t length, const struct view *view,
                 struct error *error)
{
    struct label *label = find_label(scope, name, length);
    struct view copy;
    char shown[LABEL_SHOWN];

    if (label == NULL) {
        if (!memory_grow(&scope->labels, &scope->capacity, scope->count + 1, sizeof *label, error))
            return false;
        char *owned = memory_text(name, length, error);
        if (owned == NULL)
            return false;
        label = &scope->labels[scope->count++];
        *label = (struct label){.name = owned};
    }
    view_copy(&copy, view);
    view_drop(&label->view);
    label->view = copy;
    snprintf(shown, sizeof shown, "@%s", label->name);
    store_label(view->store, shown);
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
