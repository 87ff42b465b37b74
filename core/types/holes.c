#include "types/holes.h"

#include "base/memory.h"
#include "types/reorder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A walk over the members of a type, record by record: what lies between one member's end and the
// next one's start is a hole, and the next one is the reason.

struct walk {
    struct holes *holes;
    struct error *error;
    char *name; // of the record at hand, with its last dot
    size_t length, capacity;
    unsigned unions; // around the record at hand
    size_t *left;    // how many parts may still be looked at, in elements of arrays too
};

static bool add(struct walk *walk, const struct place *place)
{
    struct holes *holes = walk->holes;

    if (*walk->left == 0)
        return fail(walk->error, STATUS_USAGE, "the type has more than %d parts", TYPE_MAX_MEMBERS);
    if (!memory_grow(&holes->places, &holes->capacity, holes->count + 1, sizeof *holes->places,
                     walk->error))
        return false;
    holes->places[holes->count++] = *place;
    --*walk->left;
    return true;
}

// ---- reasons

__attribute__((format(printf, 2, 3))) static const char *text(struct walk *walk, const char *format,
                                                              ...)
{
    char buffer[512];
    va_list args;

    if (walk->error->status != STATUS_OK)
        return NULL; // a word for it is missing
    va_start(args, format);
    vsnprintf(buffer, sizeof buffer, format, args);
    va_end(args);
    return pool_text(walk->holes->pool, buffer, strlen(buffer), walk->error);
}

static const struct type *element(const struct type *type)
{
    while (type->kind == TYPE_ARRAY && !type->vector)
        type = type->target;
    return type;
}

// What to call a type in a sentence: its C name, or a word where that is a whole body.
static void type_words(struct walk *walk, const struct type *type, char *to, size_t room)
{
    struct sink sink;

    type = element(type);
    if ((type_is_record(type) || type->kind == TYPE_ENUM) && type->tag == NULL &&
        type->name == NULL) {
        snprintf(to, room, "the %s",
                 type->kind == TYPE_STRUCT  ? "struct"
                 : type->kind == TYPE_UNION ? "union"
                                            : "enum");
        return;
    }
    sink_open(&sink, -1);
    type_c(&sink, type, NULL, false);
    snprintf(to, room, "%.*s", (int)sink.used, sink_ok(&sink) ? sink.text : "");
    if (!sink_ok(&sink))
        fail_memory(walk->error);
    sink_close(&sink);
}

static const char *why_bits(struct walk *walk, const struct member *member, uint64_t from,
                            uint64_t start)
{
    const struct type *bits = member->type;
    uint64_t unit = 8 * bits->target->size;
    char words[128];

    type_words(walk, bits->target, words, sizeof words);
    if (start % unit == 0 && unit - from % unit < bits->bits)
        return text(walk, "%s:%u does not fit in the rest of its %s", member->name, bits->bits,
                    words);
    return text(walk, "bits without a name");
}

// Whether a member of that alignment (0: none) goes from one bit to the other. Debug information
// may claim any.
static bool explains(uint64_t align, uint64_t from, uint64_t start)
{
    return align != 0 && align <= start / 8 && round_up(from, 8 * align) == start;
}

// Why a member does not begin where the one before it ended. Bit-fields without a name are no
// members: what they take, or end, is told by the place.
static const char *why_hole(struct walk *walk, const struct member *member, uint64_t from,
                            uint64_t start)
{
    const struct type *type = member->type;
    bool is_bits = type->kind == TYPE_BITS;
    char words[128];

    type_words(walk, type, words, sizeof words);
    const char *name = member->name == NULL ? words : member->name;
    if (!is_bits && explains(type->align, from, start))
        return text(walk, "%s needs align %llu", words, (unsigned long long)type->align);
    if (explains(member->align, from, start))
        return text(walk, "%s is aligned to %llu", name, (unsigned long long)member->align);
    if (is_bits)
        return why_bits(walk, member, from, start);
    return text(walk, "%s is put at %llu", name, (unsigned long long)start / 8);
}

// What is left behind the last member: the rest of a bit-field's unit, and what rounds the size up.
static const char *why_tail(struct walk *walk, const struct type *record, uint64_t from,
                            uint64_t size)
{
    const struct type *last =
        record->member_count == 0 ? NULL : record->members[record->member_count - 1].type;
    unsigned long long align = record->align;
    char words[128];

    if (last != NULL && record->kind == TYPE_STRUCT && last->kind != TYPE_BITS &&
        (size - from >= 8 * align || size % (8 * align) != 0))
        return text(walk, "no member lies there");
    if (last == NULL || last->kind != TYPE_BITS || record->kind == TYPE_UNION)
        return text(walk, "the size is a multiple of %llu", align);
    uint64_t unit = round_up(from, 8 * last->target->size);
    if (unit > size)
        unit = size;
    type_words(walk, last->target, words, sizeof words);
    if (unit == from)
        return text(walk, "the size is a multiple of %llu", align);
    unsigned long long bits = unit - from;
    unsigned long long bytes = (size - unit) / 8;
    if (bytes == 0)
        return text(walk, "%llu bit%s left of %s", bits, plural(bits), words);
    return text(walk, "%llu bit%s left of %s, and %llu byte%s: the size is a multiple of %llu",
                bits, plural(bits), words, bytes, plural(bytes), align);
}

// ---- members

static bool push_name(struct walk *walk, const char *name)
{
    size_t n = strlen(name);

    if (!memory_grow(&walk->name, &walk->capacity, walk->length + n + 2, 1, walk->error))
        return false;
    memcpy(walk->name + walk->length, name, n);
    walk->length += n;
    return true;
}

static bool add_padding(struct walk *walk, const struct type *type);

static bool add_field(struct walk *walk, const struct type *type, uint64_t start)
{
    struct place place = {.kind = PLACE_FIELD,
                          .start = start,
                          .bits = type->kind == TYPE_BITS ? type->bits : 8 * type->size,
                          .type = type,
                          .name = pool_text(walk->holes->pool, walk->length == 0 ? "" : walk->name,
                                            walk->length, walk->error)};

    return place.name != NULL && add(walk, &place) && add_padding(walk, type);
}

static bool add_gap(struct walk *walk, enum place_kind kind, uint64_t from, uint64_t to,
                    const char *why)
{
    struct place place = {.kind = kind, .start = from, .bits = to - from, .why = why};

    return why != NULL && add(walk, &place);
}

static bool walk_record(struct walk *walk, const struct type *record, uint64_t base);

static bool walk_member(struct walk *walk, const struct member *member, uint64_t start)
{
    size_t length = walk->length;
    bool good = true;

    if (member->name != NULL)
        good = push_name(walk, member->name);
    if (good && type_is_record(member->type) && member->type->member_count > 0) {
        if (member->name != NULL)
            walk->name[walk->length++] = '.';
        good = walk_record(walk, member->type, start);
    } else if (good) {
        good = add_field(walk, member->type, start);
    }
    walk->length = length;
    return good;
}

static uint64_t member_bits(const struct member *member)
{
    return member->type->kind == TYPE_BITS ? member->type->bits : 8 * member->type->size;
}

static bool walk_record(struct walk *walk, const struct type *record, uint64_t base)
{
    uint64_t end = base;
    uint64_t size = base + 8 * record->size;
    bool is_union = record->kind == TYPE_UNION;

    walk->unions += is_union;
    for (size_t i = 0; i < record->member_count; i++) {
        const struct member *member = &record->members[i];
        uint64_t start = base + 8 * member->offset + member->type->bit_offset;

        if (start > end && !is_union &&
            !add_gap(walk, PLACE_HOLE, end, start,
                     why_hole(walk, member, end - base, start - base)))
            return false;
        if (!walk_member(walk, member, start))
            return false;
        if (start + member_bits(member) > end)
            end = start + member_bits(member);
    }
    walk->unions -= is_union;
    return end >= size ||
           add_gap(walk, PLACE_TAIL, end, size, why_tail(walk, record, end - base, size - base));
}

// ---- what padding costs

static int by_start(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;

    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return 0;
}

// The whole bytes that no field touches; fields may overlap.
static bool count_padding(struct holes *holes, uint64_t size, struct error *error)
{
    struct place *sorted = memory_new(holes->count, sizeof *sorted, error);
    uint64_t end = 0;
    size_t n = 0;

    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < holes->count; i++)
        if (holes->places[i].kind == PLACE_FIELD)
            sorted[n++] = holes->places[i];
    qsort(sorted, n, sizeof *sorted, by_start);
    for (size_t i = 0; i <= n; i++) {
        uint64_t start = i < n ? sorted[i].start / 8 : size;

        if (start > end)
            holes->padding += start - end;
        if (i < n && (sorted[i].start + sorted[i].bits + 7) / 8 > end)
            end = (sorted[i].start + sorted[i].bits + 7) / 8;
    }
    free(sorted);
    return true;
}

static bool find(const struct type *type, size_t *left, struct holes *out, struct error *error);

// Arrays of records stay whole, but each element has its padding. In a union another member may
// use those bytes.
static bool add_padding(struct walk *walk, const struct type *type)
{
    const struct type *one = element(type);
    struct holes inner;

    if (walk->unions > 0 || type->kind != TYPE_ARRAY || !type_is_record(one) || one->size == 0)
        return true;
    if (!find(one, walk->left, &inner, walk->error))
        return false;
    walk->holes->padding += type->size / one->size * inner.padding;
    holes_close(&inner);
    return true;
}

void holes_close(struct holes *holes)
{
    free(holes->places);
    pool_unref(holes->pool);
    *holes = (struct holes){0};
}

static bool find(const struct type *type, size_t *left, struct holes *out, struct error *error)
{
    struct holes holes = {0};
    struct walk walk = {.holes = &holes, .error = error, .left = left};

    holes.pool = pool_new(error);
    bool good = holes.pool != NULL &&
                (type_is_record(type) ? walk_record(&walk, type, 0) : add_field(&walk, type, 0)) &&
                count_padding(&holes, type->size, error);
    free(walk.name);
    if (good)
        *out = holes;
    else
        holes_close(&holes);
    return good;
}

bool holes_find(const struct type *type, struct holes *out, struct error *error)
{
    struct holes holes;
    size_t left = TYPE_MAX_MEMBERS;

    if (type->size > TYPE_MAX_SIZE / 8)
        return fail(error, STATUS_USAGE, "the type is too large to be shown");
    if (!find(type, &left, &holes, error))
        return false;
    if (!type_smaller(holes.pool, type, &holes.better, error)) {
        holes_close(&holes);
        return false;
    }
    *out = holes;
    return true;
}
