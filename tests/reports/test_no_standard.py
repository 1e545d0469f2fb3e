"""Content without a standard is counted and listed, for one child and for all, and tied work never is."""

from __future__ import annotations

import pytest

from a_school import FRIDAY, Town, lesson, standards, town
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery.work_out import work_out
from homeroom.people.visibility import scope
from homeroom.reports.no_standard import NoStandard, of_child, of_programs
from homeroom.standards import alignment
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content

YEAR = 2027


@pytest.fixture
def small(db: None) -> Town:
    standards({"3.NF.A.1": "Unit fractions"})
    return town(size=3)


def answer(student: int, item: str | None, **more: object) -> dict[str, object]:
    return {"student": student, "content_item": item, "occurred_on": FRIDAY, "correct": True, **more}


def of_one(place: Town, at: int = 0) -> tuple[NoStandard, ...]:
    return of_child(scope(place.teacher, [place.numbers[at]]), YEAR, store.current())


def of_all(place: Town) -> tuple[NoStandard, ...]:
    return of_programs(scope(place.teacher, place.numbers), YEAR, store.current())


def test_only_work_that_neither_alignment_nor_spelling_ties_is_listed(small: Town) -> None:
    ana = small.numbers[0]
    take_content([Content("number_trail", "item", "tied"), Content("number_trail", "item", "loose", "Sharing pies")])
    take_tags([Tag(("number_trail", "item", "tied"), "3.NF.A.1", 1.0, "human")], "ccss")
    told = [
        answer(ana, "tied"),
        answer(ana, "spelled", standard="CCSS.Math.Content.3.NF.A.1"),
        answer(ana, "loose"),
        answer(ana, "loose", correct=False),
        answer(ana, "odd", standard="TX 3.4(A)"),
        answer(ana, None),
        answer(ana, "untold", correct=None),
        answer(ana, "contradicts", contradiction=True),
    ]
    publish("attempts", told)
    publish("activities", [lesson(small.children[0], FRIDAY, "DI.1", 20)])
    work_out()
    lessons, trail = of_one(small)
    assert (lessons.name, lessons.words) == ("i-Ready", "1 try of lessons")
    assert (trail.name, trail.words, trail.children) == ("Number Trail", "4 answers", 1)
    assert [(content.words, content.answers) for content in trail.contents] == [
        ("Sharing pies", 2),
        ("odd (“TX 3.4(A)”)", 1),
        ("without an id", 1),
    ]
    assert (lessons.contents[0].kind, lessons.contents[0].title, lessons.contents[0].tries) == ("lesson", "DI.1", 1)


def test_what_is_listed_is_what_practice_counts(small: Town) -> None:
    publish("attempts", [answer(number, f"i{at % 4}") for at, number in enumerate(small.numbers * 5)])
    publish("activities", [lesson(one, FRIDAY, "DI.1", 20) for one in small.children[:2]])
    work_out()
    blank = "select sum(attempts), sum(lessons) from practice where coalesce(standard, '') = ''"
    counted = store.query(blank, tables=["practice"]).one
    found = of_all(small)
    assert (sum(one.answers for one in found), sum(one.tries for one in found)) == counted == (15, 2)


def test_a_child_in_several_contents_counts_once(small: Town) -> None:
    publish("attempts", [answer(number, item) for number in small.numbers[:2] for item in ("i1", "i2")])
    (one,) = of_all(small)
    assert (one.answers, one.children) == (4, 2)
    assert [content.children for content in one.contents] == [2, 2]


def test_other_children_and_other_years_are_left_out(small: Town) -> None:
    publish("attempts", [answer(small.numbers[1], "i1"), answer(small.numbers[0], "i2", school_year=2026)])
    work_out()
    assert of_one(small) == ()
    assert [one.answers for one in of_one(small, at=1)] == [1]


def test_nothing_without_work(small: Town) -> None:
    assert of_one(small) == of_all(small) == ()


def test_which_content_is_aligned_is_asked_at_once(db: None) -> None:
    standards({"3.NF.A.1": "Unit fractions"})
    keys = [("star", "item", f"i{at}") for at in range(700)]
    take_content([Content(*key) for key in keys])
    take_tags([Tag(key, "3.NF.A.1", 1.0, "vendor") for key in keys[::2]], "ccss")
    assert alignment.aligned([*keys, ("star", "item", "nobody's")]) == set(keys[::2])
    assert alignment.aligned([]) == set()
