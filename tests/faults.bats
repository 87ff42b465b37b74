# What goes wrong outside: files that change, processes that end, disks that are full. What cannot be
# had by real conditions is injected: tests/faults.
# shellcheck disable=SC2016  # ${PIPESTATUS[0]} is the inner shell's

load helper

setup_file() {
    # A process that lives until the test is over, with known bytes in its memory.
    export MEMTOOL_HELD=$BATS_FILE_TMPDIR/held
    "${MEMTOOL:-$BATS_TEST_DIRNAME/../memtool}" array u32 1 2 3 0xdeadbeef --hold >"$MEMTOOL_HELD" &
    echo $! >"$BATS_FILE_TMPDIR/pid"
    for _ in {1..50}; do
        grep -q look "$MEMTOOL_HELD" && break
        sleep 0.1
    done
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/pid")" 2>/dev/null || true
}

teardown() {
    ! grep -q " $BATS_TEST_TMPDIR/disk " /proc/mounts || umount "$BATS_TEST_TMPDIR/disk"
}

# meanwhile COMMAND: is run once a script has come to its line `view ./gate -o info`, which waits for it.
meanwhile() {
    rm -f gate
    mkfifo gate
    { eval "$1"; echo; } >gate 3>&- &
}

# nobody COMMAND...: runs it without the rights of root.
nobody() {
    if [ "$(id -u)" = 0 ]; then
        command -v setpriv >/dev/null || skip 'root may do all, and there is no setpriv'
        chmod a+rx "$HOME" "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}"
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}

# can_run_as_nobody: skips a test where nobody cannot reach the program.
can_run_as_nobody() {
    nobody "$MEMTOOL" --version >/dev/null 2>&1 || skip 'nobody cannot run it here'
}

held() {
    sed -n "s/^$1: //p" "$MEMTOOL_HELD"
}

# ---- files

@test "a sparse file of 3 TiB dumps at once" {
    truncate -s 3T sparse
    run -0 timeout 10 memtool view sparse
    [ "${#lines[@]}" = 3 ]
    [ "${lines[2]}" = 30000000000 ]
    printf end | dd of=sparse bs=1 seek=2000000000000 conv=notrunc status=none
    run -0 timeout 10 memtool view sparse
    [ "${lines[2]}" = '1d1a94a2000  65 6e 64 00 00 00 00 00  00 00 00 00 00 00 00 00  |end.............|' ]
    run -0 timeout 10 memtool cast d sparse -s 1T
    [ "${#lines[@]}" -le 6 ]
    [ "$(timeout 10 memtool slice -1 sparse)" = 0 ]
}

@test "files with holes of terabytes are compared at once, and data with zeroes is found" {
    truncate -s 3T one two
    printf 'a' | dd of=two bs=1 seek=2T conv=notrunc status=none
    run -0 timeout 10 memtool view one --compare ./one
    run -0 timeout 10 memtool cast d one --compare ./one
    run -1 timeout 10 memtool view one --compare ./two
    [ "$output" = '- 20000000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
+ 20000000000  61 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |a...............|' ]
    run -1 timeout 10 memtool view -w 7 -s -99 one --compare zero:100
    [ "$output" = '- 2ffffffffff  00                    |.|
+ 00000062  00 00                 |..|' ]
}

@test "a sparse file of 3 TiB takes constant memory" {
    measures_memory
    truncate -s 3T sparse
    /usr/bin/time -f %M -o peak "$MEMTOOL" view sparse >/dev/null
    [ "$(cat peak)" -le 4096 ]
}

@test "the holes of a file are searched at once, their edges too" {
    truncate -s 3T sparse
    printf 'ab\5' | dd of=sparse bs=1 seek=1T conv=notrunc status=none
    ends 1 '' view --find 41 ./sparse
    prints 1099511627773 view --find 000000616205000000 ./sparse
    prints 1099511627776 view --find 61620500000000000000 ./sparse
    prints $'1099511627773\n1099511627774\n1099511627775' view --find 00 -s 1099511627773 -n 5 ./sparse
    prints 1099511627778 slice : --index 5 ./sparse
    prints 3298534883325 slice : --count 0 ./sparse
    prints 549755813888 slice : -t u16be --index 0x6162 ./sparse
    prints 0 slice : --index 0 ./sparse
}

@test "16 bytes written into a sparse file of 3 TiB stay 16 bytes" {
    truncate -s 3T sparse
    memtool slice 2T:+16 --fill ee -i sparse
    [ "$(memtool view -s 2T -n 17 -o hex sparse)" = eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee00 ]
    [ "$(stat -c %b sparse)" -le 64 ]
}

@test "a file that grew after it was opened is what it was" {
    printf '%s\n' 'view ./data --as d' 'view ./gate -o info' 'view @d -o hex' >script
    printf abcd >data
    meanwhile 'printf efgh >>data'
    memtool run script >out
    [ "$(tail -n 1 out)" = 61626364 ]
}

@test "a file that shrank after it was opened is an error, not zeroes" {
    printf '%s\n' 'view ./data --as d' 'view ./gate -o info' 'view @d' >script
    for size in 0 1 4096 100000; do
        head -c 200000 /dev/zero >data
        meanwhile "truncate -s $size data"
        run -1 --separate-stderr memtool run script
        [[ $stderr == 'memtool: script:3: view: ./data: the file shrank'* ]]
    done
    # What is told is its size, wherever it is read.
    printf '%s\n' 'view ./data --as d' 'view ./gate -o info' 'slice 150000: @d' >script
    head -c 200000 /dev/urandom >data
    meanwhile 'truncate -s 100 data'
    run -1 --separate-stderr memtool run script
    [[ $stderr == 'memtool: script:3: slice: ./data: the file shrank to 100 bytes while it was read'* ]]
}

@test "a file whose place another one has taken is not written" {
    printf abcd >data
    printf '%s\n' 'view ./data --as d' 'view ./gate -o info' 'slice 0 @d --set ff -i' >script
    meanwhile 'printf wxyz >new; mv new data'
    run -1 --separate-stderr memtool run script
    [[ $stderr == *'another file has taken its place'* ]]
    holds data 7778797a
}

@test "a locked file is busy, and left alone" {
    needs flock
    printf abcd >data
    run -1 --separate-stderr flock data "$MEMTOOL" slice 0 --set ff -i.bak ./data
    [[ $stderr == 'memtool: ./data: the file is locked by another process'* ]]
    holds data 61626364
    [ ! -e data.bak ]
}

@test "a file without permission to read or to write is status 1" {
    can_run_as_nobody
    printf abcd >data
    chmod 000 data
    run -1 --separate-stderr nobody "$MEMTOOL" view ./data
    [[ $stderr == 'memtool: view: ./data: Permission denied'* ]]
    chmod 444 data
    run -1 --separate-stderr nobody "$MEMTOOL" slice 0 --set ff -i ./data
    [[ $stderr == *'./data: Permission denied'* ]]
    holds data 61626364
    chmod 666 data
    chmod 755 .
    run -1 --separate-stderr nobody "$MEMTOOL" slice 0 --set ff -i.bak ./data
    [[ $stderr == *'backup ./data.bak: Permission denied'* ]]
    run -1 --separate-stderr nobody "$MEMTOOL" slice 0 --set ff -i.bak --dry-run ./data
    [[ $stderr == *'backup ./data.bak: Permission denied'* ]]
    holds data 61626364
}

@test "a folder in the place of a file, of a script or of a backup is status 1" {
    mkdir folder data.bak
    printf abcd >data
    refuses 1 'memtool: view: ./folder: Is a directory' view ./folder
    refuses 1 'memtool: *Is a directory' slice 0 --set ff -i.bak ./data
    holds data 61626364
    [ "$(find . -name 'data.bak.*' | wc -l)" = 0 ]
}

@test "symlinks are followed, hard links and modes kept" {
    printf abcd >data
    chmod 4711 data
    ln data hard
    ln -s data soft
    memtool slice 0 --set ff -i.bak ./soft
    holds hard ff626364
    holds soft.bak 61626364
    [ -L soft ]
    [ "$(stat -c '%a %h' data)" = '4711 2' ]
}

@test "two names of a file are one memory, before and after a commit" {
    printf abcd >data
    ln data hard
    ln -s data soft
    prints '00000000  ff 62 63 ee                                       |.bc.|
00000004' view ./data --as a then view ./hard --as b then slice 0 @a --set ff then slice 3 ./soft --set ee -i then view @b
    holds data ff6263ee
}

@test "thousands of places in a file are written at once" {
    not_sanitized
    head -c 16M /dev/zero >data
    run -0 timeout $((20 * ${SLOWNESS:-1})) memtool slice 1::2 --fill 41 -i ./data
    [ "$(tr -d '\0' <data | tr -d A | wc -c)" = 0 ]
    [ "$(tr -d '\0' <data | wc -c)" = 8388608 ]
    [ "$(memtool view -n 6 -o hex ./data)" = 004100410041 ]
    run -0 timeout $((20 * ${SLOWNESS:-1})) memtool slice ::-200 --fill 42 -i.bak ./data
    [ "$(tr -dc B <data | wc -c)" = 83887 ]
    [ "$(stat -c %s data data.bak)" = $'16777216\n16777216' ]
}

@test "what others write meanwhile, between the bytes that change, is not lost" {
    head -c 1M /dev/zero >data
    # Another process shares the file, and writes every odd byte of it anew without an end.
    python3 - <<'END' &
import mmap, os, signal
stop = []
signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
file = open('data', 'r+b')
memory = mmap.mmap(file.fileno(), 0)
value, half = 0, len(memory) // 2
open('ready', 'w').close()
while not stop or value < 1:
    if value and memory[1::2].count(bytes([value])) != half:
        open('lost', 'w').write(str(value))
    value = value % 200 + 1
    memory[1::2] = bytes([value]) * half
if memory[1::2].count(bytes([value])) != half:
    open('lost', 'w').write(str(value))
END
    other=$!
    for _ in {1..100}; do [ ! -e ready ] || break; sleep 0.1; done
    for fill in 41 42 43; do
        memtool slice ::2 --fill $fill -i ./data
        memtool slice ::40 --fill 44 -i ./data
    done
    kill -TERM $other
    wait $other
    [ ! -e lost ]
    [ "$(memtool slice ::2 -o raw ./data | tr -d CD | wc -c)" = 0 ]
}

# small_disk: a file system of 64 KiB in ./disk, or no test.
small_disk() {
    [ "$(id -u)" = 0 ] || skip 'only root may mount'
    mkdir -p disk
    mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null || skip 'nothing may be mounted here'
}

@test "a full disk leaves a file as it was, however its bytes are written" {
    small_disk
    truncate -s 1M disk/data
    for slice in ::2 : 0:500000 ::-3 ::5000; do
        run -1 --separate-stderr memtool slice $slice --fill 41 -i disk/data
        [[ $stderr == *'No space left on device'* ]]
        [[ $stderr == *'the file is as it was before'* ]]
        [ "$(tr -d '\0' <disk/data | wc -c)" = 0 ]
        [ "$(stat -c %s disk/data)" = 1048576 ]
        # What undoing left there are zeroes; make them a hole again.
        truncate -s 0 disk/data
        truncate -s 1M disk/data
    done
    head -c 40000 /dev/urandom >disk/data
    cp disk/data whole
    run -1 --separate-stderr memtool slice ::2 --fill 41 -i.bak disk/data
    [[ $stderr == *'backup disk/data.bak: No space left on device'* ]]
    cmp whole disk/data
    [ "$(ls disk)" = data ]
}

@test "the limit of file sizes is an error, and leaves files as they were" {
    head -c 16 /dev/zero >small
    head -c 200000 /dev/zero >big
    ulimit -f 8
    refuses 1 'memtool: big: writing at offset 99999: File too large
  hint: all is as it was before' \
        slice 0 --set ff small -i then slice 99999 --set ff big -i
    holds small "$(printf '%032d' 0)"
    refuses 1 'memtool: *: File too large' slice 0 --set ff big -i.bak
    [ ! -e big.bak ]
    run -1 --separate-stderr bash -c 'memtool view -v zero:100000 >out'
    [ "$stderr" = 'memtool: write: File too large' ]
}

@test "a disk that cannot be read is status 1, and says where" {
    needs losetup
    truncate -s 1M disk
    device=$(losetup -f --show disk 2>/dev/null) || skip 'no loop device'
    # The device is larger than what is behind it.
    truncate -s 4096 disk
    if cat "$device" >/dev/null 2>&1; then
        losetup -d "$device"
        skip 'this device reads what is not there'
    fi
    read_at() { run --separate-stderr memtool "$@"; seen+="$status $stderr"$'\n'; }
    seen=
    read_at view "$device" -s 512k -n 16
    read_at view "$device" -v -o raw
    read_at slice 600k --set 41 -i "$device"
    losetup -d "$device"
    echo "$seen"
    [[ $seen == "1 memtool: view: $device: offset 524288: "*/*" error"$'\n'\
"1 memtool: view: $device: offset "*": "*/*" error"$'\n'\
"1 memtool: $device: offset 614400: "*/*" error"$'\n' ]]
}

@test "killed at any moment, the file or its backup is whole" {
    head -c 8M /dev/urandom >before
    for after in 0.00 0.01 0.02 0.03 0.05 0.08 0.12 0.2 0.3; do
        cp before data
        rm -f data.bak*
        "$MEMTOOL" slice ::2 --fill 41 -i.bak ./data &
        sleep $after
        kill -KILL $! 2>/dev/null || true
        wait $! || true
        [ ! -e data.bak ] || cmp before data.bak
        [ -e data.bak ] || cmp before data
    done
}

@test "interrupted at any moment, a file is written or as it was, and nothing is left beside it" {
    head -c 8M /dev/urandom >before
    cp before after
    memtool slice ::2 --fill 41 -i ./after
    for suffix in .bak ''; do
        for wait in 0.00 0.01 0.02 0.03 0.05 0.08 0.12 0.2 0.3; do
            cp before data
            rm -f data.bak*
            "$MEMTOOL" slice ::2 --fill 41 "-i$suffix" ./data 2>said &
            sleep $wait
            kill -TERM $! 2>/dev/null || true
            status=0
            wait $! || status=$?
            if cmp -s after data; then
                [ "$status" = 0 ] || [ "$status" = 143 ]
                [ "$(echo data*)" = "data${suffix:+ data.bak}" ]
            else
                [ "$status" = 143 ]
                cmp before data
                [ "$(echo data*)" = data ]
            fi
        done
    done
}

@test "of two memtools at once the second is told that the file is busy" {
    head -c 32M /dev/zero >data
    [ -r /proc/locks ] || skip 'locks are not told here'
    # The first one is stopped while it holds the lock.
    memtool slice ::2 --fill 41 -i ./data &
    first=$!
    inode=$(stat -c %i data)
    until grep -q ":$inode " /proc/locks; do
        kill -0 $first 2>/dev/null || skip 'it was too fast'
    done
    kill -STOP $first
    grep -q ":$inode " /proc/locks || { kill -CONT $first; wait $first; skip 'it was too fast'; }
    run --separate-stderr memtool slice 0 --set 42 -i ./data
    kill -CONT $first
    wait $first
    [ "$status" = 1 ]
    [[ $stderr == 'memtool: ./data: the file is locked by another process'* ]]
    [ "$(memtool view -n 4 -o hex ./data)" = 41004100 ]
}

@test "--sync waits for the disk, and without it nobody does" {
    not_sanitized # which does not work under strace
    needs strace
    printf abcd >data
    strace -f -o trace "$MEMTOOL" slice 0 --set ff -i ./data 2>/dev/null || skip 'nothing may be traced here'
    lacks sync trace
    [ "$(grep -c 'pwrite64(.*, 1, 0)' trace)" = 1 ]
    strace -f -o trace "$MEMTOOL" slice 0 --set ee -i --sync ./data
    grep -A 9 pwrite64 trace | grep -q fsync
}

# ---- streams

@test "an endless stream ends where it is asked to" {
    prints 790a790a view -n 4 -o hex < <(yes)
    prints '[121, 10, 121, 10]' slice 0:4 -o list < <(yes)
    prints '[10]' slice 3:4 -o list < <(yes)
    prints 00000000 view -n 4 -o hex /dev/zero
    prints '[0, 0]' cast H -n 4 -o list /dev/zero
    prints '[0, 0]' slice 5:1000000:900000 /dev/zero -o list
}

@test "an endless stream flows through in constant memory" {
    measures_memory
    run -0 bash -c "/usr/bin/time -f %M -o peak '$MEMTOOL' view -v -n 200M /dev/zero | tail -n 1"
    [ "$output" = 0c800000 ]
    [ "$(cat peak)" -le 4096 ]
}

@test "what a command passes over in a pipe is not kept, from the start or from the end" {
    measures_memory
    { head -c 64M /dev/zero; printf abcd; } >data
    passes() {
        run -0 bash -c "cat data | /usr/bin/time -f %M -o peak '$MEMTOOL' $2 -o raw -"
        [ "$output" = "$1" ]
        [ "$(cat peak)" -le 4096 ] || { echo "$2: $(cat peak) KiB"; return 1; }
    }
    passes abcd 'view -s 64M'
    passes abcd 'view -s -4'
    passes bcd 'slice 0x4000001:'
    passes d 'slice 0x4000003'
    passes cd 'slice -3:[-2:]'
    passes ab 'slice -2 -t H'
    passes cd 'cast H -s 0x4000002'
}

@test "FIFOs are read to their end, by name and on stdin, or as far as is asked" {
    mkfifo pipe
    yes >pipe 2>/dev/null &
    prints 790a790a view -n 4 ./pipe -o hex
    { printf ab; sleep 0.2; printf cd; } >pipe &
    prints 61626364 view ./pipe -o hex
    { printf ab; sleep 0.2; printf cd; } >pipe &
    prints '[25185, 25699]' cast '<H' -o list <pipe
}

@test "one stream on both sides of a comparison" {
    run -0 bash -c 'head -c 300000 /dev/urandom | memtool view - --compare -'
}

@test "files under /proc and /sys are read to their end" {
    [ -n "${MEMTOOL_VALGRIND:-}" ] || memtool view -o raw /proc/self/stat | grep -q memtool # its own name
    [ "$(memtool view -o raw /proc/sys/kernel/ostype)" = Linux ]
    [ ! -r /sys/kernel/mm/transparent_hugepage/enabled ] ||
        memtool view -o raw /sys/kernel/mm/transparent_hugepage/enabled | cmp - /sys/kernel/mm/transparent_hugepage/enabled
}

@test "what cannot be written back is refused before it is read" {
    mkfifo pipe
    for source in /dev/zero /dev/null /proc/version ./pipe -; do
        for command in 'slice 0 --set 00' 'slice -1 -s -4' 'cast i --transpose' 'view'; do
            # shellcheck disable=SC2086  # words of a command
            run -2 --separate-stderr timeout 10 memtool $command -i "$source" < <(yes)
            [[ $stderr == *"cannot be written back"* ]]
        done
    done
    refuses 1 'memtool: view: ./pipe/file: Not a directory' view ./pipe/file
    if ! cat /sys/class/net/lo/speed >/dev/null 2>&1 && [ -e /sys/class/net/lo/speed ]; then
        refuses 1 'memtool: view: /sys/class/net/lo/speed: *' view /sys/class/net/lo/speed
    fi
}

@test "the memory of a process has a file under /proc" {
    pid=$(held pid) address=$(held address)
    memtool view "/proc/$pid/mem" -s "$address" -n 8 -o hex >out 2>err || skip 'processes may not be read here'
    [ "$(cat out)" = 0100000002000000 ] || little_endian
    refuses 1 'memtool: view: /proc/self/mem: nothing is mapped at address 0x10' view /proc/self/mem -s 16 -n 4
    memtool slice 1 -t u32 --set 7 "/proc/$pid/mem" -s "$address" -n 8 -i
    prints 7 slice 1 -t u32 "pid:$pid" -s "$address" -n 8
    memtool slice 1 -t u32 --set 2 "/proc/$pid/mem" -s "$address" -n 8 -i
}

@test "no backup of a device is made" {
    mknod device b 7 99 2>/dev/null || skip 'no device can be made here'
    refuses 2 'memtool: slice: there is no backup of a device
  ./device
  ^
  hint: -i alone writes without one*' slice 0 --set ff ./device -i.bak
}

@test "a block device is a file of its size" {
    needs losetup
    truncate -s 1M disk
    device=$(losetup -f --show disk 2>/dev/null) || skip 'no loop device'
    run memtool view "$device" -o info
    memtool slice 0 --set ff -i --sync "$device" &&
        memtool slice 4096::2 -n 8192 --fill 41 -i --sync "$device" &&
        memtool slice -1 --set ee -i --sync "$device" || status=9
    losetup -d "$device"
    [ "$status" = 0 ]
    [[ $output == *'nbytes: 1048576'* ]]
    [ "$(memtool slice 0 disk then slice -1 disk -o values)" = 238 ]
    [ "$(memtool slice 0 disk)" = 255 ]
    [ "$(tr -dc A <disk | wc -c)" = 2048 ]
}

# ---- stdout and the other two

@test "a full disk is status 1, by every form" {
    head -c 100000 /dev/urandom >data
    for form in dump values list json raw hex xxd bits c npy; do
        run -1 --separate-stderr bash -c "memtool view ./data -o $form >/dev/full"
        [[ $stderr == *'No space left on device'* ]]
    done
}

@test "closed descriptors are errors, never a file that is opened in their place" {
    not_valgrind 'its log takes the place'
    printf abcd >data
    run -1 bash -c 'memtool view ./data >&-'
    run -1 bash -c 'memtool view <&-'
    run -1 bash -c 'memtool view ./data <&- >&-'
    bash -c 'memtool slice 0 --set ff -i ./data <&- >&- 2>&-'
    holds data ff626364
    run -1 bash -c 'memtool slice 0 --set 00 -i ./data then slice 100 <&- >&- 2>&-'
    run -1 bash -c 'memtool slice 0 --set 00 -i ./data -o hex <&- >&- 2>&-'
    holds data ff626364
}

@test "a closed pipe ends a chain quietly, before any commit" {
    head -c 1000000 /dev/urandom >data
    cp data copy
    run bash -c 'memtool slice 0:2 --fill 00 -i ./data -v -o dump 2>err | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}'
    [ "$output" = 141 ]
    [ ! -s err ]
    cmp data copy
    run -1 --separate-stderr bash -c 'trap "" PIPE; memtool view -v ./data | true; exit ${PIPESTATUS[0]}'
    [[ $stderr == 'memtool: write: Broken pipe' ]]
}

# ---- processes

@test "--hold lets another memtool look in, and write" {
    pid=$(held pid) address=$(held address)
    [ -n "$address" ]
    memtool view "pid:$pid" -s "$address" -n 16 -o hex >out 2>err || skip 'processes may not be read here'
    [ "$(cat out)" = 010000000200000003000000efbeadde ] || little_endian
    prints '[1, 2, 3, 3735928559]' cast u32 "pid:$pid" -s "$address" -n 16 -o list
    prints '' slice 1 --set 77 -t u32 "pid:$pid" -s "$address" -n 16 -i
    prints '[1, 77, 3, 3735928559]' cast u32 "pid:$pid" -s "$address" -n 16 -o list
    prints '[1, 9, 3, 3735928559]' slice 1 --set 9 -t u32 "pid:$pid" -s "$address" -n 16 -o list
    prints '[1, 77, 3, 3735928559]' cast u32 "pid:$pid" -s "$address" -n 16 -o list
    memtool slice 1 --set 2 -t u32 "pid:$pid" -s "$address" -n 16 -i
    refuses 2 "memtool: slice: there is no backup of a process
  pid:$pid
  ^
  hint: -i alone writes without one*" slice 1 --set 2 -t u32 "pid:$pid" -s "$address" -n 16 -i.bak
    refuses 2 "memtool: slice: pid:$pid: there is no backup of a process
  .bak
  ^" view "pid:$pid" -s "$address" -n 16 then slice 1 @ --set 02 -i.bak
    refuses 2 'memtool: slice: there is no backup of a process' slice 0 --set 02 pid:999999999 -i.bak
}

@test "the map of a process is told, and the unmapped parts of it are errors" {
    pid=$(held pid)
    memtool view "pid:$pid" -o info >out 2>err || skip 'processes may not be read here'
    grep -q '^map: 0x.*\[stack\]' out
    refuses 1 'memtool: view: pid:*: nothing is mapped at address 0x10*' view "pid:$pid" -s 16 -n 4
    end=$(sed -n 's/^map: 0x[0-9a-f]*-0x\([0-9a-f]*\) .*\[stack\]$/\1/p' out)
    refuses 1 '*nothing is mapped at address*' view "pid:$pid" -s "$((0x$end - 8))" -n 16 -o raw
}

@test "bytes are found all over a process" {
    not_sanitized
    pid=$(held pid) address=$(held address)
    memtool view "pid:$pid" -n 0 -s "$address" >out 2>err || skip 'processes may not be read here'
    run -0 timeout 60 memtool view "pid:$pid" --find u32:1,2,3,0xdeadbeef --radix 16
    [[ $output == *"$address"* ]]
}

@test "memory that a process reserved but never touched costs nothing" {
    cat >reserve.py <<'END'
import mmap, sys
memory = mmap.mmap(-1, 4 << 40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)
memory[(1 << 40) - 3:(1 << 40) + 3] = b'\0\0\0abd'
memory[(2 << 40) + 4093:(2 << 40) + 4099] = b'abc\0\0\0'
seen = memory[3 << 40]  # a page of zeroes, only read
print('ready', flush=True)
sys.stdin.read()
END
    mkfifo in
    python3 reserve.py <in >out 2>err &
    pid=$!
    exec 7>in
    for _ in {1..50}; do grep -q ready out || [ -s err ] || sleep 0.1; done
    [ ! -s err ] || skip 'four terabytes cannot be reserved here'
    memtool view "pid:$pid" -n 0 >got 2>err || skip 'processes may not be read here'
    address=
    while IFS=' -' read -r _ from to _; do
        [ $((to - from)) -lt $((4 << 40)) ] || address=$from
    done < <(memtool view "pid:$pid" -o info | grep ^map:)
    [ -n "$address" ] || skip 'the kernel put it beside another mapping'
    run -0 timeout 60 memtool view "pid:$pid" -s "$address" -n 4T
    [ "${#lines[@]}" = 9 ]
    prints "$((address + (1 << 40) - 3))" view "pid:$pid" -s "$address" -n 3T --find 000000616264
    prints "$((address + (2 << 40) + 4093))" view "pid:$pid" -s "$address" -n 3T --find 6162630000000000
    [ "$(sed -n 's/^VmPTE:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status")" -lt 4096 ]
    exec 7>&-
    wait $pid
}

@test "an address that no process has is an error" {
    memtool view pid:self -n 0 >out 2>err || skip 'processes may not be read here'
    refuses 1 'memtool: view: pid:self: nothing is mapped at address 0xffffffffff600000' view pid:self -s 0xffffffffff600000
    refuses 1 'memtool: view: pid:self: nothing is mapped at address 0x7fffffffffffffff' view pid:self -s 0x7fffffffffffffff
    make_core core
    refuses 1 'memtool: view: core:core: nothing is mapped at address 0x4000' view core:core -s 0x4000 -n 4
}

@test "what is written to a process is seen by every name of it, and committed once" {
    local pid address
    pid=$(held pid) address=$(held address)
    memtool view "pid:$pid" -s "$address" -n 8 >before 2>err || skip 'processes may not be read here'
    prints ee000000 slice 0 "pid:$pid" -s "$address" -n 4 --set ee then view "/proc/$pid/mem" -s "$address" -n 4 -o hex
    memtool slice 4 "pid:$pid" -s "$address" -n 8 --set ee -i then slice 5 "pid:$pid" -s "$address" -n 8 --set dd -i
    prints eedd0000 view "pid:$pid" -s "$((address + 4))" -n 4 -o hex
    run -1 memtool slice 4 "pid:$pid" -s "$address" -n 8 --set 11 -i then slice 0 "pid:$pid" -s 0 -n 4 --set 22 -i
    prints eedd0000 view "pid:$pid" -s "$((address + 4))" -n 4 -o hex
    memtool slice 4:6 "pid:$pid" -s "$address" -n 8 --set 0200 -i
    memtool view "pid:$pid" -s "$address" -n 8 | cmp before -
}

@test "many places in a process are written by few calls" {
    pid=$(held pid) address=$(held address)
    memtool view "pid:$pid" -s "$address" -n 16 -o hex >before 2>err || skip 'processes may not be read here'
    memtool slice ::2 --fill 55 "pid:$pid" -s "$address" -n 16 -i
    [ "$(memtool view "pid:$pid" -s "$address" -n 16 -o hex)" = 55005500550055005500550055be55de ]
    memtool slice : --set "hex:$(cat before)" "pid:$pid" -s "$address" -n 16 -i
    refuses 1 '*nothing is mapped*' slice ::1000 --fill 55 "pid:$pid" -s "$((address - 4096 * 4))" -n 64K -i
    [ "$(memtool view "pid:$pid" -s "$address" -n 16 -o hex)" = "$(cat before)" ]
}

@test "a process that is not there, or ends meanwhile, is status 1" {
    sleep 0 &
    gone=$!
    wait "$gone"
    refuses 1 "memtool: view: *no process $gone*" view "pid:$gone" -n 4
    sleep 100 &
    gone=$!
    printf '%s\n' "view pid:$gone:[stack] -n 4 --as p" 'view ./gate -o info' 'view @p' >script
    if memtool view "pid:$gone:[stack]" -n 4 >out 2>err; then
        meanwhile "kill $gone; tail -s 0.1 -f --pid=$gone /dev/null"
        run -1 --separate-stderr memtool run script
        [[ $stderr == *'no process'* ]]
    fi
    kill "$gone" 2>/dev/null || true
}

@test "a process of somebody else is refused with a reason" {
    [ "$(id -u)" = 0 ] || skip 'needs two users'
    can_run_as_nobody
    run -1 --separate-stderr nobody "$MEMTOOL" view "pid:$(held pid):[stack]" -n 4
    [ -n "$stderr" ]
}

# ---- images

@test "sections and symbols of ELF files are read without loading them" {
    run -0 memtool view "elf:$PROGRAM:.interp" -o raw
    [[ $output == *ld* ]] || skip 'a static program'
    refuses 1 '*' view "elf:$PROGRAM:.nowhere"
    printf 'no ELF' >data
    refuses 1 'memtool: *' view elf:data:.text
    head -c 100 "$MEMTOOL" >short
    refuses 1 'memtool: *' view elf:short:.text
}

# A core dump of two segments, at 0x1000 and at 0x3000.
make_core() {
    python3 - "$1" <<'END'
import struct, sys
def segment(offset, address, size):
    return struct.pack('<IIQQQQQQ', 1, 6, offset, address, 0, size, size, 4096)
head = b'\x7fELF\x02\x01\x01' + bytes(9) + struct.pack('<HHIQQQIHHHHHH', 4, 62, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
body = segment(0x200, 0x1000, 16) + segment(0x210, 0x3000, 8)
open(sys.argv[1], 'wb').write((head + body).ljust(0x200, b'\0') + bytes(range(16)) + b'segment2')
END
}

@test "a core dump is read by its addresses, and written back" {
    make_core core
    prints 0405 view core:core -s 0x1004 -n 2 -o hex
    prints 7365676d view core:core -s 0x3000 -n 4 -o hex
    refuses 1 '*address 0x1010 was not dumped*' view core:core -s 0x100e -n 4
    prints 0x1008 view core:core --find 0809 --radix 16
    ends 1 '' view core:core --find 0f73
    prints '' slice 0 --set ff core:core -s 0x1008 -n 8 -i
    prints ff view core:core -s 0x1008 -n 1 -o hex
    truncate -s 600 core
    prints '' view core:core -n 0 -s 0x1000 -o raw
    truncate -s 530 core
    refuses 1 '*cut short*' view core:core
}

@test "--dry-run on a process says what the write would say" {
    pid=$(held pid) address=0x$(sed -n 's/-.* r-.p .*//p' "/proc/$pid/maps" | head -1)
    memtool view "pid:$pid" -s "$address" -n 4 >out 2>err || skip 'processes may not be read here'
    for options in -i '-i --dry-run'; do
        # shellcheck disable=SC2086  # words
        refuses 1 "memtool: pid:$pid: cannot modify read-only memory at address $(printf 0x%x "$address")" \
            slice 0 "pid:$pid" -s "$address" -n 4 --set 58 $options
    done
    address=$(held address)
    prints '' slice 0 "pid:$pid" -s "$address" -n 4 --set 58 -i --dry-run
    prints 1 slice 0 "pid:$pid" -s "$address" -n 4
}
