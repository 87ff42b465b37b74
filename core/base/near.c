#include "base/near.h"

#include <string.h>
#include <strings.h>

enum { EDIT = NEAR_EDIT, CASE = 1 }; // costs: a half edit is 1

struct near near_to(const char *name, size_t length)
{
    unsigned edits = length < 5 ? 1 : length < 8 ? 2 : 3;

    if (length < 2 || length > NEAR_MAX)
        edits = 0;
    return (struct near){
        .name = name, .length = length, .limit = edits * EDIT, .distance = edits * EDIT + 1};
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static unsigned change(char a, char b)
{
    return a == b ? 0 : lower(a) == lower(b) ? CASE : EDIT;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

// The distance of Damerau and Levenshtein, adjacent letters swapped once: insert, remove, change,
// swap. rows[i % 3][j] is that of a's first i letters to b's first j.
static unsigned distance(const char *a, size_t m, const char *b, size_t n)
{
    unsigned rows[3][NEAR_MAX + 1];

    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (unsigned)j * EDIT;
    for (size_t i = 1; i <= m; i++) {
        unsigned *now = rows[i % 3], *above = rows[(i - 1) % 3], *above2 = rows[(i + 1) % 3];

        now[0] = (unsigned)i * EDIT;
        for (size_t j = 1; j <= n; j++) {
            now[j] = least(above[j], now[j - 1]) + EDIT;
            now[j] = least(now[j], above[j - 1] + change(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], above2[j - 2] + EDIT);
        }
    }
    return rows[m % 3][n];
}

void near_offer(struct near *near, const char *candidate)
{
    near_offer_as(near, candidate, candidate);
}

void near_offer_other(struct near *near, const char *candidate)
{
    if (strlen(candidate) != near->length || memcmp(candidate, near->name, near->length) != 0)
        near_offer(near, candidate);
}

void near_offer_as(struct near *near, const char *candidate, const char *shown)
{
    size_t n = strnlen(candidate, NEAR_MAX + 1), m = near->length;
    size_t apart = m > n ? m - n : n - m;

    if (near->limit == 0 || n > NEAR_MAX || strlen(shown) > NEAR_MAX || apart * EDIT > near->limit)
        return;
    bool same = m == n && strncasecmp(near->name, candidate, n) == 0;
    unsigned found = !same                                   ? distance(near->name, m, candidate, n)
                     : memcmp(near->name, candidate, n) == 0 ? 0
                                                             : CASE;
    // As many edits as letters make any word of any other.
    if (found >= near->distance || found >= (m < n ? n : m) * EDIT)
        return;
    near->distance = found;
    memcpy(near->best, shown, strlen(shown) + 1);
}

const char *near_best(const struct near *near)
{
    return near->distance <= near->limit && near->best[0] != '\0' ? near->best : NULL;
}
