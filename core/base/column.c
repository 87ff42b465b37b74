#include "base/column.h"

#include "base/digits.h"
#include "base/float_decimal.h"
#include "base/powers.h"

#include <string.h>

enum {
    MOST_DIGITS = 19, // decimal digits that always fit in 64 bits
    MOST_WORDS = 3    // of eight characters, that a run of digits may touch
};

// Appends the digits at `at` to *value, which may overflow where there are more than MOST_DIGITS;
// the end of them. Looks at no more than MOST_WORDS words.
static inline const char *take_digits(const char *at, uint64_t *value)
{
    static const uint32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
    uint64_t text = load_little(at);
    unsigned n = digits_count(text);

    for (int word = 1; n == 8 && word < MOST_WORDS; word++) {
        *value = *value * 100000000 + digits_value(text);
        text = load_little(at += 8);
        n = digits_count(text);
    }
    if (n == 8)
        return at + n; // too many in any case
    // Moved to the end of a word, with zeros in front; in two shifts, for there may be none.
    text = text << (56 - 8 * n) << 8 | DIGITS_ZEROS >> 8 * n;
    *value = *value * powers[n] + digits_value(text);
    return at + n;
}

static inline bool separates(char byte)
{
    return byte == ',' || is_blank((unsigned char)byte);
}

// Behind what stands between two values: at the start of a plain one, or NULL where there is none.
static inline const char *next_value(const char *at)
{
    bool comma = *at++ == ',';

    if (is_blank((unsigned char)*at))
        at++;
    if (!comma && *at == ',')
        return NULL;
    return is_digit((unsigned char)*at) || *at == '-' ? at : NULL;
}

// Passes one value up to the separator behind it; NULL where it is not plain, or does not fit.
typedef const char *taker(const char *at, const struct column *column,
                          const struct float_parts *parts, uint64_t *out);

static inline const char *take_integer(const char *at, const struct column *column,
                                       const struct float_parts *parts, uint64_t *out)
{
    bool negative = *at == '-';
    uint64_t magnitude = 0;

    (void)parts;
    const char *from = at + negative, *end = take_digits(from, &magnitude);

    if (end == from || end - from > MOST_DIGITS || !separates(*end) ||
        magnitude > column->most[negative])
        return NULL;
    *out = (magnitude ^ (0 - (uint64_t)negative)) + negative;
    return end;
}

// An exponent of at most three digits; NULL where it is none, or a longer one.
static inline const char *take_exponent(const char *at, int *out)
{
    int exponent = 0;
    bool negative = *++at == '-';
    const char *from;

    at += negative || *at == '+';
    for (from = at; is_digit((unsigned char)*at) && at - from < 4; at++)
        exponent = exponent * 10 + (*at - '0');
    *out += negative ? -exponent : exponent;
    return at == from || at - from == 4 ? NULL : at;
}

// A decimal that the table of powers decides.
static inline const char *take_float(const char *at, const struct column *column,
                                     const struct float_parts *parts, uint64_t *out)
{
    bool negative = *at == '-';
    uint64_t digits = 0;
    const char *from = at + negative, *end = take_digits(from, &digits);
    int exponent = 0;

    (void)column;
    if (*end == '.') {
        const char *point = end++;

        end = take_digits(end, &digits);
        exponent = (int)(point + 1 - end);
        from++;
    }
    if (end <= from || end - from > MOST_DIGITS)
        return NULL;
    if ((*end | 0x20) == 'e' && (end = take_exponent(end, &exponent)) == NULL)
        return NULL;
    if (!separates(*end) || !decimal_word(parts, negative, digits, exponent, out))
        return NULL;
    return end;
}

static inline void store_word(unsigned char *to, uint64_t value, const struct column *column)
{
    if (column->swapped)
        value = __builtin_bswap64(value) >> (64 - 8 * column->size);
    wide_store(to, column->size, value);
}

// Inlined into both, with the taker that they name.
__attribute__((always_inline)) static inline size_t read_column(struct cursor *cursor,
                                                                const struct column *column,
                                                                const struct float_parts *parts,
                                                                unsigned char *to, size_t count,
                                                                taker *take)
{
    const char *at = cursor->at, *end = cursor->end;
    size_t done = 0;

    while (done < count && at != NULL && end - at >= COLUMN_ROOM) {
        uint64_t value;
        const char *behind = take(at, column, parts, &value);

        if (behind == NULL)
            break;
        store_word(to + done++ * column->size, value, column);
        cursor->at = behind;
        at = next_value(behind);
    }
    return done;
}

size_t column_integers(struct cursor *cursor, const struct column *column, unsigned char *to,
                       size_t count)
{
    return read_column(cursor, column, NULL, to, count, take_integer);
}

size_t column_floats(struct cursor *cursor, const struct column *column, unsigned char *to,
                     size_t count)
{
    const struct float_parts parts = *float_parts(column->format);

    return read_column(cursor, column, &parts, to, count, take_float);
}
