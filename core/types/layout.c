// The layout of C structs and unions: the System V ABI's rules, as gcc applies them on the host,
// with bit-fields, packing and alignment wherever a declaration may ask for them.
#include "base/memory.h"
#include "types/type.h"

#include <string.h>

// Positions and alignments are counted in bits while a record is laid out, so no record may be
// larger than this many bytes.
#define MOST_BYTES (INT64_MAX / 8)
#define LARGEST    (TYPE_MAX_SIZE < MOST_BYTES ? TYPE_MAX_SIZE : MOST_BYTES)

// Some ABIs (AAPCS) let unnamed bit-fields align their record, others (x86, s390) do not: the
// host's compiler knows.
struct unnamed_bits {
    char before;
    int : 8;
};
static const bool unnamed_bits_align = _Alignof(struct unnamed_bits) > _Alignof(char);

struct placing {
    const struct declared_record *record;
    uint64_t position; // the first free bit; of a union always 0
    uint64_t end;      // the end of the longest field
    uint64_t align;    // what the fields so far ask of the record
    uint16_t unnamed;  // as in struct type
};

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// A packed struct packs bit-fields and what is aligned; the attribute on a field does the same.
static bool is_packed(const struct placing *placing, const struct declared *field)
{
    return (placing->record->packed || field->packed) && (field->is_bits || field->type->align > 1);
}

// The alignment of the machine integer that a bit-field of that width fills, where it starts at a
// place that is aligned for it; else 0. Then it is no more than a plain member.
static uint64_t whole_integer(const struct declared *field, uint64_t known, bool packed)
{
    enum scalar scalar = SCALAR_COUNT;

    if (field->is_bits && field->bits % 8 == 0)
        scalar = scalar_integer(field->bits / 8, false);
    if (scalar == SCALAR_COUNT)
        return 0;
    uint64_t align = 8 * (uint64_t)scalar_info(scalar)->align;
    // On i386 members are aligned to less than objects, unless they say for themselves.
    if (field->align != 0 && scalar == SCALAR_U64)
        align = 8 * __alignof__(uint64_t);
    return (align > 8 && packed) || (known != 0 && known < align) ? 0 : align;
}

// The alignment of the place that a field would get without any padding; 0: the very start.
static uint64_t known_align(const struct placing *placing)
{
    return placing->position & (~placing->position + 1);
}

// The alignment that a field is placed at. A bit-field has none of its own (1), but one of width 0
// has its type's, whatever packs it.
static uint64_t field_align(const struct placing *placing, const struct declared *field)
{
    bool ends_unit = field->is_bits && field->bits == 0;
    bool packed = is_packed(placing, field) && !ends_unit;
    uint64_t align = larger(1, 8 * field->align);

    if (ends_unit)
        align = larger(align, 8 * field->type->align);
    else if (field->is_bits)
        align = larger(align, whole_integer(field, known_align(placing), packed));
    else if (!packed || field->align == 0)
        align = larger(align, 8 * field->type->align);
    if (packed && field->align == 0)
        align = smaller(align, 8);
    if (placing->record->pack != 0 && !ends_unit)
        align = smaller(align, 8 * placing->record->pack);
    return align;
}

// A field aligns its record; a bit-field does so by its declared type, if it has a name.
static void align_record(struct placing *placing, const struct declared *field, uint64_t align)
{
    if (field->is_bits) {
        uint64_t by_type = 8 * field->type->align;

        if (field->name == NULL && !unnamed_bits_align)
            return;
        if (field->bits != 0 && placing->record->pack != 0)
            by_type = smaller(by_type, 8 * placing->record->pack);
        else if (field->bits != 0 && is_packed(placing, field))
            by_type = 8;
        align = larger(align, by_type);
    }
    placing->align = larger(placing->align, align);
}

// True where a bit-field put at the position would touch more units of its type's alignment than
// its type has.
static bool straddles(const struct placing *placing, const struct declared *field)
{
    uint64_t unit = 8 * field->type->align;
    uint64_t within = placing->position % unit;

    return (within + field->bits + unit - 1) / unit > 8 * field->type->size / unit;
}

// Moves the position to where the field goes.
static void seek_place(struct placing *placing, const struct declared *field)
{
    bool packed = is_packed(placing, field);
    bool whole = whole_integer(field, known_align(placing), packed) != 0;
    uint64_t align = field_align(placing, field);

    align_record(placing, field, align);
    placing->position = round_up(placing->position, align);
    if (field->is_bits && field->bits != 0 && !whole && !packed && placing->record->pack == 0 &&
        straddles(placing, field))
        placing->position = round_up(placing->position, 8 * field->type->align);
}

static bool too_large(struct error *error)
{
    return fail(error, STATUS_USAGE, "the type is too large");
}

// Notes which bytes an unnamed bit-field takes.
static void note_unnamed(struct placing *placing, const struct declared *field)
{
    for (uint64_t bit = 0; bit < field->bits; bit++)
        if ((placing->position + bit) / 8 < 16)
            placing->unnamed |= (uint16_t)(1U << ((placing->position + bit) / 8));
}

// Places one field, and makes its member (an unnamed bit-field has none).
static bool place_field(struct placing *placing, const struct declared *field,
                        struct member *members, size_t *count, struct type_pool *pool,
                        struct error *error)
{
    if (field->align > LARGEST || field->type->align > LARGEST || field->type->size > LARGEST)
        return too_large(error);
    uint64_t bits = field->is_bits ? field->bits : 8 * field->type->size;

    seek_place(placing, field);
    if (placing->position > 8 * LARGEST - bits)
        return too_large(error);
    if (!field->is_bits || field->name != NULL) {
        struct member *member = &members[(*count)++];

        *member = (struct member){.name = field->name,
                                  .type = field->type,
                                  .offset = placing->position / 8,
                                  .align = field->align};
        if (field->is_bits)
            member->type =
                type_bits(pool, field->type, (unsigned)(placing->position % 8), field->bits, error);
        if (member->type == NULL)
            return false;
    } else {
        note_unnamed(placing, field);
    }
    placing->end = larger(placing->end, placing->position + bits);
    if (placing->record->kind == TYPE_STRUCT)
        placing->position += bits;
    return true;
}

static bool is_complete(const struct declared *field, struct error *error)
{
    const struct type *type = field->type;

    if (type->kind != TYPE_VOID && type->kind != TYPE_FUNCTION && !type->incomplete)
        return true;
    return fail(error, STATUS_USAGE, "the type of %s has no size",
                field->name == NULL ? "a field" : field->name);
}

// Whether a field that is packed itself, or #pragma pack, leaves the record less aligned than it
// would be.
static bool packs_record(const struct declared_record *record, uint64_t align)
{
    for (size_t i = 0; i < record->field_count; i++)
        if ((record->fields[i].packed || record->pack != 0) &&
            record->fields[i].type->align > align)
            return true;
    return false;
}

const struct type *type_record(struct type_pool *pool, const struct declared_record *record,
                               struct type *into, struct error *error)
{
    struct placing placing = {.record = record, .align = larger(8, 8 * record->align)};
    struct type *type = into != NULL ? into : pool_type(pool, record->kind, error);
    size_t count = 0;

    if (type == NULL)
        return NULL;
    if (record->align > LARGEST) {
        too_large(error);
        return NULL;
    }
    struct member *members = pool_array(pool, record->field_count, sizeof *members, error);
    if (members == NULL)
        return NULL;
    for (size_t i = 0; i < record->field_count; i++)
        if (!is_complete(&record->fields[i], error) ||
            !place_field(&placing, &record->fields[i], members, &count, pool, error))
            return NULL;
    placing.end = round_up(placing.end, placing.align);
    if (placing.end > 8 * LARGEST) {
        too_large(error);
        return NULL;
    }
    if (!type_members_set(type, members, count, error))
        return NULL;
    type->kind = record->kind;
    type->tag = record->tag;
    type->size = placing.end / 8;
    type->align = placing.align / 8;
    type->packed = record->packed || packs_record(record, type->align);
    type->unnamed = placing.unnamed;
    type->incomplete = false;
    return type;
}
