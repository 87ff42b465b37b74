# The lessons: scripts that a teacher can read aloud. Each prints, its own lines among what they
# print, just what lessons/NAME.out holds; of addresses only the last digit is compared.
#
# UPDATE=1 bats tests/demos/lessons.bats writes what is printed now into the .out files, to be read
# before it is committed.

load ../helper

# teaches STATUS NAME: the lesson ends with that status, and prints what its .out file holds.
teaches() {
    local want=$1 name=$2 got=0
    [ "$(memtool cast long 0100000000000000 -o values)" = 1 ] || skip 'written on a 64-bit little-endian machine'
    cd "$ROOT/tests/demos/lessons" || return
    memtool run --echo "$name.mt" >"$BATS_TEST_TMPDIR/out" 2>&1 || got=$?
    sed -E -i 's/0x[0-9a-f]{8,}([0-9a-f])/0x…\1/g; s/^[0-9a-f]{8,}([0-9a-f])(  |$)/…\1\2/' "$BATS_TEST_TMPDIR/out"
    [ -z "${UPDATE:-}" ] || cp "$BATS_TEST_TMPDIR/out" "$name.out"
    # Under valgrind addresses are shorter, and strlen stops elsewhere.
    [ -n "${MEMTOOL_VALGRIND:-}" ] || diff -u "$name.out" "$BATS_TEST_TMPDIR/out"
    [ "$got" = "$want" ]
}

@test "sharing memory: what is written through one view is seen through all" {
    teaches 1 sharing-memory
}

@test "endianness: which end of a number lies first" {
    teaches 0 endianness
}

@test "two's complement: how a byte is negative" {
    teaches 0 twos-complement
}

@test "unsigned wrap: what comes after 255" {
    teaches 2 unsigned-wrap
}

@test "float bits: sign, exponent and fraction" {
    teaches 0 float-bits
}

@test "padding: the empty bytes of a struct" {
    teaches 0 padding
}

@test "unions: fields in the same place" {
    teaches 0 unions
}

@test "strides and transposes: a table is arithmetic" {
    teaches 0 strides-and-transposes
}

@test "row order and column order: a table in a line" {
    teaches 0 row-and-column-order
}

@test "pointers and arrays: an address, and what lies there" {
    teaches 0 pointers-and-arrays
}

@test "strings and NULs: where a string ends, and where it does not" {
    teaches 139 strings-and-nuls
}

@test "UTF-8: characters in one to four bytes" {
    teaches 0 utf-8
}

@test "buffer overflow: a neighbour overwritten, and a red zone damaged" {
    teaches 1 buffer-overflow
}

@test "alignment: at which addresses numbers lie" {
    teaches 0 alignment
}

@test "every lesson has a test, and is a program" {
    local lesson
    for lesson in "$ROOT"/tests/demos/lessons/*.mt; do
        grep -q "teaches [0-9]* $(basename "$lesson" .mt)$" "$BATS_TEST_FILENAME"
        [ "$(head -n 1 "$lesson")" = '#!/usr/bin/env -S memtool run' ]
    done
    "$ROOT/tests/demos/lessons/endianness.mt" >out
    grep -qx 0x78563412 out
}
