"""How well values are what a field asks for: a share, and nothing said where nothing can be told."""

from __future__ import annotations

import pytest

from homeroom.intake.proposing.fitting import by_words, fit
from homeroom.intake.proposing.profile import Known, Profile
from homeroom.intake.proposing.targets import Target
from homeroom.programs.declaration import Field, Level

DOMAINS = frozenset(("Geometry", "Number and Operations"))


def target(asks: Field | None = None, kinds: tuple[str, ...] = (), part: str = "") -> Target:
    domains = DOMAINS if part == "domain" else frozenset[str]()
    return Target("Column", "", asks, kinds, needed=False, used=True, refused=False, part=part, domains=domains)


def column(*values: str) -> Profile:
    return Profile(0, "Column", values, len(values))


def told(values: str, wanted: Target, known: Known | None = None) -> float | None:
    return fit(column(*values.split("|")), wanted, known or Known())


@pytest.mark.parametrize("part", ["", "title", "domain"])
def test_of_an_empty_column_nothing_is_told(part: str) -> None:
    assert fit(column(), target(part=part), Known()) is None


@pytest.mark.parametrize(
    ("part", "good", "bad"),
    [
        ("grade", "3|K|Grade 4", "Add.|Take away"),
        ("domain", "Geometry|Number and Operations", "Zug|Bahn"),
        ("external_id", "DI.1|DI.2", "Add to ten|Take away"),
        ("title", "Add|Take away", "12|13"),
        ("words", "Add to ten.", "90"),
    ],
)
def test_each_part_of_a_lesson_has_its_look(part: str, good: str, bad: str) -> None:
    assert told(good, target(part=part)) == 1
    assert told(bad, target(part=part)) == 0


def test_a_language_looks_like_anything() -> None:
    assert told("English|Spanish", target(part="language")) is None


def test_numbers_that_use_a_range_fit_it_better_than_those_in_a_corner_of_it() -> None:
    percent, count = Field(cast="number", low=0, high=100), Field(cast="number", low=0, high=1000)
    assert told("50|100", target(percent)) == 1
    assert told("50|100", target(count)) == pytest.approx(0.82)
    assert told("50|1000", target(percent)) == 0.5
    assert told("50|x", target(Field(cast="number", low=0))) == 0.5


def test_words_count_by_how_often_they_stand() -> None:
    passing = target(Field(words={"Passed": "passed", "Not Passed": "not passed"}, blank=("-",)))
    assert told("Passed|Passed|Passed|Withdrawn|-", passing) == 0.75


def test_names_need_letters() -> None:
    assert told("00431|00432", target(kinds=("family_name",))) == 0
    assert told("Student17|Student18", target(kinds=("family_name",))) == 0.35
    assert told("Đoàn|Ruiz", target(kinds=("family_name",))) == 0.5
    assert told("Đoàn|Ruiz", target(kinds=("family_name",)), Known(family=frozenset(("doan", "ruiz")))) == 1


@pytest.mark.parametrize(
    ("wanted", "values", "tell"),
    [
        (Field(words={"Passed": "passed"}), "Passed|Withdrawn", True),
        (Field(words={"Passed": "passed"}), "Withdrawn", False),
        (Field(words={"Y": "teacher", "N": "program"}), "Y|N", False),
        (Field(levels=(Level("1", 1, met=False), Level("2", 2, met=True))), "1|2", False),
        (Field(levels=(Level("On Level", 1, met=True),)), "On Level", True),
        (Field(cast="number"), "3", False),
    ],
)
def test_words_of_three_letters_and_more_are_a_fields_own(wanted: Field, values: str, tell: bool) -> None:
    assert by_words(column(*values.split("|")), target(wanted)) is tell


def test_the_programs_domains_are_a_columns_own_words() -> None:
    assert by_words(column("Geometry"), target(part="domain"))
    assert not by_words(column("Zug"), target(part="domain"))
