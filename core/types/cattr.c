#include "types/cparse.h"

#include <string.h>

// Attributes, _Alignas and #pragma pack: those that a layout or a call depends on are honoured or
// refused by name; all others are passed, as a compiler without them would.

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
    char name[8];
    enum scalar_class class;
    unsigned size;
} modes[] = {
    {"QI", CLASS_UINT, 1},
    {"HI", CLASS_UINT, 2},
    {"SI", CLASS_UINT, 4},
    {"DI", CLASS_UINT, 8},
    {"TI", CLASS_UINT, 16},
    {"byte", CLASS_UINT, 1},
    {"word", CLASS_UINT, sizeof(long)},
    {"pointer", CLASS_UINT, sizeof(void *)},
    {"HF", CLASS_FLOAT, 2},
    {"SF", CLASS_FLOAT, 4},
    {"DF", CLASS_FLOAT, 8},
    {"XF", CLASS_FLOAT, 10},
    {"TF", CLASS_FLOAT, 16},
    {"SC", CLASS_COMPLEX, 8},
    {"DC", CLASS_COMPLEX, 16},
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
    static const enum scalar floats[] = {SCALAR_F16, SCALAR_F32, SCALAR_F64, SCALAR_F80,
                                         SCALAR_F128};

    if (attributes->mode_class == CLASS_COMPLEX)
        return attributes->mode_size == 8 ? SCALAR_C64 : SCALAR_C128;
    if (attributes->mode_class == CLASS_UINT)
        return scalar_integer(attributes->mode_size, c_is_signed(type));
    return floats[attributes->mode_size == 2    ? 0
                  : attributes->mode_size == 4  ? 1
                  : attributes->mode_size == 8  ? 2
                  : attributes->mode_size == 10 ? 3
                                                : 4];
}

const struct type *c_apply_mode(struct c_parser *parser, const struct type *type,
                                const struct c_attributes *attributes)
{
    if (attributes->mode_size == 0)
        return type;
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

// ---- attributes

enum effect { PACKED, ALIGNED, MODE, REFUSED_LAYOUT, REFUSED_CALL };

static const struct {
    char name[24];
    enum effect effect;
} effects[] = {
    {"packed", PACKED},
    {"aligned", ALIGNED},
    {"mode", MODE},
    {"ms_struct", REFUSED_LAYOUT},
    {"vector_size", REFUSED_LAYOUT},
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
    case REFUSED_LAYOUT:
        return c_fail(parser, word->at, word->length, "the attribute %.*s is not supported",
                      (int)word->length, word->at);
    default:
        return c_fail(parser, word->at, word->length,
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
