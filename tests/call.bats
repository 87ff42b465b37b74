# memtool call: signatures, arguments of every kind, results, callbacks, and what goes wrong.

# shellcheck disable=SC2016  # $1 is for the shell of a callback

load helper

# One function for each shape of argument and result. No debug info: the prototypes are the tests'.
setup_file() {
    mkdir -p "$BATS_FILE_TMPDIR"
    cat >"$BATS_FILE_TMPDIR/shapes.c" <<'END'
#include <complex.h>
#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#define SAME(name, type) type same_##name(type v) { return v; }
SAME(char, char) SAME(schar, signed char) SAME(uchar, unsigned char) SAME(short, short)
SAME(ushort, unsigned short) SAME(int, int) SAME(uint, unsigned) SAME(long, long)
SAME(ulong, unsigned long) SAME(llong, long long) SAME(ullong, unsigned long long)
SAME(float, float) SAME(double, double) SAME(ldouble, long double) SAME(bool, _Bool)
SAME(pointer, void *) SAME(wchar, wchar_t) SAME(fcomplex, float _Complex)
SAME(dcomplex, double _Complex) SAME(size, size_t) SAME(int64, int64_t)
#ifdef __SIZEOF_INT128__
SAME(int128, __int128) SAME(uint128, unsigned __int128)
#endif
enum color { RED, GREEN = 5, BLUE };
SAME(color, enum color)
struct point { int x, y; }; SAME(point, struct point)
struct mixed { char c; double d; float f; }; SAME(mixed, struct mixed)
struct array { short s[3]; float f[2]; }; SAME(array, struct array)
struct bits { unsigned a : 3, b : 5; int c : 9; }; SAME(bits, struct bits)
union either { float f; int i; }; SAME(either, union either)
struct nested { struct point p; union either u; }; SAME(nested, struct nested)
struct __attribute__((packed)) packed { char c; int n; }; SAME(packed, struct packed)
struct large { long v[9]; }; SAME(large, struct large)
struct ld { long double v; }; SAME(ld, struct ld)
struct empty {}; int after_empty(int a, struct empty e, int b) { return a * 10 + b; }
int many(char a, short b, int c, long d, float e, double f, long g, int h, int i, double j, char k)
{ return (int)(a + b + c + d + e + f + g + h + i + j + k); }
long sum(int count, ...)
{ va_list l; va_start(l, count); long s = 0; while (count--) s += va_arg(l, long); va_end(l); return s; }
double mean(int count, ...)
{ va_list l; va_start(l, count); double s = 0; for (int i = 0; i < count; i++) s += va_arg(l, double); va_end(l); return s / count; }
int old_style(a, b) int a, b; { return a - b; }
int total(const int *v, size_t n) { int s = 0; while (n--) s += *v++; return s; }
void divide(int a, int b, int *quotient, int *remainder) { *quotient = a / b; *remainder = a % b; }
void squares(int n, double *out) { for (int i = 0; i < n; i++) out[i] = i * i; }
void corners(struct point *out) { out[0] = (struct point){1, 2}; out[1] = (struct point){3, 4}; }
void upper(char *text) { for (; *text; text++) *text = (char)toupper(*text); }
const char *message(void) { return "tab\there \x01 \xff end\n"; }
const wchar_t *wide(void) { return L"h\u00e9llo \x1b"; }
const char *bad_text(void) { return (const char *)16; }
char *nothing(void) { return NULL; }
void *where(void) { return (void *)0xdead0000; }
int counter = 41; int next(void) { return ++counter; }
double table[3] = {1.5, 2.5, 3.5};
static int hidden(int a) { return a * 2; }
typedef int operation(int);
operation *pick(int which) { return which ? hidden : NULL; }
int apply(int (*f)(int), int v) { return f ? f(v) : -1; }
int doubled(int v) { return 2 * v; }
int fold(int (*f)(int, int), const int *v, int n) { int s = 0; while (n--) s = f(s, *v++); return s; }
double evaluate(double (*f)(double, const char *, const float *), double x) { float y = 0.5f; return f(x, "it's; $HOME `x`\n'", &y); }
void each(void (*f)(int), int n) { for (int i = 0; i < n; i++) f(i); }
unsigned char narrow(signed char (*f)(unsigned char), unsigned char v) { return (unsigned char)f(v); }
int crash(int v) { return *(volatile int *)(intptr_t)v; }
int far(void) { return *(volatile int *)(uintptr_t)0x8000000000000000; }
int divide_by(int a, volatile int b) { return a / b; }
int deep(int n) { volatile char frame[1000]; frame[0] = (char)n; return n == -1 ? 0 : deep(n + 1) + frame[0]; }
void spin(void) { for (;;) ; }
void nap(void) { pause(); }
static void rest(void) { close(creat("ready", 0600)); for (;;) pause(); }
void deaf(void) { sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL); rest(); }
void careless(void) { signal(SIGINT, SIG_IGN); rest(); }
void both(int *a, int *b) { *a += 1; *b = 2; }
void leave(int status) { exit(status); }
void leave_now(int status) { _exit(status); }
void illegal(void) { __builtin_trap(); }
void poke(char *p, long at, int v) { p[at] = (char)v; }
void fill(char *p, long n) { memset(p, 'x', (size_t)n); }
int say(const char *text) { return printf("%s\n", text); }
int fails(void) { errno = 2; return -1; }
END
    sed -i '1i #include <errno.h>' "$BATS_FILE_TMPDIR/shapes.c"
    gcc -shared -fPIC -O1 -w -o "$BATS_FILE_TMPDIR/shapes.so" "$BATS_FILE_TMPDIR/shapes.c"
    cat >"$BATS_FILE_TMPDIR/told.c" <<'END'
struct point { int x, y; };
struct point mirror(struct point p) { return (struct point){p.y, p.x}; }
double scale(const struct point *p, double by) { return (p->x + p->y) * by; }
int add(int a, int b) { return a + b; }
END
    gcc -g -shared -fPIC -o "$BATS_FILE_TMPDIR/told.so" "$BATS_FILE_TMPDIR/told.c"
}

shapes() {
    ln -sf "$BATS_FILE_TMPDIR/shapes.so" "$BATS_FILE_TMPDIR/told.so" .
}

# same NAME TYPE VALUE [PRINTED]: a value comes back as it went.
same() {
    prints "${4-$3}" call ./shapes.so "$2 same_$1($2)" -- "$3"
}

# tells STATUS MESSAGE ARG...: a call that goes wrong, and all that is said of it.
tells() {
    refuses "$@"
    [ "$(wc -l <.err)" -eq 1 ] || {
        cat .err
        return 1
    }
}

# ---- by value

@test "integers of every width come back as they went, up to their limits" {
    shapes
    same schar 'signed char' -128
    same uchar 'unsigned char' 255
    same short short -32768
    same ushort 'unsigned short' 65535
    same int int -2147483648
    same uint 'unsigned' 4294967295
    same long long -2147483648
    same ulong 'unsigned long' 4294967295
    same llong 'long long' -9223372036854775808
    same llong 'long long' 9223372036854775807
    same ullong 'unsigned long long' 18446744073709551615
    [ "$(size_of long)" = 4 ] || same long long -9223372036854775808
    [ "$(size_of long)" = 4 ] || same ulong 'unsigned long' 18446744073709551615
    same ullong 'unsigned long long' 0xffffffffffffffff 18446744073709551615
    same size size_t 12
    same int64 int64_t -5
}

@test "128-bit integers travel in two registers" {
    shapes
    nm -D shapes.so | grep -q same_int128 || skip 'no __int128'
    if ! machine x86_64; then
        refuses 2 '*__int128 cannot be passed by value on this machine*' call ./shapes.so '__int128 same_int128(__int128)' 1
        return 0
    fi
    same int128 __int128 -170141183460469231731687303715884105728
    same uint128 'unsigned __int128' 340282366920938463463374607431768211455
}

@test "floats of every width come back as they went" {
    shapes
    same float float 0.1
    same double double 0.1
    same double double -inf
    same double double nan
    same double double 0x1p-1074 5e-324
    not_valgrind 'a long double has 64 bits under valgrind'
    same ldouble 'long double' 0.1
}

@test "_Float128 is refused by its name, with the reason" {
    machine x86_64 i686 || skip 'a long double is a _Float128 on this machine'
    refuses 2 'memtool: call: _Float128 cannot be passed by value on this machine
  1
  ^
  hint: libffi, which makes the calls, has no type for it' call - '_Float128 abs(_Float128)' 1
}

@test "complex numbers come back as they went" {
    shapes
    same dcomplex 'double _Complex' "$(memtool cast -o values 'double _Complex' d:1.5,-2.5)"
    same fcomplex 'float _Complex' "$(memtool cast -o values 'float _Complex' f:1.5,-2.5)"
}

@test "bool, char, wchar_t, enums and pointers come back as they went" {
    shapes
    same bool _Bool true
    same bool _Bool 0 false
    same char char a
    same wchar wchar_t 955 "$(memtool cast -o values wchar_t i32:955)"
    prints BLUE call ./shapes.so 'enum color {RED, GREEN = 5, BLUE}; enum color same_color(enum color)' BLUE
    prints GREEN call ./shapes.so 'enum color {RED, GREEN = 5, BLUE}; enum color same_color(enum color)' 5
    same pointer 'void *' 0x1234
    same pointer 'void *' NULL 0x0
}

@test "structs and unions come back as they went" {
    shapes
    same point 'struct {int x, y;}' '{1, -2}' '{.x = 1, .y = -2}'
    same mixed 'struct {char c; double d; float f;}' "{'a', 1.5, 2.5}" "{.c = 'a', .d = 1.5, .f = 2.5}"
    same array 'struct {short s[3]; float f[2];}' '{{1, 2, 3}, {0.5, 0.25}}' '{.s = {1, 2, 3}, .f = {0.5, 0.25}}'
    same large 'struct {long v[9];}' '{{1, 2, 3, 4, 5, 6, 7, 8, 9}}' '{.v = {1, 2, 3, 4, 5, 6, 7, 8, 9}}'
    same ld 'struct {long double v;}' '{1.5}' '{.v = 1.5}'
}

@test "bit-fields, unions and packed records pass by value where their rules are known, else they are refused" {
    shapes
    local bits='struct {unsigned a : 3, b : 5; int c : 9;}' packed='struct __attribute__((packed)) {char c; int n;}'
    if ! machine x86_64; then
        refuses 2 '*cannot be passed by value on this machine*' call ./shapes.so "$bits same_bits($bits)" '{7, 21, -200}'
        refuses 2 '*cannot be passed by value on this machine*' call ./shapes.so "$packed same_packed($packed)" '{1, 2}'
        refuses 2 '*a union cannot be passed by value on this machine*' \
            call ./shapes.so 'union u {float f; int i;} same_either(union u)' '{.f = 1}'
        return 0
    fi
    same bits "$bits" '{7, 21, -200}' '{.a = 7, .b = 21, .c = -200}'
    same nested 'struct {struct {int x, y;} p; union {float f; int i;} u;}' '{{1, 2}, {.i = 0}}' \
        '{.p = {.x = 1, .y = 2}, .u = {.f = 0.0, .i = 0}}'
    same packed "$packed" "{'x', 100000}" "{.c = 'x', .n = 100000}"
}

@test "short vectors pass by value, those that take a whole register are refused by what they are" {
    needs gcc
    cat >vectors.c <<'END'
#define VECTOR(n) __attribute__((vector_size(n)))
typedef int v8 VECTOR(8); typedef signed char v4 VECTOR(4); typedef float v16 VECTOR(16); typedef float v32 VECTOR(32);
struct v16s { v16 v; }; struct ints { long long v VECTOR(16); }; struct v32s { v32 v; };
struct half { v8 v; int n; }; struct two { v16 a, b; }; union either { v16 v; float f[4]; };
struct v16s times(struct v16s a, float by) { a.v *= by; return a; }
long lowest(struct ints m) { return (long)m.v[0]; }
v16 same_v16(v16 v) { return v; }
struct v32s wide(void) { return (struct v32s){{1}}; }
v8 add_v8(v8 v, int n) { return v + n; }
v4 add_v4(v4 v, int n) { return v + (signed char)n; }
struct half add_half(struct half h, int n) { h.v += n; h.n += n; return h; }
struct two add_two(struct two t, int n) { t.a += (float)n; t.b -= (float)n; return t; }
union either add_either(union either u, int n) { u.v += (float)n; return u; }
int with(int (*f)(v8, int)) { return f((v8){5, 6}, 7); }
END
    gcc -g -w -shared -fPIC -o vectors.so vectors.c
    memtool layout --types ./vectors.so v8 || skip 'no debug information here'
    if ! machine x86_64; then
        refuses 2 '*a vector cannot be passed by value on this machine*' call ./vectors.so add_v8 '{1, 2}' 3
        refuses 2 '*a vector cannot be passed by value on this machine*' call ./vectors.so lowest '{{7, 2}}'
        return 0
    fi
    refuses 2 'memtool: call: a record with a vector of 16 bytes cannot be passed by value
  hint: pass a pointer to it' call ./vectors.so times '{{1, 2, 3, 4}}' 2
    refuses 2 'memtool: call: a record with a vector of 16 bytes cannot be passed by value
  {{7, 2}}
  ^
  hint: pass a pointer to it' call ./vectors.so lowest '{{7, 2}}'
    local text='typedef float v16 __attribute__((vector_size(16))); struct s {v16 v;};'
    refuses 2 'memtool: call: a record with a vector of 16 bytes cannot*' call ./vectors.so "$text struct s times(struct s, float)" '{{1}}' 2
    refuses 2 'memtool: call: a vector of 16 bytes cannot be passed by value' call ./vectors.so same_v16 '{1, 2, 3, 4}'
    refuses 2 'memtool: call: a vector of 16 bytes cannot be passed by value' call ./vectors.so "$text v16 same_v16(v16)" '{1}'
    refuses 2 'memtool: call: a record with a vector of 32 bytes cannot be passed by value' call ./vectors.so wide

    prints '{4, 5}' call ./vectors.so add_v8 '{1, 2}' 3
    prints '{4, 5}' call ./vectors.so 'int __attribute__((vector_size(8))) add_v8(int __attribute__((vector_size(8))), int)' '{1, 2}' 3
    prints '{4, 5, 6, 7}' call ./vectors.so add_v4 '{1, 2, 3, 4}' 3
    prints '{.v = {4, 5}, .n = 6}' call ./vectors.so add_half '{{1, 2}, 3}' 3
    prints '{.a = {4.0, 5.0, 6.0, 7.0}, .b = {2.0, 3.0, 4.0, 5.0}}' call ./vectors.so add_two '{{1, 2, 3, 4}, {5, 6, 7, 8}}' 3
    prints '{.v = {4.0, 5.0, 6.0, 7.0}, .f = {4.0, 5.0, 6.0, 7.0}}' call ./vectors.so add_either '{{1, 2, 3, 4}}' 3
    prints 11 call ./vectors.so with 'exec:[ "$1" = "{5, 6}" ] && echo $((4 + $2))'
}

@test "a union takes its member by name" {
    shapes
    machine x86_64 || skip 'unions are not passed by value on this machine'
    prints 1065353216 call ./shapes.so 'union u {float f; int i;} same_either(union u)' '{.f = 1}' then slice .i
}

@test "a struct of another function is passed on by its label" {
    shapes
    prints '{.quot = 3, .rem = 2}' call - 'div_t div(int, int)' 17 5 --as r \
        then call ./shapes.so 'struct {int quot, rem;} same_point(struct {int quot, rem;})' @r
}

@test "an empty struct takes no room" {
    shapes
    prints 12 call ./shapes.so 'struct empty {}; int after_empty(int, struct empty, int)' 1 '{}' 2
}

@test "many arguments of many kinds find their registers and the stack" {
    shapes
    prints 160 call ./shapes.so \
        'int many(char, short, int, long, float, double, long, int, int, double, char)' \
        "'a'" 2 3 4 5.5 6.5 7 8 9 10.5 '\x08'
}

@test "a value that does not fit its parameter is a usage error at its place" {
    shapes
    refuses 2 $'memtool: call: 300 does not fit in u8 (0..255)\n  300\n  ^' \
        call ./shapes.so 'unsigned char same_uchar(unsigned char)' 300
    refuses 2 '*does not fit*' call ./shapes.so 'int same_int(int)' 2147483648
    refuses 2 '*' call ./shapes.so 'int same_int(int)' 1.5
    refuses 2 '*' call ./shapes.so 'int same_int(int)' 5x
    refuses 2 '*' call ./shapes.so 'unsigned same_uint(unsigned)' -- -1
    refuses 2 '*' call ./shapes.so 'struct {int x, y;} same_point(struct {int x, y;})' '{1, 2, 3}'
}

# ---- labels and views as values

@test "@NAME is a view's value where a number is asked for" {
    shapes
    prints 7 array i 7 --as n then call ./shapes.so 'int same_int(int)' @n
    prints 7.0 array i 7 --as n then call ./shapes.so 'double same_double(double)' @n
    prints 2.5 array d 1.5 2.5 then slice 1 then call ./shapes.so 'double same_double(double)' @
    prints 0.10000000149011612 array f 0.1 --as f then call ./shapes.so 'double same_double(double)' @f
    refuses 2 '*does not fit*' array i 300 --as n then call ./shapes.so 'unsigned char same_uchar(unsigned char)' @n
    refuses 2 '*one value*' array i 1 2 --as n then call ./shapes.so 'int same_int(int)' @n
    refuses 2 '*double is no int*' array d 1.5 --as n then call ./shapes.so 'int same_int(int)' @n
    refuses 2 '*unknown label*' call ./shapes.so 'int same_int(int)' @n
}

@test "size:@NAME is the bytes of a view" {
    shapes
    prints 24 array d 1 2 3 --as v then call ./shapes.so 'size_t same_size(size_t)' size:@v
    prints 6 array i 1 2 3 --as v then call ./shapes.so 'int total(const int *, size_t)' @v 3
}

# ---- pointers

@test "a pointer takes a label's address, and the function writes into it" {
    shapes
    prints '[0.0, 1.0, 4.0]' array d 9 9 9 --as v then call ./shapes.so 'void squares(int, double *)' 3 @v \
        then slice : @v -o list
}

@test "a pointer into the middle of a view starts there" {
    shapes
    prints 5 array i 1 2 3 --as v then slice 1: --as w then call ./shapes.so 'int total(const int *, size_t)' @w 2
}

@test "a pointer takes a typed literal or another SOURCE" {
    shapes
    prints 6 call ./shapes.so 'int total(const int *, size_t)' i32:1,2,3 3
    little_endian
    prints 2 call ./shapes.so 'int total(const int *, size_t)' hex:02000000 1
    prints 0 call ./shapes.so 'int total(const int *, size_t)' zero:40 10
    printf '\1\0\0\0\2\0\0\0' >numbers
    prints 3 call ./shapes.so 'int total(const int *, size_t)' file:numbers 2
    prints 3 view numbers --as f then call ./shapes.so 'int total(const int *, size_t)' @f 2
}

@test "a pointer takes nothing else" {
    shapes
    for word in numbers ./numbers -5 deadbeef 0xzz ''; do
        refuses 2 '*' call ./shapes.so 'int total(const int *, size_t)' -- "$word" 0
    done
}

@test "NULL and addresses are pointers" {
    shapes
    prints 0 call ./shapes.so 'int total(const int *, size_t)' NULL 0
    prints 0xdead0000 call ./shapes.so 'void *where(void)'
    prints 5 array i 5 --as v then array P @v --as p then call ./shapes.so 'int total(const int *, size_t)' addr:@p 1
}

@test "addr:@NAME is the pointer that is held there, and a result can be one" {
    prints 7a7a call - 'void *malloc(size_t)' 16 --as p then call - 'void *memset(void *, int, size_t)' addr:@p 122 16 \
        then view addr:@p+2 -o hex
    refuses 2 '*' array B 1 --as p then call - 'void free(void *)' addr:@p
}

@test "sym:LIBRARY:NAME is the address of a symbol" {
    shapes
    prints 41 call ./shapes.so 'int total(const int *, size_t)' sym:./shapes.so:counter 1
    prints 14 call ./shapes.so 'int apply(int (*)(int), int)' sym:./shapes.so:doubled 7
    prints -1 call ./shapes.so 'int apply(int (*)(int), int)' NULL 7
    refuses 1 '*has no symbol triple*' call ./shapes.so 'int apply(int (*)(int), int)' sym:./shapes.so:triple 7
    refuses 2 '*sym:LIBRARY:NAME*' call ./shapes.so 'int apply(int (*)(int), int)' sym:doubled 7
}

@test "globals keep what calls do to them" {
    shapes
    prints 43 call ./shapes.so 'int next(void)' then call ./shapes.so 'int next(void)'
    prints 3.5 view sym:./shapes.so:table then cast d then slice 2
}

@test "a function pointer that is returned can be passed on" {
    shapes
    prints 14 call ./shapes.so 'void *pick(int)' 1 --as f \
        then call ./shapes.so 'int apply(int (*)(int), int)' addr:@f 7
}

@test "out makes room, and prints it behind the result" {
    shapes
    prints $'arg 3: 3\narg 4: 2' call ./shapes.so 'void divide(int, int, int *, int *)' 17 5 out out
    prints 'arg 2: {0.0, 1.0, 4.0}' call ./shapes.so 'void squares(int, double *)' 3 out:3
    prints 'arg 1: {{.x = 1, .y = 2}, {.x = 3, .y = 4}}' call ./shapes.so 'void corners(struct {int x, y;} *)' out:2
    prints $'4\narg 1: x=42' call - 'int snprintf(char *, size_t, const char *, ...)' out:20 20 x=%d 42
    prints $'12\narg 2: ab' call - 'long strtol(const char *, char **, int)' 12ab out 10
    refuses 2 '*' call ./shapes.so 'void divide(int, int, int *, int *)' 17 5 out:0 out
    refuses 2 '*' call ./shapes.so 'void divide(int, int, int *, int *)' 17 5 out:x out
    refuses 2 '*how much room*' call - 'void *memset(void *, int, size_t)' out 0 1
    prints $'arg 1: 4141' call - 'void memset(void *, int, size_t)' out:2 65 2
}

@test "a view of a file is copied in for the call, and back into the session after it" {
    shapes
    printf 'abc\0' >text
    prints 41424300 view text --as f then call ./shapes.so 'void upper(char *)' @f then view @f -o hex
    holds text 61626300
    prints '' view text --as f then call ./shapes.so 'void upper(char *)' @f then view -i @f
    holds text 41424300
}

# ---- text

@test "a char * takes a word as it is written, with its NUL" {
    prints 5 call - 'size_t strlen(const char *)' hello
    prints 3 call - 'size_t strlen(const char *)' 123
    prints 8 call - 'size_t strlen(const char *)' deadbeef
    prints 4 call - 'size_t strlen(const char *)' 'a\nb'
    prints 0 call - 'size_t strlen(const char *)' ''
    prints 5 call - 'size_t strlen(const char *)' i32:5
    prints 7 call - 'size_t strlen(const char *)' outside
    prints 6 call - 'size_t strlen(const char *)' ./text
    prints 17 call - 'size_t strlen(const char *)' http://localhost/
}

@test "a char * takes labels and SOURCE prefixes" {
    prints 3 call - 'size_t strlen(const char *)' 'str:a\nb'
    prints 2 call - 'size_t strlen(const char *)' hex:414200
    prints 2 array B 65 66 0 --as t then call - 'size_t strlen(const char *)' @t
    refuses 2 '*' call - 'size_t strlen(const char *)' @nobody
}

@test "a char * result is text, with control characters escaped" {
    shapes
    prints 'tab\there \x01 \xff end\n' call ./shapes.so 'const char *message(void)'
    prints NULL call ./shapes.so 'char *nothing(void)'
    tells 1 'memtool: call: no text is readable at address 0x10' call ./shapes.so 'const char *bad_text(void)'
}

@test "wide text goes in and comes out" {
    shapes
    prints 'héllo \x1b' call ./shapes.so 'const wchar_t *wide(void)'
    prints 5 call - 'size_t wcslen(const wchar_t *)' héllo
    prints 5 call - 'size_t wcslen(const wchar_t *)' wstr:héllo
    prints $'abc\narg 1: abc' call - 'wchar_t *wcscpy(wchar_t *, const wchar_t *)' out:4 abc
}

@test "what a function prints itself stands before its result" {
    shapes
    prints $'hi\n3' call ./shapes.so 'int say(const char *)' hi
    prints $'0102\nhi\n3' view 0102 -o hex then call ./shapes.so 'int say(const char *)' hi
}

# ---- variadic functions

@test "variadic arguments are typed as C literals, and promoted" {
    prints $'5 -7 a 1.500000 0.250000 x\n27' call - 'int printf(const char *, ...)' \
        'str:%d %ld %c %f %Lf %s\n' 5 -7l "'a'" 1.5 0.25L '"x"'
    prints $'4294967295 18446744073709551615\n32' call - 'int printf(const char *, ...)' 'str:%u %llu\n' 4294967295u 18446744073709551615
    prints $'1e+06 nan -inf\n15' call - 'int printf(const char *, ...)' 'str:%g %g %g\n' 1e6 nan -- -inf
}

@test "a prefix types a variadic argument" {
    prints $'7 x 1.5 255 0x10\n17' call - 'int printf(const char *, ...)' \
        'str:%ld %s %g %u %p\n' long:7 str:x f:1.5 u8:255 addr:16
    shapes
    prints 60 call ./shapes.so 'long sum(int, ...)' 3 10l 20l 30l
    prints 2.0 call ./shapes.so 'double mean(int, ...)' 2 1.5 f:2.5
}

@test "a label stands for its value where it has no dimension, else for its address" {
    prints $'3 ab\n5' array i 1 2 3 --as v then slice 2 --as n then view str:ab --as s \
        then call - 'int printf(const char *, ...)' 'str:%d %.2s\n' @n @s
}

@test "a variadic word without a type is refused" {
    refuses 2 '*' call - 'int printf(const char *, ...)' %s hello
    refuses 2 '*' call - 'int printf(const char *, ...)' %s 5x
    refuses 2 '*' call - 'int printf(const char *, ...)' %s out
}

@test "a function without a prototype in parentheses takes promoted arguments" {
    shapes
    prints 3 call ./shapes.so 'int old_style()' 5 2
}

# ---- signatures

@test "too few or too many arguments are a usage error that shows the prototype" {
    refuses 2 'memtool: call: abs takes 1 argument, not 0
*int abs(int)*' call - 'int abs(int)'
    refuses 2 'memtool: call: abs takes 1 argument, not 2
  2
  ^
*int abs(int)*' call - 'int abs(int)' 1 2
    refuses 2 '*at least 1 argument*' call - 'int printf(const char *, ...)'
    refuses 2 '*takes 0 arguments*' call - 'int rand(void)' 1
}

@test "an unknown signature is never guessed, and the ways to give one are named" {
    shapes
    refuses 2 '*next*' call ./shapes.so next
    grep -q prototype .err
    grep -q -e --types .err
    grep -q -e --returns .err
}

@test "--returns takes arguments that say their type" {
    shapes
    prints 42 call ./shapes.so --returns int next
    prints 0.5 call ./shapes.so --returns float same_float f:0.5
    prints 6 call ./shapes.so total --returns int i32:1,2,3 u64:3
    prints 5 call - strlen --returns size_t str:hello
    prints '' call ./shapes.so each --returns void NULL i32:0
    prints '{.x = 1, .y = 2}' call ./shapes.so same_point --returns 'struct {int x, y;}' 'struct {int x, y;}:{1, 2}'
    refuses 2 '*type*' call ./shapes.so same_int --returns int 5
    refuses 2 '*type*' call - strlen --returns size_t hello
    refuses 2 '*--returns*' call - 'int abs(int)' --returns int 5
}

@test "debug information tells signatures" {
    shapes
    needs_debug_info
    memtool call ./told.so add 1 2 >out 2>&1 || {
        grep -q libdw out && skip 'built without libdw'
        cat out
        false
    }
    prints 3 call ./told.so add 1 2
    prints '{.x = 2, .y = 1}' call ./told.so mirror '{1, 2}'
    prints 3.5 call ./told.so scale i32:3,4 0.5
    refuses 2 '*add takes 2 arguments, not 1*' call ./told.so add 1
}

@test "a prototype that cannot be read is an error at its place" {
    shapes
    refuses 2 '*' call - 'int abs(' 1
    refuses 2 '*' call - '' 1
    refuses 2 '*' call - 'unknown_t abs(int)' 1
}

# ---- libraries

@test "a library is a path, a soname, a short name or what is loaded" {
    shapes
    for library in m libm libm.so.6; do
        prints 1.0 call "$library" 'double cos(double)' 0
    done
    prints 5 call "$PWD/shapes.so" 'int same_int(int)' 5
    prints 5 call - 'int abs(int)' -- -5
    prints 5 call c 'int abs(int)' -- -5
}

@test "a missing library or function is status 1, with near names" {
    shapes
    refuses 1 '*' call ./nowhere.so 'int f(void)'
    refuses 1 '*' call nosuchlibrary 'int f(void)'
    refuses 1 'memtool: call: shapes.so has no symbol nex
  int nex(void)
      ^
*did you mean next?*' call ./shapes.so 'int nex(void)'
    refuses 1 '*strlem
  size_t strlem(const char *)
         ^
*did you mean strlen?*' call - 'size_t strlem(const char *)' x
    printf 'no library' >text.so
    refuses 1 '*' call ./text.so 'int f(void)'
}

@test "a variable is no function" {
    shapes
    refuses 1 '*counter is a variable*' call ./shapes.so 'int counter(void)'
    refuses 1 '*counter is a variable, not a function
  counter
  ^
  hint: sym:./shapes.so:counter is its bytes' call ./shapes.so counter
}

@test "a library alone lists its functions" {
    shapes
    run -0 memtool call ./shapes.so
    [[ $'\n'$output$'\n' == *$'\n'next$'\n'* ]]
    [[ $output != *hidden* ]]
    [[ $output != *counter* ]]
}

@test "a library alone lists prototypes where they are known, and C++ names in words" {
    shapes
    needs_debug_info
    run -0 memtool call ./told.so
    [[ $output == *'int add(int a, int b)'* ]] || [[ $output == *add* && $(memtool call ./told.so add 1 2 2>&1) == *libdw* ]]
    needs g++
    [ "$(g++ -dumpmachine)" = "$(gcc -dumpmachine)" ] || skip 'g++ is for another machine'
    echo 'namespace deep { int add(int a, int b) { return a + b; } }' | g++ -shared -fPIC -x c++ -o plus.so -
    run -0 memtool call ./plus.so
    [[ $output == *_ZN4deep3addEii*'deep::add(int, int)'* ]]
}

# ---- results

@test "the result is the current view, and a void function leaves the one before" {
    shapes
    prints 5 call ./shapes.so 'int same_int(int)' 5 then cast i @
    prints 07 view 07 then call - 'void free(void *)' NULL then view @ -o hex
    prints 0.5 call - 'double frexp(double, int *)' 8 out --as r then view 00 then cast d @r
}

@test "a form prints the result alone" {
    prints '{"format": "i", "type": "int", "itemsize": 4, "ndim": 0, "shape": [], "strides": [], "nbytes": 4, "readonly": false, "offset": 0, "values": 5}' \
        call - 'int abs(int)' -o json -- -5
    prints 0x5 call - 'int abs(int)' --radix 16 -- -5
    prints $'0.5\narg 2: 4' call - 'double frexp(double, int *)' 8 out -o values
    prints 0.5 call - 'double frexp(double, int *)' 8 out -o list
}

@test "a call in the middle of a chain prints nothing but with -o" {
    prints 01 call - 'int abs(int)' 5 then view 01 -o hex
    prints $'5\n01' call - 'int abs(int)' 5 -o values then view 01 -o hex
}

@test "--errno prints errno last" {
    shapes
    prints $'-1\nerrno: 2 ENOENT (No such file or directory)' call ./shapes.so 'int fails(void)' --errno
    prints $'5\nerrno: 0' call - 'int abs(int)' 5 --errno
}

@test "--repeat calls again and again, and prints the time of one call" {
    shapes
    run -0 memtool call ./shapes.so 'int next(void)' --repeat 100
    [ "${lines[0]}" = 141 ]
    [[ ${lines[1]} =~ ^time:\ [0-9.]+\ ns$ ]]
    prints 10000 call ./shapes.so 'int next(void)' --repeat 9959 -o list
}

# ---- callbacks

@test "exec: is a callback: arguments are \$1 and so on, the number printed is its result" {
    shapes
    prints 21 call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo $(($1 * 3))' 7
    prints -10 call ./shapes.so 'int fold(int (*)(int, int), const int *, int)' 'exec:echo $(($1 - $2))' i32:1,2,3,4 4
    prints 255 call ./shapes.so 'unsigned char narrow(signed char (*)(unsigned char), unsigned char)' 'exec:echo -1' 200
}

@test "a callback's state lasts as long as the call" {
    shapes
    prints 6 call ./shapes.so 'int fold(int (*)(int, int), const int *, int)' 'exec:n=$((n+1)); echo $(($1 + n))' i32:0,0,0 3
}

@test "a callback gets floats, text and what pointers to scalars point at" {
    shapes
    prints 2.5 call ./shapes.so 'double evaluate(double (*)(double, const char *, const float *), double)' \
        'exec:printf "%s|" "$@" >seen; echo 2.5' 1.5
    [ "$(cat seen)" = "1.5|it's; \$HOME \`x\`
'|0.5|" ]
}

@test "a callback without a result prints what it likes" {
    shapes
    prints '' call ./shapes.so 'void each(void (*)(int), int)' 'exec:echo $1 >>seen; echo more' 3
    [ "$(tr '\n' ' ' <seen)" = '0 1 2 ' ]
}

@test "a callback's output cannot be taken for its end" {
    shapes
    refuses 1 '*' call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo 0; echo 1; exit 0' 7
    prints 5 call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo 5; exit 0' 7
    prints 5 call ./shapes.so 'int apply(int (*)(int), int)' 'exec:exec echo 5' 7
}

@test "a failing callback is an error of the call" {
    shapes
    refuses 1 'memtool: call: the callback failed with status 3
  exit 3
  ^' call ./shapes.so 'int apply(int (*)(int), int)' 'exec:exit 3' 7
    refuses 1 '*failed with status 1*' call ./shapes.so 'int apply(int (*)(int), int)' exec:false 7
    refuses 1 '*printed no number*' call ./shapes.so 'int apply(int (*)(int), int)' exec:true 7
    refuses 1 "*the callback's result: five is not an integer*" call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo five' 7
    refuses 1 "*the callback's result: 3000000000 does not fit in *" call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo 3000000000' 7
    refuses 1 '*printed `1 2`, which is no result*' call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo 1 2' 7
    run -1 memtool call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo "' 7
    [[ $output == *'failed with status'* ]]
}

@test "qsort of 1,000 numbers by a callback takes seconds at most" {
    local start=$SECONDS
    seq 1000 | shuf --random-source=<(yes) >numbers
    memtool array i - --as v then \
        call - 'void qsort(void *, size_t, size_t, int (*)(const int *, const int *))' @v 1000 4 'exec:echo $(($1-$2))' \
        then cast -o values i @v <numbers >sorted
    seq 1000 | cmp - sorted
    [ $((SECONDS - start)) -le 20 ]
}

# ---- what goes wrong

@test "a crash is one line with the signal and the address, and status 128 + signal" {
    shapes
    not_sanitized
    where=0x1
    ! machine aarch64 s390x || where=0x0 # strlen reads whole words
    tells 139 "memtool: call: strlen: SIGSEGV at address $where" call - 'size_t strlen(const char *)' addr:1
    tells 139 'memtool: call: crash: SIGSEGV at address 0x10' call ./shapes.so 'int crash(int)' 16
    if machine x86_64; then
        tells 139 'memtool: call: far: SIGSEGV, address unknown' call ./shapes.so 'int far(void)'
    fi
    if machine x86_64 i686; then
        tells 136 'memtool: call: divide_by: SIGFPE, integer division by zero' call ./shapes.so 'int divide_by(int, int)' 1 0
    fi
    tells 134 'memtool: call: abort: SIGABRT' call - 'void abort(void)'
    machine aarch64 || tells 132 'memtool: call: illegal: SIGILL' call ./shapes.so 'void illegal(void)'
    tells 137 'memtool: call: raise: SIGKILL' call - 'int raise(int)' 9
}

@test "a stack overflow is told as one" {
    shapes
    not_sanitized
    tells 139 'memtool: call: deep: SIGSEGV at address 0x*, the stack has overflowed' call ./shapes.so 'int deep(int)' 0
}

@test "exit in a function is status 1" {
    shapes
    tells 1 'memtool: call: leave: the function called exit(0)' call ./shapes.so 'void leave(int)' 0
    tells 1 'memtool: call: leave_now: the function called exit(3)' call ./shapes.so 'void leave_now(int)' 3
}

@test "--timeout ends a call with status 124" {
    shapes
    tells 124 'memtool: call: spin: timed out after 0.2 seconds' call --timeout 0.2 ./shapes.so 'void spin(void)'
    tells 124 'memtool: call: nap: timed out after 0.1 seconds' call --timeout 0.1 ./shapes.so 'void nap(void)'
    tells 124 'memtool: call: nap: timed out after 1 second' call --timeout 1 ./shapes.so 'void nap(void)'
    prints 5 call --timeout 10 - 'int abs(int)' 5
    refuses 2 '*' call --timeout -1 - 'int abs(int)' 5
    refuses 2 '*' call --timeout x - 'int abs(int)' 5
}

@test "--timeout ends all that a callback has started, however much that is" {
    not_valgrind
    shapes
    local nap=$((1000 + $$ % 1000)).75
    tells 124 'memtool: call: apply: timed out after 3 seconds' call --timeout 3 ./shapes.so \
        'int apply(int (*)(int), int)' "exec:i=0; while [ \$((i += 1)) -le 750 ]; do sleep $nap & done; wait" 1
    for _ in {1..50}; do pgrep -fx "sleep $nap" >/dev/null || break; sleep 0.1; done
    run -1 pgrep -fx "sleep $nap"
}

@test "one byte past the end of a buffer is told, with the buffer and the offset" {
    shapes
    tells 1 'memtool: call: poke: wrote 1 byte past the end of @b (5 bytes): offset 5 now holds 0x41' \
        view zero:5 --as b then call ./shapes.so 'void poke(char *, long, int)' @b 5 65
    tells 1 'memtool: call: poke: wrote 1 byte past the end of @b (5 bytes): offset 5 now holds 0x41' \
        view zero:5 --as b then slice 1: --as part then call ./shapes.so 'void poke(char *, long, int)' @part 4 65
    tells 1 'memtool: call: poke: wrote 1 byte past the end of the memory of @part (5 bytes): offset 5 now holds 0x41' \
        view zero:5 -s 1 --as part then call ./shapes.so 'void poke(char *, long, int)' @part 4 65
    tells 1 'memtool: call: strcpy: wrote 2 bytes past the end of argument 1 (4 bytes): offset 4 now holds 0x6f' \
        call - 'char *strcpy(char *, const char *)' out:4 hello
}

@test "one byte before the start of a buffer is told, with the buffer and the offset" {
    shapes
    tells 1 'memtool: call: poke: wrote 1 byte before the start of @b (5 bytes): offset -1 now holds 0x00' \
        view zero:5 --as b then call ./shapes.so 'void poke(char *, long, int)' @b -1 0
}

@test "a write as far as the guard page is a signal that names the buffer" {
    shapes
    not_sanitized
    tells 139 'memtool: call: fill: SIGSEGV at address 0x*, * bytes past the end of @b (5 bytes)' \
        view zero:5 --as b then call ./shapes.so 'void fill(char *, long)' @b 5000
    tells 139 'memtool: call: poke: SIGSEGV at address 0x*, 5000 bytes before the start of @b (5 bytes)' \
        view zero:5 --as b then call ./shapes.so 'void poke(char *, long, int)' @b -5000 1
}

@test "a write inside the buffer damages nothing" {
    shapes
    prints 7878787878 view zero:5 --as b then call ./shapes.so 'void fill(char *, long)' @b 5 then view @b -o hex
}

@test "a call that dies changes no file" {
    shapes
    printf 'abc\0' >text
    refuses 139 '*' view text --as f then slice -i 0 @f --set 58 then call ./shapes.so 'int crash(int)' 16
    holds text 61626300
    refuses 1 '*' slice -i 0 text --set 58 then call ./shapes.so 'void leave(int)' 0
    holds text 61626300
}

@test "a script goes on after a crash, in the state from before the chain" {
    shapes
    printf '%s\n' "call ./shapes.so 'int next(void)'" "call ./shapes.so 'int next(void)'" >good
    prints $'42\n43' run good
    printf 'call ./shapes.so "int next(void)"\n%.0s' 1 2 3 >bad
    echo 'call ./shapes.so "int crash(int)" 16' >>bad
    run memtool run bad
    [ "$status" -eq 139 ]
    [ "${lines[*]}" = '42 43 44 memtool: bad:4: call: crash: SIGSEGV at address 0x10' ]
}

@test "what a function prints, and cannot be written, is an error" {
    shapes
    run -1 bash -c "memtool call - 'void puts(const char *)' x 2>&1 >/dev/full"
    [ "$output" = 'memtool: call: puts: what it printed could not be written' ]
}

@test "what calls keep pointers to is held for hundreds of calls, and let go then" {
    {
        echo "call - 'char *strtok(char *, const char *)' 'one two' ' '"
        echo "call - 'char *strtok(char *, const char *)' NULL ' '"
        for _ in {1..130}; do
            echo "call - 'int strcmp(const char *, const char *)' a a"
        done
    } >many
    run -0 memtool run many
    [ "${lines[0]} ${lines[1]}" = 'one two' ]
    [ "${#lines[@]}" = 132 ]
}

@test "closed stdout ends a call quietly" {
    shapes
    memtool call ./shapes.so 'int say(const char *)' "$(printf '%065536d' 0)" 2>said | true
    [ ! -s said ]
}

@test "calls leave no children and no descriptors behind" {
    shapes
    {
        echo "call - 'int dup(int)' 0"
        echo "call - 'int close(int)' \$1"
        for _ in {1..60}; do
            echo "call ./shapes.so 'int apply(int (*)(int), int)' 'exec:echo \$1' 1"
            echo "call ./shapes.so 'int next(void)'"
        done
        echo "call - 'int dup(int)' 0"
    } >many
    run -0 memtool run many 99
    local first=${lines[0]}
    [ "${lines[-1]}" -eq $((first + 1)) ]
    echo "call - 'int system(const char *)' 'ps -o pid= --ppid \$PPID | wc -l'" >>many
    run -0 memtool run many 99
    [ "${lines[-2]}" -le 2 ]
}

@test "a session keeps two processes, however many calls it makes" {
    shapes
    {
        printf 'call ./shapes.so "int next(void)"\n%.0s' {1..100}
        echo "call - 'int system(const char *)' 'ps -o pid= --ppid \$PPID; ps -o ppid= \$PPID | xargs ps -o cmd='"
    } >many
    run -0 memtool run many
    [ "$(grep -c 'run many' <<<"$output")" -le 1 ]
}

@test "SIGTERM and SIGKILL to memtool end the call too" {
    shapes
    cp shapes.so nap.so
    for signal in TERM KILL; do
        memtool call "$BATS_TEST_TMPDIR/nap.so" 'void nap(void)' 2>/dev/null &
        local pid=$!
        sleep 0.3
        kill -$signal $pid
        wait $pid || true
        sleep 0.1
        run -1 pgrep -f "$BATS_TEST_TMPDIR/nap.so"
    done
}

@test "a signal that asks to end, or Ctrl-C, ends a function that blocks or ignores it" {
    shapes
    python3 - "$MEMTOOL" <<'END'
import os, signal, subprocess, sys, time
for function, number, status, words in [("deaf", signal.SIGINT, 130, b"memtool: call: deaf: interrupted\n"),
                                        ("careless", signal.SIGINT, 130, b"memtool: call: careless: interrupted\n"),
                                        ("deaf", signal.SIGTERM, -signal.SIGTERM, b""),
                                        ("deaf", signal.SIGHUP, -signal.SIGHUP, b"")]:
    call = subprocess.Popen([sys.argv[1], "call", "./shapes.so", f"void {function}(void)", "then", "view", "00"],
                            stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    while not os.path.exists("ready") and call.poll() is None:
        time.sleep(0.02)
    call.send_signal(number)
    said = call.communicate(timeout=60)[1]
    if call.returncode not in (status, 128 - status) or said != words:
        sys.exit(f"{function} {number}: {call.returncode} {said}")
    os.remove("ready")
END
}

@test "a function that reads stdin does not read the script that stands there" {
    printf 'call - "int getchar(void)"\nview 41 -o hex\n' >script
    prints "$(printf '%s\n' -1 41)" run - <script
    run -0 memtool run - < <(cat script)
    [ "$output" = "$(printf '%s\n' -1 41)" ]
    run -0 memtool run script <<<X
    [ "$output" = "$(printf '%s\n' 88 41)" ]
}

@test "views of a file that overlap are one memory to a function, as they are in memory" {
    shapes
    local source order
    memtool array i 1 2 -o raw >ints
    for order in '@g @f' '@f @g'; do
        for source in 'cast i ints' 'array i 1 2'; do
            # shellcheck disable=SC2086
            memtool $source --as f then slice 1 --as g then call ./shapes.so 'void both(int *, int *)' $order \
                then cast i @f -o list >"${source%% *}"
        done
        cmp cast array
    done
    prints '[2, 3]' cast i ints --as f then slice 1 --as g then call ./shapes.so 'void both(int *, int *)' @g @f \
        then cast i @f -o list
    printf 'hello world!' >text
    prints 'WYZlo world!' slice 0:3 text --as a then view text --as b then \
        call - 'int sscanf(const char *, const char *, ...)' str:XYZWVU %3c%c @a @b then \
        cast 'char[12]' text -o values
    # A later view may join two that were apart: c lies over the ends of a and b.
    printf 0123456789 >digits
    prints 'A12C456789' slice 0:3 digits --as a then slice 3:5 digits --as b then slice 2:4 digits --as c then \
        call - 'int sscanf(const char *, const char *, ...)' str:ABC %c%*c%c @a @b @c then \
        cast 'char[10]' digits -o values
}

@test "constructors run under supervision too, in call and in sym:" {
    not_sanitized
    local way
    for way in 'crash *(volatile int *)8 = 1' 'pause pause()' 'exit exit(5)'; do
        printf '#include <stdlib.h>\n#include <unistd.h>\n__attribute__((constructor)) static void start(void) { %s; }\nint f(void) { return 1; }\nint v;\n' "${way#* }" |
            gcc -w -shared -fPIC -x c - -o "${way%% *}.so"
    done
    tells 139 'memtool: call: ./crash.so: SIGSEGV at address 0x8' call ./crash.so 'int f(void)'
    tells 139 'memtool: view: ./crash.so: SIGSEGV at address 0x8' view sym:./crash.so:v
    tells 124 'memtool: call: ./pause.so: timed out after 0.2 seconds' call --timeout 0.2 ./pause.so 'int f(void)'
    tells 1 'memtool: call: ./exit.so: the function called exit(5)' call ./exit.so 'int f(void)'
}

@test "a read-only view is lent as a copy that must not be written to" {
    prints 3 view str:abc --readonly --as r then call - 'size_t strnlen(const char *, size_t)' @r 3
    refuses 1 'memtool: call: cannot modify read-only memory: the function wrote to it, at offset 0' \
        view 00112233 --readonly --as r then call - 'void *memset(void *, int, size_t)' @r 66 4
}

@test "text is no number" {
    refuses 2 'memtool: call: a value is asked for, and these are bytes without a type' \
        call m 'double cos(double)' str:x
}

@test "--repeat calls at least once" {
    refuses 2 'memtool: call: --repeat is at least 1
  0
  ^' call m 'double cos(double)' 0 --repeat 0
}

@test "what a library keeps to itself is said to be there" {
    printf 'static __attribute__((noinline, used)) int own(int n) { return n + 1; }\n__attribute__((visibility("hidden"))) int hidden(int n) { return own(n); }\nint shown(int n) { return hidden(n); }\n' |
        gcc -O1 -shared -fPIC -o keeps.so -x c -
    for name in own hidden; do
        refuses 1 "memtool: call: keeps.so keeps $name to itself
  int $name(int)
      ^
  hint: it is static or hidden; elf:./keeps.so:$name are its bytes in the file" call ./keeps.so "int $name(int)" 1
        refuses 1 "memtool: view: keeps.so keeps $name to itself" view "sym:./keeps.so:$name"
        run -0 memtool view "elf:./keeps.so:$name"
    done
    refuses 1 'memtool: call: keeps.so has no symbol show
  int show(int)
      ^
  hint: did you mean shown?' call ./keeps.so 'int show(int)' 1
}

@test "only names that can be had are suggested" {
    printf 'int oldest_v = 1; __asm__(".symver oldest_v, old_name@V1"); static int own_name = 2; int *get_name(void) { return &own_name; }\n' |
        gcc -w -shared -fPIC -Wl,--version-script=<(echo 'V1 {}; V2 {global: get_name; local: *;};') -o old.so -x c - || skip 'no symbol versions'
    refuses 1 'memtool: view: old.so keeps old_name to itself
  sym:./old.so:old_name
               ^
  hint: it is kept for programs that were linked long ago; elf:./old.so:old_name are its bytes in the file' view sym:./old.so:old_name
    for name in old_namf own_namf old_nam; do
        refuses 1 "memtool: view: old.so has no symbol $name" view "sym:./old.so:$name"
        memtool view "sym:./old.so:$name" 2>err || lacks hint err
        memtool call ./old.so "int $name(void)" 2>err || lacks hint err
    done
    refuses 1 '*
*
*
  hint: did you mean get_name?' view sym:./old.so:get_nane
}

@test "size: of an unknown label shows the whole word" {
    refuses 2 'memtool: call: unknown label @x
  size:@x
       ^
  hint: --as NAME labels a view' call - 'int abs(int)' size:@x
    refuses 2 'memtool: call: unknown label @dada
  size:@dada
       ^
  hint: did you mean @data?' view 00 --as data then call - 'int abs(int)' size:@dada
    prints 3 view 001122 --as data then call - 'int abs(int)' size:@data
}

@test "an earlier call prints its result and what is out only if it has -o" {
    prints 00 call m 'double frexp(double, int *)' 8 out then view 00 -o hex
    prints $'0.5\narg 2: 4\n00' call m 'double frexp(double, int *)' 8 out -o values then view 00 -o hex
}

@test "the functions of a library are listed by the last command, in no form" {
    refuses 2 'memtool: call: a SIGNATURE is missing' call m then view 00
    refuses 2 'memtool: call: -o without a SIGNATURE' call m -o json
    refuses 2 'memtool: call: --as without a SIGNATURE' call m --as f
}

@test "memory of memtool's own cannot be written back, not even behind a view of it" {
    refuses 2 'memtool: slice: sym:c:environ cannot be written back' view sym:c:environ then slice 0 --set 00 -i.bak
}

@test "a label stands for an address inside the braces of a record, too" {
    cat >str.c <<'END'
#include <string.h>
struct str {const char *s; int n;};
struct str measure(struct str s) { s.n = (int)strlen(s.s); return s; }
void nothing(void) {}
END
    cc -g -shared -fPIC -o str.so str.c
    proto='struct {const char *s; int n;} measure(struct {const char *s; int n;})'
    run -0 memtool view cstr:hello --as d then call ./str.so "$proto" '{@d,0}'
    [[ $output = '{.s = 0x'*', .n = 5}' ]]
    run -0 memtool view cstr:hello then call ./str.so "$proto" '{@,0}'
    [[ $output = '{.s = 0x'*', .n = 5}' ]]
    refuses 2 'memtool: call: unknown label @x
  {@x,0}
   ^*' call ./str.so "$proto" '{@x,0}'
    refuses 2 'memtool: call: a void function leaves no view to label*' call ./str.so 'void nothing(void)' --as z
}

@test "what is mapped read-only says so before it is written, and is lent as itself" {
    echo 'const int fixed = 7; int free_ = 8; const void *same(const void *p) { return p; }' |
        cc -shared -fPIC -o fixed.so -x c -
    [ "$(memtool view sym:./fixed.so:fixed -o info | grep readonly)" = 'readonly: true' ]
    [ "$(memtool view sym:./fixed.so:same -n 1 -o info | grep readonly)" = 'readonly: true' ]
    [ "$(memtool view sym:./fixed.so:free_ -o info | grep readonly)" = 'readonly: false' ]
    refuses 1 'memtool: slice: cannot modify read-only memory*' slice 0 --set 01 sym:./fixed.so:fixed
    prints 07000000 view sym:./fixed.so:fixed --as f then call ./fixed.so 'const int *same(const void *)' @f --as p then view addr:@p+4 -o hex
}

@test "a whole process is no argument" {
    refuses 2 'memtool: call: a whole process is no argument
  pid:1
  ^
  hint: slice a part of it and label that, or name a PLACE of it' call - 'size_t strlen(const char *)' pid:1
}

@test "a function that dies of SIGPIPE is told, and the session goes on" {
    refuses 141 'memtool: call: raise: SIGPIPE' call - 'int raise(int)' 13
    printf '%s\n' "call - 'int raise(int)' 13" >one.mt
    refuses 141 'memtool: one.mt:1: call: raise: SIGPIPE' run one.mt
}

@test "a function that writes to the closed stdout of memtool ends it quietly" {
    run --separate-stderr bash -c 'set -o pipefail; { sleep 0.3; memtool call - "ssize_t write(int, void *, size_t)" 1 str:x 1; } | :'
    [ "$status" = 141 ]
    [ -z "$stderr" ]
}

@test "what stands behind an address is never passed over" {
    refuses 2 'memtool: call: addr: is ADDRESS[+LENGTH] or @NAME[+LENGTH]
  addr:@p.next
         ^' array P 1 --as p then call - 'size_t strlen(const char *)' addr:@p.next
    refuses 2 'memtool: call: garbage is not a size
  addr:0x10+garbage
            ^' call - 'size_t strlen(const char *)' addr:0x10+garbage
    prints 2 array B 65 66 0 --as a then array P @a --as p then call - 'size_t strlen(const char *)' addr:@p+3
}

@test "a library whose path has a colon lends its variables to calls, too" {
    gcc -shared -fPIC -x c - -o ./a:b.so <<<'int v = 7; int next(const int *p) { return *p + 1; }'
    prints 8 call ./a:b.so 'int next(const int *)' sym:./a:b.so:v
    refuses 2 '*sym: is sym:LIBRARY:NAME*' call ./a:b.so 'int next(const int *)' sym:./a:b.so:
}

@test "an f behind a float literal is read wherever C reads it" {
    for literal in 1.5f -1.5f +1.5F 0x1.8p0f 15e-1f; do
        run -0 memtool call - 'int printf(const char *, ...)' '%g;' "$literal"
        [[ $output == *1.5\;* ]]
    done
    run -0 memtool call - 'int printf(const char *, ...)' '%g;' -.5f
    [[ $output == -0.5\;* ]]
    run -0 memtool call - 'int printf(const char *, ...)' '%d;' 0x1f
    [[ $output == 31\;* ]]
    run -0 memtool call - 'int printf(const char *, ...)' '%g;' -inf
    [[ $output == -inf\;* ]]
}
