"""What each child could have been asked for and what was: rows of the table of offers, one a candidate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from django.utils.translation import gettext_noop

from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.facts.models import FactVersion
from homeroom.facts.schema import OFFERS
from homeroom.goals.errors import GoalsError
from homeroom.mastery.offers import POLICY, TEACHER

PATIENCE = 10.0  # seconds that a person's click waits for what is published meanwhile
BUSY = gettext_noop("New answers are being worked in at this moment. Nothing was sent: try again in some minutes.")
Beside = Callable[[FactVersion], None]


@dataclass(frozen=True)
class Candidate:
    """One piece of work that could have been asked of a child. `blocked_by` is blank where nothing held it back.

    `chance` is that of being drawn among equals, 0 where it was not among them.
    """

    standard: str
    program: str
    lesson: str
    channel: str
    worth: float
    reason: str
    codes: tuple[str, ...] = ()
    blocked_by: str = ""
    chance: float = 0.0


@dataclass(frozen=True)
class Line:
    """All candidates of one child, and which of them were chosen and by whom."""

    student: int
    candidates: tuple[Candidate, ...]
    chosen: frozenset[int]
    by_person: frozenset[int] = frozenset()


@dataclass(frozen=True)
class How:
    """What drew the candidates, and in which school year."""

    seed: int
    policy: str
    school_year: int


def rows(lines: Iterable[Line], goal: int, how: How, at: datetime) -> Iterator[dict[str, Any]]:
    """A child without any candidate is one row with the place 0."""
    for line in lines:
        shared = {
            "student": line.student,
            "school_year": how.school_year,
            # Facts keep moments in UTC without saying so.
            "offered_at": at.astimezone(UTC).replace(tzinfo=None),
            "policy_version": how.policy,
            "seed": how.seed,
            "exploration_share": 0.0,
            "switched_on_by": None,
            "goal": goal,
        }
        for place, one in enumerate(line.candidates, 1):
            yield {**shared, "place": place, **_columns(one, place - 1, line)}
        if not line.candidates:
            yield {**shared, "place": 0, **_columns(Candidate("", "", "", "", 0.0, ""), -1, line)}


def publish(found: Iterable[dict[str, Any]], school_year: int, cause: str, beside: Beside) -> int:
    """Add rows to the table of offers, in one transaction with `beside`. Returns the version that is true then.

    Raises GoalsError where something else is published all the while: nothing was changed then.
    """
    listed = list(found)
    with ExitStack() as turn:
        _wait_for_turn(turn)
        if not listed:
            return store.publish([], [], cause, beside)
        place = turn.enter_context(session())
        place.relation("offered", {name: [row[name] for row in listed] for name in OFFERS.names})
        sql = (resources.files("homeroom.goals.choosing") / "offered.sql").read_text("utf-8")
        return store.publish(store.stage(place, OFFERS, sql, years=[school_year]), [], cause, beside)


def _columns(one: Candidate, at: int, line: Line) -> dict[str, Any]:
    by_person = at in line.by_person
    return {
        "standard": one.standard,
        "program": one.program,
        "lesson": one.lesson,
        "channel": one.channel,
        "score": one.worth,
        "propensity": 0.0 if by_person else one.chance,
        "reasons": one.reason,
        "codes": "\n".join(one.codes),
        "blocked_by": one.blocked_by,
        "chosen": at in line.chosen,
        "chosen_by": TEACHER if by_person else POLICY,
    }


def _wait_for_turn(turn: ExitStack) -> None:
    """Hold the store's lock until `turn` ends."""
    try:
        turn.enter_context(store.publishing_within(PATIENCE))
    except BlockingIOError:
        raise GoalsError(BUSY) from None
