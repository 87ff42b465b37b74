// Memory as a store: literals, arrays, results of calls. Its address never changes, and it lies
// between red zones and guard pages from birth.
#include "bytes/guard.h"
#include "bytes/store.h"

#include <stdlib.h>
#include <string.h>

struct memory_store {
    struct store store;
    struct guard *guard;
};

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

static void memory_label(struct store *store, const char *label)
{
    guard_rename(((struct memory_store *)store)->guard, label);
}

static void memory_close(struct store *store)
{
    guard_free(((struct memory_store *)store)->guard);
    free(store);
}

static const struct store_ops memory_ops = {
    .kind = "memory",
    .read_at = memory_read_at,
    .write_at = memory_write_at,
    .borrow = memory_borrow,
    .label = memory_label,
    .close = memory_close,
};

struct store *store_memory(const char *name, uint64_t size, struct error *error)
{
    struct memory_store *memory = memory_new(1, sizeof *memory, error);

    if (memory == NULL)
        return NULL;
    memory->guard = guard_new(name, size, 0, error);
    if (memory->guard == NULL || !store_init(&memory->store, &memory_ops, name, error)) {
        guard_free(memory->guard);
        free(memory);
        return NULL;
    }
    memory->store.size = size;
    memory->store.address = memory->guard->data;
    return &memory->store;
}

struct store *store_copy(const char *name, const void *bytes, size_t n, struct error *error)
{
    struct store *store = store_memory(name, n, error);

    if (store != NULL && n > 0)
        memcpy(store->address, bytes, n);
    return store;
}
