// C literals as arguments of functions that say no type: their own syntax is what says it.
//
//     literal = integer [suffix] | float [f F l L] | "'" char "'" | '"' text '"'
//     suffix  = u U l L ll LL in any order that C has
#include "base/escape.h"
#include "base/number.h"
#include "calls/argument.h"

#include <limits.h>
#include <string.h>

// Stores bytes as the argument's value, of a machine type.
static bool keep(struct argument *argument, enum scalar scalar, const void *bytes,
                 struct error *error)
{
    argument->kind = ARGUMENT_VALUE;
    argument->type = type_ref(type_native(scalar));
    return bytes_append(&argument->text, bytes, (size_t)argument->type->size, error);
}

static bool read_string(struct argument *argument, const char *word, struct error *error)
{
    struct cursor text = cursor_of(word);

    cursor_take(&text, '"');
    argument->kind = ARGUMENT_TEXT;
    argument->type = type_ref(type_native(SCALAR_POINTER));
    if (!escape_read(&text, '"', &argument->text, error))
        return false;
    if (!cursor_take(&text, '"') || !cursor_done(&text))
        return fail_at(error, STATUS_USAGE, cursor_rest(&text), "one text in double quotes");
    return bytes_append(&argument->text, "", 1, error);
}

struct suffix {
    bool is_unsigned;
    unsigned longs;
};

// u, l and ll, each at most once, l and ll of one case.
static struct suffix read_suffix(struct cursor *text)
{
    struct suffix suffix = {0};

    suffix.is_unsigned = cursor_take(text, 'u') || cursor_take(text, 'U');
    if (cursor_take_text(text, "ll") || cursor_take_text(text, "LL"))
        suffix.longs = 2;
    else if (cursor_take(text, 'l') || cursor_take(text, 'L'))
        suffix.longs = 1;
    if (!suffix.is_unsigned)
        suffix.is_unsigned = cursor_take(text, 'u') || cursor_take(text, 'U');
    return suffix;
}

// The first of int, long and long long that holds the value; of a literal that is not decimal the
// unsigned ones too, and of one with u only those (C11 6.4.4.1). A decimal that none holds is an
// unsigned long long if that holds it, as in gcc.
static enum scalar fit(struct integer value, struct suffix suffix, bool decimal)
{
    static const unsigned sizes[] = {sizeof(int), sizeof(long), sizeof(long long)};

    for (unsigned i = suffix.longs; i < sizeof sizes / sizeof *sizes; i++) {
        if (!suffix.is_unsigned && integer_fits(value, sizes[i] * CHAR_BIT, true))
            return scalar_integer(sizes[i], true);
        if ((suffix.is_unsigned || !decimal) && integer_fits(value, sizes[i] * CHAR_BIT, false))
            return scalar_integer(sizes[i], false);
    }
    if (integer_fits(value, sizeof(long long) * CHAR_BIT, false))
        return scalar_integer(sizeof(long long), false);
    return SCALAR_COUNT;
}

// *good is false where the word is no whole integer literal; an error is set where its value fits
// no type.
static bool read_integer(struct argument *argument, const char *word, bool *good,
                         struct error *error)
{
    struct cursor text = cursor_of(word);
    struct error ignored = {0};
    struct integer value;
    unsigned char bytes[sizeof(long long)];
    const char *digits = word + (word[0] == '-' || word[0] == '+');
    bool decimal = !(digits[0] == '0' && is_letter((unsigned char)digits[1]));

    *good = false;
    if (!integer_read(&text, &value, &ignored))
        return true;
    struct suffix suffix = read_suffix(&text);
    if (!cursor_done(&text))
        return true;
    *good = true;
    enum scalar scalar = fit(value, suffix, decimal);
    if (scalar == SCALAR_COUNT)
        return fail_at(error, STATUS_USAGE, span_of(word), "no C integer literal is so large");
    integer_to_bytes(value, bytes, scalar_info(scalar)->size);
    return keep(argument, scalar, bytes, error);
}

// A float literal is a double; with f it is one that was rounded to float, with l a long double.
static bool read_float(struct argument *argument, const char *word, bool *good, struct error *error)
{
    size_t length = strlen(word);
    int last = length > 0 ? (unsigned char)word[length - 1] : 0;
    bool digits_end = strpbrk(word, "xX") == NULL || strpbrk(word, "pP") != NULL;
    const char *first = word + (*word == '-' || *word == '+'); // inf has an f of its own
    bool is_float = digits_end && (last == 'f' || last == 'F') &&
                    (is_digit((unsigned char)*first) || *first == '.');
    bool is_long = (last == 'l' || last == 'L') && length > 1;
    struct cursor text = cursor_over(word, length - (is_float || is_long));
    struct error ignored = {0};
    unsigned char bytes[32];
    enum scalar scalar = is_long ? scalar_long_double() : SCALAR_F64;
    enum float_format format = is_float ? FLOAT_F32 : scalar_info(scalar)->format;

    *good = float_read(&text, format, bytes, &ignored) && cursor_done(&text);
    if (!*good)
        return true;
    if (is_float) {
        double wide = float_widen(FLOAT_F32, bytes);
        return keep(argument, SCALAR_F64, &wide, error);
    }
    return keep(argument, scalar, bytes, error);
}

bool argument_read_literal(struct argument *argument, const char *word, bool numbers,
                           struct error *error)
{
    bool good = false;

    if (word[0] == '"') {
        read_string(argument, word, error);
        return true;
    }
    if (!numbers || !read_integer(argument, word, &good, error) || good)
        return good;
    return !read_float(argument, word, &good, error) || good;
}
