# make install and uninstall, the completions, and the house.

load helper

@test "install puts program, manual and completions under DESTDIR and PREFIX, uninstall takes them away" {
    not_sanitized
    unset MAKEFLAGS MFLAGS MAKEOVERRIDES
    # What was built is installed, with whatever compiler and flags that was: nothing is built anew.
    make -C "$ROOT" --no-print-directory -o all install DESTDIR="$PWD/root" PREFIX=/usr >log 2>&1 || { cat log; return 1; }
    [ -x root/usr/bin/memtool ]
    [ -f root/usr/share/bash-completion/completions/memtool ]
    [ -f root/usr/share/zsh/site-functions/_memtool ]
    [ -f root/usr/share/fish/vendor_completions.d/memtool.fish ]
    for page in memtool.1 memtool-{view,cast,slice,array,call,layout,run}.1; do
        [ -f "root/usr/share/man/man1/$page" ]
    done
    [ -f root/usr/share/man/man7/memtool-types.7 ]
    [ "$($RUNNER root/usr/bin/memtool view -o hex 0102)" = 0102 ]
    make -C "$ROOT" --no-print-directory uninstall DESTDIR="$PWD/root" PREFIX=/usr >log 2>&1
    [ -z "$(find root -type f)" ]
}

@test "memtool is a hardened program" {
    not_sanitized
    needs readelf
    [ "$PROGRAM" != "$MEMTOOL" ] || [ "$MEMTOOL" -ef "$ROOT/memtool" ] || [ "$MEMTOOL" -ef "$ROOT/build/memtool" ] || skip 'another build'
    readelf -hldW "$PROGRAM" >elf
    grep -q 'Type: *DYN' elf
    grep -q GNU_RELRO elf
    grep -q 'BIND_NOW\|FLAGS_1.*NOW' elf
    grep 'GNU_STACK' elf | grep -qv RWE
    readelf -sW "$PROGRAM" | grep -q __stack_chk_fail
}
