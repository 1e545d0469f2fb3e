"""The design table: every row, what falls in it, and that the documents print it as it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.evidence.choose import TABLE, Design, Situation, Unit, choose, markdown
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator

DOCUMENT = Path(__file__).parents[2] / "docs" / "methods" / "evidence_design.md"

ROWS = [
    # what it is | row | first | beside | capped
    (
        Situation(Unit.CLASS, True, 24),
        Design.CLASSES,
        Estimator.MIXED,
        {Estimator.CR2, Estimator.CLASS_MEANS, Estimator.PERMUTATION},
        False,
    ),
    (
        Situation(Unit.SCHOOL, True, 40),
        Design.CLASSES,
        Estimator.MIXED,
        {Estimator.CR2, Estimator.CLASS_MEANS, Estimator.PERMUTATION},
        False,
    ),
    (
        Situation(Unit.CLASS, True, 9),
        Design.FEW_CLASSES,
        Estimator.MIXED,
        {Estimator.CR2, Estimator.CLASS_MEANS, Estimator.PERMUTATION},
        False,
    ),
    (Situation(Unit.STUDENT, True, 10), Design.CHILDREN, Estimator.CLASS_EFFECTS, {Estimator.PERMUTATION}, False),
    (Situation(Unit.CLASS_STANDARD, True, 8), Design.CROSSOVER, Estimator.CELL_EFFECTS, {Estimator.PERMUTATION}, False),
    (Situation(Unit.CLASS_WEEK, True, 8), Design.CROSSOVER, Estimator.CELL_EFFECTS, {Estimator.PERMUTATION}, False),
    (
        Situation(Unit.CLASS, False, 24),
        Design.NOT_ASSIGNED,
        Estimator.MIXED,
        {Estimator.CR2, Estimator.CLASS_MEANS, Estimator.BALANCED},
        True,
    ),
    (
        Situation(Unit.CLASS, False, 24, earlier_waves=2),
        Design.NOT_ASSIGNED,
        Estimator.MIXED,
        {Estimator.CR2, Estimator.CLASS_MEANS, Estimator.BALANCED, Estimator.BEFORE_AND_AFTER},
        True,
    ),
    (Situation(Unit.SCHOOL, False, 27, treated=1), Design.ONE_TREATED, Estimator.RANK, {Estimator.DESCRIPTION}, True),
    (Situation(Unit.SCHOOL, True, 27, treated=1), Design.ONE_TREATED, Estimator.RANK, {Estimator.DESCRIPTION}, True),
    (
        Situation(Unit.CLASS, True, 24, is_dose=True),
        Design.DOSE,
        Estimator.MIXED,
        {Estimator.INSTRUMENT, Estimator.SLOPE},
        True,
    ),
]


@pytest.mark.parametrize(("situation", "design", "first", "beside", "capped"), ROWS)
def test_each_row_of_the_table(
    situation: Situation, design: Design, first: Estimator, beside: set[Estimator], capped: bool
) -> None:
    found = choose(situation)
    assert (found.design, found.first, set(found.beside), found.is_capped) == (design, first, beside, capped)


def test_every_row_is_tested_and_each_stands_under_its_design() -> None:
    assert {design for _, design, _, _, _ in ROWS} == set(Design) == set(TABLE)
    assert all(one.design is design for design, one in TABLE.items())


@pytest.mark.parametrize(("classes", "always"), [(9, {Estimator.CLASS_MEANS, Estimator.PERMUTATION}), (10, set())])
def test_below_ten_classes_class_means_and_the_exact_permutation_are_always_shown(
    classes: int, always: set[Estimator]
) -> None:
    assert set(choose(Situation(Unit.CLASS, True, classes)).always) == always


def test_standard_errors_go_by_what_was_assigned() -> None:
    assert choose(Situation(Unit.SCHOOL, True, 40)).clusters == "school"
    assert choose(Situation(Unit.SCHOOL, False, 40, earlier_waves=2)).clusters == "school"
    assert choose(Situation(Unit.STUDENT, True, 40)).clusters == "class"
    assert not choose(Situation(Unit.SCHOOL, True, 27, treated=1)).has_standard_error


@given(st.sampled_from(Unit), st.integers(1, 40), st.integers(1, 5), st.integers(0, 4), st.booleans())
def test_groups_that_nobody_drew_are_always_capped(
    unit: Unit, classes: int, treated: int, waves: int, is_dose: bool
) -> None:
    found = choose(Situation(unit, False, classes, treated, waves, is_dose))
    assert found.is_capped
    assert not found.is_drawn


@pytest.mark.parametrize("situation", [Situation(Unit.CLASS, True, 0), Situation(Unit.SCHOOL, True, 4, treated=0)])
def test_without_classes_or_anybody_treated_there_is_no_study(situation: Situation) -> None:
    with pytest.raises(EvidenceError, match="one that gets what is new"):
        choose(situation)


def test_the_document_prints_the_table_as_it_is() -> None:
    assert markdown() in DOCUMENT.read_text("utf-8")
