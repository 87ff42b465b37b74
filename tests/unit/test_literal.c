// Lists of values in pieces of a stream.
#include "types.h"
#include "unit.h"
#include "views/literal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void to_hex(char *out, const struct bytes *bytes)
{
    *out = '\0';
    for (size_t i = 0; i < bytes->used; i++)
        out += sprintf(out, "%02x", bytes->bytes[i]);
}

// Reads text in pieces of that size, as a reader of a stream does: what a piece leaves stands in
// front of the next. The hex of the bytes, or the message behind a `!`.
static const char *read_pieces(const char *type_text, const char *text, size_t piece)
{
    static char out[4096];
    const struct type *type = type_of(type_text);
    struct error error = {0};
    struct bytes bytes = {0};
    size_t total = strlen(text), from = 0, to = 0;
    uint64_t all = 0;
    bool good = true;

    while (good && (to < total || from < to)) {
        uint64_t count = 0;
        size_t used = 0;

        to = total - to < piece ? total : to + piece;
        good = literal_text(text + from, to - from, to == total, type, NULL, &bytes, &count, &used,
                            &error);
        from += used;
        all += count;
    }
    if (good && all * type->size != bytes.used)
        printf("# %llu values in %zu bytes\n", (unsigned long long)all, bytes.used);
    to_hex(out, &bytes);
    if (!good)
        snprintf(out, sizeof out, "!%s", error.message);
    free(bytes.bytes);
    type_unref(type);
    return out;
}

// True where the text reads the same in pieces of every size.
static bool reads(const char *type, const char *text, const char *expected)
{
    for (size_t piece = 1; piece <= strlen(text) + 1; piece++) {
        const char *out = read_pieces(type, text, piece);

        if (strcmp(out, expected) != 0) {
            printf("# pieces of %zu: got %s\n", piece, out);
            return false;
        }
    }
    return true;
}

static void test_pieces(void)
{
    UNIT("numbers are separated by blanks, commas and lines",
         reads("u8", "1 2,3\n4 ,\n5\n", "0102030405"));
    UNIT("long numbers may be torn",
         reads("u32be", "123456789 4294967295\n7", "075bcd15ffffffff00000007"));
    UNIT("signs and prefixes may be torn",
         reads("i16be", "-32768,0x7fff +5 -1", "80007fff0005ffff"));
    UNIT("floats may be torn", reads("f32be", "1.5e2, -inf nan", "43160000ff8000007fc00000"));
    UNIT("bools may be torn", reads("bool", "True, False true", "010001"));
    UNIT("what list prints is read", reads("u8", "[[1, 2], [3, 4]]\n", "01020304"));
    UNIT("complex numbers may be torn",
         reads(">Zf", "(1+2j) 1", "3f800000400000003f80000000000000"));
    UNIT("records may be torn", reads("<BH", "{1, 2} {.f1 = 3}\n4 5", "010200000300040500"));
    UNIT("quoted text may be torn", reads("3s", "\"a b\" cd, e", "612062636400650000"));
    UNIT("characters may be torn", reads("c", "a ' ' \\x41", "612041"));
    UNIT("no text is no values", reads("u8", "", "") && reads("u8", " \n", ""));
    UNIT("a value that does not fit is an error",
         reads("u8", "1 2 300 4", "!300 does not fit in u8 (0..255)"));
    UNIT("a word is an error", reads("u8", "1 2 x 4", "!x is not an integer"));
    UNIT("a fraction is an error", reads("u8", "1 2.5 4", "!2.5 is not an integer"));
    UNIT("numbers of 64 bits are read to the last",
         reads("u64be", "18446744073709551615 999999999999999999",
               "ffffffffffffffff0de0b6b3a763ffff"));
    UNIT("numbers above 64 bits do not fit",
         reads("u64", "18446744073709551616",
               "!18446744073709551616 does not fit in u64 (0..18446744073709551615)"));
}

int main(void)
{
    test_pieces();
    return unit_end();
}
