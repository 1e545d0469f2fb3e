"""Offers: chances before the draw, the same draw from the log alone, and nobody explores unless a person says so."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.offers import (
    Candidate,
    Exploration,
    Offer,
    changed_by_teacher,
    drawn_again,
    offer,
    with_propensities,
)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
A, B, C = (Candidate(name, score, ("a reason",)) for name, score in (("A", 1.0), ("B", 0.6), ("C", 0.2)))
HELD = Candidate("D", 0.0, (), "what it stands on is not known")
ON = Exploration(0.1, by=3)


def made(student: int = 1, exploration: Exploration = ON, *candidates: Candidate) -> Offer:
    listed = candidates or (A, B, C, HELD)
    rest = {"offered_at": NOON, "policy_version": "next 1", "seed": 5}
    return offer(student, listed, **rest, exploration=exploration)  # type: ignore[arg-type]


def test_it_works() -> None:
    line = made(exploration=Exploration())
    assert (line.chosen, line.chosen_by, line.propensity) == ("A", "policy", 1.0)
    assert [one.propensity for one in line.candidates] == [1.0, 0.0, 0.0, 0.0]
    assert (line.exploration_share, line.switched_on_by) == (0.0, None)


def test_exploration_goes_to_what_is_worth_at_least_half_of_the_best() -> None:
    line = made()
    assert [one.propensity for one in line.candidates] == pytest.approx([0.95, 0.05, 0.0, 0.0])
    assert (line.exploration_share, line.switched_on_by) == (0.1, 3)


def test_draws_follow_the_chances() -> None:
    drawn = Counter(made(student).chosen for student in range(2_000))
    assert set(drawn) == {"A", "B"}
    assert drawn["B"] / 2_000 == pytest.approx(0.05, abs=0.015)


def test_what_is_held_back_is_in_the_log_and_never_drawn() -> None:
    line = made(1, ON, HELD)
    assert (line.chosen, line.propensity) == ("", None)
    assert line.candidates[0].blocked_by == "what it stands on is not known"


def test_from_the_log_alone_the_same_is_drawn() -> None:
    for student in range(200):
        line = made(student)
        assert drawn_again(line) == line.chosen


def test_a_moment_is_the_same_in_every_time_zone() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    lines = [
        offer(s, (A, B), offered_at=at, policy_version="1", seed=1, exploration=ON)
        for s in range(50)
        for at in (NOON, east)
    ]
    assert lines[::2] == lines[1::2]


def test_another_seed_version_child_or_moment_is_another_draw() -> None:
    def drawn(seed: int = 1, version: str = "1", later: int = 0) -> list[str]:
        at = NOON + timedelta(seconds=later)
        some = (A, B)
        return [
            offer(s, some, offered_at=at, policy_version=version, seed=seed, exploration=ON).chosen for s in range(200)
        ]

    assert len({tuple(one) for one in (drawn(), drawn(seed=2), drawn(version="2"), drawn(later=1))}) == 4


def test_what_a_teacher_changes_has_no_propensity_and_is_drawn_again_all_the_same() -> None:
    line = made()
    changed = changed_by_teacher(line, "C")
    assert (changed.chosen, changed.chosen_by, changed.propensity) == ("C", "teacher", None)
    assert drawn_again(changed) == line.chosen


@pytest.mark.parametrize(("share", "words"), [(0.2, "from 0 to 0.1"), (-0.1, "from 0"), (float("nan"), "from 0")])
def test_more_than_a_tenth_is_never_explored(share: float, words: str) -> None:
    with pytest.raises(MasteryError, match=words):
        Exploration(share, by=1)


def test_nobody_can_not_switch_exploration_on() -> None:
    with pytest.raises(MasteryError, match="name the member of staff"):
        Exploration(0.05)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(MasteryError, match="no time zone"):
        offer(1, (A,), offered_at=datetime(2026, 11, 2, 12), policy_version="1", seed=1)  # noqa: DTZ001, RUF100


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 10), st.booleans()), max_size=8), st.floats(0, 0.1))
def test_chances_always_sum_to_one_over_what_can_be_offered(drawn: list[tuple[float, bool]], share: float) -> None:
    listed = [Candidate(str(at), score, (), "held" if held else "") for at, (score, held) in enumerate(drawn)]
    found = with_propensities(listed, share)
    free = [one for one in found if not one.blocked_by]
    assert sum(one.propensity for one in found) == pytest.approx(1.0 if free else 0.0)
    assert all(one.propensity == 0 for one in found if one.blocked_by)
    if free:
        best = max(free, key=lambda one: one.score)
        assert best.propensity >= 1 - share - 1e-12
