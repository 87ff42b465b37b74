// Structs and unions: their tags, and the members between their braces, laid out by type_record.
#include "types/cparse.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

// ---- tags

static bool tag_of_book(struct c_parser *parser, const struct c_token *tag, enum type_kind kind,
                        const struct type **out)
{
    enum name_kind names = kind == TYPE_STRUCT  ? NAME_STRUCT
                           : kind == TYPE_UNION ? NAME_UNION
                                                : NAME_ENUM;
    const struct type *type = NULL;

    if (!book_find(parser->book, names, tag->at, tag->length, &type, parser->error))
        return c_fail_placed(parser, tag->at);
    *out = type;
    if (type == NULL)
        return true;
    struct c_name name = {.text = tag->at,
                          .length = tag->length,
                          .hash = tag->hash,
                          .kind = C_TAG,
                          .borrowed = true,
                          .type = type};
    bool good = c_declare(parser, &name);
    type_unref(type);
    return good;
}

// The type of a tag (kind is a STRUCT, UNION or ENUM): *out is NULL where it was not declared. With
// `body`, only what this text itself declared counts.
static bool find_tag(struct c_parser *parser, const struct c_token *tag, enum type_kind kind,
                     bool body, const struct type **out)
{
    const struct c_name *name = c_names_find(&parser->names, tag->at, tag->length, tag->hash, true);

    *out = NULL;
    if (name != NULL && name->borrowed && (body || name->type->kind != kind))
        name = NULL;
    if (name == NULL)
        return body || tag_of_book(parser, tag, kind, out);
    if (name->type->kind != kind)
        return c_fail(parser, tag->at, tag->length, "'%.*s' is declared as %s %s", (int)tag->length,
                      tag->at, name->type->kind == TYPE_ENUM ? "an" : "a",
                      c_kind_word(name->type->kind));
    *out = name->type;
    return true;
}

// A new tag, incomplete, declared in the text.
static const struct type *new_tag(struct c_parser *parser, const struct c_token *tag,
                                  enum type_kind kind)
{
    struct type *type = pool_type(parser->pool, kind, parser->error);

    if (type == NULL)
        return NULL;
    type->incomplete = true;
    type->align = 1;
    type->tag = pool_text(parser->pool, tag->at, tag->length, parser->error);
    struct c_name name = {
        .text = tag->at, .length = tag->length, .hash = tag->hash, .kind = C_TAG, .type = type};
    return type->tag != NULL && c_declare(parser, &name) ? type : NULL;
}

bool c_tag_with_body(struct c_parser *parser, const struct c_token *tag, enum type_kind kind,
                     struct type **out)
{
    const struct type *type = NULL;

    *out = NULL;
    if (tag->length == 0)
        return true;
    if (!find_tag(parser, tag, kind, true, &type))
        return false;
    if (type != NULL && !type->incomplete)
        return c_fail(parser, tag->at, tag->length, "%s %.*s has a body already", c_kind_word(kind),
                      (int)tag->length, tag->at);
    if (type == NULL)
        type = new_tag(parser, tag, kind);
    // The parser's own nodes may be filled in: only it has seen them.
    *out = (struct type *)(uintptr_t)type;
    return type != NULL;
}

bool c_tag_alone(struct c_parser *parser, const struct c_token *tag, enum type_kind kind,
                 const struct c_attributes *attributes, const struct type **out)
{
    if (tag->length == 0)
        return c_fail_expected(parser, "a tag or '{'");
    if (attributes->packed && !parser->is_header)
        return c_fail(parser, attributes->packed_at, 6, "packed does nothing without the body");
    if (!find_tag(parser, tag, kind, false, out))
        return false;
    if (*out == NULL)
        *out = new_tag(parser, tag, kind);
    return *out != NULL;
}

// ---- members

struct body {
    size_t first; // of the parser's fields
    enum type_kind kind;
    const char *flexible_at; // the member that is int[], or NULL
    bool has_name;           // a named member came before it
};

static bool add_field(struct c_parser *parser, const struct body *body,
                      const struct declared *field)
{
    if (parser->field_count - body->first >= TYPE_MAX_MEMBERS)
        return c_fail_here(parser, "more than %d members", TYPE_MAX_MEMBERS);
    if (!memory_grow(&parser->fields, &parser->field_capacity, parser->field_count + 1,
                     sizeof *parser->fields, parser->error))
        return false;
    parser->fields[parser->field_count++] = *field;
    return true;
}

// width = ":" constant
static bool read_width(struct c_parser *parser, struct declared *field)
{
    const char *from = parser->token.at;
    uint64_t most = field->type->scalar == SCALAR_BOOL ? 1 : 8 * field->type->size;
    uint64_t width;

    if (field->type->incomplete || !type_takes_bits(field->type))
        return c_fail(parser, from, 1, "a bit-field has an integer type");
    if (!c_advance(parser))
        return false;
    from = parser->token.at;
    if (!c_constant_size(parser, "the width", &width))
        return false;
    size_t length = (size_t)(parser->before - from);
    if (width > most)
        return c_fail(parser, from, length, "%llu bits are more than the %llu of its type",
                      (unsigned long long)width, (unsigned long long)most);
    if (width == 0 && field->name != NULL)
        return c_fail(parser, from, length, "a bit-field without bits has no name");
    field->is_bits = true;
    field->bits = (unsigned)width;
    return true;
}

static bool check_object(struct c_parser *parser, const struct type *type, const char *at,
                         size_t length)
{
    if (type->kind == TYPE_VOID)
        return c_fail(parser, at, length, "a member cannot be void");
    if (type->kind == TYPE_FUNCTION)
        return c_fail(parser, at, length, "a member cannot be a function: a pointer to one can");
    return !type->incomplete || c_fail_incomplete(parser, at, length, type);
}

// Takes in the alignments that a member was declared with.
static bool align_field(struct c_parser *parser, const struct c_specifiers *specifiers,
                        const struct c_declarator *declarator, struct declared *field)
{
    const struct c_attributes *own = &declarator->attributes;
    const struct c_attributes *shared = &specifiers->attributes;

    if (specifiers->alignas != 0 && field->is_bits)
        return c_fail(parser, specifiers->at, (size_t)(parser->before - specifiers->at),
                      "_Alignas does not go with a bit-field");
    if (specifiers->alignas != 0 && specifiers->alignas < field->type->align)
        return c_fail(parser, specifiers->at, (size_t)(parser->before - specifiers->at),
                      "_Alignas cannot be less than the type's own alignment");
    field->align = specifiers->alignas;
    if (shared->most_align > field->align)
        field->align = shared->most_align;
    if (own->most_align > field->align)
        field->align = own->most_align;
    field->packed = own->packed || shared->packed;
    return true;
}

static bool check_flexible(struct c_parser *parser, struct body *body,
                           const struct c_declarator *declarator)
{
    if (body->flexible_at != NULL)
        return c_fail(parser, body->flexible_at, 1,
                      "only the last member can be an array without a bound");
    if (!declarator->type->flexible || declarator->type->kind != TYPE_ARRAY)
        return true;
    if (body->kind == TYPE_UNION)
        return c_fail(parser, declarator->at, 1, "a union has no arrays without a bound");
    if (!body->has_name)
        return c_fail(parser, declarator->at, 1,
                      "an array without a bound needs a member before it");
    body->flexible_at = declarator->at;
    return true;
}

// field = declarator? (":" constant)? attributes
static bool read_field(struct c_parser *parser, const struct c_specifiers *specifiers,
                       struct body *body)
{
    struct c_declarator declarator = {.at = parser->token.at, .type = specifiers->type};
    struct declared field = {0};

    if (!c_is(parser, ':') && !c_declarator(parser, specifiers, C_IN_FIELD, &declarator))
        return false;
    const char *at = declarator.name != NULL ? declarator.name : declarator.at;
    size_t length = declarator.name != NULL ? declarator.length : 1;
    if (declarator.name != NULL)
        field.name = pool_text(parser->pool, at, length, parser->error);
    if (declarator.name != NULL && field.name == NULL)
        return false;
    field.type = declarator.type;
    if (c_is(parser, ':')) {
        if (!read_width(parser, &field) || !c_attributes(parser, &declarator.attributes))
            return false;
    } else if (!check_object(parser, field.type, at, length)) {
        return false;
    }
    if (!check_flexible(parser, body, &declarator) ||
        !align_field(parser, specifiers, &declarator, &field))
        return false;
    body->has_name |= field.name != NULL;
    return add_field(parser, body, &field);
}

// What specifiers declare without a declarator: an anonymous member, or only a tag.
static bool no_declarator(struct c_parser *parser, const struct c_specifiers *specifiers,
                          struct body *body)
{
    struct c_declarator none = {.at = specifiers->at, .type = specifiers->type};
    struct declared field = {.type = specifiers->type};

    if (specifiers->is_anonymous) {
        body->has_name |= field.type->member_count > 0;
        return check_flexible(parser, body, &none) &&
               align_field(parser, specifiers, &none, &field) && add_field(parser, body, &field);
    }
    if (!specifiers->declares)
        return c_fail_expected(parser, "a member's name");
    if (parser->is_header || specifiers->type->kind == TYPE_ENUM || specifiers->type->incomplete)
        return true;
    c_fail(parser, specifiers->at, (size_t)(parser->before - specifiers->at),
           "this declares a tag but no member");
    return error_hint(parser->error, "give the member a name, or leave the tag out");
}

// member = specifiers (field ("," field)*)? ";" | static-assert | pragma | ";"
static bool read_member(struct c_parser *parser, struct body *body)
{
    struct c_specifiers specifiers;

    if (c_at_pragma(parser))
        return c_pragmas(parser);
    if (c_is(parser, ';'))
        return c_advance(parser);
    if (c_is_keyword(parser, KEYWORD_STATIC_ASSERT))
        return c_static_assert(parser);
    if (!c_specifiers(parser, &specifiers))
        return false;
    if (specifiers.is_typedef || specifiers.storage_at != NULL)
        return c_fail(parser, specifiers.at, (size_t)(parser->before - specifiers.at),
                      "a member has no storage class");
    if (c_is(parser, ';') || c_is(parser, '}')) {
        if (!no_declarator(parser, &specifiers, body))
            return false;
    } else {
        do {
            if (!read_field(parser, &specifiers, body))
                return false;
        } while (c_take(parser, ','));
    }
    // The last semicolon may be missing, as gcc lets it.
    return c_is(parser, '}') || c_expect(parser, ';', "behind the member");
}

// ---- names have to differ

static bool push_name(struct c_parser *parser, struct member **names, size_t *count,
                      size_t *capacity, const char *name)
{
    if (!memory_grow(names, capacity, *count + 1, sizeof **names, parser->error))
        return false;
    (*names)[(*count)++].name = name;
    return true;
}

// The names of a record's members, anonymous ones looked through.
static bool push_names(struct c_parser *parser, struct member **names, size_t *count,
                       size_t *capacity, const struct type *type)
{
    for (size_t i = 0; i < type->member_count; i++) {
        const struct member *member = &type->members[i];

        if (member->name != NULL ? !push_name(parser, names, count, capacity, member->name)
                                 : !push_names(parser, names, count, capacity, member->type))
            return false;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

// Where a name stands last in the text of a body.
static const char *last_place(const struct c_parser *parser, const char *from, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = parser->before - n - 1; at > from; at--)
        if (memcmp(at, name, n) == 0 && !is_word_byte((unsigned char)at[-1]) &&
            !is_word_byte((unsigned char)at[n]))
            return at;
    return from;
}

static bool check_names(struct c_parser *parser, const struct body *body, const char *from)
{
    struct member *names = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool good = true;

    for (size_t i = body->first; good && i < parser->field_count; i++) {
        const struct declared *field = &parser->fields[i];

        if (field->name != NULL)
            good = push_name(parser, &names, &count, &capacity, field->name);
        else if (!field->is_bits)
            good = push_names(parser, &names, &count, &capacity, field->type);
    }
    if (count > 1)
        qsort(names, count, sizeof *names, by_name);
    for (size_t i = 1; good && i < count; i++)
        if (strcmp(names[i].name, names[i - 1].name) == 0)
            good = c_fail(parser, last_place(parser, from, names[i].name), strlen(names[i].name),
                          "two members are named '%s'", names[i].name);
    free(names);
    return good;
}

// ---- the whole

// body = "{" member* "}" attributes
static bool read_body(struct c_parser *parser, enum type_kind kind, const struct c_token *tag,
                      struct c_attributes *attributes, const char *from, struct c_specifiers *out)
{
    struct body body = {.first = parser->field_count, .kind = kind};
    struct type *into;

    if (!c_tag_with_body(parser, tag, kind, &into) || !c_enter(parser) || !c_advance(parser))
        return false;
    while (!c_is(parser, '}')) {
        if (c_is(parser, TOKEN_END))
            return c_fail_expected(parser, "'}'");
        if (!read_member(parser, &body))
            return false;
    }
    c_leave(parser);
    if (!c_advance(parser) || !c_attributes(parser, attributes) ||
        !check_names(parser, &body, from))
        return false;
    if (into != NULL && !into->incomplete)
        return c_fail(parser, tag->at, tag->length, "'%s' is declared inside of itself", into->tag);
    struct declared_record record = {.kind = kind,
                                     .tag = into == NULL ? NULL : into->tag,
                                     .fields = parser->fields == NULL ? NULL
                                                                      : parser->fields + body.first,
                                     .field_count = parser->field_count - body.first,
                                     .packed = attributes->packed,
                                     .pack = parser->pack,
                                     .align = attributes->align};
    out->type = type_record(parser->pool, &record, into, parser->error);
    parser->field_count = body.first;
    return out->type != NULL || c_fail_placed(parser, from);
}

// record = ("struct" | "union") attributes tag? body?
bool c_record(struct c_parser *parser, struct c_specifiers *out)
{
    enum type_kind kind = c_is_keyword(parser, KEYWORD_STRUCT) ? TYPE_STRUCT : TYPE_UNION;
    const char *from = parser->token.at;
    struct c_attributes attributes = {0};
    struct c_token tag = {0};

    if (!c_advance(parser) || !c_attributes(parser, &attributes))
        return false;
    if (c_is(parser, TOKEN_NAME) && parser->token.keyword == KEYWORD_NONE) {
        tag = parser->token;
        if (!c_advance(parser))
            return false;
    }
    out->declares = tag.length != 0;
    out->is_anonymous = tag.length == 0;
    if (c_is(parser, '{'))
        return read_body(parser, kind, &tag, &attributes, from, out);
    return c_tag_alone(parser, &tag, kind, &attributes, &out->type);
}
