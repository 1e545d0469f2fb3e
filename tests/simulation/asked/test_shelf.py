"""What stands on the shelf: lessons by what they truly serve, for the grades that have them."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.simulation import catalogue
from homeroom.simulation.asked.shelf import BOUGHT, OPEN, SKILLS, WHIMSY, Shelf, bought, pick, weakest
from homeroom.simulation.catalogue import FORGE, LESSONS, TRAIL
from homeroom.simulation.chance import stream

CATALOGUE = catalogue.make()


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(CATALOGUE)


def test_a_part_is_known_as_its_whole(shelf: Shelf) -> None:
    assert shelf.place("3.NF.A.2.b") == shelf.place("3.NF.A.2") is not None
    assert shelf.place("3.NF.A") is None


def test_a_lesson_is_found_by_its_own_id(shelf: Shelf) -> None:
    offer = shelf.lesson(SKILLS, "SW-3017")
    assert offer is not None
    assert [CATALOGUE.standards[place].code for place in offer.standards] == ["3.NF.A.1"]
    assert shelf.lesson(SKILLS, "nowhere") is None


def test_lessons_on_a_standard_truly_serve_it_in_programs_of_the_grade(shelf: Shelf) -> None:
    place = shelf.place("3.NF.A.3.d")
    assert place is not None
    found = shelf.on(place, 3, OPEN)
    assert {offer.title.program for offer in found} == set(OPEN)
    assert all(place in offer.standards for offer in found)
    assert all(offer.title.program != WHIMSY for offer in shelf.on(place, 5, OPEN))
    assert shelf.on(place, 0, OPEN) == []


def test_what_lies_beside_the_standards_serves_none(shelf: Shelf) -> None:
    for grade in range(6):
        found = shelf.beside(grade)
        assert found
        assert all(not offer.standards and grade in offer.title.grades for offer in found)


def test_programs_that_answer_item_by_item_are_asked_for_a_standard(shelf: Shelf) -> None:
    place = shelf.place("3.OA.C.7")
    assert place is not None
    [offer] = shelf.on(place, 3, [TRAIL])
    assert (offer.title.program, offer.standards) == (TRAIL, (place,))
    assert shelf.on(place, 3, [FORGE]) == []
    assert len(shelf.on(place, 3, [LESSONS])) >= 3


def test_what_a_grade_has_bought() -> None:
    assert set(bought(0)) == {program for program, grades in BOUGHT.items() if 0 in grades}
    assert WHIMSY in bought(0)
    assert WHIMSY not in bought(5)


def test_nothing_is_picked_of_nothing(shelf: Shelf) -> None:
    assert pick(stream(1, "pick"), []) is None
    offers = shelf.beside(3)
    assert pick(stream(1, "pick"), offers) in offers


def test_the_standard_known_least_decides() -> None:
    assert weakest(np.array([0.5, -2.0, 1.0]), [0, 1, 2]) == 1
    assert weakest(np.array([0.5, -2.0, 1.0]), [0, 2]) == 0
