// Numbers in and out of the bytes of an element: scalars, enums, bit-fields, pointers; and texts.
#include "base/swap.h"
#include "views/element_inner.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum scalar_class type_class(const struct type *type)
{
    return scalar_info(type->scalar)->class;
}

static void reverse(unsigned char *to, const unsigned char *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[n - 1 - i];
}

void element_host_order(const struct type *type, const unsigned char *bytes, unsigned char *to)
{
    size_t size = (size_t)type->size;

    if (!type_swapped(type)) {
        memcpy(to, bytes, size);
    } else if (type_class(type) == CLASS_COMPLEX) {
        reverse(to, bytes, size / 2);
        reverse(to + size / 2, bytes + size / 2, size / 2);
    } else {
        reverse(to, bytes, size);
    }
}

// Turning round twice is turning back.
void element_store_order(const struct type *type, const unsigned char *host, unsigned char *to)
{
    element_host_order(type, host, to);
}

size_t float_place(enum float_format format, size_t size)
{
    return HOST_IS_BIG && format == FLOAT_F80 ? size - 10 : 0;
}

// ---- bit-fields

// The 8 bits of a 128-bit value from bit `at` on (which may be negative).
static unsigned char eight_bits(uint64_t high, uint64_t low, int64_t at)
{
    if (at <= -8 || at >= 128)
        return 0;
    if (at < 0)
        return (unsigned char)(low << -at);
    if (at >= 64)
        return (unsigned char)(high >> (at - 64));
    return (unsigned char)(low >> at | (at > 56 ? high << (64 - at) : 0));
}

// Which bit of the field's value is the lowest bit of byte i of the bytes that it touches.
static int64_t bit_place(const struct type *type, uint64_t i)
{
    int64_t size = (int64_t)type->size;

    if (!type_is_big(type))
        return (int64_t)i * 8 - type->bit_offset;
    return (size - 1 - (int64_t)i) * 8 - (size * 8 - type->bit_offset - type->bits);
}

// The low bits set, as many as the field has.
static struct integer bit_mask(unsigned bits)
{
    struct integer low, high;

    integer_limits(bits, false, &low, &high);
    return high;
}

static struct integer bits_load(const struct type *type, const unsigned char *bytes)
{
    struct integer mask = bit_mask(type->bits), value = {0};

    for (uint64_t i = 0; i < type->size; i++) {
        int64_t at = bit_place(type, i);

        if (at <= -8 || at >= 128)
            continue;
        if (at < 0)
            value.low |= (uint64_t)bytes[i] >> -at;
        else if (at < 64)
            value.low |= (uint64_t)bytes[i] << at;
        if (at >= 64)
            value.high |= (uint64_t)bytes[i] << (at - 64);
        else if (at > 56)
            value.high |= (uint64_t)bytes[i] >> (64 - at);
    }
    value.high &= mask.high;
    value.low &= mask.low;
    unsigned top = type->bits - 1;
    bool set = (top < 64 ? value.low >> top : value.high >> (top - 64)) & 1;
    if (set && type_class(type) == CLASS_INT) {
        value = (struct integer){
            .negative = true, .high = ~value.high & mask.high, .low = ~value.low & mask.low};
        value.low++;
        value.high += value.low == 0;
    }
    return value;
}

static void bits_store(const struct type *type, unsigned char *bytes, struct integer value)
{
    struct integer mask = bit_mask(type->bits);

    if (value.negative) {
        value.high = ~value.high;
        value.low = ~value.low + 1;
        value.high += value.low == 0;
    }
    for (uint64_t i = 0; i < type->size; i++) {
        int64_t at = bit_place(type, i);
        unsigned char own = eight_bits(mask.high, mask.low, at);
        unsigned char set = eight_bits(value.high, value.low, at) & own;

        bytes[i] = (unsigned char)((bytes[i] & ~own) | set);
    }
}

// ---- integers

static bool is_integral(const struct type *type)
{
    enum scalar_class class = type_class(type);

    switch (type->kind) {
    case TYPE_SCALAR:
    case TYPE_ENUM:
    case TYPE_POINTER:
    case TYPE_BITS:
        return class != CLASS_FLOAT && class != CLASS_COMPLEX;
    default:
        return false;
    }
}

static bool is_signed(const struct type *type)
{
    enum scalar_class class = type_class(type);

    return class == CLASS_INT || (class == CLASS_CHAR && CHAR_MIN < 0);
}

bool element_integer(const struct type *type, const unsigned char *bytes, struct integer *out)
{
    unsigned char host[SCALAR_BYTES];

    if (!is_integral(type))
        return false;
    if (type->kind == TYPE_BITS) {
        *out = bits_load(type, bytes);
        return true;
    }
    element_host_order(type, bytes, host);
    *out = integer_of_bytes(host, (size_t)type->size, is_signed(type));
    if (type_class(type) == CLASS_BOOL)
        *out = integer_of_u64(!integer_is_zero(*out));
    return true;
}

// The least and the greatest integer that the type holds.
static void type_limits(const struct type *type, struct integer *low, struct integer *high)
{
    unsigned bits = type->kind == TYPE_BITS ? type->bits : (unsigned)type->size * 8;

    switch (type_class(type)) {
    case CLASS_BOOL:
        integer_limits(1, false, low, high);
        break;
    case CLASS_CHAR: // signed or not, as the machine has it: both are accepted
        *low = integer_of_i64(SCHAR_MIN);
        *high = integer_of_u64(UCHAR_MAX);
        break;
    case CLASS_UNICODE:
        *low = integer_of_u64(0);
        *high = integer_of_u64(type->size == 2 ? 0xffff : 0x10ffff);
        break;
    default:
        integer_limits(bits, type_class(type) == CLASS_INT, low, high);
    }
}

// Names the type in a message: u8, `struct S`, 3 bits.
static void describe(const struct type *type, char *to, size_t size)
{
    struct sink name;

    if (type->kind == TYPE_BITS) {
        snprintf(to, size, "%u bit%s", type->bits, type->bits == 1 ? "" : "s");
        return;
    }
    if (type_is_bytes(type)) {
        snprintf(to, size, "u8");
        return;
    }
    sink_open(&name, -1);
    type_short(&name, type);
    snprintf(to, size, "%.*s", (int)(name.used < size ? name.used : size), name.text);
    sink_close(&name);
}

static bool is_word_of(struct integer value, struct span where)
{
    struct cursor word = cursor_over(where.word + where.start, where.length);
    struct error ignored = {0};
    struct integer same;

    return where.length > 0 && integer_read(&word, &same, &ignored) && cursor_done(&word) &&
           integer_compare(same, value) == 0;
}

// The value in its user's own word, where the place is one; else in decimal. What is beyond has
// only its word, which may be long.
static size_t print_word(char text[NUMBER_TEXT], struct integer value, struct span where)
{
    enum { CUT = 60 };
    const char *word = where.word + where.start;
    bool own = is_word_of(value, where);

    if (own && where.length <= (value.beyond ? CUT : NUMBER_TEXT)) {
        memcpy(text, word, where.length);
        return where.length;
    }
    if (value.beyond)
        return (size_t)snprintf(text, NUMBER_TEXT, "%.*s…", own ? CUT : 0, own ? word : "");
    return integer_print(text, value, 10);
}

static bool fail_limits(const struct type *type, struct integer value, struct span where,
                        struct error *error)
{
    char name[80], text[NUMBER_TEXT], least[NUMBER_TEXT], most[NUMBER_TEXT];
    struct integer low, high;
    unsigned radix = type_class(type) == CLASS_POINTER ? 16 : 10;

    type_limits(type, &low, &high);
    describe(type, name, sizeof name);
    return fail_at(error, STATUS_USAGE, where, "%.*s does not fit in %s (%.*s..%.*s)",
                   (int)print_word(text, value, where), text, name,
                   (int)integer_print(least, low, radix), least,
                   (int)integer_print(most, high, radix), most);
}

bool element_set_integer(const struct type *type, unsigned char *bytes, struct integer value,
                         struct span where, struct error *error)
{
    unsigned char host[SCALAR_BYTES];
    struct integer low, high;

    if (!is_integral(type))
        return fail_at(error, STATUS_USAGE, where, "the type takes no integer");
    type_limits(type, &low, &high);
    if (integer_compare(low, value) > 0 || integer_compare(value, high) > 0)
        return fail_limits(type, value, where, error);
    if (type->kind == TYPE_BITS) {
        bits_store(type, bytes, value);
        return true;
    }
    integer_to_bytes(value, host, (size_t)type->size);
    element_store_order(type, host, bytes);
    return true;
}

const char *enum_name(const struct type *type, const unsigned char *bytes)
{
    const struct type *named = type->kind == TYPE_BITS ? type->target : type;
    struct integer value;

    if (named == NULL || named->kind != TYPE_ENUM || !element_integer(type, bytes, &value))
        return NULL;
    for (size_t i = 0; i < named->enumerator_count; i++)
        if (integer_compare(named->enumerators[i].value, value) == 0)
            return named->enumerators[i].name;
    return NULL;
}

// ---- texts

bool type_is_wide_text(const struct type *type)
{
    return type->kind == TYPE_ARRAY && type->target->kind == TYPE_SCALAR &&
           type_class(type->target) == CLASS_UNICODE;
}

const unsigned char *element_text(const struct type *type, const unsigned char *bytes,
                                  size_t *length)
{
    size_t n = (size_t)type->size;

    if (type->kind == TYPE_PASCAL) {
        *length = n == 0 ? 0 : bytes[0] < n ? bytes[0] : n - 1;
        return n == 0 ? bytes : bytes + 1;
    }
    while (n > 0 && bytes[n - 1] == 0)
        n--;
    *length = n;
    return bytes;
}
