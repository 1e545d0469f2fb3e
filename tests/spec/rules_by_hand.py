"""What the specs of rules are made of: a class's week and a child's knowledge, as small as each rule allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from a_school import FRIDAY, MONDAY
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery.graph import Graph
from homeroom.mastery.group_needs import Needs
from homeroom.mastery.groups import Group, drawn, suggest
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes, judge
from homeroom.mastery.refresh import refresh
from homeroom.reports.class_week.do_next import Situation, actions
from homeroom.reports.class_week.read import Facts, NotMoving, Practice
from homeroom.reports.class_week.report import Named, StandardColumn
from homeroom.reports.freshness import Freshness
from homeroom.reports.week import Week

TODAY = 200.0
CODE = "3.NF.A.1"
YEAR = 2027


def a_class(
    size: int,
    active: int | None = None,
    stuck: int = 0,
    answers: Sequence[int] = (),
    right: int = 0,
    through: date = FRIDAY,
) -> Situation:
    """A class's week: so many worked, so many are stuck on one standard; `answers` of the first children on it."""
    practice = [Practice(child, CODE, many, 0, many, 0, 0) for child, many in enumerate(answers)]
    not_moving = [NotMoving(child, CODE, 12, 4, "alpha", FRIDAY) for child in range(stuck)]
    worked = frozenset(range(size if active is None else active))
    column = StandardColumn(CODE, "", sum(answers), right, len(answers), sum(answers))
    return Situation(
        {child: Named(child, f"Child {child}") for child in range(size)},
        Facts(Week(MONDAY), practice, (), (), (), not_moving, worked),
        [column],
        [Freshness("alpha", "Alpha", "day", through, FRIDAY, "fresh", size)],
        FRIDAY + timedelta(days=3),
    )


def flags(situation: Situation) -> list[tuple[str, str]]:
    """What the class page asks for: the kind of each line and the rule that it stands on."""
    return [(action.kind, action.rule.id) for action in actions(situation)]


def child(
    standards: Mapping[str, Mapping[str, float]], before: Sequence[tuple[str, str]] = ()
) -> tuple[Knowledge, Graph, Wishes]:
    """One child: `known` in %, `items` of evidence, `missed` answers, `days` since the last, `goal`, by standard."""

    def column(name: str, default: float) -> np.ndarray:
        return np.array([[float(one.get(name, default)) for one in standards.values()]])

    knowledge = Knowledge(
        np.array([1]),
        column("known", 50) / 100,
        column("items", 0),
        column("missed", 0).astype(np.int64),
        TODAY - column("days", np.nan),
        TODAY,
    )
    return knowledge, Graph.of(tuple(standards), before), Wishes.of(knowledge, column("goal", 0))


def offered(given: tuple[Knowledge, Graph, Wishes]) -> set[str]:
    """The standards that the child's list offers."""
    judged = judge(*given, 0)
    return {code for code, value in zip(given[1].codes, judged.value, strict=True) if value > 0}


def status(given: tuple[Knowledge, Graph, Wishes], code: str) -> int:
    """The kernel's word for a standard."""
    return int(judge(*given, 0).status[given[1].codes.index(code)])


def grouped(chances: Sequence[float], since: float | None = None, members: int = 0, items: float = 8.0) -> list[int]:
    """Sizes of the groups suggested to children who know one goal with these chances; `members` were together."""
    shape = (len(chances), 1)
    known = Knowledge(
        np.arange(len(chances)) + 1,
        np.array(chances).reshape(shape),
        np.full(shape, items),
        np.zeros(shape, np.int64),
        np.full(shape, TODAY - 1),
        TODAY,
    )
    last = [] if since is None else [Group("A", tuple(range(1, members + 1)), TODAY - since)]
    made = suggest(known, Graph.of(("A",), []), Wishes.of(known, np.array([1.0])), last)
    return [len(group.students) for group in made.groups]


def moved(worth: float) -> bool:
    """Whether a child changes to a group that is worth so much, of 1 that the own one is worth."""
    joins = np.zeros((7, 2))
    joins[:4, 0], joins[4:, 1], joins[3, 1] = 1.0, 1.0, worth
    many = np.zeros((7, 2))
    needs = Needs(np.arange(7) + 1, joins, joins, many, many.astype(np.int64), np.ones(7, np.int64), np.ones(7, bool))
    last = [Group("A", (1, 2, 3, 4), TODAY - 1), Group("B", (5, 6, 7), TODAY - 1)]
    made = drawn(needs, ("A", "B"), TODAY, last)
    return any(group.standard == "B" and 4 in group.students for group in made.groups)


def renewed(table: str, rows: list[dict[str, object]]) -> None:
    """These facts and no others, and what follows from them."""
    store.publish([], [file.pk for file in store.true_files("attempts", "practice", "streaks")], "begin again")
    publish(table, rows)
    refresh([YEAR])
