# fish completion for memtool: what it offers is what `memtool help` says.

# The command of the stage that the cursor is in; nothing where it is still to be written.
function __memtool_command
    set -l command
    for word in (commandline -opc)[2..]
        if test "$word" = then
            set command
        else if test -z "$command"
            set command $word
        end
    end
    test -n "$command" && echo $command
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
function __memtool_choices
    set -l option (commandline -opc)[-1]
    string match -qr -- '^-(-[a-z-]+|[a-z])$' "$option"; or return
    set -l operand (memtool help (__memtool_command) 2>/dev/null | string replace -rf -- "^ +(-., )?($option=|$option, --[a-z-]+=)(\S*) .*" '$3')
    if test "$operand" = FORM
        __memtool_forms
    else if string match -q '*|*' -- "$operand"
        string split '|' -- $operand
    end
end

complete -c memtool -n 'not __memtool_command >/dev/null' -f -a '(__memtool_commands)'
complete -c memtool -n '__memtool_command >/dev/null' -a then
complete -c memtool -n '__memtool_command >/dev/null; and string match -q -- "-*" (commandline -ct)' -a '(__memtool_options)'
complete -c memtool -n '__memtool_choices | string match -q "*"' -x -a '(__memtool_choices)'
