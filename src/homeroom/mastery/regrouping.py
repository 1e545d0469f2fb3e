"""Small groups of whole classes, drawn from what stood last night, as rows of their table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from homeroom.facts import store
from homeroom.facts.engine import Session
from homeroom.facts.schema import GROUPS
from homeroom.mastery.classes import Pupils
from homeroom.mastery.group_words import why, why_left_out
from homeroom.mastery.groups import Group, Grouping, drawn
from homeroom.mastery.kept_groups import why_kept
from homeroom.mastery.kept_round import kept_by_class
from homeroom.mastery.need_rows import Need, together

EPOCH = date(1970, 1, 1)
NAMES = ("student", "school_class", "place", "standard", "since", "reason")
LAST = """
    select
        school_class, place, standard,
        date_diff('day', date '1970-01-01', since) as since, list(student order by student) as students
    from groups
    where place > 0
    group by all
    order by all
"""
Row = tuple[int, int, int, str | None, date | None, str]
"""The columns of NAMES."""


def last_night() -> Mapping[int, list[Group]]:
    """The groups that are suggested now, by class."""
    found: dict[int, list[Group]] = {}
    for school_class, _, standard, since, students in store.query(LAST, tables=[GROUPS.name]).rows:
        found.setdefault(school_class, []).append(Group(standard, tuple(students), float(since)))
    return found


def regrouped(
    classes: Iterable[Pupils], found: Mapping[int, Need], codes: Sequence[str], today: float
) -> Iterator[Row]:
    """A row for every child of every class. Groups that teachers keep stay as they are, and are not told again."""
    before, kept = last_night(), kept_by_class(_day(today))
    for pupils in classes:
        needs = together(pupils.students, found, len(codes))
        number = pupils.school_class
        standing = [*before.get(number, ()), *kept.get(number, ())]
        yield from _told(number, drawn(needs, codes, today, standing), codes)


def _told(number: int, grouping: Grouping, codes: Sequence[str]) -> Iterator[Row]:
    suggested = [group for group in grouping.groups if not group.kept]
    for place, group in enumerate(suggested, 1):
        told = (number, place, group.standard, _day(group.since), why(group, grouping.needs, codes))
        yield from ((student, *told) for student in group.students)
    for student, reason in {**why_left_out(grouping, codes), **_kept(grouping)}.items():
        yield student, number, 0, None, None, reason


def _kept(grouping: Grouping) -> dict[int, str]:
    here = set(grouping.needs.students.tolist())
    kept = [(student, group.standard) for group in grouping.groups if group.kept for student in group.students]
    return {student: why_kept(code) for student, code in kept if student in here}


def write(place: Session, rows: Iterable[Row]) -> None:
    """Bring them into the session, as the table `grouped`."""
    listed = list(rows)
    place.relation("grouped", {name: [row[at] for row in listed] for at, name in enumerate(NAMES)})


def _day(number: float) -> date:
    return EPOCH + timedelta(days=int(number))
