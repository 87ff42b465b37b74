#include "base/descriptor.h"

#include <errno.h>
#include <unistd.h>

size_t pread_whole(int fd, uint64_t offset, void *to, size_t n, int *problem)
{
    size_t done = 0;

    *problem = 0;
    while (done < n) {
        ssize_t step = pread(fd, (char *)to + done, n - done, (off_t)(offset + done));

        if (step < 0 && errno == EINTR)
            continue;
        if (step <= 0) {
            *problem = step < 0 ? errno : 0;
            break;
        }
        done += (size_t)step;
    }
    return done;
}
