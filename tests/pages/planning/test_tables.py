"""Tables of what plans are made from: rows by form and by file, for those who plan, each with the children they see."""

import csv
import io
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from a_school import TODAY, child, staff, teaches
from homeroom.intake import uploads
from homeroom.pages.planning import files, words
from homeroom.pages.planning.files import ranges
from homeroom.pages.view_as.looking import KEY
from homeroom.people.models import AuditEntry, Role, School
from homeroom.rotation.files.all_tables import TABLES
from homeroom.rotation.models import (
    Absence,
    BlockPlan,
    DayType,
    DayTypeOn,
    Entry,
    Pair,
    PlanGroup,
    PlanRule,
    Room,
    Rotation,
    Service,
    StaffTime,
    Template,
    TemplateBlock,
)
from homeroom.rotation.rule_values import RULES
from rotation.inputs.a_planned_school import WEEK, Planned, planned
from rotation.inputs.test_files import full

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Post = Callable[..., Any]


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    return planned(6)


@pytest.fixture
def ana(here: Planned, client: Client) -> Client:
    """A principal, who sees all children of the school."""
    client.force_login(staff("ana", Role.Kind.PRINCIPAL, here.school))
    return client


def where(here: Planned, table: str, *row: object) -> str:
    return reverse("planning-row" if row else "planning-table", args=[here.school.pk, table, *row])


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def kept(client: Client, path: str, **told: object) -> str:
    """The page that is led to, once the form was taken."""
    answer = client.post(path, told, follow=True)
    assert answer.status_code == 200, answer.content.decode().partition('class="wrong')[2][:600]
    return str(answer.content.decode())


def wrong(client: Client, path: str, **told: object) -> str:
    answer = client.post(path, told)
    assert answer.status_code == 422
    return str(answer.content.decode())


def brought(client: Client, path: str, *lines: str, name: str = "mine.csv") -> Any:
    file = SimpleUploadedFile(name, ("\n".join(lines) + "\n").encode())
    return client.post(path, {"act": "try", "file": file})


def token(page: str) -> str:
    return page.partition('name="token" value="')[2].partition('"')[0]


ROWS: dict[str, dict[str, object]] = {
    "day_types": {"day_type": "Late", "weekdays": []},
    "day_type_dates": {"day": "2026-11-25", "day_type": "Full day"},
    "templates": {"day_type": "Full day", "grade": "04", "template": "B", "kind": "flexible", "starts_at": "09:00"}
    | {"ends_at": "10:00", "sessions": "2"},
    "rooms": {"room": "=Annex", "kind": "small", "seats": "6"},
    "staff_times": {
        "staff": "staff-tutor",
        "weekday": "monday",
        "starts_at": "12:30",
        "ends_at": "13:00",
        "kind": "lunch",
    },
    "qualifications": {"staff": "staff-teacher0", "subject": "Mathematics", "grades": "K; 3", "language": "es"},
    "licences": {"program": "ixl", "concurrent": "30"},
    "services": {"student": "Ana Alvarez", "staff": "staff-tutor", "minutes": "20", "windows": "monday 09:45-10:15"}
    | {"never_from": ["lunch"]},
    "languages": {"student": "k0", "group_language": "es"},
    "pairs": {"student": "k0", "other": "k1", "kind": "apart"},
    "rules": {"rule": "caps", "value": "technology=4"},
    "assumptions": {"assumption": "tutoring", "value": "0.2"},
    "absences": {"student": "k0", "day": "2026-10-26", "starts_at": "09:00"},
    "locks": {"student": "k0", "day": "2026-10-26", "session": "1", "modality": "independent"},
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_added_shown_changed_and_removed(here: Planned, ana: Client, name: str) -> None:
    table = next(one for one in TABLES if one.name == name)
    before = set(table.held(here.school).values_list("pk", flat=True))
    assert "The row is added." in kept(ana, where(here, name), **ROWS[name])
    [made] = table.held(here.school).exclude(pk__in=before)
    page = shown(ana, where(here, name, made.pk))
    assert str(words.TABLES[name].title) in page
    assert "The row is changed." in kept(ana, where(here, name, made.pk), act="keep", **ROWS[name])
    assert "The row is removed." in kept(ana, where(here, name, made.pk), act="remove")
    assert set(table.held(here.school).values_list("pk", flat=True)) == before
    done = AuditEntry.objects.exclude(verb__in=("saw", "signed in")).order_by("pk")
    assert [entry.verb for entry in done] == ["added", "changed", "removed"]
    assert {tuple(entry.students) for entry in done} == {tuple(sorted(_children(here, name)))}


def _children(here: Planned, name: str) -> list[int]:
    one, two = here.children[:2]
    alone = {table: [one.pk] for table in ("services", "languages", "absences", "locks")}
    return {**alone, "pairs": [one.pk, two.pk]}.get(name, [])


def test_every_table_and_column_has_words() -> None:
    assert words.TABLES.keys() == ROWS.keys() == {table.name for table in TABLES}
    assert {name for table in TABLES for name in table.columns} == words.COLUMNS.keys()
    assert words.RULES.keys() == RULES.keys()


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_is_shown_and_read_again_as_a_file(here: Planned, ana: Client, table: str) -> None:
    full(here)
    Pair.objects.update(owner="ana")
    page = shown(ana, where(here, table))
    assert '<th scope="row">' in page
    answer = ana.get(reverse("planning-csv", args=[here.school.pk, table]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{table}.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows
    tried = brought(ana, where(here, table), answer.content.decode("utf-8-sig").rstrip())
    assert f"{len(rows)} rows = 0 would be added" in tried.content.decode()
    assert "There is nothing to take in." in tried.content.decode()


@pytest.mark.parametrize(
    ("table", "told", "said"),
    [
        ("rooms", {"room": "Annex", "kind": "small", "seats": "0"}, "“0” is no whole number from 1 to 32767."),
        ("rooms", {"kind": "small", "seats": "5"}, "It is blank."),
        ("rooms", {"room": "Lab", "kind": "lab", "seats": "6", "devices": "5"}, "There is such a row already"),
        ("rooms", {"room": "Lab", "kind": "lab", "seats": "9"}, "There is such a row already"),
        ("staff_times", {**ROWS["staff_times"], "room": "Cellar"}, "“Cellar” is no room of this school."),
        ("staff_times", {**ROWS["staff_times"], "staff": "nobody"}, "“nobody” is no adult of this school."),
        (
            "staff_times",
            {**ROWS["staff_times"], "kind": "available", "starts_at": "11:00"},
            "The adult has another duty",
        ),
        ("staff_times", {**ROWS["staff_times"], "ends_at": "12:00"}, "It ends before it starts."),
        ("templates", {**ROWS["templates"], "grade": "03", "template": "A"}, "It goes past the bell"),
        ("services", {**ROWS["services"], "student": "k9"}, "“k9” is no child of this school."),
        ("services", {**ROWS["services"], "never_from": ["naps"]}, "Select a valid choice"),
        ("pairs", {"student": "k0", "other": "k0", "kind": "apart"}, "Both are the same child."),
        ("locks", {**ROWS["locks"], "modality": "tutoring", "staff": "staff-teacher0"}, "against the rule qualified"),
        ("rules", {"rule": "caps", "value": "luck=3"}, "“luck” is no value of caps"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_in_the_words_of_files(
    here: Planned, ana: Client, table: str, told: dict[str, object], said: str
) -> None:
    before = TABLES_BY_NAME[table].held(here.school).count()
    page = wrong(ana, where(here, table), **told)
    assert said in page
    assert 'class="wrong problems"' in page
    assert TABLES_BY_NAME[table].held(here.school).count() == before
    assert Template.objects.filter(blocks=None).count() == 0


TABLES_BY_NAME = {table.name: table for table in TABLES}


def test_a_child_with_two_services_at_once(here: Planned, ana: Client) -> None:
    told = {"student": "k0", "minutes": "30", "windows": "monday 09:00-09:30"}
    kept(ana, where(here, "services"), staff="staff-tutor", **told)
    assert "On monday the child is to be at two services at once." in wrong(
        ana, where(here, "services"), staff="staff-teacher0", **told
    )


def test_a_row_can_change_what_it_is_called_and_what_names_it_goes_on(here: Planned, ana: Client) -> None:
    StaffTime.objects.update(room=here.lab)
    kept(ana, where(here, "rooms", here.lab.pk), room="Learning lab", kind="lab", seats="6")
    assert StaffTime.objects.filter(room__name="Learning lab").count() == 5
    Room.objects.create(school=here.school, name="Annex", kind="small", seats=4)
    page = wrong(ana, where(here, "rooms", here.lab.pk), room="Annex", kind="lab", seats="6")
    assert "There is such a row already" in page
    assert Room.objects.get(pk=here.lab.pk).name == "Learning lab"


def test_bells_that_move_leave_no_empty_ones_behind(here: Planned, ana: Client) -> None:
    block = TemplateBlock.objects.get(kind="lunch")
    told = {**ROWS["templates"], "kind": "lunch", "sessions": ""}
    kept(ana, where(here, "templates", block.pk), **told)
    assert set(Template.objects.values_list("grade", "name")) == {("03", "A"), ("04", "B")}
    kept(ana, where(here, "templates", block.pk), act="remove")
    assert set(Template.objects.values_list("grade", "name")) == {("03", "A")}


def test_what_a_week_goes_by_is_not_removed(here: Planned, ana: Client) -> None:
    day_type = DayType.objects.create(school=here.school, name="Late")
    DayTypeOn.objects.create(school=here.school, day_type=day_type, day=TODAY)
    page = shown(ana, where(here, "day_types", day_type.pk))
    assert "Bells or dates are written down for it: remove these first." in page
    assert "Remove this row" not in page
    week = Rotation.objects.create(school=here.school, version=1, begins_on=WEEK, ends_on=WEEK, made_by="ana")
    at = {"kind": "core", "starts_at": time(8), "ends_at": time(9)}
    Entry.objects.create(rotation=week, day_type=day_type, school_class=here.groups[0], **at)
    answer = ana.post(where(here, "day_types", day_type.pk), {"act": "remove"})
    assert answer.status_code == 409
    assert "A week that was planned goes by it" in answer.content.decode()
    assert "1 plan of this week or a later one names it." in answer.content.decode()
    assert DayType.objects.filter(pk=day_type.pk).exists()


def test_how_many_plans_name_a_row_is_said_before_it_goes(here: Planned, ana: Client) -> None:
    full(here)
    plan = BlockPlan.objects.create(school=here.school, week=WEEK, version=1, made_by="ana")
    group = PlanGroup.objects.create(plan=plan, key=1, modality="tutoring", staff=here.tutor, room=here.lab)
    one = sorted(here.children, key=lambda own: own.pk)[0]
    told = {"plan": plan, "student": one, "starts_at": time(9, 45), "ends_at": time(10, 15), "staff": here.tutor}
    group.placements.create(**told, day=WEEK, session=1, modality="tutoring")
    group.placements.create(**told, day=WEEK, session=2, modality="service", program="ixl")
    Pair.objects.update(owner="ana")
    naming = {"rooms", "staff_times", "qualifications", "services", "locks", "licences"}
    for table in TABLES:
        for record in table.held(here.school)[:1]:
            page = shown(ana, where(here, table.name, record.pk))
            assert ("1 plan of this week or a later one names it." in page) is (table.name in naming), table.name
    assert "they lose its name" in shown(ana, where(here, "rooms", here.lab.pk))
    BlockPlan.objects.update(week=date(2026, 9, 7))
    assert "names it." not in shown(ana, where(here, "rooms", here.lab.pk))


# Whom one sees


@pytest.fixture
def lab(here: Planned) -> Client:
    """A coordinator who sees the first class alone: the children k0, k2 and k4."""
    user = staff("lab", Role.Kind.LAB_COORDINATOR, here.school)
    teaches(user, here.groups[0])
    client = Client()
    client.force_login(user)
    return client


def test_rows_about_children_whom_one_does_not_see_are_counted_and_no_more(here: Planned, lab: Client) -> None:
    for at in (0, 1, 3):
        Service.objects.create(student=here.children[at], provider=here.tutor, minutes=20)
    page = shown(lab, where(here, "services"))
    assert here.children[0].name in page
    assert not any(here.children[at].family_name in page for at in (1, 3))
    assert "2 more rows are about children whom you don" in page
    hidden = Service.objects.get(student=here.children[1])
    assert lab.get(where(here, "services", hidden.pk)).status_code == 404
    assert lab.post(where(here, "services", hidden.pk), {"act": "remove"}).status_code == 404
    file = lab.get(reverse("planning-csv", args=[here.school.pk, "services"])).content.decode()
    assert "k0" in file
    assert "k1" not in file
    seen = AuditEntry.objects.filter(verb__in=("saw", "exported"))
    assert {(entry.verb, tuple(entry.students), entry.reason) for entry in seen} == {
        ("saw", (here.children[0].pk,), "runs the class's lab"),
        ("exported", (here.children[0].pk,), "runs the class's lab"),
    }


def test_a_child_whom_one_does_not_see_is_no_child_of_the_school(here: Planned, lab: Client) -> None:
    for said in ("k1", here.children[1].name):
        assert "is no child of this school." in wrong(
            lab, where(here, "services"), **{**ROWS["services"], "student": said}
        )
    tried = brought(lab, where(here, "services"), "student,staff,minutes", "k1,staff-tutor,20", "k0,staff-tutor,20")
    assert "2 rows = 1 would be added" in tried.content.decode()
    assert "“k1” is no child of this school" in tried.content.decode()


def test_a_name_that_two_children_have_is_asked_about(here: Planned, ana: Client) -> None:
    twin = child(90, here.groups[0], "Ana", "Alvarez")
    page = wrong(ana, where(here, "absences"), student="ana alvarez", day="2026-10-26")
    assert "Several children are called so: give the id in the roster." in page
    made = Absence.objects.create(student=twin, day=WEEK, said_by="ben")
    assert 'value="k90"' in shown(ana, where(here, "absences", made.pk))


def test_a_pair_is_shown_to_its_owner_alone(here: Planned, ana: Client) -> None:
    one, two = sorted(here.children[:2], key=lambda own: own.pk)
    made = Pair.objects.create(one=one, other=two, kind="apart", owner="ben")
    page = shown(ana, where(here, "pairs"))
    assert one.family_name not in page
    assert "1 more is a rule of your school" in page
    assert ana.get(where(here, "pairs", made.pk)).status_code == 404
    assert "k0" not in ana.get(reverse("planning-csv", args=[here.school.pk, "pairs"])).content.decode()
    ben = Client()
    ben.force_login(staff("ben", Role.Kind.PRINCIPAL, here.school))
    assert one.name in shown(ben, where(here, "pairs"))
    assert one.name in shown(ben, where(here, "pairs", made.pk))


def test_nobody_takes_over_or_names_the_pair_of_another(here: Planned, ana: Client) -> None:
    one, two = sorted(here.children[:2], key=lambda own: own.pk)
    Pair.objects.create(one=one, other=two, kind="apart", owner="ben")
    assert "A rule of your school says this of the two already." in wrong(ana, where(here, "pairs"), **ROWS["pairs"])
    tried = brought(
        ana, where(here, "pairs"), "student,other,kind,owner", "k0,k1,apart,ben", "k2,k3,apart,ben", "k0,k1,apart,"
    )
    page = tried.content.decode()
    assert "3 rows = 0 would be added" in page
    assert page.count("whose pair it is writes it down") == 2
    assert "Only whoever wrote it down can see it and change it." in page
    assert Pair.objects.get().owner == "ben"


def test_who_looks_through_anothers_eyes_sees_no_pair_of_either(here: Planned) -> None:
    one, two = sorted(here.children[:2], key=lambda own: own.pk)
    data, lab = staff("data", Role.Kind.DATA_TEAM, None), staff("lab", Role.Kind.LAB_COORDINATOR, here.school)
    for group in here.groups:
        teaches(lab, group)
    Pair.objects.create(one=one, other=two, kind="apart", owner="lab")
    Pair.objects.create(one=one, other=two, kind="together", owner="data")
    client = Client()
    client.force_login(data)
    session = client.session
    session[KEY] = lab.pk
    session.save()
    page = shown(client, where(here, "pairs"))
    assert one.family_name not in page
    assert "2 more are rules of your school" in page


def test_no_page_has_a_place_for_why(here: Planned, ana: Client) -> None:
    for table in TABLES:
        page = shown(ana, where(here, table.name))
        fields = {part.partition('"')[0] for part in page.split(' name="')[1:]}
        assert not fields & {"reason", "why", "note", "diagnosis", "service_kind"}


# Files


def test_a_file_is_tried_and_then_taken(here: Planned, ana: Client) -> None:
    lines = ("room,kind,seats", "Annex,small,5", "Nook,small,4", "Lab,lab,9", "Cave,cave,3", "Nook,small,4")
    page = brought(ana, where(here, "rooms"), *lines, name="<rooms> 2.csv").content.decode()
    assert "What &lt;rooms&gt; 2.csv would do" in page
    assert "5 rows = 2 would be added + 1 would be changed + 1 are as they were + 1 would be set aside" in page
    assert "Added: lines 2-3 of the file." in page
    assert "Changed: lines 4 of the file." in page
    assert "column kind: “cave” is none of classroom" in page
    assert "Mend it and bring the file again; all else is taken." in page
    assert Room.objects.count() == 1
    done = kept(ana, where(here, "rooms"), act="take", token=token(page))
    assert "5 rows = 2 added + 1 changed + 1 as they were + 1 set aside." in done
    assert sorted(Room.objects.values_list("name", "seats")) == [("Annex", 5), ("Lab", 9), ("Nook", 4)]
    assert AuditEntry.objects.filter(verb="took in", actor="ana").count() == 1
    assert ana.post(where(here, "rooms"), {"act": "take", "token": token(page)}).status_code == 409


def test_the_same_twice_changes_nothing_and_what_is_in_no_file_stays(here: Planned, ana: Client) -> None:
    for _ in range(2):
        page = brought(ana, where(here, "rooms"), "room,kind,seats", "Annex,small,5").content.decode()
        if token(page):
            kept(ana, where(here, "rooms"), act="take", token=token(page))
    assert "1 rows = 0 would be added + 0 would be changed + 1 are as they were" in page
    assert set(Room.objects.values_list("name", flat=True)) == {"Annex", "Lab"}
    assert "A file never deletes" in shown(ana, where(here, "rooms"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"student,day\nk0,2026-10-26\n", "mine.csv: line 1 lacks the columns room, kind, seats. Nothing was taken."),
        (b"", "is empty or has no heading"),
        (b"PK\x03\x04\xff\xfe\x00", "not UTF-8 text"),
        (b"school,room,kind,seats\ns2,Annex,small,5\n", "this file is of the school “s2”, not of “s1”"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(here: Planned, ana: Client, content: bytes, said: str) -> None:
    answer = ana.post(where(here, "rooms"), {"act": "try", "file": SimpleUploadedFile("mine.csv", content or b"\n")})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "/uploads/" not in answer.content.decode()
    assert list(uploads.left_over([])) == []


def test_no_file_one_that_is_too_large_and_one_that_is_gone(
    here: Planned, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No file was chosen." in wrong(ana, where(here, "rooms"), act="try")
    for said in ("", "0" * 32, "../../etc"):
        answer = ana.post(where(here, "rooms"), {"act": "take", "token": said})
        assert (answer.status_code, "no longer kept" in answer.content.decode()) == (409, True)
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    assert "larger than 5 MB" in brought(ana, where(here, "rooms"), "room,kind,seats").content.decode()


def test_half_a_file_gives_its_sound_rows_and_says_where_it_ends(here: Planned, ana: Client) -> None:
    page = brought(ana, where(here, "rooms"), "room,kind,seats", "Annex,small,5", '"Cellar,small,5').content.decode()
    assert "2 rows = 1 would be added" in page
    assert "The file does not go to its end." in page
    content = b"room,kind,seats\nAnnex,small,5\n" + b"x" * 9000 + b"\nB\xff,small,5\n"
    answer = ana.post(where(here, "rooms"), {"act": "try", "file": SimpleUploadedFile("mine.csv", content)})
    assert answer.status_code in (200, 422)


def test_a_hundred_times_as_many_rows(here: Planned, ana: Client) -> None:
    lines = [f"Room {at},small,{at % 30}" for at in range(3000)]
    page = brought(ana, where(here, "rooms"), "room,kind,seats", *lines).content.decode()
    assert "3000 rows = 2900 would be added + 0 would be changed + 0 are as they were + 100 would be set aside" in page
    more = [f"Room {at},small,0" for at in range(150)]
    assert "And 50 more rows." in brought(ana, where(here, "rooms"), "room,kind,seats", *more).content.decode()
    kept(ana, where(here, "rooms"), act="take", token=token(page))
    long = shown(ana, where(here, "rooms"))
    assert "Page 1 of 59" in long
    assert long.count('<th scope="row">') == 50
    found = shown(ana, f"{where(here, 'rooms')}?find=room 2999")
    assert found.count('<th scope="row">') == 1
    assert "No row has “cellar”." in shown(ana, f"{where(here, 'rooms')}?find=cellar")


def test_lines_are_told_as_ranges() -> None:
    assert ranges([2, 3, 4, 7, 9, 10]) == "2-4, 7, 9-10"
    assert ranges([]) == ""


# Languages, bad addresses


def test_days_may_be_named_in_the_language_of_the_page(here: Planned, ana: Client) -> None:
    service = Service.objects.create(
        student=here.children[0],
        provider=here.tutor,
        minutes=20,
        windows=[{"weekday": 2, "from": "09:45", "to": "10:15"}],
    )
    spanish = Client(headers={"accept-language": "es"})
    spanish.force_login(staff("eva", Role.Kind.PRINCIPAL, here.school))
    with translation.override("es"):
        own = str(words.KINDS["pairs"]["apart"])
        assert own != "apart"
    page = shown(spanish, where(here, "services", service.pk))
    assert "miércoles 09:45-10:15" in page
    kept(spanish, where(here, "services", service.pk), **{**ROWS["services"], "windows": "Viernes 09:45-10:15"})
    assert Service.objects.get().windows == [{"weekday": 4, "from": "09:45", "to": "10:15"}]
    assert "es ningún" in wrong(spanish, where(here, "rooms"), room="A", kind="lab", seats="0")


@pytest.mark.parametrize("path", ["tables/pictures/", "tables/rooms/999/", "tables/rooms/99999999999999999999/"])
def test_what_is_not_there_is_no_page(here: Planned, ana: Client, path: str) -> None:
    assert ana.get(f"{reverse('planning', args=[here.school.pk])}{path}").status_code == 404


def test_rows_of_another_school_are_not_there(here: Planned, ana: Client) -> None:
    elsewhere = School.objects.create(sourced_id="s2", name="Hill School")
    other = Room.objects.create(school=elsewhere, name="Annex", kind="small", seats=4)
    assert ana.get(where(here, "rooms", other.pk)).status_code == 404
    assert ana.get(reverse("planning-table", args=[elsewhere.pk, "rooms"])).status_code == 404


def test_counts_in_the_address_are_numbers_or_nothing(here: Planned, ana: Client) -> None:
    page = shown(ana, f"{where(here, 'rooms')}?done=taken&new=<b>&changed=7&aside=-1")
    assert "7 rows = 0 added + 7 changed + 0 as they were + 0 set aside." in page
    assert 'role="status"' not in shown(ana, f"{where(here, 'rooms')}?done=gone")


def test_what_is_in_the_database_and_nowhere_in_the_lists_is_shown_as_it_is(here: Planned, ana: Client) -> None:
    Room.objects.update(kind="<cave>")
    PlanRule.objects.create(school=here.school, kind="odd", value={}, strength="hard", owner="x")
    assert "&lt;cave&gt;" in shown(ana, where(here, "rooms"))
    assert "odd" in shown(ana, where(here, "rules"))
