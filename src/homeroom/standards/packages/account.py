"""What became of an import: sums that add up, in words and for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from homeroom.standards.packages.records import ASSOCIATION, ITEM, SetAside

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass
class Taken:
    """What became of a package. Of items and of associations, read = new + changed + same + set aside, exactly.

    `left` counts items and associations that stood in the package before and do not any more; `external` the targets
    outside of it; `standards` new standards, `known` items that stand for one that was there; `prerequisites` edges.
    """

    framework: str = ""
    title: str = ""
    layout: str = ""
    attribution: str = ""
    read: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    associations: Counter[str] = field(default_factory=Counter)
    left: int = 0
    external: int = 0
    standards: int = 0
    known: int = 0
    prerequisites: int = 0
    whole: bool = True
    set_aside: list[SetAside] = field(default_factory=list)

    @property
    def set_aside_of(self) -> Counter[str]:
        return Counter(one.what for one in self.set_aside)

    @property
    def changes(self) -> int:
        """0 where the package said nothing that was not known."""
        counts = [one[kind] for one in (self.items, self.associations) for kind in (NEW, CHANGED)]
        return sum(counts) + self.left + self.standards

    def told(self) -> Iterator[str]:
        """What happened, a line each; the sums add up."""
        aside = self.set_aside_of
        for what, counts in ((ITEM, self.items), (ASSOCIATION, self.associations)):
            parts = [f"{counts[kind]} {kind}" for kind in (NEW, CHANGED, SAME)]
            yield f"{what}s: {self.read[what]} read = {' + '.join(parts)} + {aside[what]} set aside"
        yield f"{self.external} targets outside of the package, {self.left} no longer in it"
        yield f"{self.standards} new standards, {self.known} known ones, {self.prerequisites} prerequisites"
        if self.attribution:
            yield f"credit: {self.attribution}"
        if not self.whole:
            yield "the file does not go to its end: what it may have held is left as it was"

    def as_json(self) -> dict[str, Any]:
        """The same for scripts: plain numbers and texts."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return told | {"set_aside": [one._asdict() for one in self.set_aside]}
