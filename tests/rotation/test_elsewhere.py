"""Where else could a child be, what would that break and cost, and what if?"""

from __future__ import annotations

import pytest
from hypothesis import given as drawn_by
from hypothesis import strategies as st

from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.grouped import with_places
from homeroom.rotation.block.instance import Instance, Program, Served
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place, Plan
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.check import check
from homeroom.rotation.elsewhere import Known, known, others, places, second, waits
from homeroom.rotation.errors import RotationError
from homeroom.rotation.what_if import what_if
from rotation.a_block import PLAN, WEEK, changed, given, one_child, plain, small
from rotation.drawing import drawn
from rotation.small_blocks import small_block

FOUR = small(4, 1)
LED = "1 | T50:0 \n 2 | T50:0 \n 3 | T50:0 \n 4 | I"
BOTH = (Program("alpha"), Program("beta"))
WORKS = small(3, 1, children=tuple(plain(number, given=given(1)) for number in (1, 2, 3)), programs=BOTH)


def asked(instance: Instance, table: str) -> Known:
    return known(Facts(instance), drawn(instance, table))


def at(known: Known, child: int, slot: int = 0) -> Place:
    return known.at[child, slot]


def broken(known: Known, child: int, slot: int = 0) -> dict[str, list[str]]:
    return {one.key: [rule.rule for rule in one.broken] for one in others(known, child, slot)}


def test_every_other_place_is_told_with_the_rules_it_would_break() -> None:
    found = broken(asked(FOUR, LED), 4)
    assert found == {
        "group-0": [],
        "overflow": [],
        "begin-51-0": ["group-size"],
        "begin-52-0": ["group-size"],
        "begin-51-1": ["group-size"],
        "begin-52-1": ["group-size"],
        "begin-project": ["peer-size"],
    }
    assert next(iter(found)) == "group-0", "what breaks nothing and is worth most comes first"


def test_a_child_who_leaves_a_group_may_leave_it_too_small() -> None:
    assert broken(asked(FOUR, LED), 1)["independent"] == ["group-size"]


@pytest.mark.parametrize("cell", ["-", "S90"])
def test_who_is_away_or_meets_an_adult_has_no_other_place(cell: str) -> None:
    instance = one_child(4, FOUR, **({"away": (0,)} if cell == "-" else {"services": (Served(0, 90),)}))
    assert others(asked(instance, LED.replace("4 | I", f"4 | {cell}")), 4, 0) == []


def test_a_child_that_is_not_of_the_week_has_none() -> None:
    assert places(asked(FOUR, LED), 77, 0) == {}


def test_work_goes_along_into_a_program_and_the_project_that_is_near_is_offered() -> None:
    found = asked(WORKS, "1 | P1 \n 2 | alpha:0 \n 3 | I")
    assert places(found, 3, 0)["program-alpha-0"].works == ("w1", "w2")
    assert broken(found, 3)["group-0"] == ["peer-size"]


def test_the_runner_up_breaks_nothing_and_is_a_place() -> None:
    found = second(others(asked(FOUR, LED), 4, 0))
    assert found is not None
    assert (found.key, found.cost < 0) == ("group-0", True)
    assert second(others(asked(FOUR, "1 | I \n 2 | I \n 3 | I \n 4 | I"), 4, 0)) is None


@pytest.mark.parametrize(
    ("instance", "table", "waiting"),
    [
        (FOUR, LED, 0.0),
        (changed(FOUR, independent=(1,)), "1 | I \n 2 | O \n 3 | O \n 4 | O", 0.8 * 0.045),
        (changed(FOUR, independent=(1,)), "1 | O \n 2 | O \n 3 | O \n 4 | I", 0.0),
        (changed(WORKS, seats=(1,)), "1 | alpha:0 \n 2 | I \n 3 | O", 0.8 * 0.1),
        (changed(WORKS, programs=(Program("alpha", 1),)), "1 | alpha:0 \n 2 | I \n 3 | O", 0.8 * 0.1),
        (WORKS, "1 | alpha:0 \n 2 | I \n 3 | O", 0.0),
        (changed(WORKS, programs=(Program("beta", 1),)), "1 | beta:1 \n 2 | beta:1 \n 3 | O", 0.5 * 0.1),
        (small(7), "\n".join(f"{one} | {'T50:0' if one < 7 else 'I'}" for one in range(1, 8)), 0.8 * (0.2 - 0.045)),
        (small(6), "\n".join(f"{one} | {'P1' if one < 6 else 'I'}" for one in range(1, 7)), 0.8 * (0.055 - 0.045)),
    ],
)
def test_a_seat_is_worth_what_another_would_gain_by_it(instance: Instance, table: str, waiting: float) -> None:
    found = asked(instance, table)
    assert waits(found, at(found, 1)) == pytest.approx(waiting)


def test_who_may_not_have_a_seat_does_not_wait_for_it() -> None:
    instance = one_child(2, changed(WORKS, seats=(1,)), given=())
    found = asked(one_child(3, instance, away=(0,)), "1 | alpha:0 \n 2 | I \n 3 | -")
    assert waits(found, at(found, 1)) == 0.0
    full = "\n".join(f"{one} | {'T50:0' if one < 7 else 'I'}" for one in range(1, 8))
    found = asked(one_child(7, small(7), needs=()), full)
    assert waits(found, at(found, 1)) == 0.0


def test_alone_a_child_moves_where_no_rule_is_against_it() -> None:
    found = asked(FOUR, LED)
    told = what_if(found, places(found, 4, 0)["group-0"])
    assert [place.child for place in told.moved] == [4]
    assert (told.broken, told.overflow, told.short) == ((), 0, -1)
    assert told.cost < 0


def test_another_fills_the_seat_that_becomes_free() -> None:
    found = asked(FOUR, LED)
    told = what_if(found, places(found, 1, 0)["independent"])
    assert [(place.child, place.modality) for place in told.moved] == [
        (1, Modality.INDEPENDENT),
        (4, Modality.TUTORING),
    ]
    assert told.broken == ()


def test_another_makes_room_where_there_is_none() -> None:
    found = asked(changed(WORKS, seats=(1,)), "1 | alpha:0 \n 2 | I \n 3 | I")
    told = what_if(found, places(found, 3, 0)["program-alpha-0"])
    assert [(place.child, place.modality) for place in told.moved] == [
        (3, Modality.TECHNOLOGY),
        (1, Modality.INDEPENDENT),
    ]
    assert told.broken == ()


def test_what_nobody_can_make_possible_tells_what_it_would_break() -> None:
    found = asked(changed(FOUR, independent=(1,)), LED)
    told = what_if(found, places(found, 1, 0)["begin-project"])
    assert "peer-size" in {one.rule for one in told.broken}


def test_a_plan_that_names_strangers_is_asked_of_its_own_children() -> None:
    plan = drawn(FOUR, LED)
    stranger = Plan(plan.instance, (*plan.places, Place(77, 0, Modality.INDEPENDENT)), plan.groups)
    assert {place.child for place in known(Facts(FOUR), stranger).plan.places} == {1, 2, 3, 4}


@drawn_by(st.integers(0, 10_000), st.integers(0, 7), st.integers(0, 20))
def test_what_if_tells_the_truth(seed: int, which: int, option: int) -> None:
    """What is said to break and to cost is what the checker finds in the plan as it would be; nobody else moves."""
    instance = small_block(seed)
    try:
        plan = (greedy if seed % 2 else thumb)(instance)
    except RotationError:
        return
    child = instance.children[which % len(instance.children)].number
    found = known(Facts(instance), plan)
    open_to = places(found, child, 0)
    if not open_to:
        return
    asked_for = list(open_to.values())[option % len(open_to)]
    told = what_if(found, asked_for)
    after = check(instance, with_places(plan, told.moved))
    assert len(told.moved) <= 2
    assert told.moved[0] == asked_for
    assert {place.slot for place in told.moved} == {0}
    assert len({place.child for place in told.moved}) == len(told.moved)
    assert told.cost == pytest.approx(found.checked.value - after.value)
    assert set(told.broken) <= set(after.broken)
    if not told.broken:
        assert len(after.broken) <= len(found.checked.broken)


def test_the_plan_of_a_week_with_everything_answers_for_every_place() -> None:
    found = known(Facts(WEEK), PLAN)
    for place in PLAN.places:
        for one in others(found, place.child, place.slot):
            assert one.place.slot == place.slot


def test_a_plan_that_is_wrong_already_is_asked_all_the_same() -> None:
    """An adult who is not of the week leads a group, and a child who is away has a place."""
    found = asked(FOUR, LED.replace("T50", "T99"))
    assert "group-0" not in places(found, 4, 0)
    away = one_child(3, one_child(2, changed(WORKS, seats=(1,)), given=()), away=(0,))
    found = asked(away, "1 | alpha:0 \n 2 | O \n 3 | I")
    assert waits(found, at(found, 1)) == 0.0
