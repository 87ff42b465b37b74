// The typedefs of the standard headers, known without any header: sizes and signs are those of the
// compiler that builds memtool, which is the host's.
#include "types/cparse.h"
#include "types/host.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdalign.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <termios.h>
#include <time.h>
#include <uchar.h>
#include <wchar.h>
#include <wctype.h>

// The machine type of an arithmetic type.
#define INTEGER_OF(type)                                                                           \
    (sizeof(type) == 1   ? ((type)-1 < (type)1 ? SCALAR_I8 : SCALAR_U8)                            \
     : sizeof(type) == 2 ? ((type)-1 < (type)1 ? SCALAR_I16 : SCALAR_U16)                          \
     : sizeof(type) == 4 ? ((type)-1 < (type)1 ? SCALAR_I32 : SCALAR_U32)                          \
                         : ((type)-1 < (type)1 ? SCALAR_I64 : SCALAR_U64))
#define FLOAT_OF(type)                                                                             \
    (sizeof(type) == sizeof(float)    ? SCALAR_F32                                                 \
     : sizeof(type) == sizeof(double) ? SCALAR_F64                                                 \
                                      : SCALAR_F80)

#define INTEGER(type)                                                                              \
    {                                                                                              \
#type, INTEGER_OF(type), NULL                                                              \
    }
#define SCALAR_ROW(name, scalar)                                                                   \
    {                                                                                              \
        name, scalar, NULL                                                                         \
    }
#define TEXT(name, text)                                                                           \
    {                                                                                              \
        name, SCALAR_COUNT, text                                                                   \
    }

// Where programs can choose the width of a file offset, a library's functions take the default.
#ifdef __GLIBC__
#define OFFSET(type)                                                                               \
    {                                                                                              \
#type, INTEGER_OF(__##type), NULL                                                          \
    }
#else
#define OFFSET(type) INTEGER(type)
#endif

static const struct c_standard rows[] = {
    INTEGER(size_t),
    INTEGER(ssize_t),
    INTEGER(ptrdiff_t),
    INTEGER(int8_t),
    INTEGER(int16_t),
    INTEGER(int32_t),
    INTEGER(int64_t),
    INTEGER(uint8_t),
    INTEGER(uint16_t),
    INTEGER(uint32_t),
    INTEGER(uint64_t),
    INTEGER(int_least8_t),
    INTEGER(int_least16_t),
    INTEGER(int_least32_t),
    INTEGER(int_least64_t),
    INTEGER(uint_least8_t),
    INTEGER(uint_least16_t),
    INTEGER(uint_least32_t),
    INTEGER(uint_least64_t),
    INTEGER(int_fast8_t),
    INTEGER(int_fast16_t),
    INTEGER(int_fast32_t),
    INTEGER(int_fast64_t),
    INTEGER(uint_fast8_t),
    INTEGER(uint_fast16_t),
    INTEGER(uint_fast32_t),
    INTEGER(uint_fast64_t),
    INTEGER(intmax_t),
    INTEGER(uintmax_t),
    INTEGER(intptr_t),
    INTEGER(uintptr_t),
    INTEGER(time_t),
    INTEGER(clock_t),
    OFFSET(off_t),
    INTEGER(off64_t),
    INTEGER(loff_t),
    INTEGER(pid_t),
    INTEGER(uid_t),
    INTEGER(gid_t),
    INTEGER(id_t),
    INTEGER(mode_t),
    INTEGER(dev_t),
    OFFSET(ino_t),
    INTEGER(ino64_t),
    INTEGER(nlink_t),
    INTEGER(blksize_t),
    OFFSET(blkcnt_t),
    INTEGER(blkcnt64_t),
    OFFSET(fsblkcnt_t),
    OFFSET(fsfilcnt_t),
    INTEGER(suseconds_t),
    INTEGER(useconds_t),
    INTEGER(clockid_t),
    INTEGER(key_t),
    INTEGER(socklen_t),
    INTEGER(sa_family_t),
    INTEGER(in_addr_t),
    INTEGER(in_port_t),
    INTEGER(nfds_t),
    OFFSET(rlim_t),
    INTEGER(sig_atomic_t),
    INTEGER(pthread_t),
    INTEGER(pthread_key_t),
    INTEGER(pthread_once_t),
    INTEGER(wint_t),
    INTEGER(wctype_t),
    INTEGER(cc_t),
    INTEGER(speed_t),
    INTEGER(tcflag_t),
    INTEGER(register_t),
    INTEGER(u_char),
    INTEGER(u_short),
    INTEGER(u_int),
    INTEGER(u_long),
    INTEGER(u_int8_t),
    INTEGER(u_int16_t),
    INTEGER(u_int32_t),
    INTEGER(u_int64_t),
    INTEGER(uint),
    INTEGER(ushort),
    INTEGER(ulong),
    SCALAR_ROW("wchar_t", SCALAR_WCHAR),
    SCALAR_ROW("char16_t", SCALAR_UCS2),
    SCALAR_ROW("char32_t", SCALAR_UCS4),
    SCALAR_ROW("bool", SCALAR_BOOL),
    SCALAR_ROW("float_t", FLOAT_OF(float_t)),
    SCALAR_ROW("double_t", FLOAT_OF(double_t)),
    SCALAR_ROW("__int128_t", SCALAR_I128),
    SCALAR_ROW("__uint128_t", SCALAR_U128),
    TEXT("va_list", "__builtin_va_list"),
    TEXT("__gnuc_va_list", "__builtin_va_list"),
    TEXT("FILE", "struct _IO_FILE"),
    TEXT("DIR", "struct __dirstream"),
    TEXT("caddr_t", "char *"),
    TEXT("timer_t", "void *"),
    TEXT("locale_t", "struct __locale_struct *"),
    TEXT("div_t", "struct { int quot, rem; }"),
    TEXT("ldiv_t", "struct { long quot, rem; }"),
    TEXT("lldiv_t", "struct { long long quot, rem; }"),
    TEXT("imaxdiv_t", "struct { intmax_t quot, rem; }"),
    TEXT("max_align_t", "struct { long long __max_align_ll __attribute__((aligned));"
                        " long double __max_align_ld __attribute__((aligned)); }"),
};

const struct c_standard *c_standard_row(size_t number)
{
    return number < sizeof rows / sizeof *rows ? &rows[number] : NULL;
}

const struct c_standard *c_standard_find(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (*rows[i].name == *name && strncmp(rows[i].name, name, length) == 0 &&
            rows[i].name[length] == '\0')
            return &rows[i];
    return NULL;
}
