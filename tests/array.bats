# array: values to typed memory, and the methods of Python's array in the order written.

load helper

# ---- values

@test "values come from operands, one or several in each" {
    prints '[1, 2, 3, 4]' array i 1 2,3 '4' -o list
    prints '[1, 2, 3]' array i '1, 2 3' -o list
    prints '[1.0, 2.5, -3.0]' array d 1 2.5 -3 -o list
}

@test "a type alone is an empty array" {
    prints '[]' array i -o list
    prints '' array i
    prints '' array d -o values
    [ "$(memtool array d -o info | grep shape)" = 'shape: 0' ]
}

@test "negative numbers and -inf are values, not options" {
    prints '[-1, -2]' array i -1 -2 -o list
    prints '[-0.5, -inf]' array d -.5 -inf -o list
    prints '[-inf]' array d -infinity -o list
    prints '[nan]' array d -nan -o list
    prints '[-1]' array i -- -1 then slice : -o list
}

@test "a value that 128 bits do not hold does not fit in the type" {
    huge=340282366920938463463374607431768211456
    refuses 2 "memtool: array: $huge does not fit in u8 (0..255)
  $huge
  ^" array u8 $huge
    refuses 2 "memtool: array: $huge does not fit in u128 (0..${huge%6}5)*" array u128 $huge
    refuses 2 "memtool: array: -$huge does not fit in i128 (*" array i128 -- -$huge
    refuses 2 "memtool: array: $huge does not fit in 3 bits (-4..3)*" array '3t{i}' $huge
    refuses 2 'memtool: array: the array has 2 elements*' array 'int[2]' "{[$huge]=1}"
    refuses 2 "memtool: array: $huge is too large*" array u8 1 -o hex -w $huge
    refuses 2 'memtool: view: not an address*' view addr:$huge
    prints 3.402823669209385e+38 array f64 $huge -o values
}

@test "a value that does not fit is status 2 with a caret" {
    refuses 2 'memtool: array: 300 does not fit in u8 (0..255)
  300
  ^' array u8 300
    refuses 2 'memtool: array: *
  1,300
    ^' array u8 1,300
    refuses 2 '*' array i 1.5
    refuses 2 '*' array i one
    refuses 2 '*' array bool 2
}

@test "every scalar type makes an array of its values" {
    for type in i8 u8 i16 u16 i32 u32 i64 u64 b B h H i I l L q Q n N; do
        prints '[1, 2, 100]' array $type 1 2 100 -o list
    done
    for type in f16 bf16 f32 f64 e f d; do
        prints '[1.0, -2.5, 100.0]' array $type 1 -2.5 100 -o list
    done
    prints '[True, False]' array '?' true false -o list
    prints '[True, False]' array bool 1 0 -o list
    prints "[b'a', b'b']" array c a b -o list
}

@test "numbers as text come from stdin, however separated" {
    printf '1 2,3\n4\n\n 5' >in
    prints '[1, 2, 3, 4, 5]' array i - -o list <in
    printf '[1.5, 2.0,\n nan]' >in
    prints '[1.5, 2.0, nan]' array d - -o list <in
    printf '[True, False]' >in
    prints '[True, False]' array '?' - -o list <in
    prints '[]' array i - -o list </dev/null
}

@test "what values and list print is read back" {
    little_endian
    memtool array d 0.1 1e300 -0.0 nan -inf -o list | memtool array d - -o hex >one
    memtool array d 0.1 1e300 -0.0 nan -inf -o values | memtool array d - -o hex >two
    memtool array d 0.1 1e300 -0.0 nan -inf -o hex >three
    cmp one three
    cmp two three
}

@test "text on stdin that is no number is an error" {
    echo '1 x' >in
    run memtool array i - <in
    [ "$status" -ne 0 ]
    echo '1 300' >in
    run memtool array u8 - <in
    [ "$status" -ne 0 ]
}

@test "--from takes the bytes of a SOURCE" {
    prints '[1, 2]' array u16be --from 00010002 -o list
    prints '[97, 98]' array B --from str:ab -o list
    printf '\1\2' >in
    prints '[1, 2]' array B --from - -o list <in
    refuses 1 '*' array u16be --from 000102
}

@test "an array is memory of its own: what it came from stays" {
    prints '[1, 2]' view 0102 --as a then array B --from @a then slice 0 --set 9 then cast B @a -o list
}

@test "info is buffer_info and more" {
    run -0 memtool array d 1.0 2.0 3.0 -o info
    [[ $output == *'format: d'* ]]
    [[ $output == *'itemsize: 8'* ]]
    [[ $output == *'ndim: 1'* ]]
    [[ $output == *'shape: 3'* ]]
    [[ $output == *'strides: 8'* ]]
    [[ $output == *'nbytes: 24'* ]]
    [[ $output == *'readonly: false'* ]]
    [[ $output == *'contiguous: C F'* ]]
    [[ $output == *'offset: 0'* ]]
    [[ $output == *'address: 0x'* ]]
}

@test "a pointer takes an address, NULL or a label" {
    prints '[4096, 0]' array P 0x1000 NULL then cast N -o list
    prints '0x1000' array P 0x1000 -o values
    memtool array i 7 --as v -o info then array P @v -o values >out
    [ "address: $(tail -n 1 out)" = "$(grep address out)" ]
}

# ---- methods

@test "--append, --extend and --insert put values in" {
    prints '[1, 2, 3]' array i 1 2 --append 3 -o list
    prints '[1, 2, 3]' array i 1 --extend 2,3 -o list
    prints '[9, 1, 2]' array i 1 2 --insert 0=9 -o list
    prints '[1, 9, 2]' array i 1 2 --insert -1=9 -o list
    prints '[1, 2, 9]' array i 1 2 --insert 100=9 -o list
    prints '[9, 1, 2]' array i 1 2 --insert -100=9 -o list
    prints '[-1]' array i --append -1 -o list
}

@test "--pop takes away the last, or the one at an index" {
    prints '[1, 2]' array i 1 2 3 --pop -o list
    prints '[2, 3]' array i 1 2 3 --pop=0 -o list
    prints '[1, 3]' array i 1 2 3 --pop=-2 -o list
    refuses 1 '*' array i --pop
    refuses 1 '*' array i 1 --pop=1
    refuses 1 '*' array i 1 --pop=-2
}

@test "--remove takes away the first that is equal" {
    prints '[1, 3, 2]' array i 1 2 3 2 --remove 2 -o list
    refuses 1 '*' array i 1 --remove 2
}

@test "--reverse and --byteswap turn round" {
    prints '[3, 2, 1]' array i 1 2 3 --reverse -o list
    prints '[256, 512]' array H 1 2 --byteswap -o list
    prints '[1, 2]' array B 1 2 --byteswap -o list
    prints '[1.0]' array d 1.0 --byteswap --byteswap -o list
}

@test "--index prints where the first equal one is, --count how many are" {
    prints 1 array i 5 6 6 --index 6
    prints 2 array i 5 6 6 --count 6
    prints 0 array i 5 6 6 --count 7
    refuses 1 '*' array i 5 6 --index 7
    prints 1 array d 0.5 1.5 --index 1.5
}

@test "--index and --count print in their order, and the array only with -o" {
    prints $'0\n2\n1' array i 6 6 5 --index 6 --count 6 --count 5
    prints $'1\n[6]' array i 6 --count 6 -o list
}

@test "methods are done in the order written" {
    prints '[1, 2]' array i 1 2 3 --pop -o list
    prints '[4, 3]' array i 3 --append 4 --reverse -o list
    prints '[4, 3]' array i 3 --insert 0=4 -o list
    prints '[3, 4]' array i 3 --reverse --append 4 -o list
    prints $'1\n2\n0' array i 1 --count 1 --append 1 --count 1 --pop --pop --count 1
}

@test "an operand after a method is a usage error" {
    refuses 2 '*' array i 1 --append 2 3
    refuses 2 '*' array i --reverse 1
}

@test "a value of a method that does not fit is a usage error" {
    refuses 2 '*' array u8 1 --append 300
    refuses 2 '*' array u8 1 --extend 1,300
    refuses 2 '*' array i 1 --insert x=1
    refuses 2 '*' array i 1 --insert 1
    refuses 2 '*' array i 1 --pop=x
}

@test "records and sub-arrays are elements" {
    prints '[(1, 2), (3, 4)]' array '<HB' '{1, 2}' '{3, 4}' -o list
    prints '[(1, 2), (3, 4)]' array '<HB' 1 2 3 4 -o list
    prints '[(3, 4), (1, 2)]' array '<HB' 1 2 3 4 --reverse -o list
    refuses 2 '*' array '<HB' 1 2 3
}

@test "an array goes on in a chain" {
    prints '000000000000f03f' array '<d' 1.0 then cast B -o hex
    prints '[1.0, 3.0]' array d 1 2 3 then slice ::2 -o list
}

@test "an unknown type is a usage error" {
    refuses 2 '*' array frobnicate 1
    refuses 2 '*' array
}

@test "-s and -n choose a part of --from's SOURCE" {
    prints '[101, 102]' array B --from str:abcdefgh -s 4 -n 2 -o list
    refuses 2 'memtool: array: -s or -n without --from' array B 1 -s 4
}

@test "what is wrong on stdin is wrong data" {
    run -1 --separate-stderr memtool array i - <<<'1 2 x'
    run -1 --separate-stderr memtool view hex:- <<<'zz'
}

@test "values come from operands, - among them, or from --from, not both" {
    run -0 bash -c 'echo 2 | memtool array i 1 - 3 -o list'
    [ "$output" = '[1, 2, 3]' ]
    refuses 2 'memtool: array: a value beside --from
  1
  ^' array i 1 --from 0200000003000000
    refuses 2 'memtool: array: a value beside --from' array i - --from 02000000
    prints '[2, 7]' array B --from 02 --append 7 -o list
}

@test "a second - is refused before stdin is read" {
    refuses 2 'memtool: array: stdin is read once: a second - has nothing left
  -
  ^' array i32 - 5 - <<<'1 2'
}

@test "--index and --count are printed in the base that --radix says" {
    prints $'0xb\n0x1' array i 0 1 2 3 4 5 6 7 8 9 10 11 --index 11 --count 11 --radix 16
    prints 0b11 array B 1 2 3 4 --index 4 --radix 2
}

@test "--byteswap turns round every width, of lists of any length" {
    little_endian
    for count in 1 2 3 4 5 9; do
        numbers=$(seq -s ' ' 1 $((count)))
        for width in 16 32 64 128; do
            # shellcheck disable=SC2086  # words
            prints "$(memtool array "u${width}be" $numbers -o hex)" array "u$width" $numbers --byteswap -o hex
        done
        # shellcheck disable=SC2086
        prints "$(memtool array '>Zd' $numbers -o hex)" array '<Zd' $numbers --byteswap -o hex
    done
    prints 020103040005 array '<HBHB' '{0x0201, 3, 0x0400, 5}' --byteswap -o hex
}

@test "errors of --insert and --pop stand under what is wrong" {
    refuses 2 'memtool: array: one value is needed, not 2
  0=7,8
    ^' array u8 1 --insert 0=7,8
    refuses 2 'memtool: array: x is not an integer
  x=7
  ^' array u8 1 --insert x=7
    refuses 2 'memtool: array: 1k is not an index
  1k=5
  ^' array u8 1 --insert 1k=5
    refuses 2 'memtool: array: 9223372036854775808 is not an index
  9223372036854775808=5
  ^' array u8 1 --insert 9223372036854775808=5
    refuses 2 'memtool: array: a number is missing
  =5
  ^' array u8 1 --insert =5
    refuses 2 'memtool: array: --insert takes INDEX=VALUE
  1k
    ^' array u8 1 --insert 1k
    refuses 2 'memtool: array: --insert takes INDEX=VALUE' array u8 1 --insert=
    prints '[1, 7]' array u8 1 --insert "'='=7" -o list
    refuses 1 'memtool: array: pop from empty array
  --pop
  ^' array i --pop
    refuses 1 'memtool: array: pop from empty array
  0
  ^' array i --pop=0
    refuses 2 'memtool: array: an index is missing behind --pop=
  --pop=
  ^
  hint: --pop takes away the last' array u8 1 --pop=
    refuses 2 'memtool: array: 0z is not an index
  0z
  ^' array u8 1 --pop=0z
}

@test "values that cannot be of their type are told before anything is read or printed" {
    refuses 2 '*300 does not fit in u8*' view 0011 -o hex then array u8 300
    refuses 2 '*x is not an integer*' view 0011 -o hex then array i32 1 --index x
    refuses 2 '*300 does not fit in u8*' view ./nosuch then array u8 300
    refuses 2 '*--insert takes INDEX=VALUE*' view ./nosuch then array u8 1 --insert 3
    refuses 2 '*not an index*' view ./nosuch then array u8 1 --pop=0z
    for words in 'array u8 - 300' 'array u8 --from - --append 300' 'array u8 - --insert 0=300' 'cast u8 --count 300'; do
        run bash -c "printf '1 2' | { memtool $words 2>/dev/null; echo; cat; }"
        [ "${lines[0]}" = '1 2' ]
    done
}

@test "true and false are 1 and 0 to floats, too" {
    prints '[1.0, 0.0, 1.0]' array d true false True -o list
    prints '[(1+0j), 0j]' array Zd true false -o list
    prints '[1.0]' array f16 true -o list
    refuses 2 '*truex is not a number*' array d truex
}
