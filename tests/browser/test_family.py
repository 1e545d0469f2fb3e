"""Family reports in a real browser: on a small screen, and each on one sheet of paper in type that can be read."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from itertools import cycle

import pytest
from pypdf import PdfReader

from a_school import Town
from browser.conftest import Visitor
from full_sheets import GIVEN, fill
from pages.test_paper import missing_signs

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
SMALLEST = (
    "Math.min(...[...document.querySelectorAll('.sheet *')].filter(e => e.offsetParent &&"
    " [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
    ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
)


@pytest.fixture
def children() -> int:
    return 12


def test_the_sheets_of_a_class_fit_a_small_screen_and_a_page_each(visit: Visit, place: Town) -> None:
    fill(place)
    codes = cycle(("vi", "es"))
    visitor = visit("teacher", width=320, height=640)
    query = "&".join(f"language-{number}={next(codes)}" for number in place.numbers)
    visitor.go(f"/class/{place.group.pk}/families/?{query}")
    assert visitor.sideways <= 0
    assert visitor.page.locator(".region").evaluate("r => r.scrollWidth - r.clientWidth") <= 0
    visitor.page.emulate_media(media="print")
    assert visitor.page.evaluate(SMALLEST) >= 11 * 96 / 72 - 0.01
    for size in ("Letter", "A4"):
        reader = PdfReader(io.BytesIO(visitor.page.pdf(format=size, print_background=False)))
        pages = [unicodedata.normalize("NFC", page.extract_text()) for page in reader.pages]
        assert len(pages) == len(place.children), size
        assert all("Ten minutes at home" in page and "Not approved yet." in page for page in pages), size
        (full,) = [page for page in pages if GIVEN in " ".join(page.split())]
        assert "Mười phút ở nhà" in full
        assert missing_signs(reader) == 0
