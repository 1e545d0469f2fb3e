"""A lesson's words as plain terms, each in one form. What is written in numbers and signs is told in words, too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from homeroom.standards.aligner import notation

LONGEST = 1000
# One sign for one thing. A hyphen is a minus only between numbers with room around it.
_SIGNS = str.maketrans({"−": "-", "–": "-", "*": "×", "⁄": "/", "¿": " ", "¡": " "})
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# What says where a lesson stands in its program, not what it is about.
_PLACE = re.compile(
    r"\b(?:part|pt|lesson|unit|level|module|chapter|topic|section|quiz|game|set|day|week|step|mission|episode|stage)"
    r"\s*#?\d+[a-z]?\b",
    re.ASCII,
)
_TOKEN = re.compile(r"\d+(?:[.]\d+)?(?:/\d+)?|[a-z]+(?:'[a-z]+)?", re.ASCII)
_NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
# One word for one thing. The words of arithmetic, each in the forms that lessons use.
_SAME = {
    "add": "addition adding adds added plus sum sums altogether addend addends",
    "subtract": "subtraction subtracting subtracts minus difference differences",
    "multiply": "multiplication multiplying multiplies multiplicative times product products",
    "divide": "division dividing divides divided quotient quotients",
    "share": "sharing shared shares",
    "round": "rounding rounded",
    "compare": "comparison comparisons comparing compared",
    "estimate": "estimation estimating estimates",
    "measure": "measurement measurements measuring measured",
    "convert": "conversion conversions converting",
    "story": "stories",
    "problem": "problems",
    "equal": "equals equality equally",
    "equivalent": "equivalence",
    "regroup": "regrouping regrouped borrow borrowing carry carrying",
    "fluent": "fluently fluency",
    "symmetry": "symmetric symmetrical",
    "more": "greater larger bigger",
    "fewer": "less smaller",
    "half": "halves",
    "fourth": "fourths quarter quarters",
    "vertex": "vertices",
    "axis": "axes",
    "centimeter": "cm centimetre centimetres",
    "inch": "inches",
    "foot": "feet",
    "penny": "pennies",
    "count": "counting counts counted",
    "decompose": "decomposing decomposition",
    "compose": "composing composition",
    "classify": "classifying classification",
    "identify": "identifying",
    "partition": "partitioning partitioned",
    "represent": "representing representation",
}
_CANON = {form: word for word, forms in _SAME.items() for form in forms.split()}
_STOP = frozenset(
    re.findall(
        "[a-z]+",
        "a an the and or of to in on at by with for from is are be it its this that your you we our i my "
        "practice lesson quiz part intro introduction review",
    )
)


def plain(text: str) -> str:
    """Words and numbers in lower case, in one form each, with what the numbers' writing tells behind them."""
    shown = _shown(text)
    said = " ".join(_words(" ".join(notation.told(shown))))
    return f"{' '.join(_words(notation.units(shown)))} {said}".strip()


def letters(text: str) -> str:
    """The same words uncut, for what looks at runs of letters."""
    shown = _shown(text)
    return " ".join([*_TOKEN.findall(notation.units(shown)), *notation.told(shown)])


def prose(text: str) -> int:
    """How many words a text has, beside numbers, signs and units."""
    return sum(len(one) > 2 for one in re.findall(r"[a-z]+", _bare(_shown(text))))


def _shown(text: str) -> str:
    """Signs and letters in one form: ½ is 1/2, 1,000 is 1000, 10³ is 10^3."""
    told = " ".join(text[:LONGEST].split())
    powers = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f"^{found[0].translate(_POWERS)}", told)
    shown = re.sub(r"(?<=\d)(?=[¼-¾⅐-⅞])", " ", powers)
    shown = unicodedata.normalize("NFKC", shown).translate(_SIGNS).casefold()
    shown = re.sub(r"(?<=\d),(?=\d{3}\b)", "", shown)
    shown = re.sub(r"(?<=\d)\s*x\s*(?=\d)", "×", shown)
    return _PLACE.sub(" ", re.sub(r"(?<=\w)-(?=\w)", " ", shown))


def _words(shown: str) -> Iterator[str]:
    for token in _TOKEN.findall(_bare(shown)):
        if token not in _STOP:
            yield _CANON.get(token) or _stem(token)


def _bare(shown: str) -> str:
    """Without accents: a title in Spanish may lack them."""
    return "".join(one for one in unicodedata.normalize("NFD", shown) if not unicodedata.combining(one))


def _stem(token: str) -> str:
    """Without the ending of a plural or a present participle."""
    if token in _NAMES:
        return str(_NAMES.index(token))
    if token in _TENS:
        return str((_TENS.index(token) + 2) * 10)
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("'s", ""), ("s", "")):
        if token.endswith(ending) and len(token) - len(ending) > 2 and not token.endswith("ss"):
            stem = token[: -len(ending)] + put
            return _CANON.get(stem, stem)
    return token
