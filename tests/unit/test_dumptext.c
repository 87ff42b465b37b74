// Dumps read back: those of hexdump -C and xxd, memtool's own, and damaged ones.
#include "base/dumptext.h"
#include "base/hex.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

// Reads a copy of exactly that length, so that a sanitizer sees one byte too many.
static bool read_text(const char *text, size_t length, struct bytes *to, struct error *error)
{
    char *copy = malloc(length ? length : 1);
    bool good = false;

    if (copy != NULL) {
        memcpy(copy, text, length);
        struct cursor cursor = cursor_over(copy, length);
        good = dump_text_read(&cursor, to, error) && cursor_done(&cursor);
    }
    free(copy);
    return good;
}

static bool shows_n(const char *text, const void *bytes, size_t n)
{
    struct bytes got = {0};
    struct error error = {0};
    bool good = read_text(text, strlen(text), &got, &error) && got.used == n &&
                (n == 0 || memcmp(got.bytes, bytes, n) == 0);

    if (!good)
        printf("# %zu bytes; %s\n", got.used, error.message);
    free(got.bytes);
    return good;
}

static bool shows(const char *text, const char *bytes)
{
    return shows_n(text, bytes, strlen(bytes));
}

// Refused with that message, at that place of the line; what was there before stays.
static bool refuses(const char *text, const char *message, size_t start, size_t length)
{
    struct bytes got = {0};
    struct error error = {0};

    bytes_append(&got, "ab", 2, &error);
    bool good = !read_text(text, strlen(text), &got, &error) && error.status == STATUS_DATA &&
                strcmp(error.message, message) == 0 && error.start == start &&
                error.length == length && got.used == 2;
    if (!good)
        printf("# %s at %zu+%zu\n", error.message, error.start, error.length);
    free(got.bytes);
    return good;
}

static bool hints(const char *text, const char *part)
{
    struct bytes got = {0};
    struct error error = {0};
    bool good = !read_text(text, strlen(text), &got, &error) && strstr(error.hint, part) != NULL;

    free(got.bytes);
    return good;
}

static const char hello[] =
    "00000000  68 65 6c 6c 6f 2c 20 00  7f 7c 7e 77 6f 72 6c 64  |hello, ..|~world|\n"
    "00000010  ff 1f 20 61 62 63 64 65  66 67 68                 |.. abcdefgh|\n"
    "0000001b\n";

static void test_dump(void)
{
    UNIT("a dump of hexdump -C", shows_n(hello, "hello, \0\x7f|~world\xff\x1f abcdefgh", 27));
    UNIT("no text is no bytes", shows("", ""));
    UNIT("tabs for blanks", shows("00000000\t61\t62\t|a\t|\n00000002\n", "ab"));
    UNIT("blank lines are no bytes", shows("\n \r\n\n", ""));
    UNIT("an offset alone is no bytes", shows("00000064\n", ""));
    UNIT("a dump without its end offset", shows("00000000  61 62  |ab|", "ab"));
    UNIT("a dump that starts at a later offset",
         shows("00000004  61 62  |ab|\n00000006  63     |c|\n00000007\n", "abc"));
    UNIT("offsets above 32 bits",
         shows("7fffffffe  61 62  |ab|\n800000000  63     |c|\n800000001\n", "abc"));
    UNIT("the highest offset", shows("fffffffffffffffe  61  |a|\nffffffffffffffff\n", "a"));
    UNIT("a squeezed row is put back",
         shows("00000000  61 62  |ab|\n*\n00000006  63     |c|\n00000007\n", "abababc"));
    UNIT("squeezed rows up to the end are put back",
         shows("00000010  61 62  |ab|\n*\n00000014\n", "abab"));
    UNIT("rows are squeezed twice",
         shows("00000000  61  |a|\n*\n00000003  62  |b|\n*\n00000005\n", "aaabb"));
    UNIT("line ends of Windows", shows("00000000  61 62  |ab|\r\n*\r\n00000004\r\n", "abab"));
    UNIT("upper-case digits", shows("0000000A  4A 4b  |JK|\n0000000C\n", "JK"));
    UNIT("an indented dump", shows("    00000000  61 62  |ab|\n    *\n    00000004\n", "abab"));
    UNIT("bars in the text are text",
         shows("00000000  7c 7c 20 7c  ||| ||\n00000004  7c           |||\n", "|| ||"));
    UNIT("digits in the text are text",
         shows("00000000  36 31 20 36 32  |61 62|\n00000005\n", "61 62"));
    UNIT("a text that was not edited with its bytes",
         shows("00000000  41 62  |ab|\n00000002\n", "Ab"));
    UNIT("rows apart show nothing between them",
         shows("00000000  61 62  |ab|\n00000004  63 64  |cd|\n00000007\n", "abcd"));
}

static void test_xxd(void)
{
    UNIT("a dump of xxd",
         shows_n("00000000: 6865 6c6c 6f2c 2000 7f7c 7e77 6f72 6c64  hello, ..|~world\n"
                 "00000010: ff1f 2061 6263 6465 6667 68              .. abcdefgh\n",
                 "hello, \0\x7f|~world\xff\x1f abcdefgh", 27));
    UNIT("xxd -c 1", shows("00000000: 61  a\n00000001: 62  b\n", "ab"));
    UNIT("xxd -c 5", shows("00000000: 6162 6364 65  abcde\n00000005: 66            f\n", "abcdef"));
    UNIT("xxd -g 1 -u", shows("00000000: 4A 4B 4C  JKL\n00000003: 4D        M\n", "JKLM"));
    UNIT("xxd -g 0", shows("00000000: 616263  abc\n00000003: 64      d\n", "abcd"));
    UNIT("xxd of old, with seven digits", shows("0000000: 6162  ab\n", "ab"));
    UNIT("xxd -o", shows("7fffffff0: 6162  ab\n7fffffff2: 63    c\n", "abc"));
    UNIT("xxd's text may look like its bytes",
         shows("00000000: 3631 2036 32    61 62\n00000005: 2020 3633         63\n", "61 62  63"));
    UNIT("xxd's text may look like a short line's bytes",
         shows("00000000: 6162 6364  abcd\n00000004: 3635       65\n", "abcd65"));
    UNIT("xxd -a leaves out zeroes",
         shows_n("00000000: 0000 0000  ....\n*\n0000000c: 6100       a.\n",
                 "\0\0\0\0\0\0\0\0\0\0\0\0a", 14));
    UNIT("xxd's blanks at the end of a line may be lost",
         shows("00000000: 6120 2020  a\n00000004: 2020\n", "a     "));
}

static void test_damage(void)
{
    UNIT("an offset that goes back is refused",
         refuses("00000000  61 62  |ab|\n00000001  63     |c|\n",
                 "line 2: offset 1 goes back: the row before it ends at 2", 0, 8));
    UNIT("an end offset that goes back is refused",
         refuses("00000000  61 62  |ab|\n00000001\n",
                 "line 2: offset 1 goes back: the row before it ends at 2", 0, 8));
    UNIT("rows missing before the end are refused",
         refuses("00000000  61 62  |ab|\n00000002  63 64  |cd|\n00000006\n",
                 "line 3: the end is 6, but the last row ends at 4", 0, 8));
    UNIT("a row of one byte ends behind it",
         refuses("00000000  61  |a|\n00000002\n",
                 "line 2: the end is 2, but the last row ends at 1", 0, 8));
    UNIT("bytes of one row may lie apart", shows("00000000  61 62 63  |abc|\n00000009\n", "abc"));
    UNIT("a line cut in its text is refused",
         refuses("00000000  61 62  |a",
                 "line 1 is cut short or of another kind: behind 2 bytes there is no text of as "
                 "many characters",
                 17, 2));
    UNIT("a line cut behind a bar of its text is refused",
         refuses("00000000  61 7c 62  |a|",
                 "line 1 is cut short or of another kind: behind 3 bytes there is no text of as "
                 "many characters",
                 20, 3));
    UNIT("a line cut before its text is refused",
         refuses("00000000  61",
                 "line 1 is cut short or of another kind: behind 1 byte there is no text of as "
                 "many characters",
                 12, 0));
    UNIT("a line cut in a byte is refused",
         refuses("00000000  61 6", "line 1: a byte has two hex digits", 13, 1));
    UNIT("a line of xxd cut in its text is refused",
         refuses("00000000: 6162  a",
                 "line 1 is cut short or of another kind: behind 2 bytes there is no text of as "
                 "many characters",
                 14, 3));
    UNIT("a byte that is no hex is refused",
         refuses("00000000  61 zz  |ab|\n", "line 1: a byte has two hex digits", 13, 2));
    UNIT("three digits are no byte",
         refuses("00000000  61 623  |ab|\n", "line 1: a byte has two hex digits", 13, 3));
    UNIT("a half byte at the end of a group is refused",
         refuses("00000000: 6162 636  abc\n", "line 1: a byte has two hex digits", 15, 3));
    UNIT("a row without bytes is refused",
         refuses("00000000  ||\n", "line 1 is neither of hexdump -C nor of xxd", 0, 12));
    UNIT("a star at the start is refused",
         refuses("*\n00000010\n", "line 1: `*` repeats a row, and there is none before it", 0, 1));
    UNIT("a star at the end is refused",
         refuses("00000000  61  |a|\n*\n",
                 "line 2: `*` has no offset behind it that says where it ends", 0, 1));
    UNIT("two stars are refused",
         refuses("00000000  61  |a|\n*\n*\n00000004\n",
                 "line 3: `*` repeats a row, and there is none before it", 0, 1));
    UNIT("a star for a part of a row is refused",
         refuses("00000000  61 62  |ab|\n*\n00000005\n",
                 "line 3: `*` stands for 3 bytes, which are no rows of 2", 0, 8));
    UNIT("a star for too much is refused",
         refuses("00000000  61  |a|\n*\nffffffffffff\n",
                 "line 3: `*` stands for 281474976710654 bytes, more than the 1073741824 that a "
                 "dump may leave out",
                 0, 12));
    UNIT("a star among rows that lie apart is refused",
         refuses("00000000  61  |a|\n00000002  61  |a|\n*\n00000005\n",
                 "line 4: rows lie apart, so how many `*` stands for is not known", 0, 8));
    UNIT("what comes after the end offset is refused",
         refuses("00000000  61  |a|\n00000001\n00000001  61  |a|\n",
                 "line 3 comes after the end offset", 0, 17));
    UNIT("a row above the highest offset is refused",
         refuses("ffffffffffffffff  61  |a|\n",
                 "line 1 ends above the highest offset, ffffffffffffffff", 0, 25));
    UNIT("colours are refused",
         refuses("00000000  \x1b[32m61\x1b[0m  |a|\n", "line 1 holds colours", 10, 1));
    UNIT("two kinds in one text are refused",
         refuses("00000000  61  |a|\n00000001: 62  b\n",
                 "line 2 is of xxd, those before it are of hexdump -C", 0, 15));
    UNIT("other text is refused",
         refuses("hello\n", "line 1 is neither of hexdump -C nor of xxd", 0, 5));
    UNIT("xxd -e is refused", refuses("00000000: 64636261  abcd\n",
                                      "line 1 is of xxd -e: its bytes stand in reverse", 0, 24));
    UNIT("xxd -b is refused",
         refuses("00000000: 01100001 01100010  ab\n",
                 "line 1 is cut short or of another kind: behind 8 bytes there is no text of as "
                 "many characters",
                 27, 4));
}

static void test_hints(void)
{
    UNIT("plain hex is pointed to hex:", hints("68656c6c6f\n", "hex:") &&
                                             hints("68656c6c6f68656c6c6f\n", "hex:") &&
                                             hints("deadbeef\n", "hex:"));
    UNIT("other forms of xxd are named", hints("0000000 6568 6c6c\n", "xxd"));
    UNIT("colours are pointed to --color", hints("\x1b[1m00000000\n", "--color never"));
}

// Every text that memtool's own lines make, of rows up to 40 bytes, is read back.
static bool own_lines_read_back(char *line(char *, const unsigned char *, size_t, size_t, uint64_t),
                                bool has_end)
{
    static const char alphabet[] = "ab |*:6  10\n\t.";
    unsigned char bytes[200];
    char text[200 * 24 + 100];
    uint32_t state = 7;

    for (size_t width = 1; width <= 40; width++) {
        for (size_t n = 1; n <= sizeof bytes; n += 1 + width / 4) {
            char *to = text;

            for (size_t i = 0; i < n; i++) {
                state = state * 1664525 + 1013904223;
                bytes[i] = n % 2 ? (unsigned char)(state >> 24)
                                 : (unsigned char)alphabet[(state >> 24) % (sizeof alphabet - 1)];
            }
            for (size_t i = 0; i < n; i += width)
                to = line(to, bytes + i, n - i < width ? n - i : width, width,
                          UINT64_C(0xfffffff0) + i);
            if (has_end)
                to = hex_offset(to, UINT64_C(0xfffffff0) + n);
            *to = '\0';
            if (!shows_n(text, bytes, n))
                return false;
        }
    }
    return true;
}

// A text cut anywhere, or with any byte changed, is read or refused, and nothing breaks.
static bool survives(const char *text)
{
    size_t n = strlen(text);
    char copy[400];

    memcpy(copy, text, n + 1);
    for (size_t i = 0; i < n; i++) {
        for (int byte = 0; byte < 256; byte += 1 + (int)(i % 3)) {
            struct bytes got = {0};
            struct error error = {0};

            copy[i] = (char)byte;
            if (read_text(copy, byte % 2 ? n : i, &got, &error) == (error.status != STATUS_OK))
                return false;
            free(got.bytes);
        }
        copy[i] = text[i];
    }
    return true;
}

int main(void)
{
    test_dump();
    test_xxd();
    test_damage();
    test_hints();
    UNIT("dump lines of every width read back", own_lines_read_back(hex_dump_line, true));
    UNIT("xxd lines of every width read back", own_lines_read_back(hex_xxd_line, false));
    UNIT("damaged dumps are read or refused",
         survives(hello) && survives("00000000: 6162  ab\n*\n00000004: 6364  cd\n"));
    return unit_end();
}
