#!/usr/bin/env python3
"""Makes printable.c, the table of what is never printed as it is: core/base/printable.py > core/base/printable.c

These are the code points that Python's str.isprintable refuses: controls, formats, surrogates, private use, what is
not assigned, and separators but the space. tests/oracle/printable.py compares each of them.
"""
import sys
import unicodedata

POINTS = sys.maxunicode + 1


def ranges():
    """The first and the last one of each run; the last run holds all that is above Unicode too."""
    hidden = [not chr(point).isprintable() for point in range(POINTS)]
    edges = [point for point in range(POINTS) if hidden[point] != (point > 0 and hidden[point - 1])]
    assert hidden[-1] and len(edges) % 2 == 1
    return list(zip(edges[::2], [edge - 1 for edge in edges[1::2]] + [0xFFFFFFFF]))


def main():
    rows = ["{0x%04x, 0x%04x}," % row for row in ranges()]
    print("// Made by core/base/printable.py; do not edit.")
    print("// What has no picture in Unicode %s, see printable.h.\n" % unicodedata.unidata_version)
    print('#include "base/printable.h"\n')
    print("// clang-format off")
    print("const struct point_range unprintable[] = {")
    for i in range(0, len(rows), 4):
        print("    " + " ".join(rows[i : i + 4]))
    print("};\n")
    print("const size_t unprintable_count = sizeof unprintable / sizeof unprintable[0];")


main()
