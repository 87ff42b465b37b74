# view: bytes, byte for byte as hexdump -C and xxd print them. tests/oracle/dumps.py does this at large.

load helper

@test "a dump is that of hexdump -C" {
    prints '00000000  68 65 6c 6c 6f 2c 20 77  6f 72 6c 64 21           |hello, world!|
0000000d' view 'str:hello, world!'
}

@test "an empty view prints nothing at offset 0, and its offset elsewhere" {
    prints '' view hex:
    prints '' view zero:0
    prints 00000002 view -s 5 0011
    prints 00000001 view 0011 then slice 1:1
}

@test "repeated rows are one star, -v shows them" {
    prints '00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
*
00000030  00 00                                             |..|
00000032' view zero:50
    prints '00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
00000020' view zero:32 -v
}

@test "-w sets the row and keeps the extra blank every 8 bytes" {
    prints '00000000  00 01 02 03  |....|
00000004  04 05        |..|
00000006' view -w 4 000102030405
    run -0 memtool view -w 20 zero:20 -v
    [ "${lines[0]}" = '00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  00 00 00 00  |....................|' ]
    refuses 2 '*' view -w 0 00
    refuses 2 '*' view -w x 00
}

@test "a cast to elements and back to view is the bytes again" {
    little_endian
    prints '00000000  01 00 00 00 02 00 00 00                           |........|
00000008' view i32:1,2
    prints '00000000  01 00 00 00 02 00 00 00                           |........|
00000008' array i32 1 2 then view
}

@test "a view of elements with strides has one dimension more" {
    run -0 memtool array i32 1 2 3 4 then slice ::2 then view -o info
    [[ $output == *'ndim: 2'* ]]
    [[ $output == *'shape: 2,4'* ]]
    [[ $output == *'strides: 8,1'* ]]
    little_endian
    prints '[[1, 0, 0, 0], [3, 0, 0, 0]]' array i32 1 2 3 4 then slice ::2 then view -o list
}

@test "-o raw is the bytes themselves" {
    head -c 100000 /dev/urandom >data
    memtool view -o raw data | cmp - data
    memtool view -o raw <data >copy
    cmp copy data
}

@test "-o hex is one line of digits" {
    prints 00ff10 view -o hex 00ff10
}

@test "-o xxd is xxd's, and xxd -r reads it" {
    needs xxd
    head -c 1000 /dev/urandom >data
    memtool view -o xxd data >ours
    xxd data | cmp - ours
    xxd -r ours | cmp - data
}

@test "an unknown form is a usage error with a near name" {
    refuses 2 '*' view -o jsn 00
    grep -q json .err
}

@test "operands beyond one SOURCE are a usage error" {
    refuses 2 '*' view 00 11
}

@test "info of a view is that of its bytes" {
    run -0 memtool view 000102 -o info
    [ "${lines[*]:0:7}" = 'format: B type: bytes itemsize: 1 ndim: 1 shape: 3 strides: 1 nbytes: 3' ]
}

@test "colour never changes the text" {
    head -c 600 /dev/urandom >data
    memtool view data >plain
    memtool view --color always data >coloured
    run -1 cmp -s plain coloured
    sed 's/\x1b\[[0-9;]*m//g' coloured | cmp - plain
    memtool view --color never data | cmp - plain
    NO_COLOR=1 memtool view data | cmp - plain
    refuses 2 '*' view --color maybe data
}

@test "a long dump is made in 4 MiB of memory" {
    measures_memory
    truncate -s 1G sparse
    for form in dump xxd hex raw; do
        /usr/bin/time -f %M -o peak "$MEMTOOL" view -n 64M -v -o $form sparse >/dev/null
        [ "$(cat peak)" -le 4096 ] || { echo "$form of a file: $(cat peak) KiB"; return 1; }
        head -c 64M /dev/zero | /usr/bin/time -f %M -o peak "$MEMTOOL" view -v -o $form >/dev/null
        [ "$(cat peak)" -le 4096 ] || { echo "$form of a pipe: $(cat peak) KiB"; return 1; }
    done
    /usr/bin/time -f %M -o peak "$MEMTOOL" view sparse >out
    [ "$(cat peak)" -le 4096 ]
    [ "$(tail -n 1 out)" = 40000000 ]
}

# ---- --compare and --find

@test "--compare is silent and status 0 where the bytes are equal" {
    printf abc >one
    printf abc >two
    prints '' view one --compare two
    prints '' view one --compare str:abc
    prints '' view 61 --compare str:a
    prints '' view hex: --compare hex:
}

@test "--compare shows the rows that differ and is status 1" {
    head -c 64 /dev/zero >one
    cp one two
    printf x | dd of=two bs=1 seek=20 conv=notrunc 2>/dev/null
    run -1 --separate-stderr memtool view one --compare two
    [[ ${lines[0]} == '- 00000010  00 00 00 00 00 '* ]]
    [[ ${lines[1]} == '+ 00000010  00 00 00 00 78 '* ]]
    [ -z "$stderr" ]
}

@test "--compare of different lengths is status 1" {
    run -1 --separate-stderr memtool view 0011 --compare 001122
    run -1 --separate-stderr memtool view 0011 --compare hex:
}

@test "--find prints the offset of every place, overlapping ones too" {
    prints $'0\n2' view 'str:abab' --find str:ab
    prints $'0\n1\n2' view 'str:aaaa' --find str:aa
    prints '3' view 000102abcd --find abcd
    ends 1 '' view 0011 --find 22
    ends 1 '' view 00 --find 0000
}

@test "--find prints offsets in the SOURCE" {
    prints $'2\n4' view -s 2 str:ababab --find str:ab
}

@test "an empty --find is a usage error" {
    refuses 2 'memtool: view: nothing to find: it has no bytes
  hex:
  ^' view 00 --find hex:
    refuses 2 '*
  str:
  ^' view 00 --find str:
}

@test "--find of a long pattern takes time for the bytes, not for each place again" {
    head -c 3M /dev/zero >zeroes
    head -c 1M /dev/zero >pattern
    run -0 timeout 60 memtool view zeroes --find pattern
    [ "${#lines[@]}" = $((2 * 1048576 + 1)) ]
    [ "${lines[0]} ${lines[-1]}" = '0 2097152' ]
    printf x | tee -a pattern >>zeroes
    run -0 timeout 60 memtool view --find pattern - < <(cat zeroes zeroes)
    [ "$output" = $'2097152\n5242881' ]
}

@test "--find finds the places that a plain search finds, in blocks of any length" {
    needs python3
    cat >plain.py <<'EOF'
import random, subprocess, sys, os
memtool = sys.argv[1]
for seed in range(12):
    rng = random.Random(seed)
    n = rng.choice([1, 7, 300, 4097, 9000, 140000])
    unit = bytes(rng.choice(b"ab") for _ in range(rng.choice([1, 2, 5, n])))
    needle = (unit * (n // len(unit) + 1))[:n]
    data = b"".join(rng.choice([needle, unit, needle[:-1] + b"c", b"a" * rng.randrange(9)])
                    for _ in range(max(3, 200000 // n)))
    want, at = [], data.find(needle)
    while at >= 0:
        want.append(at)
        at = data.find(needle, at + 1)
    with open("needle", "wb") as f:
        f.write(needle)
    child = subprocess.Popen([memtool, "view", "--find", "needle", "-"], stdin=subprocess.PIPE,
                             stdout=open("places", "wb"))
    at = 0
    while at < len(data):
        piece = rng.choice([1, 100, 5000, 60000])
        os.write(child.stdin.fileno(), data[at:at + piece])
        at += piece
    child.stdin.close()
    child.wait()
    got = [int(line) for line in open("places")]
    assert got == want, (seed, n, len(unit), len(got), len(want))
EOF
    python3 plain.py "$MEMTOOL"
}

@test "--find finds across the edges of blocks, in files and pipes" {
    head -c 1048570 /dev/zero >data
    printf 'needle in the hay' >>data
    prints 1048570 view data --find str:needle
    [ "$(memtool view --find str:needle <data)" = 1048570 ]
    [ "$(head -c 2M data | memtool view --find str:needle)" = 1048570 ]
}

@test "a row has 1 to 4096 bytes" {
    refuses 2 'memtool: view: a row has 1 to 4096 bytes
  0
  ^' view -w 0 00
    refuses 2 'memtool: view: a row has 1 to 4096 bytes
  4097
  ^' view -w 4097 00
}

@test "behind the end of a pipe is its end, as in a file, and nothing of it has an offset" {
    printf abcde >in
    for words in 'view -s 200 -o json' 'cast <HB -s 200' 'view -s 9223372036854775807' 'view -s 5 -n 0' 'slice 5:5' \
        'slice 5:2' 'slice 3:3' 'slice 200:100 -o json' 'slice 9:' 'cast u16 -s 1 -n 0' 'view -n 0'; do
        # shellcheck disable=SC2086  # words of a command
        memtool $words ./in >file
        # shellcheck disable=SC2086
        memtool $words < <(cat in) | cmp - file
    done
    printf '' | prints '' cast 3s -s 3
}

@test "--find looks at the bytes of a strided view as they follow each other" {
    prints 2 slice ::2 0011223344 then view --find 22
    prints 2 slice ::2 0011223344 then view --find 2244
    ends 1 '' slice ::2 0011223344 then view --find 11
    prints 3 slice ::-1 0011223344 then view --find 3322
}
