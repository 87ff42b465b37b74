# Forms: what -o prints. tests/oracle/ compares dump, xxd and list with their peers at large.

load helper

@test "a dump of elements has as many as fit in 16 bytes, right-aligned to the type's width" {
    little_endian
    prints '00000000            1          -2           3 -2147483648
00000010            5
00000014' array i32 1 -2 3 -2147483648 5
    prints '00000000     1    2
00000002' array i8 1 2
}

@test "a dump of records has one a line" {
    run -0 memtool cast '<HB' 010002030004
    [ "${#lines[@]}" = 3 ]
    [[ ${lines[0]} == 00000000*'{.f0 = 1, .f1 = 2}' ]]
    [[ ${lines[1]} == 00000003*'{.f0 = 3, .f1 = 4}' ]]
    [ "${lines[2]}" = 00000006 ]
}

@test "repeated rows of elements are squeezed, -v shows them" {
    little_endian
    run -0 memtool cast i32 zero:64
    [ "${lines[1]}" = '*' ]
    [ "${lines[2]}" = 00000040 ]
    run -0 memtool cast i32 -v zero:64
    [ "${#lines[@]}" = 5 ]
}

@test "-w sets the row of elements: width / itemsize, at least one" {
    run -0 memtool cast i32 -w 8 zero:16 -v
    [ "${#lines[@]}" = 3 ]
    run -0 memtool cast i32 -w 1 zero:16 -v
    [ "${#lines[@]}" = 5 ]
    run -0 memtool cast i32 -w 7 zero:16 -v
    [ "${#lines[@]}" = 5 ]
}

@test "a row of a dump never crosses the last dimension" {
    run -0 memtool cast i16le --shape 2,3 010002000300040005000600
    [ "${#lines[@]}" = 3 ]
    [[ ${lines[0]} == 00000000*1*2*3 ]]
    [[ ${lines[1]} == 00000006*4*5*6 ]]
    [ "${lines[2]}" = 0000000c ]
}

@test "with strides a row's offset is its first element's, the last line the last element's end" {
    run -0 memtool slice ::2 -v -w 2 000102030405
    [ "${lines[0]}" = '00000000  00 02  |..|' ]
    [ "${lines[1]}" = '00000004  04     |.|' ]
    [ "${lines[2]}" = 00000005 ]
}

@test "the offset of a dump grows beyond eight digits" {
    truncate -s 5G big
    run -0 memtool view -s 0x100000000 -n 1 big
    [[ ${lines[0]} == '100000000  00 '* ]]
    [ "${lines[1]}" = 100000001 ]
}

@test "values are one element a line and nothing else" {
    prints $'1\n-2' cast i8 -o values 01fe
    prints $'1.5\nnan\ninf\n-inf\n-0.0' array d 1.5 nan inf -inf -0.0 -o values
    prints $'true\nfalse' cast '?' -o values 0200
    prints $'a\n\\n\n\\x00' cast c -o values 610a00
    prints '' view hex: -o values
}

@test "text values have no trailing NULs, and keep the others" {
    prints 'ab' cast 5s -o values 6162000000
    prints 'a\x00b' cast 4s -o values 61006200
    [ "$(memtool cast 2s -o values 0000 | wc -c)" = 1 ]
}

@test "floats print the shortest decimal of their own type" {
    prints $'0.1\n1e+16\n1e-05\n123456.0\n1e+300\n5e-324' array d 0.1 1e16 1e-5 123456 1e300 5e-324 -o values
    prints $'0.1\n16777216.0\n1e-45\n3.4028235e+38' array f 0.1 16777216 1e-45 3.4028235e38 -o values
    prints $'0.1\n65500.0\n6e-08' array e 0.1 65504 6e-8 -o values
    prints 0.1 array bf16 0.1 -o values
}

@test "list is what Python prints for tolist()" {
    prints '[0.10000000149011612]' array f 0.1 -o list
    prints '[0.0999755859375]' array e 0.1 -o list
    prints '[0.1]' array d 0.1 -o list
    prints '[0.10009765625]' array bf16 0.1 -o list
    prints '[True, False]' array '?' 1 0 -o list
    prints "[b'a', b'\\n', b\"'\", b'\\\\']" cast c -o list 610a275c
    prints "[b'ab\\x00']" cast 3s -o list 616200
    prints '[(1, 2.0)]' array '<Bd' '{1, 2}' -o list
    prints '7' slice 0 -o list 07
    prints '[[1, 2], [3, 4]]' cast B --shape 2,2 -o list 01020304
    prints '[]' view hex: -o list
}

@test "json is one object that a parser reads" {
    memtool array '<T{H:n:4s:text:d:x:}' '{1, "ab", nan}' -o json >out
    "${PYTHON:-python3}" - out <<'END'
import json, sys
view = json.load(open(sys.argv[1]))
assert list(view)[:9] == ["format", "type", "itemsize", "ndim", "shape", "strides", "nbytes", "readonly", "offset"], view
assert view["itemsize"] == 14 and view["ndim"] == 1 and view["shape"] == [1] and view["strides"] == [14]
assert view["nbytes"] == 14 and view["readonly"] is False and view["offset"] == 0
assert view["values"] == [{"n": 1, "text": "ab", "x": "nan"}], view["values"]
END
}

@test "json text is each byte as U+0000 to U+00FF" {
    memtool cast 4s -o json ff0a2241 >out
    [ "$("${PYTHON:-python3}" -c 'import json; print(json.load(open("out"))["values"][0].encode("latin-1").hex())')" = ff0a2241 ]
}

@test "json of a wide character beyond Unicode is its number, in text U+FFFD" {
    memtool array u32 0x41 0x110000 -o raw >wide
    memtool cast w wide -o json | grep -q '"values": \["A", 1114112\]'
    memtool cast 2w wide -o json | grep -q '"values": \["A\\ufffd"\]'
}

@test "json numbers are exact" {
    memtool array Q 18446744073709551615 -o json >out
    grep -q 18446744073709551615 out
    memtool array f 0.1 inf -inf -o json >out
    "${PYTHON:-python3}" -c 'import json; v = json.load(open("out"))["values"]; assert v[1:] == ["inf", "-inf"], v; assert v[0] in (0.1, 0.10000000149011612)'
}

@test "hex is read back through hex:, raw as it is" {
    prints 00ff7f view hex:00ff7f -o hex
    memtool array '>H' 1 2 -o raw | xxd -p >out
    [ "$(cat out)" = 00010002 ]
    prints 0402 slice ::-2 01020304 -o hex
}

@test "bits shows every bit, and the parts of floats" {
    run -0 memtool view -o bits a5
    [[ $output == *10100101* ]]
    run -0 memtool array f 0.1 -o bits
    [[ $output == *01111011* ]]
    [[ $output == *0.100000001490116119384765625* ]]
}

@test "c is an initializer that a compiler reads" {
    needs cc
    memtool array i32 1 -2 3 -o c >values.h
    cat values.h
    printf 'int main(void) { static const int v[] = %s; return v[0] + v[1] + v[2] - 2; }' "$(sed 's/.*= *//; s/;$//' values.h)" >v.c
    cc -o v v.c
    $RUNNER ./v
}

@test "c says texts, rows, records and bytes as a compiler reads them" {
    needs cc
    long=$(printf '%0150d"\\\t' 7)
    printf '%s' "$long" >text
    memtool cast char text -o c >text.h
    [ "$(wc -l <text.h)" -gt 2 ]
    memtool cast char hex: -o c >empty.h
    memtool cast i16be --shape 2,20 zero:80 then slice 1,19 --set -7 -o c >rows.h
    memtool array '<HB' 1,2 3,4 -o c >records.h
    memtool view ff00 -o c >bytes.h
    for part in text empty rows records bytes; do
        sed -i "s/\bdata\b/$part/" $part.h
    done
    cat >v.c <<'END'
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "text.h"
#include "empty.h"
#include "rows.h"
#include "records.h"
#include "bytes.h"
int main(void)
{
    char *second = (char *)&records[1];
    fwrite(text, 1, sizeof text, stdout);
    return rows[1][19] == -7 && rows[1][18] == 0 && bytes[0] == 0xff && second[sizeof records[0] - 1] == 4 ? 0 : 1;
}
END
    cc -o v v.c
    $RUNNER ./v >out
    cmp text out
}

@test "c says complex numbers of every width with nan and infinity as a compiler reads them" {
    local type
    for type in Zf Zd Zg; do
        { echo '#include <math.h>'; memtool cast "$type" "$type:1.5,nan,inf,-inf" -o c; } >data.c
        cc -std=gnu17 -Wall -Werror -c data.c
    done
}

@test "npy is read by numpy" {
    "${PYTHON:-python3}" -c 'import numpy' 2>/dev/null || skip 'needs numpy'
    memtool array '>d' 1 2.5 -o npy >a.npy
    memtool cast i16le --shape 2,3 010002000300040005000600 -o npy >b.npy
    memtool array '<T{H:n:f:x:}' '{1, 0.5}' '{2, 1.5}' -o npy >c.npy
    memtool slice ::2 -o npy i32:1,2,3 >d.npy
    "${PYTHON:-python3}" - <<'END'
import numpy
assert numpy.load("a.npy").tolist() == [1.0, 2.5] and numpy.load("a.npy").dtype == ">f8"
assert numpy.load("b.npy").tolist() == [[1, 2, 3], [4, 5, 6]]
c = numpy.load("c.npy")
assert c["n"].tolist() == [1, 2] and c["x"].tolist() == [0.5, 1.5]
assert numpy.load("d.npy").tolist() == [1, 3]
END
}

@test "info says readonly where a write in this chain would be refused" {
    [ "$(memtool view 00 -o info | grep readonly)" = 'readonly: false' ]
    refuses 1 '*' view 00 --readonly --as a then slice 0 @a --set 1
    [ "$(memtool view 00 --readonly -o info | grep readonly)" = 'readonly: true' ]
}

@test "info tells contiguity" {
    [ "$(memtool view 0011 -o info | grep contiguous)" = 'contiguous: C F' ]
    [ "$(memtool cast B --shape 2,2 00112233 -o info | grep contiguous)" = 'contiguous: C' ]
    [ "$(memtool cast B --shape 2,2 --transpose 00112233 -o info | grep contiguous)" = 'contiguous: F' ]
    [ "$(memtool slice ::2 00112233 -o info | grep contiguous)" = 'contiguous: no' ]
    [ "$(memtool slice ::2 00112233 -o info | grep strides)" = 'strides: 2' ]
    [ "$(memtool slice ::-1 00112233 -o info | grep strides)" = 'strides: -1' ]
    [ "$(memtool slice ::-1 00112233 -o info | grep offset)" = 'offset: 3' ]
}

@test "offsets of addr: are addresses" {
    memtool array d 1 --as a -o info then array P @a --as p then view addr:@p+8 >out
    address=$(sed -n 's/address: 0x//p' out)
    grep -q "^0*$address  " out
}

@test "every kernel gives the same bytes, in every form of bytes" {
    head -c 100001 "$(command -v memtool)" >some
    memtool view -o hex some >digits
    for kernel in plain ssse3 avx2 neon; do
        for form in dump xxd hex; do
            cmp <(memtool view -o "$form" some) <(MEMTOOL_KERNEL=$kernel memtool view -o "$form" some)
        done
        cmp some <(MEMTOOL_KERNEL=$kernel memtool view -o raw hex:- <digits)
    done
}

@test "c stands on its own: typedefs are written out, an enum's constants are declared once" {
    needs cc
    cat >types.h <<'END'
typedef int (*callback)(void *, void *);
typedef struct {int x;} point;
typedef enum {RED, BLUE = 7} color;
struct ops {callback cb; point a, *b; color c, d; callback more[2];};
END
    {
        printf '#include <stdint.h>\n#include <uchar.h>\n'
        memtool cast --types ./types.h 'struct ops' --items 1 zero:48 -o c
        memtool cast 'typedef unsigned T; T' zero:8 -o c | sed s/data/number/
        memtool cast 'struct {char32_t a[2]; char32_t b;}' '41000000ff00000042000000' -o c | sed s/data/text/
    } >data.c
    echo '_Static_assert(sizeof number == 8 && sizeof text == 12, "");' >>data.c
    cc -fsyntax-only data.c
    memtool layout --types ./types.h 'struct ops' >laid_out
    memtool layout "$(sed -n 's/^C *//p' laid_out)" | grep -qxF "$(grep '^size' laid_out)"
}

@test "C names the fields of an initializer as it declares them, and padding once" {
    needs cc
    memtool array 'T{i:a b:i:for:}' 1,2 -o c >names.c
    cc -fsyntax-only names.c
    inner='long d __attribute__((aligned(16)));'
    memtool layout "struct {char a; long b __attribute__((aligned(16))); struct {char c; $inner}; union {struct {char e; long f __attribute__((aligned(16)));};};}" |
        sed -n 's/^C  *\(.*\)/\1 data;/p' >pads.c
    cc -fsyntax-only pads.c
    memtool layout 'struct {int n __attribute__((packed));}' | sed -n 's/^C  *\(.*\)/typedef \1 T; _Static_assert(_Alignof(T) == 1, "");/p' >packed.c
    cc -fsyntax-only packed.c
}

@test "names in JSON are what they are everywhere in it" {
    [ "$(memtool layout 'T{i:é:}' -o json)" = '{"type": "struct {int é;}", "size": 4, "align": 4, "padding": 0, "fields": [{"name": "é", "type": "int", "offset": 0, "size": 4}]}' ]
    memtool cast 'T{i:é:}' -n 4 zero:4 -o json | grep -qF '"format": "T{i:é:}"'
    memtool cast $'T{i:\u0085:}' zero:4 -o json | grep -qF '"values": [{"\u0085": 0}]'
}

@test "text and arrays stand in columns as other elements do, and records a line each" {
    prints '00000000    ab cdef
00000008' cast 4s 'str:ab\0\0cdef'
    prints '00000000                      {1, 2}                     {3, 4}
00000010                     {5, -6}
00000018' cast 'int32_t[2]' i32:1,2,3,4,5,-6
    prints '00000000  abcd
00000004  efgh
00000008' cast 'char[4]' -w 4 str:abcdefgh
    prints '00000000  hello
00000008' array 'char[8]' hello
    prints '00000000  longer than a row
00000011' cast 'char[17]' 'str:longer than a row'
    prints '00000000  {.a = {1, 2}}
00000008  {.a = {3, 4}}
00000010' cast 'struct {int32_t a[2];}' i32:1,2,3,4
    prints '00000000  ab  c
00000006' cast 3p 'str:\2ab\1c\0'
}

@test "columns of single bytes are the same in many rows as in few" {
    for byte in {0..255}; do printf '%02x' "$byte"; done | xxd -r -p >bytes
    cat bytes bytes bytes bytes bytes bytes bytes bytes >many
    for type in 'u8' 'i8' 'char' 'bool' 'u8 --radix 16' 'char -w 7' 'u8 -w 300' 'enum{A=1} -w 16'; do
        # shellcheck disable=SC2086  # the options of the type
        for offset in 0 256 512 768 1024 1280 1536 1792; do
            memtool cast $type -v -s "$offset" -n 256 ./many | sed '$d'
        done | cut -b 9- >few
        # shellcheck disable=SC2086
        memtool cast $type -v ./many | sed '$d' | cut -b 9- >all
        case $type in
        *-w*) diff <(tr -s ' \n' '\n' <few) <(tr -s ' \n' '\n' <all) ;;
        *) diff few all ;;
        esac
    done
}

@test "--radix writes C integers that are valid C, minus first" {
    prints 'int32_t data[4] = {0x05, -0x05, 0x00, 0x80};' array i32 5 -5 0 128 --radix 16 -o c
    prints 'int32_t data[4] = {05, -05, 0, 0200};' array i32 5 -5 0 128 --radix 8 -o c
    prints 'int32_t data[4] = {0b101, -0b101, 0b0, 0b10000000};' array i32 5 -5 0 128 --radix 2 -o c
    prints 'unsigned char data[2] = {0377, 01};' view ff01 --radix 8 -o c
    prints 'int64_t data[1] = {(-0x7fffffffffffffff - 1)};' array i64 -9223372036854775808 --radix 16 -o c
}

@test "C integers in every radix are the same values to the compiler" {
    local cc=${CC:-cc} radix
    for radix in 2 8 10 16; do
        memtool array i64 -- -0x80000000 -0xffffffff -0x100000000 -0x7fffffffffffffff -0x8000000000000000 -1 0 7 \
            then view -o hex >want
        memtool array i64 --radix $radix -o c -- -0x80000000 -0xffffffff -0x100000000 -0x7fffffffffffffff \
            -0x8000000000000000 -1 0 7 >data.h
        printf '#include <stdint.h>\n#include <stdio.h>\n#include "data.h"\nint main(void) { fwrite(data, 1, sizeof data, stdout); return 0; }\n' >p.c
        $cc -Wall -Wextra -Werror -o p p.c
        $RUNNER ./p | memtool view -o hex - | diff - want
    done
}

@test "bits of an x87 number without its integer bit are invalid" {
    run -0 memtool cast f80le -n "$(size_of f80le)" -o bits 0000000000000000ff7f000000000000
    [[ $output == *' invalid' ]]
    run -0 memtool cast f80le -n "$(size_of f80le)" -o bits 0100000000000000ff7f000000000000
    [[ $output == *' invalid' ]]
    run -0 memtool cast f80le -n "$(size_of f80le)" -o bits 0000000000000080ff7f000000000000
    [[ $output == *' infinite' ]]
}
