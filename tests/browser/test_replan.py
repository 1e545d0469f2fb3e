"""A tutor is missing: looked at and accepted by keyboard alone, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import Settings

from a_school import staff
from browser.conftest import Visitor
from browser.keys import Keys
from homeroom.people.models import Role
from homeroom.rotation.models import BlockPlan, Change
from homeroom.rotation.plan_models import State
from homeroom.rotation.solvers import run
from rotation.day.a_day import a_day, away, in_force
from rotation.plans.a_week import MONDAY, SUNDAY_BEFORE, Block, person

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


@pytest.fixture
def own(transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Block:
    settings.HOMEROOM_TODAY = SUNDAY_BEFORE
    monkeypatch.setattr(run, "NEEDS", {**run.NEEDS, run.DAY: "no_such_module"})
    made = a_day()
    staff("principal", Role.Kind.PRINCIPAL, made.school)
    in_force(made)
    settings.HOMEROOM_TODAY = MONDAY
    away(person(made.tutor), made.children[5])
    return made


def test_by_keyboard_and_without_script_the_moves_are_looked_at_and_accepted(visit: Visit, own: Block) -> None:
    visitor = visit("principal", width=320, java_script_enabled=False)
    keys, page = Keys(visitor), visitor.page
    visitor.go(f"/school/{own.school.pk}/today/replan/")
    keys.to("[name=quiet]")
    page.keyboard.press("ArrowRight")
    keys.enter("button:has-text('Look at the moves')")
    moves = page.inner_text("table.plain")
    assert all(own.children[at].name in moves for at in (0, 1, 4))
    assert "move nobody who could stay" in page.inner_text("main")
    assert not Change.objects.exists()
    keys.enter("button:has-text('Accept')")
    assert "It holds." in page.inner_text("main")
    assert BlockPlan.objects.get(state=State.PUBLISHED).version == 2
    assert visitor.complaints == []


def test_axe_finds_nothing_and_nothing_overflows_at_320_pixels(visit: Visit, own: Block) -> None:
    visitor = visit("principal", width=320, bypass_csp=True)
    visitor.go(f"/school/{own.school.pk}/today/replan/")
    assert (visitor.offences, visitor.sideways) == ("", 0)
    visitor.click("button:has-text('Look at the moves')")
    assert (visitor.offences, visitor.sideways) == ("", 0)
