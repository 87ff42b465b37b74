// Overlays: what was written stands over what was there, and its runs are known.
#include "bytes/layers.h"
#include "bytes/overlay.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_SIZE = 5 * OVERLAY_PAGE + 100 };

static struct error error;

static void test_runs(void)
{
    struct overlay overlay = {0};
    const unsigned char *bytes;
    uint64_t start;
    size_t n;

    UNIT("an empty overlay has no runs", !overlay_run(&overlay, 0, &start, &bytes, &n));
    UNIT("nothing written makes no page",
         overlay_write(&overlay, 7, "", 0, &error) && overlay.count == 0);
    overlay_write(&overlay, OVERLAY_PAGE - 2, "abcd", 4, &error);
    UNIT("a write over a border is two pages", overlay.count == 2);
    UNIT("and two runs", overlay_run(&overlay, 0, &start, &bytes, &n) &&
                             start == OVERLAY_PAGE - 2 && n == 2 && memcmp(bytes, "ab", 2) == 0 &&
                             overlay_run(&overlay, OVERLAY_PAGE, &start, &bytes, &n) &&
                             start == OVERLAY_PAGE && n == 2 && memcmp(bytes, "cd", 2) == 0);
    UNIT("a run may be asked for from inside",
         overlay_run(&overlay, OVERLAY_PAGE + 1, &start, &bytes, &n) && start == OVERLAY_PAGE + 1 &&
             n == 1 && *bytes == 'd');
    UNIT("behind the last one there is none",
         !overlay_run(&overlay, OVERLAY_PAGE + 2, &start, &bytes, &n));
    UNIT("a write before the others stands before them",
         overlay_write(&overlay, 3, "x", 1, &error) &&
             overlay_run(&overlay, 0, &start, &bytes, &n) && start == 3 && n == 1);
    UNIT("a write at the end of 64 bits",
         overlay_write(&overlay, UINT64_MAX - 3, "last", 3, &error) &&
             overlay_run(&overlay, UINT64_MAX - 100, &start, &bytes, &n) &&
             start == UINT64_MAX - 3 && n == 3);
    overlay_clear(&overlay);
    UNIT("a cleared overlay is empty", overlay.count == 0 && overlay.root == NULL);
}

// Thousands of random writes against a plain copy of the file.
static void test_random(void)
{
    static unsigned char file[FILE_SIZE], model[FILE_SIZE], read[FILE_SIZE];
    static bool written[FILE_SIZE];
    struct overlay overlay = {0};
    unsigned seed = 1;
    bool good = true, runs = true;
    const unsigned char *bytes;
    uint64_t start, offset = 0;
    size_t n, at = 0;

    for (int i = 0; i < 2000; i++) {
        unsigned char some[300];
        size_t length = (size_t)(rand_r(&seed) % (int)sizeof some);
        size_t place = (size_t)rand_r(&seed) % (FILE_SIZE - length);

        for (size_t j = 0; j < length; j++)
            some[j] = (unsigned char)rand_r(&seed);
        if (i % 3 == 0 || i < 40) {
            good = good && overlay_write(&overlay, place, some, length, &error);
            memcpy(model + place, some, length);
            memset(written + place, true, length);
        }
        memcpy(read, file + place, length);
        overlay_patch(&overlay, place, read, length);
        good = good && memcmp(read, model + place, length) == 0;
    }
    UNIT("what is read is what was written last, or the file's", good);
    while (overlay_run(&overlay, offset, &start, &bytes, &n)) {
        for (; at < start; at++)
            runs = runs && !written[at];
        for (size_t i = 0; i < n; i++, at++)
            runs = runs && written[at] && bytes[i] == model[at];
        offset = start + n;
    }
    for (; at < FILE_SIZE; at++)
        runs = runs && !written[at];
    UNIT("the runs are all that was written, and nothing else", runs);
    overlay_clear(&overlay);
}

// Pages come in any order, and lie anywhere in 64 bits.
static void test_order(void)
{
    enum { PAGES = 5000 };
    struct overlay overlay = {0};
    const unsigned char *bytes;
    uint64_t start, end, offset = 0;
    size_t n;
    bool good = true;

    for (uint64_t i = PAGES; i-- > 0;)
        good = good &&
               overlay_write(&overlay, 3 * i * OVERLAY_PAGE + i % OVERLAY_PAGE, "x", 1, &error);
    for (uint64_t i = 0; good && i < PAGES; i++, offset = start + 1)
        good = overlay_run(&overlay, offset, &start, &bytes, &n) && n == 1 &&
               start == 3 * i * OVERLAY_PAGE + i % OVERLAY_PAGE;
    UNIT("pages written backwards are runs in their order",
         good && overlay.count == PAGES && !overlay_run(&overlay, offset, &start, &bytes, &n));
    overlay_clear(&overlay);
    good = true;
    for (unsigned bit = 63; bit >= 12; bit--)
        good = good && overlay_write(&overlay, (uint64_t)1 << bit, "ab", 2, &error);
    for (unsigned bit = 12; bit <= 63; bit++)
        good = good && overlay_run(&overlay, ((uint64_t)1 << bit) - 1, &start, &bytes, &n) &&
               start == (uint64_t)1 << bit && n == 2;
    UNIT("and found from the lowest to the highest address", good && overlay.count == 52);
    overlay_write(&overlay, 4096 + 500, "z", 1, &error);
    UNIT("a span is the first to the last byte of a page",
         overlay_span(&overlay, 0, &start, &end) && start == 4096 && end == 4096 + 501 &&
             overlay_span(&overlay, 4098, &start, &end) && start == 4596 && end == 4597);
    overlay_clear(&overlay);
}

static bool patched(const struct layers *layers, const char *expected)
{
    unsigned char bytes[] = "........";

    layers_patch(layers, 508, bytes, 8);
    return memcmp(bytes, expected, 8) == 0;
}

static void test_layers(void)
{
    struct layers layers = {0};
    const unsigned char *bytes;
    uint64_t start;
    size_t n;

    layers_chain++;
    layers_write(&layers, 509, "abcdef", 6, &error);
    layers_chain++;
    layers_write(&layers, 510, "BCD", 3, &error);
    UNIT("a later chain writes over an earlier one", patched(&layers, ".aBCDef."));
    UNIT("and has its own writes only",
         overlay_run(&layers.now, 0, &start, &bytes, &n) && start == 510 && n == 2 &&
             overlay_run(&layers.now, 512, &start, &bytes, &n) && start == 512 && n == 1);
    UNIT("runs are those of both", layers_run(&layers, 0, &start, &n) && start == 509 && n == 3 &&
                                       layers_run(&layers, 513, &start, &n) && start == 513);
    layers_committed(&layers);
    UNIT("what is committed stands over nothing", patched(&layers, ".a...ef."));
    layers_chain++;
    layers_write(&layers, 600, "x", 1, &error);
    layers_chain++;
    UNIT("what was written before is kept",
         layers_turn(&layers, &error) && patched(&layers, ".a...ef.") &&
             !overlay_run(&layers.now, 0, &start, &bytes, &n) &&
             layers_run(&layers, 515, &start, &n) && start == 600);
    layers_clear(&layers);
}

int main(void)
{
    test_runs();
    test_order();
    test_random();
    test_layers();
    return unit_end();
}
