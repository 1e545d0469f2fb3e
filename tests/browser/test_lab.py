"""The Lab Board in a browser: it asks again by itself, changes what has changed, and works without script."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from a_school import Town
from browser.conftest import PATIENCE, Visitor
from homeroom.people.models import LabAbsence, LabHelp, Student
from lab_by_hand import FEED, coordinator, in_since, tell

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("children", [12])]
PICTURES = os.environ.get("HOMEROOM_PICTURES", "")
Visit = Callable[..., Visitor]
LONG = "Maximiliana Nguyễn-Castañeda de la Torre y Montoya-Villanueva"


@pytest.fixture(autouse=True)
def seldom(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page asks by itself where a test says so: tests share one connection to the database with the server."""
    settings.HOMEROOM_LAB_FEED = FEED
    monkeypatch.setattr("homeroom.pages.lab.view.EVERY", 3600)
    monkeypatch.setattr("homeroom.pages.lab.view.APART", 0)
    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def now() -> datetime:
    """A few minutes ahead of the clock: however slow the machine, no device counts as silent."""
    found = timezone.now() + timedelta(minutes=5)
    tell(heard=found)
    return found


def asks(page: Page) -> None:
    """The page asks again, as it does when its window is looked at again; afterwards the answer is in place."""
    with page.expect_response("**/*part=board*") as told:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    told.value.finished()


@pytest.fixture
def path(place: Town, now: datetime) -> str:
    coordinator(place)
    return f"/school/{place.school.pk}/lab/"


def test_a_card_changes_by_itself_without_a_reload(
    visit: Visit, place: Town, path: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeroom.pages.lab.view.EVERY", 1)
    visitor = visit("lab")
    page, one, two = visitor.page, place.numbers[0], place.numbers[1]
    assert page.url.endswith(path)
    page.evaluate("window.here = true")
    expect(page.locator(f"#child-{one}")).to_contain_text("Not in")
    page.locator(f"#child-{two}").evaluate("tile => { tile.kept = true; }")

    tell({one: in_since(3, now)}, now)
    expect(page.locator(f"#child-{one}")).to_contain_text("Working")
    expect(page.locator(f"#child-{one}")).to_contain_text("Number Trail since")
    expect(page.locator("[data-part=lead]")).to_have_text(f"{len(place.children) - 1} children are not in yet.")
    expect(page.locator("[role=status]")).to_have_text(
        f"Needs help 0, Not in {len(place.children) - 1}, Idle 0, Working 1, Absent 0"
    )
    assert page.evaluate("window.here") is True
    assert page.locator(f"#child-{two}").evaluate("tile => tile.kept") is True
    assert visitor.complaints == []


def test_a_button_is_not_taken_from_under_the_finger(visit: Visit, place: Town, path: str, now: datetime) -> None:
    number = place.numbers[0]
    page = visit("lab").page
    absent = page.locator(f"#child-{number} button")
    absent.focus()
    tell({number: in_since(3, now)}, now)
    asks(page)
    expect(page.locator(f"#child-{number}")).to_contain_text("Working")
    expect(absent).to_be_focused()
    page.locator("h1").evaluate("head => { head.tabIndex = -1; head.focus(); }")
    asks(page)
    expect(absent).to_have_count(0)


def test_a_child_who_comes_onto_the_list_comes_onto_the_board(visit: Visit, place: Town, path: str) -> None:
    page = visit("lab").page
    before = page.locator(".tile").count()
    Student.objects.filter(pk=place.numbers[0]).update(ends_on="2026-10-20")
    asks(page)
    expect(page.locator(".tile")).to_have_count(before - 1)


def test_where_no_answer_comes_it_says_so_and_greys(visit: Visit, place: Town, path: str) -> None:
    visitor = visit("lab")
    page = visitor.page
    page.evaluate("document.querySelector('.board').dataset.silent = 1")
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator(".board.old")).to_have_count(1)
    page.evaluate("document.querySelector('.board').dataset.silent = 3600")
    asks(page)
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator(".board.old")).to_have_count(0)


def test_signed_out_it_says_so_and_asks_no_more(visit: Visit, place: Town, path: str) -> None:
    visitor = visit("lab")
    visitor.context.clear_cookies()
    asks(visitor.page)
    expect(visitor.page.locator("#over")).to_be_visible()
    visitor.requests.clear()
    for _ in range(3):
        visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert not [one for one in visitor.requests if "part=board" in one]


def test_without_script_it_is_all_there(visit: Visit, place: Town, path: str, now: datetime) -> None:
    visitor = visit("lab", java_script_enabled=False)
    page, number = visitor.page, place.numbers[0]
    visitor.click(f"#child-{number} button:has-text('Absent today')")
    assert LabAbsence.objects.get().student_id == number
    assert page.url.endswith(f"#child-{number}")
    visitor.click(f"#child-{number} button:has-text('Not absent')")
    assert not LabAbsence.objects.exists()
    tell({number: replace(in_since(3, now), asked=now)}, now)
    visitor.click("a:has-text('Reload')")
    assert "Needs help since" in page.locator(f"#child-{number}").inner_text()
    visitor.click(f"#child-{number} a:has-text('Help log')")
    page.fill("#id_note", "Headphones")
    visitor.click("button:has-text('Write into the help log')")
    assert LabHelp.objects.get().note == "Headphones"
    assert "Headphones" in page.locator("[data-part=log]").inner_text()


def test_axe_finds_nothing_and_long_names_fit(visit: Visit, place: Town, path: str, now: datetime) -> None:
    Student.objects.filter(pk=place.numbers[0]).update(given_name=LONG, family_name=LONG.replace(" ", ""))
    tell({place.numbers[0]: replace(in_since(3, now), asked=now), place.numbers[1]: in_since(3, now)}, now)
    visitor = visit("lab", bypass_csp=True)
    for at, address in enumerate((path, f"{path}sheet/", f"{path}child/{place.numbers[0]}/")):
        visitor.go(address)
        for width, height in ((1366, 768), (320, 640)):
            visitor.page.set_viewport_size({"width": width, "height": height})
            if PICTURES:
                visitor.page.screenshot(path=str(Path(PICTURES) / f"lab-{at}-{width}.png"), full_page=True)
            assert not visitor.offences, (address, width)
            assert visitor.sideways <= 0, (address, width)
