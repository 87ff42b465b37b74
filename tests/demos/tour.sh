#!/usr/bin/env bash
# make demo: a short tour on real input. Each command is shown, then run.
set -euo pipefail

: "${MEMTOOL:=./memtool}"
memtool() { "$MEMTOOL" "$@"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '\n\033[1m%s\033[0m\n' "# $*"; }
[ -t 1 ] || say() { printf '\n# %s\n' "$*"; }
show() {
    local words
    printf -v words ' %s' "${@@Q}"
    words=$(sed -E "s/'([A-Za-z0-9_.:,@=+\/-]+)'/\1/g" <<<"$words")
    printf '$%s\n' "$words"
    "$@"
}

say "memtool's own file, as hexdump -C prints it"
show memtool view -n 48 "$MEMTOOL"

say 'Its ELF header as a struct: magic, class, byte order; type, machine, entry, section headers'
show memtool cast '4sBBB9x' --items 1 -o list "$MEMTOOL"
show memtool cast 'T{H:e_type:H:e_machine:I:e_version:Q:e_entry:Q:e_phoff:Q:e_shoff:}' -s 16 --items 1 -o json "$MEMTOOL"

say 'A view is never a copy: a write through one is seen through the other'
show memtool view 'str:hello, world!' --as data then slice 7:13 --set 'str:WORLD!' then view @data

say 'Five bytes do not fit into six, and nothing is changed'
show memtool slice 7:13 --set str:WORLD 'str:hello, world!' || true

say 'The bytes of a float, and the number they are as an integer'
show memtool array f32 1.0 -0.1 --as f -o dump then cast B @f -o hex then cast u32 @f --radix 16 -o values

say 'A file patched in place, with a backup'
printf 'IMG1\0\0\0\0data' >"$work/image"
cd "$work"
MEMTOOL=$(command -v "$OLDPWD/${MEMTOOL#"$OLDPWD"/}" || echo "$MEMTOOL")
show memtool slice 0 -t u32be -s 4 -n 4 --set 640 -i.bak image
show memtool view image
cd - >/dev/null

say 'Functions of libm and the C library; a crash is a message'
show memtool call m 'double cos(double)' 1
show memtool call - 'size_t strlen(const char *)' 'hello'
show memtool call - 'size_t strlen(const char *)' addr:1 || true

say 'A dump as JSON'
show memtool array i16 1 -2 3 -o json
