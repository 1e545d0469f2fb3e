"""What could not be used when a week was gathered, in words. No name and no reason stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """One thing that was left out or assumed. `students` are whom it is about; pages name them to who may see them."""

    code: str
    words: str
    students: tuple[int, ...] = ()


@dataclass
class Notes:
    """They are written down where they are found, and told in that order."""

    told: list[Note] = field(default_factory=list)

    def add(self, code: str, words: str, students: Iterable[int] = ()) -> None:
        self.told.append(Note(code, words, tuple(sorted(set(students)))))
