"""Why is this child here, what if it were elsewhere, and a teacher's say."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import MONDAY as WEEK_BEFORE
from a_school import child as enrolled
from homeroom.people.models import AuditEntry, Caseload, Student, User
from homeroom.rotation import drafts
from homeroom.rotation.block.instance import Pair
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.models import BlockPlan, Objection, Placement, PlanLock
from homeroom.rotation.plan_models import State
from pages.a_planned_block import Planned, planned
from pages.goals_by_hand import words
from rotation.plans import a_week
from rotation.plans.a_week import MONDAY, Block

pytestmark = pytest.mark.any_database


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    return a_week.block()


@pytest.fixture
def made(own: Block, client: Client) -> Planned:
    found = planned(own)
    client.force_login(found.principal)
    return found


@pytest.fixture
def held(made: Planned) -> Planned:
    BlockPlan.objects.update(state=State.PUBLISHED)
    return made


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return words(response.content)


def test_it_works(client: Client, made: Planned) -> None:
    told = page(client, made.of_child(0))
    assert f"{made.name(0)}: why here?" in told
    assert "Mon 26 Oct, session 1 10:00 to 10:30 with Tutor Example, 3.NF.A.1" in told
    assert "Open a session to see why." in told
    told = page(client, made.of_child(0, 0))
    assert "The chance that 3.NF.A.1 is known is 40 %. It serves the class's goal of the week." in told
    assert "5 others of the group need it, too." in told
    assert "This place was one that many could have used." in told
    assert "Second best: independent work. The plan would lose" in told
    assert "A tutor's group has 3 to 6 children" in told
    assert "independent work, 3.NF.A.1 The plan would be worth" in told


def test_who_shares_the_need_is_named_and_written_down(client: Client, made: Planned) -> None:
    told = page(client, made.of_child(0, 0))
    company = told[told.index("In the same group:") : told.index("Rules that bear")]
    there = [at for at in range(8) if made.name(at) in company]
    assert there == [1, 2, 3, 4, 7]
    assert AuditEntry.objects.get(verb="saw").students == sorted(made.own.numbers(0, *there))


def test_a_meeting_says_with_whom_and_never_what_for(client: Client, made: Planned) -> None:
    told = page(client, made.of_child(7, 1))
    assert "with Lab Example, Room 3" in told
    assert "The child meets an adult at that time." in told
    assert "In this session there is no other place." in told
    assert "Second best" not in told


def test_a_child_who_is_away_has_no_place(client: Client, made: Planned) -> None:
    told = page(client, made.of_child(3, 4))
    assert "Fri 30 Oct, session 1 10:00 to 10:30 away" in told
    assert "Why:" not in told


@pytest.mark.parametrize("query", ["?session=99", "?session=x", "?session=", "?session=0&to=nowhere"])
def test_what_is_not_there_is_not_asked_about(client: Client, made: Planned, query: str) -> None:
    told = page(client, made.of_child(0) + query)
    assert "What would happen" not in told


def test_what_forced_a_place_is_said(client: Client, own: Block) -> None:
    forced = planned(own, pairs=(Pair(*sorted(own.numbers(0, 1)), together=True),))
    client.force_login(forced.principal)
    told = page(client, forced.of_child(0, 0))
    assert "A rule of your school asks for it." in told
    assert "A rule of your school." in told, "among the rules that bear on the place"
    assert "Two children who" not in told


def test_no_place_says_so(client: Client, made: Planned) -> None:
    place = drafts.read(made.draft).places[0]
    drafts.put(made.draft, type(place)(place.child, 0, Modality.OVERFLOW), None)
    told = page(client, made.of_child(0, 0))
    assert "Why: no place: supervised overflow?" in told
    assert "No place was found: what was open would have broken a rule." in told


# What if


def hidden(client: Client, path: str) -> dict[str, str]:
    body = unescape(client.get(path).content.decode())
    return dict(re.findall(r'name="(to|shown)" value="([^"]+)"', body))


def test_what_if_shows_who_would_move_and_what_it_costs(client: Client, made: Planned) -> None:
    told = page(client, made.of_child(0, 0, "independent"))
    assert f"Child Now Then {made.name(0)} with Tutor Example, 3.NF.A.1 independent work, 3.NF.A.1" in told
    assert "No rule would be broken. The plan would be worth" in told
    assert "Keep it in this draft" in told
    told = page(client, made.of_child(0, 0, "begin-project"))
    assert "Rules that would be broken: A peer project has 4 to 5 children." in told
    told = page(client, made.of_child(0, 0, "overflow"))
    assert "1 more child-session has no place." in told


def test_what_costs_a_session_with_an_adult_is_said(client: Client, own: Block) -> None:
    from msgspec.structs import replace

    strict = planned(own, children=tuple(replace(one, floor=6) for one in own.instance.children))
    client.force_login(strict.principal)
    told = page(client, strict.of_child(0, 0, "overflow"))
    assert "more session with an adult is missing under a floor." in told or "more child-session" in told


def test_what_is_kept_changes_the_draft(client: Client, made: Planned) -> None:
    path = made.of_child(0, 0, "independent")
    sent = {"act": "keep", **hidden(client, path)}
    assert client.post(path, sent).headers["Location"] == made.of_child(0, 0) + "&news=keep"
    assert "Kept in this draft. Nothing is published" in page(client, made.of_child(0, 0) + "&news=keep")
    kept = Placement.objects.get(student=made.own.children[0], day=MONDAY, session=1)
    assert (kept.modality, kept.plan_id) == ("independent", made.draft.pk)
    assert client.post(path, sent).status_code == 409, "it was done already: the plan is another now"


def test_what_is_kept_of_a_published_plan_begins_a_draft(client: Client, held: Planned) -> None:
    path = held.of_child(0, 0, "independent")
    assert "Keep it in a new draft" in page(client, path)
    there = client.post(path, {"act": "keep", **hidden(client, path)}).headers["Location"]
    copy = BlockPlan.objects.get(version=2)
    assert there == held.of_child(0, 0, plan=copy) + "&news=keep"
    assert copy.state == State.DRAFT
    assert (
        Placement.objects.get(plan=held.draft, student=held.own.children[0], session=1, day=MONDAY).modality
        == "tutoring"
    )
    assert (
        Placement.objects.get(plan=copy, student=held.own.children[0], session=1, day=MONDAY).modality == "independent"
    )


@pytest.mark.parametrize("sent", [{}, {"to": "independent"}, {"to": "independent", "shown": "x"}, {"to": "nowhere"}])
def test_what_was_not_shown_is_not_kept(client: Client, made: Planned, sent: dict[str, str]) -> None:
    for path in (made.of_child(0, 0), made.of_child(0)):
        response = client.post(path, {"act": "keep", **sent})
        assert response.status_code == 409
        assert "The plan has changed since you opened the page." in words(response.content)
    assert Placement.objects.filter(plan=made.draft, modality="independent", student=made.own.children[0]).count() == 1


# A teacher's say


def test_a_teacher_keeps_and_frees_a_place_of_an_own_child(client: Client, held: Planned) -> None:
    client.force_login(held.own.teacher)
    path = held.of_child(0, 0)
    told = page(client, path)
    assert "Keep it in" not in told
    assert client.post(path, {"act": "lock"}).headers["Location"] == path + "&news=lock"
    lock = PlanLock.objects.get()
    assert (lock.modality, lock.staff_id, lock.origin) == ("tutoring", held.own.tutor.staff_id, "teacher")
    told = page(client, path + "&news=lock")
    assert "From the next plan on this session stays as it is." in told
    assert "Decided beforehand by teacher: with Tutor Example." in told
    client.post(path, {"act": "lock"})
    assert PlanLock.objects.count() == 1
    assert client.post(path, {"act": "unlock"}).headers["Location"] == path + "&news=unlock"
    assert "The next plan may choose anew." in page(client, path + "&news=unlock")
    assert not PlanLock.objects.exists()
    assert client.post(path, {"act": "unlock"}).status_code == 409
    assert list(AuditEntry.objects.filter(verb__contains="lock").values_list("verb", flat=True).order_by("pk")) == [
        "locked",
        "locked",
        "unlocked",
    ]


def test_what_a_study_has_drawn_stays(client: Client, held: Planned) -> None:
    PlanLock.objects.create(
        student=held.own.children[0], day=MONDAY, session=1, modality="peer project", origin="study 7"
    )
    path = held.of_child(0, 0)
    told = page(client, path)
    assert "Decided beforehand by study 7: peer project." in told
    assert "Let plans choose again" not in told
    for act in ("lock", "unlock"):
        response = client.post(path, {"act": act})
        assert response.status_code == 409
        assert "study 7 has decided this session" in words(response.content)
    assert PlanLock.objects.get().modality == "peer project"


def test_a_meeting_is_not_kept_by_a_lock(client: Client, held: Planned) -> None:
    response = client.post(held.of_child(7, 1), {"act": "lock"})
    assert response.status_code == 409
    assert "Only a place that a plan chooses can be kept" in words(response.content)


def test_an_objection_is_kept_with_its_reason(client: Client, held: Planned) -> None:
    client.force_login(held.own.teacher)
    path = held.of_child(0, 0)
    assert client.post(path, {"act": "object", "reason": "  "}).status_code == 409
    answer = client.post(path, {"act": "object", "reason": "She reads that already."})
    assert answer.headers["Location"] == path + "&news=object"
    told = page(client, path + "&news=object")
    assert "Your objection is kept. Whoever plans answers it." in told
    assert "Mon 26 Oct, session 1 She reads that already. teacher not answered yet" in told
    kept = Objection.objects.get()
    assert (kept.by, kept.answer, kept.placement is not None) == ("teacher", "", True)
    Objection.objects.update(answer="Yes: from Tuesday.", answered_by="principal")
    assert "Answer: Yes: from Tuesday. principal" in page(client, path)


@pytest.mark.parametrize("act", ["lock", "object"])
def test_where_there_is_no_place_there_is_nothing_to_say(client: Client, held: Planned, act: str) -> None:
    for path in (held.of_child(3, 4), held.of_child(0, 99), held.of_child(0)):
        assert client.post(path, {"act": act, "reason": "No."}).status_code == 409
    assert not (PlanLock.objects.exists() or Objection.objects.exists())


# Who may


def posts(client: Client, path: str) -> None:
    for act in ("keep", "lock", "unlock", "object", "eat"):
        client.post(path, {"act": act, "reason": "No.", "to": "independent"})


def test_a_tutor_reads_and_says_nothing(client: Client, held: Planned) -> None:
    Caseload.objects.create(staff=held.own.tutor.staff, student=held.own.children[0], reason="flexible block")
    client.force_login(held.own.tutor)
    path = held.of_child(0, 0)
    told = page(client, path)
    assert "The chance that 3.NF.A.1 is known" in told
    assert "Your say" not in told
    assert held.name(1) not in told, "who is not on the own caseload has no name"
    posts(client, path)
    assert not (PlanLock.objects.exists() or Objection.objects.exists())
    assert BlockPlan.objects.count() == 1
    page(client, held.of_child(1, 0), 404)


def test_a_teacher_does_not_see_who_else_would_move(client: Client, held: Planned) -> None:
    client.force_login(held.own.other_teacher)
    for to in ("independent", "begin-project", "overflow"):
        told = page(client, held.of_child(4, 0, to))
        assert not [at for at in range(4) if held.name(at) in told]
    page(client, held.of_child(0, 0), 404)


def test_a_draft_is_for_those_who_plan(client: Client, made: Planned) -> None:
    client.force_login(made.own.teacher)
    page(client, made.of_child(0, 0), 404)
    assert client.post(made.of_child(0, 0), {"act": "lock"}).status_code == 404


@pytest.mark.parametrize("number", [0, 999_999, 2**70])
def test_a_child_that_is_not_there_has_no_page(client: Client, made: Planned, number: int) -> None:
    page(client, made.path(f"child/{number}/"), 404)


def test_a_child_who_is_not_in_the_plan_has_an_empty_week(client: Client, made: Planned) -> None:
    new = enrolled(60, made.own.classes[0])
    told = page(client, made.path(f"child/{new.pk}/?session=0"))
    assert "Mon 26 Oct, session 1 10:00 to 10:30 away" in told


def test_hostile_text_is_text(client: Client, held: Planned) -> None:
    Student.objects.filter(pk=held.own.children[0].pk).update(given_name="<script>alert(1)</script>")
    client.force_login(held.own.teacher)
    client.post(held.of_child(0, 0), {"act": "object", "reason": "<img src=x onerror=1>"})
    body = client.get(held.of_child(0, 0, "independent")).content.decode()
    assert "<script>alert" not in body
    assert "<img" not in body


def test_a_user_of_the_week_before_is_nobody_special(held: Planned) -> None:
    assert WEEK_BEFORE < MONDAY
    assert User.objects.filter(username="teacher").exists()
