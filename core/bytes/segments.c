// Segments of a file by address: reads go through to the file's store, writes too.
#include "bytes/segments.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

struct segment {
    uint64_t address, offset, size;
};

struct core_store {
    struct store store;
    struct store *file; // held
    struct segment *segments;
    size_t count;
};

// The segment that holds the address, or the next one above it; NULL where there is none.
static const struct segment *segment_at(const struct core_store *core, uint64_t address)
{
    size_t low = 0;
    size_t high = core->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (core->segments[middle].address + core->segments[middle].size <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low < core->count ? &core->segments[low] : NULL;
}

// Where the address lies in the file, and how many bytes of the segment follow; false in a gap.
static bool place_of(const struct core_store *core, uint64_t address, uint64_t *offset,
                     uint64_t *left, struct error *error)
{
    const struct segment *segment = segment_at(core, address);

    if (segment == NULL || segment->address > address) {
        fail(error, STATUS_DATA, "%s: address 0x%llx was not dumped", core->store.name,
             (unsigned long long)address);
        return error_hint(error, "-o info lists what was; -s ADDRESS -n COUNT takes a part");
    }
    *offset = segment->offset + (address - segment->address);
    *left = segment->size - (address - segment->address);
    return true;
}

static bool transfer(struct core_store *core, uint64_t address, unsigned char *bytes, size_t n,
                     bool writing, struct error *error)
{
    uint64_t offset, left;

    while (n > 0) {
        if (!place_of(core, address, &offset, &left, error))
            return false;
        size_t piece = n < left ? n : (size_t)left;
        if (!(writing ? store_write(core->file, offset, bytes, piece, error)
                      : store_read(core->file, offset, bytes, piece, error)))
            return false;
        bytes += piece;
        address += piece;
        n -= piece;
    }
    return true;
}

static bool core_read_at(struct store *store, uint64_t offset, void *to, size_t n,
                         struct error *error)
{
    return transfer((struct core_store *)store, offset, to, n, false, error);
}

static bool core_write_at(struct store *store, uint64_t offset, const void *from, size_t n,
                          struct error *error)
{
    return transfer((struct core_store *)store, offset, (void *)(uintptr_t)from, n, true, error);
}

static const unsigned char *core_borrow(struct store *store, uint64_t address, size_t n,
                                        size_t *lent, struct error *error)
{
    struct core_store *core = (struct core_store *)store;
    uint64_t offset, left;

    if (!place_of(core, address, &offset, &left, error))
        return NULL;
    return store_borrow(core->file, offset, n < left ? n : (size_t)left, lent, error);
}

static bool core_extent(struct store *store, uint64_t address, enum extent_kind *kind,
                        uint64_t *end, struct error *error)
{
    const struct segment *segment = segment_at((struct core_store *)store, address);
    uint64_t last = store->start + store->size; // segments may lie above all that can be counted

    (void)error;
    *kind = EXTENT_GAP;
    *end = last;
    if (segment != NULL && segment->address > address) {
        *end = segment->address;
    } else if (segment != NULL) {
        *kind = EXTENT_DATA;
        *end = segment->address + segment->size;
    }
    if (*end > last)
        *end = last;
    return true;
}

static bool core_commit(struct store *store, enum commit_step step,
                        const struct commit_options *options, struct error *error)
{
    struct store *file = ((struct core_store *)store)->file;

    return file->ops->commit(file, step, options, error);
}

static bool core_describe(struct store *store, struct sink *to, struct error *error)
{
    const struct core_store *core = (const struct core_store *)store;

    (void)error;
    for (size_t i = 0; i < core->count; i++) {
        const struct segment *segment = &core->segments[i];

        sink_printf(to, "map: 0x%llx-0x%llx at file offset %llu\n",
                    (unsigned long long)segment->address,
                    (unsigned long long)segment->address + segment->size,
                    (unsigned long long)segment->offset);
    }
    return true;
}

static void core_close(struct store *store)
{
    struct core_store *core = (struct core_store *)store;

    store_unref(core->file);
    free(core->segments);
    free(core);
}

static const struct store_ops core_ops = {
    .kind = "core dump",
    .read_at = core_read_at,
    .write_at = core_write_at,
    .borrow = core_borrow,
    .extent = core_extent,
    .commit = core_commit,
    .describe = core_describe,
    .close = core_close,
};

static int by_address(const void *a, const void *b)
{
    const struct segment *x = a;
    const struct segment *y = b;

    return (x->address > y->address) - (x->address < y->address);
}

// Takes the segments that the file really holds, lowest first; overlapping ones are refused.
static bool take_segments(struct core_store *core, const struct elf *elf, struct error *error)
{
    core->segments = memory_new(elf->segment_count, sizeof *core->segments, error);
    if (core->segments == NULL)
        return false;
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *from = &elf->segments[i];
        uint64_t end;

        if (from->type != PT_LOAD || from->file_size == 0)
            continue;
        if (!add_u64(from->address, from->file_size, &end) ||
            !store_holds(core->file, from->offset, from->file_size))
            return fail(error, STATUS_DATA, "%s: the core dump is cut short", core->file->name);
        core->segments[core->count++] =
            (struct segment){from->address, from->offset, from->file_size};
    }
    if (core->count == 0)
        return fail(error, STATUS_DATA, "%s: the core dump holds no memory", core->file->name);
    qsort(core->segments, core->count, sizeof *core->segments, by_address);
    for (size_t i = 1; i < core->count; i++) {
        if (core->segments[i].address < core->segments[i - 1].address + core->segments[i - 1].size)
            return fail(error, STATUS_DATA, "%s: two segments overlap", core->file->name);
    }
    return true;
}

struct store *store_core(const char *name, struct store *file, const struct elf *elf,
                         struct error *error)
{
    struct core_store *core = memory_new(1, sizeof *core, error);

    if (core == NULL)
        return NULL;
    core->file = store_ref(file);
    core->store.no_backup = file->no_backup;
    if (!take_segments(core, elf, error) || !store_init(&core->store, &core_ops, name, error)) {
        core_close(&core->store);
        return NULL;
    }
    const struct segment *last = &core->segments[core->count - 1];
    // As in a process: all that a signed number can count, from address 0 on.
    core->store.addresses = true;
    core->store.size = last->address + last->size;
    if (core->store.size > INT64_MAX)
        core->store.size = INT64_MAX;
    return &core->store;
}
