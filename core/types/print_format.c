// Types as PEP 3118 formats, in the way that numpy writes them: native codes where the bytes lie
// aligned, all padding explicit. What PEP 3118 cannot say is spelled as format.h lists it.
#include "types/print_format.h"

#include "base/escape.h"
#include "types/codes.h"

#include <string.h>

void put_number(struct format_printer *out, uint64_t n)
{
    sink_printf(out->to, "%llu", (unsigned long long)n);
}

static void set_mode(struct format_printer *out, char mode)
{
    if (out->mode != mode)
        sink_byte(out->to, mode);
    out->mode = mode;
}

// ---- scalars

// The code as which the scalar reads back in that mode, or NULL.
static const char *code_in(const struct type *type, char mode)
{
    enum scalar scalar = type->scalar == SCALAR_BYTE ? SCALAR_U8 : type->scalar;
    const char *tries[] = {type->kind == TYPE_SCALAR ? type->code : NULL,
                           scalar_info(scalar)->code};

    for (size_t i = 0; i < 2; i++) {
        const struct code *code = tries[i] == NULL ? NULL : code_find(tries[i], strlen(tries[i]));

        if (code != NULL && code_scalar(code, mode) == scalar && !(mode == '=' && code->unsized))
            return code->text;
    }
    return NULL;
}

// True where the type's byte order is to be spelled. The host's own is not of UCS-2: <u is wider.
static bool spells_order(const struct type *type)
{
    return type->order != ORDER_NATIVE && (type->scalar != SCALAR_UCS2 || type_swapped(type));
}

// Writes the prefix that the scalar needs where it lies at a multiple of align.
void put_mode(struct format_printer *out, const struct type *type, uint64_t align)
{
    const struct scalar_info *info = scalar_info(type->scalar);

    if (spells_order(type)) {
        if (mode_order(out->mode) != type->order)
            set_mode(out, type->order == ORDER_LITTLE ? '<' : '>');
    } else if (info->size > 1) {
        bool pointer = info->class == CLASS_POINTER;

        set_mode(out, align % info->align == 0                 ? '@'
                      : !pointer && code_in(type, '=') != NULL ? '='
                                                               : '^');
    }
}

static void print_scalar(struct format_printer *out, const struct type *type)
{
    const char *code = code_in(type, out->mode);

    if (code != NULL)
        sink_text(out->to, code);
    else if (type->scalar == SCALAR_POINTER)
        sink_byte(out->to, 'P');
    else
        sink_printf(out->to, "[%s]", scalar_info(type->scalar)->name);
}

// ---- pointers

// Z is told from Zf Zd Zg by what comes next: a blank, where no name does.
void put_part(struct format_printer *out, const struct type *type)
{
    while (type->code == NULL && (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY))
        type = type->target;
    if (type->kind == TYPE_POINTER && type->code != NULL && type->code[0] == 'Z')
        sink_byte(out->to, ' ');
}

static void print_function(struct format_printer *out, const struct type *type)
{
    bool in_pointee = out->in_pointee, in_function = out->in_function;

    if (out->in_argument) {
        sink_text(out->to, "X{}");
        return;
    }
    out->in_pointee = out->in_function = true;
    sink_text(out->to, "X{");
    for (size_t i = 0; i < type->member_count; i++) {
        put_item(out, type->members[i].type, ALIGNED_FOR_ALL);
        put_part(out, type->members[i].type);
    }
    if (type->variadic)
        sink_text(out->to, "...");
    if (!type->unprototyped) {
        sink_text(out->to, "->");
        if (type->target->kind != TYPE_VOID)
            put_item(out, type->target, ALIGNED_FOR_ALL);
    }
    sink_byte(out->to, '}');
    out->in_pointee = in_pointee;
    out->in_function = in_function;
}

static void print_pointer(struct format_printer *out, const struct type *type)
{
    const struct type *target = type->target;
    bool record = type_is_record(target);

    if (type->code != NULL) {
        sink_text(out->to, type->code);
    } else if (target->kind == TYPE_FUNCTION) {
        print_function(out, target);
    } else if (target->kind == TYPE_VOID || target->incomplete || (record && out->in_pointee)) {
        sink_byte(out->to, 'P');
    } else {
        bool in_pointee = out->in_pointee;

        out->in_pointee = in_pointee || record;
        sink_byte(out->to, '&');
        put_item(out, target, ALIGNED_FOR_ALL);
        out->in_pointee = in_pointee;
    }
}

// ---- arrays and bits

// Strings of numpy's kinds: their length is a count.
static bool is_counted(const struct type *type)
{
    return type->kind == TYPE_ARRAY && type->target->kind == TYPE_SCALAR &&
           (type->target->scalar == SCALAR_CHAR ||
            scalar_info(type->target->scalar)->class == CLASS_UNICODE);
}

static void print_array(struct format_printer *out, const struct type *type, uint64_t align)
{
    char before = '(';

    while (type->kind == TYPE_ARRAY && !is_counted(type)) {
        sink_byte(out->to, before);
        put_number(out, type->count);
        align = type->count > 1 ? lesser(align, lowest_bit(type->target->size)) : align;
        type = type->target;
        before = ',';
    }
    if (before == ',')
        sink_byte(out->to, ')');
    if (!is_counted(type)) {
        put_item(out, type, align);
        return;
    }
    bool text = type_is_text(type);
    if (!text)
        put_mode(out, type->target, align);
    put_number(out, type->count);
    sink_text(out->to, text ? "s" : scalar_info(type->target->scalar)->code);
}

// An unsigned integer is what bits are read as; any other declared type is told.
static void print_bits(struct format_printer *out, const struct type *type)
{
    const struct scalar_info *info = scalar_info(type->scalar);

    if (type->bits != 1)
        put_number(out, type->bits);
    sink_byte(out->to, 't');
    if (info->class != CLASS_UINT)
        sink_printf(out->to, info->code[0] != '\0' ? "{%s}" : "{[%s]}",
                    info->code[0] != '\0' ? info->code : info->name);
}

void put_item(struct format_printer *out, const struct type *type, uint64_t align)
{
    bool in_argument = out->in_argument;

    switch (type->kind) {
    case TYPE_SCALAR:
    case TYPE_ENUM:
        put_mode(out, type, align);
        print_scalar(out, type);
        break;
    case TYPE_POINTER:
        put_mode(out, type, align);
        print_pointer(out, type);
        break;
    case TYPE_BITS:
        print_bits(out, type);
        break;
    case TYPE_ARRAY:
        print_array(out, type, align);
        break;
    case TYPE_PASCAL:
        put_number(out, type->size);
        sink_byte(out->to, 'p');
        break;
    case TYPE_FUNCTION:
        print_function(out, type);
        break;
    case TYPE_STRUCT:
    case TYPE_UNION:
        out->in_argument |= out->in_function;
        put_record(out, type, align);
        out->in_argument = in_argument;
        break;
    default:
        sink_text(out->to, "0x");
    }
}

// True for a record of unnamed items, which needs no braces to be read back.
static bool is_list(const struct type *type)
{
    if (type->kind != TYPE_STRUCT || type->member_count < 2)
        return false;
    for (size_t i = 0; i < type->member_count; i++)
        if (!type->members[i].numbered)
            return false;
    return true;
}

void type_format(struct sink *to, const struct type *type)
{
    struct format_printer out = {.to = to, .mode = '@'};

    if (type_is_record(type) && type->code != NULL &&
        escape_is_plain(type->code, strlen(type->code)))
        sink_text(to, type->code);
    else if (is_list(type))
        put_body(&out, type, ALIGNED_FOR_ALL);
    else
        put_item(&out, type, ALIGNED_FOR_ALL);
}
