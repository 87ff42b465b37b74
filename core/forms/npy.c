// npy: a file that numpy.load reads: magic, version, a Python dict that describes the array, data.
//
// The format is numpy.lib.format's. What numpy lacks (unions, bit-fields, 128-bit integers …) is
// void of its size; pointers are unsigned integers; padding is void without a name.
#include "forms/form.h"

#include "base/escape.h"

#include <string.h>

enum {
    NPY_ALIGN = 64, // the data starts at a multiple of it
    NPY_NDIM = 32   // the most dimensions that numpy has
};

// The letter of numpy's kind for a scalar; V where numpy has none.
static char kind_of(const struct type *type)
{
    static const char kinds[] = {
        [CLASS_BOOL] = 'b',  [CLASS_CHAR] = 'S',    [CLASS_UINT] = 'u',    [CLASS_INT] = 'i',
        [CLASS_FLOAT] = 'f', [CLASS_COMPLEX] = 'c', [CLASS_POINTER] = 'u', [CLASS_UNICODE] = 'u',
    };
    const struct scalar_info *info = scalar_info(type->scalar);
    bool is_float = info->class == CLASS_FLOAT || info->class == CLASS_COMPLEX;

    if (is_float && (info->format == FLOAT_BF16 || info->format == FLOAT_F128))
        return 'V';
    return !is_float && info->size > 8 ? 'V' : kinds[info->class];
}

// '<i4', '|S5': kind and size, behind the byte order of what has one.
static void write_code(struct sink *to, const struct type *scalar, char kind, uint64_t size)
{
    bool ordered = kind != 'V' && kind != 'S' && scalar->size > 1;
    char order = !ordered ? '|' : type_is_big(scalar) ? '>' : '<';

    sink_printf(to, "'%c%c%llu'", order, kind, (unsigned long long)size);
}

static void write_void(struct sink *to, uint64_t size)
{
    sink_printf(to, "'|V%llu'", (unsigned long long)size);
}

static bool is_ucs4(const struct type *type)
{
    return type->kind == TYPE_SCALAR && type->scalar == SCALAR_UCS4;
}

// Arrays that are one value to numpy: S and U.
static bool is_text(const struct type *type)
{
    return type_is_text(type) || (type->kind == TYPE_ARRAY && is_ucs4(type->target));
}

// ---- records

// A field as numpy can have it: one member, or bit-fields that share bytes.
struct field {
    size_t first, count; // members
    uint64_t offset, size;
};

// The next field from member *i on; passes it. False at the end.
static bool next_field(const struct type *type, size_t *i, struct field *field)
{
    while (*i < type->member_count && type->members[*i].type->size == 0)
        ++*i;
    if (*i == type->member_count)
        return false;
    const struct member *member = &type->members[*i];
    *field = (struct field){*i, 1, member->offset, member->type->size};
    ++*i;
    while (member->type->kind == TYPE_BITS && *i < type->member_count) {
        const struct member *next = &type->members[*i];

        if (next->type->kind != TYPE_BITS || next->offset < field->offset ||
            next->offset >= field->offset + field->size)
            break;
        if (next->offset + next->type->size > field->offset + field->size)
            field->size = next->offset + next->type->size - field->offset;
        field->count++;
        ++*i;
    }
    return true;
}

// True for structs whose fields lie one behind the other.
static bool has_fields(const struct type *type)
{
    struct field field;
    uint64_t end = 0;
    bool some = false;

    for (size_t i = 0; next_field(type, &i, &field); some = true) {
        if (field.offset < end || field.offset + field.size > type->size)
            return false;
        end = field.offset + field.size;
    }
    return some && type->kind == TYPE_STRUCT;
}

// The name as a Python string: bit-fields that share bytes joined by _, what has no name by its
// offset.
static void write_name(struct sink *to, const struct type *type, const struct field *field)
{
    bool some = false;

    sink_byte(to, '\'');
    for (size_t i = 0; i < field->count; i++) {
        const char *name = type->members[field->first + i].name;

        if (name == NULL)
            continue;
        sink_text(to, some ? "_" : "");
        escape_write(to, name, strlen(name), ESCAPE_SINGLE);
        some = true;
    }
    if (!some)
        sink_printf(to, "_%llu", (unsigned long long)field->offset);
    sink_byte(to, '\'');
}

static void write_padding(struct sink *to, uint64_t size)
{
    if (size == 0)
        return;
    sink_text(to, "('', ");
    write_void(to, size);
    sink_text(to, "), ");
}

static void write_type(struct sink *to, const struct type *type);

// The dimensions of an array as a tuple behind a comma; nothing where there are none. Returns the
// type of the elements.
static const struct type *write_dimensions(struct sink *to, const struct type *type)
{
    bool some = false;

    for (; type->kind == TYPE_ARRAY && !is_text(type); type = type->target) {
        sink_printf(to, "%s%llu,", some ? " " : ", (", (unsigned long long)type->count);
        some = true;
    }
    sink_text(to, some ? ")" : "");
    return type;
}

static void write_field(struct sink *to, const struct type *type, const struct field *field)
{
    const struct type *member = type->members[field->first].type;
    struct sink dimensions;

    sink_open(&dimensions, -1);
    sink_byte(to, '(');
    write_name(to, type, field);
    sink_text(to, ", ");
    if (member->kind == TYPE_BITS)
        write_void(to, field->size);
    else
        write_type(to, write_dimensions(&dimensions, member));
    sink_write(to, dimensions.text, dimensions.used);
    sink_fail(to, dimensions.failed);
    sink_text(to, "), ");
    sink_close(&dimensions);
}

static void write_record(struct sink *to, const struct type *type)
{
    struct field field;
    uint64_t end = 0;

    sink_byte(to, '[');
    for (size_t i = 0; next_field(type, &i, &field);) {
        write_padding(to, field.offset - end);
        write_field(to, type, &field);
        end = field.offset + field.size;
    }
    write_padding(to, type->size - end);
    sink_byte(to, ']');
}

// A type that is no array but text.
static void write_type(struct sink *to, const struct type *type)
{
    if (is_text(type))
        write_code(to, type->target, type_is_text(type) ? 'S' : 'U', type->count);
    else if (type->kind == TYPE_STRUCT && has_fields(type))
        write_record(to, type);
    else if (type->kind == TYPE_SCALAR && is_ucs4(type))
        write_code(to, type, 'U', 1);
    else if (type->kind == TYPE_SCALAR || type->kind == TYPE_ENUM || type->kind == TYPE_POINTER)
        write_code(to, type, kind_of(type), type->size);
    else
        write_void(to, type->size);
}

// ---- the file

static bool write_dict(struct sink *to, const struct view *view, struct error *error)
{
    const struct type *type = view->type;
    int ndim = view->ndim;

    if (type->size == 0)
        return fail(error, STATUS_DATA, "numpy has no type without a size");
    for (; type->kind == TYPE_ARRAY && !is_text(type); type = type->target)
        ndim++;
    if (ndim > NPY_NDIM)
        return fail(error, STATUS_DATA, "numpy has at most %d dimensions, not %d", (int)NPY_NDIM,
                    ndim);
    sink_text(to, "{'descr': ");
    write_type(to, type);
    sink_text(to, ", 'fortran_order': False, 'shape': (");
    for (int d = 0; d < view->ndim; d++)
        sink_printf(to, "%llu, ", (unsigned long long)view->shape[d]);
    for (type = view->type; type->kind == TYPE_ARRAY && !is_text(type); type = type->target)
        sink_printf(to, "%llu, ", (unsigned long long)type->count);
    sink_text(to, "), }");
    return true;
}

// Version 1 has 16 bits for the dict's length, 2 has 32, 3 is UTF-8.
static int version_of(const struct sink *dict)
{
    for (size_t i = 0; i < dict->used; i++)
        if ((unsigned char)dict->text[i] >= 0x80)
            return 3;
    return dict->used + NPY_ALIGN > UINT16_MAX ? 2 : 1;
}

static void write_header(struct sink *to, const struct sink *dict)
{
    int version = version_of(dict), width = version == 1 ? 2 : 4;
    size_t before = 8 + (size_t)width;
    size_t length = dict->used + 1;

    length += (NPY_ALIGN - (before + length) % NPY_ALIGN) % NPY_ALIGN;
    sink_write(to, "\x93NUMPY", 6);
    sink_byte(to, (char)version);
    sink_byte(to, 0);
    for (int i = 0; i < width; i++)
        sink_byte(to, (char)(length >> 8 * i & 0xff));
    sink_write(to, dict->text, dict->used);
    sink_repeat(to, ' ', length - dict->used - 1);
    sink_byte(to, '\n');
}

bool form_npy(struct sink *to, const struct view *view, const struct form_options *options,
              struct error *error)
{
    struct sink dict;

    sink_open(&dict, -1);
    bool good = write_dict(&dict, view, error);
    if (good && !sink_ok(&dict))
        good = fail_memory(error);
    if (good)
        write_header(to, &dict);
    sink_close(&dict);
    return good && form_raw(to, view, options, error);
}
