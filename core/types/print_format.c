// Types as PEP 3118 formats, in the way that numpy writes them: native codes where the bytes lie
// aligned, all padding explicit. What PEP 3118 cannot say is spelled as format.h lists it.
#include "types/codes.h"
#include "types/type.h"

#include <string.h>

struct printer {
    struct sink *to;
    char mode;        // the prefix in force
    bool in_pointee;  // behind a pointer to a record: further ones are P, as they may go in circles
    bool in_function; // among the parameters of a function
    bool in_argument; // in a record that is one: further functions are X{}, as they may go in
                      // circles
    uint64_t members; // written so far: shared records can be written only so often
};

static const uint64_t aligned_for_all = UINT64_C(1) << 62;

static void print_item(struct printer *out, const struct type *type, uint64_t align);
static void print_record(struct printer *out, const struct type *type, uint64_t align);

static uint64_t lowest_bit(uint64_t offset)
{
    return offset == 0 ? aligned_for_all : offset & -offset;
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void print_number(struct printer *out, uint64_t n)
{
    sink_printf(out->to, "%llu", (unsigned long long)n);
}

static void set_mode(struct printer *out, char mode)
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
static void scalar_mode(struct printer *out, const struct type *type, uint64_t align)
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

static void print_scalar(struct printer *out, const struct type *type)
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
static void part(struct printer *out, const struct type *type)
{
    while (type->code == NULL && (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY))
        type = type->target;
    if (type->kind == TYPE_POINTER && type->code != NULL && type->code[0] == 'Z')
        sink_byte(out->to, ' ');
}

static void print_function(struct printer *out, const struct type *type)
{
    bool in_pointee = out->in_pointee, in_function = out->in_function;

    if (out->in_argument) {
        sink_text(out->to, "X{}");
        return;
    }
    out->in_pointee = out->in_function = true;
    sink_text(out->to, "X{");
    for (size_t i = 0; i < type->member_count; i++) {
        print_item(out, type->members[i].type, aligned_for_all);
        part(out, type->members[i].type);
    }
    if (type->variadic)
        sink_text(out->to, "...");
    if (!type->unprototyped) {
        sink_text(out->to, "->");
        if (type->target->kind != TYPE_VOID)
            print_item(out, type->target, aligned_for_all);
    }
    sink_byte(out->to, '}');
    out->in_pointee = in_pointee;
    out->in_function = in_function;
}

static void print_pointer(struct printer *out, const struct type *type)
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
        print_item(out, target, aligned_for_all);
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

static void print_array(struct printer *out, const struct type *type, uint64_t align)
{
    char before = '(';

    while (type->kind == TYPE_ARRAY && !is_counted(type)) {
        sink_byte(out->to, before);
        print_number(out, type->count);
        align = type->count > 1 ? lesser(align, lowest_bit(type->target->size)) : align;
        type = type->target;
        before = ',';
    }
    if (before == ',')
        sink_byte(out->to, ')');
    if (!is_counted(type)) {
        print_item(out, type, align);
        return;
    }
    bool text = type_is_text(type);
    if (!text)
        scalar_mode(out, type->target, align);
    print_number(out, type->count);
    sink_text(out->to, text ? "s" : scalar_info(type->target->scalar)->code);
}

// An unsigned integer is what bits are read as; any other declared type is told.
static void print_bits(struct printer *out, const struct type *type)
{
    const struct scalar_info *info = scalar_info(type->scalar);

    if (type->bits != 1)
        print_number(out, type->bits);
    sink_byte(out->to, 't');
    if (info->class != CLASS_UINT)
        sink_printf(out->to, info->code[0] != '\0' ? "{%s}" : "{[%s]}",
                    info->code[0] != '\0' ? info->code : info->name);
}

static void print_item(struct printer *out, const struct type *type, uint64_t align)
{
    bool in_argument = out->in_argument;

    switch (type->kind) {
    case TYPE_SCALAR:
    case TYPE_ENUM:
        scalar_mode(out, type, align);
        print_scalar(out, type);
        break;
    case TYPE_POINTER:
        scalar_mode(out, type, align);
        print_pointer(out, type);
        break;
    case TYPE_BITS:
        print_bits(out, type);
        break;
    case TYPE_ARRAY:
        print_array(out, type, align);
        break;
    case TYPE_PASCAL:
        print_number(out, type->size);
        sink_byte(out->to, 'p');
        break;
    case TYPE_FUNCTION:
        print_function(out, type);
        break;
    case TYPE_STRUCT:
    case TYPE_UNION:
        out->in_argument |= out->in_function;
        print_record(out, type, align);
        out->in_argument = in_argument;
        break;
    default:
        sink_text(out->to, "0x");
    }
}

// ---- records

// What has been written of a record: whole bytes, and bits of the last of them.
struct place {
    uint64_t end;
    unsigned bit;
    enum order order;
    bool behind_record; // a run of x would be read as part of the record before it
};

// Moves the place behind the member; false where the member starts before the place.
static bool pass(struct place *place, const struct member *member)
{
    const struct type *type = member->type;
    uint64_t start = place->end;

    if (type->kind == TYPE_BITS) {
        bool joins = place->bit > 0 && type->order == place->order &&
                     member->offset == place->end - 1 && type->bit_offset >= place->bit;

        if (!joins && member->offset < start)
            return false;
        place->bit = (type->bit_offset + type->bits) % 8;
        place->order = type->order;
    } else {
        if (member->offset < start)
            return false;
        place->bit = 0;
    }
    place->end = member->offset + type->size;
    while (type->kind == TYPE_ARRAY)
        type = type->target;
    place->behind_record = type_is_record(type);
    return true;
}

// True where a format can say where the members lie: one behind the other, or all at the start.
static bool can_be_said(const struct type *type)
{
    struct place place = {0};

    for (size_t i = 0; i < type->member_count; i++) {
        const struct member *member = &type->members[i];

        if (type->kind == TYPE_STRUCT && !pass(&place, member))
            return false;
        if (type->kind == TYPE_UNION && (member->offset != 0 || member->type->bit_offset != 0))
            return false;
    }
    return place.end <= type->size;
}

static void print_padding(struct printer *out, uint64_t n, bool counted)
{
    if (counted || n > 7) {
        print_number(out, n);
        n = 1;
    }
    sink_repeat(out->to, 'x', (size_t)n);
}

static void pad_to(struct printer *out, struct place *place, uint64_t offset)
{
    if (offset > place->end) {
        print_padding(out, offset - place->end, place->behind_record);
        *place = (struct place){.end = offset};
    }
}

// Writes what lies between the place and a bit-field.
static void pad_bits(struct printer *out, struct place *place, const struct member *member)
{
    const struct type *type = member->type;
    unsigned from = 0;

    if (place->bit > 0 && place->order == type->order && member->offset + 1 == place->end &&
        type->bit_offset >= place->bit)
        from = place->bit;
    else if (place->bit > 0 && member->offset == place->end)
        sink_text(out->to, "0t");
    pad_to(out, place, member->offset);
    scalar_mode(out, type, aligned_for_all);
    if (type->bit_offset > from)
        sink_printf(out->to, "%ut::", type->bit_offset - from);
}

// A name as a format can hold it.
static void print_name(struct printer *out, const char *name)
{
    sink_byte(out->to, ':');
    for (; *name != '\0'; name++) {
        unsigned char byte = (unsigned char)*name;

        sink_byte(out->to, byte < ' ' || byte == 0x7f || byte == ':' ? '_' : *name);
    }
    sink_byte(out->to, ':');
}

static void print_member(struct printer *out, const struct member *member, uint64_t align)
{
    const struct type *type = member->type;

    if (type->kind == TYPE_ARRAY && type->code != NULL && strcmp(type->code, "x") == 0 &&
        !member->numbered)
        print_padding(out, type->size, true);
    else
        print_item(out, type, align);
    if (member->name != NULL && !member->numbered)
        print_name(out, member->name);
    else
        part(out, type);
}

// How many members from this one on are the same unnamed scalar, one behind the other, so that a
// count can say them.
static size_t run_of(const struct type *record, size_t first)
{
    const struct member *members = record->members;
    const struct type *type = members[first].type;
    size_t n = 1;

    if (type->kind != TYPE_SCALAR || record->kind == TYPE_UNION || !members[first].numbered ||
        scalar_info(type->scalar)->class == CLASS_UNICODE)
        return 1;
    while (first + n < record->member_count && members[first + n].numbered &&
           members[first + n].offset == members[first].offset + n * type->size) {
        const struct type *next = members[first + n].type;

        if (next->kind != TYPE_SCALAR || next->scalar != type->scalar || next->order != type->order)
            break;
        n++;
    }
    return n < 4 ? 1 : n;
}

static void print_members(struct printer *out, const struct type *type, uint64_t align)
{
    struct place place = {0};

    for (size_t i = 0; i < type->member_count;) {
        const struct member *member = &type->members[i];
        size_t run = run_of(type, i);

        if (member->type->kind == TYPE_BITS)
            pad_bits(out, &place, member);
        else if (type->kind == TYPE_STRUCT)
            pad_to(out, &place, member->offset);
        uint64_t lies = lesser(align, lowest_bit(member->offset));
        if (run > 1) {
            scalar_mode(out, member->type, lies);
            print_number(out, run);
        }
        print_member(out, member, lies);
        for (size_t end = i + run; i < end; i++)
            pass(&place, &type->members[i]);
        if (type->kind == TYPE_UNION)
            place = (struct place){0};
    }
    if (type->kind == TYPE_STRUCT)
        pad_to(out, &place, type->size);
}

// The most that a member of a union reaches.
static uint64_t union_end(const struct type *type)
{
    uint64_t end = 0;

    for (size_t i = 0; i < type->member_count; i++)
        if (type->members[i].type->size > end)
            end = type->members[i].type->size;
    return end;
}

static void print_body(struct printer *out, const struct type *type, uint64_t align)
{
    out->members += type->member_count;
    if (out->members > TYPE_MAX_MEMBERS || !can_be_said(type)) {
        print_padding(out, type->size, true);
        return;
    }
    print_members(out, type, align);
    if (type->kind == TYPE_UNION && union_end(type) < type->size)
        print_padding(out, type->size, true);
}

static void print_record(struct printer *out, const struct type *type, uint64_t align)
{
    sink_text(out->to, type->kind == TYPE_UNION ? "U{" : "T{");
    print_body(out, type, align);
    sink_byte(out->to, '}');
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
    struct printer out = {.to = to, .mode = '@'};

    if (type_is_record(type) && type->code != NULL)
        sink_text(to, type->code);
    else if (is_list(type))
        print_body(&out, type, aligned_for_all);
    else
        print_item(&out, type, aligned_for_all);
}
