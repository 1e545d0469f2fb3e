"""Assessments and claims in short: nothing lost, nothing shouted four times."""

from __future__ import annotations

from datetime import date

import pytest

from homeroom.reports.student_week import told
from homeroom.reports.student_week.report import Claim, LevelResult

EARLY, LATER = date(2026, 9, 21), date(2026, 9, 22)


def level(objective: str, words: str, on: date = EARLY, score: str = "", title: str = "Diagnostic") -> LevelResult:
    return LevelResult("i-Ready", title, objective, "Placement", words, (), on, score)


def test_an_assessment_is_one_line_with_its_parts_behind_it() -> None:
    whole, part = level("", "Level 2 (Fall)", score="424"), level("Geometry", "Level 1", LATER)
    other = level("", "On Watch", title="Star")
    first, second = told.assessments([whole, part, other])
    assert (first.title, first.words, first.parts, first.on) == (
        "Diagnostic",
        "Level 2 (Fall), score 424",
        (part,),
        LATER,
    )
    assert (second.title, second.words, second.parts) == ("Star", "On Watch", ())


def test_parts_alone_make_no_headline() -> None:
    (found,) = told.assessments([level("Geometry", "Level 1"), level("Numbers", "Level 3")])
    assert found.whole is None
    assert found.words == "No result for the whole; see its parts"
    assert len(found.parts) == 2


STAR = (
    ("DomainMasteryLevel", "1"),
    ("DomainPercentMastery", "58"),
    ("StandardMasteryLevel", "Beginning"),
    ("StandardPercentMastery", "52"),
)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (STAR, "Beginning (52 %)"),
        (STAR[2:3], "Beginning"),
        (STAR[:2], "58 %"),
        ((("", "Secure"),), "Secure"),
        ((("Stars", "3"),), "3"),
        ((("DomainLevel", "High"), ("StandardLevel", "Low")), "Low"),
    ],
)
def test_a_claim_is_one_line(values: tuple[tuple[str, str], ...], words: str) -> None:
    (found,) = told.claims([Claim("Star Reading", "RI.3.1", values, EARLY)])
    assert found.lines[0].words == words


def test_claims_are_counted_by_level_and_stand_lowest_share_first() -> None:
    def claim(standard: str, level: str, percent: str, on: date = EARLY) -> Claim:
        return Claim("Star", standard, (("MasteryLevel", level), ("PercentMastery", percent)), on)

    (found,) = told.claims(
        [claim("A", "Developing", "71", LATER), claim("B", "Beginning", "48"), claim("C", "Beginning", "5")]
    )
    assert [line.standard for line in found.lines] == ["C", "B", "A"]
    assert found.words == "2 Beginning, 1 Developing"
    assert found.on == LATER


def test_each_program_claims_for_itself() -> None:
    one = Claim("Star", "A", (("Level", "Low"),), EARLY)
    other = Claim("Lexia", "A", (("Percent", "90"),), EARLY)
    assert [(c.name, c.words) for c in told.claims([one, other])] == [("Lexia", "1 without a level"), ("Star", "1 Low")]
