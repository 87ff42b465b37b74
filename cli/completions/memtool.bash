# bash completion for memtool: what it offers is what `memtool help` says.

# The commands, one a line; the long options of a command; the forms of -o.
_memtool_commands() { memtool help 2>/dev/null | sed -nE '/^  memtool/d; s/^  ([a-z]+) .*/\1/p'; }
_memtool_options() { memtool help "$1" 2>/dev/null | sed -nE 's/^  [^ ]* *(--[a-z-]+).*/\1/p'; }
_memtool_forms() { memtool help view 2>/dev/null | sed -n '/^FORM/,/^$/s/^  \([a-z]*\) .*/\1/p'; }

_memtool() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' labels='' i
    local -a words=("${COMP_WORDS[@]:1:COMP_CWORD-1}")

    for ((i = 0; i < ${#words[@]}; i++)); do
        case ${words[i]} in
        then) command='' ;;
        --as) labels+=" @${words[i + 1]}" ;;
        *) [ -n "$command" ] || command=${words[i]} ;;
        esac
    done
    case $before in
    -o | --output) mapfile -t COMPREPLY < <(compgen -W "$(_memtool_forms)" -- "$word") && return ;;
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") && return ;;
    --radix) mapfile -t COMPREPLY < <(compgen -W '2 8 10 16' -- "$word") && return ;;
    esac
    if [ -z "$command" ] || [ "$command" = help ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_memtool_commands)" -- "$word")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_memtool_options "$command")" -- "$word")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -W "then$labels" -- "$word"; compgen -f -- "$word")
    fi
}

complete -F _memtool memtool
