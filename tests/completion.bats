#!/usr/bin/env bats
# Completion in bash, fish and zsh: what they offer is what memtool knows.
load helper

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

# Lines with tabs in them, and what a shell makes of each.
lines=(
    'memtool vi\t' 'memtool view '
    'memtool view 00 --as foo then view @f\t' 'memtool view 00 --as foo then view @foo '
    'memtool view 00 --as=foo then view @\t' 'memtool view 00 --as=foo then view @foo '
    'memtool cast P 00 --as foo then cast i addr:@\t' 'memtool cast P 00 --as foo then cast i addr:@foo '
    'memtool view file:so\t' 'memtool view file:some.bin '
    'memtool view elf:so\t' 'memtool view elf:some.bin '
    'memtool view str:so\t' 'memtool view str:so'
    'memtool view 00 --color=al\t' 'memtool view 00 --color=always '
    'memtool view 00 -o j\t' 'memtool view 00 -o json '
    'memtool layout int -o s\t' 'memtool layout int -o svg '
    'memtool view --ski\t' 'memtool view --skip '
    'memtool view -- --ski\t' 'memtool view -- --ski'
    'memtool view -- 00 then view --ski\t' 'memtool view -- 00 then view --skip '
    'memtool run the\t' 'memtool run then.mt '
    'memtool help sl\t' 'memtool help slice '
    'memtool view 00 --as \x24(touch ran) then view @\t\x15memtool view --ski\t' 'memtool view --skip '
)

# typed START SHELL [ARG]...: the shell, interactive and set up by the line START, makes of the lines what
# they say, and runs nothing that stands in them. Zsh takes a blank back that it wrote itself.
typed() {
    local start=$1 i made
    shift
    needs python3
    touch some.bin then.mt
    {
        printf '%s\n' "> PS1='o''k> '; $start; echo do''ne" '<< done' '<< ok>'
        for ((i = 0; i < ${#lines[@]}; i += 2)); do
            made=${lines[i + 1]}
            [ "$1" != zsh ] || made=${made% }
            printf '%s\n' ">> ${lines[i]}\\x01echo '[\\x05]'\\r" "<< [$made]" '<< ok>'
        done
    } >dialogue
    python3 "$ROOT/tests/dialogue.py" "$@" <dialogue
    [ ! -e ran ]
}

@test "an interactive bash completes words, also those with @, : and = in them" {
    typed "bind 'set bell-style none'; source '$ROOT/cli/completions/memtool.bash'" bash --norc --noprofile -i
}

@test "an interactive zsh completes the same" {
    needs zsh
    typed "fpath=('$ROOT/cli/completions' \$fpath); autoload -Uz compinit; compinit -u -D" zsh -f -i
}

@test "fish offers the same" {
    needs fish
    touch some.bin then.mt
    local i line made
    for ((i = 0; i < ${#lines[@]}; i += 2)); do
        line=${lines[i]%'\t'} made=${lines[i + 1]% }
        # Some speak of keys, and behind a colon fish itself offers files.
        [[ $line != *'\t'* && $line != *str:* ]] || continue
        fish --no-config -c "source '$ROOT/cli/completions/memtool.fish'; complete -C '$line'" | cut -f1 >offered
        [ "$made" != "$line" ] || made=''
        [ "$(cat offered)" = "${made##* }" ] || { echo "$line: $(cat offered)"; return 1; }
    done
}
