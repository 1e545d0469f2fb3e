"""What is made of chances: five candidates, the smallest likely set, what is taken; and from which chance on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from homeroom.standards.aligner.answer import MASS, SHOWN, Answer, Cuts, Reader
from homeroom.standards.aligner.candidates import Candidate
from homeroom.standards.aligner.cuts import cut, cuts, lower_bound

CODES = ("1.A.A.1", "1.A.A.2", "1.A.B.3", "2.B.A.1", "2.B.A.1.a", "2.B.A.1.b")
CANDIDATES = tuple(Candidate(code, code, int(code[0]), code[:5]) for code in CODES)


def answer(*chances: float, cuts: Cuts | None = None, sayable: bool = True) -> Answer:
    """Of the chances of CODES; what is left is *none*."""
    whole = [*chances, *[0.0] * (len(CODES) - len(chances))]
    return Reader(CANDIDATES, cuts or Cuts(0.9, 0.95)).answer(np.array([*whole, 1 - sum(whole)]), sayable)


def test_candidates_come_likeliest_first_and_none_apart() -> None:
    found = answer(0.1, 0.5, 0.2)
    assert [code for code, _ in found.candidates][:3] == ["1.A.A.2", "1.A.B.3", "1.A.A.1"]
    assert len(found.candidates) == SHOWN
    assert found.none == pytest.approx(0.2)


def test_the_likely_ones_are_the_fewest_that_hold_nine_tenths() -> None:
    found = answer(0.1, 0.5, 0.35)
    assert found.likely == ("1.A.A.2", "1.A.B.3", "1.A.A.1")
    assert not found.none_likely
    nothing = answer(0.05, 0.02)
    assert (nothing.likely, nothing.none_likely) == ((), True)


def test_a_sure_standard_is_taken() -> None:
    found = answer(0.95)
    assert (found.accepted, found.chance) == ("1.A.A.1", pytest.approx(0.95))


def test_where_only_the_cluster_is_sure_the_cluster_is_taken() -> None:
    found = answer(0.5, 0.47)
    assert (found.accepted, found.chance) == ("1.A.A", pytest.approx(0.97))


def test_what_is_not_sure_waits() -> None:
    assert answer(0.5, 0.2, 0.2).accepted == ""


def test_none_is_never_taken_for_a_standard() -> None:
    assert answer(0.01).accepted == ""


def test_a_lesson_that_says_too_little_waits_however_sure_it_looks() -> None:
    found = answer(0.99, sayable=False)
    assert (found.accepted, found.candidates[0][0]) == ("", "1.A.A.1")


def test_without_cuts_nothing_is_taken() -> None:
    assert answer(1.0, cuts=Cuts()).accepted == ""


def test_uncertainty_is_the_chance_that_the_likeliest_is_wrong() -> None:
    assert answer(0.7).uncertainty == pytest.approx(0.3)
    assert answer(0.1).uncertainty == pytest.approx(0.1)  # none is the likeliest


@given(arrays.arrays(float, len(CODES) + 1, elements=st.floats(0.001, 1)))
def test_the_likely_set_always_holds_enough_and_one_less_does_not(drawn: np.ndarray) -> None:  # type: ignore[type-arg]
    chances = drawn / drawn.sum()
    found = Reader(CANDIDATES, Cuts(0.9, 0.95)).answer(chances)
    told = dict(zip(CODES, chances, strict=False))
    held = sorted([*(told[code] for code in found.likely), *([found.none] if found.none_likely else [])])
    assert sum(held) >= MASS - 1e-9
    assert sum(held[1:]) < MASS
    assert 0 <= found.uncertainty <= 1


def test_a_cut_is_the_lowest_chance_that_is_right_often_enough() -> None:
    chances = np.linspace(1, 0, 400)
    right = chances > 0.5
    found = cut(chances, right)
    assert found is not None
    taken = chances >= found
    assert float(lower_bound(right[taken].sum(), taken.sum())) >= 0.95
    assert found < 0.51  # a few that are wrong may be among them


@pytest.mark.parametrize(("chances", "right"), [([], []), ([0.9], [True]), ([0.99] * 60, [True] * 30 + [False] * 30)])
def test_where_it_is_never_right_often_enough_there_is_no_cut(chances: list[float], right: list[bool]) -> None:
    assert cut(chances, right) is None


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.8, 0.9]), st.booleans()), max_size=200))
def test_a_cut_never_parts_those_of_one_chance_and_always_keeps_its_promise(rows: list[tuple[float, bool]]) -> None:
    chances, right = [p for p, _ in rows], [hit for _, hit in rows]
    found = cut(chances, right)
    if found is not None:
        taken = [hit for p, hit in rows if p >= found]
        assert float(lower_bound(sum(taken), len(taken))) >= 0.95


@pytest.mark.parametrize(("hits", "many", "low"), [(0, 10, 0.0), (10, 10, 0.6915), (95, 100, 0.8872)])
def test_the_lower_bound_is_clopper_and_pearsons(hits: int, many: int, low: float) -> None:
    assert float(lower_bound(hits, many)) == pytest.approx(low, abs=1e-4)


def test_the_clusters_cut_is_chosen_on_what_the_standards_leaves_over() -> None:
    sure, wide = [0.96, 0.02, 0, 0, 0, 0, 0.02], [0.5, 0.46, 0, 0, 0, 0, 0.04]
    chances = np.array([sure] * 80 + [wide] * 80)
    asked = list[str]()

    def right(row: int, code: str) -> bool:
        asked.append(code)
        return row < 80 or code == "1.A.A"

    found = cuts(Reader(CANDIDATES, Cuts()), chances, np.ones(160, bool), right)
    assert found == Cuts(0.96, pytest.approx(0.96))
    assert asked.count("1.A.A") == 80
