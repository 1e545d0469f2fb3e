"""Who saw this child, on paper; that every page is readable is asked of all of them in test_every_page.py."""

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
