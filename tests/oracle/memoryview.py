#!/usr/bin/env python3
"""memoryview, row by row: what it refuses is refused in its own words, what it answers is answered
alike, and where memtool lifts a limit of it, the limit is gone."""
import array
import itertools
import math
import re
import struct

import numpy as np

from _oracle import Batch, array_bytes, finish, native, report, rng, run, shown, times

NATIVE = "bBhHiIlLqQnNfd"
PYTHON = {"view": memoryview, "array": array.array, "np": np}


# ---- what is refused

def python_says(expression):
    """The words of Python's exception, without the name in front of them."""
    try:
        exec(expression, dict(PYTHON))  # rows of the tables below
    except Exception as error:
        return re.sub(r"^memoryview( assignment|\.cast\(\))?: ", "", str(error))
    return None


def same_words(sentence, rows):
    """Rows of a Python statement, memtool's status, and the words that are to say the same."""
    problems = []
    for expression, status, words in rows:
        wanted = python_says(expression)
        got, out, err = run(words.split())
        if wanted is None:
            problems.append(f"Python does not refuse {expression}")
        elif got != status or out or wanted not in err.decode().split("\n")[0]:
            problems.append(f"{shown(words.split())}: status {got}, wanted {status}\n  Python: {wanted}\n"
                            f"  memtool: {out + err!r}")
    report(sentence, problems, len(rows))


# Statement, status, memtool's words; memtool may say more behind Python's message.
CASTS = [
    ("view(b'abc').cast('i')", 1, "cast i 616263"),
    ("view(b'abcdefg').cast('i')", 1, "cast i 61626364656667"),
    ("view(b'abcdefg').cast('d')", 1, "cast d 61626364656667"),
    ("view(b'abc').cast('B', [2, 2]).cast('i')", 1, "cast B --shape 2,2 616263"),
    ("view(b'abcdef')[::2].cast('b').cast('H')", 1, "slice ::2 616263646566 then cast H"),
    ("view(b'abcdef')[::-1].cast('H')", 1, "slice ::-1 616263646566 then cast H"),
    ("view(np.arange(6, dtype='B').reshape(2, 3).T).cast('H')", 1,
     "cast B --shape 2,3 000102030405 --transpose then cast H"),
    ("view(b'abcd').cast('B', [3])", 1, "cast B --shape 3 61626364"),
    ("view(b'abcd').cast('H', [2, 2])", 1, "cast H --shape 2,2 61626364"),
    ("view(b'abcd').cast('B', [5, 1])", 1, "cast B --shape 5,1 61626364"),
    ("view(b'a').cast('B', [1] * 65)", 2, "cast B --shape " + ",".join(["1"] * 65) + " 61"),
]

INDICES = [
    ("view(b'abc')[3]", 1, "slice 3 616263"),
    ("view(b'abc')[-4]", 1, "slice -4 616263"),
    ("view(b'')[0]", 1, "slice 0 hex:"),
    ("view(b'abcd').cast('B', [2, 2])[2, 0]", 1, "cast B --shape 2,2 61626364 then slice 2,0"),
    ("view(b'abcd').cast('B', [2, 2])[0, 2]", 1, "cast B --shape 2,2 61626364 then slice 0,2"),
    ("view(b'abcd').cast('B', [2, 2])[-1, -3]", 1, "cast B --shape 2,2 61626364 then slice -1,-3"),
    ("view(b'abcdefgh').cast('B', [2, 2, 2])[1, 1, 2]", 1,
     "cast B --shape 2,2,2 6162636465666768 then slice 1,1,2"),
    ("view(b'abcd')[0, 0]", 1, "slice 0,0 61626364"),
    ("view(b'abcd').cast('B', [2, 2])[0, 0, 0]", 1, "cast B --shape 2,2 61626364 then slice 0,0,0"),
    ("view(b'a').cast('B', [])[0]", 1, "slice 0 61 then slice 0"),
    ("view(b'a').cast('B', [])[:]", 1, "slice 0 61 then slice :"),
]

WRITES = [
    ("view(bytearray(4))[0:2] = b'abc'", 1, "slice 0:2 --set str:abc zero:4"),
    ("view(bytearray(4))[0:2] = b''", 1, "slice 0:2 --set hex: zero:4"),
    ("view(bytearray(4))[::2] = b'abc'", 1, "slice ::2 --set str:abc zero:4"),
    ("view(bytearray(4))[:] = array('b', [1] * 4)", 1,
     "array b 1 1 1 1 --as other then array B 0 0 0 0 then slice : --set @other"),
    ("view(array('i', [1, 2]))[:] = array('I', [1, 2])", 1, "slice : --set I:1,2 i:1,2"),
    ("view(array('i', [1, 2]))[:] = array('f', [1, 2])", 1, "slice : --set f:1,2 i:1,2"),
    ("view(array('i', [1, 2]))[:1] = array('i', [1, 2])", 1, "slice :1 --set i:1,2 i:1,2"),
    ("view(array('i', [1, 2]))[:] = b'12345678'", 1, "slice : --set str:12345678 i:1,2"),
    ("view(b'abc')[0] = 1", 1, "view 616263 --readonly then slice 0 --set 01"),
    ("view(b'abc')[:] = b'xyz'", 1, "view 616263 --readonly then slice : --set str:xyz"),
    ("view(bytearray(3)).toreadonly()[1] = 1", 1, "view zero:3 --readonly then slice 1 --fill 01"),
    ("view(bytearray(3)).toreadonly()[::2][0] = 1", 1,
     "view zero:3 --readonly then slice ::2 then slice 0 --set 01"),
    ("view(bytearray(4)).toreadonly().cast('H')[0] = 1", 1,
     "view zero:4 --readonly then cast H then slice 0 --set 1"),
]

# Refused by both, in words of memtool's own: the value is named, not only its format.
OWN_WORDS = [
    ("view(b'abc')[::0]", 2, "slice ::0 616263", "step is zero"),
    ("view(array('B', [1]))[0] = 300", 2, "slice 0 --set 300 B:1", "300 does not fit in u8 (0..255)"),
    ("view(array('B', [1]))[0] = -1", 2, "slice 0 --set -1 B:1", "-1 does not fit in u8 (0..255)"),
    ("view(array('b', [1]))[0] = 128", 2, "slice 0 --set 128 b:1", "128 does not fit in i8 (-128..127)"),
    ("view(array('B', [1]))[0] = 1.5", 2, "slice 0 --set 1.5 B:1", "1.5 is not an integer"),
    ("view(array('h', [1]))[0] = 32768", 2, "slice 0 --set 32768 h:1",
     "32768 does not fit in i16 (-32768..32767)"),
    ("view(array('B', [1]))[0] = b'ab'", 2, "slice 0 --set ab B:1", "ab is not an integer"),
    ("view(b'abcd').cast('B', [-2, -2])", 2, "cast B --shape -2,-2 61626364",
     "elements of shape must be integers >= 0, one may be -1"),
    ("view(b'abcd').index(7)", 1, "slice : 61626364 --index 7", "memoryview.index(x): x not found"),
]


def own_words():
    problems = []
    for expression, status, words, wanted in OWN_WORDS:
        got, out, err = run(words.split())
        if python_says(expression) is None:
            problems.append(f"Python does not refuse {expression}")
        if got != status or out or wanted not in err.decode().split("\n")[0]:
            problems.append(f"{shown(words.split())}: status {got}, wanted {status}: {wanted}\n  {out + err!r}")
    report("what memoryview refuses without naming the value", problems, len(OWN_WORDS))


# ---- what memoryview refuses and memtool does

LIFTED = [
    ("a cast between two formats that are not bytes", "view(array('i', [1, 2])).cast('h')",
     "array i16le 1 2 3 4 then cast i32le -o list", "[131073, 262147]"),
    ("a cast to a foreign byte order", "view(b'abcd').cast('>H')", "cast >H 00010203 -o list", "[1, 515]"),
    ("a cast to several items", "view(b'abcd').cast('2H')", "cast >2H 00010203 -o list", "[(1, 515)]"),
    ("a cast to text", "view(b'abcd').cast('2s')", "cast 2s 61626364 -o list", "[b'ab', b'cd']"),
    ("a cast from dimensions to others", "view(bytes(6)).cast('B', [2, 3]).cast('B', [3, 2])",
     "cast B --shape 2,3 000102030405 then cast B --shape 3,2 -o list", "[[0, 1], [2, 3], [4, 5]]"),
    ("a cast from dimensions to another size and others", "view(bytes(8)).cast('B', [2, 4]).cast('H', [2, 2])",
     "cast B --shape 2,4 0001020304050607 then cast >H --shape 2,2 -o list", "[[1, 515], [1029, 1543]]"),
    ("a dimension without elements", "view(b'').cast('B', [0, 3])", "cast B --shape 0,3 hex: -o list", "[]"),
    ("a row of a table", "view(bytes(6)).cast('B', [2, 3])[1]",
     "cast B --shape 2,3 000102030405 then slice 1 -o list", "[3, 4, 5]"),
    ("a part of a table", "view(bytes(6)).cast('B', [2, 3])[0:1, 1:2]",
     "cast B --shape 2,3 000102030405 then slice 0:1,1:2 -o list", "[[1]]"),
    ("a write into a table", "view(bytearray(4)).cast('B', [2, 2])[:] = view(bytes(4)).cast('B', [2, 2])",
     "cast B --shape 2,2 zero:4 then slice :,1 --set 1,2 -o list", "[[0, 1], [0, 2]]"),
    ("a read in a format that memoryview cannot unpack", "view(np.array([1], '<i4').byteswap().view('>i4'))[0]",
     "array >i 1 then slice 0 -o list", "1"),
    ("count and index of a table",
     "view(bytes(4)).cast('B', [2, 2]).count(0)", "cast B --shape 2,2 00010001 --count 1 --index 1", "2\n1"),
]


def lifted():
    problems = []
    for what, expression, words, wanted in LIFTED:
        got, out, err = run(words.split())
        if python_says(expression) is None:
            problems.append(f"Python does not refuse {what}: {expression}")
        if got != 0 or err or out.decode() != wanted + "\n":
            problems.append(f"{what}: {shown(words.split())}: status {got}, wanted {wanted}\n  {out + err!r}")
    report("where memoryview has a limit, memtool has none", problems, len(LIFTED))


# ---- equality

VALUES = {"int": [0, 1, 2, 97, 127], "float": [0.0, -0.0, 1.0, 1.5, math.nan, math.inf, 97.0]}


def typed(code, values):
    """A memoryview, and the words for the same."""
    data = b"".join(struct.pack(code, value) for value in values)
    told = b"".join(struct.pack(native(code), value) for value in values)
    return memoryview(data).cast(code) if code != "B" else memoryview(data), ["cast", code, "hex:" + told.hex()]


def answers_of(pairs):
    """What memtool says of each pair: its status, once an answer."""
    for left, right in pairs:
        chain = right[1] + ["--as", "right", "then"] + left[1] + ["--compare", "@right"]
        yield left[0] == right[0], chain


def compared(sentence, pairs):
    problems, tried = [], 0
    for equal, chain in answers_of(pairs):
        tried += 1
        status, out, err = run(chain)
        if status != (0 if equal else 1) or (equal and out) or (err and b": the shapes differ: " not in err):
            problems.append(f"{shown(chain)}: status {status}, Python says {equal}\n  {out + err!r}")
    report(sentence, problems, tried)


def across_formats():
    pairs = []
    for one, other in itertools.product(NATIVE + "?c", repeat=2):
        values = [0, 1, 1] if "?" in (one, other) else [97, 1, 127]
        make = [lambda v, code=code: typed(code, [bytes([x]) for x in v] if code == "c" else v) for code in (one, other)]
        pairs.append((make[0](values), make[1](values)))
        pairs.append((make[0](values), make[1](values[::-1])))
    compared("memoryviews of all formats are equal by value", pairs)


def edges():
    big = 1 << 53
    floats = [(code, [value]) for code in "fd" for value in VALUES["float"]]
    integers = [("q", [big]), ("q", [big + 1]), ("d", [float(big)]), ("Q", [1 << 63]), ("d", [2.0 ** 63]), ("q", [-1]),
                ("Q", [(1 << 64) - 1]), ("B", [255]), ("b", [-1]), ("f", [-1.0]), ("d", [0.1]), ("f", [0.1])]
    rows = [typed(*row) for row in floats + integers]
    compared("nan, infinities, zeros and numbers that no float holds", list(itertools.product(rows, repeat=2)))


def shapes():
    rows = []
    for shape in ([6], [1, 6], [6, 1], [2, 3], [3, 2], [1, 2, 3]):
        for code in "BH":
            data = struct.pack(f"6{code}", *range(6))
            rows.append((memoryview(data).cast("B").cast(code, shape),
                         ["cast", code, "--shape", ",".join(map(str, shape)),
                          "hex:" + struct.pack(native(f"6{code}"), *range(6)).hex()]))
    rows.append((memoryview(b"\0").cast("B", []), ["slice", "0", "00", "then", "cast", "B"]))
    rows.append((memoryview(b"\0"), ["cast", "B", "00"]))
    rows.append((memoryview(b""), ["cast", "B", "hex:"]))
    rows.append((memoryview(b"").cast("H"), ["cast", "H", "hex:"]))
    compared("views are equal in one shape only", list(itertools.product(rows, repeat=2)))


# ---- attributes, tobytes, tolist, hex, index and count

def strides_of(shape, strides):
    """A stride over one element is never gone over, and numpy tells it as it likes."""
    return ",".join("-" if n == 1 else str(stride) for n, stride in zip(shape, strides))


def random_table():
    """A numpy array whose strides are any that slices and transposes make, and the words for it."""
    code = rng.choice("bBhHiIqQfd")
    shape = [rng.randint(1, 4) for _ in range(rng.randint(1, 4))]
    table = np.array([rng.randint(0, 3) for _ in range(math.prod(shape))], dtype=code).reshape(shape)
    words = ["cast", code, "--shape", ",".join(map(str, shape)), "hex:" + array_bytes(table).hex()]
    if rng.random() < 0.5:
        table = table.T
        words.append("--transpose")
    if rng.random() < 0.5:
        step = rng.choice([-2, -1, 2])
        table = table[::step]
        words += ["then", "slice", f"::{step}"]
    return table, words


def attributes():
    batch = Batch("attributes are memoryview's: shape, strides, contiguity")
    for _ in range(times(300)):
        table, words = random_table()
        view = memoryview(table)
        flags = " ".join(name for name, flag in (("C", view.c_contiguous), ("F", view.f_contiguous)) if flag)
        status, out, _ = run(words + ["-o", "info"])
        info = dict(line.split(": ", 1) for line in out.decode().split("\n") if ": " in line)
        got = [status] + [info.get(name) for name in ("itemsize", "ndim", "shape", "nbytes", "contiguous")]
        got.append(strides_of(view.shape, info.get("strides", "").split(",")))
        wanted = [0, str(view.itemsize), str(view.ndim), ",".join(map(str, view.shape)), str(view.nbytes),
                  flags or "no", strides_of(view.shape, view.strides)]
        batch.tried += 1
        if got != wanted:
            batch.problems.append(f"{shown(words)}: {got}, wanted {wanted}")
    batch.done()


def contents():
    batch = Batch("tobytes in C and F order, tolist, hex")
    for _ in range(times(600)):
        table, words = random_table()
        view = memoryview(table)
        batch.add(words + ["-o", "hex"], array_bytes(table).hex())
        batch.add(words + ["then", "cast", table.dtype.char, "--transpose", "-o", "hex"], array_bytes(table.T).hex())
        batch.add(words + ["-o", "list"], repr(view.tolist()))
    batch.done()


def searches():
    batch = Batch("index and count are those of tolist()", size=1)  # only the last of a chain answers
    for _ in range(times(300)):
        code = rng.choice("bBhHiIqQfd")
        values = [rng.randint(0, 3) for _ in range(rng.randint(1, 9))]
        array_ = array.array(code, values)
        step = rng.choice(["", "::2", "::-1"])
        part = memoryview(array_).tolist()[slice(*[int(n) if n else None for n in step.split(":")])] if step else list(array_)
        value = rng.choice(part)
        batch.add(["slice", step or ":", "-t", code, "hex:" + struct.pack(native(f"{len(values)}{code}"), *values).hex(), "--index", str(value),
                   "--count", str(value)], f"{part.index(value)}\n{part.count(value)}")
    batch.done()


same_words("casts are refused in memoryview's words", CASTS)
same_words("indices are refused in memoryview's words", INDICES)
same_words("writes are refused in memoryview's words", WRITES)
for table_of in (own_words, lifted, across_formats, edges, shapes, attributes, contents, searches):
    table_of()
finish()
