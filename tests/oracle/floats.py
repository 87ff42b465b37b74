#!/usr/bin/env python3
"""Floats against Python: what is read is what float() and exact fractions say, what is printed is
repr() for f64, and for every format a shortest decimal, the nearest of its length.

Usage: floats.py PROGRAM (built from floats.c). SEED= varies the numbers, COUNT= their number.
"""

import os
import random
import struct
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

SEED = int(os.environ.get("SEED", "1"))
COUNT = int(os.environ.get("COUNT", "100000"))

# name: exponent bits, fraction bits, whether the integer bit is stored
FORMATS = {
    "f16": (5, 10, False),
    "bf16": (8, 7, False),
    "f32": (8, 23, False),
    "f64": (11, 52, False),
    "f80": (15, 63, True),
    "f128": (15, 112, False),
}

random.seed(SEED)
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)


def power(base, exponent):
    return Fraction(base) ** exponent


def fraction_of(text):
    """The exact value of a decimal, without building 10^exponent twice."""
    mantissa, _, exponent = text.partition("e")
    whole, _, behind = mantissa.partition(".")
    return int(whole + behind) * power(10, int(exponent or 0) - len(behind))


def round_to(name, value):
    """The bits of the nearest float to a fraction >= 0, ties to even; None above the range."""
    exponent_bits, fraction_bits, explicit = FORMATS[name]
    bias = (1 << exponent_bits - 1) - 1
    if value == 0:
        return 0
    binary = value.numerator.bit_length() - value.denominator.bit_length()
    if value < power(2, binary):
        binary -= 1
    binary = max(binary, 1 - bias)
    significand = round(value / power(2, binary - fraction_bits))
    if significand == 2 << fraction_bits:
        significand >>= 1
        binary += 1
    if binary > bias:
        return None
    normal = significand >> fraction_bits
    biased = binary + bias if normal else 0
    if explicit:
        return biased << fraction_bits + 1 | significand
    return biased << fraction_bits | significand & (1 << fraction_bits) - 1


def value_of(name, bits):
    exponent_bits, fraction_bits, explicit = FORMATS[name]
    bias = (1 << exponent_bits - 1) - 1
    stored = fraction_bits + explicit
    biased, significand = bits >> stored, bits & (1 << stored) - 1
    if biased and not explicit:
        significand |= 1 << fraction_bits
    return significand * power(2, max(biased, 1) - bias - fraction_bits)


def layout(digits, point):
    """Digits and where their point is, as repr has them."""
    if -4 < point <= 16:
        if point <= 0:
            return "0." + "0" * -point + digits
        digits = digits.ljust(point, "0")
        return digits[:point] + "." + (digits[point:] or "0")
    tail = "." + digits[1:] if len(digits) > 1 else ""
    return "%s%se%+03d" % (digits[0], tail, point - 1)


def shortest(name, bits):
    """The nearest of the shortest decimals that read back, by search."""
    value = value_of(name, bits)
    point = len(str(int(value))) if value >= 1 else -len(str(int(1 / value))) + 1
    if value >= power(10, point):
        point += 1
    for count in range(1, 40):
        unit = power(10, point - count)
        scaled = value / unit
        candidates = sorted((int(scaled), int(scaled) + 1), key=lambda n: abs(n - scaled))
        if abs(candidates[0] - scaled) == Fraction(1, 2):
            candidates.sort(key=lambda n: n % 2)
        for n in candidates:
            if n and round_to(name, n * unit) == bits:
                return layout(str(n).rstrip("0"), point + len(str(n)) - count)
    raise AssertionError


def random_bits(name):
    exponent_bits, fraction_bits, explicit = FORMATS[name]
    biased = random.randrange((1 << exponent_bits) - 1)
    fraction = random.getrandbits(fraction_bits)
    if random.random() < 0.3:
        fraction &= -1 << random.randrange(fraction_bits)
    if random.random() < 0.3:
        biased = (1 << exponent_bits - 1) - 1 + random.randrange(-10, 10)
    if random.random() < 0.1:
        biased = random.randrange(3)
    stored = fraction_bits + explicit
    integer = 1 << fraction_bits if explicit and biased else 0
    return biased << stored | integer | fraction


def half_way(name):
    """A decimal at, or just beside, the middle between two floats."""
    bits = random_bits(name)
    upper = value_of(name, bits + 1)
    middle = (value_of(name, bits) + upper) / 2
    digits, places = middle.numerator, 0
    twos = middle.denominator.bit_length() - 1
    digits, places = digits * 5**twos, twos
    text = str(digits)
    cut = random.choice((0, 0, 1, random.randrange(30)))
    if cut and len(text) > cut + 1:
        text, places = text[:-cut], places - cut
    beside = random.choice(("", "", "0" * random.randrange(40) + "1", "0" * 5))
    return "%s%se%d" % (text, beside, -places - len(beside))


def random_text(name):
    kind = random.randrange(5)
    if kind == 0:
        return half_way(name)
    if kind == 1:
        digits = "".join(random.choice("0123456789") for _ in range(random.randrange(1, 60)))
        at = random.randrange(len(digits) + 1)
        return digits[:at] + "." + digits[at:] + "e%d" % random.randrange(-60, 30)
    value = value_of(name, random_bits(name))
    if value == 0:
        return "0.0"
    if kind == 2 and name not in ("f80", "f128"):
        return repr(float(value))
    count = random.randrange(1, 25)
    return format(Decimal(value.numerator) / Decimal(value.denominator), ".%de" % count)


def ask(program, questions):
    done = subprocess.run([program], input="\n".join(questions) + "\n", text=True,
                          capture_output=True, check=True)
    return done.stdout.split("\n")[:-1]


def complain(question, answer, wanted):
    print("floats.py: SEED=%d: %s: got %s, wanted %s" % (SEED, question, answer, wanted))
    sys.exit(1)


def check_doubles(program):
    """Random doubles, printed and read as Python does."""
    values = []
    while len(values) < COUNT:
        value = struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0]
        if len(values) % 4 == 1:
            value = random.uniform(-1000, 1000)
        if len(values) % 4 == 2:
            value = random.randrange(10**6) / 10 ** random.randrange(8)
        if len(values) % 4 == 3:
            value = float(random.getrandbits(64) >> random.randrange(64))
        if value - value == 0:
            values.append(value)
    questions = ["f64 " + repr(value) for value in values]
    for question, value, answer in zip(questions, values, ask(program, questions)):
        wanted = struct.pack(">d", value).hex() + " " + repr(value)
        if answer != wanted:
            complain(question, answer, wanted)
    return COUNT


def check_texts(program, name, count):
    """Random text in a format, by fractions: the bits, the shortest text, the exact one."""
    questions = ["+%s %s" % (name, random_text(name)) for _ in range(count)]
    size = (FORMATS[name][0] + FORMATS[name][1] + FORMATS[name][2] + 1) // 4
    for question, answer in zip(questions, ask(program, questions)):
        bits = round_to(name, fraction_of(question.partition(" ")[2]))
        if bits is None:
            if not answer.endswith(" does not fit in " + name):
                complain(question, answer, "does not fit")
            continue
        got, text, exact = answer.split(" ")
        if got != "%0*x" % (size, bits):
            complain(question, got, "%0*x" % (size, bits))
        if bits and text != shortest(name, bits):
            complain(question, text, shortest(name, bits))
        if fraction_of(exact) != value_of(name, bits):
            complain(question, exact, "the exact value")
    return count


def main():
    program = sys.argv[1]
    total = check_doubles(program)
    for name, share in (("f16", 30), ("bf16", 30), ("f32", 30), ("f64", 30), ("f80", 300), ("f128", 300)):
        total += check_texts(program, name, COUNT // share)
    print("floats.py: %d numbers as Python has them (SEED=%d)" % (total, SEED))


main()
