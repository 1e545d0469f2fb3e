"""What waits to be aligned, with how much hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.standards.review import Waiting


@dataclass(frozen=True)
class Work:
    """Minutes of this school year on one lesson, item or unit, and how many children spent them."""

    minutes: float = 0.0
    children: int = 0


@dataclass(frozen=True)
class ToAlign:
    """All that waits, first what a word about helps most: minutes × uncertainty, then minutes, then children."""

    waiting: tuple[tuple[Waiting, Work], ...]

    @property
    def worked_on(self) -> int:
        """How many of them somebody has worked on this year."""
        return sum(work.children > 0 for _, work in self.waiting)

    @property
    def minutes(self) -> float:
        return sum(work.minutes for _, work in self.waiting)
