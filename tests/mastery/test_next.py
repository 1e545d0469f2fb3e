"""Next steps, one behaviour at a time: a small table of what is known in, the list with its reasons out.

A standard a row. `known` is the chance of mastery in %, `items` the weight of the evidence, `missed` the answers since
three right in a row, `days` those since the last evidence, `goal` its weight, `teacher` first or off.
"""

import numpy as np
import pytest

from homeroom.mastery import next_kernel as kernel
from homeroom.mastery import rules
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes, judge, next_steps
from homeroom.mastery.reasons import REASONS, of_all, of_steps
from spec.drawing import table

TODAY = 200.0
STOPS = {"": 0, "first": kernel.PIN, "off": kernel.BLOCK}


class Given:
    """One child, drawn as a table. `stands on` lists what comes before, with commas."""

    def __init__(self, text: str):
        rows = table(text)

        def column(name: str, default: float) -> np.ndarray:
            return np.array([[float(row.get(name) or default) for row in rows]])

        self.codes = tuple(row["standard"] for row in rows)
        pairs = [(before.strip(), row["standard"]) for row in rows for before in row.get("stands on", "").split(",")]
        self.graph = Graph.of(self.codes, [pair for pair in pairs if pair[0]])
        self.knowledge = Knowledge(
            np.array([1]),
            column("known", 50) / 100,
            column("items", 0),
            column("missed", 0).astype(np.int64),
            TODAY - column("days", np.nan),
            TODAY,
        )
        stops = np.array([[STOPS[row.get("teacher", "")] for row in rows]], np.int8)
        self.wishes = Wishes.of(self.knowledge, column("goal", 0), stops)

    def offers(self) -> list[str]:
        steps = next_steps(self.knowledge, self.graph, self.wishes)
        words = of_steps(steps, self.knowledge, self.graph, 0)
        return [f"{self.codes[k]}: {said}" for k, said in zip(steps.standard[0], words, strict=False)]

    def says(self, standard: str) -> str:
        judged = judge(self.knowledge, self.graph, self.wishes, 0)
        return of_all(judged, self.knowledge, self.graph, 0)[self.codes.index(standard)]


def test_a_goal_the_child_is_ready_for_is_offered_with_its_evidence() -> None:
    given = Given("""
        standard | known | items | goal | stands on
        A        | 90    | 8     |      |
        B        | 30    | 1     | 1    | A
    """)
    assert given.offers() == [
        "B: It is a goal, and the child is ready for it. So far: 30 %, 1 item's worth of evidence."
    ]
    assert given.says("A") == "It is known: 90 %, 8 items' worth of evidence."


def test_a_gap_comes_before_the_goal_that_stands_on_it() -> None:
    given = Given("""
        standard | known | items | goal | stands on
        A        | 20    | 8     |      |
        B        | 30    | 0     | 1    | A
    """)
    assert given.offers() == ["A: The goal B stands on it, and it is not known yet: 20 %, 8 items' worth of evidence."]
    assert given.says("B") == "A comes before it and is not known yet: 20 %, 8 items' worth of evidence."


def test_what_is_known_by_itself_and_doubted_for_what_stands_on_it_says_so() -> None:
    given = Given("""
        standard | known | items | missed | days | goal | stands on
        A        | 95    | 17    |        | 30   |      |
        B        | 20    | 9     | 40     | 2    | 1    | A
    """)
    assert given.offers() == [
        "A: The goal B stands on it. So far: 95 %, 17 items' worth of evidence; but what stands on it does not move."
    ]


def test_what_was_not_tested_is_probed_first() -> None:
    given = Given("""
        standard | known | items | goal | stands on
        A        | 40    | 2     |      |
        B        | 30    | 0     | 1    | A
    """)
    assert given.offers() == [
        "A: A probe: the goal B stands on it, and it was not tested yet: 40 %, 2 items' worth of evidence."
    ]
    assert given.says("B") == "A comes before it and was not tested yet: 40 %, 2 items' worth of evidence."


def test_the_goal_most_others_stand_on_comes_first() -> None:
    given = Given("""
        standard | known | goal | stands on
        A        | 30    | 1    |
        B        | 30    | 1    |
        C        | 10    | 1    | B
    """)
    assert [line[0] for line in given.offers()] == ["B", "A"]


def test_of_two_equal_standards_the_first_listed_comes_first() -> None:
    given = Given("""
        standard | known | goal
        B        | 30    | 1
        A        | 30    | 1
    """)
    assert [line[0] for line in given.offers()] == ["B", "A"]


def test_a_heavier_goal_comes_first() -> None:
    given = Given("""
        standard | known | goal
        A        | 30    | 1
        B        | 30    | 3
    """)
    assert [line[0] for line in given.offers()] == ["B", "A"]


def test_what_does_not_move_rests_and_what_it_stands_on_is_asked() -> None:
    given = Given("""
        standard | known | items | missed | days | goal | stands on
        A        | 85    | 0     |        |      |      |
        B        | 20    | 9     | 12     | 2    | 1    | A
    """)
    assert given.offers() == ["A: A probe: the goal B stands on it, and it was not tested yet: no evidence yet."]
    assert given.says("B") == "It rests: 12 answers since the last three right in a row."


def test_after_its_rest_a_standard_is_offered_again() -> None:
    given = Given("""
        standard | known | items | missed | days | goal
        B        | 20    | 9     | 12     | 14   | 1
    """)
    assert [line[0] for line in given.offers()] == ["B"]


def test_without_a_day_what_does_not_move_goes_on_resting() -> None:
    given = Given("""
        standard | known | items | missed | goal
        B        | 20    | 9     | 12     | 1
    """)
    assert given.offers() == []


def test_where_the_one_before_does_not_move_the_next_is_tried_as_a_probe() -> None:
    given = Given("""
        standard | known | items | missed | days | goal | stands on
        A        | 20    | 9     | 12     | 2    |      |
        B        | 30    | 2     | 2      | 1    | 1    | A
    """)
    assert given.offers() == [
        "B: A probe, though A comes before it: 20 %, 9 items' worth of evidence. It may go without. "
        "So far: 30 %, 2 items' worth of evidence."
    ]


def test_a_try_that_does_not_go_ends_after_three_answers() -> None:
    given = Given("""
        standard | known | items | missed | days | goal | stands on
        A        | 20    | 9     | 12     | 2    |      |
        B        | 30    | 3     | 3      | 1    | 1    | A
    """)
    assert given.offers() == []
    assert given.says("B").startswith("A comes before it and is not known yet")


def test_a_child_who_does_it_well_overrules_the_edge() -> None:
    given = Given("""
        standard | known | items | goal | stands on
        A        | 20    | 9     |      |
        B        | 65    | 3     | 1    | A
    """)
    assert given.says("B").startswith("It is a goal, and the child is ready")


def test_a_review_is_due_after_four_weeks() -> None:
    given = Given("""
        standard | known | items | days | goal
        A        | 90    | 8     | 28   | 1
        B        | 90    | 8     | 27   | 1
        C        | 90    | 8     | 99   |
    """)
    assert given.offers() == ["A: A review: it was known, and the last work on it is 28 days ago."]


def test_a_teacher_puts_first_and_takes_off() -> None:
    given = Given("""
        standard | known | items | goal | teacher | stands on
        A        | 20    | 9     |      |         |
        B        | 95    | 9     |      | first   |
        C        | 30    | 0     | 9    | off     |
        D        | 30    | 0     |      | first   | A
    """)
    assert given.offers() == [
        "B: A teacher has put it first.",
        "D: A teacher has put it first; as a probe, for A is not known yet: 20 %, 9 items' worth of evidence.",
    ]
    assert given.says("C") == "A teacher has taken it off the list."


def test_nothing_is_offered_for_the_sake_of_a_goal_that_is_taken_off() -> None:
    given = Given("""
        standard | known | goal | teacher | stands on
        A        | 40    |      |         |
        B        | 30    | 1    | off     | A
    """)
    assert given.offers() == []
    assert given.says("A") == "No goal stands on it."


def test_three_steps_back_are_offered_and_further_only_where_it_seems_unknown() -> None:
    chain = """
        standard | known | goal | stands on
        A        | {}    |      |
        B        | 70    |      | A
        C        | 70    |      | B
        D        | 70    |      | C
        E        | 10    | 1    | D
    """
    assert "A" not in {line[0] for line in Given(chain.format(70)).offers()}
    assert "A" in {line[0] for line in Given(chain.format(50)).offers()}


def test_answers_in_vain_send_the_child_back_to_what_was_thought_to_be_known() -> None:
    table_of = """
        standard | known | items | missed | days | goal | stands on
        A        | 82    | 2     |        | 9    |      |
        B        | 20    | 6     | {}     | 1    | 1    | A
    """
    assert [line[0] for line in Given(table_of.format(0)).offers()] == ["B"]
    assert {line[0] for line in Given(table_of.format(8)).offers()} == {"A", "B"}


def test_thresholds_are_the_rules_own(monkeypatch: pytest.MonkeyPatch) -> None:
    later = rules.Rule("review", rules.REVIEW.sentence, {"days": 5})
    monkeypatch.setattr(rules, "REVIEW", later)
    given = Given("""
        standard | known | items | days | goal
        A        | 90    | 8     | 6    | 1
    """)
    assert [line[0] for line in given.offers()] == ["A"]
    assert "5 days" in later.words


def test_every_word_of_the_kernel_has_a_rule_and_a_sentence() -> None:
    assert set(REASONS) == {*range(kernel.PINNED, kernel.REVIEW + 1), *range(kernel.KNOWN, kernel.NOT_WANTED + 1)}
    assert all(reason.rule.words for reason in REASONS.values())


def test_shapes_that_do_not_meet_are_refused() -> None:
    given = Given("""
        standard | known
        A        | 50
        B        | 50
    """)
    with pytest.raises(MasteryError, match="other shapes than p"):
        Wishes.of(given.knowledge, np.zeros(3))
    with pytest.raises(MasteryError, match="below 0"):
        Wishes.of(given.knowledge, np.array([-1.0, 0.0]))
    with pytest.raises(MasteryError, match="p has 2 standards, the prerequisites have 1"):
        next_steps(given.knowledge, Graph.of(("A",), []), given.wishes)
