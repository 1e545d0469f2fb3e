"""Who saw this child and Audit log in a real browser: readable, on a small screen and on paper."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from a_school import Town
from browser.conftest import Visitor
from homeroom.people import audit
from homeroom.people.models import AuditEntry

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
# A folder for pictures of the pages, to look at.
PICTURES = os.environ.get("HOMEROOM_PICTURES", "")


@pytest.fixture
def log(place: Town) -> Town:
    """A few days of looking at the first child."""
    number = place.numbers[0]
    for back in range(4):
        entries = [
            audit.saw(
                place.teacher,
                f"class page {place.group.pk}, week 2026-W43",
                place.children,
                "teaches the child's class",
                "facts 7",
            )
            for _ in range(back + 1)
        ]
        entries.append(
            audit.exported(place.principal, f"student file {number}", [number], "principal of the child's school")
        )
        entries.append(
            audit.did(None, "doubted", "links of iready", [number], "the newer roster speaks against the link")
        )
        for entry in entries:
            AuditEntry.objects.filter(pk=entry.pk).update(at=entry.at - timedelta(days=back, minutes=7 * back))
    return place


def paths(place: Town) -> list[str]:
    return [
        f"/student/{place.numbers[0]}/seen/",
        f"/student/{place.numbers[5]}/seen/?before=2020-01-01T00:00:00%2B00:00~1",
        "/audit/",
        "/audit/?day=monday",
    ]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, log: Town) -> None:
    visitor = visit("data", bypass_csp=True)
    for at, path in enumerate(paths(log)):
        visitor.go(path)
        for width, height in ((1366, 768), (320, 640)):
            visitor.page.set_viewport_size({"width": width, "height": height})
            picture(visitor, f"{at}-{width}")
            assert not visitor.offences, (path, width)
            wide = visitor.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path, wide)


def test_the_sheet_for_a_family_is_one_page_without_controls(visit: Visit, log: Town) -> None:
    visitor = visit("principal")
    visitor.go(f"/student/{log.numbers[0]}/seen/")
    made = visitor.page.pdf(format="A4", prefer_css_page_size=True)
    if PICTURES:
        (Path(PICTURES) / "seen.pdf").write_bytes(made)
    sheets = PdfReader(io.BytesIO(made)).pages
    text = " ".join(sheets[0].extract_text().split())
    assert len(sheets) == 1
    assert "Teacher Example opened the class page" in text
    assert "Print this page" not in text
    assert "Sign out" not in text


def picture(visitor: Visitor, name: str) -> None:
    if PICTURES:
        visitor.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
