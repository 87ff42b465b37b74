#include "views/hex_text.h"

#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

// What is known between two pieces of a text.
struct hex_text {
    bool started;   // behind what may be a 0x
    bool prefixed;  // there was a 0x, and no byte behind it yet
    bool any;       // there was a byte
    char separator; // : or _ that waits for the byte behind it; or 0
};

// Shows the line that the place stands in, for a text may be long.
static bool fail_hex(const struct cursor *cursor, const char *from, struct error *error,
                     const char *why)
{
    struct cursor line = *cursor;
    const char *before =
        from > cursor->word ? memrchr(cursor->word, '\n', (size_t)(from - cursor->word)) : NULL;
    const char *behind =
        from < cursor->limit ? memchr(from, '\n', (size_t)(cursor->limit - from)) : NULL;

    if (before != NULL)
        line.word = before + 1;
    if (behind != NULL)
        line.limit = behind;
    line.at = from;
    return fail_at(error, STATUS_USAGE, cursor_span(&line, from), "%s", why);
}

static bool fail_separator(const struct hex_text *state, const struct cursor *cursor,
                           const char *from, struct error *error)
{
    return fail_hex(cursor, from, error,
                    state->separator == ':' ? ": stands between two bytes"
                                            : "_ stands between two bytes");
}

// Passes blanks and the 0x that may stand in front. False where more text is needed to tell.
static bool start(struct hex_text *state, struct cursor *cursor, bool last)
{
    cursor_skip_blanks(cursor);
    if (cursor_done(cursor) || (cursor->end - cursor->at == 1 && !last))
        return last;
    state->started = true;
    if (cursor_peek(cursor) == '0' && (cursor_peek_at(cursor, 1) | 0x20) == 'x') {
        cursor->at += 2;
        state->prefixed = true;
    }
    return true;
}

// Passes blanks and separators. *from is where the separator stands that waits for a byte.
static bool pass_gap(struct hex_text *state, struct cursor *cursor, const char **from,
                     struct error *error)
{
    for (;;) {
        cursor_skip_blanks(cursor);
        const char *at = cursor->at;
        if (!cursor_take(cursor, ':') && !cursor_take(cursor, '_'))
            return true;
        bool good = state->any && state->separator == 0;
        state->separator = *at;
        if (!good)
            return fail_separator(state, cursor, at, error);
        *from = at;
    }
}

// Decodes to the end of the cursor, or as far as there is room. What is left then is half a byte,
// unless this is the last piece.
static bool decode(struct hex_text *state, struct cursor *cursor, bool last, unsigned char *to,
                   size_t room, size_t *made, struct error *error)
{
    const char *separator = cursor->at;

    *made = 0;
    if (!state->started && !start(state, cursor, last))
        return true;
    for (;;) {
        if (!pass_gap(state, cursor, &separator, error))
            return false;
        if (cursor_done(cursor) || *made == room)
            break;
        size_t pairs = (size_t)(cursor->end - cursor->at) / 2;
        size_t good =
            hex_decode(to + *made, cursor->at, pairs < room - *made ? pairs : room - *made) / 2;
        cursor->at += 2 * good;
        *made += good;
        if (good > 0) {
            state->any = true;
            state->separator = 0;
            continue;
        }
        bool digit = hex_digit(cursor_peek(cursor)) >= 0;
        if (digit && pairs == 0 && !last)
            return true;
        if (digit)
            return fail_hex(cursor, cursor->at, error,
                            "odd number of hex digits: this one is half a byte");
        return state->separator != 0 ? fail_separator(state, cursor, separator, error)
                                     : fail_hex(cursor, cursor->at, error, "not a hex digit");
    }
    if (!last || !cursor_done(cursor))
        return true;
    if (state->separator != 0)
        return fail_separator(state, cursor, separator, error);
    return !state->prefixed || state->any ||
           fail_hex(cursor, cursor->at, error, "no digits behind 0x");
}

bool hex_text_read(struct cursor *cursor, struct bytes *to, struct error *error)
{
    struct hex_text state = {0};
    size_t room = (size_t)(cursor->end - cursor->at) / 2 + 1, made; // never full

    if (!memory_grow(&to->bytes, &to->capacity, to->used + room, 1, error) ||
        !decode(&state, cursor, true, to->bytes + to->used, room, &made, error))
        return false;
    to->used += made;
    return true;
}

// ---- a stream

struct hex_reader {
    struct stream_reader reader;
    struct hex_text state;
    struct store *text; // held
    uint64_t offset;    // of the text that was not decoded yet
};

// Decodes what the text's store holds by now, as far as there is room.
static bool decode_piece(struct hex_reader *hex, unsigned char *to, size_t room, size_t *made,
                         struct error *error)
{
    size_t n = (size_t)(hex->text->size - hex->offset);
    const char *text = (const char *)store_borrow(hex->text, hex->offset, n, &n, error);

    if (text == NULL)
        return false;
    struct cursor cursor = cursor_over(text, n);
    if (!decode(&hex->state, &cursor, !hex->text->open, to, room, made, error)) {
        // The command line is right: it is the text that is not.
        if (error->status == STATUS_USAGE)
            error->status = STATUS_DATA;
        return false;
    }
    hex->offset += (uint64_t)(cursor.at - text);
    store_forget(hex->text, hex->offset);
    return true;
}

static bool hex_read(struct stream_reader *reader, unsigned char *to, size_t room, size_t *n,
                     struct error *error)
{
    struct hex_reader *hex = (struct hex_reader *)reader;

    // Text that waits is half a byte, or there was no room for it.
    do {
        bool more = hex->text->open && hex->text->size - hex->offset < 2;

        if (more && !store_reach(hex->text, hex->text->size + 1, hex->text->size + 2 * room, error))
            return false;
        if (!decode_piece(hex, to, room, n, error))
            return false;
    } while (*n == 0 && hex->text->open);
    return true;
}

static void hex_close(struct stream_reader *reader)
{
    store_unref(((struct hex_reader *)reader)->text);
    free(reader);
}

struct store *hex_text_store(const char *name, struct store *text, struct error *error)
{
    struct hex_reader *hex = memory_new(1, sizeof *hex, error);

    if (hex == NULL)
        return NULL;
    hex->reader = (struct stream_reader){.read = hex_read, .close = hex_close};
    struct store *store = store_stream_of(name, &hex->reader, error);
    if (store == NULL) {
        free(hex);
        return NULL;
    }
    hex->text = store_ref(text);
    hex->offset = text->start;
    return store;
}
