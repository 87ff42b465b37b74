#!/usr/bin/env bash
# make coverage: coverage.sh BUILD FILE... prints the lines of each file that ran, the least covered
# first, and the sum. Files without lines of code on this machine are left out.
set -euo pipefail

build=$1
shift
for file in "$@"; do
    notes=$build/${file%.c}.gcno
    gcov -n -o "$(dirname "$notes")" "$notes" 2>/dev/null |
        awk -v file="$file" '/^File/ {mine = index($0, file)} mine && /^Lines executed/ {
            sub(/.*:/, ""); split($0, part, "% of "); printf "%.2f %d %s\n", part[1], part[2], file; exit}'
done | sort -n | awk '{printf "%6.2f%% of %5d  %s\n", $1, $2, $3; ran += $1 * $2 / 100; all += $2}
    END {printf "%6.2f%% of %5d  in all\n", all ? 100 * ran / all : 0, all}'
