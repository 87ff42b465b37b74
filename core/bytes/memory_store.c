// Memory as a store: literals, arrays, results of calls. Its address never changes.
#include "bytes/guard.h"
#include "bytes/store.h"

#include <stdlib.h>
#include <string.h>

static bool memory_read_at(struct store *store, uint64_t offset, void *to, size_t n,
                           struct error *error)
{
    (void)error;
    memcpy(to, store->address + offset, n);
    return true;
}

static bool memory_write_at(struct store *store, uint64_t offset, const void *from, size_t n,
                            struct error *error)
{
    (void)error;
    memmove(store->address + offset, from, n);
    return true;
}

static const unsigned char *memory_borrow(struct store *store, uint64_t offset, size_t n,
                                          size_t *lent, struct error *error)
{
    (void)error;
    *lent = n;
    return store->address + offset;
}

static void memory_close(struct store *store)
{
    guard_free(store->address);
    free(store);
}

static const struct store_ops memory_ops = {
    .kind = "memory",
    .read_at = memory_read_at,
    .write_at = memory_write_at,
    .borrow = memory_borrow,
    .close = memory_close,
};

struct store *store_memory(const char *name, uint64_t size, struct error *error)
{
    struct store *store = memory_new(1, sizeof *store, error);

    if (store == NULL)
        return NULL;
    if (size > SIZE_MAX) {
        fail_memory(error);
        free(store);
        return NULL;
    }
    store->size = size;
    store->address = guard_new((size_t)size, name, error);
    if (store->address == NULL) {
        free(store);
        return NULL;
    }
    if (!store_init(store, &memory_ops, name, error)) {
        memory_close(store);
        return NULL;
    }
    return store;
}

struct store *store_copy(const char *name, const void *bytes, size_t n, struct error *error)
{
    struct store *store = store_memory(name, n, error);

    if (store != NULL && n > 0)
        memcpy(store->address, bytes, n);
    return store;
}
