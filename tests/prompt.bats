# run at a terminal: a prompt with line editing, history and completion.

load helper

# talk DIALOGUE: a dialogue with `memtool run` at a terminal (tests/dialogue.py says how it is written).
talk() {
    python3 "$ROOT/tests/dialogue.py" memtool run <<<"$1"
}

setup_file() {
    python3 -c 'import pty' || skip 'needs python3'
}

@test "the prompt shows the current view" {
    talk '<< memtool>
> view 00010203
< 00000000  00 01 02 03
<< memtool 4 of bytes>
> cast u16
<< memtool 2 of u16>
> slice 0
<< memtool u16>
> exit
= 0'
}

@test "the prompt shows no control characters of a type's name" {
    needs gcc
    needs_debug_info
    echo 'struct QQQQQs {int a;}; struct QQQQQs gs(void) { struct QQQQQs s = {1}; return s; }' |
        gcc -g -shared -fPIC -o tame.so -x c -
    LC_ALL=C sed $'s/QQQQQ/\e[31m/g' tame.so >hostile.so
    talk '<< memtool>
> call ./hostile.so gs -o info
<< memtool struct \x1b[31ms>
>> \x04
= 0'
}

@test "labels and the current view last over lines" {
    talk '<< memtool>
> view 00010203 --as data
<< bytes>
> view ff
<< bytes>
> view @data -o hex
< 00010203
<< bytes>
> slice 1 --set ee @data
<< bytes>
> view @data -o hex
< 00ee0203
<< bytes>
>> \x04
= 0'
}

@test "an error is told and keeps the session" {
    talk '<< memtool>
> view 0011 --as a
<< bytes>
> slice 1:2:0
< memtool: slice: step is zero
<< 2 of bytes>
> frob
< unknown command
<< 2 of bytes>
> view @a -o hex
< 0011
<< bytes>
>> \x04
= 0'
}

@test "what was left of a refused word is forgotten" {
    talk '<< memtool>
> view 00010203
<< 4 of bytes>
> view -zv
< unknown option
<< 4 of bytes>
> slice -1 -o hex
< 03
<< bytes>
> exit
= 0'
}

@test "a chain that fails changes no label, no view and no byte" {
    talk '<< memtool>
> view 0011 --as a
<< bytes>
> slice 0 --set ff @a --as b then view 22 --as a then slice 9
< out of bounds
<< 2 of bytes>
> view @a -o hex
< 0011
<< bytes>
> view @b
< unknown label
<< bytes>
>> \x04
= 2'
}

@test "a chain that fails changes no file" {
    printf abcd >data
    talk '<< memtool>
> slice 0 --set ff ./data -i then view nowhere
< No such file
<< memtool>
> slice 1 --set ff ./data -i
<< memtool 4 of bytes>
> exit
= 0'
    holds data 61ff6364
}

@test "a call that crashes is told, and the session goes on as it was" {
    talk '<< memtool>
> view 0011 --as a
<< bytes>
> call - "unsigned long strlen(const void *)" 1
< SIGSEGV at address 0x
<< 2 of bytes>
> view @a -o hex
< 0011
<< bytes>
> call - "int abs(int)" -5
< 5
<< memtool i32>
> call - "int abs(int)" -6
< 6
> exit
= 0'
}

@test "Ctrl-C cancels the line, not the session" {
    talk '<< memtool>
>> view 00 -o he\x03
<< memtool>
> view 11 -o hex
< 11
<< bytes>
>> view "open\r
<< >
>> \x03
<< bytes>
> view 22 -o hex
< 22
> exit
= 0'
}

@test "Ctrl-C ends a long command, not the session" {
    talk '<< memtool>
> view 0011 --as a
<< bytes>
> array i 1 --hold
< look: memtool
>> \x03
<< 2 of bytes>
> view @a -o hex
< 0011
> exit
= 0'
}

@test "a line goes on where quotes are open" {
    talk '<< memtool>
> view "str:ab
<< >
> cd" -o hex
< 61620a6364
<< bytes>
> view \
<< >
> 00ff -o hex
< 00ff
> exit
= 0'
}

@test "the history has whole lines, and lasts to the next session" {
    needs_readline
    talk '<< memtool>
> view 0011 -o hex
< 0011
<< bytes>
>> \x1b[A\r
< view 0011 -o hex
< 0011
> exit
= 0'
    talk '<< memtool>
>> \x1b[A\x1b[A\r
< 0011
> exit
= 0'
}

@test "TAB completes commands, options, labels and files" {
    needs_readline
    [ -e "$(find / -name 'libreadline.so*' -print -quit 2>/dev/null)" ] || skip 'needs readline'
    printf xyz >somefile
    talk '<< memtool>
>> sli\t
<< slice
>> \x15view 00 --as label\r
<< bytes>
>> view @lab\t -o hex\r
<< @label
< 00
>> view --col\t
<< --color
>> \x15layout int -o s\t\r
<< svg
<< memtool
>> view 00 --color=al\t
<< --color=always
>> \x15view 00 --color n\t
<< never
>> \x15view ./somef\t -o hex\r
<< somefile
< 78797a
> exit
= 0'
}

@test "help works inside" {
    talk '<< memtool>
> help slice
< SLICE
<< memtool>
> slice --help
< SLICE
<< memtool>
> quit
= 0'
}

@test "the status is that of the last chain" {
    talk '<< memtool>
> view nowhere
< No such file
<< memtool>
>> \x04
= 1'
    talk '<< memtool>
> view nowhere
< No such file
> view 00
< 00000001
<< bytes>
>> \x04
= 0'
}

@test "a missing SOURCE at a prompt is a usage error" {
    talk '<< memtool>
> slice 0
< a SOURCE is missing
> exit
= 2'
}

@test "a chain that answers no leaves no label" {
    talk '<< memtool>
> view 00 --as a then view --find 11
<< memtool>
> view @a
< unknown label @a
> exit
= 2'
}

@test "a session ends with the status of its last line" {
    talk '<< memtool>
>> view zz\r
<< No such
>> exit\r
= 1'
    talk '<< memtool>
>> view zz\r
<< No such
>> view 00\r
<< 00000001
>> exit\r
= 0'
}
