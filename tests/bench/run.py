#!/usr/bin/env python3
"""make bench: memtool, limit prototypes and peers side by side, every goal judged.

run.py [--by auto|wall|cpu] [--count] [--readme] [ROW]...: all rows, or those whose names start so. Each row is
run in turn by all who take part, again and again, and medians are compared; a peer that is slow gets
a share of the input, and its time is scaled. Interpreters are not charged for starting where the work
is large. auto judges by the time that passed, or, where others keep the machine busy, by processor
time. --readme writes the table into the README beside this file.
"""
import argparse
import array
import math
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("BUILD", "build")
MEMTOOL = os.environ.get("MEMTOOL", os.path.abspath(os.path.join(BUILD, "memtool")))
LIMITS = os.path.abspath(os.path.join(BUILD, "bench", "limits"))
MIB = int(os.environ.get("MIB", "256"))
RUNS = int(os.environ.get("RUNS", "7"))
STARTS = int(os.environ.get("STARTS", "101"))
PYTHON = os.environ.get("PYTHON") or "python3"
CLOCKS = {"wall": 0, "cpu": 1}


class Runner:
    """One who takes part in a row: a command, its input, and how its time is to be read."""

    def __init__(self, name, *words, share=1, start=None, stdin=None):
        self.name, self.words, self.share, self.stdin = name, list(words), share, stdin
        self.start = start  # a command whose time is taken off: an interpreter that does nothing
        self.times, self.starts = [], []

    def there(self):
        return shutil.which(self.words[0]) is not None

    def time(self, clock):
        taken = statistics.median(run[CLOCKS[clock]] for run in self.times)
        if self.starts:
            taken -= min(run[CLOCKS[clock]] for run in self.starts)
        return max(taken, 1e-6) * self.share


def limit(name, *words, **rest):
    return Runner("limit", os.path.join(LIMITS, name), *words, **rest)


def python(name, code, imports="", **rest):
    return Runner(name, PYTHON, "-c", f"import sys{imports}\n{code}",
                  start=[PYTHON, "-c", f"import sys{imports}"], **rest)


class Row:
    """A row of the table: who runs, where the output goes, and the goals."""

    def __init__(self, name, title, runners, goals, out="null", runs=None, once=1):
        self.name, self.title, self.runners, self.out = name, title, runners, out
        self.goals = goals  # peer to the least factor that it is slower; limit to the most that memtool is
        self.runs = runs or RUNS
        self.once = once  # what the ratio is told of: calls in a loop


# ---- running

def spawn(words, stdin, stdout):
    actions = [(os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, stdout, 1)]
    return os.posix_spawnp(words[0], words, os.environ, file_actions=actions)


def run(words, stdin, out, folder):
    """(seconds passed, processor seconds of the command) of one run."""
    reader = None
    source = os.open(stdin or os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    if out == "pipe":
        take, to = os.pipe()
        null = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        reader = spawn([os.path.join(LIMITS, "bytes"), "drain"], take, null)
        os.close(take)
        os.close(null)
    elif out == "file":
        to = os.open(os.path.join(folder, "out"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC)
    else:
        to = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    began = time.perf_counter()
    child = spawn(words, source, to)
    os.close(source)
    os.close(to)
    _, status, used = os.wait4(child, 0)
    if reader is not None:
        os.waitpid(reader, 0)
    passed = time.perf_counter() - began
    if status != 0:
        sys.exit(f"bench: status {os.waitstatus_to_exitcode(status)}: {' '.join(words)[:200]}")
    return passed, used.ru_utime + used.ru_stime


def run_row(row, folder):
    there = [one for one in row.runners if one.there()]
    for one in row.runners:
        if one not in there:
            print(f"  {row.name}: {one.words[0]} is not installed: skipped", file=sys.stderr)
    for turn in range(row.runs):
        for one in there:
            one.times.append(run(one.words, one.stdin, row.out, folder))
            if one.start and turn < 5:
                one.starts.append(run(one.start, None, "null", folder))
    return there


# ---- the inputs, made once

class Inputs:
    def __init__(self, folder):
        self.folder = folder
        self.made = set()

    def file(self, name, make):
        path = os.path.join(self.folder, name)
        if name not in self.made:
            with open(path, "wb") as to:
                make(to)
            self.made.add(name)
        return path

    def repeated(self, name, mib, chunk):
        def make(to):
            for _ in range(mib):
                to.write(chunk())
        return self.file(name, make)

    def part(self, path, share):
        """The first part of a file."""
        size = os.path.getsize(path) // share // 16 * 16

        def make(to):
            with open(path, "rb") as source:
                to.write(source.read(size))
        return self.file(os.path.basename(path) + f".{share}", make)

    def random(self):
        return self.repeated("random", MIB, lambda: os.urandom(1 << 20))

    def zeros(self):
        return self.repeated("zeros", MIB, lambda: bytes(1 << 20))

    def hole(self):
        return self.file("hole", lambda to: to.truncate(1 << 30))

    def small(self):
        return self.file("small", lambda to: to.write(b"0123456789abcdef"))

    def values(self, code, count):
        """Random values: doubles of 0 to 1 (17 digits), integers of all widths."""
        rng = random.Random(1)
        bits = {"i": 31, "q": 63, "B": 8}

        def make(to):
            low = -(1 << bits.get(code, 0)) if code in "iq" else 0
            values = ([rng.random() for _ in range(count)] if code == "d" else
                      [rng.randrange(low, 1 << bits[code]) for _ in range(count)])
            array.array(code, values).tofile(to)
        return self.file(f"values.{code}.{count}", make)

    def lines(self, code, count):
        path = self.values(code, count)

        def make(to):
            values = array.array(code)
            with open(path, "rb") as source:
                values.frombytes(source.read())
            to.write("".join(f"{value!r}\n" for value in values).encode())
        return self.file(f"lines.{code}.{count}", make)

    def digits(self):
        return self.repeated("digits", MIB // 4, lambda: os.urandom(1 << 19).hex().encode())


# ---- the rows: the work, who does it, the goals

def dumps(data):
    source = data.random()

    def dump(out):
        peers = [("xxd", ["xxd"], 16), ("od", ["od", "-A", "x", "-t", "x1z", "-v"], 256),
                 ("hexdump", ["hexdump", "-C"], 256), ("hexyl", ["hexyl", "--color=never"], 256)]
        return [Runner("memtool", MEMTOOL, "view", source), limit("bytes", "dump", stdin=source)] + [
            Runner(name, *words, data.part(source, share), share=share)
            for name, words, share in (peers if out == "null" else peers[:1])]

    yield Row("dump-null", f"`hexdump -C` text of {MIB} MiB, to /dev/null", dump("null"),
              {"xxd": 35, "limit": 1.1})
    constant = limit("write", str(math.ceil(MIB * 79 / 16)))
    constant.name = "write()"
    yield Row("dump-pipe", "the same to a pipe", dump("pipe") + [constant], {"write()": 1.05}, "pipe")
    yield Row("dump-file", "the same to a tmpfs file", dump("file"), {"limit": 1.1}, "file")
    yield Row("xxd", "`xxd` text, to /dev/null",
              [Runner("memtool", MEMTOOL, "view", "-o", "xxd", source),
               Runner("xxd", "xxd", data.part(source, 16), share=16)], {"xxd": 35})
    part = data.part(source, 16)
    yield Row("colour", "the dump in colours", [
        Runner("memtool", MEMTOOL, "view", "--color=always", part),
        Runner("hexyl", "hexyl", "--color=always", data.part(source, 256), share=16)], {"hexyl": 20})


def scans(data):
    zeros = data.zeros()
    yield Row("zeros", f"{MIB} MiB of zeros (squeezed)", [
        Runner("memtool", MEMTOOL, "view", zeros), limit("bytes", "scan", stdin=zeros),
        Runner("od", "od", "-A", "x", "-t", "x1z", zeros), Runner("hexdump", "hexdump", "-C", zeros)],
        {"limit": 1.3})


def hex_digits(data):
    source = data.random()
    yield Row("hex", "plain hex out", [
        Runner("memtool", MEMTOOL, "view", "-o", "hex", source), limit("bytes", "hex", stdin=source),
        python("python", f"sys.stdout.write(open({source!r}, 'rb').read().hex())"),
        Runner("xxd -p", "xxd", "-p", data.part(source, 16), share=16)], {"limit": 1.1, "xxd -p": 25})
    digits = data.digits()
    yield Row("unhex", "plain hex in, validating", [
        Runner("memtool", MEMTOOL, "view", "-o", "raw", "hex:-", stdin=digits),
        limit("bytes", "unhex", stdin=digits),
        python("unhexlify", f"sys.stdout.buffer.write(binascii.unhexlify(open({digits!r}, 'rb').read()))",
               ", binascii"),
        Runner("xxd -r -p", "xxd", "-r", "-p", data.part(digits, 8), share=8)], {"unhexlify": 7})


def to_text(data):
    def row(name, title, code, count, goals, *peers):
        path = data.values(code, count)
        return Row(name, title, [Runner("memtool", MEMTOOL, "cast", name, path, "-o", "values"),
                                 limit("numbers", name, stdin=path)] +
                   [make(path) for make in peers], goals)

    def od(kind, share=8):
        return lambda path: Runner("od", "od", "-A", "n", "-v", "-t", kind, f"-w{kind[1]}",
                                   data.part(path, share), share=share)

    def each(code, share=8):
        return lambda path: python(
            "python", f"a = array.array({code!r}); a.frombytes(open({data.part(path, share)!r}, 'rb').read())\n"
            "sys.stdout.write('\\n'.join(map(repr, a)))", ", array", share=share)

    def savetxt(path):
        part = data.part(path, 16)
        return python("np.savetxt", f"numpy.savetxt(sys.stdout, numpy.fromfile({part!r}), fmt='%.17g')",
                      ", numpy", share=16)

    def hexdump(path):
        return Runner("hexdump -e", "hexdump", "-v", "-e", r'1/4 "%d\n"', data.part(path, 8), share=8)

    def perl(path):
        part = data.part(path, 8)
        return Runner("perl", "perl", "-e", f'open F, "<", "{part}"; local $/; $_ = <F>; '
                      r'print join("\n", unpack("q*", $_))', share=8)

    def luajit(path):
        code = ("local s = io.open(arg[1]):read('*a') local out, n = {}, 0 for i = 1, #s do n = n + 1 out[n] = "
                "s:byte(i) if n == 4096 then io.write(table.concat(out, '\\n'), '\\n') n = 0 end end")
        script = data.file("bytes.lua", lambda to: to.write(code.encode()))
        return Runner("luajit", "luajit", script, path)

    yield row("f64", "f64 to shortest text", "d", 4000000, {"python": 15, "od": 30}, each("d"), od("f8"), savetxt)
    yield row("i32", "i32 to text", "i", 8000000, {"od": 12}, each("i"), od("d4"), hexdump)
    yield row("i64", "i64 to text", "q", 4000000, {"od": 8}, each("q"), od("d8"), perl)
    yield row("u8", "u8 to text", "B", 16000000, {"od": 40}, luajit, od("u1"))


def from_text(data):
    floats = data.lines("d", 2000000)
    integers = data.lines("q", 2000000)
    few = data.file("few.d", lambda to: to.write(b"".join(open(floats, "rb").readlines()[:250000])))
    yield Row("text-f64", "text to f64", [
        Runner("memtool", MEMTOOL, "array", "d", "-", "-o", "raw", stdin=floats),
        limit("numbers", "read", "f64", stdin=floats),
        python("np.loadtxt", f"sys.stdout.buffer.write(numpy.loadtxt({few!r}).tobytes())", ", numpy", share=8),
        python("python", f"sys.stdout.buffer.write(array.array('d', map(float, open({few!r}))).tobytes())",
               ", array", share=8)], {"np.loadtxt": 6})
    yield Row("text-i64", "text to i64, overflow checked", [
        Runner("memtool", MEMTOOL, "array", "q", "-", "-o", "raw", stdin=integers),
        limit("numbers", "read", "i64", stdin=integers),
        python("np.fromstring", "sys.stdout.buffer.write(numpy.fromstring("
               f"open({integers!r}).read(), dtype='i8', sep='\\n').tobytes())", ", numpy"),
        python("python", f"sys.stdout.buffer.write(array.array('q', map(int, open({integers!r}))).tobytes())",
               ", array")], {"np.fromstring": 5})


def strides(data):
    source = data.random()

    def every(n):
        return [Runner("memtool", MEMTOOL, "slice", "-t", "d", f"::{n}", "-o", "raw", source),
                limit("bytes", f"every{n}", stdin=source),
                python("numpy", f"sys.stdout.buffer.write(numpy.fromfile({source!r})[::{n}].tobytes())", ", numpy"),
                python("memoryview", f"sys.stdout.buffer.write(memoryview(open({source!r}, 'rb').read())"
                       f".cast('d')[::{n}].tobytes())")]
    yield Row("every-2nd", f"every 2nd double of {MIB} MiB, raw", every(2), {"numpy": 7})
    yield Row("every-8th", "every 8th double", every(8), {"memoryview": 3})


def starts(data):
    true = Runner("true", "/bin/true")
    hole, small = data.hole(), data.small()
    text = data.file("text", lambda to: to.write(b"00000000: 3031 3233 3435 3637 3839 6162 6364 6566\n"))
    poke = ("import mmap; f = open(sys.argv[1], 'r+b'); m = mmap.mmap(f.fileno(), 0); "
            "m[4096:4112] = b'0123456789abcdef'")
    yield Row("poke", "16 bytes written into a 1 GiB file", [
        Runner("memtool", MEMTOOL, "slice", "0x1000:0x1010", "-i", "--set", "str:0123456789abcdef", hole),
        true, limit("write", hole, "0x1000"),
        Runner("xxd -r", "sh", "-c", f"exec xxd -r -s 0x1000 {text} {hole}"),
        Runner("python mmap", PYTHON, "-c", "import sys; " + poke, hole)], {"true": 1.1}, runs=STARTS)
    yield Row("small", "16-byte dump, whole process", [
        Runner("memtool", MEMTOOL, "view", small), Runner("true", "/bin/true"), Runner("xxd", "xxd", small),
        Runner("od", "od", "-t", "x1z", small), Runner("hexyl", "hexyl", small)], {"true": 1.1}, runs=STARTS)
    lua = 'local ffi = require "ffi" ffi.cdef "double cos(double);" print(ffi.C.cos(1))'
    yield Row("cos", "`cos` called, whole process", [
        Runner("memtool", MEMTOOL, "call", "m", "double cos(double)", "1"), Runner("true", "/bin/true"),
        limit("call"), Runner("luajit", "luajit", "-e", lua),
        Runner("ctypes", PYTHON, "-c", "import ctypes; m = ctypes.CDLL('libm.so.6'); m.cos.restype = ctypes.c_double; "
               "print(m.cos(ctypes.c_double(1)))")], {"true": 1.4}, runs=STARTS)
    times = 10000000
    yield Row("loop", "one foreign call in a loop", [
        Runner("memtool", MEMTOOL, "call", "m", "double cos(double)", "1", "--repeat", str(times)),
        limit("call", str(times))], {"limit": 1.33}, once=times)


ROWS = {dumps: "dump-null dump-pipe dump-file xxd colour", scans: "zeros", hex_digits: "hex unhex",
        to_text: "f64 i32 i64 u8", from_text: "text-f64 text-i64", strides: "every-2nd every-8th",
        starts: "poke small cos loop"}


# ---- memory: the most of any streaming form; those that tell the shape first read stdin whole

WHOLE = ["json", "npy", "c"]
MEMORY_FORMS = [["view"], ["view", "-o", "xxd"], ["view", "-o", "hex"], ["view", "-o", "raw"],
                ["cast", "d", "-o", "values"], ["cast", "d", "-o", "list"], ["cast", "d", "-o", "json"],
                ["cast", "d", "-o", "c"], ["cast", "d"], ["cast", "u8", "-o", "npy"], ["view", "--color=always"],
                ["slice", "-t", "d", "::2", "-o", "raw"], ["cast", "i32", "-o", "bits"]]


def peak(words, stdin):
    """KiB of memory at the peak, as /usr/bin/time sees it (a fork of ours would count our own)."""
    with tempfile.NamedTemporaryFile("r") as told, open(stdin, "rb") as source:
        subprocess.run(["time", "-f", "%M", "-o", told.name] + words, stdin=source, stdout=subprocess.DEVNULL,
                       check=True)
        return int(told.read().split()[-1])


def memory_row(data):
    large, small = data.part(data.random(), 4), data.part(data.random(), 64)
    peaks = []
    for words in MEMORY_FORMS:
        source = large if words[0] == "view" else small
        peaks.append((peak([MEMTOOL] + words + [source], os.devnull), " ".join(words)))
        if words[-1] not in WHOLE:
            peaks.append((peak([MEMTOOL] + words, source), " ".join(words) + " < stdin"))
    most, form = max(peaks)
    return ["memory", "peak memory of a big dump", f"{most / 1024:.1f} MiB ({form})", "", "at most 4 MiB",
            "yes" if most <= 4096 else "**no**"]


# ---- the table

def told(seconds):
    return f"{seconds * 1e3:.2f} ms" if seconds < 0.01 else f"{seconds * 1e3:.0f} ms"


def judge(row, there, clock):
    """The cells of a row."""
    by_name = {one.name: one.time(clock) for one in there}
    own = by_name["memtool"]
    ratios = [f"{name} {time / own:.2f}x" for name, time in by_name.items() if name != "memtool"]
    goals, met = [], []
    for peer, factor in row.goals.items():
        most = peer in ("limit", "true", "write()")
        goals.append(f"at most {factor}x {peer}" if most else f"at least {factor}x {peer}")
        if peer in by_name:
            met.append(own <= factor * by_name[peer] if most else by_name[peer] >= factor * own)
    time = f"{own / row.once * 1e9:.1f} ns" if row.once > 1 else told(own)
    return [row.name, row.title, time, ", ".join(ratios), ", ".join(goals),
            "yes" if met and all(met) else "?" if not met else "**no**"]


def count(one, folder):
    """The instructions of one run, those of its forks too."""
    with open(one.stdin or os.devnull, "rb") as source, open(os.path.join(folder, "out"), "wb") as to:
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + one.words,
                              stdin=source, stdout=to, stderr=subprocess.PIPE, text=True, check=True)
    return sum(int(number) for number in re.findall(r"Collected : (\d+)", done.stderr))


def count_row(row, folder):
    """The cells of a row of instructions: memtool's, and what runs beside it without an interpreter."""
    native = [one for one in row.runners if one.name in ("memtool", "limit", "true")]
    counts = {one.name: count(one, folder) for one in native}
    own = counts.pop("memtool")
    told_count = f"{own / 1e6:.1f} million" if own >= 1e6 else f"{own / 1e3:.0f} thousand"
    return [row.name, told_count, ", ".join(f"{name} {counted / own:.2f}x" for name, counted in counts.items())]


def machine():
    model = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    vectors = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout
    widest = next((name for name in ("avx512_vbmi", "avx2", "ssse3", "asimd") if name in vectors), "no vectors")
    return f"{model}, {os.cpu_count()} cores, {widest}, Linux {platform.release().split('-')[0]}"


def head_of_times(clock):
    names = {"wall": "time that passed", "cpu": "processor time (the machine was busy with other work)"}
    return [f"{machine()}. Medians of {RUNS} interleaved runs ({STARTS} of what only starts) over {MIB} MiB on "
            f"tmpfs; {names[clock]}. A peer's ratio is its time over memtool's.", "",
            "| row | work | memtool | others | goal | met |", "|---|---|---|---|---|---|"]


def head_of_counts():
    return [f"Instructions over {MIB} MiB, by callgrind. A ratio is of theirs over memtool's.", "",
            "| row | memtool | others |", "|---|---|---|"]


def write_table(mark, lines):
    """Puts the lines between the marks of the README."""
    path = os.path.join(HERE, "README.md")
    with open(path, encoding="utf-8") as source:
        before, _, rest = source.read().partition(f"<!-- {mark} -->\n")
    after = rest.partition("<!-- end -->\n")[2]
    with open(path, "w", encoding="utf-8") as to:
        to.write(before + f"<!-- {mark} -->\n" + "\n".join(lines) + "\n<!-- end -->\n" + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--by", choices=["auto", "wall", "cpu"], default="auto")
    parser.add_argument("--count", action="store_true")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("rows", nargs="*")
    asked = parser.parse_args()
    clock = asked.by
    if clock == "auto":
        clock = "cpu" if os.getloadavg()[0] > os.cpu_count() / 2 else "wall"
    lines = head_of_counts() if asked.count else head_of_times(clock)
    print("\n".join(lines), flush=True)
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="memtool-bench.", dir=base) as folder:
        data = Inputs(folder)
        wanted = lambda name: not asked.rows or any(name.startswith(one) for one in asked.rows)
        for rows, names in ROWS.items():
            for row in rows(data) if any(map(wanted, names.split())) else []:
                if wanted(row.name):
                    cells = count_row(row, folder) if asked.count else judge(row, run_row(row, folder), clock)
                    lines.append("| " + " | ".join(cells) + " |")
                    print(lines[-1], flush=True)
        if not asked.count and wanted("memory") and shutil.which("time"):
            lines.append("| " + " | ".join(memory_row(data)) + " |")
            print(lines[-1], flush=True)
    if asked.readme:
        write_table("counts" if asked.count else "table", lines)


if __name__ == "__main__":
    main()
