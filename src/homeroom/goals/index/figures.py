"""One class's week in figures, and what each child's time in it was for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np

from homeroom.facts.schema import LAGS, PURPOSES, lag_name
from homeroom.goals.index import intervals, measures, purposes
from homeroom.goals.index.lessons import Axis, Catalogue, Key, rows
from homeroom.goals.index.standing import Standing
from homeroom.goals.index.worked import Flags, Real, Worked
from homeroom.mastery.graph import Graph


@dataclass(frozen=True)
class Time:
    """One child's seconds on one lesson on one day."""

    student: int
    day: date
    key: Key
    seconds: int


@dataclass(frozen=True)
class Figures:
    """The class's columns of the table `alignment`, without their `class_`."""

    seconds: int
    lessons: int
    children: int
    through: date
    sure: float
    share: float
    low: float
    high: float
    least: float
    most: float
    gap_repair: float
    overlap: float
    coverage: float
    need_fit: float
    beyond_chance: float | None
    lags: Sequence[float | None]

    def columns(self) -> dict[str, object]:
        told = {f"class_{name}": value for name, value in asdict(self).items() if name != "lags"}
        return told | dict(zip(map(lag_name, LAGS), self.lags, strict=True))


@dataclass(frozen=True)
class Situation:
    """What a class's week is judged by. `plans` are rows over the axis, by weeks from this one, and hold this week's.

    `students` are those of the rows of `standing` and of `doses`, what goals ask for in seconds.
    """

    known: Catalogue
    axis: Axis
    graph: Graph
    plans: Mapping[int, Real]
    students: Sequence[int]
    standing: Standing
    doses: Real

    @property
    def taught(self) -> Real:
        return self.plans[0]

    @property
    def later(self) -> Flags:
        found = np.zeros(len(self.taught), np.bool_)
        for lag, plan in self.plans.items():
            if lag > 0:
                found |= plan > 0
        return found


Purpose = tuple[int, str, str]
"""Child, leaf standard, and a word of `PURPOSES`."""


def figures(time: Sequence[Time], situation: Situation, seed: Sequence[int]) -> tuple[Figures, list[Purpose]]:
    """The figures, and the purpose of each standard that a child may have worked on. `time` is not empty.

    The same facts give the same figures: chance begins at `seed`.
    """
    keys = list(dict.fromkeys(one.key for one in time))
    lessons, worked = rows(keys, situation.known, situation.axis), _worked(time, keys)
    chance = np.random.default_rng(list(seed))
    share, found = intervals.share(lessons, worked, (situation.taught > 0).astype(np.float64), chance)
    mass = measures.masses(lessons, worked, found)
    at = [situation.students.index(student) for student in sorted({one.student for one in time})]
    purpose = _purposes(situation, at)
    practised = mass.sum(axis=0)
    goals = situation.doses[at]
    told = Figures(
        seconds=worked.total,
        lessons=len(keys),
        children=worked.children,
        through=max(one.day for one in time),
        sure=intervals.sure_share(lessons, worked),
        share=share.share,
        low=share.low,
        high=share.high,
        least=share.least,
        most=share.most,
        gap_repair=measures.share_of(mass, purpose == purposes.GAP_REPAIR),
        overlap=measures.overlap(practised, situation.taught),
        coverage=measures.coverage(mass, situation.taught, measures.doses(mass, situation.taught, goals)),
        need_fit=measures.share_of(mass, _wide(situation.standing.needed[at])),
        beyond_chance=measures.beyond_chance(practised, situation.plans),
        lags=measures.lags(practised, situation.plans),
    )
    words, codes = list(PURPOSES), situation.axis.codes
    touched = np.zeros(mass.shape, np.bool_)
    np.logical_or.at(touched, worked.child, (lessons.tagged > 0)[worked.lesson])
    return told, [
        (situation.students[at[child]], codes[code], words[purpose[child, code]])
        for child, code in zip(*np.nonzero(touched[:, :-1]), strict=True)
    ]


def _worked(time: Sequence[Time], keys: Sequence[Key]) -> Worked:
    child = {student: at for at, student in enumerate(sorted({one.student for one in time}))}
    sitting = {one: at for at, one in enumerate(sorted({(one.student, one.day) for one in time}))}
    lesson = {key: at for at, key in enumerate(keys)}
    return Worked(
        np.array([child[one.student] for one in time], np.int64),
        np.array([sitting[one.student, one.day] for one in time], np.int64),
        np.array([lesson[one.key] for one in time], np.int64),
        np.array([one.seconds for one in time], np.int64),
    )


def _purposes(situation: Situation, rows_: Sequence[int]) -> np.ndarray:
    """Children × axis; what is of another subject is unrelated."""
    standing, taught, later = situation.standing, situation.taught[:-1] > 0, situation.later[:-1]
    found = purposes.purposes(taught, later, standing.mastered[rows_], standing.due[rows_], situation.graph)
    return np.pad(found, ((0, 0), (0, 1)), constant_values=purposes.UNRELATED)


def _wide(flags: Flags) -> Flags:
    return np.pad(flags, ((0, 0), (0, 1)))
