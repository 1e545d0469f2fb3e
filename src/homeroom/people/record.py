"""What packages say of a child's record: what they hold, and what they have removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Removed:
    """So many rows, lines or files of one child were taken out of one place."""

    package: str
    place: str
    count: int


@dataclass(frozen=True)
class Told:
    """A column of a record's table: its name and what it means, in plain words."""

    name: str
    words: str


@dataclass(frozen=True)
class Held:
    """One table of what is held of a child: a title in plain words, what one row is, columns and rows."""

    name: str
    title: str
    grain: str
    columns: tuple[Told, ...]
    rows: Sequence[Sequence[object]]
