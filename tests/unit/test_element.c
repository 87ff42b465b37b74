// Elements: printed in every notation, read from every spelling.
#include "types.h"
#include "unit.h"
#include "views/literal.h"

#include <stdlib.h>
#include <string.h>

// One element's text; valid until the next call.
static const char *print_as(enum notation notation, unsigned radix, const char *type_text,
                            const void *bytes)
{
    static char text[4096];
    const struct style style = {.notation = notation, .radix = radix};
    const struct type *type = type_of(type_text);
    struct sink sink;

    sink_open(&sink, -1);
    if (type != NULL)
        element_print(&sink, type, bytes, &style);
    snprintf(text, sizeof text, "%.*s", (int)sink.used, sink.used ? sink.text : "");
    sink_close(&sink);
    type_unref(type);
    return text;
}

static bool prints(enum notation notation, const char *type, const void *bytes,
                   const char *expected)
{
    const char *text = print_as(notation, 10, type, bytes);

    if (strcmp(text, expected) == 0)
        return true;
    printf("# got %s\n", text);
    return false;
}

static bool values(const char *type, const void *bytes, const char *expected)
{
    return prints(NOTATION_VALUES, type, bytes, expected);
}

static bool list(const char *type, const void *bytes, const char *expected)
{
    return prints(NOTATION_LIST, type, bytes, expected);
}

static bool json(const char *type, const void *bytes, const char *expected)
{
    return prints(NOTATION_JSON, type, bytes, expected);
}

// The bytes in hex that the text's values make, or the error's message behind a `!`.
static const char *read_as(const char *type_text, const char *text)
{
    static char out[1024];
    const struct type *type = type_of(type_text);
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    struct bytes bytes = {0};
    uint64_t count;
    size_t n = 0;

    out[0] = '\0';
    if (type != NULL && !literal_read(&cursor, type, NULL, &bytes, &count, &error))
        snprintf(out, sizeof out, "!%s", error.message);
    for (size_t i = 0; i < bytes.used && n + 3 < sizeof out; i++)
        n += (size_t)sprintf(out + n, "%02x", bytes.bytes[i]);
    free(bytes.bytes);
    type_unref(type);
    return out;
}

static bool reads(const char *type, const char *text, const char *expected)
{
    const char *out = read_as(type, text);

    if (strcmp(out, expected) == 0)
        return true;
    printf("# got %s\n", out);
    return false;
}

static void test_numbers(void)
{
    UNIT("integers are decimal", values("i16le", "\xfe\xff", "-2"));
    UNIT("a big-endian integer is read the other way round", values("u32be", "\0\0\1\2", "258"));
    UNIT("128 bits are printed whole",
         values("u128le", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
                "340282366920938463463374607431768211455"));
    UNIT("--radix 16 writes 0x behind the minus",
         strcmp(print_as(NOTATION_VALUES, 16, "i8", "\xf0"), "-0x10") == 0);
    UNIT("--radix counts in lists", strcmp(print_as(NOTATION_LIST, 2, "u8", "\5"), "0b101") == 0);
    UNIT("--radix does not count in JSON",
         strcmp(print_as(NOTATION_JSON, 16, "u8", "\x10"), "16") == 0);
    UNIT("bools are true and false", values("bool", "\2", "true") && values("bool", "\0", "false"));
    UNIT("bools in lists are Python's", list("bool", "\1", "True"));
    UNIT("a pointer is hexadecimal", values("<P", "\x10\0\0\0\0\0\0\0", "0x10"));
    UNIT("a pointer in a list is the integer that Python gives",
         list("<P", "\x10\0\0\0\0\0\0\0", "16"));
    UNIT("an f32 prints its own shortest decimal", values("f32le", "\xcd\xcc\xcc\x3d", "0.1"));
    UNIT("an f32 in a list is widened first",
         list("f32le", "\xcd\xcc\xcc\x3d", "0.10000000149011612"));
    UNIT("a bf16 in a list is widened too", list("bf16le", "\xcd\x3d", "0.10009765625"));
    UNIT("nan in JSON is a string", json("f64be", "\x7f\xf8\0\0\0\0\0\0", "\"nan\""));
    UNIT("-inf in JSON is a string", json("f64be", "\xff\xf0\0\0\0\0\0\0", "\"-inf\""));
    UNIT("a complex is Python's repr", values("<Zf", "\0\0\x80\x3f\0\0\0\xc0", "(1-2j)") &&
                                           list("<Zf", "\0\0\0\0\0\0\0\x40", "2j"));
    UNIT("a complex in JSON is a pair", json("<Zf", "\0\0\x80\x3f\0\0\0\xc0", "[1.0, -2.0]"));
}

static void test_text(void)
{
    UNIT("char[] is bare text without trailing NULs", values("8s", "ab\tc\0\0\0", "ab\\tc"));
    UNIT("a list keeps the NULs", list("4s", "ab\0", "b'ab\\x00\\x00'"));
    UNIT("JSON drops them", json("4s", "a\"\xe9\0", "\"a\\\"\\u00e9\""));
    UNIT("a pascal string has as many bytes as it says", values("5p", "\2abc", "ab") &&
                                                             list("5p", "\2abc", "b'ab'") &&
                                                             list("3p",
                                                                  "\xff"
                                                                  "abc",
                                                                  "b'ab'"));
    UNIT("a character is itself", values("c", "a", "a") && values("c", "\n", "\\n"));
    UNIT("a character in a list is bytes", list("c", "'", "b\"'\""));
    UNIT("text inside a record is quoted",
         values("<T{4s:s:c:c:}", "a\"b\0'", "{.s = \"a\\\"b\", .c = '\\''}"));
    UNIT("wide characters are text",
         values("<w", "\xe9\0\0\0", "é") && list("<3w", "h\0\0\0i\0\0\0\0\0\0", "'hi'"));
    UNIT("a surrogate pair is one character", values(">char16_t[2]", "\xd8\x3d\xde\0", "😀"));
    UNIT("a lone surrogate is escaped", values(">char16_t", "\xd8\x3d", "\\ud83d"));
}

static void test_records(void)
{
    UNIT("a record has its fields' names",
         values("<T{c:c:xH:n:}", "a\0\2\1", "{.c = 'a', .n = 258}"));
    UNIT("a record in a list is a tuple", list("<HB", "\1\0\2", "(1, 2)"));
    UNIT("a tuple of one has its comma", list("<T{H:a:}", "\1\0", "(1,)"));
    UNIT("a record in JSON is an object",
         json("<T{H:a:?:b:}", "\1\0\1", "{\"a\": 1, \"b\": true}"));
    UNIT("arrays in records are in braces",
         values("<T{(2,2)B:m:}", "\1\2\3\4", "{.m = {{1, 2}, {3, 4}}}"));
    UNIT("arrays in lists are in brackets",
         list("<T{(2,2)B:m:}", "\1\2\3\4", "([[1, 2], [3, 4]],)"));
}

static void test_reading(void)
{
    UNIT("integers are read in every base", reads("u8", "1,0x10 0o10,0b11 'a'", "0110080361"));
    UNIT("leading zeros are decimal, + is a sign", reads("i8", "010 +5 -1", "0a05ff"));
    UNIT("300 does not fit in u8", reads("u8", "300", "!300 does not fit in u8 (0..255)"));
    UNIT("what 128 bits do not hold fits in no type",
         reads("u128", "0x100000000000000000000000000000000",
               "!0x100000000000000000000000000000000 does not fit in u128 "
               "(0..340282366920938463463374607431768211455)") &&
             reads("i128", "-0x100000000000000000000000000000000",
                   "!-0x100000000000000000000000000000000 does not fit in i128 "
                   "(-170141183460469231731687303715884105728.."
                   "170141183460469231731687303715884105727)") &&
             reads("u8", "0x1000000000000000000000000000000000000000000000000000000000000000000000",
                   "!0x1000000000000000000000000000000000000000000000000000000000… "
                   "does not fit in u8 (0..255)"));
    UNIT("-129 does not fit in i8", reads("i8", "-129", "!-129 does not fit in i8 (-128..127)"));
    UNIT("1.5 is not an integer", reads("i32", "1.5", "!1.5 is not an integer"));
    UNIT("1e3 is not an integer", reads("i32", "1e3", "!1e3 is not an integer"));
    UNIT("12abc is not an integer", reads("i32", "12abc", "!12abc is not an integer"));
    UNIT("two commas leave a value out", reads("u8", "1,,2", "!a value is missing"));
    UNIT("a comma may end a list", reads("u8", "1,2,", "0102"));
    UNIT("no text is no values", reads("u8", "  ", ""));
    UNIT("Python's brackets are passed", reads("u8", "[[1, 2], [3]]", "010203"));
    UNIT("brackets must match", reads("u8", "[1, 2", "!] is missing"));
    UNIT("bools are words or 0 and 1", reads("bool", "true False 0,1", "01000001"));
    UNIT("2 is no bool", reads("bool", "2", "!2 does not fit in bool (0..1)"));
    UNIT("floats are stored in the type's order", reads("f32be", "1.5 -inf", "3fc00000ff800000"));
    UNIT("a word is no float", reads("d", "1.5x", "!1.5x is not a number"));
    UNIT("complex numbers are read with and without parentheses", reads(">Zf", "1+2j (1-2j) 2j 1",
                                                                        "3f800000"
                                                                        "40000000"
                                                                        "3f800000"
                                                                        "c0000000"
                                                                        "00000000"
                                                                        "40000000"
                                                                        "3f800000"
                                                                        "00000000"));
    UNIT("a character is bare, quoted, escaped or a number",
         reads("c", "a 'b' \\n 10", "61620a0a"));
    UNIT("two characters are not one", reads("c", "ab", "!ab is not one byte"));
    UNIT("a character may be 255 or -1", reads("c", "255 -1", "ffff"));
    UNIT("text ends at a comma or blank", reads("2s", "ab,c \"d,\"", "61626300642c"));
    UNIT("text that is too long is an error",
         reads("2s", "abc", "!text of 3 bytes does not fit in 2"));
    UNIT("a pascal string counts its bytes", reads("4p", "ab", "02616200"));
    UNIT("wide text is read from UTF-8", reads("<2w", "é", "e900000000000000"));
    UNIT("an address, NULL",
         reads("<P", "0x10 NULL",
               sizeof(void *) == 8 ? "10000000000000000000000000000000" : "1000000000000000"));
    UNIT("a word is no address", reads("P", "main", "!main is not an address"));
    UNIT("labels need a session", reads("P", "@x", "!no labels are known here"));
}

static void test_braces(void)
{
    const char *pair = "<T{B:a:T{B:x:(2)B:y:}:b:B:c:}";

    UNIT("braces make records", reads(pair, "{1, {2, {3, 4}}, 5}", "0102030405"));
    UNIT("inner braces may be left out", reads(pair, "{1, 2, 3, 4, 5}", "0102030405"));
    UNIT("all braces may be left out", reads(pair, "1 2 3 4 5 6 7 8 9 10", "0102030405060708090a"));
    UNIT("what is not given is zero", reads(pair, "{1, {2}}", "0102000000"));
    UNIT("a flat list must fill the last record",
         reads(pair, "1 2 3", "!the values do not fill the last record"));
    UNIT("fields are named", reads(pair, "{.c = 5, .b = {.y = {3}}, .a=1}", "0100030005"));
    UNIT("designators reach inside", reads(pair, "{.b.y[1] = 4, 9}", "0000000409"));
    UNIT("a value behind a designator is the next field's",
         reads(pair, "{.b.x = 2, 3}", "0002030000"));
    UNIT("a comma may end braces", reads(pair, "{1,}", "0100000000"));
    UNIT("{} is zeroes", reads(pair, "{}", "0000000000"));
    UNIT("too many values are an error",
         reads(pair, "{1,2,3,4,5,6}", "!too many values in braces"));
    UNIT("an open brace is an error", reads(pair, "{1,2", "!} is missing"));
    UNIT("an unknown field is an error", reads(pair, "{.z = 1}", "!no such field"));
    UNIT("an index must lie in its array",
         reads(pair, "{.b.y[2] = 1}", "!the array has 2 elements"));
    UNIT("a scalar may stand in braces", reads("u8", "{5}", "05"));
    UNIT("padding takes no value, but braces",
         reads("4x", "1", "!the type has nothing that takes a value") &&
             reads("2x", "{} {}", "00000000"));
    UNIT("records follow one another", reads("<BH", "{1, 2}, {3, 4}", "010200030400"));
    UNIT("arrays of characters take braces",
         reads("<T{3s:s:}", "{{'a', 'b'}} {\"cd\"} {{\"e\"}}", "616200636400650000"));
}

// A struct for the compiler and as text.
#define BOTH(name, ...)                                                                            \
    static const char name##_text[] = #__VA_ARGS__;                                                \
    typedef __VA_ARGS__ name

BOTH(
    fields, struct {
        unsigned a : 3;
        int b : 7;
        unsigned long long c : 33, d : 31;
        _Bool e : 1;
        signed char f : 5;
        unsigned g : 32;
        long long h : 64;
        unsigned i : 1;
    });
BOTH(
    packed, struct {
        unsigned a : 3;
        int b : 7;
        unsigned long long c : 63;
        long long d : 64;
        short e;
        unsigned char f : 4;
    } __attribute__((packed)));

// Stores a value in a field by memtool; the neighbours hold noise.
static bool set_field(const char *text, const char *name, void *bytes, int64_t value)
{
    const struct type *type = type_of(text);
    struct error error = {0};
    uint64_t offset;
    const struct member *member = type_member(type, name, strlen(name), &offset);
    struct integer back;
    bool good = element_set_integer(member->type, (unsigned char *)bytes + offset,
                                    integer_of_i64(value), span_of("1"), &error) &&
                element_integer(member->type, (unsigned char *)bytes + offset, &back) &&
                integer_compare(back, integer_of_i64(value)) == 0;

    type_unref(type);
    return good;
}

#define SAME_FIELD(type, field, value)                                                             \
    do {                                                                                           \
        type mine, compiled;                                                                       \
        memset(&mine, 0xa5, sizeof mine);                                                          \
        memset(&compiled, 0xa5, sizeof compiled);                                                  \
        compiled.field = (value);                                                                  \
        UNIT("a bit-field is written as the compiler writes it",                                   \
             set_field(type##_text, #field, &mine, (value)) &&                                     \
                 memcmp(&mine, &compiled, sizeof mine) == 0);                                      \
    } while (0)

static void test_bits(void)
{
    SAME_FIELD(fields, a, 5);
    SAME_FIELD(fields, b, -64);
    SAME_FIELD(fields, c, 0x1fffffffe);
    SAME_FIELD(fields, d, 0x12345678);
    SAME_FIELD(fields, e, 1);
    SAME_FIELD(fields, f, -1);
    SAME_FIELD(fields, g, 0xdeadbeef);
    SAME_FIELD(fields, h, INT64_MIN);
    SAME_FIELD(fields, i, 0);
    SAME_FIELD(packed, a, 2);
    SAME_FIELD(packed, b, 63);
    SAME_FIELD(packed, c, 0x123456789abcdef0);
    SAME_FIELD(packed, d, -2);
    SAME_FIELD(packed, e, -1);
    SAME_FIELD(packed, f, 9);
    UNIT("bit-fields print as numbers, by name and as bools",
         values("<struct {enum {RED, BLUE} c:2; _Bool b:1; int n:4;}", "\x7d\0\0\0",
                "{.c = BLUE, .b = true, .n = -1}"));
    UNIT("a big-endian bit-field counts from the other end",
         values(">struct {unsigned a:4, b:12;}", "\x12\x34\0\0", "{.a = 1, .b = 564}"));
    UNIT("a bit-field has its range",
         reads("struct {unsigned f:3;}", "{8}", "!8 does not fit in 3 bits (0..7)"));
}

static void test_unions(void)
{
    const char *type = "<struct {int k; union {float f; unsigned u;}; struct {short a, b;} s;}";
    const unsigned char *bytes = (const unsigned char *)"\1\0\0\0\0\0\x80\x3f\2\0\3\0";

    UNIT("all members of a union are printed",
         values(type, bytes, "{.k = 1, .f = 1.0, .u = 1065353216, .s = {.a = 2, .b = 3}}"));
    UNIT("a union takes its first member",
         reads(type, "{1, 1.0, {2, 3}}", "010000000000803f02000300"));
    UNIT("or the one that is named",
         reads(type, "{1, .u = 5, {2, 3}}", "010000000500000002000300"));
    UNIT("C initializes a union by one member",
         prints(NOTATION_C, type, bytes, "{.k = 1, .f = 1.0f, .s = {.a = 2, .b = 3}}"));
    UNIT("enums print by name, else as numbers", values("<enum {A, B = 5}", "\5\0\0\0", "B") &&
                                                     values("<enum {A, B = 5}", "\6\0\0\0", "6"));
    UNIT("enums in lists are numbers", list("<enum {A, B = 5}", "\5\0\0\0", "5"));
    UNIT("enums are read by name and number", reads("<enum {A, B = 5}", "B 1", "0500000001000000"));
    UNIT("an unknown name is an error",
         reads("enum {A, B}", "C", "!C is not a constant of the enum"));
}

static void test_runs(void)
{
    const struct style style = {.notation = NOTATION_VALUES, .radix = 10};
    unsigned char bytes[4096];
    struct sink fast, slow;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 2654435761u >> 13);
    for (enum scalar scalar = 0; scalar < SCALAR_COUNT; scalar++) {
        const struct type *type = type_native(scalar);
        uint64_t count = sizeof bytes / type->size;

        sink_open(&fast, -1);
        sink_open(&slow, -1);
        elements_print(&fast, type, bytes, count, ", ", &style);
        for (uint64_t i = 0; i < count; i++) {
            sink_text(&slow, i ? ", " : "");
            element_print(&slow, type, bytes + i * type->size, &style);
        }
        UNIT("many elements print as each does",
             fast.used == slow.used && memcmp(fast.text, slow.text, fast.used) == 0);
        sink_close(&fast);
        sink_close(&slow);
    }
}

int main(void)
{
    test_numbers();
    test_text();
    test_records();
    test_reading();
    test_braces();
    test_bits();
    test_unions();
    test_runs();
    return unit_end();
}
