// bits: each element's bits, then what they mean, one line each; records field by field.
//
//     0 01111111011 10011001…1010  0.1  normal  exponent 1019-1023=-4  exact 0.1000000000000000055…
//     00000101  5
#include "forms/form.h"

#include "base/escape.h"

#include <string.h>

enum { PATH_ROOM = 4096, MACHINE_BYTES = 32 };

struct printer {
    struct sink *to;
    struct style style;
    struct sink path; // .field[3]
};

// Bits from `high` down to `low` of a machine number, a blank before each byte but the first.
static void write_bits(struct sink *to, struct integer value, unsigned high, unsigned low,
                       bool grouped)
{
    for (unsigned bit = high + 1; bit-- > low;) {
        uint64_t word = bit < 64 ? value.low >> bit : value.high >> (bit - 64);

        sink_byte(to, (char)('0' + (word & 1)));
        if (grouped && bit % 8 == 0 && bit > low)
            sink_byte(to, ' ');
    }
}

static unsigned field(struct integer value, unsigned from, unsigned n)
{
    uint64_t bits = from < 64 ? value.low >> from : value.high >> (from - 64);

    if (from > 0 && from < 64)
        bits |= value.high << (64 - from);
    return (unsigned)(bits & ((UINT64_C(1) << n) - 1));
}

static bool any_bit(struct integer value, unsigned below)
{
    uint64_t high = below <= 64 ? 0 : value.high & ((UINT64_C(1) << (below - 64)) - 1);
    uint64_t low = below >= 64 ? value.low : value.low & ((UINT64_C(1) << below) - 1);

    return high != 0 || low != 0;
}

static const char *class_of(const struct float_parts *parts, struct integer value,
                            unsigned exponent)
{
    unsigned greatest = (1u << parts->exponent_bits) - 1;
    bool fraction = any_bit(value, parts->fraction_bits);
    bool whole = parts->explicit_bit ? field(value, parts->fraction_bits, 1) : exponent != 0;

    if (!whole && exponent != 0)
        return "invalid"; // an unnormal, a pseudo-infinity, a pseudo-NaN
    if (exponent == greatest)
        return fraction ? "nan" : "infinite";
    return whole ? "normal" : fraction ? "subnormal" : "zero";
}

static bool is_finite(const char *class)
{
    return strcmp(class, "nan") != 0 && strcmp(class, "infinite") != 0 &&
           strcmp(class, "invalid") != 0;
}

// A float's host-order bytes: sign, exponent, integer bit where it is stored, fraction.
static void write_float(struct printer *p, enum float_format format, const unsigned char *bytes)
{
    const struct float_parts *parts = float_parts(format);
    struct integer value = integer_of_bytes(bytes, parts->size, false);
    unsigned low = parts->fraction_bits + parts->explicit_bit;
    unsigned exponent = field(value, low, parts->exponent_bits);
    int bias = (1 << (parts->exponent_bits - 1)) - 1;
    const char *class = class_of(parts, value, exponent);
    char text[FLOAT_TEXT];

    write_bits(p->to, value, low + parts->exponent_bits, low + parts->exponent_bits, false);
    sink_byte(p->to, ' ');
    write_bits(p->to, value, low + parts->exponent_bits - 1, low, false);
    sink_byte(p->to, ' ');
    if (parts->explicit_bit) {
        write_bits(p->to, value, low - 1, low - 1, false);
        sink_byte(p->to, ' ');
    }
    write_bits(p->to, value, parts->fraction_bits - 1, 0, false);
    sink_text(p->to, "  ");
    sink_write(p->to, text, float_print(text, format, bytes));
    sink_printf(p->to, "  %s", class);
    if (strcmp(class, "normal") == 0 || strcmp(class, "subnormal") == 0) {
        int biased = exponent == 0 ? 1 : (int)exponent;
        sink_printf(p->to, "  exponent %d-%d=%d", biased, bias, biased - bias);
    }
    if (is_finite(class)) {
        sink_text(p->to, "  exact ");
        sink_write(p->to, text, float_exact(text, format, bytes));
    }
    sink_byte(p->to, '\n');
}

static void write_floats(struct printer *p, const struct type *type, const unsigned char *bytes)
{
    const struct scalar_info *info = scalar_info(type->scalar);
    size_t parts = info->class == CLASS_COMPLEX ? 2 : 1, size = (size_t)type->size / parts;
    unsigned char host[MACHINE_BYTES];

    element_host_order(type, bytes, host);
    for (size_t part = 0; part < parts; part++) {
        if (parts > 1)
            sink_text(p->to, part ? "imag  " : "real  ");
        write_float(p, info->format, host + part * size + float_place(info->format, size));
    }
}

static void write_integer(struct printer *p, const struct type *type, const unsigned char *bytes)
{
    unsigned bits = type->kind == TYPE_BITS ? type->bits : (unsigned)type->size * 8;
    unsigned char host[MACHINE_BYTES];
    struct integer value = {0};

    if (type->kind == TYPE_BITS) {
        element_integer(type, bytes, &value);
        integer_to_bytes(value, host, 16);
        value = integer_of_bytes(host, 16, false);
    } else {
        element_host_order(type, bytes, host);
        value = integer_of_bytes(host, (size_t)type->size, false);
    }
    write_bits(p->to, value, bits - 1, 0, true);
    sink_text(p->to, "  ");
    element_print(p->to, type, bytes, &p->style);
    sink_byte(p->to, '\n');
}

static void write_leaf(struct printer *p, const struct type *type, const unsigned char *bytes)
{
    enum scalar_class class = scalar_info(type->scalar)->class;

    if (p->path.used > 0) {
        sink_write(p->to, p->path.text, p->path.used);
        sink_text(p->to, "  ");
    }
    if (class == CLASS_FLOAT || class == CLASS_COMPLEX)
        write_floats(p, type, bytes);
    else
        write_integer(p, type, bytes);
}

static void walk(struct printer *p, const struct type *type, const unsigned char *bytes)
{
    size_t used = p->path.used;

    for (size_t i = 0; type_is_record(type) && i < type->member_count && sink_ok(p->to); i++) {
        const struct member *member = &type->members[i];

        if (member->name != NULL) {
            sink_byte(&p->path, '.');
            escape_write(&p->path, member->name, strlen(member->name), ESCAPE_BARE);
        }
        if (member->name != NULL || member->type->kind != TYPE_BITS)
            walk(p, member->type, bytes + member->offset);
        p->path.used = used;
    }
    bool array = type->kind == TYPE_ARRAY || type->kind == TYPE_PASCAL;
    const struct type *item = type->kind == TYPE_PASCAL ? type_native(SCALAR_U8) : type->target;
    uint64_t count = type->kind == TYPE_PASCAL ? type->size : type->count;
    for (uint64_t i = 0; array && i < count && sink_ok(p->to); i++) {
        sink_printf(&p->path, "[%llu]", (unsigned long long)i);
        walk(p, item, bytes + i * item->size);
        p->path.used = used;
    }
    if (!array && !type_is_record(type))
        write_leaf(p, type, bytes);
}

bool form_bits(struct sink *to, const struct view *view, const struct form_options *options,
               struct error *error)
{
    struct printer p = {.to = to, .style = {.notation = NOTATION_VALUES, .radix = options->radix}};
    struct blocks blocks;
    struct block block;
    bool good;

    blocks_open(&blocks, view, 0, 1);
    sink_open(&p.path, -1);
    while ((good = blocks_next(&blocks, &block, error)) && block.count > 0 && sink_ok(to))
        for (uint64_t i = 0; i < block.count && sink_ok(to); i++)
            walk(&p, view->type, block.bytes + i * view_itemsize(view));
    sink_fail(to, p.path.failed);
    sink_close(&p.path);
    blocks_close(&blocks);
    return good;
}
