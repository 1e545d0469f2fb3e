"""Work the alignment of classes' weeks out anew and publish it: each night, for the weeks that may still change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources

import numpy as np

from homeroom.facts import store
from homeroom.facts.engine import transforming
from homeroom.facts.schema import ALIGNMENT, LESSON_TIME, TABLES
from homeroom.goals.index import asked, taught
from homeroom.goals.index.figures import Figures, Purpose, Situation, Time, figures
from homeroom.goals.index.lessons import Axis, Catalogue, catalogue
from homeroom.goals.index.standing import known_on, of_rows, standing
from homeroom.goals.weeks import A_WEEK, monday
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.people.clock import today
from homeroom.people.enrolled import enrollments_on

# A week's profile looks four weeks ahead, and a file may be a week late. Older weeks stay as they were told.
WEEKS = 6
TIME = """
select student, occurred_on, program, kind, content_item, standard, seconds
from lesson_time where week = $week order by all
"""
WORKED_IN = "select distinct week from lesson_time"
TOLD = "select distinct week from alignment"
Members = Mapping[int, Sequence[int]]
Columns = dict[str, list[object]]


@dataclass(frozen=True)
class Told:
    """What one week adds to the table: each class with its children, programs that count, figures and purposes."""

    week: date
    classes: Mapping[int, tuple[Sequence[int], frozenset[str], Figures, Sequence[Purpose]]]


def work_out(everything: bool = False) -> list[date]:
    """Publish the weeks of this school year that may have changed, or all of them. Returns those weeks.

    Classes without a plan for a week have no row of it. Safe to stop and to run twice.
    """
    with store.publishing():
        plans, year = taught.taught(), _school_year(today())
        weeks = _weeks(plans, year, everything)
        if not weeks:
            return []
        known = catalogue()
        told = [_week(week, year, plans, known) for week in weeks]
        _publish(told, known, year)
        return weeks


def _school_year(day: date) -> int:
    return day.year + (day.month >= 8)


def _weeks(plans: taught.Plans, year: int, everything: bool) -> list[date]:
    """Weeks with work and a plan, and weeks that are told of though their plan is gone."""
    worked = set(store.query(WORKED_IN, tables=[LESSON_TIME.name], school_year=year).column("week"))
    told = set(store.query(TOLD, tables=[ALIGNMENT.name], school_year=year).column("week"))
    planned = {week for weeks in plans.values() for week in weeks}
    since = monday(today()) - (WEEKS - 1) * A_WEEK
    changing = {week for week in (worked & planned) | told if everything or week >= since}
    return sorted(changing | ((worked & planned) - told))


def _week(week: date, year: int, plans: taught.Plans, known: Catalogue) -> Told:
    classes = [school_class for school_class, weeks in plans.items() if week in weeks]
    members = _members(classes, week)
    children = sorted({student for students in members.values() for student in students})
    if not children:
        return Told(week, {})
    time = _time(week, year, children)
    knowledge, graph = known_on(children, week)
    told_of, told = asked.asked(week), {}
    for school_class, students in sorted(members.items()):
        made = _class(school_class, students, week, plans[school_class], time, known, knowledge, graph, told_of)
        if made:
            told[school_class] = made
    return Told(week, told)


def _class(
    school_class: int,
    students: Sequence[int],
    week: date,
    weeks: Mapping[date, Mapping[str, float]],
    time: Mapping[int, Sequence[Time]],
    known: Catalogue,
    knowledge: Knowledge,
    graph: Graph,
    goals: asked.Asked,
) -> tuple[Sequence[int], frozenset[str], Figures, Sequence[Purpose]] | None:
    subjects = frozenset(known.subjects.get(code, "") for code in weeks[week])
    axis = Axis.of(graph.codes, known, subjects)
    plans = {lag: np.append(row, 0.0) for lag, row in taught.by_weeks_from(week, weeks, graph.codes).items()}
    own = [one for student in students for one in time.get(student, ())]
    counted = frozenset(program for program in {one.key[0] for one in own} if known.counts(program, subjects))
    own = [one for one in own if one.key[0] in counted]
    if not own or 0 not in plans:
        return None
    at = np.searchsorted(knowledge.students, students)
    targets = {one: plans[0][:-1] + _row(goals.weights.get(one, {}), graph.codes) for one in students}
    doses = np.array([np.append(_row(goals.seconds.get(one, {}), graph.codes), 0.0) for one in students])
    stands = standing(of_rows(knowledge, at), graph, targets)
    situation = Situation(known, axis, graph, plans, students, stands, doses)
    made, purposes = figures(own, situation, (school_class, week.toordinal()))
    return students, counted, made, purposes


def _row(told: Mapping[str, float], codes: Sequence[str]) -> np.ndarray:
    return np.array([told.get(code, 0.0) for code in codes])


def _members(classes: Sequence[int], week: date) -> Members:
    """Children who were enrolled on any school day of the week, in the order of their numbers."""
    found: dict[int, set[int]] = {}
    for day in (week + timedelta(days=at) for at in range(5)):
        enrolled = enrollments_on(day).filter(school_class__in=classes, student__isnull=False)
        for school_class, student in enrolled.values_list("school_class", "student"):
            found.setdefault(school_class, set()).add(student)
    return {school_class: sorted(students) for school_class, students in found.items()}


def _time(week: date, year: int, children: Sequence[int]) -> Mapping[int, Sequence[Time]]:
    """By child. What was worked on twice on a day, under two spellings, stays apart."""
    wanted, found = frozenset(children), dict[int, list[Time]]()
    told = store.query(TIME, {"week": week}, tables=[LESSON_TIME.name], school_year=year, students=children)
    for student, day, *key, seconds in told.rows:
        if student in wanted and seconds > 0:
            found.setdefault(student, []).append(Time(student, day, (key[0], key[1], key[2], key[3]), seconds))
    return found


def _publish(told: Sequence[Told], known: Catalogue, year: int) -> None:
    old = list(store.true_files(ALIGNMENT.name, school_year=year))
    with transforming() as place:
        for name in (LESSON_TIME.name, ALIGNMENT.name):
            place.files(name, TABLES[name], store.paths(store.true_files(name, school_year=year)))
        for name, columns in _relations(told, known, year).items():
            place.relation(name, columns)
        staged = store.stage_year(place, ALIGNMENT, year, sql(), every=True)
        store.publish([staged], [file.pk for file in old], f"alignment of {len(told)} weeks worked out")


def _relations(told: Sequence[Told], known: Catalogue, year: int) -> Mapping[str, Columns]:
    each = [(week.week, school_class, *of) for week in told for school_class, of in week.classes.items()]
    counted = {(school_class, program) for _, school_class, _, programs, _, _ in each for program in programs}
    return {
        "renewed": {"week": [week.week for week in told]},
        "members": _columns(
            ("student", "school_class", "week"),
            ((student, school_class, week) for week, school_class, students, *_ in each for student in students),
        ),
        "counted": _columns(("school_class", "program"), sorted(counted)),
        "purposes": _columns(
            ("student", "school_class", "week", "standard", "purpose"),
            ((one[0], school_class, week, *one[1:]) for week, school_class, _, _, _, of in each for one in of),
        ),
        "figures": _columns(FIGURES, (_told(week, school_class, made) for week, school_class, _, _, made, _ in each)),
        "tags": _columns(("program", "kind", "content_item", "spelled", "standard", "share"), _tags(known, year)),
    }


FIGURES = ("school_class", "week", "as_of", *(name for name in ALIGNMENT.names if name.startswith("class_")))


def _told(week: date, school_class: int, made: Figures) -> tuple[object, ...]:
    columns = made.columns() | {"school_class": school_class, "week": week, "as_of": today()}
    return tuple(columns[name] for name in FIGURES)


def _tags(known: Catalogue, year: int) -> Iterator[tuple[object, ...]]:
    asked_for = "select distinct program, kind, content_item, standard from lesson_time order by all"
    for key in store.query(asked_for, tables=[LESSON_TIME.name], school_year=year).rows:
        for one in known.serves(key):
            yield (*key, one.standard, one.share * one.p)


def _columns(names: Sequence[str], listed: object) -> Columns:
    found = list(listed)  # type: ignore[call-overload]
    return {name: [row[at] for row in found] for at, name in enumerate(names)}


def sql() -> str:
    return (resources.files("homeroom.goals.index") / "alignment.sql").read_text("utf-8")
