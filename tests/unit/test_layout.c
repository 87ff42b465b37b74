#include "types/cdecl.h"
#include "types/holes.h"
#include "unit.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Layouts against this compiler's own, and what is said of their holes. tests/oracle/layouts.py
// compares thousands.

static struct error error;

static const struct type *read_type(const char *text)
{
    struct cursor cursor = cursor_of(text);
    const struct type *type = NULL;

    error_clear(&error);
    if (!c_type_read(&cursor, NULL, &type, &error))
        printf("# %s: %s\n", text, error.message);
    return type;
}

static bool has_size(const char *text, size_t size, size_t align)
{
    const struct type *type = read_type(text);
    bool good = type != NULL && type->size == size && type->align == align;

    if (type != NULL && !good)
        printf("# %s: size %llu align %llu\n", text, (unsigned long long)type->size,
               (unsigned long long)type->align);
    type_unref(type);
    return good;
}

static bool has_offset(const char *text, const char *name, size_t offset)
{
    const struct type *type = read_type(text);
    uint64_t found = 0;
    bool good =
        type != NULL && type_member(type, name, strlen(name), &found) != NULL && found == offset;

    type_unref(type);
    return good;
}

// The first bit of a bit-field, counted from the start of the type.
static bool has_bit(const char *text, const char *name, unsigned bit)
{
    const struct type *type = read_type(text);
    uint64_t offset = 0;
    const struct member *member =
        type == NULL ? NULL : type_member(type, name, strlen(name), &offset);
    bool good = member != NULL && member->type->kind == TYPE_BITS &&
                8 * offset + member->type->bit_offset == bit;

    if (member != NULL && !good)
        printf("# %s: %s is at bit %llu\n", text, name,
               (unsigned long long)(8 * offset + member->type->bit_offset));
    type_unref(type);
    return good;
}

// The same text for the compiler and for memtool.
#define SAME(...)                                                                                  \
    do {                                                                                           \
        typedef __VA_ARGS__ host;                                                                  \
        UNIT("as the compiler: " #__VA_ARGS__,                                                     \
             has_size(#__VA_ARGS__, sizeof(host), _Alignof(host)));                                \
    } while (0)

// clang-format off
static void test_records(void)
{
    SAME(struct {char c; int n; short s; double d;});
    SAME(struct {char c; long double x; char e;});
    SAME(struct {char a[3]; union {short s; char t[5];} u;});
    SAME(struct {});
    SAME(struct {char c; struct {} none; int n;});
    SAME(struct {char c; int n;} __attribute__((packed)));
    SAME(struct {char c; int n __attribute__((packed));});
    SAME(struct {char c; int n __attribute__((packed, aligned(2)));});
    SAME(struct {char c; short s __attribute__((aligned(8)));});
    SAME(struct {char c;} __attribute__((aligned(16))));
    SAME(struct {_Alignas(16) char c; _Alignas(long) char d;});
    SAME(union {char c[9]; long n;});
    SAME(union {int n:3; char c;} __attribute__((packed)));
    SAME(struct {_Complex float z; char c; _Bool b;});
    SAME(struct {char c; void (*f)(int); char d[];});
    SAME(struct {enum {A, B} e; enum {C = 1, D = 300} __attribute__((packed)) p;});
}

static void test_bits(void)
{
    SAME(struct {unsigned f:3, g:5;});
    SAME(struct {char c; unsigned f:25;});
    SAME(struct {unsigned f:30; unsigned g:3;});
    SAME(struct {char c; int :0; char d;});
    SAME(struct {char c; long :7; char d;});
    SAME(struct {short a:9; char b:4; long long d:40;});
    SAME(struct {char a:1; int b:31;} __attribute__((packed)));
    SAME(struct {char a:1; int b:31 __attribute__((packed));});
    SAME(struct {_Bool a:1, b:1; unsigned char c:7;});
    SAME(union {long long a:33; char b:2;});
    SAME(struct {int a:4; int :0; int b:4;} __attribute__((packed)));
    SAME(struct {long :0;});
    SAME(union {long long a:64 __attribute__((aligned(4))); char b;});
    SAME(struct {char b; long long a:64 __attribute__((aligned(4)));});
    UNIT("a bit-field that does not fit moves to the next unit",
         has_bit("struct {unsigned f:30; unsigned g:3;}", "g", 32));
    UNIT("packed, it does not", has_bit("struct {unsigned f:30; unsigned g:3;} __attribute__((packed))", "g", 30));
    UNIT("#pragma pack lets bit-fields cross units", has_bit("#pragma pack(1)\nstruct {unsigned f:30; unsigned g:3;}", "g", 30));
    UNIT("a type of 128 bits", has_bit("struct {char c; __int128 x:100;}", "x", 8));
}

static void test_pack(void)
{
    UNIT("pack(2)", has_size("#pragma pack(2)\nstruct {char c; int n; double d;}", 14, 2));
    UNIT("pack does not lower a struct's own aligned()",
         has_size("#pragma pack(1)\nstruct {char c; int n;} __attribute__((aligned(8)))", 8, 8));
    UNIT("pack lowers a member's aligned()",
         has_offset("#pragma pack(2)\nstruct {char c; int n __attribute__((aligned(8)));}", "n", 2));
    UNIT("a width of 0 ends the unit in spite of pack",
         has_offset("#pragma pack(1)\nstruct {char c; int :0; char d;}", "d", 4));
    UNIT("a typedef may lower alignment",
         has_offset("typedef int low __attribute__((aligned(1))); struct {char c; low n;}", "n", 1));
}
// clang-format on

// ---- holes

static bool holes_of(const char *text, struct holes *out)
{
    const struct type *type = read_type(text);
    bool good = type != NULL && holes_find(type, out, &error);

    type_unref(type);
    return good;
}

static const struct place *place_at(const struct holes *holes, size_t index)
{
    static const struct place none = {.name = "", .why = ""};

    return index < holes->count ? &holes->places[index] : &none;
}

static bool says(const struct place *place, uint64_t start, uint64_t bits, const char *why)
{
    return place->kind != PLACE_FIELD && place->start == start && place->bits == bits &&
           strcmp(place->why, why) == 0;
}

static bool pads(const char *text, uint64_t padding)
{
    struct holes holes;
    bool good = holes_of(text, &holes);

    if (!good)
        return false;
    good = holes.padding == padding;
    if (!good)
        printf("# %s: padding %llu\n", text, (unsigned long long)holes.padding);
    holes_close(&holes);
    return good;
}

static bool shrinks_to(const char *text, uint64_t size)
{
    struct holes holes;
    bool good = holes_of(text, &holes);

    if (!good)
        return false;
    good = (holes.better == NULL ? 0 : holes.better->size) == size;
    if (!good)
        printf("# %s: %llu\n", text,
               (unsigned long long)(holes.better == NULL ? 0 : holes.better->size));
    holes_close(&holes);
    return good;
}

// The example of the manual, where double is aligned to 8.
static void test_example(void)
{
    struct holes holes;

    if (!holes_of("struct {char tag; int n; short s[3]; double d; unsigned f:3, g:5;}", &holes)) {
        UNIT("holes are found", false);
        return;
    }
    UNIT("every part is there", holes.count == 9);
    UNIT("a hole names who needs it", says(place_at(&holes, 1), 8, 24, "int needs align 4"));
    UNIT("an array needs what its elements need",
         says(place_at(&holes, 4), 14 * 8, 16, "double needs align 8"));
    UNIT("bit-fields have bits", place_at(&holes, 7)->start == 24 * 8 + 3);
    UNIT("the end is the rest of a unit and what rounds up",
         says(place_at(&holes, 8), 25 * 8, 56,
              "24 bits left of unsigned int, and 4 bytes: the size is a multiple of 8"));
    UNIT("padding is the bytes without a field", holes.padding == 12);
    UNIT("a better order saves 8", holes.better != NULL && holes.better->size == 24);
    holes_close(&holes);
}

static void test_holes(void)
{
    struct holes holes;

    if (type_native(SCALAR_F64)->align == 8)
        test_example();
    if (holes_of("struct {int a; struct {char b; union {short c; char d;};} e;}", &holes)) {
        UNIT("nested names have dots, anonymous members none of their own",
             strcmp(place_at(&holes, 1)->name, "e.b") == 0 &&
                 strcmp(place_at(&holes, 3)->name, "e.c") == 0 &&
                 strcmp(place_at(&holes, 4)->name, "e.d") == 0);
        holes_close(&holes);
    }
    UNIT("no holes, no padding", pads("struct {int a; int b;}", 0));
    UNIT("padding of array elements counts", pads("struct {struct {char c; int n;} a[3];}", 9));
    UNIT("what another member of a union uses is no padding",
         pads("union {struct {char c; int n;} s; char all[8];}", 0));
    UNIT("packed structs have none", pads("struct {char c; int n;} __attribute__((packed))", 0));
}

static void test_order(void)
{
    UNIT("nothing to gain", shrinks_to("struct {int a; char b;}", 0));
    UNIT("a char between two ints", shrinks_to("struct {char a; int b; char c;}", 8));
    UNIT("packed is on purpose",
         shrinks_to("struct {char a; int b; char c;} __attribute__((packed, aligned(8)))", 0));
    UNIT("aligned is on purpose",
         shrinks_to("struct {char a; char b __attribute__((aligned(8))); char c;}", 0));
    UNIT("a flexible array stays last", shrinks_to("struct {char a; int b; char c; char d[];}", 8));
    UNIT("bit-fields apart come together",
         shrinks_to("struct {unsigned a:1; int b; unsigned c:1; int d;}", 12));
    UNIT("a union has no order", shrinks_to("union {char a; int b;}", 0));
}

static bool is_slow(const char *text)
{
    struct holes holes;

    if (!holes_of(text, &holes))
        return error.status == STATUS_USAGE;
    holes_close(&holes);
    return false;
}

int main(void)
{
    char text[8192];
    size_t used;

    test_records();
    test_bits();
    test_pack();
    test_holes();
    test_order();
    used = (size_t)snprintf(text, sizeof text, "struct s0 {char c; int n;};");
    for (int i = 1; i < 40; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "struct s%d {struct s%d a, b[1];};", i, i - 1);
    UNIT("what doubles at every level is an error in time", is_slow(text));
    return unit_end();
}
