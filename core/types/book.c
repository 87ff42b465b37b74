#include "types/book.h"

void book_add(struct book *book, struct chapter *chapter)
{
    chapter->next = book->chapters;
    book->chapters = chapter;
}

void book_close(struct book *book)
{
    while (book->chapters != NULL) {
        struct chapter *chapter = book->chapters;

        book->chapters = chapter->next;
        chapter->close(chapter);
    }
}

bool book_find(const struct book *book, enum name_kind kind, const char *name, size_t length,
               const struct type **out, struct error *error)
{
    const struct type *found = NULL;

    for (struct chapter *at = book == NULL ? NULL : book->chapters; at != NULL; at = at->next) {
        if (!at->find(at, kind, name, length, &found, error))
            return false;
        if (found != NULL)
            break;
    }
    *out = found;
    return true;
}

struct listing {
    bool (*each)(void *context, const char *name);
    void *context;
    bool stopped;
};

static bool pass_on(void *context, const char *name)
{
    struct listing *listing = context;

    if (!listing->each(listing->context, name))
        listing->stopped = true;
    return !listing->stopped;
}

void book_list(const struct book *book, enum name_kind kind,
               bool (*each)(void *context, const char *name), void *context)
{
    struct listing listing = {.each = each, .context = context};

    if (book == NULL)
        return;
    for (struct chapter *at = book->chapters; at != NULL && !listing.stopped; at = at->next)
        at->list(at, kind, pass_on, &listing);
}
