"""What the writing of numbers tells, in words: `347 + 286` is *add*, *three digit*, *within 1000*.

Nothing here is about one program: it is how arithmetic is written. The words are those of `data/words.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

# Nine digits are enough for a lesson; a longer run is no number here, and costs no time.
_D = r"\d{1,9}"
_NUMBER = rf"(?<!\d)(?:(?:{_D} )?{_D}/{_D}|{_D}(?:\.{_D})?)(?!\d)"
_UNITS = {
    "in": "inch", "ft": "foot", "yd": "yard", "mi": "mile", "cm": "centimeter", "mm": "millimeter", "km": "kilometer",
    "m": "meter", "oz": "ounce", "lb": "pound", "g": "gram", "kg": "kilogram", "ml": "milliliter", "l": "liter",
    "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "sec": "second",
}  # fmt: skip
_UNIT = rf"(?:\s*(?:{'|'.join(_UNITS)})\b\.?|\s*[$¢°])?"
_SIGNS = {"+": "add", "-": "subtract", "×": "multiply", "÷": "divide"}
_BLANK = r"(?:_+|\?|□|◯|○|\b[nx]\b)"
_OPERATION = re.compile(
    rf"(?=(?P<left>(?<![\d/.])[$]?{_NUMBER}){_UNIT}\s*(?P<sign>[-+×÷])\s*(?P<right>[$]?{_NUMBER}))", re.ASCII
)
_CHAIN = re.compile(
    rf"{_NUMBER}{_UNIT}(?:\s*(?P<sign>[+×]){_UNIT}\s*{_NUMBER}{_UNIT})(?:\s*(?P=sign)\s*{_NUMBER}{_UNIT})+", re.ASCII
)
_LIST = re.compile(rf"\b{_D}(?:,\s*{_D}){{2,}}(?!\d)", re.ASCII)
_EQUAL = re.compile(rf"({_NUMBER})\s*[=&]\s*({_NUMBER})(?!\s*[-+×÷])", re.ASCII)
_FRACTION = re.compile(rf"(?<!\d){_D}/({_D})(?!\d)", re.ASCII)
_DECIMAL = re.compile(rf"\.({_D})(?!\d)", re.ASCII)
_DIGITS = {1: "one digit", 2: "two digit", 3: "three digit", 4: "four digit"}
_THREE = {"+": "addends numbers", "×": "factors numbers volume"}
_BOUNDS = (5, 10, 20, 100, 1000)
_PLACES = {1: "tenths", 2: "hundredths", 3: "thousandths"}
_PARTS = {
    2: "halves",
    3: "thirds",
    4: "fourths",
    5: "fifths",
    6: "sixths",
    8: "eighths",
    10: "tenths",
    100: "hundredths",
}
# What a sign says by itself, wherever it stands.
_SAID = tuple(
    (re.compile(form, re.ASCII), told)
    for form, told in (
        (r"\b\d{1,2}:\d\d\b", "clock tell time"),
        (r"\$", "money dollars"),
        (r"¢", "money cents coins"),
        (r"°|∠", "angle degrees"),
        (r"∥", "parallel lines"),
        (r"⊥", "perpendicular lines"),
        (r"%", "percent"),
        (r"≈", "round nearest about"),
        (rf"[-+×÷]\s*{_BLANK}|{_BLANK}\s*[-+×÷]", "missing number unknown equation"),
        (rf"{_NUMBER}\s*(?:[<>]|\bvs\b\.?|{_BLANK})\s*{_NUMBER}", "compare greater less symbols"),
        (r"\([^()]*[-+×÷][^()]*\)|\[[^\[\]]*[-+×÷][^\[\]]*\]", "parentheses expression grouping"),
        (r"\(\s*\d+\s*,\s*\d+\s*\)", "ordered pair coordinate point"),
        (r"\^\d", "exponent powers"),
        (r"\b10\^\d", "powers of 10"),
        (r"\bsq\b\.?|\b(?:cm|m|in|ft|units?)\^2", "square unit area"),
        (r"\bcu\b\.?|\b(?:cm|m|in|ft|units?)\^3", "cubic unit volume"),
        (r"\d\s*r\s*\d|\br\s*[?\d]", "remainder"),
        (rf"{_NUMBER}\s*(?:ft|in|cm|m|yd|units?)\.?\s*×\s*{_NUMBER}", "area side"),
        (r"\d\s*[-+×÷]\s*[\d.]+\s*=\s*[\d.]+\s*[-+×÷]\s*\d", "both sides equal sign equation true"),
    )
)  # fmt: skip


def told(shown: str) -> list[str]:
    """The words of what is written in numbers and signs. `shown` is in one form already: one sign for one thing."""
    return [word for phrase in dict.fromkeys(_told(shown)) for word in phrase.split()]


def units(shown: str) -> str:
    """`45 ft` as `45 foot`: a unit behind a number, written out."""
    return re.sub(rf"(?<=\d)\s*({'|'.join(_UNITS)})\b\.?", lambda found: f" {_UNITS[found[1]]}", shown)


def _told(shown: str) -> Iterator[str]:
    yield from (words for form, words in _SAID if form.search(shown))
    yield from (word for sign, word in _SIGNS.items() if sign in shown and sign != "-")
    yield from _operations(shown)
    yield from (f"three {_THREE[found['sign']]}" for found in _CHAIN.finditer(shown))
    yield from (words for found in _LIST.findall(shown) for words in _sequence([int(one) for one in found.split(",")]))
    yield from _equals(shown)
    yield from _numbers(shown)


def _operations(shown: str) -> Iterator[str]:
    for found in _OPERATION.finditer(shown):
        left, right = found["left"].strip("$"), found["right"].strip("$")
        word = _SIGNS[found["sign"]]
        if "/" in left + right:
            yield from _of_fractions(word, left, right)
        elif "." in left + right:
            yield f"{word} decimals decimal operations"
        else:
            yield from _of_whole(word, int(left), int(right))


def _of_fractions(word: str, left: str, right: str) -> Iterator[str]:
    yield f"{word} fractions"
    if " " in left.strip() + right.strip():
        yield "mixed numbers"
    below = [one.rpartition("/")[2] for one in (left, right) if "/" in one]
    if len(below) < 2:
        yield f"{word} fraction whole number"
    elif word in ("multiply", "divide"):
        yield f"{word} fraction fraction"
    elif below[0] == below[1]:
        yield "like denominators same denominator"
    else:
        yield "unlike denominators different denominators"


def _of_whole(word: str, left: int, right: int) -> Iterator[str]:
    yield f"{word} {_size(left)} {_size(right)}"
    largest = {"add": left + right, "multiply": left * right}.get(word, left)
    yield next((f"within {bound}" for bound in _BOUNDS if largest <= bound), "multi digit whole numbers")
    if word == "divide" and right and left % right:
        yield "remainder"
    if word in ("add", "subtract") and right in (10, 100) and left > right:
        yield f"{'ten' if right == 10 else 'hundred'} {'more' if word == 'add' else 'less'} mental"
    if all(one % 10 == 0 and one > 10 for one in (left, right)):
        yield "tens multiples of ten"
    elif word == "multiply" and any(one % 10 == 0 and one > 10 for one in (left, right)):
        yield "multiples of ten"
    if word == "add" and left % 10 == 0 and 0 < right < left and left >= 10:
        yield "expanded form tens and ones" if left > 10 else "ten and ones teen"


def _sequence(numbers: Sequence[int]) -> Iterator[str]:
    steps = {after - before for before, after in pairwise(numbers)}
    if len(steps) == 1 and (step := steps.pop()):
        yield f"number sequence count by {abs(step)}" if step in (1, -1) else f"skip count by {abs(step)} pattern"


def _equals(shown: str) -> Iterator[str]:
    for one, other in _EQUAL.findall(shown):
        if "/" in one and "/" in other:
            yield "equivalent fractions equal" if _value(one) == _value(other) else "compare fractions"
        elif "/" in one + other and "." not in one + other:
            yield "whole number fraction equal"
        elif "." in one + other and "/" in one + other:
            yield "decimal notation fractions as decimals"


def _numbers(shown: str) -> Iterator[str]:
    below = _FRACTION.findall(shown)
    if below:
        yield "fraction"
    yield from (_PARTS.get(int(one[:4]), "fraction") for one in below)
    yield from (f"decimal {_PLACES.get(len(after), 'places')}" for after in _DECIMAL.findall(shown))


def _size(number: int) -> str:
    return _DIGITS.get(len(str(number)), "multi digit")


def _value(text: str) -> Fraction:
    """Of `3/4` or `1 3/4`; -1 where something is divided by nothing."""
    whole, _, part = text.rpartition(" ")
    above, below = (int(one) for one in part.split("/"))
    return int(whole or 0) + Fraction(above, below) if below else Fraction(-1)
