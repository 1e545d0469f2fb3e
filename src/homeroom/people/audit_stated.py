"""What a heads file states: how far each chain had come, when. Read line by line; what is kept of it stays small."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from homeroom.people.audit_heads import digest, heads_in, moment

# So many statements a chain are kept. Past it every second one is let go, never the last: that one is the proof, and
# the others only tell since when.
KEPT = 2_000


@dataclass(frozen=True)
class Statement:
    at: datetime
    place: int
    hash: str


@dataclass
class Stated:
    """`broken`: what is wrong with the file itself, in words. `purged`: up to where each chain was ever purged."""

    broken: list[str] = field(default_factory=list)
    purged: dict[int, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    differed: set[int] = field(default_factory=set)
    _kept: dict[int, dict[int, Statement]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def chains(self) -> Collection[int]:
        return self._kept.keys()

    def add(self, chain: int, statement: Statement) -> None:
        kept = self._kept[chain]
        kept[statement.place] = statement
        if len(kept) > KEPT:
            for place in list(kept)[:-1:2]:
                del kept[place]

    def at(self, chain: int, place: int) -> Statement | None:
        """What it says of this place; nothing any more of a chain for which one place differed already."""
        return None if chain in self.differed else self._kept[chain].get(place)

    def last(self, chain: int) -> Statement | None:
        kept = self._kept.get(chain)
        return max(kept.values(), key=lambda one: one.place) if kept else None


def stated_in(path: Path) -> Stated:
    """Read the file. One that is not there is broken, too: without it a cut end could not be told."""
    stated, before = Stated(), ""
    if not path.is_file():
        stated.broken.append(f"there is no heads file at {path}: whether an end was cut off can't be fully told.")
        return stated
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, text in enumerate(file, 1):
            before = _line(stated, number, text, before)
    return stated


def _line(stated: Stated, number: int, text: str, before: str) -> str:
    """Take one line in, and give its hash for the next."""
    try:
        line = json.loads(text)
        _take(stated, line)
        own = str(line["hash"])
    except (ValueError, TypeError, KeyError, AttributeError):
        stated.broken.append(f"line {number:,} of the heads file can't be read: it was edited, or broke off.")
        return ""
    if digest(line) != own:
        stated.broken.append(f"line {number:,} of the heads file was edited: it is not what its hash was made of.")
    elif before and line["before"] != before:
        stated.broken.append(f"line {number:,} of the heads file does not follow the one before: lines are missing.")
    elif number == 1 and line["before"]:
        stated.broken.append("the heads file has lost its beginning.")
    return own


def _take(stated: Stated, line: Mapping[str, Any]) -> None:
    at = moment(line)
    for chain, (place, hash_) in heads_in(line).items():
        stated.add(chain, Statement(at, place, hash_))
    for chain, checkpoint in heads_in(line, "purged").items():
        stated.purged[chain].add(checkpoint)
