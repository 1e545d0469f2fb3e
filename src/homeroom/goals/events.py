"""Write down what happens to assignments, and read what it comes to. Rows are only ever added.

An event's id is a uuid5 of its source, so writing it again is writing it once. After `record` the event holds, after
`withdraw` it does not, however often each is called and in whatever turn: a withdrawal is an event that names another,
and an event comes back by a withdrawal of its withdrawal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from homeroom.goals.fold import Event, State, holding, state_of
from homeroom.goals.models import Assignment, AssignmentEvent

HOMEROOM = "homeroom"
NAMESPACE = UUID("6f0c6b0e-52f5-4a53-9f0a-3f0a4c7b8d11")
AT_ONCE = 500  # assignments in one query: SQLite takes few parameters
LONGEST = 500  # letters of a reason
COLUMNS = ("id", "kind", "happened_at", "channel", "reason", "withdraws", "actor", "recorded_at", "evidence")


@dataclass(frozen=True)
class New:
    """An event to be written. `source` names within the assignment what it came from: the same source, the same event.

    `actor` is a user name, a program's slug or "homeroom"; `evidence` is what it rests on, such as
    {"delivery": 12, "row": 7}.
    """

    assignment: UUID
    kind: str
    happened_at: datetime
    source: str
    actor: str = HOMEROOM
    channel: str = ""
    reason: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE, f"{self.assignment}\n{self.kind}\n{self.source}")


@dataclass(frozen=True)
class Withdrawal:
    """An event that no longer holds, and why."""

    event: UUID
    reason: str
    actor: str = HOMEROOM


def record(
    assignment: Assignment,
    kind: str,
    happened_at: datetime,
    *,
    source: str,
    actor: str = HOMEROOM,
    channel: str = "",
    reason: str = "",
    evidence: Mapping[str, Any] | None = None,
) -> UUID:
    """Write one event down; it holds afterwards. Returns its id, which `withdraw` takes."""
    new = New(assignment.pk, kind, happened_at, source, actor, channel, reason, evidence or {})
    change([new])
    return new.id


def withdraw(event: UUID, *, actor: str, reason: str) -> None:
    """The event no longer holds. Nothing is deleted; recording it again brings it back."""
    change([], [Withdrawal(event, reason, actor)])


@transaction.atomic
def change(new: Iterable[New], gone: Iterable[Withdrawal] = ()) -> int:
    """Let all of `new` hold and nothing of `gone`, in one transaction. Returns how many rows were added."""
    wanted, unwanted = {one.id: one for one in new}, {one.event: one for one in gone}
    known = _Known(_touched(wanted.values(), unwanted))
    for one in wanted.values():
        known.let_hold(one)
    for withdrawal in unwanted.values():
        known.let_go(withdrawal.event, withdrawal)
    AssignmentEvent.objects.bulk_create(known.added, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(known.added)


def states(assignments: Iterable[Assignment] | Iterable[UUID]) -> dict[UUID, State]:
    """The state of each assignment, by its id: one query for every 500 of them."""
    return {assignment: state_of(events) for assignment, events in events_of(assignments).items()}


def events_of(assignments: Iterable[Assignment] | Iterable[UUID]) -> dict[UUID, list[Event]]:
    """All events of each assignment, the withdrawn ones too, by its id. An assignment without any has an empty list."""
    keys = [one.pk if isinstance(one, Assignment) else one for one in assignments]
    found: dict[UUID, list[Event]] = {key: [] for key in keys}
    for some in batched(found, AT_ONCE):
        rows = AssignmentEvent.objects.filter(assignment__in=some).values_list("assignment_id", *COLUMNS)
        for assignment, *columns in rows.iterator():
            found[assignment].append(Event(**dict(zip(COLUMNS, columns, strict=True))))
    return found


def _touched(new: Iterable[New], gone: Iterable[UUID]) -> list[UUID]:
    """The assignments that are about to change, held until the end of the transaction against a second writer."""
    keys = {one.assignment for one in new}
    for some in batched(gone, AT_ONCE):
        keys.update(AssignmentEvent.objects.filter(pk__in=some).values_list("assignment_id", flat=True))
    for some in batched(sorted(keys), AT_ONCE):
        list(Assignment.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk").values("pk"))
    return sorted(keys)


class _Known:
    """The events of some assignments with what holds among them, and the rows that are to be added."""

    def __init__(self, assignments: Sequence[UUID]) -> None:
        self.added: list[AssignmentEvent] = []
        self._of: dict[UUID, UUID] = {}
        self._withdraws: dict[UUID, UUID | None] = {}
        for assignment, events in events_of(assignments).items():
            for event in events:
                self._of[event.id] = assignment
                self._withdraws[event.id] = event.withdraws
        self._named_by = defaultdict[UUID, set[UUID]](set)
        for event_id, target in self._withdraws.items():
            if target is not None:
                self._named_by[target].add(event_id)
        self._holding = holding(self._withdraws)

    def let_hold(self, new: New) -> None:
        if new.id not in self._withdraws:
            self._add(_row(new), new.assignment, None)
            return
        self._restore(new.id, Withdrawal(new.id, "", new.actor))

    def let_go(self, event: UUID, why: Withdrawal) -> None:
        """Add the event's own withdrawal, or bring back the one that it had. An unknown event is none."""
        if event not in self._holding:
            return
        own = uuid5(NAMESPACE, f"{event}\nwithdrawn")
        if own in self._withdraws:
            self._restore(own, why)
        else:
            self._add(_withdrawal(own, event, self._of[event], why), self._of[event], event)
        self._holding.discard(event)

    def _restore(self, event: UUID, why: Withdrawal) -> None:
        for withdrawal in sorted(self._named_by[event] & self._holding):
            self.let_go(withdrawal, why)
        self._holding.add(event)

    def _add(self, row: AssignmentEvent, assignment: UUID, withdraws: UUID | None) -> None:
        self.added.append(row)
        self._of[row.id], self._withdraws[row.id] = assignment, withdraws
        self._holding.add(row.id)
        if withdraws is not None:
            self._named_by[withdraws].add(row.id)


def _row(new: New) -> AssignmentEvent:
    return AssignmentEvent(
        id=new.id,
        assignment_id=new.assignment,
        kind=new.kind,
        happened_at=new.happened_at,
        actor=new.actor,
        channel=new.channel,
        reason=new.reason[:LONGEST],
        evidence=dict(new.evidence),
    )


def _withdrawal(own: UUID, event: UUID, assignment: UUID, why: Withdrawal) -> AssignmentEvent:
    return AssignmentEvent(
        id=own,
        assignment_id=assignment,
        kind=AssignmentEvent.Kind.WITHDRAWN,
        happened_at=timezone.now(),
        actor=why.actor,
        reason=why.reason[:LONGEST],
        withdraws=event,
    )
