// A stream as a store: stdin, a FIFO, a device, a file under /proc. What was read is kept, so that
// any view works, until somebody says that it will not be asked for again.
#include "bytes/store.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STREAM_PIECE = 128 * 1024 };

struct stream_store {
    struct store store;
    struct stream_reader *reader;
    uint64_t forgotten; // bytes before this offset, there or still to come, are not asked for again
    uint64_t kept_from; // where the kept ones start
    struct bytes kept;
};

static bool fail_forgotten(const struct stream_store *stream, struct error *error)
{
    return fail(error, STATUS_DATA, "%s: the stream has passed this place", stream->store.name);
}

void (*store_waits)(void);

// What is left moves to the front by whole pages, so that what is read next, behind it, goes to the
// start of a page.
static void drop_forgotten(struct stream_store *stream)
{
    struct bytes *kept = &stream->kept;
    size_t gone = kept->used;

    if (stream->forgotten < stream->store.size) {
        gone = (size_t)(stream->forgotten - stream->kept_from);
        gone -= gone % MEMORY_PAGE;
    }
    if (kept->used > gone)
        memmove(kept->bytes, kept->bytes + gone, kept->used - gone);
    kept->used -= gone;
    stream->kept_from += gone;
}

// Reads one piece more, of at most `most` bytes, or notes the end.
static bool read_piece(struct stream_store *stream, uint64_t most, struct error *error)
{
    struct stream_reader *reader = stream->reader;
    struct bytes *kept = &stream->kept;
    size_t room = most < STREAM_PIECE ? (size_t)most : STREAM_PIECE, n;

    if (stream->forgotten >= stream->store.size)
        drop_forgotten(stream);
    if (kept->bytes == NULL && (kept->bytes = memory_pages(2 * STREAM_PIECE)) != NULL)
        kept->capacity = 2 * STREAM_PIECE;
    if (!memory_grow(&kept->bytes, &kept->capacity, kept->used + STREAM_PIECE, 1, error) ||
        !reader->read(reader, kept->bytes + kept->used, room, &n, error))
        return false;
    if (n == 0)
        stream->store.open = false;
    kept->used += n;
    stream->store.size += (uint64_t)n;
    return true;
}

static bool stream_reach(struct store *store, uint64_t want, uint64_t most, struct error *error)
{
    while (store->open && store->size < want) {
        if (!read_piece((struct stream_store *)store, most - store->size, error))
            return false;
    }
    return true;
}

static bool stream_read_at(struct store *store, uint64_t offset, void *to, size_t n,
                           struct error *error)
{
    struct stream_store *stream = (struct stream_store *)store;

    if (offset < stream->forgotten)
        return fail_forgotten(stream, error);
    memcpy(to, stream->kept.bytes + (offset - stream->kept_from), n);
    return true;
}

// What was read is memory of ours: writing into it is what a filter does.
static bool stream_write_at(struct store *store, uint64_t offset, const void *from, size_t n,
                            struct error *error)
{
    struct stream_store *stream = (struct stream_store *)store;

    if (offset < stream->forgotten)
        return fail_forgotten(stream, error);
    memmove(stream->kept.bytes + (offset - stream->kept_from), from, n);
    return true;
}

static const unsigned char *stream_borrow(struct store *store, uint64_t offset, size_t n,
                                          size_t *lent, struct error *error)
{
    struct stream_store *stream = (struct stream_store *)store;

    if (offset < stream->forgotten) {
        fail_forgotten(stream, error);
        return NULL;
    }
    *lent = n;
    return stream->kept.bytes + (offset - stream->kept_from);
}

static void stream_forget(struct store *store, uint64_t offset)
{
    struct stream_store *stream = (struct stream_store *)store;

    if (offset <= stream->forgotten)
        return;
    stream->forgotten = offset;
    drop_forgotten(stream);
}

static void stream_close(struct store *store)
{
    struct stream_store *stream = (struct stream_store *)store;

    stream->reader->close(stream->reader);
    free(stream->kept.bytes);
    free(stream);
}

static const struct store_ops stream_ops = {
    .kind = "stream",
    .read_at = stream_read_at,
    .write_at = stream_write_at,
    .borrow = stream_borrow,
    .reach = stream_reach,
    .forget = stream_forget,
    .close = stream_close,
};

struct store *store_stream_of(const char *name, struct stream_reader *reader, struct error *error)
{
    struct stream_store *stream = memory_new(1, sizeof *stream, error);

    if (stream == NULL)
        return NULL;
    if (!store_init(&stream->store, &stream_ops, name, error)) {
        free(stream);
        return NULL;
    }
    reader->name = stream->store.name;
    stream->reader = reader;
    stream->store.open = true;
    return &stream->store;
}

// ---- a descriptor

struct descriptor {
    struct stream_reader reader;
    int fd;
    bool close_it;
};

static bool would_wait(int fd)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};

    return poll(&input, 1, 0) == 0;
}

static bool descriptor_read(struct stream_reader *reader, unsigned char *to, size_t room, size_t *n,
                            struct error *error)
{
    int fd = ((struct descriptor *)reader)->fd;
    ssize_t done;

    if (store_waits != NULL && would_wait(fd))
        store_waits();
    do
        done = read(fd, to, room);
    while (done < 0 && errno == EINTR);
    if (done < 0)
        return fail_errno(error, errno, "%s", reader->name);
    *n = (size_t)done;
    return true;
}

static void descriptor_close(struct stream_reader *reader)
{
    struct descriptor *descriptor = (struct descriptor *)reader;

    if (descriptor->close_it)
        close(descriptor->fd);
    free(descriptor);
}

struct store *store_stream(const char *name, int fd, bool close_it, struct error *error)
{
    struct descriptor *descriptor = memory_new(1, sizeof *descriptor, error);

    if (descriptor == NULL)
        return NULL;
    *descriptor = (struct descriptor){
        .reader = {.read = descriptor_read, .close = descriptor_close},
        .fd = fd,
        .close_it = close_it,
    };
    struct store *store = store_stream_of(name, &descriptor->reader, error);
    if (store == NULL)
        free(descriptor);
    return store;
}
