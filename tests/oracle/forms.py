#!/usr/bin/env python3
"""Forms against what reads them: list, json, npy, c and values of random scalars and records."""
import json
import math
import os
import re
import subprocess
import tempfile

import numpy as np

from _oracle import RUNNER, Batch, array_bytes, finish, machine, report, rng, run, shown, times

SCALARS = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]


# ---- random types and data

def random_dtype(depth, order, text):
    kind = rng.randrange(10)
    if kind < 6 or depth == 0:
        if text and rng.random() < 0.25:
            return np.dtype(f"{order}{rng.choice(text)}{rng.randrange(1, 6)}")
        return np.dtype(order + rng.choice(SCALARS))
    fields = []
    for number in range(rng.randrange(1, 5)):
        field = random_dtype(depth - 1, order, text)
        shape = tuple(rng.randrange(1, 4) for _ in range(rng.randrange(1, 3))) if rng.random() < 0.3 else ()
        fields.append((f"n{number}", field, shape) if shape else (f"n{number}", field))
    return np.dtype(fields, align=rng.random() < 0.33)


def finite(value):
    return math.isfinite(value.real) and math.isfinite(value.imag)


def fill(array, special):
    """Random values into every field; padding stays zero."""
    if array.dtype.names:
        for name in array.dtype.names:
            fill(array[name], special)
        return
    kind, size = array.dtype.kind, array.dtype.itemsize
    values = []
    for _ in range(array.size):
        if kind == "S":
            values.append(rng.randbytes(rng.randrange(0, size + 1)))
        elif kind == "U":
            values.append("".join(rng.choice("aé€😀 '\"\\\n\x7f\xa0") for _ in range(rng.randrange(0, size // 4 + 1))))
        elif kind == "b":
            values.append(rng.random() < 0.5)
        else:
            value = np.frombuffer(rng.randbytes(size), array.dtype)[0]
            if kind in "fc" and not (finite(value) or special):
                value = array.dtype.type(rng.uniform(-9, 9))
            values.append(value)
    array[...] = np.array(values, dtype=array.dtype).reshape(array.shape)


def random_array(special, orders="<>=", text="SU"):
    dtype = random_dtype(3, rng.choice(orders).replace("=", machine()[1]), text)
    shape = tuple(rng.randrange(0, 4) for _ in range(rng.randrange(0, 4))) or (3,)
    array = np.zeros(shape, dtype)
    fill(array, special)
    return array


CODES = {"b1": "?", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q",
         "f2": "e", "f4": "f", "f8": "d", "c8": "Zf", "c16": "Zd"}


def item_format(dtype):
    """With every byte of padding said: numpy's own formats leave the last ones out."""
    shape = f"({','.join(map(str, dtype.shape))})" if dtype.shape else ""
    dtype = dtype.base
    if dtype.names:
        text, end = "", 0
        for name in dtype.names:
            field, offset = dtype.fields[name][:2]
            text += padding(offset - end) + f"{item_format(field)}:{name}:"
            end = offset + field.itemsize
        return f"{shape}T{{{text}{padding(dtype.itemsize - end)}}}"
    if dtype.kind in "SU":
        return f"{shape}{dtype.itemsize // (4 if dtype.kind == 'U' else 1)}{'s' if dtype.kind == 'S' else 'w'}"
    return shape + CODES[dtype.str[1:]]


def padding(count):
    return f"{count}x" if count else ""


def order_of(dtype):
    """The byte order that all parts of the type have."""
    if dtype.names:
        return next((o for o in (order_of(dtype[n].base) for n in dtype.names) if o != "|"), "|")
    return dtype.str[0]


def format_of(dtype):
    return order_of(dtype).replace("|", "=") + item_format(dtype)


def source(array):
    """The words that make a view of the array."""
    words = ["view", "hex:" + array.tobytes().hex(), "then", "cast", format_of(array.dtype), "--items", str(array.size)]
    return words + (["--shape", ",".join(map(str, array.shape))] if array.size else [])


def nested(array, leaf):
    """tolist() with a function of one's own for elements."""
    if array.ndim == 0:
        return leaf(array)
    return [nested(array[i, ...], leaf) for i in range(array.shape[0])]


def python_leaf(element):
    """As Python's struct has it: all bytes of `s`."""
    if element.dtype.names:
        return tuple(python_leaf(element[n]) if element.dtype[n].shape == () else nested(element[n], python_leaf)
                     for n in element.dtype.names)
    if element.dtype.kind == "S":
        return element.tobytes()
    return element.tolist()


def plain_json(element):
    if element.dtype.names:
        return {n: nested(element[n], plain_json) for n in element.dtype.names}
    kind = element.dtype.kind
    if kind == "S":
        return element.tobytes().rstrip(b"\0").decode("latin-1")
    value = element.tolist()
    parts = [value.real, value.imag] if kind == "c" else [value]
    if kind in "fc":
        precise = {2: np.float16, 4: np.float32, 8: np.float64}[element.dtype.itemsize // len(parts)]
        parts = [(precise(p), str(float(p))) for p in parts]
        parts = [("nan" if math.isnan(p) else text) if not math.isfinite(p) else ("float", p) for p, text in parts]
    return parts if kind == "c" else parts[0]


# ---- the forms

def lists():
    batch = Batch("list is tolist()", size=30)
    for _ in range(times(1500)):
        array = random_array(special=True)
        if array.size:
            batch.add(source(array) + ["-o", "list"], repr(nested(array, python_leaf)))
    batch.done()


def same_json(got, wanted):
    if isinstance(wanted, tuple):
        return isinstance(got, (int, float)) and wanted[1] == type(wanted[1])(got)
    if isinstance(wanted, dict):
        return isinstance(got, dict) and list(got) == list(wanted) and all(same_json(got[k], wanted[k]) for k in wanted)
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(same_json, got, wanted))
    return type(got) is type(wanted) and got == wanted


def refuse_constant(name):
    raise ValueError(name)


def jsons():
    problems, tried = [], 0
    for _ in range(times(150)):
        array = random_array(special=True)
        if not array.size:
            continue
        words = source(array) + ["-o", "json"]
        status, out, err = run(words)
        tried += 1
        try:
            got = json.loads(out, parse_constant=refuse_constant)
            good = (status == 0 and same_json(got["values"], nested(array, plain_json)) and got["nbytes"] == array.nbytes
                    and got["shape"] == list(array.shape) and got["strides"] == list(array.strides)
                    and got["itemsize"] == array.itemsize and got["offset"] == 0)
        except (ValueError, KeyError) as problem:
            good, err = False, repr(problem).encode()
        if not good:
            problems.append(f"{shown(words)}: status {status} {err!r}\n  wanted {nested(array, plain_json)}\n  got {out!r}")
    report("json holds the values", problems, tried)


def offsets(dtype, base=0):
    """Where each scalar lies and what it is, whatever numpy calls the records around it."""
    if not dtype.base.names:
        return [(base, dtype.base, dtype.shape)]
    return [(dtype.shape, dtype.base.itemsize)] + [field for n in dtype.base.names
                                                   for field in offsets(dtype.base.fields[n][0], base + dtype.base.fields[n][1])]


def npys():
    problems, tried = [], 0
    for _ in range(times(150)):
        array = random_array(special=True)
        words = source(array) + ["-o", "npy"]
        status, out, err = run(words)
        tried += 1
        try:
            with tempfile.NamedTemporaryFile() as file:  # from a stream numpy leaves padding undefined
                file.write(out)
                file.flush()
                got = np.load(file.name, allow_pickle=False)
            good = (status == 0 and got.tobytes() == array.tobytes() and offsets(got.dtype) == offsets(array.dtype)
                    and got.dtype.itemsize == array.dtype.itemsize and (not array.size or got.shape == array.shape))
        except (ValueError, EOFError, OSError) as problem:
            good, got, err = False, None, repr(problem).encode()
        if not good:
            problems.append(f"{shown(words)}: status {status} {err!r}\n  wanted {array.dtype} {array.shape}\n  got {got is not None and got.dtype} {got is not None and got.shape}")
    report("npy is what numpy saved", problems, tried)


def compiled(cases):
    """The bytes that a C program finds in the declarations, one line of hex each."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "data.c")
        with open(path, "w", encoding="utf-8") as file:
            file.write("#include <complex.h>\n#include <math.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <uchar.h>\n#include <wchar.h>\n"
                       "static void show(const void *p, size_t n) {const unsigned char *b = p; while (n--) printf(\"%02x\", *b++); puts(\"\");}\n"
                       "int main(void)\n{\n")
            for text in cases:
                file.write("{static " + text + "show(&data, sizeof data);}\n")
            file.write("}\n")
        built = subprocess.run(["cc", "-std=gnu17", "-Wall", "-Werror", "-o", path[:-2], path, "-lm"], capture_output=True, text=True, check=False)
        if built.returncode:
            return None, built.stderr
        return subprocess.run([*RUNNER, path[:-2]], capture_output=True, text=True, check=True).stdout.split("\n")[:-1], ""


def initializers():
    texts, wanted, problems = [], [], []
    has_float16 = compiled(["_Float16 data = 0;"])[0] is not None
    for _ in range(times(200)):
        array = random_array(special=False, orders="=", text="S")
        if not array.size:
            continue
        status, out, err = run(source(array) + ["-o", "c"])
        if status:
            problems.append(f"{shown(source(array))}: status {status} {err!r}")
            continue
        if b"_Float16" in out and not has_float16:
            continue
        texts.append(out.decode())
        wanted.append(array.tobytes().hex())
    got, err = compiled(texts)
    if got is None:
        problems.append(err)
    else:
        problems += [f"{text}  wanted {w}\n  got    {g}" for text, w, g in zip(texts, wanted, got) if w != g]
    report("c is compiled to the same bytes", problems, len(texts))


def read_back():
    """values of records are literals of the same bytes."""
    problems, tried = [], 0
    for _ in range(times(200)):
        array = random_array(special=True)
        if not array.size or not array.dtype.names or re.search("nan", str(array)):
            continue
        _, out, _ = run(source(array) + ["-o", "values"])
        words = ["array", format_of(array.dtype), *out.decode().split("\n")[:-1], "-o", "raw"]
        status, got, err = run(words)
        tried += 1
        if status or got != array.tobytes():
            problems.append(f"{shown(words)}: status {status} {err!r}\n  wanted {array.tobytes().hex()}\n  got    {got.hex()}")
    report("values of records are read back", problems, tried)


def floats():
    batch = Batch("values of floats are the shortest that read back", size=40)
    for _ in range(times(400)):
        code, dtype = rng.choice([("e", np.float16), ("f", np.float32), ("d", np.float64)])
        array = np.frombuffer(rng.randbytes(dtype().itemsize), dtype)
        text = repr(float(array[0])) if code == "d" else np.format_float_positional(array[0], unique=True, trim="0")
        if code != "d" and not re.fullmatch(r"-?\d{1,4}\.\d{1,3}", text):
            continue
        batch.add(["view", "hex:" + array_bytes(array).hex(), "then", "cast", code, "-o", "values"], text)
    batch.done()


def colors():
    """Without its escapes, coloured text is the plain text."""
    problems, tried = [], 0
    for _ in range(times(100)):
        array = random_array(special=True)
        if not array.size:
            continue
        words = source(array) + ["-o", rng.choice(["dump", "values", "list", "json", "xxd", "hex", "c"])]
        if rng.random() < 0.4:
            words = ["view", "hex:" + array.tobytes().hex(), "-w", str(rng.randrange(1, 40)), "-o", rng.choice(["dump", "xxd"])]
        plain, color = run(words + ["--color", "never"]), run(words + ["--color", "always"])
        tried += 1
        if re.sub(rb"\x1b\[\d*m", b"", color[1]) != plain[1] or plain[0] or color[0]:
            problems.append(f"{shown(words)}: {plain} {color}")
    report("colour never changes the text", problems, tried)


for compare in (lists, jsons, npys, initializers, read_back, floats, colors):
    compare()
finish()
