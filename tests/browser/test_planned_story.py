"""A week is planned, a tutor is ill, the day is planned anew, a week that can't be says why: one story, by keyboard.

The demonstration's planned school, made small and served; whoever plans has no mouse, and the browser no JavaScript.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_django import Settings

from a_planned_demo import MONDAY, written
from browser.conftest import Visitor
from browser.keys import Keys
from homeroom.people.models import Role, School, Staff, User
from homeroom.rotation.models import Absence, BlockPlan, Change, Placement, Rotation
from homeroom.rotation.plan_models import State
from homeroom.simulation.school import SCHOOL, SECOND
from homeroom.site import demo_planned

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("HOMEROOM_FULL"), reason="makes and plans two schools: with HOMEROOM_FULL"),
    pytest.mark.skipif(
        not (find_spec("ortools") and find_spec("highspy")), reason="the extra homeroom[planner] is not installed"
    ),
]
Visit = Callable[..., Visitor]
WEEK = "2026-W38"


@pytest.fixture
def planned(transactional_db: None, home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> School:
    """As `homeroom demo` plans it, but for the tutor: this morning nobody has said yet that one is away."""
    demo_planned.plan(written(home, settings, monkeypatch, seconds=20), MONDAY)
    Absence.objects.filter(staff__isnull=False).delete()
    return School.objects.get(sourced_id=SCHOOL.sourced_id)


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_story_of_the_plans(visit: Visit, planned: School) -> None:
    visitor = visit(principal(planned).username, java_script_enabled=False)
    keys = Keys(visitor)
    the_week_is_planned(keys)
    tutor = Staff.objects.get(pk=leading()[0])
    a_tutor_is_ticked_absent(keys, tutor)
    moved = the_day_is_planned_anew(keys)
    the_moved_stand_on_the_sheets(keys, moved, tutor)
    assert visitor.complaints == []
    visitor.be(demo_planned.coordinator(planned).username)
    the_other_school_has_no_week(keys)
    assert visitor.complaints == []


def principal(school: School) -> User:
    return User.objects.filter(staff__roles__kind=Role.Kind.PRINCIPAL, staff__roles__school=school)[0]


def leading() -> list[int]:
    """The tutors of today's plan, those with most children first."""
    rows = Placement.objects.filter(plan__state=State.PUBLISHED, day=MONDAY, modality="tutoring")
    who = list(rows.values_list("staff", flat=True))
    return sorted(set(who), key=lambda one: (-who.count(one), one))


def the_week_is_planned(keys: Keys) -> None:
    """The flexible block of this week holds, and says how good it is and what it does not reach."""
    keys.enter("a:has-text('Plans')")
    if WEEK not in keys.page.url:
        keys.enter(f"a[href*='{WEEK}']")
    assert "published" in keys.page.inner_text("table.plain")
    keys.enter("main table a")
    told = keys.page.inner_text("main")
    assert "What the plan does not reach" in told
    assert "The checker found no rule broken." in told
    assert "How good it is" in told
    keys.enter("nav.rooms a:has-text('Rotation')")
    assert "All rules are kept" in keys.page.inner_text("main")


def a_tutor_is_ticked_absent(keys: Keys, tutor: Staff) -> None:
    keys.enter("nav.rooms a:has-text('Today')")
    keys.enter("main a:has-text('Who is absent?')")
    keys.to(f"input[value='adult-{tutor.pk}']")
    keys.page.keyboard.press("Space")
    keys.enter("form.absences button.main")
    assert f"{tutor.name} adult" in keys.page.inner_text("section[aria-labelledby='absent']")
    assert Absence.objects.filter(staff=tutor, day=MONDAY).exists()


def the_day_is_planned_anew(keys: Keys) -> list[Change]:
    """The moves are listed before anything changes; what was looked at is what then holds."""
    before = Change.objects.count()
    keys.enter("main a:has-text('Replan the day')")
    keys.to("[name=quiet]")
    keys.page.keyboard.press("ArrowRight")
    keys.enter("button:has-text('Look at the moves')")
    moves = keys.page.inner_text("table.plain")
    assert "move nobody who could stay" in keys.page.inner_text("main")
    assert (Change.objects.count(), BlockPlan.objects.filter(week=MONDAY, version=1, state="published").count()) == (
        before,
        1,
    )
    keys.enter("button:has-text('Accept')")
    assert "It holds." in keys.page.inner_text("main")
    changes = list(Change.objects.filter(day=MONDAY).order_by("pk")[before:])
    elsewhere = [one for one in changes if one.after]
    assert elsewhere
    assert all(one.student.name in moves for one in elsewhere)
    return elsewhere


def the_moved_stand_on_the_sheets(keys: Keys, moved: list[Change], ill: Staff) -> None:
    """Each child on the sheet of whom, or where, it is now; whoever is ill has no sheet."""
    keys.enter("nav.rooms a:has-text('Today')")
    keys.enter("main a:has-text('Sheets')")
    sheets = {one.locator("h2").inner_text(): one.inner_text() for one in keys.page.locator("section.sheet").all()}
    assert ill.name not in sheets
    now = Placement.objects.filter(plan__state=State.PUBLISHED, day=MONDAY, student__in=[one.student for one in moved])
    assert now.exists()
    for place in now.select_related("student", "staff"):
        called = place.student.preferred_name or place.student.given_name
        where = [sheets[place.staff.name]] if place.staff else sheets.values()
        assert any(called in text for text in where), place.student.name


def the_other_school_has_no_week(keys: Keys) -> None:
    """Which rules can't all be kept, with numbers, and what would lift each."""
    draft = Rotation.objects.get(school__sourced_id=SECOND.sourced_id)
    keys.enter("a:has-text('Plans')")
    keys.enter(f"main a:has-text('{SECOND.name}')")
    keys.enter("nav.rooms a:has-text('Rotation')")
    told = keys.page.inner_text("main")
    assert "These rules can't all be kept. Lift one of them:" in told
    lifted = keys.page.locator("section[aria-labelledby='why-not'] li")
    assert lifted.count() == len(draft.conflict) > 0
    assert re.search(r"Must be kept: Lab corner: \d+ seats needed at \d+:\d\d, 9 there\.", told)
    assert "All rules are kept" not in told
