// Attributes, _Alignas and #pragma pack: those that a layout or a call depends on are honoured or
// refused by name; all others are passed, as a compiler without them would.
#include "types/cparse.h"

#include <string.h>

enum { MAX_ALIGN_POWER = 28 }; // gcc's own limit

// ---- alignments

static bool check_align(struct c_parser *parser, uint64_t align, const char *from)
{
    if ((align & (align - 1)) != 0)
        return c_fail(parser, from, (size_t)(parser->before - from),
                      "an alignment is a power of two, not %llu", (unsigned long long)align);
    if (align > (uint64_t)1 << MAX_ALIGN_POWER)
        return c_fail(parser, from, (size_t)(parser->before - from),
                      "the alignment is above 2 to the %d", MAX_ALIGN_POWER);
    return true;
}

bool c_alignas(struct c_parser *parser, uint64_t *align)
{
    const struct type *type = NULL;
    uint64_t wanted = 0;

    if (!c_advance(parser) || !c_expect(parser, '(', "behind _Alignas"))
        return false;
    const char *from = parser->token.at;
    if (c_at_specifiers(parser)) {
        if (!c_type_name(parser, &type))
            return false;
        wanted = type->align;
    } else if (!c_constant_size(parser, "an alignment", &wanted)) {
        return false;
    }
    if (!check_align(parser, wanted, from) || !c_expect(parser, ')', "behind the alignment"))
        return false;
    if (wanted > *align)
        *align = wanted;
    return true;
}

// aligned = "aligned" ("(" constant ")")?
static bool read_aligned(struct c_parser *parser, struct c_attributes *attributes)
{
    uint64_t align = __BIGGEST_ALIGNMENT__;

    if (c_take(parser, '(')) {
        const char *from = parser->token.at;
        if (!c_constant_size(parser, "an alignment", &align) || !check_align(parser, align, from) ||
            !c_expect(parser, ')', "behind the alignment"))
            return false;
    }
    if (align != 0)
        attributes->align = align;
    if (align > attributes->most_align)
        attributes->most_align = align;
    return parser->token.kind != TOKEN_BAD;
}

// ---- mode(…)

static const struct mode {
    char name[16];
    enum scalar_class class;
    unsigned size; // bytes that hold the value
} modes[] = {
    {"QI", CLASS_UINT, 1},
    {"HI", CLASS_UINT, 2},
    {"SI", CLASS_UINT, 4},
    {"DI", CLASS_UINT, 8},
    {"TI", CLASS_UINT, 16},
    {"byte", CLASS_UINT, 1},
    {"word", CLASS_UINT, sizeof(long)},
    {"pointer", CLASS_UINT, sizeof(void *)},
    {"unwind_word", CLASS_UINT, sizeof(void *)},
    {"HF", CLASS_FLOAT, 2},
    {"SF", CLASS_FLOAT, 4},
    {"DF", CLASS_FLOAT, 8},
    {"XF", CLASS_FLOAT, 10},
    {"TF", CLASS_FLOAT, 16},
    {"SC", CLASS_COMPLEX, 8},
    {"DC", CLASS_COMPLEX, 16},
    {"XC", CLASS_COMPLEX, 20},
    {"TC", CLASS_COMPLEX, 32},
};

// An attribute's name without the underscores around it.
static void bare_name(const char **name, size_t *length)
{
    if (*length > 4 && memcmp(*name, "__", 2) == 0 && memcmp(*name + *length - 2, "__", 2) == 0) {
        *name += 2;
        *length -= 4;
    }
}

static bool is_word(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(word, name, length) == 0;
}

// mode = "mode" "(" name ")"
static bool read_mode(struct c_parser *parser, struct c_attributes *attributes)
{
    if (!c_expect(parser, '(', "behind mode"))
        return false;
    const char *name = parser->token.at;
    size_t length = parser->token.length;
    bare_name(&name, &length);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (c_is(parser, TOKEN_NAME) && is_word(name, length, modes[i].name)) {
            attributes->mode_class = modes[i].class;
            attributes->mode_size = modes[i].size;
            attributes->mode_at = parser->token.at;
            return c_advance(parser) && c_expect(parser, ')', "behind the mode");
        }
    return c_fail_here(parser, "memtool has no machine type for this mode");
}

static enum scalar mode_scalar(const struct type *type, const struct c_attributes *attributes)
{
    bool is_complex = attributes->mode_class == CLASS_COMPLEX;

    if (attributes->mode_class == CLASS_UINT)
        return scalar_integer(attributes->mode_size, type_is_signed(type));
    switch (attributes->mode_size / (is_complex ? 2 : 1)) {
    case 2:
        return SCALAR_F16;
    case 4:
        return is_complex ? SCALAR_C64 : SCALAR_F32;
    case 8:
        return is_complex ? SCALAR_C128 : SCALAR_F64;
    case 10:
        return is_complex ? SCALAR_CLONG : SCALAR_F80;
    default:
        return is_complex ? SCALAR_CF128 : SCALAR_F128;
    }
}

static const struct type *apply_mode(struct c_parser *parser, const struct type *type,
                                     const struct c_attributes *attributes)
{
    enum scalar_class class = scalar_info(type->scalar)->class;
    if (class == CLASS_INT || class == CLASS_BOOL || class == CLASS_CHAR)
        class = CLASS_UINT;
    if (type->kind != TYPE_SCALAR || class != attributes->mode_class) {
        c_fail(parser, attributes->mode_at, 2, "this mode does not go with the type");
        return NULL;
    }
    const struct type *changed =
        type_scalar(parser->pool, mode_scalar(type, attributes), ORDER_NATIVE, parser->error);
    if (changed == NULL)
        c_fail_placed(parser, attributes->mode_at);
    return changed;
}

// ---- vector_size(…)

// vector = "vector_size" "(" constant ")"
static bool read_vector(struct c_parser *parser, struct c_attributes *attributes)
{
    attributes->vector_at = parser->token.at;
    return c_expect(parser, '(', "behind vector_size") &&
           c_constant_size(parser, "a vector's size", &attributes->vector) &&
           c_expect(parser, ')', "behind the size");
}

// A vector is an array that is aligned to its size, and one value to a call.
static const struct type *apply_vector(struct c_parser *parser, const struct type *type,
                                       const struct c_attributes *attributes)
{
    uint64_t size = attributes->vector;

    if (type->kind != TYPE_SCALAR || size == 0 || size % type->size != 0 ||
        (size & (size - 1)) != 0) {
        c_fail(parser, attributes->vector_at, 1, "no vector of %llu bytes can be made of this type",
               (unsigned long long)size);
        return NULL;
    }
    const struct type *array = type_array(parser->pool, type, size / type->size, parser->error);
    struct type *vector = array == NULL ? NULL : c_copy(parser, array);
    if (vector == NULL) {
        c_fail_placed(parser, attributes->vector_at);
        return NULL;
    }
    vector->align = size;
    vector->vector = true;
    return vector;
}

const struct type *c_apply_shape(struct c_parser *parser, const struct type *type,
                                 const struct c_attributes *attributes)
{
    if (attributes->mode_size != 0)
        type = apply_mode(parser, type, attributes);
    if (type != NULL && attributes->vector_at != NULL)
        type = apply_vector(parser, type, attributes);
    return type;
}

// ---- attributes

enum effect { PACKED, ALIGNED, MODE, VECTOR, REFUSED_LAYOUT, REFUSED_CALL };

static const struct {
    char name[24];
    enum effect effect;
} effects[] = {
    {"packed", PACKED},
    {"aligned", ALIGNED},
    {"mode", MODE},
    {"ms_struct", REFUSED_LAYOUT},
    {"vector_size", VECTOR},
    {"ext_vector_type", REFUSED_LAYOUT},
    {"neon_vector_type", REFUSED_LAYOUT},
    {"scalar_storage_order", REFUSED_LAYOUT},
    {"address_space", REFUSED_LAYOUT},
    {"randomize_layout", REFUSED_LAYOUT},
    {"ms_abi", REFUSED_CALL},
    {"vectorcall", REFUSED_CALL},
    {"regcall", REFUSED_CALL},
#ifdef __i386__ // gcc ignores these on other machines
    {"stdcall", REFUSED_CALL},
    {"fastcall", REFUSED_CALL},
    {"thiscall", REFUSED_CALL},
    {"regparm", REFUSED_CALL},
    {"sseregparm", REFUSED_CALL},
#endif
};

static bool apply_effect(struct c_parser *parser, enum effect effect, struct c_attributes *to,
                         const struct c_token *word)
{
    switch (effect) {
    case PACKED:
        to->packed = true;
        to->packed_at = word->at;
        return true;
    case ALIGNED:
        return read_aligned(parser, to);
    case MODE:
        return read_mode(parser, to);
    case VECTOR:
        return read_vector(parser, to);
    case REFUSED_LAYOUT:
        return c_fail(parser, word->at, word->length, "the attribute %.*s is not supported",
                      (int)word->length, word->at);
    default:
        // A header may hold such functions besides those that are asked for.
        parser->uncallable = parser->is_header;
        return parser->is_header ||
               c_fail(parser, word->at, word->length,
                      "the calling convention %.*s is not supported", (int)word->length, word->at);
    }
}

// attribute = name ("(" … ")")?
static bool read_attribute(struct c_parser *parser, struct c_attributes *attributes)
{
    struct c_token word = parser->token;
    const char *name = word.at;
    size_t length = word.length;

    if (!c_is(parser, TOKEN_NAME))
        return c_fail_expected(parser, "an attribute's name");
    bare_name(&name, &length);
    if (!c_advance(parser))
        return false;
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (is_word(name, length, effects[i].name) &&
            !apply_effect(parser, effects[i].effect, attributes, &word))
            return false;
    return !c_is(parser, '(') || c_skip_balanced(parser);
}

// attribute-list = attribute? ("," attribute?)*
static bool read_list(struct c_parser *parser, struct c_attributes *attributes, int close)
{
    do {
        if (!c_is(parser, ',') && !c_is(parser, close) && !read_attribute(parser, attributes))
            return false;
    } while (c_take(parser, ','));
    return c_expect(parser, close, "behind the attributes");
}

static bool read_one(struct c_parser *parser, struct c_attributes *attributes)
{
    if (c_is_keyword(parser, KEYWORD_ASM)) {
        if (!c_advance(parser))
            return false;
        return c_is(parser, '(') ? c_skip_balanced(parser) : c_fail_expected(parser, "'('");
    }
    return c_advance(parser) && c_expect(parser, '(', "behind __attribute__") &&
           c_expect(parser, '(', "behind __attribute__") && c_enter(parser) &&
           read_list(parser, attributes, ')') && (c_leave(parser), true) &&
           c_expect(parser, ')', "behind the attributes");
}

bool c_attributes(struct c_parser *parser, struct c_attributes *attributes)
{
    while (c_is_keyword(parser, KEYWORD_ATTRIBUTE) || c_is_keyword(parser, KEYWORD_ASM))
        if (!read_one(parser, attributes))
            return false;
    return parser->token.kind != TOKEN_BAD;
}
