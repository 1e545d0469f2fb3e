"""Make every picture in `docs/pictures/` from the demonstration: one look of one person at one page, each.

The demonstration has a fixed day and a fixed seed, so a picture changes only where a page does.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
HOME, PICTURES = ROOT / ".make" / "screenshots", ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
PORT = 8731
LINK = re.compile(r"^  (\S.*?) {2,}(http://\S+/sign-in/link/\S+)$", re.MULTILINE)
PATIENCE = 60  # seconds until the server answers


@dataclass(frozen=True)
class Picture:
    """Who looks, what is clicked on the way (by its words, as people do), and the page's query at the end."""

    name: str
    who: str
    clicks: tuple[str, ...] = ()
    query: str = ""
    height: int = 760


TODAY = ("Plans", "main nav.rooms a:has-text('Today')")
BLOCK = ("Plans", "Week before", "main table a")
CHILD = "main section[aria-labelledby^='session'] table a"
MOVES = ("Replan the day", "main button:has-text('Look at the moves')")
SURVEYS = ("Evidence", "main nav.rooms a:has-text('Surveys')")
SCREEN = ("How is school?", "Codes to print", "main button[value=kiosk]", "main .slips a", "main button.main")
DATA_TEAM = "data team of the network"
PICTURE_LIST = (
    Picture("my-class", "teacher", ("Grade 3 A",), height=1280),
    Picture("my-class-levels", "teacher", ("Grade 3 A",), "?show=levels", height=1300),
    Picture("student", "teacher", ("Grade 3 A", "main tbody th a")),
    Picture("groups", "teacher", ("Grade 3 A", "Small groups")),
    Picture("family-report", "teacher", ("Grade 3 A", "main tbody th a", "Family report"), "?language=es"),
    Picture("lab", "lab coordinator", ("Linden Hill",)),
    Picture("planning", "principal", ("Plans", "What plans are made from"), height=1000),
    Picture("today", "principal", (*TODAY, "main nav.switch a:has-text('Tue')"), height=1000),
    Picture("block", "principal", BLOCK, height=1100),
    Picture("why", "principal", (*BLOCK, CHILD), height=1100),
    Picture("rotation", "principal", ("Plans", "main nav.rooms a:has-text('Rotation')"), height=1000),
    Picture("replan", "principal", (*TODAY, *MOVES), height=1100),
    Picture("tutor", "tutor"),
    Picture("monday", "principal"),
    Picture("imports", DATA_TEAM),
    Picture("surveys", DATA_TEAM, (*SURVEYS, "How is school?"), height=1100),
    Picture("survey-results", DATA_TEAM, (*SURVEYS, "Working with homeroom this fall", "main td a"), height=1300),
    Picture("survey-screen", DATA_TEAM, (*SURVEYS, *SCREEN), height=1000),
    Picture("effort", DATA_TEAM, (*SURVEYS, "Effort, cost and result of studies"), height=1300),
    Picture("study", DATA_TEAM, ("Evidence", "flex-rooms"), height=1100),
    Picture("study-report", DATA_TEAM, ("Evidence", "flex-rooms", "main nav.rooms a:has-text('Report')"), height=1100),
    Picture("minutes-mastery", "principal", ("Plans", "main nav.rooms a:has-text('Minutes and mastery')"), height=1000),
    Picture("release", "vendor", ("main a[href*='/releases/']",), height=900),
    Picture("network", "network leader", height=560),
    Picture("family", "family", height=420),
)


def build(home: Path) -> dict[str, str]:
    """The demonstration, made anew. Returns a sign-in link by kind of person."""
    command = [sys.executable, "-m", "homeroom", "demo", "--no-serve", "--port", str(PORT)]
    env = {**os.environ, "HOMEROOM_HOME": str(home), "COLUMNS": "400"}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return dict(LINK.findall(done.stdout))


@contextmanager
def served(home: Path) -> Iterator[None]:
    """The demonstration's pages on this machine, for as long as it is needed."""
    command = [sys.executable, "-m", "homeroom", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, env={**os.environ, "HOMEROOM_HOME": str(home)})
    try:
        _wait(f"http://localhost:{PORT}/promises/")
        yield
    finally:
        server.terminate()
        server.wait()


def _wait(address: str) -> None:
    for _ in range(PATIENCE * 2):
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{address} does not answer. Does something else use port {PORT}?")


def take(browser: Browser, links: dict[str, str], folder: Path) -> None:
    """All pictures; each person signs in once, for a link works once."""
    folder.mkdir(exist_ok=True)
    for who in dict.fromkeys(one.who for one in PICTURE_LIST):
        page = browser.new_context(reduced_motion="reduce", locale="en-US").new_page()
        page.goto(links[who])
        if page.locator("main form button.main").count():
            page.click("main form button.main")
        first = page.url
        for one in (one for one in PICTURE_LIST if one.who == who):
            page.set_viewport_size({"width": 1100, "height": one.height})
            page.goto(first)
            _walk(page, one)
            page.screenshot(path=folder / f"{one.name}.png")
            print(f"{one.name}.png: {who}, {page.title()}")
        page.context.close()


def _walk(page: Page, one: Picture) -> None:
    for what in one.clicks:
        selector = what if what.startswith("main ") else f"a:has-text('{what}')"
        with page.expect_navigation():
            page.locator(selector).first.click()
    if one.query:
        page.goto(page.url + one.query)


def main() -> int:
    print("Making the demonstration; a minute or two …")
    links = build(HOME)
    with served(HOME), sync_playwright() as play:
        take(play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]), links, PICTURES)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
