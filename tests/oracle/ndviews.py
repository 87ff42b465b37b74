#!/usr/bin/env python3
"""Views of many dimensions against numpy: casts to shapes, slices, transposes, strides and writes,
in values, bytes, shape and strides."""
import json

import numpy as np
from numpy.lib.stride_tricks import as_strided

from _oracle import Batch, finish, rng, run, times

TYPES = ["u1", "i1", "<i2", ">i2", "<i4", ">u4", "<i8", ">f4", "<f8"]


def spelled(dtype):
    names = {"u": "u", "i": "i", "f": "f"}
    order = {">": "be", "<": "le", "|": ""}[np.dtype(dtype).str[0]]
    return f"{names[np.dtype(dtype).kind]}{np.dtype(dtype).itemsize * 8}{order}"


def random_array():
    """Random bytes as an array of random type and shape, and the cast that makes it."""
    dtype = np.dtype(rng.choice(TYPES))
    shape = [rng.choice([0, 1, 1, 2, 2, 3, 4, 5]) for _ in range(rng.randrange(1, 5))]
    if rng.random() < 0.9:
        shape = [n or 1 for n in shape]
    count = int(np.prod(shape))
    values = np.array([rng.randint(-100, 100) if dtype.kind != "u" else rng.randint(0, 200)
                       for _ in range(count)]).astype(dtype.newbyteorder("=")).astype(dtype)
    order = rng.choice("CF")
    base = values.copy()
    array = base.reshape(shape, order=order)
    words = ["cast", spelled(dtype), "--shape", ",".join(map(str, shape)), "--order", order]
    if rng.random() < 0.3:
        array = array.T
        words.append("--transpose")
    return base, array, words + ["hex:" + values.tobytes().hex()]


def random_range(n):
    def bound():
        return "" if rng.random() < 0.4 else str(rng.randint(-n - 2, n + 2))
    step = rng.choice(["", "", "1", "2", "3", "-1", "-2"])
    start, stop = bound(), bound()
    text = f"{start}:{stop}" + (f":{step}" if step else "")
    numbers = [int(part) if part else None for part in (start, stop, step)]
    return text, slice(*numbers)


def random_slice(array):
    """Items over some of the dimensions, indices in bounds; numpy's index and its text."""
    texts, index = [], []
    ellipsis_at = rng.randrange(array.ndim + 1) if rng.random() < 0.3 else None
    skipped = rng.randrange(array.ndim + 1) if ellipsis_at is not None else 0
    wanted = rng.randrange(1, array.ndim + 1) if ellipsis_at is None else array.ndim - skipped
    dimension = 0
    for place in range(wanted + 1):
        if place == ellipsis_at or (ellipsis_at is not None and place == wanted and "..." not in texts):
            texts.append("...")
            index.append(...)
            dimension += skipped
        if place == wanted:
            break
        n = array.shape[dimension]
        if n > 0 and rng.random() < 0.4:
            i = rng.randrange(-n, n)
            texts.append(str(i))
            index.append(i)
        else:
            text, item = random_range(n)
            texts.append(text)
            index.append(item)
        dimension += 1
    return ",".join(texts), tuple(index)


def take(array, index):
    """The part as a view, 0-d too."""
    if ... not in index:
        index = index + (...,)
    return array[index]


# How memtool names each type, told once by itself.
NAMES = {}


def names(dtype):
    key = np.dtype(dtype).str
    if key not in NAMES:
        told = json.loads(run(["array", spelled(dtype), "-o", "json"])[1])
        NAMES[key] = told["format"], told["type"]
    return NAMES[key]


def as_json(array, base):
    """The whole of what -o json says of a view."""
    offset = array.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    format_, type_ = names(array.dtype)
    return json.dumps({
        "format": format_, "type": type_, "itemsize": array.itemsize, "ndim": array.ndim,
        "shape": list(array.shape), "strides": list(array.strides), "nbytes": array.nbytes,
        "readonly": False, "offset": offset, "values": array.tolist()})


def plain(array):
    """True where numpy keeps the strides that arithmetic gives: it makes up others for dimensions
    of one element, or none."""
    return array.size > 0 and 1 not in array.shape


lists = Batch("values of slices of any dimensions are numpy's")
bytes_ = Batch("bytes of slices of any dimensions are numpy's")
jsons = Batch("shape, strides and offset of slices are numpy's")
writes = Batch("writes into slices of any dimensions leave numpy's bytes")
moves = Batch("a slice that is moved over itself is numpy's")
pictures = Batch("shapes with strides are numpy's")


def check_slice():
    base, array, words = random_array()
    text, index = random_slice(array)
    part = take(array, index)
    chain = words + ["then", "slice", text]
    lists.add(chain + ["-o", "list"], str(part.tolist()))
    bytes_.add(chain + ["-o", "hex"], part.tobytes().hex())
    if plain(array) and plain(part):
        jsons.add(chain + ["-o", "json"], as_json(part, base))


def check_write():
    base, array, words = random_array()
    text, index = random_slice(array)
    part = take(array, index)
    fill = rng.random() < 0.4
    count = 1 if fill else part.size
    if part.size == 0:
        return
    values = [rng.randint(0, 100) for _ in range(count)]
    part[...] = values[0] if fill else np.array(values).reshape(part.shape)
    writes.add(words + ["then", "slice", text, "--fill" if fill else "--set",
                        ",".join(map(str, values)), "-o", "hex"], array.tobytes().hex())


def check_move():
    """A view moved over itself, forwards, backwards or reversed."""
    n = rng.randrange(2, 40)
    base = np.array([rng.randrange(256) for _ in range(n)], dtype="u1")
    length = rng.randrange(1, n + 1)
    a, b = rng.randrange(n - length + 1), rng.randrange(n - length + 1)
    words = ["array", "u8"] + [str(v) for v in base] + ["--as", "base"]
    part = base[b:b + length].copy()
    target, source = f"{a}:{a + length}", f"{b}:{b + length}"
    if rng.random() < 0.5:
        part = part[::-1]
        source = f"{b + length - 1}:{b - 1 if b else ''}:-1"
    base[a:a + length] = part
    moves.add(words + ["then", "slice", source, "--as", "part", "then", "slice", target, "@base",
                       "--set", "@part", "-o", "hex"], base.tobytes().hex())


def check_picture():
    """Any picture of memory that stays inside: windows, diagonals, repeats."""
    n = rng.randrange(1, 60)
    base = np.array([rng.randint(-1000, 1000) for _ in range(n)], dtype="<i4")
    shape, strides, reach = [], [], 0
    for _ in range(rng.randrange(1, 4)):
        length, stride = rng.randrange(1, 6), 4 * rng.randrange(0, 6)
        if reach + (length - 1) * stride + 4 <= 4 * n:
            reach += (length - 1) * stride
            shape.append(length)
            strides.append(stride)
    if shape:
        picture = as_strided(base, shape, strides)
        pictures.add(["cast", "i32le", "--shape", ",".join(map(str, shape)), "--strides",
                      ",".join(map(str, strides)), "hex:" + base.tobytes().hex(), "-o", "list"],
                     str(picture.tolist()))


for _ in range(times(5000)):
    check_slice()
for _ in range(times(2500)):
    check_write()
for _ in range(times(1500)):
    check_move()
for _ in range(times(1000)):
    check_picture()
for batch in (lists, bytes_, jsons, writes, moves, pictures):
    batch.done()
finish()
