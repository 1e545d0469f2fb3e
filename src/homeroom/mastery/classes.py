"""The classes that small groups are suggested in: those of today in which mathematics may be taught."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.models import Class

# Words in a class's subjects that leave room for mathematics: a homeroom is taught everything.
ROOM = ("math", "homeroom", "all subjects", "elementary", "general", "self-contained")


@dataclass(frozen=True)
class Pupils:
    """One class, by its number, and its children in the order of theirs."""

    school_class: int
    students: tuple[int, ...]


def in_mathematics(day: date) -> list[Pupils]:
    """All classes of the day in which groups make sense, each with the children who are enrolled on the day."""
    enrolled = enrollments_on(day).filter(here(day, "student__"), student__isnull=False)
    pairs = enrolled.values_list("school_class", "student").order_by("school_class", "student").distinct()
    taught = frozenset(_taught())
    return list(_classes(pair for pair in pairs.iterator() if pair[0] in taught))


def around(classes: Iterable[Pupils], students: Sequence[int]) -> list[Pupils]:
    """Those classes that any of these children are in."""
    wanted = frozenset(students)
    return [one for one in classes if not wanted.isdisjoint(one.students)]


def is_taught(subjects: Sequence[str]) -> bool:
    """Whether mathematics may be taught in a class of these subjects. A class that names none is taken in."""
    return not subjects or any(word in subject.casefold() for subject in subjects for word in ROOM)


def _taught() -> Iterator[int]:
    return (pk for pk, subjects in Class.objects.values_list("pk", "subjects") if is_taught(subjects))


def _classes(pairs: Iterable[tuple[int, int]]) -> Iterator[Pupils]:
    for school_class, group in groupby(pairs, lambda pair: pair[0]):
        yield Pupils(school_class, tuple(student for _, student in group))
