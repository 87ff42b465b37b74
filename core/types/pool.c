// Pools: the memory that types live in. A pool is an arena of chunks, held by counting; it holds
// the pools that its types point into.
#include "base/memory.h"
#include "types/type.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 1024, LAST_CHUNK = 64 * 1024 };

struct chunk {
    struct chunk *next;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

struct type_pool {
    size_t refs;
    struct chunk *chunks; // the newest first: the one that is being filled
    struct type_pool **held;
    size_t held_count, held_capacity;
    struct type_pool *next_dead; // while pools are being freed
};

struct type_pool *pool_new(struct error *error)
{
    struct type_pool *pool = memory_new(1, sizeof *pool, error);

    if (pool != NULL)
        pool->refs = 1;
    return pool;
}

static void free_chunks(struct type_pool *pool)
{
    while (pool->chunks != NULL) {
        struct chunk *next = pool->chunks->next;

        free(pool->chunks);
        pool->chunks = next;
    }
}

// Pools may hold each other in long chains, so the dead ones wait in a list instead of on the
// stack.
void pool_unref(struct type_pool *pool)
{
    struct type_pool *dead = NULL;

    if (pool == NULL || --pool->refs > 0)
        return;
    pool->next_dead = NULL;
    dead = pool;
    while (dead != NULL) {
        struct type_pool *gone = dead;

        dead = gone->next_dead;
        for (size_t i = 0; i < gone->held_count; i++) {
            struct type_pool *held = gone->held[i];

            if (--held->refs == 0) {
                held->next_dead = dead;
                dead = held;
            }
        }
        free_chunks(gone);
        free(gone->held);
        free(gone);
    }
}

const struct type *type_ref(const struct type *type)
{
    if (type != NULL && type->pool != NULL)
        type->pool->refs++;
    return type;
}

void type_unref(const struct type *type)
{
    if (type != NULL)
        pool_unref(type->pool);
}

bool pool_hold(struct type_pool *pool, const struct type *type, struct error *error)
{
    struct type_pool *held = type == NULL ? NULL : type->pool;

    if (held == NULL || held == pool)
        return true;
    // The same few pools come again and again, the last one most often.
    for (size_t i = pool->held_count; i > 0; i--)
        if (pool->held[i - 1] == held)
            return true;
    if (!memory_grow(&pool->held, &pool->held_capacity, pool->held_count + 1, sizeof(void *),
                     error))
        return false;
    pool->held[pool->held_count++] = held;
    held->refs++;
    return true;
}

static bool add_chunk(struct type_pool *pool, size_t need, struct error *error)
{
    size_t size = pool->chunks == NULL ? FIRST_CHUNK : pool->chunks->size * 2;

    if (size > LAST_CHUNK)
        size = LAST_CHUNK;
    if (size < need)
        size = need;
    if (size > SIZE_MAX - sizeof(struct chunk))
        return fail_memory(error);
    struct chunk *chunk = memory_new(1, sizeof *chunk + size, error);
    if (chunk == NULL)
        return false;
    chunk->size = size;
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    return true;
}

// size zeroed bytes at a multiple of align (a power of two).
static void *pool_bytes(struct type_pool *pool, size_t size, size_t align, struct error *error)
{
    struct chunk *chunk = pool->chunks;
    size_t start = chunk == NULL ? 0 : (chunk->used + align - 1) & ~(align - 1);

    if (chunk == NULL || start > chunk->size || chunk->size - start < size) {
        if (!add_chunk(pool, size, error))
            return NULL;
        chunk = pool->chunks;
        start = 0;
    }
    chunk->used = start + size;
    return chunk->bytes + start;
}

struct type *pool_type(struct type_pool *pool, enum type_kind kind, struct error *error)
{
    struct type *type = pool_bytes(pool, sizeof *type, alignof(struct type), error);

    if (type != NULL) {
        type->pool = pool;
        type->kind = kind;
    }
    return type;
}

const char *pool_text(struct type_pool *pool, const char *text, size_t length, struct error *error)
{
    if (length == SIZE_MAX) {
        fail_memory(error);
        return NULL;
    }
    char *copy = pool_bytes(pool, length + 1, 1, error);

    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

void *pool_array(struct type_pool *pool, size_t count, size_t size, struct error *error)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total)) {
        fail_memory(error);
        return NULL;
    }
    return pool_bytes(pool, total, alignof(max_align_t), error);
}
