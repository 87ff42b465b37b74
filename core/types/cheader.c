// A preprocessed header as a chapter of the book: its names with their types.
#include "types/cdecl.h"

#include "base/memory.h"
#include "types/cparse.h"

#include <stdlib.h>
#include <string.h>

struct c_chapter {
    struct chapter chapter;
    struct c_names names;
    struct type_pool *pool;
};

static bool is_of_kind(const struct c_name *name, enum name_kind kind)
{
    if (name->text == NULL || name->borrowed || name->type == NULL)
        return false;
    switch (kind) {
    case NAME_TYPEDEF:
        return name->kind == C_TYPEDEF;
    case NAME_FUNCTION:
        return name->kind == C_FUNCTION;
    case NAME_VARIABLE:
        return name->kind == C_VARIABLE;
    case NAME_STRUCT:
        return name->kind == C_TAG && name->type->kind == TYPE_STRUCT && !name->type->incomplete;
    case NAME_UNION:
        return name->kind == C_TAG && name->type->kind == TYPE_UNION && !name->type->incomplete;
    default:
        return name->kind == C_TAG && name->type->kind == TYPE_ENUM && !name->type->incomplete;
    }
}

static bool find(struct chapter *chapter, enum name_kind kind, const char *text, size_t length,
                 const struct type **out, struct error *error)
{
    struct c_chapter *header = (struct c_chapter *)chapter;
    bool tag = kind == NAME_STRUCT || kind == NAME_UNION || kind == NAME_ENUM;
    const struct c_name *name =
        c_names_find(&header->names, text, length, c_hash(text, length), tag);

    (void)error;
    *out = name != NULL && is_of_kind(name, kind) ? type_ref(name->type) : NULL;
    return true;
}

static void list(struct chapter *chapter, enum name_kind kind,
                 bool (*each)(void *context, const char *name), void *context)
{
    struct c_chapter *header = (struct c_chapter *)chapter;

    for (size_t i = 0; i < header->names.capacity; i++)
        if (is_of_kind(&header->names.slots[i], kind) &&
            !each(context, header->names.slots[i].text))
            return;
}

static void close_header(struct chapter *chapter)
{
    struct c_chapter *header = (struct c_chapter *)chapter;

    c_names_close(&header->names);
    pool_unref(header->pool);
    free(header);
}

// header = declaration*
static bool read_header(struct c_parser *parser)
{
    if (!c_advance(parser))
        return false;
    while (!c_is(parser, TOKEN_END)) {
        struct c_declarator declared;

        if (!c_declaration(parser, &declared))
            return false;
    }
    return true;
}

struct chapter *c_header_read(struct cursor *cursor, struct error *error)
{
    struct c_chapter *header = memory_new(1, sizeof *header, error);
    struct c_parser parser;

    if (header == NULL)
        return NULL;
    if (!c_parser_open(&parser, cursor, NULL, error)) {
        free(header);
        return NULL;
    }
    parser.is_header = true;
    bool good = read_header(&parser);
    if (good) {
        header->chapter = (struct chapter){.find = find, .list = list, .close = close_header};
        header->names = parser.names;
        header->pool = parser.pool;
        parser.names = (struct c_names){0};
        parser.pool = NULL;
        cursor->at = cursor->end;
    } else {
        free(header);
    }
    c_parser_close(&parser);
    return good ? &header->chapter : NULL;
}
