"""The classes of a week: how many children each has, of which grade, and who teaches it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.models import Class, School
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.week_bells import Bells, in_order, short


@dataclass(frozen=True)
class ClassOf:
    """`grade` is as people write it, `code` as rosters do."""

    number: int
    code: str
    size: int
    teachers: tuple[int, ...]

    @property
    def grade(self) -> str:
        return short(self.code)


def classes_of(school: School, on: date, bells: Bells, notes: Notes) -> tuple[ClassOf, ...]:
    """Those of grades that have bells. Each child counts once, in its first class: the primary one, then the oldest."""
    rows = enrollments_on(on).filter(school_class__school=school)
    own: dict[int, str] = {}
    for number, grades in Class.objects.filter(school=school).values_list("pk", "grades"):
        code = next((one for one in in_order(grades) if short(one) in bells.grades), None)
        if code is not None:
            own[number] = code
    children = rows.filter(here(on, "student__"), student__isnull=False).order_by("student", "-primary", "school_class")
    first: dict[int, int] = {}
    without = set[int]()
    for student, group in children.values_list("student", "school_class"):
        if group in own:
            first.setdefault(student, group)
        without.add(student)
    without -= first.keys()
    if without and bells.templates:
        words = ngettext(
            "%(count)s child is in no class of a grade that has bells.",
            "%(count)s children are in no class of a grade that has bells.",
            len(without),
        )
        notes.add("child-without-bells", words % {"count": len(without)}, without)
    teachers: dict[int, list[int]] = defaultdict(list)
    adults = rows.filter(here(on, "staff__"), staff__isnull=False).order_by("-primary", "staff")
    for staff, group in adults.values_list("staff", "school_class"):
        if staff not in teachers[group]:
            teachers[group].append(staff)
    sizes = Counter(first.values())
    found = [ClassOf(number, own[number], size, tuple(teachers[number])) for number, size in sorted(sizes.items())]
    places = {grade: place for place, grade in enumerate(in_order({one.code for one in found}))}
    return tuple(sorted(found, key=lambda one: (places[one.code], one.number)))
