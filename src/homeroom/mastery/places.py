"""What evidence speaks of: a place is a set of standards with weights that sum to 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from homeroom.mastery.columns import Codes, Numbers

Shares = tuple[tuple[str, float], ...]
Relation = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Spread:
    """Places by number, over a vocabulary of standards: place p has `codes[starts[p]:starts[p + 1]]`."""

    starts: Codes
    codes: Codes
    weights: Numbers


@dataclass
class Places:
    """Numbers for sets of standards, given out as they are met: the same sets in the same order, the same numbers."""

    numbers: dict[Shares, int] = field(default_factory=dict)

    def of(self, shares: Iterable[tuple[str, float]]) -> int:
        """The number of these standards with these shares, which are scaled to sum to 1."""
        listed = sorted(shares)
        whole = sum(share for _, share in listed)
        return self.numbers.setdefault(tuple((code, share / whole) for code, share in listed), len(self.numbers))

    def tagged(self, tags: Relation) -> Relation:
        """The alignment, content item by content item: program, kind, content_item, place."""
        rows = sorted(
            zip(*(tags[name] for name in ("program", "kind", "content_item", "standard", "share")), strict=True)
        )
        found = [
            (*key, self.of((row[3], row[4]) for row in group)) for key, group in groupby(rows, lambda row: row[:3])
        ]
        return _columns(("program", "kind", "content_item", "place"), found)

    def spelled(self, spellings: Relation) -> Relation:
        """Spellings with the place of their one standard."""
        found = [(told, self.of([(code, 1.0)])) for told, code in zip(*spellings.values(), strict=True)]
        return _columns(("spelling", "place"), found)

    def standards(self) -> Relation:
        """Which standards each place has."""
        found = [(number, code) for shares, number in self.numbers.items() for code, _ in shares]
        return _columns(("place", "standard"), found)

    def spread(self, vocabulary: Sequence[str]) -> Spread:
        """All places as columns, standards coded by their place in `vocabulary`."""
        code_of = {word: code for code, word in enumerate(vocabulary)}
        counts = [len(shares) for shares in self.numbers]
        pairs = [(code_of[code], share) for shares in self.numbers for code, share in shares]
        return Spread(
            np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
            np.array([code for code, _ in pairs], dtype=np.int64),
            np.array([share for _, share in pairs], dtype=np.float64),
        )


def _columns(names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Relation:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
