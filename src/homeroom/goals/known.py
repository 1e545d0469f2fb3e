"""What is known today of some children on some standards, teachers' words first; only what rests on evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources

from homeroom.facts import store
from homeroom.facts.schema import MASTERY
from homeroom.mastery import rules
from homeroom.mastery.lists import CHANCES
from homeroom.mastery.state import State
from homeroom.mastery.teachers import holding
from homeroom.standards import leaves

Key = tuple[int, str]
Relations = Mapping[str, Mapping[str, Sequence[object]]]


@dataclass(frozen=True)
class Known:
    """One child on one standard. `p` is the chance of mastery, none without evidence; `weight` counts ordinary items'
    worth of the child's own work, `answers` the answers among it. `said` is the state that a teacher has set.
    """

    standard: str
    p: float | None = None
    weight: float = 0.0
    answers: int = 0
    last_on: date | None = None
    said: str = ""

    @property
    def tested(self) -> bool:
        """Whether there is enough evidence to say anything, or a teacher's word."""
        return bool(self.said) or self.weight >= rules.TESTED["items"]


def known(students: Sequence[int], standards: Sequence[str]) -> dict[Key, Known]:
    """Of every child and standard asked for."""
    found = {(row[0], row[1]): Known(row[1], *row[2:]) for row in _rows(students, standards)}
    told = _said(students, standards)
    return {
        (student, code): _with(found.get((student, code), Known(code)), told.get((student, code)))
        for student in students
        for code in standards
    }


def _rows(students: Sequence[int], standards: Sequence[str]) -> list[tuple[int, str, float, float, int, date | None]]:
    if not students or not standards:
        return []
    asked: Relations = {"wanted": {"student": list(students)}, "asked": {"standard": list(standards)}}
    text = (resources.files("homeroom.goals") / "known.sql").read_text("utf-8")
    return store.query(text, tables=[MASTERY.name], students=list(students), relations=asked).rows


def _said(students: Sequence[int], standards: Sequence[str]) -> dict[Key, str]:
    """Teachers' words. What was said of a whole standard holds for each of its parts, until one is spoken of itself."""
    held = holding().filter(student__in=students).values_list("student", "standard__code", "state")
    below = leaves.of({code for _, code, _ in held})
    wide = {(student, part): state for student, code, state in held for part in below.get(code, ())}
    own = {(student, code): state for student, code, state in held}
    return {key: state for key, state in (wide | own).items() if key[1] in standards}


def _with(one: Known, said: str | None) -> Known:
    """A teacher's word stands for the chance that its state stands for."""
    if not said:
        return one
    return Known(one.standard, CHANCES[State(said)], one.weight, one.answers, one.last_on, said)
