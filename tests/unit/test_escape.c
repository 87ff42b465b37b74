// Text with C escapes, read and written, and UTF-8.
#include "base/escape.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

// Reads the whole of text (up to quote); true if the bytes are the expected ones.
static bool reads_n(const char *text, char quote, const char *bytes, size_t n, size_t passed)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    struct bytes got = {0};
    bool good = escape_read(&cursor, quote, &got, &error) && got.used == n &&
                (n == 0 || memcmp(got.bytes, bytes, n) == 0) &&
                (size_t)(cursor.at - cursor.word) == passed;

    free(got.bytes);
    return good;
}

static bool reads(const char *text, const char *bytes, size_t n)
{
    return reads_n(text, 0, bytes, n, strlen(text));
}

// True if text is refused with that message and span, and nothing is kept of it.
static bool refuses(const char *text, const char *message, size_t start, size_t length)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    struct bytes got = {0};
    bool good = !escape_read(&cursor, 0, &got, &error) && error.status == STATUS_USAGE &&
                strcmp(error.message, message) == 0 && error.start == start &&
                error.length == length && cursor.at == cursor.word && got.used == 0;

    if (!good)
        printf("# %s at %zu+%zu\n", error.message, error.start, error.length);
    free(got.bytes);
    return good;
}

static bool writes_n(const char *text, size_t n, enum escape_style style, const char *expected)
{
    struct sink sink;

    sink_open(&sink, -1);
    escape_write(&sink, text, n, style);
    bool good = sink.used == strlen(expected) &&
                (sink.used == 0 || memcmp(sink.text, expected, sink.used) == 0);
    if (!good)
        printf("# %.*s\n", (int)sink.used, sink.text);
    sink_close(&sink);
    return good;
}

static bool writes(const char *text, enum escape_style style, const char *expected)
{
    return writes_n(text, strlen(text), style, expected);
}

static bool python_writes(const char *text, size_t n, const char *expected)
{
    struct sink sink;

    sink_open(&sink, -1);
    escape_python(&sink, text, n);
    bool good = sink.used == strlen(expected) &&
                (sink.used == 0 || memcmp(sink.text, expected, sink.used) == 0);
    sink_close(&sink);
    return good;
}

// What is written bare reads back as the same bytes, for each pair of bytes.
static bool pairs_read_back(enum escape_style style, char quote)
{
    for (int pair = 0; pair < 0x10000; pair++) {
        char text[2] = {(char)(pair >> 8), (char)pair};
        struct sink sink;
        bool good;

        sink_open(&sink, -1);
        escape_write(&sink, text, 2, style);
        sink_byte(&sink, '\0');
        good = reads_n(sink.text, quote, text, 2, sink.used - 1);
        sink_close(&sink);
        if (!good)
            return false;
    }
    return true;
}

// Each code point encodes and decodes to itself; only surrogates do not.
static bool points_read_back(void)
{
    for (uint32_t point = 0; point <= 0x10ffff; point++) {
        char text[4];
        uint32_t back = 0;
        size_t n = utf8_encode(point, text);
        bool surrogate = point >= 0xd800 && point <= 0xdfff;

        if (surrogate != (n == 0))
            return false;
        if (n > 0 && (utf8_decode((unsigned char *)text, n, &back) != n || back != point ||
                      utf8_decode((unsigned char *)text, n - 1, &back) != 0))
            return false;
    }
    return true;
}

static size_t printable(const char *text)
{
    return utf8_printable((const unsigned char *)text, strlen(text));
}

static size_t decodes(const char *text)
{
    uint32_t point;

    return utf8_decode((const unsigned char *)text, strlen(text), &point);
}

static void test_reading(void)
{
    UNIT("plain text is its bytes", reads("hello, wörld", "hello, w\xc3\xb6rld", 13));
    UNIT("no text is no bytes", reads("", "", 0));
    UNIT("all named escapes are read",
         reads("\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"\\?", "\a\b\f\n\r\t\v\\'\"?", 11));
    UNIT("octal escapes take at most three digits", reads("\\0\\101\\1018\\377", "\0AA8\377", 5));
    UNIT("\\x takes at most two digits", reads("\\x41\\x4g\\x414\\xFF", "A\x04gA4\xff", 6));
    UNIT("\\u and \\U become UTF-8",
         reads("\\u00e9\\u20AC\\U0001f600\\u0000", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\0", 10));
    UNIT("reading stops at the quote", reads_n("ab\"cd", '"', "ab", 2, 2));
    UNIT("an escaped quote does not stop", reads_n("a\\\"b\"", '"', "a\"b", 3, 4));
    UNIT("an unknown escape is refused", refuses("ab\\q", "unknown escape \\q", 2, 2));
    UNIT("an unknown escape in UTF-8 is shown whole",
         refuses("\\é", "unknown escape \\\xc3\xa9", 0, 3));
    UNIT("a digit 8 is no octal escape", refuses("\\8", "unknown escape \\8", 0, 2));
    UNIT("a backslash at the end is refused",
         refuses("ab\\", "a backslash escapes nothing here", 2, 1));
    UNIT("octal above 377 is refused",
         refuses("x\\400", "octal escape \\400 is above \\377", 1, 4));
    UNIT("\\x without digits is refused",
         refuses("\\xg", "\\x needs one or two hex digits behind it", 0, 2));
    UNIT("\\u with three digits is refused",
         refuses("\\u123", "\\u needs 4 hex digits behind it", 0, 5));
    UNIT("\\U with seven digits is refused",
         refuses("\\U1234567", "\\U needs 8 hex digits behind it", 0, 9));
    UNIT("a surrogate is refused",
         refuses("a\\ud800", "U+D800 is a surrogate, not a character", 1, 6));
    UNIT("a code point above 10FFFF is refused",
         refuses("\\U00110000", "U+110000 is above U+10FFFF", 0, 10));
}

static void test_writing(void)
{
    UNIT("printable UTF-8 is kept", writes("a é € 日本 😀", ESCAPE_BARE, "a é € 日本 😀"));
    UNIT("bare text escapes controls, and keeps what is printable",
         writes_n("\\\"'\0\a\b\f\n\r\t\v\x1b\x7f", 13, ESCAPE_BARE,
                  "\\\"'\\x00\\a\\b\\f\\n\\r\\t\\v\\x1b\\x7f"));
    UNIT("text in double quotes escapes them", writes("a\"b'c", ESCAPE_DOUBLE, "a\\\"b'c"));
    UNIT("text in single quotes escapes them", writes("a\"b'c", ESCAPE_SINGLE, "a\"b\\'c"));
    UNIT("what is not UTF-8 is escaped byte by byte",
         writes("a\xff\xc3\x28\xe2\x82", ESCAPE_BARE, "a\\xff\\xc3(\\xe2\\x82"));
    UNIT("a bidirectional control is escaped", writes("a\xe2\x80\xae"
                                                      "b",
                                                      ESCAPE_DOUBLE, "a\\xe2\\x80\\xaeb"));
    UNIT("a C1 control is escaped", writes("\xc2\x9b", ESCAPE_BARE, "\\xc2\\x9b"));
    UNIT("text that is written as it is can be told",
         escape_is_plain("a\\\"é", 5) && escape_is_plain("", 0) && !escape_is_plain("a\x1b", 2) &&
             !escape_is_plain("\xc2\x9b", 2) && !escape_is_plain("\xff", 1));
    UNIT("C text is ASCII with octal escapes, safe before digits",
         writes_n("\0"
                  "1é\n\"\\'",
                  8, ESCAPE_C, "\\0001\\303\\251\\012\\\"\\\\'"));
    UNIT("C text holds no trigraphs", writes("?"
                                             "?/ ? ??"
                                             "?=",
                                             ESCAPE_C,
                                             "\\?"
                                             "?/ ? \\?\\?"
                                             "?="));
    UNIT("JSON text is bytes as code points",
         writes_n("\0\x1f\b\f\n\r\t\"\\/\x7f\xe9", 12, ESCAPE_JSON,
                  "\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\\u007f\\u00e9"));
    UNIT("Python text escapes as repr does", writes_n("\0\a\t\n\r'\"\\~\x7f\xff", 11, ESCAPE_PYTHON,
                                                      "\\x00\\x07\\t\\n\\r\\'\"\\\\~\\x7f\\xff"));
    UNIT("no text writes nothing", writes("", ESCAPE_BARE, ""));
    UNIT("pairs of bytes in double quotes read back", pairs_read_back(ESCAPE_DOUBLE, '"'));
    UNIT("pairs of bytes in single quotes read back", pairs_read_back(ESCAPE_SINGLE, '\''));
    UNIT("pairs of bytes as C read back", pairs_read_back(ESCAPE_C, '"'));
}

static void test_python(void)
{
    UNIT("repr uses single quotes", python_writes("ab", 2, "b'ab'"));
    UNIT("repr of no bytes", python_writes("", 0, "b''"));
    UNIT("repr with ' uses double quotes", python_writes("a'b", 3, "b\"a'b\""));
    UNIT("repr with \" uses single quotes", python_writes("a\"b", 3, "b'a\"b'"));
    UNIT("repr with both escapes '", python_writes("a\"'b", 4, "b'a\"\\'b'"));
}

static void test_utf8(void)
{
    UNIT("each code point encodes and decodes", points_read_back());
    UNIT("overlong forms are not valid", !decodes("\xc0\x80") && !decodes("\xc1\xbf") &&
                                             !decodes("\xe0\x9f\xbf") &&
                                             !decodes("\xf0\x8f\xbf\xbf"));
    UNIT("surrogates are not valid", !decodes("\xed\xa0\x80") && !decodes("\xed\xbf\xbf"));
    UNIT("what is above 10FFFF is not valid",
         !decodes("\xf4\x90\x80\x80") && !decodes("\xf5\x80\x80\x80") && !decodes("\xff"));
    UNIT("a lone continuation byte is not valid", !decodes("\x80") && !decodes("\xbf"));
    UNIT("letters, the space and emoji are printable",
         printable(" ") == 1 && printable("é") == 2 && printable("日") == 3 &&
             printable("😀") == 4 && printable("\xef\xb8\x8f") == 3 &&
             printable("\xef\xbf\xbd") == 3);
    UNIT("other blanks are not", !printable("\xc2\xa0") && !printable("\xe3\x80\x80"));
    UNIT("what is not assigned is not", !printable("\xcd\xb8") && printable("\xcd\xb7") == 2 &&
                                            !printable("\xcd\xb9") && printable("\xcd\xba") == 2 &&
                                            !printable("\xf3\xa1\xbf\xbf"));
    UNIT("controls and separators are not",
         !printable("\x1f") && !printable("\x7f") && !printable("\xc2\x80") &&
             !printable("\xc2\x9f") && !printable("\xe2\x80\xa8") && !printable("\xe2\x80\xa9"));
    UNIT("bidirectional controls are not",
         !printable("\xe2\x80\x8e") && !printable("\xe2\x80\x8f") && !printable("\xe2\x80\xaa") &&
             !printable("\xe2\x81\xa6") && !printable("\xe2\x81\xa9") && !printable("\xd8\x9c"));
    UNIT("what is invisible is not", !printable("\xe2\x80\x8b") && !printable("\xe2\x81\xa0") &&
                                         !printable("\xef\xbb\xbf") && !printable("\xc2\xad") &&
                                         !printable("\xf3\xa0\x81\x81"));
    UNIT("private use and noncharacters are not",
         !printable("\xee\x80\x80") && !printable("\xef\xbf\xbe") && !printable("\xef\xb7\x90") &&
             !printable("\xf0\x9f\xbf\xbf") && !printable("\xf4\x8f\xbf\xbd"));
}

int main(void)
{
    test_reading();
    test_writing();
    test_python();
    test_utf8();
    return unit_end();
}
