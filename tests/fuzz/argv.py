#!/usr/bin/env python3
# Fuzzing from outside: chains of real words, of nearly real ones and of garbage, over files that are
# damaged at times. Whatever they are, memtool ends soon, with a status that the manual lists, says at
# most one message on stderr, and changes no file unless -i stands in the chain. With a sanitized
# MEMTOOL, no report either.
#
#     tests/fuzz/argv.py                  some 300 chains; SCALE=100 tries more, SEED= others
#     tests/fuzz/argv.py --minutes 60     for an hour
#     tests/fuzz/argv.py -v               shows each
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MEMTOOL = os.environ.get("MEMTOOL", os.path.join(ROOT, "memtool"))
SEED = int(os.environ.get("SEED", "20240601"))
SCALE = float(os.environ.get("SCALE", "1"))
TRIES = max(200, int(300 * SCALE))
SECONDS = 20


def corpus(*names):
    with open(os.path.join(ROOT, "tests", "fuzz", "corpus", *names), "rb") as file:
        return file.read()


FILES = {"data": bytes(range(256)) * 4, "empty": b"", "text": b"1 2 3, 4.5 [6] nan\n", "deadbeef": b"x",
         "dump": b"00000000  68 69 0a  |hi.|\n00000003\n", "xxd": corpus("dumptext", "xxd"),
         "script": b"view 00 --as a\nslice 0 --set ff\n# c\n", "records": corpus("script", "records"),
         "labels": corpus("script", "labels"), "forms": corpus("script", "forms"),
         "elf": corpus("elf", "shared"), "object": corpus("elf", "object"), "debug": corpus("dwarf", "gcc5"),
         "core": corpus("core", "two"), "core32": corpus("core", "big32"),
         "h.h": b"#pragma pack(2)\nstruct S {char c; int n[3]; unsigned f:3;};\nint f(struct S *, ...);\n", "npy": b"\x93NUMPY\x01\x00\x46\x00{'descr': '<i4'"}

TYPES = ["u8", "i16", "u32be", "f64", "f16", "bf16", "f80", "f128", "i128", "bool", "char", "d", "<HB", ">iq", "2s",
         "10p", "T{H:a:B:b:}", "(2,3)h", "T{<i:x:>d:y:}", "Zf", "w", "u", "g", "P", "?", "x", "0i", "ib0i", "5x",
         "int", "unsigned long", "char *", "int[3]", "char[8]", "struct {char c; int n;}", "union {int i; float f;}",
         "struct {unsigned a:3, b:7; short s[2];}", ">struct {short a; int b;}", "enum {A, B=7}", "int (*)(int)",
         "struct S {struct S *next; int v;}", "time_t", "_Complex double", "void", "struct T", "int[]", "int[0]",
         "struct {int a; char rest[];}", "_Bool", "int[1000000000000]", "99999999999s", "T{", "((((", "struct {"]
NUMBERS = ["0", "1", "-1", "2", "7", "8", "16", "255", "256", "300", "-129", "65536", "0x10", "1k", "3KiB", "1.5",
           "-0.0", "1e400", "nan", "-inf", "0b11", "0o7", "'a'", "true", "9223372036854775807", "9223372036854775808",
           "-9223372036854775808", "18446744073709551615", "99999999999999999999", "1e-320", "", "+5", "0x", "1T"]
SLICES = ["0", "-1", ":", "::", "::-1", "1:3", "::2", "-3:", ":+2", "2:+3:2", "...", "0,0", ":,1", "::-1,...", ".n",
          ".c", "0.a", ".s[1]", ":.b[0]", "[1:][0]", "1,", "100", "-100", "::0", "1:x", "", "[", ".", "..", "1:2:3:4",
          "99999999999999999999:", "::-9223372036854775808", "0:9223372036854775807:9223372036854775807"]
FORMS = ["dump", "values", "list", "json", "raw", "hex", "xxd", "bits", "c", "npy", "info", "text", "svg", "jsn", ""]
SOURCES = ["./data", "data", "./empty", "file:data", "deadbeef", "./deadbeef", "de ad be ef", "0xcafe", "abc", "hex:",
           "hex:00:11_22", "i32:1,2,3", "u16be:0xcafe", "d:1.5,nan,-0", "<HB:1,2", "struct {char c; int n;}:{1, 2}",
           "2s:ab,\"c\\n\"", "str:hello\\n", "str:\\q", "cstr:é", "wstr:x", "zero:16", "zero:0", "zero:1M",
           "zero:9223372036854775807", "zero:18446744073709551615", "dump:dump", "dump:data", "elf:elf:.text",
           "elf:data:x", "core:elf", "core:core", "core:core32", "dump:xxd", "elf:object:.text", "elf:elf:main",
           "elf:debug:.debug_info", "npy:npy", "/dev/null", "/dev/zero", "/proc/self/stat", "/proc/version", "-",
           "@a", "@b", "@", "@nope", "addr:0", "addr:0x10+4", "addr:@a", "addr:@b+8", "addr:", "pid:1:[nope]",
           "pid:999999999", "pid:x", "frob:1", ".", "./nowhere", "", ":", "@a:b", "sym:nolib:nosym"]
IMAGES = ["core:core", "core:core32", "dump:xxd", "dump:dump", "elf:object:.text", "elf:elf:main", "elf:debug:main",
          "elf:debug:.debug_info", "elf:elf:.symtab", "elf:object:main", "./elf", "elf:elf:.dynamic"]
LISTS = ["2,3", "4,-1", "-1", "0", "2,0,3", "1,1,1,1", "", "3,3,3", "9999999999,9999999999", "-1,-1", "x", "2,,3"]
CALLS = [["-", "int abs(int)", "-5"], ["m", "double cos(double)", "0"], ["-", "unsigned long strlen(const char *)", "é"],
         ["-", "div_t div(int, int)", "7", "2"], ["-", "int abs(int)"], ["-", "abs", "1"], ["nolib", "int f(void)"],
         ["-", "int nosuch(void)"], ["-", "unsigned long strlen(const void *)", "1"], ["-", "void abort(void)"],
         ["-", "void exit(int)", "3"], ["-", "void *memset(void *, int, unsigned long)", "@a", "1", "1000"]]
GARBAGE = ["--", "-", "-o", "--frob", "-i", "-\xff", "\xff\xfe", "\x1b[31m", "then", "a" * 3000, "(" * 2000, "[" * 500,
           "{" * 500, "%s%n", "\n", "'", "\"", "\\", "@" * 100, ":" * 100, "-1", "-.5", "--help", "-h", "é" * 50, "\x01"]


class Words:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.damage = False

    def one(self, *lists):
        return self.random.choice(self.random.choice(lists))

    def maybe(self, chance):
        return self.random.random() < chance

    def values(self):
        return self.random.choice([",", " "]).join(self.one(NUMBERS) for _ in range(self.random.randint(1, 5)))

    def source(self):
        if self.damage and self.maybe(0.6):
            return self.one(IMAGES)
        if self.maybe(0.15):
            return self.one(TYPES) + ":" + self.values()
        return self.mangled(self.one(SOURCES))

    def mangled(self, word):
        """Mostly the word itself; at times with a byte changed, left out or put in."""
        if not self.maybe(0.08) or not word:
            return word
        at = self.random.randrange(len(word))
        byte = chr(self.random.randint(1, 255)) if self.maybe(0.5) else self.one(list("0123456789:.,-[](){}@<>'\"\\ "))
        return word[:at] + self.random.choice([byte, "", byte + word[at]]) + word[at + 1:]

    def options(self, command):
        words = []
        common = [lambda: ["-o", self.one(FORMS)], lambda: ["--as", self.one(["a", "b", "then", "9", "c1"])],
                  lambda: ["-w", self.one(NUMBERS)], lambda: ["-v"], lambda: ["--radix", self.one(["2", "8", "16", "3"])],
                  lambda: ["--color", self.one(["always", "never", "auto", "x"])], lambda: ["--readonly"],
                  lambda: ["--types", self.one(["./h.h", "./debug", "./debug", "./elf", "./object", "./data"])]]
        readers = [lambda: ["-s", self.one(NUMBERS)], lambda: ["-n", self.one(NUMBERS)], lambda: ["-n", "16"]]
        own = {
            "view": readers + [lambda: ["--compare", self.source()], lambda: ["--find", self.source()]],
            "cast": readers + [lambda: ["--items", self.one(NUMBERS)], lambda: ["--shape", self.one(LISTS)],
                               lambda: ["--shape", "2,2", "--strides", self.one(LISTS)], lambda: ["--transpose"],
                               lambda: ["--order", self.one("CFx")], lambda: ["--compare", self.source()],
                               lambda: ["--count", self.one(NUMBERS)], lambda: ["--index", self.one(NUMBERS)]],
            "slice": readers + [lambda: ["--set", self.one(NUMBERS, SOURCES)], lambda: ["--fill", self.one(NUMBERS)],
                                lambda: ["-t", self.one(TYPES)], lambda: ["--items", self.one(NUMBERS)],
                                lambda: ["--diff"]],
            "array": [lambda: ["--append", self.one(NUMBERS)], lambda: ["--extend", self.values()],
                      lambda: ["--insert", self.one(NUMBERS) + "=" + self.one(NUMBERS)], lambda: ["--pop"],
                      lambda: ["--pop=" + self.one(NUMBERS)], lambda: ["--remove", self.one(NUMBERS)],
                      lambda: ["--reverse"], lambda: ["--byteswap"], lambda: ["--count", self.one(NUMBERS)],
                      lambda: ["--from", self.source()], lambda: ["--fromunicode", "é"]],
            "call": [lambda: ["--errno"], lambda: ["--timeout", "5"], lambda: ["--returns", self.one(TYPES)]],
        }
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])):
            words += self.random.choice(common + own.get(command, []))()
        return words

    def stage(self, first):
        command = self.random.choice(["view", "cast", "slice", "slice", "array", "layout", "view", "cast", "call", "help"])
        words = [command]
        if command == "cast":
            words.append(self.mangled(self.one(TYPES)))
        elif command == "slice":
            words.append(self.mangled(self.one(SLICES)))
        elif command == "array":
            words += [self.mangled(self.one(TYPES))] + [self.values() for _ in range(self.random.randint(0, 3))]
        elif command == "layout":
            words += [self.mangled(self.one(TYPES)) for _ in range(self.random.randint(1, 2))]
        elif command == "call":
            words += self.one(CALLS)
        if command in ("view", "cast", "slice") and (first or self.maybe(0.3)):
            words.append(self.source())
        words += self.options(command)
        if self.maybe(0.1):
            words.insert(self.random.randrange(len(words) + 1), self.one(GARBAGE))
        if self.maybe(0.05):
            words.pop(self.random.randrange(len(words)))
        return words

    def damaged(self, content):
        """A file with some bytes changed, moved, left out or put in."""
        content = bytearray(content)
        for _ in range(self.random.choice([1, 1, 2, 4, 16])):
            at = self.random.randrange(len(content) + 1)
            n = self.random.choice([1, 1, 2, 8, 100])
            what = self.random.randrange(5)
            if what == 0:
                del content[at:at + n]
            elif what == 1:
                content[at:at] = self.random.randbytes(n)
            elif what == 2:
                content[at:at + n] = self.random.choice([b"\0", b"\xff", b"\x7f", b"\x80"]) * n
            elif what == 3:
                content[at:at] = content[at // 2:at // 2 + n]
            else:
                content[at:at + 1] = self.random.randbytes(1)
        return bytes(content)

    def files(self):
        """The files of a chain: at times, all that are not bare data are damaged."""
        self.damage = self.maybe(0.5)
        if not self.damage:
            return FILES
        return {name: content if name in ("data", "empty", "text", "deadbeef") else self.damaged(content)
                for name, content in FILES.items()}

    def chain(self):
        if self.maybe(0.1):
            return ["run", self.one(["./script", "./records", "./labels", "./forms", "./data"]), "a b", "c"]
        words = self.stage(True)
        while self.maybe(0.4):
            words += ["then"] + self.stage(False)
        return [word.replace("\0", "") for word in words]


def fill(folder, files):
    for name, content in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)


def held(folder):
    content = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            content[name] = file.read()
    return content


def fault(words, folder, files):
    """What is wrong with a chain's end, or None."""
    arguments = [MEMTOOL.encode()] + [word.encode("utf-8", "surrogateescape") for word in words]
    env = dict(os.environ, HOME="/nonexistent", TERM="dumb", LC_ALL="C.UTF-8")
    try:
        done = subprocess.run(arguments, input=FILES["text"], cwd=folder, env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as expired:
        if any(word in ("/dev/zero", "zero:9223372036854775807") for word in words) or expired.stdout:
            return None  # endless by its own words
        return "it does not end"
    status, err = done.returncode, done.stderr
    # No faults of memtool's: what was too large to be had, and a leak check that failed itself.
    err = re.sub(rb"==\d+==WARNING: AddressSanitizer failed to allocate [^\n]*\n", b"", err)
    if b"LeakSanitizer has encountered a fatal error" in err:
        return None
    if b"Sanitizer" in err or b"runtime error" in err:
        return "a report:\n" + err.decode("utf-8", "replace")[:3000]
    foreign = any(word in ("call",) or word.startswith("sym:") for word in words)
    if status not in (0, 1, 2) and not (foreign and (status == 124 or status > 128)):
        return "status %d: %s" % (status, err[:300])
    if status == 2 and not err or status == 0 and err:
        return "status %d with stderr %r" % (status, err[:300])
    if err and not re.match(rb"memtool: [^\n]+\n(  [^\n]*\n)*\Z", err):
        return "stderr is %r" % err[:600]
    if re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", err):
        return "unescaped bytes on stderr: %r" % err[:300]
    now = held(folder)
    if now != files and not any(word.startswith(("-i", "--in")) for word in words):
        return "files have changed: %s" % [name for name in set(now) | set(files) if now.get(name) != files.get(name)]
    return None


def main():
    end = None
    if "--minutes" in sys.argv:
        end = time.time() + 60 * float(sys.argv[sys.argv.index("--minutes") + 1])
    print("# seed %d" % SEED)
    folder = tempfile.mkdtemp(prefix="memtool-argv-")
    failed = damaged = number = 0
    try:
        while time.time() < end if end else number < TRIES:
            random_words = Words(SEED * 1000003 + number)
            files = random_words.files()
            words = random_words.chain()
            number += 1
            damaged += sum(files[name] != FILES[name] and any(name in word for word in words) for name in FILES)
            if held(folder) != files:
                shutil.rmtree(folder)
                os.mkdir(folder)
                fill(folder, files)
            if "-v" in sys.argv:
                print("# %d %r" % (number, words), flush=True)
            why = fault(words, folder, files)
            if why:
                failed += 1
                print("# chain %d: %s\n#   %s" % (number, [MEMTOOL] + words, why.replace("\n", "\n#   ")), flush=True)
    finally:
        shutil.rmtree(folder)
    print("%s 1 - %d chains of any words, over %d damaged files, end as the manual says" %
          ("not ok" if failed else "ok", number, damaged))
    print("1..1")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
