"""What the checker says a plan is worth, worked out by hand: needs of .8 and .5, half hours, the assumed responses."""

from __future__ import annotations

from datetime import date

import pytest

from homeroom.rotation.block.instance import Assumptions, Equity, Program, Running, Slot
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.check import check
from rotation.a_block import plain, small
from rotation.drawing import drawn

TABLE = [
    ("1 | I", 0.8 * 0.045),
    ("1 | O", 0),
    ("1 | S90", 0),
    ("1 | alpha:0", 0.8 * 0.1),
    ("1 | beta:1", 0.5 * 0.1),
    ("1 | P1 \n 2 | P1", 2 * 0.8 * 0.055),
    ("1 | C51:1 \n 2 | C51:1", 2 * 0.5 * 0.14),
    ("1 | T50:0 \n 2 | T50:0 \n 3 | T50:0 \n 4 | T50:0", 4 * 0.8 * 0.2),
    ("1 | T50:0 \n 2 | T50:0 \n 3 | T50:0 \n 4 | T50:0 \n 5 | T50:0", 5 * 0.8 * 0.2 * 0.85),
    ("1 | I:0 | I:0 | I:0", 3 * 0.8 * 0.045 - 2 * 0.02),
    ("1 | I:0 | alpha:0 | beta:1", 0.8 * (0.045 + 0.1) - 0.02 + 0.5 * 0.1),
    ("1 | T50:0 | I:0 | I", 0.8 * (0.2 + 2 * 0.045)),
    ("1 | T50:0* | T50:0*", 0.8 * 0.2 * 1.8),
    ("1 | T50:0 | T50:0", 0.8 * 0.2 * 2),
    ("1 | O | T50:0* | T50:0*", 0.8 * 0.2 * 1.8),
]


@pytest.mark.parametrize(("table", "worth"), TABLE)
def test_a_plan_is_worth(table: str, worth: float) -> None:
    instance = small(len(table.splitlines()), 3)
    assert check(instance, drawn(instance, table)).value == pytest.approx(worth)


def test_minutes_and_a_childs_own_response_count() -> None:
    long = (Slot(0, date(2026, 11, 2), 1, 600, 645),)
    instance = small(1, slots=long, children=(plain(1, response={Modality.INDEPENDENT: 2.0}),))
    assert check(instance, drawn(instance, "1 | I")).value == pytest.approx(0.8 * 0.045 * 2 * 1.5)


def test_work_on_what_a_child_does_not_need_is_worth_nothing() -> None:
    instance = small(1, children=(plain(1, needs=()),))
    for cell in ("I", "alpha:0", "T50:0", "C51"):
        assert check(instance, drawn(instance, f"1 | {cell}")).value == 0


def test_missed_minutes_of_a_program_cost_and_are_listed() -> None:
    instance = small(2, programs=(Program("alpha", least={"03": 40}),))
    checked = check(instance, drawn(instance, "1 | alpha:0 \n 2 | O"))
    assert checked.value == pytest.approx(0.8 * 0.1 - 50 * 0.0005)
    assert [(one.rule, one.children, one.short, one.program) for one in checked.missed if one.program] == [
        ("least-minutes", (1,), 10, "alpha"),
        ("least-minutes", (2,), 40, "alpha"),
    ]


RUNNING = [(Running(50, 0, (1, 2)), 3), (Running(50, 0, (1, 8)), 3), (Running(50, 0, (1, 7, 8)), 0)]


@pytest.mark.parametrize(("running", "children"), [*RUNNING, (Running(50, 1, (1,)), 0), (Running(52, 0, (1,)), 0)])
def test_a_group_that_goes_on_gains_for_each_child(running: Running, children: int) -> None:
    instance = small(8, running=(running,), assumptions=Assumptions(response={}))
    plan = drawn(instance, "1 | T50:0 \n 2 | T50:0 \n 3 | T50:0")
    assert check(instance, plan).value == pytest.approx(children * 0.02)


def test_children_under_their_floor_are_listed_and_the_worst_is_told() -> None:
    instance = small(3, children=(plain(1, floor=2), plain(2), plain(3, floor=0)))
    checked = check(instance, drawn(instance, "1 | O \n 2 | C51:0 \n 3 | O"))
    assert [(one.children, one.short, one.words(instance)[:11]) for one in checked.missed] == [((1,), 2, "Every child")]
    assert [value for _, value in checked.levels[:3]] == [2, 2, 2]


@pytest.mark.parametrize(
    ("band", "least", "short"),
    [((1, 2), 0.95, None), ((3, 4), 0.95, 0.475), ((1, 3), 0.95, None), ((1, 3), 1.05, 0.025), ((), 0.95, None)],
)
def test_a_band_with_less_of_the_adults_than_all_is_listed(
    band: tuple[int, ...], least: float, short: float | None
) -> None:
    instance = small(
        4, equity=(Equity("grade 03", band, least),), children=tuple(plain(number, floor=0) for number in range(1, 5))
    )
    checked = check(instance, drawn(instance, "1 | C51:0 \n 2 | C51:0 \n 3 | O \n 4 | O"))
    found = [(one.band, pytest.approx(one.short)) for one in checked.missed]
    assert found == ([] if short is None else [("grade 03", short)])
    assert all(one.words(instance) for one in checked.missed)
