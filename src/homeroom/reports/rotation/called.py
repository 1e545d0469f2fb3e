"""What the parts of a week are called on pages and in files: rooms, adults, classes, activities, bells."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from homeroom.people.models import Class, Staff
from homeroom.reports.values import listed
from homeroom.rotation.gather.week_staff import CLASS, LAB
from homeroom.rotation.input_models import Room
from homeroom.rotation.week.instance import DayType, Instance
from homeroom.rotation.week.plan import Entry
from homeroom.rotation.week.sentences import clock_words
from homeroom.rotation.week.words import BLOCKS, Names

# Names of activities that are ours; all others are the school's own words.
OURS = (CLASS, LAB)


def names_of(instance: Instance) -> Names:
    """Of all that the week names."""
    classes = [own.number for grade in instance.grades for own in grade.classes]
    return Names(
        dict(Room.objects.filter(pk__in=[one.number for one in instance.rooms]).values_list("pk", "name")),
        {one.pk: one.name for one in Staff.objects.filter(pk__in=[one.number for one in instance.adults])},
        dict(Class.objects.filter(pk__in=classes).values_list("pk", "title")),
    )


def what(instance: Instance, entry: Entry) -> str:
    """What the class does there."""
    for one in instance.activities:
        if one.key == entry.activity:
            return activity(one.name)
    for met in instance.specials:
        if met.key == entry.special:
            return met.name
    return block(entry)


def block(entry: Entry) -> str:
    words = str(BLOCKS[entry.kind])
    return words[0].upper() + words[1:]


def activity(name: str) -> str:
    return gettext(name) if name in OURS else name


def span(start: int, end: int) -> str:
    """`8:00–9:00`."""
    return f"{clock_words(start)}–{clock_words(end)}"


def adults(numbers: Iterable[int], names: Names) -> str:
    return ", ".join(names.of_adult(one) for one in numbers)


def weekdays(day: DayType) -> str:
    words = [
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
    ]
    return listed([words[at] for at in day.weekdays if at < len(words)])


def grade(name: str) -> str:
    if name == "K":
        return gettext("Kindergarten")
    return gettext("Grade %(number)s") % {"number": name}
