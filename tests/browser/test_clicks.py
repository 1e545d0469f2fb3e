"""From sign-in to a printed list of groups in three clicks at most, counted by the browser itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from a_school import PASSWORD, Town, room, staff, teaches
from browser.conftest import Visitor
from homeroom.mastery import kept_groups
from homeroom.pages import pdf
from homeroom.people.models import Role
from homeroom.standards.models import Standard

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
MOST = 3
# Counts what people do, over all pages: clicks that are a person's own, and what is sent to the printer.
COUNTING = """
  const add = name => sessionStorage.setItem(name, 1 + Number(sessionStorage.getItem(name)));
  window.print = () => add("prints");
  addEventListener("click", event => event.isTrusted && event.detail && add("clicks"), true);
"""


@pytest.fixture
def children() -> int:
    return 12


@pytest.fixture
def kept(place: Town) -> Town:
    """Two groups that the teacher keeps, one of them with a tutor."""
    tutor = staff("tutor", Role.Kind.TUTOR, place.school).staff
    one, two = Standard.objects.order_by("order")[:2]
    kept_groups.keep(place.teacher, place.group, one, place.numbers[:4], "why", tutor)
    kept_groups.keep(place.teacher, place.group, two, place.numbers[4:8])
    return place


def signed_in(visit: Visit, name: str) -> Visitor:
    """At the form, by the keyboard: name, password, Enter. From here on clicks count."""
    visitor: Visitor = visit(accept_downloads=True)
    visitor.context.add_init_script(COUNTING)
    visitor.go("/sign-in/")
    visitor.page.fill("#username", name)
    visitor.page.fill("#password", PASSWORD)
    with visitor.page.expect_navigation():
        visitor.page.press("#password", "Enter")
    return visitor


def counted(visitor: Visitor, what: str) -> int:
    return int(visitor.page.evaluate(f"Number(sessionStorage.getItem('{what}'))"))


def test_a_teacher_prints_the_lists_with_three_clicks(visit: Visit, kept: Town) -> None:
    visitor = signed_in(visit, "teacher")
    visitor.click("a:has-text('Small groups')")
    visitor.click("a:has-text('Lists to print')")
    visitor.page.click("button:has-text('Print')")
    assert counted(visitor, "prints") == 1
    assert 0 < counted(visitor, "clicks") <= MOST
    visitor.page.emulate_media(media="print")
    sheets = visitor.page.locator("section.sheet")
    assert sheets.count() == 2
    assert all(
        child.family_name in sheets.nth(0).inner_text() + sheets.nth(1).inner_text() for child in kept.children[:8]
    )


@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")
def test_with_several_classes_the_pdf_is_three_clicks_away(visit: Visit, kept: Town, tmp_path: Path) -> None:
    teaches(kept.teacher, room(kept.school, "second", "Grade 4, Room 3"))
    visitor = signed_in(visit, "teacher")
    visitor.click(f"a:has-text('{kept.group.title}')")
    visitor.click("a:has-text('Small groups')")
    with visitor.page.expect_download() as download:
        visitor.page.click("footer a:has-text('PDF')")
    assert 0 < counted(visitor, "clicks") <= MOST
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(Path(download.value.path()).read_bytes())).pages
    )
    assert all(child.family_name in text for child in kept.children[:8])


def test_the_count_is_no_kinder_than_the_hand(visit: Visit, kept: Town) -> None:
    """A detour back to the class is one click more, and the counter says so."""
    visitor = signed_in(visit, "teacher")
    for words in ("Small groups", "Back to the class", "Small groups", "Lists to print"):
        visitor.click(f"a:has-text('{words}')")
    assert counted(visitor, "clicks") == MOST + 1
    assert counted(visitor, "prints") == 0
