#!/usr/bin/env python3
"""Runs every example of the manual: manual.py [--update] [FILE...]

An example is a command after `$ ` (a further line of it after `> `) and what it prints, stdout and
stderr as a terminal shows them: in Markdown inside a ```console block, in a manual page inside
`.Bd -literal` to `.Ed`. The examples of one file run in order in one shell and one empty folder, so
`$ echo $?` shows the status of the one before. In what is expected, … stands for anything within
a line, and a line of … alone for any lines. --update writes what is printed now into the files, but
where … already stands for it. TAP on stdout, status 1 where an example is not true.
"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MARK = "\x1e"
# roff spells a few characters of a literal text in its own way, so that they can be copied out.
ROFF = [("\\e", "\\"), ("\\(aq", "'"), ("\\(ga", "`"), ("\\(ha", "^"), ("\\(ti", "~"), ("\\-", "-"),
        ("\\[u2026]", "…")]


class Example:
    def __init__(self, line):
        self.line = line          # where its first line stands, from 0
        self.command = []
        self.expected = []
        self.end = line           # the line behind its output


def from_roff(line):
    out, at = "", 0
    line = line[2:] if line.startswith("\\&") else line
    while at < len(line):
        for spelled, plain in ROFF:
            if line.startswith(spelled, at):
                out, at = out + plain, at + len(spelled)
                break
        else:
            if line[at] == "\\":
                raise SystemExit(f"manual.py: unknown roff escape in: {line}")
            out, at = out + line[at], at + 1
    return out


def to_roff(line):
    for spelled, plain in ROFF:
        line = line.replace(plain, spelled)
    return "\\&" + line if line.startswith((".", "\\(aq")) else line


def examples_of(lines, page):
    """The examples of a file, and how a line of them is read."""
    begin, end = (r"\.Bd -literal", r"\.Ed") if page else (r"```console", r"```\s*$")
    found, inside = [], False
    for number, line in enumerate(lines):
        if not inside:
            inside = re.match(begin, line) is not None
            current = None
            continue
        if re.match(end, line):
            inside = False
            continue
        text = from_roff(line) if page else line
        if text.startswith("$ "):
            current = Example(number)
            current.command.append(text[2:])
            found.append(current)
        elif current is None:
            continue
        elif text.startswith("> ") and not current.expected:
            current.command.append(text[2:])
        else:
            current.expected.append(text)
        current.end = number + 1
    return found


def run(examples):
    """What each example prints: one shell for all, a mark before each."""
    script = "exec 2>&1\n"
    for number, example in enumerate(examples):
        command = "\n".join(example.command)
        script += f"(s=$?; printf '{MARK}{number}\\n'; exit $s)\n{command}\n"
    with tempfile.TemporaryDirectory(prefix="memtool-manual.") as folder:
        home = os.path.join(folder, "home")
        work = os.path.join(folder, "work")
        tools = os.path.join(folder, "bin")
        for path in (home, work, tools):
            os.mkdir(path)
        program = os.environ.get("MEMTOOL") or os.path.join(ROOT, "memtool")
        os.symlink(os.path.abspath(program), os.path.join(tools, "memtool"))
        environment = dict(os.environ, HOME=home, LC_ALL="C.UTF-8", TERM="dumb", PS1="",
                           PATH=tools + ":" + os.environ["PATH"])
        path = os.path.join(folder, "script")
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        done = subprocess.run(["bash", path], cwd=work, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, timeout=300, check=False)
    text = done.stdout.decode("utf-8", "backslashreplace")
    printed = [None] * len(examples)
    for part in text.split(MARK)[1:]:
        number, _, output = part.partition("\n")
        printed[int(number)] = output.split("\n")
        if printed[int(number)][-1] == "":
            printed[int(number)].pop()
    return printed


def agrees(expected, printed):
    pattern = ""
    for line in expected:
        if line == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.split("…")) + r"\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def shown_machine():
    """Whether memtool lays out structs as the manual shows them: double aligned to 8."""
    program = os.environ.get("MEMTOOL") or os.path.join(ROOT, "memtool")
    done = subprocess.run([program, "layout", "struct {char c; double d;}"], stdout=subprocess.PIPE, check=False)
    return b"size 16 align 8" in done.stdout


def trimmed(lines):
    """Blank lines at the end belong to the page, not to the output."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def main():
    arguments = sys.argv[1:]
    update = "--update" in arguments
    names = [name for name in arguments if name != "--update"]
    if not names:
        names = [os.path.join(ROOT, "README.md")]
        names += sorted(os.path.join(ROOT, "man", name) for name in os.listdir(os.path.join(ROOT, "man"))
                        if name.endswith((".1", ".7")))
    count = failures = 0
    for name in names:
        with open(name, encoding="utf-8") as file:
            lines = file.read().split("\n")
        page = not name.endswith(".md")
        examples = examples_of(lines, page)
        printed = run(examples)
        for example, output in reversed(list(zip(examples, printed))):
            if update and output is not None and not agrees(trimmed(example.expected), output):
                start = example.line + len(example.command)
                blanks = len(example.expected) - len(trimmed(example.expected))
                lines[start:example.end - blanks] = [to_roff(line) if page else line for line in output]
        if update:
            with open(name, "w", encoding="utf-8") as file:
                file.write("\n".join(lines))
            continue
        for example, output in zip(examples, printed):
            count += 1
            where = f"{os.path.basename(name)}:{example.line + 1}"
            good = output is not None and agrees(trimmed(example.expected), output)
            if not good and "memtool layout" in example.command[0] and not shown_machine():
                print(f"ok {count} - {where}: {example.command[0]} # skip the manual shows a machine that aligns double to 8")
                continue
            print(f"{'ok' if good else 'not ok'} {count} - {where}: {example.command[0]}")
            if not good:
                failures += 1
                print("\n".join(["# it should print:"] + ["#   " + line for line in trimmed(example.expected)]
                                + ["# it prints:"] + ["#   " + line for line in output or ["(nothing ran)"]]))
    if not update:
        print(f"1..{count}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
