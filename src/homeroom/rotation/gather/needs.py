"""What each child needs: standards of its next steps, goals and given work, each with the chance that it is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from statistics import mean
from typing import Any

from django.utils.translation import gettext, ngettext

from homeroom.facts import store
from homeroom.facts.schema import MASTERY, NEXT_STEPS
from homeroom.goals import events
from homeroom.goals.fold import ENDED, State
from homeroom.goals.known import known
from homeroom.goals.models import Assignment, AssignmentEvent, GoalStandard, GoalStudent
from homeroom.goals.targets import running
from homeroom.rotation.block.instance import Given, Need, Standard
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.week import Week
from homeroom.standards import leaves
from homeroom.standards.models import Standard as Known

Kind = AssignmentEvent.Kind
Relations = Mapping[str, Mapping[str, Sequence[object]]]
NOT_ASKED = (*ENDED, Kind.STOPPED, Kind.BLOCKED)
PLACES = 6  # digits of a chance and a need that are kept: the rest is noise, and bytes


@dataclass(frozen=True)
class Wanted:
    """The week's standards, and by child its needs, its given work, and the mean of its chances where it has any."""

    standards: tuple[Standard, ...]
    needs: Mapping[int, tuple[Need, ...]]
    given: Mapping[int, tuple[Given, ...]]
    level: Mapping[int, float]


def wanted(week: Week, on_goal: float, notes: Notes) -> Wanted:
    """Of every child of the week."""
    steps, goals, work = _next_steps(week.numbers), _goals(week), _work(week)
    asked = {
        number: {*steps[number], *goals[number], *(one.standard.code for one in work[number])}
        for number in week.numbers
    }
    chances = _chances(week.numbers, asked)
    standards = _standards({code for number, code in chances}, notes)
    place = {one.code: one.key for one in standards}
    needs = {number: _needs(number, asked[number], chances, goals[number], place, on_goal) for number in week.numbers}
    _tell_without(needs, notes)
    return Wanted(standards, needs, _given(week, work, place, notes), _levels(needs))


def _rows(name: str, table: str, students: Sequence[int], relations: Relations) -> list[tuple[Any, ...]]:
    text = (resources.files("homeroom.rotation.gather") / name).read_text("utf-8")
    return store.query(text, tables=[table], students=list(students), relations=relations).rows


def _next_steps(students: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for student, code in _rows("needs.sql", NEXT_STEPS.name, students, _asked(students)) if students else ():
        found[student].append(code)
    return found


def _goals(week: Week) -> Mapping[int, set[str]]:
    """The standards of each child's goals that run at any time of the week."""
    found: dict[int, set[str]] = defaultdict(set)
    goals = {goal for day in (week.on, week.days[-1]) for goal in running(day).values_list("pk", flat=True)}
    codes: dict[int, list[str]] = defaultdict(list)
    parts = GoalStandard.objects.filter(goal__in=goals).order_by("pk")
    for goal, code in parts.values_list("goal", "standard__code"):
        codes[goal].append(code)
    for goal, student in GoalStudent.objects.filter(goal__in=goals).values_list("goal", "student"):
        found[student].update(codes[goal])
    return found


def _work(week: Week) -> Mapping[int, list[Assignment]]:
    """Open work in a program that may be done in the week."""
    rows = Assignment.objects.filter(begins_on__lte=week.days[-1], ends_on__gte=week.monday, goal__ended_at=None)
    rows = rows.exclude(program="").filter(goal__school_class__school=week.school)
    listed = list(rows.select_related("standard").order_by("student", "program", "pk"))
    states = events.states(listed)
    found: dict[int, list[Assignment]] = defaultdict(list)
    for one in listed:
        if is_open(states[one.pk]):
            found[one.student_id].append(one)
    return found


def is_open(state: State) -> bool:
    """Whether the work is still to be done and can be."""
    return not state.finished and state.word not in NOT_ASKED


def _chances(students: Sequence[int], asked: Mapping[int, set[str]]) -> Mapping[tuple[int, str], float]:
    """By child and standard: teachers' words first, then the child's own work, then what its other work tells."""
    codes = sorted({code for some in asked.values() for code in some})
    if not codes:
        return {}
    pairs = {(student, code) for student in students for code in asked[student]}
    far = {(row[0], row[1]): row[2] for row in _rows("estimated.sql", MASTERY.name, students, _asked(students, codes))}
    near = {key: one.p for key, one in known(students, codes).items() if one.p is not None}
    return {key: round(p, PLACES) for key, p in (far | near).items() if key in pairs}


def _asked(students: Sequence[int], codes: Sequence[str] = ()) -> Relations:
    found: dict[str, Mapping[str, Sequence[object]]] = {"wanted": {"student": list(students)}}
    return found | {"asked": {"standard": list(codes)}} if codes else found


def _standards(codes: Iterable[str], notes: Notes) -> tuple[Standard, ...]:
    rows = leaves.rows_of(codes)
    subjects = dict(Known.objects.filter(pk__in=rows.values()).values_list("pk", "framework__subject"))
    grades = dict(Known.objects.filter(pk__in=rows.values()).values_list("pk", "grade"))
    found = sorted(rows)
    if lost := sorted(set(codes) - set(found)):
        words = gettext("Standards that are not loaded here are left out: %(codes)s.")
        notes.add("unknown-standards", words % {"codes": ", ".join(lost[:10])})
    return tuple(Standard(key, code, subjects[rows[code]], grades[rows[code]]) for key, code in enumerate(found))


def _needs(
    number: int,
    codes: Iterable[str],
    chances: Mapping[tuple[int, str], float],
    goals: set[str],
    place: Mapping[str, int],
    on_goal: float,
) -> tuple[Need, ...]:
    found = []
    for code in sorted(codes):
        p = chances.get((number, code))
        if p is not None and code in place:
            value = 4 * p * (1 - p) * (on_goal if code in goals else 1.0)
            found.append(Need(place[code], round(value, PLACES), p, code in goals))
    return tuple(sorted(found, key=lambda need: need.standard))


def _tell_without(needs: Mapping[int, Sequence[Need]], notes: Notes) -> None:
    without = [number for number, some in needs.items() if not some]
    if without:
        words = ngettext(
            "Of %(count)s child nothing is known on any standard yet: any place is as good as another.",
            "Of %(count)s children nothing is known on any standard yet: any place is as good as another.",
            len(without),
        )
        notes.add("nothing-known", words % {"count": len(without)}, without)


def _given(
    week: Week, work: Mapping[int, Sequence[Assignment]], place: Mapping[str, int], notes: Notes
) -> Mapping[int, tuple[Given, ...]]:
    """Work of one program and standard that may be done in the same slots is given together."""
    found: dict[int, tuple[Given, ...]] = {}
    unplaced: list[int] = []
    for pupil in week.pupils:
        together: dict[tuple[str, int, tuple[int, ...]], list[str]] = defaultdict(list)
        for one in work.get(pupil.number, ()):
            slots = tuple(
                slot.key for slot in week.slots if slot.key in pupil.own and one.begins_on <= slot.on <= one.ends_on
            )
            if slots and one.standard.code in place:
                together[one.program, place[one.standard.code], slots].append(str(one.pk))
            else:
                unplaced.append(pupil.number)
        keys = sorted(together)
        found[pupil.number] = tuple(Given(*key, tuple(sorted(together[key]))) for key in keys)
    if unplaced:
        words = ngettext(
            "%(count)s piece of given work has no session within its days, or nothing is known on its standard.",
            "%(count)s pieces of given work have no session within their days, or nothing is known on their standard.",
            len(unplaced),
        )
        notes.add("work-without-session", words % {"count": len(unplaced)}, unplaced)
    return found


def _levels(needs: Mapping[int, Sequence[Need]]) -> Mapping[int, float]:
    return {number: mean(need.p for need in some) for number, some in needs.items() if some}
