#!/usr/bin/env python3
"""Literals, casts, slices, writes and arrays against struct, memoryview and array."""
import array
import math
import struct

from _oracle import Batch, array_code, finish, native, report, rng, run, shown, times

NATIVE = "bBhHiIlLqQnN"
STANDARD = "bBhHiIlLqQ"
FLOATS = "efd"
ORDERS = ["", "@", "=", "<", ">", "!"]


def prefix_and_code(codes_native, codes_standard):
    prefix = rng.choice(ORDERS)
    return prefix, rng.choice(codes_native if prefix in ("", "@") else codes_standard)


# ---- values as text

def integer_text(value):
    style = rng.randrange(5)
    sign = "-" if value < 0 else rng.choice(["", "", "", "+"])
    magnitude = abs(value)
    if style == 0:
        return f"{sign}0x{magnitude:x}"
    if style == 1:
        return f"{sign}0o{magnitude:o}"
    if style == 2:
        return f"{sign}0b{magnitude:b}"
    return f"{sign}{magnitude}"


def random_integer(code, prefix):
    bits = 8 * struct.calcsize(native(prefix + code))
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if code.islower() else (0, (1 << bits) - 1)
    return rng.choice([low, high, 0, rng.randint(low, high), rng.randint(low, high), max(low, min(high, rng.randint(-300, 300)))])


def random_float(code):
    """A value that the format holds exactly, so that reading its text is one rounding."""
    while True:
        value = struct.unpack("<" + code, rng.randbytes(struct.calcsize("<" + code)))[0]
        if rng.random() < 0.5:
            value = struct.unpack("<" + code, struct.pack("<" + code, rng.uniform(-1000, 1000)))[0]
        if not math.isnan(value):
            return value


def float_text(value):
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value.hex() if rng.random() < 0.3 else repr(value)


def random_value(prefix, code):
    """A value of a scalar code, and its text."""
    if code in FLOATS:
        value = random_float(code)
        return value, float_text(value)
    if code == "?":
        value = rng.random() < 0.5
        return value, rng.choice(["true", "1"] if value else ["false", "0"])
    value = random_integer(code, prefix)
    return value, integer_text(value)


# ---- the comparisons

def literals():
    batch = Batch("typed literals are what struct packs")
    for _ in range(times(3000)):
        prefix, code = prefix_and_code(NATIVE + FLOATS + "?", STANDARD + FLOATS + "?")
        if prefix == "@":  # a SOURCE that starts with @ is a label
            prefix = ""
        values = [random_value(prefix, code) for _ in range(rng.randrange(1, 6))]
        data = b"".join(struct.pack(native(prefix + code), value) for value, _ in values)
        text = rng.choice([",", ", ", " "]).join(spelled for _, spelled in values)
        batch.add(["view", f"{prefix}{code}:{text}", "-o", "hex"], data.hex())
    batch.done()


def random_format():
    prefix = rng.choice(ORDERS)
    codes = (NATIVE if prefix in ("", "@") else STANDARD) + FLOATS + "?csx"
    items = []
    for _ in range(rng.randrange(1, 5)):
        code = rng.choice(codes)
        count = rng.choice(["", "", "", str(rng.randrange(1, 5))])
        items.append(count + code)
    return prefix + rng.choice(["", " "]).join(items)


def casts():
    batch = Batch("cast is iter_unpack")
    while batch.tried + len(batch.waiting) < times(3000):
        text = random_format()
        told = native(text)
        size = struct.calcsize(told)
        values = struct.unpack(told, bytes(size))
        if not values:
            continue
        data = rng.randbytes(size * rng.randrange(1, 6))
        rows = list(struct.iter_unpack(told, data))
        scalar = len(values) == 1 and "x" not in text
        batch.add(["cast", text, "hex:" + data.hex(), "-o", "list"],
                  repr([row[0] for row in rows] if scalar else rows))
    batch.done()


def random_slice(length):
    def bound():
        return rng.choice(["", str(rng.randrange(-length - 3, length + 4)), str(rng.randrange(-length - 3, length + 4))])
    step = rng.choice(["", "", ":", f":{rng.choice([1, 2, 3, 5, -1, -2, -3, 100, -100])}"])
    return f"{bound()}:{bound()}{step}"


def python_slice(text):
    parts = [int(part) if part else None for part in text.split(":")]
    return slice(*parts)


def typed_values(count):
    code = rng.choice("bBhHiIlLqQfd")
    values = []
    while len(values) < count:
        values.append(random_float(code) if code in FLOATS else random_integer(code, ""))
    return code, values


def literal_of(code, values):
    return f"{code}:" + ",".join(float_text(v) if code in FLOATS else str(v) for v in values)


def slices():
    batch = Batch("slices of slices are Python's")
    for _ in range(times(3000)):
        code, values = typed_values(rng.randrange(1, 12))
        words = ["cast", code, literal_of(code, values)]
        for _ in range(rng.randrange(1, 4)):
            text = random_slice(len(values))
            values = values[python_slice(text)]
            words += ["then", "slice", text]
        batch.add(words + ["-o", "list"], repr(values))
        if values:
            index = rng.randrange(-len(values), len(values))
            batch.add(words + ["then", "slice", str(index), "-o", "list"], repr(values[index]))
    batch.done()


def writes():
    batch = Batch("writes into slices are memoryview's")
    for number in range(times(2500)):
        code, values = typed_values(rng.randrange(1, 12))
        view = memoryview(array.array(array_code(code), values))
        text = random_slice(len(values))
        count = len(values[python_slice(text)])
        new = [random_float(code) if code in FLOATS else random_integer(code, "") for _ in range(count)]
        words = ["slice", text, literal_of(code, values)]
        if number % 3 == 0 and count:
            view[python_slice(text)] = array.array(array_code(code), [new[0]] * count)
            words += ["--fill", float_text(new[0]) if code in FLOATS else str(new[0])]
        elif count:
            view[python_slice(text)] = array.array(array_code(code), new)
            spelled = literal_of(code, new)
            words += ["--set", spelled if rng.random() < 0.5 else spelled.split(":", 1)[1]]
        else:
            continue
        batch.add(words + ["-o", "list"], repr(view.tolist()))
    batch.done()


def overlaps():
    batch = Batch("overlapping writes are as if copied first")
    for number in range(times(600)):
        data = list(range(rng.randrange(2, 20)))
        part, left = [], "0:0"
        while not part or len(data[python_slice(left)]) != len(part):
            left, right = random_slice(len(data)), random_slice(len(data))
            part = data[python_slice(right)]
        result = bytearray(data)
        result[python_slice(left)] = bytes(part)
        name = f"a{number}"
        batch.add(["view", "hex:" + bytes(data).hex(), "--as", name, "then", "slice", right, "@" + name, "--as", "p" + name,
                   "then", "slice", left, "@" + name, "--set", "@p" + name, "-o", "list"], repr(list(result)))
    batch.done()


def clips():
    batch = Batch("-s and -n are a slice of the bytes")
    for _ in range(times(800)):
        data = rng.randbytes(rng.randrange(1, 40))
        skip, length = rng.randrange(-45, 45), rng.randrange(0, 45)
        part = data[skip:][:length] if skip >= 0 else data[max(0, len(data) + skip):][:length]
        batch.add(["view", "hex:" + data.hex(), "-s", str(skip), "-n", str(length), "-o", "list"], repr(list(part)))
    batch.done()


def methods():
    batch = Batch("array's methods are Python's", size=40)
    for _ in range(times(1500)):
        code, values = typed_values(rng.randrange(0, 8))
        spelled = [float_text(v) if code in FLOATS else str(v) for v in values]
        mine = array.array(array_code(code), values)
        words = ["array", code, *spelled]
        for _ in range(rng.randrange(1, 6)):
            words += method(mine, code)
        if any(isinstance(v, float) and math.isnan(v) for v in mine):
            continue
        batch.add(words + ["-o", "list"], repr(mine.tolist()))
    batch.done()


def method(mine, code):
    """Does one method to the array that prints nothing, and gives its words."""
    value = random_float(code) if code in FLOATS else random_integer(code, "")
    text = float_text(value) if code in FLOATS else str(value)
    which = rng.choice(["append", "extend", "insert", "pop", "remove", "reverse"] + (["byteswap"] if code not in FLOATS else []))
    if which == "append":
        mine.append(value)
        return ["--append", text]
    if which == "extend":
        mine.extend([value, value])
        return ["--extend", f"{text},{text}"]
    if which == "insert":
        at = rng.randrange(-len(mine) - 2, len(mine) + 3)
        mine.insert(at, value)
        return ["--insert", f"{at}={text}"]
    if which == "pop" and len(mine):
        if rng.random() < 0.5:
            mine.pop()
            return ["--pop"]
        at = rng.randrange(-len(mine), len(mine))
        mine.pop(at)
        return [f"--pop={at}"]
    if which == "remove" and len(mine):
        value = rng.choice(mine)
        mine.remove(value)
        return ["--remove", float_text(value) if code in FLOATS else str(value)]
    if which == "byteswap":
        mine.byteswap()
        return ["--byteswap"]
    mine.reverse()
    return ["--reverse"]


def answers():
    batch = Batch("--index and --count are Python's", size=1)  # only the last of a chain answers
    for _ in range(times(500)):
        code, values = typed_values(rng.randrange(1, 8))
        values += rng.choices(values, k=3)
        value = rng.choice(values)
        text = float_text(value) if code in FLOATS else str(value)
        mine = array.array(array_code(code), values)
        words = ["array", code] + [float_text(v) if code in FLOATS else str(v) for v in values]
        batch.add(words + ["--index", text], str(mine.index(value)))
        batch.add(words + ["--count", text], str(mine.count(value)))
    batch.done()


def round_trips():
    batch = Batch("what values and list print is read back")
    for _ in range(times(400)):
        code, values = typed_values(rng.randrange(1, 9))
        hexed = struct.pack(native(f"{len(values)}{code}"), *values).hex()
        _, out, _ = run(["view", "hex:" + hexed, "then", "cast", code, "-o", rng.choice(["values", "list"])])
        batch.add(["array", code, out.decode().replace("[", "").replace("]", "").replace("\n", " ").strip(), "-o", "hex"], hexed)
    batch.done()


def refusals():
    """What Python refuses, memtool refuses, with the status that the manual says."""
    problems, tried = [], 0
    for _ in range(times(250)):
        code, values = typed_values(rng.randrange(1, 6))
        literal = literal_of(code, values)
        size = struct.calcsize(native(code))
        bits = 8 * size
        kind = rng.randrange(5)
        if kind == 0:
            index = rng.choice([len(values) + rng.randrange(4), -len(values) - 1 - rng.randrange(4)])
            words, status = ["slice", str(index), literal], 1
        elif kind == 1:
            count = len(values) + rng.choice([-1, 1, 2])
            if count < 1 or len(values) == 1:
                continue
            words, status = ["slice", ":", literal, "--set", literal_of(code, (values * 4)[:count])], 1
        elif kind == 2 and code not in FLOATS:
            out = rng.choice([1 << bits, (1 << bits) - 1, -1, 1 << (bits - 1), -(1 << (bits - 1)) - 1, 1 << 200])
            try:
                struct.pack(native(code), out)
                continue
            except struct.error:
                words, status = ["array", code, str(out)], 2
        elif kind == 3 and size > 1:
            words, status = ["cast", code, "hex:" + rng.randbytes(size * 2 + rng.randrange(1, size)).hex()], 1
        else:
            words, status = ["slice", random_slice(5).rsplit(":", 1)[0] + ":0", literal], 2
            if words[1].count(":") != 2:
                continue
        tried += 1
        got, out, err = run(words)
        if got != status or out or not err.startswith(b"memtool: "):
            problems.append(f"{shown(words)}: status {got}, wanted {status}: {out!r} {err!r}")
    report("what Python refuses is refused", problems, tried)


for compare in (literals, casts, slices, writes, overlaps, clips, methods, answers, round_trips, refusals):
    compare()
finish()
