#!/usr/bin/env bash
# make coverage: coverage.sh BUILD FILE... prints the lines and branches of each file that ran, the
# fewest lines first, and the sums. Files without lines of code on this machine are left out.
set -euo pipefail

build=$1
shift
for file in "$@"; do
    notes=$build/${file%.c}.gcno
    gcov -n -b -o "$(dirname "$notes")" "$notes" 2>/dev/null |
        awk -v file="$file" '
            function part(text) {split(text, of, /[:%]/); sub(/.*of /, "", text); return of[2] " " text}
            /^File/ {mine = index($0, file)}
            mine && !lines && /^Lines executed/ {lines = part($0); branches = "0 0"}
            mine && /^Taken at least once/ {branches = part($0)}
            END {if (lines) print lines, branches, file}'
done | sort -n | awk '{printf "%6.2f%% of %5d lines  %6.2f%% of %5d branches  %s\n", $1, $2, $3, $4, $5
        line += $1 * $2 / 100; lines += $2; branch += $3 * $4 / 100; branches += $4}
    END {printf "%6.2f%% of %5d lines  %6.2f%% of %5d branches  in all\n", lines ? 100 * line / lines : 0, lines,
        branches ? 100 * branch / branches : 0, branches}'
