"""Ways in which somebody writes what a page is drawn from, for tests of whether it shows. Each may be done twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils import timezone

from a_school import FRIDAY, MONDAY, TODAY, Town, child, lesson, placement, practice
from facts.facts_by_hand import publish
from homeroom.intake.models import Delivery
from homeroom.mastery import stops, teachers
from homeroom.mastery.models import Check, KeptGroup, Membership, Override, ParameterSet, Stop
from homeroom.people.models import AcademicSession, Class, Enrollment, School, SchoolDay, Staff, Student
from homeroom.reports.kept import shelf, told, watch
from homeroom.standards.models import ContentItem, Framework, Standard
from reports.known_by_hand import estimate

Write = Callable[[Town, int], object]


def standard(at: int = 0) -> Standard:
    return Standard.objects.order_by("order")[at % 3]


def somebody(place: Town, at: int) -> Student:
    return place.children[at % 3]


def renamed(place: Town, at: int) -> object:
    return Student.objects.filter(pk=somebody(place, at).pk).update(preferred_name=f"Renamed {at}")


def overridden(place: Town, at: int) -> object:
    return teachers.override(place.teacher, somebody(place, at).pk, standard(at), "mastered", f"seen {at}")


def lifted_at_once(place: Town, at: int) -> object:
    return Override.objects.filter(lifted_at=None).update(lifted_by="somebody", lifted_at="2026-10-26T08:00:00Z")


def stopped(place: Town, at: int) -> object:
    return stops.stop(place.teacher, place.children[0].pk, standard(at), "off", f"not now {at}")


def checked(place: Town, at: int) -> object:
    return teachers.check(place.teacher, somebody(place, at).pk, standard(at), "got it", FRIDAY)


def a_group_kept(place: Town, at: int) -> object:
    days = {"begins_on": MONDAY, "ends_on": TODAY}
    group = KeptGroup.objects.create(school_class=place.group, standard=standard(at), made_by="t", **days)
    return Membership.objects.create(group=group, student=somebody(place, at), since=MONDAY, added_by="t")


def joined(place: Town, at: int) -> object:
    return child(100 + Student.objects.count(), place.group, given=f"New {at}")


def left(place: Town, at: int) -> object:
    return Enrollment.objects.filter(student=place.children[-1 - at % 2]).update(ends_on=date(2026, 10, 25))


def gone(place: Town, at: int) -> object:
    return Enrollment.objects.filter(student=place.children[10 + at % 3]).delete()


def retitled(place: Town, at: int) -> object:
    return Class.objects.filter(pk=place.group.pk).update(title=f"Room {at}", grades=["04"] if at % 2 else [])


def in_a_term_that_ended(place: Town, at: int) -> object:
    long_ago = {"begins_on": date(2025, 8, 1), "ends_on": date(2027, 6, 1 + at % 9), "school_year": 2027}
    term = AcademicSession.objects.create(sourced_id=f"term {AcademicSession.objects.count()}", **long_ago)
    return place.group.terms.add(term)


def a_term_moved(place: Town, at: int) -> object:
    return AcademicSession.objects.update(ends_on=date(2027, 6, 10 + at % 9))


def another_school_name(place: Town, at: int) -> object:
    return School.objects.update(name=f"School {at}")


def another_teachers_name(place: Town, at: int) -> object:
    with connection.cursor() as cursor:  # whoever writes past our code is noted, too
        cursor.execute("UPDATE people_staff SET family_name = %s", [f"Family {at}"])
    return Staff.objects.count()


def a_holiday(place: Town, at: int) -> object:
    told_of = {"kind": "holiday", "name": f"Day {at}"}
    return SchoolDay.objects.update_or_create(school=place.school, day=date(2026, 10, 22 + at % 2), defaults=told_of)


def another_title(place: Town, at: int) -> object:
    return Standard.objects.update(title=f"Title {at}", grade="03" if at % 2 else "04")


def another_framework(place: Town, at: int) -> object:
    return Framework.objects.update(subject=f"Subject {at}")


def an_item_named(place: Town, at: int) -> object:
    named = {"program": "iready", "kind": "unit", "external_id": "i-Ready Diagnostic Mathematics"}
    return ContentItem.objects.update_or_create(**named, defaults={"title": f"Diagnostic {at}"})


def constants_learned(place: Town, at: int) -> object:
    made = ParameterSet(engine="filter", version=f"p{at}", parameters={}, facts_version=1, failed="no" * (at % 2))
    return ParameterSet.objects.bulk_create([made])


def delivered(place: Town, at: int) -> object:
    told_of = {"program": "star", "state": Delivery.State.PUBLISHED, "rows_in": 1 + at, "published": 1 + at}
    return Delivery.objects.create(file=f"star {at}.csv", sha256=f"{at}", size=1, as_of=timezone.now(), **told_of)


def undone(place: Town, at: int) -> object:
    return Delivery.objects.update(state=Delivery.State.HELD)


def worked(place: Town, at: int) -> object:
    return publish("practice", [practice(somebody(place, at), standard(at).code, 7, at % 7)])


def worked_and_found_out(place: Town, at: int) -> object:
    return worked(place, at), told.work_out()


def tried_a_lesson(place: Town, at: int) -> object:
    return publish("activities", [lesson(somebody(place, at), FRIDAY, f"item {at}", 12)]), told.work_out()


def answered(place: Town, at: int) -> object:
    told_of = {"student": place.children[0].pk, "occurred_on": FRIDAY, "content_item": f"item {at}", "correct": True}
    return publish("attempts", [told_of]), told.work_out()


def placed(place: Town, at: int) -> object:
    return publish("assessments", [placement(somebody(place, at), FRIDAY, f"Level {at}")]), told.work_out()


def estimated(place: Town, at: int) -> object:
    return publish("mastery", [estimate(one.pk, standard(at).code) for one in place.children[:2]]), told.work_out()


def tidied(place: Town, at: int) -> object:
    return watch.tidy()


def another_day(place: Town, at: int) -> object:
    settings.HOMEROOM_TODAY = date(2026, 10, 27 + at % 3)
    return settings.HOMEROOM_TODAY


def another_engine(place: Town, at: int) -> object:
    settings.HOMEROOM_ENGINE = ("filter", "bkt")[at % 2]
    return settings.HOMEROOM_ENGINE


def broken_files(place: Town, at: int) -> object:
    found = [path for path in shelf.folder().rglob("*") if path.is_file()]
    return [path.write_bytes(path.read_bytes()[: (at * 7) % 60]) for path in found[at % 2 :: 2]]


WRITES: Mapping[Write, tuple[type, ...]] = {
    renamed: (Student,),
    overridden: (Override,),
    lifted_at_once: (Override,),
    stopped: (Stop,),
    checked: (Check,),
    a_group_kept: (KeptGroup, Membership),
    joined: (Student, Enrollment),
    left: (Enrollment,),
    gone: (Enrollment,),
    retitled: (Class,),
    in_a_term_that_ended: (AcademicSession, Class.terms.through),
    a_term_moved: (AcademicSession,),
    another_school_name: (School,),
    another_teachers_name: (Staff,),
    a_holiday: (SchoolDay,),
    another_title: (Standard,),
    another_framework: (Framework,),
    an_item_named: (ContentItem,),
    constants_learned: (ParameterSet,),
    delivered: (Delivery,),
    undone: (Delivery,),
    worked: (),
    worked_and_found_out: (),
    tried_a_lesson: (),
    placed: (),
    answered: (),
    estimated: (),
    tidied: (),
    another_day: (),
    another_engine: (),
    broken_files: (),
}
# What anybody sees at once on one of the pages. Of the others a page shows something only now and then.
SEEN = {renamed, overridden, stopped, joined, left, gone, retitled, another_school_name, another_title, an_item_named}
SEEN |= {worked, worked_and_found_out, tried_a_lesson, placed, answered, another_day, a_group_kept, a_holiday}
