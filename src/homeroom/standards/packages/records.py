"""What a reader of any layout gives: items, what is said of two of them, and what had to be set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from homeroom.people.grades import grade_code

ITEM, ASSOCIATION, FILE = "item", "association", "file"
IS_CHILD_OF, HAS_CHILD, PRECEDES, BUILDS_TOWARDS = "isChildOf", "hasChild", "precedes", "buildsTowards"
LONGEST = 255

Tell = Callable[[int, int], None]
"""Called with the bytes read and the bytes there are."""


class Item(NamedTuple):
    """An item (CASE CFItem). `received` is its text in the file; `position` its place in it, from 0."""

    identifier: str
    code: str
    kind: str
    text: str
    short: str
    grade: str
    uri: str
    position: int
    received: str
    line: int


class Association(NamedTuple):
    """One thing said of two items (CASE CFAssociation); `received` is blank where an item's column said it."""

    identifier: str
    kind: str
    origin: str
    destination: str
    position: int
    received: str
    line: int


class SetAside(NamedTuple):
    """A part of the file that was not taken: which part, where, why, and what to do about it."""

    what: str
    line: int
    reason: str
    advice: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.what}: {self.reason}. {self.advice}"


class Outline(NamedTuple):
    """All of the package that is neither item nor association, as text. `whole` is whether the file went to its end."""

    received: str
    whole: bool


type Record = Item | Association | SetAside | Outline


@dataclass(frozen=True)
class Package:
    """A package in a file or folder: who it is, and its records, read as a stream each time they are asked for."""

    layout: str
    identifier: str
    title: str
    subject: str
    version: str
    changed: str
    attribution: str
    records: Callable[[Tell], Iterator[Record]]


def clean(value: object, longest: int = LONGEST) -> str:
    """A text as a database keeps it: no zero bytes, no halves of characters, cut; blank where it is no text."""
    if not isinstance(value, str):
        return ""
    if "\0" in value:
        value = value.replace("\0", "")
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    return value[:longest]


def usable(identifier: object) -> bool:
    """Whether an identifier can be kept as it is."""
    return isinstance(identifier, str) and 0 < len(identifier) <= LONGEST and clean(identifier) == identifier


def grade_of(told: object) -> str:
    """The one grade that is told, as standards carry it ("K", "3"); blank for none, several or an unknown one."""
    words = told if isinstance(told, list) else [told]
    if len(words) != 1 or not isinstance(words[0], str):
        return ""
    code = grade_code(words[0])
    return {"KG": "K"}.get(code, code.lstrip("0")) if code and (code == "KG" or code.isdigit()) else ""
