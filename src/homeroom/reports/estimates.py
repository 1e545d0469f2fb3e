"""What is known of some children, standard by standard: the published estimate, and a teacher's word before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from homeroom.mastery import teachers
from homeroom.mastery.state import ENOUGH, STEPS, State
from homeroom.reports import sql
from homeroom.reports.gathered import Gathered
from homeroom.reports.values import NO_EVIDENCE, Value, measured, share

Key = tuple[int, str]
"""A child's number and a standard's code."""


@dataclass(frozen=True)
class Known:
    """One child and standard. Shares are of right answers to ordinary items, the ends of an 80 % interval.

    `attempts` are the answers among the evidence, `weight` is the evidence in ordinary items.
    """

    estimated: State = State.NO_EVIDENCE
    word: State | None = None
    attempts: int = 0
    weight: float = 0.0
    low: Value = NO_EVIDENCE
    high: Value = NO_EVIDENCE
    last_on: date | None = None
    not_moving: bool = False

    @property
    def shown(self) -> State:
        """A teacher's word comes first; the estimate stays beside it."""
        return self.word or self.estimated

    @property
    def is_thin(self) -> bool:
        """Whether something is shown that less evidence speaks for than a state needs."""
        return self.shown is not State.NO_EVIDENCE and self.weight < ENOUGH

    @property
    def words(self) -> str:
        """All of it as a sentence's part, such as `mastered, set by a teacher; the evidence alone says: not yet`."""
        if self.word is None:
            return self.estimated.words
        told = {"state": self.word.words, "estimated": self.estimated.words}
        return gettext("%(state)s, set by a teacher; the evidence alone says: %(estimated)s") % told


NOTHING = Known()


def chances() -> Mapping[State, str]:
    """What each state means beside its sign, in a few words; the sentences are in *How do we know?*."""
    low, middle, high = map(share, STEPS)
    steps = {"low": low, "middle": middle, "high": high, "enough": f"{ENOUGH:.0f}"}
    return {
        State.MASTERED: gettext("a chance of %(high)s or more that the child has it") % steps,
        State.NEARLY_THERE: gettext("%(from)s to %(to)s") % {"from": middle, "to": high},
        State.GETTING_THERE: gettext("%(from)s to %(to)s") % {"from": low, "to": middle},
        State.NOT_YET: gettext("under %(low)s") % steps,
        State.NOT_ENOUGH: gettext("under %(enough)s answers' worth") % steps,
        State.NO_EVIDENCE: gettext("not worked on where we could see it"),
    }


@dataclass(frozen=True)
class Estimates:
    """`cells` has those with the child's own evidence or a teacher's word. `as_of` is None before any night, and
    `engine` blank."""

    cells: Mapping[Key, Known]
    as_of: date | None
    engine: str
    teachers: int

    def of(self, student: int, standard: str) -> Known:
        return self.cells.get((student, standard), NOTHING)


def estimates(gathered: Gathered, school_year: int) -> Estimates:
    """Estimates as the last night published them; teachers' words as they stand now."""
    as_of, engine = gathered.rows(sql.text(__file__, "estimates_of"), {}, school_year)[0]
    rows = gathered.rows(sql.text(__file__, "estimates"), {}, school_year)
    cells = {(row[0], row[1]): _known(row) for row in rows}
    for key, state in words(gathered.students).items():
        cells[key] = replace(cells.get(key, NOTHING), word=state)
    return Estimates(cells, as_of, engine or "", teachers.version())


def words(students: Sequence[int]) -> dict[Key, State]:
    """The states that teachers have set, and that hold."""
    held = teachers.holding().filter(student__in=students)
    return {
        (child, code): State(state) for child, code, state in held.values_list("student", "standard__code", "state")
    }


def _known(row: tuple[Any, ...]) -> Known:
    _, _, state, attempts, weight, low, high, last_on = row
    return Known(State(state), None, attempts, weight, measured(low, "share"), measured(high, "share"), last_on)
