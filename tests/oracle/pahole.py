#!/usr/bin/env python3
"""Layouts from debug information are those that pahole reads from it.

Every struct and union of this project's own build, of libffi and of other libraries here that have
debug information: its size, and each member's offset, size and bits.
"""
import json
import os
import re
import shutil
import subprocess
import sys

import _oracle as oracle

MEMBER = re.compile(r"^(?P<text>.*?);?\s*/\*\s*(?P<offset>\d+)(?:\s*:\s*(?P<bit>\d+))?\s+(?P<size>\d+)\s*\*/")
HEAD = re.compile(r"^(struct|union|class) (.+?) ?\{$")
CLOSE = re.compile(r"^\}(?P<rest>[^/]*);\s*/\*\s*(?P<offset>\d+)\s+(?P<size>\d+)\s*\*/")
SIZE = re.compile(r"/\* size: (\d+),")
BATCH = 40


def member_name(text):
    """The name that a C declarator declares, and the width of a bit-field."""
    bits = re.search(r":\s*(\d+)$", text)
    if bits:
        text = text[: bits.start()]
    text = re.sub(r"__attribute__\(\((?:[^()]|\([^()]*\))*\)\)", "", text).strip()
    pointer = re.search(r"\(\*+\s*(?:const |volatile )*(\w+)(?:\[\d*\])*\)", text)
    if pointer:
        return pointer.group(1), bits and int(bits.group(1))
    text = re.sub(r"(\[\d*\])+$", "", text).strip()
    name = re.search(r"(\w+)$", text)
    return name and name.group(1), bits and int(bits.group(1))


class Record:
    """One struct or union as pahole prints it: members by dotted name."""

    def __init__(self, kind, name):
        self.type = f"{kind} {name}"
        self.size = None
        self.members = {}


def repeats(inner, members):
    """Whether a body without a name is one that has been printed as a member's: of clang's, pahole shows both."""
    shown = {name.split(".", 1)[1]: place for name, place in members.items() if "." in name}
    return bool(inner) and all(shown.get(name) == place for name, place in inner.items())


def close_body(line, record, bodies):
    """The end of an inner body: its members move out, under the member's name if it has one."""
    found = CLOSE.match(line)
    inner = bodies.pop()
    name, _ = member_name(found.group("rest")) if found else (None, None)
    if not name and repeats(inner, bodies[-1]):
        return
    for key, value in inner.items():
        bodies[-1][f"{name}.{key}" if name else key] = value
    if name:
        bodies[-1][name] = (int(found.group("offset")), int(found.group("size")), None)
    if "[" in (found.group("rest") if found else ""):
        # Of an array only the whole is compared.
        for key in [key for key in bodies[-1] if key.startswith(f"{name}.")]:
            del bodies[-1][key]


def read_pahole(text):
    """The records in pahole's output."""
    record, bodies = None, []
    for line in (line.strip() for line in text.split("\n")):
        head = HEAD.match(line)
        if record is None:
            if head:
                record, bodies = Record(head.group(1), head.group(2)), [{}]
            continue
        if SIZE.search(line):
            record.size = int(SIZE.search(line).group(1))
        elif line.startswith("}") and len(bodies) > 1:
            close_body(line, record, bodies)
        elif line.startswith("}"):
            record.members = bodies[0]
            if record.size is not None:
                yield record
            record = None
        elif line.endswith("{") and not line.startswith("/*"):
            bodies.append({})
        else:
            found = MEMBER.match(line)
            name, bits = member_name(found.group("text")) if found else (None, None)
            if not name or line.startswith("/*"):
                continue
            offset, size = int(found.group("offset")), int(found.group("size"))
            if bits:
                bodies[-1][name] = (offset * 8 + int(found.group("bit") or 0), size, bits)
            else:
                bodies[-1][name] = (offset, size, None)


def layouts(path, types):
    """memtool's layouts of those types: JSON objects by type."""
    status, out, err = oracle.run(["layout", "--types", path, "-o", "json", *types])
    text, decoder, found, at = out.decode(), json.JSONDecoder(), [], 0
    if status != 0:
        return None, err.decode()
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        found += value if isinstance(value, list) else [value]
        while at < len(text) and text[at].isspace():
            at += 1
    return found, ""


def whole(fields, name, offset, size):
    """A member that is a record itself: memtool tells what is in it."""
    inner = [field for field in fields if field["name"].startswith(name + ".")]
    fits = all(offset <= field["offset"] and field["offset"] + field["size"] <= offset + size for field in inner)
    starts = any(field["offset"] == offset for field in inner)
    return {"offset": offset, "size": size} if fits and (starts or size == 0) else None


def differences(record, layout):
    """What memtool says otherwise than pahole."""
    if layout["size"] != record.size:
        yield f"{record.type}: size {layout['size']}, pahole says {record.size}"
    fields = {}
    for field in layout["fields"]:
        fields.setdefault(field["name"], field)
    for name, (offset, size, bits) in record.members.items():
        field = fields.get(name) or whole(layout["fields"], name, offset, size)
        if field is None:
            yield f"{record.type}: no member {name} at {offset} of {size} bytes"
        elif bits is not None:
            if (field.get("bit_offset"), field.get("bits")) != (offset, bits):
                yield f"{record.type}.{name}: {field}, pahole says bit {offset}, {bits} bits"
        elif (field["offset"], field["size"]) != (offset, size):
            yield f"{record.type}.{name}: {field}, pahole says {offset} {size}"


def compare(path):
    """One file: every record that pahole prints."""
    done = subprocess.run(["pahole", path], capture_output=True, text=True, check=False)
    records = {}
    for record in read_pahole(done.stdout):
        # The same name may be of several types; memtool shows the first.
        if not re.fullmatch(r"\w+ \w+", record.type) or record.type in records:
            continue
        records[record.type] = record
    chosen = sorted(records)
    chosen = oracle.rng.sample(chosen, min(len(chosen), oracle.times(len(chosen))))
    problems, tried = [], 0
    for start in range(0, len(chosen), BATCH):
        types = chosen[start : start + BATCH]
        found, error = layouts(path, types)
        if found is None or len(found) != len(types):
            problems.append(f"{path}: {error or 'layouts are missing'}")
            continue
        for name, layout in zip(types, found):
            tried += 1
            problems += differences(records[name], layout)
    oracle.report(f"the layouts of {os.path.basename(path)} are pahole's", problems, tried)


def installed():
    """The separate debug information of libraries, where it is installed."""
    for library in ["libc.so.6", "libffi.so.8", "libdw.so.1", "libelf.so.1"]:
        for folder in ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib"]:
            path = os.path.join(folder, library)
            if not os.path.exists(path) or shutil.which("readelf") is None:
                continue
            notes = subprocess.run(["readelf", "-n", path], capture_output=True, text=True, check=False).stdout
            found = re.search(r"Build ID: (\w\w)(\w+)", notes)
            debug = found and f"/usr/lib/debug/.build-id/{found.group(1)}/{found.group(2)}.debug"
            if debug and os.path.exists(debug):
                yield debug
                break


def main():
    if shutil.which("pahole") is None:
        print("1..0 # SKIP pahole is not installed")
        return
    paths = sys.argv[1:] or [os.environ.get("PROGRAM") or oracle.MEMTOOL, *installed()]
    _, _, err = oracle.run(["layout", "--types", paths[0], "struct none"])
    if b"built without" in err or b"libdw" in err:
        oracle.skip("the layouts of debug information are pahole's", "memtool reads none here")
        paths = []
    for path in paths:
        compare(path)
    oracle.finish()


main()
