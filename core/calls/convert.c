// Values from one type to another, exactly or not at all; and C's promotions.
#include "base/float.h"
#include "calls/argument.h"
#include "views/element.h"

#include <stdlib.h>
#include <string.h>

const struct type *type_promoted(const struct type *type)
{
    if (type_is_float(type))
        return type->size < sizeof(double) ? type_native(SCALAR_F64) : type;
    if (type->kind != TYPE_SCALAR && type->kind != TYPE_ENUM)
        return type;
    switch (scalar_info(type->scalar)->class) {
    case CLASS_BOOL:
    case CLASS_CHAR:
    case CLASS_INT:
    case CLASS_UINT:
    case CLASS_UNICODE:
        return type->size < sizeof(int) ? type_native(scalar_integer(sizeof(int), true)) : type;
    default:
        return type;
    }
}

// A number's text, read as a float of the type: rounded once.
static bool float_of_text(const char *text, size_t n, const struct type *to, unsigned char *out,
                          struct span where, struct error *error)
{
    struct cursor cursor = cursor_over(text, n);
    struct error failed = {0};
    unsigned char bytes[32] = {0};

    if (!float_read(&cursor, scalar_info(to->scalar)->format, bytes, &failed))
        return fail_at(error, STATUS_USAGE, where, "%s", failed.message);
    element_host_order(to, bytes, out);
    return true;
}

static bool float_of_float(const struct type *from, const unsigned char *bytes,
                           const struct type *to, unsigned char *out, struct span where,
                           struct error *error)
{
    unsigned char host[32];
    char *text = memory_new(FLOAT_TEXT, 1, error);

    if (text == NULL)
        return false;
    element_host_order(from, bytes, host);
    size_t n = float_exact(text, scalar_info(from->scalar)->format, host);
    bool good = float_of_text(text, n, to, out, where, error);
    free(text);
    return good;
}

bool value_convert(const struct type *from, const unsigned char *bytes, const struct type *to,
                   unsigned char *out, struct span where, struct error *error)
{
    struct integer value;
    char text[NUMBER_TEXT];

    if (type_same(from, to) || (type_is_bytes(from) && from->size == to->size)) {
        memcpy(out, bytes, (size_t)to->size);
        return true;
    }
    bool integer = element_integer(from, bytes, &value);
    if (integer && type_is_float(to))
        return float_of_text(text, integer_print(text, value, 10), to, out, where, error);
    if (integer && (to->kind == TYPE_SCALAR || to->kind == TYPE_ENUM || to->kind == TYPE_POINTER) &&
        scalar_info(to->scalar)->class != CLASS_COMPLEX)
        return element_set_integer(to, out, value, where, error);
    if (type_is_float(from) && type_is_float(to))
        return float_of_float(from, bytes, to, out, where, error);
    struct sink words;
    sink_open(&words, -1);
    type_c(&words, from, NULL, false);
    sink_text(&words, " is no ");
    type_c(&words, to, NULL, false);
    fail_at(error, STATUS_USAGE, where, "%.*s", (int)words.used,
            words.text != NULL ? words.text : "");
    sink_close(&words);
    return false;
}
