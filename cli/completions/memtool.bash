# bash completion for memtool: what it offers is what `memtool help` says.

# The commands, one a line; the long options of a command; the forms of -o.
_memtool_commands() { memtool help 2>/dev/null | sed -nE '/^  memtool/d; s/^  ([a-z]+) .*/\1/p'; }
_memtool_options() { memtool help "$1" 2>/dev/null | sed -nE 's/^  [^ ]* *(--[a-z-]+).*/\1/p'; }
_memtool_forms() { memtool help view 2>/dev/null | sed -n '/^FORM/,/^$/s/^  \([a-z]*\) .*/\1/p'; }

# What the argument of a command's option may be, where --help tells: FORM, or the words of a|b|c.
_memtool_choices() {
    local operand
    operand=$(memtool help "$1" 2>/dev/null | sed -nE "s/^ +(-., )?($2=|$2, --[a-z-]+=)([^ ]*) .*/\3/p")
    case $operand in
    FORM) _memtool_forms ;;
    *'|'*) echo "${operand//|/ }" ;;
    esac
}

_memtool() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' labels='' stem='' choices i
    local -a words=("${COMP_WORDS[@]:1:COMP_CWORD-1}")

    for ((i = 0; i < ${#words[@]}; i++)); do
        case ${words[i]} in
        then) command='' ;;
        --as) labels+=" @${words[i + 1]}" ;;
        *) [ -n "$command" ] || command=${words[i]} ;;
        esac
    done
    # --color=al is one word, or three where bash takes words apart at the =.
    if [ "$word" = = ]; then
        word=''
    elif [ "$before" = = ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $word == --*=* ]]; then
        before=${word%%=*} stem=$before= word=${word#*=}
    fi
    if [ -z "$command" ] || [ "$command" = help ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_memtool_commands)" -- "$word")
        return
    fi
    if [[ $before =~ ^-(-[a-z-]+|[a-z])$ ]]; then
        choices=$(_memtool_choices "$command" "$before")
    fi
    if [ -n "$choices" ]; then
        mapfile -t COMPREPLY < <(compgen -P "$stem" -W "$choices" -- "$word")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_memtool_options "$command")" -- "$word")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -W "then$labels" -- "$word"; compgen -P "$stem" -f -- "$word")
    fi
}

complete -F _memtool memtool
