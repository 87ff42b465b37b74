#!/usr/bin/env python3
"""Calls against compiled C: random struct and union shapes by value and by pointer, as arguments and
results, between arguments of other kinds that use up registers.

A library is generated and compiled; a program of its own, compiled with it, prints what the calls
give when C makes them. memtool must print the same.
"""
import os
import subprocess
import sys
import tempfile

from _oracle import MEMTOOL, RUNNER, report, finish, rng, run, shown, times

CC = ["gcc"]  # whose rules memtool follows: clang differs where unnamed bit-fields are

# C type, and a C expression for a value out of the number n; all fit any width.
SCALARS = [
    ("char", "(char)({n} % 90 + 33)"), ("signed char", "(signed char)({n} % 200 - 100)"),
    ("unsigned char", "(unsigned char)({n})"), ("short", "(short)({n} - 30000)"),
    ("unsigned short", "(unsigned short)({n})"), ("int", "-(int)({n} * 32000)"),
    ("unsigned", "({n}u * 60000u)"), ("long", "-({n}L * 8000000L)"),
    ("unsigned long", "({n}UL * 17000000UL)"), ("long long", "({n}LL << 40)"),
    ("float", "({n} / 16.0f)"), ("double", "({n} / 1024.0)"), ("_Bool", "({n} % 2 != 0)"),
    ("void *", "((void *)({n}UL * 4096))"), ("long double", "({n} / 3.0L)"),
    ("float _Complex", "(({n} / 4.0f) + ({n} / 8.0f) * _Complex_I)"),
    ("double _Complex", "(({n} / 4.0) - ({n} / 32.0) * _Complex_I)"),
    ("__int128", "((__int128){n} << 70)"), ("_Float16", "(_Float16)({n} % 512 / 2.0f)"),
]
# Elsewhere memtool refuses by value what libffi has no word for: unions, bit-fields, what is packed or aligned.
ANY = subprocess.run([*CC, "-dumpmachine"], capture_output=True, text=True, check=True).stdout.startswith("x86_64")
RARE = 5  # the last ones above come less often
SIZES = {"char": 1, "short": 2, "int": 4, "float": 4}
VECTORS = [s for s in SCALARS if s[0] in SIZES]
SMALL = [s for s in SCALARS if s[0] in ("char", "short", "int", "float", "_Bool", "unsigned char")]


def supported(name):
    """Whether the compiler has that type."""
    done = subprocess.run([*CC, "-x", "c", "-fsyntax-only", "-"], input=f"{name} f({name} x);".encode(),
                          capture_output=True, check=False)
    return done.returncode == 0


SCALARS = [s for s in SCALARS if s[0] not in ("__int128", "_Float16") or supported(s[0])]


def scalar():
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(SMALL)
    if kind < 0.88:
        return rng.choice(SCALARS[:-RARE])
    return rng.choice(SCALARS)


class Record:
    """A struct or union: its C body, and C statements that set and add up its leaves."""

    def __init__(self, depth=0, union=None):
        self.union = ANY and (rng.random() < (0.2 if depth else 0.12) if union is None else union)
        self.leaves = []     # (path, value expression, is a bit-field)
        self.members = []
        self.first = None    # how many leaves the first member has
        for i in range(rng.choice([1, 1, 2, 2, 2, 3, 3, 4, 5])):
            self.add(f"m{i}", depth)
        if self.union:
            self.leaves = self.leaves[:self.first]
        attributes = rng.random()
        self.attribute = ""
        if not ANY:
            pass
        elif attributes < 0.1:
            self.attribute = " __attribute__((packed))"
        elif attributes < 0.16:
            self.attribute = " __attribute__((aligned(16)))"
        elif attributes < 0.2:
            self.attribute = " __attribute__((packed, aligned(4)))"

    def add(self, name, depth):
        kind = rng.random()
        align = " __attribute__((aligned(16)))" if ANY and rng.random() < 0.03 else ""
        if kind < 0.12 and depth < 2:
            inner = Record(depth + 1)
            count = rng.choice([0, 0, 0, 1, 2])
            self.members.append(f"{inner.body()} {name}{f'[{count}]' if count else ''}{align};")
            for path, value, bits in inner.leaves:
                for i in range(count or 1):
                    self.leaves.append((f"{name}{f'[{i}]' if count else ''}.{path}", value, bits))
        elif kind < 0.24 and ANY:
            base = rng.choice([("int", 32), ("unsigned", 32), ("unsigned short", 16), ("unsigned long", 64),
                               ("unsigned char", 8), ("long", 64), ("_Bool", 1)])
            width = rng.randint(1, base[1])
            self.members.append(f"{base[0]} {name} : {width};")
            self.leaves.append((name, "({n} % 2)" if width < 3 else "({n} % 4)", True))
        elif kind < 0.26 and ANY:
            base, width = rng.choice([("int", 32), ("long", 64), ("char", 8), ("unsigned short", 16)])
            self.members.append(f"{base} : {rng.randint(0, width)};")
            self.members.append(f"int {name};")
            self.leaves.append((name, "-(int)({n} * 32000)", False))
        elif kind < 0.4:
            c, value = scalar()
            count = rng.choice([1, 2, 2, 3, 4, 5, 8])
            if "[" in c:
                count = 1
            self.members.append(f"{c} {name}[{count}]{align};")
            self.leaves += [(f"{name}[{i}]", value, False) for i in range(count)]
        elif kind < 0.44 and ANY:
            c, value = rng.choice(VECTORS)
            size = rng.choice([4, 4, 8, 8, 8, 8, 16])
            self.members.append(f"{c} {name} __attribute__((vector_size({size}))){align};")
            self.leaves += [(f"{name}[{i}]", value, False) for i in range(size // SIZES[c])]
        else:
            c, value = scalar()
            self.members.append(f"{c} {name}{align};")
            self.leaves.append((name, value, False))
        if self.first is None:
            self.first = len(self.leaves)

    def body(self):
        kind = "union" if self.union else "struct"
        return f"{kind} {{{' '.join(self.members)}}}{self.attribute}"


# Arguments around the record, in random numbers: they use up registers of both kinds.
AROUND = [("int", "{n}", "{n}"), ("double", "{n}.5", "{n}.5"), ("long", "-{n}L", "-{n}"),
          ("float", "{n}.25f", "{n}.25"), ("long double", "{n}.125L", "{n}.125"), ("char", "(char)({n} % 90 + 33)", None)]


def around():
    out = []
    for _ in range(rng.choice([0, 0, 1, 2, 3, 5, 7])):
        c, expression, word = rng.choice(AROUND)
        n = rng.randint(1, 1000)
        word = word.format(n=n) if word else str(n % 90 + 33)
        out.append((c, expression.format(n=n), word))
    return out


def c_function(name, tag, record, before, after):
    """The functions of one shape, and the program's lines that call them."""
    sets = "".join(f" memset(&s, 0, sizeof s);" if i == 0 else "" for i in range(1))
    for i, (path, value, _) in enumerate(record.leaves):
        sets += f" s.{path} = {value.format(n=(i * 37 + 11) % 251 + 1)};"
    adds = ""
    for path, _, bits in record.leaves:
        adds += f" {{ __typeof__(s.{path} + 0) v = s.{path}; h = add(h, &v, bytes_of(v)); }}" if bits \
            else f" {{ __typeof__(s.{path}) v = s.{path}; h = add(h, &v, bytes_of(v)); }}"
    parameters = [f"{c} b{i}" for i, (c, _, _) in enumerate(before)] + [f"{tag} s"] + \
                 [f"{c} a{i}" for i, (c, _, _) in enumerate(after)]
    others = "".join(f" h = add(h, &{p}{i}, bytes_of({p}{i}));"
                     for p, list_ in (("b", before), ("a", after)) for i in range(len(list_)))
    library = f"""
{tag} make_{name}(void) {{ {tag} s;{sets} return s; }}
unsigned long long sum_{name}({', '.join(parameters)}) {{ unsigned long long h = 7;{adds}{others} return h; }}
unsigned long long at_{name}(const {tag} *p) {{ {tag} s = *p; unsigned long long h = 7;{adds} return h; }}
{tag} pass_{name}({', '.join(parameters)}) {{ (void)0; return s; }}
"""
    words = [e for _, e, _ in before] + ["s"] + [e for _, e, _ in after]
    call = ", ".join(words)
    program = f"""    {{ {tag} s = make_{name}(); printf("%llu\\n%llu\\n", sum_{name}({call}), at_{name}(&s)); }}
"""
    return library, program, ", ".join(parameters)


HEAD = """#include <complex.h>
#include <stdio.h>
#include <string.h>
#include <stdint.h>
#include "types.h"
#define X87 (__LDBL_MANT_DIG__ == 64)
#define bytes_of(v) (X87 && __builtin_types_compatible_p(__typeof__(v), long double) ? 10 : sizeof(v))
static unsigned long long add(unsigned long long h, const void *v, unsigned long n)
{ const unsigned char *b = v; while (n--) h = h * 1099511628211ULL + *b++; return h; }
"""


def build(folder, shapes):
    types, library, program, prototypes = "", HEAD, HEAD, []
    body = ""
    for i, (record, before, after) in enumerate(shapes):
        tag = f"{'union' if record.union else 'struct'} S{i}"
        text = record.body().replace(" {", f" S{i} {{", 1)
        types += text + ";\n"
        code, lines, parameters = c_function(i, tag, record, before, after)
        library += code
        body += lines
        prototypes.append((text, tag, parameters))
    for i, (_, tag, parameters) in enumerate(prototypes):
        program += f"{tag} make_{i}(void); unsigned long long sum_{i}({parameters}); unsigned long long at_{i}(const {tag} *);\n"
    program += "int main(void)\n{\n" + body + "    return 0;\n}\n"
    for name, text in (("types.h", types), ("lib.c", library), ("main.c", program)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    flags = ["-std=gnu17", "-w", "-O1", "-Wno-psabi", "-Wno-packed-bitfield-compat"]
    subprocess.run([*CC, *flags, "-shared", "-fPIC", "-o", "lib.so", "lib.c"], cwd=folder, check=True)
    subprocess.run([*CC, *flags, "-o", "main", "main.c", "./lib.so"], cwd=folder, check=True)
    out = subprocess.run([*RUNNER, "./main"], cwd=folder, check=True, capture_output=True, text=True).stdout
    return prototypes, out.split()


def stages(path, i, prototype, before, after):
    """The chain for one shape: four calls, of which three print."""
    text, tag, parameters = prototype
    left, right = [w for _, _, w in before], [w for _, _, w in after]
    return ["call", path, f"{text} make_{i}(void)", "--as", "s",
            "then", "call", path, f"{text}; unsigned long long sum_{i}({parameters})", "-o", "values", *left, "@s", *right,
            "then", "call", path, f"{text}; unsigned long long at_{i}(const {tag} *)", "-o", "values", "@s",
            "then", "call", path, f"{text}; {tag} pass_{i}({parameters})", "--as", "t", *left, "@s", *right,
            "then", "call", path, f"{text}; unsigned long long at_{i}(const {tag} *)", "-o", "values", "@t"]


def check_one(words, wanted, problems):
    status, out, err = run(words)
    got = out.decode("utf-8", "replace").split()
    if status == 2 and b"by value" in err:
        return 1
    if got != wanted or status != 0:
        problems.append(f"{shown(words)}\n  wanted {wanted}\n  got    {got}\n  status {status} "
                        f"{err.decode('utf-8', 'replace').strip()}")
    return 0


def check(folder, shapes):
    """Many shapes in one chain; one by one where that does not print what it should."""
    prototypes, sums = build(folder, shapes)
    problems, refused = [], 0
    path = os.path.join(folder, "lib.so")
    cases = []
    for i, (_, before, after) in enumerate(shapes):
        wanted = [sums[2 * i], sums[2 * i + 1], sums[2 * i + 1]]
        cases.append((stages(path, i, prototypes[i], before, after), wanted))
    for first in range(0, len(cases), 20):
        batch = cases[first:first + 20]
        chain = [word for words, _ in batch for word in ["then", *words]][1:]
        status, out, _ = run(chain)
        if status != 0 or out.decode("utf-8", "replace").split() != [w for _, wanted in batch for w in wanted]:
            for words, wanted in batch:
                refused += check_one(words, wanted, problems)
    return problems, refused


def main():
    if not os.path.exists(MEMTOOL):
        sys.exit("no memtool")
    count = times(220)
    shapes = [(Record(), around(), around()) for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        problems, refused = check(folder, shapes)
    report("records by value and by pointer travel as C passes them", problems, count)
    print(f"# {refused} refused")
    report("few records are refused", [] if refused <= max(2, count // 20) else [f"{refused} of {count}"], count)
    finish()


main()
