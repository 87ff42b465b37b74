#!/usr/bin/env python3
# Faults: every allocation and every input and output call of typical commands fails once, in turn.
# What must hold then: status 1 and one message (or, where the fault is one to live with, the whole
# result), no crash, no status 0 with a part of the output, no changed file that was not to change.
#
#     tests/faults/sweep.py            some 20 s; SCALE=10 tries each of the calls of nearly all commands
import ctypes
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# The program itself: of a script around it, what is preloaded would be the shell's.
MEMTOOL = os.environ.get("PROGRAM") or os.environ.get("MEMTOOL") or os.path.join(ROOT, "memtool")
LIBRARIES = os.environ.get("PROGRAM_LIBRARIES", "")
SCALE = max(0.5, float(os.environ.get("SCALE", "1")))
BEFORE = bytes(range(256)) * 40  # what the file of every run holds at first
AFTER = b"\xff" + BEFORE[1:]
STRIDED = bytes(b if i % 2 else 0xee for i, b in enumerate(BEFORE))

# What memtool looks at in a process that does nothing else: hold() starts it.
HELD = ctypes.create_string_buffer(bytes(range(250)) * 40)

OOM = re.compile(r"out of memory|no memory for \d+ bytes|[Cc]annot allocate memory|cannot (load|be loaded)")
# glibc's own end where a library's thread-local memory cannot be had.
ABORT = "cannot allocate memory for thread-local data: ABORT"

# NAME, words, stdin, the file's bytes afterwards.
COMMANDS = [
    ("dump", ["view", "-n", "600", "./data"], None, BEFORE),
    ("colours", ["cast", "<HBx", "-n", "64", "--color", "always", "./data"], None, BEFORE),
    ("pipe", ["view", "-o", "hex"], BEFORE, BEFORE),
    ("raw", ["view", "-o", "raw", "./data"], None, BEFORE),
    ("cast", ["cast", "<HB", "--items", "4", "./data", "-o", "json"], None, BEFORE),
    ("C type", ["cast", "struct {int a; unsigned b:3, c:5; char t[4];}", "-n", "24", "./data"], None, BEFORE),
    ("shape", ["cast", "u16", "--shape", "4,-1", "-n", "64", "./data", "then", "slice", "::-1,1", "-o", "list"],
     None, BEFORE),
    ("array", ["array", "d", "1", "2.5", "--append", "3", "--extend", "4,5", "--insert", "0=9", "--pop"], None,
     BEFORE),
    ("numbers", ["array", "i", "-"], b"1 2 3\n4,5\n" * 50, BEFORE),
    ("literal", ["view", "struct {char c; int n;}:{1, 2}", "--as", "a", "then", "view", "@a", "-o", "bits"], None,
     BEFORE),
    ("dump text", ["view", "dump:-", "-o", "xxd"], b"00000000  68 69 0a  |hi.|\n00000003\n", BEFORE),
    ("npy", ["cast", "d", "-n", "80", "./data", "-o", "npy"], None, BEFORE),
    ("info", ["cast", "u32", "./data", "-o", "info"], None, BEFORE),
    ("compare", ["view", "./data", "--compare", "file:data"], None, BEFORE),
    ("find", ["view", "--find", "0aff", "0bff0aff0aff"], None, BEFORE),
    ("layout", ["layout", "struct {char c; double d; short s;}"], None, BEFORE),
    ("write", ["slice", "1:3", "--set", "0000", "--diff", "./data"], None, BEFORE),
    ("elf", ["view", "elf:" + MEMTOOL + ":.interp"], None, BEFORE),
    ("commit", ["slice", "0", "--set", "ff", "-i", "./data"], None, AFTER),
    ("backup", ["slice", "0", "--set", "ff", "-i.bak", "--sync", "./data", "-o", "hex"], None, AFTER),
    ("strided", ["slice", "::2", "--fill", "ee", "-i", "./data"], None, STRIDED),
    ("script", ["run", "-"], b"view 00 --as a\nslice 0 --set ff\nview @a -o hex\n", BEFORE),
    ("call", ["call", "-", "int abs(int)", "-5"], None, BEFORE),
    ("layout svg", ["layout", "-o", "svg", "struct {char c; struct {int x:3, y; } in[2];}"], None, BEFORE),
    ("C form", ["cast", "struct {char c; int n;}", "-n", "16", "./data", "-o", "c"], None, BEFORE),
    ("records", ["array", "<HB", "1,2", "3 4", "--append", "{5}", "--reverse", "-o", "npy"], None, BEFORE),
    ("enum", ["cast", "enum {A, B=1}", "-n", "4", "./data"], None, BEFORE),
    ("types", ["cast", "struct point", "--types", "./point.h", "-n", "16", "./data"], None, BEFORE),
    ("errno", ["call", "-", "int atoi(const char *)", "42", "--errno"], None, BEFORE),
    ("help", ["help", "view"], None, BEFORE),
    ("debug information", ["cast", "--types", "./point.so", "struct point", "-n", "16", "./data"], None, BEFORE),
    ("prototype", ["call", "./point.so", "twice", "21"], None, BEFORE),
    ("callback", ["call", "./point.so", "int apply(int (*)(int), int)", "exec:echo $1", "1"], None, BEFORE),
    ("variable", ["view", "sym:./point.so:origin", "--as", "o", "then", "cast", "--types", "./point.so",
                  "struct point", "@o", "-o", "values"], None, BEFORE),
    ("symbol", ["view", "elf:./point.so:origin"], None, BEFORE),
    ("core", ["view", "core:./core", "-s", "0x10000", "-n", "40"], None, BEFORE),
    ("core map", ["view", "core:./core", "-o", "info"], None, BEFORE),
    ("process", ["view", "pid:HELD", "-s", "%d" % ctypes.addressof(HELD), "-n", "5000"], None, BEFORE),
    ("process map", ["view", "pid:HELD", "-o", "info"], None, BEFORE),
    ("transposed", ["cast", "u16", "--shape", "4,8", "-n", "64", "--transpose", "./data", "-o", "raw"], None, BEFORE),
    ("fill", ["slice", "::2", "-t", "u16", "--items", "8", "./data", "--fill", "7", "--diff"], None, BEFORE),
    ("values compared", ["cast", "u8", "./data", "-n", "3", "--compare", "f32:0,1,2", "-o", "values"], None, BEFORE),
    ("pid variable", ["slice", "0", "--set", "7", "-t", "u8", "--items", "4", "-s", "%d" % ctypes.addressof(HELD),
                      "pid:HELD", "--dry-run", "-i"], None, BEFORE),
]

# What libdw reads: its own allocations are spared, for it ends the process, or crashes, where one
# fails. A library whose debug information cannot be read has none.
BY_LIBDW = ("debug information", "prototype", "variable")
UNKNOWN = "the signature of twice is not known"


POINT = """
struct point { int x, y; double length; } origin = {1, 2, 3};
int twice(int n) { return 2 * n; }
int apply(int (*f)(int), int n) { return f(n); }
"""


def build(folder, name, source, *flags):
    """A shared library made of that source; None where it cannot be."""
    library = os.path.join(folder, name)
    words = os.environ.get("CC", "cc").split() + ["-shared", "-fPIC", "-D_GNU_SOURCE", *flags, "-o", library, source]
    built = subprocess.run(words, stderr=subprocess.PIPE, check=False).returncode == 0
    return library if built else None


def core_dump():
    """A core dump of two segments, the second with a tail that is not in the file."""
    header = struct.pack("=16sHHIQQQIHHHHHH", b"\x7fELF" + bytes([8 * struct.calcsize("P") // 32, sys.byteorder == "big"
                         and 2 or 1, 1]), 4, 62, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
    first = struct.pack("=IIQQQQQQ", 1, 6, 64 + 2 * 56, 0x10000, 0, 32, 32, 4096)
    second = struct.pack("=IIQQQQQQ", 1, 6, 64 + 2 * 56 + 32, 0x10020, 0, 32, 64, 4096)
    return header + first + second + bytes(range(64))


def fill(folder):
    """The files that commands look at; True where the compiler makes the library of them."""
    with open(os.path.join(folder, "point.h"), "w") as file:
        file.write("struct point { int x, y; double length; };\n")
    with open(os.path.join(folder, "point.c"), "w") as file:
        file.write(POINT)
    with open(os.path.join(folder, "core"), "wb") as file:
        file.write(core_dump())
    return build(folder, "point.so", os.path.join(folder, "point.c"), "-g")


def hold():
    """A child that lets itself be looked at, until this process ends."""
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(2 ** 64 - 1))  # PR_SET_PTRACER, any
        while True:
            signal.pause()
    return pid


# A backup from before stands in the way of those.
OLDER = {"second backup"}


class Sweep:
    def __init__(self, folder, library, held):
        self.folder, self.library, self.held = folder, library, held
        self.data = os.path.join(folder, "data")
        self.backup = self.data + ".bak"
        self.count_file = os.path.join(folder, "count")
        self.tried = 0
        self.failures = []

    def run(self, command, call, at, how="ENOMEM", everything=False, truncate=None):
        """Runs a command on a fresh file with that fault: status, stdout, stderr."""
        with open(self.data, "wb") as file:
            file.write(BEFORE)
        for path in (self.backup, self.count_file):
            if os.path.exists(path):
                os.remove(path)
        if command[0] in OLDER:
            with open(self.backup, "wb") as file:
                file.write(b"older")
        env = {"PATH": os.environ["PATH"], "HOME": self.folder, "TERM": "dumb", "LC_ALL": "C.UTF-8",
               "LD_PRELOAD": self.library, "FAULT_CALL": call, "FAULT_AT": str(at), "FAULT_HOW": how,
               "FAULT_COUNT": self.count_file, "LD_LIBRARY_PATH": LIBRARIES}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name] + ":verify_asan_link_order=0"
        if command[0] in BY_LIBDW:
            env["FAULT_OWN"] = "1"
            if "ASAN_OPTIONS" in env:  # LeakSanitizer does not find the thread-local memory of libdw
                env["ASAN_OPTIONS"] += ":detect_leaks=0"
        if everything:
            env["FAULT_ALL"] = "1"
        if truncate:
            env["FAULT_TRUNCATE"] = truncate
        self.tried += at > 0
        words = [word.replace("pid:HELD", "pid:%d" % self.held) for word in command[1]]
        done = subprocess.run([MEMTOOL] + words, input=command[2] or b"", env=env, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def count(self):
        with open(self.count_file) as file:
            return int(file.read())

    def holds(self):
        with open(self.data, "rb") as file:
            return file.read()

    def fault(self, command, what, message):
        self.failures.append("%s: %s: %s" % (command[0], what, message))

    def places(self, total, limit):
        """1 to total, or a spread of at most that many where there are more."""
        limit = max(4, int(limit * SCALE))
        if total <= limit:
            return range(1, total + 1)
        return sorted({1 + i * (total - 1) // (limit - 1) for i in range(limit)})

    def good_end(self, command, what, result, plain, message):
        """Either the whole result, or status 1, one message, and the file as it was."""
        status, out, err = result
        if status == 0:
            if out != plain[1]:
                self.fault(command, what, "status 0 with other output: %r" % out[:80])
            elif self.holds() != command[3]:
                self.fault(command, what, "status 0, but the file is not what it should be")
            return
        if status == 127 and ABORT in err or status == 2 and UNKNOWN in err and not message:
            return
        if status != 1:
            self.fault(command, what, "status %d: %s" % (status, err[:200]))
        elif not re.match(r"memtool: [^\n]+\n(  [^\n]*\n)*\Z", err):
            self.fault(command, what, "stderr is %r" % err[:200])
        elif message and not message.search(err.split("\n")[0]):
            self.fault(command, what, "message is %r" % err[:200])
        elif self.holds() != BEFORE:
            self.fault(command, what, "the file has changed: %s" % err[:200])

    def memory(self, command):
        plain = self.run(command, "malloc", 0)
        if plain[0] != 0 or plain[2]:
            self.fault(command, "no fault", "status %d: %s" % (plain[0], plain[2][:200]))
            return
        total = self.count()
        for everything in (False, True):
            for at in self.places(total, 12 if everything else 60):
                what = "allocation %d of %d%s" % (at, total, " and all behind" if everything else "")
                self.good_end(command, what, self.run(command, "malloc", at, "ENOMEM", everything), plain, OOM)

    def calls(self, command):
        for call, hows in (("read", ("short", "EINTR", "EIO")), ("pread", ("short", "EINTR", "EIO", "eof")),
                           ("write", ("short", "EINTR", "EIO", "ENOSPC", "EPIPE")),
                           ("pwrite", ("short", "EINTR", "EIO", "ENOSPC", "EDQUOT")),
                           ("open", ("EMFILE", "EACCES", "EIO")), ("close", ("EIO", "EINTR")),
                           ("fsync", ("EIO", "ENOSPC")), ("rename", ("EIO",)), ("ftruncate", ("EIO",)),
                           ("lseek", ("EIO",))):
            plain = self.run(command, call, 0)
            total = self.count()
            for how in hows if total else ():
                for at in self.places(total, 8):
                    what = "%s at %s %d of %d" % (how, call, at, total)
                    result = self.run(command, call, at, how)
                    if how in ("short", "EINTR") and result[:2] != plain[:2]:
                        self.fault(command, what, "status %d: %s" % (result[0], result[2][:200]))
                    elif call == "close" and result[0] == 1 and self.holds() == command[3]:
                        continue  # what was written is there; only its end was in doubt
                    elif call in ("write",) and result[0] == 1 and not result[2]:
                        continue  # the message itself could not be written
                    self.good_end(command, what, result, plain, None)

    def stubborn(self, command):
        """A disk that is full for good: what cannot be put back is named."""
        self.run(command, "pwrite", 0)
        total = self.count()
        for at in range(1, total + 1):
            status, _, err = self.run(command, "pwrite", at, "ENOSPC", True)
            what = "every pwrite from %d of %d" % (at, total)
            if status != 1 or "No space left" not in err:
                self.fault(command, what, "status %d: %s" % (status, err[:200]))
            held = self.holds()
            changed = [i for i in range(len(held)) if held[i] != BEFORE[i]]
            told = []
            for first, last in re.findall(r"(\d+) to (\d+)", err):
                told += range(int(first), int(last) + 1)
            if not set(changed) <= set(told):
                self.fault(command, what, "bytes %s changed: %s" % (changed[:20], err[:300]))

    def kills(self, command):
        """Killed at any moment: the file, or its backup, is whole."""
        for how in ("kill", "half"):
            for call in ("io",) if how == "kill" else ("pwrite", "write"):
                self.run(command, call, 0)
                total = self.count()
                for at in range(1, total + 1):
                    status = self.run(command, call, at, how)[0]
                    what = "%s at %s %d of %d" % (how, call, at, total)
                    if status not in (-signal.SIGKILL, 0):
                        self.fault(command, what, "status %d" % status)
                    held = self.holds()
                    backup = None
                    if os.path.exists(self.backup):
                        with open(self.backup, "rb") as file:
                            backup = file.read()
                    if backup not in (None, BEFORE) and (command[0] not in OLDER or backup != b"older"):
                        self.fault(command, what, "the backup is not whole")
                    if backup is None and command[0] in OLDER:
                        self.fault(command, what, "the older backup is gone")
                    if held != BEFORE and backup != BEFORE:
                        self.fault(command, what, "the file has changed, and there is no backup of it")
                    for name in os.listdir(self.folder):
                        if name.startswith("data.bak."):
                            os.remove(os.path.join(self.folder, name))

    def shrinks(self, command):
        """The file is emptied while it is read: an error, or the whole result."""
        plain = self.run(command, "pread", 0)
        for call in ("pread", "lseek"):
            self.run(command, call, 0)
            total = self.count() if os.path.exists(self.count_file) else 0
            for at in range(1, total + 1):
                status, out, err = self.run(command, call, at, truncate=self.data)
                what = "emptied at %s %d of %d" % (call, at, total)
                if status == 0 and out != plain[1]:
                    self.fault(command, what, "status 0 with other output: %r" % out[-80:])
                elif status == 1 and "shrank" not in err and "but it has" not in err:
                    self.fault(command, what, err[:200])
                elif status not in (0, 1):
                    self.fault(command, what, "status %d" % status)


def main():
    if os.environ.get("RUNNER"):
        print("ok 1 - faults are injected # skip not under an emulator: what is preloaded would be its own\n1..1")
        return 0
    folder = tempfile.mkdtemp(prefix="memtool-faults-")
    failed = 0
    try:
        tests = [("memory", COMMANDS, "allocation"),
                 ("calls", COMMANDS, "input and output call"),
                 ("stubborn", [c for c in COMMANDS if c[0] in ("commit", "backup")] +
                  [("ranges", ["slice", "::3000", "--fill", "ff", "-i", "./data"], None, None)], "disk full for good"),
                 ("kills", [c for c in COMMANDS if c[0] == "backup"] +
                  [("strided backup", ["slice", "::2", "--fill", "ee", "-i.bak", "./data"], None, STRIDED),
                   ("second backup", ["slice", "0", "--set", "ff", "-i.bak", "./data"], None, AFTER)],
                  "kill at any call"),
                 ("shrinks", [c for c in COMMANDS if c[0] in ("dump", "raw", "colours", "compare", "info")],
                  "file emptied while it is read")]
        library = build(folder, "inject.so", os.path.join(ROOT, "tests", "faults", "inject.c"), "-O1")
        if library is None:
            print("ok 1 - faults are injected # skip the C library keeps its allocator to itself")
            print("1..1")
            return 0
        fill(folder)
        held = hold()
        wanted = sys.argv[1:]
        number = tried = 0
        for name, commands, words in tests:
            for command in commands:
                if wanted and name not in wanted and command[0] not in wanted:
                    continue
                sweep = Sweep(folder, library, held)
                getattr(sweep, name)(command)
                number += 1
                tried += sweep.tried
                print("%s %d - %s: each %s in turn (%d)" % ("not ok" if sweep.failures else "ok", number, command[0],
                                                            words, sweep.tried), flush=True)
                for failure in sweep.failures[:20]:
                    print("#   " + failure)
                failed += bool(sweep.failures)
        print("1..%d\n# %d faults injected, %d commands" % (number, tried, len(COMMANDS)))
    finally:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
