// Patterns in bytes: the places that a comparison at every byte finds, also where they overlap.
#include "base/pattern.h"
#include "unit.h"

#include <string.h>
#include <time.h>

enum { LONGEST = 400, LONG = 1 << 20 };

// The places are those of the plain search, in order.
static bool finds_all(const unsigned char *bytes, size_t n, const struct pattern *pattern)
{
    const unsigned char *end = bytes + n, *last = NULL;

    for (const unsigned char *at = bytes; (size_t)(end - at) >= pattern->n; at++) {
        if (memcmp(at, pattern->bytes, pattern->n) != 0)
            continue;
        last = pattern_next(pattern, bytes, end, last);
        if (last != at)
            return false;
    }
    return pattern_next(pattern, bytes, end, last) == NULL;
}

// Bytes of few letters that mostly repeat those of a while ago.
static void fill(unsigned char *bytes, size_t n, size_t period, unsigned letters, unsigned rare)
{
    for (size_t i = 0; i < n; i++) {
        if (i >= period && unit_random() % rare != 0)
            bytes[i] = bytes[i - period];
        else
            bytes[i] = (unsigned char)(unit_random() % letters);
    }
}

static bool finds_random_ones(unsigned letters, size_t longest)
{
    unsigned char bytes[LONGEST], needle[LONGEST];

    for (int i = 0; i < 20000; i++) {
        size_t size = 1 + unit_random() % LONGEST, n = 1 + unit_random() % longest;

        n = n < size ? n : size;
        fill(bytes, size, 1 + unit_random() % 12, letters, 1 + (unsigned)(unit_random() % 60));
        if (unit_random() % 2 == 0)
            memcpy(needle, bytes + unit_random() % (size - n + 1), n);
        else
            fill(needle, n, 1 + unit_random() % 12, letters, 60);
        struct pattern pattern = pattern_of(needle, n);
        if (!finds_all(bytes, size, &pattern))
            return false;
    }
    return true;
}

// Every place of a long pattern in as long a row of it.
static bool is_linear(size_t period)
{
    unsigned char *bytes = calloc(2, LONG);
    const unsigned char *last = NULL;
    clock_t start = clock();
    size_t places = 0;

    for (size_t i = 0; bytes != NULL && i < (size_t)2 * LONG; i += period)
        bytes[i] = 1;
    struct pattern pattern = pattern_of(bytes, LONG);
    while (bytes != NULL && (last = pattern_next(&pattern, bytes, bytes + 2 * LONG, last)) != NULL)
        places++;
    free(bytes);
    return places == LONG / period + 1 &&
           (double)(clock() - start) / CLOCKS_PER_SEC < 2 * unit_slowness();
}

int main(void)
{
    UNIT("short patterns of two letters are found wherever they are", finds_random_ones(2, 8));
    UNIT("long patterns of two letters are found wherever they are", finds_random_ones(2, 200));
    UNIT("patterns of one letter overlap at every byte", finds_random_ones(1, 100));
    UNIT("patterns of three letters are found wherever they are", finds_random_ones(3, 40));
    UNIT("a pattern of a mebibyte is found at each of its periods in little time",
         is_linear(1) && is_linear(1 << 10) && is_linear(LONG / 4) && is_linear(LONG / 2));
    return unit_end();
}
