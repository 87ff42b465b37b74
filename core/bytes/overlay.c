// Written bytes over a file: a tree of pages, 64 children a node.
#include "bytes/overlay.h"

#include <stdlib.h>
#include <string.h>

enum {
    NODE_BITS = 6,
    NODE_CHILDREN = 1 << NODE_BITS,
    MAP_WORDS = OVERLAY_PAGE / 64,
};

// The children of a node above others are nodes, those of the lowest ones pages.
struct overlay_node {
    uint64_t present; // a bit a child
    void *children[NODE_CHILDREN];
};

struct overlay_page {
    uint64_t number; // offset / OVERLAY_PAGE
    unsigned char bytes[OVERLAY_PAGE];
    uint64_t written[MAP_WORDS]; // a bit a byte
};

// Which child of a node holds the page; nodes of level 0 hold pages.
static unsigned slot_of(uint64_t number, unsigned level)
{
    return (unsigned)(number >> (NODE_BITS * level)) % NODE_CHILDREN;
}

static bool fits_below(uint64_t number, unsigned levels)
{
    return levels * NODE_BITS >= 64 || number >> (levels * NODE_BITS) == 0;
}

static void set_child(struct overlay_node *node, unsigned slot, void *child)
{
    node->children[slot] = child;
    node->present |= (uint64_t)1 << slot;
}

// Puts nodes above the root until the number has a place below it.
static bool raise_root(struct overlay *overlay, uint64_t number, struct error *error)
{
    while (overlay->levels == 0 || !fits_below(number, overlay->levels)) {
        struct overlay_node *node = memory_new(1, sizeof *node, error);

        if (node == NULL)
            return false;
        if (overlay->root != NULL)
            set_child(node, 0, overlay->root);
        overlay->root = node;
        overlay->levels++;
    }
    return true;
}

static struct overlay_page *page_for(struct overlay *overlay, uint64_t number, struct error *error)
{
    if (overlay->last != NULL && overlay->last->number == number)
        return overlay->last;
    if (!raise_root(overlay, number, error))
        return NULL;
    struct overlay_node *node = overlay->root;
    for (unsigned level = overlay->levels - 1;; level--) {
        unsigned slot = slot_of(number, level);

        if (node->children[slot] == NULL) {
            void *child = memory_new(1, level ? sizeof *node : sizeof(struct overlay_page), error);
            if (child == NULL)
                return NULL;
            set_child(node, slot, child);
            if (level == 0) {
                ((struct overlay_page *)child)->number = number;
                overlay->count++;
            }
        }
        if (level == 0)
            return overlay->last = node->children[slot];
        node = node->children[slot];
    }
}

// The page of the lowest number that is at least number, below a node of that level; NULL: none.
static const struct overlay_page *next_below(const struct overlay_node *node, unsigned level,
                                             uint64_t number)
{
    unsigned first = slot_of(number, level);

    for (uint64_t left = node->present >> first << first; left != 0; left &= left - 1) {
        unsigned slot = (unsigned)__builtin_ctzll(left);

        if (level == 0)
            return node->children[slot];
        const struct overlay_page *page =
            next_below(node->children[slot], level - 1, slot == first ? number : 0);
        if (page != NULL)
            return page;
    }
    return NULL;
}

static const struct overlay_page *next_page(const struct overlay *overlay, uint64_t number)
{
    const void *child = overlay->root;

    if (overlay->levels == 0 || !fits_below(number, overlay->levels))
        return NULL;
    for (unsigned level = overlay->levels; level > 0 && child != NULL; level--)
        child = ((const struct overlay_node *)child)->children[slot_of(number, level - 1)];
    if (child != NULL)
        return child; // that very page, as mostly
    return next_below(overlay->root, overlay->levels - 1, number);
}

static void mark(struct overlay_page *page, size_t at, size_t n, bool written)
{
    for (size_t end = at + n; at < end;) {
        size_t bit = at % 64;
        size_t piece = 64 - bit < end - at ? 64 - bit : end - at;
        uint64_t bits = UINT64_MAX >> (64 - piece) << bit;

        if (written)
            page->written[at / 64] |= bits;
        else
            page->written[at / 64] &= ~bits;
        at += piece;
    }
}

bool overlay_write(struct overlay *overlay, uint64_t offset, const void *from, size_t n,
                   struct error *error)
{
    const unsigned char *bytes = from;

    while (n > 0) {
        size_t at = (size_t)(offset % OVERLAY_PAGE);
        size_t piece = OVERLAY_PAGE - at < n ? OVERLAY_PAGE - at : n;
        struct overlay_page *page = page_for(overlay, offset / OVERLAY_PAGE, error);

        if (page == NULL)
            return false;
        memcpy(page->bytes + at, bytes, piece);
        mark(page, at, piece, true);
        bytes += piece;
        offset += piece;
        n -= piece;
    }
    return true;
}

void overlay_forget(struct overlay *overlay, uint64_t offset, size_t n)
{
    uint64_t number = offset / OVERLAY_PAGE;
    void *child = overlay->root;

    if (overlay->levels == 0 || !fits_below(number, overlay->levels))
        return;
    for (unsigned level = overlay->levels; level > 0 && child != NULL; level--)
        child = ((struct overlay_node *)child)->children[slot_of(number, level - 1)];
    if (child != NULL)
        mark(child, (size_t)(offset % OVERLAY_PAGE), n, false);
}

// The first byte from `at` on that was written, or (written false) was not; OVERLAY_PAGE: none.
static size_t find_bit(const struct overlay_page *page, size_t at, bool written)
{
    uint64_t flip = written ? 0 : UINT64_MAX;

    for (size_t word = at / 64; word < MAP_WORDS; word++, at = 64 * word) {
        uint64_t bits = (page->written[word] ^ flip) >> (at % 64);

        if (bits != 0)
            return at + (size_t)__builtin_ctzll(bits);
    }
    return OVERLAY_PAGE;
}

bool overlay_run(const struct overlay *overlay, uint64_t offset, uint64_t *start,
                 const unsigned char **bytes, size_t *n)
{
    const struct overlay_page *page = next_page(overlay, offset / OVERLAY_PAGE);

    while (page != NULL) {
        uint64_t base = page->number * OVERLAY_PAGE;
        size_t at = find_bit(page, offset > base ? (size_t)(offset - base) : 0, true);

        if (at < OVERLAY_PAGE) {
            *start = base + at;
            *bytes = page->bytes + at;
            *n = find_bit(page, at, false) - at;
            return true;
        }
        page = next_page(overlay, page->number + 1);
    }
    return false;
}

bool overlay_span(const struct overlay *overlay, uint64_t offset, uint64_t *start, uint64_t *end)
{
    const unsigned char *bytes;
    size_t n;

    if (!overlay_run(overlay, offset, start, &bytes, &n))
        return false;
    const struct overlay_page *page = next_page(overlay, *start / OVERLAY_PAGE);
    size_t word = MAP_WORDS - 1;
    while (page->written[word] == 0)
        word--;
    *end = page->number * OVERLAY_PAGE + 64 * word + 64 -
           (unsigned)__builtin_clzll(page->written[word]);
    return true;
}

void overlay_patch(const struct overlay *overlay, uint64_t offset, unsigned char *bytes, size_t n)
{
    uint64_t end = offset + n;
    uint64_t at = offset;
    uint64_t start;
    const unsigned char *from;
    size_t length;

    while (at < end && overlay_run(overlay, at, &start, &from, &length) && start < end) {
        size_t piece = end - start < length ? (size_t)(end - start) : length;

        memcpy(bytes + (start - offset), from, piece);
        at = start + piece;
    }
}

static void free_below(struct overlay_node *node, unsigned level)
{
    for (uint64_t left = node->present; left != 0; left &= left - 1) {
        void *child = node->children[__builtin_ctzll(left)];

        if (level > 0)
            free_below(child, level - 1);
        else
            free(child);
    }
    free(node);
}

void overlay_clear(struct overlay *overlay)
{
    if (overlay->levels > 0)
        free_below(overlay->root, overlay->levels - 1);
    *overlay = (struct overlay){0};
}
