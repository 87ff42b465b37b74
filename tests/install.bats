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
        COMP_LINE="memtool ${*:2}" COMP_LINE=${COMP_LINE/ =/=} COMP_LINE=${COMP_LINE/= /=}
        COMP_POINT=${#COMP_LINE}
        _memtool memtool "${COMP_WORDS[COMP_CWORD]#=}"
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

# typed LINE RESULT: an interactive bash makes RESULT of a LINE with tabs in it.
typed() {
    python3 "$ROOT/tests/dialogue.py" bash --norc --noprofile -i <<END
> PS1='o''k> '; bind 'set bell-style none'; source '$ROOT/cli/completions/memtool.bash'
<< ok>
>> $1\x01echo [\x05]\r
<< [$2]
END
}

@test "an interactive bash completes words with @, : and = in them" {
    python3 -c 'import pty' || skip 'needs python3'
    touch some.bin
    typed 'memtool view 00 --as foo then view @f\t' 'memtool view 00 --as foo then view @foo '
    typed 'memtool view 00 --as=foo then view @\t' 'memtool view 00 --as=foo then view @foo '
    typed 'memtool cast P 00 --as foo then cast i addr:@\t' \
        'memtool cast P 00 --as foo then cast i addr:@foo '
    typed 'memtool view file:so\t' 'memtool view file:some.bin '
    typed 'memtool view elf:so\t' 'memtool view elf:some.bin '
    typed 'memtool view str:so\t' 'memtool view str:so'
    typed 'memtool view 00 --color=al\t' 'memtool view 00 --color=always '
}

@test "an interactive bash offers no option behind --, and no then to run" {
    python3 -c 'import pty' || skip 'needs python3'
    touch then.mt
    typed 'memtool view --ski\t' 'memtool view --skip '
    typed 'memtool view -- --ski\t' 'memtool view -- --ski'
    typed 'memtool view -- 00 then view --ski\t' 'memtool view -- 00 then view --skip '
    typed 'memtool run the\t' 'memtool run then.mt '
}

@test "completion runs nothing that stands in the line" {
    python3 -c 'import pty' || skip 'needs python3'
    typed 'memtool view 00 --as \x24(touch ran) then view @\t\x15memtool view --ski\t' 'memtool view --skip '
    [ ! -e ran ]
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
