#!/usr/bin/env python3
"""Formats: sizes and offsets against struct, numpy and ctypes; printed back; and as C, against the compiler."""
import ctypes
import os
import re
import shlex
import struct
import subprocess
import tempfile

import numpy as np

from _oracle import ROOT, RUNNER, finish, is_own, machine, native, own_size, report, rng, skip, times

DRIVER = os.environ.get("DRIVER") or os.path.join(ROOT, os.environ.get("BUILD", "build"), "oracle", "format_driver")


class Answer:
    """What the driver prints of a format: size, align and leaves as (path, offset, size), or an error."""

    def __init__(self, line):
        self.line = line
        self.error = line if line.startswith("error:") else None
        self.leaves = []
        if self.error:
            return
        layout, self.again, self.again_c, self.c = line.split("\t")
        words = layout.split(" | ")
        self.size, self.align = map(int, words[0].split())
        for word in words[1:]:
            path, _, place = word.rpartition("@")
            offset, _, size = place.rstrip("!").partition(":")
            self.leaves.append((path, int(offset), size))

    def offsets(self):
        return [(path, offset) for path, offset, _ in self.leaves]


def ask(formats):
    text = "".join(f + "\n" for f in formats).encode()
    done = subprocess.run([*RUNNER, DRIVER], input=text, capture_output=True, check=False, timeout=300)
    lines = done.stdout.decode().split("\n")[:-1]
    if done.returncode or len(lines) != len(formats):
        raise SystemExit(f"not ok - {DRIVER} ended with {done.returncode}:\n{done.stderr.decode()[:2000]}")
    return [Answer(line) for line in lines]


def compare(sentence, cases, problem_of):
    """cases: (format, expectation); problem_of(answer, expectation) is None where all is well."""
    problems = []
    for (fmt, expected), answer in zip(cases, ask([fmt for fmt, _ in cases])):
        problem = problem_of(answer, expected)
        if problem:
            problems.append(f"{fmt!r}: {problem}\n  {answer.line[:300]}")
    report(sentence, problems, len(cases))


# ---- struct

FULL = {"c": b"\xff", "?": True, "e": struct.unpack("e", b"AA")[0], "f": struct.unpack("f", b"A" * 4)[0],
        "d": struct.unpack("d", b"A" * 8)[0]}


def struct_format():
    prefix = rng.choice(["", "", "@", "=", "<", ">", "!"])
    codes = "xcbB?hHiIlLqQefdsp" + ("nNP" if prefix in ("", "@") else "")
    items = []
    for _ in range(rng.randrange(1, 9)):
        item = rng.choice(["", "", "", "", "0", "1", "2", "3", "7", "10", "003"]) + rng.choice(codes)
        # Python writes the length byte of a 0p over the item behind it.
        items.append(item.replace("0p", "p") + rng.choice(["", "", "", " ", "\t "]))
    return prefix + rng.choice(["", "", " "]) + "".join(items)


def struct_items(fmt):
    """The codes of the values, with the length of s and p."""
    items, count = [], ""
    for byte in fmt.lstrip("@=<>!"):
        if byte.isdigit():
            count += byte
            continue
        number = int(count) if count else 1
        if byte in "sp":
            items.append((byte, number))
        elif byte not in "x \t":
            items += [(byte, 1)] * number
        count = ""
    return items


def zero_of(code):
    return {"c": b"\0", "s": b"", "p": b"", "?": False}.get(code, 0)


def full_of(fmt, code, number):
    if code in "sp":
        return b"\xff" * number
    if code in FULL:
        return FULL[code]
    mode = fmt[0] if fmt[0] in "@=<>!" else "@"
    if code.isupper():
        return 256 ** struct.calcsize(native(mode + code)) - 1
    return -1


def struct_offsets(fmt):
    """Where each value lies: the bytes that change when it alone is not zero."""
    items = struct_items(fmt)
    zeros = [zero_of(code) for code, _ in items]
    text = native(fmt)
    empty = struct.pack(text, *zeros)
    places = []
    for i, (code, number) in enumerate(items):
        packed = struct.pack(text, *zeros[:i], full_of(fmt, code, number), *zeros[i + 1:])
        changed = [at for at, byte in enumerate(packed) if byte != empty[at]]
        places.append((changed[0], len(changed)) if changed else None)
    return struct.calcsize(text), places


def struct_problem(answer, expected):
    size, places = expected
    if answer.error:
        return answer.error
    if answer.size != size:
        return f"size {answer.size}, not {size}"
    if len(answer.leaves) != len(places):
        return f"{len(answer.leaves)} items, not {len(places)}"
    for (path, offset, length), place in zip(answer.leaves, places):
        if place and (offset, int(length)) != place:
            return f"{path} at {offset}:{length}, not {place}"
    return None


# ---- numpy

SCALARS = ["u1", "i1", "?", "i2", "u2", "e", "i4", "u4", "f4", "i8", "u8", "f8", "F", "D", "S1", "S5", "U2", "S3"]


def numpy_dtype(depth, align):
    fields = []
    for i in range(rng.randrange(1, 6)):
        kind = rng.random()
        if depth > 0 and kind < 0.25:
            base = numpy_dtype(depth - 1, align)
        elif kind < 0.32:
            base = np.dtype("g" if is_own("g") else "f8")
        else:
            base = np.dtype(rng.choice(SCALARS))
            if rng.random() < 0.25 and base.kind not in "S?":
                base = base.newbyteorder(">")
        shape = rng.choice([None, None, None, (2,), (3,), (2, 3), (1,)])
        fields.append((f"m{i}", base) + ((shape,) if shape else ()))
    return np.dtype(fields, align=align)


def numpy_leaves(dtype, path="", offset=0):
    if dtype.subdtype:
        base, shape = dtype.subdtype
        for at, index in enumerate(np.ndindex(*shape)):
            yield from numpy_leaves(base, path + "".join(f"[{i}]" for i in index), offset + at * base.itemsize)
    elif dtype.names is not None:
        for name in dtype.names:
            inner, at = dtype.fields[name][:2]
            yield from numpy_leaves(inner, f"{path}.{name}", offset + at)
    elif dtype.kind == "U":
        for i in range(dtype.itemsize // 4):
            yield f"{path}[{i}]", offset + 4 * i
    else:
        yield path, offset


def text_end(dtype):
    """The bytes that numpy's text speaks of: the padding at the end of a record is left to who comes behind it."""
    if dtype.subdtype:
        return text_end(dtype.subdtype[0]) * int(np.prod(dtype.shape))
    if dtype.names is None:
        return dtype.itemsize
    return max((at + text_end(inner) for inner, at in (f[:2] for f in dtype.fields.values())), default=0)


def record_align(dtype):
    """The alignment that a reader sees: that of the members that are written in @ mode."""
    if dtype.subdtype:
        return record_align(dtype.subdtype[0])
    if dtype.names is not None:
        return max((record_align(f[0]) for f in dtype.fields.values()), default=1)
    return dtype.alignment if dtype.isnative else 1


def ambiguous(dtype, start=0, last=True):
    """Where numpy's own string does not tell: it says nothing of the stride of an array of records, and its @ means
    aligned from the start of all, not from the start of the record."""
    base = dtype.subdtype[0] if dtype.subdtype else dtype
    if base.names is None:
        return False
    if start % record_align(base):
        return True
    fields = [base.fields[name][:2] for name in base.names]
    for i, (inner, at) in enumerate(fields):
        element = inner.subdtype[0] if inner.subdtype else inner
        if inner.isnative and element.names is None and (start + at) % element.alignment == 0 and at % element.alignment:
            return True
        if element.names is not None and inner.subdtype:
            end = text_end(element)
            pads = -end % record_align(element)
            count = int(np.prod(inner.shape))
            after = fields[i + 1][1] if i + 1 < len(fields) else None
            if count > 1 and (element.itemsize != end or pads) and \
               (after is None or element.itemsize != end + pads or record_align(element) != element.alignment):
                return True
            if any(ambiguous(inner, start + at + k * element.itemsize) for k in range(count)):
                return True
        elif ambiguous(inner, start + at):
            return True
    return False


def numpy_cases(count):
    cases = []
    while len(cases) < count:
        dtype = numpy_dtype(2, rng.random() < 0.5)
        try:
            fmt = memoryview(np.zeros(1, dtype)).format
        except (ValueError, BufferError):
            continue
        if not ambiguous(dtype):
            cases.append((fmt, list(numpy_leaves(dtype))))
    return cases


def leaves_problem(answer, expected):
    if answer.error:
        return answer.error
    if answer.offsets() != expected:
        differing = [pair for pair in zip(answer.offsets(), expected) if pair[0] != pair[1]]
        return f"{differing[:3] or (len(answer.leaves), len(expected))}"
    return None


# ---- ctypes

C_SCALARS = [ctypes.c_longdouble, ctypes.c_double, ctypes.c_int64, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_char_p,
             ctypes.POINTER(ctypes.c_int), ctypes.CFUNCTYPE(None), ctypes.c_wchar_p, ctypes.c_size_t, ctypes.c_int,
             ctypes.c_uint, ctypes.c_float, ctypes.c_short, ctypes.c_ushort, ctypes.c_byte, ctypes.c_ubyte,
             ctypes.c_char, ctypes.c_bool, ctypes.POINTER(ctypes.POINTER(ctypes.c_char))]
if machine()[1] == memoryview(ctypes.c_wchar()).format[0]:
    C_SCALARS.append(ctypes.c_wchar)  # <u where the machine's order is that


def ctypes_struct(depth):
    """A structure without holes: its format in 3.11 knows none. Larger members first."""
    members = [rng.choice(C_SCALARS) for _ in range(rng.randrange(1, 8))]
    if depth > 0 and rng.random() < 0.4:
        members.append(ctypes_struct(depth - 1))
    if rng.random() < 0.3:
        members.append(rng.choice(C_SCALARS) * rng.randrange(1, 4))
    members.sort(key=ctypes.alignment, reverse=True)
    base = rng.choice([ctypes.Structure, ctypes.Structure, ctypes.BigEndianStructure]) if depth == 0 else ctypes.Structure
    try:
        return type("S", (base,), {"_fields_": [(f"m{i}", member) for i, member in enumerate(members)]})
    except TypeError:
        return ctypes_struct(depth)


def ctypes_has_hole(kind):
    end = 0
    for name, member in kind._fields_:
        if getattr(kind, name).offset != end:
            return True
        if issubclass(member, ctypes.Structure) and ctypes_has_hole(member):
            return True
        end += ctypes.sizeof(member)
    return end != ctypes.sizeof(kind)


def ctypes_leaves(kind, path="", offset=0):
    if issubclass(kind, ctypes.Array) and kind._type_ is not ctypes.c_char:
        for i in range(kind._length_):
            yield from ctypes_leaves(kind._type_, f"{path}[{i}]", offset + i * ctypes.sizeof(kind._type_))
    elif issubclass(kind, ctypes.Structure):
        for name, member in kind._fields_:
            yield from ctypes_leaves(member, f"{path}.{name}", offset + getattr(kind, name).offset)
    else:
        yield path, offset


def ctypes_cases(count):
    cases = []
    while len(cases) < count:
        kind = ctypes_struct(2)
        if not ctypes_has_hole(kind):
            cases.append((memoryview(kind()).format, (ctypes.sizeof(kind), list(ctypes_leaves(kind)))))
    return cases


def ctypes_problem(answer, expected):
    size, leaves = expected
    if not answer.error and answer.size != size:
        return f"size {answer.size}, not {size}"
    return leaves_problem(answer, leaves)


# ---- all of PEP 3118 and memtool's own, read back

# Whether numpy and ctypes, which speak of Python's machine, mean the same by native sizes.
ALIKE = all(machine()[0][code] == own_size(code) for code in "hilqnPefd")

CODES = ["x", "c", "b", "B", "?", "h", "H", "i", "I", "l", "L", "q", "Q", "e", "f", "d", "g", "s", "p", "P", "F", "D",
         "Zf", "Zd", "Zg", "u", "w", "O", "z", "[i128]", "[bf16]", "[f128]", "[u16]"]


def pep_item(depth, names):
    text = ""
    if rng.random() < 0.15:
        text += rng.choice("@=<>!^")
    if rng.random() < 0.12:
        text += rng.choice(["(2)", "(2,3)", "(1,1,2)", "(0)"])
    kind = rng.random()
    count = rng.choice(["", "", "", "", "2", "3", "0", "12"])
    if kind < 0.12 and "(" not in text:
        text += rng.choice(["3t", "t", "5t", "17t", "2t{i}", "t{?}", "0t"])
        if rng.random() < 0.2:
            return text + ("::" if not text.endswith("0t") else "")
    elif kind < 0.25 and depth > 0:
        text += rng.choice("TTTU") + "{" + pep_items(depth - 1) + "}"
    elif kind < 0.33 and depth > 0:
        text += "&" + rng.choice(
            ["i", "<d", "c", "&i", "(3)h", "X{}", "T{i:a:P:b:}", "10s"])
    elif kind < 0.37:
        text += rng.choice(["X{}", "X{ii->d}", "X{z...->i}", "X{->}", "X{&T{i:x:}->P}"])
    else:
        code = rng.choice(CODES)
        text += ("" if code == "x" and "(" in text else count) + (code if "(" not in text else code.replace("x", "i"))
    if names is not None and rng.random() < 0.5 and not text.endswith("0t"):
        names.append(f"n{len(names)}")
        text += f":{names[-1]}:"
    return text


def pep_items(depth):
    names = []
    return rng.choice(["", "", " "]).join(pep_item(depth, names) for _ in range(rng.randrange(1, 6)))


def pep_format():
    items = pep_items(2)
    return "T{" + items + "}" if rng.random() < 0.4 else items


def back_problem(answer, _):
    if answer.error:
        return answer.error
    if answer.again.endswith(" DIFFERS"):
        return "the printed format is another type"
    if answer.again_c.endswith(" DIFFERS"):
        return "the printed C is another type"
    return None


# ---- as C

def compiles(declarations):
    """The first complaints of the C compiler about assertions on these types."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write("#include <stddef.h>\n#include <stdint.h>\n#include <uchar.h>\n#include <wchar.h>\n"
                   "#include <sys/types.h>\n" + "\n".join(declarations))
        file.flush()
        done = subprocess.run([*compiler, "-std=gnu17", "-w", "-fsyntax-only", file.name], capture_output=True, check=False)
    return [line for line in done.stderr.decode().split("\n") if "error" in line]


def c_members(answer):
    """Members that offsetof knows: those of the record itself that are no bit-fields."""
    for path, offset, size in answer.leaves:
        if path.count(".") == 1 and "[" not in path and "." not in size:
            yield path[1:], offset


def check_c(count):
    formats = [f for f in (pep_format() for _ in range(count)) if "bf16" not in f]
    declarations, unknown = [], [word for word in ("__int128", "_Float16", "_Float128") if compiles([f"{word} *p;"])]
    for i, (fmt, answer) in enumerate(zip(formats, ask(formats))):
        # Records of several byte orders have fields that only memtool can name: u16be.
        if answer.error or re.search(r"\b[iuf]\d+[lb]e\b", answer.c) or any(word in answer.c for word in unknown):
            continue
        declarations.append(f"typedef __typeof__({answer.c.lstrip('<>')}) T{i};")
        declarations.append(f"_Static_assert(sizeof(T{i}) == {answer.size}, {quoted(fmt)});")
        if answer.c.lstrip("<>").startswith(("struct", "union")) and not answer.c.endswith("*"):
            for name, offset in c_members(answer):
                declarations.append(f"_Static_assert(offsetof(T{i}, {name}) == {offset}, {quoted(fmt)});")
    report("the C that a format is printed as has its layout for the compiler", compiles(declarations), len(formats))


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ") + '"'


compare("struct formats have Python's sizes and offsets",
        [(f, struct_offsets(f)) for f in (struct_format() for _ in range(times(4000)))], struct_problem)
for sentence, cases, problem_of, count in (
        ("numpy's formats have the offsets of its fields", numpy_cases, leaves_problem, 2000),
        ("ctypes' formats have the offsets of its fields", ctypes_cases, ctypes_problem, 500)):
    if ALIKE:
        compare(sentence, cases(times(count)), problem_of)
    else:
        skip(sentence, "Python's machine lays out numbers otherwise")
compare("any format reads back from how it is printed, as a format and as C",
        [(pep_format(), None) for _ in range(times(4000))], back_problem)
check_c(times(1500))
finish()
