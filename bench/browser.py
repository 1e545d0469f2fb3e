"""What a teacher's browser does for a page on a machine six times slower: largest paint, bytes, requests elsewhere.

    python -m bench.browser [--rows 250000] [--turns 3] [--home FOLDER]

A network of practice, one class of 25 children, served by this process; Chromium with its CPU slowed six times. The
largest paint is the browser's own figure, the median of `turns`; bytes are those of page, styles, script and picture as
they come over the wire. Limits: 2,500 ms (what is called good of a page), 100 KB, no request to another origin.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import network

CHROMIUM = Path("/usr/bin/chromium")
SLOWER, MOST_MS, MOST_BYTES = 6, 2_500, 100_000
PATIENCE_MS = 120_000  # a busy machine is slow before it is slowed
LARGEST = """() => new Promise((told) => {
  new PerformanceObserver((list) => told(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""
SIZE = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
  .reduce((sum, one) => sum + one.transferSize, 0)"""


@dataclass(frozen=True)
class Seen:
    """`paint` and `work` in milliseconds, the median; `size` in bytes and `elsewhere` are the most of all turns.

    `work` is the CPU time of the page's main thread, slowed: on a busy machine it is firm where `paint` is not.
    """

    page: str
    paint: float
    work: float
    size: int
    elsewhere: int

    @property
    def holds(self) -> bool:
        return self.paint <= MOST_MS and self.size <= MOST_BYTES and self.elsewhere == 0

    def line(self) -> str:
        spent = f"largest paint {self.paint:6.0f} ms  CPU {self.work:5.0f} ms"
        told = f"{spent}  {self.size / 1000:6.1f} KB  requests elsewhere {self.elsewhere}"
        return f"  {'PASS' if self.holds else 'FAIL'}  {self.page:<20} {told}"


def main() -> None:
    asked = _asked()
    if not CHROMIUM.exists():
        sys.exit(f"no Chromium at {CHROMIUM}; install it with: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in this thread
    with tempfile.TemporaryDirectory(prefix="browser-") as temporary:
        network.begin(asked.home or Path(temporary))
        network.build(asked.rows, seed=2)
        children = list(range(1, 1 + network.CHILDREN_A_CLASS))
        [(user, number)] = network.classes([children])
        pages = [f"/class/{number}/", f"/student/{children[0]}/", f"/class/{number}/groups/", "/style/"]
        with served() as origin:
            found = measured(origin, user, pages, asked.turns)
    print(f"CPU slowed {SLOWER} times, {asked.turns} turns; limits {MOST_MS:,} ms, {MOST_BYTES / 1000:.0f} KB, 0")
    for one in found:
        print(one.line())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure pages in a slowed browser.")
    parser.add_argument("--home", type=Path, help="keep the tables in this folder and use them again")
    parser.add_argument("--rows", type=int, default=250_000)
    parser.add_argument("--turns", type=int, default=3)
    return parser.parse_args()


@contextmanager
def served() -> Iterator[str]:
    """The installation on a port of its own, in a thread of this process."""
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    settings.ALLOWED_HOSTS = ["localhost"]
    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


def measured(origin: str, user: Any, pages: Sequence[str], turns: int) -> list[Seen]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([_session(user, origin)])
        return [_page(context, origin, page, turns) for page in pages]


def _session(user: Any, origin: str) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": origin}


def _page(context: Any, origin: str, path: str, turns: int) -> Seen:
    """Each turn opens a window of its own with nothing kept from the one before."""
    paints, works, sizes, elsewhere = [], [], [], []
    for _ in range(turns):
        window, asked = context.new_page(), []
        window.on("request", lambda request, asked=asked: asked.append(request.url))
        driver = context.new_cdp_session(window)
        driver.send("Performance.enable", {"timeDomain": "threadTicks"})
        driver.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        driver.send("Network.setCacheDisabled", {"cacheDisabled": True})
        answer = window.goto(origin + path)
        if answer is None or answer.status != 200 or window.url != origin + path:
            raise SystemExit(f"{path} did not answer with its page but with {answer and answer.status} at {window.url}")
        paints.append(float(window.evaluate(LARGEST)))
        works.append(_work(driver))
        sizes.append(int(window.evaluate(SIZE)))
        elsewhere.append(sum(not url.startswith(origin) for url in asked))
        window.close()
    return Seen(path, statistics.median(paints), statistics.median(works), max(sizes), max(elsewhere))


def _work(driver: Any) -> float:
    told = driver.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in told if one["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
