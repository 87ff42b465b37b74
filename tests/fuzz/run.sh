#!/usr/bin/env bash
# make fuzz, make fuzz-afl: run.sh ENGINE BUILD MINUTES JOBS NAME... runs each target for MINUTES (0.1
# is six seconds), JOBS of them at once. ENGINE is libfuzzer or afl. Seeds are tests/fuzz/corpus/NAME;
# what is new goes to BUILD/corpus/NAME, a finding to BUILD/findings. Prints a line a target; status
# 1 where anything was found.
set -uo pipefail

engine=$1 build=$2 minutes=$3 jobs=$4
shift 4
seconds=$(awk -v minutes="$minutes" 'BEGIN {s = int(minutes * 60); print s < 1 ? 1 : s}')
mkdir -p "$build/findings" "$build/log" "$build/corpus"

# Each runs a target with its output in a log, and prints how many inputs it has run.
by_libfuzzer() {
    local name=$1 log=$2 corpus=("$build/corpus/$1")
    mkdir -p "${corpus[0]}"
    [ ! -d "tests/fuzz/corpus/$name" ] || corpus+=("tests/fuzz/corpus/$name")
    ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:intercept_tls_get_addr=0 UBSAN_OPTIONS=print_stacktrace=1 \
        "$build/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
        -artifact_prefix="$build/findings/$name-" -print_final_stats=1 \
        "${corpus[@]}" >"$log" 2>&1 || return
    awk '/number_of_executed_units/ {n = $2} END {print n}' "$log"
}

# What a first run has found is where the next one begins.
by_afl() {
    local name=$1 log=$2 folder=$build/corpus/$1 seeds=tests/fuzz/corpus/$1 finding found=0
    [ ! -d "$folder/default" ] || seeds=-
    AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
        afl-fuzz -i "$seeds" -o "$folder" -V "$seconds" -t 10000 -m none -- "$build/fuzz_$name" >"$log" 2>&1 || return
    for finding in "$folder"/default/{crashes,hangs}/id*; do
        [ -e "$finding" ] || continue
        cp "$finding" "$build/findings/$name-${finding##*/}"
        echo "found $build/findings/$name-${finding##*/}" >>"$log"
        found=1
    done
    awk '$1 == "execs_done" {print $3}' "$folder/default/fuzzer_stats"
    return "$found"
}

one() {
    local name=$1 log=$build/log/$1 runs status
    case $engine in
    afl) runs=$(by_afl "$name" "$log") ;;
    *) runs=$(by_libfuzzer "$name" "$log") ;;
    esac
    status=$?
    if [ $status -eq 0 ]; then
        echo "ok - fuzz $name: $runs runs"
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
