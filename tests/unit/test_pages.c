// Pages of a store: every place reads as it does without them.
#include "bytes/pages.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE = 5 * 4096 + 100 };

static struct store *numbered(void)
{
    struct error error = {0};
    struct store *store = store_memory("numbers", SIZE, &error);

    for (size_t i = 0; store != NULL && i < SIZE; i++)
        store->address[i] = (unsigned char)(i * 31 / 7);
    return store;
}

// Every few bytes, up and down, in slots that are too few or enough.
static bool reads_alike(struct store *store, uint64_t wanted, size_t n)
{
    struct error error = {0};
    struct pages pages;
    unsigned char to[16];
    bool good = true;

    pages_open(&pages, wanted);
    for (uint64_t i = 0; good && i + n <= SIZE; i += 61) {
        uint64_t at = i % 2 ? SIZE - n - i : i;

        good =
            pages_read(&pages, store, at, to, n, &error) && memcmp(to, store->address + at, n) == 0;
    }
    pages_close(&pages);
    return good;
}

static bool refuses(struct store *store, uint64_t offset, size_t n)
{
    struct error error = {0};
    struct pages pages;
    unsigned char to[16];

    pages_open(&pages, 4);
    bool good = pages_read(&pages, store, offset, to, n, &error);
    pages_close(&pages);
    return !good && error.status == STATUS_DATA;
}

int main(void)
{
    struct store *store = numbered();

    if (store == NULL)
        return 1;
    UNIT("one slot reads what the store holds",
         reads_alike(store, 1, 1) && reads_alike(store, 1, 8));
    UNIT("many slots read what the store holds",
         reads_alike(store, 64, 4) && reads_alike(store, UINT64_MAX, 16));
    UNIT("what lies behind the end is refused",
         refuses(store, SIZE - 3, 4) && refuses(store, SIZE, 1) && refuses(store, UINT64_MAX, 2));
    store_unref(store);
    return unit_end();
}
