#!/usr/bin/env bash
# make fuzz: run.sh BUILD MINUTES JOBS NAME... runs each target for MINUTES (0.1 is six seconds),
# JOBS of them at once. Seeds are tests/fuzz/corpus/NAME; what is new goes to BUILD/corpus/NAME, a
# finding to BUILD/findings. Prints a line a target; status 1 where anything was found.
set -uo pipefail

build=$1 minutes=$2 jobs=$3
shift 3
seconds=$(awk -v minutes="$minutes" 'BEGIN {s = int(minutes * 60); print s < 1 ? 1 : s}')
mkdir -p "$build/findings" "$build/log"

one() {
    local name=$1 log=$build/log/$1 corpus=("$build/corpus/$1")
    mkdir -p "${corpus[0]}"
    [ ! -d "tests/fuzz/corpus/$name" ] || corpus+=("tests/fuzz/corpus/$name")
    ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:intercept_tls_get_addr=0 UBSAN_OPTIONS=print_stacktrace=1 \
        "$build/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
        -artifact_prefix="$build/findings/$name-" -print_final_stats=1 \
        "${corpus[@]}" >"$log" 2>&1
    local status=$?
    if [ $status -eq 0 ]; then
        awk -v name="$name" '/number_of_executed_units/ {n = $2} END {printf "ok - fuzz %s: %d runs\n", name, n}' "$log"
    else
        echo "not ok - fuzz $name: status $status"
        tail -n 40 "$log" | sed 's/^/# /'
    fi
    return $status
}

failed=0
for name in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
        wait -n || failed=1
    done
    one "$name" &
done
while [ "$(jobs -p | wc -l)" -gt 0 ]; do
    wait -n || failed=1
done
exit $failed
