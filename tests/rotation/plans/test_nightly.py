"""The night proposes and never publishes; it says what changed, and keeps out of what a person has touched."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from pytest_django import Settings

from homeroom.people.models import Caseload, School
from homeroom.rotation import drafts
from homeroom.rotation.block.instance import Instance, digest
from homeroom.rotation.block.plan import Place, Plan
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, DayType
from homeroom.rotation.nightly import Planner, coming, propose
from homeroom.rotation.plan_models import State
from homeroom.rotation.publish import publish
from homeroom.site import rotating
from rotation.plans.a_week import ALONE, MONDAY, SUNDAY_BEFORE, TUESDAY, Block, plan, tutored
from rotation.plans.checked import sound


def planner(instance: Instance, *made: Plan) -> Planner:
    left = list(made)
    return Planner(lambda school, week: instance, lambda given: left.pop(0))


@pytest.fixture
def planned(own: Block) -> Block:
    DayType.objects.create(school=own.school, name="Full day")
    return own


def drafted() -> list[tuple[int, str]]:
    return list(BlockPlan.objects.order_by("version").values_list("version", "state"))


def needing_more(own: Block) -> tuple[Instance, Plan]:
    """The same school, of which one child needs more; with another plan."""
    instance = msgspec.structs.replace(own.instance, independent=(7,) * 6)
    made = tutored(own, 0, 1, 5).online((0, 2), 6).done()
    return instance, msgspec.structs.replace(made, instance=digest(instance), made_by="solver")


@pytest.mark.parametrize(
    ("day", "monday"),
    [(SUNDAY_BEFORE, MONDAY), (date(2026, 10, 24), MONDAY), (MONDAY, date(2026, 11, 2)), (TUESDAY, date(2026, 11, 2))],
)
def test_the_week_that_follows_is_planned(day: date, monday: date) -> None:
    assert coming(day) == monday


def test_a_school_without_day_types_is_left_alone(own: Block) -> None:
    assert propose(planner(own.instance)) == []
    assert drafted() == []


def test_a_school_without_a_flexible_block_is_left_alone(planned: Block) -> None:
    nothing = Instance(planned.school.pk, MONDAY, (), (), (), (), (), (), (), ())
    assert propose(planner(nothing)) == []


def test_a_draft_is_proposed_and_nothing_is_published(planned: Block) -> None:
    (found,) = propose(planner(planned.instance, plan(planned)))
    assert found.draft is not None
    assert (found.draft.made_by, found.differences) == ("homeroom", ())
    assert drafted() == [(1, State.DRAFT)]
    assert not Caseload.objects.exists()


def test_where_nothing_has_changed_nothing_is_proposed(planned: Block) -> None:
    publish(drafts.save(planned.instance, plan(planned), planned.teacher), None, sound)
    (found,) = propose(planner(planned.instance))
    assert found.draft is None
    assert drafted() == [(1, State.PUBLISHED)]


def test_what_differs_from_what_is_published_is_told(planned: Block) -> None:
    held = publish(drafts.save(planned.instance, plan(planned), planned.teacher), None, sound)
    instance, made = needing_more(planned)
    (found,) = propose(planner(instance, made))
    assert {one.student for one in found.differences} == planned.numbers(4, 5)
    held.refresh_from_db()
    assert held.state == State.PUBLISHED
    assert drafted() == [(1, State.PUBLISHED), (2, State.DRAFT)]


def test_an_earlier_proposal_goes_but_not_one_that_somebody_has_changed(planned: Block) -> None:
    first = msgspec.structs.replace(plan(planned), made_by="solver")
    propose(planner(planned.instance, first))
    instance, made = needing_more(planned)
    propose(planner(instance, made))
    assert drafted() == [(2, State.DRAFT)]
    drafts.put(BlockPlan.objects.get(), Place(planned.children[0].pk, 1, ALONE), planned.teacher)
    propose(planner(planned.instance, first))
    assert drafted() == [(2, State.DRAFT), (3, State.DRAFT)]


def test_a_school_that_can_not_be_planned_is_told_in_words(planned: Block, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(instance: Instance) -> Plan:
        raise RotationError("The solver is missing.")

    rotating.rotate(Planner(lambda school, week: planned.instance, broken))
    words = f"week of 2026-10-26: school {planned.school.pk} could not be planned. The solver is missing."
    assert words in capsys.readouterr().out.replace("\n", " ")


def test_the_night_says_how_much_differs_and_names_nobody(planned: Block, capsys: pytest.CaptureFixture[str]) -> None:
    rotating.rotate(planner(planned.instance, plan(planned)))
    rotating.rotate(planner(planned.instance))
    rotating.rotate(planner(*needing_more(planned)))
    told = capsys.readouterr().out.replace("\n", " ")
    number = planned.school.pk
    assert f"version 1 proposed for school {number} " in told
    assert f"nothing has changed for school {number} " in told
    assert f"version 2 proposed for school {number}, 4 places differ" in told


def test_a_night_without_a_planner_works_minutes_out(
    planned: Block, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    rotating.rotate()
    assert capsys.readouterr().out == ""
    publish(drafts.save(planned.instance, plan(planned), None), None, sound)
    settings.HOMEROOM_TODAY = TUESDAY
    rotating.rotate()
    assert "minutes worked out" in capsys.readouterr().out


def test_a_night_without_day_types_does_nothing(own: Block, capsys: pytest.CaptureFixture[str]) -> None:
    publish(drafts.save(own.instance, plan(own), None), None, sound)
    rotating.rotate(planner(own.instance))
    assert capsys.readouterr().out == ""


def test_what_fails_stops_no_night(planned: Block, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(school: School, week: date) -> Instance:
        raise ZeroDivisionError

    rotating.rotate(Planner(broken, lambda instance: plan(planned)))
    assert "could not be worked out (ZeroDivisionError)" in capsys.readouterr().out
