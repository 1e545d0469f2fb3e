"""What a school's inputs make of its week, and what is said of those that can't be used."""

from __future__ import annotations

import pytest

from homeroom.people.models import Class, Enrollment
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import PlanRule, Qualification, Room, StaffTime, Template, TemplateBlock
from homeroom.rotation.week.arithmetic import findings
from homeroom.rotation.week.instance import Instance, Kind, Model, Time, TimeKind
from homeroom.rotation.week.rules import RuleKind
from rotation.weeks.a_school_week import Planned, at_work, bells, clock


def of(here: Planned) -> Instance:
    return school_week(here.school).instance


def notes(here: Planned) -> dict[str, str]:
    return {one.code: one.words for one in school_week(here.school).notes}


def ruled(here: Planned, kind: str, **value: int) -> None:
    PlanRule.objects.create(school=here.school, kind=kind, value=value, strength="hard", owner="coordinator")


def test_classes_teachers_bells_and_rooms_make_a_week(here: Planned) -> None:
    week = of(here)
    assert [(one.name, len(one.classes), one.children, one.flexible_seats) for one in week.grades] == [
        ("3", 2, 6, 3),
        ("4", 2, 6, 3),
    ]
    assert [(one.name, one.grade) for one in week.templates] == [
        ("early", "3"),
        ("late", "3"),
        ("early", "4"),
        ("late", "4"),
    ]
    assert [(one.grade, one.name, one.times, one.room) for one in week.activities] == [
        ("3", "Class", 1, None),
        ("3", "Lab", 1, here.lab.pk),
        ("4", "Class", 1, None),
        ("4", "Lab", 1, here.lab.pk),
    ]
    first = week.activities[0]
    assert [(one.adult, one.classes) for one in first.teachers] == [
        (here.teachers[0].staff_id, (here.classes[0].pk,)),
        (here.teachers[1].staff_id, (here.classes[1].pk,)),
    ]
    assert [one.name for one in week.specials] == ["Art", "Music", "Gym 2", "Gym 3"]
    assert {block.room for one in week.templates for block in one.of(Kind.LUNCH)} == {here.lunch.pk}
    assert notes(here) == {} and findings(week) == ()


def test_the_schools_own_numbers_become_rules(here: Planned) -> None:
    for kind, value in (
        ("week-waves", {"most": 2}),
        ("week-tutors", {"a_grade": 2, "most": 3}),
        ("week-preparation", {"minutes": 30}),
        ("week-specials", {"meetings": 1}),
        ("week-lab", {"percent": 100}),
    ):
        ruled(here, kind, **value)
    week = of(here)
    told = {one.id: (one.kind, one.amount) for one in week.rules}
    assert told["waves"] == (RuleKind.WAVES, 2)
    assert told["tutors"] == (RuleKind.TUTORS, 3)
    assert told[f"preparation:{here.teachers[0].staff_id}"] == (RuleKind.PREPARATION, 30)
    assert told["meetings:1"] == (RuleKind.MEETINGS, 1)
    assert told[f"seats:{here.lab.pk}"] == (RuleKind.SEATS, 60)
    assert {(one.flexible_seats, one.tutors) for one in week.grades} == {(6, 2)}


def test_teachers_of_one_subject_each_share_the_blocks_of_a_grade(here: Planned) -> None:
    """Two teachers for two classes, and a block for each subject: none is left for the lab."""
    for user, subject in zip(here.teachers[:2], ("English", "Maths"), strict=True):
        Qualification.objects.create(staff=user.staff, subject=subject, grades=["03"])
        for group in here.classes[:2]:
            Enrollment.objects.get_or_create(
                school_class=group, staff=user.staff, defaults={"sourced_id": f"{user}{group.pk}", "role": "teacher"}
            )
    three = [one for one in of(here).activities if one.grade == "3"]
    assert [(one.name, one.times, len(one.teachers[0].classes)) for one in three] == [
        ("English", 1, 2),
        ("Maths", 1, 2),
    ]


def test_a_grade_may_run_as_flex(here: Planned) -> None:
    ruled(here, "week-flex", grade_03=1)
    assert of(here).grades[0].model is Model.ROTATIONAL
    assert "no-flex-room" in notes(here)
    hall = Room.objects.create(school=here.school, name="Hall", kind="flex", seats=120)
    three = of(here).grades[0]
    assert (three.model, three.room) == (Model.FLEX, hall.pk)
    assert three.adults == tuple(sorted(user.staff_id for user in here.teachers[:2] if user.staff_id))
    assert {one.grade for one in of(here).activities} == {"4"}


def test_times_hold_where_they_hold_on_every_weekday_of_the_day_type(here: Planned) -> None:
    user = here.teachers[0]
    for weekday in range(5):
        at_work(here.school, user, weekday, None, ("7:32", "14:58") if weekday else ("8:00", "15:00"))
    at_work(here.school, user, 2, None, ("13:03", "13:30"), "prep")
    (adult,) = [one for one in of(here).adults if one.number == user.staff_id]
    day = here.day_type.pk
    assert adult.times == (Time(day, 480, 895), Time(day, 780, 810, TimeKind.PREPARATION))
    assert any(one.id == f"hours:{user.staff_id}" for one in of(here).rules)
    StaffTime.objects.filter(staff=user.staff, weekday=4).delete()
    (adult,) = [one for one in of(here).adults if one.number == user.staff_id]
    assert adult.times[0] == Time(day, 0, 5)


def test_who_may_lead_what_is_what_qualifications_say(here: Planned) -> None:
    told = {one.number: (one.teaches, one.grades) for one in of(here).adults}
    assert told[here.teachers[0].staff_id or 0] == ((), ())
    Qualification.objects.create(staff=here.music.staff, subject="Music lessons", grades=["03", "05"])
    (music,) = [one for one in of(here).adults if one.number == here.music.staff_id]
    assert (music.teaches, music.grades) == (("Music", "Music lessons"), ("3", "5"))
    Qualification.objects.filter(staff=here.music.staff).update(grades=["05"])
    assert "Music" not in [one.name for one in of(here).specials]


def test_a_room_with_two_adults_gives_two_specials_and_one_without_any_gives_one(here: Planned) -> None:
    at_work(here.school, here.art, 0, here.music_room)
    Room.objects.create(school=here.school, name="Library", kind="special", seats=30)
    assert [one.name for one in of(here).specials if one.name.startswith(("Music", "Lib"))] == [
        "Music",
        "Music 2",
        "Library",
    ]
    assert [one.adult for one in of(here).specials if one.name == "Library"] == [None]


def test_several_labs_count_as_one(here: Planned) -> None:
    Room.objects.create(school=here.school, name="Small lab", kind="lab", seats=20, devices=15)
    Room.objects.create(school=here.school, name="Patio", kind="lunch", seats=20)
    assert [one.amount for one in of(here).rules if one.room == here.lab.pk] == [75]
    assert "Cafeteria" in notes(here)["several-rooms"]


def test_what_cannot_be_used_is_told(here: Planned) -> None:
    block = TemplateBlock.objects.filter(template__name="late", kind="lunch").earliest("pk")
    block.ends_at = clock("12:03")
    block.save()
    Enrollment.objects.filter(staff=here.teachers[0].staff).delete()
    Class.objects.filter(pk=here.classes[3].pk).update(grades=["07"])
    told = notes(here)
    assert set(told) == {"bells-off-grid", "child-without-bells", "class-without-teacher"}
    assert "late (Full day)" in told["bells-off-grid"]
    assert len(of(here).templates) == 3


def test_a_grade_without_bells_on_one_of_the_days_is_left_out(here: Planned) -> None:
    short_day = here.school.day_types.create(name="Early end", weekdays=[])
    bells(short_day, "03", "short", ("core 8:00 9:00", "core 9:00 10:00"))
    assert [one.name for one in of(here).grades] == ["3"]
    assert "Early end" in notes(here)["no-bells"]


@pytest.mark.parametrize("gone", [Class, Template, Room])
def test_without_classes_bells_or_rooms_there_is_still_an_answer(here: Planned, gone: type) -> None:
    if gone is Class:
        Enrollment.objects.all().delete()
    else:
        gone._default_manager.all().delete()
    week = of(here)
    assert bool(week.grades) is (gone is Room)
    if gone is Room:
        assert {one.name for one in week.activities} == {"Class"}
        assert (week.specials, [one.flexible_seats for one in week.grades]) == ((), [0, 0])


def test_no_teacher_at_all_leaves_a_class_by_itself(here: Planned) -> None:
    Enrollment.objects.filter(staff__isnull=False).delete()
    assert [(one.name, one.teachers) for one in of(here).activities if one.grade == "3"] == [("Class", ()), ("Lab", ())]
