#include "base/pattern.h"

#include <string.h>

// A period of at most a quarter is where the first half stands again first: by the theorem of Fine
// and Wilf, one further to the left would divide it.
struct pattern pattern_of(const unsigned char *bytes, size_t n)
{
    struct pattern pattern = {.bytes = bytes, .n = n, .step = n / 4 + 1};
    size_t most = n / 4, half = n / 2;
    const unsigned char *again = most == 0 ? NULL : memmem(bytes + 1, most - 1 + half, bytes, half);

    if (again == NULL || memcmp(bytes, again, n - (size_t)(again - bytes)) != 0)
        return pattern;
    pattern.step = (size_t)(again - bytes);
    pattern.periodic = true;
    return pattern;
}

const unsigned char *pattern_next(const struct pattern *pattern, const unsigned char *from,
                                  const unsigned char *end, const unsigned char *last)
{
    size_t n = pattern->n, step = pattern->step;

    if (last != NULL && pattern->periodic) {
        if ((size_t)(end - last) - n >= step &&
            memcmp(last + n, pattern->bytes + n - step, step) == 0)
            return last + step;
        from = last + (n - step + 1); // any nearer place would be one at the step, too
    } else if (last != NULL) {
        from = last + step;
    }
    if ((size_t)(end - from) < n)
        return NULL;
    return memmem(from, (size_t)(end - from), pattern->bytes, n);
}
