"""What teachers said of a child is handed out whole, and goes with the child."""

from __future__ import annotations

from datetime import date

import pytest

from homeroom.mastery import erase, export, stops, teachers
from homeroom.mastery.models import Check, GroupAct, KeptGroup, Membership, Override, Stop
from homeroom.people.models import Class, School
from mastery.people import child, standard, teacher

pytestmark = pytest.mark.django_db
SEEN = date(2026, 10, 26)


def _speak_of(student: int) -> None:
    one = teachers.check(teacher(), student, standard(), "partly", SEEN, "with help")
    teachers.withdraw(teacher("otto"), one)
    teachers.check(teacher(), student, standard(), "got it", SEEN)
    teachers.override(teacher(), student, standard(), "mastered", "seen at the board")
    stops.stop(teacher(), student, standard(), "off", "enough of it")
    in_a_group(student)


def in_a_group(student: int) -> None:
    school = School.objects.get_or_create(sourced_id="s", name="Valley School")[0]
    room = Class.objects.get_or_create(sourced_id="r", title="Room 1", school=school)[0]
    days = {"begins_on": SEEN, "ends_on": SEEN}
    group = KeptGroup.objects.create(school_class=room, standard=standard(), reason="four need it", **days)
    Membership.objects.create(group=group, student_id=student, since=SEEN, added_by="tina")
    GroupAct.objects.create(kind="added", group=group, student_id=student, by="tina")


def test_the_child_goes_and_nobody_else_loses_anything() -> None:
    ana, ben = child("ana"), child("ben")
    _speak_of(ana.pk)
    _speak_of(ben.pk)
    before = teachers.version()
    told = erase.erase(ana.pk)
    assert [(one.package, one.place, one.count) for one in told] == [
        ("mastery", "checks", 2),
        ("mastery", "overrides", 1),
        ("mastery", "stops", 1),
        ("mastery", "places in groups", 1),
    ]
    assert teachers.version() == before + 1
    assert set(Check.objects.values_list("student", flat=True)) == {ben.pk}
    assert set(Override.objects.values_list("student", flat=True)) == {ben.pk}
    assert set(Stop.objects.values_list("student", flat=True)) == {ben.pk}
    assert set(Membership.objects.values_list("student", flat=True)) == {ben.pk}
    assert set(GroupAct.objects.values_list("student", flat=True)) == {ben.pk}


def test_erasing_again_removes_nothing_and_changes_no_version() -> None:
    ana = child()
    _speak_of(ana.pk)
    erase.erase(ana.pk)
    before = teachers.version()
    assert [one.count for one in erase.erase(ana.pk)] == [0, 0, 0, 0]
    assert teachers.version() == before


def test_everything_said_is_handed_out_with_the_meaning_of_each_column() -> None:
    ana = child()
    _speak_of(ana.pk)
    checks, overrides, taken_off, groups = export.export(ana.pk)
    names = [column.name for column in checks.columns]
    assert names[:4] == ["standard", "result", "seen_on", "note"]
    assert [row[:4] for row in checks.rows] == [
        ["3.NF.A.1", "partly", SEEN, "with help"],
        ["3.NF.A.1", "got it", SEEN, ""],
    ]
    assert [row[names.index("withdrawn_by")] for row in checks.rows] == ["otto", ""]
    assert [row[:3] for row in overrides.rows] == [["3.NF.A.1", "mastered", "seen at the board"]]
    assert [row[:3] for row in taken_off.rows] == [["3.NF.A.1", "off", "enough of it"]]
    assert [column.name for column in groups.columns][:3] == ["standard", "class", "reason"]
    assert [row[:3] for row in groups.rows] == [["3.NF.A.1", "Room 1", "four need it"]]
    assert all(column.words for table in (checks, overrides, taken_off, groups) for column in table.columns)


def test_of_a_child_nobody_spoke_of_the_tables_are_there_and_empty() -> None:
    assert [(table.name, list(table.rows)) for table in export.export(404)] == [
        (name, []) for name in ("checks", "overrides", "stops", "small groups")
    ]
