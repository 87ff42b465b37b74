# Chains: then, labels, and what is printed.

load helper

@test "each command works on the view that the one before left" {
    prints '[0, 0]' array '<d' 1.0 2.0 3.0 then cast B then slice ::16 -o list
    prints '[3]' view 010203 then slice 1: then slice 1: -o list
}

@test "only the last command prints" {
    prints 02 view 0102 then slice 1: -o hex
}

@test "an earlier command prints too when it has -o" {
    prints $'0102\n02' view 0102 -o hex then slice 1: -o hex
}

@test "a SOURCE in a later command starts from there" {
    prints 03 view 0102 then view 03 -o hex
}

@test "a label names a view later, and @ the current one" {
    prints 0102 view 0102 --as a then view 03 then view @a -o hex
    prints 03 view 0102 --as a then view 03 then view @ -o hex
    prints 02 view 0102 --as a then slice 1: @a --as b then view 00 then view @b -o hex
}

@test "a label given again is the newer view" {
    prints 02 view 01 --as a then view 02 --as a then view @a -o hex
}

@test "labels share memory" {
    prints ff02 view 0102 --as a then slice 0 @a --set ff then view @a -o hex
    prints ff02 cast B 0102 --as a then slice :1 @a --as b then slice : @b --set 255 then view @a -o hex
}

@test "a label is a C identifier" {
    prints 01 view 01 --as _a9 -o hex
    refuses 2 '*' view 01 --as 9a
    refuses 2 '*' view 01 --as a-b
    refuses 2 '*' view 01 --as ''
    refuses 2 '*' view 01 --as @a
}

@test "an unknown label or no current view is status 2" {
    refuses 2 '*' view @a
    refuses 2 '*' view @
    refuses 2 '*' view 00 --as abc then view @abd
}

@test "then joins, a word that only contains it does not" {
    prints 7468656e view str:then -o hex
    printf x >then
    prints 78 view ./then -o hex
    prints 78 view file:then -o hex
}

@test "then with nothing before or behind it is a usage error" {
    refuses 2 '*' then view 00
    refuses 2 '*' view 00 then
    refuses 2 '*' view 00 then then view 00
    refuses 2 '*' then
}

@test "an error in a later command is found before anything is read or written" {
    printf ab >data
    refuses 2 '*' slice 0 --set ff -i data then frob
    holds data 6162
    refuses 2 '*' view nowhere then slice 1:2:0
    refuses 2 '*' view 00 -o hex then slice --frob
}

@test "a message names the command that it is about" {
    refuses 2 'memtool: slice: step is zero*' view 00 then slice ::0
    refuses 1 'memtool: cast: *' view 000102 then cast u16
    refuses 2 'memtool: unknown command' view 000102 then frob
}

@test "a failing chain prints what came before it failed, and is status 1" {
    run -1 --separate-stderr memtool view 0102 -o hex then slice 5
    [ "$output" = 0102 ] || [ -z "$output" ]
}

@test "a chain of a hundred commands works" {
    words=(view 00010203)
    for _ in {1..100}; do
        words+=(then slice ::-1)
    done
    prints 00010203 "${words[@]}" -o hex
}

@test "files named twice are one memory" {
    printf abcd >data
    ln data link
    prints '[255, 98, 99, 100]' view data --as a then slice 0 link --set ff then cast B @a -o list
    holds data 61626364
}

@test "the shell's words for joining commands are pointed at then" {
    for joint in ';' '|' '&&'; do
        refuses 2 "memtool: view: one operand too many
  $joint
  ^
  hint: \`then\` joins commands" view 00 "$joint" view 01
    done
}

@test "--sync and --dry-run without -i are usage errors" {
    refuses 2 'memtool: view: --sync without -i' view --sync 00
    refuses 2 'memtool: slice: --dry-run without -i' slice 0 00 --set 01 --dry-run
}

@test "what a command takes one of is not taken twice" {
    refuses 2 "memtool: view: a second --as
  b
  ^" view 00 --as a --as b
    refuses 2 'memtool: view: a second --find' view 00 --find 00 --find 01
    refuses 2 'memtool: view: a second --compare' view 00 --compare 00 --compare 01
    refuses 2 'memtool: array: a second --from' array B --from 00 --from 01
    refuses 2 'memtool: slice: a second --type' slice 0 -t B -t b 00
    refuses 2 'memtool: cast: a second --shape' cast B --shape 1 --shape 1 00
    prints 00 view 0011 -n 2 -n 1 -o list -o hex
    printf abcd >data
    refuses 2 'memtool: slice: a second --in-place' slice 0 ./data --set 00 -i.a -i.b
    prints '' slice 0 ./data --set 00 -i.bak -i
    holds data.bak 61626364
}

@test "a slice takes one value, not two" {
    refuses 2 "memtool: slice: a second --set
  11
  ^
  hint: a command takes one; \`then\` joins another command" slice 0 --set 00 --set 11 22
    refuses 2 'memtool: slice: a second --fill' slice : --fill 00 --fill 00 22
    prints 11 slice 0 --set 00 22 then slice 0 --set 11 -o hex
}

@test "a command that answers no ends the chain, and no file is changed" {
    printf AAAA >data
    ends 1 $'- 00000000  00 11                                             |..|\n+ 00000000  00 12                                             |..|' \
        view 0011 --compare 0012 then slice 0 ./data --set 59 -i
    ends 1 '' view 0011 --find ff then slice 0 ./data --set 59 -i
    ends 1 $'- 00000000  1\n+ 00000000  2' cast i i:1 --compare i:2 then slice 0 ./data --set 59 -i
    refuses 1 'memtool: cast: memoryview.index(x): x not found' cast i i:1 --index 7 then slice 0 ./data --set 59 -i
    ends 1 '' slice 0 ./data --set 59 -i then view 0011 --find ff
    holds data 41414141
    ends 1 0011 view 0011 -o hex then view --find ff then view 00
}

@test "a command that answers yes lets the chain go on" {
    printf AAAA >data
    prints '' view 0011 --compare 0011 then slice 0 ./data --set 59 -i
    prints '' view 0011 --find 11 then slice 1 ./data --set 59 -i
    holds data 59594141
}

@test "what an earlier command was asked is printed only if it has -o" {
    prints 00 view 0011 --find 00 then view 00 -o hex
    prints $'0\n0011\n00' view 0011 --find 00 -o hex then view 00 -o hex
    prints 00 view 0011 --compare 0011 then view 00 -o hex
    prints 00 cast i i:1 --index 1 --count 1 then view 00 -o hex
    prints 00 slice : i:1 --count 1 then view 00 -o hex
    prints 00 array i 1 --count 1 --index 1 then view 00 -o hex
    prints 11 slice 0 00 --set 11 --diff then view -o hex
    prints 00 layout int then view 00 -o hex
}

@test "a command that only prints is the last of its chain" {
    refuses 2 'memtool: help: help comes last' help view then view 00
}
