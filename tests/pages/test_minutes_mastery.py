"""Minutes and mastery: class by class, by name; what nobody told is no nought; few say few; and the door to a trial."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from a_minutes_school import WEEK, planned, school
from a_school import child, staff, teaches
from every_page import client_of
from homeroom.evidence import plan_json
from homeroom.evidence.models import Study
from homeroom.pages import pdf
from homeroom.people.models import AuditEntry, Class, Role, School, User
from homeroom.people.visibility import nobody
from homeroom.reports.minutes import Span, beside
from homeroom.reports.minutes.report import Line
from homeroom.reports.values import NO_EVIDENCE, State, Value, known
from homeroom.rotation.minutes import Minutes
from pages.goals_by_hand import words as text_of
from pages.test_same_numbers import NUMBER, words
from read_files import pdf_words, sheets
from rotation.plans.a_week import Block

pytestmark = pytest.mark.any_database
ASKED = f"?week={WEEK}"
POINTS = re.compile(r"\+(\d+) \(\+?(\d+) to \+(\d+)\)")


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    return school(settings)


@pytest.fixture
def principal(own: Block) -> User:
    return staff("principal", Role.Kind.PRINCIPAL, own.school)


def get(own: Block, user: User, query: str = ASKED, tail: str = "") -> HttpResponse:
    response = client_of(user).get(f"/school/{own.school.pk}/minutes/mastery/{tail}{query}")
    assert isinstance(response, HttpResponse)
    return response


def page(own: Block, user: User, query: str = ASKED) -> str:
    response = get(own, user, query)
    assert response.status_code == 200
    return text_of(response.content)


def test_minutes_stand_beside_the_change_class_by_class(own: Block, principal: User) -> None:
    """Four children of the first class have a plan, and two of them an hour of tutoring: 120 by 4 weeks is 30."""
    shown = page(own, principal)
    assert "Grade 3, Room 12 16 children" in shown
    assert re.search(r"Tutoring: a tutor's group 30 6 1 23 0 0", shown)
    assert POINTS.search(shown)
    assert "16 children, 16 standards worked on" in shown
    assert shown.index("Grade 3, Room 12") < shown.index("Grade 3, Room 14") < shown.index("all whom you see")
    assert "time on screen" in shown
    assert "Of 20 children 8 had a plan in these weeks; minutes are theirs." in shown
    assert "Planned were 180 minutes a child and week" in shown


def test_what_the_page_can_t_say_stands_on_it_and_nothing_is_made_of_both(own: Block, principal: User) -> None:
    shown = page(own, principal)
    assert "They were given where need was" in shown
    assert "It can't say which mix is best." in shown
    assert "correlation" not in shown
    body = get(own, principal).content.decode()
    assert "sort" not in re.sub(r"<[^>]+>", "", body).replace("sorted by", "")
    assert [one["name"] for one in told(own, principal)["tables"]] == ["minutes", "mastery", "definitions"]


def told(own: Block, user: User) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(get(own, user, tail="minutes.json").content)
    return found


def test_of_few_children_no_change_is_told(own: Block, own_teacher: User) -> None:
    report = beside(own.school, nobody([one.pk for one in own.children[:4]]), Span(WEEK))
    assert report.whole.mastery.points.state is State.FEW
    assert report.whole.mastery.children == 4
    assert "few" in page(own, own_teacher).split("Room 14")[1]


@pytest.fixture
def own_teacher(own: Block) -> User:
    """Of both classes."""
    teaches(own.teacher, own.classes[1])
    child(40, own.classes[1])
    return own.teacher


@pytest.mark.parametrize(
    ("minutes", "delivered"),
    [
        (Minutes(planned=30, late=30), Value(State.LATE)),
        (Minutes(planned=30, not_recorded=30), NO_EVIDENCE),
        (Minutes(planned=30, waiting=30), NO_EVIDENCE),
        (Minutes(planned=30, missed=30), known(0, 2, unit="minutes")),
        (Minutes(planned=60, delivered=20, late=40), known(10, 2, unit="minutes")),
    ],
)
def test_what_nobody_has_told_is_no_nought(minutes: Minutes, delivered: Value) -> None:
    assert Line(None, minutes, 2).delivered == delivered
    assert Line(None, minutes, 0).values[0] == NO_EVIDENCE


def test_files_hold_what_the_page_shows(own: Block, principal: User) -> None:
    """Each number of the file stands on the page, and Excel holds the same cells."""
    seen = set(NUMBER.findall(words(get(own, principal).content.decode())))
    book = sheets(get(own, principal, f"{ASKED}&header=machine", "minutes.xlsx").content)
    for name in ("minutes", "mastery"):
        text = get(own, principal, f"{ASKED}&header=machine&table={name}", "minutes.csv").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) > 2
        assert [[cell.removeprefix("'") for cell in row] for row in rows] == book[name]
        cells = {cell.replace("-", "−") for row in rows[1:] for cell in row[1:] if NUMBER.fullmatch(cell)}
        assert cells - seen - {"0", "1", "few"} <= {"4"}, "of few children the page tells no count"
    entry = AuditEntry.objects.filter(verb="exported").last()
    assert entry is not None
    assert (entry.students, entry.report) == ([], "minutes-mastery")


@pytest.mark.draws
@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")
def test_paper_has_what_the_page_shows(own: Block, principal: User) -> None:
    paper = pdf_words(get(own, principal, tail="minutes.pdf").content)
    assert {"16", "180", "135"} <= set(NUMBER.findall(paper))
    assert "Test it here" not in paper


def test_teachers_see_their_own_class_and_others_nothing(own: Block) -> None:
    shown = page(own, own.teacher)
    assert "Grade 3, Room 12" in shown
    assert "Grade 3, Room 14" not in shown
    assert not any(one.name in shown for one in own.children)
    assert "The network's leader and the data team plan trials." in shown
    assert "Studies of your school" not in shown
    far = School.objects.create(sourced_id="s2", name="Hill School")
    strangers = staff("far", Role.Kind.TEACHER, far), staff("lead", Role.Kind.NETWORK_LEADER, None)
    for user in (own.tutor, own.lab, *strangers):
        assert get(own, user).status_code == 404, user.username


def test_weeks_are_walked(own: Block, principal: User) -> None:
    body = get(own, principal, "").content.decode()
    assert "5 Oct 2026 to 30 Oct 2026" in body
    assert f'href="?week={WEEK.previous}"' in body
    assert "A week later" not in body
    assert "A week later" in page(own, principal, f"?week={WEEK.previous}")


@pytest.mark.parametrize("query", [f"?week={WEEK.next}", "?week=soon"])
def test_what_is_not_there_is_no_page(own: Block, principal: User, query: str) -> None:
    assert get(own, principal, query).status_code == 404


def test_weeks_without_a_plan_say_so(own: Block, principal: User) -> None:
    shown = page(own, principal, f"?week={WEEK.previous}")
    assert "No plan of the flexible block was published for these weeks, so no minutes stand here." in shown
    assert "Grade 3, Room 12 16 children no plan – – – – – –" in shown
    assert get(own, principal, f"?week={WEEK.previous}", "minutes.csv").status_code == 200


def test_before_the_first_night_minutes_stand_alone(settings: Settings, db: None) -> None:
    own = planned(settings)
    shown = page(own, staff("principal", Role.Kind.PRINCIPAL, own.school))
    assert "How mastery changed in these weeks is not worked out: that is done at night, for the last weeks." in shown
    assert "Tutoring: a tutor's group" in shown


def test_a_school_without_children_says_so(own: Block) -> None:
    empty = School.objects.create(sourced_id="s3", name="New School")
    answer = client_of(staff("new", Role.Kind.PRINCIPAL, empty)).get(f"/school/{empty.pk}/minutes/mastery/")
    assert "No child whom you see is enrolled here today." in text_of(answer.content)


@pytest.fixture
def leader(own: Block) -> User:
    return staff("leader", Role.Kind.NETWORK_LEADER, None)


def begin(user: User, own: Block, **told: object) -> HttpResponse:
    said = {"study": "minutes-1", "question": "Does it help?", "more": "tutoring", "classes": ["c1", "c2"]} | told
    response = client_of(user).post(f"/studies/minutes/{own.school.pk}/", said)
    assert isinstance(response, HttpResponse)
    return response


def test_the_button_leads_to_a_trial_whose_weeks_are_drawn(own: Block, leader: User) -> None:
    team = staff("data", Role.Kind.DATA_TEAM, None)
    assert f'action="/studies/minutes/{own.school.pk}/"' in get(own, team).content.decode()
    form = text_of(client_of(leader).get(f"/studies/minutes/{own.school.pk}/").content)
    assert "the lot draws half of 8 weeks" in form
    assert begin(leader, own).status_code == 302
    study = Study.objects.get(slug="minutes-1")
    plan = plan_json.load(study.plans.get().text)
    assert (study.kind, study.unit, study.state) == ("minutes trial", "class by week", "draft")
    assert [(arm.name, arm.new) for arm in plan.arms] == [("more tutoring", True), ("the block as planned", False)]
    assert (plan.classes, plan.sites, len(plan.weeks)) == (("c1", "c2"), ("s1",), 8)
    assert (plan.weeks[0], plan.begins_on) == (WEEK.shifted(3).monday,) * 2
    assert plan.ends_on == plan.weeks[-1] + timedelta(days=4)


def test_a_trial_without_classes_is_not_begun(own: Block, leader: User) -> None:
    assert begin(leader, own, classes=[]).status_code == 422
    assert begin(leader, own, study="Not a name!").status_code == 422
    assert not Study.objects.exists()


def test_a_trial_that_can_not_be_kept_says_why(own: Block, leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.pages.studies.minutes.keep", lambda *_: None)
    assert begin(leader, own).status_code == 422


def test_only_who_plans_studies_begins_a_trial_and_only_at_a_school(own: Block, leader: User, principal: User) -> None:
    for user in (own.teacher, principal):
        assert begin(user, own).status_code == 404
    assert client_of(leader).get(f"/studies/minutes/{10**30}/").status_code == 404
    assert client_of(leader).get("/studies/minutes/99999/").status_code == 404
    assert Class.objects.filter(school=own.school).count() == 2


def test_studies_lead_to_the_page_of_the_own_school(own: Block, principal: User, leader: User) -> None:
    address = f'href="/school/{own.school.pk}/minutes/mastery/"'
    of_principal = client_of(principal).get("/studies/").content.decode()
    assert address in of_principal
    assert "/network/minutes/" not in of_principal
    of_leader = client_of(leader).get("/studies/").content.decode()
    assert address not in of_leader
    assert 'href="/network/minutes/"' in of_leader
