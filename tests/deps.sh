#!/usr/bin/env bash
# make deps: installs what building and testing need. Quiet and quick when all of it is there.
#
# One row a package: need or want, then its names. A name a/b is a where the system has it, else b;
# - is nothing to install. What is wanted and not to be had is left out with a word: its part of
# memtool or of the tests is left out too.
set -euo pipefail

packages='
#     apt               dnf               apk               pacman
need  gcc               gcc               gcc               gcc
need  libc6-dev         glibc-devel       musl-dev          -
need  make              make              make              make
need  pkg-config        pkgconf-pkg-config pkgconf          pkgconf
need  libffi-dev        libffi-devel      libffi-dev        libffi
want  libdw-dev         elfutils-devel    elfutils-dev      libelf
want  libreadline-dev   readline-devel    readline-dev      readline
need  bats              bats              bats              bats/bash-bats
need  python3           python3           python3           python
need  python3-numpy     python3-numpy     py3-numpy         python-numpy
need  bsdextrautils     util-linux        hexdump           util-linux
need  xxd               vim-common        xxd               tinyxxd/vim
need  time              time              time              time
need  procps            procps-ng         procps            procps-ng
need  git               git               git               git
want  gawk              gawk              gawk              gawk
want  clang             clang             clang             clang
want  libclang-rt-dev   compiler-rt       compiler-rt       compiler-rt
want  clang-format      clang-tools-extra clang-extra-tools -
want  clang-tidy        -                 -                 -
want  cppcheck          cppcheck          cppcheck          cppcheck
want  shellcheck        ShellCheck        shellcheck        shellcheck
want  mandoc            mandoc            mandoc            mandoc
want  pahole/dwarves    dwarves           pahole            pahole
want  zlib1g-dev        zlib-devel        zlib-dev          zlib
want  zsh               zsh               zsh               zsh
want  fish              fish              fish              fish
want  libsqlite3-dev    sqlite-devel      sqlite-dev        sqlite
want  -                 libasan           -                 -
want  -                 libubsan          -                 -
bench hexyl             hexyl             hexyl             hexyl
bench luajit            luajit            luajit            luajit
deep  valgrind          valgrind          valgrind          valgrind
deep  afl++             american-fuzzy-lop afl++            afl++
bench perl              perl              perl              perl
ports musl-tools        -                 -                 -
ports gcc-i686-linux-gnu -                -                 -
ports libc6-dev-i386-cross -              -                 -
ports libc6-i386        -                 -                 -
ports gcc-aarch64-linux-gnu -             -                 -
ports libc6-dev-arm64-cross -             -                 -
ports gcc-s390x-linux-gnu -               -                 -
ports libc6-dev-s390x-cross -             -                 -
ports qemu-user         -                 -                 -
'

# Each system: is a package installed, is it known, refresh the lists, install.
apt_has() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
apt_knows() { [ -n "$(apt-cache --quiet show "$1" 2>/dev/null)" ]; }
apt_refresh() { as_root apt-get update -qq; }
apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"; }

dnf_has() { rpm -q --quiet --whatprovides "$1"; }
dnf_knows() { dnf -q list "$1" >/dev/null 2>&1; }
dnf_refresh() { :; }
dnf_install() { as_root dnf -q -y install "$@"; }

apk_has() { apk info -q -e "$1"; }
apk_knows() { [ -n "$(apk search -q -x "$1" 2>/dev/null)" ]; }
apk_refresh() { as_root apk update -q; }
apk_install() { as_root apk add -q "$@"; }

pacman_has() { pacman -T "$1" >/dev/null 2>&1; }
pacman_knows() { pacman -Si "$1" >/dev/null 2>&1; }
pacman_refresh() { as_root pacman -Sy --noconfirm >/dev/null; }
pacman_install() { as_root pacman -S -q --noconfirm --needed "$@" >/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "deps: not root and no sudo: run as root: $*" >&2
        return 1
    fi
}

column=3
for system in apt dnf apk pacman none; do
    case $system in
    apt) command -v apt-get >/dev/null && break ;;
    none) ;;
    *) command -v "$system" >/dev/null && break ;;
    esac
    column=$((column + 1))
done
if [ "$system" = none ]; then
    echo "deps: no apt-get, dnf, apk or pacman here; what is needed:" >&2
    awk '$1 == "need" {print "  " $2}' <<<"$packages" >&2
    exit 1
fi

# The rows of this system: need or want, and the names to choose from. Those of make bench, and of the
# deep tests, are wanted by `deps.sh bench` and `deps.sh deep` alone.
rows=$(awk -v column=$((column - 1)) -v also="${1:-need}" '$1 == "need" || $1 == "want" || $1 == also {
    if ($column != "-") print $1, $column }' <<<"$packages")

# Prints the rows that are not installed under any of their names.
missing() {
    local degree names name
    while read -r degree names; do
        for name in ${names//\// }; do
            "${system}_has" "$name" && continue 2
        done
        echo "$degree $names"
    done <<<"$rows"
}

lacking=$(missing)
[ -n "$lacking" ] || exit 0

# Puts what can be had into install, and what is needed and unknown into unknown.
choose() {
    local degree names name
    install=() unknown=() left=()
    while read -r degree names; do
        for name in ${names//\// }; do
            "${system}_knows" "$name" && install+=("$name") && continue 2
        done
        if [ "$degree" = need ]; then unknown+=("$names"); else left+=("$names"); fi
    done <<<"$lacking"
}

choose
if [ ${#unknown[@]} -gt 0 ]; then
    "${system}_refresh"
    choose
fi
[ ${#left[@]} -eq 0 ] || echo "deps: left out, not known here: ${left[*]}" >&2
if [ ${#unknown[@]} -gt 0 ]; then
    echo "deps: needed and not known here: ${unknown[*]}" >&2
    exit 1
fi
[ ${#install[@]} -gt 0 ] || exit 0
echo "deps: installing ${install[*]}" >&2
"${system}_install" "${install[@]}" || { "${system}_refresh" && "${system}_install" "${install[@]}"; }
