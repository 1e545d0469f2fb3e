"""Each rule in a small table: a line a child, a column a session, and what is broken, missed or lost there.

Adult 50 is a tutor, 51 the teacher of class 1 (children 1 to 8), 52 another tutor; `rotation.drawing` tells the cells.
"""

from __future__ import annotations

import pytest

from homeroom.rotation import rules
from homeroom.rotation.block.instance import (
    Assumptions,
    Equity,
    Given,
    Instance,
    Limits,
    Lock,
    Need,
    Pair,
    Program,
    Room,
    Running,
    Served,
    Teaches,
)
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim
from homeroom.rotation.check import check
from homeroom.rotation.rules import RULES, Strength, in_words, strength
from rotation.a_block import WEEK, changed, given, one_adult, one_child, plain, small
from rotation.drawing import drawn

ONE, FOUR = small(1, 2), small(4, 1)
WORKS = small(2, 2, children=tuple(plain(number, given=given(2)) for number in (1, 2)))
LED = "1 | C51:0 \n 2 | C51:0 \n 3 | C51:0 \n 4 | C51:0"
TUTORED = LED.replace("C51", "T50")
TWO_GROUPS = "\n".join(f"{number} | {'T50:0' if number < 4 else 'T52:1'}" for number in range(1, 7))

SPECS: list[tuple[str, Instance, str, list[tuple[int | None, tuple[int, ...]]]]] = [
    ("one-place", ONE, "1 | I | O", []),
    ("one-place", ONE, "1 | I | -", [(1, (1,))]),
    ("one-place", ONE, "1 | I | I \n 1 | O | -", [(0, (1,))]),
    ("away", one_child(1, ONE, away=(1,)), "1 | I | -", []),
    ("away", one_child(1, ONE, away=(1,)), "1 | I | I", [(1, (1,))]),
    ("service", one_child(1, ONE, services=(Served(1, 90),)), "1 | I | S90", []),
    ("service", one_child(1, ONE, services=(Served(1, 90),)), "1 | S90 | I", [(0, (1,)), (1, (1,))]),
    ("service", one_child(1, ONE, services=(Served(1, 90),)), "1 | I | S91", [(1, (1,))]),
    ("service", one_child(1, ONE, away=(1,), services=(Served(1, 90),)), "1 | I | -", []),
    ("group-size", FOUR, LED, []),
    ("group-size", FOUR, LED.replace("4 | C51:0", "4 | O"), [(0, (1, 2, 3))]),
    ("group-size", FOUR, LED.replace("C51", "T50").replace("3 | T50:0", "3 | O"), []),
    ("group-size", changed(FOUR, eased=(0,)), LED.replace("4 | C51:0", "4 | O"), []),
    ("group-size", changed(FOUR, eased=(0,)), "1 | T50:0 \n 2 | T50:0 \n 3 | O \n 4 | O", []),
    ("group-size", changed(FOUR, eased=(0,)), "1 | T50:0 \n 2 | O \n 3 | O \n 4 | O", [(0, (1,))]),
    ("peer-size", FOUR, LED.replace("C51:0", "P1"), []),
    ("peer-size", FOUR, LED.replace("C51:0", "P1").replace("4 | P1", "4 | I"), [(0, (1, 2, 3))]),
    ("qualified", one_adult(50, FOUR, teaches=(Teaches(),)), TUTORED, []),
    ("qualified", one_adult(50, FOUR, teaches=(Teaches("English"),)), TUTORED, [(0, (1, 2, 3, 4))]),
    ("qualified", one_child(2, FOUR, grade="04"), TUTORED, [(0, (2,))]),
    ("qualified", FOUR, TUTORED.replace("T50", "T51"), [(0, (1, 2, 3, 4))]),
    ("free", one_adult(50, FOUR, slots=()), TUTORED, [(0, ())]),
    ("free", small(6), TWO_GROUPS, []),
    ("free", small(6), TWO_GROUPS.replace("T52", "T50"), [(0, ())]),
    ("one-standard", one_child(2, FOUR, needs=(Need(1, 0.5, 0.2),)), TUTORED, [(0, (2,))]),
    ("own-class", one_child(3, FOUR, school_class=2), LED, [(0, (3,))]),
    ("own-class", one_child(3, FOUR, school_class=2), TUTORED, []),
    ("language", one_child(3, FOUR, language="es"), TUTORED, [(0, (3,))]),
    ("language", one_child(3, one_adult(50, FOUR, languages=("en", "es")), language="es"), TUTORED, []),
    ("seats", changed(WORKS, seats=(1, 2)), "1 | alpha:0 | alpha:0 \n 2 | alpha:0 | alpha:0", [(0, (1, 2))]),
    ("licences", changed(WORKS, programs=(Program("alpha", 1),)), "1 | alpha:0 | beta:1 \n 2 | beta:1 | alpha:0", []),
    ("licences", changed(WORKS, programs=(Program("alpha", 1),)), "1 | I | alpha:0 \n 2 | I | alpha:0", [(1, (1, 2))]),
    (
        "most-minutes",
        changed(WORKS, programs=(Program("alpha", most={"03": 59}),)),
        "1 | alpha:0 | alpha:0 \n 2 | O | O",
        [(None, (1,))],
    ),
    ("given-work", WORKS, "1 | alpha:0 | beta:1 \n 2 | alpha:1 | gamma:0", [(0, (2,)), (1, (2,))]),
    ("given-work", one_child(1, WORKS, given=(Given("alpha", 0, (1,)),)), "1 | alpha:0 | O \n 2 | O | O", [(0, (1,))]),
    ("caps", changed(WORKS, limits=Limits(program=1)), "1 | alpha:0 | alpha:0 \n 2 | alpha:0 | beta:1", [(None, (1,))]),
    ("caps", changed(ONE, limits=Limits(independent=1)), "1 | I | I", [(None, (1,))]),
    ("independent-places", changed(FOUR, independent=(3,)), LED.replace("C51:0", "I"), [(0, (1, 2, 3, 4))]),
    ("room-seats", one_adult(50, changed(FOUR, rooms=(Room(1, "small", 3, 0),)), room=1), TUTORED, [(0, (1, 2, 3, 4))]),
    ("room-seats", one_adult(50, one_adult(52, small(6), room=2), room=2), TWO_GROUPS, [(0, (1, 2, 3, 4, 5, 6))]),
    ("room-seats", one_adult(50, one_adult(52, small(6), room=3), room=3), TWO_GROUPS, []),
    ("apart", changed(FOUR, pairs=(Pair(1, 4),)), TUTORED, [(0, (1, 4))]),
    ("apart", changed(FOUR, pairs=(Pair(1, 4),)), TUTORED.replace("4 | T50:0", "4 | O"), []),
    ("together", changed(FOUR, pairs=(Pair(1, 4, together=True),)), TUTORED, []),
    ("together", changed(FOUR, pairs=(Pair(1, 4, True),)), TUTORED.replace("4 | T50:0", "4 | O"), [(0, (1, 4))]),
    (
        "together",
        changed(one_child(4, FOUR, away=(0,)), pairs=(Pair(1, 4, True),)),
        TUTORED.replace("4 | T50:0", "4 | -"),
        [],
    ),
    ("locks", changed(ONE, locks=(Lock(1, 1, Modality.INDEPENDENT),)), "1 | O | I", []),
    ("locks", changed(ONE, locks=(Lock(1, 1, Modality.INDEPENDENT),)), "1 | I | O", [(1, (1,))]),
    ("locks", changed(one_child(1, ONE, away=(1,)), locks=(Lock(1, 1, Modality.PEER),)), "1 | I | -", []),
    ("same-group", small(4, 2), "1|T50:0*|T50:0*\n2|T50:0*|T50:0*\n3|T50:0*|T50:0*\n4|T50:0*|O", [(1, (4,))]),
    ("same-group", small(4, 2), "1|T50:0*|T50:0*\n2|T50:0*|T50:0*\n3|T50:0*|T50:0*\n4|I|O", []),
    ("known", ONE, "1 | I:7 | I:1", [(0, (1,))]),
]


@pytest.mark.parametrize(("rule", "instance", "table", "broken"), SPECS, ids=[rule for rule, *_ in SPECS])
def test_a_rule_is_broken(
    rule: str, instance: Instance, table: str, broken: list[tuple[int | None, tuple[int, ...]]]
) -> None:
    found = check(instance, drawn(instance, table)).broken
    assert [(one.rule, one.slot, one.children) for one in found] == [(rule, *where) for where in broken]


LEAST = changed(WORKS, programs=(Program("alpha", least={"03": 60}), Program("beta")))
BAND = small(4, equity=(Equity("grade 03", (3, 4)),), children=tuple(plain(number, floor=0) for number in range(1, 5)))
HALF = "1 | C51:0 \n 2 | C51:0 \n 3 | O \n 4 | O"

# Whom a floor is missed for, and by how much.
FLOORS: list[tuple[str, Instance, str, list[tuple[tuple[int, ...], float]]]] = [
    ("adult-floor", ONE, "1 | C51:0 | I", []),
    ("adult-floor", ONE, "1 | P1 | I", [((1,), 1)]),
    ("adult-floor", one_child(1, ONE, floor=3), "1 | C51:0 | T50:1", [((1,), 1)]),
    ("equity", BAND, LED, []),
    ("equity", BAND, HALF, [((3, 4), 0.475)]),
    ("least-minutes", one_child(2, LEAST, grade="04"), "1 | alpha:0 | alpha:0 \n 2 | I | I", []),
    ("least-minutes", LEAST, "1 | alpha:0 | alpha:0 \n 2 | alpha:0 | beta:1", [((2,), 30)]),
]


@pytest.mark.parametrize(("rule", "instance", "table", "missed"), FLOORS, ids=[rule for rule, *_ in FLOORS])
def test_a_floor_is_missed(
    rule: str, instance: Instance, table: str, missed: list[tuple[tuple[int, ...], float]]
) -> None:
    found = check(instance, drawn(instance, table)).missed
    assert [(one.children, one.short) for one in found if one.rule == rule] == [
        (children, pytest.approx(short)) for children, short in missed
    ]


UNASKED = Assumptions(response={})  # no place is worth anything by itself
STAYS = small(3, running=(Running(50, 0, (1, 2, 3)),), assumptions=UNASKED)
ALONE = changed(WORKS, assumptions=UNASKED)

# A table that keeps the wish, one that doesn't, and by how much it is worse.
WISHES: list[tuple[str, Instance, str, str, float]] = [
    ("goes-on", STAYS, "1 | T50:0 \n 2 | T50:0 \n 3 | T50:0", "1 | T52:0 \n 2 | T52:0 \n 3 | T52:0", 0.06),
    ("goes-on", STAYS, "1 | T50:0 \n 2 | T50:0 \n 3 | O", "1 | T50:0 \n 2 | O \n 3 | O", 0.04),
    ("no-repeat", ALONE, "1 | I:0 | I:1 \n 2 | I | I", "1 | I:0 | I:0 \n 2 | I | I", 0.02),
    ("no-repeat", ALONE, "1 | alpha:0 | beta:1 \n 2 | O | O", "1 | alpha:0 | I:0 \n 2 | O | O", 0.02),
    ("few-changes", ONE, "1 | I | I", "1 | O | I", 1),
    ("few-changes", WORKS, "1 | alpha:0 | I \n 2 | I | I", "1 | beta:1 | I \n 2 | I | O", 2),
]


@pytest.mark.parametrize(("rule", "instance", "kept", "lost", "worse"), WISHES, ids=[rule for rule, *_ in WISHES])
def test_a_wish_costs(rule: str, instance: Instance, kept: str, lost: str, worse: float) -> None:
    plans = [drawn(instance, table) for table in (kept, lost)]
    was, now = (dict(check(instance, plan, plans[0]).levels) for plan in plans)
    aim, sign = (Aim.CHANGES, 1) if rule == "few-changes" else (Aim.GAIN, -1)
    assert sign * (now[aim] - was[aim]) == pytest.approx(worse)


def test_every_rule_says_a_sentence_and_how_strictly_it_is_kept() -> None:
    assert {name: strength(name) for name in RULES} == {
        **{rule.id: Strength.HARD for rule in rules.HARD},
        **{rule.id: Strength.FLOOR for rule in rules.FLOORS},
        **{rule.id: Strength.WISH for rule in rules.WISHES},
    }
    assert all(in_words(name, WEEK).endswith(".") for name in RULES)


def test_a_rule_is_said_with_the_numbers_of_its_week() -> None:
    assert in_words("caps", changed(limits=Limits(peer=7))).endswith("of independent work and 7 of peer projects.")
    assert "95 %" in in_words("equity", WEEK)
