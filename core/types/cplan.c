#include "types/cplan.h"

#include "base/escape.h"
#include "base/lex.h"
#include "types/cdecl.h"
#include "types/ctoken.h"

#include <stdlib.h>
#include <string.h>

enum padding { PADDING_NONE, PADDING_NEEDED, PADDING_ALL };

// A declaration while its fields are gathered.
struct draft {
    struct c_plans *plans;
    const struct type *record;
    enum padding padding;
    struct declared *fields;
    const struct type **shown;
    size_t count, capacity, shown_capacity;
    uint64_t bit;   // where the fields so far end
    uint64_t align; // the most that one of them is aligned, in bytes
    struct error error;
};

void c_plans_close(struct c_plans *plans)
{
    pool_unref(plans->pool);
    typemap_close(&plans->known);
    *plans = (struct c_plans){0};
}

bool c_by_name(const struct c_plans *plans, const struct type *type)
{
    // `unsigned int` is a name, too.
    return type->name != NULL &&
           (!plans->whole || c_type_word(type->name, strcspn(type->name, " ")));
}

// The type that C makes of what type_c writes for it: other alignments than C's are lost.
static const struct type *as_read(struct c_plans *plans, const struct type *type,
                                  struct error *error)
{
    const struct c_plan *plan;
    const struct type *element;

    if (c_by_name(plans, type) && !type_is_record(type))
        return type;
    switch (type->kind) {
    case TYPE_SCALAR:
    case TYPE_ENUM:
    case TYPE_POINTER:
        return type_native(type->scalar);
    case TYPE_PASCAL:
        return type_array(plans->pool, type_bytes(), type->size, error);
    case TYPE_ARRAY:
        element = as_read(plans, type->target, error);
        if (element == NULL || (element == type->target && type->align == element->align))
            return element == NULL ? NULL : type;
        struct type *array = type_array(plans->pool, element, type->count, error);
        if (array != NULL)
            array->flexible = type->flexible;
        return array;
    case TYPE_STRUCT:
    case TYPE_UNION:
        plan = c_plan_of(plans, type);
        return plan == NULL ? NULL : plan->as_read;
    default:
        return type;
    }
}

// ---- fields

static bool add_field(struct draft *to, struct declared field, const struct type *shown)
{
    if (!memory_grow(&to->fields, &to->capacity, to->count + 1, sizeof *to->fields, &to->error) ||
        !memory_grow(&to->shown, &to->shown_capacity, to->count + 1, sizeof *to->shown, &to->error))
        return false;
    to->fields[to->count] = field;
    to->shown[to->count++] = shown;
    return true;
}

// char pad[n]; what it is called depends on the names around it, which only the printer knows.
static bool add_padding_bytes(struct draft *to, uint64_t n)
{
    const struct type *type = type_array(to->plans->pool, type_native(SCALAR_CHAR), n, &to->error);

    return type != NULL && add_field(to, (struct declared){.name = "pad", .type = type}, NULL);
}

static bool add_padding_bits(struct draft *to, const struct type *declared, unsigned n)
{
    if (declared->kind == TYPE_SCALAR && declared->scalar == SCALAR_BOOL)
        declared = type_native(SCALAR_U8); // a _Bool has one bit at most
    return add_field(to, (struct declared){.type = declared, .is_bits = true, .bits = n}, NULL);
}

static bool pad_to(struct draft *to, uint64_t bit)
{
    while (to->bit < bit) {
        uint64_t gap = bit - to->bit;
        bool whole = to->bit % 8 == 0 && gap >= 8;

        if (whole)
            gap -= gap % 8;
        else if (gap > 8 - to->bit % 8)
            gap = 8 - to->bit % 8;
        if (!(whole ? add_padding_bytes(to, gap / 8)
                    : add_padding_bits(to, type_native(SCALAR_U8), (unsigned)gap)))
            return false;
        to->bit += gap;
    }
    return true;
}

// Where C would put a field without being told anything.
static uint64_t natural_start(const struct draft *to, const struct declared *field)
{
    uint64_t unit = 8 * field->type->size;

    if (!field->is_bits)
        return round_up(to->bit, 8 * field->type->align);
    if (field->bits > 0 && to->bit / unit != (to->bit + field->bits - 1) / unit)
        return round_up(to->bit, unit);
    return to->bit;
}

// Fills the place in front of a field that starts at that bit.
static bool pad_before(struct draft *to, const struct declared *field, uint64_t start)
{
    uint64_t unit = 8 * field->type->size;

    if (to->padding == PADDING_NONE || to->record->kind == TYPE_UNION)
        return true;
    if (to->padding == PADDING_ALL)
        return pad_to(to, start);
    if (natural_start(to, field) == start)
        return true;
    if (field->is_bits && start == round_up(to->bit, unit))
        return add_padding_bits(to, field->type, 0);
    if (field->is_bits && start > to->bit && to->bit / unit == (start - 1) / unit)
        return add_padding_bits(to, field->type, (unsigned)(start - to->bit));
    return pad_to(to, start);
}

static bool is_keyword(const char *name)
{
    for (size_t i = 0; c_keyword_text(i) != NULL; i++)
        if (strcmp(c_keyword_text(i), name) == 0)
            return true;
    return false;
}

void c_identifier(struct sink *to, const char *name)
{
    if (*name == '\0' || is_digit(*name))
        sink_byte(to, '_');
    const char *end = name + strlen(name);
    for (const char *at = name; at < end;) {
        size_t n = utf8_printable((const unsigned char *)at, (size_t)(end - at));

        if (n > 1 || is_word_byte((unsigned char)*at))
            sink_write(to, at, n);
        else
            sink_byte(to, '_');
        at += n > 0 ? n : 1;
    }
    if (is_keyword(name))
        sink_byte(to, '_');
}

static const char *identifier(struct draft *to, const char *name)
{
    struct sink text;
    const char *kept = NULL;

    sink_open(&text, -1);
    c_identifier(&text, name);
    if (sink_ok(&text))
        kept = pool_text(to->plans->pool, text.text, text.used, &to->error);
    else
        fail_memory(&to->error);
    sink_close(&text);
    return kept;
}

static bool add_member(struct draft *to, const struct member *member)
{
    bool is_bits = member->type->kind == TYPE_BITS;
    const struct type *declared = is_bits ? member->type->target : member->type;
    struct declared field = {.is_bits = is_bits, .bits = member->type->bits};
    uint64_t start = 8 * member->offset + (is_bits ? member->type->bit_offset : 0);

    field.type = as_read(to->plans, declared, &to->error);
    if (field.type == NULL)
        return false;
    if (member->name != NULL) {
        field.name = identifier(to, member->name);
        if (field.name == NULL)
            return false;
    }
    if (!pad_before(to, &field, start) || !add_field(to, field, member->type))
        return false;
    to->bit = start + (is_bits ? field.bits : 8 * member->type->size);
    if (field.type->align > to->align)
        to->align = field.type->align;
    return true;
}

static bool pad_end(struct draft *to)
{
    uint64_t end = 8 * to->record->size;

    if (to->padding == PADDING_NONE)
        return true;
    if (to->record->kind == TYPE_UNION) {
        to->bit = 0;
        return pad_to(to, end);
    }
    if (to->padding == PADDING_NEEDED && round_up(to->bit, 8 * to->align) == end)
        return true;
    return pad_to(to, end);
}

static bool draft_fields(struct draft *to)
{
    for (size_t i = 0; i < to->record->member_count; i++)
        if (!add_member(to, &to->record->members[i]))
            return false;
    return pad_end(to);
}

// ---- trying

// True where C puts every member of the draft where the record has it.
static bool matches(const struct draft *draft, const struct type *made)
{
    const struct type *record = draft->record;
    size_t at = 0, member = 0;

    for (size_t i = 0; i < draft->count; i++) {
        const struct member *got = &made->members[at];
        const struct member *want = &record->members[member];

        if (draft->fields[i].is_bits && draft->fields[i].name == NULL)
            continue;
        if (at++ == made->member_count)
            return false;
        if (draft->shown[i] == NULL)
            continue;
        member++;
        if (got->offset != want->offset || got->type->bit_offset != want->type->bit_offset)
            return false;
    }
    return at == made->member_count && made->size == record->size;
}

// A way to declare a record.
struct way {
    enum padding padding;
    bool packed, aligned;
};

// The nicest first. What was packed by its user stays packed.
static const struct way ways[] = {
    {PADDING_NONE, false, false},  {PADDING_NONE, false, true}, {PADDING_NEEDED, false, false},
    {PADDING_NEEDED, false, true}, {PADDING_NONE, true, false}, {PADDING_NONE, true, true},
    {PADDING_ALL, true, false},    {PADDING_ALL, true, true},
};

static bool is_power(uint64_t n)
{
    return n != 0 && (n & (n - 1)) == 0;
}

// Keeps the draft as the plan.
static struct c_plan *keep(const struct draft *draft, const struct way *way,
                           const struct type *made, struct error *error)
{
    struct type_pool *pool = draft->plans->pool;
    struct c_plan *plan = pool_array(pool, 1, sizeof *plan, error);
    struct declared *fields = pool_array(pool, draft->count, sizeof *fields, error);
    const struct type **shown = pool_array(pool, draft->count, sizeof *shown, error);

    if (plan == NULL || fields == NULL || shown == NULL)
        return NULL;
    if (draft->count > 0) {
        memcpy(fields, draft->fields, draft->count * sizeof *fields);
        memcpy(shown, draft->shown, draft->count * sizeof *shown);
    }
    *plan = (struct c_plan){.fields = fields,
                            .shown = shown,
                            .count = draft->count,
                            .packed = way->packed,
                            .align = way->aligned ? draft->record->align : 0,
                            .as_read = made};
    return plan;
}

// The plan of that way, or NULL where it does not give the layout; any: it need not.
static struct c_plan *try_way(struct c_plans *plans, const struct type *type, const struct way *way,
                              bool any)
{
    struct draft draft = {.plans = plans, .record = type, .padding = way->padding, .align = 1};
    struct c_plan *plan = NULL;
    uint64_t align = type->align;

    if (way->aligned && (!is_power(align) || align == 1 || type->size % align != 0))
        return NULL;
    if (draft_fields(&draft)) {
        struct declared_record record = {.kind = type->kind,
                                         .fields = draft.fields,
                                         .field_count = draft.count,
                                         .packed = way->packed,
                                         .align = way->aligned ? align : 0};
        const struct type *made = type_record(plans->pool, &record, NULL, &draft.error);

        if (made != NULL && matches(&draft, made) &&
            (made->align >= align || type->size % align != 0))
            plan = keep(&draft, way, made, &draft.error);
        else if (any && (plan = keep(&draft, way, type, &draft.error)) != NULL)
            plan->inexact = true;
    }
    plans->failed |= draft.error.memory;
    free(draft.fields);
    free(draft.shown);
    return plan;
}

static const struct c_plan *make_plan(struct c_plans *plans, const struct type *type)
{
    const struct c_plan *plan = NULL;

    for (size_t i = 0; i < sizeof ways / sizeof ways[0] && plan == NULL; i++)
        if (!type->packed || ways[i].packed)
            plan = try_way(plans, type, &ways[i], false);
    return plan != NULL ? plan : try_way(plans, type, &ways[0], true);
}

const struct c_plan *c_plan_of(struct c_plans *plans, const struct type *type)
{
    const struct c_plan *plan = typemap_get(&plans->known, type);
    struct error error = {0};

    if (plan != NULL)
        return plan;
    if (plans->pool == NULL)
        plans->pool = pool_new(&error);
    if (plans->pool == NULL) {
        plans->failed = true;
        return NULL;
    }
    plan = make_plan(plans, type);
    if (plan != NULL)
        typemap_put(&plans->known, type, plan);
    return plan;
}
