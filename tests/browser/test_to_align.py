"""Lessons to align and unknown spellings in a browser: keys alone, phone, paper, without JavaScript, axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from a_school import FRIDAY, Town, lesson, staff
from browser.conftest import Visitor
from facts.facts_by_hand import publish
from homeroom.people.models import Role
from homeroom.standards import ccss, review, unknown
from homeroom.standards.models import AlignmentReview, ContentItem, Suggestion

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
LONG = "A very long lesson name that nobody would print, about halves and fourths of pizzas and gardens " * 3


@pytest.fixture
def children() -> int:
    return 12


@pytest.fixture
def queue(place: Town) -> Town:
    """Two lessons that wait, the longer worked on more; one spelling."""
    ccss.load()
    for external_id, title in (("a", LONG), ("b", "Pizza for Four")):
        item = ContentItem.objects.create(
            program="iready", kind="lesson", external_id=external_id, title=title, words="w" * 90, grade="3"
        )
        told = [["3.NF.A.1", 0.6], ["3.G.A.2", 0.2], ["2.G.A.3", 0.1]]
        Suggestion.objects.create(content_item=item, candidates=told, none=0.05, version="v")
    publish("activities", [lesson(place.children[0], FRIDAY, "a", 30.0), lesson(place.children[0], FRIDAY, "b", 9.0)])
    unknown.take({"3.NF.A": 7, "x" * 200: 9})
    return place


def test_a_lesson_is_aligned_and_undone_by_keys_alone_without_javascript(visit: Visit, queue: Town) -> None:
    visitor = visit("data", java_script_enabled=False)
    visitor.go("/content/review/?lesson=" + str(ContentItem.objects.get(external_id="b").pk) + "#in-hand")
    keys = visitor.page.keyboard
    keys.press("Tab")  # the first of the choices
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    assert [(one.codes, one.content_item.external_id) for one in AlignmentReview.objects.all()] == [(["3.NF.A.1"], "b")]
    assert "Kept: Pizza for Four serves 3.NF.A.1." in visitor.page.inner_text("main")
    keys.press("Tab")  # Undo
    with visitor.page.expect_navigation():
        keys.press("Enter")
    assert AlignmentReview.objects.get().undone_at is not None
    assert visitor.page.inner_text("#in-hand") == "Pizza for Four"


@pytest.mark.parametrize("width", [320, 1366])
def test_both_pages_pass_axe_and_never_scroll_sideways(visit: Visit, queue: Town, width: int) -> None:
    decided = review.decide(ContentItem.objects.get(external_id="b").pk, [], "data")
    visitor = visit("data", width=width, bypass_csp=True)
    for path in (
        "/content/review/",
        f"/content/review/?done={decided.pk}",
        "/content/review/?room=inferred",
        "/content/review/?room=decided",
        "/standards/spellings/",
    ):
        visitor.go(path)
        assert visitor.offences == "", path
        assert visitor.sideways <= 0, path


def test_on_paper_the_list_stays_and_the_form_goes(visit: Visit, queue: Town) -> None:
    visitor = visit("data")
    visitor.go("/content/review/")
    visitor.page.emulate_media(media="print")
    assert not visitor.page.is_visible("form.fields")
    assert visitor.page.is_visible("text=Pizza for Four")


def test_a_teacher_is_told_of_no_such_page(visit: Visit, queue: Town) -> None:
    staff("newcomer", Role.Kind.TEACHER, queue.school)
    visitor = visit("newcomer")
    visitor.go("/content/review/")
    assert "Pizza" not in visitor.page.inner_text("main")
