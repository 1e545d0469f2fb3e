"""How many were lost, against both lines: each cell of the method note's table, and the formula that they follow."""

from math import exp, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import ndtri

from homeroom.evidence.attrition import HIGHEST, Attrition, Line, highest
from homeroom.evidence.errors import EvidenceError

# Written down a second time, a line for ten percents, as the method note has it.
CAUTIOUS = """
5.7 5.8 5.9 5.9 6 6.1 6.2 6.3 6.3 6.3
6.3 6.2 6.2 6.1 6 5.9 5.9 5.8 5.7 5.5
5.4 5.3 5.2 5.1 4.9 4.8 4.7 4.5 4.4 4.3
4.1 4 3.8 3.6 3.5 3.3 3.2 3.1 2.9 2.8
2.6 2.5 2.3 2.1 2 1.8 1.6 1.5 1.3 1.2
1 .9 .7 .6 .4 .3 .2 0
"""
OPTIMISTIC = """
10 10.1 10.2 10.3 10.4 10.5 10.7 10.8 10.9 10.9
10.9 10.9 10.9 10.9 10.8 10.8 10.7 10.6 10.5 10.3
10.2 10 9.9 9.7 9.5 9.4 9.2 9 8.8 8.6
8.4 8.2 8 7.8 7.6 7.4 7.2 7 6.7 6.5
6.3 6 5.8 5.6 5.3 5.1 4.9 4.6 4.4 4.2
3.9 3.7 3.5 3.2 3 2.8 2.6 2.3
"""
TABLE = {Line.CAUTIOUS: CAUTIOUS, Line.OPTIMISTIC: OPTIMISTIC}
CELLS = [(line, overall, float(says)) for line, text in TABLE.items() for overall, says in enumerate(text.split())]
OF = 10_000


def lost(new: float, old: float) -> Attrition:
    """Ten thousand in each arm, so many percent of each lost."""
    return Attrition(OF, round(OF * (1 - new / 100)), OF, round(OF * (1 - old / 100)))


@pytest.mark.parametrize(("line", "overall", "most"), CELLS)
def test_up_to_each_cell_of_the_table_a_difference_keeps_the_line_and_beyond_it_does_not(
    line: Line, overall: int, most: float
) -> None:
    assert highest(overall, line) == most
    if most <= 2 * overall:  # the arms can't differ by more than twice what both lost
        assert lost(overall + most / 2, overall - most / 2).keeps(line)
        assert not lost(overall + most / 2 + 0.05, overall - most / 2 - 0.05).keeps(line)


def test_the_table_has_both_columns_from_0_to_57() -> None:
    assert len(CELLS) == 2 * 58 == sum(map(len, HIGHEST.values()))


@pytest.mark.parametrize(
    ("line", "new", "old"), [(Line.CAUTIOUS, 0.408, 0.354), (Line.OPTIMISTIC, 0.249, 0.204)], ids=str
)
def test_the_table_follows_its_formula(line: Line, new: float, old: float) -> None:
    """α λ(r) of the new arm less that of the old one is .05 of a standard deviation. A slip of the pen would show."""

    def moved(r: float) -> float:
        return exp(-(ndtri(r) ** 2) / 2) / sqrt(2 * pi) / (1 - r)

    for overall in range(7, 56):

        def bias(apart: float, r: int = overall) -> float:
            return new * moved((r + apart / 2) / 100) - old * moved((r - apart / 2) / 100) - 0.05

        found = brentq(bias, 0, 13.9)
        assert abs(round(found, 1) - HIGHEST[line][overall]) < 0.1001, overall


def test_it_works() -> None:
    """12 of 100 and 4 of 100: 8 % overall, 8 points apart, between 6.3 and 10.9."""
    found = Attrition(100, 88, 100, 96)
    assert (found.overall, found.differential) == (8, 8)
    assert found.line == Line.OPTIMISTIC
    assert Attrition(100, 92, 100, 92).line == Line.CAUTIOUS
    assert Attrition(100, 80, 100, 96).line is None


def test_arms_of_two_sizes_count_by_their_own() -> None:
    found = Attrition(20, 18, 180, 171)
    assert (found.overall, found.differential) == (5.5, 5)


@pytest.mark.parametrize(("overall", "line", "most"), [(1.5, Line.CAUTIOUS, 5.8), (56.3, Line.OPTIMISTIC, 2.3)])
def test_between_two_whole_percents_the_lower_counts(overall: float, line: Line, most: float) -> None:
    assert highest(overall, line) == most


@given(st.integers(0, 100), st.integers(0, 100))
def test_what_keeps_the_cautious_line_keeps_the_optimistic_one(new: int, old: int) -> None:
    found = Attrition(100, 100 - new, 100, 100 - old)
    assert found.keeps(Line.OPTIMISTIC) or not found.keeps(Line.CAUTIOUS)
    assert found.line is None or found.overall <= 57


def test_beyond_the_table_nothing_is_kept_even_where_both_arms_lost_as_many() -> None:
    assert lost(57, 57).line is Line.CAUTIOUS
    assert lost(58, 58).line is None


@pytest.mark.parametrize("counts", [(10, 11, 10, 10), (10, 10, 0, 0), (10, -1, 10, 10)])
def test_more_analysed_than_assigned_is_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(EvidenceError, match="without joiners"):
        Attrition(*counts)
