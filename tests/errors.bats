# Errors: one message, a caret under the user's own words, and the status.

load helper

@test "a caret stands under the place, and the status is 2" {
    refuses 2 'memtool: slice: step is zero
  1:9:0
      ^' slice 1:9:0 0011
    [ "$(wc -l <.err)" = 3 ]
}

@test "a message is one line, whatever the words hold" {
    refuses 2 '*' cast $'fr\nob' 00
    lacks '^ob' .err
    refuses 1 '*' view $'./no\nwhere'
    [ "$(grep -c nowhere .err)" = 0 ]
}

@test "untrusted bytes never reach a terminal unescaped" {
    refuses 1 '*' view $'./\e[31mred'
    lacks $'\e' .err
    refuses 2 '*' cast $'\e[31m' 00
    lacks $'\e' .err
    refuses 2 '*' view 00 --as $'\x9b31m'
    lacks $'\x9b' .err
    memtool cast 4s -o values 1b5b336d >out
    lacks $'\e' out
    memtool cast c -o values 1b07 >out
    lacks -P '[\x00-\x09\x0b-\x1f]' out
    memtool cast 4s -o list 1b5b336d >out
    lacks $'\e' out
    memtool cast 4s -o json 1b5b336d >out
    lacks $'\e' out
}

@test "printable UTF-8 is printed as it is, other bytes as escapes" {
    prints é cast 2s -o values c3a9
    prints '\xc3' cast 1s -o values c3
    prints '\n' cast 1s -o values 0a
    prints '\xff\xfe' cast 2s -o values fffe
    prints '\xcd\xb8' cast 2s -o values cdb8
}

@test "/dev/full is status 1 with a message, for every form" {
    for form in dump values list json raw hex xxd c info; do
        run -1 --separate-stderr bash -c "memtool view -o $form 00010203 >/dev/full"
        [[ $stderr == *'No space left'* ]] || { echo "$form: $stderr"; return 1; }
    done
    head -c 10000000 /dev/zero >data
    run -1 --separate-stderr bash -c 'memtool view -v data >/dev/full'
    [[ $stderr == *'No space left'* ]]
}

@test "help and numbers to /dev/full are status 1 too" {
    run -1 --separate-stderr bash -c 'memtool help >/dev/full'
    run -1 --separate-stderr bash -c 'memtool --version >/dev/full'
    run -1 --separate-stderr bash -c 'memtool array i 1 --count 1 >/dev/full'
}

@test "a closed stdout is status 1" {
    not_valgrind 'its log takes the place'
    run -1 --separate-stderr bash -c 'memtool view 00 >&-'
    [ -n "$stderr" ]
    run -0 --separate-stderr bash -c 'memtool view hex: >&-' || [ "$status" = 1 ]
}

@test "a file opened is never taken for a closed stdout" {
    not_valgrind 'its log takes the place'
    printf abcd >data
    run bash -c 'memtool slice 0 --set ff -i data -o list >&-'
    [ "$status" = 1 ]
    holds data 61626364
}

@test "a closed pipe ends memtool quietly, by SIGPIPE" {
    head -c 10000000 /dev/urandom >data
    run bash -c 'memtool view data 2>err | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}'
    [ "${lines[0]}" = 141 ]
    [ ! -s err ]
}

@test "a closed pipe leaves files as they were" {
    head -c 1000000 /dev/urandom >data
    cp data copy
    bash -c 'memtool slice 0 --set ff -i data -o dump -v | true'
    sleep 0.2
    cmp data copy
}

@test "statuses: 2 is a command line that is wrong" {
    for words in 'frob' 'view --frob' 'view @a' 'array u8 256' 'slice : --fill 1,2 00' 'slice 1:2:0 00' 'cast frob 00' 'view -o frob 00'; do
        # shellcheck disable=SC2086
        run memtool $words
        [ "$status" = 2 ] || { echo "$words: $status"; return 1; }
    done
}

@test "statuses: 1 is data or I/O" {
    for words in 'view nowhere' 'slice 9 00' 'slice 0,0 00' 'slice : --set 0000 00' 'cast u16 00' 'array i 1 --index 2'; do
        # shellcheck disable=SC2086
        run memtool $words
        [ "$status" = 1 ] || { echo "$words: $status"; return 1; }
    done
}

@test "raw is refused on a terminal" {
    needs script
    script -qec 'memtool view -o raw 00; echo status $?' /dev/null </dev/null >typescript 2>&1
    grep -qE 'status [12]' typescript
}

@test "colour is automatic on a terminal, and NO_COLOR turns it off" {
    needs script
    TERM=xterm script -qec 'memtool view 00' /dev/null </dev/null >typescript 2>&1
    grep -q $'\e\\[' typescript
    TERM=xterm NO_COLOR=1 script -qec 'memtool view 00' /dev/null </dev/null >typescript 2>&1
    lacks $'\e\\[' typescript
}

@test "a hostile number of brackets is an error at once" {
    long=$(printf '%100000s' '' | tr ' ' '(')
    for command in cast slice array; do
        run timeout $((5 * ${SLOWNESS:-1})) memtool $command "$long" 00
        [ "$status" = 2 ] || { echo "$command: $status"; return 1; }
    done
}

@test "a size that cannot be is an error, not a crash" {
    for word in zero:8388607T zero:0xffffffffffffffff zero:99999999999999999999; do
        run timeout $((10 * ${SLOWNESS:-1})) memtool view "$word" -o info
        [ "$status" = 1 ] || [ "$status" = 2 ] || [ "$status" = 0 ]
    done
    run timeout $((10 * ${SLOWNESS:-1})) memtool cast 9223372036854775807d 00
    [ "$status" = 1 ] || [ "$status" = 2 ]
    run timeout $((10 * ${SLOWNESS:-1})) memtool cast 99999999999999999999999s 00
    [ "$status" = 2 ]
}

@test "the caret counts the columns of a UTF-8 terminal: wide characters two, combining ones none" {
    export LC_ALL=C.UTF-8
    refuses 2 $'memtool: view: *\n  str:漢字\\q\n          ^' view 'str:漢字\q'
    refuses 2 $'memtool: view: *\n  str:e\u0301\\q\n       ^' view $'str:e\u0301\\q'
    refuses 2 $'memtool: view: *\n  str:é\\q\n       ^' view 'str:é\q'
}

@test "a misspelt --version or --help is told" {
    refuses 2 '*
  --versoin
  ^
  hint: did you mean --version?' --versoin
    refuses 2 '*
  --hlep
  ^
  hint: did you mean --help?' --hlep
}

@test "the caret stands under the name that is not there, not at the start of its word" {
    elf=$(printf '%*s' $((2 + ${#PROGRAM} + 5)) '')
    refuses 1 "memtool: view: *no section or symbol 'nope'"$'\n'"  elf:$PROGRAM:nope"$'\n'"$elf^" view "elf:$PROGRAM:nope"
    refuses 1 'memtool: view: *has no symbol nosuch
  sym:c:nosuch
        ^' view sym:c:nosuch
    refuses 1 "memtool: view: no shared library 'nosuch'
  sym:nosuch:x
      ^" view sym:nosuch:x
    refuses 1 'memtool: call: *has no symbol nosuch
  double nosuch(double)
         ^' call m 'double nosuch(double)' 1
    refuses 1 "memtool: call: no shared library 'nosuch'
  nosuch
  ^" call nosuch 'double cos(double)' 1
}

@test "a NUL byte among numbers is what is wrong, not the digits before it" {
    printf '1 2\0 3' >numbers
    refuses 1 'memtool: array: a NUL byte is not an integer
  1 2\x00 3
     ^' array i - <numbers
}

@test "a header whose name has quotes and backslashes is named as it is" {
    printf 'struct x { int a; junk k; };\n' >'a"b\c.h'
    refuses 1 'memtool: layout: *a"b\c.h:1: unknown type name*' layout --types './a"b\c.h' 'struct x'
}
