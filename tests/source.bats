# SOURCE words: which bytes they are, how a word is read, and what -s and -n leave of them.

load helper

hex() {
    local expected=$1
    shift
    prints "$expected" view -o hex "$@"
}

# ---- hex

@test "hex digits are bytes in the order written" {
    hex deadbeef deadbeef
    hex deadbeef DEADBEEF
    hex deadbeef 0xdeadbeef
    hex deadbeef 'de ad be ef'
    hex deadbeef 'dead beef'
    hex deadbeef '0xde ad be ef'
    hex 12 12
}

@test "hex: takes colons and underscores between bytes" {
    hex deadbeef hex:deadbeef
    hex deadbeef hex:de:ad:be:ef
    hex deadbeef hex:dead_beef
    hex deadbeef 'hex:de ad:be_ef'
}

@test "hex: of nothing is an empty view" {
    prints '' view hex:
    [ "$(memtool view hex: -o info | grep nbytes)" = 'nbytes: 0' ]
}

@test "hex:- reads hex text on stdin" {
    printf 'de ad\nbe:ef\n' >in
    hex deadbeef hex:- <in
}

@test "an odd count of hex digits is an error at the odd digit" {
    refuses 2 'memtool: view: *
  abc
    ^' view abc
    refuses 2 'memtool: view: *
  de ad b
        ^' view 'de ad b'
}

@test "hex: with something else in it is an error at its place" {
    refuses 2 'memtool: view: *
  hex:00zz
        ^' view hex:00zz
}

@test "a hex word that is also a file is an error that offers both" {
    echo hello >cafe
    refuses 2 '*' view cafe
    grep -q ./cafe .err
    grep -q hex:cafe .err
    hex cafe hex:cafe
    hex 68656c6c6f0a ./cafe
}

# ---- typed literals

@test "a typed literal is the bytes of its values" {
    little_endian
    hex 010000000200000003000000 i32:1,2,3
    hex 000000000000f83f d:1.5
    hex 0100000002000000 'i32:1 2'
    hex 0100000002000000 'i:1, 2'
}

@test "the byte order of a typed literal is its type's" {
    hex cafe u16be:0xcafe
    hex feca u16le:0xcafe
    hex 010002 '<HB:1,2'
    hex 000102 '>HB:1,2'
    hex 00000001 '>i:1'
}

@test "values are decimal, 0x, 0o, 0b and characters" {
    hex 0aff07056110 'B:10,0xff,0o7,0b101,'\''a'\'',16'
    hex 0a B:010
    hex 05 B:+5
    hex fb b:-5
    hex 0100 '?:true,false'
}

@test "floats are decimal, hexadecimal, inf and nan" {
    hex 3f800000 '>f:1'
    hex 3fc00000 '>f:0x1.8p0'
    hex 7f800000ff800000 '>f:inf,-inf'
    hex 7fc00000 '>f:nan'
}

@test "a value that does not fit its type is refused, never wrapped" {
    refuses 2 'memtool: view: 300 does not fit in u8 (0..255)
  B:300
    ^' view B:300
    refuses 2 'memtool: view: *does not fit in i8 (-128..127)' view b:128
    refuses 2 'memtool: view: *does not fit in i8 (-128..127)' view b:-129
    refuses 2 'memtool: view: *does not fit*' view u32:-1
    refuses 2 'memtool: view: *does not fit*' view u64:18446744073709551616
    refuses 2 '*' view f:1e39
    refuses 2 '*' view i:1.5
}

@test "what does not fit is told in its user's own word, with the range of the type" {
    refuses 2 'memtool: view: 0x100 does not fit in u8 (0..255)' view u8:0x100
    refuses 2 'memtool: view: 0x1ffffffffffffffff does not fit in void * (0x0..0x*f)' view P:0x1ffffffffffffffff
    refuses 2 'memtool: view: 1e39 does not fit in f32
  f32:1e39
      ^
  hint: f32 holds up to 3.4e38' view f32:1e39
    refuses 2 'memtool: view: TRUE is not true or false
  bool:TRUE
       ^
  hint: did you mean true?' view bool:TRUE
    refuses 2 'memtool: view: x is not true or false' view bool:x
}

@test "the extremes of a type fit" {
    hex ff00 B:255,0
    hex 7f80 b:127,-128
    hex ffffffffffffffff u64be:18446744073709551615
    hex 8000000000000000 i64be:-9223372036854775808
}

@test "text in a typed literal is bare to a comma or blank, or quoted with escapes" {
    hex 6869000061620000 '4s:hi,ab'
    hex 612c2000 '4s:"a, "'
    hex 610a0000 '4s:"a\n"'
}

@test "text that is too long for its field is an error, shorter is padded with NULs" {
    refuses 2 '*' view 2s:abc
    hex 616200000000 6s:ab
}

@test "a record in braces or flat, and a flat list fills its last record" {
    hex 010002 '<HB:{1, 2}'
    hex 010002030004 '<HB:1,2,3,4'
    hex 010002030004 '<HB:{1,2},{3,4}'
    refuses 2 '*' view '<HB:1,2,3'
}

@test "braces may be short, as in C" {
    hex 010000 '<HB:{1}'
}

@test "fields are named in braces" {
    hex 0700000005 '<T{i:n:B:c:}:{.c=5,.n=7}'
}

@test "a colon inside brackets does not end the type" {
    hex 01000000 '<T{i:n:}:{1}'
    hex 01000000 'T{<i:n:}:1'
}

@test "an unknown type in front of a colon is an error" {
    refuses 2 '*' view frob:1
    refuses 2 '*' view 'ye:1'
}

# ---- text

@test "str: is UTF-8 with C escapes" {
    hex 68690a str:'hi\n'
    hex 00410d095c str:'\0\x41\r\t\\'
    hex c3a9 'str:\u00e9'
    hex c3a9 'str:é'
    hex f09f9880 'str:\U0001f600'
    hex 4142 'str:\101B'
    prints '' view str:
}

@test "cstr: adds the NUL, wstr: is wchar_t with a NUL" {
    little_endian
    hex 686900 cstr:hi
    hex 00 cstr:
    hex 680000006900000000000000 wstr:hi
    hex e900000000000000 wstr:é
}

@test "an unknown escape is an error at its place" {
    refuses 2 'memtool: view: *
  str:a\q
       ^' view 'str:a\q'
    refuses 2 '*' view 'str:\x'
    refuses 2 '*' view 'str:\ud800'
    refuses 2 '*' view 'str:\'
}

@test "str: keeps blanks, colons and a word that is a command" {
    hex 20203a20 'str:  : '
    hex 7468656e str:then
}

# ---- zero

@test "zero: is that many zero bytes, with units" {
    hex 0000000000 zero:5
    prints '' view zero:0
    [ "$(memtool view zero:1k -o info | grep nbytes)" = 'nbytes: 1024' ]
    [ "$(memtool view zero:1kB -o info | grep nbytes)" = 'nbytes: 1000' ]
    [ "$(memtool view zero:0x10 -o info | grep nbytes)" = 'nbytes: 16' ]
    refuses 2 '*' view zero:-1
    refuses 2 '*' view zero:x
    refuses 2 '*' view zero:99999999999999999999
}

# ---- files

@test "a path is a file, and file: takes any path" {
    printf abc >data
    printf xyz >a:b
    hex 616263 data
    hex 616263 file:data
    hex 616263 ./data
    hex 616263 "$PWD/data"
    hex 78797a ./a:b
    hex 78797a file:a:b
}

@test "a word with a colon that is no type suggests ./WORD where that file exists" {
    printf xyz >frob:b
    refuses 2 '*' view frob:b
    grep -qF ./frob:b .err
}

@test "a path that is not there is status 1 and names it" {
    refuses 1 'memtool: view: *nowhere*: No such file or directory' view nowhere
    refuses 1 '*' view file:nowhere
}

@test "a directory is status 1" {
    mkdir folder
    refuses 1 '*' view ./folder
}

@test "a file without permission is status 1" {
    [ "$(id -u)" != 0 ] || skip 'root may read all'
    touch secret
    chmod 0 secret
    refuses 1 '*Permission denied*' view secret
}

@test "a FIFO is read to its end" {
    mkfifo pipe
    printf hello >pipe &
    hex 68656c6c6f pipe
}

@test "a file under /proc is read to its end, though its size says 0" {
    cat /proc/version >expected
    memtool view -o raw /proc/version >got
    cmp expected got
}

@test "a device is read as far as -n says" {
    hex 00000000 -n 4 /dev/zero
    prints '' view /dev/null
}

# ---- stdin

@test "- is stdin, and so is a SOURCE left out" {
    printf abc >in
    hex 616263 - <in
    hex 616263 <in
    [ "$(printf abc | memtool view -o hex)" = 616263 ]
    [ "$(printf abc | memtool cast B -o list)" = '[97, 98, 99]' ]
}

@test "an endless pipe stops where -n says" {
    [ "$(yes | timeout 10 memtool view -n 4 -o hex)" = 790a790a ]
    [ "$(yes | timeout 10 memtool cast H -n 4 -o hex)" = 790a790a ]
    [ "$(yes | timeout 10 memtool slice 1:3 -o hex)" = 0a79 ]
}

@test "what -n does not ask for is neither waited for nor taken" {
    mkfifo slow
    exec 7<>slow
    printf abcdef >&7
    [ "$(timeout 10 memtool view -n 3 -o hex <slow)" = 616263 ]
    [ "$(timeout 10 memtool slice :2 -o hex ./slow)" = 6465 ]
    [ "$(head -c 1 <slow)" = f ]
    printf '0x616263' >&7
    [ "$(timeout 10 memtool view -n 3 -o hex hex:- <slow)" = 616263 ]
    exec 7>&-
}

@test "--items takes what it needs of an endless pipe" {
    [ "$(yes | timeout 10 memtool cast u16be --items 2 -o values)" = $'30986\n30986' ]
    [ "$(yes | timeout 10 memtool slice -t u16be --items 2 : -o hex)" = 790a790a ]
    [ "$(yes | timeout 10 memtool cast B --shape 2,2 --items 4 -o list)" = '[[121, 10], [121, 10]]' ]
}

@test "rows are shown while a pipe is waited for" {
    mkfifo in out
    memtool view <in >out &
    exec 7>in 8<out
    printf 0123456789abcdefghij >&7
    read -r -t 10 -u 8 line
    [ "$line" = '00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|' ]
    exec 7>&-
    [ "$(cat <&8)" = $'00000010  67 68 69 6a                                       |ghij|\n00000014' ]
    wait
}

@test "stdin left out is a usage error where it is a terminal" {
    needs script
    script -qec 'memtool view; echo status $?' /dev/null </dev/null >typescript 2>&1
    grep -q 'status 2' typescript
}

@test "stdin is read once and stays what it was" {
    [ "$(printf abc | memtool view - --as a -o hex then view - -o hex)" = $'616263\n616263' ]
}

# ---- dump:

@test "dump: reads back what view and -o xxd print" {
    head -c 1000 /dev/urandom >data
    memtool view data >data.dump
    memtool view -o xxd data >data.xxd
    memtool view dump:data.dump -o raw >one
    memtool view dump:data.xxd -o raw >two
    memtool view dump:- -o raw <data.dump >three
    cmp data one
    cmp data two
    cmp data three
}

@test "dump: fills the rows that a * stands for" {
    head -c 1000 /dev/zero >data
    printf x >>data
    memtool view data >data.dump
    grep -q '^\*' data.dump
    memtool view dump:data.dump -o raw >again
    cmp data again
}

@test "dump: reads what hexdump -C and xxd themselves print" {
    needs hexdump xxd
    seq 100 >data
    hexdump -C data >data.dump
    xxd data >data.xxd
    memtool view dump:data.dump -o raw | cmp - data
    memtool view dump:data.xxd -o raw | cmp - data
}

@test "dump: of a text that is no dump is status 1" {
    echo 'not a dump' >text
    refuses 1 '*' view dump:text
}

# ---- addr: and labels

@test "addr:@NAME is what the pointer in a view points at" {
    prints 2.0 array d 1.0 2.0 3.0 --as data then array P @data --as ptr then cast d addr:@ptr+24 then slice 1
}

@test "addr: of memory that is not mapped is status 1" {
    refuses 1 '*' view addr:0x10+4
}

@test "addr: says what is no address" {
    refuses 2 'memtool: view: a number is missing' view addr:
    refuses 2 'memtool: view: x is not an integer' view addr:x
    refuses 2 'memtool: view: not an address' view addr:-1
    refuses 2 'memtool: view: not an address' view addr:0xffffffffffffffffff
    refuses 2 'memtool: view: x is not a size' view addr:1+x
    refuses 2 'memtool: view: addr: is ADDRESS[+LENGTH] or @NAME[+LENGTH]
  addr:1z
        ^' view addr:1z
    refuses 2 'memtool: view: unknown label @a' view addr:@a
    refuses 2 'memtool: view: there is no current view' view addr:@
    refuses 1 'memtool: view: this view holds no pointer' array i 1 --as a then view addr:@a
    refuses 1 'memtool: view: this view holds 2 pointers, not one
  addr:@a
       ^
  hint: slice one of them first' array P 1 2 --as a then view addr:@a
    refuses 1 'memtool: view: NULL pointer access' array P 0 --as a then view addr:@a
}

@test "a pointer without a length reaches to the end of what is mapped" {
    memtool array B 1 2 3 --as a then array P @a --as p then view addr:@p -n 3 -o hex >out
    [ "$(cat out)" = 010203 ]
    prints '0x7' array 'int *' 7 --as p then slice 0 @p
    prints 010100000202 array 'short[3]' '{257,0,514}' --as a then array 'short (*)[3]' @a --as p then view addr:@p -o hex
}

@test "pid: says what is no process and no place in it" {
    refuses 2 'memtool: view: x is not an integer' view pid:x
    refuses 2 'memtool: view: not a process id' view pid:0
    refuses 2 'memtool: view: not a process id' view pid:99999999999
    refuses 2 'memtool: view: pid: is PID[:PLACE]' view pid:1x
    refuses 1 'memtool: view: there is no process 2000000000' view pid:2000000000
    refuses 1 'memtool: view: there is no process 2000000000' view pid:2000000000:[heap]
    refuses 1 'memtool: view: process * has no such mapping and no such symbol
  pid:self:[stak]
      ^
  hint: did you mean [stack]?' view 'pid:self:[stak]'
    refuses 1 'memtool: view: process * has no such mapping and no such symbol
  pid:self:surely_nobody_has_it
      ^' view pid:self:surely_nobody_has_it
}

# A process with a variable of each thread, one of all, and a page that may not be read, as $pid and $page.
threaded() {
    cat >waiter.c <<'END'
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
__thread int thread_v = 5;
int plain_v = 6;
int main(void) { printf("%p\n", mmap(0, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)); fflush(stdout); alarm(60); return pause() + thread_v; }
END
    cc -o waiter waiter.c
    mkfifo told
    ./waiter >told 3>&- &
    pid=$!
    read -r page <told
    memtool view "pid:$pid" -o info >/dev/null 2>&1 || skip 'processes may not be read here'
}

@test "pid: tells of thread-local variables, and suggests none" {
    not_emulated 'its processes are not what they seem'
    threaded
    prints 6 cast int "pid:$pid:plain_v" -o values
    refuses 1 "memtool: view: thread_v is thread-local: each thread of process $pid has its own
  pid:$pid:thread_v
  *^
  hint: pid:$pid with -s ADDRESS *" view "pid:$pid:thread_v"
    refuses 1 '*no such symbol
*
*
  hint: view pid:* -o info lists what is mapped' view "pid:$pid:thread_w"
    kill "$pid"
}

@test "pid: tells memory that is mapped but cannot be read from what is not mapped" {
    not_emulated 'its processes are not what they seem'
    threaded
    refuses 1 "memtool: view: pid:$pid: what is mapped at address $page cannot be read" view "pid:$pid" -s "$page" -n 4
    refuses 1 "memtool: pid:$pid: what is mapped at address $page cannot be *" slice 0 --set ff "pid:$pid" -s "$page" -n 1 -i
    refuses 1 "memtool: view: pid:$pid: nothing is mapped at address 0x10" view "pid:$pid" -s 16 -n 4
    grep -qF '[vvar]' "/proc/$pid/maps" || skip 'no [vvar] here'
    refuses 1 "memtool: view: pid:$pid:[vvar]: what is mapped at address 0x* cannot be read" view "pid:$pid:[vvar]" -n 4
    kill "$pid"
}

@test "elf:, core: and sym: say what they want" {
    refuses 2 'memtool: view: elf: is elf:FILE:NAME' view elf:x
    refuses 2 'memtool: view: elf: is elf:FILE:NAME' view elf::x
    refuses 2 'memtool: view: elf: is elf:FILE:NAME' view elf:x:
    refuses 1 'memtool: view: /bin/true: an ELF file, but no core dump' view core:/bin/true
    refuses 1 'memtool: view: /nowhere: No such file or directory' view core:/nowhere
    refuses 2 'memtool: view: sym: is sym:LIBRARY:NAME' view sym:x
}

@test "a section that the file does not hold is zeroes" {
    [ "$(memtool view elf:/bin/true:.bss -n 4 -o hex)" = 00000000 ]
}

@test "an unknown label is status 2 and suggests a near one" {
    refuses 2 '*' view @nothing
    refuses 2 '*' view 00 --as data then view @dada
    grep -q data .err
}

@test "a word that starts with @ is a label, never a format" {
    refuses 2 '*' view @i:1
}

# ---- -s and -n

@test "-s leaves out, -n takes" {
    hex 2233 -s 2 -n 2 0011223344
    hex 3344 -s 3 0011223344
    hex 0011 -n 2 0011223344
    hex 3344 --skip 3 0011223344
    hex 00 --length=1 0011223344
}

@test "-n clamps, -s beyond the end leaves nothing" {
    hex 0011 -n 100 0011
    prints '' view -o raw -s 100 0011
    prints '' view -n 0 0011
}

@test "a negative -s counts from the end, and clamps before the start" {
    hex 3344 -s -2 0011223344
    hex 33 -s -2 -n 1 0011223344
    hex 0011 -s -100 0011
    [ "$(printf abcde | memtool view -s -2 -o hex)" = 6465 ]
}

@test "sizes take units of 1024 and 1000" {
    head -c 3000000 /dev/zero >data
    for unit in k:1024 K:1024 KiB:1024 kB:1000 M:1048576 MiB:1048576 MB:1000000; do
        [ "$(memtool view -n "1${unit%:*}" data -o info | grep nbytes)" = "nbytes: ${unit#*:}" ]
    done
    [ "$(memtool view -n 0x10 data -o info | grep nbytes)" = 'nbytes: 16' ]
    refuses 2 '*' view -n 1x data
    refuses 2 '*' view -n -1 data
    refuses 2 '*' view -n '' data
    refuses 2 '*' view -n 99999999999999999999 data
    refuses 2 '*' view -s 20000000T data
}

@test "-s and -n count bytes of the SOURCE before any cast" {
    prints '[3]' cast '>H' -s 2 -n 2 -o list 000100030005
    prints 3 slice 0 -t '>H' -s 2 -n 2 -o values 000100030005
}

@test "offsets shown are those in the SOURCE" {
    prints '00000002  33 44                                             |3D|
00000004' view -s 2 00113344
}

@test "a dump from which rows are missing at its end is refused" {
    printf '00000000  61 62  |ab|\n00000005\n' >apart
    hex 6162 dump:apart
    seq 30 >data
    memtool view data | sed 4,6d >short
    refuses 1 'memtool: view: *line 4: the end is 51, but the last row ends at 30' view dump:short
    memtool view -n 1 data | sed s/1$/9/ >short
    refuses 1 'memtool: view: *the end is 9, but the last row ends at 1' view dump:short
    for step in 2 3 16 17; do
        memtool slice ::$step data >apart
        memtool view dump:apart -o raw | cmp - <(memtool slice ::$step data -o raw)
    done
}

@test "sym: sees the variables that the library itself uses" {
    not_emulated 'the test asks the machine itself'
    needs readelf
    run -0 readelf -rW "$PROGRAM"
    lacks COPY <<<"$output"
    prints B call - 'int setenv(const char *, const char *, int)' MEMTOOL_A B 1 then \
        call - 'char *getenv(const char *)' MEMTOOL_A -o values
    [ "$(memtool cast P sym:c:environ -o values)" != 0x0 ]
    prints 7 cast i32 sym:c:optind --as o then slice 0 @o --set 7 then cast i32 sym:-:optind -o values
}

@test "a function that its library chooses when it is loaded is as long as what was chosen, or as -n says" {
    needs cc strip
    [ "${PORT:-}" != musl ] || skip 'the loader of musl knows no IFUNC'
    cat >pick.c <<'END'
static int one(void) { return 1; }
static int (*choose(void))(void) { return one; }
int pick(void) __attribute__((ifunc("choose")));
END
    cc -shared -fPIC -O1 -o pick.so pick.c || skip 'the compiler has no IFUNC'
    strip -o bare.so pick.so
    code=$(memtool view elf:pick.so:one -o hex)
    prints "$code" view sym:./pick.so:pick -o hex
    prints "${code:0:8}" view -n 4 sym:./pick.so:pick -o hex
    prints "${code:0:8}" view -n 4 sym:./bare.so:pick -o hex
    prints "${code:2:6}" view -s 1 -n 3 sym:./bare.so:pick -o hex
    refuses 1 'memtool: view: the library does not tell how large pick is
  sym:./bare.so:pick
  ^
  hint: -n LENGTH takes that many bytes' view sym:./bare.so:pick
}

@test "-s and -n count bytes of a typed SOURCE; a cut inside an element leaves bytes" {
    little_endian
    prints 000000 view d:1 -n 3 -o hex
    prints '[1, 0, 2]' cast B u16:1,2 -n 3 -o list
    prints '[0, 0, 2, 0, 0, 0, 3, 0, 0, 0]' cast B i32:1,2,3 -s 2 -o list
    prints 0000020000000300 array i 1 2 3 then cast B -s 2 -n 8 -o hex
    prints 0 slice 0 -t u16 i32:1,2,3 -s 2
    prints '[131072, 196608]' cast i i32:1,2,3 -s 2 --items 2 -o list
    prints 1 view i16:1,2 --find 00 -s 1 -n 1
    prints '[0, 0, 2, 0]' slice : i32:1,2 -s 2 -n 4 -o list
    prints '[2, 3]' slice : i32:1,2,3 -s 4 -o list
    prints '[]' slice : i32:1,2,3 -s 8 -n 0 -o list
    refuses 1 'memtool: cast: length is not a multiple of itemsize: 7 bytes, items of 4' cast i i32:1,2 -n 7
}

@test "a word that is nearly a SOURCE prefix suggests it" {
    refuses 2 'memtool: view: neither a SOURCE nor a TYPE starts like this
  zreo:4
  ^
  hint: did you mean zero:?' view zreo:4
    refuses 2 '*
  cor:x
  ^
  hint: did you mean core:?' view cor:x
    refuses 2 '*
  stR:abc
  ^
  hint: did you mean str:?' view stR:abc
    refuses 2 '*
  fiel:x
       ^
  hint: did you mean file:?' view fiel:x
    refuses 2 '*
  hexx:00
  *
  hint: did you mean hex:?' view hexx:00
    refuses 2 '*
  u32b:5
  *
  hint: u32b is a record of 34 bytes; did you mean u32be?' view u32b:5
    echo hello >beef:x
    refuses 2 '*
  beef:x
  *
  hint: ./beef:x is the file of that name' view beef:x
    prints 1 cast -o values 'i' i:1
}

@test "what is no size is told by its word" {
    refuses 2 'memtool: view: 1z is not a size
  zero:1z
        ^
  hint: as in 16, 0x10, 4k, 1MiB, 2GB' view zero:1z
    refuses 2 'memtool: view: 1z is not a size' view -n 1z 00
}

@test "an empty SOURCE is a usage error" {
    refuses 2 'memtool: view: the SOURCE is empty
  hint: hex: is no bytes at all, - is stdin' view ''
    refuses 2 'memtool: cast: the SOURCE is empty' cast i ''
    refuses 2 'memtool: view: the SOURCE is empty' view 0011 --find ''
    refuses 2 'memtool: view: the SOURCE is empty' view 0011 --compare ''
    refuses 2 'memtool: view: file: needs the name of a file
  file:
  ^' view file:
    refuses 2 'memtool: view: dump: needs the name of a file' view dump:
    refuses 2 'memtool: view: core: needs the name of a file' view core:
    refuses 2 'memtool: run: the name of the script is empty' run ''
}

@test "sym: of a thread's own variable is as long as the library says" {
    gcc -shared -fPIC -o threaded.so -x c - <<<'__thread int own = 5;'
    prints 5 cast int sym:./threaded.so:own -o values
}
