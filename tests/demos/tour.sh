#!/usr/bin/env bash
# make demo: a short tour on real input. Each command is shown, then run.
set -euo pipefail

: "${MEMTOOL:=./memtool}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$(realpath "$MEMTOOL")" "$work/memtool"
cd "$work"
PATH=$work:$PATH

bold='' plain=''
[ ! -t 1 ] || bold=$'\e[1m' plain=$'\e[0m'
say() { printf '\n%s# %s%s\n' "$bold" "$*" "$plain"; }

# Prints the words as one would type them, and runs them; a refusal is part of the tour.
show() {
    local words
    printf -v words ' %s' "${@@Q}"
    sed -E "s/'([A-Za-z0-9_.:,@=+\/-]+)'/\1/g; s/^/\$/" <<<"$words"
    "$@" 2>&1 || true
}

say "memtool's own file, as hexdump -C prints it"
show memtool view -n 48 memtool

say 'Its ELF header as a struct, laid over the same bytes'
show memtool cast 'struct {char magic[4]; uint8_t class, order, ident[10]; uint16_t type, machine;}' --items 1 -o values memtool

say 'A view is never a copy: what is written through one is seen through the other'
show memtool view 'str:hello, world!' --as data then slice 7:13 --set 'str:WORLD!' then view @data

say 'Five bytes do not fit into six, and nothing is changed'
show memtool slice 7:13 --set str:WORLD 'str:hello, world!'

say 'What floats are made of'
show memtool array f32 1.0 -0.1 then cast u32 --radix 16 -o values
show memtool cast f32le 'cdcccc3d' -o bits

say 'A file patched in place, and nothing else of it written'
printf 'IMG1\0\0\0\0data' >image
show memtool slice 0 -t u32be -s 4 -n 4 --set 640 -i.bak image
show memtool view image

say 'Functions of libm and the C library; a crash is a message'
show memtool call m 'double cos(double)' 1
show memtool call - 'size_t strlen(const char *)' 'hello'
show memtool call - 'size_t strlen(const char *)' addr:1

say 'A dump as JSON'
show memtool array i16 1 -2 3 -o json
