#include "types/format.h"
#include "types/type.h"
#include "unit.h"

#include <string.h>

static struct error error;

static const struct type *read(const char *format)
{
    const struct type *type = NULL;
    struct cursor cursor = cursor_of(format);

    return format_read(&cursor, &type, &error) ? type : NULL;
}

static bool same(const char *a, const char *b)
{
    const struct type *left = read(a), *right = read(b);
    bool answer = left != NULL && right != NULL &&
                  type_same(left, right) == type_same(right, left) && type_same(left, right);

    type_unref(left);
    type_unref(right);
    return answer;
}

static bool prints_c(const struct type *type, const char *name, const char *expected)
{
    struct sink sink;

    sink_open(&sink, -1);
    type_c(&sink, type, name, true);
    bool answer = sink.used == strlen(expected) && memcmp(sink.text, expected, sink.used) == 0;
    if (!answer)
        printf("# prints %.*s\n", (int)sink.used, sink.text);
    sink_close(&sink);
    return answer;
}

static bool is_c(const char *format, const char *expected)
{
    const struct type *type = read(format);
    bool answer = type != NULL && prints_c(type, NULL, expected);

    type_unref(type);
    return answer;
}

static bool is_short(const struct type *type, const char *expected)
{
    struct sink sink;

    sink_open(&sink, -1);
    type_short(&sink, type);
    bool answer = sink.used == strlen(expected) && memcmp(sink.text, expected, sink.used) == 0;
    sink_close(&sink);
    return answer;
}

static void test_same(void)
{
    UNIT("a code is the machine type that it stands for", same("l", sizeof(long) == 8 ? "q" : "i"));
    UNIT("bytes are u8", type_same(type_bytes(), type_native(SCALAR_U8)));
    UNIT("char is no integer", !same("c", "b") && !same("c", "B"));
    UNIT("signed is not unsigned", !same("h", "H"));
    UNIT("byte orders differ", !same("<i", ">i"));
    UNIT("one byte has no order", same("<B", ">B"));
    UNIT("names do not count", same("T{i:a:}", "T{i:b:}"));
    UNIT("offsets count", !same("T{b:a:i:b:}", "T{b:a:=i:b:}"));
    UNIT("padding at the end counts", !same("ib", "ibx"));
    UNIT("pointers are alike", same("&i", "P") && same("&T{d}", "X{}"));
    UNIT("a record of one is no scalar", !same("T{i}", "i"));
    UNIT("a union is no struct", !same("U{i}", "T{i}"));
    UNIT("text is an array of char", same("4s", "(4)c") && !same("4s", "4p"));
    UNIT("bits are the same in any unsigned type", same("3t:a:", "3t{I}:a:"));
    UNIT("signed bits are not unsigned ones", !same("3t:a:", "3t{i}:a:"));
}

// Only what C has bit-fields of, whatever debug information says.
static bool takes_bits(struct type_pool *pool, enum scalar scalar, unsigned bits)
{
    const struct type *declared = type_scalar(pool, scalar, ORDER_NATIVE, &error);
    const struct type *type = declared ? type_bits(pool, declared, 0, bits, &error) : NULL;

    error = (struct error){0};
    return type != NULL;
}

static const struct type *with_anonymous(struct type_pool *pool)
{
    struct member *inner = pool_array(pool, 2, sizeof *inner, &error);
    struct member *outer = pool_array(pool, 2, sizeof *outer, &error);

    inner[0] = (struct member){.name = "x", .type = type_native(SCALAR_I32)};
    inner[1] = (struct member){.name = "y", .type = type_native(SCALAR_I32), .offset = 4};
    outer[0] = (struct member){.name = "tag", .type = type_native(SCALAR_U8)};
    outer[1] = (struct member){
        .type = type_record_at(pool, TYPE_STRUCT, NULL, inner, 2, 8, 4, &error), .offset = 4};
    return type_record_at(pool, TYPE_STRUCT, "point", outer, 2, 12, 4, &error);
}

static void test_members(void)
{
    struct type_pool *pool = pool_new(&error);
    const struct type *type = with_anonymous(pool);
    uint64_t offset = 0;

    UNIT("integers, characters and bool have bit-fields", takes_bits(pool, SCALAR_U32, 3) &&
                                                              takes_bits(pool, SCALAR_CHAR, 8) &&
                                                              takes_bits(pool, SCALAR_BOOL, 1));
    UNIT("nothing else has, and none is wider than its type",
         !takes_bits(pool, SCALAR_F64, 3) && !takes_bits(pool, SCALAR_F16, 3) &&
             !takes_bits(pool, SCALAR_U32, 33));
    UNIT("a member is found", type_member(type, "tag", 3, &offset) != NULL && offset == 0);
    UNIT("a member is found through an anonymous one",
         type_member(type, "y", 1, &offset) != NULL && offset == 8);
    UNIT("a name must match whole", type_member(type, "ta", 2, &offset) == NULL);
    UNIT("an anonymous member is declared as one",
         prints_c(type, NULL, "struct point {uint8_t tag; struct {int32_t x; int32_t y;};}"));
    struct member out = {.name = "x", .type = type_native(SCALAR_I64), .offset = 1};
    UNIT("a member outside of its record is refused",
         type_record_at(pool, TYPE_STRUCT, NULL, &out, 1, 8, 8, &error) == NULL);
    error_clear(&error);
    pool_unref(pool);
}

static void test_order(void)
{
    struct type_pool *pool = pool_new(&error);
    const struct type *type = read("T{B:a:(2)T{h:b:}:c:3t:d:&i:p:}");
    const struct type *big = type_reorder(pool, type, ORDER_BIG, &error);

    UNIT("a new order reaches every scalar",
         big != NULL && big->members[1].type->target->members[0].type->order == ORDER_BIG &&
             big->members[2].type->order == ORDER_BIG && big->members[3].type->order == ORDER_BIG);
    UNIT("what pointers point to keeps its order",
         big->members[3].type->target->order == ORDER_NATIVE);
    UNIT("offsets stay", big->size == type->size && big->members[1].offset == 2);
    UNIT("the same order is the same type", type_reorder(pool, big, ORDER_BIG, &error) == big);
    UNIT("a pool keeps what its types point into", (type_unref(type), big->member_count == 4));
    pool_unref(pool);
}

static void test_c(void)
{
    UNIT("codes are C's own types", is_c("l", "long") && is_c("Q", "unsigned long long") &&
                                        is_c("b", "signed char") && is_c("P", "void *"));
    UNIT("other sizes have other names", is_c("=l", sizeof(long) == 8 ? "int32_t" : "long") &&
                                             is_c("<l", sizeof(long) == 8 ? "<int32_t" : "<long"));
    UNIT("arrays stand behind", is_c("(2,3)i", "int[2][3]") && is_c("10s", "char[10]"));
    UNIT("brackets part pointers and arrays",
         is_c("&(3)i", "int (*)[3]") && is_c("(3)&i", "int *[3]"));
    UNIT("functions stand around",
         is_c("X{ii->d}", "double (*)(int, int)") && is_c("(2)X{->}", "void (*[2])(void)"));
    UNIT("a record as C lays it out needs nothing",
         is_c("T{b:a:i:b:d:c:}", "struct {signed char a; int b; double c;}"));
    UNIT("another layout is packed",
         is_c("T{b:a:=i:b:}", "struct __attribute__((packed)) {signed char a; int b;}"));
    UNIT("a gap is a member", is_c("xi", "struct {char pad0[4]; int f0;}"));
    UNIT("padding has a name of its own",
         is_c("T{i:pad0:4xi:b:}", "struct {int pad0; char pad1[4]; int b;}"));
    UNIT("more alignment is an attribute",
         is_c("b0i", "struct __attribute__((aligned(4))) {signed char f0;}"));
    UNIT("bit-fields are declared", is_c("T{3t:a:5t:b:}", "struct {uint8_t a:3; uint8_t b:5;}"));
    UNIT("names become identifiers", is_c("i:a b:", "struct {int a_b;}") &&
                                         is_c("i:for:", "struct {int for_;}") &&
                                         is_c("i:1:", "struct {int _1;}"));
    UNIT("a byte order of all stands in front",
         is_c(">T{H:a:I:b:}",
              ">struct __attribute__((packed)) {unsigned short a; unsigned int b;}"));
    UNIT("bytes are bytes",
         prints_c(type_bytes(), NULL, "bytes") && is_short(type_bytes(), "bytes"));
    UNIT("a name is declared", prints_c(type_native(SCALAR_F64), "x", "double x"));
}

// A struct that holds two of the struct below it, that deep: 2 to the power of depth leaves.
static const struct type *doubled(struct type_pool *pool, const struct type *leaf, int depth)
{
    const struct type *type = leaf;

    for (int i = 0; i < depth && type != NULL; i++) {
        struct member *members = pool_array(pool, 2, sizeof *members, &error);

        members[0] = (struct member){.name = "a", .type = type};
        members[1] = (struct member){.name = "b", .type = type, .offset = type->size};
        type = type_record_at(pool, TYPE_STRUCT, NULL, members, 2, 2 * type->size, 1, &error);
    }
    return type;
}

static void test_shared(void)
{
    struct type_pool *pool = pool_new(&error);
    const struct type *leaf = type_native(SCALAR_U16);
    const int most = sizeof(size_t) == 8 ? 50 : 28; // as deep as memory allows
    const struct type *a = doubled(pool, leaf, most), *b = doubled(pool, leaf, most);
    struct sink sink;

    UNIT("shared records are compared once", a != NULL && type_same(a, b));
    UNIT("shared records are reordered once", type_reorder(pool, a, ORDER_BIG, &error) != NULL);
    UNIT("too many sizes are refused", doubled(pool, leaf, 64) == NULL);
    error_clear(&error);
    sink_open(&sink, -1);
    type_format(&sink, doubled(pool, leaf, 24));
    UNIT("what is printed of them ends", sink.used < 100 * 1000 * 1000);
    sink_close(&sink);
    const struct type *deep = leaf;
    for (int i = 0; i < 1000 && deep != NULL; i++)
        deep = type_pointer(pool, deep, ORDER_NATIVE, &error);
    UNIT("types are nested only so deep", deep == NULL && error.status == STATUS_USAGE);
    error_clear(&error);
    pool_unref(pool);
}

int main(void)
{
    test_same();
    test_members();
    test_order();
    test_c();
    test_shared();
    UNIT("nothing failed on the way", error.status == STATUS_OK);
    return unit_end();
}
