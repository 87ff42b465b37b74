// Object files of several compilers and DWARF versions, which are the seeds of fuzz_dwarf too:
//
//     struct n { int a; struct n *next; unsigned f:3; union { char c[2]; long l; };
//                enum e { X, Y = -1 } e; } v;
//     typedef struct n T;
//     int g(T *p, double d, ...) { return p->a; }
#include "unit.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "images/declares.h"
#include "images/dwarf.h"

#define SEEDS "tests/fuzz/corpus/dwarf/"

static struct error error;

static const struct type *find(struct chapter *chapter, enum name_kind kind, const char *name)
{
    const struct type *type = NULL;

    error_clear(&error);
    if (!chapter->find(chapter, kind, name, strlen(name), &type, &error))
        printf("# %s: %s\n", name, error.message);
    return type;
}

// Whether the type of that name is written so in C.
static bool reads(struct chapter *chapter, enum name_kind kind, const char *name,
                  const char *expected)
{
    const struct type *type = find(chapter, kind, name);
    struct sink text;
    bool good;

    if (type == NULL)
        return false;
    sink_open(&text, -1);
    type_c(&text, type, kind == NAME_FUNCTION ? type->name : NULL, true);
    // The files are little-endian, and on a machine that is not their types say so.
    size_t order = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ && text.used > 0 && *text.text == '<';
    size_t used = text.used - order;
    good = used == strlen(expected) && memcmp(text.text + order, expected, used) == 0;
    if (!good)
        printf("# %.*s\n", (int)text.used, text.text);
    sink_close(&text);
    type_unref(type);
    return good;
}

static bool lies_at(const struct type *type, const char *name, uint64_t wanted)
{
    uint64_t offset;
    const struct member *member = type_member(type, name, strlen(name), &offset);

    return member != NULL && offset == wanted;
}

static void test_types(struct chapter *chapter, bool wide)
{
    const struct type *type = find(chapter, NAME_STRUCT, "n");
    uint64_t word = wide ? 8 : 4, offset;

    UNIT("a struct is found", type != NULL && type->kind == TYPE_STRUCT && !type->incomplete);
    if (type == NULL)
        return;
    UNIT("its size is that of its machine", type->size == (wide ? 40 : 20));
    UNIT("its members lie where its compiler put them",
         lies_at(type, "a", 0) && lies_at(type, "next", word) && lies_at(type, "f", 2 * word) &&
             lies_at(type, "l", 3 * word) && lies_at(type, "c", 3 * word) &&
             lies_at(type, "e", 4 * word));
    const struct member *bits = type_member(type, "f", 1, &offset);
    UNIT("a bit-field has its first bit and width", bits != NULL && bits->type->kind == TYPE_BITS &&
                                                        bits->type->bit_offset == 0 &&
                                                        bits->type->bits == 3);
    const struct member *next = type_member(type, "next", 4, &offset);
    UNIT("it points to itself", next != NULL && next->type->kind == TYPE_POINTER &&
                                    next->type->target == type && next->type->size == word);
    const struct member *e = type_member(type, "e", 1, &offset);
    UNIT("an enum has its names and values",
         e != NULL && e->type->kind == TYPE_ENUM && e->type->enumerator_count == 2 &&
             strcmp(e->type->enumerators[1].name, "Y") == 0 &&
             e->type->enumerators[1].value.negative && e->type->enumerators[1].value.low == 1);
    type_unref(type);
}

static void test_names(struct chapter *chapter)
{
    const struct type *type = find(chapter, NAME_TYPEDEF, "T");

    UNIT("a typedef leads to its struct", type != NULL && type->kind == TYPE_STRUCT &&
                                              strcmp(type->tag, "n") == 0 && !type->incomplete);
    type_unref(type);
    if (sizeof(long) == 8) // C of another machine is written with padding
        UNIT("a variable has its type",
             reads(chapter, NAME_VARIABLE, "v",
                   "struct n {int a; struct n *next; unsigned int f:3; "
                   "union {char c[2]; long l;}; enum e {X = 0, Y = -1} e;}"));
    UNIT("a function has its prototype",
         reads(chapter, NAME_FUNCTION, "g", "int g(struct n *p, double d, ...)"));
    type = find(chapter, NAME_STRUCT, "nothing");
    UNIT("what is not declared is no error", type == NULL && error.status == STATUS_OK);
    type = find(chapter, NAME_UNION, "n");
    UNIT("a struct is no union", type == NULL && error.status == STATUS_OK);
}

static bool count_name(void *context, const char *name)
{
    int *count = context;

    (void)name;
    ++*count;
    return true;
}

static void test_seed(const char *path)
{
    error_clear(&error);
    struct chapter *chapter = dwarf_chapter(path, &error);
    int count = 0;

    printf("# %s: %s\n", path, error.message);
    UNIT("debug information is read", chapter != NULL);
    if (chapter == NULL)
        return;
    test_types(chapter, strstr(path, "-32") == NULL);
    if (strstr(path, "-32") == NULL)
        test_names(chapter);
    chapter->list(chapter, NAME_STRUCT, count_name, &count);
    UNIT("each struct is listed once", count == 1);

    const struct type *kept = find(chapter, NAME_STRUCT, "n");
    chapter->close(chapter);
    UNIT("a type that is held outlives its chapter", kept != NULL && strcmp(kept->tag, "n") == 0);
    type_unref(kept);
}

static void test_declares(void)
{
    struct book book = {0};
    const struct type *type = NULL;

    error_clear(&error);
    UNIT("--types takes an ELF file", declares_add(&book, SEEDS "gcc5", &error) &&
                                          book_find(&book, NAME_STRUCT, "n", 1, &type, &error) &&
                                          type != NULL);
    type_unref(type);
    UNIT("and says which file is not there",
         !declares_add(&book, "./nosuchfile", &error) && error.status == STATUS_DATA &&
             strstr(error.message, "./nosuchfile") != NULL && error.excerpt_length > 0);
    error_clear(&error);
    UNIT("a file without debug information is an error with a hint",
         !declares_add(&book, "tests/fuzz/corpus/elf/shared", &error) &&
             strstr(error.message, "no debug information") != NULL && error.hint[0] != '\0');
    error_clear(&error);
    UNIT("an empty word is a usage error",
         !declares_add(&book, "", &error) && error.status == STATUS_USAGE);
    book_close(&book);
}

int main(void)
{
    static const char *const seeds[] = {SEEDS "gcc5", SEEDS "gcc4", SEEDS "clang5",
                                        SEEDS "gcc3-32"};

    if (access(seeds[0], R_OK) != 0) {
        printf("1..0 # SKIP to be run in the project's folder\n");
        return 0;
    }
    error_clear(&error);
    struct chapter *chapter = dwarf_chapter(seeds[0], &error);
    if (chapter == NULL && (strstr(error.message, "libdw") || strstr(error.message, "built"))) {
        printf("1..0 # SKIP %s\n", error.message);
        return 0;
    }
    if (chapter != NULL)
        chapter->close(chapter);
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        test_seed(seeds[i]);
    test_declares();
    return unit_end();
}
