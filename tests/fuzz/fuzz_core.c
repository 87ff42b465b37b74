// Core dumps: the segments of any bytes, by address; what a map says is there can be read, written
// and read again, and what it says is not there cannot.
#include "bytes/segments.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST = 1000 }; // extents

static void check_data(struct store *core, uint64_t from, uint64_t to)
{
    static const unsigned char mark[] = {0xc0, 0xde};
    struct error error = {0};
    unsigned char byte, back[sizeof mark];
    size_t lent = 0;

    if (!store_read(core, to - 1, &byte, 1, &error) ||
        store_borrow(core, from, 1, &lent, &error) == NULL || lent == 0 || lent > to - from)
        abort();
    if (to - from < sizeof mark)
        return;
    if (!store_write(core, from, mark, sizeof mark, &error) ||
        !store_read(core, from, back, sizeof back, &error) || memcmp(back, mark, sizeof mark) != 0)
        abort();
}

static void walk(struct store *core)
{
    struct error error = {0};
    enum extent_kind kind;
    uint64_t at = core->start, end;
    unsigned char byte;

    for (int i = 0; i < MOST && at < core->start + core->size; i++, at = end) {
        if (!store_extent(core, at, &kind, &end, &error) || end <= at)
            abort();
        if (kind == EXTENT_DATA)
            check_data(core, at, end);
        else if (store_read(core, at, &byte, 1, &error))
            abort();
        error_clear(&error);
    }
}

static void describe(struct store *core)
{
    struct error error = {0};
    struct sink sink;

    sink_open(&sink, -1);
    if (!store_describe(core, &sink, &error))
        abort();
    sink_close(&sink);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct error error = {0};
    struct elf *elf = elf_open_bytes("fuzz", bytes, size, &error);
    struct store *file = elf == NULL ? NULL : store_copy("fuzz", bytes, size, &error);
    struct store *core = file == NULL ? NULL : store_core("core:fuzz", file, elf, &error);

    if (core != NULL) {
        walk(core);
        describe(core);
        store_unref(core);
    } else if (error.status == STATUS_OK) {
        abort();
    }
    store_unref(file);
    elf_close(elf);
    return 0;
}
