"""Assign, the unit's weeks and the work-list in a browser: without script, on a phone, on paper, and for everybody."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from a_school import MONDAY, Town
from browser.conftest import Visitor
from facts.facts_by_hand import publish
from homeroom.goals.models import Assignment, Goal
from homeroom.people.models import Student
from pages.goals_by_hand import CODE, NEXT_WEEK, OTHER, draft, give, happened, lesson, of_class, planned
from reports.known_by_hand import estimate

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("children", [24])]
PICTURES = os.environ.get("HOMEROOM_PICTURES", "")
Visit = Callable[..., Visitor]
LONG = "Maximiliana Nguyễn-Castañeda de la Torre y Montoya-Villanueva"


@pytest.fixture
def work(place: Town) -> Goal:
    """A class with lessons, a plan, a draft, and a goal that was sent, with every kind of end."""
    Student.objects.filter(pk=place.numbers[0]).update(family_name=LONG)
    item = lesson(title="Halves, thirds and the very long lesson of the patient pizza maker")
    lesson(OTHER, "Times tables by heart", "ixl")
    for week, code in ((MONDAY, CODE), (NEXT_WEEK, OTHER)):
        planned(place, week, code)
    states = ["not yet"] * 4 + ["mastered"] * 2
    publish("mastery", [estimate(one, CODE, told) for one, told in zip(place.numbers, states, strict=False)])
    sent = of_class(place.group, place.numbers, (CODE,), "Fractions, first part")
    made = give(sent, item=item)
    for at, kind in enumerate(("opened", "submitted", "met", "not_met", "expired", "no_evidence", "substituted")):
        happened(made[at], kind)
    happened(made[7], "blocked", channel="work_list", reason="no channel")
    return sent


def addresses(place: Town, work: Goal) -> dict[str, str]:
    began = draft(place, (CODE, OTHER))
    room, unit = f"/class/{place.group.pk}", planned(place, MONDAY).unit_id
    steps = {step: f"/goal/{began.pk}/{step}/" for step in ("goals", "who", "work", "check", "send")}
    return {
        "assign": f"{room}/assign/",
        **steps,
        "child": f"/goal/{began.pk}/work/{place.numbers[0]}/",
        "results": f"/goal/{work.pk}/",
        "unit": f"{room}/unit/",
        "ready": f"{room}/unit/{unit}/ready/",
        "carried": f"{room}/unit/{unit}/carried/",
        "work-list": "/work-list/",
    }


def test_every_page_is_sound_at_every_width(visit: Visit, place: Town, work: Goal) -> None:
    wide, narrow = visit("teacher", bypass_csp=True), visit("teacher", width=320)
    for name, path in addresses(place, work).items():
        for visitor, width in ((wide, 1366), (narrow, 320)):
            visitor.go(path)
            assert visitor.sideways <= 0, (name, width)
            if PICTURES:
                visitor.page.screenshot(path=str(Path(PICTURES) / f"assign-{name}-{width}.png"), full_page=True)
        assert not wide.offences, (name, wide.offences)
    assert narrow.complaints == [], "nothing breaks the page's own rules"


def test_the_whole_way_goes_without_script(visit: Visit, place: Town, work: Goal) -> None:
    visitor = visit("teacher", java_script_enabled=False)
    page = visitor.page
    visitor.click("text=Assign work")
    visitor.click("button:has-text('Choose standards yourself')")
    page.check(f"label:has-text('{CODE}') input")
    page.fill("[name=title]", "By hand")
    visitor.click("button:has-text('Keep and go on')")
    page.check("label:has-text('These children') input")
    for box in page.locator("[name=children]").all():
        box.uncheck()
    page.check(f"[name=children][value='{place.numbers[3]}']")
    visitor.click("button:has-text('Keep and go on')")
    assert place.children[3].name in page.inner_text("main")
    assert place.children[4].name not in page.inner_text("main")
    visitor.click("text=Go on: check")
    visitor.click("text=Go on: send")
    visitor.click("button:has-text('Send it now')")
    assert "as far as its channel knows" in page.inner_text("main")
    assert Assignment.objects.filter(goal__title="By hand", student=place.numbers[3]).exists()


def test_a_tick_and_its_undo_go_without_script(visit: Visit, place: Town, work: Goal) -> None:
    visitor = visit("teacher", java_script_enabled=False)
    visitor.go("/work-list/")
    left = visitor.page.locator("button[name=tick][value^=done]").count()
    visitor.click("button[name=tick][value^=done] >> nth=0")
    assert visitor.page.locator("button[name=tick][value^=done]").count() == left - 1
    visitor.click("button[name=untick] >> nth=0")
    assert visitor.page.locator("button[name=tick][value^=done]").count() == left


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_the_work_list_of_a_class_is_one_page(visit: Visit, place: Town, work: Goal, size: str) -> None:
    visitor = visit("teacher")
    visitor.go("/work-list/")
    pdf = visitor.page.pdf(format=size, prefer_css_page_size=True)
    if PICTURES:
        (Path(PICTURES) / f"work-list-{size}.pdf").write_bytes(pdf)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
