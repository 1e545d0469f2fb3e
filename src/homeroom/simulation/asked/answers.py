"""How children answer what they are asked for online: some do it, some do other work on the same, some do not.

What a child does about one assignment depends on the seed, the child and the standard asked for, so it is the same in
whatever order assignments are looked at and by whatever id they go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from homeroom.simulation.asked.shelf import OPEN, STOPS, STOPS_AFTER, Offer, Shelf, bought, pick, weakest
from homeroom.simulation.calendar import Week
from homeroom.simulation.chance import stream
from homeroom.simulation.mind import Minds
from homeroom.simulation.school import Child

ITEMS = 8
PASSES_AT = 70  # percent
GUESS, SLIP = 0.18, 0.04
FRESH = 1.2  # the quiz comes right after the lesson
LEARNED, LEARNED_PASSED = 0.18, 0.25
# What children do about an assignment.
FOLLOW, INSTEAD = 0.64, 0.16
STARTS = 0.8  # in a week in which it still stands
TRIES_AGAIN = 0.7  # in the same week, after a try that was not passed
BREAKS_OFF = 0.08
MOST_TRIES = 4
OWN_LESSONS = 1.3  # a week that nobody asked for
OF_PLAN, BESIDE = 0.7, 0.06  # of these, how many are on the class's own standard, and on none at all


class Manner(StrEnum):
    FOLLOWS = "follows"
    INSTEAD = "does other work"
    IGNORES = "ignores"


@dataclass(frozen=True)
class Asked:
    """One assignment as the child meets it. `lesson` is blank where only program and standard are named."""

    key: str
    child: int
    program: str
    lesson: str
    standard: str
    begins: date
    ends: date


@dataclass(frozen=True)
class Try:
    """One try of a lesson. `right` is none where it was broken off. `key` is the assignment it answers, or blank."""

    child: int
    offer: Offer
    day: date
    minutes: int
    right: int | None
    status: str
    attempt: int
    key: str = ""


@dataclass(frozen=True)
class Course:
    """How far the child is with an assignment, from one week to the next."""

    tries: int = 0
    over: bool = False


@dataclass
class Lab:
    """Children with what they know, week by week. `there(week)` tells who is at school on which of its days."""

    seed: int
    children: Sequence[Child]
    minds: Minds
    shelf: Shelf
    courses: dict[str, Course] = field(default_factory=dict)

    def week(
        self,
        week: Week,
        present: NDArray[np.bool_],
        focus: Mapping[int, Sequence[int]],
        asked: Iterable[Asked],
    ) -> list[Try]:
        """All tries of one week. `present[child, day of the week]`; `focus` is the child's class's standards."""
        found: list[Try] = []
        for one in sorted(asked, key=lambda one: (one.child, one.standard, one.program, one.lesson, one.key)):
            found += self._answer(one, week, present[one.child])
        found += [one for child in self.children for one in self._own(child, week, present[child.index], focus)]
        return sorted(found, key=lambda one: (one.day, one.child, one.offer.title.external_id, one.attempt))

    def _answer(self, asked: Asked, week: Week, there: NDArray[np.bool_]) -> list[Try]:
        random = stream(self.seed, f"{asked.child} {asked.standard} {asked.program} {asked.lesson} in {week.number}")
        days = [day for day, here in zip(week.days, there, strict=True) if here and asked.begins <= day <= asked.ends]
        course = self.courses.get(asked.key, Course())
        offer = self._taken(asked, random)
        if course.over or offer is None or not days or random.random() >= STARTS:
            return []
        tries, course = self._tries(asked, offer, days, course, random)
        self.courses[asked.key] = course
        return tries

    def _taken(self, asked: Asked, random: Generator) -> Offer | None:
        """The lesson that the child really does about it, if any."""
        how, child = manner(self.seed, asked), self.children[asked.child]
        standard = self.shelf.place(asked.standard)
        if how is Manner.IGNORES or standard is None:
            return None
        if how is Manner.FOLLOWS and asked.lesson:
            return self.shelf.lesson(asked.program, asked.lesson)
        if how is Manner.FOLLOWS:
            return pick(random, self.shelf.on(standard, child.grade, [asked.program]))
        others = [program for program in bought(child.grade) if program in OPEN and program != asked.program]
        return pick(random, self.shelf.on(standard, child.grade, others))

    def _tries(
        self, asked: Asked, offer: Offer, days: Sequence[date], course: Course, random: Generator
    ) -> tuple[list[Try], Course]:
        """Tries on different days, until it is passed, given up, or stopped by the program."""
        found: list[Try] = []
        for day in days[int(random.integers(len(days))) :]:
            one = self._try(asked.child, offer, day, course.tries + 1, random)
            course = Course(course.tries + 1, one.status == "Passed" or course.tries + 1 >= MOST_TRIES)
            stops = offer.title.program == STOPS and course.tries >= STOPS_AFTER and one.status == "Not Passed"
            if stops:
                one, course = replace(one, status="Stopped"), replace(course, over=True)
            found.append(replace(one, key=asked.key))
            if course.over or random.random() >= TRIES_AGAIN:
                break
        return found, course

    def _own(
        self, child: Child, week: Week, there: NDArray[np.bool_], focus: Mapping[int, Sequence[int]]
    ) -> Iterator[Try]:
        """What a child does by itself, on the class's plan, on what comes before it, or on nothing taught here."""
        random = stream(self.seed, f"own lessons of {child.index} in {week.number}")
        days = [day for day, here in zip(week.days, there, strict=True) if here]
        for attempt in range(int(random.poisson(OWN_LESSONS)) if days else 0):
            offer = self._found(child, focus.get(child.index, ()), random)
            if offer is not None:
                yield self._try(child.index, offer, days[attempt % len(days)], 1, random)

    def _found(self, child: Child, focus: Sequence[int], random: Generator) -> Offer | None:
        where = random.random()
        if where < BESIDE or not focus:
            return pick(random, self.shelf.beside(child.grade))
        standard = focus[int(random.integers(len(focus)))]
        if where > OF_PLAN:
            before = self.minds.before(standard)
            standard = before[int(random.integers(len(before)))] if before else standard
        return pick(random, self.shelf.on(standard, child.grade, OPEN))

    def _try(self, child: int, offer: Offer, day: date, attempt: int, random: Generator) -> Try:
        usual = offer.title.minutes * random.lognormal(0, 0.3)
        if random.random() < BREAKS_OFF:
            return Try(child, offer, day, max(1, round(usual / 2)), None, "In Progress", attempt)
        right = int(random.binomial(ITEMS, self._chance(child, offer)))
        passed = 100 * right >= PASSES_AT * ITEMS
        for standard in offer.standards:
            amount = (LEARNED + LEARNED_PASSED * passed) / len(offer.standards)
            self.minds.learn(np.array([child]), np.array([standard]), amount)
        status = "Passed" if passed else "Not Passed"
        return Try(child, offer, day, max(1, round(usual)), right, status, attempt)

    def _chance(self, child: int, offer: Offer) -> float:
        if not offer.standards:
            return 0.75
        standard = weakest(self.minds.knows[child], offer.standards)
        return float(self.minds.right(np.array([child]), np.array([standard]), GUESS, SLIP, FRESH)[0])


def manner(seed: int, asked: Asked) -> Manner:
    """What the child will do about it, decided once."""
    share = stream(seed, f"{asked.child} is asked for {asked.standard} in {asked.program} {asked.lesson}").random()
    return Manner.FOLLOWS if share < FOLLOW else Manner.INSTEAD if share < FOLLOW + INSTEAD else Manner.IGNORES
