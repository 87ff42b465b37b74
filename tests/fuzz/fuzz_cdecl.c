// Fuzzing: any text as a C type, a prototype and a header; what is understood is taken apart, and
// printed as C that reads as the same again.
#include "types/cdecl.h"
#include "types/holes.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_error(bool good, const struct error *error)
{
    if (good != (error->status == STATUS_OK) ||
        error->start + error->length > error->excerpt_length)
        abort();
}

// type_c promises what its reader understands; alignments that no C declaration has are lost.
static void check_round_trip(const struct type *type)
{
    const struct type *back = NULL;
    struct error error = {0};
    struct sink text;

    sink_open(&text, -1);
    type_c(&text, type, NULL, true);
    if (sink_ok(&text) && text.used < 1 << 16) {
        struct cursor cursor = cursor_over(text.text, text.used);

        if (type->kind != TYPE_VOID && c_type_read(&cursor, NULL, &back, &error) &&
            back->size != type->size)
            abort();
    }
    type_unref(back);
    sink_close(&text);
}

static void take_apart(const struct type *type)
{
    struct error error = {0};
    struct holes holes;

    if (holes_find(type, &holes, &error)) {
        if (holes.padding > type->size)
            abort();
        holes_close(&holes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cursor cursor = cursor_over((const char *)data, size);
    const struct type *type = NULL;
    struct error error = {0};
    bool good = c_type_read(&cursor, NULL, &type, &error);

    check_error(good, &error);
    if (good) {
        take_apart(type);
        check_round_trip(type);
    }
    type_unref(type);
    error_clear(&error);
    cursor = cursor_over((const char *)data, size);
    type = NULL;
    check_error(c_prototype_read(&cursor, NULL, &type, &error), &error);
    type_unref(type);
    error_clear(&error);
    cursor = cursor_over((const char *)data, size);
    struct chapter *chapter = c_header_read(&cursor, &error);
    check_error(chapter != NULL, &error);
    if (chapter != NULL)
        chapter->close(chapter);
    return 0;
}
