#!/usr/bin/env python3
"""view against hexdump -C, -o xxd against xxd, and both back through dump: all byte for byte."""
import os
import subprocess
import tempfile

from _oracle import finish, report, rng, run, shown, times, MEMTOOL

SMALL = list(range(0, 70)) + [127, 128, 129, 255, 256, 257, 511, 512, 513, 1000]
LARGE = [4095, 4096, 4097, 65535, 65536, 65537, 131072, 262143, 262144, 262145, 262160, 524287, 1048575, 1048576]


def random_bytes(size):
    return rng.randbytes(size)


def zeroes(size):
    return bytes(size)


def repeating(size):
    row = rng.randbytes(rng.choice([1, 2, 3, 7, 8, 15, 16, 17, 32, 48]))
    return (row * (size // len(row) + 1))[:size]


def text(size):
    return bytes(rng.choice(b"the quick brown fox\n\t jumps, \x7f\x80\xe9 ") for _ in range(min(size, 3000))) \
        * (size // 3000 + 1) if size else b""


def islands(size):
    """Rows of zeroes and a few others: where squeezing starts and stops."""
    data = bytearray(size)
    for _ in range(rng.randrange(1, 6)):
        if size:
            at = rng.randrange(size)
            data[at:at + rng.choice([1, 16, 40])] = rng.randbytes(1) * len(data[at:at + rng.choice([1, 16, 40])])
    return bytes(data[:size])


KINDS = [random_bytes, zeroes, repeating, text, islands]


def peer(words, path, piped):
    if piped:
        with open(path, "rb") as file:
            return subprocess.run(words, input=file.read(), capture_output=True, check=False).stdout
    return subprocess.run([*words, path], capture_output=True, check=False).stdout


def bounds(size):
    """-s and -n: the words for memtool, and those of hexdump and xxd."""
    words = []
    skip = length = None
    if rng.random() < 0.5:
        skip = rng.randrange(0, size + 1)
        words += ["-s", str(skip)]
    if rng.random() < 0.5:
        length = rng.randrange(1, size + 20)
        words += ["-n", str(length)]
    return words, skip, length


def compare(folder, sizes, rounds, large):
    problems = {"hexdump": [], "xxd": [], "back": []}
    tried = 0
    path = os.path.join(folder, "data")
    for number in range(rounds):
        kind = KINDS[number % len(KINDS)]
        size = rng.choice(sizes)
        data = kind(size)[:size]
        with open(path, "wb") as file:
            file.write(data)
        words, skip, length = bounds(size)
        piped = rng.random() < 0.4
        squeeze = [] if rng.random() < 0.7 else ["-v"]
        stdin = data if piped else b""
        target = [] if piped else [path]
        tried += 1

        hexdump = ["hexdump", "-C", *squeeze]
        xxd = ["xxd"]
        if skip is not None:
            hexdump += ["-s", str(skip)]
            xxd += ["-s", str(skip)]
        if length is not None:
            hexdump += ["-n", str(length)]
            xxd += ["-l", str(length)]
        what = f"{kind.__name__} of {size}, {'pipe' if piped else 'file'}"

        mine = run(["view", *words, *squeeze, *target], stdin)
        theirs = peer(hexdump, path, piped and skip is None)
        if mine[0] != 0 or mine[1] != theirs:
            problems["hexdump"].append(difference(what, ["view", *words, *squeeze], mine, theirs))
        if size <= 65537 or large:
            mine = run(["view", "-o", "xxd", *words, *target], stdin)
            theirs = peer(xxd, path, piped and skip is None)
            if mine[0] != 0 or mine[1] != theirs:
                problems["xxd"].append(difference(what, ["view", "-o", "xxd", *words], mine, theirs))
        form = rng.choice(["dump", "xxd"])
        dumped = run(["view", "-o", form, *target], stdin)[1]
        again = run(["view", "dump:-", "-o", "raw"], dumped)
        if again[0] != 0 or again[1] != data:
            problems["back"].append(difference(what, ["view", "dump:-", "-o", "raw"], again, data))
    return problems, tried


def difference(what, words, mine, theirs):
    at = next((i for i, (a, b) in enumerate(zip(mine[1], theirs)) if a != b), min(len(mine[1]), len(theirs)))
    return (f"{what}: {shown(words)}: status {mine[0]} {mine[2]!r}, differs at byte {at}\n"
            f"  wanted …{theirs[max(0, at - 40):at + 40]!r}\n  got    …{mine[1][max(0, at - 40):at + 40]!r}")


def main():
    assert os.path.exists(MEMTOOL), MEMTOOL
    with tempfile.TemporaryDirectory() as folder:
        for sizes, rounds, name in [(SMALL, times(500), "small"), (LARGE, times(25), "large")]:
            problems, tried = compare(folder, sizes, rounds, True)
            report(f"view is hexdump -C, {name} sizes", problems["hexdump"], tried)
            report(f"-o xxd is xxd, {name} sizes", problems["xxd"], tried)
            report(f"dump: reads both back, {name} sizes", problems["back"], tried)
    finish()


main()
