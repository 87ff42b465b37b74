// The common part of every store: holds, bounds, permission.
#include "bytes/store.h"

#include <stdlib.h>
#include <string.h>

bool store_init(struct store *store, const struct store_ops *ops, const char *name,
                struct error *error)
{
    char *copy = memory_text(name, strlen(name), error);

    if (copy == NULL)
        return false;
    store->ops = ops;
    store->refs = 1;
    store->name = copy;
    return true;
}

struct store *store_ref(struct store *store)
{
    if (store != NULL)
        store->refs++;
    return store;
}

void store_unref(struct store *store)
{
    if (store == NULL || --store->refs > 0)
        return;
    free(store->name);
    store->ops->close(store);
}

bool store_holds(const struct store *store, uint64_t offset, uint64_t n)
{
    return offset >= store->start && offset - store->start <= store->size &&
           n <= store->size - (offset - store->start);
}

static bool check_bounds(const struct store *store, uint64_t offset, uint64_t n,
                         struct error *error)
{
    if (store_holds(store, offset, n))
        return true;
    return fail(error, STATUS_DATA,
                "%s: %llu byte%s at offset %llu %s needed, but it has %llu byte%s", store->name,
                (unsigned long long)n, plural(n), (unsigned long long)offset, n == 1 ? "is" : "are",
                (unsigned long long)store->size, plural(store->size));
}

bool store_read(struct store *store, uint64_t offset, void *to, size_t n, struct error *error)
{
    if (!check_bounds(store, offset, n, error))
        return false;
    return n == 0 || store->ops->read_at(store, offset, to, n, error);
}

bool store_write(struct store *store, uint64_t offset, const void *from, size_t n,
                 struct error *error)
{
    if (store->readonly || store->ops->write_at == NULL)
        return fail(error, STATUS_DATA, "cannot modify read-only memory");
    if (!check_bounds(store, offset, n, error))
        return false;
    return n == 0 || store->ops->write_at(store, offset, from, n, error);
}

const unsigned char *store_borrow(struct store *store, uint64_t offset, size_t n, size_t *lent,
                                  struct error *error)
{
    if (!check_bounds(store, offset, n, error))
        return NULL;
    return store->ops->borrow(store, offset, n, lent, error);
}

unsigned char *store_address(struct store *store)
{
    if (store->address == NULL && store->ops->locate != NULL)
        store->address = store->ops->locate(store);
    return store->address;
}

bool store_lends_all(const struct store *store)
{
    return store->address != NULL || store->ops->locate != NULL || store->ops->reach != NULL;
}

bool store_extent(struct store *store, uint64_t offset, enum extent_kind *kind, uint64_t *end,
                  struct error *error)
{
    if (store->ops->extent != NULL)
        return store->ops->extent(store, offset, kind, end, error);
    *kind = EXTENT_DATA;
    *end = store->start + store->size;
    return true;
}

bool store_reach(struct store *store, uint64_t want, uint64_t most, struct error *error)
{
    if (!store->open || store->size >= want)
        return true;
    return store->ops->reach(store, want, most, error);
}

void store_forget(struct store *store, uint64_t offset)
{
    if (store->ops->forget != NULL)
        store->ops->forget(store, offset);
}

void store_label(struct store *store, const char *label)
{
    store->labelled = true;
    if (store->ops->label != NULL)
        store->ops->label(store, label);
}

bool store_describe(struct store *store, struct sink *to, struct error *error)
{
    return store->ops->describe == NULL || store->ops->describe(store, to, error);
}
