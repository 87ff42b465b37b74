#!/usr/bin/env python3
"""Every struct and union that the system's headers declare: sizes, alignments, offsets and bits as gcc's.

The names are found in the preprocessed text and kept where the compiler knows them; memtool must know
each of them by --types, and a program that the compiler makes prints what it thinks of every path
that memtool lists. HEADERS names others than the usual ones.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import _oracle as oracle  # noqa: E402

CC = os.environ.get("CC", "cc").split()
USUAL = """stdio.h stdlib.h string.h math.h complex.h time.h signal.h wchar.h unistd.h dirent.h pthread.h elf.h link.h
termios.h poll.h utmpx.h ucontext.h sched.h netdb.h fts.h ifaddrs.h sys/stat.h sys/socket.h sys/mman.h sys/resource.h
sys/uio.h sys/epoll.h sys/ptrace.h sys/user.h sys/un.h sys/statvfs.h netinet/ip.h netinet/tcp.h netinet/in.h net/if.h
linux/perf_event.h linux/bpf.h linux/if_packet.h linux/input.h linux/fs.h linux/io_uring.h linux/kvm.h linux/v4l2-controls.h
linux/netlink.h linux/fuse.h linux/btrfs.h zlib.h sqlite3.h ffi.h readline/readline.h openssl/ssl.h"""

TAG = re.compile(r"\b(struct|union)\s+(?:__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)\s*)*(\w+)\s*\{")
TYPEDEF = re.compile(r"\}\s*(?:__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)\s*)*(\w+)\s*;")
HEAD = """#include <stddef.h>
#include <stdio.h>
#include <string.h>
static void memtool_bits(const char *name, const void *at, size_t size)
{
    const unsigned char *bytes = at;
    size_t first = 0, count = 0;
    for (size_t i = 0; i < 8 * size; i++) {
        size_t bit = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 7 - i % 8 : i % 8;
        if (bytes[i / 8] >> bit & 1 && count++ == 0)
            first = i;
    }
    printf("%s %zu %zu\\n", name, first, count);
}
"""


def run_compiler(text, *options):
    return subprocess.run([*CC, "-std=gnu17", "-w", "-x", "c", *options, "-"], input=text, text=True,
                          capture_output=True, check=False)


# clang stops after 20 errors unless told otherwise, in words that gcc does not know.
ALL_ERRORS = [] if run_compiler("", "-ferror-limit=0", "-fsyntax-only").returncode else ["-ferror-limit=0"]


def compile_with(text, *options):
    return run_compiler(text, *ALL_ERRORS, *options)


def names_of(header):
    """The records that the header declares, as the compiler knows them."""
    text = compile_with(f"#include <{header}>\n", "-E").stdout
    names = sorted({f"{kind} {tag}" for kind, tag in TAG.findall(text)} | set(TYPEDEF.findall(text)))
    lines = [f"int memtool_{i}[sizeof(*({name} *)0) + 1];" for i, name in enumerate(names)]
    errors = compile_with(f"#include <{header}>\n#line 1 \"names\"\n" + "\n".join(lines), "-fsyntax-only").stderr
    bad = {int(n) for n in re.findall(r"^names:(\d+):\d+: error", errors, re.M)}
    return [name for i, name in enumerate(names) if i + 1 not in bad]


def ask_memtool(header, names):
    """The JSON of each name; a text where memtool failed."""
    words = ["layout", "-o", "json", "--types", f"<{header}>"]
    status, out, _ = oracle.run(words + names)
    lines = out.decode().splitlines()
    if status == 0 and len(lines) == len(names):
        return [json.loads(line) for line in lines]
    found = []
    for name in names:
        status, out, err = oracle.run(words + [name])
        found.append(json.loads(out) if status == 0 else err.decode())
        if status != 0 and len([f for f in found if isinstance(f, str)]) > 3:
            break
    return found


def program(header, names, layouts):
    """A program that prints for each path what memtool says of it, as the compiler sees it."""
    lines = [f"#include <{header}>\n", HEAD]
    words = {word for layout in layouts for field in layout["fields"] for word in field["name"].split(".")}
    lines += [f"#undef {word}\n" for word in sorted(words)]  # signal.h has macros of its members' names
    for i, (name, layout) in enumerate(zip(names, layouts)):
        lines.append(f"static void memtool_t{i}(void)\n{{\n    static {name} v;\n")
        lines.append(f"    printf(\"{name} = %zu %zu\\n\", sizeof v, _Alignof({name}));\n")
        for field in layout["fields"]:
            path = field["name"]
            if "bits" in field:
                lines.append(f"    memset(&v, 0, sizeof v); v.{path} = -1;"
                             f" memtool_bits(\"{name}.{path}\", &v, sizeof v);\n")
            elif field["type"].endswith("[]"):
                lines.append(f"    printf(\"{name}.{path} %zu 0\\n\", offsetof({name}, {path}));\n")
            else:
                lines.append(f"    printf(\"{name}.{path} %zu %zu\\n\", offsetof({name}, {path}), sizeof v.{path});\n")
        lines.append("    (void)v;\n}\n")
    return "".join(lines) + "int main(void)\n{\n" + "".join(
        f"    memtool_t{i}();\n" for i in range(len(layouts))) + "}\n"


def expected(names, layouts):
    lines = []
    for name, layout in zip(names, layouts):
        lines.append(f"{name} = {layout['size']} {layout['align']}")
        for field in layout["fields"]:
            where = (field["bit_offset"], field["bits"]) if "bits" in field else (field["offset"], field["size"])
            lines.append(f"{name}.{field['name']} {where[0]} {where[1]}")
    return lines


def compare(header, names, layouts, folder):
    problems = [text for text in layouts if isinstance(text, str)]
    if problems:
        return problems
    binary = os.path.join(folder, "t")
    built = compile_with(program(header, names, layouts), "-O0", "-o", binary)
    if built.returncode != 0:
        return [f"<{header}>: the paths do not compile: {built.stderr[:600]}"]
    said = subprocess.run([*oracle.RUNNER, binary], capture_output=True, text=True, check=True).stdout.splitlines()
    return [f"<{header}>: memtool {mine}, the compiler {theirs}"
            for mine, theirs in zip(expected(names, layouts), said) if mine != theirs]


def main():
    problems, headers, records = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for header in os.environ.get("HEADERS", USUAL).split():
            if compile_with(f"#include <{header}>\n", "-fsyntax-only").returncode != 0:
                continue
            names = names_of(header)
            headers += 1
            records += len(names)
            if names:
                problems += compare(header, names, ask_memtool(header, names), folder)
            else:
                status, _, err = oracle.run(["layout", "--types", f"<{header}>", "int"])
                problems += [] if status == 0 else [err.decode()]
    oracle.report(f"the records of {headers} headers lie as the compiler lays them", problems, records)
    oracle.finish()


main()
