"""World P keeps its own terms, and says the same for the same seed."""

from dataclasses import replace

import numpy as np
import pytest

from homeroom.mastery.graph import Graph
from homeroom.simulation.worlds.prerequisites import Policy, Seen, Terms, Whole, World, live, of_grade, rewired

SURE = Terms(at_start=99, without_before=1.0, forgotten=0.0)


@pytest.fixture
def small() -> World:
    """B and C are grade 3; C stands on B, B on A of grade 2."""
    return World(Graph.of(("A", "B", "C"), [("A", "B"), ("B", "C")]), np.array([2, 3, 3]), terms=SURE)


def always(standard: int) -> Policy:
    return lambda seen: np.full(len(seen.estimate), standard, np.int64)


def nothing(seen: Seen) -> Whole:
    return np.full(len(seen.estimate), -1, np.int64)


def unlearnt(terms: Terms) -> Terms:
    return replace(terms, classroom=0.0, classroom_unready=0.0)


def test_the_grade_that_ships_has_all_its_standards_and_edges() -> None:
    world = of_grade(3)
    assert (len(world.graph.codes), len(world.graph.before), len(world.of_grade)) == (114, 120, 37)
    assert not world.graph.circles
    counts = [len(world.graph.ancestors[k]) for k in world.of_grade]
    assert counts == sorted(counts)


def test_with_what_parts_and_wholes_inherit_there_are_more_edges() -> None:
    assert len(of_grade(3, inherited=True).graph.before) == 201


def test_the_same_seed_gives_the_same_year(small: World) -> None:
    short = replace(small, terms=replace(SURE, weeks=1))
    one, two, other = (live(short, always(1), 50, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.known, two.known)
    assert not np.array_equal(one.known, other.known)


def test_without_lessons_and_classroom_nothing_of_the_grade_is_learnt(small: World) -> None:
    year = live(replace(small, terms=unlearnt(SURE)), nothing, 50, 1)
    assert year.mastered.sum() == year.lessons.sum() == year.spins.sum() == 0
    assert year.known[:, 0].all()


def test_lessons_teach_far_more_once_what_comes_before_is_known(small: World) -> None:
    terms = replace(unlearnt(SURE), weeks=1)
    ready = live(replace(small, terms=terms), always(1), 2_000, 1)
    unready = live(replace(small, terms=terms), always(2), 2_000, 1)
    assert ready.mastered.mean() == pytest.approx(1 - 0.78**12, abs=0.02)
    assert unready.mastered.mean() == pytest.approx(1 - 0.97**12, abs=0.03)


def test_a_standard_tried_ten_times_in_vain_counts_once(small: World) -> None:
    terms = replace(unlearnt(SURE), weeks=1, lesson=0.0)
    assert live(replace(small, terms=terms), always(1), 20, 1).spins.tolist() == [1] * 20
    fewer = replace(terms, lessons=9)
    assert live(replace(small, terms=fewer), always(1), 20, 1).spins.sum() == 0


def test_the_oracle_learns_everything_it_can(small: World) -> None:
    assert live(small, None, 50, 1).mastered.tolist() == [2] * 50


def test_what_is_known_is_forgotten_by_the_week(small: World) -> None:
    terms = replace(unlearnt(SURE), forgotten=0.1, weeks=3)
    year = live(replace(small, terms=terms), nothing, 4_000, 1)
    assert year.known[:, 0].mean() == pytest.approx(0.9**3, abs=0.02)


def test_a_policy_sees_tries_misses_and_days(small: World) -> None:
    shown: list[tuple[float, int, int]] = []

    def policy(seen: Seen) -> Whole:
        shown.append((seen.day, int(seen.tries[0, 1]), int(seen.missed[0, 1])))
        return np.full(len(seen.estimate), 1, np.int64)

    live(replace(small, terms=replace(unlearnt(SURE), weeks=2, lesson=0.0, guessed=0.0)), policy, 1, 1)
    assert [tries for _, tries, _ in shown] == [missed for _, _, missed in shown] == list(range(24))
    assert shown[12][0] == 7.0


def test_three_right_in_a_row_begin_the_misses_anew(small: World) -> None:
    shown: list[int] = []

    def policy(seen: Seen) -> Whole:
        shown.append(int(seen.missed[0, 0]))
        return np.zeros(len(seen.estimate), np.int64)

    live(replace(small, terms=replace(SURE, weeks=1, right=1.0)), policy, 1, 1)
    assert shown == [0, 1, 2] + [0] * 9


def test_the_estimate_learns_from_answers(small: World) -> None:
    last: list[float] = []

    def policy(seen: Seen) -> Whole:
        last.append(float(seen.estimate[:, 0].mean()))
        return np.zeros(len(seen.estimate), np.int64)

    live(replace(small, terms=replace(SURE, weeks=1)), policy, 200, 1)
    assert last[0] == pytest.approx(0.75, abs=0.03)
    assert last[-1] > 0.97


def test_wrong_edges_keep_their_number_and_their_ends_and_run_in_no_circle() -> None:
    world = of_grade(3)
    wrong = rewired(world.graph, world.grades, 0.15, seed=1)
    kept = set(world.graph.edges) & set(wrong.edges)
    assert len(wrong.edges) == 120
    assert len(kept) == 120 - 18
    assert sorted(after for _, after in wrong.edges) == sorted(after for _, after in world.graph.edges)
    assert wrong.circles == ()
    assert rewired(world.graph, world.grades, 0.15, seed=1).edges == wrong.edges
