#include "calls/classify.h"
#include "types/cdecl.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

#define VECTOR(n) " __attribute__((vector_size(" #n ")))"

static const struct type *type_of(const char *text)
{
    struct error error = {0};
    struct cursor cursor = cursor_of(text);
    const struct type *type = NULL;

    if (!c_type_read(&cursor, NULL, &type, &error))
        printf("# %s: %s\n", text, error.message);
    return type;
}

#if defined __x86_64__ && !defined __ILP32__
// The classes in letters: I integer, S vector, u the upper half of one, X x87 and x its upper half,
// C complex x87, - none; M memory.
static bool classes(const char *text, const char *expected)
{
    static const char letters[] = "-ISuXxC";
    const struct type *type = type_of(text);
    enum abi_class got[2];
    char words[16] = "M";

    if (type == NULL)
        return false;
    int n = abi_classify(type, got);
    for (int i = 0; i < n; i++)
        words[i] = i < 2 ? letters[got[i]] : '+';
    words[n > 0 ? n : 1] = '\0';
    type_unref(type);
    if (strcmp(words, expected) != 0)
        printf("# %s: %s, expected %s\n", text, words, expected);
    return strcmp(words, expected) == 0;
}

static void test_scalars(void)
{
    UNIT("integers and pointers", classes("char", "I") && classes("long", "I") &&
                                      classes("void *", "I") && classes("enum {A}", "I"));
    UNIT("floats", classes("float", "S") && classes("double", "S"));
    UNIT("complex numbers", classes("float _Complex", "S") && classes("double _Complex", "SS"));
    UNIT("wide integers", classes("__int128", "II"));
}

static void test_records(void)
{
    UNIT("members in one eightbyte",
         classes("struct {int a, b;}", "I") && classes("struct {float a, b;}", "S") &&
             classes("struct {float a; int b;}", "I") && classes("struct {char a[8];}", "I"));
    UNIT("members in two", classes("struct {long a; double b;}", "IS") &&
                               classes("struct {double a; long b;}", "SI") &&
                               classes("struct {float a[3];}", "SS") &&
                               classes("struct {float a, b; int c;}", "SI"));
    UNIT("more than two eightbytes", classes("struct {long a[3];}", "M") &&
                                         classes("struct {char a[17];}", "M") &&
                                         classes("struct {double a[4];}", "M"));
    UNIT("unions merge", classes("union {float f; int i;}", "I") &&
                             classes("union {double d; float f[4];}", "SS") &&
                             classes("union {double d; struct {int a, b, c;} s;}", "II"));
    UNIT("nesting", classes("struct {struct {float x; float y;} a; struct {int z;} b;}", "SI"));
    UNIT("flexible and empty arrays", classes("struct {int n; double v[];}", "I") &&
                                          classes("struct {double n; double v[0];}", "S"));
    UNIT("bit-fields", classes("struct {unsigned a : 3; float f;}", "I") &&
                           classes("struct {double d; int a : 3;}", "SI") &&
                           classes("struct {long : 64; double d;}", "IS"));
}

static void test_vectors(void)
{
    UNIT("eight bytes are a register's lower half",
         classes("float" VECTOR(8), "S") && classes("char" VECTOR(8), "S") &&
             classes("long long" VECTOR(8), "S") && classes("_Float16" VECTOR(4), "S") &&
             classes("struct {int" VECTOR(8) " v; int n;}", "SI"));
    UNIT("fewer integers are an integer", classes("char" VECTOR(4), "I") &&
                                              classes("short" VECTOR(2), "I") &&
                                              classes("struct {int n; char v" VECTOR(4) ";}", "I"));
    UNIT("one float lies in memory, as in gcc",
         classes("float" VECTOR(4), "M") && classes("struct {double v" VECTOR(8) ";}", "M"));
    UNIT("sixteen bytes are a whole register",
         classes("float" VECTOR(16), "Su") && classes("struct {int v" VECTOR(16) ";}", "Su") &&
             classes("union {double d; float v" VECTOR(16) ";}", "Su"));
    UNIT("unless others share it", classes("union {float f[4]; float v" VECTOR(16) ";}", "SS") &&
                                       classes("union {int i[4]; float v" VECTOR(16) ";}", "II"));
    UNIT("more are one of a wider machine, alone",
         classes("struct {float v" VECTOR(32) ";}", "Su++") &&
             classes("struct {struct {long v" VECTOR(64) ";} s[1];}", "Su++++++") &&
             classes("struct {float" VECTOR(16) " v[2];}", "M") &&
             classes("struct {float v" VECTOR(16) "; int n;}", "M"));
    UNIT("one that lies elsewhere than aligned puts all into memory",
         classes("struct __attribute__((packed)) {char c; int v" VECTOR(8) ";}", "M"));
}

static void test_traps(void)
{
    UNIT("unaligned members put all into memory",
         classes("struct __attribute__((packed)) {char c; int n;}", "M") &&
             classes("struct __attribute__((packed)) {int n; char c;}", "I") &&
             classes("struct __attribute__((packed)) {char c; char d[4];}", "I"));
    UNIT("a bit-field in a union is an integer as wide",
         classes("struct {char c; union {int m : 16;} __attribute__((packed)) u;}", "M") &&
             classes("struct {char c; union {int m : 8;} __attribute__((packed)) u;}", "I") &&
             classes("struct {char c[2]; union {int m : 9;} __attribute__((packed)) u;}", "I") &&
             classes("struct {char c[2]; union {int m : 17;} __attribute__((packed)) u;}", "M") &&
             classes("struct {char c; struct {int m : 16;} __attribute__((packed)) s;}", "I"));
    UNIT("padding by alignment has no class",
         classes("struct {int n __attribute__((aligned(16)));}", "I-") &&
             classes("struct {double n;} __attribute__((aligned(16)))", "S-"));
    if (scalar_long_double() == SCALAR_F80) {
        UNIT("long double and what holds it", classes("struct {long double v;}", "Xx") &&
                                                  classes("union {long double v; int i;}", "M") &&
                                                  classes("struct {long double v; int i;}", "M") &&
                                                  classes("struct {long double _Complex v;}", "M"));
    }
}

static ffi_type *argument(struct abi *abi, const char *text)
{
    struct error error = {0};
    const struct type *type = type_of(text);
    ffi_type *ffi = NULL;

    abi_type(abi, type, ABI_ARGUMENT, &ffi, &error);
    type_unref(type);
    return ffi;
}

// How many slots of a frame each of a list of arguments takes, in digits.
static bool slots(const char *result, const char *const *texts, const char *expected)
{
    struct abi abi = {0};
    struct abi_frame frame;
    struct error error = {0};
    char got[16] = "";
    unsigned char value[64] = {0};
    const struct type *type = type_of(result);

    bool good = abi_frame_open(&abi, &frame, type, 12, &error);
    type_unref(type);
    for (int i = 0; good && texts[i] != NULL; i++) {
        unsigned before = frame.count;

        type = type_of(texts[i]);
        good = abi_frame_add(&abi, &frame, type, value, &error);
        type_unref(type);
        got[i] = (char)('0' + frame.count - before);
    }
    abi_close(&abi);
    if (strcmp(got, expected) != 0)
        printf("# %s, expected %s\n", got, expected);
    return good && strcmp(got, expected) == 0;
}

static void test_frames(void)
{
    static const char pair[] = "struct {long a, b;}", mixed[] = "struct {long a; double b;}";

    UNIT("a record in registers is taken apart", slots("void", (const char *[]){pair, NULL}, "2"));
    UNIT("one that does not fit into those left is not, and leaves them",
         slots("void", (const char *[]){pair, pair, "int", pair, "int", mixed, NULL}, "221111"));
    UNIT("the address of a result in memory takes a register",
         slots("struct {long v[3];}", (const char *[]){pair, pair, pair, "int", NULL}, "2211"));
    UNIT("vector registers are counted on their own",
         slots("void",
               (const char *[]){"double _Complex", "double _Complex", "double _Complex", "double",
                                "double _Complex", "float", mixed, NULL},
               "2221111"));
    UNIT("an empty struct takes no room", slots("void", (const char *[]){"struct {}", NULL}, "0"));
}

static bool refuses(const char *text, enum abi_role role, const char *message)
{
    struct abi abi = {0};
    struct error error = {0};
    ffi_type *ffi = NULL;
    const struct type *type = type_of(text);
    bool good = !abi_type(&abi, type, role, &ffi, &error) && error.status == STATUS_USAGE &&
                strcmp(error.message, message) == 0;

    if (!good)
        printf("# %s: %s\n", text, error.message);
    type_unref(type);
    error_clear(&error);
    abi_close(&abi);
    return good;
}

static void test_whole_registers(void)
{
    UNIT("what takes a whole vector register is refused by what it is",
         refuses("float" VECTOR(16), ABI_ARGUMENT,
                 "a vector of 16 bytes cannot be passed by value") &&
             refuses("char" VECTOR(128), ABI_RESULT,
                     "a vector of 128 bytes cannot be passed by value") &&
             refuses("struct {struct {float v" VECTOR(32) ";} s;}", ABI_RESULT,
                     "a record with a vector of 32 bytes cannot be passed by value") &&
             refuses("union {double d; int v" VECTOR(16) ";}", ABI_ARGUMENT,
                     "a record with a vector of 16 bytes cannot be passed by value"));
    if (scalar_long_double() == SCALAR_F80)
        UNIT("and a _Float128 by its name",
             refuses("struct {_Float128 v;}", ABI_RESULT,
                     "a record with a _Float128 cannot be passed by value"));
}

static void test_refusals(void)
{
    struct abi abi = {0};
    struct error error = {0};
    ffi_type *ffi = NULL;
    const struct type *type = type_of("struct {long v[8];} __attribute__((aligned(64)))");

    UNIT("an alignment that the stack of a call does not have is refused",
         !abi_type(&abi, type, ABI_ARGUMENT, &ffi, &error) && error.status == STATUS_USAGE);
    error_clear(&error);
    UNIT("but not as a result", abi_type(&abi, type, ABI_RESULT, &ffi, &error));
    type_unref(type);
    type = type_of("struct {long double v;}");
    UNIT("a long double in a struct is returned as one",
         abi_type(&abi, type, ABI_RESULT, &ffi, &error) && ffi == &ffi_type_longdouble);
    type_unref(type);
    ffi = argument(&abi, "struct __attribute__((packed)) {char c; int n;}");
    UNIT("a packed struct has its true size", ffi != NULL && ffi->size == 5);
    abi_close(&abi);
}
#endif

static bool plain(const char *text, bool good, size_t size)
{
    struct abi abi = {0};
    struct error error = {0};
    const struct type *type = type_of(text);
    ffi_type *ffi = NULL;
    bool made = abi_plain_type(&abi, type, &ffi, &error);
    bool same = made == good && (made ? ffi->size == size : error.status == STATUS_USAGE);

    type_unref(type);
    abi_close(&abi);
    return same;
}

static void test_plain(void)
{
    UNIT("plain structs are described member by member",
         plain("struct {char c; int n;}", true, 8) &&
             plain("struct {struct {short s[3];} a[2]; double d;}", true, sizeof(struct {
                       struct {
                           short s[3];
                       } a[2];
                       double d;
                   })));
    UNIT("packed ones are refused",
         plain("struct __attribute__((packed)) {char c; int n;}", false, 0));
    UNIT("unions are refused", plain("union {int i; float f;}", false, 0) &&
                                   plain("struct {union {int i; float f;} u;}", false, 0));
    UNIT("vectors are refused",
         plain("float" VECTOR(8), false, 0) && plain("struct {float v" VECTOR(16) ";}", false, 0));
    UNIT("bit-fields are refused", plain("struct {int a : 3;}", false, 0));
    UNIT("huge arrays are refused in no time", plain("struct {char c[1000000000];}", false, 0));
    UNIT("arrays of nothing are nothing",
         plain("struct {int n; struct {} e[1000000000];}", true, sizeof(int)));
    UNIT("another byte order is refused", plain(">int", false, 0) || plain("<int", false, 0));
}

int main(void)
{
#if defined __x86_64__ && !defined __ILP32__
    test_scalars();
    test_records();
    test_vectors();
    test_traps();
    test_frames();
    test_whole_registers();
    test_refusals();
#endif
    test_plain();
    return unit_end();
}
