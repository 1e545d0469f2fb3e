"""Sheets of a day: one page each, in type that can be read, with boxes; and in none of them what is nobody's business.

Neither a sheet, nor a file, nor a calendar tells that a child has a service, what for, or who is kept apart from whom.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings

from homeroom.pages import pdf
from homeroom.people.models import AuditEntry, Class, School, User
from homeroom.reports.class_week.report import Named
from homeroom.reports.rotation.today import TodayInTheLab
from homeroom.reports.rotation.today.report import Adult, Meeting, Phase, Sitter, Sitting, Spot, Standing
from homeroom.reports.rotation.today.sheets import FITS, HEAD, Sheet, sheets
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.models import Absence, Pair, PlanRule, Service
from pages.a_planned_day import Day, a_large_day, a_monday, client_of, published, words
from pages.test_paper import missing_signs, sizes
from pages.test_today_calendar import a_service, calendar
from read_files import words_of
from rotation.plans.a_week import MONDAY, WEDNESDAY, person

pytestmark = pytest.mark.any_database
FULL = bool(os.environ.get("HOMEROOM_FULL"))
LEAST = 9  # points
KINDS = ("csv", "xlsx", "json", "pdf")


@pytest.fixture
def day(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Day:
    return a_monday(settings, monkeypatch)


# What stands on a sheet


def test_it_works(day: Day) -> None:
    published(day)
    Absence.objects.create(student=day.own.children[1], day=MONDAY, said_by="principal")
    page = words(client_of(day.principal).get(f"{day.page}sheets/"))
    assert (
        "Tutor Example Valley School Monday 26 October 2026 10:00–10:30 Room 3 · A tutor's group on 3.NF.A.1 "
        "took place did not Minutes: ____ Ana A. Bảo H. absent Emeka M. " in page
    )
    assert "Lab Valley School Monday 26 October 2026 10:00–10:30 Number Trail Fatima Đ. Giang K. Minutes in" in page
    assert "Room 3 Valley School Monday 26 October 2026 10:00–10:30 with Teacher Example took place" in page
    assert page.index("Teacher Example Valley School") < page.index("Tutor Example Valley School")


def test_first_names_do_unless_two_are_alike(day: Day) -> None:
    published(day)
    for child in day.own.children[:2]:
        child.given_name, child.family_name = "Ana", f"A{child.pk:09}"
        child.save()
    day.own.children[4].preferred_name = "Em"
    day.own.children[4].family_name = ""
    day.own.children[4].save()
    page = words(client_of(day.principal).get(f"{day.page}sheets/"))
    one, other = (day.own.children[at].name for at in (0, 1))
    assert f"Minutes: ____ Em {one} {other} " in page


def test_a_tutor_prints_the_own_sheet_and_a_teacher_counts_others(day: Day) -> None:
    published(day)
    tutor = words(client_of(day.own.tutor).get(f"{day.page}sheets/?show=adult-{person(day.own.tutor).pk}"))
    assert "Tutor Example Valley School" in tutor
    assert "Room 3 Valley School" not in tutor
    teacher = words(client_of(day.own.teacher).get(f"{day.page}sheets/"))
    assert "Ana A. Bảo H. and 1 other child" in teacher
    assert "Emeka" not in teacher
    assert AuditEntry.objects.filter(object__startswith="sheets of the day").count() == 2


def test_without_sessions_there_is_nothing_to_print(day: Day) -> None:
    published(day)
    client = client_of(day.principal)
    assert "has no session on this day" in words(client.get(f"{day.page}sheets/?day={WEDNESDAY}"))
    assert client.get(f"{day.page}sheets/sheets.pdf?day={WEDNESDAY}").status_code == 404


# One page each


def a_report(*groups: int) -> TodayInTheLab:
    """One adult who meets so many children one time after the other, all of them with long names, in one long room."""
    adult = Adult(1, "Maximiliana Güiñazú-Łukasz Nguyễn")
    kids = [
        Sitter(Named(at, "x"), f"Nguyễn-Bảo-Ngọc {at} Đ.", "Grade 3", absent=at % 9 == 0) for at in range(max(groups))
    ]
    sittings = [
        Sitting(
            number,
            time(8 + number // 2, 30 * (number % 2)),
            time(8 + number // 2, 30 * (number % 2) + 29),
            Phase.LATER,
            (
                Meeting(
                    f"{number}",
                    Modality.TUTORING,
                    Spot("room-1", "Room 3, upstairs"),
                    adult,
                    "3.NF.A.2.a",
                    "",
                    "",
                    "",
                    tuple(kids[:size]),
                    others=2,
                ),
            ),
        )
        for number, size in enumerate(groups)
    ]
    at = datetime(2026, 10, 26, 8)
    told = TodayInTheLab(1, "Valley School", date(2026, 10, 26), at, True, Standing.PLANNED, "", 1)
    return replace(told, sittings=tuple(sittings))


def test_a_sheet_has_as_many_columns_as_it_takes() -> None:
    assert [sheets(a_report(*groups))[0].columns for groups in ([6, 6], [8] * 5, [8] * 10)] == [1, 2, 3]


def test_what_is_more_than_a_page_is_parted_and_nobody_is_lost() -> None:
    found = [one for one in sheets(a_report(300, 8, 60, 60)) if not one.is_adult]
    assert [one.part for one in found] == [1, 2, 3, 4, 5]
    assert all(sum(block.lines for block in one.blocks) <= FITS[-1] for one in found)
    shown = [sitter.short for one in found for block in one.blocks for sitter in block.sitters]
    assert len(shown) == 300 + 8 + 60 + 60
    assert [block.goes_on for one in found for block in one.blocks] == [False, True, True, False, False, False]


@pytest.mark.draws
@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")
@pytest.mark.parametrize("paper", ["letter", "a4"] if FULL else ["letter"])
@pytest.mark.parametrize("language", ["en", "es", "vi"] if FULL else ["vi"])
def test_every_sheet_is_one_page_in_type_that_can_be_read(
    day: Day, monkeypatch: pytest.MonkeyPatch, paper: str, language: str
) -> None:
    """Sheets that are just full: of one column, of two, of three."""
    published(day)
    full = [full_sheet(most, size) for most, size in ((FITS[0], 4), (FITS[1], 8), (FITS[2], 6), (FITS[2], 200))]
    monkeypatch.setattr("homeroom.pages.today.sheets.sheets", lambda _: full)
    file = client_of(day.principal, language).get(f"{day.page}sheets/sheets.pdf?paper={paper}").getvalue()
    reader = PdfReader(io.BytesIO(file))
    assert [one.columns for one in full] == [1, 2, 3, 3]
    assert len(reader.pages) == len(full)
    assert min(sizes(reader)) >= LEAST
    assert missing_signs(reader) == 0


def full_sheet(lines: int, size: int) -> Sheet:
    """An adult's sheet of groups of this size, filled up to the last line."""
    groups = []
    while lines > HEAD:
        groups.append(min(size, lines - HEAD))
        lines -= HEAD + groups[-1]
    (found,) = (one for one in sheets(a_report(*groups)) if one.is_adult)
    return found


@pytest.mark.draws
@pytest.mark.skipif(not (FULL and pdf.is_here()), reason="draws for long: `make check` does")
def test_a_school_of_three_hundred_is_printed_a_page_a_sheet(day: Day) -> None:
    a_large_day(day)
    answer = client_of(day.principal).get(f"{day.page}sheets/sheets.pdf")
    reader = PdfReader(io.BytesIO(answer.getvalue()))
    titles = [page.extract_text().splitlines()[0] for page in reader.pages]
    assert [f"Tutor{at} Example" for at in range(6)] == titles[:6]
    assert len(titles) == len(set(titles))
    assert AuditEntry.objects.get(verb="exported").students == sorted(
        Class.objects.filter(sourced_id__startswith="large").values_list("enrollments__student", flat=True)
    )


# What stands on none


# Words that somebody could have put into the only texts there are, and those of our own models.
SECRET = ("speech", "counsel", "apart", "together", "pair", "service", "IEP", "English learner", "level 2")


@pytest.fixture
def with_services(day: Day) -> Day:
    """A child with a service, two who are kept apart, and a school that watches over a band of children."""
    told = {"student": day.own.children[7], "provider": person(day.own.second_tutor)}
    Service.objects.create(**told, minutes=30, meetings=1, windows=[{"weekday": 0, "from": "10:00", "to": "11:00"}])
    first, second = sorted(child.pk for child in day.own.children[:2])
    Pair.objects.create(one_id=first, other_id=second, kind=Pair.Kind.APART, owner="speech and IEP level 2")
    PlanRule.objects.create(school=day.own.school, kind="equity", value={"by": "IEP"}, strength="floor", owner="x")
    published(day, a_service(day))
    return day


def everything(day: Day, who: User) -> Iterator[tuple[str, str]]:
    """Each page, sheet, file and calendar of the day that this person gets."""
    client: Client = client_of(who)
    for path in ("", "absences/", "sheets/", "ticks/", "sheets/sheets.pdf", *(f"day.{kind}" for kind in KINDS)):
        answer = client.get(f"{day.page}{path}")
        if answer.status_code == 200:
            yield path, words_of(answer)
    for owner in (day.own.tutor, day.own.second_tutor, day.own.teacher, day.own.lab_room, day.own.small_room):
        if not isinstance(owner, User) or owner == who or who == day.principal:
            yield f"calendar of {owner}", calendar(day, who, owner).decode()


@pytest.mark.parametrize("name", ["principal", "teacher", "other_teacher", "tutor", "second_tutor", "lab"])
def test_nothing_tells_of_services_pairs_or_bands(with_services: Day, name: str) -> None:
    day, asked = with_services, User.objects.get(username=name)
    found = dict(everything(day, asked))
    assert len(found) >= 8
    told = {(where, word) for where, said in found.items() for word in SECRET if word.casefold() in said.casefold()}
    assert told == set()


def test_who_meets_whom_is_all_that_is_told_of_a_service(with_services: Day) -> None:
    day = with_services
    page = words(client_of(day.own.other_teacher).get(f"{day.page}sheets/?show=room-{day.own.small_room.pk}"))
    assert "10:00–10:30 with Second_Tutor Example took place did not Minutes: ____ Hùng B. " in page
    own = words(client_of(day.own.second_tutor).get(f"{day.page}sheets/"))
    assert "Second_Tutor Example Valley School Monday 26 October 2026 10:00–10:30 Room 3 took place" in own


def test_calendars_hold_no_childs_name(with_services: Day) -> None:
    day = with_services
    files = [said for where, said in everything(day, day.principal) if where.startswith("calendar")]
    names = [part for child in day.own.children for part in (child.given_name, child.family_name, child.sourced_id)]
    assert len(files) == 5
    assert not [name for name in names for file in files if name in file.replace("\r\n ", "")]
    assert School.objects.get(sourced_id="s1").name not in "".join(files)
