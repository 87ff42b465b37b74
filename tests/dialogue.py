#!/usr/bin/env python3
# A dialogue with a program at a terminal: dialogue.py PROGRAM [ARG]... <DIALOGUE
#
#     < text       waits until the program has written that (blanks at the ends are left out)
#     << text      the same, but on a screen: control sequences left out
#     > text       types a line
#     >> text      types that without an end; \t \x03 \x04 \e and the like are read as in C
#     ! text       the program must not have written that since the last line was typed
#     = status     waits for the end, and for that status (128 + signal)
#
# Status 1 with the whole of what was written where something does not come within 10 seconds.
import os
import pty
import re
import select
import sys
import time

WAIT = float(os.environ.get("DIALOGUE_WAIT", "10"))
CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\x00-\x08\x0b-\x1f]")


class Dialogue:
    def __init__(self, words):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", NO_COLOR="1", COLUMNS="200", INPUTRC="/dev/null")
            os.execvp(words[0], words)
        self.seen = b""  # since the last line was typed
        self.all = b""
        self.status = None

    def read(self, seconds):
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.seen += data
        self.all += data
        return bool(data)

    def fail(self, line, why):
        sys.stdout.write("line %d: %s\n---- all that was written:\n" % (line, why))
        sys.stdout.write(self.all.decode("utf-8", "backslashreplace").replace("\r", ""))
        os.kill(self.pid, 9)
        sys.exit(1)

    def wait_for(self, line, text, plain):
        end = time.time() + WAIT
        while True:
            data = CONTROL.sub(b"", self.seen) if plain else self.seen
            at = data.find(text)
            if at >= 0:
                if plain:
                    self.seen = data
                self.seen = self.seen[self.seen.find(text) + len(text):]
                return
            left = end - time.time()
            if left <= 0 or not self.read(left):
                self.fail(line, "%r did not come" % text)

    def lacks(self, line, text):
        while self.read(0.3):
            pass
        if text in self.seen:
            self.fail(line, "%r came" % text)

    def end(self, line, status):
        end = time.time() + WAIT
        while time.time() < end:
            while self.read(0.05):
                pass
            pid, got = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                got = os.waitstatus_to_exitcode(got)
                got = 128 - got if got < 0 else got
                if got != status:
                    self.fail(line, "status %d, not %d" % (got, status))
                return
        self.fail(line, "it did not end")

    def type(self, text):
        os.write(self.fd, text)


def main():
    dialogue = Dialogue(sys.argv[1:])
    for number, line in enumerate(sys.stdin.read().splitlines(), 1):
        what, _, text = line.strip().partition(" ")
        text = text.strip()
        if what == "<" or what == "<<":
            dialogue.wait_for(number, text.encode(), what == "<<")
        elif what == ">":
            dialogue.type(text.encode() + b"\r")
        elif what == ">>":
            dialogue.type(text.encode().decode("unicode_escape").encode("latin-1"))
        elif what == "!":
            dialogue.lacks(number, text.encode())
        elif what == "=":
            dialogue.end(number, int(text))
        elif what and not what.startswith("#"):
            sys.exit("line %d of the dialogue: %s" % (number, what))
    return 0


if __name__ == "__main__":
    sys.exit(main())
