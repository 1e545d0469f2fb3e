"""The flexible block's solver on weeks small enough to see through."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from msgspec.structs import replace as replaced

from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.greedy import fill, greedy
from homeroom.rotation.block.instance import Equity, Lock, Pair, Program, Running
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, StoppedBy
from homeroom.rotation.block.value import aims, unequal
from homeroom.rotation.check import check
from homeroom.rotation.errors import RotationError
from rotation.block.weeks import child, given, teacher, tutor, week
from rotation.small_blocks import small_block

pytest.importorskip("highspy", reason="the extra homeroom[planner] is not installed")

from homeroom.rotation.solvers.block import exact, pipeline, search
from homeroom.rotation.solvers.block.bound import by_class, safe
from homeroom.rotation.solvers.block.highs import Answer, Model, Stop, relax, solve
from homeroom.rotation.solvers.block.pipeline import Budget, solve_block

pytestmark = pytest.mark.any_database


def told_to_nobody(*_):
    pass


def planned(one, *, before=None, seconds=5.0, **budget):
    return solve_block(Facts(one), Budget(seconds, **budget), "HiGHS", told_to_nobody, before)


def reached(plan):
    return {level.aim: (round(level.value, 6), level.stopped_by) for level in plan.levels}


def four(**more):
    return [child(number, (0, number / 10), **more) for number in (1, 2, 3, 4)]


def test_the_best_plan_of_a_small_week_is_proved():
    plan = planned(week(*four(), adults=(tutor(),)))

    assert reached(plan) == {
        Aim.OVERFLOW: (0, StoppedBy.PROVED),
        Aim.WORST: (0, StoppedBy.PROVED),
        Aim.SHORT: (0, StoppedBy.PROVED),
        Aim.GAIN: (pytest.approx(0.2), StoppedBy.PROVED),
    }
    assert [group.children for group in plan.groups] == [(1, 2, 3, 4)]


@pytest.mark.parametrize("adult", [90, 91])
def test_a_lock_on_any_of_the_tutors_leaves_the_bound_above_the_best(adult):
    locks = (Lock(1, 0, Modality.TUTORING, adult),)
    one = week(*four(), adults=(tutor(), tutor(91)), locks=locks)
    bounded = pipeline._bound(Facts(one), Budget(5.0))

    assert bounded.gain >= dict(reached(planned(one)))[Aim.GAIN][0] > 0


def test_floors_come_before_gain():
    rich = [child(number, (0, 0.9)) for number in (1, 2, 3)]
    poor = [child(number, (0, 0.1), floor=1) for number in (4, 5, 6)]
    plan = planned(week(*rich, *poor, adults=(tutor(room=2),)))

    assert plan.groups[0].children == (4, 5, 6)


def test_overflow_comes_first_and_is_no_lower_than_it_must_be():
    plan = planned(week(*four(floor=1), independent=(1,), seats=(0,)))

    assert [level.value for level in plan.levels[:3]] == [0, 1, 4]
    assert {place.modality for place in plan.places} == {Modality.PEER}


def test_pairs_are_kept_among_peers_too():
    children = [child(number) for number in range(1, 9)]
    one = week(*children, pairs=(Pair(1, 2), Pair(3, 4, together=True)), independent=(0,))
    groups = [set(group.children) for group in planned(one).groups]

    assert len(groups) == 2
    assert all(not {1, 2} <= group and len({3, 4} & group) != 1 for group in groups)


def test_a_group_goes_on_where_that_is_worth_more():
    one = week(
        *(child(number) for number in range(1, 7)), adults=(tutor(room=2),), running=(Running(90, 0, (4, 5, 6)),)
    )
    plan = planned(one)

    assert plan.groups[0].goes_on and plan.levels[3].value == pytest.approx(aims(one, plan)[Aim.GAIN])
    assert plan.levels[3].stopped_by is StoppedBy.PROVED


def test_repeats_caps_and_minutes_are_weighed():
    works = (given(slots=(0, 1, 2)), given("lantern", 1, (0, 1, 2)))
    programs = (Program("abacus", least={"3": 30}, most={"3": 30}), Program("lantern", least={"3": 60}))
    one = week(child(1, (0, 1.0), (1, 0.9), given=works), slots=3, programs=programs)
    plan = planned(one)

    assert sorted(place.program for place in plan.places) == ["abacus", "lantern", "lantern"]
    assert plan.levels[3].value == pytest.approx(0.1 + 2 * 0.09 - 0.02)


def test_locks_are_kept_and_one_that_cant_be_is_named():
    one = week(child(1, given=(given(),)), locks=(Lock(1, 0, Modality.INDEPENDENT),))
    assert planned(one).places[0].modality is Modality.INDEPENDENT

    with pytest.raises(RotationError, match="lock of child 1"):
        planned(week(child(1), locks=(Lock(1, 0, Modality.TUTORING),)))


def test_the_clock_that_runs_out_before_the_first_plan_is_not_taken_for_a_lock(monkeypatch):
    monkeypatch.setattr(exact, "solve", lambda *_: Answer(None, 0.0, False, clock=True))
    with pytest.raises(RotationError, match="Time was over before there was a plan"):
        planned(week(child(1)))


def test_equal_plans_stay_as_they_were():
    one = week(child(1, (0, 1.0), (1, 1.0), given=(given(), given("lantern", 1))))
    for place in (
        planned(week(child(1, given=(given(),)))),
        planned(week(child(1, (1, 1.0), given=(given("lantern", 1),)))),
    ):
        plan = planned(one, before=place)

        assert plan.levels[-1].aim is Aim.CHANGES and plan.levels[-1].value == 0
        assert plan.places[0].program == place.places[0].program


# A whole school's way, on a few children


@pytest.fixture
def whole(monkeypatch):
    monkeypatch.setattr(pipeline, "EXACT", 0)


def school(**more):
    children = [
        child(number, (number % 2, number / 10), floor=1, school_class=number % 2, given=(given(slots=(0, 1)),))
        for number in range(1, 9)
    ]
    adults = (tutor(90, (0, 1)), teacher(80, (0, 1), 0), teacher(81, (0, 1), 1))
    bands = (Equity("a", tuple(range(1, 5))),)
    return week(*children, slots=2, adults=adults, seats=(3, 3), independent=(3, 3), equity=bands, **more)


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("rough", [0, 200])
def test_a_school_is_planned_better_than_greedily_and_within_its_bound(monkeypatch, rough):
    monkeypatch.setattr(pipeline, "ROUGH", rough)
    one = school(pairs=(Pair(1, 3), Pair(2, 4, together=True)))
    plan = planned(one, turns=3, tight=True)
    gain = plan.levels[3]

    assert check(one, plan).broken == ()
    assert [level.value for level in plan.levels[:3]] == [0, 0, 0]
    assert gain.bound is not None and greedy(one, floors=True).levels[3].value <= gain.value <= gain.bound
    assert gain.stopped_by in (StoppedBy.LIMIT, StoppedBy.PROVED)


@pytest.mark.usefixtures("whole")
def test_the_same_seed_gives_the_same_plan():
    one, two = (planned(school(), turns=1, seed=4) for _ in range(2))

    assert (one.places, one.groups) == (two.places, two.groups)


@pytest.mark.usefixtures("whole")
def test_what_the_clock_or_a_person_stopped_says_so():
    assert planned(school(), seconds=0.0).levels[3].stopped_by is StoppedBy.CLOCK
    assert planned(school(), halted=True).levels[3].stopped_by is StoppedBy.PERSON


@pytest.mark.usefixtures("whole")
def test_a_lock_that_no_step_could_keep_is_refused():
    with pytest.raises(RotationError, match="every lock"):
        planned(school(locks=(Lock(1, 0, Modality.TUTORING, adult=90, standard=0),)), turns=0)


@pytest.mark.usefixtures("whole")
def test_the_price_of_the_floor_is_what_the_relaxation_loses_by_it():
    assert planned(school(), turns=0).price_of_floor == pytest.approx(0.0)

    rich = [child(number, (0, 1.0), given=(given(),)) for number in (1, 2, 3, 4)]
    poor = [child(number, (0, 0.1), floor=1) for number in (5, 6, 7)]
    one = week(*rich, *poor, adults=(tutor(),), seats=(4,), independent=(9,))
    plan = planned(one, turns=1)

    assert plan.price_of_floor is not None and 0.1 < plan.price_of_floor < 1.0
    assert planned(week(*rich, adults=(tutor(),)), turns=0).price_of_floor == 0.0


@pytest.mark.usefixtures("whole")
def test_the_clock_leaves_the_price_of_the_floor_unknown(monkeypatch):
    stopped = pipeline.relax
    late = lambda *asked, **more: replace(stopped(*asked, **more), clock=True)  # noqa: E731
    monkeypatch.setattr(pipeline, "relax", late)

    assert planned(school(), turns=0).price_of_floor is None


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("large", [0, 500, 10**9])
def test_a_part_that_is_too_large_is_planned_with_fewer_standards(monkeypatch, large):
    monkeypatch.setattr(search, "LARGE", large)
    one = school()
    plan = planned(one, turns=2)

    assert check(one, plan).broken == ()
    assert [level.value for level in plan.levels[:3]] == [0, 0, 0]
    assert not any(unequal(one, plan))


@pytest.mark.usefixtures("whole")
def test_classes_left_behind_are_led_before_others_are_led_less():
    children = [child(number, (0, number / 10), school_class=number // 4) for number in (1, 2, 3, 4, 5, 6)]
    bands = (Equity("behind", (1, 2, 3)), Equity("ahead", (4, 5, 6)))
    one = week(*children, slots=2, adults=(tutor(90, (0, 1)),), rooms=(), equity=bands, independent=(9, 9))
    plan = planned(one, turns=3)

    assert sum(place.modality is Modality.TUTORING for place in plan.places) == 12
    assert not any(unequal(one, plan))


@pytest.mark.usefixtures("whole")
def test_a_child_under_the_floor_gets_a_group_that_was_on_something_else():
    rich = [child(number, (0, 1.0), (1, 0.1)) for number in (1, 2, 3)]
    one = week(*rich, child(4, (1, 0.1), floor=1), adults=(tutor(),), independent=(9,))
    facts = Facts(one)
    first = search.held(fill(facts, floors=False), "HiGHS", 0)
    looking = search.Search(facts, first, pipeline._bound(facts, Budget(5.0)).suggested, 0)
    assert first.board.on[90, 0] == 0 and first.board.led(4) == 0

    parts = list(looking.each_short())
    assert parts == [[1, 2, 3, 4]] and looking.improve(parts[0], 5.0, search.More(9, 9))
    assert looking.best.board.led(4) == 1 and list(looking.each_short()) == []


def test_whom_only_a_tutor_may_lead_has_the_tutor_first():
    rich = [child(number, (0, 1.0), floor=1) for number in range(1, 7)]
    poor = [child(number, (1, 0.1), floor=1, language="es") for number in (7, 8, 9)]
    one = week(*rich, *poor, adults=(tutor(languages=("en", "es")), teacher()), independent=(9,))

    assert [group.children for group in greedy(one, floors=True).groups if group.adult == 90] == [(7, 8, 9)]
    assert [group.children for group in greedy(one).groups if group.adult == 90] != [(7, 8, 9)]


# Bounds


def little():
    """Two classes share three seats; one row of a class has a least."""
    model = Model()
    columns = [model.column(2.0, home=place // 2, gain=gain) for place, gain in enumerate((3.0, 2.0, 2.5, 1.0))]
    model.total(columns, most=3.0)
    model.total(columns[:2], least=1.0, most=3.0)
    model.row([(columns[2], 2.0), (columns[3], 1.0)], most=3.0)
    return model, model.objective({"gain": 1.0})


@pytest.mark.parametrize("prices", [(0.0, 0.0, 0.0), (2.5, 0.5, 0.0), (1.0, -2.0, 0.7), (-1.0, 1.0, 1.0)])
def test_any_prices_prove_a_bound_and_fractions_agree(prices):
    model, costs = little()
    best = solve(model, costs, Stop()).bound
    by_float = safe(model, costs, np.array(prices))

    assert best <= by_class(model, costs, np.array(prices), Stop()) + 1e-6
    assert best <= by_float + 1e-9
    assert by_float == pytest.approx(float(in_fractions(model, costs, prices)), abs=1e-8)


def in_fractions(model, costs, prices):
    rows = [Fraction(price) for price in prices]
    limits = zip(rows, model.least, model.most, strict=True)
    rows = [
        Fraction(0) if (r > 0 and np.isinf(most)) or (r < 0 and np.isinf(least)) else r for r, least, most in limits
    ]
    reduced = [Fraction(float(cost)) for cost in costs]
    for row, price in enumerate(rows):
        for place in range(model.starts[row], model.starts[row + 1]):
            reduced[model.columns[place]] -= price * Fraction(model.factors[place])
    value = sum(
        price * Fraction(most if price > 0 else least)
        for price, least, most in zip(rows, model.least, model.most, strict=True)
        if price
    )
    return value + sum(Fraction(end) * max(Fraction(0), cost) for end, cost in zip(model.ends, reduced, strict=True))


def test_the_relaxations_prices_bound_tightly():
    model, costs = little()
    prices = relax(model, costs, Stop(), rough=False)

    assert min(safe(model, costs, prices.rows), safe(model, costs, -prices.rows)) == pytest.approx(
        float(costs @ prices.columns), abs=1e-6
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_seat_or_a_tutor_more_never_lowers_the_relaxations_bound(seed):
    one = small_block(seed)
    more_seats = replaced(one, seats=tuple(seats + 1 for seats in one.seats))
    one_more = tutor(99, tuple(range(len(one.slots))))
    now, seats, adults = (
        pipeline._bound(Facts(other), Budget(60.0)).gain
        for other in (one, more_seats, replaced(one, adults=(*one.adults, one_more)))
    )

    assert min(seats, adults) >= now - 1e-6
