# slice: parts of a view and writes into them, by the rules of Python's memoryview and beyond.
# shellcheck disable=SC2154  # run sets stderr

load helper

# of SLICE EXPECTED: that part of the bytes 00 to 09, as a list.
of() {
    prints "$2" slice -o list "$1" 00010203040506070809
}

# ---- one dimension, as in Python

@test "a range takes from START to before STOP" {
    of 1:3 '[1, 2]'
    of :3 '[0, 1, 2]'
    of 7: '[7, 8, 9]'
    of : '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]'
    of :: '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]'
    of 3:3 '[]'
    of 5:3 '[]'
}

@test "negative numbers count from the end" {
    of -3: '[7, 8, 9]'
    of :-8 '[0, 1]'
    of -3:-1 '[7, 8]'
    prints 9 slice -1 00010203040506070809
    prints 0 slice -10 00010203040506070809
}

@test "the bounds of a range clamp" {
    of 8:100 '[8, 9]'
    of -100:2 '[0, 1]'
    of 100: '[]'
    of :-100 '[]'
    of 0:99999999999999999999999 '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]'
    of 0:999999999999999999999999999999999999999999 '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]'
}

@test "a step takes every so many, backwards if negative" {
    of ::3 '[0, 3, 6, 9]'
    of 1:8:3 '[1, 4, 7]'
    of ::-1 '[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]'
    of 8:2:-2 '[8, 6, 4]'
    of :5:-1 '[9, 8, 7, 6]'
    of 2::-1 '[2, 1, 0]'
    of ::100 '[0]'
    of ::-100 '[9]'
    of 2:8:-1 '[]'
}

@test "START:+COUNT takes so many from START" {
    of 2:+3 '[2, 3, 4]'
    of :+2 '[0, 1]'
    of 8:+100 '[8, 9]'
    of -2:+2 '[8, 9]'
    of 3:+0 '[]'
}

@test "an index is one element without a dimension, printed as a value" {
    prints 3 slice 3 00010203
    [ "$(memtool slice 3 00010203 -o info | grep ndim)" = 'ndim: 0' ]
    prints 1.5 slice 1 f:0.5,1.5
}

@test "an index out of bounds is status 1 and says the length" {
    refuses 1 'memtool: slice: *out of bounds*
  4
  ^' slice 4 00010203
    refuses 1 '*' slice -5 00010203
    refuses 1 '*' slice 0 zero:0
    refuses 1 '*' slice 99999999999999999999 00
}

@test "an index out of bounds names its dimension, and its place" {
    refuses 1 'memtool: slice: index out of bounds on dimension 2
  0,2
    ^
  hint: it has 2 elements: 0 to 1, or -2 to -1' cast B --shape 3,2 000102030405 then slice 0,2
    refuses 1 'memtool: slice: index out of bounds on dimension 3*' cast B --shape 1,3,2 000102030405 then slice ...,-3
    refuses 1 'memtool: slice: index out of bounds on dimension 2*' array 'struct {short s[2][3];}' 1 2 3 4 5 6 then slice '0.s[1,3]'
}

@test "a step of zero is refused under its place" {
    refuses 2 'memtool: slice: step is zero
  1:9:0
      ^' slice 1:9:0 00112233
    refuses 2 'memtool: slice: step is zero' slice ::0 00112233
}

@test "what is no slice is refused under its place" {
    refuses 2 '*
  1:x
    ^' slice 1:x 00
    refuses 2 '*' slice '' 00
    refuses 2 '*' slice 1:2:3:4 00
    refuses 2 '*' slice , 00
    refuses 2 '*' slice 1,,2 00
    refuses 2 '*' slice '1 2' 00
    refuses 2 '*' slice x 00
}

@test "more indices than dimensions are status 1" {
    refuses 1 '*' slice 0,0 0001
    refuses 1 '*' slice :,: 0001
}

@test "a view without dimensions has nothing to index" {
    refuses 1 '*' slice 0 0001 then slice 0
    prints 0 slice 0 0001 then slice ...
}

@test "a slice shares the memory of its source" {
    prints '[0, 0, 255, 0]' view zero:4 --as all then slice 1:3 --as part then slice 1 @part --set ff then slice : @all -o list
}

@test "a slice of a slice adds up" {
    prints '[8, 6, 4]' slice ::-1 00010203040506070809 then slice 1:7:2 -o list
    prints 8 slice 2: 00010203040506070809 then slice 3: then slice 3
}

@test "elements slice as bytes do" {
    prints '[3, 2, 1]' slice ::-1 -o list i32:1,2,3
    prints '[1.0, 3.0]' slice ::2 -o list d:1,2,3
    prints '[770, 1284]' slice 1: -t '>H' -o list 000103020504
}

@test "-t casts first, with --items for a part" {
    prints 258 slice 0 -t '>H' 01020304
    prints '[258]' slice : -t '>H' --items 1 01020304 -o list
    prints '[258]' slice : -t '>H' --items 1 010203 -o list
    refuses 1 '*' slice 0 -t H 010203
}

@test "words that start with - and a digit are slices, not options" {
    prints 9 slice -1 00010203040506070809
    prints '[8, 9]' slice -2: 00010203040506070809 -o list
    prints 9 slice -o values -1 00010203040506070809
}

@test "a slice of a stream stops reading where it may" {
    [ "$(yes | timeout 10 memtool slice 2 -o values)" = 121 ]
    [ "$(yes | timeout 10 memtool slice ::2 -n 8 -o list)" = '[121, 121, 121, 121]' ]
}

# ---- writes

@test "--set writes and leaves the whole view" {
    prints '[0, 255, 254, 3]' slice 1:3 --set fffe -o list 00010203
    memtool slice 7:12 --set str:WORLD -o raw 'str:hello, world!' >out
    printf 'hello, WORLD!' | cmp - out
}

@test "a bare word is read as the view reads: hex for bytes, values for elements" {
    prints '[0, 18, 52, 3]' slice 1:3 --set 1234 -o list 00010203
    prints '[0, 18, 52, 3]' slice 1:3 --set '12 34' -o list 00010203
    prints '[1, 1234, 3]' slice 1 --set 1234 -o list i32:1,2,3
    prints '[1, 7, 8]' slice 1: --set 7,8 -o list i32:1,2,3
    prints '[1, 7, 8]' slice 1: --set '7 8' -o list i32:1,2,3
    prints '[1.0, 2.5]' slice 1 --set 2.5 -o list d:1,2
}

@test "a lone digit is that byte" {
    prints '[0, 7]' slice 1 --set 7 -o list 0000
    prints '[0, 15]' slice 1: --set f -o list 0000
}

@test "a bare word that is no hex is told how to set what it may mean" {
    refuses 2 'memtool: slice: odd number of hex digits: this one is half a byte
  256
    ^
  hint: bytes are set in hex; u8:10,20 sets numbers, str:256 text' slice 0 --set 256 0011
    printf xy >data.bin
    refuses 2 'memtool: slice: not a hex digit
  data.bin
    ^
  hint: file:data.bin are the bytes of the file' slice 0:2 --set data.bin 0011
}

@test "a refused write says which rule it broke" {
    refuses 1 '*: the slice has 2 of bytes, the value 1 of bytes
  ff
  ^
  hint: slice assignment never resizes; give as many elements as the slice has' slice 0:2 --set ff 001122
    refuses 1 '*: the slice has 2 of i32, the value 2 of f32
  f:1,2
  ^
  hint: plain values (without a type) are read as the slice*s own type' slice : --set f:1,2 i:3,4
    refuses 1 '*: the slice has 2 of i32, the value 8 of bytes
  str:12345678
  ^
  hint: cast gives one of them the type of the other' slice : --set str:12345678 i:3,4
    refuses 1 '*: the slice has 2,2 of i16, the value 4 of i16
  @row
  ^
  hint: cast --shape lays the value out as the slice is' \
        array i16 1 2 3 4 --as row then cast i16 --shape 2,2 i16:5,6,7,8 then slice : --set @row
    refuses 1 '*cannot modify read-only memory
  ff
  ^
  hint: --readonly made this view; one that was labelled before it can write' \
        view 0011 --readonly then slice 0 --set ff
}

@test "a prefix makes --set a SOURCE" {
    prints '[0, 97, 98, 0]' slice 1:3 --set str:ab -o list 00000000
    prints '[0, 18, 52, 0]' slice 1:3 --set hex:1234 -o list 00000000
    printf xy >data
    prints '[0, 120, 121, 0]' slice 1:3 --set file:data -o list 00000000
    prints '[0, 2, 1, 0]' slice 1:3 --set u16le:258 -o list 00000000
}

@test "a length that differs is refused with both structures, and nothing changes" {
    refuses 1 'memtool: slice: lvalue and rvalue have different structures*' slice 1:3 --set ffffff 00010203
    refuses 1 '*lvalue and rvalue have different structures*' slice 7:13 --set str:WORLD 'str:hello, world!'
    grep -q 5 .err
    grep -q 6 .err
    refuses 1 '*' slice 1: --set 7 i32:1,2,3
}

@test "a format that differs is refused" {
    refuses 1 '*lvalue and rvalue have different structures*' slice : --set i32:1,2 u32:3,4
    refuses 1 '*lvalue and rvalue have different structures*' slice : --set f:1,2 i32:3,4
    refuses 1 '*lvalue and rvalue have different structures*' slice : --set '>i:1' '<i:2'
}

@test "the same structure is the same machine type, however it is spelled" {
    case $(size_of long) in
    8) prints '[1]' slice : --set l:1 -o list q:2 ;;
    4) prints '[1]' slice : --set l:1 -o list i:2 ;;
    esac
    prints '[1]' slice : --set i64:1 -o list q:2
    prints '[1]' slice : --set int32_t:1 -o list i:2
    prints '[5]' slice : --set B:5 -o list 00
    prints '[5]' slice : --set B:5 -o list B:0
}

@test "only a view of bytes takes the bytes of any literal of its length" {
    prints '[0, 0, 128, 63]' slice : --set f32le:1 -o list 00000000
    refuses 1 '*' slice : --set str:ab -o list H:1
}

@test "a literal of one value fits a slice without dimensions" {
    prints '[1, 9]' slice 1 --set i32:9 -o list i32:1,2
    prints '[1, 9]' slice 1 --set B:9 -o list 0102
    refuses 1 '*lvalue and rvalue have different structures*
*
*
  hint: slice 0 of a view is its element*' view 0102 --as x then slice 1:2 @x --as r then slice 0 @x --set @r
    prints '[2, 2]' view 0102 --as x then slice 1 @x --as r then slice 0 @x --set @r -o list
}

@test "a value that does not fit is status 2" {
    refuses 2 '*300 does not fit in u8 (0..255)*' slice 0 --set 300 u8:1
    refuses 2 '*does not fit*' slice 0 --set 40000 i16:1
    refuses 2 '*' slice 0 --set x i16:1
}

@test "--set of another view copies, and overlap is safe" {
    prints '[0, 0, 1, 2, 3, 5]' view 000102030405 --as a then slice 0:4 @a --as part then slice 1:5 @a --set @part -o list
    prints '[1, 2, 3, 4, 4, 5]' view 000102030405 --as a then slice 1:5 @a --as part then slice 0:4 @a --set @part -o list
    prints '[3, 2, 1, 0]' view 00010203 --as a then slice ::-1 @a --as back then slice : @a --set @back -o list
}

@test "a write into a slice with steps touches only its elements" {
    prints '[255, 1, 254, 3, 253, 5]' slice ::2 --set fffefd -o list 000102030405
    prints '[0, 1, 2, 253, 254, 255]' slice :2:-1 --set fffefd -o list 000102030405
}

@test "--fill writes one element into each" {
    prints '[0, 255, 255, 3]' slice 1:3 --fill ff -o list 00010203
    prints '[9, 9, 9]' slice : --fill 9 -o list i32:1,2,3
    prints '[1.5, 2.0, 1.5]' slice ::2 --fill 1.5 -o list d:1,2,3
    prints '[7, 7]' slice : --fill 7 -o list 0000
}

@test "--fill of several elements is status 2" {
    refuses 2 '*' slice : --fill 1,2 i32:1,2
    refuses 2 '*' slice : --fill 0102 0000
}

@test "--set and --fill together are a usage error" {
    refuses 2 '*' slice : --set 00 --fill 00 00
}

@test "a write through one label is seen through every other" {
    prints 'hello, WORLD!' view 'str:hello, world!' --as data then cast c then slice 7:13 --set 'c:W,O,R,L,D,!' then cast 13s @data -o values
}

# ---- files

@test "without -i a write never reaches the file" {
    printf abcd >data
    prints '[97, 255, 99, 100]' slice 1 --set ff -o list data
    holds data 61626364
}

@test "-i changes the file and prints nothing" {
    printf abcd >data
    prints '' slice 1 --set ff -i data
    holds data 61ff6364
    prints '' slice 1:3 --fill 0 --in-place data
    holds data 61000064
}

@test "-i prints where -o asks" {
    printf abcd >data
    prints '[97, 255, 99, 100]' slice 1 --set ff -i data -o list
    holds data 61ff6364
}

@test "-iSUFFIX keeps the file as it was" {
    printf abcd >data
    prints '' slice 1 --set ff -i.bak data
    holds data 61ff6364
    holds data.bak 61626364
    prints '' slice 0 --set 00 --in-place=.old data
    holds data 00ff6364
    holds data.old 61ff6364
}

@test "-i keeps mode, links and size" {
    printf abcd >data
    chmod 640 data
    ln data hard
    ln -s data soft
    prints '' slice 0 --set 00 -i soft
    holds hard 00626364
    [ "$(stat -c %a data)" = 640 ]
    [ -L soft ]
}

@test "-i on a source that cannot be written back is a usage error" {
    refuses 2 '*' slice 0 --set 00 -i 0011
    refuses 2 '*' slice 0 --set 00 -i str:abc
    refuses 2 '*' slice 0 --set 00 -i - </dev/null
    for source in sym:c:environ addr:4096+4 dump:nowhere zero:4 i:1; do
        refuses 2 "memtool: slice: $source cannot be written back
  $source
  ^
  hint: -i writes to a file; -o raw prints the bytes" slice 0 --set 00 -i $source
    done
}

@test "-i and --readonly exclude each other" {
    printf abcd >data
    refuses 2 'memtool: slice: -i and --readonly exclude each other' slice 0 ./data --set 00 --readonly -i
    holds data 61626364
    refuses 1 '*' slice 0 00 --set 41 --readonly then slice 0 --set 42
}

@test "-i writes through -s, -n and -t" {
    printf 'IMG1\0\0\0\0data' >image
    prints '' slice 0 -t u32be -s 4 -n 4 --set 640 -i image
    holds image 494d47310000028064617461
}

@test "a chain that fails changes no file" {
    printf abcd >data
    refuses 1 '*' slice 1 --set ff -i data then slice 100
    holds data 61626364
    refuses 2 '*' slice 1 --set ff -i data then slice ::0
    holds data 61626364
    refuses 1 '*' slice 1 --set ff -i data then view nowhere
    holds data 61626364
    [ ! -e data.bak ]
}

@test "a failed write to stdout leaves the file as it was" {
    printf abcd >data
    run -1 --separate-stderr bash -c 'memtool slice 1 --set ff -i data -o list >/dev/full'
    holds data 61626364
}

@test "all that a chain wrote to a file is committed at its end" {
    printf abcd >data
    prints '' slice 0 --set 00 -i data then slice 3 --set ff data -i
    holds data 006263ff
}

@test "files of one chain change together or not at all" {
    needs flock
    printf abcd >one
    printf abcd >two
    run -1 --separate-stderr flock two "$MEMTOOL" slice 0 --set ff -i one then slice 0 --set ff -i.bak two
    [[ $stderr == *'two: the file is locked by another process'* ]]
    holds one 61626364
    holds two 61626364
    [ ! -e two.bak ]
    run -1 memtool slice 0 --set ff -i one then slice 0 --set ff -i/no/such two
    holds one 61626364
    prints '' slice 0 --set ff -i one then slice 0 --set ff -i two
    holds one ff626364
    holds two ff626364
}

@test "--dry-run looks at the file, and leaves it" {
    needs flock
    printf abcd >data
    prints '' slice 0 --set ff -i.bak --dry-run data
    holds data 61626364
    [ ! -e data.bak ]
    run -1 flock data "$MEMTOOL" slice 0 --set ff -i --dry-run data
}

@test "--dry-run finds that a backup could not be made" {
    printf abcd >data
    mkdir data.bak
    for suffix in .bak /x none/x "$(printf '%0300d' 0)"; do
        run -1 --separate-stderr memtool slice 0 --set ff "-i$suffix" data
        said=$stderr
        run -1 --separate-stderr memtool slice 0 --set ff "-i$suffix" --dry-run data
        echo "$stderr"
        [ "${stderr%%[[:cntrl:]]*}" = "${said%%[[:cntrl:]]*}" ]
        [[ $stderr == *'backup data'* ]]
    done
    [ "$(echo data*)" = 'data data.bak' ]
    refuses 1 'memtool: slice: backup data/x: Not a directory
  /x
  ^' slice 0 --set ff -i/x data
}

@test "-i silences its own stage only" {
    printf abcd >data
    prints '[0, 98, 99, 100]' slice 0 --set 00 -i data then cast B -o list
}

@test "--diff shows the rows that change, before and after" {
    run -0 memtool slice 1 --set ff --diff 00010203
    [[ $output == *'00 01 02 03'* && $output == *'00 ff 02 03'* ]]
}

@test "a file that is read-only refuses -i" {
    [ "$(id -u)" != 0 ] || skip 'root may write all'
    printf abcd >data
    chmod 444 data
    refuses 1 '*' slice 0 --set 00 -i data
    holds data 61626364
}

# ---- dimensions

# grid SLICE EXPECTED: that part of [[0, 1, 2], [3, 4, 5]].
grid() {
    prints "$2" cast B --shape 2,3 000102030405 then slice "$1" -o list
}

@test "items are one for each dimension" {
    grid 1 '[3, 4, 5]'
    grid 1,2 5
    grid -1,-1 5
    grid :,1 '[1, 4]'
    grid 1,: '[3, 4, 5]'
    grid ::-1,::2 '[[3, 5], [0, 2]]'
    grid 0:1,1:3 '[[1, 2]]'
    grid 0,1:1 '[]'
    grid 1:1 '[]'
}

@test "... stands for all dimensions between" {
    grid ... '[[0, 1, 2], [3, 4, 5]]'
    grid ...,1 '[1, 4]'
    grid 1,... '[3, 4, 5]'
    grid 0,...,2 2
    refuses 2 '*' slice ...,... 00
}

@test "an index out of bounds names its dimension" {
    refuses 1 '*out of bounds on dimension 2*' cast B --shape 2,3 000102030405 then slice 0,3
    refuses 1 '*out of bounds on dimension 1*' cast B --shape 2,3 000102030405 then slice 2,0
}

@test "writes reach every element of a slice in many dimensions" {
    prints '[[0, 255, 2], [3, 254, 5]]' cast B --shape 2,3 000102030405 then slice :,1 --set 255,254 -o list
    prints '[[7, 1, 7], [7, 4, 7]]' cast B --shape 2,3 000102030405 then slice :,::2 --fill 7 -o list
    refuses 1 '*different structures*' cast B --shape 2,3 000102030405 then slice :,1 --set B:1,2,3
}

# ---- fields

@test ".FIELD is one field of every record, a view with strides" {
    prints '[1, 2]' array '<T{B:tag:H:n:}' '{9, 1}' '{8, 2}' then slice .n -o list
    prints '[1, 2]' array '<T{B:tag:H:n:}' '{9, 1}' '{8, 2}' then slice :.n -o list
    [ "$(memtool array '<T{B:tag:H:n:}' 9 1 8 2 then slice .n -o info | grep strides)" = 'strides: 3' ]
}

@test "a field behind an index is that record's" {
    prints 2 array '<T{B:tag:H:n:}' '{9, 1}' '{8, 2}' then slice 1.n
    prints '[2, 1]' array '<T{B:tag:H:n:}' '{9, 1}' '{8, 2}' then slice ::-1.n -o list
}

@test ".FIELD[ITEMS] indexes the field's own dimensions" {
    prints '[2, 5]' array 'struct {uint8_t tag; uint8_t s[3];}' '{9, {1, 2, 3}}' '{8, {4, 5, 6}}' then slice '.s[1]' -o list
    prints 6 array 'struct {uint8_t tag; uint8_t s[3];}' '{9, {1, 2, 3}}' '{8, {4, 5, 6}}' then slice '1.s[2]'
    prints '[[2, 3], [5, 6]]' array 'struct {uint8_t tag; uint8_t s[3];}' '{9, {1, 2, 3}}' '{8, {4, 5, 6}}' then slice '.s[1:]' -o list
}

@test "fields of fields, and unnamed ones" {
    prints 7 array 'struct {int a; struct {char c; int n;} in;}' '{1, {2, 7}}' then slice 0.in.n
    prints '[2, 4]' array '<BB' 1 2 3 4 then slice .f1 -o list
    prints 7 slice 0.n -t '<T{B:c:H:n:}' 010700
}

@test "a field that is not there is status 1 and suggests one" {
    refuses 1 '*' array '<T{B:tag:H:number:}' 1 2 then slice .numbre
    grep -q number .err
    refuses 1 '*' slice .n 0011
}

@test "a write into a field leaves the rest of the record" {
    prints '[(9, 7), (8, 7)]' array '<T{B:tag:H:n:}' '{9, 1}' '{8, 2}' then slice .n --fill 7 -o list
    prints '[(9, 1), (8, 5)]' array '<T{B:tag:H:n:}' '{9, 1}' '{8, 2}' then slice 1.n --set 5 -o list
}

@test "bit-fields are read and written without their neighbours" {
    little_endian
    prints 5 cast 'struct {unsigned a:3, b:5;}' 2d000000 then slice 0.a
    prints 5 cast 'struct {unsigned a:3, b:5;}' 2d000000 then slice 0.b
    prints '{.a = 5, .b = 31}' cast 'struct {unsigned a:3, b:5;}' 2d000000 then slice 0.b --set 31 -o values
    refuses 2 '*' cast 'struct {unsigned a:3, b:5;}' 2d000000 then slice 0.a --set 8
}

@test "braces are the slice as a whole, its dimensions nested" {
    prints '[[1, 2], [3, 4]]' cast B --shape 2,2 00000000 then slice : --set '{{1,2},{3,4}}' -o list
    prints '[7, 8, 3]' slice 0:2 i32:1,2,3 --set '{7,8}' -o list
    refuses 2 'memtool: slice: too many values in braces' slice 0:2 i32:1,2,3 --set '{7,8,9}'
}

@test "two suffixes for one file are refused, and so is a backup over a file of the chain" {
    printf abcdefgh >img
    printf BAKBAKBK >img.bak
    refuses 2 'memtool: slice: img has another SUFFIX already: .a' \
        slice 0 --set 41 -i.a img then slice 1 --set 42 -i.b img
    refuses 2 'memtool: slice: the backup img.bak is a file that the chain writes to' \
        slice 0 --set 41 -i.bak img then slice 0 --set 42 -i img.bak
    [ "$(cat img img.bak)" = abcdefghBAKBAKBK ]
}

@test "a commit that fails leaves the older backup" {
    head -c 65536 /dev/zero >large
    printf 12345678 >small
    printf OLDBACKUP >small.bak
    (trap '' XFSZ; ulimit -f 1; memtool slice 0 --set 43 -i.bak small then slice -1 --set 41 -i large) || true
    [ "$(cat small small.bak)" = 12345678OLDBACKUP ]
    [ "$(ls)" = $'large\nsmall\nsmall.bak' ]
}

@test "--diff keeps only the rows that a write can change" {
    truncate -s 3T sparse
    run -0 timeout 10 memtool slice ::1T --fill 41 --diff sparse
    [ "${#lines[@]}" = 9 ]
    [ "${lines[4]}" = '+ 10000000000  41 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |A...............|' ]
    prints '- 00000000  00 01 02  |...|
+ 00000000  00 ff 02  |...|
?              ^^
- 00000006  06 07     |..|
+ 00000006  06 ff     |..|
?              ^^' slice ::-6 --fill ff --diff -w 3 0001020304050607
    prints '- 00000004  02 00 03 00  |....|
+ 00000004  09 00 03 00  |....|
?           ^^
- 0000000c  06 00 07 00  |....|
+ 0000000c  09 00 07 00  |....|
?           ^^' cast '<H' --shape 2,4 -s 2 000001000200030004000500060007000800 then slice :,1 --fill 9 --diff -w 4
}

@test "a write and a search are two commands" {
    refuses 2 'memtool: slice: --set and --count exclude each other
  hint: `then` joins another command that searches what was written' slice : i:1,2,3 --set 4,4,4 --count 4
    refuses 2 'memtool: slice: --fill and --index exclude each other' slice : i:1,2,3 --fill 4 --index 4 --diff
    prints 3 slice : i:1,2,3 --set 4,4,4 then slice : --count 4
}

@test "a structure without dimensions is told as one element" {
    refuses 1 'memtool: slice: lvalue and rvalue have different structures: the slice has one byte, the value 2 of bytes' slice 0 --set 0102 00
    refuses 1 'memtool: slice: lvalue and rvalue have different structures: the slice has one i32, the value 2 of i32' slice 0 --set 1,2 i:1
}

@test "fields that no C program could name are sliced too" {
    little_endian
    prints 1 slice 0.é -t 'T{i:é:i:a b:i:1x:}' 010000000200000003000000
    prints 2 slice '0."a b"' -t 'T{i:é:i:a b:i:1x:}' 010000000200000003000000
    prints 3 slice 0.1x -t 'T{i:é:i:a b:i:1x:}' 010000000200000003000000
    refuses 2 'memtool: slice: " has no closing "
  ."a
   ^' slice '."a' 00
}

@test "--set takes the braces of the whole slice around records and arrays, too" {
    little_endian
    prints '[(1, 2), (3, 4)]' slice : -t 'struct {int a, b;}' zero:16 --set '{{1,2},{3,4}}' -o list
    prints '[(1, 2), (3, 4)]' slice : -t 'struct {int a, b;}' zero:16 --set '{1,2},{3,4}' -o list
    prints '[(1, 2), (3, 4)]' slice : -t 'struct {int a, b;}' zero:16 --set '{{.a = 1, .b = 2}, {.a = 3, .b = 4}}' -o list
    prints '[[1, 2], [3, 4]]' slice : -t 'int[2]' zero:16 --set '{{1,2},{3,4}}' -o list
    prints '[[(1, 2), (3, 4)], [(5, 6), (7, 8)]]' cast 'struct {int a, b;}' zero:32 --shape 2,2 then \
        slice : --set '{{{1,2},{3,4}},{{5,6},{7,8}}}' -o list
    refuses 2 'memtool: slice: too many values in braces*' slice : -t 'struct {int a, b;}' zero:8 --set '{{1,2},{3,4}}'
}

@test "--fill and indices behind a field are refused by what they lack" {
    refuses 1 'memtool: slice: lvalue and rvalue have different structures: the slice has one byte, the value 1 of u16
  u16:5
  ^
  hint: cast gives one of them the type of the other' slice : --fill u16:5 00112233445566778899
    refuses 1 'memtool: slice: the field before it has no dimensions
  .n[0]
    ^' slice '.n[0]' -t 'struct {int n; int m[2];}' zero:24
}
