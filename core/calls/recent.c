// Memory that outlives the call that it was made for: C functions keep pointers (strtok, putenv,
// sqlite3_bind_text with SQLITE_STATIC), and so do returned pointers into an argument.
#include "calls/argument.h"

enum {
    RECENT_COUNT = 256,             // stores that are kept at most
    RECENT_BYTES = 64 * 1024 * 1024 // and the bytes in them, but for the newest one
};

static struct store *recent[RECENT_COUNT]; // a ring, the oldest at `first`
static size_t first, count;
static uint64_t bytes;

static void let_go(void)
{
    bytes -= recent[first]->size;
    store_unref(recent[first]);
    first = (first + 1) % RECENT_COUNT;
    count--;
}

void recent_keep(struct store *store)
{
    while (count > 0 && (count == RECENT_COUNT || bytes + store->size > RECENT_BYTES))
        let_go();
    recent[(first + count++) % RECENT_COUNT] = store_ref(store);
    bytes += store->size;
}
