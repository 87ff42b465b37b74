# Files that are looked at without being loaded: ELF sections and symbols, libraries by name, debug
# information and C headers.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    export CC=${CC:-cc}
    cat >types.h <<'END'
#include <stddef.h>
struct node;
typedef struct node node_t;
struct node {
    int v;
    node_t *next;
    struct other *o;
    void (*f)(struct node, ...);
};
struct other {
    char c;
    double d;
    unsigned a : 3, b : 5;
    signed long long q : 40;
    _Bool z : 1;
    struct node n;
    union {
        int i;
        float f;
    };
    struct {
        int p, r;
    } in;
    int m[2][3];
    long double ld;
    double _Complex cd;
    wchar_t w;
};
struct packed_one {
    char c;
    int n;
    short s;
} __attribute__((packed));
struct flex {
    int n;
    char data[];
};
enum color { RED, GREEN = 5, BLUE = -1 };
typedef struct {
    int a;
    enum color c;
} anon_t;
END
    cat >lib.c <<'END'
#include "types.h"
struct other oo = {.c = 'x'};
struct packed_one po;
struct flex fl;
anon_t variable = {1, GREEN};
#ifdef OTHER
int other = 1;
#endif
const char text[] = "find me";
double target(int a, const char *b, anon_t o) { return a + *b + o.a; }
double aliased(int a, const char *b, anon_t o) __attribute__((alias("target")));
int variad(const char *f, ...) { return *f; }
static int hidden(long x) { return (int)x + 1; }
int calls_hidden(long x) { return hidden(x) + hidden(x + 1); }
static int both(int x) { return x; }
int calls_both(int x) { return both(x); }
END
    cat >lib2.c <<'END'
double both(double x) { return x * 2; }
END
}

@test "types of C++ lie where its compiler puts them" {
    needs c++
    cat >x.cc <<'END'
namespace geo {
struct point { int x, y; };
enum class color : unsigned char { red, green = 200 };
enum wide : long { low = -1, high = 0x7fffffff };
typedef point spot;
class grid { public: int n; struct cell { short s; } cells[2]; static int count; int area() const { return n; } };
}
struct empty {};
struct base { int a; };
struct derived : base, empty { int b; };
union either { int i; float f; };
struct all {
    char16_t c16; char32_t c32; wchar_t w; bool b; signed char sc;
    decltype(nullptr) nothing; int geo::point::*member; int (geo::grid::*method)() const; geo::color color; geo::wide wide;
    geo::grid grid; derived d; either e; int table[2][3]; struct { int p; }; unsigned bits : 5; long more : 20;
};
extern "C" all everything;
all everything = {u'x', U'y', L'z', true, -3, nullptr, &geo::point::y, nullptr, geo::color::green, geo::low,
                  {4, {{5}, {6}}}, {}, {9}, {{1, 2, 3}, {4, 5, 6}}, {8}, 17, -2};
int geo::grid::count = 3;
extern "C" int twice(int n) { return 2 * n; }
namespace geo { spot here = {1, 2}; int area(point p) { return p.x * p.y; } }
END
    c++ -std=c++17 -g -shared -fPIC -o x.so x.cc
    memtool cast --types ./x.so all sym:./x.so:everything -o values ||
        skip 'no debug information here'
    prints "{.c16 = 'x', .c32 = 'y', .w = 'z', .b = true, .sc = -3, .nothing = 0x0, .member = 4, .method = {0, 0}, .color = green, \
.wide = low, .grid = {.n = 4, .cells = {{.s = 5}, {.s = 6}}}, .d = {.a = 0, .b = 0}, .e = {.i = 9, .f = 1.3e-44}, \
.table = {{1, 2, 3}, {4, 5, 6}}, .p = 8, .bits = 17, .more = -2}" cast --types ./x.so all sym:./x.so:everything -o values
    prints 8 call ./x.so twice 4
    prints 12 call ./x.so _ZN3geo4areaENS_5pointE '{3,4}'
}

@test "rare machine types of C are read from every version of debug information" {
    needs gcc
    cat >y.c <<'END'
typedef float vec __attribute__((vector_size(16)));
struct odd { float v; float _Complex c; double _Complex z; long double _Complex l; long double d; _Bool b; vec four; int rest[]; };
struct odd o = {1.5, 1, 2, 3, 0.1L, 1, {1, 2, 3, 4}};
enum big { A = 1ULL << 40, B = 3 } e = A;
enum small { C = -3, D } __attribute__((packed)) s = C;
struct deep { struct { int a; union { int b; char c[4]; }; } in[2]; int (*fs[3])(struct deep *, int); } d = {{{1, {2}}, {3, {4}}}};
struct gone *pointer;
int old(a, b) int a; double b; { return a + (int)b; }
END
    for way in -gdwarf-5 '-gdwarf-4 -fdebug-types-section' '-gdwarf-2 -gstrict-dwarf'; do
        # shellcheck disable=SC2086  # words of an option
        gcc -w $way -shared -fPIC -o y.so y.c
        memtool cast --types ./y.so 'struct odd' sym:./y.so:o -o values || skip 'no debug information here'
        prints '{.v = 1.5, .c = (1+0j), .z = (2+0j), .l = (3+0j), .d = 0.1, .b = true, .four = {1.0, 2.0, 3.0, 4.0}, .rest = {}}' \
            cast --types ./y.so 'struct odd' sym:./y.so:o -o values
        prints A cast --types ./y.so 'enum big' sym:./y.so:e -o values
        prints C cast --types ./y.so 'enum small' sym:./y.so:s -o values
        little_endian
        prints '{.in = {{.a = 1, .b = 2, .c = "\x02"}, {.a = 3, .b = 4, .c = "\x04"}}, .fs = {0x0, 0x0, 0x0}}' \
            cast --types ./y.so 'struct deep' sym:./y.so:d -o values
        refuses 2 'memtool: layout: struct gone has no body here, so its size is not known' layout --types ./y.so 'struct gone'
        prints 5 call ./y.so old 2 3.5
    done
}

@test "a packed member leaves its record as aligned as the others, a packed record is not aligned" {
    needs gcc
    cat >packed.c <<'END'
#define PACKED __attribute__((packed))
struct member { char c; short y PACKED; int z; } member;
struct around { char a; struct member m; } around;
struct tail { int z; char c; short s PACKED; } tail;
struct whole { char c; short y; char pad; int z; } PACKED whole;
struct odd { short s; char c[2]; int n; short t; } PACKED odd;
struct in { short s; struct member m; } PACKED in;
struct out { char c; struct in i; int n; } out;
struct explicit { char c; short s; char t; } __attribute__((packed, aligned(4))) explicit;
#pragma pack(2)
struct pragma { char c; int n; char d; } pragma;
#pragma pack()
struct even { int n; char c[4]; } PACKED even;
END
    gcc -g -w -c packed.c
    memtool layout --types ./packed.o 'struct member' || skip 'no debug information here'
    local type wanted
    while read -r type wanted; do
        memtool layout --types ./packed.o "struct $type" >.layout
        grep -q "^size $wanted padding" .layout || {
            cat .layout
            return 1
        }
    done <<'END'
member 8 align 4
around 12 align 4
tail 8 align 4
whole 8 align 1
in 10 align 1
out 16 align 4
explicit 4 align 4
pragma 8 align 2
END
    memtool layout --types ./packed.o 'struct {char a; struct member m;}' | grep -q '^size 12 align 4 padding'
    [ "$(size_of long)" = 4 ] || memtool layout --types ./packed.o 'struct odd' | grep -q '^size 10 align 1 padding'
    # It lies as it would without the attribute, so nothing tells.
    memtool layout --types ./packed.o 'struct even' | grep -q '^size 8 align 4 padding'
}

@test "alignments that typedefs and members were declared with are read" {
    needs gcc
    cat >aligned.c <<'END'
typedef long long less __attribute__((aligned(4)));
struct less_one { int a; less b; } less_one;
struct more { char c; short n __attribute__((aligned(16))); } more;
struct around { char c; struct more m; } around;
END
    for cc in gcc clang; do
        [ "$cc" = gcc ] || command -v clang >/dev/null || continue
        $cc -g -c aligned.c
        memtool layout --types ./aligned.o less || skip 'no debug information here'
        memtool layout --types ./aligned.o 'struct less_one' | grep -q '^size 12 align 4 padding'
        memtool layout --types ./aligned.o 'struct {int a; less b;}' | grep -q '^size 12 align 4 padding'
        memtool layout --types ./aligned.o 'struct more' | grep -q '^size 32 align 16 padding'
        memtool layout --types ./aligned.o 'struct around' | grep -q '^size 48 align 16 padding'
    done
}

@test "the byte order that a struct was declared with is read, too" {
    needs gcc
    cat >net.c <<'END'
struct __attribute__((scalar_storage_order("big-endian"))) net { unsigned short port; unsigned addr; } n = {8080, 9};
END
    gcc -g -w -shared -fPIC -o net.so net.c
    memtool layout --types ./net.so 'struct net' || skip 'no debug information here'
    prints '{.port = 8080, .addr = 9}' cast --types ./net.so 'struct net' sym:./net.so:n -o values
}

@test "a script for the linker and an archive are no headers" {
    printf '/* GNU ld script */\nINPUT(libm.so.6)\n' >libx.so
    refuses 1 'memtool: layout: ./libx.so: a script for the linker' layout --types ./libx.so int
    printf '!<arch>\n' >libx.a
    refuses 1 'memtool: layout: ./libx.a: an archive of object files' layout --types ./libx.a int
    mkdir folder
    refuses 1 'memtool: layout: ./folder: Is a directory' layout --types ./folder int
    refuses 1 'memtool: layout: *nowhere.so.3*' layout --types libnowhere.so.3 int
}

@test "a libdw that is none, or too old, is told" {
    needs cc
    mkdir lib
    printf 'int x;\n' | cc -g -shared -fPIC -o x.so -x c -
    memtool cast --types ./x.so int 00000000 || skip 'no debug information here'
    echo text >lib/libdw.so.1
    export LD_LIBRARY_PATH=$PWD/lib
    refuses 1 'memtool: cast: debug information is read by libdw, which cannot be loaded: *
  ./x.so' cast --types ./x.so int 00000000
    printf 'int x;\n' | cc -shared -fPIC -o lib/libdw.so.1 -x c -
    refuses 1 'memtool: cast: the installed libdw is too old to read debug information
  ./x.so' cast --types ./x.so int 00000000
}

# build NAME FLAG...: libNAME.so from lib.c; skips where the compiler lacks a flag.
build() {
    local name=$1
    shift
    (cd "$BATS_FILE_TMPDIR" &&
        $CC -O1 -fno-inline -fPIC "$@" -c lib.c -o "$name.o" 2>/dev/null &&
        $CC -O1 -fPIC "$@" -c lib2.c -o "$name-2.o" 2>/dev/null &&
        $CC -shared "$@" "$name.o" "$name-2.o" -o "lib$name.so") || skip "$CC cannot: $*"
    LIB=$BATS_FILE_TMPDIR/lib$name.so
}

needs_libdw() {
    memtool layout --types "$1" 'struct node' >.out 2>.err ||
        ! grep -q 'libdw\|built without' .err || skip 'libdw is not there'
}

# same_layouts FILE: the types that FILE declares lie as the header's text does.
same_layouts() {
    local type
    needs_libdw "$1"
    for type in 'struct other' 'struct node' 'struct packed_one' 'struct flex' anon_t node_t; do
        memtool layout -o json --types "$BATS_FILE_TMPDIR/types.h" "$type" >wanted
        memtool layout -o json --types "$1" "$type" >got
        diff -u wanted got
    done
}

# ---- debug information

@test "types from debug information lie as the compiler laid them" {
    build five -gdwarf-5
    same_layouts "$LIB"
}

@test "DWARF 4 is read" {
    build four -gdwarf-4
    same_layouts "$LIB"
}

@test "DWARF 3, which counts bits from the top, is read" {
    build three -gdwarf-3
    same_layouts "$LIB"
}

@test "DWARF 2, which writes offsets as expressions, is read" {
    build two -gdwarf-2
    same_layouts "$LIB"
}

@test "type units are read" {
    build units -gdwarf-5 -fdebug-types-section
    same_layouts "$LIB"
}

@test "split debug information is read" {
    build split -gdwarf-5 -gsplit-dwarf
    same_layouts "$LIB"
}

@test "compressed debug sections are read" {
    build zlib -g -gz=zlib
    same_layouts "$LIB"
}

@test "an object file is read" {
    build object -g
    same_layouts "$BATS_FILE_TMPDIR/object.o"
}

@test "a separate file is found by its debuglink, beside it or under .debug" {
    command -v objcopy >/dev/null || skip 'no objcopy'
    build linked -g -Wl,--build-id=none
    objcopy --only-keep-debug "$LIB" linked.debug
    objcopy --strip-all --add-gnu-debuglink=linked.debug "$LIB" linked.so
    same_layouts ./linked.so
    mkdir .debug && mv linked.debug .debug
    same_layouts ./linked.so
    echo more >>.debug/linked.debug
    refuses 1 'memtool: layout: ./linked.so: no debug information
  ./linked.so
  ^*' layout --types ./linked.so 'struct node'
}

@test "another file of the name that a debuglink has is not taken for it" {
    command -v objcopy >/dev/null || skip 'no objcopy'
    build strange -g -Wl,--build-id=sha1
    objcopy --only-keep-debug "$LIB" strange.debug
    objcopy --strip-all --add-gnu-debuglink=strange.debug "$LIB" strange.so
    same_layouts ./strange.so
    build stranger -g -Wl,--build-id=sha1 -DOTHER
    objcopy --only-keep-debug "$LIB" strange.debug
    refuses 1 '*no debug information*' layout --types ./strange.so 'struct node'
}

@test "a library without debug information is an error with a way out" {
    needs_debug_info
    build none -g0
    refuses 1 "memtool: layout: $LIB: no debug information" layout --types "$LIB" 'struct node'
    grep -q header .err
}

@test "a call takes the prototype from debug information" {
    build call -g
    needs_libdw "$LIB"
    prints 102.0 call "$LIB" target 1 d '{1, RED}'
}

@test "an alias, which has no entry of its own, is called by what it stands for" {
    build alias -g
    needs_libdw "$LIB"
    prints 102.0 call "$LIB" aliased 1 d '{1, 0}'
}

@test "a static function of the same name elsewhere is not taken for the exported one" {
    build both -g
    needs_libdw "$LIB"
    prints 3.0 call "$LIB" both 1.5
}

@test "a variable has the type that debug information gives it" {
    build variable -g
    needs_libdw "$LIB"
    prints '{.a = 1, .c = GREEN}' cast -o values --types "$LIB" anon_t "elf:$LIB:variable"
}

@test "declarations that differ are refused with both named, where no symbol tells which holds" {
    cat >a.c <<'END'
int undefined(int a);
int f(void) { return undefined(1); }
END
    cat >b.c <<'END'
long undefined(char *a);
long g(void) { return undefined(0); }
END
    $CC -g -fPIC -shared a.c b.c -o ./conflict.so 2>/dev/null || skip 'no compiler'
    needs_libdw ./conflict.so
    memtool call ./conflict.so undefined 1 2>.err && return 1
    grep -q 'conflicting prototypes' .err || grep -q undefined .err
}

@test "nothing is asked over a network" {
    needs_debug_info
    build network -g0 -Wl,--build-id=sha1
    DEBUGINFOD_URLS=http://127.0.0.1:1 refuses 1 '*no debug information*' \
        layout --types "$LIB" 'struct node'
}

# ---- headers

@test "a header is read by its path" {
    printf 'struct p {char a; int b;};\n' >my.h
    memtool layout --types my.h 'struct p' | grep -q 'size 8'
    memtool layout --types ./my.h 'struct p' | grep -q 'size 8'
}

@test "a header is found as #include finds it" {
    memtool layout --types '<sys/stat.h>' 'struct stat' | grep -q st_size
    memtool layout --types sys/stat.h 'struct stat' | grep -q st_size
    memtool layout --types elf.h Elf64_Ehdr | grep -q 'size 64'
}

@test "stat.h is looked for under sys too" {
    memtool layout --types stat.h 'struct stat' | grep -q st_size
}

@test "a header that is not there is named" {
    refuses 1 'memtool: layout: * finds no header <nosuch.h>
  nosuch.h
  ^*' layout --types nosuch.h int
    refuses 1 'memtool: layout: * finds no header <nosuch.h>
  <nosuch.h>
  ^*' layout --types '<nosuch.h>' int
    refuses 1 'memtool: layout: ./nosuch.h: No such file or directory
  ./nosuch.h
  ^*' layout --types ./nosuch.h int
}

@test "what the preprocessor says is passed on in one line" {
    printf '#error no way\n' >bad.h
    refuses 1 'memtool: layout: bad.h: *no way*' layout --types bad.h int
    printf '#include "gone.h"\n' >bad.h
    refuses 1 'memtool: layout: bad.h: *gone.h*' layout --types bad.h int
}

@test "without a compiler a header says what is missing" {
    not_emulated 'posix_spawn does not tell of a program that is missing'
    not_valgrind 'posix_spawn does not tell of a program that is missing'
    CC=nosuchcc refuses 1 'memtool: layout: headers are read through the C preprocessor, but nosuchcc: *' \
        layout --types stdio.h int
    grep -q 'install a C compiler' .err
}

@test "a header name is never an option or a command" {
    printf 'struct p {char a; int b;};\n' >./-my.h
    memtool layout --types=-my.h 'struct p' | grep -q 'size 8'
    # shellcheck disable=SC2016
    refuses 1 '*' layout --types '$(touch hacked)' int
    refuses 2 '*' layout --types $'<a>\n#include <b>' int
    [ ! -e hacked ]
}

# ---- ELF files

@test "a symbol of an ELF file is its bytes" {
    build symbol -g0
    prints 'find me' cast 'char[8]' "elf:$LIB:text" -o values
    prints 78 view -n 1 -o hex "elf:$LIB:oo"
}

@test "a section of an ELF file is its bytes" {
    build section -g0
    [ "$(memtool view "elf:$LIB:.comment" -o raw | tr '\0' '\n' | grep -c .)" -ge 1 ]
}

@test "a symbol that is not there is an error that suggests a near one" {
    build near -g0
    refuses 1 "*no section or symbol 'variabel'*" view "elf:$LIB:variabel"
    grep -q 'variable?' .err
}

@test "a file that is no ELF file says so" {
    echo 'int main;' >text.c
    refuses 1 '*text.c: not an ELF file*' view elf:text.c:main
}

@test "a file that is cut short is an error, wherever it is cut" {
    build cut -g
    size=$(stat -c %s "$LIB")
    for at in 0 3 10 40 70 $((size / 4)) $((size / 2)) $((size - 100)); do
        head -c "$at" "$LIB" >cut.so
        memtool view elf:./cut.so:text >.out 2>.err && return 1
        grep -q cut.so .err
        memtool layout --types ./cut.so 'struct node' >.out 2>.err && return 1
        grep -q '^memtool: ' .err
    done
}

# ---- libraries

@test "a library is found by its short name, its soname, and a part of it" {
    for name in m libm libm.so m.so.6 libm.so.6; do
        prints 1.0 call "$name" 'double cos(double)' 0
    done
}

@test "a library in LD_LIBRARY_PATH comes first" {
    build mine -g0
    mkdir -p libs && cp "$LIB" libs/libresolv.so.2
    LD_LIBRARY_PATH=$PWD/libs memtool call resolv 'int variad(const char *, ...)' a | grep -qx 97
}

@test "a library that is not there suggests a near name" {
    refuses 1 "*no shared library 'nosuchlibrary'*" call nosuchlibrary 'int f(void)'
    build nearlib -g0
    LD_LIBRARY_PATH=$BATS_FILE_TMPDIR refuses 1 "*no shared library 'nearlob'*" \
        call nearlob 'int f(void)'
    grep -q 'nearlib?' .err
}

@test "a library for another machine is passed over, and refused by its path" {
    build alien -g0
    mkdir -p alien && cp "$LIB" alien/libalien.so
    printf '\362' | dd of=alien/libalien.so bs=1 seek=18 conv=notrunc status=none
    LD_LIBRARY_PATH=$PWD/alien refuses 1 "*no shared library 'alien'*" call alien 'int f(void)'
    refuses 1 '*made for another machine*' call ./alien/libalien.so 'int f(void)'
}

@test "an assembler's debug information is no prototype" {
    printf '.text\n.globl f\n.type f, %%function\nf:\n ret\n.size f, .-f\n.section .note.GNU-stack,"",%%progbits\n' >f.s
    cc -g -shared -o f.so f.s
    refuses 2 'memtool: call: the signature of f is not known*' call ./f.so f 1
    run -0 memtool call ./f.so
    [ "$(grep -v '^_' <<<"$output")" = f ]
}

@test "debug information that tells no prototype is no signature" {
    echo 'double half(int n) { return n / 2.0; }' | cc -g1 -shared -fPIC -x c - -o half.so
    refuses 2 'memtool: call: the signature of half is not known*' call ./half.so half 5
    run -0 memtool call ./half.so
    [ "$(grep -v '^_' <<<"$output")" = half ]
}

@test "a function of nothing that gives nothing has a prototype, where debug information is not cut short" {
    needs_debug_info
    printf 'static int n; void bump() { n++; } int count(void) { return n; }' >bump.c
    for flags in -g '-g -O2' -ggdb3; do
        # shellcheck disable=SC2086  # words
        cc $flags -shared -fPIC -o bump.so bump.c
        prints 1 call ./bump.so bump then call ./bump.so count
    done
    cc -g1 -shared -fPIC -o bump.so bump.c
    refuses 2 'memtool: call: the signature of bump is not known*' call ./bump.so bump
}

@test "a function without a prototype is called with promoted arguments" {
    needs_debug_info
    echo 'double kr(a, b) float a; short b; { return a * b; }' | cc -w -g -shared -fPIC -x c - -o kr.so
    prints 3.0 call ./kr.so kr 1.5 2
}

@test "prototypes of debug information keep their const" {
    needs gcc
    echo 'struct s {const char *name; char *const *list;}; const char *get(const struct s *s, const void *p, volatile int *v) { return s->name; }' |
        gcc -g -shared -fPIC -o c.so -x c -
    memtool layout --types ./c.so 'struct s' >out || skip 'without libdw'
    grep -qxF 'C       struct s {const char *name; char *const *list;}' out
    prints 'const char *get(const struct s *s, const void *p, int *v)' call ./c.so
}

@test "a common variable has no place in an object file" {
    echo 'int common_v[4], *pointer = common_v;' | $CC -fcommon -c -x c -o com.o - || skip 'no common variables'
    refuses 1 'memtool: view: com.o: common_v has no place in the file
  elf:com.o:common_v
            ^' view elf:com.o:common_v
    refuses 1 '*no section or symbol*' view elf:com.o:common_w
    lacks hint .err
}

# A library in whose names each QQQQQ is ESC [31m, and each CCCC a C1 control and a byte that is no UTF-8.
hostile_library() {
    gcc -g -w -shared -fPIC -o tame.so -x c - <<'END'
typedef enum QQQQQe {QQQQQa, CCCCb} gtype;
typedef struct QQQQQs {int QQQQQm; gtype e;} QQQQQt;
typedef struct {QQQQQt s; struct QQQQQs *p; QQQQQt *(*f)(enum QQQQQe QQQQQx); union CCCCu {int CCCCm;} u;} gstruct;
enum QQQQQe ge(void) { return QQQQQa; }
QQQQQt gs(void) { QQQQQt s = {1, CCCCb}; return s; }
int QQQQQf(gstruct *QQQQQy) { return 1; }
int _Z5QQQQQv(void) { return 1; }
END
    LC_ALL=C sed $'s/QQQQQ/\e[31m/g; s/CCCC/\xc2\x9b1\xff/g' tame.so >hostile.so
}

@test "names of debug information and of symbols never reach a terminal unescaped" {
    needs gcc
    needs_debug_info
    long_of_8
    hostile_library
    memtool call ./hostile.so >>out
    prints '\x1b[31ma' call ./hostile.so ge
    memtool call ./hostile.so gs -o info >>out
    for form in values info list json bits c npy; do
        memtool cast --types ./hostile.so gstruct zero:32 -o $form >>out
        memtool cast --types ./hostile.so gtype zero:4 -o $form >>out
    done
    for form in text svg json; do
        memtool layout --types ./hostile.so gstruct -o $form >>out
    done
    grep -qF 'int \x1b[31mf(' out
    # Where C++ names are taken apart, for which libstdc++ is there or not.
    ! memtool call ./tame.so | grep -qF 'QQQQQ()' || grep -qF '\x1b[31m()' out
    grep -qF 'struct \x1b[31ms' out
    grep -qF '\xc2\x9b1\xffb' out
    LC_ALL=C lacks -a $'[\e\x9b\xff]' out
}

@test "a symbol with control characters is found by its bytes, and not by what is shown of them" {
    needs gcc
    hostile_library
    [ -n "$(memtool view $'elf:./hostile.so:\e[31mf' -o hex)" ]
    refuses 1 "memtool: view: ./hostile.so: no section or symbol '\\x1b[31mf'
  elf:./hostile.so:\\x1b[31mf" view 'elf:./hostile.so:\x1b[31mf'
}
