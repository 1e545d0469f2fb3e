"""Which lessons of the lesson programs serve which standard, for whom, and what a child picks among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from homeroom.simulation import titles
from homeroom.simulation.catalogue import FORGE, FORGE_GRADES, LESSONS, TRAIL, Catalogue, Content
from homeroom.simulation.school import GRADES
from homeroom.simulation.titles import Title
from homeroom.standards import ccss

SKILLS, QUESTIONS, WHIMSY, NUMBERS, COURSE = "skillwright", "curio_lane", "puddle_pier", "drill_depot", "hearth"
# What the school has bought, by grade. What is not `OPEN` is done only where somebody asks for it.
BOUGHT = {
    SKILLS: range(6),
    QUESTIONS: range(3, 6),
    WHIMSY: range(4),
    NUMBERS: range(2, 6),
    COURSE: range(3, 6),
    LESSONS: range(6),
    TRAIL: range(6),
    FORGE: FORGE_GRADES,
}
OPEN = (SKILLS, QUESTIONS, WHIMSY, NUMBERS)
STOPS = NUMBERS  # the program that ends a lesson by itself
STOPS_AFTER = 3  # tries without passing


@dataclass(frozen=True)
class Offer:
    """A lesson with the places of its whole standards in every array of the simulation; none where it serves none."""

    title: Title
    standards: tuple[int, ...]


class Shelf:
    """All lessons of what the school has bought."""

    def __init__(self, catalogue: Catalogue):
        self._place = _places(catalogue)
        self._offers = {(one.program, one.external_id): self._offer(one) for one in titles.read()}
        self._offers |= {(one.program, one.external_id): _made_of(one, catalogue) for one in catalogue.lessons}
        # An item program is asked for a standard: all its items of one standard are one lesson here.
        for program in (TRAIL, FORGE):
            of_standard = {item.standards[0][0]: _made_of(item, catalogue) for item in catalogue.items[program]}
            for item in catalogue.items[program]:
                self._offers[program, item.external_id] = of_standard[item.standards[0][0]]
        self._serving: dict[int, list[Offer]] = {}
        for offer in dict.fromkeys(self._offers.values()):
            for standard in offer.standards:
                self._serving.setdefault(standard, []).append(offer)
        self._beside = [offer for offer in self._offers.values() if not offer.standards]

    def place(self, code: str) -> int | None:
        """A standard's column; a part's is that of its whole. None for what is not taught here."""
        return self._place.get(code)

    def lesson(self, program: str, external_id: str) -> Offer | None:
        return self._offers.get((program, external_id))

    def on(self, standard: int, grade: int, programs: Sequence[str]) -> list[Offer]:
        """Lessons that truly serve a standard, in these programs, for a grade or the ones beside it."""
        near = range(grade - 1, grade + 2)
        return [
            offer
            for offer in self._serving.get(standard, ())
            if offer.title.program in programs
            and grade in BOUGHT[offer.title.program]
            and any(one in near for one in offer.title.grades)
        ]

    def beside(self, grade: int) -> list[Offer]:
        """Lessons on nothing that is taught: songs, quizzes, what comes in later years."""
        return [
            offer
            for offer in self._beside
            if offer.title.program in OPEN and grade in BOUGHT[offer.title.program] and grade in offer.title.grades
        ]

    def _offer(self, title: Title) -> Offer:
        return Offer(title, tuple(dict.fromkeys(self._place[code] for code in title.standards)))


def pick(random: Generator, offers: Sequence[Offer]) -> Offer | None:
    return offers[int(random.integers(len(offers)))] if offers else None


def bought(grade: int) -> tuple[str, ...]:
    return tuple(program for program, grades in BOUGHT.items() if grade in grades)


def _places(catalogue: Catalogue) -> dict[str, int]:
    places = {standard.code: standard.index for standard in catalogue.standards}
    return places | {code.code: places[code.parent] for code in ccss.read().codes if code.parent}


def _made_of(content: Content, catalogue: Catalogue) -> Offer:
    """A lesson or an item of the programs that are simulated answer by answer, as a lesson among the others."""
    standards = tuple(place for place, _ in content.standards)
    codes = tuple(catalogue.standards[place].code for place in standards)
    grade, minutes = GRADES[content.grade], 17 if content.kind == "lesson" else 8
    told = (content.program, content.external_id, content.title, content.objective, grade, "English", minutes)
    return Offer(Title(*told, codes, "right", codes), standards)


def weakest(knows: np.ndarray[tuple[int], np.dtype[np.float64]], standards: Sequence[int]) -> int:
    """The standard of a lesson that decides whether it is passed: the one known least."""
    return min(standards, key=lambda standard: float(knows[standard]))
