"""A calendar comes as CSV or as Ed-Fi's XML: whole or not at all, and of schools we know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from homeroom.intake.calendars.receive import Received, receive_calendar
from homeroom.intake.errors import IntakeError
from homeroom.people.models import School, SchoolDay
from homeroom.people.school_days import calendar

pytestmark = pytest.mark.django_db
LABOR_DAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def school() -> School:
    return School.objects.create(sourced_id="s1", name="Valley School", identifier="4400217")


def received(folder: Path, text: str, name: str = "calendar.csv") -> Received:
    path = folder / name
    path.write_text(text, "utf-8")
    return receive_calendar(path)


def days() -> list[tuple[str, str, str, str]]:
    return [
        (f"{one.day}", one.kind, one.name, one.school.name if one.school else "")
        for one in SchoolDay.objects.select_related("school")
    ]


def test_a_csv_for_all_and_for_one_school(tmp_path: Path) -> None:
    text = (
        "Date,Kind,Name,School\n2026-09-07,holiday,Labor Day,\n\n"
        "2026-10-12,other,Staff day,4400217\n2026-10-17,Instructional,,valley school\n"
    )
    assert received(tmp_path, text) == Received(3, ())
    assert days() == [
        ("2026-09-07", "holiday", "Labor Day", ""),
        ("2026-10-12", "other", "Staff day", "Valley School"),
        ("2026-10-17", "instructional", "", "Valley School"),
    ]


def test_two_columns_are_enough_and_a_second_file_replaces_its_own_days(tmp_path: Path) -> None:
    received(tmp_path, "date,kind\n2026-09-07,holiday\n2026-09-08,holiday\n")
    received(tmp_path, "date,kind\n2026-09-08,instructional\n")
    assert [kind for _, kind, *_ in days()] == ["holiday", "instructional"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("07/09/2026,holiday,,", "line 2: date “07/09/2026” is not a day written as 2026-09-07"),
        ("2026-02-30,holiday,,", "line 2: date “2026-02-30”"),
        ("2026-09-07,vacation,,", "line 2: kind “vacation” is none of instructional, holiday, other"),
        ("2026-09-07,holiday,,Hill School", "line 2: school “Hill School” is no id or name"),
        ("2026-09-07,holiday,,\n2026-09-07,other,,", "line 3: 2026-09-07 is another kind of day in line 2"),
    ],
)
def test_one_mistake_and_nothing_is_taken_in(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(IntakeError, match="Nothing was taken in") as error:
        received(tmp_path, f"date,kind,name,school\n{row}\n2026-10-12,holiday,,\n")
    assert words in str(error.value)
    assert days() == []


def test_many_mistakes_are_told_ten_at_a_time(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="and 2 more"):
        received(tmp_path, "date,kind\n" + "x,holiday\n" * 12)


@pytest.mark.parametrize("text", ["", "day,what\n2026-09-07,holiday\n", "date,kind\n"])
def test_a_file_that_is_no_calendar(tmp_path: Path, text: str) -> None:
    with pytest.raises(IntakeError, match="Nothing was taken in"):
        received(tmp_path, text)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no such file"):
        receive_calendar(tmp_path / "gone.csv")


def test_a_name_that_two_schools_share_is_no_name(tmp_path: Path) -> None:
    School.objects.create(sourced_id="s2", name="Valley School")
    with pytest.raises(IntakeError, match="is no id or name of one school"):
        received(tmp_path, "date,kind,school\n2026-09-07,holiday,Valley School\n")


def xml(*parts: str) -> str:
    return f'<?xml version="1.0"?><InterchangeEducationOrgCalendar xmlns="http://ed-fi.org/5.2.0">{"".join(parts)}</InterchangeEducationOrgCalendar>'


def of_school(number: str) -> str:
    return f"<SchoolReference><SchoolIdentity><SchoolId>{number}</SchoolId></SchoolIdentity></SchoolReference>"


def edfi_day(day: str, *events: str, school: str = "4400217", code: str = "1") -> str:
    told = "".join(
        f"<CalendarEvent>uri://ed-fi.org/CalendarEventDescriptor#{event}</CalendarEvent>" for event in events
    )
    identity = f"<CalendarIdentity><CalendarCode>{code}</CalendarCode>{of_school(school)}</CalendarIdentity>"
    return f"<CalendarDate><Date>{day}</Date>{told}<CalendarReference>{identity}</CalendarReference></CalendarDate>"


def edfi_calendar(kind: str, code: str) -> str:
    uri = f"uri://ed-fi.org/CalendarTypeDescriptor#{kind}"
    told = f"<CalendarCode>{code}</CalendarCode><CalendarType>{uri}</CalendarType>"
    return f"<Calendar>{told}{of_school('4400217')}</Calendar>"


def session(begins: str, ends: str, year: str = "2026-2027") -> str:
    dates = f"<BeginDate>{begins}</BeginDate><EndDate>{ends}</EndDate>"
    return f"<Session><SchoolYear>{year}</SchoolYear>{dates}{of_school('4400217')}</Session>"


def test_edfi_days_by_their_events(tmp_path: Path) -> None:
    text = xml(
        edfi_day("2026-09-07", "Holiday"),
        edfi_day("2026-09-08", "Instructional day", "Parent/teacher conference"),
        edfi_day("2026-09-09", "Teacher only day"),
        edfi_day("2026-09-12", "Make-up day"),
    )
    assert received(tmp_path, text, "EducationOrgCalendar.xml").days == 4
    assert [(day, kind) for day, kind, *_ in days()] == [
        ("2026-09-07", "holiday"),
        ("2026-09-08", "instructional"),
        ("2026-09-09", "other"),
        ("2026-09-12", "instructional"),
    ]


def test_the_break_between_two_sessions_is_a_holiday_and_the_summer_is_not_told(tmp_path: Path) -> None:
    text = xml(session("2026-08-31", "2026-12-18"), session("2027-01-04", "2027-06-11"))
    assert received(tmp_path, text, "c.xml").days == 10
    school = School.objects.get()
    assert not calendar().is_school_day(date(2026, 12, 24), school.pk)
    assert calendar().is_school_day(date(2027, 1, 4), school.pk)
    assert calendar().is_school_day(date(2027, 7, 1), school.pk)


def test_a_calendar_of_the_whole_school_goes_before_one_of_single_students(tmp_path: Path) -> None:
    text = xml(
        edfi_calendar("School", "1"),
        edfi_calendar("Student Specific", "2"),
        edfi_day("2026-09-07", "Holiday", code="1"),
        edfi_day("2026-09-08", "Holiday", code="2"),
    )
    assert received(tmp_path, text, "c.xml").days == 1


def test_a_calendar_of_single_students_counts_where_the_school_has_no_other(tmp_path: Path) -> None:
    text = xml(edfi_calendar("Student Specific", "2"), edfi_day("2026-09-08", "Holiday", code="2"))
    assert received(tmp_path, text, "c.xml").days == 1


def test_days_of_schools_nobody_knows_are_left_out_and_told(tmp_path: Path) -> None:
    text = xml(edfi_day("2026-09-07", "Holiday"), edfi_day("2026-09-07", "Holiday", school="99"))
    told = received(tmp_path, text, "c.xml")
    assert told.days == 1
    assert "School 99" in told.notes[0]
    with pytest.raises(IntakeError, match="School 99"):
        received(tmp_path, xml(edfi_day("2026-09-07", "Holiday", school="99")), "c.xml")


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>Sign in</body></html>",
        "<InterchangeEducationOrgCalendar><CalendarDate>",
        xml(edfi_day("soon", "Holiday")),
        '<!DOCTYPE a [<!ENTITY b "c">]><InterchangeEducationOrgCalendar>&b;<InterchangeEducationOrgCalendar>',
    ],
)
def test_xml_that_is_no_calendar_or_broken(tmp_path: Path, text: str) -> None:
    with pytest.raises(IntakeError, match=r"c\.xml"):
        received(tmp_path, text, "c.xml")
    assert days() == []


def test_no_entity_reads_a_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("2026-09-07")
    declared = f'<!DOCTYPE a [<!ENTITY leak SYSTEM "file://{secret}">]>'
    with pytest.raises(IntakeError):
        received(tmp_path, declared + xml(edfi_day("&leak;", "Holiday")).partition("?>")[2], "c.xml")


@pytest.mark.shared
def test_a_calendar_from_elsewhere(shared: Path) -> None:
    School.objects.create(sourced_id="255901107", name="High School")
    path = shared / "programs_and_rosters" / "edfi_xml_grand_bend" / "EducationOrgCalendar.xml"
    told = receive_calendar(path)
    assert SchoolDay.objects.filter(kind="instructional").count() == 2
    assert SchoolDay.objects.filter(kind="holiday", name="between terms").count() == told.days - 2 > 5
    assert len(told.notes) == 2
