"""Two schools and more whose children worked a week: for tests of counts that tell of nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from a_school import MONDAY, child, practice, room
from facts.facts_by_hand import publish
from homeroom.people.models import Class, School, Student


def school(name: str, size: int, first: int) -> tuple[School, list[Student]]:
    """A school with one class of so many children; `first` keeps their ids apart."""
    made = School.objects.create(sourced_id=f"n-{name}", name=name)
    group: Class = room(made, f"r-{name}", f"Room of {name}")
    return made, [child(first + at, group) for at in range(size)]


def network(sizes: Mapping[str, int]) -> dict[str, list[Student]]:
    """Schools by name with so many children each."""
    return {name: school(name, size, 1000 * at)[1] for at, (name, size) in enumerate(sizes.items(), start=1)}


def worked(children: Sequence[Student], minutes: float = 30.0, on: date = MONDAY) -> None:
    """These children worked in the week from this Monday, all in one program, every one the same minutes."""
    days = {"week": on, "last_on": on + timedelta(days=4)}
    publish("practice", [practice(one, "3.NF.A.1", 8, 6, **days, active_minutes=minutes) for one in children])
