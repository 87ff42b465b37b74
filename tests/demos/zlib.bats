# zlib: checksums, and compression from buffer to buffer.

load ../helper

zlib() {
    memtool call z 'const char *zlibVersion(void)' >/dev/null 2>&1 || skip 'needs zlib'
}

@test "crc32 of a text is what gzip says" {
    zlib
    local ours
    ours=$(memtool call z 'unsigned long crc32(unsigned long, const unsigned char *, unsigned)' 0 'str:hello, world!' 13 -o values)
    [ "$ours" -eq "$((0x58988d13))" ]
}

@test "crc32 of a file, which is copied in for the call" {
    zlib
    printf 'hello, world!' >text
    prints 0x58988d13 view text --as t then \
        call z 'unsigned long crc32(unsigned long, const unsigned char *, unsigned)' 0 @t size:@t --radix 16
}

@test "compress2 and uncompress give the text back" {
    zlib
    local text='to be or not to be, to be or not to be, to be or not to be'
    run -0 memtool view zero:200 --as small then view zero:200 --as back then array L 200 --as n then array L 200 --as m then \
        call z 'int compress2(unsigned char *, unsigned long *, const unsigned char *, unsigned long, int)' \
        @small @n "str:$text" ${#text} 9 then \
        call z 'int uncompress(unsigned char *, unsigned long *, const unsigned char *, unsigned long)' \
        @back @m @small @n then slice ":${#text}" @back -o raw
    [ "$output" = "$text" ]
}

@test "what is too small for the text is an error of zlib's, not a crash" {
    zlib
    prints -5 view zero:4 --as small then array L 4 --as n then \
        call z 'int compress(unsigned char *, unsigned long *, const unsigned char *, unsigned long)' @small @n 'str:hello, world!' 13
}

@test "and a length that is a lie is found out" {
    zlib
    run memtool view zero:4 --as small then array L 400 --as n then \
        call z 'int compress(unsigned char *, unsigned long *, const unsigned char *, unsigned long)' @small @n 'str:hello, world!' 13
    [ "$status" -eq 1 ]
    [[ $output == *'past the end of @small (4 bytes)'* ]]
}
