"""A school's rooms today: which classes have children in them, and who teaches these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.models import Class, Staff
from homeroom.people.names import sort_key
from homeroom.reports.monday.report import Room

TEACHER = "teacher"  # OneRoster's role of an enrollment


@dataclass(frozen=True)
class Seats:
    """One class with the numbers of its children, and of its teachers."""

    room: Room
    children: frozenset[int]
    teachers: tuple[int, ...]


@dataclass(frozen=True)
class Teaching:
    """One teacher's classes, or a class that the roster names nobody for (`name` is blank)."""

    name: str
    seats: tuple[Seats, ...]
    order: tuple[object, ...] = field(default=())

    @property
    def children(self) -> frozenset[int]:
        """Each child once, in however many of the classes it sits."""
        return frozenset(child for one in self.seats for child in one.children)


def seats(school: int, day: date) -> tuple[Seats, ...]:
    """The school's classes with a child in them on the day, by title."""
    held = enrollments_on(day).filter(school_class__school=school).order_by("pk")
    children, teachers = dict[int, set[int]](), dict[int, list[int]]()
    there = held.filter(here(day, "student__"), student__isnull=False)
    for room, child in there.values_list("school_class", "student"):
        children.setdefault(room, set()).add(child or 0)
    teaching = held.filter(here(day, "staff__"), staff__isnull=False, role=TEACHER)
    for room, one in teaching.values_list("school_class", "staff").distinct():
        teachers.setdefault(room, []).append(one or 0)
    classes = Class.objects.filter(pk__in=children).order_by("title", "pk")
    return tuple(
        Seats(Room(one.pk, one.title), frozenset(children[one.pk]), tuple(teachers.get(one.pk, ()))) for one in classes
    )


def everybody(found: Iterable[Seats]) -> list[int]:
    return sorted({child for one in found for child in one.children})


def teachings(found: Sequence[Seats]) -> tuple[Teaching, ...]:
    """By family name; rooms without a teacher come last, by title."""
    people = staff(found)
    taught: dict[int, list[Seats]] = {}
    for one in found:
        for teacher in one.teachers:
            taught.setdefault(teacher, []).append(one)
    named = [Teaching(people[one].name, tuple(rooms), sort_key(people[one])) for one, rooms in taught.items()]
    alone = [Teaching("", (one,)) for one in found if not one.teachers]
    return (*sorted(named, key=lambda one: one.order), *alone)


def staff(found: Iterable[Seats]) -> Mapping[int, Staff]:
    return Staff.objects.in_bulk({teacher for one in found for teacher in one.teachers})
