# cast: the same bytes as elements of a type.

load helper

@test "bytes become elements of a type, and stay the same bytes" {
    prints '[1, 513]' cast u16be -o list 00010201
    prints '[256, 258]' cast u16le -o list 00010201
    prints 00010201 cast u16be -o hex 00010201
}

@test "the three spellings of a type are one" {
    little_endian
    for type in d double f64 f64le '<d' '=d' '@d' '<f64'; do
        prints '[1.0]' cast "$type" -o list 000000000000f03f
    done
    for type in I 'unsigned int' unsigned uint32_t u32 u32le '<I'; do
        prints '[4294967295]' cast "$type" -o list ffffffff
    done
}

@test "byte order is a prefix or the end of a short name" {
    for type in '>i' '!i' i32be '>i32'; do
        prints '[1]' cast "$type" -o list 00000001
    done
    for type in '<i' i32le '<i32'; do
        prints '[16777216]' cast "$type" -o list 00000001
    done
}

@test "each integer type has its size and sign" {
    prints '[-1]' cast i8 -o list ff
    prints '[255]' cast u8 -o list ff
    prints '[-2]' cast i16be -o list fffe
    prints '[65534]' cast u16be -o list fffe
    prints '[-1]' cast i32 -o list ffffffff
    prints '[4294967295]' cast u32 -o list ffffffff
    prints '[-1]' cast i64 -o list ffffffffffffffff
    prints '[18446744073709551615]' cast u64 -o list ffffffffffffffff
    prints '[-1]' cast i128 -o list ffffffffffffffffffffffffffffffff
    prints '[340282366920938463463374607431768211455]' cast u128 -o list ffffffffffffffffffffffffffffffff
}

@test "each float type reads its own format" {
    prints '[1.0, -2.0, inf, nan]' cast '>e' -o list 3c00c0007c007e00
    prints '[1.0, -2.0]' cast '>f' -o list 3f800000c0000000
    prints '[0.1]' cast '>d' -o list 3fb999999999999a
    prints '[1.0]' cast bf16be -o list 3f80
    prints '[1.0]' cast f80le -o list "0000000000000080ff3f$(printf '%0*d' $((2 * $(size_of f80) - 20)) 0)"
    [ "$(size_of g)" = "$(size_of 'long double')" ]
    prints 1.0 cast f128le -o values 0000000000000000000000000000ff3f
}

@test "bool, char and text" {
    prints '[False, True, True]' cast '?' -o list 000102
    prints "[b'a', b'\\x00']" cast c -o list 6100
    prints "[b'hi\\x00', b'abc']" cast 3s -o list 686900616263
    prints $'hi\nabc' cast 3s -o values 686900616263
}

@test "a length that is no multiple of the item size is status 1 and says both" {
    refuses 1 'memtool: cast: *multiple*' cast u32 000102
    refuses 1 '*' cast '<HB' 00010203
    prints '[]' cast u32 -o list hex:
}

@test "--strides ask nothing of the number of bytes, but that each element lies in them" {
    prints '[511, 1, 4278190080]' cast u32le --shape 3 --strides 1 -o list ff01000000ff
    prints '[1]' cast u32le --shape 1 --strides 1 -s 1 -o list ff01000000ff
    refuses 1 '*cast: shape and strides reach outside the view: it has the bytes 0 to 5
  1
  ^' cast u32le --shape 4 --strides 1 ff01000000ff
    refuses 1 '*it has the bytes 0 to 3*' cast u32le --items 1 --shape 2 --strides 1 ff01000000ff
    refuses 1 '*it is empty*' cast u32le --shape 1 --strides 4 hex:
    refuses 2 '*has no size*' cast 0s --shape 3 --strides 1 ff01
}

@test "a refused cast says a way to do it" {
    refuses 1 'memtool: cast: length is not a multiple of itemsize: 7 bytes, items of 4
  hint: --items 1 takes the whole items and leaves 3 bytes' cast i 01020304050607
    refuses 1 'memtool: cast: length is not a multiple of itemsize: 1 byte, items of 4
  hint: 3 bytes more would make one item' cast i 01
    refuses 1 'memtool: cast: casts are restricted to C-contiguous views
  hint: array TYPE --from @ copies the elements side by side' slice ::2 00010203 then cast H
    prints '[2]' slice ::2 00ff02ff then array '>H' --from @ -o list
}

@test "--items takes the first and leaves the rest" {
    prints '[1]' cast u16be --items 1 -o list 000100
    prints '[1]' cast u16be --items 1 -o list 00010002
    prints '[]' cast u16be --items 0 -o list 00010002
    refuses 1 '*' cast u16be --items 3 00010002
}

@test "a flat format of several items is a record" {
    prints '[(1, 2, 3)]' cast '<HBi' -o list 01000203000000
    prints '{.f0 = 1, .f1 = 2}' cast '<HB' -o values 010002
    prints '[(1, 2), (3, 4)]' cast '<BB' -o list 01020304
    prints '[(1, 2)]' cast 2B -o list 0102
}

@test "native alignment pads between the items of a record, and not behind them" {
    little_endian
    prints '[(1, 2)]' cast bi -o list 0100000002000000
    prints '[(1, 2)]' cast '=bi' -o list 0102000000
    [ "$(memtool cast ib zero:5 -o info | grep itemsize)" = 'itemsize: 5' ]
    [ "$(memtool cast ib0i zero:8 -o info | grep itemsize)" = 'itemsize: 8' ]
}

@test "a pad byte makes a record, of one too" {
    prints '[(1,)]' cast '>xH' -o list ff0001
    prints '[1]' cast '>H' -o list 0001
}

@test "names of fields are those of the format" {
    prints '{.w = 1, .h = 2}' cast '>T{H:w:H:h:}' -o values 00010002
    prints '{.w = 1, .h = 2}' cast '>H:w:H:h:' -o values 00010002
}

@test "a cast between two types that are not bytes is done" {
    prints '[1065353216]' cast u32 -o list f:1
    prints '[0, 0, 128, 63]' cast '<f' 0000803f then cast u8 -o list
}

@test "a cast needs contiguous bytes, unless the item size stays" {
    refuses 1 '*' slice ::2 0001020304050607 then cast u16
    prints '[0, 2, 4, 6]' slice ::2 0001020304050607 then cast i8 -o list
    prints '[-1, -3]' slice ::2 i32:-1,-2,-3,-4 then cast u32 then cast i32 -o list
}

@test "a cast of a slice starts where the slice starts" {
    prints '[1]' slice 2:4 00000001 then cast u16be -o list
}

@test "info tells the type of a view" {
    little_endian
    run -0 memtool cast '<HB' -o info 010002
    [[ $output == *'itemsize: 3'* ]]
    [[ $output == *'shape: 1'* ]]
    [[ $output == *'nbytes: 3'* ]]
    run -0 memtool view 0102 -o info
    [[ $output == *'format: B'* ]]
    [[ $output == *'type: bytes'* ]]
    run -0 memtool cast u16be 0102 -o info
    [[ $output == *'format: >H'* ]]
}

@test "an unknown type is a usage error that reads nothing" {
    refuses 2 '*' cast frob nowhere
    refuses 2 '*' cast 'i32!' 00
    refuses 2 '*' cast '<' 00
    refuses 2 '*' cast '' 00
    refuses 2 '*' cast
    refuses 2 '*' cast u32 00 00
}

@test "a type of no bytes cannot be cast to" {
    refuses 2 '*' cast void 00 || refuses 1 '*' cast void 00
    refuses 2 '*' cast 0s 00 || refuses 1 '*' cast 0s 00
}

@test "--radix writes integers in another base" {
    prints $'0xff\n0x10' cast u8 --radix 16 -o values ff10
    prints '[0b1, -0b1]' cast i8 --radix 2 -o list 01ff
    prints '[0o377]' cast u8 --radix 8 -o list ff
    refuses 2 '*' cast u8 --radix 7 ff
}

@test "--radix never changes json" {
    run -0 memtool cast u8 --radix 16 -o json ff
    [[ $output == *255* ]]
}

@test "byte order may change within a format" {
    prints '[(1, 1)]' cast '<H>H' -o list 01000001
    prints '[(1, 1)]' cast '>H<H' -o list 00010100
}

@test "an array type is one element with several values" {
    little_endian
    prints '[[1, 2, 3]]' cast 'int[3]' -o list 010000000200000003000000
    prints '{1, 2, 3}' cast 'int[3]' -o values 010000000200000003000000
    [ "$(memtool cast 'int[3]' zero:24 -o info | grep shape)" = 'shape: 2' ]
}

@test "char[N] is text, its NULs kept by list alone" {
    prints ab cast 'char[4]' -o values 61620000
    prints "[b'ab\\x00\\x00']" cast 'char[4]' -o list 61620000
    prints '{.name = "ab", .v = {1, 2}}' cast 'struct {char name[4]; uint8_t v[2];}' -o values 616200000102
}

@test "C structs are laid out as gcc lays them out" {
    little_endian
    prints '{.tag = '\''A'\'', .n = 7}' cast 'struct {char tag; int n;}' -o values 4100000007000000
    prints '{.a = 5, .b = 3}' cast 'struct {unsigned a:4, b:4;}' -o values 35000000
    prints '{.w = 1, .h = 2}' cast '>struct {uint16_t w, h;}' -o values 00010002
}

# ---- shapes

@test "an endless stream is read until it is known that it does not fit the shape" {
    refuses 1 '*the shape has 6 elements, the view at least 7
  2,3
  ^' cast u16 --shape 2,3 - < <(yes)
    prints '[[97, 98], [99, 10]]' cast B --shape 2,2 -o list - < <(echo abc)
    refuses 1 '*the shape has 4 elements, the view 3
*' cast B --shape 2,2 - < <(echo ab)
}

@test "--shape lays the elements out, one dimension may be -1" {
    prints '[[1, 2, 3], [4, 5, 6]]' cast B --shape 2,3 -o list 010203040506
    prints '[[1, 2, 3], [4, 5, 6]]' cast B --shape -1,3 -o list 010203040506
    prints '[[1, 2, 3], [4, 5, 6]]' cast B --shape 2,-1 -o list 010203040506
    prints '[[[1], [2]]]' cast B --shape 1,2,1 -o list 0102
    refuses 1 '*' cast B --shape 2,2 010203
    refuses 1 '*' cast B --shape 2,-1 010203
    refuses 2 '*' cast B --shape -1,-1 0102
    refuses 2 '*' cast B --shape x 0102
    refuses 2 '*' cast B --shape 2,,2 0102
}

@test "--order F runs the first dimension fastest" {
    prints '[[1, 3, 5], [2, 4, 6]]' cast B --shape 2,3 --order F -o list 010203040506
    [ "$(memtool cast B --shape 2,3 --order F -o info 010203040506 | grep contiguous)" = 'contiguous: F' ]
}

@test "--transpose turns the dimensions round" {
    prints '[[1, 4], [2, 5], [3, 6]]' cast B --shape 2,3 --transpose -o list 010203040506
}

@test "--strides is any picture of memory within its bounds" {
    prints '[[1, 2, 3], [2, 3, 4]]' cast B --shape 2,3 --strides 1,1 -o list 01020304
    prints '[[1, 3], [2, 4]]' cast B --shape 2,2 --strides 1,2 -o list 01020304
    prints '[1, 1, 1]' cast B --shape 3 --strides 0 -o list 01
    refuses 1 '*' cast B --shape 2,3 --strides 2,1 01020304
    refuses 2 '*' cast B --strides 1 01020304
    refuses 2 '*' cast B --shape 2,2 --strides 1 01020304
    refuses 1 '*' cast B --shape 2 --strides 9223372036854775807 0102
}

@test "--compare is by value across types" {
    prints '' cast d d:1,2 --compare i:1,2
    prints '' cast u8 0102 --compare u32:1,2
    run -1 --separate-stderr memtool cast d d:nan --compare d:nan
    run -1 --separate-stderr memtool cast i i:1,2 --compare i:1,3
    [ "$status" = 1 ]
}

# equal TYPE VALUES TYPE VALUES: they compare as equal, in both ways round.
equal() {
    prints '' cast "$1" "$1:$2" --compare "$3:$4" && prints '' cast "$3" "$3:$4" --compare "$1:$2"
}

unequal() {
    run -1 --separate-stderr memtool cast "$1" "$1:$2" --compare "$3:$4"
}

@test "numbers of any two types compare exactly" {
    equal f128 0.5,-3,1e4000 f128 0.5,-3,1e4000
    equal f80 0.5,-3,0 f128 0.5,-3,0
    equal f16 0.5,6e-8 d 0.5,5.960464477539063e-08
    equal bf16 1.5,-inf,inf f32be 1.5,-inf,inf
    equal d 0.0 d -0.0
    equal i128 170141183460469231731687303715884105727 u128 170141183460469231731687303715884105727
    equal u64 9223372036854775808 d 9223372036854775808
    equal bool true,false u8 1,0
    unequal u64 9223372036854775809 d 9223372036854775808
    unequal f32 0.1 d 0.1
    unequal f80 nan f80 nan
    unequal d inf d -inf
    unequal d inf d 1e308
    unequal i8 -1 u8 255
    equal Zf 1+2j Zd 1+2j
    equal Zd 1+0j i 1
    unequal Zd 1+2j d 1
    unequal Zd 1+2j Zd 1+3j
}

@test "texts, records and arrays compare by what they hold" {
    equal 4s abcd 'char[4]' abcd
    equal 5p abcd 4s abcd
    unequal 4s abc 3s abc
    equal w x u x
    equal '<HB' '1,2' '>BH' '1,2'
    equal 'wchar_t[4]' '"ab"' 'wchar_t[3]' '"ab"'
    unequal 'wchar_t[4]' '"ab"' 'wchar_t[4]' '"abc"'
    unequal '<HB' '1,2' '<HB' '1,3'
    unequal '<HB' '1,2' '<HBB' '1,2,3'
    equal 'struct {unsigned a:3, b:7;}' '{1,2}' 'struct {int x; uint8_t y;}' '{1,2}'
    equal 'struct {unsigned a:3, :2, b:7;}' '{1,2}' 'struct {int x:4, :5, y:3;}' '{1,2}'
    equal '(2,3)h' '{{1,2,3},{4,5,6}}' '(2,3)d' '{{1,2,3},{4,5,6}}'
    unequal '(3)h' '{1,2,3}' '(3)h' '{1,2,4}'
    unequal '(3)h' '{1,2,3}' '(4)h' '{1,2,3,4}'
    unequal 1s 1 i8 49
    unequal '(1)h' '{1}' h 1
}

@test "--compare reads plain bytes as TYPE" {
    little_endian
    prints '' cast u16 0100 --compare 0100
    prints '' cast u16 0100 --compare u8:1
    printf '\1\0' >data
    prints '' cast u16 0100 --compare data
}

@test "--compare shows type and bytes of rows that differ and read alike" {
    little_endian
    ends 1 '- 00000000  0.1  (f32: cdcccc3d)
+ 00000000  0.1  (f64: 9a9999999999b93f)' cast f32 f32:0.1 --compare d:0.1
    ends 1 '- 00000000  a  (char[4]: 61000000)
+ 00000000  a  (char[1]: 61)' cast 4s 61000000 --compare 1s:a
    ends 1 '- 00000000  1 2
+ 00000000  1 3' cast B 0102 --compare B:1,3
}

@test "rows of --compare cross the last dimension as little as rows of a dump" {
    ends 1 '- 00000008  9 4
+ 00000008  3 4' cast i --shape 2,2 i:1,2,3,4 --as a then cast i --shape 2,2 i:1,2,9,4 --compare @a
    ends 1 '- 00000008  5.0
+ 00000008  2.0' cast d --shape 3,1 d:1,2,3 --as a then cast d --shape 3,1 d:1,5,3 --compare @a
}

@test "--items takes the first elements of both sides of --compare" {
    prints '' cast u16le --items 1 010203 --compare 010204
    prints '' cast 'struct {char m[4];}' --items 1 str:ABCDxyz --compare str:ABCDuvw
    ends 1 '- 00000000  513
+ 00000000  769' cast u16le --items 1 010203 --compare 010304
    refuses 1 'memtool: cast: length is not a multiple of itemsize: 3 bytes, items of 2
  010203
  ^' cast u16le 0102 --compare 010203
}

@test "--compare of shapes that differ is status 1" {
    run -1 --separate-stderr memtool cast u8 0102 --compare u8:1
    run -1 --separate-stderr memtool cast u8 --shape 1,2 0102 --compare u8:1,2
}

@test "--index and --count search the elements" {
    prints 1 cast u8 --index 5 040505
    prints 2 cast u8 --count 5 040505
    refuses 1 '*' cast u8 --index 6 040505
    prints 0 cast u8 --count 6 040505
}

@test "--index and --count find values of every width as == has them, in long views too" {
    local type
    memtool view zero:48000 -o raw >zeroes
    for type in i8 u16 u16be i32 u32be u64 u64be f16 bf16 f32 f32be d f64be f80 u128 P ? c Zd; do
        size=$(memtool layout "$type" -o json | sed 's/.*"size": \([0-9]*\).*/\1/')
        memtool view "$type:1" -o raw >one
        cat zeroes one zeroes one >four
        n=$((48000 / size))
        [ "$type" != c ] || continue
        prints 2 cast "$type" four --items $((2 * n + 2)) --count 1
        prints "$n" cast "$type" four --items $((2 * n + 2)) --index 1
        prints $((2 * n)) cast "$type" four --items $((2 * n + 2)) --count 0
    done
    prints 3 cast f32 f32:0,-0,1,0 --count=-0.0
    prints 3 cast f64be f64be:0,-0,1,0 --count 0
    prints 0 cast d d:nan,1 --count nan
    prints 1 cast f16 f16:inf,-inf --index=-inf
    refuses 1 '*not found' cast f32 f32:nan --index nan
    prints 2 array f32 1 0 -0 nan --count 0
    prints 300 cast B zero:300 --count 0
    prints 3 cast '?' 0001020003 --count true
    prints 2 cast '?' 0001020003 --count false
    prints 3 cast '?' 0000000500 --index true
    prints 600 cast B hex:"$(printf '%01200d' 0)" --count 0
}

@test "a view of 64 dimensions works, of 65 does not" {
    shape=$(printf '1,%.0s' {1..63})1
    [ "$(memtool cast B --shape "$shape" 07 -o info | grep ndim)" = 'ndim: 64' ]
    refuses 2 '*' cast B --shape "1,$shape" 07
}

@test "a type without a size is a wrong command line" {
    refuses 2 $'memtool: cast: the type has no size, so it cannot be cast to\n  void' cast void 00
    refuses 2 '*' cast 0s 41
    refuses 2 '*' slice 0 -t 'int f(int)' 00
}

@test "the names that others have for types are pointed at ours" {
    for pair in float16:f16 float32:f32 float64:f64 float128:f128 bfloat16:bf16 int64:int64_t complex64:Zf dword:u32; do
        refuses 2 "memtool: cast: unknown type ${pair%:*}
  ${pair%:*}
  ^
  hint: did you mean ${pair#*:}?" cast "${pair%:*}" 00
    done
}

@test "a file read column by column is what a pipe of it is" {
    head -c 1200000 /dev/urandom >table
    for shape in 300,1000 1000,300 3,100000 100000,3 2,600,250; do
        memtool cast u32 --shape "$shape" --transpose ./table -o raw >one
        memtool cast u32 --shape "$shape" --transpose -o raw <table >two
        cmp one two
    done
}

@test "a large file is turned round in little time, and its elements are where they belong" {
    head -c 37748736 /dev/urandom >large
    timeout 60 memtool cast u8 --shape 6144,6144 --transpose ./large -o raw >turned
    cmp <(memtool cast u8 --shape 6144,6144 --transpose ./turned -o raw) large
    cmp <(memtool slice 5::6144 ./large -o raw) <(memtool slice 30720:36864 ./turned -o raw)
}

@test "a SOURCE where the TYPE belongs is told, and a type is never suggested for itself" {
    refuses 2 'memtool: cast: a SOURCE stands where the TYPE belongs
  i32:1,2,3
  ^' cast i32:1,2,3
    refuses 2 'memtool: cast: a SOURCE stands where the TYPE belongs
  str:x
  ^' cast str:x
    refuses 2 'memtool: cast: ! is a prefix of formats; before C and short names the byte order is < > or =
  !u16
  ^
  hint: did you mean u16be?' cast '!u16' 0001
    refuses 2 '*
  @u16
  ^
  hint: did you mean u16?' cast @u16 0001
    refuses 2 'memtool: cast: i32 is a type, but not with this behind it
  i32 x
     ^' cast 'i32 x' 0001
}

@test "a name that is nearly a word of a type is no name, and u32b is nearly u32be" {
    refuses 2 "memtool: cast: 'lnog' is no word of a type
  unsigned lnog
           ^
  hint: did you mean long?" cast 'unsigned lnog' zero:8
    prints 0 cast -o values 'int lang' zero:4
    refuses 1 'memtool: cast: length is not a multiple of itemsize: 2 bytes, items of *
  hint: i32l is a record of * bytes; did you mean i32le?' cast i32l 0001
    refuses 1 '*
  hint: unsignd is a record of * bytes; did you mean unsigned?' cast unsignd 00
}

@test "--compare and a search are two commands" {
    refuses 2 'memtool: cast: --compare and --index exclude each other' cast i i:1 --compare i:1 --index 1
}

@test "a pipe that ends inside an element is told as a file is, behind the whole ones" {
    printf abcde >in
    said='memtool: COMMAND: length is not a multiple of itemsize: 5 bytes, items of 2
  hint: --items 2 takes the whole items and leaves 1 byte'
    for words in 'cast i16 -o values' 'cast u16 -o xxd' 'slice ::2 -t u16' 'slice ::2 -t u16 --count 25185' 'slice 5: -t u16'; do
        # shellcheck disable=SC2086  # words of a command
        run -1 --separate-stderr memtool $words < <(cat in)
        [ "$stderr" = "${said/COMMAND/${words%% *}}" ]
    done
    run -1 --separate-stderr memtool cast u16 -o xxd < <(cat in)
    [ "$output" = '00000000: 6162 6364                                abcd' ]
}

@test "more items than can be counted are refused, too" {
    refuses 1 'memtool: cast: there are not as many items
  18446744073709551615
  ^' cast u8 --items 18446744073709551615 0102
    refuses 1 'memtool: slice: there are not as many items' slice 0 -t u8 --items 18446744073709551615 0102
}

@test "bits of a char and of a wchar_t have the sign that they have in C" {
    cat >bits.c <<'END'
#include <stdio.h>
#include <string.h>
#include <wchar.h>
int main(void)
{
    struct {char a:3; wchar_t b:5; signed char c:2; unsigned char d:2;} s;
    memset(&s, 0xff, sizeof s);
    printf("{.a = %d, .b = %d, .c = %d, .d = %d}\n", s.a, (int)s.b, s.c, s.d);
}
END
    cc -o bits bits.c
    prints "$($RUNNER ./bits)" cast 'struct {char a:3; wchar_t b:5; signed char c:2; unsigned char d:2;}' --items 1 hex:ffffffffffffffff -o values
    prints '{.a = -1}' cast 'T{100t{[i128]}:a:xxx}' hex:ffffffffffffffffffffffffffffffff -o values
    refuses 2 "memtool: array: 'a' does not fit in 3 bits (-4..3)*" array 'struct {signed char a:3;}' "{'a'}"
}

@test "<u is the wchar_t of ctypes, u and >u are the UCS-2 of PEP 3118" {
    little_endian
    prints "['a', 'b']" cast '<u' -o list 6100000062000000
    prints "[('ab', 7)]" cast 'T{(2)<u:w:<i:n:}' -o list 610000006200000007000000
    prints "['a', 'b']" cast u -o list 61006200
    prints "['a', 'b']" cast '>u' -o list 00610062
    prints "['a', 'b']" cast '<char16_t' -o list 61006200
    memtool cast '<struct {int n; char16_t c;}' zero:8 -o info | grep -qxF 'format: T{<i:n:@u:c:xx}'
}

@test "names in C may have characters beyond ASCII, as gcc has them" {
    prints '{.é = 5, .größe = 7}' array 'struct {int é, größe;}' '{.größe = 7, .é = 5}' -o values
    prints 'struct {int é; int ü;} data[1] = {{.é = 1, .ü = 2}};' array 'T{i:é:i:ü:}' 1 2 -o c
    refuses 2 $'memtool: cast: this byte has no meaning in C
  struct {int \\xe2\\x80\\x8b;}' cast $'struct {int \u200b;}' zero:4
}

@test "void items of numpy have shapes, and a blank may stand behind a byte order" {
    prints '[(1, [[1, 2], [3, 4]])]' cast 'T{<i:a:(2)2x:v:}' 0100000001020304 -o list
    prints 258 cast '> u16' 0102 -o values
    refuses 2 'memtool: cast: padding has no shape*' cast '(2)4x' 00
}

@test "sizes in a shape have units, and with strides none is -1" {
    [ "$(memtool cast B zero:2048 --shape 1k,2 -o info | grep shape)" = 'shape: 1024,2' ]
    refuses 2 'memtool: cast: with strides, elements of shape must be integers >= 0
  -1
  ^' cast B 00 --shape -1 --strides 1
}

@test "complex is the word of complex.h behind a floating type, and a name elsewhere" {
    prints '[(1+2j)]' cast 'double complex' Zd:1+2j -o list
    prints '(1+2j)' cast 'struct {float complex z;}' Zf:1+2j then slice 0.z
    run -0 memtool call m 'double complex csqrt(double complex z)' 4
    [ "$output" = '(2+0j)' ]
    prints 7 cast 'typedef int complex; complex' i32:7 -o values
}

@test "a second name in one declaration is refused at its comma" {
    refuses 2 '*a second name in one declaration
  int a, b
       ^' cast 'int a, b' zero:4
    refuses 2 '*a second name in one declaration*' call m 'double cos(double), nosuch(double)' 0
}

@test "a list of sizes does not end in a comma" {
    refuses 2 '*not a list such as 2,3*' cast B --shape 2, 0102
}
