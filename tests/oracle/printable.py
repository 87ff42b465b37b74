#!/usr/bin/env python3
"""Each code point as list and values print it, against Python's repr and str.isprintable."""
import os
import re
import sys
import unicodedata

from _oracle import ROOT, finish, machine, report, run, skip

NAMED = dict(zip("\a\b\f\n\r\t\v", "abfnrtv"))
POINTS = range(sys.maxunicode + 1)


def table_version():
    """The Unicode that memtool's table is of."""
    with open(os.path.join(ROOT, "core/base/printable.c"), encoding="utf-8") as file:
        return re.search(r"Unicode ([0-9.]+[0-9])", file.read())[1]


def listed(point):
    return repr(chr(point))


def value(point):
    """Itself, or an escape: a letter, the bytes of its UTF-8, the number of a surrogate, which has none."""
    text = chr(point)
    if text.isprintable():
        return text
    if 0xD800 <= point <= 0xDFFF:
        return f"\\u{point:04x}"
    return "\\" + NAMED[text] if text in NAMED else "".join(f"\\x{byte:02x}" for byte in text.encode())


def compare(form, expected, start, between, end):
    sentence = f"{form} prints the code points that Python prints"
    if unicodedata.unidata_version != table_version():
        skip(sentence, f"Python's Unicode is {unicodedata.unidata_version}, memtool's {table_version()}")
        return
    order = {"<": "little", ">": "big"}[machine()[1]]
    status, out, err = run(["cast", "w", "-", "-o", form], b"".join(point.to_bytes(4, order) for point in POINTS))
    text = out.decode("utf-8", "replace")
    parts = text[len(start):len(text) - len(end)].split(between)
    problems = [f"U+{point:04X}: wanted {wanted}, got {got}"
                for point, wanted, got in zip(POINTS, map(expected, POINTS), parts) if got != wanted]
    if status or len(parts) != len(POINTS):
        problems.insert(0, f"status {status}, {len(parts)} parts {err!r}")
    report(sentence, problems, len(POINTS))


compare("list", listed, "[", ", ", "]\n")
compare("values", value, "", "\n", "\n")
finish()
