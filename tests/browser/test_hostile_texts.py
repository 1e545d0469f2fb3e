"""Hostile texts in a real browser: nothing of them runs, with our policy and without it, and the policy has no work."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from a_school import Town
from browser.test_every_page import ORIGIN, STATIC, TYPES
from every_page import client_of, markup_of
from homeroom.intake.models import Delivery
from homeroom.people.models import User
from pages.test_access import delivery
from security.hostile_texts import TEXTS
from security.hostile_town import facts, fill
from security.test_hostile_texts import asked, readers, town_of_texts

__all__ = ["delivery", "town_of_texts"]
pytestmark = pytest.mark.browser
EVERY = 1 if os.environ.get("HOMEROOM_FULL") else 24
TURNS = range(0, 24, 4) if os.environ.get("HOMEROOM_FULL") else range(1)
ALWAYS = ("student for data", "my-class for data", "groups for data")
WATCH = """
  window.ran_now = [];
  window.ran = which => { window.ran_now.push(which); };
  for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.ran(name);
  addEventListener("securitypolicyviolation", event => window.ran_now.push(`policy: ${event.violatedDirective}`));
"""
# What an attacker waits for: somebody passes over everything, and everything gets the focus.
TOUCH = """() => {
  const kinds = ["mouseover", "mouseenter", "focus", "toggle", "load", "error", "animationstart"];
  for (const one of document.querySelectorAll("*")) for (const kind of kinds) one.dispatchEvent(new Event(kind));
}"""
Shown = tuple[str, str, dict[str, str]]


@pytest.fixture(params=[True, False], ids=["without our policy", "with our policy"])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=request.param)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def pages(place: Town, delivery: Delivery) -> Iterator[Shown]:
    """Name, markup and head of the sampled pages of every reader."""
    users, addresses = readers(place), asked(place, delivery)
    turn = 0
    for turn in TURNS:
        fill(turn * 8)
        facts(turn * 8, place.numbers[:4])
        for who, user in users.items():
            client: Client = client_of(User.objects.get(pk=user.pk))
            for name, path in addresses.items():
                title = f"{name} for {who}"
                if title in ALWAYS or zlib.crc32(title.encode()) % EVERY == turn % EVERY:
                    answer = client.get(path)
                    if markup := markup_of(answer):
                        yield title, markup, {"Content-Security-Policy": answer.headers["Content-Security-Policy"]}


def test_nothing_runs_and_the_policy_has_nothing_to_report(
    window: Page, town_of_texts: Town, delivery: Delivery
) -> None:
    shown: dict[str, Shown] = {}
    asked_for: list[str] = []
    window.route("**/*", lambda route: _answered(route, shown, asked_for))
    window.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
    wrong: list[str] = []
    many = 0
    for one in pages(town_of_texts, delivery):
        shown["now"], many = one, many + 1
        window.goto(f"{ORIGIN}/")
        window.evaluate(TOUCH)
        wrong += [f"{one[0]}: {what}" for what in window.evaluate("window.ran_now")]
        assert window.url == f"{ORIGIN}/"
    assert wrong == []
    assert many >= len(ALWAYS) + 3
    assert [url for url in asked_for if not url.startswith(ORIGIN)] == []


@pytest.mark.parametrize("which", [0, 40, 45])
def test_the_watch_sees_a_text_that_runs(window: Page, which: int, request: pytest.FixtureRequest) -> None:
    """The same texts, not escaped: without a policy they run, with ours it reports them."""
    head = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
    page: Shown = ("bare", f"<!doctype html><title>x</title><body>{TEXTS[which]}", head)
    window.route("**/*", lambda route: _answered(route, {"now": page}, []))
    window.goto(f"{ORIGIN}/")
    window.wait_for_function("window.ran_now.length > 0")
    seen = window.evaluate("window.ran_now")
    bare = "without" in request.node.name
    assert (which in seen) if bare else (which not in seen and str(seen[0]).startswith("policy"))


def _answered(route: Route, shown: dict[str, Shown], asked_for: list[str]) -> None:
    url = route.request.url
    asked_for.append(url)
    file = STATIC / url.rpartition("/")[2]
    if url == f"{ORIGIN}/":
        _, markup, head = shown["now"]
        route.fulfill(body=markup, content_type="text/html; charset=utf-8", headers=head)
    elif file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    else:
        route.fulfill(status=404)
