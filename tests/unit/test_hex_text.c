// Hex text: whole, and as a stream that comes in pieces of any size.
#include "unit.h"
#include "views/hex_text.h"

#include <stdlib.h>
#include <string.h>

enum { OUT = 1024 };

static void to_hex(char *out, const unsigned char *bytes, size_t n)
{
    *out = '\0';
    for (size_t i = 0; i < n; i++)
        out += sprintf(out, "%02x", bytes[i]);
}

static const char *read_whole(const char *text)
{
    static char out[OUT];
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    struct bytes bytes = {0};

    if (hex_text_read(&cursor, &bytes, &error))
        to_hex(out, bytes.bytes, bytes.used);
    else
        snprintf(out, sizeof out, "!%zu %s", error.start, error.message);
    free(bytes.bytes);
    return out;
}

// A text that comes in pieces, as from a slow pipe.
struct slow_reader {
    struct stream_reader reader;
    const char *text;
    size_t piece;
};

static bool slow_read(struct stream_reader *reader, unsigned char *to, size_t room, size_t *n,
                      struct error *error)
{
    struct slow_reader *slow = (struct slow_reader *)reader;

    (void)error;
    *n = strnlen(slow->text, slow->piece < room ? slow->piece : room);
    memcpy(to, slow->text, *n);
    slow->text += *n;
    return true;
}

static void slow_close(struct stream_reader *reader)
{
    (void)reader;
}

static const char *read_pieces(const char *text, size_t piece)
{
    static char out[OUT];
    struct slow_reader slow = {{slow_read, slow_close, NULL}, text, piece};
    struct error error = {0};
    struct store *from = store_stream_of("text", &slow.reader, &error);
    struct store *bytes = from ? hex_text_store("hex", from, &error) : NULL;
    const unsigned char *all = NULL;
    size_t lent = 0;

    store_unref(from);
    if (bytes != NULL && store_reach(bytes, UINT64_MAX, UINT64_MAX, &error))
        all = store_borrow(bytes, 0, (size_t)bytes->size, &lent, &error);
    if (all != NULL)
        to_hex(out, all, lent);
    else
        snprintf(out, sizeof out, "!%s", error.message);
    store_unref(bytes);
    return out;
}

// True where the whole text reads as expected, and in pieces of every size as well: a message
// without its place there.
static bool reads(const char *text, const char *expected)
{
    const char *whole = read_whole(text);
    const char *message = *whole == '!' ? strchr(whole, ' ') + 1 : whole;

    for (size_t piece = 1; piece <= strlen(text) + 1; piece++) {
        const char *out = read_pieces(text, piece);

        if (strcmp(*out == '!' ? out + 1 : out, message) != 0) {
            printf("# pieces of %zu: got %s\n", piece, out);
            return false;
        }
    }
    if (strcmp(whole, expected) != 0)
        printf("# got %s\n", whole);
    return strcmp(whole, expected) == 0;
}

static bool gives_status(int status, const char *text)
{
    struct slow_reader slow = {{slow_read, slow_close, NULL}, text, 3};
    struct error error = {0};
    struct store *from = store_stream_of("text", &slow.reader, &error);
    struct store *bytes = from ? hex_text_store("hex", from, &error) : NULL;
    bool good = bytes != NULL && store_reach(bytes, UINT64_MAX, UINT64_MAX, &error);

    store_unref(from);
    store_unref(bytes);
    return good == (status == STATUS_OK) && error.status == status;
}

int main(void)
{
    UNIT("hex is pairs of digits", reads("deadBEEF", "deadbeef"));
    UNIT("blanks, colons and underscores stand between bytes",
         reads(" de ad\nbe : ef_00 ", "deadbeef00"));
    UNIT("0x may stand in front", reads("0xdead", "dead") && reads(" \n0Xdead", "dead"));
    UNIT("a zero in front is no prefix", reads("01", "01") && reads("0", "!0 odd number of hex "
                                                                         "digits: this one is "
                                                                         "half a byte"));
    UNIT("no digits are no bytes", reads("", "") && reads(" \n ", ""));
    UNIT("an odd digit is an error at its place",
         reads("deadb", "!4 odd number of hex digits: this one is half a byte"));
    UNIT("half a byte before a blank is an error",
         reads("de a db", "!3 odd number of hex digits: this one is half a byte"));
    UNIT("other letters are errors", reads("dexx", "!2 not a hex digit"));
    UNIT("a separator stands between two bytes",
         reads("de:", "!2 : stands between two bytes") &&
             reads(":de", "!0 : stands between two bytes") &&
             reads("de:_ad", "!3 _ stands between two bytes") &&
             reads("de: zz", "!2 : stands between two bytes"));
    UNIT("0x alone is an error", reads("0x", "!2 no digits behind 0x"));
    UNIT("an error shows the line that it stands in",
         reads("dead\nbeef\n00 x\n11", "!3 not a hex digit"));
    UNIT("bad text of a stream is bad data", gives_status(STATUS_DATA, "dead beex"));
    UNIT("good text of a stream is no error", gives_status(STATUS_OK, "dead beef"));
    return unit_end();
}
