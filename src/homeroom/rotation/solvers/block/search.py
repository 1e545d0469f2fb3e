"""From a valid plan to better ones: a few children's weeks are solved again while all others stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from homeroom.rotation.block.board import Board, Facts
from homeroom.rotation.block.made import plan_of
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.plan import Aim, Plan
from homeroom.rotation.block.value import aims, unequal
from homeroom.rotation.solvers.block.columns import Asked, Week
from homeroom.rotation.solvers.block.highs import Numbers, Stop, solve
from homeroom.rotation.solvers.block.settle import settle, without
from homeroom.rotation.solvers.block.weeks import WEIGHTS, build

type Score = tuple[int, float, float, float, float, float]
NODES = 1  # more took three times as long and found no better plan
LARGE = 30_000  # factors of a neighbourhood's rows
CLOSE = 1e-2  # a neighbourhood is left when it can't gain more than this share


@dataclass(frozen=True)
class Held:
    """The best plan so far. A lower score is better: locks broken, then the aims in their order."""

    board: Board
    plan: Plan
    score: Score

    @property
    def unequal(self) -> float:
        return self.score[4]


def held(board: Board, made_by: str, seed: int, before: Plan | None = None, mean: float | None = None) -> Held:
    plan = plan_of(board, made_by, seed=seed, before=before)
    reached = aims(board.instance, plan)
    broken = sum(
        not board.facts.allowed(child, slot, option)
        for (child, slot) in board.facts.locks
        if (option := board.at.get((child, slot))) is not None
    )
    missing = round(sum(unequal(board.instance, plan, mean)), 9)
    score = (
        broken,
        reached[Aim.OVERFLOW],
        reached[Aim.WORST],
        reached[Aim.SHORT],
        missing,
        -round(reached[Aim.GAIN], 9),
    )
    return Held(board, plan, score)


class Suggested:
    """What the relaxation would have groups on: by slot for the tutors, by teacher and slot in a class; and how many
    sessions with an adult it has for a child, in the mean."""

    def __init__(self, week: Week, columns: Numbers):
        led = sum(float(columns[seat.column]) for seat in week.seats if seat.option.modality in ADULT_LED)
        self.mean = led / max(1, len({seat.child for seat in week.seats}))
        self.weights: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        for (team, slot, standard), opened in week.groups.items():
            weight = float(sum(columns[one] for one in opened))
            for adult in team.adults:
                self.weights[adult, slot][standard] = weight

    def standards(self, adult: int, slot: int, needed: Mapping[int, float], most: int) -> set[int]:
        """The relaxation's first; where it has too few, what the children gain most by."""
        weights = self.weights.get((adult, slot), {})
        ranked = sorted(needed, key=lambda one: (-round(weights.get(one, 0.0), 3), -needed[one], one))
        return set(ranked[:most])


@dataclass(frozen=True)
class More:
    """How many standards, the relaxation's first, a group may be on beside what it is on already."""

    teachers: int = 0
    tutors: int = 0


class Search:
    """While `mean` is known, bands of children are held against it: part after part can reach it. Against everybody's
    mean, which moves with each part, the first parts would lead their children less."""

    def __init__(self, facts: Facts, first: Held, suggested: Suggested, seed: int):
        self.facts, self.suggested = facts, suggested
        self.mean: float | None = suggested.mean
        self.best = held(first.board, first.plan.made_by, seed, mean=self.mean)
        self.random = Random(seed)  # noqa: S311 (draws neighbourhoods, guards nothing)
        self.seed = seed
        self.classes = facts.by_class
        self.grade_of = {child.school_class: child.grade for child in facts.instance.children}

    def measure_truly(self) -> None:
        """From now on bands are held against everybody's mean, as the rule says."""
        self.mean = None
        self.best = held(self.best.board, self.best.plan.made_by, self.seed)

    def improve(self, children: Collection[int], seconds: float, more: More) -> bool:
        """Whether a better plan was found by solving these children's weeks again."""
        free = self._with_company(children)
        rest = without(self.best.board, free)
        week = self._week(rest, free, more)
        answer = solve(week.model, week.model.objective(WEIGHTS), Stop(NODES, CLOSE, seconds, self.seed))
        if answer.values is None:
            return False
        board = settle(rest, week, answer.values)
        if board is None:
            return False
        found = held(board, self.best.plan.made_by, self.seed, mean=self.mean)
        if found.score < self.best.score:
            self.best = found
            return True
        return False

    def _week(self, rest: Board, free: Collection[int], more: More) -> Week:
        """With fewer standards for a group where more of them make a part that takes a minute."""
        asked = Asked(tuple(sorted(free)), self._standards(rest, free, more), mean=self.mean)
        week = build(self.facts, rest, asked)
        if len(week.model.columns) <= LARGE or more == More():
            return week
        return self._week(rest, free, More(max(0, more.teachers - 1), max(0, more.tutors - 1)))

    def _with_company(self, children: Collection[int]) -> set[int]:
        free, waiting = set(children), list(children)
        while waiting:
            for other in self.facts.together.get(waiting.pop(), ()):
                if other not in free:
                    free.add(other)
                    waiting.append(other)
        return free

    def _standards(self, rest: Board, free: Collection[int], more: More) -> dict[tuple[int, int], set[int]]:
        """What each adult with nobody left in a slot may lead there; what was led is always among it."""
        found = {}
        for adult in self.facts.instance.adults:
            needed = self._needed(adult.number, free)
            most = more.tutors if adult.leads is Modality.TUTORING else more.teachers
            for slot in self.facts.leading[adult.number]:
                if needed and (adult.number, slot) not in rest.on:
                    was = self.best.board.on.get((adult.number, slot))
                    found[adult.number, slot] = self.suggested.standards(adult.number, slot, needed, most) | (
                        {was} if was is not None else set()
                    )
        return found

    def _needed(self, number: int, free: Collection[int]) -> dict[int, float]:
        adult = self.facts.adults[number]
        needed: dict[int, float] = defaultdict(float)
        count: dict[int, int] = defaultdict(int)
        for one in free:
            child = self.facts.children[one]
            for need in child.needs:
                if self.facts.may_be_led(child, adult, need.standard):
                    needed[need.standard] += need.value
                    count[need.standard] += 1
        least = self.facts.sizes(adult)[0]
        return {standard: value for standard, value in needed.items() if count[standard] >= least}

    # Neighbourhoods

    def each_grade(self) -> Iterator[list[int]]:
        for grade in sorted(set(self.grade_of.values())):
            yield [
                child for home in sorted(self.classes) if self.grade_of[home] == grade for child in self.classes[home]
            ]

    def each_class(self) -> Iterator[list[int]]:
        """First the classes whose children have no place or no adult."""
        unmet = dict.fromkeys(self.classes, 0)
        for place in self.best.plan.places:
            if place.modality is Modality.OVERFLOW:
                unmet[self.facts.children[place.child].school_class] += 1
        for home in sorted(self.classes, key=lambda one: (-unmet[one], one)):
            yield self.classes[home]

    def each_short(self) -> Iterator[list[int]]:
        """A child under the floor with the group of a meeting that might be on something else for it, while it is."""
        for child in self.facts.instance.children:
            for adult in self.facts.instance.adults:
                if any(self.facts.may_be_led(child, adult, need.standard) for need in child.needs):
                    for slot in self.facts.leading[adult.number]:
                        if self.best.board.led(child.number) >= child.floor:
                            break
                        yield sorted({child.number, *self.best.board.members.get((adult.number, slot), ())})

    def neighbourhood(self, turn: int) -> list[int]:
        """In turn: a tutor's week with a class of the grade, two classes of a grade, parts of two classes."""
        kind = turn % 3
        if kind == 0:
            return self._around_a_tutor()
        one = self.random.choice(sorted(self.classes))
        alike = [other for other in sorted(self.classes) if self.grade_of[other] == self.grade_of[one] and other != one]
        if kind == 1 and alike:
            return [*self.classes[one], *self.classes[self.random.choice(alike)]]
        other = self.random.choice(sorted(self.classes))
        return sorted({*self._part(one), *self._part(other)})

    def _part(self, home: int) -> list[int]:
        children = self.classes[home]
        return self.random.sample(children, min(len(children), 20))

    def _around_a_tutor(self) -> list[int]:
        tutors = [adult.number for adult in self.facts.instance.adults if adult.leads is Modality.TUTORING]
        if not tutors:
            return self._part(self.random.choice(sorted(self.classes)))
        tutor = self.random.choice(tutors)
        members = [
            child for (adult, _), children in self.best.board.members.items() if adult == tutor for child in children
        ]
        home = self.random.choice(sorted(self.classes))
        return sorted({*members, *self.classes[home]})
