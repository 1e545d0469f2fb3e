"""A town's week: bells for its class, a version that holds and a draft, made once."""

from __future__ import annotations

from datetime import date

from a_school import Town
from homeroom.people.models import Class
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import DayType, Entry, Room, Rotation
from homeroom.rotation.week.thumb import by_thumb
from homeroom.rotation.week_lines import lines_of, rows
from rotation.weeks.a_school_week import EARLY, LATE, bells

DATES = {"begins_on": date(2026, 10, 26), "ends_on": date(2027, 6, 11)}


def a_week(place: Town, state: str = "published") -> Rotation:
    """The version of this state."""
    found = Rotation.objects.filter(school=place.school, state=state).first()
    if found is not None:
        return found
    if not DayType.objects.filter(school=place.school).exists():
        Class.objects.filter(pk=place.group.pk).update(grades=["03"])
        day_type = DayType.objects.create(school=place.school, name="Full day", weekdays=[0, 1, 2, 3, 4])
        for name, blocks in (("early", EARLY), ("late", LATE)):
            bells(day_type, "03", name, blocks)
        Room.objects.create(school=place.school, name="Learning lab", kind="lab", seats=60)
        Room.objects.create(school=place.school, name="Music room", kind="special", seats=60)
    week = school_week(place.school).instance
    number = Rotation.objects.filter(school=place.school).count() + 1
    made = Rotation.objects.create(school=place.school, version=number, state=state, **DATES)
    Entry.objects.bulk_create(rows(made, lines_of(week, by_thumb(week).entries)))
    return made


def of_a_week(route: str, place: Town) -> list[int]:
    """What the address of a page of the week is made of."""
    held, school = a_week(place), [place.school.pk]
    if route == "rotation-week":
        return [*school, held.pk]
    if route == "rotation-act":
        return [*school, a_week(place, "draft").pk]
    if route == "rotation-compare":
        return [*school, held.pk, a_week(place, "draft").pk]
    return [*school, *an_entry(place)] if route == "rotation-entry" else school


def an_entry(place: Town) -> list[int]:
    """Of the draft."""
    one = Entry.objects.filter(rotation=a_week(place, "draft")).earliest("starts_at")
    start = 60 * one.starts_at.hour + one.starts_at.minute
    return [one.rotation_id, one.day_type_id, one.school_class_id, start]
