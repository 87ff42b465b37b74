// Memory as a store: literals, arrays, results of calls. Its address never changes, and what has
// one lies between red zones and guard pages; until somebody asks for it, plain bytes do.
#include "bytes/guard.h"
#include "bytes/store.h"

#include <stdlib.h>
#include <string.h>

struct memory_store {
    struct store store;
    struct guard *guard;    // NULL while nobody knows the address
    struct bytes bytes;     // what it holds until then
    char label[GUARD_NAME]; // what the guard is to be called; empty: as the store is
};

static unsigned char *place_of(const struct store *store)
{
    const struct memory_store *memory = (const struct memory_store *)store;

    return memory->guard != NULL ? memory->guard->data : memory->bytes.bytes;
}

static bool memory_read_at(struct store *store, uint64_t offset, void *to, size_t n,
                           struct error *error)
{
    (void)error;
    memcpy(to, place_of(store) + offset, n);
    return true;
}

static bool memory_write_at(struct store *store, uint64_t offset, const void *from, size_t n,
                            struct error *error)
{
    (void)error;
    memmove(place_of(store) + offset, from, n);
    return true;
}

static const unsigned char *memory_borrow(struct store *store, uint64_t offset, size_t n,
                                          size_t *lent, struct error *error)
{
    (void)error;
    *lent = n;
    return place_of(store) + offset;
}

static unsigned char *memory_locate(struct store *store)
{
    struct memory_store *memory = (struct memory_store *)store;
    struct error ignored = {0};
    const char *name = memory->label[0] != '\0' ? memory->label : store->name;

    memory->guard = guard_new(name, store->size, 0, &ignored);
    if (memory->guard == NULL)
        return NULL;
    memcpy(memory->guard->data, memory->bytes.bytes, (size_t)store->size);
    free(memory->bytes.bytes);
    memory->bytes = (struct bytes){0};
    return memory->guard->data;
}

static void memory_label(struct store *store, const char *label)
{
    struct memory_store *memory = (struct memory_store *)store;

    if (memory->guard != NULL)
        guard_rename(memory->guard, label);
    else
        guard_name(memory->label, label);
}

static void memory_close(struct store *store)
{
    struct memory_store *memory = (struct memory_store *)store;

    guard_free(memory->guard);
    free(memory->bytes.bytes);
    free(memory);
}

static const struct store_ops memory_ops = {
    .kind = "memory",
    .read_at = memory_read_at,
    .write_at = memory_write_at,
    .borrow = memory_borrow,
    .locate = memory_locate,
    .label = memory_label,
    .close = memory_close,
};

static struct memory_store *make(const char *name, uint64_t size, struct error *error)
{
    struct memory_store *memory = memory_new(1, sizeof *memory, error);

    if (memory == NULL || !store_init(&memory->store, &memory_ops, name, error)) {
        free(memory);
        return NULL;
    }
    memory->store.size = size;
    return memory;
}

struct store *store_memory(const char *name, uint64_t size, struct error *error)
{
    struct memory_store *memory = make(name, size, error);

    if (memory == NULL)
        return NULL;
    memory->guard = guard_new(name, size, 0, error);
    if (memory->guard == NULL) {
        store_unref(&memory->store);
        return NULL;
    }
    memory->store.address = memory->guard->data;
    return &memory->store;
}

struct store *store_take(const char *name, struct bytes *bytes, struct error *error)
{
    struct memory_store *memory;

    // Even no bytes lie somewhere.
    if (!memory_grow(&bytes->bytes, &bytes->capacity, 1, 1, error))
        return NULL;
    memory = make(name, bytes->used, error);
    if (memory == NULL)
        return NULL;
    memory->bytes = *bytes;
    *bytes = (struct bytes){0};
    return &memory->store;
}

struct store *store_copy(const char *name, const void *bytes, size_t n, struct error *error)
{
    struct bytes copy = {0};
    struct store *store = NULL;

    if (n == 0 || bytes_append(&copy, bytes, n, error))
        store = store_take(name, &copy, error);
    free(copy.bytes);
    return store;
}
