# help, --help and --version.

load helper

@test "help lists every command" {
    run -0 memtool help
    for command in view cast slice array call help; do
        [[ $output == *"$command"* ]]
    done
    prints "$output" --help
}

@test "help COMMAND and COMMAND --help say the same" {
    for command in view cast slice array call; do
        run -0 memtool help $command
        [[ $output == *"memtool $command"* ]]
        prints "$output" $command --help
    done
}

@test "--help wins over what else is on the line, and reads nothing" {
    run -0 memtool view --help nowhere
    [[ $output == *'memtool view'* ]]
}

@test "--help COMMAND is help COMMAND, and --help and --version hear nothing behind them" {
    run -0 memtool help view
    prints "$output" --help view
    prints "$output" -h view
    prints "$output" view --help --frob
    prints "$output" view -h -w 0 nowhere
    prints "$output" slice 0 nowhere --set 00 -i then view --help then frob
    run -0 memtool help
    prints "$output" --help --version
    run -0 memtool --version
    prints "$output" --version x
    refuses 2 'memtool: help: unknown command' --help veiw
}

@test "--version says the name and a number" {
    run -0 memtool --version
    [[ $output =~ ^memtool\ [0-9]+\.[0-9]+ ]]
}

@test "no command is a usage error that says how" {
    refuses 2 '*'
}

@test "an unknown command is a usage error with a near name" {
    refuses 2 '*' veiw 00
    grep -q view .err
    refuses 2 '*' help veiw
}

@test "an unknown option is a usage error with a near name" {
    refuses 2 '*' view --lenght 3 00
    grep -q -- --length .err
    refuses 2 '*' view -Z 00
    refuses 2 'memtool: a command is missing before --frob
  --frob
  ^
  hint: options stand behind their command; memtool help lists the commands' --frob
    refuses 2 'memtool: a command is missing before -o' view 00 then -o hex
}

@test "an option without its argument is a usage error" {
    refuses 2 '*' view 00 -n
    refuses 2 '*' view 00 --as
    refuses 2 '*' slice : 00 --set
}

@test "options stand anywhere, and -- ends them" {
    prints 01 view 0001 -s 1 -o hex
    prints 01 view -o hex -s 1 0001
    prints 01 view -ohex -s1 0001
    prints 01 view --output=hex --skip=1 0001
    printf x >-n
    prints 78 view -o hex -- -n
}

@test "every command and option of --help is in its manual page" {
    needs mandoc
    for command in view cast slice array call layout run; do
        memtool help $command >/dev/null 2>&1 || continue
        page=$ROOT/man/memtool-$command.1
        for option in $(memtool help $command | grep -oE -- '--[a-z-]+' | sort -u); do
            { cat "$page" "$ROOT/man/memtool.1"; } | grep -q -- "Fl Fl ${option#--}\b" ||
                { echo "$option of $command is not in its page"; return 1; }
        done
    done
}

@test "the lines of --help are two columns" {
    for command in view cast slice array call layout run; do
        memtool help $command | sed '/^FORM/,$d' | grep -E '^  ' >lines
        lacks -vE '^  .{30} [^ ]' lines
    done
}

@test "call tells both of its forms" {
    refuses 2 'memtool: call: an operand is missing
  hint: memtool call [OPTION]... LIBRARY [SIGNATURE [ARG]...]' call
}
