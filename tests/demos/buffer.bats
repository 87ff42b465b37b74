# The second example: the buffer protocol over `hello, world!`.

load ../helper

@test "a slice of the cast view is world!" {
    memtool cast c 'str:hello, world!' then slice 7:13 -o raw >out
    printf 'world!' | cmp - out
    prints $'w\no\nr\nl\nd\n!' cast c 'str:hello, world!' then slice 7:13 -o values
}

@test "five into six is refused, naming both structures, and nothing is changed" {
    refuses 1 'memtool: slice: lvalue and rvalue have different structures: the slice has 6 of char, the value 5 of char' \
        view 'str:hello, world!' --as data then cast c then slice 7:13 --set c:W,O,R,L,D
    printf 'hello, world!' >file
    refuses 1 '*different structures*' slice 7:13 --set str:WORLD -i file
    [ "$(cat file)" = 'hello, world!' ]
}

@test "six into six is done, and seen through the label of the original buffer" {
    memtool view 'str:hello, world!' --as data then cast c then slice 7:13 --set c:W,O,R,L,D,! then view @data -o raw >out
    printf 'hello, WORLD!' | cmp - out
    memtool view 'str:hello, world!' --as data then slice 7:13 --set 'str:WORLD!' then view @data -o raw >out
    printf 'hello, WORLD!' | cmp - out
}

@test "the same in a file, with a copy of it kept" {
    printf 'hello, world!' >file
    prints '' slice 7:13 --set 'str:WORLD!' -i.bak file
    [ "$(cat file file.bak)" = 'hello, WORLD!hello, world!' ]
}
