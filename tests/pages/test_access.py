"""Every route for every kind of person. A route that isn't in the table below fails the test."""

from __future__ import annotations

import re
from datetime import date, time
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from a_school import PASSWORD, TODAY, Town
from facts.facts_by_hand import publish
from homeroom.evidence.models import Release
from homeroom.facts.models import FactFile
from homeroom.goals.models import Goal
from homeroom.intake import ledger
from homeroom.intake.models import Delivery, FeedAlarm, FeedExpectation, Job, RosterChangeSet, RowGroup, VendorKey
from homeroom.mastery.models import KeptGroup, Membership
from homeroom.pages.files import KINDS
from homeroom.pages.paths import urlpatterns
from homeroom.people.models import AuditEntry, Caseload, Correction, Enrollment, Role, User
from homeroom.people.signin_models import WaitingIdentity
from homeroom.rotation.models import Absence, BlockPlan, Placement, PlanGroup, PlanningRun, Room, Service
from homeroom.standards.models import Standard
from lab_by_hand import coordinator
from pages import a_survey
from pages.a_planned_block import a_block_plan
from pages.goals_by_hand import give, of_class, planned, unit
from pages.studies_by_hand import a_study
from pages.weeks_by_hand import of_a_week

pytestmark = pytest.mark.any_database

PEOPLE = ("teacher", "other", "principal", "data", "stranger")
CLASS = {"teacher": 200, "other": 404, "principal": 200, "data": 200, "stranger": 404}
DATA_TEAM = {"teacher": 404, "other": 404, "principal": 404, "data": 200, "stranger": 404}
LEADS = DATA_TEAM | {"principal": 200}
EVERYBODY = dict.fromkeys(PEOPLE, 200)
RULES = {
    "my-class": CLASS,
    "student": CLASS,
    "known": CLASS,
    "steps": CLASS,
    "groups": CLASS,
    "family": CLASS,
    "class-families": CLASS,
    "group-lists": CLASS,
    "group": CLASS,
    "assign": CLASS,
    "unit": CLASS,
    "readiness": CLASS,
    "carry-over": CLASS,
    "goal": CLASS,
    "goal-aim": CLASS,
    "goal-who": CLASS,
    "goal-work": CLASS,
    "goal-child": CLASS,
    "goal-check": CLASS,
    "goal-send": CLASS,
    "work-list": EVERYBODY,
    "rotation": CLASS,
    "rotation-week": CLASS,
    "rotation-new": LEADS,
    "rotation-entry": LEADS,
    "rotation-compare": LEADS,
    "rotation-stand-in": LEADS,
    "rotation-flex": LEADS,
    "monday": LEADS,
    "lab-board": CLASS,
    "lab-sheet": CLASS,
    "lab-child": CLASS,
    **dict.fromkeys(("today", "today-absences", "today-sheets", "today-sheet-ticks", "today-calendar"), CLASS),
    "replan": LEADS,
    "planning-run": LEADS,
    "block": LEADS,
    "block-plan": LEADS,
    "block-changes": LEADS,
    "block-child": CLASS,
    "class-block": CLASS,
    "assumptions": LEADS,
    "minutes": CLASS,
    "minutes-mastery": CLASS,
    "plans": CLASS | dict.fromkeys(("teacher", "other", "principal"), 302),
    **dict.fromkeys(("planning", "planning-table", "planning-csv", "planning-row"), LEADS),
    "network": DATA_TEAM,
    "network-minutes": DATA_TEAM,
    **dict.fromkeys(("studies", "study", "study-draw", "study-flow", "study-report"), LEADS),
    **dict.fromkeys(("study-part", "study-lock", "study-here", "study-minutes"), DATA_TEAM),
    "programs": DATA_TEAM,
    "program": DATA_TEAM,
    "releases": DATA_TEAM,
    "release": DATA_TEAM,
    **dict.fromkeys(("surveys", "survey", "survey-words", "survey-slips", "survey-paper"), DATA_TEAM),
    **dict.fromkeys(("survey-results", "survey-comments", "effort-report", "prices"), DATA_TEAM),
    "effort": EVERYBODY | {"stranger": 404},
    "imports": DATA_TEAM,
    "delivery": DATA_TEAM,
    "quarantined-rows": DATA_TEAM,
    "upload": DATA_TEAM,
    "jobs": DATA_TEAM,
    "job": DATA_TEAM,
    "layouts": DATA_TEAM,
    "layout-file": DATA_TEAM,
    "no-standard": DATA_TEAM,
    "to-align": DATA_TEAM,
    "spellings": DATA_TEAM,
    "feeds": DATA_TEAM,
    "new-feed": DATA_TEAM,
    "edit-feed": DATA_TEAM,
    "calendar": DATA_TEAM,
    "rosters": DATA_TEAM,
    "roster-set": DATA_TEAM,
    "seen": DATA_TEAM | {"principal": 200},
    "audit-log": DATA_TEAM,
    "how": EVERYBODY,
    "style": EVERYBODY | {"stranger": 404},
    "numbers": EVERYBODY | {"stranger": 404},
    "who": DATA_TEAM,
    "who-case": DATA_TEAM,
    "who-link": DATA_TEAM | {"data": 302},
    "view-as": DATA_TEAM | {"principal": 200},
    "substitutes": DATA_TEAM | {"principal": 200},
    "record": LEADS,
    "record-copy": LEADS,
    "corrections": LEADS,
    "correction": LEADS,
    "children": EVERYBODY,
    "children-csv": EVERYBODY | {"data": 404},
    "accounts": DATA_TEAM,
    "account": DATA_TEAM,
    "identity": DATA_TEAM,
}
# Reports that leave as files, too: each kind of file is opened to those who may open the page.
REPORTS = (
    *("monday", "lab-board", "network", "my-class", "student", "known", "seen", "record", "groups", "no-standard"),
    *("program", "release", "numbers", "goal", "unit", "readiness", "carry-over", "work-list", "minutes", "today"),
    *("block-plan", "block-changes", "class-block", "survey-results"),
    *("rotation-week", "rotation-stand-in", "rotation-flex"),
    "study-report",
    *("minutes-mastery", "network-minutes"),
)
FILES = {f"{report}-{kind}": report for report in REPORTS for kind in KINDS}
FILES |= {"family-pdf": "family", "class-families-pdf": "class-families", "today-sheets-pdf": "today-sheets"}
RULES |= {file: RULES[report] for file, report in FILES.items()}
NAMED = ("my-class", "student", *(file for file, report in FILES.items() if report in ("my-class", "student")))
# Pages with a form on them.
# Whom a form answers beside the data team.
MORE_ASKED = dict.fromkeys(("view-as", "substitutes", "corrections", "correction"), ("principal",))
MORE_ASKED |= dict.fromkeys(("known", "steps", "groups", "group", "family", "class-families"), ("teacher", "principal"))
MORE_ASKED |= dict.fromkeys(("planning-run", "assumptions", "block", "block-plan", "replan"), ("principal",))
MORE_ASKED |= dict.fromkeys(("block-child", "lab-child"), ("teacher", "principal"))
MORE_ASKED |= dict.fromkeys(("today-absences", "today-sheet-ticks"), ("teacher", "principal"))
MORE_ASKED |= dict.fromkeys(("planning-table", "planning-row"), ("principal",))
MORE_ASKED |= dict.fromkeys(("rotation-new", "rotation-entry", "rotation-act"), ("principal",))
GOAL_FORMS = ("assign", "unit", "goal", "goal-aim", "goal-who", "goal-child", "goal-send")
MORE_ASKED |= dict.fromkeys(GOAL_FORMS, ("teacher", "principal"))
MORE_ASKED["effort"] = ("teacher", "principal", "other")
MORE_ASKED["work-list"] = ("teacher", "principal", "other", "stranger")
SURVEYS = ("surveys", "survey", "survey-words", "survey-slips", "survey-paper", "survey-comments")
FORMS = (
    *SURVEYS,
    "effort",
    "prices",
    *GOAL_FORMS,
    *("studies", "study", "study-part", "study-lock", "study-draw", "study-flow", "study-report", "study-here"),
    "study-minutes",
    "work-list",
    "releases",
    "planning-run",
    "block",
    "block-plan",
    "block-child",
    "assumptions",
    "rotation-new",
    "rotation-entry",
    "lab-child",
    "today-absences",
    "today-sheet-ticks",
    "replan",
    "planning-table",
    "planning-row",
    "family",
    "class-families",
    "known",
    "steps",
    "groups",
    "group",
    "corrections",
    "correction",
    "view-as",
    "substitutes",
    "upload",
    "jobs",
    "job",
    "new-feed",
    "edit-feed",
    "calendar",
    "to-align",
    "spellings",
    "who-case",
    "who-link",
    "account",
    "identity",
)
OF_A_STUDY = ("study", "study-part", "study-lock", "study-draw", "study-flow", "study-report")
# What is only done, never shown.
ACTS = ("rotation-act", "close-alarm", "roster-decision", "roster-rollover", "roster-suspend")
# What needs a kept file, or a program that takes one: test_layouts.py and test_goal_results.py ask the same of it.
ELSEWHERE = {"goal-upload", "new-layout", "view-as-end", "record", "record-copy", "corrections", "correction"}
# The doors: open to all, each with tests of its own.
DOORS = {"answer", "answer-code", "home", "promises", "sign-in", "sign-in-link", "sign-out"}
# What belongs to signing in, and to the own sign-in; test_second_step.py, test_yours.py and test_outside.py.
DOORS |= {"second-step", "second-step-set-up", "second-step-picture", "recovery-codes", "your-sign-in", "password"}
DOORS |= {"end-other-sessions", "your-language", "language", "sign-in-with", "openid_connect_callback"}
DOORS |= {"saml_acs", "saml_finish_acs", "saml_metadata", "saml_sls"}


@pytest.fixture
def delivery(db: None, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    monkeypatch.setattr("homeroom.intake.quarantine.rows", lambda group: (["line"], [["4"]]))
    found = Delivery.objects.create(
        file="<script>.csv",
        sha256="0",
        size=1,
        program="iready",
        report="lessons",
        rows_in=3,
        held=3,
        state="published",
    )
    cause = ledger.Cause("quarantined", "unmatched", "Student ID", "No child fits.", [3])
    ledger.write(found, {"published": 2, "quarantined": 1}, [cause])
    return found


def address(route: str, place: Town, delivery: Delivery) -> str:
    group = RowGroup.objects.get(delivery=delivery)
    arguments = {
        "monday": [place.school.pk],
        "lab-board": [place.school.pk],
        "lab-sheet": [place.school.pk],
        "minutes": [place.school.pk],
        **{key: [place.school.pk] for key in ("minutes-mastery", "study-minutes")},
        "assumptions": [place.school.pk],
        "planning-run": [place.school.pk, a_planning_run(place)],
        "lab-child": [a_lab(place), place.numbers[0]],
        "block": [place.school.pk],
        **{key: [place.school.pk, a_block_plan(place)] for key in ("block-plan", "block-changes")},
        "block-child": [place.school.pk, a_block_plan(place), place.numbers[0]],
        "class-block": [place.group.pk],
        **{key: [a_planned_today(place)] for key in ("today", "today-absences", "today-sheets", "today-sheet-ticks")},
        "replan": [a_planned_today(place)],
        "today-calendar": [a_planned_today(place), a_room(place)],
        "planning": [place.school.pk],
        **{key: [place.school.pk, "services"] for key in ("planning-table", "planning-csv")},
        "plans": [],
        "planning-row": [place.school.pk, "services", a_service(place)],
        "my-class": [place.group.pk],
        "class-families": [place.group.pk],
        "family": [place.numbers[0]],
        "student": [place.numbers[0]],
        "seen": [place.numbers[0]],
        "known": [place.numbers[0], "3.NF.A.1"],
        "steps": [place.numbers[0]],
        "groups": [place.group.pk],
        "group-lists": [place.group.pk],
        "group": [a_group(place)],
        "assign": [place.group.pk],
        "unit": [place.group.pk],
        **{key: [place.group.pk, a_unit_in_the_plan(place)] for key in ("readiness", "carry-over")},
        "goal": [a_goal(place, sent=True)],
        **{key: [a_goal(place)] for key in ("goal-aim", "goal-who", "goal-work", "goal-check", "goal-send")},
        "goal-child": [a_goal(place), place.numbers[0]],
        "goal-upload": [a_goal(place, sent=True), "iready"],
        "delivery": [delivery.pk],
        "quarantined-rows": [delivery.pk, group.pk],
        "job": [Job.objects.get_or_create(kind="collect")[0].pk],
        "layout-file": ["iready", "lessons", "by_lesson"],
        "edit-feed": [rule().pk],
        "close-alarm": [alarm().pk],
        "roster-set": [a_set()],
        "roster-decision": [a_set()],
        "roster-suspend": [a_set()],
        "sign-in-link": ["token"],
        "record": [place.numbers[0]],
        "record-copy": [place.numbers[0]],
        "corrections": [place.numbers[0]],
        "correction": [place.numbers[0], a_correction(place)],
        "who-case": [VendorKey.objects.get_or_create(program="iready", key="k", defaults={"claim": "ids=7"})[0].pk],
        "who-link": [1],
        "program": [a_program()],
        "releases": [a_program()],
        "release": [a_program(), a_release()],
        "account": [place.teacher.pk],
        "identity": [waits()],
        "study-here": [place.group.pk, a_unit_in_the_plan(place)],
    }
    if FILES.get(route, route) in OF_A_STUDY:
        arguments |= {FILES.get(route, route): [a_study(place), *(["who"] if route == "study-part" else [])]}
    if route.startswith(("survey-", "answer")) or route == "survey":
        arguments = {FILES.get(route, route): a_survey.argument(route)} if route != "answer-code" else {}
    if route.startswith("rotation"):
        arguments = {FILES.get(route, route): of_a_week(FILES.get(route, route), place)}
    query = f"?like={rule().pk}" if route == "new-feed" else ""
    return reverse(route, args=arguments.get(FILES.get(route, route), [])) + query


def a_correction(place: Town) -> int:
    told = {"about": "Minutes", "original": "20", "statement": "It was 40.", "received_on": date(2026, 10, 1)}
    return Correction.objects.get_or_create(student_id=place.numbers[0], defaults=told)[0].pk


def a_program() -> str:
    """The slug of a program of which the quality is worked out."""
    told = {"program": "iready", "kind": "program", "content_item": "", "term": "", "children": 20, "first_tries": 40}
    counts = {"followed": 0, "timed": 0, "known_tries": 0, "first_share": 0.5}
    if not FactFile.objects.filter(table="quality").exists():
        publish("quality", [told | counts])
    return "iready"


def a_release() -> int:
    shown = {"fields": ["tries"], "school_year": 2027, "rows": []}
    told = {"made_on": date(2026, 10, 1), "shown": shown, "made_by": "data", "approved_by": "second"}
    return Release.objects.get_or_create(report="vendor iready", week=date(2026, 10, 1), defaults=told)[0].pk


def a_planning_run(place: Town) -> int:
    told = {"week": date(2026, 11, 2), "seconds": 60.0, "state": "done"}
    return PlanningRun.objects.get_or_create(school=place.school, kind="block", defaults=told)[0].pk


def a_lab(place: Town) -> int:
    """The number of the town's school, whose lab somebody runs for the town's class."""
    if not Role.objects.filter(kind=Role.Kind.LAB_COORDINATOR, school=place.school).exists():
        coordinator(place, name="runs-the-lab")
    return place.school.pk


def a_planned_today(place: Town) -> int:
    """The number of the town's school, which has a published plan with something of everything for today."""
    told = {"state": "published", "published_at": timezone.now()}
    plan, is_new = BlockPlan.objects.get_or_create(school=place.school, week=TODAY, version=1, defaults=told)
    if is_new:
        where, standard = Room.objects.get(pk=_room(place)), Standard.objects.filter(code="3.NF.A.1").first()
        leads = {"modality": "tutoring", "staff": place.teacher.staff, "room": where, "standard": standard}
        group = PlanGroup.objects.create(plan=plan, key=1, **leads)
        kinds = (leads | {"group": group}, {"modality": "technology", "program": "iready"}, {"modality": "independent"})
        when = {"day": TODAY, "session": 1, "starts_at": time(10), "ends_at": time(10, 30)}
        for at, child in enumerate(place.children):
            Placement.objects.create(plan=plan, student=child, **when, **kinds[at % len(kinds)])
        Absence.objects.create(student=place.children[-1], day=TODAY, starts_at=time(10), said_by="principal")
    return place.school.pk


def a_room(place: Town) -> str:
    return f"room-{_room(place)}"


def _room(place: Town) -> int:
    told = {"kind": "lab", "seats": 20}
    return Room.objects.get_or_create(school=place.school, name="Lab of the day", defaults=told)[0].pk


def a_service(place: Town) -> int:
    told = {"student": place.children[0], "provider": place.teacher.staff}
    return (Service.objects.filter(**told).first() or Service.objects.create(**told, minutes=20)).pk


def a_group(place: Town) -> int:
    days = {"begins_on": date(2026, 10, 26), "ends_on": date(2026, 12, 7)}
    told = {"school_class": place.group, "standard": Standard.objects.get(code="3.NF.A.1"), **days}
    made = KeptGroup.objects.get_or_create(**told)[0]
    for child in place.children[:4]:
        Membership.objects.get_or_create(group=made, student=child, defaults={"since": days["begins_on"]})
    return made.pk


def a_goal(place: Town, *, sent: bool = False) -> int:
    """Of the town's class: a draft, or one that was sent with work for everybody."""
    title = "sent" if sent else "draft"
    found = Goal.objects.filter(school_class=place.group, title=title).first()
    if found is None:
        found = of_class(place.group, place.numbers, title=title)
        if sent:
            give(found)
    return found.pk


def a_unit_in_the_plan(place: Town) -> int:
    return planned(place, unit=unit(codes=["3.NF.A.1"])).unit_id or 0


def rule() -> FeedExpectation:
    told = {"cadence": "week", "since": date(2026, 9, 4)}
    return FeedExpectation.objects.get_or_create(program="iready", report="lessons", defaults=told)[0]


def alarm() -> FeedAlarm:
    told = {"program": "iready", "kind": "late", "since": date(2026, 9, 4), "opened_on": date(2026, 9, 7)}
    return FeedAlarm.objects.get_or_create(cause="a cause", defaults=told)[0]


def a_set() -> int:
    return RosterChangeSet.objects.get_or_create(name="roster.zip", state=RosterChangeSet.State.REJECTED)[0].pk


def waits() -> int:
    at = {"first_at": timezone.now(), "last_at": timezone.now()}
    return WaitingIdentity.objects.get_or_create(issuer="https://idp.example", subject="s", defaults=at)[0].pk


def without_tokens(body: str) -> str:
    """A page without its form tokens: chance may write a short name into one."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", body)


def person(place: Town, name: str) -> User:
    return User.objects.get(username=name)


def test_every_route_has_a_rule() -> None:
    assert {pattern.name for pattern in urlpatterns} == RULES.keys() | DOORS | ELSEWHERE | set(ACTS)


@pytest.mark.parametrize("name", PEOPLE)
def test_each_person_gets_what_the_rule_says(client: Client, place: Town, delivery: Delivery, name: str) -> None:
    client.force_login(person(place, name))
    for route, rule in RULES.items():
        response = client.get(address(route, place, delivery))
        assert response.status_code == rule[name], route
        body = response.getvalue().decode("utf-8", "replace")
        if rule[name] == 404:
            assert "This page is not here" in body
            assert not any(child.family_name in without_tokens(body) for child in place.children)
        else:
            assert response.headers["Cache-Control"] == "no-store", route


def test_signed_out_people_are_sent_to_sign_in(client: Client, place: Town, delivery: Delivery) -> None:
    for route in RULES:
        wanted = address(route, place, delivery)
        before = AuditEntry.objects.count()
        response = client.get(wanted)
        assert response.status_code == 302, route
        assert response.headers["Location"] == f"{reverse('sign-in')}?next={quote(wanted)}"
        assert AuditEntry.objects.count() == before, route


def test_pages_only_read(client: Client, place: Town, delivery: Delivery) -> None:
    client.force_login(place.data_team)
    for route in RULES:
        for method in (client.put, client.delete) if route in FORMS else (client.post, client.put, client.delete):
            assert method(address(route, place, delivery)).status_code == 405, route


@pytest.mark.parametrize("route", [*FORMS, *ACTS])
def test_a_form_is_answered_for_the_data_team_alone(
    client: Client, place: Town, delivery: Delivery, route: str
) -> None:
    for name in PEOPLE:
        client.force_login(person(place, name))
        status = client.post(address(route, place, delivery)).status_code
        if name in MORE_ASKED.get(route, ()):
            continue
        wanted = (200, 302, 400, 404, 409, 410, 422) if route == "view-as" else (200, 302, 400, 409, 410, 422)
        assert status == 404 if name != "data" else status in wanted, name


@pytest.mark.parametrize("route", NAMED)
def test_a_named_page_writes_who_saw_whom_and_why(client: Client, place: Town, delivery: Delivery, route: str) -> None:
    client.force_login(place.teacher)
    client.get(address(route, place, delivery))
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == ("teacher", "exported" if route in FILES else "saw")
    assert entry.students == (sorted(place.numbers) if "class" in route else [place.numbers[0]])
    assert entry.reason == "teaches the child's class"
    assert "2026-W43" in entry.object
    assert entry.drawn_from.startswith("facts ")


@pytest.mark.parametrize("route", ["my-class", "student"])
def test_what_is_refused_is_not_audited_as_seen(client: Client, place: Town, delivery: Delivery, route: str) -> None:
    client.force_login(place.stranger)
    client.get(address(route, place, delivery))
    assert not AuditEntry.objects.filter(verb="saw").exists()


@pytest.mark.parametrize("route", NAMED)
def test_where_the_audit_fails_nothing_is_shown(
    client: Client, place: Town, delivery: Delivery, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("homeroom.people.audit.append", full)
    client.force_login(place.teacher)
    client.raise_request_exception = False
    response = client.get(address(route, place, delivery))
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert place.children[0].family_name not in response.content.decode()


def test_a_child_who_left_is_gone_from_the_teachers_page(client: Client, place: Town) -> None:
    child = place.children[0]
    Enrollment.objects.filter(student=child).update(ends_on="2026-10-20")
    client.force_login(place.teacher)
    assert child.name not in client.get(f"/class/{place.group.pk}/").content.decode()
    assert client.get(f"/student/{child.pk}/").status_code == 404


def test_unknown_numbers_are_no_page(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    for path in ("/class/999/", "/student/999/", "/imports/999/", "/imports/999/rows/1.csv", "/nothing/"):
        assert client.get(path).status_code == 404, path


# Home


@pytest.mark.parametrize(
    ("name", "goes_to"),
    [("teacher", "/class/{room}/"), ("data", "/imports/"), ("principal", "/school/{school}/monday/")],
)
def test_home_goes_to_the_one_page_that_is_meant(client: Client, place: Town, name: str, goes_to: str) -> None:
    client.force_login(person(place, name))
    assert client.get("/").headers["Location"] == goes_to.format(room=place.group.pk, school=place.school.pk)


def test_a_principal_who_teaches_too_chooses_among_the_schools_classes(client: Client, place: Town) -> None:
    from a_school import child, room

    Role.objects.create(staff=place.principal.staff, kind=Role.Kind.TEACHER, school=place.school)
    child(50, room(place.school, "c9", "Grade 4 <b>"))
    client.force_login(place.principal)
    body = client.get("/").content.decode()
    assert "Which class?" in body
    assert "Grade 3, Room 12" in body
    assert "Grade 4 &lt;b&gt;" in body
    assert "Grade 5" not in body


def test_a_tutor_finds_the_children_of_the_own_caseload(client: Client, place: Town) -> None:
    from a_school import staff

    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    Caseload.objects.create(staff=tutor.staff, student=place.children[3], reason="reads with the child")
    client.force_login(tutor)
    body = client.get("/").content.decode()
    assert "Children you serve today" in body
    assert place.children[3].name in body
    assert place.children[4].name not in body
    entry = AuditEntry.objects.get()
    assert (entry.students, entry.reason) == ([place.numbers[3]], "serves the child: reads with the child")
    assert client.get(f"/student/{place.numbers[3]}/").status_code == 200


def test_nobody_has_a_plain_page(client: Client, place: Town) -> None:
    client.force_login(place.stranger)
    assert "You have no class today" in client.get("/").content.decode()


def test_a_sign_in_without_staff_sees_nothing(client: Client, place: Town) -> None:
    client.force_login(User.objects.create_user("bare", password=PASSWORD, is_superuser=True))
    assert "You have no class today" in client.get("/").content.decode()
    assert client.get(f"/class/{place.group.pk}/").status_code == 404
    assert client.get("/imports/").status_code == 404


def test_a_role_that_has_ended_opens_nothing(client: Client, place: Town) -> None:
    Role.objects.update(ends_on="2026-10-25")
    for user in (place.teacher, place.principal, place.data_team):
        client.force_login(user)
        assert client.get(f"/class/{place.group.pk}/").status_code == 404
        assert client.get("/imports/").status_code == 404
