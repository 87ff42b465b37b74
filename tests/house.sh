#!/usr/bin/env bash
# make lint: the house rules that a program can check, over the C files named.
#
# A file is one room (at most LIMIT lines, tables of generated data aside) and opens with what it is
# for; core/ never prints and never exits; a room of core/ includes only rooms above it.
set -uo pipefail

limit=450
bad=0
say() {
    echo "$*"
    bad=1
}

rooms=(base types images bytes views forms calls)
above() {
    local room allowed=
    for room in "${rooms[@]}"; do
        allowed+="${allowed:+|}$room"
        [ "$room" != "$1" ] || break
    done
    echo "$allowed"
}

for file in "$@"; do
    lines=$(wc -l <"$file")
    [ "$lines" -le $limit ] || [[ $file == *_table.* ]] || say "$file: $lines lines: is it still one room?"
    case $file in
    *.h) head -n 1 "$file" | grep -q '^// ' || say "$file: does not open with what it is for" ;;
    esac
    case $file in
    core/*)
        room=${file#core/} room=${room%%/*}
        grep -nE '^#include "' "$file" | grep -vE "\"($(above "$room"))/" | sed "s|^|$file: includes from below or outside core: |" | grep . && bad=1
        # Comments and texts may speak of them.
        sed -E 's/"([^"\\]|\\.)*"/""/g; s|//.*||' "$file" | grep -nE '\b(printf|puts|perror|exit|abort)\(' |
            sed "s|^|$file: prints or exits: |" | grep . && bad=1
        ;;
    esac
done
exit $bad
