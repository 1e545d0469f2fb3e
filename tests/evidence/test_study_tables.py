"""Tables out of the records: standards that were drawn, what each arm got, what was spent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from a_school import staff, standards
from evidence.a_study import FIRST, OUTCOME, classes, leader, locked
from evidence.surveys_by_hand import closed, opened, survey
from extras import needs_evidence
from facts.facts_by_hand import publish
from homeroom.evidence import plan_json, run, study_records, study_tables
from homeroom.evidence.assign import assign
from homeroom.evidence.cohort import flow
from homeroom.evidence.models import Draw, EffortEntry, Price
from homeroom.evidence.plan_json import StudyPlan
from homeroom.evidence.results import Got, Minutes
from homeroom.evidence.statement import Part
from homeroom.people.models import Role, School, User
from homeroom.standards.units import Part as UnitPart
from homeroom.standards.units import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CODES = [f"3.NF.A.{at}" for at in range(1, 5)]
ROW = {"program": "star", "assessment": "STAR Math", "method": "score", "result_kind": "score"}


def crossed(by: User, **columns: object) -> Draw:
    study = locked(by, kind="alignment crossover", baseline=None, **columns)
    return assign(study, by, seed="5", on=FIRST)


@needs_evidence
def test_where_standards_were_drawn_a_row_is_a_child_and_a_standard() -> None:
    rooms = classes(3)
    standards({code: code for code in CODES})
    make_unit("ccss", "u1", "Fractions", [UnitPart(code, week=at + 1) for at, code in enumerate(CODES)])
    by = leader()
    draw = crossed(by, unit="class by standard", units=["u1"])
    rows = [
        {
            **ROW,
            "student": one.pk,
            "row": 10 * one.pk + at,
            "occurred_on": OUTCOME,
            "objective": code,
            "result_number": at,
        }
        for inside in rooms.values()
        for one in inside[:2]
        for at, code in enumerate(CODES)
    ]
    publish("assessments", rows)
    found = study_tables.tables(draw).data
    assert len(found.cells) == 4 * 4
    assert all(sum(one.is_new for one in found.cells if one.classroom == room) == 2 for room in rooms)
    assert len(found.answers) == 12 * 4
    assert sorted({one.outcome for one in found.answers if one.outcome is not None}) == [0, 1, 2, 3]
    assert sum(one.outcome is None for one in found.answers) == 4 * 4
    total = flow(draw).total
    assert (total.analysed, total.no_outcome + total.neither) == (8, 4)
    assert run.results_of(run.run(draw.study, by)).design == "class×standard crossover"


def test_where_weeks_were_drawn_a_day_counts_in_its_week() -> None:
    rooms = classes(2)
    weeks = [date(2027, 1, 11) + timedelta(weeks=at) for at in range(2)]
    draw = crossed(leader(), unit="class by week", weeks=[one.isoformat() for one in weeks])
    days = [weeks[0] + timedelta(days=1), weeks[0] + timedelta(days=3), weeks[1]]
    rows = [
        {
            **ROW,
            "student": one.pk,
            "row": 10 * one.pk + at,
            "occurred_on": day,
            "objective": f"{at}",
            "result_number": at,
        }
        for inside in rooms.values()
        for one in inside
        for at, day in enumerate(days)
    ]
    publish("assessments", rows)
    answers = study_tables.tables(draw).data.answers
    assert {(one.what, one.outcome) for one in answers} == {("2027-01-11", 1.0), ("2027-01-18", 2.0)}


def plan_of(draw: Draw) -> StudyPlan:
    return plan_json.load(draw.plan.text)


@pytest.fixture
def draw() -> Draw:
    classes(3)
    by = leader()
    return assign(locked(by, covariates=["grade", "attendance"], subgroups=["school"]), by, seed="7", on=FIRST)


def test_where_nothing_was_recorded_it_says_so(draw: Draw) -> None:
    plan = plan_of(draw)
    for part in (study_records.got(draw, plan), study_records.effort(draw), study_records.cost(plan)):
        assert part.why is not None
        assert part.why.rule == "study-not-recorded"
    found = study_tables.tables(draw)
    assert [(one.what, one.why.rule) for one in found.asides] == [("attendance", "study-not-recorded")]
    assert found.data.children[0].groups == {"school": "s0"}


def test_what_each_arm_got_is_told_by_child_and_week(draw: Draw) -> None:
    plan, members = plan_of(draw), list(draw.members.order_by("pk"))
    publish(
        "alignment",
        [{"student": one.student_id, "week": date(2026, 9, 21), "class_share": 0.5} for one in members],
    )  # fmt: skip
    got = study_records.got(draw, plan).found
    assert got is not None
    assert [(one.arm, one.is_new, one.alignment.found) for one in got] == [
        ("flex", True, 0.5),
        ("rotation", False, 0.5),
    ]


def arm(name: str, is_new: bool, minutes: float | None) -> Got:
    delivered = Part(minutes) if minutes is not None else Part[float](why=study_records.NOT_RECORDED)
    return Got(name, is_new, (Minutes("technology", Part(100.0), delivered),), Part(0.5))


def test_more_minutes_in_the_new_arm_are_added_time() -> None:
    for new, old, added in ((105.0, 100.0, False), (106.0, 100.0, True), (None, 90.0, True), (90.0, None, False)):
        told_of = Part((arm("new", True, new), arm("old", False, old)))
        assert study_records.has_added_time(told_of) is added
    assert not study_records.has_added_time(Part((arm("all", False, 1.0),)))
    assert not study_records.has_added_time(Part(why=study_records.NOT_RECORDED))


def test_minutes_of_few_people_are_not_told_and_prices_stand_beside(draw: Draw) -> None:
    for at in range(5):
        person = staff(f"t{at}", Role.Kind.TEACHER, School.objects.get(sourced_id="s0")).staff
        for activity in ("planning", "tutoring")[: 1 + (at < 4)]:
            EffortEntry.objects.create(
                study=draw.study, staff=person, week=FIRST, activity=activity, minutes=30 + at, source="self-report"
            )
    effort = study_records.effort(draw).found
    assert effort is not None
    assert [(one.activity, one.people, one.minutes.found) for one in effort] == [
        ("planning", 5, 32.0),
        ("tutoring", 4, None),
    ]
    Price.objects.create(what="ALEKS", unit="a child and year", amount="12.50", begins_on=FIRST, said_by="x")
    Price.objects.create(what="Old", unit="an hour", amount="1", begins_on=FIRST, ends_on=FIRST, said_by="x")
    cost = study_records.cost(plan_of(draw)).found
    assert cost is not None
    assert [(one.what, one.amount, one.currency) for one in cost] == [("ALEKS", "12.50", "USD")]


def test_surveys_that_were_asked_beside_it_are_pointed_to_once_they_are_closed(draw: Draw) -> None:
    def told() -> str:
        why = study_records.surveys(draw.study).why
        assert why is not None
        return why.rule

    asked = survey()
    asked.study = draw.study
    asked.save()
    opened(asked)
    assert told() == "study-not-recorded"
    closed(asked)
    assert told() == "study-surveys-apart"


def test_an_outcome_of_the_program_that_children_worked_in_is_over_aligned(draw: Draw) -> None:
    assert not run.read(draw).data.asked.is_over_aligned
    student = draw.members.order_by("pk")[0].student_id
    publish(
        "usage", [{"student": student, "program": "star", "occurred_on": date(2026, 10, 1), "metric": "m", "value": 1}]
    )
    assert run.read(draw).data.asked.is_over_aligned
