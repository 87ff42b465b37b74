# layout: where each field, hole and bit of a type lies.

load helper

# Words of python3 over the JSON of a layout: shows EXPRESSION ARG...
shows() {
    local expression=$1
    shift
    memtool layout -o json "$@" | python3 -c "
import json, sys
d = [json.loads(line) for line in sys.stdin]
t = d[0]
print(($expression))"
}

@test "a table of offsets, sizes, holes and bits, with totals, a map and a better order" {
    long_of_8
    little_endian
    prints 'off  size field  type
  0     1 tag    char
  1     3 -- hole (int needs align 4)
  4     4 n      int
  8     6 s[3]   short
 14     2 -- hole (double needs align 8)
 16     8 d      double
 24:0  3b f      unsigned int
 24:3  5b g      unsigned int
 25     7 -- padding (24 bits left of unsigned int, and 4 bytes: the size is a multiple of 8)
size 32 align 8 padding 12
map T...NNNNSSSSSS..DDDDDDDDb.......
better order: d n f g s tag (size 24, saves 8 bytes)
C       struct S {char tag; int n; short s[3]; double d; unsigned int f:3; unsigned int g:5;}
format  T{c:tag:xxxi:n:(3)h:s:xxd:d:3t:f:5t:g:xxxxxxx}' \
        layout 'struct S{char tag;int n;short s[3];double d;unsigned f:3,g:5;}'
}

@test "colour gives each field its own, in the table and in the map, and never changes the text" {
    for type in 'struct {char tag; int n; unsigned f:3, g:5;}' '2048s' 'iiiiiiiiii' double; do
        memtool layout "$type" >plain
        memtool layout --color=always "$type" >colored
        cmp plain <(sed 's/\x1b\[[0-9]*m//g' colored)
    done
    memtool layout --color=always 'struct {char tag; int n;}' >colored
    grep -q $'^\e\\[36m  0     1 tag    char\e\\[0m$' colored
    grep -q $'^map \e\\[36mT\e\\[0m\e\\[90m...\e\\[0m\e\\[33mNNNN\e\\[0m$' colored
    memtool layout --color=never 'struct {char tag; int n;}' | lacks $'\e'
    memtool layout -o json --color=always i | lacks $'\e'
}

@test "json names every field, nested ones with dots, and counts bits from the start" {
    little_endian
    run -0 shows "t['size'], t['align'], t['padding'], [tuple(f.values()) for f in t['fields']]" \
        'struct {char c; struct {short x; union {int u; char v;};} in; unsigned a:3, b:7;}'
    [ "$output" = "(16, 4, 7, [('c', 'char', 0, 1), ('in.x', 'short', 4, 2), ('in.u', 'int', 8, 4), ('in.v', 'char', 8, 1), ('a', 'unsigned int', 12, 1, 96, 3), ('b', 'unsigned int', 12, 2, 99, 7)])" ]
    run -0 shows "list(t), list(t['fields'][-1])" 'struct {int a; int b:1;}'
    [ "$output" = "(['type', 'size', 'align', 'padding', 'fields'], ['name', 'type', 'offset', 'size', 'bit_offset', 'bits'])" ]
}

@test "several types stand one under the other, in json one a line" {
    run -0 shows "[x['size'] for x in d]" 'struct {char c; int n;}' \
        'struct {char c; int n;} __attribute__((packed))' double
    [ "$output" = '[8, 5, 8]' ]
    run -0 memtool layout 'struct {char c; int n;}' '#pragma pack(1)
struct {char c; int n;}'
    [ "$(grep -c '^size' <<<"$output")" = 2 ]
    [[ $output == *'size 8 align 4 padding 3'*'size 5 align 1 padding 0'* ]]
}

@test "the C line keeps an alignment that #pragma pack has reduced, where no offset tells it" {
    memtool layout '#pragma pack(1)
struct {double d;}' | grep -qxF 'C       struct __attribute__((packed)) {double d;}'
    memtool layout '#pragma pack(2)
struct {int n;}' | grep -qxF 'C       struct __attribute__((packed, aligned(2))) {int n;}'
    memtool layout '#pragma pack(8)
struct {int n;}' | grep -qxF 'C       struct {int n;}'
}

@test "a hole is put down to an alignment only where the member has that one" {
    hole() {
        memtool layout "${@:2}" >out
        grep -q -- "-- hole ($1)\$" out || { cat out; return 1; }
    }
    hole 'c is put at 4' 'struct {int a:3; int :0; char c;}'
    hole 'c is put at 4' 'struct {int a:3; int :5; int b:9; int :0; char c;}'
    hole 'c is put at 2' 'struct {char a; short :0; char c;}'
    hole 'c is put at 4' 'struct {int a:3; int :0; char c; long d __attribute__((aligned(16)));}'
    hole 'int needs align 4' 'struct {char a; int :0; int c;}'
    hole 'c is aligned to 4' 'struct {char a; char c __attribute__((aligned(4)));}'
    hole 'c is aligned to 4' 'struct {char a; char c __attribute__((aligned(4))); int d __attribute__((aligned(16)));}'
    hole 'b is aligned to 8' 'struct {int a:3; int b:4 __attribute__((aligned(8)));}'
    hole 'bits without a name' 'struct {int a:3; int :5; int b:9;}'
}

@test "debug information tells of an alignment that a member asks for" {
    needs cc
    needs_debug_info
    printf 'struct S {char a; char c __attribute__((aligned(4)));} s;\nstruct Z {int a:3; int :0; char c;} z;\n' >asked.c
    cc -g -c asked.c
    memtool layout --types asked.o 'struct S' | grep -q 'hole (c is aligned to 4)'
    memtool layout --types asked.o 'struct Z' | grep -q 'hole (c is put at 4)'
}

@test "svg is one well-formed picture that names every field and escapes names" {
    memtool layout -o svg 'struct S {char tag; int number; char text[100];}' 'T{c:a<b>&":i:n:}' >out.svg
    python3 - <<'END'
import xml.dom.minidom
picture = xml.dom.minidom.parse("out.svg")
texts = [t.firstChild.data for t in picture.getElementsByTagName("text")]
assert {"tag", "number", "text", 'a<b>&"', "n"} <= set(texts), texts
assert any("size 108, align 4, padding 3" in t for t in texts), texts
assert picture.documentElement.tagName == "svg" and picture.getElementsByTagName("pattern")
END
}

@test "cache lines are told where they begin" {
    run -0 memtool layout 'struct {char a[60]; int b; int64_t c[2];}'
    [[ $output == *$'-- cache line 1\n 64 '* ]]
    run -0 memtool layout 'struct {char a[60]; char b[8]; char c;}'
    [[ $output == *'-- cache line 1 begins 4 bytes before'* ]]
}

@test "types come from headers and typedefs, and formats have a layout too" {
    needs cc
    printf '#include <stdint.h>\ntypedef struct {char kind; int64_t value __attribute__((aligned(8)));} item;\nstruct list {item items[2]; struct list *next;};\n' >list.h
    run -0 shows "t['size'], t['padding'], [f['name'] for f in t['fields']]" --types ./list.h 'struct list'
    [ "$output" = "(40, $((22 - $(size_of 'void *'))), ['items', 'next'])" ]
    run -0 shows "t['size']" --types ./list.h item
    [ "$output" = 16 ]
    run -0 shows "t['size'], [f['offset'] for f in t['fields']]" '<bi'
    [ "$output" = '(5, [0, 1])' ]
}

@test "what is no type is refused at its place" {
    refuses 2 "memtool: layout: unknown type name 'intt'
  struct {intt a;}
          ^" layout 'struct {intt a;}'
    refuses 2 'memtool: layout: struct foo has no body here, so its size is not known' layout 'struct foo'
    refuses 2 'memtool: layout: void has no layout' layout void
    refuses 2 'memtool: layout: an operand is missing' layout
    refuses 2 'memtool: layout: no form of a layout
  dump
  ^' layout -o dump int
    refuses 2 "memtool: layout: the attribute ms_struct is not supported" layout 'struct {int a;} __attribute__((ms_struct))'
    most=0x7fffffffffffffff
    [ "$(size_of 'void *')" = 8 ] || most=0x7fffffff
    refuses 2 'memtool: layout: the type is too large' layout "struct {char a[$most]; char b;}"
    refuses 2 'memtool: layout: an array of *' layout "struct {char a[$most][2];}"
}

@test "hostile types are refused at once" {
    SECONDS=0
    for bracket in '(' '[' '{' '*'; do
        long=$(printf '%100000s' '' | tr ' ' "$bracket")
        run -2 memtool layout "int $long"
        run -2 memtool layout "struct {int $long"
    done
    [ $SECONDS -le $((5 * ${SLOWNESS:-1})) ]
}

@test "a header is read from stdin by its path, and from a pipe of the shell" {
    echo 'struct q { int a; char b; };' >q.h
    memtool layout --types ./q.h 'struct q' >wanted
    grep -q ' b .* char' wanted
    memtool layout --types /dev/stdin 'struct q' <q.h | cmp - wanted
    # shellcheck disable=SC2002  # a pipe is what is tested
    cat q.h | memtool layout --types /dev/stdin 'struct q' | cmp - wanted
    memtool layout --types <(cat q.h) 'struct q' | cmp - wanted
}

@test "the C line of bytes is C" {
    memtool layout bytes | grep -qx 'C       unsigned char'
    memtool cast bytes 00 -o info | grep -qx 'type: bytes'
}

@test "a type without fields has an empty list of them" {
    prints '{"type": "int", "size": 4, "align": 4, "padding": 0, "fields": []}' layout -o json int
}

@test "members of C++ in the padding of a base class are shown once, each where it is" {
    needs g++
    machine "$(g++ -dumpmachine | cut -d- -f1)" || skip 'g++ makes programs for another machine'
    needs_debug_info
    cat >derived.cc <<'END'
struct Base { double d; int i; Base(); };
struct Middle : Base {};
struct D : Middle { char c; short s; };
struct Empty {};
struct N { [[no_unique_address]] Empty e; [[no_unique_address]] Base b; char c; };
struct V : virtual Base { int z; };
D d; N n; V v;
END
    g++ -std=c++20 -g -c derived.cc || skip 'g++ has no C++20'
    prints 'off  size field  type
  0     8 d      double
  8     4 i      int
 12     1 c      char
 13     1 -- hole (short needs align 2)
 14     2 s      short
size 16 align 8 padding 1
map DDDDDDDDIIIIC.SS
C       struct __attribute__((aligned(8))) D {struct {struct __attribute__((packed)) {double d; int i;};}; char c; short s;}
format  T{T{T{d:d:i:i:}}c:c:xh:s:}' layout --types derived.o D
    memtool layout --types derived.o D | sed -n 's/^C *//p' | { read -r text; printf '%s data; _Static_assert(sizeof data == 16 && __builtin_offsetof(struct D, c) == 12, "");\n' "$text"; } | cc -c -x c -o d.o -
    prints '{.d = 1.0, .i = 2, .c = '"'a'"', .s = 4}' cast --types derived.o D 000000000000f03f0200000061000400 -o values
    memtool layout --types derived.o N | grep -qx 'format  T{T{d:d:i:i:}:b:c:c:xxx}'
    memtool layout --types derived.o V | grep -q -- '-- padding (no member lies there)'
}

@test "the map shows padding inside the elements of an array of structs" {
    run -0 memtool layout 'struct {struct {char c; int i;} a[2];}'
    [[ $output == *'padding 6'* ]]
    [[ $output == *$'\nmap A...AAAAA...AAAA\n'* ]]
    run -0 memtool layout 'struct {int n; struct {short s[3]; union {char c; int i;} u;} a[2][1];}'
    [[ $output == *$'\nmap NNNNAAAAAA..AAAAAAAAAA..AAAA\n'* ]]
}
