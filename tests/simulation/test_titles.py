"""The lessons under titles of our own: enough, varied, honest about what they serve, and not the standards' words."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from homeroom.simulation import titles
from homeroom.simulation.school import GRADES
from homeroom.simulation.titles import Title
from homeroom.standards import ccss

STYLES = ("skillwright", "curio_lane", "puddle_pier", "drill_depot", "hearth", "lucero")
PARENTS = {code.parent for code in ccss.read().codes if code.parent}
LEAVES = {code.code for code in ccss.read().codes} - PARENTS
CLUSTERS = {".".join(code.code.split(".")[:3]) for code in ccss.read().codes}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9/]+", text.casefold())


def test_there_are_enough_lessons_in_programs_of_different_style() -> None:
    assert titles.programs() == STYLES
    assert len(titles.read()) >= 800
    assert sum(len(titles.of(program)) >= 200 for program in STYLES) == 4


def test_each_lesson_has_its_own_id_and_its_own_title() -> None:
    assert len({(one.program, one.external_id) for one in titles.read()}) == len(titles.read())
    assert len({one.title for one in titles.read()}) == len(titles.read())


def test_every_leaf_standard_is_served_by_four_programs() -> None:
    served = {(code, one.program) for one in titles.read() for code in one.standards}
    programs_of = Counter(code for code, _ in served)
    assert set(programs_of) == LEAVES
    assert min(programs_of.values()) >= 4


def test_about_15_in_100_lessons_serve_no_standard() -> None:
    outside = sum(not one.standards for one in titles.read())
    assert 0.13 <= outside / len(titles.read()) <= 0.17
    assert all(any(not one.standards for one in titles.of(program)) for program in STYLES)


def _holds(one: Title) -> bool:
    """Whether its tag is what it is called."""
    said, true = set(one.vendor), set(one.standards)
    match one.tag:
        case "missing":
            return not said
        case "right":
            return said == true != set()
        case "wrong":
            return bool(said) and said <= LEAVES and not said & true
        case "coarse":
            return said <= PARENTS | CLUSTERS and all(any(code.startswith(f"{s}.") for s in said) for code in true)


def test_each_tag_is_what_it_is_called() -> None:
    assert [one for one in titles.read() if not _holds(one)] == []


def test_all_kinds_of_tags_are_planted_in_every_program() -> None:
    planted = {(one.program, one.tag) for one in titles.read()}
    assert planted == {(program, tag) for program in STYLES for tag in ("right", "wrong", "coarse", "missing")}


def test_each_is_for_the_grade_of_what_it_serves() -> None:
    elsewhere = [one for one in titles.read() if not all(GRADES.index(code[0]) in one.grades for code in one.standards)]
    assert elsewhere == []


def test_a_band_of_grades_is_read() -> None:
    band = next(one for one in titles.read() if one.grade == "2-3")
    single = next(one for one in titles.read() if one.grade == "K")
    assert (list(band.grades), list(single.grades)) == ([2, 3], [0])


def test_titles_are_not_the_short_titles_of_the_standards() -> None:
    """A title that repeats a standard's would flatter whoever guesses the standard from it."""
    ours = {code.code: set(_words(code.title)) for code in ccss.read().codes}
    shares = [
        len(ours[code] & set(_words(one.title))) / len(ours[code]) for one in titles.read() for code in one.standards
    ]
    assert sum(shares) / len(shares) < 0.2
    assert max(shares) < 1


def test_no_title_takes_six_words_of_the_official_sentences(shared: Path) -> None:
    source = shared / "standards/ccss_coherence/ccss_math_standards.csv"
    with source.open(encoding="utf-8", newline="") as file:
        official = " | ".join(f" {' '.join(_words(row['description']))} " for row in csv.DictReader(file))
    for one in titles.read():
        for words in (_words(one.title), _words(one.words)):
            runs = [" ".join(words[at : at + 6]) for at in range(len(words) - 5)]
            assert not [run for run in runs if f" {run} " in official], one.title
