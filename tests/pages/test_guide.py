"""The teacher's guide says what the rules say."""

from pathlib import Path

from homeroom.mastery.rules import GROUP, KEPT, UNDO
from homeroom.mastery.state import STEPS
from homeroom.reports import class_tables
from homeroom.reports.grid import WORD
from homeroom.reports.rules import EMPTY_WEEK, NOT_MOVING, THIN, WINDOW
from homeroom.reports.values import percent

GUIDE = " ".join((Path(__file__).parents[2] / "docs" / "guide" / "my-class.md").read_text("utf-8").split())


def test_the_guides_numbers_are_the_rules() -> None:
    assert (
        f"{NOT_MOVING['answers']} or more answers on the standard since the last {NOT_MOVING['right']} right" in GUIDE
    )
    assert f"Fewer than {THIN['answers']} answers" in GUIDE
    assert (WINDOW["weeks"], EMPTY_WEEK["percent"]) == (4, 50)
    assert "the last four weeks" in GUIDE
    assert "more than half of the class" in GUIDE
    assert class_tables.MARK in GUIDE


def test_the_guides_states_are_those_of_the_grid() -> None:
    low, middle, high = (percent(step) for step in STEPS)
    assert f"● | Mastered: a chance of {high} % or more" in GUIDE
    assert f"◑ | Nearly there: {middle} to {high} %." in GUIDE
    assert f"◔ | Getting there: {low} to {middle} %." in GUIDE
    assert f"○ | Not yet: under {low} %." in GUIDE
    assert f"| ● 9 {WORD} | A teacher has set this state." in GUIDE


def test_what_it_says_of_small_groups_is_so() -> None:
    assert (GROUP["least"], GROUP["most"]) == (3, 6)
    assert "three to six children, one standard" in GUIDE
    assert f"turned round for {UNDO['hours']} hours" in GUIDE
    assert KEPT["days"] == 42
    assert "ends by itself after six weeks" in GUIDE
