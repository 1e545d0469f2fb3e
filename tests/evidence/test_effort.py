"""Minutes of staff: said in a tap, shown as sums of many, beside prices, and never of an adult."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from a_school import staff, teaches
from evidence.a_study import ROOMS, classes, leader, locked, of
from homeroom.evidence import assign, effort
from homeroom.evidence.arms import arms
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Draw, EffortEntry, Price, Study
from homeroom.evidence.results import Verdict
from homeroom.evidence.statement import Statement
from homeroom.people.clock import today
from homeroom.people.models import Enrollment, Role, Staff, User

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def drawn() -> Study:
    classes(2)
    study = locked(leader())
    assign.assign(study, boss(), seed="1", on=today() - timedelta(weeks=3))
    return study


def boss() -> User:
    return User.objects.get(username="leader")


def teachers(study: Study, each: int) -> dict[str, list[Staff]]:
    """So many teachers in each class of the study, by arm."""
    found: dict[str, list[Staff]] = {}
    told = arms(assign.last_draw(study))
    for name in ROOMS:
        for at in range(each):
            user = staff(f"{name}-{at}", Role.Kind.TEACHER, of(name).school)
            teaches(user, of(name))
            assert user.staff is not None
            found.setdefault(told.of_class(name), []).append(user.staff)
    return found


def test_the_later_word_of_a_week_holds() -> None:
    one = staff("tina", None, None).staff
    assert one is not None
    assert effort.said(one, today()) is None
    for minutes in (30, 60):
        effort.say(one, today(), minutes, today())
    assert effort.said(one, today()) == 60
    assert EffortEntry.objects.count() == 1


@pytest.mark.parametrize(("weeks", "minutes"), [(5, 30), (-1, 30), (0, -1), (0, 3601)])
def test_what_no_week_can_be_is_refused(weeks: int, minutes: int) -> None:
    one = staff("tina", None, None).staff
    assert one is not None
    with pytest.raises(EvidenceError):
        effort.say(one, today() - timedelta(weeks=weeks), minutes, today())


def test_minutes_are_told_of_ten_weeks_of_five_people_and_not_of_fewer() -> None:
    study = drawn()
    by_arm = teachers(study, 3)
    flex, rotation = by_arm["flex"], by_arm["rotation"]
    for one in flex:
        for weeks in (1, 2):
            effort.say(one, today() - timedelta(weeks=weeks), 90, today())
    for one in rotation[:4]:
        for weeks in (0, 1, 2):
            effort.say(one, today() - timedelta(weeks=weeks), 30, today())
    told = {one.arm: one for one in effort.effort(study, today()).arms}
    assert (told["flex"].minutes, told["flex"].weeks, told["flex"].classes) == (90, 12, 2)
    assert (told["rotation"].minutes, told["rotation"].weeks) == (None, None), "four people"


def test_children_are_counted_once_in_the_class_of_the_day_of_the_draw() -> None:
    study = drawn()
    told = arms(assign.last_draw(study))
    seated = Enrollment.objects.filter(student__isnull=False)
    seats = Counter(told.of_class(one.school_class.sourced_id) for one in seated)
    other = next(name for name in ROOMS if told.of_class(name) != told.of_class("Ash"))
    child = seated.filter(school_class=of("Ash"))[0].student
    Enrollment.objects.create(student=child, school_class=of(other), begins_on=today() - timedelta(weeks=1))
    assert {one.arm: one.children for one in effort.effort(study, today()).arms} == seats


def test_who_teaches_in_both_arms_counts_in_neither() -> None:
    study = drawn()
    for each in teachers(study, 3).values():
        for one in each:
            for name in ROOMS:
                if not one.enrollments.filter(school_class=of(name)).exists():
                    teaches(one.user, of(name))
            for weeks in (1, 2):
                effort.say(one, today() - timedelta(weeks=weeks), 90, today())
    assert {one.weeks for one in effort.effort(study, today()).arms} == {None}


def test_an_hour_has_its_price_and_no_number_is_made_of_cost_and_result() -> None:
    study = drawn()
    by = boss()
    told = {"what": "staff", "unit": Price.Unit.HOUR, "currency": "USD", "school": None, "ends_on": None}
    effort.price(by, **told, amount=Decimal("40.00"), begins_on=date(2026, 8, 1))
    for one in teachers(study, 3)["flex"]:
        for weeks in (1, 2):
            effort.say(one, today() - timedelta(weeks=weeks), 90, today())
    found = effort.effort(study, today())
    assert next(one for one in found.arms if one.arm == "flex").hours_cost == Decimal("60.00")
    assert [one.what for one in found.prices] == ["staff"]
    assert not {one.name for one in fields(found)} & {"ratio", "per_point", "worth"}


def test_a_price_below_nought_or_ending_too_early_is_refused() -> None:
    told = {"what": "x", "unit": Price.Unit.HOUR, "begins_on": date(2026, 8, 1)}
    by = leader()
    for bad in ({"amount": Decimal(-1)}, {"amount": Decimal(1), "ends_on": date(2026, 7, 1)}):
        with pytest.raises(EvidenceError):
            effort.price(by, **told, **bad)


def test_without_a_draw_there_are_no_arms() -> None:
    classes(2)
    assert effort.effort(locked(leader()), today()).arms == ()


def test_records_that_were_changed_tell_nothing() -> None:
    study = drawn()
    Draw.objects.update(result='{"Ash":"flex"}')
    found = effort.effort(study, today())
    assert found.arms == ()
    assert found.refused


def test_minutes_are_of_the_one_study_that_runs_in_the_own_classes() -> None:
    study = drawn()
    tina = teachers(study, 1)["flex"][0]
    outside = staff("olga", Role.Kind.TEACHER, of("Ash").school).staff
    assert outside is not None
    assert effort.say(tina, today(), 30, today()).study == study
    assert effort.say(outside, today(), 30, today()).study is None


def test_what_the_newest_run_says_stands_beside_and_is_no_number_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    study = drawn()
    assert effort.effort(study, today()).verdict == ()
    verdict = Verdict((Statement("study-cant-tell-classes"),), (), (), Statement("study-ungraded"))
    monkeypatch.setattr("homeroom.evidence.run.newest", lambda study: study)
    monkeypatch.setattr("homeroom.evidence.run.results_of", lambda made: SimpleNamespace(verdict=verdict))
    assert [one.rule for one in effort.effort(study, today()).verdict] == ["study-cant-tell-classes", "study-ungraded"]
