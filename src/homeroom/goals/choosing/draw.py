"""Draw a goal's work: read what is known, let the kernel fill the lists, and put each child's together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from homeroom.goals.choosing import codes, gaps, kernel, lessons, limits, standing, tutor
from homeroom.goals.choosing.rules import AT_A_TIME, OFFLINE, PROBES
from homeroom.goals.choosing.standing import Asked
from homeroom.goals.choosing.works import Work, content
from homeroom.goals.models import Goal
from homeroom.goals.setting import children_of
from homeroom.mastery import estimate, rules, stops
from homeroom.mastery.curriculum import Curriculum
from homeroom.mastery.grades import grade_of_standards
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge, Real
from homeroom.mastery.next import Judged, Steps, Wishes, judge, next_steps
from homeroom.people.clock import today
from homeroom.people.grades import grade_code
from homeroom.people.models import Student
from homeroom.programs.assign import NOT_TOLD, Assign

LISTED = 20  # standards of a child's list that work is looked for on
ALMOST = 0.01


@dataclass(frozen=True)
class Drawn:
    """All that was read and chosen for one goal. Rows are `students`; columns are `graph.codes` or `works`."""

    goal: Goal
    students: tuple[int, ...]
    knowledge: Knowledge
    curriculum: Curriculum
    targets: Real
    wishes: Wishes
    steps: Steps
    works: tuple[Work, ...]
    records: Mapping[str, Assign]
    asked: tuple[Asked, ...]
    lists: kernel.Lists
    content: kernel.Content
    children: kernel.Children
    bounds: kernel.Bounds
    chosen: kernel.Chosen

    @property
    def graph(self) -> Graph:
        return self.curriculum.graph

    @cached_property
    def goals(self) -> tuple[int, ...]:
        """The goal's standards as places in the graph, the weightiest first."""
        return tuple(sorted(np.flatnonzero(self.targets).tolist(), key=lambda k: (-self.targets[k], k)))

    def judged(self, row: int) -> Judged:
        return judge(self.knowledge, self.graph, self.wishes, row)

    def stopped(self, row: int) -> frozenset[str]:
        """What programs have stopped by themselves for this child."""
        return frozenset(one.standard for one in self.asked if one.student == self.students[row] and one.stopped_on)

    def serves(self, k: int, cause: int) -> int:
        """The goal's standard that work on standard k is for: itself, the one its reason names, or what it leads to."""
        if k in self.goals or not self.goals:
            return k
        if cause in self.goals:
            return cause
        return next((goal for goal in self.goals if k in self.graph.ancestors[goal]), self.goals[0])


def draw(goal: Goal, seed: int) -> Drawn:
    """The same facts, words and day give the same; nothing is written."""
    students = tuple(children_of(goal))
    found, curriculum = estimate.knowledge_of(students)
    names, year = curriculum.graph.codes, today().year + (today().month >= 8)
    asked = standing.asked(goal, students)
    knowledge = tutor.heard(found, names, asked)
    records = lessons.told()
    works = tuple(lessons.works(names, year, records))
    targets = _targets(goal, names)
    words = limits.words(goal, students, works)
    wishes = Wishes.of(knowledge, targets, _pinned(stops.signs(students, names), words, works, names))
    graph = curriculum.graph
    doubtful = unproven(knowledge, targets)
    steps = next_steps(_doubted(knowledge, doubtful), graph, wishes, LISTED)
    steps = gaps.marked(gaps.probed(steps, doubtful), gaps.known_gaps(knowledge, graph))
    programs = tuple(sorted({one.program for one in works}))
    past = limits.past(students, year)
    children = kernel.Children(
        number=np.array(students, np.int64),
        room=limits.rooms(goal, students, asked),
        grade=_grades(students),
        held=limits.held(goal, students, works, records, past, asked),
        first=np.maximum(words, 0),
        tries=limits.tries(students, works, past),
        running=limits.running(students, programs, asked),
        asked=limits.on_standards(students, names, asked),
    )
    lists = kernel.Lists(steps.standard, steps.kind, steps.value, blind(knowledge))
    grades = grade_of_standards()
    of_works = content(works, programs, names, [grades.get(code, np.nan) for code in names])
    bounds = bounds_of(programs, records)
    chosen = fill(lists, of_works, children, bounds, seed)
    return Drawn(
        goal, students, knowledge, curriculum, targets, wishes, steps, works, records, tuple(asked),
        lists, of_works, children, bounds, chosen,
    )  # fmt: skip


def fill(
    lists: kernel.Lists,
    of_works: kernel.Content,
    children: kernel.Children,
    bounds: kernel.Bounds,
    seed: int,
    most: int | None = None,
) -> kernel.Chosen:
    """Each child's work, drawn the same each time; as many pieces as the rule says, unless told otherwise."""
    shape = (len(children.number), AT_A_TIME["most"] if most is None else most)
    place, option = (np.full(shape, -1, np.int64) for _ in range(2))
    chosen = kernel.Chosen(place, option, np.zeros(shape), np.zeros(shape), np.zeros(shape))
    kernel.fill(lists, of_works, children, bounds, seed, chosen)
    return chosen


def blind(knowledge: Knowledge) -> kernel.Bools:
    """The children of whom nothing at all is known."""
    told = np.zeros(knowledge.p.shape, np.bool_) if knowledge.told is None else knowledge.told >= 0
    nothing: kernel.Bools = ~((knowledge.weight > 0) | told).any(axis=1)
    return nothing


def masters(drawn: Drawn, row: int) -> bool:
    """Whether the child is known to know all of the goal."""
    own = list(drawn.goals)
    known = drawn.knowledge.p[row, own] >= rules.MASTERED["percent"] / 100
    return bool(own) and bool((known & drawn.knowledge.tested[row, own]).all())


def unproven(knowledge: Knowledge, targets: Real) -> kernel.Bools:
    """Children × standards: the goal's own that a child is only expected to know. Nobody has met a goal unseen."""
    seems: kernel.Bools = knowledge.p >= rules.MASTERED["percent"] / 100
    return (targets > 0) & seems & ~knowledge.tested


def _doubted(knowledge: Knowledge, doubtful: kernel.Bools) -> Knowledge:
    """The same with these not quite known, so that they are asked for."""
    return replace(knowledge, p=np.where(doubtful, rules.MASTERED["percent"] / 100 - ALMOST, knowledge.p))


def _targets(goal: Goal, names: Sequence[str]) -> Real:
    """The goal's weights by standard, the weightiest 1."""
    place = {code: at for at, code in enumerate(names)}
    found = np.zeros(len(names))
    for code, weight in goal.standards.values_list("standard__code", "weight"):
        if code in place:
            found[place[code]] = weight
    return found / max(1e-9, found.max(initial=0.0))


def _pinned(signs: kernel.Small, words: kernel.Small, works: Sequence[Work], names: Sequence[str]) -> kernel.Small:
    """A lesson that a teacher has put first puts its standards first, unless one of these was taken off."""
    place = {code: at for at, code in enumerate(names)}
    found = signs.copy()
    for row, at in zip(*np.nonzero(words == codes.A_LESSON), strict=True):
        for code in works[at].named or works[at].serves:
            if code in place and found[row, place[code]] == 0:
                found[row, place[code]] = 1
    return found


def _grades(students: Collection[int]) -> Real:
    """Kindergarten is 0; not a number where the roster tells no grade."""
    told = dict(Student.objects.filter(pk__in=list(students)).values_list("pk", "grade"))
    return np.array([_number(grade_code(told[student])) for student in students], np.float64)


def _number(code: str | None) -> float:
    if code == "KG":
        return 0.0
    return float(code) if code is not None and code.isdigit() else float("nan")


def bounds_of(programs: Sequence[str], records: Mapping[str, Assign]) -> kernel.Bounds:
    """What limits each child alike."""
    at_once = [records.get(program, NOT_TOLD).max_concurrent or 0 for program in programs]
    minutes = float(PROBES["minutes"]), float(OFFLINE["minutes"])
    return kernel.Bounds(np.array(at_once, np.int64), *minutes, AT_A_TIME["each"])
