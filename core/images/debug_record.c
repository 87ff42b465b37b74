// The members of structs, classes and unions: DWARF 5 sections 5.7.3, 5.7.6 and 5.7.7.
#ifdef WITH_LIBDW
#include <stdlib.h>
#include <string.h>

#include "images/debug.h"

struct members {
    struct member *list;
    size_t used, capacity;
    uint64_t aligned; // the most that aligned(n) asks for one of them
};

// Where a member starts, in bytes: 0 where that is not said, as in a union. False where it depends
// on the object (virtual bases).
static bool read_location(Dwarf_Die *die, uint64_t *offset)
{
    Dwarf_Attribute room,
        *found = libdw->dwarf_attr_integrate(die, DW_AT_data_member_location, &room);
    Dwarf_Word value;
    Dwarf_Op *expression;
    size_t length;

    *offset = 0;
    if (found == NULL)
        return true;
    if (libdw->dwarf_formudata(found, &value) == 0) {
        *offset = value;
        return true;
    }
    // DWARF 2 wrote the constant as an expression.
    if (libdw->dwarf_getlocation(found, &expression, &length) != 0 || length != 1 ||
        expression[0].atom != DW_OP_plus_uconst)
        return false;
    *offset = expression[0].number;
    return true;
}

// The first bit of a bit-field, counted from the start of the record: from the least significant
// bit of each byte on, in a big-endian file from the most significant one on.
static bool read_first_bit(const struct debug *debug, Dwarf_Die *die, uint64_t offset,
                           uint64_t declared_size, uint64_t bits, uint64_t *first)
{
    uint64_t unit_bits = declared_size, within;
    int64_t from_top;

    if (debug_unsigned(die, DW_AT_data_bit_offset, first))
        return true;
    if (!mul_u64(offset, 8, first))
        return false;
    if (!debug_signed(die, DW_AT_bit_offset, &from_top))
        return true;
    // DWARF 3: counted from the most significant bit of a storage unit.
    debug_unsigned(die, DW_AT_byte_size, &unit_bits);
    if (!mul_u64(unit_bits, 8, &unit_bits))
        return false;
    within = debug->elf->big ? (uint64_t)from_top : unit_bits - (uint64_t)from_top - bits;
    *first += within; // may wrap: gcc writes negative offsets for units that start later
    return *first < UINT64_MAX / 2;
}

static bool read_bits(struct debug *debug, Dwarf_Die *die, uint64_t bits, struct member *member,
                      struct error *error)
{
    uint64_t first;

    if (bits > 128 || !read_first_bit(debug, die, member->offset, member->type->size, bits, &first))
        return fail(error, STATUS_DATA, "%s: a bit-field has no place", debug->elf->path);
    member->type =
        type_bits(debug->pool, member->type, (unsigned)(first % 8), (unsigned)bits, error);
    member->offset = first / 8;
    return member->type != NULL;
}

// Reads one member; false without an error where it takes no place in the record.
static bool read_member(struct debug *debug, Dwarf_Die *die, unsigned depth, struct member *member,
                        struct error *error)
{
    bool is_base = libdw->dwarf_tag(die) == DW_TAG_inheritance;
    const char *name = is_base ? NULL : debug_name(die);
    uint64_t bits;

    if (debug_is_declaration(die) || debug_flag(die, DW_AT_external)) // C++: static
        return false;
    if (!read_location(die, &member->offset))
        return false;
    member->type = debug_type_of(debug, die, false, depth + 1, error);
    if (member->type == NULL)
        return false;
    if (is_base && member->type->member_count == 0) // an empty base shares its byte
        return false;
    if (name == NULL && !type_is_record(member->type))
        return false;
    if (name != NULL && (member->name = debug_text(debug, name, error)) == NULL)
        return false;
    debug_alignment(die, &member->align);
    return !debug_unsigned(die, DW_AT_bit_size, &bits) || bits == 0 ||
           read_bits(debug, die, bits, member, error);
}

static bool read_members(struct debug *debug, Dwarf_Die *die, unsigned depth,
                         struct members *members, struct error *error)
{
    Dwarf_Die child;

    for (bool more = debug_child(die, &child); more; more = debug_sibling(&child)) {
        int tag = libdw->dwarf_tag(&child);
        struct member member = {0};
        struct error problem = {0};

        if (tag != DW_TAG_member && tag != DW_TAG_inheritance)
            continue;
        if (!read_member(debug, &child, depth, &member, &problem)) {
            if (problem.status == STATUS_OK)
                continue;
            *error = problem;
            return false;
        }
        if (members->used == TYPE_MAX_MEMBERS)
            return fail(error, STATUS_DATA, "%s: a record of more than %d members",
                        debug->elf->path, TYPE_MAX_MEMBERS);
        if (!memory_grow(&members->list, &members->capacity, members->used + 1,
                         sizeof *members->list, error))
            return false;
        members->list[members->used++] = member;
        if (member.align > members->aligned)
            members->aligned = member.align;
    }
    return true;
}

// ---- members in another's padding
//
// C++ puts members into the padding at the end of a base class, or of a member that is
// no_unique_address. Such a record is shown as it is there: without those bytes, and so without its
// name, which is that of a longer type.

static int by_value(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return left < right ? -1 : left > right;
}

// How many of n sorted offsets are not above that one.
static size_t count_to(const uint64_t *sorted, size_t n, uint64_t offset)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (sorted[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// An object of a class without members shares its byte with another one.
static bool is_empty(const struct type *type)
{
    return type_is_record(type) && type->member_count == 0 && type->size > 0;
}

static bool is_shared(const uint64_t *sorted, size_t n, uint64_t offset)
{
    size_t to = count_to(sorted, n, offset);

    return to > 1 && sorted[to - 2] == offset;
}

// The record without what lies behind its first size bytes, where its members do not reach further;
// else the record itself.
static const struct type *trim(struct debug *debug, const struct type *record, uint64_t size,
                               unsigned depth, struct error *error)
{
    struct member *members = pool_array(debug->pool, record->member_count, sizeof *members, error);

    if (members == NULL)
        return NULL;
    for (size_t i = 0; i < record->member_count; i++) {
        struct member *member = &members[i];

        *member = record->members[i];
        if (member->offset <= size && member->type->size <= size - member->offset)
            continue;
        if (member->offset > size || !type_is_record(member->type) || depth == TYPE_MAX_DEPTH)
            return record;
        uint64_t room = size - member->offset;
        member->type = trim(debug, member->type, room, depth + 1, error);
        if (member->type == NULL)
            return NULL;
        if (member->type->size > room)
            return record;
    }
    return type_record_at(debug->pool, record->kind, NULL, members, record->member_count, size,
                          record->align, error);
}

// The offsets of all members, sorted; to be freed.
static uint64_t *sorted_offsets(const struct members *members, struct error *error)
{
    uint64_t *sorted = memory_new(members->used, sizeof *sorted, error);

    if (sorted == NULL)
        return NULL;
    for (size_t i = 0; i < members->used; i++)
        sorted[i] = members->list[i].offset;
    if (members->used > 1)
        qsort(sorted, members->used, sizeof *sorted, by_value);
    return sorted;
}

static bool trim_members(struct debug *debug, struct members *members, struct error *error)
{
    uint64_t *sorted = sorted_offsets(members, error);
    bool good = sorted != NULL;
    size_t n = members->used;

    members->used = 0;
    for (size_t i = 0; good && i < n; i++) {
        struct member member = members->list[i];
        size_t next = count_to(sorted, n, member.offset);

        if (is_empty(member.type) && is_shared(sorted, n, member.offset))
            continue;
        if (next < n && type_is_record(member.type) &&
            member.type->size > sorted[next] - member.offset)
            member.type = trim(debug, member.type, sorted[next] - member.offset, 0, error);
        good = member.type != NULL;
        members->list[members->used++] = member;
    }
    free(sorted);
    return good;
}

// The alignment that a member asks for. A bit-field's declared type counts, as in C.
static uint64_t member_align(const struct member *member)
{
    uint64_t align =
        member->type->kind == TYPE_BITS ? member->type->target->align : member->type->align;

    return align ? align : 1;
}

// What #pragma pack was at most if it placed all members; natural is what they ask.
static uint64_t find_pack(const struct members *members, uint64_t size, uint64_t natural)
{
    uint64_t align = natural;

    while (align > 1 && size % align != 0)
        align /= 2;
    for (size_t i = 0; i < members->used; i++) {
        const struct member *member = &members->list[i];
        uint64_t wanted = member_align(member);

        if (member->type->kind == TYPE_BITS)
            continue;
        while (align > 1 && member->offset % (wanted < align ? wanted : align) != 0)
            align /= 2;
    }
    return align;
}

// The most that a member asks and gets: it lies at a multiple of that, and so does what follows the
// record.
static uint64_t find_unpacked(const struct members *members, uint64_t size)
{
    uint64_t align = 1;

    for (size_t i = 0; i < members->used; i++) {
        const struct member *member = &members->list[i];
        uint64_t wanted = member_align(member);

        if (wanted > align && size % wanted == 0 &&
            (member->type->kind == TYPE_BITS || member->offset % wanted == 0))
            align = wanted;
    }
    return align;
}

// Whether there is more padding than alignments up to that one leave.
static bool is_padded(const struct members *members, uint64_t size, uint64_t align)
{
    uint64_t end = 0;

    for (size_t i = 0; i < members->used; i++) {
        const struct member *member = &members->list[i];
        uint64_t wanted = member_align(member), behind = member->offset + member->type->size;

        if (wanted > align)
            wanted = align;
        if (member->type->kind != TYPE_BITS && member->offset > end &&
            member->offset - end >= wanted)
            return true;
        if (behind > end)
            end = behind;
    }
    return size > end && size - end >= align;
}

// Debug information does not say how a record is aligned, but for aligned(n) (DWARF 5, 2.24): it is
// as its members ask, unless they, or its size, show that something was packed. Then padding tells:
// where there is more than #pragma pack leaves, some members alone were packed; where there is
// none, the record was, but for files of another word size: those of 32 bits align longer members
// less than they ask here.
static uint64_t find_align(const struct debug *debug, const struct members *members, uint64_t size,
                           bool *packed)
{
    uint64_t natural = 1;

    for (size_t i = 0; i < members->used; i++)
        if (member_align(&members->list[i]) > natural)
            natural = member_align(&members->list[i]);
    uint64_t pack = find_pack(members, size, natural);
    *packed = pack < natural;
    if (is_padded(members, size, pack))
        return find_unpacked(members, size);
    bool own_words = debug->elf->is64 == (sizeof(void *) == sizeof(uint64_t));
    return *packed && own_words && !is_padded(members, size, 1) ? 1 : pack;
}

bool debug_fill(struct debug *debug, Dwarf_Die *die, struct type *into, unsigned depth,
                struct error *error)
{
    struct members members = {0};
    const struct type *laid = NULL;
    struct member *copy;
    uint64_t size = 0, align;
    bool packed;

    debug_unsigned(die, DW_AT_byte_size, &size);
    if (!read_members(debug, die, depth, &members, error) ||
        (into->kind == TYPE_STRUCT && !trim_members(debug, &members, error)))
        goto out;
    align = find_align(debug, &members, size, &packed);
    if (align < members.aligned && size % members.aligned == 0)
        align = members.aligned;
    debug_alignment(die, &align);
    copy = pool_array(debug->pool, members.used, sizeof *copy, error);
    if (copy == NULL)
        goto out;
    if (members.used > 0)
        memcpy(copy, members.list, members.used * sizeof *copy);
    laid =
        type_record_at(debug->pool, into->kind, into->tag, copy, members.used, size, align, error);
    if (laid != NULL) {
        const char *name = into->name;

        *into = *laid;
        into->name = name;
        into->packed = packed;
    }
out:
    free(members.list);
    return laid != NULL;
}

#else
typedef int debug_record_is_left_out;
#endif
