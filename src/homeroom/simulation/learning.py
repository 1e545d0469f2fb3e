"""The weeks go by: teaching, practice, lessons. What children do follows from what they know, and changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.simulation import catalogue as programs
from homeroom.simulation import plan as planning
from homeroom.simulation.answers import Answers, Tries, Whole
from homeroom.simulation.calendar import Week, days_of, seconds_of
from homeroom.simulation.catalogue import Catalogue
from homeroom.simulation.chance import stream
from homeroom.simulation.lessons import TAKES_PART, Shelf
from homeroom.simulation.mind import Minds, mastered
from homeroom.simulation.plan import NONE, Plan
from homeroom.simulation.school import School
from homeroom.simulation.sessions import FORGE, TRAIL, Desk

TAUGHT = 1.6  # what a week of classroom teaching adds to its standard


@dataclass(frozen=True)
class Life:
    """All that happened. `truth[week, child, standard]` is the probability of mastery; week 0 is before school began.

    `stuck[child]` is the standard a child can't get past, or -1; `reading[child]` is its reading, a standard score.
    """

    plan: Plan
    answers: dict[str, Answers]
    tries: Tries
    truth: NDArray[np.float64]
    stuck: Whole
    reading: NDArray[np.float64]
    present: NDArray[np.bool_]


def live(seed: int, school: School, weeks: Sequence[Week], catalogue: Catalogue) -> Life:
    plan = planning.make(school.children, weeks, catalogue)
    minds = Minds(stream(seed, "minds"), school.children, catalogue, plan)
    present = planning.present(stream(seed, "attendance"), school.children, weeks)
    year = _Year(seed, school, weeks, catalogue, plan, minds, present)
    truth = [mastered(minds.knows)]
    for week in weeks:
        year.teach(week)
        year.practise(week)
        truth.append(mastered(minds.knows))
    answers = {slug: Answers.joined(parts) for slug, parts in year.answers.items()}
    tries = Tries.joined(year.tries)
    return Life(plan, answers, tries, np.stack(truth), minds.stuck, minds.reading, present)


class _Year:
    """The programs at work, and what they have recorded so far."""

    def __init__(
        self,
        seed: int,
        school: School,
        weeks: Sequence[Week],
        catalogue: Catalogue,
        plan: Plan,
        minds: Minds,
        present: NDArray[np.bool_],
    ):
        self._plan, self._minds, self._present = plan, minds, present
        self._days = {day: place for place, day in enumerate(days_of(weeks))}
        self._random = stream(seed, "who takes part")
        self._skips = planning.skips(stream(seed, "skipped weeks"), school.children, weeks)
        self._opens = np.array([seconds_of(school.classes[child.home].block.starts) for child in school.children])
        self._desks = [Desk(stream(seed, p.slug), p, minds, plan, catalogue) for p in (TRAIL, FORGE)]
        grades = np.array([child.grade for child in school.children])
        self._shelf = Shelf(stream(seed, "lessons"), minds, catalogue, grades)
        self.answers: dict[str, list[Answers]] = {desk.program.slug: [] for desk in self._desks}
        self.tries: list[Tries] = []

    def teach(self, week: Week) -> None:
        for slug in (TRAIL.slug, FORGE.slug):
            standard = self._plan.of(slug)[:, week.number]
            child = np.flatnonzero(standard != NONE)
            self._minds.learn(child, standard[child], TAUGHT)

    def practise(self, week: Week) -> None:
        for day in week.days:
            place = self._days[day]
            for desk in self._desks:
                if day.weekday() in desk.program.weekdays:
                    self._sit(desk, week, place)
            child = self._who(programs.LESSONS, week, place, TAKES_PART)
            self.tries.append(self._shelf.sitting(child, place))

    def _sit(self, desk: Desk, week: Week, day: int) -> None:
        slug = desk.program.slug
        child = self._who(slug, week, day, desk.program.takes_part)
        child = child[self._plan.of(slug)[child, week.number] != NONE]
        self.answers[slug].append(desk.sitting(child, week.number, day, self._opens[child]))

    def _who(self, program: str, week: Week, day: int, share: float) -> Whole:
        there = self._present[:, day] & ~self._skips[program][:, week.number]
        return np.flatnonzero(there & (self._random.random(len(there)) < share))
