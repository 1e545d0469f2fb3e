"""What chance could have drawn: exact where it can be counted, never beyond what the draw's own rules allow."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.evidence import permutation
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.permutation import Drawn, Flags, draws, permuted


def one_stratum(new: int, old: int) -> Drawn:
    return Drawn(np.array([True] * new + [False] * old), np.zeros(new + old, np.int64))


def pairs(many: int) -> Drawn:
    return Drawn(np.tile([True, False], many), np.repeat(np.arange(many), 2))


def far_apart(drawn: Drawn) -> np.ndarray:
    """The new arm lies so far above the old that no other draw explains as much."""
    return np.where(drawn.new, 10.0, 0.0) + np.arange(len(drawn.new)) * 0.001


@pytest.mark.parametrize(
    ("new", "old", "draws", "says"),
    [(2, 2, 6, ".333"), (3, 3, 20, ".100"), (4, 4, 70, ".029"), (2, 10, 66, ".015")],
    ids=str,
)
def test_the_smallest_p_is_that_of_the_note_and_can_be_reached(new: int, old: int, draws: int, says: str) -> None:
    drawn = one_stratum(new, old)
    found = permuted(far_apart(drawn), drawn)
    assert (found.draws, found.is_exact) == (draws, True)
    assert f"{found.smallest:.3f}".lstrip("0") == says
    assert found.p == found.smallest


def test_the_smallest_p_of_five_pairs() -> None:
    found = permuted(np.where(pairs(5).new, 10.0, 0.0), pairs(5))
    assert (found.smallest, found.p, found.draws) == (0.0625, 0.0625, 32)


def test_it_works() -> None:
    """By hand: of the six draws of 1, 2, 4 and 8, three put as much between the arms as 8 and 2 against 1 and 4."""
    drawn = Drawn(np.array([False, True, False, True]), np.zeros(4, np.int64))
    found = permuted(np.array([1.0, 2.0, 4.0, 8.0]), drawn)
    assert found.effect == 2.5
    assert found.t == pytest.approx(2.5 / np.sqrt((4.5 + 18) / 2))
    assert found.p == pytest.approx(4 / 6)


def test_a_covariate_is_taken_out_of_outcome_and_arm() -> None:
    random = np.random.default_rng(1)
    drawn, before = one_stratum(5, 5), random.normal(size=10)
    outcome = 0.5 * drawn.new + 2 * before + 0.1 * random.normal(size=10)
    columns = np.column_stack([np.ones(10), before, drawn.new])
    by_hand = np.linalg.lstsq(columns, outcome)[0]
    rest = outcome - columns @ by_hand
    se = np.sqrt(rest @ rest / 7 * np.linalg.inv(columns.T @ columns)[2, 2])
    found = permuted(outcome, drawn, before[:, None])
    assert found.effect == pytest.approx(by_hand[2])
    assert found.t == pytest.approx(by_hand[2] / se)
    assert found.p < 0.05 < permuted(outcome, drawn).p


def test_rows_that_were_drawn_together_stay_together() -> None:
    """Four linked pairs of standards: six draws of pairs, not seventy of standards."""
    drawn = one_stratum(2, 2)
    found = permuted(np.array([9.0, 9, 9, 9, 1, 1, 1, 1]), drawn, unit=np.repeat(np.arange(4), 2))
    assert (found.draws, found.p) == (6, pytest.approx(1 / 3))


def test_many_draws_are_sampled_with_the_one_that_was_made_among_them() -> None:
    drawn = one_stratum(10, 10)
    found = permuted(far_apart(drawn), drawn, seed=3)
    assert (found.draws, found.is_exact) == (10_000, False)
    assert found.smallest == 1 / 10_000 <= found.p < 0.001
    assert permuted(far_apart(drawn), drawn, seed=3) == found


def test_a_perfect_split_and_an_outcome_that_is_all_alike() -> None:
    drawn = one_stratum(3, 3)
    assert permuted(np.where(drawn.new, 1.0, 0.0), drawn).p == pytest.approx(0.1)
    alike = permuted(np.ones(6), drawn)
    assert (alike.effect, alike.t, alike.p) == (pytest.approx(0), 0, 1)


def near(most: int) -> object:
    """Only draws whose places in the list add up to nearly the same in both arms."""

    def passes(made: Flags) -> Flags:
        place = np.arange(made.shape[1])
        return np.asarray(np.abs((np.where(made, 1, -1) * place).sum(axis=1)) <= most)

    return passes


DRAWS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=4)


def in_strata(sizes: list[tuple[int, int]]) -> Drawn:
    new = [flag for k, rest in sizes for flag in [True] * k + [False] * rest]
    stratum = [at for at, (k, rest) in enumerate(sizes) for _ in range(k + rest)]
    return Drawn(np.array(new), np.array(stratum, np.int64))


@given(DRAWS, st.integers(0, 9))
@settings(deadline=None)
def test_every_draw_has_as_many_of_each_stratum_as_the_one_that_was_made(
    sizes: list[tuple[int, int]], seed: int
) -> None:
    drawn = in_strata(sizes)
    made, is_exact = draws(drawn, seed)
    for inside in drawn.strata:
        assert set(made[:, inside].sum(axis=1)) == {drawn.new[inside].sum()}
    assert (made == drawn.new).all(axis=1).any()
    assert len(np.unique(made, axis=0)) == len(made) == drawn.unrestricted or not is_exact


@pytest.mark.parametrize("many", [6, 20])
def test_no_draw_breaks_the_restriction(many: int) -> None:
    new = np.tile([True, False, False, True], many // 2)[:many]
    passes = near(many)
    drawn = Drawn(new, np.zeros(many, np.int64), passes)  # type: ignore[arg-type]  # checked by what it does
    made, is_exact = draws(drawn)
    assert passes(made).all()  # type: ignore[operator]
    assert is_exact is (many == 6)
    assert 1 < len(made) < drawn.unrestricted


def test_a_restriction_that_keeps_no_mirror_image_leaves_a_smaller_p() -> None:
    def first_is_new(made: Flags) -> Flags:
        return made[:, 0]

    drawn = Drawn(one_stratum(3, 3).new, np.zeros(6, np.int64), first_is_new)
    found = permuted(far_apart(drawn), drawn)
    assert (found.draws, found.smallest, found.p) == (10, 0.1, 0.1)


def test_under_chance_alone_small_ps_are_as_rare_as_they_say() -> None:
    """Over all draws of one outcome, p is at most .1 in a tenth of them, at most .3 in three tenths."""
    outcome = np.random.default_rng(5).normal(size=8)
    made, _ = draws(one_stratum(4, 4))
    found = [permuted(outcome, Drawn(one, np.zeros(8, np.int64))).p for one in made]
    assert [np.mean(np.array(found) <= level) <= level for level in (0.05, 0.1, 0.3, 0.5)] == [True] * 4
    assert all(a <= b for a, b in pairwise(sorted(found)))


def test_a_restriction_that_leaves_no_choice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permutation, "_TRIES", 1)
    fixed = np.arange(20) < 10
    drawn = Drawn(fixed, np.zeros(20, np.int64), lambda made: (made == fixed).all(axis=1))
    with pytest.raises(EvidenceError, match="leaves no choice"):
        permuted(np.arange(20.0), drawn)


@pytest.mark.parametrize(
    ("outcome", "covariates", "says"),
    [
        ([1.0, 2.0, 3.0, 4.0], [[1.0], [1.0], [0.0], [0.0]], "can't be told apart"),
        ([1.0, 2.0, 3.0, 4.0], [[1.0, 0.0], [2.0, 5.0], [7.0, 1.0], [3.0, 3.0]], "nothing to judge chance by"),
    ],
)
def test_more_covariates_than_classes_carry_are_refused(
    outcome: list[float], covariates: list[list[float]], says: str
) -> None:
    with pytest.raises(EvidenceError, match=says):
        permuted(np.array(outcome), one_stratum(2, 2), np.array(covariates))


def test_a_draw_is_whole_and_keeps_its_own_restriction() -> None:
    with pytest.raises(EvidenceError, match="give each its stratum"):
        Drawn(np.array([True, False]), np.zeros(3, np.int64))
    with pytest.raises(EvidenceError, match="breaks its own restriction"):
        Drawn(np.array([True, False]), np.zeros(2, np.int64), lambda made: ~made[:, 0])
