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

@test "bash completes commands, options, forms, labels and then" {
    complete() { :; }
    compopt() { :; }
    # shellcheck source=cli/completions/memtool.bash
    source "$ROOT/cli/completions/memtool.bash"
    completes() {
        COMP_WORDS=(memtool "${@:2}")
        COMP_CWORD=$(($# - 1))
        _memtool
        [[ " ${COMPREPLY[*]} " == *" $1 "* ]] || { echo "${*:2}: ${COMPREPLY[*]}"; return 1; }
    }
    completes slice sl
    completes --length view --le
    completes --strides cast --str
    completes json view 00 -o js
    completes @data view 00 --as data then slice 0 @
    completes then view 00 th
    completes cast view 00 then ca
    completes always view --color al
    completes always view --color = al
    completes auto view --color =
    completes --color=always view --color=al
    completes F cast i --order ''
    completes 16 cast i --radix 1
    completes svg layout int -o s
    completes text layout int --output = ''
    [[ " ${COMPREPLY[*]} " != *' dump '* ]]
    completes json view --output = js
}

@test "fish and zsh completions are read without an error" {
    command -v fish >/dev/null || command -v zsh >/dev/null || skip 'needs fish or zsh'
    ! command -v fish >/dev/null || fish -n "$ROOT/cli/completions/memtool.fish"
    ! command -v zsh >/dev/null || zsh -n "$ROOT/cli/completions/_memtool"
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
