// The C types of the host behind the column `host` of scalar.def: what gives sizes and alignments.
#ifndef MEMTOOL_TYPES_HOST_H
#define MEMTOOL_TYPES_HOST_H

#include <complex.h>
#include <float.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SIZEOF_INT128__
typedef __int128 HOST_I128;
typedef unsigned __int128 HOST_U128;
#else
typedef struct {
    _Alignas(16) char bytes[16];
} HOST_I128, HOST_U128;
#endif

#if LDBL_MANT_DIG == 64
typedef long double HOST_F80;
#define FLOAT_LONG         FLOAT_F80
#define SCALAR_LONG_DOUBLE SCALAR_F80
#else
typedef struct {
    _Alignas(16) char bytes[16];
} HOST_F80;
#if LDBL_MANT_DIG == 113
#define FLOAT_LONG         FLOAT_F128
#define SCALAR_LONG_DOUBLE SCALAR_F128
#else
#define FLOAT_LONG         FLOAT_F64
#define SCALAR_LONG_DOUBLE SCALAR_F64
#endif
#endif

#define SCALAR_WCHAR (sizeof(wchar_t) == 2 ? SCALAR_UCS2 : SCALAR_UCS4)

// Where long double is of 128 bits it is the same as _Float128: aligned to 8 on s390x.
#if LDBL_MANT_DIG == 113
typedef long double HOST_F128;
typedef long double _Complex HOST_CF128;
#else
typedef struct {
    _Alignas(16) char bytes[16];
} HOST_F128;

typedef struct {
    _Alignas(16) char bytes[32];
} HOST_CF128;
#endif

typedef struct {
    uint16_t parts[2];
} HOST_CF16;

#define HOST_SIZE(host) sizeof(host)

// The alignment as a member of a struct: it can be less than _Alignof (double on i386).
#define HOST_ALIGN(host)                                                                           \
    offsetof(                                                                                      \
        struct {                                                                                   \
            char c;                                                                                \
            host member;                                                                           \
        },                                                                                         \
        member)

#endif
