"""Policy values come near the truth with honest intervals, and are refused where the log is too small."""

from dataclasses import replace

import numpy as np
import pytest

from evidence.logs import simulated
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.policy_value import Log, doubly_robust, ips, snips

EMPTY = np.array([], np.float64)


def plain(rewards: list[float], logged: list[float], wanted: list[float], times: int = 50) -> Log:
    """The same few offers again and again, each of another child."""
    count = len(rewards) * times
    return Log(np.arange(count), np.tile(rewards, times), np.tile(logged, times), np.tile(wanted, times))


def test_it_works() -> None:
    """By hand: weights 2, 1 and ½, so (2 + 0 + ½) / 3½."""
    value = snips(plain([1.0, 0.0, 1.0], [0.4, 0.5, 0.8], [0.8, 0.5, 0.4]))
    assert value.value == pytest.approx(2.5 / 3.5)
    assert value.low < value.value < value.high
    assert (value.method, value.offers, value.children, value.by_people, value.clipped) == ("SNIPS", 150, 150, 0, 0)
    assert value.effective == pytest.approx(150 * (3.5 / 3) ** 2 / ((4 + 1 + 0.25) / 3))


def test_plain_propensity_scores_by_hand() -> None:
    value = ips(plain([1.0, 0.0, 1.0], [0.4, 0.5, 0.8], [0.8, 0.5, 0.4]))
    assert (value.method, value.value) == ("IPS", pytest.approx(2.5 / 3))


def test_doubly_robust_by_hand() -> None:
    """Means 0.5 + 2 · (1 − 0.6) and 0.5 + 1 · (0 − 0.6)."""
    log = plain([1.0, 0.0], [0.4, 0.5], [0.8, 0.5], times=100)
    log = replace(log, expected=np.full(200, 0.6), expected_wanted=np.full(200, 0.5))
    assert doubly_robust(log).value == pytest.approx((1.3 - 0.1) / 2)


def test_the_policy_that_logged_is_worth_its_own_mean() -> None:
    log = plain([1.0, 0.0, 0.5], [0.4, 0.5, 0.8], [0.4, 0.5, 0.8])
    assert snips(log).value == pytest.approx(0.5)
    assert snips(log).effective == pytest.approx(150)


def test_both_come_near_the_truth_where_the_raw_mean_does_not() -> None:
    found = [simulated(seed, children=1_000) for seed in range(5)]
    truth = found[0].truth
    assert np.mean([one.log.reward.mean() for one in found]) < truth - 0.05
    assert np.mean([snips(one.log).value for one in found]) == pytest.approx(truth, abs=0.01)
    assert np.mean([doubly_robust(one.log).value for one in found]) == pytest.approx(truth, abs=0.01)


def test_a_good_model_makes_the_interval_narrower_and_a_wrong_one_does_not_mislead() -> None:
    good, wrong = simulated(1, model_error=0.0), simulated(1, model_error=0.5)
    narrow, wide = doubly_robust(good.log), doubly_robust(wrong.log)
    assert narrow.high - narrow.low < wide.high - wide.low
    assert wide.low < wrong.truth < wide.high


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    """40 logs here; the figure is of 500 (`python -m bench.mastery.policy_value`)."""
    found = [simulated(seed) for seed in range(40)]
    values = [doubly_robust(one.log, seed=at) for at, one in enumerate(found)]
    covered = sum(value.low <= one.truth <= value.high for value, one in zip(values, found, strict=True))
    assert covered >= 34


def test_children_are_resampled_not_offers() -> None:
    """Twenty copies of each offer say no more than one when they are the same child's."""
    one = simulated(3, children=800, offers=1).log
    many = Log(*(np.repeat(column, 20) for column in (one.student, one.reward, one.logged, one.wanted)))
    few_wide, many_wide = snips(one), snips(many)
    assert many_wide.high - many_wide.low == pytest.approx(few_wide.high - few_wide.low)


def test_the_same_seed_gives_the_same_interval() -> None:
    log = simulated(2).log
    assert doubly_robust(log, seed=5) == doubly_robust(log, seed=5)
    assert doubly_robust(log, seed=5) != doubly_robust(log, seed=6)


def test_what_a_person_chose_is_counted_apart() -> None:
    log = plain([1.0, 0.0], [0.5, 0.5], [0.5, 0.5], times=100)
    logged = log.logged.copy()
    logged[1::2] = np.nan
    value = snips(replace(log, logged=logged))
    assert (value.value, value.offers, value.by_people) == (1.0, 100, 100)


def test_heavy_weights_are_clipped_and_it_says_how_many() -> None:
    log = plain([1.0, 0.0, 0.0, 0.0], [0.01, 0.5, 0.5, 0.5], [0.9, 0.5, 0.5, 0.5], times=200)
    assert (snips(log, clip=5).clipped, snips(log, clip=5).value) == (0.25, pytest.approx(5 / 8))


def test_a_small_effective_sample_is_refused_in_words() -> None:
    log = plain([1.0, 0.0], [0.9, 0.1], [0.1, 0.9], times=60)
    with pytest.raises(EvidenceError, match=r"worth 6\d offers of this policy, and 100 are needed: no value is given"):
        snips(log)


def test_a_log_without_anything_of_the_policy_is_refused() -> None:
    with pytest.raises(EvidenceError, match="worth 0 offers"):
        snips(plain([1.0], [0.5], [0.0], times=500))
    with pytest.raises(EvidenceError, match="worth 0 offers"):
        snips(Log(EMPTY.astype(np.int64), EMPTY, EMPTY, EMPTY))


def test_few_children_are_refused_however_many_offers() -> None:
    log = plain([1.0, 0.0], [0.5, 0.5], [0.5, 0.5], times=200)
    with pytest.raises(EvidenceError, match="about 5 children, and 30 are needed"):
        snips(replace(log, student=log.student % 5))


def test_without_a_models_rewards_there_is_no_doubly_robust_value() -> None:
    with pytest.raises(EvidenceError, match="give a model's rewards"):
        doubly_robust(plain([1.0], [0.5], [0.5], times=200))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("logged", 0.0, "logged is 0.0 in row 2: a propensity is above 0"),
        ("logged", 1.5, "logged is 1.5 in row 2"),
        ("wanted", -0.1, "wanted is -0.1 in row 2"),
        ("wanted", np.nan, "wanted is nan in row 2"),
        ("reward", np.nan, "reward is nan in row 2: a reward is a number"),
    ],
)
def test_what_can_not_be_is_refused_by_column_and_row(column: str, value: float, words: str) -> None:
    log = plain([1.0], [0.5], [0.5], times=5)
    cells = getattr(log, column).copy()
    cells[2] = value
    with pytest.raises(EvidenceError, match=words):
        replace(log, **{column: cells})


def test_columns_of_other_lengths_are_refused() -> None:
    with pytest.raises(EvidenceError, match="reward has 2 entries for 5 offers"):
        replace(plain([1.0], [0.5], [0.5], times=5), reward=np.zeros(2))
