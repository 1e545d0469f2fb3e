"""What a school's week is made of, child by child: the questions that a class's page asks, asked of all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.intake.layouts import declared
from homeroom.mastery.state import State
from homeroom.people.school_days import Calendar
from homeroom.reports import estimates, sql
from homeroom.reports.class_week import read as of_class
from homeroom.reports.class_week.read import Minutes, NotMoving
from homeroom.reports.estimates import Key
from homeroom.reports.freshness import Freshness, of_programs
from homeroom.reports.gathered import COLUMNS, Gathered
from homeroom.reports.rules_of_schools import OWN_WEEKS
from homeroom.reports.seen import by_room
from homeroom.reports.week import Week

# A school's report asks nothing of single results.
READ: Mapping[str, Sequence[str]] = {
    **{name: COLUMNS[name] for name in ("practice", "activities", "usage", "claims", "streaks")},
    "assessments": ("student", "program", "occurred_on"),
    "mastery": ("student", "standard", "state", "last_evidence_on", "inferred", "as_of", "engine"),
}


@dataclass(frozen=True)
class Known:
    """Of the standards a child works on these weeks: how many are mastered, how many are told, how many are thin."""

    student: int
    mastered: int
    told: int
    thin: int


@dataclass(frozen=True)
class Facts:
    """Everything the facts say of a school's children for one week; `before` are minutes of its last weeks, newest
    first. `known` is None in a week that is past: estimates are of last night."""

    week: Week
    active: frozenset[int]
    minutes: Sequence[Minutes]
    before: Sequence[Sequence[Minutes]]
    not_moving: Sequence[NotMoving]
    known: Mapping[int, Known] | None
    as_of: date | None
    engine: str


def facts(gathered: Gathered, week: Week, is_newest: bool) -> Facts:
    as_of, engine = gathered.rows(sql.text(estimates.__file__, "estimates_of"), {}, week.school_year)[0]
    return Facts(
        week=week,
        active=of_class.active(gathered, week),
        minutes=of_class.minutes(gathered, week),
        before=[of_class.minutes(gathered, week.shifted(-back)) for back in range(1, OWN_WEEKS["weeks"] + 1)],
        not_moving=of_class.not_moving(gathered, week),
        known=known(gathered, week) if is_newest else None,
        as_of=as_of,
        engine=engine or "",
    )


def known(gathered: Gathered, week: Week) -> Mapping[int, Known]:
    rows = gathered.rows(
        sql.text(__file__, "mastered"),
        {"first": of_class.first_day(week)},
        week.school_year,
        {"held": _held(estimates.words(gathered.students))},
    )
    return {row[0]: Known(*row) for row in rows}


def _held(told: Mapping[Key, State]) -> Mapping[str, Sequence[object]]:
    return {
        "student": [student for student, _ in told],
        "standard": [code for _, code in told],
        "state": [str(state) for state in told.values()],
    }


def freshness(
    gathered: Gathered, rooms: Mapping[int, Sequence[int]], today: date, year: int, calendar: Calendar
) -> Mapping[int, tuple[Freshness, ...]]:
    """For each room (any number for a set of children) its programs' lines."""
    seen = by_room(gathered, rooms, today, year)
    return {
        room: of_programs(declared(), [one for one, _ in lines], today, calendar=calendar)
        for room, lines in seen.items()
    }
