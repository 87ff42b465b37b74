#include "types/cdecl.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

// C texts to types and prototypes: what is understood, and where what is not goes wrong.

static struct error error;

static const struct type *read_type(const char *text)
{
    struct cursor cursor = cursor_of(text);
    const struct type *type = NULL;

    error_clear(&error);
    return c_type_read(&cursor, NULL, &type, &error) && cursor_done(&cursor) ? type : NULL;
}

static const struct type *read_prototype(const char *text)
{
    struct cursor cursor = cursor_of(text);
    const struct type *type = NULL;

    error_clear(&error);
    return c_prototype_read(&cursor, NULL, &type, &error) ? type : NULL;
}

static bool reads(const char *text, enum type_kind kind, size_t size, size_t align)
{
    const struct type *type = read_type(text);
    bool good = type != NULL && type->kind == kind && type->size == size && type->align == align;

    if (!good)
        printf("# %s: %s\n", text, type == NULL ? error.message : "reads as another type");
    type_unref(type);
    return good;
}

// True where a prototype is printed so, and what is printed is printed so again.
static bool prints(const char *text, const char *expected)
{
    const char *texts[] = {text, expected};
    bool good = true;

    for (int i = 0; i < 2; i++) {
        const struct type *type = read_prototype(texts[i]);
        struct sink sink;

        sink_open(&sink, -1);
        if (type != NULL)
            type_c(&sink, type, type->name, false);
        good = good && type != NULL && sink.used == strlen(expected) &&
               memcmp(sink.text, expected, sink.used) == 0;
        if (!good)
            printf("# %.*s\n", (int)sink.used, sink.text);
        sink_close(&sink);
        type_unref(type);
    }
    return good;
}

// True where the text is refused with that message at those bytes.
static bool refuses(const char *text, size_t start, size_t length, const char *message)
{
    const struct type *type = read_type(text);
    bool good = type == NULL && error.status == STATUS_USAGE && error.start == start &&
                error.length == length && strstr(error.message, message) != NULL;

    if (!good)
        printf("# %s: %s at %zu+%zu\n", text, error.message, error.start, error.length);
    type_unref(type);
    return good;
}

static const char types_hint[] = "--types FILE makes the types of a header or program known";

static bool hints(const char *text, const char *hint)
{
    const struct type *type = read_type(text);
    bool good = type == NULL && strcmp(error.hint, hint) == 0;

    if (!good)
        printf("# %s: %s\n", text, error.hint);
    type_unref(type);
    return good;
}

#define READS(text, kind, c) UNIT("reads " text, reads(text, kind, sizeof(c), _Alignof(c)))

static void test_basic_types(void)
{
    READS("int", TYPE_SCALAR, int);
    READS("signed", TYPE_SCALAR, int);
    READS("const unsigned", TYPE_SCALAR, unsigned);
    READS("long long unsigned int", TYPE_SCALAR, unsigned long long);
    READS("int unsigned long", TYPE_SCALAR, unsigned long);
    READS("unsigned char", TYPE_SCALAR, unsigned char);
    READS("long double", TYPE_SCALAR, long double);
    READS("_Complex double", TYPE_SCALAR, _Complex double);
    READS("double long _Complex", TYPE_SCALAR, long double _Complex);
    READS("_Bool", TYPE_SCALAR, _Bool);
    READS("size_t", TYPE_SCALAR, size_t);
    READS("time_t", TYPE_SCALAR, time_t);
    READS("volatile off64_t", TYPE_SCALAR, off64_t);
    READS("char *", TYPE_POINTER, char *);
    READS("__extension__ long", TYPE_SCALAR, long);
    UNIT("refuses two types", refuses("int double", 0, 10, "do not make a type"));
    UNIT("refuses long long long", refuses("long long long", 0, 14, "do not make a type"));
    UNIT("refuses a typedef and a word", refuses("size_t long", 7, 4, "second type"));
    UNIT("refuses typeof", refuses("typeof(int)", 0, 6, "typeof is not supported"));
    UNIT("refuses an unknown name", refuses("const foo *", 6, 3, "unknown type name 'foo'"));
    UNIT("suggests a near name", hints("unsinged", "did you mean unsigned?"));
    UNIT("suggests no word that could not stand there",
         hints("struct {foo a;}", types_hint) && hints("struct {elze a;}", types_hint) &&
             hints("struct {retur a;}", types_hint) && hints("struct {typeoff a;}", types_hint) &&
             hints("struct {extren int a;}", types_hint));
    UNIT("suggests a qualifier, a tag's word or an attribute",
         hints("struct {cosnt int a;}", "did you mean const?") &&
             hints("struct {unoin {int b;} a;}", "did you mean union?") &&
             hints("struct {__atribute__((packed)) int a;}", "did you mean __attribute__?"));
    UNIT("suggests a near typedef", hints("struct {sise_t n;}", "did you mean size_t?"));
}

static void test_declarators(void)
{
    READS("int[2][3]", TYPE_ARRAY, int[2][3]);
    READS("int *[4]", TYPE_ARRAY, int *[4]);
    READS("int (*)[4]", TYPE_POINTER, int(*)[4]);
    READS("unsigned long (*)(int)", TYPE_POINTER, void *);
    READS("void (*(*[3])(int))(double)", TYPE_ARRAY, void *[3]);
    READS("int x[3];", TYPE_ARRAY, int[3]);
    READS("char *const *restrict p", TYPE_POINTER, char **);
    UNIT("refuses an array of functions", refuses("int[3](void)", 3, 3, "array of functions") ||
                                              refuses("int[3](void)", 6, 6, "cannot return"));
    UNIT("refuses an array of void", refuses("void[3]", 4, 3, "array of void"));
    UNIT("refuses an inner open bound", refuses("int[2][]", 3, 3, "first bound"));
    UNIT("refuses an array without a bound", refuses("int[]", 0, 5, "has no size"));
    UNIT("refuses a negative bound", refuses("int[-1]", 4, 2, "the bound is negative"));
    UNIT("refuses an open bracket", refuses("char[3", 6, 0, "']' behind the bound expected"));
    UNIT("refuses a second name", refuses("int x y", 6, 1, "';' behind the declaration"));
}

static void test_constants(void)
{
    READS("char[sizeof(int) * 2 + 1]", TYPE_ARRAY, char[9]);
    READS("char[(char)257 + 1]", TYPE_ARRAY, char[2]);
    READS("char[-1 > 0u ? 2 : 3]", TYPE_ARRAY, char[2]);
    READS("char[0 ? 1 / 0 : 4]", TYPE_ARRAY, char[4]);
    READS("char[1 || 1 / 0]", TYPE_ARRAY, char[1]);
    READS("char[0x10 >> 2 | 1 << 3]", TYPE_ARRAY, char[12]);
    READS("char['a']", TYPE_ARRAY, char['a']);
    READS("char[~0u >> 28 ^ 1]", TYPE_ARRAY, char[14]);
    READS("char[-7 / 2 + 10]", TYPE_ARRAY, char[7]);
    READS("char[-7 % 4 + 10]", TYPE_ARRAY, char[7]);
    READS("enum {A = 3, B}; char[B]", TYPE_ARRAY, char[4]);
    READS("struct s {int a; char b[7];}; char[sizeof ((struct s *)0)->b]", TYPE_ARRAY, char[7]);
    READS("struct s {int a; char b[7];}; char[__builtin_offsetof(struct s, b[3])]", TYPE_ARRAY,
          char[7]);
    READS("struct s {int a; short b;}; char[(long)&((struct s *)0)->b]", TYPE_ARRAY, char[4]);
    UNIT("refuses a division by zero", refuses("int[1/0]", 4, 3, "division by zero"));
    UNIT("refuses an overflow", refuses("int[2147483647+1]", 4, 12, "overflows"));
    READS("char[(int)1.5]", TYPE_ARRAY, char[(int)1.5]);
    READS("char[(int)2.9f * 2 + (_Bool)0.25]", TYPE_ARRAY, char[5]);
    READS("char[(unsigned char)255.9L + (long)1e3 + (char)0x1.8p1]", TYPE_ARRAY, char[1258]);
    READS("char[(int)16777217.0f - 16777215]", TYPE_ARRAY, char[1]);
    UNIT("refuses a float that its cast cannot hold",
         refuses("int[(signed char)300.0]", 17, 5, "does not fit in the type"));
    UNIT("refuses a float above 64 bits", refuses("int[(long)1e30]", 10, 4, "above 64 bits"));
    UNIT("refuses a cast of a sum of floats", refuses("int[(int)(1.5)]", 10, 3, "not an integer"));
    UNIT("refuses a float", refuses("int[1.5]", 4, 3, "not an integer constant"));
    UNIT("refuses a number above 64 bits",
         refuses("int[99999999999999999999]", 4, 20, "above 64 bits"));
    UNIT("refuses an unknown constant", refuses("int[N]", 4, 1, "unknown constant 'N'"));
    UNIT("a true assertion passes",
         reads("_Static_assert(sizeof(int) == 4, \"i\"); int", TYPE_SCALAR, 4, 4));
    UNIT("a false assertion is an error",
         refuses("_Static_assert(1 > 2, \"why\"); int", 15, 5, "the assertion is false: \"why\""));
}

// What gcc does with each, in front of struct {char c; int n;}.
static bool packs(const char *pragmas, size_t size)
{
    char text[300];

    snprintf(text, sizeof text, "%s struct {char c; int n;}", pragmas);
    return reads(text, TYPE_STRUCT, size, size - 4 < 4 ? size - 4 : 4);
}

static void test_pragmas(void)
{
    UNIT("a push with a name", packs("#pragma pack(push, a, 2)\n", 6));
    UNIT("a push without a size", packs("#pragma pack(2)\n#pragma pack(push)\n", 6));
    UNIT("a push of a name alone", packs("#pragma pack(2)\n#pragma pack(push, a)\n", 6));
    UNIT("a pop takes the last push",
         packs("#pragma pack(push, a, 1)\n#pragma pack(push, b, 2)\n#pragma pack(pop)\n", 5));
    UNIT("a pop by name takes all behind it",
         packs("#pragma pack(push, a, 1)\n#pragma pack(push, b, 2)\n#pragma pack(pop, a)\n", 8));
    UNIT("no size is the machine's own", packs("#pragma pack(1)\n#pragma pack()\n", 8));
    UNIT("and so is 0", packs("#pragma pack(1)\n#pragma pack(0)\n", 8));
    UNIT("_Pragma of other things does nothing", packs("_Pragma(\"GCC diagnostic push\")", 8));
    UNIT("refuses sizes that are none",
         refuses("#pragma pack(3)\nint", 13, 1, "takes 1, 2, 4") &&
             refuses("#pragma pack(32)\nint", 13, 2, "takes 1") &&
             refuses("#pragma pack(push, 1.5)\nint", 19, 3, "not an integer constant"));
    UNIT("refuses words that are none",
         refuses("#pragma pack(x)\nint", 13, 1, "a number, push or pop expected"));
    UNIT("refuses a pop without its push",
         refuses("#pragma pack(pop)\nint", 13, 3, "without its push") &&
             refuses("#pragma pack(push, a, 2)\n#pragma pack(pop, b)\nint", 38, 3,
                     "without its push") &&
             refuses("#pragma pack(push, 2)\n#pragma pack(pop, b)\nint", 35, 3, "without its"));
    UNIT("refuses a pop of a number",
         refuses("#pragma pack(pop, 3)\nint", 18, 1, "a name that was pushed expected"));
    UNIT("refuses what has no brackets",
         refuses("#pragma pack 2\nint", 13, 1, "'(' behind #pragma pack expected") &&
             refuses("#pragma pack(push, 1 2)\nint", 21, 1, "')' behind #pragma pack") &&
             refuses("_Pragma \"pack(1)\" int", 8, 9, "'(' behind _Pragma expected") &&
             refuses("_Pragma(\"pack(1\") int", 15, 0, "')' behind #pragma pack"));
    UNIT("refuses a _Pragma without a string", refuses("_Pragma(1) int", 8, 1, "a string"));
    UNIT("refuses pragmas that change layouts in ways of their own",
         refuses("_Pragma(\"ms_struct on\") int", 9, 9, "not supported") &&
             refuses("_Pragma(\"scalar_storage_order big-endian\") int", 9, 20, "not supported"));
    char many[40 * 300] = "";
    for (int i = 0; i < 300; i++)
        strcat(many, "#pragma pack(push, 1)\n");
    strcat(many, "int");
    const struct type *type = read_type(many);
    UNIT("a bounded number of pushes",
         type == NULL && strstr(error.message, "#pragma pack(push) more than") != NULL);
}

static void test_records(void)
{
    READS(
        "struct {char c; int n;}", TYPE_STRUCT, struct {
            char c;
            int n;
        });
    UNIT("packed", reads("struct {char c; int n;} __attribute__((packed))", TYPE_STRUCT, 5, 1));
    UNIT("#pragma pack, in one line",
         reads("#pragma pack(2) struct {char c; int n;}", TYPE_STRUCT, 6, 2));
    UNIT("_Pragma",
         reads("_Pragma(\"pack(push, 1)\") struct {char c; int n;};", TYPE_STRUCT, 5, 1));
    UNIT("pop", reads("#pragma pack(push, 1)\n#pragma pack(pop)\nstruct {char c; int n;}",
                      TYPE_STRUCT, 8, 4));
    UNIT("a typedef's own alignment",
         reads("typedef int a __attribute__((aligned(16))); struct {char c; a x;}", TYPE_STRUCT, 32,
               16));
    UNIT("refuses packed where it does nothing",
         refuses("typedef struct {char c; int n;} S __attribute__((packed));", 49, 6,
                 "packed does nothing"));
    UNIT("refuses ms_struct", refuses("struct __attribute__((ms_struct)) {int a;}", 22, 9,
                                      "ms_struct is not supported"));
    UNIT("refuses a struct without a body", refuses("struct foo", 0, 10, "has no body here"));
    UNIT("and says what to do", hints("struct foo", types_hint));
    UNIT("refuses a member twice", refuses("struct {int a; int a;}", 19, 1, "named 'a'"));
    UNIT("refuses too many bits", refuses("struct {int x:33;}", 14, 2, "33 bits are more"));
    UNIT("refuses a record in itself", refuses("struct s {struct s x;}", 19, 1, "has no body"));
    UNIT("a pointer to itself",
         reads("struct s {struct s *next;}", TYPE_STRUCT, sizeof(void *), _Alignof(void *)));
    UNIT("a flexible array", reads("struct {short n; char text[];}", TYPE_STRUCT, 2, 2));
}

static void test_prototypes(void)
{
    const struct type *type = read_prototype("double pow(double x, double y);");

    UNIT("a prototype", type != NULL && type->kind == TYPE_FUNCTION &&
                            strcmp(type->name, "pow") == 0 && type->member_count == 2 &&
                            strcmp(type->members[1].name, "y") == 0 &&
                            type->target->scalar == SCALAR_F64);
    type_unref(type);
    type = read_prototype("extern int printf(const char *restrict, ...)");
    UNIT("a variadic one", type != NULL && type->variadic && type->member_count == 1);
    type_unref(type);
    type = read_prototype("int f(int n, double a[n][n + 1], char b[static 3], int (g)(void))");
    UNIT("parameters become pointers", type != NULL && type->member_count == 4 &&
                                           type->members[1].type->kind == TYPE_POINTER &&
                                           type->members[2].type->kind == TYPE_POINTER &&
                                           type->members[3].type->kind == TYPE_POINTER);
    type_unref(type);
    type = read_prototype("int f(void)");
    UNIT("void is no parameter", type != NULL && type->member_count == 0 && !type->unprototyped);
    type_unref(type);
    type = read_prototype("int f()");
    UNIT("nothing is no prototype", type != NULL && type->unprototyped);
    type_unref(type);
    type = read_prototype("void (*signal(int sig, void (*func)(int)))(int)");
    UNIT("a function that returns a pointer to one",
         type != NULL && strcmp(type->name, "signal") == 0 && type->member_count == 2 &&
             type->target->kind == TYPE_POINTER);
    type_unref(type);
    UNIT("const is kept behind pointers, as it was meant",
         prints("int f(const char *a, char const *b, char *const c, char *const *d, const char "
                "*const *e)",
                "int f(const char *a, const char *b, char *c, char *const *d, const char *const "
                "*e)") &&
             prints("const char *f(const int n, const void *p, int (*g)(const void *))",
                    "const char *f(int n, const void *p, int (*g)(const void *))") &&
             prints("void f(const int a[3], char *const b[], const int (*c)[3], volatile int *d)",
                    "void f(const int *a, char *const *b, const int (*c)[3], int *d)"));
    UNIT("a type is no prototype", read_prototype("int") == NULL);
}

static bool fails_fast(const char *before, const char *piece, size_t count)
{
    size_t n = strlen(piece);
    size_t length = strlen(before);
    char *text = malloc(length + n * count + 1);
    clock_t start = clock();

    strcpy(text, before);
    for (size_t i = 0; i < count; i++)
        memcpy(text + length + i * n, piece, n);
    text[length + n * count] = '\0';
    const struct type *type = read_type(text);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    free(text);
    double limit = 0.5 * unit_slowness();
    if (type != NULL || seconds > limit)
        printf("# %s…: %s, %.3f s\n", piece, type == NULL ? error.message : "reads", seconds);
    type_unref(type);
    return type == NULL && seconds < limit;
}

static void test_hostile(void)
{
    UNIT("100,000 (", fails_fast("int ", "(", 100000));
    UNIT("100,000 *", fails_fast("int ", "*", 100000));
    UNIT("100,000 [", fails_fast("int ", "[", 100000));
    UNIT("100,000 [1]", fails_fast("int ", "[1]", 100000));
    UNIT("100,000 ()", fails_fast("int ", "()", 100000));
    UNIT("100,000 (*", fails_fast("int ", "(*", 100000));
    UNIT("100,000 (int", fails_fast("int f", "(int", 100000));
    UNIT("100,000 (int a[", fails_fast("int f", "(int a[", 100000));
    UNIT("100,000 (int a[x(", fails_fast("int f", "(int a[x(", 100000));
    UNIT("100,000 struct {", fails_fast("", "struct {", 100000));
    UNIT("100,000 sizeof(", fails_fast("char[", "sizeof(", 100000));
    UNIT("100,000 sizeof(int[", fails_fast("int f(int a[", "sizeof(int[", 100000));
    UNIT("100,000 -", fails_fast("char[", "- ", 100000));
    UNIT("100,000 1?1:", fails_fast("char[", "1?1:", 100000));
    UNIT("100,000 __attribute__((", fails_fast("int ", "__attribute__((", 100000));
    UNIT("100,000 _Alignas(", fails_fast("", "_Alignas(", 100000));
    UNIT("100,000 _Atomic(", fails_fast("", "_Atomic(", 100000));
    UNIT("100,000 /*", fails_fast("int ", "/*", 100000));
    UNIT("100,000 typedefs of each other", fails_fast("typedef int t;", "typedef t *t;", 100000));
}

int main(void)
{
    test_basic_types();
    test_declarators();
    test_constants();
    test_pragmas();
    test_records();
    test_prototypes();
    test_hostile();
    return unit_end();
}
