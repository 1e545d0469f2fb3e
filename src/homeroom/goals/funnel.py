"""How far what was asked for came: each assignment stands in one column, so that every row adds up exactly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from homeroom.goals.events import states
from homeroom.goals.fold import DRAFT, ENDED, Kind, State
from homeroom.goals.lags import Lag, lag
from homeroom.goals.models import Assignment

WAITING, FINISHED = "waiting", "finished"
# The columns of a row, in order. Waiting is what was approved and has not gone out; finished is not yet judged.
STAGES = (WAITING, Kind.PUSHED, Kind.AVAILABLE, Kind.OPENED, FINISHED, Kind.NOT_MET, Kind.MET)
SIDES = (
    *(Kind.SUBSTITUTED, Kind.EXPIRED, Kind.NO_EVIDENCE, Kind.BLOCKED, Kind.STOPPED),
    *(Kind.CANCELLED, Kind.EXCUSED, Kind.REASSIGNED, Kind.ESCALATED),
)
# Where each state stands; what is not named here stands under its own name.
COLUMN: Mapping[str, str] = {
    Kind.APPROVED: WAITING,
    Kind.QUEUED: WAITING,
    Kind.IN_PROGRESS: Kind.OPENED,
    Kind.SUBMITTED: FINISHED,
    Kind.SCORED: FINISHED,
}
# Asked of nobody yet.
NOT_ASKED = frozenset({DRAFT, str(Kind.PROPOSED)})
# From one to the next, by the first event of any of these kinds.
WAY: Mapping[str, tuple[str, ...]] = {
    "approved": (Kind.APPROVED,),
    "sent": (Kind.PUSHED, Kind.AVAILABLE),
    "opened": (Kind.OPENED, Kind.IN_PROGRESS, Kind.SUBMITTED, Kind.SCORED, Kind.NOT_MET, Kind.MET),
    "finished": (Kind.SUBMITTED, Kind.SCORED, Kind.NOT_MET, Kind.MET),
    "met": (Kind.MET,),
}


@dataclass(frozen=True)
class Key:
    """What a row is of; a part that the rows are not told apart by is blank."""

    goal: int | None = None
    school_class: int | None = None
    program: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Row:
    """`targeted` is the sum of `stages` and `sides`. `lags` are from each stage of `WAY` to the one after it."""

    key: Key
    targeted: int
    stages: Mapping[str, int]
    sides: Mapping[str, int]
    lags: Mapping[str, Lag] = field(default_factory=dict)


def funnel(assignments: Iterable[Assignment]) -> list[Row]:
    """One row a goal, class, program and channel. Assignments come with their goal (`select_related`)."""
    asked = list(assignments)
    found = states(asked)
    return rows((_key(one, found[one.pk]), found[one.pk]) for one in asked)


def rows(told: Iterable[tuple[Key, State]]) -> list[Row]:
    """States under their keys, one row a key. What is only proposed is asked of nobody, and stands in no row."""
    inside = defaultdict[Key, list[State]](list)
    for key, state in told:
        if state.word not in NOT_ASKED:
            inside[key].append(state)
    return [row(key, inside[key]) for key in sorted(inside, key=_order)]


def row(key: Key, states: Sequence[State]) -> Row:
    """One row of these states."""
    counted = Counter(column(state) for state in states)
    return Row(
        key,
        len(states),
        {str(stage): counted[stage] for stage in STAGES},
        {str(side): counted[side] for side in SIDES},
        {after: _lag(states, before, after) for before, after in pairwise(WAY)},
    )


def column(state: State) -> str:
    """The one column that an assignment stands in."""
    return COLUMN.get(state.word, state.word)


def done_anyway(states: Iterable[State]) -> int:
    """Of those that were called off, how many were finished all the same. They stay in their side's column."""
    return sum(state.done_anyway for state in states if state.word in ENDED)


def _lag(states: Sequence[State], before: str, after: str) -> Lag:
    return lag((state.first(*WAY[before]), state.first(*WAY[after])) for state in states)


def _key(one: Assignment, state: State) -> Key:
    return Key(one.goal_id, one.goal.school_class_id, one.program, state.channel)


def _order(key: Key) -> tuple[int, int, bool, str, str]:
    return key.goal or 0, key.school_class or 0, not key.program, key.program, key.channel
