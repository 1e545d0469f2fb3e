"""The state of an assignment: a pure fold over the set of its events, whatever their order and repetition.

Nothing raises. Events that were withdrawn are dropped, the rest is sorted, and the first rule of `PRECEDENCE` that
finds an event makes the state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from homeroom.goals.models import AssignmentEvent

Kind = AssignmentEvent.Kind
DRAFT = "draft"
# The way of an assignment, each stage further than the one before. A jump over stages is normal.
LINE = (
    Kind.PROPOSED,
    Kind.APPROVED,
    Kind.QUEUED,
    Kind.PUSHED,
    Kind.AVAILABLE,
    Kind.OPENED,
    Kind.IN_PROGRESS,
    Kind.SUBMITTED,
    Kind.SCORED,
    Kind.NOT_MET,
    Kind.MET,
)
CHANNEL_WORDS = frozenset({Kind.QUEUED, Kind.PUSHED, Kind.AVAILABLE, Kind.BLOCKED})
WORK = frozenset({Kind.OPENED, Kind.IN_PROGRESS, Kind.SUBMITTED, Kind.SCORED, Kind.NOT_MET, Kind.MET})
FINISHED = WORK - {Kind.OPENED, Kind.IN_PROGRESS}
# A person's word that this is not asked any more; what is finished already can't be cancelled or excused.
TAKEN_OFF = frozenset({Kind.CANCELLED, Kind.EXCUSED})
ENDED = TAKEN_OFF | {Kind.REASSIGNED, Kind.ESCALATED}
UNSEEN = frozenset({Kind.EXPIRED, Kind.NO_EVIDENCE})
# Of events at one moment: first the way, then what happened beside it.
RANK: Mapping[str, int] = {str(kind): place for place, kind in enumerate([*LINE, *(k for k in Kind if k not in LINE)])}


class Happening(Protocol):
    """What the fold looks at: an `AssignmentEvent`, or an `Event` that never stood in a database."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def channel(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def withdraws(self) -> UUID | None: ...


@dataclass(frozen=True)
class Event:
    """One event, as read from the database in one query for many assignments."""

    id: UUID
    kind: str
    happened_at: datetime
    channel: str = ""
    reason: str = ""
    withdraws: UUID | None = None
    actor: str = ""
    recorded_at: datetime | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class State:
    """What an assignment is now. `word` is "draft" or the kind of the event that made it so.

    `stage` is the furthest stage of the way ever reached, whatever the word. `channel` carries it, where one does.
    `done_anyway`: the work was finished after it was cancelled, excused or given to somebody else. `events` are
    those that hold, in order.
    """

    word: str = DRAFT
    stage: str = DRAFT
    since: datetime | None = None
    reason: str = ""
    channel: str = ""
    done_anyway: bool = False
    events: tuple[Happening, ...] = ()

    def first(self, *kinds: str) -> datetime | None:
        """When the first event of these kinds happened."""
        return next((event.happened_at for event in self.events if event.kind in kinds), None)

    @property
    def blocks(self) -> tuple[Happening, ...]:
        """Each time that a channel did not take it, with the reason, whatever came of it later."""
        return tuple(event for event in self.events if event.kind == Kind.BLOCKED)

    @property
    def finished(self) -> bool:
        return self.stage in FINISHED


def state_of(events: Iterable[Happening]) -> State:
    """Fold the set of one assignment's events."""
    held = in_order(events)
    made_by = next((found for rule in PRECEDENCE if (found := rule(held))), None)
    if made_by is None:
        return State(events=held)
    carries = _carrier(held)
    return State(
        word=str(made_by.kind),
        stage=_furthest(held),
        since=made_by.happened_at,
        reason=made_by.reason,
        channel=carries.channel if carries else "",
        done_anyway=made_by.kind in ENDED and any(e.kind in FINISHED for e in held[held.index(made_by) :]),
        events=held,
    )


def in_order(events: Iterable[Happening]) -> tuple[Happening, ...]:
    """The events that hold, each once, oldest first."""
    chosen: dict[UUID, Happening] = {}
    for event in sorted(events, key=_key):
        chosen.setdefault(event.id, event)
    told = [event for event in chosen.values() if event.kind in RANK and event.kind != Kind.WITHDRAWN]
    holds = holding({event.id: event.withdraws for event in chosen.values()})
    return tuple(event for event in told if event.id in holds)


def holding(withdraws: Mapping[UUID, UUID | None]) -> set[UUID]:
    """The events that hold, out of all with what each withdraws.

    One holds when nothing that holds withdraws it. So a withdrawal that is itself withdrawn restores the event; where
    events withdraw each other in a circle none holds.
    """
    named_by = defaultdict[UUID, set[UUID]](set)
    for event, target in withdraws.items():
        if target is not None:
            named_by[target].add(event)
    found, ready = set[UUID](), [event for event in withdraws if not named_by[event]]
    while ready:
        event = ready.pop()
        found.add(event)
        ready.extend(_freed(withdraws.get(event), withdraws, named_by, found))
    return found


def _freed(
    gone: UUID | None,
    withdraws: Mapping[UUID, UUID | None],
    named_by: Mapping[UUID, set[UUID]],
    found: set[UUID],
) -> list[UUID]:
    """What nothing withdraws any more, now that the event that did is gone itself."""
    target = withdraws.get(gone) if gone is not None else None
    if target is None or gone not in named_by[target]:
        return []
    named_by[target].discard(gone)
    return [target] if not named_by[target] and target in withdraws and target not in found else []


def _key(event: Happening) -> tuple[datetime, int, str, str, str, str]:
    """By moment, then rank, then id. The rest decides only between two texts of one id, which should not be."""
    moment = event.happened_at if event.happened_at.tzinfo else event.happened_at.replace(tzinfo=UTC)
    withdraws = str(event.withdraws or "")
    return moment, RANK.get(event.kind, len(RANK)), str(event.id), event.channel, event.reason, withdraws


def _ended(held: Sequence[Happening]) -> Happening | None:
    """The last word that it is not asked any more, unless it was approved anew since."""
    term = _term(held)
    ends = [event for event in term if event.kind in ENDED and not _too_late(event, held)]
    return ends[-1] if ends else None


def _too_late(event: Happening, held: Sequence[Happening]) -> bool:
    return event.kind in TAKEN_OFF and any(before.kind in FINISHED for before in held[: held.index(event)])


def _term(held: Sequence[Happening]) -> Sequence[Happening]:
    """The events since it was last approved anew after an end; all of them where it never was."""
    begins, over = 0, False
    for place, event in enumerate(held):
        if over and event.kind == Kind.APPROVED:
            begins, over = place, False
        over = over or event.kind in ENDED
    return held[begins:]


def _stopped(held: Sequence[Happening]) -> Happening | None:
    """The program's own stop, unless the child had reached it before or worked on after it."""
    last = _last(_term(held), {Kind.STOPPED})
    if last is None:
        return None
    place = held.index(last)
    reached = any(event.kind == Kind.MET for event in held[:place])
    worked_on = any(event.kind in WORK for event in held[place:])
    return None if reached or worked_on else last


def _finished(held: Sequence[Happening]) -> Happening | None:
    return _last(held, {Kind.MET, Kind.NOT_MET}) or _last(held, {Kind.SCORED}) or _last(held, {Kind.SUBMITTED})


def _substituted(held: Sequence[Happening]) -> Happening | None:
    return _last(held, {Kind.SUBSTITUTED})


def _begun(held: Sequence[Happening]) -> Happening | None:
    return _last(held, {Kind.IN_PROGRESS}) or _last(held, {Kind.OPENED})


def _unseen(held: Sequence[Happening]) -> Happening | None:
    return _last(held, UNSEEN)


def _carrier(held: Sequence[Happening]) -> Happening | None:
    """The channel that has come furthest; the last block where every channel that was tried is blocked."""
    last_word = {event.channel: event for event in _term(held) if event.kind in CHANNEL_WORDS}
    through = [event for event in last_word.values() if event.kind != Kind.BLOCKED]
    if through:
        return max(through, key=lambda event: (RANK[event.kind], _key(event)))
    return max(last_word.values(), key=_key, default=None)


def _decided(held: Sequence[Happening]) -> Happening | None:
    return _last(_term(held), {Kind.APPROVED}) or _last(_term(held), {Kind.PROPOSED})


def _last(held: Sequence[Happening], kinds: Iterable[str]) -> Happening | None:
    wanted = frozenset(kinds)
    return next((event for event in reversed(held) if event.kind in wanted), None)


def _furthest(held: Sequence[Happening]) -> str:
    reached = [str(event.kind) for event in held if event.kind in LINE]
    furthest = max(reached, key=RANK.__getitem__, default=DRAFT)
    # Met and not met are one stage: the later word counts.
    result = _last(held, {Kind.MET, Kind.NOT_MET})
    return str(result.kind) if result else furthest


# The first of these that finds an event makes the state. `no_evidence`, `expired` and `blocked` yield to all work.
PRECEDENCE: tuple[Callable[[Sequence[Happening]], Happening | None], ...] = (
    _ended,
    _stopped,
    _finished,
    _substituted,
    _begun,
    _unseen,
    _carrier,
    _decided,
)
