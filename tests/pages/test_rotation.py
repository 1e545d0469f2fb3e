"""The week's pages: by class, room and adult; a draft changed, refused, published; each reader with their own part."""

from __future__ import annotations

import csv
import io
import json
from importlib.util import find_spec

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import Settings

from a_school import staff
from homeroom.pages import pdf
from homeroom.people.models import Class, Enrollment, Role, School, Staff, User
from homeroom.rotation import week_drafts, week_publish
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import Absence, PlanningRun, Room, Rotation, Template, TemplateBlock
from homeroom.rotation.week.thumb import by_thumb
from pages.test_paper import LEAST, PAPERS, sizes
from read_files import words_of
from rotation.weeks.a_school_week import MONDAY, YEAR_END, Planned, a_large_school, a_planned_school, at_work

DATES = week_drafts.Dates(MONDAY, YEAR_END)
TYPED = {"name": "Autumn", "begins_on": "2026-10-26", "ends_on": "2027-06-11"}


@pytest.fixture
def here(settings: Settings, db: None) -> Planned:
    settings.HOMEROOM_TODAY = MONDAY
    return a_planned_school()


def drafted(school: School) -> Rotation:
    week = school_week(school).instance
    return week_drafts.save(week, by_thumb(week), None, DATES)


def page(client: Client, who: User, route: str, *arguments: object, status: int = 200, **query: str) -> str:
    client.force_login(who)
    response = client.get(reverse(route, args=arguments), query)
    assert response.status_code == status
    return words_of(response)


def act(client: Client, who: User, kept: Rotation, what: str, seen: int = 0, status: int = 302) -> str:
    client.force_login(who)
    told = {"act": what, "seen": str(seen)}
    response = client.post(reverse("rotation-act", args=[kept.school_id, kept.pk]), told)
    assert response.status_code == status
    return response.headers.get("Location", "") if status == 302 else words_of(response)


def entry(here: Planned, kept: Rotation, at: int = 0, start: int = 480) -> list[int]:
    return [here.school.pk, kept.pk, here.day_type.pk, here.classes[at].pk, start]


def test_it_works(client: Client, here: Planned) -> None:
    client.force_login(here.coordinator)
    assert "Begin a draft" in words_of(client.get(reverse("rotation", args=[here.school.pk])))
    made = client.post(reverse("rotation-new", args=[here.school.pk]), TYPED)
    kept = Rotation.objects.get()
    assert made.headers["Location"] == reverse("rotation-week", args=[here.school.pk, kept.pk])
    told = page(client, here.coordinator, "rotation", here.school.pk)
    assert "Every rule that must be kept is kept." in told
    assert "Version 1 “Autumn”" in told and "By adult" in told
    assert act(client, here.principal, kept, "publish") == reverse("rotation-week", args=[here.school.pk, kept.pk])
    assert week_publish.published(here.school.pk) == kept
    held = page(client, here.principal, "rotation", here.school.pk)
    assert "This week holds from 26 Oct 2026" in held and "End this week" in held


def test_a_teacher_sees_the_own_class_of_what_holds_and_nothing_else(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    teacher = here.teachers[0]
    assert "No week is published yet" in page(client, teacher, "rotation", here.school.pk)
    page(client, teacher, "rotation-week", here.school.pk, kept.pk, status=404)
    week_publish.publish(kept, here.principal, 0)
    told = page(client, teacher, "rotation", here.school.pk)
    assert "Room 1" in told and "Room 2" not in told and "Publish" not in told
    hours = page(client, teacher, "rotation", here.school.pk, by="adult")
    assert "Teacher0 Example" in hours and "Music Example" not in hours
    rows = csv_of(client, here, kept)
    assert {row["class"] for row in rows} == {"Room 1"}
    music = page(client, here.music, "rotation", here.school.pk)
    assert "None of your classes is in this week." in music
    stranger = staff("elsewhere", Role.Kind.TEACHER, School.objects.create(sourced_id="s2", name="Hill School"))
    page(client, stranger, "rotation", here.school.pk, status=404)


def csv_of(client: Client, here: Planned, kept: Rotation, table: str = "") -> list[dict[str, str]]:
    asked = {"header": "machine", "table": table}
    response = client.get(reverse("rotation-week-csv", args=[here.school.pk, kept.pk]), asked)
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_the_files_say_what_the_page_says(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    Room.objects.filter(pk=here.lab.pk).update(seats=2)
    told = page(client, here.principal, "rotation-week", here.school.pk, kept.pk)
    rows = csv_of(client, here, kept)
    assert len(rows) == 4 * 5 and {row["kind"] for row in rows} == {"core", "special", "lunch", "flexible"}
    broken = csv_of(client, here, kept, "not_kept")
    assert all(row["not_kept"] in told for row in broken) and broken
    seats = {(row["room"], row["from"]): row["needed"] for row in csv_of(client, here, kept, "rooms")}
    assert seats["Lab", "11:30"] == "6" and f"{seats['Lab', '8:00']}" == "6"
    assert {row["adult"] for row in csv_of(client, here, kept, "adults")} >= {"Teacher0 Example", "Music Example"}
    found = json.loads(client.get(reverse("rotation-week-json", args=[here.school.pk, kept.pk])).getvalue())
    assert [one["name"] for one in found["tables"]] == ["week", "rooms", "adults", "not_kept"]
    by_room = page(client, here.principal, "rotation-week", here.school.pk, kept.pk, by="room")
    assert "too many" in by_room and "Cafeteria" in by_room


def test_one_entry_is_changed_checked_at_once_and_undone(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    told = page(client, here.coordinator, "rotation-entry", *entry(here, kept))
    assert "What does Room 1 do at 8:00–9:00?" in told and "Swap with 9:00–10:00: Lab" in told
    where = reverse("rotation-entry", args=entry(here, kept))
    both = client.post(where, {"do": "assign-2", "seen": "0"})
    assert both.status_code == 200
    words = words_of(both)
    assert "Newly broken" in words and "Hit: Room 1." in words
    seen = week_drafts.last_step(kept)
    refused = act(client, here.principal, kept, "publish", seen, status=409)
    assert "1 rule that must be kept is broken" in refused
    mended = client.post(where, {"do": "assign-1", "seen": str(seen)})
    assert "No longer broken" in words_of(mended)
    for _ in range(2):
        assert act(client, here.coordinator, kept, "undo", week_drafts.last_step(kept)).endswith("#kept")
    assert week_drafts.last_step(kept) == 0
    assert act(client, here.principal, kept, "publish").endswith(f"/{kept.pk}/")


def test_specials_and_bells_can_be_changed_and_what_breaks_nothing_leads_back(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    special = page(client, here.coordinator, "rotation-entry", *entry(here, kept, 0, 600))
    assert "Gym 2 instead" in special
    late = Template.objects.get(grade="03", name="late")
    where = reverse("rotation-entry", args=entry(here, kept))
    back = client.post(where, {"do": f"ring-{late.pk}", "seen": "0"})
    assert back.headers["Location"].endswith("#kept")
    assert "10:45" in page(client, here.coordinator, "rotation-week", here.school.pk, kept.pk)
    met = client.post(
        reverse("rotation-entry", args=entry(here, kept, 0, 600)),
        {"do": "give-3", "seen": str(week_drafts.last_step(kept))},
    )
    assert met.status_code in (200, 302)


def test_an_entry_is_locked_and_opened(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    client.force_login(here.coordinator)
    where = reverse("rotation-entry", args=entry(here, kept))
    client.post(where, {"lock": "1", "seen": "0"})
    assert "locked" in page(client, here.coordinator, "rotation-week", here.school.pk, kept.pk)
    assert "Take the lock away" in page(client, here.coordinator, "rotation-entry", *entry(here, kept))
    client.post(where, {"lock": "1", "seen": str(week_drafts.last_step(kept))})
    assert not kept.entries.filter(locked=True).exists()


def test_of_two_coordinators_the_second_is_told_and_loses_nothing(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    client.force_login(here.coordinator)
    client.post(reverse("rotation-entry", args=entry(here, kept)), {"do": "swap-1", "seen": "0"})
    client.force_login(here.principal)
    late = client.post(reverse("rotation-entry", args=entry(here, kept, 1)), {"do": "swap-1", "seen": "0"})
    assert late.status_code == 409 and "Somebody changed this draft meanwhile" in words_of(late)
    assert "Somebody changed" in act(client, here.principal, kept, "undo", 0, status=409)
    assert week_drafts.last_step(kept) > 0


@pytest.mark.parametrize("told", [{"do": "", "seen": "0"}, {"do": "ring-999", "seen": "0"}, {"do": "swap-1"}])
def test_a_form_that_says_too_little_comes_back(client: Client, here: Planned, told: dict[str, str]) -> None:
    kept = drafted(here.school)
    client.force_login(here.coordinator)
    assert client.post(reverse("rotation-entry", args=entry(here, kept)), told).status_code == 422
    assert week_drafts.last_step(kept) == 0


def test_what_is_no_draft_has_no_form(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    page(client, here.coordinator, "rotation-entry", *entry(here, kept, 0, 485), status=404)
    week_publish.publish(kept, here.principal, 0)
    page(client, here.coordinator, "rotation-entry", *entry(here, kept), status=404)
    assert "no draft any more" in act(client, here.principal, kept, "publish", status=409)


def test_a_week_is_copied_compared_ended_and_thrown_away(client: Client, here: Planned) -> None:
    kept = week_publish.publish(drafted(here.school), here.principal, 0)
    other = Rotation.objects.get(pk=int(act(client, here.coordinator, kept, "copy").split("/")[-2]))
    same = page(client, here.principal, "rotation-compare", here.school.pk, kept.pk, other.pk)
    assert "Nothing: both say the same." in same
    client.post(reverse("rotation-entry", args=entry(here, other)), {"do": "swap-1", "seen": "0"})
    told = page(client, here.principal, "rotation-compare", here.school.pk, kept.pk, other.pk)
    assert "Entries that differ: 2." in told and "Class, Teacher0 Example" in told
    assert "Compare" in page(client, here.principal, "rotation-week", here.school.pk, other.pk)
    assert act(client, here.principal, other, "discard") == reverse("rotation", args=[here.school.pk])
    act(client, here.principal, kept, "end")
    ended = page(client, here.principal, "rotation", here.school.pk)
    assert "This week held until another took its place." in ended
    assert act(client, here.principal, kept, "nothing").endswith(f"/{kept.pk}/")


def test_solving_the_rest_is_asked_of_the_background(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    where = act(client, here.coordinator, kept, "rest")
    run = PlanningRun.objects.get()
    assert where == reverse("planning-run", args=[here.school.pk, run.pk]) and run.rotation == kept
    told = page(client, here.coordinator, "rotation-week", here.school.pk, kept.pk)
    assert ("Solve the rest" in told) is (find_spec("ortools") is not None)


def test_a_conflict_is_named_with_what_would_lift_it(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    client.force_login(here.coordinator)
    client.post(reverse("rotation-entry", args=entry(here, kept)), {"lock": "1", "seen": "0"})
    client.post(
        reverse("rotation-entry", args=entry(here, kept, 0, 690)),
        {"lock": "1", "seen": str(week_drafts.last_step(kept))},
    )
    locks = [one.id for one in week_drafts.opened(kept).draft.rest().instance.locks]
    Rotation.objects.filter(pk=kept.pk).update(conflict=[f"seats:{here.lab.pk}", *locks, "gone"])
    told = page(client, here.coordinator, "rotation-week", here.school.pk, kept.pk)
    assert "Lab: 60 seats." in told and "Find more seats" in told
    assert "Full day: an entry of Room 1 is locked." in told and "Take the lock away." in told
    assert "the bells early of grade 3 are locked" in told


def test_a_week_that_no_search_can_find_says_so_on_top(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    Room.objects.filter(pk=here.lab.pk).update(seats=4)
    told = page(client, here.coordinator, "rotation-week", here.school.pk, kept.pk)
    assert "No week can keep all rules" in told and "Lab: 960 seat-minutes needed on a day, 800 there." in told


@pytest.mark.parametrize("gone", ["classes", "bells", "rooms", "one class"])
def test_a_school_that_lacks_something_is_told_what(client: Client, here: Planned, gone: str) -> None:
    if gone == "classes":
        Enrollment.objects.filter(student__isnull=False).delete()
    elif gone == "bells":
        TemplateBlock.objects.all().delete()
    elif gone == "rooms":
        Room.objects.all().delete()
    else:
        Enrollment.objects.filter(student__isnull=False).exclude(school_class=here.classes[0]).delete()
    client.force_login(here.principal)
    made = client.post(reverse("rotation-new", args=[here.school.pk]), TYPED)
    if gone in ("classes", "bells"):
        assert made.status_code == 422 and "There is nothing to plan yet" in words_of(made)
        for route in ("rotation", "rotation-stand-in", "rotation-flex"):
            assert "Begin" in page(client, here.principal, route, here.school.pk)
        assert client.get(reverse("rotation-flex-csv", args=[here.school.pk])).status_code == 404
        assert client.get(reverse("rotation-stand-in-csv", args=[here.school.pk])).status_code == 404
    else:
        assert made.status_code == 302
        for by in ("class", "room", "adult", "<script>"):
            told = page(client, here.principal, "rotation", here.school.pk, by=by)
            assert "Room 1" in told or by == "room"


def test_a_week_whose_classes_all_left_is_shown_empty(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    Enrollment.objects.filter(student__isnull=False).delete()
    told = page(client, here.principal, "rotation-week", here.school.pk, kept.pk)
    assert "There are no classes with bells" in told and "4 classes of this version" in told
    assert "no classes with bells" in act(client, here.principal, kept, "publish", status=409)
    assert "Begin one first" in page(client, here.principal, "rotation-flex", here.school.pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": "2026-10-01"}, "before the first"),
        ({"ends_on": "2029-01-01"}, "a school year at most"),
        ({"begins_on": ""}, "First day"),
    ],
)
def test_dates_that_cannot_be_are_told(client: Client, here: Planned, change: dict[str, str], words: str) -> None:
    client.force_login(here.principal)
    made = client.post(reverse("rotation-new", args=[here.school.pk]), TYPED | change)
    assert made.status_code == 422 and words in words_of(made)


def test_who_can_stand_in_is_listed_with_the_price(client: Client, here: Planned) -> None:
    kept = drafted(here.school)
    school, teacher = here.school.pk, here.teachers[0].staff_id
    assert "Choose who is away." in page(client, here.principal, "rotation-stand-in", school)
    told = page(client, here.principal, "rotation-stand-in", school, adult=str(teacher), day="2026-10-26")
    assert "Who can stand in for Teacher0 Example?" in told and "Times to fill: 1. With nobody to fill them: 0." in told
    assert "60 min of other classes" in told or "free: takes nothing from anybody" in told
    Absence.objects.create(staff=here.teachers[1].staff, day=MONDAY, said_by="x")
    again = page(client, here.principal, "rotation-stand-in", school, adult=str(teacher), day="2026-10-26")
    assert "offered for nothing: Teacher1 Example" in again
    sunday = page(client, here.principal, "rotation-stand-in", school, adult=str(teacher), day="2026-10-25")
    assert "No bells are known for this day" in sunday
    free = page(client, here.principal, "rotation-stand-in", school, adult=str(here.art.staff_id), day="2026-10-26")
    assert "Art Example" in free
    page(client, here.principal, "rotation-stand-in", school, adult="99999", day="2026-10-26", status=422)
    asked = {"adult": str(teacher), "day": "2026-10-26", "header": "machine"}
    rows = client.get(reverse("rotation-stand-in-csv", args=[school]), asked).getvalue().decode("utf-8-sig")
    assert rows.splitlines()[0].startswith("from,to,class,what,adult,of_classes")
    assert kept.pk


def test_where_nobody_can_stand_in_that_is_said(client: Client, here: Planned) -> None:
    drafted(here.school)
    for user in (*here.teachers, here.music, here.art):
        at_work(here.school, user, 0, None, ("14:00", "14:30"), "duty")
    Absence.objects.bulk_create(
        Absence(staff=one, day=MONDAY, said_by="x") for one in Staff.objects.exclude(pk=here.teachers[0].staff_id)
    )
    asked = {"adult": str(here.teachers[0].staff_id), "day": "2026-10-26"}
    told = page(client, here.principal, "rotation-stand-in", here.school.pk, **asked)
    assert "Nobody who is there and qualified." in told
    rows = client.get(reverse("rotation-stand-in-csv", args=[here.school.pk]), asked).getvalue().decode("utf-8-sig")
    assert "nobody" in rows


def test_a_grade_stands_as_rotational_and_as_flex_without_a_verdict(client: Client, here: Planned) -> None:
    drafted(here.school)
    told = page(client, here.principal, "rotation-flex", here.school.pk)
    assert "Grade 3 as rotational and as flex" in told and "Neither is called better here" in told
    assert "Regroupings of a child, at most" in told and "better than" not in told
    asked = {
        **{"grade": "3", "day": str(here.day_type.pk), "teacher_led": "3", "guided": "1", "technology": "0"},
        **{"independent": "0", "peer": "0", "session": "20", "ratio": "1", "change": "2"},
    }
    short = page(client, here.principal, "rotation-flex", here.school.pk, **asked)
    assert "What the flex model lacks" in short and "Adults in the room: 6 needed at 8:00, 2 there." in short
    wrong = page(client, here.principal, "rotation-flex", here.school.pk, status=422, **asked | {"session": "50"})
    assert "The form needs another look." in wrong
    nothing = asked | {"teacher_led": "0", "guided": "0"}
    assert "needs a zone at least" in page(
        client, here.principal, "rotation-flex", here.school.pk, status=422, **nothing
    )
    assert client.get(reverse("rotation-flex-csv", args=[here.school.pk]), nothing).status_code == 404
    rows = client.get(reverse("rotation-flex-csv", args=[here.school.pk]), asked).getvalue().decode("utf-8-sig")
    assert "Minutes of a child: teacher-led group" in rows


def test_a_grade_that_runs_as_flex_is_compared_with_itself_as_rotational(client: Client, here: Planned) -> None:
    Room.objects.create(school=here.school, name="Hall", kind="flex", seats=120)
    here.school.plan_rules.create(kind="week-flex", value={"grade_03": 1}, strength="hard", owner="x")
    kept = drafted(here.school)
    assert "Hall" in page(client, here.principal, "rotation-week", here.school.pk, kept.pk)
    flex = page(client, here.principal, "rotation-entry", *entry(here, kept))
    assert "instead" not in flex
    told = page(client, here.principal, "rotation-flex", here.school.pk)
    assert "whole class with its teacher" in told


def test_hostile_names_stay_names(client: Client, settings: Settings, db: None) -> None:
    settings.HOMEROOM_TODAY = MONDAY
    mean = '<script>alert("{}")</script>=1+1'
    here = a_planned_school(names=mean)
    Room.objects.filter(pk=here.lab.pk).update(name="<img src=x> {at} %(count)s")
    Staff.objects.filter(pk=here.teachers[0].staff_id).update(family_name="{room} <b>")
    kept = drafted(here.school)
    Room.objects.filter(pk=here.lab.pk).update(seats=1)
    client.force_login(here.principal)
    addresses = [
        *(reverse("rotation-week", args=[here.school.pk, kept.pk]) + f"?by={by}" for by in ("class", "room", "adult")),
        reverse("rotation-entry", args=entry(here, kept)),
        reverse("rotation-compare", args=[here.school.pk, kept.pk, kept.pk]),
        reverse("rotation-stand-in", args=[here.school.pk]) + f"?adult={here.teachers[0].staff_id}&day=2026-10-26",
    ]
    for address in addresses:
        body = client.get(address).content.decode()
        assert "<script>alert" not in body and "<img" not in body and "<b>" not in body.replace("<b></b>", "")
    Class.objects.filter(pk=here.classes[0].pk).update(title="=1+1")
    assert not [row for row in csv_of(client, here, kept) if row["class"].startswith("=")]


@pytest.mark.any_database
@pytest.mark.draws
@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")
@pytest.mark.parametrize("paper", PAPERS)
def test_a_week_of_24_classes_prints_in_type_that_can_be_read(
    client: Client, settings: Settings, db: None, paper: str
) -> None:
    settings.HOMEROOM_TODAY = MONDAY
    school = a_large_school()
    kept = drafted(school)
    client.force_login(staff("head", Role.Kind.PRINCIPAL, school))
    where = reverse("rotation-week-pdf", args=[school.pk, kept.pk])
    reader = PdfReader(io.BytesIO(client.get(where, {"paper": paper}).getvalue()))
    assert min(sizes(reader)) >= LEAST
    assert len(reader.pages) <= 4  # a day type is two sheets at most
    words = "".join("".join(one.extract_text() for one in reader.pages).split())
    assert all(f"Room{grade}0{turn}" in words for grade in range(1, 7) for turn in range(1, 5))
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == PAPERS[paper]
