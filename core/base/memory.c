#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { LARGE_LEAST = 8 * 1024 * 1024 };

bool add_u64(uint64_t a, uint64_t b, uint64_t *out)
{
    uint64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *out = sum;
    return true;
}

bool mul_u64(uint64_t a, uint64_t b, uint64_t *out)
{
    uint64_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return false;
    *out = product;
    return true;
}

bool round_up_u64(uint64_t n, uint64_t unit, uint64_t *out)
{
    if (!add_u64(n, unit - 1, &n))
        return false;
    *out = n - n % unit;
    return true;
}

bool add_i64(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *out = sum;
    return true;
}

bool mul_i64(int64_t a, int64_t b, int64_t *out)
{
    int64_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return false;
    *out = product;
    return true;
}

void *memory_new(size_t count, size_t size, struct error *error)
{
    void *block = calloc(count ? count : 1, size ? size : 1);

    if (block == NULL)
        fail_memory(error);
    return block;
}

void *memory_pages(size_t n)
{
    if (n < MEMORY_PAGE)
        return malloc(n ? n : 1);
    if (n > SIZE_MAX - MEMORY_PAGE)
        return NULL;
    return aligned_alloc(MEMORY_PAGE, (n + MEMORY_PAGE - 1) / MEMORY_PAGE * MEMORY_PAGE);
}

void memory_large(void *block, size_t n)
{
    size_t before = (uintptr_t)block % MEMORY_PAGE;

    if (n >= LARGE_LEAST)
        madvise((unsigned char *)block - before, n + before, MADV_HUGEPAGE);
}

char *memory_text(const char *text, size_t length, struct error *error)
{
    if (length == SIZE_MAX) {
        fail_memory(error);
        return NULL;
    }
    char *copy = memory_new(length + 1, 1, error);

    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

bool memory_grow(void *block, size_t *capacity, size_t need, size_t size, struct error *error)
{
    void *old;
    size_t wanted = *capacity ? *capacity : 8;

    if (need <= *capacity)
        return true;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2)
            return fail_memory(error);
        wanted *= 2;
    }
    if (size != 0 && wanted > SIZE_MAX / size)
        return fail_memory(error);
    memcpy(&old, block, sizeof old); // the caller's pointer, of whatever type it is
    void *grown = realloc(old, size != 0 ? wanted * size : 1);
    if (grown == NULL)
        return fail_memory(error);
    if (size != 0)
        memory_large(grown, wanted * size);
    memcpy(block, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

bool bytes_append(struct bytes *to, const void *from, size_t n, struct error *error)
{
    if (n > SIZE_MAX - to->used)
        return fail_memory(error);
    if (!memory_grow(&to->bytes, &to->capacity, to->used + n, 1, error))
        return false;
    if (n == 0)
        return true;
    if (from != NULL)
        memcpy(to->bytes + to->used, from, n);
    else
        memset(to->bytes + to->used, 0, n);
    to->used += n;
    return true;
}
