from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from homeroom.facts.schema import PURPOSES
from homeroom.goals.index.purposes import around, purposes
from homeroom.mastery.graph import Graph

# a → b → c → d → plan → e → f, and g alone
CODES = ("a", "b", "c", "d", "plan", "e", "f", "g")
GRAPH = Graph.of(CODES, [("a", "b"), ("b", "c"), ("c", "d"), ("d", "plan"), ("plan", "e"), ("e", "f")])
FLAGS = st.lists(st.booleans(), min_size=len(CODES), max_size=len(CODES)).map(np.array)


def at(*codes: str) -> np.ndarray:
    return np.array([code in codes for code in CODES])


def told(mastered: tuple[str, ...] = (), due: tuple[str, ...] = (), later: tuple[str, ...] = ()) -> dict[str, str]:
    found = purposes(at("plan"), at(*later), at(*mastered)[None], at(*due)[None], GRAPH)
    return dict(zip(CODES, [list(PURPOSES)[one] for one in found[0]], strict=True))


def test_of_a_child_who_knows_nothing() -> None:
    assert told() == {
        "a": "unrelated",  # four steps back
        "b": "gap_repair",
        "c": "gap_repair",
        "d": "gap_repair",
        "plan": "on_plan_needed",
        "e": "ahead",
        "f": "ahead",
        "g": "unrelated",
    }


def test_what_is_mastered_is_no_gap_and_not_needed() -> None:
    found = told(mastered=("d", "plan"))
    assert (found["d"], found["plan"], found["c"]) == ("unrelated", "on_plan_mastered", "gap_repair")


def test_a_due_review_comes_before_what_is_ahead_and_after_the_plan() -> None:
    found = told(mastered=("d", "plan", "e", "g"), due=("d", "plan", "e", "g"))
    assert (found["d"], found["plan"], found["e"], found["g"]) == (
        "due_review",
        "on_plan_mastered",
        "due_review",
        "due_review",
    )


def test_what_the_plan_brings_later_is_ahead() -> None:
    found = told(later=("g", "plan", "d"))
    assert (found["g"], found["plan"], found["d"]) == ("ahead", "on_plan_needed", "gap_repair")


def test_what_lies_around_the_plan_is_never_the_plan() -> None:
    near, beyond = around(at("d", "plan", "e"), GRAPH)
    assert near.tolist() == at("a", "b", "c").tolist()
    assert beyond.tolist() == at("f").tolist()


@given(FLAGS, FLAGS, FLAGS, FLAGS)
def test_everything_has_one_purpose_and_the_plan_is_always_on_plan(
    taught: np.ndarray, later: np.ndarray, mastered: np.ndarray, due: np.ndarray
) -> None:
    found = purposes(taught, later, mastered[None], due[None], GRAPH)[0]
    words = [list(PURPOSES)[one] for one in found]
    assert [word.startswith("on_plan") for word in words] == taught.tolist()
    assert "unknown" not in words
