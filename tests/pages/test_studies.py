"""A study by pages alone: begun, planned part by part, locked, drawn, amended; what is wrong is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import child, room, staff
from evidence.a_study import BASELINE, OUTCOME, ROOMS, classes, drafted, leader, locked, results, told
from evidence.test_foresee import twice
from homeroom.evidence import ledger_lock, lock, plan_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Plan, Study
from homeroom.evidence.plan_json import Measure, StudyPlan, Window
from homeroom.goals.models import UnitPlan
from homeroom.pages.view_as.looking import KEY
from homeroom.people.models import AuditEntry, Class, Enrollment, Role, School, Student, User
from homeroom.standards.models import Framework, Standard, Unit, UnitStandard

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TODAY = date(2026, 9, 14)


@pytest.fixture
def rooms(db: None, settings: Settings) -> dict[str, list[Student]]:
    settings.HOMEROOM_TODAY = TODAY
    return classes(2)


@pytest.fixture
def by(rooms: dict[str, list[Student]], client: Client) -> User:
    user = leader()
    client.force_login(user)
    return user


def body(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def send(client: Client, path: str, told: dict[str, object], status: int = 302) -> str:
    answer = client.post(path, told)
    assert answer.status_code == status, answer.content.decode()
    return answer.headers.get("Location", "") or answer.content.decode()


def plan_of(slug: str) -> StudyPlan:
    return plan_json.load(Plan.objects.filter(study__slug=slug).order_by("-version")[0].text)


# Studies


def test_an_empty_list_says_what_a_study_is_for(client: Client, by: User) -> None:
    page = body(client, "/studies/")
    assert "There is no study yet." in page
    assert "even where nothing is going on" in page
    assert "Begin a study" in page


def test_studies_stand_by_name_with_their_state(client: Client, by: User) -> None:
    locked(by)
    drafted(by, study="a-draft")
    page = body(client, "/studies/")
    assert page.index("a-draft") < page.index("flex-pilot")
    assert "in planning" in page
    assert ">locked<" in page
    drafted(by)
    assert "locked, a change waits" in body(client, "/studies/")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "This field is required"),
        ({"study": "Flex Pilot!", "question": "Q?", "kind": "pilot"}, "Small letters, digits and hyphens alone."),
        ({"study": "flex-pilot", "question": "Q?", "kind": "pilot"}, "Another study has this name."),
        ({"study": "new", "question": "Q?", "kind": "no kind"}, "no kind"),
    ],
)
def test_what_a_new_study_lacks_is_said(client: Client, by: User, told: dict[str, object], words: str) -> None:
    drafted(by)
    page = send(client, "/studies/", told, 422)
    assert words in page
    assert Study.objects.count() == 1


# The story


def test_a_study_is_planned_locked_and_drawn(client: Client, by: User, rooms: dict[str, list[Student]]) -> None:
    results([one for children in rooms.values() for one in children], BASELINE)
    at = send(client, "/studies/", {"study": "open-room", "question": "Does it help?", "kind": "pilot"})
    part = f"{at}plan/"
    assert "Choose the classes first" in body(client, at)
    assert "Go on: Who is assigned, and when" in body(client, at)
    who = {"unit": "class", "how": "lot", "begins_on": "2026-09-14", "ends_on": "2027-01-31", "strata": "school"}
    went = send(client, f"{part}who/", who | {"classes-0": ["Ash", "Birch"], "classes-1": ["Cedar", "Elm"], "on": "1"})
    assert went == f"{part}arms/"
    assert "What these classes can show" in body(client, at)
    send(client, f"{part}arms/", {"new": "flex", "old": "rotation", "new_share": "1", "old_share": "1"})
    assert "STAR Math, score: 8 children, the last on 10 Sep 2026" in body(client, f"{part}measures/")
    send(client, f"{part}measures/", {"chosen": ["star|STAR Math|score|"]})
    send(client, f"{part}outcome/", windows())
    send(client, f"{part}effect/", {"smallest_effect": "0.25", "alpha": "0.05"})
    assert "The design decides" in body(client, f"{part}analysis/")
    went = send(client, f"{part}analysis/", {"missing_data": "complete cases", "covariates": "grade, EL", "on": "1"})
    assert went == at
    page = body(client, at)
    assert "So few can show no difference at all" in page
    assert "Assumed: the school has too few results" in page
    assert "Look at it, then lock" in page
    plan = plan_of("open-room")
    assert (plan.sites, plan.covariates, plan_json.gaps(plan)) == (("s0", "s1"), ("grade", "EL"), ())
    it_is_locked_and_drawn(client, at)


def windows() -> dict[str, object]:
    name = "STAR Math, score"
    told = {"baseline": name, "baseline_first": "2026-09-07", "baseline_last": "2026-09-18", "primary": name}
    return told | {"primary_first": "2027-01-11", "primary_last": "2027-01-29", "primary_domain": "mathematics"}


def it_is_locked_and_drawn(client: Client, at: str) -> None:
    page = body(client, f"{at}lock/")
    row = Plan.objects.get(study__slug="open-room")
    assert row.sha256 in page
    assert "before the outcomes existed" in page
    assert send(client, f"{at}lock/", {}) == at
    page = body(client, at)
    assert row.sha256 in page
    assert "was locked by leader" in page
    assert "To the draw" in page
    assert send(client, f"{at}draw/", {"seed": "2026"}) == f"{at}draw/"
    page = body(client, f"{at}draw/")
    draw = Study.objects.get(slug="open-room").draws.get()
    assert all(one in page for one in ("2026", draw.list_sha256, draw.hash, "Ash, School 0", "flex", "rotation"))
    assert "To the report" in body(client, at)
    assert "Stopped" not in body(client, f"{at}flow/")


# Parts


def test_the_question_and_kind_can_be_changed_and_bring_what_is_assigned(client: Client, by: User) -> None:
    at = f"/studies/{drafted(by).study_id}/plan/question/"
    send(client, at, {"question": "Which weeks?", "kind": "minutes trial"})
    assert (plan_of("flex-pilot").kind, plan_of("flex-pilot").unit) == ("minutes trial", "class by week")
    send(client, at, {"question": "What was it?", "kind": "review of the past"})
    assert (plan_of("flex-pilot").unit, plan_of("flex-pilot").by_lot) == ("class", False)


def test_weeks_are_the_whole_ones_between_the_days(client: Client, by: User) -> None:
    at = f"/studies/{drafted(by, kind='minutes trial', unit='class by week').study_id}/plan/who/"
    send(client, at, {"begins_on": "2026-09-15", "ends_on": "2026-10-08", "classes-0": ["Ash"]})
    assert plan_of("flex-pilot").weeks == (date(2026, 9, 21), date(2026, 9, 28))


def test_arms_that_were_found_have_the_classes_that_are_ticked(client: Client, by: User) -> None:
    arms = [{"name": "flex", "new": True, "classes": ["Ash"]}, {"name": "old", "classes": ["Elm"]}]
    at = f"/studies/{drafted(by, by_lot=False, classes=[], arms=arms).study_id}/plan/"
    assert "Ash, School 0" in body(client, f"{at}arms/")
    both = {"classes-0": ["Ash", "Birch"], "classes-1": ["Cedar"], "unit": "class", "how": "found", "strata": ""}
    send(client, f"{at}who/", both | {"begins_on": "2026-09-14", "ends_on": "2027-01-31"})
    send(client, f"{at}arms/", {"new": "flex", "old": "old", "classes": ["Birch"]})
    assert [one.classes for one in plan_of("flex-pilot").arms] == [("Birch",), ("Ash", "Cedar")]


def test_a_measure_that_is_still_to_come_is_told_by_its_words(client: Client, by: User) -> None:
    at = f"/studies/{drafted(by).study_id}/plan/measures/"
    page = send(client, at, {"chosen": ["star|STAR Math|score|"], "name": "later", "program": "star"}, 422)
    assert "needs all five" in page
    words = {"name": "later", "program": "star", "assessment": "STAR Reading", "method": "score", "scale": "unified"}
    send(client, at, {"chosen": ["star|STAR Math|score|"], **words})
    assert [one.name for one in plan_of("flex-pilot").measures] == ["numbers", "later"]


def test_another_outcome_stands_beside_the_primary_one(client: Client, by: User) -> None:
    more = {"measure": "numbers", "begins_on": "2027-05-01", "ends_on": "2027-05-20", "domain": "far"}
    at = f"/studies/{drafted(by, secondary=[more, more]).study_id}/plan/outcome/"
    assert "2027-05-01" in body(client, at)
    days = {"other_first": "2027-04-01", "other_last": "2027-04-20", "primary_first": "2027-01-11"}
    other = dict.fromkeys(("baseline", "primary", "other"), "numbers") | days | {"primary_last": "2027-01-29"}
    send(client, at, other | {"baseline_first": "2026-09-07", "baseline_last": "2026-09-18", "primary_domain": ""})
    found = plan_of("flex-pilot").secondary
    assert found[0] == Window("numbers", date(2027, 4, 1), date(2027, 4, 20), "far")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("part", "sent", "words"),
    [
        ("who", {"begins_on": "2026-09-14", "ends_on": "2026-09-01"}, "The last day is before the first."),
        ("who", {"begins_on": "2026-09-14", "ends_on": "2028-09-01"}, "A study lasts a school year at most."),
        ("arms", {"new": "one", "old": "one", "new_share": "1", "old_share": "1"}, "names of their own"),
        ("measures", {}, "No measure that counts is called numbers."),
        ("outcome", {"other": "numbers"}, "Say the day."),
        ("effect", {"smallest_effect": "9", "alpha": "0.05"}, "less than or equal to 3.0"),
        ("question", {"question": "", "kind": "pilot"}, "This field is required"),
    ],
)
def test_what_can_not_be_so_is_said_and_nothing_is_kept(
    client: Client, by: User, part: str, sent: dict[str, object], words: str
) -> None:
    study = drafted(by).study_id
    before = Plan.objects.get().text
    page = send(client, f"/studies/{study}/plan/{part}/", sent, 422)
    assert words in page
    assert 'class="wrong problems"' in page
    assert Plan.objects.get().text == before


def test_what_is_drawn_becomes_no_other_kind(client: Client, by: User) -> None:
    study = locked(by)
    send(client, f"/studies/{study.pk}/draw/", {"seed": "1"})
    page = send(client, f"/studies/{study.pk}/plan/question/", {"question": "Q?", "kind": "minutes trial"}, 422)
    assert "begin a new one" in page


def test_a_part_that_no_plan_has_is_no_page(client: Client, by: User) -> None:
    study = drafted(by).study_id
    for path in (f"/studies/{study}/plan/nothing/", "/studies/999/", f"/studies/{10**19}/", "/studies/0/"):
        body(client, path, 404)


# Lock, amend, draw again


def test_a_plan_with_a_gap_is_not_locked(client: Client, by: User) -> None:
    study = drafted(by, missing_data="").study_id
    page = body(client, f"/studies/{study}/lock/")
    assert "Missing before it can be locked" in page
    assert "Lock it for ever" not in page
    assert "Nothing" not in send(client, f"/studies/{study}/lock/", {}, 409)
    assert Plan.objects.get().locked_at is None


def test_a_change_waits_for_its_reason_or_is_thrown_away(client: Client, by: User) -> None:
    at = f"/studies/{locked(by).pk}/"
    body(client, f"{at}lock/", 404)
    send(client, at, {})  # nothing was asked
    assert "begins a change" in body(client, f"{at}plan/effect/")
    send(client, f"{at}plan/effect/", {"smallest_effect": "0.4", "alpha": "0.05"})
    assert "A change waits to be locked." in body(client, at)
    assert "This field is required" in send(client, f"{at}lock/", {"reason": ""}, 422)
    send(client, at, {"act": "discard"})
    assert Plan.objects.count() == 1
    assert AuditEntry.objects.filter(verb="threw away").exists()
    send(client, at, {"act": "discard"})  # there is none by now
    send(client, f"{at}plan/effect/", {"smallest_effect": "0.4", "alpha": "0.05"})
    send(client, f"{at}lock/", {"reason": "The test was moved"})
    page = body(client, at)
    assert "The test was moved" in page
    assert "Plan 2 was locked" in page


def test_nothing_is_drawn_before_the_lock(client: Client, by: User) -> None:
    at = f"/studies/{drafted(by).study_id}/draw/"
    assert "Lock the plan first" in body(client, at)
    assert "Lock the plan first" in send(client, at, {"seed": ""}, 409)
    assert "Nothing is drawn yet" in body(client, at.replace("draw", "flow"))
    assert "Nothing is drawn yet" in send(client, at.replace("draw", "flow"), {}, 200)


def test_another_draw_needs_its_reason_and_both_stay(client: Client, by: User) -> None:
    study = locked(by)
    at = f"/studies/{study.pk}/draw/"
    send(client, at, {"seed": "1"})
    first = study.draws.get()
    send(client, at, {"seed": "2"}, 422)
    send(client, at, {"seed": "2", "reason": "Elm will close"})
    page = body(client, at)
    assert "Elm will close" in page
    assert first.hash in page


def test_arms_that_nobody_drew_say_so(client: Client, by: User) -> None:
    arms = [{"name": "flex", "new": True, "classes": ["Ash", "Birch"]}, {"name": "old", "classes": ["Cedar", "Elm"]}]
    at = f"/studies/{locked(by, by_lot=False, classes=[], arms=arms).pk}/draw/"
    assert "Write down who has it" in body(client, at)
    send(client, at, {})
    assert "Nobody drew these arms." in body(client, at)


def test_children_are_counted_and_not_named_and_what_was_not_divided_is_listed(client: Client, by: User) -> None:
    by_child = f"/studies/{locked(by, unit='student').pk}/draw/"
    send(client, by_child, {"seed": "1"})
    page = body(client, by_child)
    assert not any(one.family_name in page for one in Student.objects.all())
    assert '<td class="number">1</td><td>flex</td>' in page
    pairs = locked(by, study="pairs", classes=["Ash", "Birch", "Cedar"], strata="school")
    send(client, f"/studies/{pairs.pk}/draw/", {"seed": "1"})
    assert "divided: left out" in body(client, f"/studies/{pairs.pk}/draw/")
    assert "1 could not be divided" in body(client, f"/studies/{pairs.pk}/flow/")


def test_weeks_are_drawn_in_each_class(client: Client, by: User) -> None:
    weeks = ["2026-09-14", "2026-09-21"]
    at = f"/studies/{locked(by, kind='minutes trial', unit='class by week', weeks=weeks).pk}/draw/"
    send(client, at, {"seed": "1"})
    assert "14 Sep 2026" in body(client, at)


def test_a_record_that_was_changed_stops_all(client: Client, by: User) -> None:
    study = locked(by)
    with ledger_lock.door():
        Plan.objects.update(text=Plan.objects.get().text.replace("open room", "closed room"))
    page = body(client, f"/studies/{study.pk}/")
    assert "The records of this study have been changed" in page
    assert "flex-pilot, plan 1: its text is not the one that was locked" in page
    assert "Stopped" in send(client, f"/studies/{study.pk}/draw/", {"seed": ""}, 409)


# Test it here


def test_a_unit_of_a_plan_becomes_a_study_of_alignment(client: Client, by: User) -> None:
    client.force_login(staff("data", Role.Kind.DATA_TEAM, None))
    unit = a_unit()
    ash = Class.objects.get(sourced_id="Ash")
    at = f"/studies/here/{ash.pk}/{unit.pk}/"
    body(client, at, 404)  # the class has it not in its plan
    for room_name in ("Ash", "Birch", "Elm"):
        for week, one in enumerate(Standard.objects.order_by("order")):
            day = date(2026, 9, 14) + timedelta(weeks=week // 2)
            told = {"unit": unit, "standard": one, "week": day, "minutes": 30, "made_by": "tina"}
            UnitPlan.objects.create(school_class=Class.objects.get(sourced_id=room_name), **told)
    assert at in body(client, f"/class/{ash.pk}/unit/")
    page = body(client, at)
    assert "Do children master Fractions faster" in page
    assert "Elm" not in page  # of another school
    assert "This field is required" in send(client, at, {"study": "fractions", "question": "Q?"}, 422)
    body(client, f"/studies/here/{10**19}/{unit.pk}/", 404)
    said = {"study": "fractions", "question": " ", "classes": ["Ash"]}
    send(client, at, said, 422)
    went = send(client, at, {"study": "fractions", "question": "Q?", "classes": ["Ash", "Birch"]})
    plan = plan_of("fractions")
    assert (plan.kind, plan.unit, plan.units) == ("alignment crossover", "class by standard", ("U1",))
    assert (plan.begins_on, plan.ends_on) == (date(2026, 9, 14), date(2026, 9, 25))
    assert "Assumed: a variance" in body(client, went)
    assert "U1" in body(client, f"{went}plan/who/")
    it_is_handed_over(client, went)


def it_is_handed_over(client: Client, at: str) -> None:
    plan = plan_of("fractions")
    measure = Measure("numbers", "star", "STAR Math", "score", "unified")
    primary = Window("numbers", date(2026, 10, 1), date(2026, 10, 9))
    whole = replace(plan, measures=(measure,), primary=primary, smallest_effect=0.2, missing_data="complete cases")
    lock.keep(whole, User.objects.get(username="leader"))
    send(client, f"{at}lock/", {})
    send(client, f"{at}draw/", {"seed": "5"})
    page = body(client, f"{at}draw/")
    assert "Hand it over to the classes" in page
    assert "<td>S0</td>" in page
    page = send(client, f"{at}draw/", {"act": "hand-over"}, 200)
    assert re.search(r"(\d) goals are new; \1 stand by now\..*\1 goals were handed over\.", page, re.DOTALL)


def test_a_plan_that_can_not_be_read_says_so_and_to_principals_it_is_no_study(client: Client, by: User) -> None:
    study = locked(by)
    with ledger_lock.door():
        Plan.objects.update(text="{")
    for part in ("", "draw/", "report/"):
        page = body(client, f"/studies/{study.pk}/{part}", 409)
        assert "This plan can&#x27;t be read" in page
        assert "flex-pilot, plan 1: its text is not the one that was locked" in page
    client.force_login(staff("own", Role.Kind.PRINCIPAL, School.objects.get(sourced_id="s0")))
    assert "flex-pilot" not in body(client, "/studies/")


# Flow


def test_the_flow_counts_and_the_button_writes_down(
    client: Client, by: User, rooms: dict[str, list[Student]], settings: Settings
) -> None:
    study = locked(by)
    at = f"/studies/{study.pk}/"
    send(client, f"{at}draw/", {"seed": "1"})
    results([one for children in rooms.values() for one in children], OUTCOME)
    settings.HOMEROOM_TODAY = date(2026, 10, 1)
    Enrollment.objects.filter(student=rooms["Ash"][0]).update(begins_on=date(2026, 9, 1), ends_on=date(2026, 9, 20))
    assert not study.changes.exists()
    body(client, f"{at}flow/")
    assert not study.changes.exists()
    assert not study.outcomes.exists()
    send(client, f"{at}flow/", {})
    assert study.changes.get().kind == "left"
    assert "Written down until Thu 1 Oct 2026" in body(client, f"{at}flow/")
    settings.HOMEROOM_TODAY = date(2026, 9, 30)
    assert "only grows" in send(client, f"{at}flow/", {}, 409)


# Who may


def test_a_plan_that_is_too_small_says_so_and_goes_on(client: Client, by: User) -> None:
    page = body(client, f"/studies/{drafted(by).study_id}/")
    assert "Too small for its question: the smallest difference that matters is 0.25 standard deviations" in page
    assert re.search(r"A true difference of 0.25 would be found in \d+ % of such studies. You may go on.", page)
    assert "Look at it, then lock" in page


def test_the_schools_own_figures_stand_beside_the_plan_with_their_ends(client: Client, by: User) -> None:
    twice({"all": list(Student.objects.all())})
    few = body(client, f"/studies/{drafted(by).study_id}/")
    assert "Assumed: the school has too few results" in few
    for at, name in enumerate(ROOMS):
        for one in range(20):
            child(100 + 20 * at + one, Class.objects.get(sourced_id=name))
    twice({name: list(Student.objects.filter(enrollments__school_class__sourced_id=name)) for name in ROOMS})
    page = body(client, f"/studies/{drafted(by).study_id}/")
    assert "From the school&#x27;s own earlier results: 88 children in 4 classes." in page
    assert re.search(r"somewhere from \d+\.\d\d to", page)
    assert re.search(r"told by an earlier result: \d+ % \(\d+ % to \d+ %\)", page)


def test_schools_and_plans_without_a_size_are_told_as_what_they_are(client: Client, by: User) -> None:
    page = body(client, f"/studies/{drafted(by, unit='school', smallest_effect=None).study_id}/")
    assert "schools in the plan" in page
    assert "needed to see" not in page
    drafted(by, smallest_effect=None)
    assert "Too small" not in body(client, f"/studies/{Study.objects.get().pk}/")
    enough = drafted(by, smallest_effect=3.0, unit="student").study_id
    assert "Too small" not in body(client, f"/studies/{enough}/")


def test_a_study_that_can_not_be_kept_is_not_begun(client: Client, by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise EvidenceError("The disk is full.")

    monkeypatch.setattr("homeroom.evidence.lock.keep", refused)
    told = {"study": "new", "question": "Q?", "kind": "pilot"}
    assert "The disk is full." in send(client, "/studies/", told, 422)
    ash, unit = Class.objects.get(sourced_id="Ash"), a_unit()
    of_ash = {"school_class": ash, "unit": unit, "week": date(2026, 9, 14), "minutes": 30, "made_by": "tina"}
    UnitPlan.objects.create(**of_ash, standard=Standard.objects.all()[0])
    told = {"study": "new", "question": "Q?", "classes": ["Ash"]}
    assert "The disk is full." in send(client, f"/studies/here/{ash.pk}/{unit.pk}/", told, 422)


def a_unit() -> Unit:
    """Of four standards."""
    framework = Framework.objects.create(slug="f", title="F")
    unit = Unit.objects.create(framework=framework, code="U1", title="Fractions")
    standards = [Standard.objects.create(framework=framework, code=f"S{at}", grade="03", order=at) for at in range(4)]
    UnitStandard.objects.bulk_create(UnitStandard(unit=unit, standard=one) for one in standards)
    return unit


def test_a_principal_reads_the_own_schools_studies_and_changes_none(client: Client, by: User) -> None:
    study = locked(by)
    far = School.objects.create(sourced_id="s9", name="Far School")
    room(far, "Oak", "Oak")
    client.force_login(staff("own", Role.Kind.PRINCIPAL, School.objects.get(sourced_id="s0")))
    page = body(client, f"/studies/{study.pk}/")
    assert "Does the open room do better?" in page
    assert "Do next" not in page
    assert "Begin a study" not in body(client, "/studies/")
    assert "It has not been drawn yet." in body(client, f"/studies/{study.pk}/draw/")
    for path in ("/studies/", *(f"/studies/{study.pk}/{part}" for part in ("", "draw/", "flow/", "report/"))):
        assert client.post(path).status_code == 404, path
    client.force_login(staff("far", Role.Kind.PRINCIPAL, far))
    assert "flex-pilot" not in body(client, "/studies/")
    body(client, f"/studies/{study.pk}/", 404)


def test_who_looks_through_others_eyes_plans_nothing(client: Client, by: User) -> None:
    study = drafted(by)
    client.force_login(staff("data", Role.Kind.DATA_TEAM, None))
    principal = staff("own", Role.Kind.PRINCIPAL, School.objects.get(sourced_id="s0"))
    session = client.session
    session[KEY] = principal.pk
    session.save()
    assert "Begin a study" not in body(client, "/studies/")
    body(client, f"/studies/{study.study_id}/plan/who/", 404)


def test_the_words_of_a_plan_are_the_readers(client: Client, by: User) -> None:
    """A plan that a file brought is shown as one that was typed."""
    assert told()["question"] in body(client, f"/studies/{drafted(by).study_id}/")
