"""A school's week as its planner takes it, out of the database: bells, classes, adults, rooms and the school's rules.

Who teaches a class is the roster's word, and what, that of qualifications. What can't be used is told in notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext

from homeroom.people.clock import today
from homeroom.people.grades import CODES
from homeroom.people.models import School
from homeroom.rotation import rule_values as values
from homeroom.rotation.gather.notes import Note, Notes
from homeroom.rotation.gather.week_bells import bells_of, short
from homeroom.rotation.gather.week_classes import ClassOf, classes_of
from homeroom.rotation.gather.week_places import Places, places_of
from homeroom.rotation.gather.week_rules import Said, rules_of
from homeroom.rotation.gather.week_staff import Staffing, staffing_of
from homeroom.rotation.input_models import PlanRule
from homeroom.rotation.week.instance import Grade, Instance, Model, SchoolClass


@dataclass(frozen=True)
class SchoolWeek:
    """The week, and what of the school's data was left out of it or assumed."""

    instance: Instance
    notes: tuple[Note, ...]


def school_week(
    school: School, on: date | None = None, models: Mapping[str, Model] = MappingProxyType({})
) -> SchoolWeek:
    """With the classes, adults and times that there are on the day, which is today where none is said. `models` are of
    grades that are to be looked at otherwise than the school's rules say."""
    day, notes = on or today(), Notes()
    said = dict(PlanRule.objects.filter(school=school).values_list("kind", "value"))
    bells, places = bells_of(school, notes), places_of(school, notes)
    classes = classes_of(school, day, bells, notes)
    bells = bells.of_grades({one.grade for one in classes}, notes)
    classes = tuple(one for one in classes if one.grade in bells.grades)
    staffing = staffing_of(school, day, bells, classes, places)
    if classes and not all(one.teachers for one in classes):
        notes.add("class-without-teacher", gettext("A class has no teacher in the roster: it is planned without one."))
    grades = _grades(classes, staffing, places, {**said, values.WEEK_FLEX: _flex(said, models)}, notes)
    rotational = {one.name for one in grades if one.model is Model.ROTATIONAL}
    instance = Instance(
        school=school.pk,
        days=bells.days,
        grades=grades,
        templates=bells.placed(places),
        activities=tuple(one for one in staffing.activities if one.grade in rotational),
        specials=staffing.specials,
        rooms=places.rooms,
        adults=staffing.adults,
        rules=rules_of(said, bells, places, staffing, grades),
    )
    return SchoolWeek(instance, tuple(notes.told))


def _flex(said: Said, models: Mapping[str, Model]) -> Mapping[str, object]:
    told = {
        f"grade_{code.casefold()}": int(models[short(code)] is Model.FLEX) for code in CODES if short(code) in models
    }
    return {**said.get(values.WEEK_FLEX, {}), **told}


def _grades(
    classes: Sequence[ClassOf],
    staffing: Staffing,
    places: Places,
    said: Said,
    notes: Notes,
) -> tuple[Grade, ...]:
    percent = values.value_of(said, values.WEEK_LAB, "percent") or 0
    tutors = values.value_of(said, values.WEEK_TUTORS, "a_grade") or 0
    found = []
    for name in dict.fromkeys(one.grade for one in classes):
        own = [one for one in classes if one.grade == name]
        flex = bool(values.value_of(said, values.WEEK_FLEX, f"grade_{own[0].code.casefold()}"))
        if flex and places.flex is None:
            words = gettext("Grade %(grade)s is to run as flex, and no room is a flex room: planned as rotational.")
            notes.add("no-flex-room", words % {"grade": name})
            flex = False
        children = sum(one.size for one in own)
        found.append(
            Grade(
                name,
                tuple(SchoolClass(one.number, one.size) for one in own),
                Model.FLEX if flex else Model.ROTATIONAL,
                flexible_seats=-(-children * percent // 100) if places.lab is not None else 0,
                tutors=tutors,
                room=places.flex if flex else None,
                adults=staffing.of_grade(name) if flex else (),
            )
        )
    return tuple(found)
