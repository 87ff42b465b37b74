// The basic types of C, by the words that specify them, in whatever order they come.
#include "types/cparse.h"

#include <stdarg.h>

#define U(unit) ((uint64_t)1 << 2 * UNIT_##unit)

static const struct basic {
    uint64_t words, optional;
    const char *name;
    size_t size; // of an integer; 0: `scalar` says it
    bool is_signed;
    enum scalar scalar;
} rows[] = {
    {U(CHAR), 0, "char", 0, false, SCALAR_CHAR},
    {U(SIGNED) | U(CHAR), 0, "signed char", 1, true, 0},
    {U(UNSIGNED) | U(CHAR), 0, "unsigned char", 1, false, 0},
    {U(SHORT), U(SIGNED) | U(INT), "short", sizeof(short), true, 0},
    {U(UNSIGNED) | U(SHORT), U(INT), "unsigned short", sizeof(short), false, 0},
    {U(INT), U(SIGNED), "int", sizeof(int), true, 0},
    {U(SIGNED), 0, "int", sizeof(int), true, 0},
    {U(UNSIGNED), U(INT), "unsigned int", sizeof(int), false, 0},
    {U(LONG), U(SIGNED) | U(INT), "long", sizeof(long), true, 0},
    {U(UNSIGNED) | U(LONG), U(INT), "unsigned long", sizeof(long), false, 0},
    {2 * U(LONG), U(SIGNED) | U(INT), "long long", sizeof(long long), true, 0},
    {U(UNSIGNED) | 2 * U(LONG), U(INT), "unsigned long long", sizeof(long long), false, 0},
    {U(INT128), U(SIGNED), "__int128", 16, true, 0},
    {U(UNSIGNED) | U(INT128), 0, "unsigned __int128", 16, false, 0},
    {U(BOOL), 0, "_Bool", 0, false, SCALAR_BOOL},
    {U(FLOAT), 0, "float", 0, false, SCALAR_F32},
    {U(DOUBLE), 0, "double", 0, false, SCALAR_F64},
    {U(LONG) | U(DOUBLE), 0, "long double", 0, false, SCALAR_F80},
    {U(FLOAT) | U(COMPLEX), 0, "float _Complex", 0, false, SCALAR_C64},
    {U(DOUBLE) | U(COMPLEX), 0, "double _Complex", 0, false, SCALAR_C128},
    {U(COMPLEX), 0, "double _Complex", 0, false, SCALAR_C128},
    {U(LONG) | U(DOUBLE) | U(COMPLEX), 0, "long double _Complex", 0, false, SCALAR_CLONG},
    {U(FLOAT32) | U(COMPLEX), 0, "_Float32 _Complex", 0, false, SCALAR_C64},
    {U(FLOAT64) | U(COMPLEX), 0, "_Float64 _Complex", 0, false, SCALAR_C128},
    {U(FLOAT32X) | U(COMPLEX), 0, "_Float32x _Complex", 0, false, SCALAR_C128},
    {U(FLOAT64X) | U(COMPLEX), 0, "_Float64x _Complex", 0, false, SCALAR_CLONG},
    {U(FLOAT128) | U(COMPLEX), 0, "_Float128 _Complex", 0, false, SCALAR_CF128},
    {U(FLOAT16) | U(COMPLEX), 0, "_Float16 _Complex", 0, false, SCALAR_CF16},
    {U(FLOAT16), 0, "_Float16", 0, false, SCALAR_F16},
    {U(BFLOAT16), 0, "__bf16", 0, false, SCALAR_BF16},
    {U(FLOAT32), 0, "_Float32", 0, false, SCALAR_F32},
    {U(FLOAT64), 0, "_Float64", 0, false, SCALAR_F64},
    {U(FLOAT128), 0, "_Float128", 0, false, SCALAR_F128},
    {U(FLOAT32X), 0, "_Float32x", 0, false, SCALAR_F64},
    {U(FLOAT64X), 0, "_Float64x", 0, false, SCALAR_F80},
    {U(FLOAT80), 0, "__float80", 0, false, SCALAR_F80},
    {U(VOID), 0, "void", 0, false, 0},
};

#define COUNT (sizeof rows / sizeof *rows)
_Static_assert(COUNT <= C_BASIC_TYPES, "room for every row");

// F80 stands for the host's long double, whatever format that is; __float80 is x87's alone.
static enum scalar row_scalar(const struct basic *row)
{
    if (row->size != 0)
        return scalar_integer((unsigned)row->size, row->is_signed);
    if (row->scalar == SCALAR_F80 && row->words != U(FLOAT80)) {
        enum scalar scalar = scalar_long_double();

        return scalar == SCALAR_F64 && row->words == U(FLOAT64X) ? SCALAR_F128 : scalar;
    }
    return row->scalar;
}

static const struct type *make(struct c_parser *parser, const struct basic *row)
{
    if (row->words == U(VOID))
        return type_void();
    struct type *type = c_copy(parser, type_native(row_scalar(row)));
    if (type != NULL)
        type->name = row->name;
    return type;
}

const struct type *c_basic_type(struct c_parser *parser, uint64_t words)
{
    for (size_t i = 0; i < COUNT; i++) {
        if ((words & ~rows[i].optional) != rows[i].words)
            continue;
        if (parser->basic[i] == NULL)
            parser->basic[i] = make(parser, &rows[i]);
        return parser->basic[i];
    }
    return NULL;
}

// An array decays to a pointer, so it is not of its own type where a value is asked for.
#define VA_LIST_IS_ARRAY _Generic(*(va_list *)0, va_list : false, default : true)

const struct type *c_va_list(struct c_parser *parser)
{
    struct member *words = pool_array(parser->pool, 1, sizeof *words, parser->error);

    if (words == NULL)
        return NULL;
    if (sizeof(va_list) == sizeof(void *) && !VA_LIST_IS_ARRAY)
        return type_pointer(parser->pool, NULL, ORDER_NATIVE, parser->error);
    words->name = "words";
    words->type = type_array(parser->pool, type_native(scalar_integer(sizeof(long), false)),
                             sizeof(va_list) / (sizeof(long)), parser->error);
    if (words->type == NULL)
        return NULL;
    const struct type *tag = type_record_at(parser->pool, TYPE_STRUCT, "__va_list_tag", words, 1,
                                            sizeof(va_list), _Alignof(va_list), parser->error);
    return tag == NULL || !VA_LIST_IS_ARRAY ? tag : type_array(parser->pool, tag, 1, parser->error);
}
