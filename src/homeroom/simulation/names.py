"""Plausible names of the children of a mixed school, drawn from our own lists, and what programs make of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.random import Generator

from homeroom.simulation.chance import one_of

# Letters that are no letter with a mark, so that taking marks off does not change them.
WHOLE_LETTERS = str.maketrans({"Đ": "D", "đ": "d", "Ł": "L", "ł": "l", "Ø": "O", "ø": "o"})


@dataclass(frozen=True)
class Origin:
    """Where families come from, and how their members are called. `double`: the share with two family names."""

    name: str
    share: float
    double: float
    given: tuple[str, ...]
    middle: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """What brothers and sisters have in common."""

    origin: Origin
    name: str


@dataclass(frozen=True)
class Name:
    given: str
    middle: str
    family: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"


@cache
def origins() -> tuple[Origin, ...]:
    return tuple(
        Origin(
            name=raw["name"],
            share=raw["share"],
            double=raw["double"],
            given=tuple(raw["given"]),
            middle=tuple(raw["middle"]),
            family=tuple(raw["family"]),
        )
        for raw in _lists()["origin"]
    )


@cache
def nicknames() -> Mapping[str, str]:
    """Given name → what friends say."""
    return dict(_lists()["nicknames"])


def family(random: Generator) -> Family:
    """A family of any origin, by its share."""
    edges = np.cumsum([origin.share for origin in origins()])
    origin = origins()[int(np.searchsorted(edges, random.random() * edges[-1], side="right"))]
    name = one_of(random, origin.family)
    if random.random() < origin.double:
        name = f"{name} {one_of(random, [other for other in origin.family if other != name])}"
    return Family(origin, name)


def of_family(name: str) -> Family:
    """The family of a child who is called so: of the first origin that has its first name."""
    first = next(origin for origin in origins() for one in origin.family if name == one or name.startswith(f"{one} "))
    return Family(first, name)


def member(random: Generator, of: Family) -> Name:
    return Name(one_of(random, of.origin.given), one_of(random, of.origin.middle), of.name)


def folded(text: str) -> str:
    """Accents off, letters kept: `Đặng Hữu Phước` → `Dang Huu Phuoc`."""
    apart = unicodedata.normalize("NFD", text.translate(WHOLE_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def letters_lost(text: str) -> str:
    """Accented letters gone whole, as some programs do: `Nguyễn` → `Nguyn`."""
    return text.encode("ascii", "ignore").decode() or "X"


def in_windows(text: str) -> str:
    """What Windows-1252 can carry: `José` stays, `Nguyễn` loses its accents."""
    return "".join(letter if _windows_has(letter) else folded(letter) for letter in text)


def username(given: str, family_name: str, number: int) -> str:
    """`Minh Anh`, `Nguyễn`, 27 → `minhanh.nguyen27`."""
    parts = (re.sub("[^a-z]", "", folded(part).casefold()) for part in (given, family_name.split()[0]))
    return f"{'.'.join(parts)}{number}"


def _windows_has(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _lists() -> dict[str, Any]:
    text = (resources.files("homeroom.simulation") / "names.toml").read_text("utf-8")
    return tomllib.loads(text)
