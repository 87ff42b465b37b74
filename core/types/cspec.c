// Declaration specifiers: the words in front of a declarator, and the names that stand for types.
#include "types/cparse.h"

#include "base/near.h"
#include "types/spelling.h"

#include <string.h>

// ---- names

bool c_declare(struct c_parser *parser, const struct c_name *name)
{
    struct c_name copy = *name;

    copy.text = pool_text(parser->pool, name->text, name->length, parser->error);
    return copy.text != NULL && pool_hold(parser->pool, name->type, parser->error) &&
           c_names_put(&parser->names, &copy, parser->error);
}

// The type of a row that is C text, read as if it stood here.
static const struct type *standard_text(struct c_parser *parser, const char *text)
{
    struct c_lexer lexer = parser->lexer;
    struct c_token token = parser->token;
    const char *before = parser->before;
    uint64_t pack = parser->pack;
    struct cursor cursor = cursor_of(text);
    const struct type *type = NULL;

    parser->lexer = c_lexer_at(&cursor, &parser->keywords);
    parser->token.at = NULL;
    parser->pack = 0;
    bool good = c_enter(parser) && c_advance(parser) && c_type_name(parser, &type);
    if (good)
        c_leave(parser);
    parser->lexer = lexer;
    parser->token = token;
    parser->before = before;
    parser->pack = pack;
    return good ? type : NULL;
}

static const struct type *standard_type(struct c_parser *parser, const struct c_standard *row)
{
    const struct type *type =
        row->scalar == SCALAR_COUNT ? standard_text(parser, row->text) : type_native(row->scalar);

    if (type == NULL || type->incomplete)
        return type;
    struct type *named = c_copy(parser, type);
    if (named != NULL)
        named->name = row->name;
    return named;
}

static const struct type *short_type(struct c_parser *parser, const struct c_token *token)
{
    struct cursor cursor = cursor_over(token->at, token->length);
    enum scalar scalar;
    enum order order;

    if (parser->is_header || !short_name_read(&cursor, &scalar, &order))
        return NULL;
    return type_scalar(parser->pool, scalar, order, parser->error);
}

// Where the text itself does not declare a name: the book, the standard, the short names.
static bool look_outside(struct c_parser *parser, const struct c_token *token,
                         const struct type **out)
{
    const struct c_standard *row = c_standard_find(token->at, token->length);
    const struct type *type = NULL;

    if (!book_find(parser->book, NAME_TYPEDEF, token->at, token->length, &type, parser->error))
        return false;
    bool held = type != NULL;
    if (type == NULL)
        type = row != NULL ? standard_type(parser, row) : short_type(parser, token);
    if (parser->error->status != STATUS_OK)
        return false;
    *out = type;
    if (type == NULL)
        return true;
    struct c_name name = {.text = token->at,
                          .length = token->length,
                          .hash = token->hash,
                          .kind = C_TYPEDEF,
                          .borrowed = true,
                          .type = type};
    bool good = c_declare(parser, &name);
    if (held)
        type_unref(type);
    return good;
}

// The type that a name stands for: declared in the text, by the book, by the standard, or a short
// name. *out is NULL where it stands for none.
static bool type_of_name(struct c_parser *parser, const struct c_token *token,
                         const struct type **out)
{
    const struct c_name *name =
        c_names_find(&parser->names, token->at, token->length, token->hash, false);

    *out = name != NULL && name->kind == C_TYPEDEF ? name->type : NULL;
    return name != NULL || look_outside(parser, token, out);
}

static bool offer(void *context, const char *name)
{
    near_offer(context, name);
    return true;
}

static void offer_tagged(struct near *near, const char *name, const char *keyword)
{
    char shown[NEAR_MAX];

    if (strlen(name) + strlen(keyword) + 2 > sizeof shown)
        return;
    strcpy(shown, keyword);
    strcat(shown, " ");
    strcat(shown, name);
    near_offer_as(near, name, shown);
}

static bool offer_struct(void *context, const char *name)
{
    offer_tagged(context, name, "struct");
    return true;
}

static bool offer_union(void *context, const char *name)
{
    offer_tagged(context, name, "union");
    return true;
}

const char *c_kind_word(enum type_kind kind)
{
    return kind == TYPE_STRUCT ? "struct" : kind == TYPE_UNION ? "union" : "enum";
}

// The error of a name that stands for no type, with what it may have been meant to be.
static bool fail_unknown(struct c_parser *parser)
{
    const struct c_token *token = &parser->token;
    struct near near = near_to(token->at, token->length);
    bool declaration = parser->is_header && parser->depth == 0;

    if (!c_is(parser, TOKEN_NAME) || token->keyword != KEYWORD_NONE)
        return c_fail_expected(parser, "a type");
    c_fail_here(parser, "unknown type name '%.*s'", (int)token->length, token->at);
    for (size_t i = 0; i < parser->names.capacity; i++) {
        const struct c_name *name = &parser->names.slots[i];

        if (name->text != NULL && name->kind == C_TYPEDEF)
            near_offer(&near, name->text);
        else if (name->text != NULL && name->kind == C_TAG)
            offer_tagged(&near, name->text, c_kind_word(name->type->kind));
    }
    for (size_t i = 0; c_keyword_text(i) != NULL; i++)
        if (c_keyword_begins(i, declaration))
            near_offer(&near, c_keyword_text(i));
    for (size_t i = 0; c_standard_row(i) != NULL; i++)
        near_offer(&near, c_standard_row(i)->name);
    book_list(parser->book, NAME_TYPEDEF, offer, &near);
    book_list(parser->book, NAME_STRUCT, offer_struct, &near);
    if (near_best(&near) != NULL)
        return error_hint(parser->error, "did you mean %s?", near_best(&near));
    return error_hint(parser->error, "--types FILE makes the types of a header or program known");
}

bool c_fail_incomplete(struct c_parser *parser, const char *at, size_t length,
                       const struct type *type)
{
    const char *tag = type->tag == NULL ? "" : type->tag;
    struct near near = near_to(tag, strlen(tag));

    c_fail(parser, at, length, "%s %s has no body here, so its size is not known",
           c_kind_word(type->kind), tag);
    for (size_t i = 0; i < parser->names.capacity; i++) {
        const struct c_name *name = &parser->names.slots[i];

        if (name->text != NULL && name->kind == C_TAG && !name->type->incomplete)
            offer_tagged(&near, name->text, c_kind_word(name->type->kind));
    }
    book_list(parser->book, NAME_STRUCT, offer_struct, &near);
    book_list(parser->book, NAME_UNION, offer_union, &near);
    if (near_best(&near) != NULL)
        return error_hint(parser->error, "did you mean %s?", near_best(&near));
    return error_hint(parser->error, "--types FILE makes the types of a header or program known");
}

// ---- other nodes of a type

struct type *c_copy(struct c_parser *parser, const struct type *type)
{
    struct type *copy = pool_type(parser->pool, type->kind, parser->error);

    if (copy == NULL || !pool_hold(parser->pool, type, parser->error))
        return NULL;
    *copy = *type;
    copy->pool = parser->pool;
    return copy;
}

const struct type *c_aligned(struct c_parser *parser, const struct type *type, uint64_t align,
                             const char *from)
{
    if (type->kind == TYPE_VOID || type->kind == TYPE_FUNCTION || type->align == align)
        return type;
    if (type->incomplete) {
        c_fail(parser, from, (size_t)(parser->before - from),
               "this type cannot be aligned before its members are known");
        return NULL;
    }
    struct type *copy = c_copy(parser, type);
    if (copy != NULL)
        copy->align = align;
    return copy;
}

// A type as _Atomic makes it: aligned to its size where the machine has such an integer.
static const struct type *atomic_type(struct c_parser *parser, const struct type *type,
                                      const char *from)
{
#ifdef __SIZEOF_INT128__
    const uint64_t widest = 16;
#else
    const uint64_t widest = 8;
#endif
    if (type->kind == TYPE_ARRAY || type->kind == TYPE_FUNCTION || type->kind == TYPE_VOID ||
        type->incomplete) {
        c_fail(parser, from, (size_t)(parser->before - from), "_Atomic does not go with this type");
        return NULL;
    }
    bool is_power = type->size != 0 && (type->size & (type->size - 1)) == 0;
    return is_power && type->size <= widest && type->align < type->size
               ? c_aligned(parser, type, type->size, from)
               : type;
}

// ---- specifiers

// What has been seen of one list of specifiers.
struct seen {
    uint64_t words; // counts of type words
    bool atomic;
};

bool c_at_specifiers(struct c_parser *parser)
{
    const struct type *type;

    if (!c_is(parser, TOKEN_NAME))
        return false;
    enum c_keyword keyword = parser->token.keyword;
    if (keyword == KEYWORD_NONE)
        return type_of_name(parser, &parser->token, &type) && type != NULL;
    return keyword <= KEYWORD_EXTENSION || keyword == KEYWORD_TYPEOF ||
           keyword == KEYWORD_UNSUPPORTED;
}

static bool two_types(struct c_parser *parser)
{
    return c_fail_here(parser, "a second type in one declaration");
}

// Sets the type, unless there is one.
static bool set_type(struct c_parser *parser, struct c_specifiers *out, const struct seen *seen,
                     const struct type *type)
{
    if (out->type != NULL || seen->words != 0)
        return two_types(parser);
    out->type = type;
    return true;
}

static bool count_word(struct c_parser *parser, const struct c_specifiers *out, struct seen *seen)
{
    unsigned place = 2 * parser->token.unit;

    if (out->type != NULL || (seen->words >> place & 3) == 3)
        return two_types(parser);
    seen->words += (uint64_t)1 << place;
    return c_advance(parser);
}

// atomic = "_Atomic" ("(" type-name ")")?
static bool read_atomic(struct c_parser *parser, struct c_specifiers *out, struct seen *seen)
{
    const char *from = parser->token.at;
    const struct type *type;

    if (!c_advance(parser))
        return false;
    if (!c_take(parser, '(')) {
        seen->atomic = true;
        return parser->token.kind != TOKEN_BAD;
    }
    if (!c_enter(parser) || !c_type_name(parser, &type) ||
        !c_expect(parser, ')', "behind the type"))
        return false;
    c_leave(parser);
    type = atomic_type(parser, type, from);
    return type != NULL && set_type(parser, out, seen, type);
}

// A typedef of a name that is a keyword here (headers make up _Float32 for compilers that lack it).
static bool is_redeclared(const struct c_parser *parser, const struct c_specifiers *out,
                          const struct seen *seen)
{
    return parser->token.unit >= UNIT_FLOAT16 && out->is_typedef &&
           (seen->words & ~((uint64_t)3 << 2 * UNIT_COMPLEX)) != 0;
}

static bool read_type_name(struct c_parser *parser, struct c_specifiers *out,
                           const struct seen *seen, bool *done)
{
    const struct type *type;

    *done = out->type != NULL || seen->words != 0;
    if (*done)
        return true;
    if (!type_of_name(parser, &parser->token, &type))
        return c_fail_placed(parser, parser->token.at);
    *done = type == NULL;
    out->type = type;
    return *done || c_advance(parser);
}

// The macro of <complex.h>, which no preprocessor has replaced in the words of a command: behind or
// before a word of a floating type (alone it is double's), but for a function of that name.
static bool is_complex_macro(struct c_parser *parser, const struct c_specifiers *out,
                             const struct seen *seen)
{
    const uint64_t floating = (uint64_t)3 << 2 * UNIT_FLOAT | (uint64_t)3 << 2 * UNIT_DOUBLE;
    const struct type *type;
    const char *behind = parser->token.at + parser->token.length;

    if (parser->is_header || out->type != NULL ||
        (seen->words != 0 && (seen->words & floating) == 0) ||
        parser->token.length != strlen("complex") ||
        memcmp(parser->token.at, "complex", parser->token.length) != 0)
        return false;
    while (behind < parser->lexer.cursor.end && is_blank((unsigned char)*behind))
        behind++;
    bool call = parser->lexer.cursor.end - behind > 1 && behind[0] == '(' && behind[1] != '*';
    return !call && type_of_name(parser, &parser->token, &type) && type == NULL;
}

// One specifier; *done where none comes next.
static bool read_one(struct c_parser *parser, struct c_specifiers *out, struct seen *seen,
                     bool *done)
{
    if (parser->token.keyword == KEYWORD_NONE && is_complex_macro(parser, out, seen)) {
        parser->token.keyword = KEYWORD_TYPE;
        parser->token.unit = UNIT_COMPLEX;
    }
    switch (parser->token.keyword) {
    case KEYWORD_NONE:
        return read_type_name(parser, out, seen, done);
    case KEYWORD_TYPEDEF:
        out->is_typedef = true;
        return c_advance(parser);
    case KEYWORD_STORAGE:
        out->storage_at = parser->token.at;
        return c_advance(parser);
    case KEYWORD_QUALIFIER:
        out->is_const |= c_is_const(parser);
        return c_advance(parser);
    case KEYWORD_FUNCTION:
    case KEYWORD_EXTENSION:
        return c_advance(parser);
    case KEYWORD_ATOMIC:
        return read_atomic(parser, out, seen);
    case KEYWORD_TYPE:
        *done = is_redeclared(parser, out, seen);
        return *done || count_word(parser, out, seen);
    case KEYWORD_VA_LIST:
        return set_type(parser, out, seen, c_va_list(parser)) && out->type != NULL &&
               c_advance(parser);
    case KEYWORD_STRUCT:
    case KEYWORD_UNION:
        return set_type(parser, out, seen, NULL) && c_record(parser, out);
    case KEYWORD_ENUM:
        return set_type(parser, out, seen, NULL) && c_enum(parser, out);
    case KEYWORD_ATTRIBUTE:
        return c_attributes(parser, &out->attributes);
    case KEYWORD_ALIGNAS:
        return c_alignas(parser, &out->alignas);
    case KEYWORD_TYPEOF:
        return c_fail_here(parser, "%.*s is not supported: write the type itself",
                           (int)parser->token.length, parser->token.at);
    case KEYWORD_UNSUPPORTED:
        return c_fail_here(parser, "memtool has no machine type for %.*s",
                           (int)parser->token.length, parser->token.at);
    default:
        *done = true;
        return true;
    }
}

bool c_specifiers(struct c_parser *parser, struct c_specifiers *out)
{
    struct c_specifiers specifiers = {.at = parser->token.at};
    struct seen seen = {0};
    bool done = false;

    while (!done && c_is(parser, TOKEN_NAME))
        if (!read_one(parser, &specifiers, &seen, &done))
            return false;
    if (parser->token.kind == TOKEN_BAD)
        return false;
    if (seen.words != 0) {
        specifiers.type = c_basic_type(parser, seen.words);
        if (specifiers.type == NULL)
            return c_fail(parser, specifiers.at, (size_t)(parser->before - specifiers.at),
                          "these words do not make a type");
    }
    if (specifiers.type == NULL)
        return fail_unknown(parser);
    if (seen.atomic)
        specifiers.type = atomic_type(parser, specifiers.type, specifiers.at);
    if (specifiers.type != NULL)
        specifiers.type = c_apply_shape(parser, specifiers.type, &specifiers.attributes);
    *out = specifiers;
    return out->type != NULL;
}
