#!/usr/bin/env python3
"""Floats against Python, through float_driver.c: what is read is what float() and exact fractions say;
what is printed is repr() for f64, numpy's str() for f32 and f16, and for every format the shortest
decimal that reads back, the nearest of its length."""
import os
import struct
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy

from _oracle import ROOT, RUNNER, finish, report, rng, times

DRIVER = os.path.join(ROOT, os.environ.get("BUILD", "build"), "oracle", "float_driver")

# name: exponent bits, fraction bits, whether the integer bit is stored
FORMATS = {
    "f16": (5, 10, False),
    "bf16": (8, 7, False),
    "f32": (8, 23, False),
    "f64": (11, 52, False),
    "f80": (15, 63, True),
    "f128": (15, 112, False),
}

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
    biased = rng.randrange((1 << exponent_bits) - 1)
    fraction = rng.getrandbits(fraction_bits)
    if rng.random() < 0.3:
        fraction &= -1 << rng.randrange(fraction_bits)
    if rng.random() < 0.3:
        biased = (1 << exponent_bits - 1) - 1 + rng.randrange(-10, 10)
    if rng.random() < 0.1:
        biased = rng.randrange(3)
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
    cut = rng.choice((0, 0, 1, rng.randrange(30)))
    if cut and len(text) > cut + 1:
        text, places = text[:-cut], places - cut
    beside = rng.choice(("", "", "0" * rng.randrange(40) + "1", "0" * 5))
    return "%s%se%d" % (text, beside, -places - len(beside))


def random_text(name):
    kind = rng.randrange(5)
    if kind == 0:
        return half_way(name)
    if kind == 1:
        digits = "".join(rng.choice("0123456789") for _ in range(rng.randrange(1, 60)))
        at = rng.randrange(len(digits) + 1)
        return digits[:at] + "." + digits[at:] + "e%d" % rng.randrange(-60, 30)
    value = value_of(name, random_bits(name))
    if value == 0:
        return "0.0"
    if kind == 2 and name not in ("f80", "f128"):
        return repr(float(value))
    count = rng.randrange(1, 25)
    return format(Decimal(value.numerator) / Decimal(value.denominator), ".%de" % count)


def ask(questions):
    done = subprocess.run([*RUNNER, DRIVER], input="\n".join(questions) + "\n", text=True,
                          capture_output=True, check=True)
    return done.stdout.split("\n")[:-1]


def compare(sentence, questions, wanted):
    problems = [f"{question}: got {answer}, wanted {want}"
                for question, answer, want in zip(questions, ask(questions), wanted) if answer != want]
    report(sentence, problems, len(questions))


def random_double(kind):
    value = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0]
    if kind == 1:
        value = rng.uniform(-1000, 1000)
    if kind == 2:
        value = rng.randrange(10**6) / 10 ** rng.randrange(8)
    if kind == 3:
        value = float(rng.getrandbits(64) >> rng.randrange(64))
    return value if value - value == 0 else 0.0


def check_doubles():
    values = [random_double(i % 4) for i in range(times(100000))]
    compare("doubles are printed and read as Python does", [f"f64 {value!r}" for value in values],
            [f"{struct.pack('>d', value).hex()} {value!r}" for value in values])


def check_numpy():
    bits = numpy.array([rng.getrandbits(32) for _ in range(times(20000))], dtype=numpy.uint32)
    for name, values in (("f32", bits.view(numpy.float32)),
                         ("f16", numpy.arange(1 << 16, dtype=numpy.uint16).view(numpy.float16))):
        values = values[numpy.isfinite(values)]
        compare(f"{name} is printed and read as numpy does", [f"{name} {value!s}" for value in values],
                [f"{value.tobytes()[::-1 if sys.byteorder == 'little' else 1].hex()} {value!s}" for value in values])


def answer_for(name, text):
    """What the driver should say, but for the exact value: its bits and shortest text."""
    bits = round_to(name, fraction_of(text))
    if bits is None:
        return None, None, "does not fit in " + name
    size = (FORMATS[name][0] + FORMATS[name][1] + FORMATS[name][2] + 1) // 4
    return value_of(name, bits), "%0*x" % (size, bits), shortest(name, bits) if bits else "0.0"


def check_texts(name, count):
    texts = [random_text(name) for _ in range(count)]
    problems = []
    for text, answer in zip(texts, ask([f"+{name} {text}" for text in texts])):
        value, bits, printed = answer_for(name, text)
        if value is None:
            good = answer.endswith(printed)
        else:
            got = answer.split(" ")
            good = got[:2] == [bits, printed] and fraction_of(got[2]) == value
        if not good:
            problems.append(f"{name} {text}: got {answer}, wanted {bits} {printed}")
    report(f"random text in {name}: the bits, the shortest text, the exact value", problems, count)


check_doubles()
check_numpy()
for format_name, tried in (("f16", 2000), ("bf16", 2000), ("f32", 2000), ("f64", 2000), ("f80", 200), ("f128", 200)):
    check_texts(format_name, times(tried))
finish()
