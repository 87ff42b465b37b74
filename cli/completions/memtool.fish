# fish completion for memtool: what it offers is what `memtool help` says.

# Walks the words before the cursor: the command of its stage, whether a -- has ended the stage's
# options, and the chain's labels, a line each (the first two may be empty).
function __memtool_stage
    set -l words (commandline -opc)
    set -l command ''
    set -l ended ''
    set -l labels
    set -l expected false # a label's name
    for word in $words[2..]
        if test $expected = true
            set -a labels @$word
            set expected false
        else if test "$word" = then
            set command ''
            set ended ''
        else if test -n "$ended"
            continue
        else if test "$word" = --
            set ended yes
        else if test "$word" = --as
            set expected true
        else if string match -q -- '--as=*' $word
            set -a labels (string replace -- --as= @ $word)
        else if test -z "$command"
            set command $word
        end
    end
    printf '%s\n' $command $ended $labels
end

function __memtool_command
    __memtool_stage | head -n 1
end

function __memtool_ended
    test -n (__memtool_stage)[2]
end

function __memtool_labels
    __memtool_stage | tail -n +3 | string match -r '^@[A-Za-z_]\w*$'
end

function __memtool_commands
    memtool help 2>/dev/null | string match -v '  memtool*' | string replace -rf '^  ([a-z]+) .*  +(.*)$' '$1\t$2'
end

function __memtool_options
    memtool help (__memtool_command) 2>/dev/null | string replace -rf '^  \S* *(--[a-z-]+)\S* +(.*)$' '$1\t$2'
end

function __memtool_forms
    memtool help view 2>/dev/null | string replace -rf '^  ([a-z]+) +([^-].*)$' '$1\t$2'
end

# What the argument of the option before the cursor may be, where --help tells: FORM, or the words of a|b|c.
# It is the next word, or stands behind a = in the same one.
function __memtool_choices
    set -l option (commandline -opc)[-1]
    set -l stem ''
    set -l word (string match -r -- '^(--[a-z-]+)=' (commandline -ct))
    if set -q word[2]
        set option $word[2]
        set stem $word[1]
    end
    string match -qr -- '^-(-[a-z-]+|[a-z])$' "$option"; and not __memtool_ended; or return
    set -l operand (memtool help (__memtool_command) 2>/dev/null | string replace -rf -- "^ +(-., )?($option=|$option, --[a-z-]+=)(\S*) .*" '$3')
    if test "$operand" = FORM
        printf '%s\n' $stem(__memtool_forms)
    else if string match -q '*|*' -- "$operand"
        printf '%s\n' $stem(string split '|' -- $operand)
    end
end

function __memtool_operands
    set -l labels (__memtool_labels)
    switch (commandline -ct)
        case 'addr:@*'
            printf '%s\n' addr:$labels
        case 'size:@*'
            printf '%s\n' size:$labels
        case '*:*'
        case '*'
            test (__memtool_command) = run; or printf '%s\n' then $labels
    end
end

# Where a command is to be written; else an argument of an option, an option, or an operand.
function __memtool_at
    set -l at operand
    if contains -- (__memtool_command) '' help
        set at command
    else if __memtool_choices | string match -q '*'
        set at choice
    else if string match -q -- '-*' (commandline -ct); and not __memtool_ended
        set at option
    end
    test $at = $argv[1]
end

complete -c memtool -n '__memtool_at command' -f -a '(__memtool_commands)'
complete -c memtool -n '__memtool_at choice' -f -a '(__memtool_choices)'
complete -c memtool -n '__memtool_at option' -a '(__memtool_options)'
complete -c memtool -n '__memtool_at operand' -a '(__memtool_operands)'
