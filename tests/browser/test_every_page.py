"""Every page of a small school, loaded once: axe, keyboard, small screens, large text, longer words, forced colours.

No list says which pages there are: every address is asked for, and what answers with a page is looked at. The pages are
rendered in this process and handed to the browser, so no server runs and nothing is asked for twice.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Browser, Page, Route

import homeroom.pages
from a_school import Town, staff
from browser.conftest import TAGS
from every_page import client_of, forgotten, full_school, markup_of, pages_of
from homeroom.intake.models import Delivery
from homeroom.people.models import Role
from pages.test_access import delivery

__all__ = ["delivery"]
pytestmark = pytest.mark.browser
STATIC = Path(homeroom.pages.__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
CHECKS = Path(__file__).with_name("checks.js").read_text("utf-8")
ORIGIN = "http://homeroom.test"
# A laptop, the same with everything twice as large, a phone.
SCREEN, ZOOMED, PHONE = ({"width": 1366, "height": 768}, {"width": 683, "height": 384}, {"width": 320, "height": 640})
# The default run looks at a twelfth of the pages, always the same, and at these four; the full one at all of them.
EVERY = 1 if os.environ.get("HOMEROOM_FULL") else 12
ALWAYS = ("style", "my-class", "student", "forgotten on groups")


@pytest.fixture
def school(db: None) -> Town:
    return full_school()


@pytest.fixture
def pages(school: Town, delivery: Delivery) -> dict[str, str]:
    """Name and markup of every page."""
    staff("tutor", Role.Kind.TUTOR, school.school)
    asking = client_of(school.data_team), school, delivery, _of_the_sample
    found = {**pages_of(*asking), **forgotten(*asking)}
    for user in (school.principal, school.stranger):
        found[f"home of {user.username}"] = markup_of(client_of(user).get("/", follow=True))
    for path in ("/sign-in/", "/sign-in/link/token", "/promises/", "/nothing/"):
        found[f"signed out: {path}"] = markup_of(Client().get(path))
    return {name: markup for name, markup in found.items() if markup}


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A browser that asks nobody: pages come from `shown`, styles and scripts from their files."""
    context = browser.new_context(viewport=SCREEN, bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(AXE_SCRIPT)
    context.add_init_script(CHECKS)
    page = context.new_page()
    yield page
    context.close()


def test_every_page_is_sound_in_every_way_it_is_looked_at(window: Page, pages: dict[str, str]) -> None:
    markup: dict[str, str] = {}
    asked: list[str] = []
    window.route("**/*", lambda route: _answered(route, markup, asked))
    assert len(pages) > (50 if EVERY == 1 else 10), sorted(pages)
    wrong = []
    for name, shown in pages.items():
        markup["/"] = shown
        window.goto(f"{ORIGIN}/")
        wrong += [f"{name}: {words}" for words in faults(window)]
    assert not wrong, "\n".join(wrong)
    assert [url for url in asked if not url.startswith(ORIGIN)] == []


def faults(window: Page) -> Iterator[str]:
    """Everything that is wrong with the page in the window."""
    yield from window.evaluate(f"checks.axe({json.dumps(TAGS)})")
    for check in ("order", "covered", "ragged"):
        yield from window.evaluate(f"checks.{check}()")
    window.emulate_media(forced_colors="active")
    yield from (f"in forced colours bare: {one}" for one in window.evaluate("checks.bare()"))
    window.emulate_media(forced_colors="none")
    window.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    yield from _room(window, "twice as large")
    window.evaluate("checks.grow()")
    yield from _room(window, "twice as large in longer words")
    window.set_viewport_size(PHONE)  # type: ignore[arg-type]
    yield from _room(window, "in longer words on a phone")
    window.set_viewport_size(SCREEN)  # type: ignore[arg-type]


def _room(window: Page, where: str) -> Iterator[str]:
    """The page is no wider than its window, and cuts no word off."""
    if (sideways := window.evaluate("checks.sideways()")) > 0:
        yield f"{where} {sideways} pixels too wide: {window.evaluate('checks.wide()')}"
    yield from (f"{where} cut off: {one}" for one in window.evaluate("checks.clipped()"))


def _of_the_sample(name: str) -> bool:
    return name in ALWAYS or zlib.crc32(name.encode()) % EVERY == 0


def _answered(route: Route, markup: dict[str, str], asked: list[str]) -> None:
    url = route.request.url
    asked.append(url)
    if url == f"{ORIGIN}/":
        route.fulfill(body=markup["/"], content_type="text/html; charset=utf-8")
        return
    file = STATIC / url.rpartition("/")[2]
    if file.exists():
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    else:
        route.fulfill(status=404)  # a picture that the page makes itself
