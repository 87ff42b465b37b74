#!/usr/bin/env bash
# make check-ports: the tests again with other compilers, C libraries and machines.
#
#     ports.sh [PORT...]      builds and tests these ports, or all of them
#     ports.sh -l [PORT...]   fetches their libraries (make deps-ports)
#
# Compilers and emulators are Debian's, and so are the libraries of other machines: they are taken
# out of its packages into build/ports/PORT/sysroot, and nothing is installed. bats, python and
# whatever else the tests run stay this machine's: MEMTOOL, cc and gcc are scripts around the port's
# own, and RUNNER starts a program that these have made. The last line of a port, and of all, is
# `N passed, N failed`; what was left out is said with its reason.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
only=${TESTS:-} # these tests, where some are named
unset MAKEFLAGS MFLAGS MAKELEVEL BUILD MEMTOOL CC CFLAGS CPPFLAGS LDFLAGS TESTS

# Where no tests are named a port runs them all; `core` are those that need neither calls nor
# processes of the machine itself. An emulator with ? behind it is for kernels that do not start such
# programs themselves.
ports='
# port    compiler               emulator      libraries  tests
gcc       gcc                    -             -          all
clang     clang                  -             -          all
musl      musl-gcc               -             amd64      all
i386      i686-linux-gnu-gcc     qemu-i386?    i386       all
aarch64   aarch64-linux-gnu-gcc  qemu-aarch64  arm64      all
s390x     s390x-linux-gnu-gcc    qemu-s390x    s390x      core
'
core=(array cast chain errors forms help layout slice source view)
oracles=(dumps floats formats forms layouts memoryview ndviews views)

# With the -dev packages that pkg-config asks for.
libraries='libffi-dev libdw-dev libdw1 libelf-dev libelf1 zlib1g-dev zlib1g liblzma-dev liblzma5 libbz2-1.0
           libreadline-dev libreadline8 libncurses-dev libtinfo6 libsqlite3-0'

# Sets name compiler emulator machine tests, and the port's folder; false where there is no such port.
choose() {
    read -r name compiler emulator machine tests < <(awk -v port="$1" '$1 == port' <<<"$ports")
    folder=$PWD/build/ports/$1
    root=$folder/sysroot
    [ -n "$name" ] || { echo "ports: no port is named $1" >&2; return 1; }
    case $emulator in
    *'?') if starts_here; then emulator=-; else emulator=${emulator%?}; fi ;;
    esac
}

# Whether this machine starts what the port's compiler makes.
starts_here() {
    local program status
    program=$(mktemp)
    echo 'int main(void) { return 0; }' | "$compiler" -static -x c -o "$program" - 2>/dev/null && "$program" 2>/dev/null
    status=$?
    rm -f "$program"
    return $status
}

# ---- libraries

# fetch MACHINE PACKAGE...: their files into $root, by an apt that keeps its state there.
fetch() {
    local machine=$1 state=$folder/apt package
    shift
    rm -rf "$root" "$state"
    mkdir -p "$root" "$state/lists/partial" "$state/cache/archives/partial" || return
    cat >"$state/conf" <<END
APT::Architecture "$machine";
APT::Architectures { "$machine"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Dir::State "$state";
Dir::State::status "/dev/null";
Dir::Cache "$state/cache";
END
    APT_CONFIG=$state/conf apt-get update -qq 2>"$state/messages" || cat "$state/messages" >&2
    (cd "$state" && APT_CONFIG=$state/conf apt-get download -qq "$@") || return
    for package in "$state"/*.deb; do
        dpkg-deb -x "$package" "$root" || return
    done
    rm -rf "$state"
}

# An emulator wants the C library, too; a foreign C library nothing that was built for Debian's.
libraries_of() {
    case $name in
    musl) echo libffi-dev linux-libc-dev ;;
    # libc-bin has the locale C.UTF-8, whose files are of one byte order.
    *) if [ "$emulator" = - ]; then echo "$libraries"; else echo "$libraries libc6 libc-bin libgcc-s1"; fi ;;
    esac
}

fetch_libraries() {
    [ "$machine" = - ] || [ -e "$folder/fetched" ] && return
    echo "ports: fetching libraries for $name" >&2
    # shellcheck disable=SC2046  # words
    fetch "$machine" $(libraries_of) && touch "$folder/fetched"
}

# ---- building and testing

# script NAME LINE...: writes an executable script into the port's bin.
script() {
    local to=$folder/bin/$1
    shift
    printf '%s\n' '#!/bin/sh' "$@" >"$to" && chmod +x "$to"
}

# Writes cc, gcc and memtool; sets CC, MEMTOOL, RUNNER and what pkg-config looks at.
set_up() {
    local libs=("$root"/usr/lib/*-linux-*) triplet flags='' tool
    triplet=${libs[0]##*/}
    mkdir -p "$folder/bin"
    runner=''
    if [ "$machine" != - ]; then
        flags="-B$root/usr/lib/$triplet/ -L$root/lib/$triplet -isystem $root/usr/include/$triplet -isystem $root/usr/include"
        export PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$root/usr/lib/$triplet/pkgconfig
        [ "$emulator" = - ] || runner="$emulator -L $root"
        # So that its addresses are the kernel's, too, which reads them by /proc/self/mem for addr:.
        [ "$emulator" != qemu-i386 ] || runner+=' -B 0'
    fi
    script cc "exec $compiler $flags \"\$@\""
    if [ "$machine" != - ]; then
        script gcc "exec $compiler $flags \"\$@\""
        export COMPILERS=gcc
        for tool in objcopy strip; do
            ! command -v "${compiler%-gcc}-$tool" >/dev/null || script $tool "exec ${compiler%-gcc}-$tool \"\$@\""
        done
    fi
    if [ "$emulator" = - ] && [ -d "$root/lib/$triplet" ]; then
        export PROGRAM_LIBRARIES=$root/usr/lib/$triplet:$root/lib/$triplet
        script memtool "LD_LIBRARY_PATH=\${LD_LIBRARY_PATH:+\$LD_LIBRARY_PATH:}$PROGRAM_LIBRARIES" \
            'export LD_LIBRARY_PATH' "exec $folder/memtool \"\$@\""
    else
        script memtool "exec $runner $folder/memtool \"\$@\""
    fi
}

# The tests of a port as make's TESTS; nothing for all.
tests_of() {
    local test
    if [ -n "$only" ]; then
        echo "$only"
    elif [ "$tests" = core ]; then
        for test in tests/unit/test_*.c; do
            echo "build/ports/$name/unit/$(basename "$test" .c)"
        done
        printf 'tests/%s.bats\n' "${core[@]}"
        printf 'tests/oracle/%s.py\n' "${oracles[@]}"
    fi
}

test_port() (
    set_up
    export RUNNER=$runner UNDER=$runner PORT=$name PROGRAM=$folder/memtool PATH=$folder/bin:$PATH
    if [ -n "$runner" ]; then
        export SCALE=${SCALE:-0.05} SLOWNESS=${SLOWNESS:-10} TEST_TIMEOUT=${TEST_TIMEOUT:-1800}
    fi
    mapfile -t chosen < <(tests_of)
    make --no-print-directory BUILD="build/ports/$name" CC="$folder/bin/cc" MEMTOOL="$folder/bin/memtool" \
        JOBS="${JOBS:-$(nproc)}" ${PYTHON:+PYTHON="$PYTHON"} ${chosen:+TESTS="${chosen[*]}"} check
)

# Why tests were left out, and how many for each reason.
left_out() {
    grep -hiE '^ok .* # skip' "$folder"/check/*.out 2>/dev/null | sed 's/.*# [Ss][Kk][Ii][Pp] *//' |
        sort | uniq -c | sort -rn | sed 's/^/  left out/'
}

passed=0 failed=0

# Runs a port, and counts its tests. One that cannot be built or run is itself a failed test.
run_port() {
    local log=$folder/log counts good=0 bad=0 skipped=''
    printf '\n---- %s\n' "$name"
    mkdir -p "$folder"
    if ! command -v "$compiler" >/dev/null || { [ "$emulator" != - ] && ! command -v "$emulator" >/dev/null; } ||
        { [ "$machine" != - ] && [ ! -e "$folder/fetched" ]; }; then
        echo "ports: $name lacks its compiler, emulator or libraries: make deps-ports" >&2
        counts='0 passed, 1 failed'
    else
        test_port 2>&1 | tee "$log"
        counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
        left_out
    fi
    read -r good _ bad _ skipped _ <<<"${counts:-0 passed, 1 failed}"
    [ "$good" -gt 0 ] || [ "$bad" -gt 0 ] || bad=1
    echo "$name: $good passed, $bad failed${skipped:+, $skipped left out}"
    summary+="$name: $good passed, $bad failed${skipped:+, $skipped left out}"$'\n'
    passed=$((passed + good)) failed=$((failed + bad))
}

fetching=''
if [ "${1:-}" = -l ]; then
    fetching=yes
    shift
fi
[ $# -gt 0 ] || mapfile -t all < <(awk '/^[a-z]/ {print $1}' <<<"$ports")
summary=''
for port in "${@:-${all[@]}}"; do
    choose "$port" || exit 2
    if [ -n "$fetching" ]; then
        fetch_libraries || exit 1
    else
        run_port
    fi
done
[ -z "$fetching" ] || exit 0
printf '\n%s%d passed, %d failed\n' "$summary" "$passed" "$failed"
[ "$failed" -eq 0 ]
