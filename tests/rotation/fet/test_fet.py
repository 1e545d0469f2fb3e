"""Timetables of FET: read, written and read again; what is left out is told, and damaged files are refused."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from homeroom.rotation.errors import RotationError
from homeroom.rotation.fet.left_out import LeftOut
from homeroom.rotation.fet.read import read
from homeroom.rotation.fet.write import locked, write
from homeroom.rotation.grid.instance import (
    DaysBetween,
    EndsDay,
    InRoom,
    Instance,
    NotAvailable,
    Of,
    Rules,
    SameStart,
    Starts,
    Within,
)
from homeroom.rotation.grid.plan import Meeting, Plan
from rotation.fet.files import SMALL, weeks

pytestmark = pytest.mark.any_database

FILES = [
    "6th-Primary-School",
    "FGPS",
    "HashiyanaPSY16T2a",
    "HavanaPSY2016T2b",
    "KalengaPSY15T1a",
    "MAPS",
    "NamutuniPSY16T2a",
]
REAL = (*FILES, "Van_RhynFinal", "primaria", "small-school")


def ruled(*rules: Rules) -> Instance:
    return msgspec.structs.replace(SMALL, rules=rules)


def changed(old: str, new: str, *rules: Rules) -> bytes:
    """A file in which some words are replaced by others."""
    text = write(ruled(*rules)).text.decode()
    assert old in text
    return text.replace(old, new).encode()


def test_a_week_is_read_as_it_was_written() -> None:
    told = read(write(SMALL).text)
    assert told.instance == SMALL and told.left_out == ()


@settings(max_examples=30, deadline=None)
@given(weeks())
def test_any_week_that_fet_has_words_for_is_read_as_it_was_written(week: Instance) -> None:
    wrote = write(week)
    told = read(wrote.text)
    assert wrote.left_out == () and told.left_out == ()
    assert told.instance == week


@pytest.mark.shared
@pytest.mark.parametrize("name", REAL)
def test_a_real_schools_week_is_carried_whole(shared: Path, name: str) -> None:
    told = read((shared / "schedules" / "fet-primary" / f"{name}.fet").read_bytes())
    assert {left.what for left in told.left_out} <= {"fet/Comments"}
    wrote = write(told.instance)
    assert wrote.left_out == () and read(wrote.text).instance == told.instance


@pytest.mark.parametrize(
    "rule",
    [
        NotAvailable(times=(0,), teacher="Ada", students="1a"),
        Starts(of=Of(activity=1, subject="math"), times=(0,)),
        Starts(of=Of(activity=1), times=(0, 1), locked=True),
        Starts(of=Of(subject="math"), times=(0,), locked=True),
        Within(of=Of(activity=1, subject="math"), times=(0,)),
        EndsDay(of=Of(activity=1)),
        EndsDay(of=Of(duration=2)),
        InRoom(of=Of(tag="loud"), rooms=("Hall",)),
        InRoom(of=Of(activity=1), rooms=("Hall", "12"), locked=True),
        InRoom(of=Of(activity=1), rooms=("Hall",), home=True),
        InRoom(of=Of(subject="math"), rooms=("Hall",), locked=True),
        InRoom(of=Of(teacher="Ada"), rooms=("Hall",)),
    ],
    ids=str,
)
def test_what_fet_has_no_words_for_is_told(rule: Rules) -> None:
    wrote = write(ruled(rule))
    assert wrote.left_out == (LeftOut(type(rule).__name__, "FET has no words for it."),)
    assert read(wrote.text).instance == SMALL


def test_constraints_that_a_grid_lacks_are_told_with_their_count() -> None:
    gaps = "<ConstraintTeachersMaxGapsPerDay><Max_Gaps>2</Max_Gaps></ConstraintTeachersMaxGapsPerDay>"
    told = read(changed("</Time_Constraints_List>", f"{gaps}{gaps}</Time_Constraints_List>"))
    assert told.left_out == (LeftOut("ConstraintTeachersMaxGapsPerDay", "A grid has no such rule.", 2),)


def test_parts_that_nobody_asked_for_are_told() -> None:
    told = read(changed("<Teachers_List>", "<Teachers_List><Pay>9</Pay>"))
    assert told.left_out == (LeftOut("Teachers_List/Pay", "Nothing here holds it."),)


@pytest.mark.parametrize(("mode", "count"), [("Official", 0), ("Mornings-Afternoons", 1)])
def test_another_way_of_working_is_told(mode: str, count: int) -> None:
    told = read(changed("<Comments/>", f"<Mode>{mode}</Mode>"))
    assert sum(left.what == "fet/Mode" for left in told.left_out) == count


def test_what_is_switched_off_is_told() -> None:
    rules = (
        Starts(of=Of(activity=3), times=(0,)),
        DaysBetween(activities=(2, 3), days=1),
        SameStart(activities=(1, 2, 3)),
        EndsDay(of=Of(subject="music")),
    )
    off = "<Activity_Group_Id>0</Activity_Group_Id>\n      <Active>true</Active>"
    told = read(changed(off, off.replace("true", "false"), *rules))
    assert [activity.key for activity in told.instance.activities] == [1, 2]
    assert told.instance.rules == (SameStart(activities=(1, 2)), EndsDay(of=Of(subject="music")))
    assert [(left.what, left.count) for left in told.left_out] == [
        ("Activity", 1),
        ("ConstraintActivityPreferredStartingTime", 1),
        ("ConstraintMinDaysBetweenActivities", 1),
    ]


def test_a_constraint_that_is_switched_off_is_told() -> None:
    ends = "<Activity_Tag_Name/>\n      <Active>true</Active>"
    told = read(changed(ends, ends.replace("true", "false"), EndsDay(of=Of(subject="music"))))
    assert told.instance == SMALL
    assert told.left_out == (LeftOut("ConstraintActivitiesEndStudentsDay", "It is switched off in the file."),)


def test_a_room_that_is_several_is_told_and_so_is_the_rule_that_names_it() -> None:
    rules = InRoom(of=Of(activity=1), rooms=("12",)), InRoom(of=Of(subject="math"), rooms=("Hall", "12"))
    virtual = "<Capacity>25</Capacity>\n      <Virtual>false</Virtual>"
    told = read(changed(virtual, virtual.replace("false", "true"), *rules))
    assert [room.name for room in told.instance.rooms] == ["Hall"]
    assert told.instance.rules == (InRoom(of=Of(subject="math"), rooms=("Hall",)),)
    assert [left.what for left in told.left_out] == ["ConstraintActivityPreferredRoom", "Room"]


DAMAGED = [
    (b"", "line 1"),
    (b"not xml", "line 1"),
    (write(SMALL).text[:-200], "breaks off or is damaged"),
    (b"<timetable/>", "no file of FET"),
    (b"<fet/>", "old FET"),
    (changed('version="5.41.0"', 'version="4.2.1"'), "old FET"),
    (b'<!DOCTYPE fet [<!ENTITY x "y">]><fet version="5.1"/>', "document type"),
    (b" " * 30_000_001, "larger"),
    (changed("<Subjects_List>", "<Subject_List>").replace(b"</Subjects_List>", b"</Subject_List>"), "no Subjects_List"),
    (changed("<Id>3</Id>", "<Id>three</Id>"), "Id is to be a number"),
    (changed("<Id>3</Id>", "<Id>3.5</Id>"), "whole number"),
    (changed("<Id>3</Id>", "<Id>2</Id>"), "activity 2 is there twice"),
    (changed("<Teacher>Ben</Teacher>", "<Teacher>Eve</Teacher>"), "no teacher Eve"),
    (changed("<Duration>2</Duration>", "<Duration>9</Duration>"), "doesn't fit into a day"),
    (changed("Percentage>95<", "Percentage>120<", SameStart(activities=(1, 2), weight=95.0)), "between 0 and 100"),
    (changed("<Activity_Id>2<", "<Activity_Id>x<", SameStart(activities=(1, 2))), "no number"),
    (changed("Day>Tue<", "Day>Sun<", Starts(of=Of(activity=1), times=(3,))), "no Sun 8"),
]


@pytest.mark.parametrize(("text", "why"), DAMAGED, ids=[why for _, why in DAMAGED])
def test_a_damaged_file_is_refused_with_a_reason(text: bytes, why: str) -> None:
    with pytest.raises(RotationError, match=why):
        read(text)


def test_a_name_that_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(RotationError, match="character"):
        write(msgspec.structs.replace(SMALL, school="Elm\x00Street"))


def test_a_locked_week_says_where_everything_is() -> None:
    wish = Starts(of=Of(activity=3), times=(2,), weight=50.0)
    week = ruled(wish, SameStart(activities=(1, 2)))
    plan = Plan("", (Meeting(1, 0), Meeting(2, 3), Meeting(3, 2, "Hall")))
    assert read(write(locked(week, plan)).text).instance.rules == (
        SameStart(activities=(1, 2)),
        Starts(of=Of(activity=1), times=(0,), locked=True),
        Starts(of=Of(activity=2), times=(3,), locked=True),
        Starts(of=Of(activity=3), times=(2,), locked=True),
        InRoom(of=Of(activity=3), rooms=("Hall",), locked=True),
    )
