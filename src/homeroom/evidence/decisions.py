"""What choosing the next work in another way would have been worth, judged from the log of offers.

Only lists of work for a goal are judged: a list's candidates are all on one standard, and its next result elsewhere
says the same of each. Two ways are judged: always the first of the list, and any of it alike. Where chance
had no part in what was chosen, or too little, the log is described and no value is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import groupby
from typing import Any

import numpy as np
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.policy_value import Log, Value, doubly_robust, ips, snips
from homeroom.facts import store
from homeroom.mastery.refresh import spellings
from homeroom.standards import alignment

Real = NDArray[np.float64]

WITHIN_DAYS = 14
FOLDS = 5
NO_CHANCE = gettext_noop("Chance had no part in what was chosen, so nothing is known of what was not.")
TOO_LITTLE = gettext_noop("The log is worth too few offers of this way of choosing, or is about too few children.")
FIRST, ANY = gettext_noop("always the first of the list"), gettext_noop("any of the list, each alike")


@dataclass(frozen=True)
class Listed:
    """One list: the candidates' scores and chances, and which was chosen."""

    student: int
    scores: tuple[float, ...]
    chances: tuple[float, ...]
    chosen: int
    by_policy: bool
    correct: float | None


@dataclass(frozen=True)
class Policy:
    """One way of choosing: its values by method, or why there are none."""

    words: str
    values: tuple[Value, ...]
    refused: str


@dataclass(frozen=True)
class Decisions:
    """The log described. `right` is a description of what followed, no value of a way of choosing."""

    lists: int
    children: int
    by_people: int
    followed: int
    right: int
    policies: tuple[Policy, ...]


def decisions(year: int) -> Decisions:
    relations = {"tags": alignment.as_told(), "spellings": spellings(year)}
    sql = (resources.files("homeroom.evidence") / "decisions.sql").read_text("utf-8")
    asked = {"within_days": WITHIN_DAYS}
    tables = ["offers", "attempts"]
    rows = store.query(sql, asked, tables=tables, school_year=year, relations=relations).dicts()
    return judged(listed(rows))


def listed(rows: Sequence[Mapping[str, Any]]) -> list[Listed]:
    """Lists, out of candidates in order; a list whose chosen work was held back later is left out."""
    found = []
    for (student, _, _), group in groupby(rows, key=lambda row: (row["student"], row["offered_at"], row["goal"])):
        some = list(group)
        chosen = [at for at, row in enumerate(some) if row["chosen"]]
        if len(chosen) == 1:
            scores, chances = ((row[name] for row in some) for name in ("score", "propensity"))
            by_policy = some[0]["chosen_by"] == "policy"
            found.append(Listed(student, tuple(scores), tuple(chances), chosen[0], by_policy, some[0]["correct"]))
    return found


def judged(found: Sequence[Listed]) -> Decisions:
    followed = [one for one in found if one.correct is not None]
    ways: Sequence[tuple[str, Callable[[Listed], Real]]] = ((FIRST, _first), (ANY, _any))
    return Decisions(
        lists=len(found),
        children=len({one.student for one in found}),
        by_people=sum(not one.by_policy for one in found),
        followed=len(followed),
        right=sum(one.correct == 1 for one in followed),
        policies=tuple(_policy(words, wants, followed) for words, wants in ways),
    )


def _policy(words: str, wants: Callable[[Listed], Real], followed: Sequence[Listed]) -> Policy:
    if not any(one.by_policy and 0 < one.chances[one.chosen] < 1 for one in followed):
        return Policy(words, (), NO_CHANCE)
    log = _log(followed, wants)
    try:
        return Policy(words, (ips(log), snips(log), doubly_robust(log)), "")
    except EvidenceError:
        return Policy(words, (), TOO_LITTLE)


def _log(followed: Sequence[Listed], wants: Callable[[Listed], Real]) -> Log:
    """What a person chose has no propensity: it is counted, and left out."""
    student = np.array([one.student for one in followed], np.int64)
    reward = np.array([one.correct for one in followed], np.float64)
    model = _models(student, np.array([_shape(one.scores[one.chosen]) for one in followed]), reward)
    told = [one.by_policy and one.chances[one.chosen] > 0 for one in followed]
    logged = [one.chances[one.chosen] if by else np.nan for one, by in zip(followed, told, strict=True)]
    wanted = [wants(one) for one in followed]
    expected = [np.array([_shape(score) for score in one.scores]) @ model[one.student % FOLDS] for one in followed]
    return Log(
        student,
        reward,
        np.array(logged, np.float64),
        np.array([want[one.chosen] for one, want in zip(followed, wanted, strict=True)]),
        np.array([means[one.chosen] for one, means in zip(followed, expected, strict=True)]),
        np.array([float(want @ means) for want, means in zip(wanted, expected, strict=True)]),
    )


def _models(student: NDArray[np.int64], shapes: Real, reward: Real) -> list[Real]:
    """A line of the reward by the score, for each fifth of the children drawn through the other four."""
    found = []
    for fold in range(FOLDS):
        others = student % FOLDS != fold
        held = shapes[others]
        ridge = held.T @ held + 1e-3 * np.eye(shapes.shape[1])
        found.append(np.linalg.solve(ridge, held.T @ reward[others]))
    return found


def _shape(score: float) -> tuple[float, float]:
    return 1.0, score


def _first(one: Listed) -> Real:
    return np.asarray(np.arange(len(one.scores)) == 0, np.float64)


def _any(one: Listed) -> Real:
    return np.full(len(one.scores), 1 / len(one.scores))
