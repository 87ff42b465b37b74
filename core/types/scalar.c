#include "types/scalar.h"

#include "types/host.h"

static const struct scalar_info rows[SCALAR_COUNT] = {
#define SCALAR(id, name, c, code, host, class, format, ffi)                                        \
    [SCALAR_##                                                                                     \
        id] = {name, c, code, HOST_SIZE(host), HOST_ALIGN(host), CLASS_##class, FLOAT_##format},
#include "types/scalar.def"
#undef SCALAR
};

const struct scalar_info *scalar_info(enum scalar scalar)
{
    return &rows[scalar];
}

enum scalar scalar_long_double(void)
{
    return SCALAR_LONG_DOUBLE;
}

enum scalar scalar_integer(unsigned size, bool is_signed)
{
    switch (size) {
    case 1:
        return is_signed ? SCALAR_I8 : SCALAR_U8;
    case 2:
        return is_signed ? SCALAR_I16 : SCALAR_U16;
    case 4:
        return is_signed ? SCALAR_I32 : SCALAR_U32;
    case 8:
        return is_signed ? SCALAR_I64 : SCALAR_U64;
    case 16:
        return is_signed ? SCALAR_I128 : SCALAR_U128;
    default:
        return SCALAR_COUNT;
    }
}
