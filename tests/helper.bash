# What every bats file loads: the program under test as `memtool`, an empty folder to work in, and
# words for what is expected.
#
#     load helper            # in tests/; `load ../helper` one folder down
#     @test "a step of zero is refused" {
#         refuses 2 'memtool: slice: step is zero' slice ::0 00
#     }
# MEMTOOL=path runs another binary (make sanitize, a cross-built one, a wrapper script); PROGRAM is the
# binary itself, and RUNNER what starts a program that cc made, where that is for another machine.

bats_require_minimum_version 1.5.0

ROOT=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
export ROOT
: "${MEMTOOL:=$ROOT/memtool}"
: "${PROGRAM:=$MEMTOOL}"
: "${RUNNER:=}"
export MEMTOOL

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir -p "$BATS_FILE_TMPDIR/bin"
    ln -sf "$MEMTOOL" "$BATS_FILE_TMPDIR/bin/memtool"
    PATH=$BATS_FILE_TMPDIR/bin:$PATH
}

# prints EXPECTED ARG...: memtool ARG... ends with status 0, writes just EXPECTED and a newline (or
# nothing, for '') to stdout, and nothing to stderr.
prints() {
    local expected=$1
    shift
    check_run 0 "$expected" '' "$@"
}

# ends STATUS EXPECTED ARG...: the same with another status.
ends() {
    local status=$1 expected=$2
    shift 2
    check_run "$status" "$expected" '' "$@"
}

# refuses STATUS MESSAGE ARG...: memtool ARG... ends with STATUS, writes nothing to stdout, and the
# lines of MESSAGE are how stderr starts. A * in MESSAGE stands for anything.
refuses() {
    local status=$1 message=$2
    shift 2
    check_run "$status" '' "$message" "$@"
}

# check_run STATUS STDOUT STDERR ARG...: the one place where memtool is run and compared.
check_run() {
    local want=$1 want_out=$2 want_err=$3 got=0 out err
    shift 3
    memtool "$@" >"$BATS_TEST_TMPDIR/.out" 2>"$BATS_TEST_TMPDIR/.err" || got=$?
    IFS= read -r -d '' out <"$BATS_TEST_TMPDIR/.out" || true
    IFS= read -r -d '' err <"$BATS_TEST_TMPDIR/.err" || true
    [ -z "$want_out" ] || want_out+=$'\n'
    if [ "$got" = "$want" ] && [ "$out" = "$want_out" ] && said "$err" "$want_err"; then
        return 0
    fi
    printf '%q ' memtool "$@"
    printf '\nstatus %s, wanted %s\n' "$got" "$want"
    diff -u --label wanted --label got <(printf '%s' "$want_out") "$BATS_TEST_TMPDIR/.out" || true
    printf 'stderr wanted:\n%s\nstderr got:\n%s\n' "$want_err" "$err"
    return 1
}

# said TEXT MESSAGE: TEXT starts with the lines of MESSAGE, in which * stands for anything; no
# MESSAGE is no TEXT.
said() {
    local text=$1 line wanted
    [ -n "$2" ] || { [ -z "$text" ] && return 0 || return 1; }
    while IFS= read -r wanted; do
        IFS= read -r line <<<"$text"
        text=${text#*$'\n'}
        wanted=${wanted//\\/\\\\} wanted=${wanted//\[/\\[} wanted=${wanted//\?/\\?}
        # shellcheck disable=SC2053  # the * of a message is a pattern
        [[ $line == $wanted ]] || return 1
    done <<<"$2"
}

# holds FILE HEX: the bytes of the file are those.
holds() {
    local got
    got=$(xxd -p "$1" | tr -d '\n')
    [ "$got" = "${2// /}" ] || {
        echo "$1 holds $got, wanted ${2// /}"
        return 1
    }
}

# Skips a test where memtool is watched by sanitizers, which need memory, time and libraries of their own.
not_sanitized() {
    [ -z "${MEMTOOL_SANITIZED:-}" ] || skip 'sanitizers take memory, time and libraries of their own'
}

# Skips a test of what valgrind does otherwise: long doubles of 64 bits, its own maps and descriptors.
not_valgrind() {
    [ -z "${MEMTOOL_VALGRIND:-}" ] || skip "$1"
}

# needs PROGRAM...: skips a test where one is not installed.
needs() {
    local program
    for program; do
        command -v "$program" >/dev/null || skip "needs $program"
    done
}

# size_of TYPE: its bytes on the machine that memtool is of.
size_of() {
    memtool layout -o json "$1" | sed 's/.*"size": *\([0-9]*\).*/\1/'
}

# Skips a test that expects a long of 8 bytes, and all else that comes with it.
long_of_8() {
    [ "$(size_of long)" = 8 ] || skip 'expects a long of 8 bytes'
}

# machine NAME...: whether the compiler makes programs for one of these.
machine() {
    local name
    for name; do
        [[ $("${CC:-cc}" -dumpmachine) != "$name"* ]] || return 0
    done
    return 1
}

# Skips a test that needs what an emulator does not have.
not_emulated() {
    [ -z "$RUNNER" ] || skip "not under an emulator: $1"
}

# Skips a test of how much memory memtool takes where that is not to be measured.
measures_memory() {
    not_sanitized
    not_emulated 'its memory counts as well'
    needs /usr/bin/time
}

# Skips a test where memtool is built without libdw, or finds none.
needs_debug_info() {
    ! memtool layout --types "$PROGRAM" 'struct none' 2>&1 | grep -q 'libdw\|built without' || skip 'libdw is not there'
}

# Skips a test of line editing where memtool finds no readline.
needs_readline() {
    memtool call readline >/dev/null 2>&1 || skip 'readline is not there'
}

# Skips a test whose expected bytes are those of a little-endian machine.
little_endian() {
    [ "$(memtool cast -o values u16 0100)" = 1 ] || skip 'expects a little-endian machine'
}

# lacks PATTERN FILE: grep finds nothing.
lacks() {
    if grep "$@"; then return 1; fi
}
