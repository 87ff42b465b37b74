#!/usr/bin/env bash
# Runs tests side by side and sums them up: run.sh [-j JOBS] [-o FOLDER] TEST...
#
# A TEST is a .bats file, a .py script or a program. Its TAP lines are counted; one that prints
# none counts as one test. What failed is shown whole; the last line is `N passed, N failed`, with
# `, N skipped` where some were. FOLDER keeps every output. Status 1 where anything failed.
set -uo pipefail

jobs=$(nproc)
folder=build/check
while getopts j:o: option; do
    case $option in
    j) jobs=$OPTARG ;;
    o) folder=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))

: "${TEST_TIMEOUT:=600}"
unset DEBUGINFOD_URLS CDPATH GREP_OPTIONS NO_COLOR BASH_ENV
export LC_ALL=C.UTF-8 TERM=dumb
rm -rf "$folder"
mkdir -p "$folder" || exit 1
folder=$(cd "$folder" && pwd)

name_of() {
    local name=${1#tests/}
    name=${name#"${BUILD:-build}"/}
    echo "${name//\//-}"
}

# Runs one test in a home and a TMPDIR of its own; leaves NAME.out and NAME.status.
one() {
    local name home
    name=$(name_of "$1")
    home=$(mktemp -d "${TMPDIR:-/tmp}/memtool-test.XXXXXX") || return
    case $1 in
    *.bats) set -- bats -F tap "$1" ;;
    *.py) set -- "${PYTHON:-python3}" "$1" ;;
    *) set -- "${under[@]}" "$1" ;;
    esac
    SECONDS=0
    HOME=$home TMPDIR=$home timeout "$TEST_TIMEOUT" "$@" </dev/null >"$folder/$name.out" 2>&1
    echo "$? $SECONDS" >"$folder/$name.status"
    chmod -R u+rwx "$home" 2>/dev/null
    rm -rf "$home"
}

passed=0 failed=0 skipped=0
read -ra under <<<"${UNDER:-}" # words before each program, such as valgrind's

# Counts what one test left, and shows it where it failed: from each `not ok` to the next `ok`.
count() {
    local name=$1 out=$folder/$1.out status good bad skip
    status=$(cut -d' ' -f1 <"$folder/$name.status")
    good=$(grep -c '^ok ' "$out")
    skip=$(grep -ciE '^ok .* # skip' "$out")
    bad=$(grep -c '^not ok ' "$out")
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
        printf '== %s: status %s%s\n' "$name" "$status" "$([ "$status" != 124 ] || echo ', timed out')"
        tail -n 40 "$out"
    elif [ "$bad" -gt 0 ]; then
        printf '== %s\n' "$name"
        awk '/^ok /{show=0} /^not ok /{show=1} /^1\.\./{next} show || !/^(ok|not ok|#) /' "$out" | head -n 400
    elif [ "$good" -eq 0 ]; then
        good=1
    fi
    passed=$((passed + good - skip)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

# The slowest of the last time first, so that no long one is left at the end.
times=$folder.times
touch "$times"
mapfile -t tests < <(for test in "$@"; do
    seconds=$(awk -v test="$test" '$2 == test {print $1}' "$times")
    echo "${seconds:-5} $test"
done | sort -srn | cut -d' ' -f2-)

for test in "${tests[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
        wait -n
    done
    one "$test" &
done
wait

for test in "$@"; do
    count "$(name_of "$test")"
done
for test in "$@"; do
    echo "$(cut -d' ' -f2 <"$folder/$(name_of "$test").status") $test"
done >"$times"

tail=''
[ "$skipped" -eq 0 ] || tail=", $skipped skipped"
echo "$passed passed, $failed failed$tail"
[ "$failed" -eq 0 ]
