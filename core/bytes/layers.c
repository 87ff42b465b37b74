// Two overlays, one over the other.
#include "bytes/layers.h"

uint64_t layers_chain;

bool layers_turn(struct layers *layers, struct error *error)
{
    uint64_t start;
    const unsigned char *bytes;
    size_t n;

    if (layers->chain == layers_chain)
        return true;
    if (layers->earlier.levels == 0) {
        layers->earlier = layers->now;
        layers->now = (struct overlay){0};
    }
    for (uint64_t at = 0; overlay_run(&layers->now, at, &start, &bytes, &n); at = start + n) {
        if (!overlay_write(&layers->earlier, start, bytes, n, error))
            return false;
    }
    overlay_clear(&layers->now);
    layers->chain = layers_chain;
    return true;
}

bool layers_write(struct layers *layers, uint64_t offset, const void *from, size_t n,
                  struct error *error)
{
    return layers_turn(layers, error) && overlay_write(&layers->now, offset, from, n, error);
}

void layers_patch(const struct layers *layers, uint64_t offset, unsigned char *bytes, size_t n)
{
    overlay_patch(&layers->earlier, offset, bytes, n);
    overlay_patch(&layers->now, offset, bytes, n);
}

bool layers_run(const struct layers *layers, uint64_t offset, uint64_t *start, size_t *n)
{
    const unsigned char *bytes;
    uint64_t other;
    size_t length;

    if (!overlay_run(&layers->now, offset, start, &bytes, n))
        return overlay_run(&layers->earlier, offset, start, &bytes, n);
    if (overlay_run(&layers->earlier, offset, &other, &bytes, &length) && other < *start) {
        *start = other;
        *n = length;
    }
    return true;
}

void layers_committed(struct layers *layers)
{
    uint64_t start;
    const unsigned char *bytes;
    size_t n;

    for (uint64_t at = 0; overlay_run(&layers->now, at, &start, &bytes, &n); at = start + n)
        overlay_forget(&layers->earlier, start, n);
    overlay_clear(&layers->now);
}

void layers_clear(struct layers *layers)
{
    overlay_clear(&layers->earlier);
    overlay_clear(&layers->now);
}
