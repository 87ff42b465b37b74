// Text to integers.
#include "base/escape.h"
#include "base/integer.h"
#include "base/scan.h"

#include <stdlib.h>

enum { MESSAGE_WORD = 60 }; // how much of a word a message repeats

unsigned scan_prefix(struct cursor *cursor)
{
    static const struct {
        const char *text;
        unsigned radix;
    } prefixes[] = {{"0x", 16}, {"0X", 16}, {"0o", 8}, {"0O", 8}, {"0b", 2}, {"0B", 2}};

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (cursor_take_text(cursor, prefixes[i].text))
            return prefixes[i].radix;
    return 10;
}

bool scan_append(struct wide *value, unsigned radix, unsigned digit)
{
    struct wide grown;
    uint64_t carry = wide_multiply(value->low, radix, &grown.low);

    grown.low += digit;
    carry += grown.low < digit;
    if (__builtin_mul_overflow(value->high, (uint64_t)radix, &grown.high) ||
        __builtin_add_overflow(grown.high, carry, &grown.high))
        return false;
    *value = grown;
    return true;
}

static bool ends_word(int byte)
{
    return byte < 0 || is_blank(byte) || (byte != 0 && strchr(",;:(){}[]\"", byte) != NULL);
}

bool scan_refuse(const struct cursor *cursor, const char *from, const char *why,
                 struct error *error)
{
    struct cursor word = *cursor;

    word.at = from;
    while (!ends_word(cursor_peek(&word)))
        word.at++;
    int length = (int)(word.at - from < MESSAGE_WORD ? word.at - from : MESSAGE_WORD);
    const char *cut = word.at - from > MESSAGE_WORD ? "…" : "";

    while (*cut != 0 && length > 1 && (from[length] & 0xc0) == 0x80) // inside a UTF-8 sequence
        length--;
    if (length == 0)
        return fail_at(error, STATUS_USAGE, cursor_span(&word, from), "a number is missing");
    return fail_at(error, STATUS_USAGE, cursor_span(&word, from), "%.*s%s %s", length, from, cut,
                   why);
}

// Digits of a radix, at least one, as a magnitude; a decimal digit that is none of the radix is an
// error, because it cannot start anything else.
static bool read_digits(struct cursor *cursor, const char *from, unsigned radix,
                        struct integer *out, struct error *error)
{
    struct wide value = {0, 0};
    bool beyond = false;
    const char *start = cursor->at;
    int digit;

    for (; (digit = hex_digit(cursor_peek(cursor))) >= 0 && digit < (int)radix; cursor->at++)
        beyond = beyond || !scan_append(&value, radix, (unsigned)digit);
    if (cursor->at == start)
        return scan_refuse(cursor, from, "is not an integer", error);
    if (is_digit(cursor_peek(cursor)))
        return fail_at(error, STATUS_USAGE, cursor_span(cursor, cursor->at),
                       "%c is no digit of a number in base %u", *cursor->at, radix);
    if (beyond)
        value = (struct wide){UINT64_MAX, UINT64_MAX};
    *out = (struct integer){.beyond = beyond, .high = value.high, .low = value.low};
    return true;
}

// A character constant, at its opening quote.
static bool read_character(struct cursor *cursor, const char *from, struct integer *out,
                           struct error *error)
{
    struct bytes text = {0};
    uint32_t point = 0;
    bool good = false;

    cursor->at++;
    if (!escape_read(cursor, '\'', &text, error))
        goto out;
    if (!cursor_take(cursor, '\'')) {
        fail_at(error, STATUS_USAGE, cursor_span(cursor, from), "' has no closing '");
        goto out;
    }
    good = text.used == 1 ||
           (text.used > 1 && utf8_decode(text.bytes, text.used, &point) == text.used);
    if (good)
        *out = integer_of_u64(text.used == 1 ? text.bytes[0] : point);
    else
        fail_at(error, STATUS_USAGE, cursor_span(cursor, from),
                "a character constant holds one character");
out:
    free(text.bytes);
    return good;
}

// What most integers are: a decimal of no more than 19 digits, which 64 bits always hold. False,
// and nothing done, where something else comes next.
static inline bool read_short(struct cursor *cursor, struct integer *out)
{
    enum { SAFE = 19 };
    const char *at = cursor->at, *end = cursor->end;
    uint64_t value = 0;
    bool negative = at < end && *at == '-';

    at += negative || (at < end && *at == '+');
    const char *stop = scan_digits(at, end, &value);
    if (stop == at || stop - at > SAFE)
        return false;
    if (value == 0 && stop < end && is_letter(*stop)) // perhaps a prefix
        return false;
    *out = (struct integer){.negative = negative && value != 0, .low = value};
    cursor->at = stop;
    return true;
}

// Any integer, at its first byte, which may be a sign.
__attribute__((noinline)) static bool read_any(struct cursor *cursor, struct integer *out,
                                               struct error *error)
{
    const char *from = cursor->at;
    struct integer magnitude;
    bool negative = cursor_take(cursor, '-'), good;

    if (!negative)
        cursor_take(cursor, '+');
    if (cursor_peek(cursor) == '\'') {
        good = read_character(cursor, from, &magnitude, error);
    } else {
        unsigned radix = cursor_peek(cursor) == '0' ? scan_prefix(cursor) : 10;

        good = read_digits(cursor, from, radix, &magnitude, error);
    }
    if (good)
        *out = negative ? integer_negate(magnitude) : magnitude;
    return good;
}

bool integer_read(struct cursor *cursor, struct integer *out, struct error *error)
{
    const char *from = cursor->at;

    if (read_short(cursor, out) || read_any(cursor, out, error))
        return true;
    cursor->at = from;
    return false;
}

// Passes a unit and gives what it multiplies by: 1 without one.
static uint64_t take_unit(struct cursor *cursor)
{
    static const struct {
        const char *name;
        uint64_t factor;
    } units[] = {
        // the longer of two that start alike first
        {"KiB", UINT64_C(1) << 10},
        {"MiB", UINT64_C(1) << 20},
        {"GiB", UINT64_C(1) << 30},
        {"TiB", UINT64_C(1) << 40},
        {"kB", 1000},
        {"MB", 1000000},
        {"GB", 1000000000},
        {"TB", 1000000000000},
        {"k", UINT64_C(1) << 10},
        {"K", UINT64_C(1) << 10},
        {"M", UINT64_C(1) << 20},
        {"G", UINT64_C(1) << 30},
        {"T", UINT64_C(1) << 40},
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (cursor_take_text(cursor, units[i].name))
            return units[i].factor;
    return 1;
}

bool size_read(struct cursor *cursor, uint64_t *out, bool *negative, struct error *error)
{
    struct cursor at = *cursor;
    struct integer magnitude;
    bool minus = negative != NULL && cursor_take(&at, '-');
    unsigned radix = 10;
    uint64_t size;

    if (negative != NULL && !minus)
        cursor_take(&at, '+');
    if (cursor_take_text(&at, "0x") || cursor_take_text(&at, "0X"))
        radix = 16;
    if (!is_digit(cursor_peek(&at)) && (radix == 10 || hex_digit(cursor_peek(&at)) < 0))
        return scan_refuse(&at, cursor->at, "is not a size", error);
    if (!read_digits(&at, cursor->at, radix, &magnitude, error))
        return false;
    if (!integer_to_u64(magnitude, &size) || !mul_u64(size, take_unit(&at), &size))
        return scan_refuse(&at, cursor->at, "is too large", error);
    *out = size;
    if (negative != NULL)
        *negative = minus;
    *cursor = at;
    return true;
}
