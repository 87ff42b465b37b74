#include "calls/peek.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PIECE = 4096 }; // no page is smaller, and a piece never crosses a page

// How many bytes of the piece at an address are readable: all of it, or none.
static bool read_piece(uintptr_t address, void *to, size_t n)
{
    struct iovec local = {.iov_base = to, .iov_len = n};
    struct iovec remote = {.iov_base = (void *)address, .iov_len = n};

    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)n;
}

static size_t piece_at(uintptr_t address, size_t n)
{
    size_t rest = PIECE - address % PIECE;

    return rest < n ? rest : n;
}

bool peek(uintptr_t address, void *to, size_t n)
{
    unsigned char *at = to;

    while (n > 0) {
        size_t piece = piece_at(address, n);

        if (!read_piece(address, at, piece))
            return false;
        address += piece;
        at += piece;
        n -= piece;
    }
    return true;
}

// Where the first character of all zeroes starts in n bytes, or n.
static size_t find_end(const unsigned char *bytes, size_t n, size_t unit)
{
    static const unsigned char zeroes[4];

    for (size_t at = 0; at + unit <= n; at += unit)
        if (memcmp(bytes + at, zeroes, unit) == 0)
            return at;
    return n;
}

bool peek_text(uintptr_t address, size_t unit, struct bytes *to, struct error *error)
{
    unsigned char room[PIECE];
    uintptr_t start = address;

    for (;;) {
        size_t piece = piece_at(address, PIECE);

        if (address % unit != 0) // a character may lie over the end of a page
            piece = unit;
        if (!read_piece(address, room, piece))
            return fail(error, STATUS_DATA, "no text is readable at address 0x%llx",
                        (unsigned long long)start);
        size_t end = find_end(room, piece, unit);
        if (!bytes_append(to, room, end, error))
            return false;
        if (end < piece)
            return true;
        address += piece;
    }
}
