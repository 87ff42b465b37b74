// The text of a dump read back: one line at a time, each by its offset, its bytes and its text
// column, which must agree in length.
#include "base/dumptext.h"

#include "base/hex.h"

#include <inttypes.h>
#include <string.h>

enum { OFFSET_DIGITS = 16, DUMP_OFFSET_DIGITS = 8 };

enum style { STYLE_UNKNOWN, STYLE_DUMP, STYLE_XXD };

static const char *const style_names[] = {"unknown", "hexdump -C", "xxd"};

struct reader {
    const char *line, *end; // the line being read, without what ends it
    const char *at;         // the next byte of it
    size_t number;          // counted from one
    enum style style;
    uint64_t offset, expected; // the line's offset; where the row before it ends
    size_t row, width;         // the last row: its place in the bytes, and how many they are
    bool begun, ended;         // an offset was seen; it stood alone
    bool starred, squeezed;    // the line before was `*`; any was
    bool gap;                  // rows lie apart
    bool rows;                 // there are two rows or more
    uint64_t expanded;         // how many bytes all `*` stood for
    struct bytes *to;
    struct error *error;
};

// ---- errors

static struct span line_span(const struct reader *reader, const char *from, const char *to)
{
    return (struct span){.word = reader->line,
                         .word_length = (size_t)(reader->end - reader->line),
                         .start = (size_t)(from - reader->line),
                         .length = (size_t)(to - from)};
}

static struct span whole_line(const struct reader *reader)
{
    return line_span(reader, reader->line, reader->end);
}

static bool fail_kind(struct reader *reader)
{
    const char *at = reader->line;

    fail_at(reader->error, STATUS_DATA, whole_line(reader),
            "line %zu is neither of hexdump -C nor of xxd", reader->number);
    while (at < reader->end && hex_digit((unsigned char)*at) >= 0)
        at++;
    if (at == reader->end)
        return error_hint(reader->error, "plain hex is read by hex:, as in hex:-");
    return error_hint(reader->error, "xxd is read with -c -d -g -u -o -s -a, not with -b -e -i -p");
}

static bool fail_text(struct reader *reader, size_t bytes)
{
    return fail_at(reader->error, STATUS_DATA, line_span(reader, reader->at, reader->end),
                   "line %zu is cut short or of another kind: behind %zu byte%s there is no text "
                   "of as many characters",
                   reader->number, bytes, plural(bytes));
}

// ---- bytes and text of one row

static bool is_space(const char *at, const char *end)
{
    return at < end && (*at == ' ' || *at == '\t');
}

static bool only_spaces(const char *at, const char *end)
{
    while (is_space(at, end))
        at++;
    return at == end;
}

static void skip_spaces(struct reader *reader)
{
    while (is_space(reader->at, reader->end))
        reader->at++;
}

// Reads pairs of digits with at most one blank before each (spaced: with one) up to what is
// something else. The bytes have room.
static void read_pairs(struct reader *reader, bool spaced)
{
    const char *at = reader->at;
    unsigned char *to = reader->to->bytes + reader->to->used;

    for (;;) {
        size_t blank = is_space(at, reader->end);

        if ((spaced && blank == 0) || (size_t)(reader->end - at) < blank + 2)
            break;
        unsigned high = hex_values[(unsigned char)at[blank]];
        unsigned low = hex_values[(unsigned char)at[blank + 1]];
        if (high == 0 || low == 0)
            break;
        *to++ = (unsigned char)((high - 1) << 4 | (low - 1));
        at += blank + 2;
    }
    reader->to->used = (size_t)(to - reader->to->bytes);
    reader->at = at;
}

// The word that is here should be bytes, and is not.
static bool fail_byte(struct reader *reader)
{
    const char *from = reader->at, *to = reader->at;

    while (from > reader->line && !is_space(from - 1, reader->end))
        from--;
    while (to < reader->end && !is_space(to, reader->end))
        to++;
    return fail_at(reader->error, STATUS_DATA, line_span(reader, from, to),
                   "line %zu: a byte has two hex digits", reader->number);
}

// Bytes up to |, as many characters, | and nothing.
static bool read_dump_row(struct reader *reader)
{
    for (skip_spaces(reader); reader->at < reader->end && *reader->at != '|'; skip_spaces(reader)) {
        size_t used = reader->to->used;

        reader->at--; // to the blank before the byte
        read_pairs(reader, true);
        if (reader->to->used == used)
            reader->at++;
        if (reader->at < reader->end && !is_space(reader->at, reader->end))
            return fail_byte(reader);
    }
    size_t n = reader->to->used - reader->row;
    if (n == 0)
        return fail_kind(reader);
    if ((size_t)(reader->end - reader->at) < n + 2 || reader->at[n + 1] != '|' ||
        !only_spaces(reader->at + n + 2, reader->end))
        return fail_text(reader, n);
    return true;
}

// True where all that is left is two blanks or more and n characters.
static bool text_follows(const struct reader *reader, size_t n)
{
    return (size_t)(reader->end - reader->at) >= n + 2 && only_spaces(reader->at, reader->end - n);
}

// How many bytes the first group of a row of xxd has.
static size_t first_group(const struct reader *reader, const char *at)
{
    const char *from = at += is_space(at, reader->end);

    while (at < reader->end && hex_values[(unsigned char)*at] != 0)
        at++;
    return (size_t)(at - from) / 2;
}

// True where the text shows the bytes of each group in reverse, and not as they are written: the
// little-endian words of xxd -e.
static bool is_reversed(const unsigned char *bytes, size_t n, size_t group, const char *text)
{
    bool straight = true;

    if (group < 2 || n % group != 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t other = i - i % group + (group - 1 - i % group);

        straight = straight && text[i] == hex_text(bytes[i]);
        if (text[i] != hex_text(bytes[other]))
            return false;
    }
    return !straight;
}

// Groups of digits with one blank before each, then the text.
static bool read_xxd_row(struct reader *reader)
{
    const char *from = reader->at;

    read_pairs(reader, false);
    if (reader->at < reader->end && !is_space(reader->at, reader->end))
        return fail_byte(reader);
    size_t n = reader->to->used - reader->row, kept = n;
    if (n == 0)
        return fail_kind(reader);
    const unsigned char *bytes = reader->to->bytes + reader->row;
    if (text_follows(reader, n)) {
        if (!is_reversed(bytes, n, first_group(reader, from), reader->end - n))
            return true;
        fail_at(reader->error, STATUS_DATA, whole_line(reader),
                "line %zu is of xxd -e: its bytes stand in reverse", reader->number);
        return error_hint(reader->error, "write it without -e");
    }
    while (kept > 0 && bytes[kept - 1] == ' ')
        kept--;
    if (kept == 0 ? only_spaces(reader->at, reader->end) : text_follows(reader, kept))
        return true;
    return fail_text(reader, n);
}

// ---- offsets

// Fills n bytes, a multiple of width, with a row of width bytes from somewhere else; what is filled
// is copied itself, so that a gigabyte takes some thirty copies.
static void repeat_row(unsigned char *to, size_t n, const unsigned char *row, size_t width)
{
    if (n == 0)
        return;
    memcpy(to, row, width);
    for (size_t done = width; done < n; done *= 2)
        memcpy(to + done, to, done < n - done ? done : n - done);
}

// Puts the row before, or zeroes, as often as it takes to reach the offset.
static bool expand(struct reader *reader)
{
    uint64_t n = reader->offset - reader->expected;
    size_t start = reader->to->used;

    if (n > DUMP_TEXT_SQUEEZED_MAX - reader->expanded)
        return fail_at(reader->error, STATUS_DATA, line_span(reader, reader->line, reader->at),
                       "line %zu: `*` stands for %" PRIu64 " bytes, more than the %" PRIu64
                       " that a dump may leave out",
                       reader->number, n, DUMP_TEXT_SQUEEZED_MAX);
    if (n % reader->width != 0)
        return fail_at(reader->error, STATUS_DATA, line_span(reader, reader->line, reader->at),
                       "line %zu: `*` stands for %" PRIu64 " bytes, which are no rows of %zu",
                       reader->number, n, reader->width);
    if (!bytes_append(reader->to, NULL, (size_t)n, reader->error))
        return false;
    reader->expanded += n;
    if (reader->style == STYLE_DUMP)
        repeat_row(reader->to->bytes + start, (size_t)n, reader->to->bytes + reader->row,
                   reader->width);
    return true;
}

// Checks the line's offset against the rows before, and puts what `*` stood for between them.
static bool take_offset(struct reader *reader)
{
    if (!reader->begun)
        reader->expected = reader->offset;
    reader->begun = true;
    if (reader->offset < reader->expected)
        return fail_at(reader->error, STATUS_DATA, line_span(reader, reader->line, reader->at),
                       "line %zu: offset %" PRIx64 " goes back: the row before it ends at %" PRIx64,
                       reader->number, reader->offset, reader->expected);
    if (reader->starred && !expand(reader))
        return false;
    if (!reader->starred && reader->offset > reader->expected)
        reader->gap = true;
    reader->starred = false;
    if (reader->gap && reader->squeezed) {
        fail_at(reader->error, STATUS_DATA, line_span(reader, reader->line, reader->at),
                "line %zu: rows lie apart, so how many `*` stands for is not known",
                reader->number);
        return error_hint(reader->error, "-v writes a dump without `*`");
    }
    reader->expected = reader->offset;
    return true;
}

static bool take_style(struct reader *reader, enum style style)
{
    if (reader->style != STYLE_UNKNOWN && reader->style != style)
        return fail_at(reader->error, STATUS_DATA, whole_line(reader),
                       "line %zu is of %s, those before it are of %s", reader->number,
                       style_names[style], style_names[reader->style]);
    reader->style = style;
    return true;
}

// ---- lines

static bool read_row(struct reader *reader)
{
    struct bytes *to = reader->to;
    size_t used = to->used;

    reader->rows = used > reader->row;
    // Room for as many bytes as the line has pairs of characters, and never none.
    if (!bytes_append(to, NULL, (size_t)(reader->end - reader->at) / 2 + 1, reader->error))
        return false;
    to->used = reader->row = used;
    if (!(reader->style == STYLE_DUMP ? read_dump_row(reader) : read_xxd_row(reader)))
        return false;
    reader->width = to->used - used;
    if (!add_u64(reader->offset, reader->width, &reader->expected))
        return fail_at(reader->error, STATUS_DATA, whole_line(reader),
                       "line %zu ends above the highest offset, ffffffffffffffff", reader->number);
    return true;
}

// The end of bytes that lie apart, as those of a slice with a step do, is that of the last one.
// Where rows lie close together, or one row has no such step, rows are missing.
static bool check_end(const struct reader *reader)
{
    if (reader->to->used == reader->row || reader->starred || reader->gap ||
        reader->offset <= reader->expected ||
        (!reader->rows && reader->width > 1 &&
         (reader->offset - reader->expected) % (reader->width - 1) == 0))
        return true;
    return fail_at(reader->error, STATUS_DATA, whole_line(reader),
                   "line %zu: the end is %" PRIx64 ", but the last row ends at %" PRIx64,
                   reader->number, reader->offset, reader->expected);
}

static bool read_star(struct reader *reader)
{
    if (reader->to->used == reader->row || reader->starred)
        return fail_at(reader->error, STATUS_DATA, whole_line(reader),
                       "line %zu: `*` repeats a row, and there is none before it", reader->number);
    reader->starred = reader->squeezed = true;
    return true;
}

// Reads a line that is not blank.
static bool read_line(struct reader *reader)
{
    const char *from = reader->at;
    size_t digits = 0;

    if (reader->ended)
        return fail_at(reader->error, STATUS_DATA, whole_line(reader),
                       "line %zu comes after the end offset", reader->number);
    if (*from == '*' && only_spaces(from + 1, reader->end))
        return read_star(reader);
    reader->offset = 0;
    for (; reader->at < reader->end && digits <= OFFSET_DIGITS; reader->at++, digits++) {
        unsigned value = hex_values[(unsigned char)*reader->at];

        if (value == 0)
            break;
        reader->offset = reader->offset << 4 | (value - 1);
    }
    bool colon = reader->at < reader->end && *reader->at == ':';
    bool ended = !colon && only_spaces(reader->at, reader->end);
    if (digits > OFFSET_DIGITS || digits < (colon ? 1 : DUMP_OFFSET_DIGITS) ||
        (!colon && reader->at < reader->end && !is_space(reader->at, reader->end)))
        return fail_kind(reader);
    if (!take_style(reader, colon ? STYLE_XXD : STYLE_DUMP) || (ended && !check_end(reader)) ||
        !take_offset(reader))
        return false;
    if (colon)
        reader->at++;
    reader->ended = ended;
    // An offset alone may be all of an empty dump; without a leading zero it is more likely hex.
    if (reader->ended && reader->to->used == reader->row && *from != '0')
        return fail_kind(reader);
    return reader->ended || read_row(reader);
}

static bool read_lines(struct reader *reader, const struct cursor *text)
{
    const char *next = text->at;

    while (next < text->end) {
        size_t left = (size_t)(text->end - next);
        const char *feed = memchr(next, '\n', left);
        size_t length = feed != NULL ? (size_t)(feed - next) : left;
        const char *colour = memchr(next, '\x1b', length);

        reader->line = reader->at = next;
        reader->end = next + length;
        next = feed != NULL ? feed + 1 : text->end;
        if (length > 0 && reader->end[-1] == '\r')
            reader->end--;
        reader->number++;
        if (colour != NULL) {
            fail_at(reader->error, STATUS_DATA, line_span(reader, colour, colour + 1),
                    "line %zu holds colours", reader->number);
            return error_hint(reader->error, "--color never writes a dump without them");
        }
        skip_spaces(reader);
        if (reader->at < reader->end && !read_line(reader))
            return false;
    }
    if (reader->starred)
        return fail_at(reader->error, STATUS_DATA, whole_line(reader),
                       "line %zu: `*` has no offset behind it that says where it ends",
                       reader->number);
    return true;
}

bool dump_text_read(struct cursor *text, struct bytes *to, struct error *error)
{
    size_t used = to->used;
    struct reader reader = {.to = to, .error = error, .row = used};

    if (!read_lines(&reader, text)) {
        to->used = used;
        return false;
    }
    text->at = text->end;
    return true;
}
