"""A teacher at a keyboard, without JavaScript: sets a state, keeps a group, ticks its list, undoes a move."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from a_school import TODAY, Town, staff
from browser.conftest import Visitor
from browser.keys import Keys
from facts.facts_by_hand import publish
from homeroom.mastery import kept_groups
from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.models import Check, Override
from homeroom.people.models import Role
from homeroom.standards.models import Standard

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("HOMEROOM_PICTURES", "")
CODE, OTHER = "3.NF.A.1", "3.OA.C.7"
Visit = Callable[..., Visitor]


@pytest.fixture
def room(place: Town) -> Town:
    """Two suggested groups, what is known of their children, and a tutor to work with them."""
    staff("tutor", Role.Kind.TUTOR, place.school)
    shared = {"school_class": place.group.pk, "as_of": TODAY, "facts_version": 1}
    rows = [
        {
            "student": number,
            "place": at // 4 + 1,
            "standard": CODE if at < 4 else OTHER,
            "since": TODAY,
            "reason": "why",
        }
        for at, number in enumerate(place.numbers[:8])
    ]
    rows += [{"student": number, "place": 0, "reason": "No gap shows."} for number in place.numbers[8:]]
    publish("groups", [shared | row for row in rows])
    told = {"as_of": TODAY, "state": "not yet", "attempts": 14, "low80": 0.2, "high80": 0.4, "inferred": False}
    more = {"mean": -0.8, "variance": 0.3, "p_mastered": 0.1, "evidence_weight": 12.0, "engine": "filter"}
    publish("mastery", [told | more | {"student": n, "standard": CODE} for n in place.numbers[:4]])
    return place


@pytest.mark.parametrize("children", [12])
def test_a_teacher_does_everything_by_the_keyboard(visit: Visit, room: Town) -> None:
    visitor = visit("teacher", java_script_enabled=False)
    keys, page = Keys(visitor), visitor.page
    number, class_path = room.numbers[0], f"/class/{room.group.pk}/"

    # Sets the state of one child; both numbers stand side by side.
    visitor.go(f"/student/{number}/standard/{CODE}/")
    keys.choose("#id_state-state", "mastered")
    keys.to("#id_state-reason")
    page.keyboard.type("She taught it to the others.")
    keys.enter("button:has-text('Set the state')")
    page.wait_for_selector("text=She taught it to the others.")
    assert "● Mastered" in page.locator(".balance").inner_text()
    assert "The evidence alone says: ○ not yet" in page.locator("main").inner_text()
    assert Override.objects.get().state == "mastered"

    # Keeps both suggestions, the first with the tutor.
    visitor.go(class_path)
    keys.enter("a:has-text('Small groups')")
    page.wait_for_selector("text=2 groups suggested")
    assert "mastered, set by a teacher" in page.locator("main").inner_text()
    keys.choose("#id_s1-staff", "Tutor")
    keys.enter("button:has-text('Keep this group')")
    page.wait_for_selector("[role=status]")
    keys.enter("button:has-text('Keep this group')")
    page.wait_for_selector("text=2 groups kept")
    one, two = KeptGroup.objects.order_by("pk")
    assert one.staff is not None

    # Moves a child with the select, and undoes it.
    keys.choose(f"#id_g{one.pk}-child-{number}", "move")
    keys.enter(f"#group-{one.pk} button:has-text('Save')")
    page.wait_for_selector("[role=status] >> text=Moved")
    assert kept_groups.present([two]).filter(student=number).exists()
    keys.enter("[role=status] button:has-text('Undo')")
    page.wait_for_selector("text=Everything is as it was before.")
    assert kept_groups.present([one]).filter(student=number).exists()

    # Opens the printed list, and enters what was ticked on it.
    keys.enter("a:has-text('Lists to print')")
    page.wait_for_selector("text=Tutor Example")
    assert page.locator("table.ticks").count() == 2
    keys.enter("a:has-text('Enter results')")
    page.wait_for_selector("text=How did it go?")
    keys.to(f"#id_child-{number}_3")
    page.keyboard.press("ArrowDown")  # round from the last word to the first
    keys.enter("button:has-text('Write it down')")
    page.wait_for_selector("text=Written down for 1 child.")
    assert list(Check.objects.values_list("student", "result")) == [(number, "got it")]
    visitor.go(f"/student/{number}/standard/{CODE}/")
    told = page.locator("main").inner_text()
    assert "got it" in told
    assert "● Mastered" in told
    assert visitor.complaints == []


@pytest.fixture
def kept(room: Town) -> list[str]:
    """Kept groups with a warning, and the addresses of all pages of groups."""
    tutor = Role.objects.get(kind=Role.Kind.TUTOR).staff
    standard = Standard.objects.get(code=CODE)
    made = kept_groups.keep(room.teacher, room.group, standard, room.numbers[:4], "why", tutor)
    kept_groups.keep(room.teacher, room.group, Standard.objects.get(code="3.MD.A.1"), room.numbers[3:5])
    start = f"/class/{room.group.pk}/groups/"
    return [start, f"{start}lists/", f"/group/{made.group.pk}/"]


@pytest.mark.parametrize("children", [12])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, kept: list[str]) -> None:
    visitor = visit("teacher", bypass_csp=True)
    for at, path in enumerate(kept):
        visitor.go(path)
        visitor.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for width, height in ((1366, 768), (320, 640)):
            visitor.page.set_viewport_size({"width": width, "height": height})
            if PICTURES:
                visitor.page.screenshot(path=str(Path(PICTURES) / f"groups-{at}-{width}.png"), full_page=True)
            assert not visitor.offences, (path, width)
            assert visitor.sideways <= 0, (path, width, visitor.sideways)


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_a_list_is_large_and_one_sheet_an_adult(visit: Visit, kept: list[str], size: str) -> None:
    visitor = visit("teacher")
    visitor.go(kept[1])
    pdf = visitor.page.pdf(format=size)
    if PICTURES:
        (Path(PICTURES) / f"groups-lists-{size}.pdf").write_bytes(pdf)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 2
    visitor.page.emulate_media(media="print")
    sizes = visitor.page.eval_on_selector_all(
        ".ticks tbody th", "all => all.map(one => getComputedStyle(one).fontSize)"
    )
    assert all(float(one.removesuffix("px")) >= 18 for one in sizes)
