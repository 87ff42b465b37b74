#!/usr/bin/env python3
"""C as people write it, a row each: what memtool makes of it has the size and alignment that the
compiler gives it. Rows that the compiler itself refuses (machine types that it lacks) are left out.
"""
import json
import os
import subprocess
import tempfile

import _oracle as oracle

TYPES = [
    'struct {char c[sizeof(int) * 2 + 1 ? 3 : 4];}',
    'struct {char c[sizeof(struct {int a; char b;})]; int n;}',
    'struct {char c[sizeof(int[3])];}',
    'struct {char c[_Alignof(double)];}',
    'struct {char c[(unsigned char)300];}',
    "struct {char c['a' & 15 | 16 ^ 3];}",
    "struct {char c['ab' % 100];}",
    "struct {char c[L'x'];}",
    'struct {char c[1 << 3 >> 1];}',
    'struct {char c[(5 > 3) + (5 >= 5) + (3 < 5) + (3 <= 3) + (1 != 2) + (1 == 1)];}',
    'struct {char c[!0 + !5 + ~-3 + -(-2) + +1];}',
    'struct {char c[1 && 2 || 0];}',
    'struct {char c[0 ? 1/0 : 7];}',
    'struct {char c[17 / 5 * 2 % 4 + 1];}',
    'struct {char c[10u - 3 > 0 ? 2 : 1];}',
    'struct {char c[-1 < 0u ? 1 : 2];}',
    'struct {char c[__builtin_offsetof(struct {int a; struct {char b[4]; short c;} d;}, d.c)];}',
    'struct {char c[__builtin_offsetof(struct {int a; int b[8];}, b[3])];}',
    'struct {char c[__extension__ 3];}',
    'struct {char c[sizeof(char[2][3])];}',
    'struct {char c[(_Bool)7 + 1];}',
    'struct {char c[0x7fffffffffffffff > 1 ? 2 : 3];}',
    'struct {char c[0b101 + 010];}',
    'enum {A, B = 5, C = B << 2 | 1, D = -1}',
    'enum {A = 0x100000000}',
    'enum {A = 255} __attribute__((packed))',
    'enum {A = -1, B = 128} __attribute__((packed))',
    "enum {A = 'x', B}",
    '_Atomic int',
    '_Atomic(short)',
    '_Atomic struct {char c[3];}',
    '_Atomic struct {char c[4];}',
    '_Atomic struct {short a, b, c, d;}',
    'struct {_Alignas(16) char c; _Alignas(double) short s;}',
    'struct {char c; int n;} __attribute__((aligned))',
    'struct {char c; int n __attribute__((aligned(16)));}',
    'struct {char c; int n __attribute__((packed));}',
    'int __attribute__((mode(DI)))',
    'float __attribute__((mode(DF)))',
    'float __attribute__((mode(SF)))',
    'float __attribute__((mode(TF)))',
    'float __attribute__((mode(XF)))',
    '_Complex float __attribute__((mode(DC)))',
    '_Complex float __attribute__((mode(SC)))',
    'int __attribute__((mode(QI)))',
    'unsigned __attribute__((mode(HI)))',
    'int __attribute__((mode(__word__)))',
    'int __attribute__((vector_size(16)))',
    'struct {unsigned a:3; unsigned :0; unsigned b:3;}',
    'struct {long long a:40; int b:20; char c;}',
    'struct {int a; union {float f; int i; struct {short x, y;};}; char z;}',
    'union {char c[5]; double d; int n;}',
    'struct {_Static_assert(sizeof(int) == 4, "int"); int a;; int b;}',
    'struct {int n; double d[];}',
    'struct {char c; struct {int x;} in[2]; enum {U, V} e; void (*f)(int, ...);}',
    'struct {int a, *b, c[2], (*d)[3], *e[2];}',
    'struct {const volatile int *restrict p; int const q;}',
    'struct {signed char a; long unsigned int b; short int c; long double d; int long long e;}',
    'struct {__int128 a; char b;}',
    'struct {_Float16 a; __bf16 b; _Float32 c; _Float64 d; _Float128 e;}',
    'struct {_Float32x a; _Float64x b; __float128 c; __float80 d;}',
    'double _Complex',
    'long double _Complex',
    'struct {wchar_t w; char16_t x; char32_t y;}',
    'struct {size_t a; off_t b; time_t c; pid_t d;}',
    'union {int a:3; char b:2;} __attribute__((packed))',
    'struct __attribute__((packed, aligned(4))) {char c; short s; int n;}',
    'struct {char a; int :0; char b;}',
    'struct {short a:9; char b:7; long c:33;}',
    'struct {_Bool a:1, b:1; _Bool c;}',
]

HEAD = """#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>
#include <uchar.h>
#include <wchar.h>
"""


def measured(folder, numbers):
    """What the compiler says of these types, by number; NULL where it refuses the program."""
    source = os.path.join(folder, "types.s")
    lines = [HEAD]
    for number in numbers:
        lines.append("void f%d(void) {typedef __typeof__(%s) type;" % (number, TYPES[number]))
        lines.append('__asm__ volatile("@%d %%c0 %%c1" :: "i"(sizeof(type)), "i"(_Alignof(type)));}' % number)
    done = subprocess.run(os.environ.get("CC", "cc").split() + ["-w", "-std=gnu17", "-S", "-x", "c", "-", "-o", source],
                          input="\n".join(lines), text=True, stderr=subprocess.DEVNULL, check=False)
    if done.returncode:
        return None
    with open(source) as file:
        rows = [line.split("@")[1].split() for line in file if "@" in line and line.split("@")[1][:1].isdigit()]
    return {int(row[0]): (int(row[1]), int(row[2])) for row in rows}


def main():
    with tempfile.TemporaryDirectory() as folder:
        known = {}
        for number in range(len(TYPES)):
            known.update(measured(folder, [number]) or {})
    problems = []
    for number, wanted in sorted(known.items()):
        status, out, err = oracle.run(["layout", "-o", "json", TYPES[number]])
        layout = json.loads(out) if status == 0 else {}
        if (layout.get("size"), layout.get("align")) != wanted:
            problems.append("%s: %s of the compiler, %s %s" % (TYPES[number], wanted, layout, err.decode()))
    oracle.report("types in C have the compiler's size and alignment", problems, len(known))
    oracle.finish()


main()
