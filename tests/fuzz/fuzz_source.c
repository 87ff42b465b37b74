// Fuzzing: any word as a SOURCE. It is read, and opened where that needs no file and no process.
#include "large.h"
#include "views/source.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// True for words that are bytes themselves; a file or a process would be another one on each run.
static bool is_literal(const char *word)
{
    static const char *const outside[] = {
        "hex:-", "file:", "dump:", "addr:", "pid:", "elf:", "core:", "sym:", "npy:", "zero:"};

    if (strchr(word, '/') != NULL || strchr(word, ':') == NULL)
        return false;
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (strncmp(word, outside[i], strlen(outside[i])) == 0)
            return false;
    return true;
}

static void check_open(const struct source *source, struct scope *scope)
{
    struct error error = {0};
    struct view view;
    unsigned char byte;

    if (!source_open(source, scope, &view, &error)) {
        if (error.status == STATUS_OK)
            abort();
        return;
    }
    uint64_t n = view_nbytes(&view);
    if (n > 0 && (!store_read(view.store, view.offset, &byte, 1, &error) ||
                  !store_read(view.store, view.offset + n - 1, &byte, 1, &error)))
        abort();
    view_drop(&view);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scope scope = {.no_input = true};
    struct error error = {0};
    char *word = malloc(size + 1);

    if (word == NULL)
        return 0;
    memcpy(word, data, size);
    word[size] = '\0';
    if (has_large_number(word, size, 6, false)) {
        free(word);
        return 0;
    }
    struct source *source = source_read(word, &scope, &error);
    if ((source == NULL) != (error.status != STATUS_OK))
        abort();
    if (source == NULL && error.start + error.length > error.excerpt_length)
        abort();
    if (source != NULL && is_literal(word) && !source_foreign(source))
        check_open(source, &scope);
    source_free(source);
    scope_close(&scope);
    free(word);
    return 0;
}
