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
    prints '[1.0]' cast g -o list 0000000000000080ff3f000000000000
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
