// Elements in nested brackets, written as blocks come, so that streams work too.
#include "forms/nested.h"

struct printer {
    struct sink *to;
    const struct view *view;
    const struct nesting *nesting;
};

static void repeat(const struct printer *p, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        sink_text(p->to, text);
}

// How many dimensions start anew at the element with that index, which is not the first.
static int starting(const struct view *view, uint64_t index)
{
    int n = 0;

    for (int d = view->ndim - 1; d >= 0 && index % view->shape[d] == 0; d--) {
        index /= view->shape[d];
        n++;
    }
    return n;
}

// What stands before the element with that index: brackets, a comma, a line break.
static void separate(const struct printer *p, uint64_t index)
{
    uint64_t per_line = p->nesting->per_line, column = index;
    int n = index == 0 ? p->view->ndim : starting(p->view, index);

    if (p->view->ndim > 0)
        column %= p->view->shape[p->view->ndim - 1];
    if (index != 0) {
        sink_text(p->to, n > 0 && per_line > 0 ? "\n" : "");
        repeat(p, p->nesting->close, n);
        sink_text(p->to, per_line > 0 && column % per_line == 0 && n == 0 ? "," : ", ");
    }
    repeat(p, p->nesting->open, n);
    if (per_line > 0 && column % per_line == 0)
        sink_text(p->to, "\n    ");
}

// The elements of a block, which lie in one run of the last dimension.
static void print_block(const struct printer *p, const struct block *block)
{
    const struct type *type = p->view->type;
    uint64_t length = p->view->ndim > 0 ? p->view->shape[p->view->ndim - 1] : 1;
    uint64_t per_line = p->nesting->per_line ? p->nesting->per_line : length;

    for (uint64_t done = 0; done < block->count && sink_ok(p->to);) {
        uint64_t index = block->index + done;
        uint64_t n = per_line - index % length % per_line;

        if (n > block->count - done)
            n = block->count - done;
        separate(p, index);
        elements_print(p->to, type, block->bytes + done * type->size, n, ", ", &p->nesting->style);
        done += n;
    }
}

// A view without bytes: brackets, and elements that have none.
static void print_hollow(const struct printer *p, int dimension)
{
    if (dimension == p->view->ndim) {
        element_print(p->to, p->view->type, (const unsigned char *)"", &p->nesting->style);
        return;
    }
    sink_text(p->to, p->nesting->open);
    for (uint64_t i = 0; i < p->view->shape[dimension] && sink_ok(p->to); i++) {
        if (i > 0)
            sink_text(p->to, ", ");
        print_hollow(p, dimension + 1);
    }
    sink_text(p->to, p->nesting->close);
}

bool nested_print(struct sink *to, const struct view *view, const struct nesting *nesting,
                  struct error *error)
{
    struct printer p = {.to = to, .view = view, .nesting = nesting};
    struct blocks blocks;
    struct block block;
    bool good, some = false;

    if (!view->open && view_nbytes(view) == 0) {
        print_hollow(&p, 0);
        return true;
    }
    blocks_open(&blocks, view, BLOCKS_BY_RUN, 1);
    while ((good = blocks_next(&blocks, &block, error)) && block.count > 0 && sink_ok(to)) {
        print_block(&p, &block);
        some = true;
    }
    blocks_close(&blocks);
    if (!some)
        repeat(&p, nesting->open, view->ndim);
    sink_text(to, some && nesting->per_line > 0 ? "\n" : "");
    repeat(&p, nesting->close, view->ndim);
    return good;
}
