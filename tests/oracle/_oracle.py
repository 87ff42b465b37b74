"""What the oracles share: the seed, the size of the run, memtool in batches, TAP, and the machine
that memtool is of where that is not Python's.

Many cases run in one process as a chain, each stage with a form of its own, so that thousands take
seconds. A batch that does not print what it should runs again case by case.
"""
import ctypes
import functools
import json
import os
import random
import re
import struct
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MEMTOOL = os.environ.get("MEMTOOL") or os.path.join(ROOT, "memtool")
SEED = int(os.environ.get("SEED", "1"), 0)
SCALE = float(os.environ.get("SCALE", "1"))
RUNNER = os.environ.get("RUNNER", "").split()  # what starts a program that the compiler makes
rng = random.Random(SEED)

_count = 0
_failures = 0


def times(count):
    """How many of a kind to try: count at SCALE=1, at least one."""
    return max(1, int(count * SCALE))


def run(words, stdin=b""):
    """One memtool: its status, stdout and stderr as bytes."""
    done = subprocess.run([MEMTOOL, *words], input=stdin, capture_output=True, timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr


def report(sentence, problems, tried):
    """One test: how many were tried, and the first problems if there were any."""
    global _count, _failures
    _count += 1
    print(f"{'not ok' if problems else 'ok'} {_count} - {sentence} ({tried} tried, seed {SEED})")
    if problems:
        _failures += 1
        print(f"# {len(problems)} differ; the first:")
        for problem in problems[:5]:
            for line in str(problem).split("\n"):
                print(f"# {line}")
    sys.stdout.flush()


def finish():
    print(f"1..{_count}")
    sys.exit(1 if _failures else 0)


def shown(words):
    """The words as one would type them."""
    return "memtool " + " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)


def skip(sentence, why):
    """A test that this machine cannot hold, and the word that says why."""
    global _count
    _count += 1
    print(f"ok {_count} - {sentence} # skip {why}")


# ---- memtool's machine: its native formats are those of its own C compiler, not of Python's

C_OF = {"h": "short", "i": "int", "l": "long", "q": "long long", "n": "ssize_t", "P": "void *", "e": "short",
        "f": "float", "d": "double", "g": "long double"}
NATIVE_ITEM = re.compile(r"\s*(\d*)([xcbB?hHiIlLqQnNefdspP])")


@functools.lru_cache
def machine():
    """(size, alignment) by code, as memtool says them, and > or <."""
    codes = list(C_OF)
    _, out, _ = run(["layout", "-o", "json"] + [f"struct {{char c; {C_OF[code]} v;}}" for code in codes])
    fields = [json.loads(line)["fields"][1] for line in out.decode().splitlines()]
    sizes = {code: (field["size"], field["offset"]) for code, field in zip(codes, fields)}
    sizes.update({code.upper(): sizes[code] for code in "hilqn"})
    sizes.update({code: (1, 1) for code in "xcbB?sp"})
    return sizes, "<" if run(["cast", "u16", "0100", "-o", "values"])[1] == b"1\n" else ">"


def own_size(code):
    """A code's size and alignment on Python's machine."""
    if code == "g":
        return ctypes.sizeof(ctypes.c_longdouble), ctypes.alignment(ctypes.c_longdouble)
    return struct.calcsize(code), struct.calcsize("c0" + code) or 1


def is_own(codes):
    """Whether Python's machine has the same byte order, and these codes lie alike."""
    sizes, order = machine()
    return order == ("<" if sys.byteorder == "little" else ">") and all(
        sizes[code] == own_size(code) for code in codes)


@functools.lru_cache
def native(text):
    """A struct format as Python has to be told it: with padding and sizes of memtool's machine."""
    sizes, order = machine()
    if is_own("hilqnPefd") or text[:1] in ("<", ">", "!"):
        return text
    if text[:1] == "=":
        return order + text[1:]
    out, at = order, 0
    for count, code in NATIVE_ITEM.findall(text.lstrip("@")):
        size, align = sizes[code]
        pad = -at % align
        at += pad + size * int(count or 1)
        wide = {4: "i", 8: "q"}.get(size, code)
        plain = {True: wide, False: wide.upper()}[code.islower()] if code in "lLnNP" else code
        out += (f"{pad}x" if pad else "") + count + ("Q" if code == "P" and size == 8 else "I" if code == "P" else plain)
    return out


def array_code(code):
    """The code of Python's array that has as many bytes."""
    return {"l": "i", "L": "I"}.get(code, code) if machine()[0]["l"][0] == 4 else code


def array_bytes(array):
    """The bytes of a numpy array in the byte order of memtool's machine."""
    return array.astype(array.dtype.newbyteorder(machine()[1])).tobytes()


class Batch:
    """Cases of words (a stage or a chain) and the one line of text that they should print."""

    def __init__(self, sentence, size=60):
        self.sentence = sentence
        self.size = size
        self.waiting = []
        self.problems = []
        self.tried = 0

    def add(self, words, expected):
        self.waiting.append((words, expected))
        if len(self.waiting) >= self.size:
            self.flush()

    def flush(self):
        if not self.waiting:
            return
        self.tried += len(self.waiting)
        chain = []
        for words, _ in self.waiting:
            chain += (["then"] if chain else []) + words
        wanted = "".join(line + "\n" for _, line in self.waiting)
        status, out, _ = run(chain)
        if status != 0 or out.decode("utf-8", "replace") != wanted:
            self.one_by_one()
        self.waiting = []

    def one_by_one(self):
        before = len(self.problems)
        for words, expected in self.waiting:
            status, out, err = run(words)
            text = out.decode("utf-8", "replace")
            if status != 0 or text != expected + "\n":
                self.problems.append(f"{shown(words)}\n  wanted: {expected}\n  got:    {text.rstrip()}"
                                     f"\n  status {status} {err.decode('utf-8', 'replace').strip()}")
            if len(self.problems) > 20:
                return
        if len(self.problems) == before:
            self.problems.append("all right one by one, but not as one chain: "
                                 + shown(self.waiting[0][0]) + " …")

    def done(self):
        self.flush()
        report(self.sentence, self.problems, self.tried)
