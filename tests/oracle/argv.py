#!/usr/bin/env python3
"""Random command lines: whatever is typed, memtool ends with a status of its own and one message.

Words are made of the grammar, then sometimes spoiled. A status that is not 0, 1 or 2, a silent
failure, a message of several lines without a caret, a control character on stderr, or ten seconds
without an end is a finding. Under make sanitize, so is every report.
"""
import os
import re
import subprocess
import tempfile

from _oracle import MEMTOOL, finish, report, rng, shown, times

SCALARS = list("xcbB?hHiIlLqQnNefdgspPFDuw") + ["i8", "u16be", "f32le", "bf16", "f80", "f128", "i128", "u128be", "bool", "char"]
C_TYPES = ["int", "unsigned long", "double", "char *", "int[2][3]", "struct {char c; int n;}", "uint32_t", "long double",
           "struct {unsigned a:3, b:5; char s[4];}", "union {float f; int i;}", "enum {A, B = 5}", "void *", "char[8]",
           "struct {int n; struct {short x, y;} p[2];}", "struct {int n; char tail[];}", "_Bool", "float _Complex", ">int"]
FORMS = "dump values list json raw hex xxd bits c npy info".split()
NUMBERS = ["0", "1", "-1", "7", "255", "256", "0x10", "-0x80", "1.5", "-2e9", "nan", "inf", "1e400", "99999999999999999999999999",
           "9223372036854775807", "-9223372036854775808", "4294967296", "0b101", "0o17", "'a'", "true", "abc", '"q\\n"', "{1, 2}", "NULL"]


def number():
    return rng.choice(NUMBERS)


def small():
    return str(rng.randrange(-6, 12))


def type_word():
    kind = rng.random()
    if kind < 0.3:
        return rng.choice(C_TYPES)
    if kind < 0.7:
        return rng.choice(["", "", "<", ">", "=", "!", "@", "^"]) + rng.choice(SCALARS)
    parts = [rng.choice(["", "2", "0", "(2)", "(2,3)", "<", "&"]) + rng.choice(SCALARS) + rng.choice(["", "", ":f:", ":n:"])
             for _ in range(rng.randrange(1, 4))]
    text = "".join(parts)
    return f"T{{{text}}}" if rng.random() < 0.3 else text


def source():
    kind = rng.randrange(11)
    if kind < 3:
        return rng.randbytes(rng.randrange(0, 40)).hex() or "hex:"
    if kind == 3:
        return f"{type_word()}:{rng.choice([',', ' ', ', ']).join(number() for _ in range(rng.randrange(0, 5)))}"
    if kind == 4:
        return "str:" + rng.choice(["hello", "a\\n\\x41\\u00e9", "\\q", "", "\\"])
    if kind == 5:
        return rng.choice(["zero:", "zero:1k", "zero:5", "zero:-1", "zero:1M", "cstr:x", "wstr:é"])
    if kind == 6:
        return rng.choice(["file", "./file", "dump:file", "hex:-", "-", "dump:-", "nowhere", "file:file", "/dev/null", "/proc/self/stat", "."])
    if kind == 7:
        return rng.choice(["@a", "@b", "@", "@1", "addr:0", "addr:@a", "addr:@a+8", "addr:0x1000+4"])
    if kind == 8:
        return rng.choice(["elf:file:x", "elf:/bin/true:.text", "core:file", "pid:1:[heap]", "pid:0", "sym:c:nothing"])
    return "hex:" + rng.randbytes(rng.randrange(0, 64)).hex()


def slice_word():
    def item():
        return rng.choice([small(), f"{small()}:{small()}", f":{small()}", "::" + small(), "...", ":", f"{small()}:+{abs(int(small()))}", number()])
    text = ",".join(item() for _ in range(rng.randrange(1, 4)))
    for _ in range(rng.randrange(0, 2)):
        text += rng.choice([".f", ".f0", ".c", ".n", ".a", ".s[1]", ".p[0].x", "[0]"])
    return text


def options(command):
    words = []
    for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
        words += rng.choice([
            ["-o", rng.choice(FORMS)], ["-s", small()], ["-n", rng.choice([small(), "1k", "4"])], ["-w", rng.choice(["0", "1", "3", "8", "40", "1M"])],
            ["-v"], ["--radix", rng.choice(["2", "8", "10", "16", "3"])], ["--as", rng.choice(["a", "b"])], ["--color", "always"], ["--readonly"],
            ["--items", small()],
        ])
    if command == "cast" and rng.random() < 0.5:
        words += rng.choice([["--shape", f"{small()},{small()}"], ["--shape", "2,-1", "--order", "F"], ["--transpose"], ["--compare", source()],
                             ["--shape", "2,2", "--strides", f"{small()},{small()}"], ["--index", number()], ["--count", number()]])
    if command == "view" and rng.random() < 0.3:
        words += rng.choice([["--find", source()], ["--compare", source()]])
    if command == "slice" and rng.random() < 0.5:
        words += rng.choice([["--set", number()], ["--set", source()], ["--fill", number()], ["-t", type_word()], ["--set", source(), "--diff"]])
        if rng.random() < 0.2:
            words += [rng.choice(["-i", "-i.bak", "--dry-run"])]
    return words


def stage():
    command = rng.choice(["view", "cast", "cast", "slice", "slice", "array", "layout", "help"])
    words = [command]
    if command == "cast":
        words.append(type_word())
    elif command == "slice":
        words.append(slice_word())
    elif command == "array":
        words.append(type_word())
        words += [number() for _ in range(rng.randrange(0, 5))]
        for _ in range(rng.choice([0, 0, 1, 2])):
            words += rng.choice([["--append", number()], ["--extend", f"{number()},{number()}"], ["--insert", f"{small()}={number()}"], ["--pop"],
                                 [f"--pop={small()}"], ["--reverse"], ["--byteswap"], ["--index", number()], ["--count", number()], ["--remove", number()]])
        return words + rng.choice([[], [], ["-o", rng.choice(FORMS)], ["--as", "a"]])
    elif command == "layout":
        return words + [type_word() for _ in range(rng.randrange(1, 3))] + rng.choice([[], ["-o", "json"], ["-o", "svg"]])
    elif command == "help":
        return words + rng.choice([[], ["view"], ["nothing"]])
    if rng.random() < 0.8:
        words.append(source())
    return words + options(command)


def spoil(words):
    """Sometimes a word loses, doubles or changes a letter, or two words change places."""
    words = list(words)
    if rng.random() < 0.25:
        at = rng.randrange(len(words))
        word = words[at]
        cut = rng.randrange(len(word) + 1)
        words[at] = rng.choice([word[:cut], word[cut:], word[:cut] + rng.choice("{}()[]:,.-@\x1b\xff%n0 ") + word[cut:], word * 2])
    if rng.random() < 0.1:
        at, to = rng.randrange(len(words)), rng.randrange(len(words))
        words[at], words[to] = words[to], words[at]
    return words


def command_line():
    words = stage()
    while rng.random() < 0.4:
        words += ["then"] + stage()
    return spoil(words)


def finding(words, folder):
    """What is wrong with a command line, or None."""
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(b"\x7fELF" + bytes(range(60)))
    try:
        done = subprocess.run([MEMTOOL, *[os.fsencode(word) for word in words]], input=b"1 2 3\n4", cwd=folder,
                              capture_output=True, timeout=10, check=False)
    except subprocess.TimeoutExpired:
        return "no end"
    text = done.stderr.decode("utf-8", "replace")
    if done.returncode not in (0, 1, 2):
        return f"status {done.returncode}: {text}"
    if done.returncode == 2 and not text:
        return "status 2 without a word"
    if text and not text.startswith("memtool: "):
        return f"a message of another kind: {text}"
    if text and not re.fullmatch(r"memtool: [^\n]*\n(  [^\n]*\n +\^\n)?(  hint: [^\n]*\n)?", text):
        return f"a message of another form: {text}"
    if re.search("[\x00-\x09\x0b-\x1f\x7f]", text):
        return f"a control character in a message: {text!r}"
    return None


def main():
    problems, tried = [], times(1500)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(tried):
            words = [word.replace("\0", "") for word in command_line()]
            problem = finding(words, folder)
            if problem:
                problems.append(f"{shown(words)}\n  {problem}")
    report("whatever is typed ends well", problems, tried)
    finish()


main()
