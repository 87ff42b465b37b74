#!/usr/bin/env bats
# Long work on a terminal: how far it is, on stderr.

load helper

# slowly: two pieces with a second between, which is long enough to be told of.
slowly() {
    printf '#!/bin/sh\nhead -c 300000 /dev/zero; sleep 1.3; head -c 300000 /dev/zero\n' >slowly
    chmod +x slowly
}

@test "long work shows how far it is where stderr is a terminal and stdout is not" {
    slowly
    script -qec './slowly | memtool view -o raw >out' shown >/dev/null </dev/null
    grep -q 'memtool: [0-9.]* KiB' shown
    [ "$(wc -c <out)" = 600000 ]
}

@test "progress is wiped out at the end" {
    slowly
    script -qec './slowly | memtool view -o raw >out' shown >/dev/null </dev/null
    grep -q $'\r\e\\[K' shown
}

@test "nothing is shown where stderr is no terminal" {
    slowly
    ./slowly | memtool view -o raw >out 2>err
    [ ! -s err ]
}

@test "work that is done at once shows nothing" {
    script -qec 'memtool view zero:1M -o raw >out' shown >/dev/null </dev/null
    run ! grep -q 'memtool:' shown
}
