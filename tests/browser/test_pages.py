"""The pages in a real browser: reachable, readable, small screens, paper, and no request elsewhere."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from django.utils import timezone
from pypdf import PdfReader

from a_school import FRIDAY, Town, child, placement, practice, streak
from browser.conftest import Visitor
from facts.facts_by_hand import publish
from homeroom.intake import ledger
from homeroom.intake.models import Delivery
from homeroom.people.signin import make_link

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


@pytest.fixture
def delivery(place: Town) -> Delivery:
    rows = {"rows_in": 5, "held": 5}
    found = Delivery.objects.create(
        file="lessons.csv", sha256="0", size=900, program="iready", state="published", **rows
    )
    cause = ledger.Cause("quarantined", "out_of_range", "Minutes", "Minutes below 0.", [3])
    ledger.write(found, {"published": 4, "quarantined": 1}, [cause])
    more = {"stage": "reading", "rows_done": 30, "rows_total": 90, "heard_at": timezone.now()}
    Delivery.objects.create(file="items.csv", sha256="1", size=9, program="item_responses", state="running", **more)
    return found


def pages(place: Town, delivery: Delivery) -> dict[str, list[str]]:
    """Who looks at what."""
    stuck = place.numbers[2]
    return {
        "": ["/sign-in/", f"/sign-in/link/{make_link(place.teacher)}", "/promises/"],
        "teacher": [
            f"/class/{place.group.pk}/",
            f"/class/{place.group.pk}/?show=levels",
            f"/class/{place.group.pk}/?week=2026-W40",
            f"/student/{stuck}/",
            "/how/",
            "/student/999999/",
        ],
        "stranger": ["/"],
        "data": ["/imports/", f"/imports/{delivery.pk}/", "/imports/?state=held"],
    }


@pytest.mark.parametrize("children", [12])
def test_axe_finds_nothing(visit: Visit, place: Town, delivery: Delivery) -> None:
    for name, paths in pages(place, delivery).items():
        # Axe is a script of another's; the pages' own rules would not let it run.
        visitor = visit(name, bypass_csp=True)
        for path in paths:
            visitor.go(path)
            assert not visitor.offences, path


def test_no_rule_is_broken_and_no_request_leaves(visit: Visit, place: Town, delivery: Delivery) -> None:
    for name, paths in pages(place, delivery).items():
        visitor = visit(name)
        for path in paths:
            visitor.go(path)
        elsewhere = [url for url in visitor.requests if not url.startswith(visitor.origin)]
        assert elsewhere == []
        assert [words for words in visitor.complaints if "status of 404" not in words] == []


def test_nothing_scrolls_sideways_on_a_small_screen(visit: Visit, place: Town, delivery: Delivery) -> None:
    for name, paths in pages(place, delivery).items():
        visitor = visit(name, width=320, height=640)
        for path in paths:
            visitor.go(path)
            assert visitor.sideways <= 0, path


def test_many_parts_of_assessments_do_not_widen_the_page(visit: Visit, place: Town) -> None:
    parts = ("", *(f"A rather long name of part {n} (XYZ-QRS)" for n in range(9)))
    rows = [placement(one, FRIDAY, "Well Below Benchmark", part) for one in place.children for part in parts]
    publish("assessments", rows)
    visitor = visit("teacher")
    for width in (600, 1024, 1280, 1366):
        visitor.page.set_viewport_size({"width": width, "height": 768})
        for query in ("?show=levels", ""):
            visitor.go(f"/class/{place.group.pk}/{query}")
            assert visitor.sideways <= 0, (width, query)


@pytest.mark.parametrize("width", [1366, 1440])
def test_the_full_table_fits_a_laptop_and_only_the_page_scrolls(visit: Visit, place: Town, width: int) -> None:
    programs = ("number_trail", "fraction_forge")
    publish(
        "practice",
        [
            practice(
                one, f"4.NBT.B.{n}", 48, 43, program=programs[n % 2], active_minutes=99.0, minutes_definition="a minute"
            )
            for one in place.children
            for n in range(12)
        ],
    )
    publish("streaks", [streak(one, "4.NBT.B.1", 48, 5) for one in place.children])
    visitor = visit("teacher", width=width)
    assert visitor.page.locator(".grid th.code").count() == 12
    past = "r => [r.scrollWidth - r.clientWidth, r.scrollHeight - r.clientHeight]"
    assert visitor.page.locator(".region").first.evaluate(past) == [0, 0]
    right = visitor.page.evaluate("document.querySelector('.grid').getBoundingClientRect().right")
    assert right <= visitor.page.evaluate("document.querySelector('main').getBoundingClientRect().right")
    assert visitor.sideways <= 0
    visitor.page.evaluate("document.querySelector('tbody tr:nth-child(12)').scrollIntoView({behavior: 'instant'})")
    assert visitor.page.evaluate("document.querySelector('thead').getBoundingClientRect().top") == 0


def test_a_large_class_has_no_scroll_inside_the_page(visit: Visit, place: Town) -> None:
    more = [child(at, place.group) for at in range(24, 60)]
    publish("practice", [practice(one, "3.NF.A.1", 7, 5) for one in more])
    visitor = visit("teacher")
    inner = "[...document.querySelectorAll('.region')].map(r => r.scrollHeight - r.clientHeight)"
    assert set(visitor.page.evaluate(inner)) == {0}


def test_everything_works_without_script(visit: Visit, place: Town, delivery: Delivery) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.sign_in("teacher")
    assert visitor.page.title() == "Grade 3, Room 12 · homeroom"
    assert visitor.page.locator("[data-print]").is_hidden()
    visitor.click("text=By level")
    visitor.page.wait_for_selector("text=i-Ready Diagnostic Mathematics")
    visitor.click("text=← Week before")
    visitor.page.wait_for_url("**week=2026-W42**")
    assert "Week of 12 Oct 2026" in visitor.page.inner_text("main")
    visitor.go(f"/class/{place.group.pk}/")
    visitor.click("tbody a >> nth=0")
    visitor.page.wait_for_url("**/student/**")
    assert visitor.page.inner_text("h1") == "Ana Alvarez"
    visitor.click("text=Sign out")
    visitor.page.wait_for_selector("#username")
    visitor.go(f"/class/{place.group.pk}/")
    assert "/sign-in/" in visitor.page.url


def test_a_link_signs_in_with_one_press(visit: Visit, place: Town) -> None:
    path = f"/sign-in/link/{make_link(place.teacher)}"
    preview, person = visit(), visit()
    preview.go(path)
    person.go(path)
    person.click("button.main")
    person.page.wait_for_selector("text=Sign out")
    assert person.page.inner_text("h1") == "Grade 3, Room 12"


def test_the_keyboard_reaches_the_page_and_shows_where_it_is(visit: Visit, place: Town) -> None:
    visitor = visit("teacher")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.textContent") == "Skip to the page"
    ring = visitor.page.evaluate("getComputedStyle(document.activeElement).outlineColor")
    assert ring == "rgb(255, 221, 0)"
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.closest('main') !== null")


def test_the_focused_child_is_not_hidden_under_the_tables_head(visit: Visit, place: Town) -> None:
    visitor = visit("teacher")
    links = visitor.page.locator("tbody a")
    links.nth(23).focus()
    links.nth(6).focus()
    top = visitor.page.evaluate("document.activeElement.getBoundingClientRect().top")
    head = visitor.page.evaluate("document.querySelector('thead').getBoundingClientRect().bottom")
    assert top >= head


def printed(visitor: Visitor, size: str) -> list[str]:
    """The text of each page on paper."""
    made = visitor.page.pdf(format=size, print_background=False)
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_a_class_of_24_prints_on_one_page(visit: Visit, place: Town, size: str) -> None:
    visitor = visit("teacher")
    for query in ("", "?show=levels"):
        visitor.go(f"/class/{place.group.pk}/{query}")
        (text,) = printed(visitor, size)
        assert all(one.family_name in text for one in place.children)
        assert "Minutes, program by program" in text
        assert "How this is worked out" not in text


def test_a_very_full_week_still_prints_on_one_page(visit: Visit, place: Town) -> None:
    rows = [
        practice(one, f"4.NBT.B.{n}", 9, 3, program=program, active_minutes=4.0, minutes_definition="a minute " * 8)
        for one in place.children[:-1]
        for n, program in enumerate(("number_trail", "clever", "star", "dibels8"))
    ]
    publish("practice", rows)
    publish("streaks", [streak(place.children[at], "4.NBT.B.1", 12, 5) for at in range(6)])
    visitor = visit("teacher")
    assert visitor.page.locator(".card").count() == 5
    assert "1 more standard with less work this week left out here" in visitor.page.inner_text("main")
    assert len(printed(visitor, "Letter")) == 1
    assert visitor.sideways <= 0


def test_print_is_never_smaller_than_eight_points(visit: Visit, place: Town) -> None:
    visitor = visit("teacher")
    visitor.page.emulate_media(media="print")
    smallest = visitor.page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')]"
        ".filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 8 * 96 / 72 - 0.01


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_a_class_of_177_prints_on_several_with_repeated_heads(visit: Visit, place: Town, size: str) -> None:
    more = [child(at, place.group) for at in range(24, 177)]
    publish("practice", [practice(one, "3.NF.A.1", 7, 5) for one in more])
    visitor = visit("teacher")
    sheets = [text for text in printed(visitor, size) if "5/7" in text]
    assert len(sheets) >= 3
    heads = [unicodedata.normalize("NFKC", text) for text in sheets]
    assert all("Effort this week" in text for text in heads)


def test_the_pictures_of_days_keep_their_size(visit: Visit, place: Town) -> None:
    visitor = visit("teacher")
    visitor.go(f"/student/{place.numbers[2]}/")
    box = visitor.page.locator("svg[role=img]").first.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (840, 20)
