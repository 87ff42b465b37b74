#include "types/format.h"
#include "unit.h"

#include <string.h>

static struct error error;

// The type of a format, held; NULL and `error` where it is none.
static const struct type *read(const char *format)
{
    const struct type *type = NULL;
    struct cursor cursor = cursor_of(format);

    error_clear(&error);
    return format_read(&cursor, &type, &error) ? type : NULL;
}

static bool has_size(const char *format, uint64_t size)
{
    const struct type *type = read(format);
    bool answer = type != NULL && type->size == size;

    type_unref(type);
    return answer;
}

// True where the members of the format lie there; -1 ends the list.
static bool lies(const char *format, const int *offsets)
{
    const struct type *type = read(format);
    size_t n = 0;

    while (offsets[n] >= 0)
        n++;
    bool answer = type != NULL && type_is_record(type) && type->member_count == n;
    for (size_t i = 0; answer && i < n; i++)
        answer = type->members[i].offset == (uint64_t)offsets[i];
    type_unref(type);
    return answer;
}

#define LIES(format, ...) lies(format, (const int[]){__VA_ARGS__, -1})

static bool prints(const char *format, const char *expected)
{
    const struct type *type = read(format);
    struct sink sink;

    if (type == NULL)
        return false;
    sink_open(&sink, -1);
    type_format(&sink, type);
    bool answer = sink.used == strlen(expected) && memcmp(sink.text, expected, sink.used) == 0;
    if (!answer)
        printf("# %s prints %.*s\n", format, (int)sink.used, sink.text);
    sink_close(&sink);
    type_unref(type);
    return answer;
}

// True where the format is refused, with a caret under length bytes from start.
static bool refuses(const char *format, size_t start, size_t length)
{
    const struct type *type = read(format);
    bool answer = type == NULL && error.status == STATUS_USAGE && error.start == start &&
                  error.length == length;

    if (!answer)
        printf("# %s: %s at %zu:%zu\n", format, error.message, error.start, error.length);
    type_unref(type);
    return answer;
}

static bool is_member(const char *format, size_t index, const char *name, enum type_kind kind)
{
    const struct type *type = read(format);
    bool answer = type != NULL && index < type->member_count &&
                  strcmp(type->members[index].name, name) == 0 &&
                  type->members[index].type->kind == kind;

    type_unref(type);
    return answer;
}

static enum type_kind kind_of(const char *format)
{
    const struct type *type = read(format);
    enum type_kind kind = type == NULL ? TYPE_VOID : type->kind;

    type_unref(type);
    return kind;
}

static void test_struct(void)
{
    UNIT("a native item is aligned", LIES("bi", 0, 4) && has_size("bi", 8));
    UNIT("nothing is padded at the end", has_size("ib", 5));
    UNIT("a count of zero aligns",
         has_size("ib0i", 8) && has_size("b0q", _Alignof(struct { long long q; })));
    UNIT("a standard item is not aligned", LIES("<bi", 0, 1) && has_size("=bi", 5));
    UNIT("standard sizes hold behind a byte order", has_size("<l", 4) && has_size("!L", 4));
    UNIT("native sizes hold behind @ and ^",
         has_size("@l", sizeof(long)) && has_size("^l", sizeof(long)));
    UNIT("a caret aligns nothing", LIES("^bi", 0, 1));
    UNIT("s and p take their count as size", has_size("10s", 10) && kind_of("10p") == TYPE_PASCAL);
    UNIT("a text of no bytes is a text", kind_of("0s") == TYPE_ARRAY && has_size("0s", 0));
    UNIT("a count makes a record of items", LIES("3h", 0, 2, 4));
    UNIT("one item is that scalar", kind_of("i") == TYPE_SCALAR && kind_of("1i") == TYPE_SCALAR);
    UNIT("one item with padding is a record", LIES("xi", 4) && LIES("ix", 0));
    UNIT("padding alone is a record of nothing", has_size("4x", 4) && kind_of("4x") == TYPE_STRUCT);
    UNIT("blanks stand between items", LIES(" i\t h ", 0, 4) && LIES("< i h", 0, 4));
    UNIT("a blank behind a count is refused", refuses("2 h", 0, 1));
    UNIT("complex numbers of struct are read", has_size("F", 8) && has_size("D", 16));
}

static void test_pep(void)
{
    UNIT("names are kept", is_member("T{i:x:d:y:}", 1, "y", TYPE_SCALAR));
    UNIT("a lone record is itself", LIES("T{bi}", 0, 4));
    UNIT("a record is aligned by its items", LIES("bT{bi}", 0, 4));
    UNIT("a name makes a count an array", is_member("3i:x:", 0, "x", TYPE_ARRAY));
    UNIT("unnamed items count past the names given",
         is_member("i:f1:bh", 2, "f2", TYPE_SCALAR) && is_member("i:f1:bh", 1, "f0", TYPE_SCALAR));
    UNIT("a shape makes an array", has_size("(2,3)i", 24) && kind_of("(2, 3)i") == TYPE_ARRAY);
    UNIT("a prefix may stand on both sides of a shape",
         has_size("<(2)i", 8) && has_size("(2)<i", 8) && has_size("(2)(3)i", 24));
    UNIT("byte order changes on the way", LIES("T{B:a:=i:b:@i:c:}", 0, 1, 8));
    UNIT("a byte order outlives its braces", LIES("T{<i}bi", 0, 4, 5));
    UNIT("named padding is bytes", is_member("3x:a:", 0, "a", TYPE_ARRAY));
    UNIT("Z is a pointer but for complex numbers",
         kind_of("<Z") == TYPE_POINTER && kind_of("Zd") == TYPE_SCALAR);
    UNIT("X is a pointer to a function", kind_of("X{}") == TYPE_POINTER);
    UNIT("pointers point to items", kind_of("&T{i:a:&<d:b:}") == TYPE_POINTER);
    UNIT("u is two bytes and w four", has_size("u", 2) && has_size("3w", 12));
    UNIT("w with a count is one item", kind_of("3w") == TYPE_ARRAY);
    UNIT("padding behind an array of records as numpy writes it is in them",
         LIES("T{(2)T{i:x:B:y:}:n:xxxxxxB:z:}", 0, 16));
    UNIT("padding behind it with a count is not",
         LIES("T{(2)T{i:x:B:y:}:n:6xB:z:}", 0, 16) && has_size("T{(2)T{i:x:B:y:}:n:6x}", 16));
    UNIT("bits are packed", LIES("3t5tB", 0, 0, 1) && LIES("3t6t", 0, 0) && has_size("9t", 2));
    UNIT("no bits end the byte", LIES("3t0t5t", 0, 1));
    UNIT("a union holds all at its start", LIES("U{i:a:d:b:}", 0, 0) && has_size("U{ib8x}", 8));
    UNIT("machine types without a code have their short names", has_size("[i128]", 16));
}

static void test_print(void)
{
    UNIT("a scalar prints its code", prints("d", "d") && prints("<i", "<i") && prints("!H", ">H"));
    UNIT("a code prints as it was written", prints("l", "l") && prints("<l", "<l"));
    UNIT("a standard size of its own prints as another code",
         prints("=l", sizeof(long) == 4 ? "l" : "i"));
    UNIT("arrays print their shape", prints("<(2)(3)i", "(2,3)<i") && prints("(2)10s", "(2)10s"));
    UNIT("text prints its length", prints("(5)c", "5s") && prints(">3w", ">3w"));
    UNIT("a record prints as it was written",
         prints("ib0i", "ib0i") && prints("T{i:a:}", "T{i:a:}"));
    UNIT("a name prints what of it is printable", prints("i:aé\xc2\x9b"
                                                         "b:h:\xff:",
                                                         "T{i:aé__b:h:_:}"));
    UNIT("pointers print what they point to", prints("&<i", "&<i") && prints("<P", "<P"));
    UNIT("functions print their signature", prints("X{iz...->d}", "X{iz...->d}"));
}

static void test_refusals(void)
{
    UNIT("an empty format is refused", refuses("", 0, 0) && refuses("<", 0, 1));
    UNIT("an unknown code is refused", refuses("iy", 1, 1));
    UNIT("n has no standard size", refuses("<n", 1, 1));
    UNIT("a name twice is refused", refuses("i:a:b:bc:h:a:", 11, 1));
    UNIT("an open record is refused", refuses("T{i", 0, 3));
    UNIT("a brace too many is refused", refuses("i}", 1, 1));
    UNIT("an open name is refused", refuses("i:a", 1, 2));
    UNIT("an empty name is refused", refuses("i::", 1, 2));
    UNIT("a name without an item is refused", refuses(":a:", 0, 1));
    UNIT("a shape without an end is refused", refuses("(2", 2, 0));
    UNIT("an empty shape is refused", refuses("()i", 1, 1));
    UNIT("a count alone is refused", refuses("i3", 1, 1));
    UNIT("a billion items are refused at once", refuses("1000000000i", 0, 11));
    UNIT("a hundred million bytes of text are not", has_size("100000000s", 100000000));
    if (sizeof(size_t) == 8)
        UNIT("a size beyond memory is refused", refuses("(4611686018427387904,4)i", 0, 24));
    else
        UNIT("a size beyond memory is refused", refuses("(1073741824,4)i", 0, 15));
    UNIT("a number beyond 64 bits is refused", refuses("99999999999999999999i", 0, 20));
    UNIT("a control character in a name is refused", refuses("i:a\x1b:", 3, 1));
}

static bool refuses_deep(const char *open)
{
    static char text[200001];
    size_t n = strlen(open);

    for (size_t i = 0; i + n < sizeof text; i += n)
        memcpy(text + i, open, n);
    return read(text) == NULL && error.status == STATUS_USAGE;
}

int main(void)
{
    test_struct();
    test_pep();
    test_print();
    test_refusals();
    UNIT("a hundred thousand records in each other are refused", refuses_deep("T{"));
    UNIT("a hundred thousand pointers are refused", refuses_deep("&"));
    UNIT("a hundred thousand functions are refused", refuses_deep("X{"));
    UNIT("a hundred thousand shapes are refused", refuses_deep("("));
    return unit_end();
}
