// Text with C escapes, read and written, by one table of styles.
#include "base/escape.h"

#include "base/printable.h"

#include <string.h>

// The length that a lead byte announces, its own bits of the code point, and the least code point
// that needs that length (Unicode chapter 3, table 3-7).
static size_t utf8_lead(unsigned char byte, uint32_t *bits, uint32_t *least)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } rows[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((byte & rows[i].mask) == rows[i].lead) {
            *bits = byte & (unsigned char)~rows[i].mask;
            *least = rows[i].least;
            return i + 1;
        }
    }
    return 0;
}

size_t utf8_decode(const unsigned char *text, size_t n, uint32_t *point)
{
    uint32_t value, least;
    size_t length = n == 0 ? 0 : utf8_lead(text[0], &value, &least);

    if (length == 0 || length > n)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (text[i] & 0x3f);
    }
    if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *point = value;
    return length;
}

size_t utf8_encode(uint32_t point, char *to)
{
    static const unsigned char lead[] = {0x00, 0xc0, 0xe0, 0xf0};
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
        return 0;
    for (size_t i = length - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (point & 0x3f));
        point >>= 6;
    }
    to[0] = (char)(lead[length - 1] | point);
    return length;
}

bool utf8_widen(const unsigned char *text, size_t n, struct bytes *to, struct span where,
                const char *message, struct error *error)
{
    for (size_t at = 0; at < n;) {
        uint32_t point;
        size_t length = utf8_decode(text + at, n - at, &point);

        if (length == 0)
            return fail_at(error, STATUS_USAGE, where, "%s", message);
        wchar_t wide = (wchar_t)point;
        if (!bytes_append(to, &wide, sizeof wide, error))
            return false;
        at += length;
    }
    return bytes_append(to, NULL, sizeof(wchar_t), error);
}

size_t utf8_printable(const unsigned char *text, size_t n)
{
    uint32_t point;
    size_t length = utf8_decode(text, n, &point);

    return length > 0 && point_printable(point) ? length : 0;
}

// Reads at most `most` digits of the radix. Returns how many there were.
static size_t read_digits(struct cursor *cursor, int radix, size_t most, uint32_t *value)
{
    size_t n = 0;

    *value = 0;
    for (; n < most; n++) {
        int digit = hex_digit(cursor_peek(cursor));

        if (digit < 0 || digit >= radix)
            break;
        *value = *value * (uint32_t)radix + (uint32_t)digit;
        cursor->at++;
    }
    return n;
}

// Reads the digits behind \u or \U as UTF-8.
static bool read_point(struct cursor *cursor, const char *from, size_t digits, struct bytes *to,
                       struct error *error)
{
    uint32_t point;
    char text[4];

    if (read_digits(cursor, 16, digits, &point) < digits)
        return fail_at(error, STATUS_USAGE, cursor_span(cursor, from),
                       "\\%c needs %zu hex digits behind it", from[1], digits);
    size_t n = utf8_encode(point, text);
    if (n == 0 && point > 0x10ffff)
        return fail_at(error, STATUS_USAGE, cursor_span(cursor, from), "U+%X is above U+10FFFF",
                       (unsigned)point);
    if (n == 0)
        return fail_at(error, STATUS_USAGE, cursor_span(cursor, from),
                       "U+%X is a surrogate, not a character", (unsigned)point);
    return bytes_append(to, text, n, error);
}

static bool fail_unknown(struct cursor *cursor, const char *from, struct error *error)
{
    uint32_t point;
    size_t n =
        utf8_decode((const unsigned char *)from + 1, (size_t)(cursor->end - from - 1), &point);

    cursor->at = from + 1 + (n ? n : 1);
    fail_at(error, STATUS_USAGE, cursor_span(cursor, from), "unknown escape %.*s",
            (int)(cursor->at - from), from);
    return error_hint(error,
                      "escapes are \\a \\b \\f \\n \\r \\t \\v \\\\ \\' \\\" \\? \\0 to \\377, "
                      "\\xHH, \\uXXXX, \\UXXXXXXXX");
}

// Reads one escape; the cursor is at its backslash.
static bool read_escape(struct cursor *cursor, struct bytes *to, struct error *error)
{
    static const char letters[] = "abfnrtv\\'\"?", meanings[] = "\a\b\f\n\r\t\v\\'\"?";
    const char *from = cursor->at++;
    int letter = cursor_peek(cursor);
    const char *simple = letter > 0 ? strchr(letters, letter) : NULL;
    uint32_t value;

    if (letter < 0) {
        fail_at(error, STATUS_USAGE, cursor_span(cursor, from), "a backslash escapes nothing here");
        return error_hint(error, "a backslash itself is written \\\\");
    }
    if (simple != NULL) {
        cursor->at++;
        return bytes_append(to, &meanings[simple - letters], 1, error);
    }
    if (read_digits(cursor, 8, 3, &value) > 0) {
        if (value > 0xff)
            return fail_at(error, STATUS_USAGE, cursor_span(cursor, from),
                           "octal escape %.4s is above \\377", from);
        return bytes_append(to, &(unsigned char){(unsigned char)value}, 1, error);
    }
    if (cursor_take(cursor, 'x')) {
        if (read_digits(cursor, 16, 2, &value) == 0)
            return fail_at(error, STATUS_USAGE, cursor_span(cursor, from),
                           "\\x needs one or two hex digits behind it");
        return bytes_append(to, &(unsigned char){(unsigned char)value}, 1, error);
    }
    if (cursor_take(cursor, 'u'))
        return read_point(cursor, from, 4, to, error);
    if (cursor_take(cursor, 'U'))
        return read_point(cursor, from, 8, to, error);
    return fail_unknown(cursor, from, error);
}

bool escape_read(struct cursor *cursor, char quote, struct bytes *to, struct error *error)
{
    const char *start = cursor->at;
    size_t used = to->used;
    bool good = true;

    while (good && cursor->at < cursor->end && (quote == 0 || *cursor->at != quote)) {
        const char *from = cursor->at;

        if (*from == '\\') {
            good = read_escape(cursor, to, error);
            continue;
        }
        while (cursor->at < cursor->end && *cursor->at != '\\' &&
               (quote == 0 || *cursor->at != quote))
            cursor->at++;
        good = bytes_append(to, from, (size_t)(cursor->at - from), error);
    }
    if (!good) {
        cursor->at = start;
        to->used = used;
    }
    return good;
}

struct style {
    unsigned char quote; // escaped by a backslash, as the backslash is; 0: neither is
    const char *named;   // pairs: a byte, the letter that names it
    const char *other;   // how all other escaped bytes are written
    bool utf8;           // keeps printable UTF-8
    bool trigraphs;      // breaks up ??
};

static const char c_names[] = "\aa\bb\ff\nn\rr\tt\vv";

static const struct style styles[] = {
    [ESCAPE_BARE] = {0, c_names, "\\x%02x", true, false},
    [ESCAPE_DOUBLE] = {'"', c_names, "\\x%02x", true, false},
    [ESCAPE_SINGLE] = {'\'', c_names, "\\x%02x", true, false},
    [ESCAPE_PYTHON] = {'\'', "\nn\rr\tt", "\\x%02x", false, false},
    [ESCAPE_C] = {'"', "", "\\%03o", false, true},
    [ESCAPE_JSON] = {'"', "\bb\ff\nn\rr\tt", "\\u%04x", false, false},
};

// The length of what stands at text if it is written as it is, or 0 if it must be escaped.
static size_t plain_length(const unsigned char *text, size_t n, const struct style *style)
{
    unsigned char byte = text[0];

    if (byte >= 0x80)
        return style->utf8 ? utf8_printable(text, n) : 0;
    if (byte < ' ' || byte == 0x7f)
        return 0;
    if (style->quote != 0 && (byte == style->quote || byte == '\\'))
        return 0;
    return byte == '?' && style->trigraphs && n > 1 && text[1] == '?' ? 0 : 1;
}

static void write_escape(struct sink *sink, unsigned char byte, const struct style *style)
{
    char letter = byte >= ' ' && byte < 0x7f ? (char)byte : 0;

    for (const char *name = style->named; letter == 0 && *name != '\0'; name += 2) {
        if (byte == (unsigned char)name[0])
            letter = name[1];
    }
    if (letter == 0) {
        sink_printf(sink, style->other, byte);
        return;
    }
    sink_write(sink, (char[]){'\\', letter}, 2);
}

static void write_styled(struct sink *sink, const unsigned char *text, size_t n,
                         const struct style *style)
{
    size_t from = 0, at = 0;

    if (n == 0)
        return;
    while (at < n) {
        size_t length = plain_length(text + at, n - at, style);

        if (length > 0) {
            at += length;
            continue;
        }
        sink_write(sink, text + from, at - from);
        write_escape(sink, text[at], style);
        from = ++at;
    }
    sink_write(sink, text + from, at - from);
}

void escape_write(struct sink *sink, const void *text, size_t n, enum escape_style style)
{
    write_styled(sink, text, n, &styles[style]);
}

bool escape_is_plain(const void *text, size_t n)
{
    const unsigned char *at = text, *end = at + n;
    size_t length = 1;

    while (at < end && (length = plain_length(at, (size_t)(end - at), &styles[ESCAPE_BARE])) > 0)
        at += length;
    return at == end;
}

void escape_json_name(struct sink *sink, const char *text, size_t n)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + n;
    uint32_t point;

    for (size_t length; at < end; at += length) {
        length = utf8_decode(at, (size_t)(end - at), &point);
        if (length <= 1)
            escape_write(sink, at, length = 1, ESCAPE_JSON);
        else if (utf8_printable(at, length) != 0)
            sink_write(sink, at, length);
        else if (point < 0x10000)
            sink_printf(sink, "\\u%04x", point);
        else
            sink_printf(sink, "\\u%04x\\u%04x", 0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
    }
}

void escape_python(struct sink *sink, const void *text, size_t n)
{
    struct style style = styles[ESCAPE_PYTHON];

    if (n > 0 && memchr(text, '\'', n) != NULL && memchr(text, '"', n) == NULL)
        style.quote = '"';
    sink_byte(sink, 'b');
    sink_byte(sink, (char)style.quote);
    write_styled(sink, text, n, &style);
    sink_byte(sink, (char)style.quote);
}
