#include "calls/peek.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PIECE = 4096 }; // no page is smaller, and a piece never crosses a page

// Where the system call is missing (under emulation), the file says the same.
static bool read_file(uintptr_t address, void *to, size_t n)
{
    int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    ssize_t done = pread(fd, to, n, (off_t)address);
    close(fd);
    return done == (ssize_t)n;
}

// All of the piece at an address, or none where it is not readable.
static bool read_piece(uintptr_t address, void *to, size_t n)
{
    struct iovec local = {.iov_base = to, .iov_len = n};
    struct iovec remote = {.iov_base = (void *)address, .iov_len = n};
    ssize_t done = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);

    return done == (ssize_t)n || (done < 0 && errno == ENOSYS && read_file(address, to, n));
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
