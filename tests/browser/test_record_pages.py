"""What is held, corrections and the certificate in a real browser: readable, on a small screen and on paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from a_school import Town
from browser.conftest import Visitor
from homeroom.pages.record.copy import files
from homeroom.people import corrections
from homeroom.people.models import Correction
from homeroom.site.erasing.packages import exported

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
# A folder for pictures of the pages, to look at.
PICTURES = os.environ.get("HOMEROOM_PICTURES", "")
LONG = "It was_a_word_without_any_end_that_a_program_wrote_into_its_export. " * 6


@pytest.fixture
def asked(place: Town) -> list[str]:
    """Requests about the first child, one of them denied; and the pages that tell of them."""
    number = place.numbers[0]
    told = {"original": LONG, "statement": LONG, "received_on": date(2026, 8, 5)}
    for about in ("Minutes of October", "The_lesson_called_" + "x" * 80):
        corrections.receive(number, place.principal, about, **told)
    denied = Correction.objects.latest("pk")
    corrections.decide(denied, place.principal, "denied", LONG, "")
    start = f"/student/{number}/"
    paths = [f"{start}record/", f"{start}corrections/", start]
    return paths + [f"{start}corrections/{one.pk}/" for one in Correction.objects.order_by("pk")]


@pytest.mark.parametrize("children", [12])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, asked: list[str]) -> None:
    visitor = visit("principal", bypass_csp=True)
    for at, path in enumerate(asked):
        visitor.go(path)
        for width, height in ((1366, 768), (320, 640)):
            visitor.page.set_viewport_size({"width": width, "height": height})
            looked_at(visitor, f"{at}-{width}", path)
            assert overflowing(visitor) == [], path


def test_an_empty_form_sent_at_320_px_says_what_is_missing(visit: Visit, asked: list[str]) -> None:
    visitor = visit("principal", width=320, height=640, bypass_csp=True)
    visitor.go(asked[1])
    visitor.click("form.fields button.main")
    visitor.page.wait_for_selector("[role=alert]")
    looked_at(visitor, "empty-320", asked[1])


def test_the_copy_for_a_family_opens_from_a_folder(visit: Visit, place: Town, tmp_path: Path) -> None:
    for name, content in files("Ana Example", place.numbers[0], exported(place.numbers[0]), date(2026, 10, 26)):
        (tmp_path / name).write_bytes(content)
    visitor = visit(width=320, height=640)
    visitor.page.goto((tmp_path / "index.html").as_uri())
    looked_at(visitor, "copy-320", "index.html")
    assert visitor.page.locator("h2").count() > 5


def looked_at(visitor: Visitor, name: str, path: str) -> None:
    if PICTURES:
        visitor.page.screenshot(path=str(Path(PICTURES) / f"record-{name}.png"), full_page=True)
    assert not visitor.offences, path
    assert visitor.sideways <= 0, (path, visitor.sideways)


def overflowing(visitor: Visitor) -> list[str]:
    """Headings, areas and buttons that reach past the window's edge."""
    return list(
        visitor.page.evaluate(
            """() => [...document.querySelectorAll("h1, h2, textarea, input, button, p")]
                .filter(one => !one.closest(".region") && one.getBoundingClientRect().right > window.innerWidth + 1)
                .map(one => one.outerHTML.slice(0, 80))"""
        )
    )
