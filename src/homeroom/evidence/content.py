"""The quality of programs, lessons and items, worked out of all children's first tries: table `quality`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

import numpy as np

from homeroom.evidence import content_fit, content_lift
from homeroom.evidence.content_lift import WITHIN, Lift
from homeroom.evidence.homes import homes_on
from homeroom.facts import store
from homeroom.facts.engine import Session, transforming
from homeroom.facts.models import FactFile
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, QUALITY, TABLES
from homeroom.mastery.refresh import spellings
from homeroom.people.clock import today
from homeroom.people.models import AcademicSession, Class
from homeroom.people.school_days import calendar
from homeroom.standards import alignment

FRESH = timedelta(days=6)  # it is worked out once a week
TERMS = ("term", "semester", "gradingPeriod")  # the first of these that the roster has divides the year
INPUTS = (ATTEMPTS.name, ACTIVITIES.name)
Columns = Mapping[str, Sequence[object]]
Key = tuple[str, str, str]
"""Program, kind, content item."""


@dataclass(frozen=True)
class Term:
    title: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True)
class Seats:
    """The children who count, each in one class of one school."""

    student: Sequence[int]
    school_class: Sequence[int]
    school: Sequence[int]

    def relation(self) -> Columns:
        return {"student": self.student, "school_class": self.school_class, "school": self.school}


def nightly() -> bool:
    """Work the table out where a week has passed since the last time. Says whether it was done."""
    newest = FactFile.objects.filter(table=QUALITY.name, retired_in=None).order_by("-added_in").first()
    if newest is not None and newest.added_in.made_at.date() > today() - FRESH:
        return False
    return work_out()


def work_out(year: int = 0) -> bool:
    """Publish this school year's quality in place of what was told of it. False where nobody has answered anything."""
    year = year or school_year(today())
    with store.publishing():
        if not store.true_files(*INPUTS, school_year=year).exists():
            return False
        with transforming() as place:
            sql = prepared(place, seats(), year)
            staged = store.stage_year(place, QUALITY, year, sql, every=True)
            old = [file.pk for file in store.true_files(QUALITY.name, school_year=year)]
            store.publish([staged], old, f"quality of {year} worked out")
    return True


def told(of: Seats, year: int) -> list[dict[str, Any]]:
    """The rows of the table for these children alone, published nowhere: a release is made of it."""
    with transforming() as place:
        return place.run(prepared(place, of, year)).dicts()


def prepared(place: Session, of: Seats, year: int) -> str:
    """What the transform reads, brought into the session; gives the transform."""
    for name in INPUTS:
        place.files(name, TABLES[name], store.paths(store.true_files(name, school_year=year)))
    own = set(of.school)
    relations: dict[str, Columns] = {
        "seats": of.relation(),
        "tags": alignment.as_told(),
        "spellings": spellings(year),
        "terms": _columns(("term", "begins_on", "ends_on"), [(t.title, t.begins_on, t.ends_on) for t in terms(year)]),
        "days": numbered_days(own, year),
        "within": {"school_days": [WITHIN]},
    }
    for name, columns in relations.items():
        place.relation(name, columns)
    place.relation("fitted", fitted(place.run(with_tries("content_bins")).dicts()))
    place.relation("lifts", lifts(place.run(sql("content_occasions")).dicts()))
    return with_tries("quality")


def seats(on: date | None = None, only: Collection[int] | None = None) -> Seats:
    """Each child enrolled on the day, in the class that it counts in."""
    classes = list(Class.objects.order_by("pk"))
    places = {one.sourced_id: (one.pk, one.school_id) for one in classes}
    homes = homes_on(classes, on or today())
    rows = [(child, *places[one.home]) for child, one in homes.items() if only is None or child in only]
    return Seats([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def terms(year: int) -> list[Term]:
    """The terms of the school year, none within another: of two that overlap the first counts."""
    sessions = AcademicSession.objects.filter(school_year=year, begins_on__isnull=False, ends_on__isnull=False)
    for kind in TERMS:
        found: list[Term] = []
        rows = sessions.filter(kind=kind).order_by("begins_on", "title").values_list("title", "begins_on", "ends_on")
        for title, begins_on, ends_on in rows:
            assert begins_on is not None and ends_on is not None  # noqa: S101  asked for above
            if (not found or found[-1].ends_on < begins_on) and title not in {one.title for one in found}:
                found.append(Term(title, begins_on, ends_on))
        if found:
            return found
    return []


def numbered_days(schools: Iterable[int], year: int) -> Columns:
    """Each day of the school year at each school with the number of school days so far, and its fortnight."""
    known, first = calendar(), date(year - 1, 8, 1)
    many = (date(year, 8, 1) - first).days
    rows = []
    for school in sorted(set(schools)):
        number = 0
        for at in range(many):
            day = first + timedelta(days=at)
            number += known.is_school_day(day, school)
            rows.append((school, day, number, at // 14))
    return _columns(("school", "day", "number", "fortnight"), rows)


def fitted(bins: Sequence[Mapping[str, Any]]) -> Columns:
    """Difficulties by item and term, and over the whole year under a blank term."""
    rows = [(row, row["term"]) for row in bins if row["term"]] + [(row, "") for row in bins]
    keys: dict[tuple[str, ...], int] = {}
    item = [keys.setdefault((*key_of(row), term), len(keys)) for row, term in rows]
    columns = ([row[name] for row, _ in rows] for name in ("knowledge", "tries", "right_"))
    found = content_fit.difficulties(item, *columns)
    listed = [(*key, float(hard)) for key, hard in zip(keys, found, strict=True) if not np.isnan(hard)]
    return _columns(("program", "kind", "content_item", "term", "difficulty"), listed)


def lifts(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """The lift of each program and each of its lessons, out of the rows of `content_occasions.sql`."""
    listed = []
    for program in sorted({row["program"] for row in rows}):
        own = [row for row in rows if row["program"] == program]
        listed += [_row((program, *kind), one) for kind, one in _of_program(own)]
    return _columns(LIFTS, listed)


LIFTS = (
    "program", "kind", "content_item", "lift", "lift_low", "lift_high", "lift_children", "lift_classes",
    "before", "before_low", "before_high", "lift_refused",
)  # fmt: skip


def _of_program(rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[tuple[str, str], Lift]]:
    whole = [row for row in rows if not row["lesson"]]
    place = {(row["student"], row["standard"], row["fortnight"]): at for at, row in enumerate(whole)}
    found = content_lift.occasions(whole)
    yield ("program", ""), content_lift.lift(found)
    chosen: dict[str, list[int]] = {}
    for row in rows:
        if row["lesson"]:
            chosen.setdefault(row["lesson"], []).append(place[row["student"], row["standard"], row["fortnight"]])
    for lesson, at in sorted(chosen.items()):
        worked = np.zeros(len(whole), dtype=np.bool_)
        worked[at] = True
        yield ("lesson", lesson), content_lift.lift(found, worked)


def _row(key: Key, one: Lift) -> tuple[object, ...]:
    after = (one.after.at, one.after.low, one.after.high) if one.after else (None,) * 3
    before = (one.before.at, one.before.low, one.before.high) if one.before else (None,) * 3
    return (*key, *after, one.children, one.classes, *before, one.refused)


def key_of(row: Mapping[str, Any]) -> Key:
    return row["program"], row["kind"], row["content_item"]


def school_year(day: date) -> int:
    return day.year + (day.month >= 8)


def with_tries(name: str) -> str:
    """A transform over first tries, with the tries themselves before it."""
    return f"with tries as (\n{sql('content_tries')}\n)\nselect * from (\n{sql(name)}\n) as made"


def sql(name: str) -> str:
    return (resources.files("homeroom.evidence") / f"{name}.sql").read_text("utf-8")


def _columns(names: Sequence[str], rows: Sequence[Sequence[object]]) -> Columns:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
