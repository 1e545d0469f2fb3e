"""Flexible block: the week's versions, and a plan from draft to end."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import msgspec
import pytest
from django.test import Client
from django.utils import timezone
from msgspec.structs import replace
from pytest_django import Settings

from a_school import staff
from homeroom.people.models import AuditEntry, Caseload, Role, School, Student
from homeroom.reports.values import moment
from homeroom.rotation import drafts
from homeroom.rotation.block.grouped import with_places
from homeroom.rotation.block.instance import Equity, Limits, Program
from homeroom.rotation.block.instance import Pair as InstancePair
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, Level, Place, StoppedBy
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, DayType, Objection, Pair, Placement, PlanningRun
from homeroom.rotation.plan_models import State
from pages.a_planned_block import Planned, planned
from pages.goals_by_hand import words
from rotation.inputs.a_planned_school import WEEK
from rotation.inputs.a_planned_school import planned as a_school_with_bells
from rotation.plans import a_week
from rotation.plans.a_week import MONDAY, TUESDAY, Block

pytestmark = pytest.mark.any_database
BLOCK = "/school/{}/block/"


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    return a_week.block()


@pytest.fixture
def made(own: Block, client: Client) -> Planned:
    found = planned(own)
    client.force_login(found.principal)
    return found


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return words(response.content)


def test_it_works(client: Client, made: Planned) -> None:
    listed = page(client, BLOCK.format(made.own.school.pk))
    assert "Week of 26 Oct 2026" in listed
    assert "Version 1 draft made" in listed
    assert "by principal by rule of thumb" in listed
    told = page(client, made.path())
    assert "Every floor is reached, and everybody has a place in each session." in told
    assert "The checker found no rule broken. Made by rule of thumb: how far it is from the best possible" in told
    assert "Monday 26 October 2026, session 1 10:00 to 10:30 · 2 of 20 seats of the lab" in told
    assert "Tutor Example tutor's group, 6 children 3.NF.A.1 Fractions 3.NF.A.1" in told
    assert "Number Trail 2 children given work" in told
    assert f"with Lab Example – Room 3 {made.name(7)}" in told
    assert "Tuesday 27 October" not in told
    assert "Tuesday 27 October" in page(client, made.path("?day=week"))
    assert "Monday 26 October" not in page(client, made.path("?day=2026-10-27"))


def test_who_is_named_stands_in_the_audit_log(client: Client, made: Planned) -> None:
    page(client, made.path("?day=week"))
    entry = AuditEntry.objects.get(verb="saw")
    assert (entry.object, entry.report) == (f"block plan page {made.draft.pk}, week 2026-10-26", "block")
    assert entry.students == sorted(one.pk for one in made.own.children)
    page(client, BLOCK.format(made.own.school.pk))
    assert AuditEntry.objects.filter(verb="saw").count() == 1, "the list of versions names nobody"


def test_a_coordinator_sees_only_own_children_by_name(client: Client, made: Planned) -> None:
    Caseload.objects.create(staff=made.own.lab.staff, student=made.own.children[5], reason="lab")
    client.force_login(made.own.lab)
    told = page(client, made.path("?day=week"))
    assert made.name(5) in told
    assert not [at for at in range(8) if at != 5 and made.name(at) in told]
    assert "7 children of the plan whom you don't see are counted, not named." in told
    assert "6 children" in told
    assert AuditEntry.objects.get(verb="saw").students == [made.own.children[5].pk]


@pytest.mark.parametrize("who", ["teacher", "tutor", "stranger", "elsewhere"])
def test_to_all_who_do_not_plan_there_it_does_not_exist(client: Client, made: Planned, who: str) -> None:
    people = {
        "teacher": made.own.teacher,
        "tutor": made.own.tutor,
        "stranger": lambda: staff("stranger", None, None),
        "elsewhere": lambda: staff("elsewhere", Role.Kind.PRINCIPAL, School.objects.create(sourced_id="s9", name="No")),
    }
    user = people[who]
    client.force_login(user() if callable(user) else user)
    for path in (BLOCK.format(made.own.school.pk), made.path(), made.path("changes/"), made.path("plan.csv")):
        page(client, path, 404)


@pytest.mark.parametrize("query", ["?week=2026-W99", "?week=x", "?week=1990-W01", "?week=2999-W01"])
def test_a_week_that_is_none_is_no_page(client: Client, made: Planned, query: str) -> None:
    page(client, BLOCK.format(made.own.school.pk) + query, 404)


@pytest.mark.parametrize("rest", ["?day=2026-10-28", "?day=x", "changes/?from=77", "changes/?from=x"])
def test_what_is_not_of_the_plan_is_no_page(client: Client, made: Planned, rest: str) -> None:
    page(client, made.path(rest), 404)
    page(client, f"/school/{made.own.school.pk}/block/9999/", 404)
    page(client, f"/school/{made.own.school.pk}/block/{2**70}/", 404)


# A new draft


def test_without_bells_the_page_says_what_is_missing(client: Client, made: Planned) -> None:
    path = BLOCK.format(made.own.school.pk)
    assert "This school has no day types yet. A flexible block needs bells" in page(client, path)
    for act in ("thumb", "empty"):
        response = client.post(f"{path}?week=2026-W45", {"act": act})
        assert response.status_code == 409
        assert "No child has a session of a flexible block this week." in words(response.content)
    assert BlockPlan.objects.count() == 1


def test_without_the_planner_the_page_says_so(client: Client, made: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    path = BLOCK.format(made.own.school.pk)
    monkeypatch.setattr("homeroom.pages.block.week.installed", lambda module: True)
    assert "The planner is not installed." not in page(client, path)
    monkeypatch.setattr("homeroom.pages.block.week.installed", lambda module: False)
    assert "The planner is not installed. A draft comes by rule of thumb or by hand" in page(client, path)


@pytest.mark.parametrize(
    ("act", "how", "says"),
    [
        ("thumb", "rule of thumb", "What the plan does not reach"),
        ("empty", "hand", "8 children have no place on Mon 26 Oct, session 1."),
    ],
)
def test_a_draft_comes_by_rule_of_thumb_or_empty(
    client: Client, settings: Settings, db: None, act: str, how: str, says: str
) -> None:
    settings.HOMEROOM_TODAY = WEEK
    full = a_school_with_bells()
    principal = staff("principal", Role.Kind.PRINCIPAL, full.school)
    client.force_login(principal)
    path = BLOCK.format(full.school.pk) + "?week=2026-W44"
    assert "This school has no day types yet." not in page(client, path)
    response = client.post(path, {"act": act})
    draft = BlockPlan.objects.get()
    assert response.headers["Location"] == f"/school/{full.school.pk}/block/{draft.pk}/"
    assert (draft.solver, draft.week, draft.made_by, draft.state) == (how, WEEK, "principal", "draft")
    assert says in page(client, response.headers["Location"])


def test_a_plan_is_asked_for_once_and_made_in_the_background(client: Client, made: Planned) -> None:
    path = BLOCK.format(made.own.school.pk)
    there = client.post(f"{path}?week=2026-W45", {"act": "plan"}).headers["Location"]
    run = PlanningRun.objects.get()
    assert there == f"/school/{made.own.school.pk}/planning/run/{run.pk}/"
    assert (run.kind, run.week, run.asked_by) == ("block", MONDAY + timedelta(days=7), made.principal)
    client.post(f"{path}?week=2026-W45", {"act": "plan"})
    assert PlanningRun.objects.count() == 1
    told = page(client, f"{path}?week=2026-W45")
    assert "A plan is being made." in told
    assert "A plan is being made." not in page(client, path)


def test_a_school_without_children_says_so(client: Client, settings: Settings, db: None) -> None:
    settings.HOMEROOM_TODAY = WEEK
    full = a_school_with_bells(0)
    client.force_login(staff("principal", Role.Kind.PRINCIPAL, full.school))
    response = client.post(BLOCK.format(full.school.pk) + "?week=2026-W44", {"act": "thumb"})
    assert response.status_code == 409
    assert "No child has a session of a flexible block this week." in words(response.content)


def test_what_is_no_act_changes_nothing(client: Client, made: Planned) -> None:
    assert client.post(BLOCK.format(made.own.school.pk), {"act": "eat"}).status_code == 302
    assert client.post(made.path(), {"act": "eat"}).headers["Location"] == made.path()
    assert BlockPlan.objects.get().state == State.DRAFT


# From draft to end


def test_a_plan_is_published_and_ended(client: Client, made: Planned, home: object) -> None:
    assert client.post(made.path(), {"act": "publish"}).headers["Location"] == made.path("?news=publish")
    told = page(client, made.path("?news=publish"))
    assert "Published. From now on the adults of the plan see the children" in told
    published = BlockPlan.objects.get().published_at
    assert published is not None and f"published {moment(timezone.localtime(published))}" in told
    assert "Discard this draft" not in told
    assert BlockPlan.objects.get().published_by == "principal"
    assert client.post(made.path(), {"act": "end"}).headers["Location"] == made.path("?news=end")
    told = page(client, made.path("?news=end"))
    assert "Ended. From today on nothing holds in this week." in told
    assert "What changed since it was planned" not in told, "nobody plans it any more"
    response = client.post(made.path(), {"act": "end"})
    assert response.status_code == 409
    assert "Nothing was changed." in words(response.content)


def test_a_plan_that_breaks_a_rule_is_refused_and_says_which(client: Client, made: Planned) -> None:
    drafts.put(made.draft, Place(made.own.children[0].pk, 0, Modality.TECHNOLOGY, program="number_trail"), None)
    response = client.post(made.path(), {"act": "publish"})
    assert response.status_code == 409
    told = words(response.content)
    assert "Nothing was changed. The plan breaks rules that must be kept: they stand below." in told
    assert "A plan that breaks a rule can't be published." in told
    rule = "A child works in a program only on work that was given there for that session."
    assert f"Mon 26 Oct, session 1 {rule} {made.name(0)}" in told
    assert "This plan was changed by hand: how far it is from the best possible is not known." in told
    assert BlockPlan.objects.get().state == State.DRAFT


def test_a_draft_is_copied_and_discarded(client: Client, made: Planned) -> None:
    path = client.post(made.path(), {"act": "copy"}).headers["Location"]
    copy = BlockPlan.objects.get(version=2)
    assert path == made.path("?news=copy", copy)
    assert "This draft is a copy." in page(client, path)
    assert "version 1 (draft)" in page(client, path)
    assert "Nothing differs." in page(client, made.path("changes/", copy))
    gone = client.post(made.path("", copy), {"act": "discard"}).headers["Location"]
    assert gone == BLOCK.format(made.own.school.pk) + "?week=2026-W44&news=discarded"
    assert "The draft is discarded." in page(client, gone)
    assert BlockPlan.objects.get().version == 1


def test_what_was_published_is_not_discarded(client: Client, made: Planned) -> None:
    BlockPlan.objects.update(state=State.PUBLISHED)
    response = client.post(made.path(), {"act": "discard"})
    assert response.status_code == 409
    assert "This plan is no draft any more." in words(response.content)


# What it says of itself


GAIN = Level(Aim.GAIN, 10.0, 10.29, 0.029)


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (GAIN, "Within 2.9 % of the best possible under your rules, found in 52 seconds."),
        (replace(GAIN, stopped_by=StoppedBy.CLOCK), "found in 52 seconds. Stopped by the clock; may differ next time."),
        (replace(GAIN, stopped_by=StoppedBy.PERSON), "Stopped by a person; may differ next time."),
        (replace(GAIN, stopped_by=StoppedBy.BROKEN), "The planner ended before it was done; may differ next time."),
        (
            replace(GAIN, bound=10.0, gap=0.0, stopped_by=StoppedBy.PROVED),
            "No plan under your rules is worth more; found in 52 seconds.",
        ),
        (replace(GAIN, bound=None, gap=None), "How far it is from the best possible is not known."),
    ],
)
def test_how_good_it_is_is_said_as_far_as_it_is_proved(client: Client, made: Planned, level: Level, told: str) -> None:
    plan = replace(thumb(made.instance), levels=(), made_by="HiGHS 1.13", seconds=52.4)
    kept = drafts.save(made.instance, plan, None)
    BlockPlan.objects.filter(pk=kept.pk).update(levels=msgspec.to_builtins([level]), price_of_floor=0.16)
    shown = page(client, made.path("", kept))
    assert told in shown
    price = "The floor of sessions with an adult costs about 1.6 % of what the plan is worth."
    assert (price in shown) == (level.gap is not None)


def test_unmet_floors_come_first_then_who_has_no_place(client: Client, own: Block) -> None:
    tight = planned(
        own,
        adults=(),
        independent=(3,) * 6,
        limits=Limits(peer=0),
        programs=(Program("number_trail", 1, least={"03": 60}),),
    )
    client.force_login(tight.principal)
    told = page(client, tight.path())
    floor = told.index("1 session short Every child has at least as many sessions that an adult leads")
    minutes = told.index("Every child works in a program for as many minutes a week as the school asks for.")
    nobody = told.index("children have no place on Mon 26 Oct, session 1.")
    assert floor < minutes < nobody < told.index("How good it is")
    assert "Number Trail: 7 children" in told
    assert "no place: supervised overflow" in told
    assert "of 1 licences" in told


def test_what_changed_since_it_was_planned_is_told(client: Client, made: Planned) -> None:
    assert "8 children of this plan left." in page(client, made.path()), "this school has no bells at all"
    BlockPlan.objects.update(week=MONDAY - timedelta(days=28))
    assert "children of this plan left." not in page(client, made.path()), "nobody plans a week that is over"


def test_what_can_not_be_gathered_any_more_is_told(
    client: Client, made: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(plan: BlockPlan) -> list[object]:
        raise RotationError("No bells fit.")

    monkeypatch.setattr("homeroom.rotation.inputs.left_since", fails)
    assert "What changed since it was planned No bells fit." in page(client, made.path())


@pytest.mark.parametrize("owner", ["principal", "somebody"])
def test_who_must_be_apart_only_the_owner_of_the_rule_reads(client: Client, own: Block, owner: str) -> None:
    one, other = sorted(own.numbers(0, 1))
    Pair.objects.create(one_id=one, other_id=other, kind="apart", owner=owner)
    calm = planned(own)
    instance = replace(calm.instance, pairs=(InstancePair(one, other),))
    plan = replace(thumb(calm.instance), instance=drafts.digest(instance), levels=())
    kept = drafts.save(instance, plan, None)
    client.force_login(calm.principal)
    told = page(client, calm.path("?day=2026-10-30", kept))
    broken = told[told.index("Rules that are broken") : told.index("What the plan does not reach")]
    names = [at for at in range(8) if calm.name(at) in broken]
    assert names == ([0, 1] if owner == "principal" else [])
    assert ("never in one group" in broken) == (owner == "principal")
    assert ("A rule of your school is broken." in broken) == (owner != "principal")


def test_a_band_that_is_short_is_told_to_the_principal_alone(client: Client, own: Block) -> None:
    """To all others it is a rule of the school; no level has a name for anybody."""
    few = tuple(sorted(own.numbers(6)))
    bands = ("start level lowest", "grade 03", f"class {own.classes[0].pk}")
    found = planned(own, equity=tuple(Equity(band, few, 25.0) for band in bands))
    client.force_login(found.principal)
    told = page(client, found.path())
    for band in ("The quarter of each grade that has mastered least so far", "Grade 3", own.classes[0].title):
        assert re.search(rf"{band}: \d+\.\d\d sessions short on average. The children of a band have on average", told)
    assert "A rule of your school is not reached." not in told
    client.force_login(own.lab)
    told = page(client, found.path())
    assert "A rule of your school is not reached." in told
    for written in (told, page(client, found.path("plan.json"))):
        assert "sessions short on average" not in written and "mastered least" not in written


# Objections


def objected(made: Planned, at: int = 0, **more: object) -> Objection:
    place = Placement.objects.filter(plan=made.draft, student=made.own.children[at]).order_by("pk").first()
    assert place is not None
    told = {"student_id": place.student_id, "day": place.day, "session": place.session, "by": "teacher"}
    return Objection.objects.create(placement=place, reason="Reads already <b>", **(told | more))


def test_an_objection_is_shown_and_answered_once(client: Client, made: Planned) -> None:
    kept = objected(made)
    told = page(client, made.path())
    assert f"Objections {made.name(0)} , Mon 26 Oct, session 1 Reads already" in told
    answer = {"act": "answer", "which": kept.pk, "answer": "Changed from Tuesday on."}
    assert client.post(made.path(), answer | {"answer": " "}).status_code == 409
    assert client.post(made.path(), answer).headers["Location"] == made.path("?news=answer")
    told = page(client, made.path("?news=answer"))
    assert "The answer is kept beside the objection." in told
    assert "Answer: Changed from Tuesday on. principal" in told
    assert client.post(made.path(), answer).status_code == 409
    kept.refresh_from_db()
    assert (kept.answer, kept.answered_by, kept.reason) == (
        "Changed from Tuesday on.",
        "principal",
        "Reads already <b>",
    )


@pytest.mark.parametrize("which", ["", "x", "77", str(2**70)])
def test_what_is_not_on_the_page_is_not_answered_on_it(client: Client, made: Planned, which: str) -> None:
    kept = objected(made, day=MONDAY + timedelta(days=7))
    for number in (which, str(kept.pk)):
        told = {"act": "answer", "which": number, "answer": "No."}
        assert client.post(made.path(), told).status_code == 409
    kept.refresh_from_db()
    assert kept.answer == ""


# What changed


def test_what_changed_is_told_child_by_child(client: Client, made: Planned, home: object) -> None:
    client.post(made.path(), {"act": "publish"})
    client.post(made.path(), {"act": "copy"})
    copy = BlockPlan.objects.get(version=2)
    drafts.put(copy, Place(made.own.children[4].pk, 1, Modality.INDEPENDENT), None)
    drafts.put(copy, Place(made.own.children[2].pk, 3, Modality.OVERFLOW), None)
    told = page(client, made.path("changes/", copy))
    assert "What changed from version 1 to version 2" in told
    assert "2 sessions of 2 children differ." in told
    assert "published → draft" in told
    assert f"{made.name(2)} Tue 27 Oct, session 2" in told
    assert "no place: supervised overflow" in told
    entry = AuditEntry.objects.filter(verb="saw").latest("pk")
    assert entry.students == sorted(made.own.numbers(2, 4))
    sheet = client.get(made.path(f"changes/changes.csv?header=machine&from={made.draft.pk}", copy)).content.decode()
    assert "day,session,child,before,after,why,by" in sheet
    assert len(sheet.strip().splitlines()) == 3
    assert "Nothing differs." in page(client, made.path(f"changes/?from={copy.pk}", copy))


def test_a_published_change_says_what_for(client: Client, made: Planned, home: object) -> None:
    client.post(made.path(), {"act": "publish"})
    client.post(made.path(), {"act": "copy"})
    copy = BlockPlan.objects.get(version=2)
    calm = {place.slot: place for place in drafts.read(copy).places if place.child == made.own.children[4].pk}
    drafts.put(copy, replace(calm[1], modality=Modality.OVERFLOW, standard=None), None)
    client.post(made.path("", copy), {"act": "publish"})
    told = page(client, made.path(f"changes/?from={made.draft.pk}", copy))
    assert "1 session of 1 child differs." in told
    assert "planned anew principal" in told


def test_changes_of_children_whom_one_does_not_see_are_counted(client: Client, made: Planned) -> None:
    copy = drafts.copy(made.draft, None)
    drafts.put(copy, Place(made.own.children[2].pk, 3, Modality.OVERFLOW), None)
    client.force_login(made.own.lab)
    told = page(client, made.path("changes/", copy))
    assert "1 more change is of a child whom you don't see." in told
    assert made.name(2) not in told


# Files


def test_the_plan_leaves_as_files(client: Client, made: Planned) -> None:
    sheet = client.get(made.path("plan.csv?day=week&header=machine")).content.decode("utf-8-sig")
    lines = sheet.strip().splitlines()
    assert lines[0] == "day,session,starts_at,ends_at,child,kind,adult,program,standard,room"
    assert len(lines) == 1 + 8 * 6 - 2, "a line a child and session, but for the two that one child misses"
    assert f"2026-10-26,2,10:30,11:00,{made.name(7)},with an adult,Lab Example,,,Room 3" in lines
    found = json.loads(client.get(made.path("plan.json?day=2026-10-27")).content)
    assert found["period"] == "Tue 27 Oct 2026"
    assert found["drawn_from"] == {"plan": 1}
    assert AuditEntry.objects.filter(verb="exported").count() == 2
    assert made.name(0) in client.get(made.path("plan.pdf")).content.decode()


def test_files_hold_what_was_found_and_objected_to(client: Client, own: Block) -> None:
    tight = planned(own, adults=(), independent=(3,) * 6, limits=Limits(peer=0))
    objected(tight)
    client.force_login(tight.principal)
    found = client.get(tight.path("plan.csv?table=found&header=machine")).content.decode("utf-8-sig")
    assert "1 session short" in found
    assert "have no place on Mon 26 Oct" in found
    assert "Reads already" in client.get(tight.path("plan.csv?table=objections")).content.decode()


# Edges


def test_a_plan_without_groups_and_a_child_who_left(client: Client, own: Block) -> None:
    bare = planned(own, adults=())
    child = own.children[2]
    Student.objects.filter(pk=child.pk).update(family_name="<b>\u202e=1+1")
    client.force_login(bare.principal)
    told = page(client, bare.path())
    assert "tutor's group" not in told
    child.enrollments.update(ends_on=a_week.SUNDAY_BEFORE - timedelta(days=3))
    told = page(client, bare.path())
    assert "1 child of the plan whom you don't see is counted, not named." in told
    assert "and 1 more" in told


def test_a_plan_of_a_week_without_sessions(client: Client, own: Block) -> None:
    bare = planned(own, slots=(), seats=(), independent=(), adults=(), children=())
    client.force_login(bare.principal)
    assert "The plan has no session." in page(client, bare.path())


def test_as_many_groups_as_places_stand_on_one_page(client: Client, made: Planned) -> None:
    tutor = made.own.tutor.staff_id
    alone = [
        Place(one.pk, slot, Modality.TUTORING, 10 * slot + at, tutor, None, "", 0)
        for at, one in enumerate(made.own.children)
        for slot in range(6)
    ]
    plan = replace(with_places(thumb(made.instance), alone), levels=())
    told = page(client, made.path("?day=week", drafts.save(made.instance, plan, None)))
    assert told.count("tutor's group, 1 child ") == 48
    assert "A plan that breaks a rule can't be published." in told


def test_today_is_shown_first_in_its_week(client: Client, made: Planned, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TUESDAY
    assert "Tuesday 27 October 2026, session 1" in page(client, made.path())
    settings.HOMEROOM_TODAY = MONDAY + timedelta(days=9)
    assert "Monday 26 October 2026, session 1" in page(client, made.path())


def test_the_day_types_are_asked_of_the_own_school(client: Client, made: Planned) -> None:
    DayType.objects.create(school=School.objects.create(sourced_id="s7", name="Else"), name="Full", weekdays=[0])
    assert "This school has no day types yet." in page(client, BLOCK.format(made.own.school.pk))
