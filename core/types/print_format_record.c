// Records as PEP 3118 formats: their members one behind the other, all padding explicit.
#include "types/format.h"
#include "types/print_format.h"

#include <string.h>

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

static void print_padding(struct format_printer *out, uint64_t n, bool counted)
{
    if (counted || n > 7) {
        put_number(out, n);
        n = 1;
    }
    sink_repeat(out->to, 'x', (size_t)n);
}

static void pad_to(struct format_printer *out, struct place *place, uint64_t offset)
{
    if (offset > place->end) {
        print_padding(out, offset - place->end, place->behind_record);
        *place = (struct place){.end = offset};
    }
}

// Writes what lies between the place and a bit-field.
static void pad_bits(struct format_printer *out, struct place *place, const struct member *member)
{
    const struct type *type = member->type;
    unsigned from = 0;

    if (place->bit > 0 && place->order == type->order && member->offset + 1 == place->end &&
        type->bit_offset >= place->bit)
        from = place->bit;
    else if (place->bit > 0 && member->offset == place->end)
        sink_text(out->to, "0t");
    pad_to(out, place, member->offset);
    put_mode(out, type, ALIGNED_FOR_ALL);
    if (type->bit_offset > from)
        sink_printf(out->to, "%ut::", type->bit_offset - from);
}

static void print_member(struct format_printer *out, const struct member *member, uint64_t align)
{
    const struct type *type = member->type;

    if (type->kind == TYPE_ARRAY && type->code != NULL && strcmp(type->code, "x") == 0 &&
        !member->numbered)
        print_padding(out, type->size, true);
    else
        put_item(out, type, align);
    if (member->name != NULL && !member->numbered)
        format_name(out->to, member->name);
    else
        put_part(out, type);
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

static void print_members(struct format_printer *out, const struct type *type, uint64_t align)
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
            put_mode(out, member->type, lies);
            put_number(out, run);
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

void put_body(struct format_printer *out, const struct type *type, uint64_t align)
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

void put_record(struct format_printer *out, const struct type *type, uint64_t align)
{
    sink_text(out->to, type->kind == TYPE_UNION ? "U{" : "T{");
    put_body(out, type, align);
    sink_byte(out->to, '}');
}
