// Machine types: what a scalar's bytes mean, whatever a language calls it.
#ifndef MEMTOOL_TYPES_SCALAR_H
#define MEMTOOL_TYPES_SCALAR_H

#include "base/number.h"

enum scalar {
#define SCALAR(id, name, c, code, host, class, format, ffi) SCALAR_##id,
#include "types/scalar.def"
#undef SCALAR
    SCALAR_COUNT
};

enum scalar_class {
    CLASS_BOOL,
    CLASS_CHAR,
    CLASS_UINT,
    CLASS_INT,
    CLASS_FLOAT,
    CLASS_COMPLEX,
    CLASS_POINTER,
    CLASS_UNICODE,
};

// A row of scalar.def; sizes and alignments in bytes, as the host's C compiler lays them out.
struct scalar_info {
    const char *name, *c, *code;
    unsigned size, align;
    enum scalar_class class;
    enum float_format format; // of CLASS_FLOAT and CLASS_COMPLEX
};

const struct scalar_info *scalar_info(enum scalar scalar);

// The machine type of C's long double on the host (F80 or F128; F64 where it is double).
enum scalar scalar_long_double(void);

// The machine integer of size bytes (1, 2, 4, 8, 16); SCALAR_COUNT for any other size.
enum scalar scalar_integer(unsigned size, bool is_signed);

#endif
