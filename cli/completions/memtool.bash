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

# The words up to the cursor as memtool gets them, the last one what stands before the cursor: bash
# takes words apart at COMP_WORDBREAKS, which has @ : and = in it.
_memtool_words() {
    local line=${COMP_LINE:0:COMP_POINT} part i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        part=${COMP_WORDS[i]}
        if [[ $line == [[:blank:]]* ]]; then
            line=${line#"${line%%[![:blank:]]*}"}
            words+=('')
        elif [ "$i" = 0 ]; then
            words=('')
        fi
        [[ $line == "$part"* ]] || part=$line
        words[${#words[@]} - 1]+=$part
        line=${line#"$part"}
    done
}

# Only an identifier: compgen expands what it is given.
_memtool_label() { [[ ! $1 =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] || labels+=" @$1"; }

# What the words say: the command of the stage, its labels, whether a -- has ended its options.
_memtool_stage() {
    local i last=$((${#words[@]} - 1))
    command='' labels='' ended=''
    for ((i = 1; i < last; i++)); do
        case ${words[i]} in
        then) command='' ended='' ;;
        --) ended=1 ;;
        --as) [ -n "$ended" ] || _memtool_label "${words[i + 1]}" ;;
        --as=*) [ -n "$ended" ] || _memtool_label "${words[i]#--as=}" ;;
        *) [ -n "$command" ] || command=${words[i]} ;;
        esac
    done
    [ "$last" = 0 ] || before=${words[last - 1]}
}

# Adds what goes on behind $1, a part of the word: the words of $2; the names of files.
_memtool_offer() {
    local reply
    while read -r reply; do
        reply=$1$reply
        COMPREPLY+=("${reply#"$front"}")
    done < <(compgen -W "$2" -- "${word#"$1"}")
}
_memtool_files() {
    local reply
    compopt -o filenames 2>/dev/null
    while IFS= read -r reply; do
        reply=$1$reply
        COMPREPLY+=("${reply#"$front"}")
    done < <(compgen -f -- "${word#"$1"}")
}

_memtool_operand() {
    case $word in
    addr:@*) _memtool_offer addr: "$labels" ;;
    size:@*) _memtool_offer size: "$labels" ;;
    @*) _memtool_offer '' "$labels" ;;
    [a-z]*:*:*) ;;
    file:* | dump:* | elf:* | core:*) _memtool_files "${word%%:*}:" ;;
    */*) _memtool_files '' ;;
    *:*) ;;
    *)
        [ "$command" = run ] || _memtool_offer '' "then$labels"
        _memtool_files ''
        ;;
    esac
}

_memtool() {
    local word front='' before='' command labels ended choices='' stem=''
    local -a words
    COMPREPLY=()
    _memtool_words
    _memtool_stage
    word=${words[${#words[@]} - 1]}
    # Bash keeps what it took off in front of $2, the part that the replies stand for.
    [[ $word != *"$2" ]] || front=${word%"$2"}
    if [[ -z $ended && $word == --*=* ]]; then
        before=${word%%=*} stem=$before=
    fi
    if [ -z "$command" ] || [ "$command" = help ]; then
        _memtool_offer '' "$(_memtool_commands)"
        return
    fi
    if [[ -z $ended && $before =~ ^-(-[a-z-]+|[a-z])$ ]]; then
        choices=$(_memtool_choices "$command" "$before")
    fi
    if [ -n "$choices" ]; then
        _memtool_offer "$stem" "$choices"
    elif [ -n "$stem" ]; then
        _memtool_files "$stem"
    elif [[ -z $ended && $word == -* ]]; then
        _memtool_offer '' "$(_memtool_options "$command")"
    else
        _memtool_operand
    fi
}

complete -F _memtool memtool
