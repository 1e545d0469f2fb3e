"""The grid of what children know, in a real browser: by eye, by keyboard, on a small screen and on paper."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from itertools import cycle

import pytest
from pypdf import PdfReader

from a_school import FRIDAY, Town, lesson
from browser.conftest import Visitor
from facts.facts_by_hand import publish
from homeroom.mastery import teachers
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.work_out import work_out
from homeroom.standards.models import Standard
from reports.known_by_hand import TOLD, estimate

pytestmark = pytest.mark.browser
SHEETS = {"Letter": 725, "A4": 703}  # pixels between the margins
Visit = Callable[..., Visitor]
MORE = [f"3.MD.B.{at}" for at in range(9)]


@pytest.fixture
def known(place: Town) -> Town:
    """Nine standards of the class, each child at another state on each, one of them set by a teacher."""
    states = cycle(TOLD)
    codes = list(Standard.objects.values_list("code", flat=True))
    publish("mastery", [estimate(one, code, next(states)) for one in place.numbers for code in codes])
    teachers.override(place.teacher, place.numbers[0], Standard.objects.get(code=codes[0]), "mastered", "I saw it.")
    return place


@pytest.fixture
def wide(place: Town) -> Town:
    """Eighteen standards: more than stand beside each other."""
    framework = Standard.objects.get(code="3.G.A.1").framework
    told = {"framework": framework, "grade": "03", "domain": "MD", "title": "A standard with a title of some length"}
    Standard.objects.bulk_create(Standard(code=code, order=90 + at, **told) for at, code in enumerate(MORE))
    states = cycle(list(TOLD)[1:])
    codes = list(Standard.objects.values_list("code", flat=True))
    publish("mastery", [estimate(one, code, next(states), attempts=114) for one in place.numbers for code in codes])
    return place


def path(place: Town) -> str:
    return f"/class/{place.group.pk}/"


def printed(visitor: Visitor, size: str) -> list[str]:
    made = visitor.page.pdf(format=size, print_background=False)
    return [unicodedata.normalize("NFKC", page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages]


@pytest.mark.parametrize("children", [12])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, wide: Town) -> None:
    step = {"student": wide.numbers[2], "as_of": FRIDAY, "kind": "goal", "place": 1, "standard": "3.G.A.1"}
    publish("next_steps", [{**step, "reason": "It is a goal."}])
    flag = {"student": wide.numbers[2], "as_of": FRIDAY, "standard": "3.NF.A.1", "evidence": "14 answers."}
    publish("flags", [{**flag, "rule": "working-hard"}])
    ParameterSet.objects.create(engine="filter", version="v", parameters={}, facts_version=1, failed="ValueError")
    publish("activities", [lesson(one, FRIDAY, f"DI.{one.pk}", 20) for one in wide.children])
    work_out(everything=True)
    for name, paths in {
        "teacher": [path(wide), f"/student/{wide.numbers[2]}/"],
        "data": ["/imports/no-standard/"],
    }.items():
        visitor = visit(name, bypass_csp=True)
        for one in paths:
            visitor.go(one)
            assert not visitor.offences, one
            visitor.page.set_viewport_size({"width": 320, "height": 640})
            assert visitor.sideways <= 0, one
            visitor.page.set_viewport_size({"width": 1366, "height": 768})


def test_a_cell_opens_how_we_know_by_keyboard_and_without_script(visit: Visit, known: Town) -> None:
    visitor = visit("teacher", java_script_enabled=False)
    visitor.go(path(known))
    cell = visitor.page.locator(".grid td.state a").first
    assert cell.locator("[aria-hidden]").inner_text() == "●T"
    cell.focus()
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert "/standard/" in visitor.page.url
    assert "Set by Teacher Example on" in visitor.page.inner_text("main")


def test_a_wide_grid_scrolls_in_a_region_of_its_own_with_names_that_stay(visit: Visit, wide: Town) -> None:
    visitor = visit("teacher", width=1024)
    visitor.go(path(wide))
    region = visitor.page.locator('.region[aria-label="Table of children"]')
    assert region.get_attribute("tabindex") == "0"
    region.evaluate("r => r.scrollLeft = r.scrollWidth")
    assert region.evaluate("r => r.scrollLeft") > 0
    name = "r.querySelector('tbody th.child').getBoundingClientRect().left"
    left = region.evaluate(f"r => {name} - r.getBoundingClientRect().left")
    assert abs(left) < 1
    assert visitor.sideways <= 0


def test_every_cell_can_be_hit(visit: Visit, wide: Town) -> None:
    visitor = visit("teacher", width=320, height=640)
    visitor.go(path(wide))
    smallest = visitor.page.evaluate(
        "Math.min(...[...document.querySelectorAll('.region .grid td.state a')].flatMap("
        "a => { const box = a.getBoundingClientRect(); return [box.width, box.height]; }))"
    )
    assert smallest >= 24


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_nine_standards_print_on_one_sheet(visit: Visit, known: Town, size: str) -> None:
    visitor = visit("teacher")
    visitor.go(path(known))
    (text,) = printed(visitor, size)
    assert all(one.family_name in text for one in known.children)
    assert "Result: what each child knows" in text


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_a_wide_grid_prints_every_standard_in_type_that_can_be_read(visit: Visit, wide: Town, size: str) -> None:
    visitor = visit("teacher")
    visitor.go(path(wide))
    text = "".join(printed(visitor, size))
    assert text.count("what each child knows") >= 2
    assert all(text.count(one.family_name) >= 2 for one in wide.children)
    visitor.page.emulate_media(media="print")
    heads = "[...document.querySelectorAll('th.code')].filter(head => head.offsetParent).length"
    assert visitor.page.evaluate(heads) == Standard.objects.count()
    smallest = visitor.page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')]"
        ".filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 8 * 96 / 72 - 0.01
    # A sheet less its margins: nothing is cut off, and nothing is made smaller to fit.
    visitor.page.set_viewport_size({"width": SHEETS[size], "height": 900})
    assert visitor.sideways <= 0
