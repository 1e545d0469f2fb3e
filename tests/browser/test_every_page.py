"""Every page of a small school, loaded once: axe, keyboard, small screens, large text, longer words, forced colours.

No list says which pages there are: every address is asked for, and what answers with a page is looked at. The pages are
rendered in this process and handed to the browser, so no server runs and nothing is asked for twice.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch
from playwright.sync_api import Browser, Page, Route

import homeroom.pages
from a_school import FRIDAY, Town, a_full_week, staff, town
from browser.conftest import TAGS
from facts.facts_by_hand import publish
from homeroom.intake.models import Delivery
from homeroom.mastery import teachers
from homeroom.pages.paths import urlpatterns
from homeroom.people.models import Role
from homeroom.standards.models import Standard
from pages.test_access import address, delivery
from reports.known_by_hand import TOLD, estimate

__all__ = ["delivery"]
pytestmark = pytest.mark.browser
STATIC = Path(homeroom.pages.__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
CHECKS = Path(__file__).with_name("checks.js").read_text("utf-8")
ORIGIN = "http://homeroom.test"
# A laptop, the same with everything twice as large, a phone.
SCREEN, ZOOMED, PHONE = ({"width": 1366, "height": 768}, {"width": 683, "height": 384}, {"width": 320, "height": 640})
# What a person sends who forgot half of it: the page comes back and says what is missing.
FORGOTTEN = {"corrections": {}, "edit-feed": {"grace": "-1"}, "calendar": {"kind": "holiday"}, "substitutes": {}}
FORGOTTEN |= {"known": {"act": "set"}, "groups": {"act": "make"}, "group": {"seen_on": "soon"}}
# The default run looks at a sixth of the pages, always the same, and at these four; the full one at all of them.
EVERY = 1 if os.environ.get("HOMEROOM_FULL") else 6
ALWAYS = ("style", "my-class", "student", "forgotten on groups")


@pytest.fixture
def school(db: None) -> Town:
    """Something of everything: states of all kinds, a teacher's word, lists, flags."""
    place = town(size=12)
    a_full_week(place)
    codes, states = list(Standard.objects.values_list("code", flat=True)), cycle(TOLD)
    publish("mastery", [estimate(one, code, next(states)) for one in place.numbers for code in codes])
    step = {"student": place.numbers[0], "as_of": FRIDAY, "kind": "goal", "place": 1, "standard": codes[0]}
    publish("next_steps", [{**step, "reason": "It is a goal."}])
    publish(
        "flags", [{**{k: step[k] for k in ("student", "as_of", "standard")}, "rule": "working-hard", "evidence": "9."}]
    )
    teachers.override(place.teacher, place.numbers[0], Standard.objects.get(code=codes[0]), "mastered", "I saw it.")
    return place


@pytest.fixture
def pages(school: Town, delivery: Delivery) -> dict[str, str]:
    """Name and markup of every page."""
    staff("tutor", Role.Kind.TUTOR, school.school)
    found = {**_of(school.data_team, school, delivery), **_forgotten(school, delivery)}
    for user in (school.principal, school.stranger):
        found[f"home of {user.username}"] = _markup(_client(user).get("/", follow=True))
    for path in ("/sign-in/", "/sign-in/link/token", "/promises/", "/nothing/"):
        found[f"signed out: {path}"] = _markup(Client().get(path))
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


def _of(user: object, school: Town, delivery: Delivery) -> dict[str, str]:
    """Whatever answers this person with a page, by the name of its route."""
    client, found = _client(user), {}
    for name in filter(_of_the_sample, (str(pattern.name) for pattern in urlpatterns)):
        try:
            found[name] = _markup(client.get(address(name, school, delivery)))
        except NoReverseMatch:
            continue  # its own tests say what stands behind it
    return found


def _forgotten(school: Town, delivery: Delivery) -> dict[str, str]:
    client, found = _client(school.data_team), {}
    for route, told in FORGOTTEN.items():
        if not _of_the_sample(f"forgotten on {route}"):
            continue
        answer = client.post(address(route, school, delivery), told)
        assert answer.status_code == 422, route
        found[f"forgotten on {route}"] = _markup(answer)
        assert 'class="wrong problems"' in found[f"forgotten on {route}"], route
    return found


def _client(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def _markup(answer: HttpResponseBase) -> str:
    """Blank where the answer is a file, a redirect or a refusal; a page that says that nothing is here is a page."""
    is_page = str(answer.headers.get("Content-Type", "")).startswith("text/html") and answer.status_code != 302
    return answer.getvalue().decode("utf-8") if is_page else ""


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
