// --index and --count of a value in a view, as memoryview has them.
#include "base/number.h"
#include "command.h"
#include "compare.h"
#include "views/blocks.h"
#include "views/literal.h"

#include <stdlib.h>
#include <string.h>

struct search {
    const struct type *type;
    const unsigned char *value;
    bool first_only;
    uint64_t count;
    uint64_t index; // of the first one
};

static void take(struct search *search, uint64_t index, uint64_t count)
{
    if (search->count == 0)
        search->index = index;
    search->count += count;
}

// A hole is as many elements of zeroes. False where the search is over, or has failed.
static bool search_hole(struct search *search, const struct block *block, struct error *error)
{
    unsigned char *zero = memory_new((size_t)search->type->size, 1, error);

    if (zero == NULL)
        return false;
    if (element_equal(search->type, zero, search->type, search->value))
        take(search, block->index, block->count);
    free(zero);
    return !search->first_only || search->count == 0;
}

// False where the search is over.
static bool search_block(struct search *search, const struct block *block)
{
    const struct type *type = search->type;
    uint64_t found;

    if (!search->first_only) {
        search->count += elements_count(type, block->bytes, block->count, search->value);
        return true;
    }
    found = elements_index(type, block->bytes, block->count, search->value);
    if (found == block->count)
        return true;
    take(search, block->index + found, 1);
    return false;
}

static bool run_search(struct search *search, const struct view *view, struct error *error)
{
    struct blocks blocks;
    struct block block;
    bool good;

    blocks_open(&blocks, view, BLOCKS_HOLES, 1);
    while (
        (good = blocks_next(&blocks, &block, error)) && block.count > 0 &&
        (block.bytes != NULL ? search_block(search, &block) : search_hole(search, &block, error)))
        ;
    blocks_close(&blocks);
    return good && error->status == STATUS_OK;
}

void print_place(struct sink *to, uint64_t place, unsigned radix)
{
    char *line = sink_reserve(to, NUMBER_TEXT + 1);
    size_t n = integer_print(line, integer_of_u64(place), radix);

    line[n] = '\n';
    sink_advance(to, n + 1);
}

// Prints to `to`, where it is not NULL.
static bool search_one(struct sink *to, const struct method *method, const struct scope *scope,
                       const struct view *view, unsigned radix, struct error *error)
{
    struct cursor text = cursor_of(method->word);
    struct bytes value = {0};
    uint64_t values = 0;
    struct search search = {.type = view->type,
                            .first_only = strcmp(method_name(method), "index") == 0};
    bool good = literal_read(&text, view->type, scope, &value, &values, error);

    if (good && values != 1)
        good = fail_at(error, STATUS_USAGE, span_of(method->word), "one value is needed, not %llu",
                       (unsigned long long)values);
    search.value = value.bytes;
    good = good && run_search(&search, view, error);
    if (good && search.first_only && search.count == 0)
        good =
            fail_at(error, STATUS_DATA, span_of(method->word), "memoryview.index(x): x not found");
    if (good && to != NULL)
        print_place(to, search.first_only ? search.index : search.count, radix);
    free(value.bytes);
    return good;
}

bool stage_search(struct stage *stage, struct session *session, const struct view *view,
                  struct error *error)
{
    const struct options *options = &stage->options;
    struct view settled;

    if (options->method_count == 0)
        return true;
    view_copy(&settled, view);
    bool good = view_settle(&settled, error);
    for (size_t i = 0; good && i < options->method_count; i++)
        good = search_one(stage_prints(stage) ? &session->out : NULL, &options->methods[i],
                          &session->scope, &settled, options->radix, error);
    view_drop(&settled);
    stage->silent = options->form == NULL;
    return good;
}
