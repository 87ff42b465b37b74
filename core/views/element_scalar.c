// Scalars to text: numbers into a buffer, by their class; wide characters into a sink.
#include "views/element_inner.h"

#include <string.h>

bool type_is_number(const struct type *type)
{
    switch (type->kind) {
    case TYPE_SCALAR:
        return type_class(type) != CLASS_CHAR && type_class(type) != CLASS_UNICODE;
    case TYPE_ENUM:
    case TYPE_BITS:
    case TYPE_POINTER:
        return true;
    default:
        return false;
    }
}

// Appends a NUL-terminated text at to + n; the new length.
static size_t append(char *to, size_t n, const char *text)
{
    size_t length = strlen(text);

    memcpy(to + n, text, length);
    return n + length;
}

// ---- floats

// A C constant: with the suffix of its type, special values by their macros.
static size_t float_c(char *to, enum float_format format, const char *text, size_t n)
{
    static const char *const suffixes[] = {
        [FLOAT_F16] = "f16", [FLOAT_BF16] = "f", [FLOAT_F32] = "f",
        [FLOAT_F64] = "",    [FLOAT_F80] = "L",  [FLOAT_F128] = "f128",
    };
    size_t sign = n > 0 && text[0] == '-';

    memcpy(to, text, sign);
    if (text[sign] == 'n')
        return append(to, sign, "NAN");
    if (text[sign] == 'i')
        return append(to, sign, "INFINITY");
    memcpy(to + sign, text + sign, n - sign);
    return append(to, n, suffixes[format]);
}

// Writes a float of the format whose host-order bytes those are, in that notation.
static size_t print_notation(char *to, enum float_format format, const void *bytes,
                             enum notation notation)
{
    const struct notation_row *row = notation_row(notation);
    char text[NUMBER_TEXT];
    double wide;

    if (row->widen && format < FLOAT_F64) {
        wide = float_widen(format, bytes);
        return float_print(to, FLOAT_F64, &wide);
    }
    if (notation != NOTATION_C && *row->nonfinite[0] == '\0')
        return float_print(to, format, bytes);
    size_t n = float_print(text, format, bytes);
    if (notation == NOTATION_C)
        return float_c(to, format, text, n);
    bool finite = text[n - 1] >= '0' && text[n - 1] <= '9';
    size_t used = finite ? 0 : append(to, 0, row->nonfinite[0]);
    memcpy(to + used, text, n);
    return finite ? n : append(to, used + n, row->nonfinite[1]);
}

static size_t print_float(char *to, const struct type *type, const unsigned char *bytes,
                          const struct style *style)
{
    enum float_format format = scalar_info(type->scalar)->format;
    unsigned char host[SCALAR_BYTES];

    element_host_order(type, bytes, host);
    return print_notation(to, format, host + float_place(format, (size_t)type->size),
                          style->notation);
}

// The parts of a complex number as Python's repr has them: no .0, a sign where asked for.
static size_t complex_part(char *to, enum float_format format, const unsigned char *bytes,
                           bool sign, const struct style *style)
{
    size_t plus = 0;

    size_t n = print_notation(to, format, bytes,
                              style->notation == NOTATION_LIST ? NOTATION_LIST : NOTATION_VALUES);
    if (n > 2 && memcmp(to + n - 2, ".0", 2) == 0)
        n -= 2;
    if (sign && *to != '-') {
        memmove(to + 1, to, n);
        *to = '+';
        plus = 1;
    }
    return n + plus;
}

// One argument of __builtin_complex, which wants both of one type: the macros for special values
// are float in every type.
static size_t complex_part_c(char *to, enum float_format format, const unsigned char *bytes)
{
    const char *type = format == FLOAT_F64    ? "(double)"
                       : format == FLOAT_F80  ? "(long double)"
                       : format == FLOAT_F128 ? "(_Float128)"
                                              : "";
    size_t cast = append(to, 0, type);
    size_t n = print_notation(to + cast, format, bytes, NOTATION_C);

    if (to[cast + n - 1] == 'N' || to[cast + n - 1] == 'Y')
        return cast + n;
    memmove(to, to + cast, n);
    return n;
}

// As Python's repr of a complex: (1+2j), and 2j where the real part is a positive zero.
static size_t complex_python(char *to, enum float_format format, const unsigned char *parts[2],
                             const struct style *style)
{
    size_t n = complex_part(to + 1, format, parts[0], false, style);

    if (n == 1 && to[1] == '0') {
        n = complex_part(to, format, parts[1], false, style);
        return append(to, n, "j");
    }
    *to = '(';
    n++;
    n += complex_part(to + n, format, parts[1], true, style);
    return append(to, n, "j)");
}

static size_t print_complex(char *to, const struct type *type, const unsigned char *bytes,
                            const struct style *style)
{
    enum float_format format = scalar_info(type->scalar)->format;
    unsigned char host[SCALAR_BYTES];
    size_t half = (size_t)type->size / 2, n;

    element_host_order(type, bytes, host);
    size_t place = float_place(format, half);
    const unsigned char *parts[] = {host + place, host + half + place};
    if (style->notation == NOTATION_VALUES || style->notation == NOTATION_LIST)
        return complex_python(to, format, parts, style);
    bool c = style->notation == NOTATION_C;
    n = append(to, 0, c ? "__builtin_complex(" : "[");
    for (size_t i = 0; i < 2; i++) {
        n = i > 0 ? append(to, n, ", ") : n;
        n += c ? complex_part_c(to + n, format, parts[i])
               : print_notation(to + n, format, parts[i], style->notation);
    }
    return append(to, n, c ? ")" : "]");
}

// ---- integers

// A C constant above 64 bits, put together of two.
static size_t integer_c_wide(char *to, struct integer value)
{
    size_t n = 0;

    if (value.negative) {
        value.high = ~value.high + (value.low == 0);
        value.low = ~value.low + 1;
        n = append(to, n, "(__int128)");
    }
    n = append(to, n, "((unsigned __int128)");
    n += integer_print(to + n, integer_of_u64(value.high), 16);
    n = append(to, n, "u << 64 | ");
    n += integer_print(to + n, integer_of_u64(value.low), 16);
    return append(to, n, "u)");
}

// The digits of a C constant: 0x with two of them at least, 0b as gcc and C23 have it, octal behind
// a 0.
static size_t integer_c_digits(char *to, struct integer value, unsigned radix)
{
    size_t n = integer_print(to, value, radix), first = value.negative;

    if (radix == 8) {
        n -= value.low == 0 ? 2 : 1; // 0o0 is 0, 0o7 is 07
        memmove(to + first + 1, to + first + 2, n - first - 1);
    } else if (radix == 16 && n - first == 3) {
        to[n] = to[n - 1];
        to[n - 1] = '0';
        n++;
    }
    return n;
}

// A C constant that has the value in some type without a warning: the least integer of 64 bits, and
// all above 64 bits, have no literal of their own; where it is not decimal, one that is unsigned
// int would not be negative behind its minus.
static size_t integer_c(char *to, struct integer value, unsigned radix)
{
    if (value.high != 0)
        return integer_c_wide(to, value);
    bool least = value.negative && value.low == UINT64_C(1) << 63;
    size_t n = least ? append(to, 0, "(") : 0;

    value.low -= least;
    n += integer_c_digits(to + n, value, radix);
    if (least)
        return append(to, n, " - 1)");
    if (radix == 10)
        return value.low >> 63 ? append(to, n, "u") : n;
    return value.negative && value.low >> 31 == 1 ? append(to, n, "LL") : n;
}

// The usual case, done fast: a decimal number of up to 64 bits.
static size_t print_word(char *to, const struct type *type, const unsigned char *bytes)
{
    unsigned above = 64 - 8 * (unsigned)type->size;
    uint64_t word = element_word(bytes, (size_t)type->size, type_swapped(type));

    if (type_class(type) != CLASS_INT)
        return u64_print(to, word);
    return i64_print(to, (int64_t)(word << above) >> above);
}

static size_t print_integer(char *to, const struct type *type, const unsigned char *bytes,
                            const struct style *style)
{
    bool decimal = style->notation == NOTATION_JSON || style->radix == 10 || style->radix == 0;
    struct integer value = {0};

    if (decimal && type->kind != TYPE_BITS && type->size <= 8 && style->notation != NOTATION_C)
        return print_word(to, type, bytes);
    element_integer(type, bytes, &value);
    if (style->notation == NOTATION_C)
        return integer_c(to, value, style->radix ? style->radix : 10);
    unsigned radix = notation_row(style->notation)->radix ? style->radix : 10;
    return integer_print(to, value, radix ? radix : 10);
}

static size_t print_bool(char *to, const struct type *type, const unsigned char *bytes,
                         const struct style *style)
{
    struct integer value = {0};

    element_integer(type, bytes, &value);
    return append(to, 0, notation_row(style->notation)->words[!integer_is_zero(value)]);
}

static size_t print_pointer(char *to, const struct type *type, const unsigned char *bytes,
                            const struct style *style)
{
    struct integer value = {0};
    size_t n = 0;

    if (!notation_row(style->notation)->pointer_hex)
        return print_integer(to, type, bytes, style);
    element_integer(type, bytes, &value);
    if (style->notation == NOTATION_C)
        n = append(to, n, "(void *)");
    return n + integer_print(to + n, value, 16);
}

size_t number_print(char *to, const struct type *type, const unsigned char *bytes,
                    const struct style *style)
{
    static size_t (*const printers[])(char *, const struct type *, const unsigned char *,
                                      const struct style *) = {
        [CLASS_BOOL] = print_bool,       [CLASS_CHAR] = print_integer,
        [CLASS_UINT] = print_integer,    [CLASS_INT] = print_integer,
        [CLASS_FLOAT] = print_float,     [CLASS_COMPLEX] = print_complex,
        [CLASS_POINTER] = print_pointer, [CLASS_UNICODE] = print_integer,
    };

    return printers[type_class(type)](to, type, bytes, style);
}

// ---- widths

// The most characters of a float's shortest decimal: those of -1.2345678901234567e-308 and the
// like; of the small formats, those of a large whole number up to 1e16.
static size_t float_width(enum float_format format)
{
    static const unsigned char widths[] = {
        [FLOAT_F16] = 11, [FLOAT_BF16] = 19, [FLOAT_F32] = 19,
        [FLOAT_F64] = 24, [FLOAT_F80] = 29,  [FLOAT_F128] = 44,
    };

    return widths[format];
}

static size_t integer_width(const struct type *type, unsigned radix)
{
    unsigned bits = type->kind == TYPE_BITS ? type->bits : (unsigned)type->size * 8;
    struct integer low, high;
    char text[NUMBER_TEXT];

    integer_limits(bits, type_class(type) == CLASS_INT, &low, &high);
    size_t least = integer_print(text, low, radix ? radix : 10);
    size_t most = integer_print(text, high, radix ? radix : 10);
    return least > most ? least : most;
}

static size_t enum_width(const struct type *type, size_t width)
{
    for (size_t i = 0; i < type->enumerator_count; i++) {
        size_t length = strlen(type->enumerators[i].name);

        if (length > width)
            width = length;
    }
    return width;
}

// Text is as wide as it is long where nothing in it is escaped. What is wider than a row can be has
// no columns.
static size_t array_width(const struct type *type, unsigned radix)
{
    enum { MOST = 4096 };
    const struct type *target = type->target;
    size_t width;

    if (type->size > MOST || type->count > MOST)
        return 0;
    if (type_is_text(type) || type_is_wide_text(type))
        return (size_t)type->count;
    width = element_width(target, radix);
    if (width == 0 || type->count == 0)
        return 0;
    if (type_is_text(target) || type_is_wide_text(target))
        width += 2; // its quotes
    return (size_t)type->count * (width + 2);
}

size_t element_width(const struct type *type, unsigned radix)
{
    static const char false_word[] = "false", escaped[] = "\\x80", wide[] = "\\U0010ffff",
                      narrow[] = "\\ud800";

    if (type->kind == TYPE_ARRAY)
        return array_width(type, radix);
    if (type->kind == TYPE_PASCAL)
        return type->size > 0 ? (size_t)type->size - 1 : 0;
    if (type->kind != TYPE_SCALAR && !type_is_number(type))
        return 0;
    if (type->kind == TYPE_ENUM)
        return enum_width(type, integer_width(type, radix));
    if (type->kind == TYPE_BITS && type->target != NULL && type->target->kind == TYPE_ENUM)
        return enum_width(type->target, integer_width(type, radix));
    switch (type_class(type)) {
    case CLASS_BOOL:
        return sizeof false_word - 1;
    case CLASS_CHAR:
        return sizeof escaped - 1;
    case CLASS_UNICODE:
        return type->size == 2 ? sizeof narrow - 1 : sizeof wide - 1;
    case CLASS_POINTER:
        return 2 + 2 * (size_t)type->size;
    case CLASS_FLOAT:
        return float_width(scalar_info(type->scalar)->format);
    case CLASS_COMPLEX:
        return 2 * float_width(scalar_info(type->scalar)->format) + 3;
    default:
        return integer_width(type, radix);
    }
}
