"""What the oracles share: the seed, the size of the run, memtool in batches, TAP.

Many cases run in one process as a chain, each stage with a form of its own, so that thousands take
seconds. A batch that does not print what it should runs again case by case.
"""
import os
import random
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MEMTOOL = os.environ.get("MEMTOOL") or os.path.join(ROOT, "memtool")
SEED = int(os.environ.get("SEED", "1"), 0)
SCALE = float(os.environ.get("SCALE", "1"))
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
