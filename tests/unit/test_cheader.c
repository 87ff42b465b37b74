#include "types/cdecl.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

// Preprocessed headers: what they make known, and where they go wrong.

static struct error error;
static struct book book;

static bool reads(const char *text)
{
    struct cursor cursor = cursor_of(text);

    error_clear(&error);
    book_close(&book);
    struct chapter *chapter = c_header_read(&cursor, &error);
    if (chapter == NULL)
        return false;
    book_add(&book, chapter);
    return cursor_done(&cursor);
}

// True where the book knows the name, with that size.
static bool knows(enum name_kind kind, const char *name, uint64_t size)
{
    const struct type *type = NULL;
    bool good = book_find(&book, kind, name, strlen(name), &type, &error) && type != NULL &&
                type->size == size;

    type_unref(type);
    return good;
}

static bool refuses(const char *text, const char *message, const char *line, size_t start)
{
    bool good = !reads(text) && error.status == STATUS_DATA &&
                strcmp(error.message, message) == 0 && error.excerpt_length == strlen(line) &&
                memcmp(error.excerpt, line, error.excerpt_length) == 0 && error.start == start;

    if (!good)
        printf("# %s\n# %.*s (%zu)\n", error.message, (int)error.excerpt_length, error.excerpt,
               error.start);
    return good;
}

static bool count_names(void *context, const char *name)
{
    (void)name;
    ++*(int *)context;
    return true;
}

// True where what the book knows by that name is printed as the text, name or not.
static bool prints_as(enum name_kind kind, const char *name, const char *text)
{
    const struct type *type = NULL;
    struct sink sink;

    if (!book_find(&book, kind, name, strlen(name), &type, &error) || type == NULL)
        return false;
    sink_open(&sink, -1);
    type_c(&sink, type, NULL, false);
    bool good = sink.used == strlen(text) && memcmp(sink.text, text, sink.used) == 0;
    sink_close(&sink);
    type_unref(type);
    return good;
}

enum { NODE_SIZE = 2 * sizeof(void *) }; // of struct node below

static void test_names(void)
{
    int count = 0;

    UNIT("a typedef of a keyword's name is printed as what it stands for",
         reads("typedef float _Float16; typedef short half;") &&
             prints_as(NAME_TYPEDEF, "_Float16", "float") &&
             prints_as(NAME_TYPEDEF, "half", "half"));

    UNIT("a header is read",
         reads("# 1 \"a.h\" 1 3 4\n"
               "typedef unsigned int word;\n"
               "typedef struct node node_t;\n"
               "struct node {node_t *next; word value; char text[];};\n"
               "enum color {RED, GREEN = 5};\n"
               "union both {float f; int i;};\n"
               "struct opaque;\n"
               "extern int counter, *pointer;\n"
               "extern int twice(int n) __attribute__((nothrow)) __asm__(\"twice2\");\n"
               "static inline int body(int a) {if (a) {return '}';} return \"}{\"[0];}\n"
               "typedef int callback(void *, node_t *);\n"
               "int table[] = {1, 2, {3}}, last;\n"
               "__asm__(\".symver a, b\");;\n"
               "_Static_assert(sizeof(struct node) == 2 * sizeof(void *), \"node\");\n"
               "extern __inline __attribute__((gnu_inline)) word id(word w) {return w;}\n"));
    UNIT("typedefs", knows(NAME_TYPEDEF, "word", 4) && knows(NAME_TYPEDEF, "node_t", NODE_SIZE));
    UNIT("structs", knows(NAME_STRUCT, "node", NODE_SIZE) && !knows(NAME_STRUCT, "opaque", 0));
    UNIT("unions and enums", knows(NAME_UNION, "both", 4) && knows(NAME_ENUM, "color", 4));
    UNIT("functions", knows(NAME_FUNCTION, "twice", 0) && knows(NAME_FUNCTION, "body", 0) &&
                          knows(NAME_FUNCTION, "id", 0));
    UNIT("variables", knows(NAME_VARIABLE, "counter", 4) && knows(NAME_VARIABLE, "last", 4) &&
                          knows(NAME_VARIABLE, "pointer", sizeof(void *)));
    UNIT("a name is of one kind", !knows(NAME_FUNCTION, "word", 4) &&
                                      !knows(NAME_UNION, "node", NODE_SIZE) &&
                                      !knows(NAME_TYPEDEF, "size_t", sizeof(size_t)));
    book_list(&book, NAME_FUNCTION, count_names, &count);
    UNIT("names are listed", count == 3);
}

static void test_types_of_the_book(void)
{
    struct cursor cursor = cursor_of("struct {node_t first; struct node *rest; word n;}");
    const struct type *type = NULL;

    UNIT("a type text uses the names of the book",
         c_type_read(&cursor, &book, &type, &error) &&
             type->size == NODE_SIZE + 2 * sizeof(void *));
    book_close(&book);
    UNIT("which outlive it", type != NULL && type->members[0].type->member_count == 3 &&
                                 strcmp(type->members[0].type->members[1].name, "value") == 0);
    type_unref(type);
}

static void test_conventions(void)
{
    UNIT("a function of another calling convention is left out of its header",
         reads("# 1 \"a.h\"\nint odd(int n) __attribute__((ms_abi));\nint even(int n);\n") &&
             !knows(NAME_FUNCTION, "odd", 0) && knows(NAME_FUNCTION, "even", 0));
}

static void test_errors(void)
{
    UNIT("an error has the header's own file and line",
         refuses("# 1 \"/usr/include/a.h\" 1\nint a;\n# 40 \"b.h\" 2\n\nextern foo_t b;\n",
                 "b.h:41: unknown type name 'foo_t'", "extern foo_t b;", 7));
    UNIT("a word that begins a declaration is suggested where one may begin",
         !reads("typdef int a;\n") && strcmp(error.hint, "did you mean typedef?") == 0 &&
             !reads("struct s {extren int a;};\n") && strstr(error.hint, "extern") == NULL);
    UNIT("nothing is skipped",
         refuses("# 1 \"a.h\"\nint a;\nint x y;\n", "a.h:2: ';' behind the declaration expected",
                 "int x y;", 6));
    UNIT("a body that does not end",
         refuses("# 1 \"a.h\"\nint f(void) {(})\n", "a.h:1: ')' expected", "int f(void) {(})", 14));
    UNIT("a declaration of nothing",
         refuses("# 1 \"a.h\"\nint;\n", "a.h:1: a name expected", "int;", 3));
    UNIT("a comment that is not closed",
         !reads("# 1 \"a.h\"\nint a; /* \n") && strncmp(error.message, "a.h:", 4) == 0);
}

// Texts of many like declarations, each with a number of its own.
static bool reads_fast(const char *before, const char *format, const char *after, int count)
{
    size_t room = strlen(before) + strlen(after) + (strlen(format) + 16) * (size_t)count;
    char *text = malloc(room);
    size_t used = 0;
    clock_t start = clock();

    if (text == NULL)
        return false;
    used += (size_t)snprintf(text, room, "%s", before);
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, room - used, format, i, i);
    snprintf(text + used, room - used, "%s", after);
    bool good = reads(text);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    free(text);
    double limit = 2 * unit_slowness();
    if (!good || seconds > limit)
        printf("# %s: %s, %.3f s\n", format, error.message, seconds);
    return good && seconds < limit;
}

static void test_many(void)
{
    UNIT("many typedefs", reads_fast("", "typedef int t%d;", "", 50000));
    UNIT("many structs", reads_fast("", "struct s%d {struct s%d *p; int n;};\n", "", 20000));
    UNIT("many members", reads_fast("struct s {", "int m%d;", "};", 50000));
    UNIT("many enumerators", reads_fast("enum e {", "E%d,", "};", 50000));
    UNIT("many bounds that only a call knows",
         reads_fast("int f(", "int a%d[n + %d], ", "int n);", 20000));
}

int main(void)
{
    test_many();
    test_names();
    test_types_of_the_book();
    test_conventions();
    test_errors();
    book_close(&book);
    return unit_end();
}
