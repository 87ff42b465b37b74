# run: scripts of chains, one a line, in shell-like words.
# shellcheck disable=SC2016,SC2154  # $1 is the script's own; bats sets stderr

load helper

@test "each line prints its own result, and the view lasts over lines" {
    printf '%s\n' 'view 00010203 --as data -o hex' 'slice 1:3' 'slice 0 @data --set ff' 'view @data -o hex' >script
    prints '00010203
00000001  01 02                                             |..|
00000003
00000000  ff 01 02 03                                       |....|
00000004
ff010203' run script
}

@test "comments and empty lines are passed over" {
    printf '# a comment\n\n   \t\nview 00 -o hex # behind\n' >script
    prints 00 run script
}

@test "words are a shell's: quotes, blanks, backslashes" {
    printf '%s\n' "view 'str:a b' -o hex" 'view "str:c d" -o hex' 'view str:e\ f -o hex' "view str:'g'\"h\" -o hex" >script
    prints '612062
632064
652066
6768' run script
}

@test "a quote or a backslash goes on in the next line" {
    printf '%s\n' "cast 'struct {" '  char c; // a tag' '  short n;' "}' 61000100 -o list" 'view \' '00 \' '-o hex' >script
    little_endian
    prints "[(b'a', 1)]
00" run script
}

@test "arguments are \$1, \$2, \$#, \$0 and \${10}" {
    printf '%s\n' 'view "str:$# $1 $2 $0" -o raw' 'view str:-${10}' >script
    [ "$(memtool run script one 'two words' 3 4 5 6 7 8 9 ten | head -n 1 | tr -d '\0' | cut -c1-24)" = '10 one two words script0' ]
    refuses 2 'memtool: script:1: the script has no argument $1*' run script
}

@test "an argument is one word, blanks and quotes and all" {
    echo 'view "str:$1" -o hex' >script
    prints 6120226227 run script "a \"b'"
    echo 'view $1 -o hex' >script
    prints 6120 run script 'str:a '
}

@test "an error names the file and the line, and ends the script" {
    printf 'view 00 -o hex\n\n# c\nslice 1:2:0\nview 01 -o hex\n' >script
    run -2 --separate-stderr memtool run script
    [ "$output" = 00 ]
    [ "${stderr_lines[0]}" = 'memtool: script:4: slice: step is zero' ]
    [ "${stderr_lines[2]}" = '      ^' ]
}

@test "the line of a chain over several lines is its first" {
    printf "view 00\nslice '\n\n1:2:0'\n" >script
    run -2 --separate-stderr memtool run script
    [[ ${stderr_lines[0]} == 'memtool: script:2: slice: '* ]]
}

@test "an error in the words of a line has its place" {
    printf 'view 00 $7\n' >script
    refuses 2 'memtool: script:1: the script has no argument $7
  view 00 $7
          ^' run script
}

@test "quotes that are never closed are an error at the line where they open" {
    printf 'view 00\nview "str:\nview 01\n' >script
    run -2 --separate-stderr memtool run script
    [[ $stderr == 'memtool: script:2: the script ends inside quotes'* ]]
}

@test "a quote left open in a long script is told at once" {
    { echo "view 'str:"; yes 'view 00' | head -n 200000; } >script
    run -2 timeout 20 memtool run script
}

@test "the status is that of the chain that failed" {
    echo 'view nowhere' >script
    refuses 1 'memtool: script:1: view: nowhere: *' run script
    printf 'view 00 --compare 01\nview 02 -o hex\n' >script
    run memtool run script
    [ "$status" = 1 ]
    echo 'view 00 -o hex' >script
    prints 00 run script
}

@test "a missing SOURCE is the current view, else an error, never stdin" {
    echo 'slice 1:' >script
    run -2 --separate-stderr bash -c 'echo data | memtool run script'
    [[ $stderr == *'a SOURCE is missing'* ]]
    printf 'view 0102\nslice 1: -o hex\n' >script
    [ "$(echo data | memtool run script | tail -n 1)" = 02 ]
}

@test "- is stdin in a script from a file, and refused in one from stdin" {
    echo 'view - -o hex' >script
    [ "$(printf ab | memtool run script)" = 6162 ]
    run -2 --separate-stderr bash -c 'echo "view -" | memtool run -'
    [[ $stderr == *'read from stdin'* ]]
}

@test "a script comes from a file, from -, or from stdin when it is no terminal" {
    echo 'view 00 -o hex' >script
    prints 00 run script
    prints 00 run - <script
    prints 00 run <script
}

@test "arguments follow - too" {
    [ "$(echo 'view $1 -o hex' | memtool run - 0102)" = 0102 ]
}

@test "a script may start with #! and be run" {
    printf '#!/usr/bin/env -S memtool run\nview $1 -o hex\n' >script
    chmod +x script
    [ "$(./script 00ff)" = 00ff ]
}

@test "words behind the script are its own, options too" {
    echo 'view -o $1 00' >script
    prints 00 run script hex
    echo 'view $1 hex 00' >script
    prints 00 run script -o
}

@test "a script that is not there, a folder, or no text is an error" {
    refuses 1 'memtool: run: nowhere: No such file or directory' run nowhere
    mkdir folder
    refuses 1 'memtool: *folder*: Is a directory' run folder
    printf 'view 00\0 -o hex\n' >script
    refuses 2 'memtool: script:1: a NUL byte in a line of text*' run script
}

@test "an endless line is refused" {
    run -2 --separate-stderr timeout 60 memtool run /dev/zero
    [[ $stderr == 'memtool: /dev/zero:1: '* ]]
}

@test "then and run inside a script" {
    echo 'view 0102 then slice 1: -o hex' >script
    prints 02 run script
    echo 'run script' >script
    refuses 2 'memtool: script:1: run: run inside a script' run script
    refuses 2 '*' view 00 then run script
}

@test "what a line writes is there for the next one, and in the file only with its own -i" {
    printf abcd >data
    printf '%s\n' 'slice 0 --set 00 ./data --as d' 'view @d -o hex' 'slice 3 --set 00 @d -i' >script
    prints '00000000  00 62 63 64                                       |.bcd|
00000004
00626364' run script
    holds data 61626300
}

@test "a script ends at its first failed line, and keeps what the lines before wrote" {
    printf abcd >data
    printf '%s\n' 'slice 0 --set 00 ./data -i' 'slice 1 --set 00 ./data -i then slice 9' 'slice 2 --set 00 ./data -i' >script
    run -1 memtool run script
    holds data 00626364
}

@test "a call that crashes ends the script with its status, and what was done stays" {
    printf 'view 0102 --as a -o hex\ncall - "unsigned long strlen(const void *)" 1\nview @a -o hex\n' >script
    run -139 --separate-stderr memtool run script
    [ "$output" = 0102 ]
    [[ $stderr == 'memtool: script:2: call: strlen: SIGSEGV'* ]]
}

@test "views last over calls" {
    printf '%s\n' 'array i 3 1 2 --as a' 'call - "int abs(int)" -7' 'cast i @a -o list' >script
    little_endian
    run -0 memtool run script
    [ "${lines[-1]}" = '[3, 1, 2]' ]
    [ "${lines[-2]}" = 7 ]
}

@test "100,000 lines take a few seconds and constant memory" {
    measures_memory
    yes 'slice 1:3 00010203 --as a then cast H -o values' | head -n 100000 >script
    run -0 timeout 60 /usr/bin/time -f %M -o peak memtool run script
    [ "${#lines[@]}" = 100000 ]
    [ "$(cat peak)" -le 8192 ]
}

@test "--echo prints each line before it runs, but not the one that names the interpreter" {
    printf '%s\n' '#!/usr/bin/env -S memtool run' '# A byte:' 'view 01 -o hex' '' 'view \' ' 02 -o hex' >script
    prints $'# A byte:\nview 01 -o hex\n01\n\nview \\\n 02 -o hex\n02' run --echo script
    printf '# no newline' >script
    prints '# no newline' run --echo script
    printf '%s\n' 'view 01 -o hex' 'slice 5' >script
    check_run 1 $'view 01 -o hex\n01\nslice 5' 'memtool: script:2: slice: *' run --echo script
}

@test "--echo prints control characters as they are only where no terminal is" {
    needs script
    printf '# \e]0;title\a\ttab \xc2\x9b\xff é\nview 01 -o hex\n' >script
    memtool run --echo script | head -n 1 | cmp - <(head -n 1 script)
    script -qec 'memtool run --echo script' /dev/null </dev/null | tr -d '\r' >typescript
    [ "$(cat typescript)" = $'# \\x1b]0;title\\a\ttab \\xc2\\x9b\\xff é\nview 01 -o hex\n01' ]
}

@test "a folder in the place of a script is named once" {
    refuses 1 'memtool: run: .: Is a directory' run .
    refuses 1 'memtool: run: ./nowhere: No such file or directory' run ./nowhere
}

@test "thousands of labels are found as fast as one" {
    not_sanitized
    {
        for i in {1..8000}; do echo "view 00 --as l$i"; done
        echo 'view @l1 --as l8000 then view @l4711 --as l1'
        for i in {1..200}; do echo "view @l1 -n 0"; done
        echo 'slice 0 @l4711 --set 77'
        echo 'view @l1 -o hex then view @l8000 -o hex then view @l7999 -o hex'
        echo 'view @l8001'
    } >script
    run -2 --separate-stderr timeout 20 memtool run script
    [ "${lines[*]: -3}" = '77 00 00' ]
    [[ $stderr == *'unknown label @l8001'* ]]
}

@test "-i commits what its own line wrote, whatever earlier ones wrote to the file" {
    for label in '' ' --as old'; do
        printf '\1\2\3\4' >image
        printf '%s\n' "slice 0 ./image --set ff$label -o hex" 'slice 1 ./image --set 22 -i' 'view @ -o hex' |
            prints $'ff020304\nff220304' run -
        holds image 01220304
    done
    # What was committed is seen, also over what an earlier line wrote there.
    printf '%s\n' 'slice : ./image --set aabbccdd --as old -o hex' 'slice 1:3 @old --set 5566 -i' 'view @old -o hex' |
        prints $'aabbccdd\naa5566dd' run -
    holds image 01556604
    # A chain is one line, however many commands it has.
    printf '%s\n' 'slice 0 ./image --set aa then slice 1 @ --set bb -i' | prints '' run -
    holds image aabb6604
}

@test "a chain of many lines takes time for its bytes, not for each line again" {
    { printf 'view \\\n'; yes "'00' \\" | head -n 100000; echo '-o hex'; } >long.mt
    run -2 timeout 20 memtool run long.mt
    [[ $output == *'00'* ]]
}

@test "a script may start with the byte order mark of UTF-8" {
    printf '\xef\xbb\xbfview -o hex 0102\n' >bom.mt
    prints 0102 run bom.mt
    printf '\xef\xbb\xbf' >empty.mt
    prints '' run empty.mt
}

@test "a signal while a script is waited for loses no line of it" {
    mkfifo script
    memtool run script >out 2>err 3>&- &
    local pid=$!
    exec 5>script
    echo 'view 41 -o hex' >&5
    for _ in {1..100}; do [ ! -s out ] || break; sleep 0.1; done
    printf 'view 42 ' >&5
    sleep 0.1
    kill -XFSZ $pid
    sleep 0.1
    echo '-o hex' >&5
    exec 5>&-
    wait $pid
    [ "$(cat out)" = $'41\n42' ]
}
