"""Chromium on the pages of a small school. Without Chromium these tests skip; under CI they fail."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as chosen
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from a_school import PASSWORD, TODAY, Town, a_town_with_a_full_week
from album import Album
from homeroom.people.models import User

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 60_000  # milliseconds: a busy machine is slow, and that is no fault of a page
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every rule is asked; of what passed, axe tells one element a rule and not thousands.
RULES = {"runOnly": TAGS, "resultTypes": ["violations"]}


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Asks for the database first: only then does the live server share its one connection to memory."""
    if not CHROMIUM.exists():
        missing = f"no Chromium at {CHROMIUM}; install it with: apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as play:
        # Playwright runs a loop in this thread, which makes Django refuse the database to the tests themselves.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY
    settings.HOMEROOM_SIMULATED = True


@pytest.fixture
def children() -> int:
    """How many children the class has. A test that asks of each element the same may do with a dozen."""
    return 24


@pytest.fixture
def place(transactional_db: None, album: Album, home: Path, children: int) -> Town:
    return album.shown(f"a full week of {children}", home, lambda: a_town_with_a_full_week(children))


class Visitor:
    """A person at a browser of their own."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.origin = origin
        self.context = context
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, name: str) -> None:
        self.go("/sign-in/")
        self.page.fill("#username", name)
        self.page.fill("#password", PASSWORD)
        self.click("button.main")
        self.page.wait_for_selector("text=Sign out")

    def be(self, name: str) -> None:
        """Signed in as this person, without the form, on the page that it leads to."""
        client = Client()
        client.force_login(User.objects.get(username=name))
        named = chosen.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": named, "value": client.cookies[named].value, "url": self.origin}])
        self.go("/")

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def click(self, selector: str) -> None:
        """Click what leads to a page, and wait until that page is there: a click alone does not wait."""
        with self.page.expect_navigation():
            self.page.click(selector)

    @property
    def offences(self) -> str:
        """What axe finds wrong with the page, in words; nothing if nothing. Asks for `bypass_csp`."""
        found = Axe().run(self.page, options=RULES)
        return str(found.generate_report()) if found.violations_count else ""

    @property
    def sideways(self) -> int:
        """How many pixels the document is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[object]:
    """A function that opens a browser: `visit("teacher", width=320, java_script_enabled=False)`."""
    opened: list[BrowserContext] = []

    def start(name: str = "", width: int = 1366, height: int = 768, **options: bool) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        visitor = Visitor(context, live_server.url)
        if name:
            visitor.be(name)
        return visitor

    yield start
    for context in opened:
        context.close()
    _let_the_server_finish()


def _let_the_server_finish() -> None:
    """A thread that still answers would close its connection after the database is shared no longer, and fail."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE / 1000)
