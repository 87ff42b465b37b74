// Stores: random access to bytes, wherever they lie, behind one small table of operations.
//
// Offsets are those that the user sees: from 0 in memory and files, addresses in a process. All
// reads and writes go through the store_ functions, which check bounds and permission once.
#ifndef MEMTOOL_BYTES_STORE_H
#define MEMTOOL_BYTES_STORE_H

#include "base/memory.h"
#include "base/sink.h"

#include <sys/types.h>

struct store;

enum {
    STORE_WINDOW = 128 * 1024 // the most bytes that one borrow lends, unless they lie in memory
};

enum extent_kind {
    EXTENT_DATA,
    EXTENT_HOLE, // reads as zeroes
    EXTENT_GAP,  // nothing is mapped there: a read is an error
};

// How writes go back to a file.
struct commit_options {
    const char *suffix; // of the backup that is made first; NULL: none
    bool sync;          // wait until the bytes are on the disk
    bool dry;           // only look whether it could be done: nothing is made or changed
};

// Several stores change together or not at all: each step is taken for all of them before the next.
enum commit_step {
    COMMIT_BEGIN,  // opens and locks what is to change, and remembers what it holds
    COMMIT_BACKUP, // makes the backup that the options ask for
    COMMIT_WRITE,  // changes it
    COMMIT_UNDO,   // where something failed: puts back what was written, or says what could not be
    COMMIT_END,    // lets go of it, also after failures
};

struct store_ops {
    const char *kind; // "memory", "file" …, for messages and info

    // Copies n bytes out of / into the store; the caller has checked bounds and permission.
    bool (*read_at)(struct store *store, uint64_t offset, void *to, size_t n, struct error *error);
    bool (*write_at)(struct store *store, uint64_t offset, const void *from, size_t n,
                     struct error *error);

    // Lends bytes from offset without a copy where it can: *lent is at least 1 and at most n. The
    // window holds until the next operation on the store.
    const unsigned char *(*borrow)(struct store *store, uint64_t offset, size_t n, size_t *lent,
                                   struct error *error);

    // What lies at offset, and where that ends (*end > offset). NULL: all is data.
    bool (*extent)(struct store *store, uint64_t offset, enum extent_kind *kind, uint64_t *end,
                   struct error *error);

    // Streams: reads on until `want` bytes from the start are there or the stream has ended, what
    // comes with them too but nothing behind `most`, and updates size and open. NULL: the size is
    // known from the start.
    bool (*reach)(struct store *store, uint64_t want, uint64_t most, struct error *error);

    // Streams: bytes below offset will not be asked for again. NULL: nothing to forget.
    void (*forget)(struct store *store, uint64_t offset);

    // Takes one step of writing back to the file or process what was written; each step does
    // nothing the second time. NULL: cannot be written back.
    bool (*commit)(struct store *store, enum commit_step step, const struct commit_options *options,
                   struct error *error);

    // Writes what is to be told of the store besides its view, as `name: value` lines. NULL:
    // nothing.
    bool (*describe)(struct store *store, struct sink *to, struct error *error);

    // What messages about its memory call it from now on. NULL: nothing to do.
    void (*label)(struct store *store, const char *label);
    // Gives bytes in memory an address that they keep; NULL without memory. A store whose address
    // is known needs none.
    unsigned char *(*locate)(struct store *store);

    void (*close)(struct store *store); // frees all, the store too
};

// A store; its maker embeds it as first member of its own struct.
struct store {
    const struct store_ops *ops;
    size_t refs;
    char *name;           // how the user named it, for messages; owned
    uint64_t start, size; // its offsets are start .. start + size; start is 0 but for addresses
    bool open;            // a stream that has not ended: size is what is there so far
    bool addresses;       // its offsets are all addresses that a process can have
    bool readonly;
    bool labelled;            // store_label named it
    bool protected;           // read-only for everybody: the machine keeps it from being written
    const char *why_readonly; // "a literal", "a pipe" …, for messages; or NULL
    const char *no_backup;    // "a device" …, of which none is made; NULL: one can be
    unsigned char *address;   // as far as somebody asked for it: store_address
};

struct store *store_ref(struct store *store);
void store_unref(struct store *store);

// Fills in the common part of a new store, held once. name is copied.
bool store_init(struct store *store, const struct store_ops *ops, const char *name,
                struct error *error);

// True where offset .. offset + n lies in the store as far as it is known.
bool store_holds(const struct store *store, uint64_t offset, uint64_t n);

bool store_read(struct store *store, uint64_t offset, void *to, size_t n, struct error *error);
bool store_write(struct store *store, uint64_t offset, const void *from, size_t n,
                 struct error *error);
const unsigned char *store_borrow(struct store *store, uint64_t offset, size_t n, size_t *lent,
                                  struct error *error);

// Where offset `start` lies in memtool's memory, from now on for good; NULL: nowhere.
unsigned char *store_address(struct store *store);

// True where its bytes lie in memory, so that borrow lends any number of them.
bool store_lends_all(const struct store *store);

bool store_extent(struct store *store, uint64_t offset, enum extent_kind *kind, uint64_t *end,
                  struct error *error);

// Reads a stream on until `want` bytes are there or it has ended, and never behind `most` (at least
// `want`), which stay for whoever reads next; other stores: nothing to do.
bool store_reach(struct store *store, uint64_t want, uint64_t most, struct error *error);

// Called, where it is set, before a stream waits for bytes that are still to come: how a face shows
// what it has until then.
extern void (*store_waits)(void);

void store_forget(struct store *store, uint64_t offset);

// The label that its user knows it by, for messages about its memory.
void store_label(struct store *store, const char *label);

bool store_describe(struct store *store, struct sink *to, struct error *error);

// ---- makers: a new store held once, or NULL and an error

// size zeroed bytes of memory at an address, laid out as guard page, red zone, data, red zone,
// guard page (guard.h).
struct store *store_memory(const char *name, uint64_t size, struct error *error);

// Bytes that are taken from the caller, or copied: laid out so as soon as their address is asked
// for, before which nobody can miss it.
struct store *store_take(const char *name, struct bytes *bytes, struct error *error);
struct store *store_copy(const char *name, const void *bytes, size_t n, struct error *error);

// A stream over a descriptor, owned when close_it: stdin, a FIFO, a file under /proc.
struct store *store_stream(const char *name, int fd, bool close_it, struct error *error);

// What a stream reads from; its maker embeds it as first member of its own struct.
struct stream_reader {
    // Fills in at most `room` bytes; *n of them, 0 at the end.
    bool (*read)(struct stream_reader *reader, unsigned char *to, size_t room, size_t *n,
                 struct error *error);
    void (*close)(struct stream_reader *reader); // frees all, the reader too
    const char *name;                            // the stream's, for messages; its store sets it
};

// A stream over a reader, which it owns then; not where it fails.
struct store *store_stream_of(const char *name, struct stream_reader *reader, struct error *error);

// The memory of a process (pid 0: memtool's own) from address on, size bytes; offsets are
// addresses. A read or write of an unmapped page is an error. What is written to another process
// is kept back until committed; memtool's own memory is written at once.
struct store *store_process(const char *name, pid_t pid, uint64_t address, uint64_t size,
                            struct error *error);

#endif
