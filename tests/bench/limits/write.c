// Limits of writing: a constant buffer to stdout, and 16 bytes into a file.
//
// write MIB: so many mebibytes to stdout, a pipe grown first. write FILE OFFSET: 16 bytes there.
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 128 * 1024, PIPE = 4 * PIECE };

static _Alignas(4096) char text[PIECE];

int main(int argc, char **argv)
{
    if (argc == 3) {
        int fd = open(argv[1], O_WRONLY);
        return fd < 0 || pwrite(fd, "0123456789abcdef", 16, strtoll(argv[2], NULL, 0)) != 16;
    }
    memset(text, 'x', sizeof text);
    fcntl(1, F_SETPIPE_SZ, PIPE);
    for (long long left = argc == 2 ? strtoll(argv[1], NULL, 0) << 20 : 0; left > 0;) {
        ssize_t n = write(1, text, left < PIECE ? (size_t)left : PIECE);
        if (n <= 0)
            return 1;
        left -= n;
    }
    return 0;
}
