#!/usr/bin/env python3
"""Random structs and unions: size, alignment, every offset and every bit as the compilers lay them out.

Bit-fields, nesting, anonymous members, arrays, packed, aligned, _Alignas, #pragma pack and typedefs
with their own alignment. The compiler's answer comes from a program that it compiles: sizeof,
_Alignof, offsetof, and for bit-fields the bits that are set in zeroed memory after all ones were
stored. COUNT says how many (1000), COMPILERS with what ("gcc clang").
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import _oracle as oracle  # noqa: E402

rng = oracle.rng
LONG = 8 * oracle.machine()[0]["l"][0]
INT128 = LONG == 64  # gcc's rule

# C type and the widths that a bit-field of it can have.
INTEGERS = {"char": 8, "signed char": 8, "unsigned char": 8, "short": 16, "unsigned short": 16, "int": 32,
            "unsigned": 32, "long": LONG, "unsigned long": LONG, "long long": 64, "uint8_t": 8, "int16_t": 16,
            "uint32_t": 32, "int64_t": 64, "_Bool": 1, "enum e8": 32, "enum e64": 64, "enum small": 8,
            **({"__int128": 128} if INT128 else {})}
OTHERS = ["float", "double", "long double", "void *", "char *", "float _Complex", "double _Complex",
          "long double _Complex", "_Float128", "int (*)(int)", "size_t", "wchar_t", "time_t", "__int128" if INT128 else "int64_t",
          "aligned2", "aligned16", "chars4", "point"]
PREAMBLE = """
enum e8 {E8_A, E8_B = 200};
enum e64 {E64_A = -1, E64_B = 0x100000000};
enum small {SMALL_A, SMALL_B = 3} __attribute__((packed));
typedef int aligned2 __attribute__((aligned(2)));
typedef int aligned16 __attribute__((aligned(16)));
typedef char chars4[4] __attribute__((aligned(4)));
typedef struct {short x; char y;} point;
"""
# What clang does not have. It also ignores aligned() on bit-fields under #pragma pack, where gcc does not.
GCC_ONLY = {"_Float128"}


class Maker:
    """One type: its text, and what to ask of it."""

    def __init__(self, number):
        self.number = number
        self.names = 0
        self.fields = []  # (path, bits or None)
        self.odd = False  # something that clang lacks, or does in its own way
        self.prefix = ""
        kind = rng.choice(["struct", "struct", "struct", "union"])
        pack = rng.choice([0] * 5 + [1, 2, 4, 8, 16])
        if pack:
            self.prefix = f"#pragma pack({pack})\n"
        self.text = self.record(kind, "", 0)

    def name(self):
        self.names += 1
        return f"m{self.names}"

    def attributes(self):
        found = []
        if rng.random() < 0.2:
            found.append("packed")
        if rng.random() < 0.12:
            found.append(f"aligned({rng.choice([1, 2, 4, 8, 16, 32])})")
        return f" __attribute__(({', '.join(found)}))" if found else ""

    def record(self, kind, path, depth):
        inside = "".join(self.member(path, depth, kind, i) for i in range(rng.randint(1, 7)))
        if kind == "struct" and depth == 0 and rng.random() < 0.05 and self.fields:
            inside += f"short {self.name()}[];"
        attributes = self.attributes()
        if rng.random() < 0.5:
            return f"{kind}{attributes} {{{inside}}}"
        return f"{kind} {{{inside}}}{attributes}"

    def own_attributes(self, bits):
        found = []
        if rng.random() < 0.06:
            found.append("packed")
        if rng.random() < 0.07:
            found.append(f"aligned({rng.choice([1, 2, 4, 8, 16])})")
            self.odd = self.odd or (bits and self.prefix != "")
        return f" __attribute__(({', '.join(found)}))" if found else ""

    def member(self, path, depth, kind, _):
        chance = rng.random()
        if chance < 0.35:
            return self.bit_field(path)
        if chance < 0.5 and depth < 3:
            inner = rng.choice(["struct", "union"])
            if rng.random() < 0.4:
                return self.record(inner, path, depth + 1) + ";"
            name = self.name()
            if rng.random() < 0.3:
                kept, self.fields = self.fields, []
                text = self.record(inner, "", depth + 1)
                self.fields = kept + [(path + name, None)]
                return f"{text} {name}[{rng.randint(1, 3)}];"
            return f"{self.record(inner, path + name + '.', depth + 1)} {name};"
        return self.plain(path)

    def bit_field(self, path):
        base = rng.choice(list(INTEGERS))
        most = INTEGERS[base]
        if rng.random() < 0.12:
            return f"{base} : {rng.choice([0, 0, rng.randint(1, most)])};"
        width = rng.choice([rng.randint(1, most), rng.randint(1, min(most, 9)), most])
        name = self.name()
        self.fields.append((path + name, width))
        return f"{base} {name} : {width}{self.own_attributes(True)};"

    def plain(self, path):
        base = rng.choice(list(INTEGERS) + OTHERS)
        name = self.name()
        alignas = ""
        if rng.random() < 0.05:
            alignas = f"_Alignas({rng.choice([16, 32])}) "
        self.odd = self.odd or base in GCC_ONLY
        dims = rng.choice(["", "", "", "[3]", "[2][2]", "[1]", "[0]"])
        if base == "point" and not dims:
            self.fields += [(path + name + ".x", None), (path + name + ".y", None)]
        else:
            self.fields.append((path + name, None))
        if "(*)" in base:
            return f"{alignas}{base.replace('(*)', f'(*{name})')};"
        if base == "aligned16":
            dims = ""  # larger than its size: no elements of that
        return f"{alignas}{base} {name}{dims}{self.own_attributes(False)};"

    def program(self):
        pack = self.prefix.replace("pack(", "pack(push, ")
        lines = [f"static void t{self.number}(void)\n{{\n{pack}    typedef {self.text} T;\n"]
        if pack:
            lines.append("#pragma pack(pop)\n")
        lines.append(f"    static T v;\n    printf(\"T {self.number} %zu %zu\\n\", sizeof(T), _Alignof(T));\n")
        for path, bits in self.fields:
            if bits is None:
                lines.append(f"    printf(\"F {path} %zu %zu\\n\", offsetof(T, {path}), sizeof v.{path});\n")
            else:
                lines.append(f"    memset(&v, 0, sizeof v); v.{path} = -1; bits(\"{path}\", &v, sizeof v);\n")
        lines.append("    (void)v;\n}\n")
        return "".join(lines)


HEAD = """#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
static void bits(const char *name, const void *at, size_t size)
{
    const unsigned char *bytes = at;
    size_t first = 0, count = 0;
    for (size_t i = 0; i < 8 * size; i++) {
        size_t bit = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 7 - i % 8 : i % 8;
        if (bytes[i / 8] >> bit & 1 && count++ == 0)
            first = i;
    }
    printf("B %s %zu %zu\\n", name, first, count);
}
"""


def ask_compiler(compiler, makers):
    """The layouts as (size, align, {path: (offset, size) or (bit, width)}) by number."""
    answers = {}
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "t.c")
        with open(source, "w", encoding="utf-8") as out:
            out.write(HEAD + PREAMBLE + "".join(m.program() for m in makers) + "int main(void)\n{\n"
                      + "".join(f"    t{m.number}();\n" for m in makers) + "}\n")
        program = os.path.join(folder, "t")
        subprocess.run([compiler, "-std=gnu17", "-w", *(["-Wno-packed-bitfield-compat"] if compiler == "gcc" else []), "-O0", "-o", program, source], check=True)
        text = subprocess.run([*oracle.RUNNER, program], check=True, capture_output=True, text=True).stdout
    fields = None
    for line in text.splitlines():
        kind, name, a, b = line.split()
        if kind == "T":
            fields = {}
            answers[int(name)] = (int(a), int(b), fields)
        else:
            fields[name] = (kind, int(a), int(b))
    return answers


def ask_memtool(makers):
    """memtool's answers by number, in the compiler's form; a text where it failed."""
    answers = {}
    for at in range(0, len(makers), 50):
        some = makers[at:at + 50]
        words = [PREAMBLE + m.prefix + m.text for m in some]
        status, out, _ = oracle.run(["layout", "-o", "json", *words])
        lines = out.decode().splitlines()
        for i, maker in enumerate(some):
            if status == 0 and len(lines) == len(some):
                line = lines[i]
            else:
                one, out, err = oracle.run(["layout", "-o", "json", words[i]])
                if one != 0:
                    answers[maker.number] = err.decode()
                    continue
                line = out.decode()
            answers[maker.number] = normal(json.loads(line))
    return answers


def normal(layout):
    fields = {}
    for field in layout["fields"]:
        if "bits" in field:
            fields[field["name"]] = ("B", field["bit_offset"], field["bits"])
        else:
            fields[field["name"]] = ("F", field["offset"], field["size"])
    return layout["size"], layout["align"], fields


def difference(ours, theirs):
    """What differs, or nothing. A flexible array is in memtool's list only."""
    if isinstance(ours, str):
        return ours
    found = [f"size, align: {ours[:2]}, compiler {theirs[:2]}"] if ours[:2] != theirs[:2] else []
    found += [f"{name}: {ours[2].get(name)}, compiler {value}"
              for name, value in theirs[2].items() if ours[2].get(name) != value]
    return "\n  ".join(found)


def main():
    count = int(os.environ.get("COUNT", oracle.times(1000)))
    makers = [Maker(i) for i in range(count)]
    ours = ask_memtool(makers)
    for compiler in os.environ.get("COMPILERS", "gcc clang").split():
        if shutil.which(compiler) is None:
            continue
        asked = [m for m in makers if compiler == "gcc" or not m.odd]
        theirs = ask_compiler(compiler, asked)
        problems = []
        for maker in asked:
            found = difference(ours[maker.number], theirs[maker.number])
            if found:
                problems.append(f"{maker.prefix}{maker.text}\n  {found}")
        oracle.report(f"{compiler} lays out structs and unions alike", problems, len(asked))
    oracle.finish()


main()
