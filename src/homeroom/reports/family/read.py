"""What the family reports of some children are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.people.enrolled import enrollments_on
from homeroom.reports import sql
from homeroom.reports.family.report import ProgramMinutes
from homeroom.reports.gathered import Gathered
from homeroom.reports.seen import program_name
from homeroom.reports.values import known, measured
from homeroom.reports.week import Week

WEEKS = 4


@dataclass(frozen=True)
class Place:
    """Where a child learns, and whom a family asks."""

    school: str = ""
    teachers: tuple[str, ...] = ()


def minutes(gathered: Gathered, week: Week) -> Mapping[int, Sequence[ProgramMinutes]]:
    """Each child's programs, the one with the most minutes first."""
    span = {"first": week.shifted(1 - WEEKS).monday, "week": week.monday, "last": week.sunday}
    found: dict[int, list[ProgramMinutes]] = defaultdict(list)
    rows = gathered.rows(sql.text(__file__, "minutes"), span, week.school_year)
    for child, program, this_week, all_of_them in sorted(rows, key=lambda row: (-row[3], row[1])):
        told = ProgramMinutes(program_name(program), measured(this_week, "minutes"), known(all_of_them, unit="minutes"))
        found[child].append(told)
    return found


def programs(gathered: Gathered, school_year: int) -> Mapping[int, frozenset[str]]:
    """Each child's programs: the slugs of those that told anything of the child in the school year."""
    found: dict[int, set[str]] = defaultdict(set)
    for child, program in gathered.rows(sql.text(__file__, "told"), {}, school_year):
        found[child].add(program)
    return {child: frozenset(slugs) for child, slugs in found.items()}


def places(students: Sequence[int], on: date) -> Mapping[int, Place]:
    """By the child's classes of the day; the teachers in the order of their names."""
    own = enrollments_on(on).filter(student__in=students).order_by("-primary", "pk")
    seats = list(own.values_list("student", "school_class", "school_class__school__name"))
    teach: dict[int, set[tuple[str, str]]] = defaultdict(set)
    staff = enrollments_on(on).filter(school_class__in={seat[1] for seat in seats}, role="teacher")
    for one in staff.select_related("staff"):
        if one.staff is not None:
            teach[one.school_class_id].add((one.staff.family_name, one.staff.name))
    return {child: _place([seat for seat in seats if seat[0] == child], teach) for child in {seat[0] for seat in seats}}


def _place(seats: Sequence[tuple[int, int, str]], teach: Mapping[int, set[tuple[str, str]]]) -> Place:
    named = sorted({one for _, school_class, _ in seats for one in teach.get(school_class, ())})
    return Place(seats[0][2], tuple(name for _, name in named))
