"""A school whose rooms, teachers and work each test writes itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from a_school import child, room, staff, teaches
from homeroom.people.models import Class, Role, School, Staff, Student, User
from homeroom.people.visibility import scope
from homeroom.reports.monday import Monday, monday
from homeroom.reports.monday.rooms import everybody, seats
from homeroom.reports.week import Week

Ask = Callable[..., Monday]


@pytest.fixture
def school(db: None) -> School:
    return School.objects.create(sourced_id="s", name="Valley School")


@pytest.fixture
def taught(school: School) -> Callable[..., list[Student]]:
    """A room with so many children, and its teachers by family name."""

    def make(title: str, size: int, *families: str) -> list[Student]:
        group: Class = room(school, f"r-{title}", title)
        for family in families:
            teaches(teacher(school, family), group)
        return [child(100 * group.pk + at, group) for at in range(size)]

    return make


def teacher(school: School, family: str) -> User:
    name = family.casefold()
    known = User.objects.filter(username=name).first()
    if known is None:
        known = staff(name, Role.Kind.TEACHER, school)
        Staff.objects.filter(pk=known.staff_id).update(given_name="T", family_name=family)
    return known


@pytest.fixture
def report(school: School) -> Ask:
    """The school's Monday, asked by its principal of all its children."""

    def ask(week: Week | None = None, children: Sequence[int] | None = None) -> Monday:
        asking = User.objects.filter(username="pat").first() or staff("pat", Role.Kind.PRINCIPAL, school)
        allowed = scope(asking, [])
        inside = everybody(seats(school.pk, allowed.on)) if children is None else children
        return monday(school, scope(asking, inside), week)

    return ask
